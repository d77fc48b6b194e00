# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds each answer of the simulator to :mod:`.contract`, so that it can't tell what no real server tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .contract import CALLS, Call, Field

_CUSTOMER = "/work/api/v2/customers/{}"
_LIBRARY = f"{_CUSTOMER}/libraries/{{}}/"
# The vendor's own pattern for a moment (P).
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")
_TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "time": str,
    "strings": list,
    "object": dict,
    "objects": list,
}
# Around a list. G names the cursor in the text of the parameter ``limit``, for lists whose structs do not have it; its
# form is that of the lists that do (GetGlobalGroupMembersOutput).
_ENVELOPE = {
    "total_count": Field("integer", "G, lists with the parameter total"),
    "cursor": Field("string", "G, text of the parameter limit"),
}
_ERROR = {
    "error": Field(
        "object",
        "G ErrorResponse",
        required=True,
        fields={
            "code": Field("string", "G ErrorResponse", required=True),
            "code_message": Field("string", "G ErrorResponse", required=True),
            "messages": Field(
                "objects",
                "G ErrorResponse",
                fields={name: Field("string", "G errorMessage") for name in ("field", "code", "code_message")},
            ),
        },
    )
}
_OAUTH_ERROR = {
    "error": Field("string", "A: RFC 6749", required=True),
    "error_description": Field("string", "A: RFC 6749"),
}


def _without_names(call: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", call)


_BY_SHAPE = {_without_names(name): name for name in CALLS}


def same_call(one: str, other: str) -> bool:
    """Say whether two names mean the same call, whatever they call the parts of its path."""
    return _without_names(one) == _without_names(other)


def name_of(method: str, route: str) -> str | None:
    """Return the contract's name of a call; ``None`` for one that it does not know.

    :param route: the path with the names of its parts in braces.
    """
    path = _without_names(route)
    if path.startswith(_LIBRARY):
        path = f"L/{path.removeprefix(_LIBRARY)}"
    elif path.startswith(_CUSTOMER):
        path = f"C{path.removeprefix(_CUSTOMER)}"
    return _BY_SHAPE.get(f"{method} {path}")


def declared_only(call: str, body: Any) -> Any:
    """Return an answer without the fields that the contract marks as seen."""
    contract = CALLS[call]
    if not isinstance(body, dict) or contract.shape not in ("one", "list"):
        return body
    records = body["data"] if contract.shape == "list" else [body["data"]]
    seen = {name for name, one in contract.fields.items() if one.seen and not one.instead_of}
    kept = [{name: value for name, value in record.items() if name not in seen} for record in records]
    return {**body, "data": kept if contract.shape == "list" else kept[0]}


def differences(call: str, status: int, body: Any, undeclared: bool = False) -> list[str]:
    """Say in what an answer differs from the contract.

    :param body: what the JSON is, or ``None`` where the answer is none.
    :param undeclared: whether the fields that are seen only are allowed.
    """
    return [f"{call}, {status}: {said}" for said in _differences(call, status, body, undeclared)]


def _differences(call: str, status: int, body: Any, undeclared: bool) -> Iterator[str]:
    if status >= 400:
        oauth = isinstance(body, dict) and isinstance(body.get("error"), str) and "/auth/oauth2/" in call
        yield from _compare(body, _OAUTH_ERROR if oauth else _ERROR, "", True)
        return
    if call not in CALLS:
        yield "no such call in the contract"
        return
    contract = CALLS[call]
    if contract.shape == "file":
        return
    if contract.shape == "plain":
        yield from _compare(body, contract.fields, "", undeclared)
        return
    yield from _compare(body, _around(contract), "", undeclared)


def _around(contract: Call) -> dict[str, Field]:
    """Return the fields of the envelope, with the call's own in it."""
    kind = "objects" if contract.shape == "list" else "object"
    data = Field(kind, contract.source, required=True, fields=contract.fields)
    return {"data": data, **(_ENVELOPE if contract.shape == "list" else {})}


def _compare(record: Any, fields: dict[str, Field], where: str, undeclared: bool) -> Iterator[str]:
    if not isinstance(record, dict):
        yield f"{where.rstrip('.') or 'the answer'} is no object"
        return
    renamed = {one.instead_of for name, one in fields.items() if name in record}
    for name, one in fields.items():
        if one.required and name not in record and name not in renamed:
            yield f"{where}{name} is missing ({one.source})"
    for name, value in record.items():
        if name not in fields:
            yield f"{where}{name} is in no reference"
        elif fields[name].seen and not fields[name].instead_of and not undeclared:
            yield f"{where}{name} is not declared ({fields[name].source})"
        else:
            yield from _compare_value(value, fields[name], f"{where}{name}", undeclared)


def is_kind(value: Any, kind: str) -> bool:
    """Say whether a value is of a kind; a truth is a number too in Python, but not in JSON."""
    if not isinstance(value, _TYPES[kind]) or isinstance(value, bool) is not (kind == "boolean"):
        return False
    return kind != "strings" or all(isinstance(part, str) for part in value)


def _compare_value(value: Any, one: Field, where: str, undeclared: bool) -> Iterator[str]:
    if not is_kind(value, one.kind):
        yield f"{where} is {type(value).__name__}, not {one.kind} ({one.source})"
    elif one.kind == "time" and not _TIME.fullmatch(value):
        yield f"{where} is no moment ({one.source})"
    elif one.kind == "object":
        yield from _compare(value, one.fields, f"{where}.", undeclared)
    elif one.kind == "objects":
        for record in value:
            yield from _compare(record, one.fields, f"{where}[].", undeclared)
