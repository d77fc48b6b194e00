# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A profile: data that maps our operations to a tenant's administration API.

Legora publishes no reference for that API, so what the client sends and reads is not code. What a user gives replaces
parts of the bundled profile. The whole is checked, its expressions compiled, before the first request.
"""

from __future__ import annotations

import difflib
import re
import typing as t

from ..._core.errors import EthicalWallsError
from ..._core.origin import OriginError, has_dot_segment, parse_origin
from ..regions import REGIONS
from .assumed import ASSUMED
from .contracts import CONTRACTS, Contract
from .operations import JMESPATH_IMPORT_ERROR, Expression, Operation, Profile, placeholders

__all__ = ["ASSUMED", "JMESPATH_IMPORT_ERROR", "ProfileError", "parse_profile"]

_METHODS = ("POST", "PUT", "PATCH", "DELETE")
_ABSENT_STATUSES = (204, 404, 410)
# A secret stands in the body only: paths and queries are written to logs. A list has no form but the body's.
_ONLY_IN_BODY = ("password", "library_ids")
# What has no value in some requests can only be left out of the query.
_ONLY_IN_QUERY = ("cursor", "to")
_HEADER = re.compile(r"^[A-Za-z0-9-]{1,64}$")
_PATH = re.compile(r"^(/[A-Za-z0-9._~!$&'()*+,;=:@%{}-]+)+/?$")
_PRINTABLE = re.compile(r"^[\x20-\x7e]+$")


class ProfileError(EthicalWallsError):
    """A profile is unusable; C(mistakes) holds one text for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__(
            "; ".join(mistakes),
            kind="validation",
            system="Legora",
            operation="read the profile",
            hint="Correct legora_profile; what it leaves out comes from the bundled profile.",
        )
        self.mistakes = mistakes


def parse_profile(given: t.Any = None) -> Profile:
    """Return the profile that a user gave, completed by the bundled one.

    What is not given comes from the bundled profile: operations, and within an operation each key and each field. A
    query or a body is replaced as a whole. C(None) in the place of an operation that may be missing takes it out.

    :param given: C(None) for the bundled profile itself.
    :raises ProfileError: with everything that is wrong with it.
    """
    return _Parser().parse({} if given is None else given)


class _Parser:
    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def parse(self, given: t.Any) -> Profile:
        given = self._mapping(given, "the profile", ("name", "base_url", "auth", "errors", "operations"))
        auth = {**ASSUMED["auth"], **self._mapping(given.get("auth", {}), "auth", ("header", "format"))}
        own = self._mapping(given.get("operations", {}), "operations", tuple(CONTRACTS))
        profile = Profile(
            name=self._text(given.get("name", "given" if given else ASSUMED["name"]), "name"),
            base_url=self._base_url(given.get("base_url")),
            auth_header=self._auth_header(auth["header"]),
            auth_format=self._auth_format(auth["format"]),
            errors=self._errors(given.get("errors", {})),
            operations={
                name: self._operation(name, own.get(name, {}))
                for name, contract in CONTRACTS.items()
                if not (contract.may_be_missing and name in own and own[name] is None)
            },
        )
        if self.mistakes:
            raise ProfileError(self.mistakes)
        return profile

    # What the operations share

    def _base_url(self, given: t.Any) -> str | None:
        if given is None:
            return None
        text = self._text(given, "base_url")
        if placeholders(text) - {"region"}:
            self.mistakes.append("base_url: the only placeholder that it takes is {region}")
            return None
        for region in REGIONS:
            try:
                parse_origin(text.replace("{region}", region), allow_path=True)
            except OriginError as error:
                self.mistakes.append(f"base_url: {error}")
                return None
        return text

    def _auth_header(self, given: t.Any) -> str:
        text = self._text(given, "auth: header")
        if text and not _HEADER.match(text):
            self.mistakes.append("auth: header is not the name of an HTTP header")
        return text

    def _auth_format(self, given: t.Any) -> str:
        text = self._text(given, "auth: format")
        if text and (text.count("{key}") != 1 or placeholders(text) != {"key"} or not _PRINTABLE.match(text)):
            self.mistakes.append("auth: format has to contain {key} once, and no other placeholder")
        return text

    def _errors(self, given: t.Any) -> dict[str, Expression | None]:
        bundled = ASSUMED["errors"]
        merged = {**bundled, **self._mapping(given, "errors", tuple(bundled))}
        return {name: self._expression(text, f"errors: {name}", False) for name, text in merged.items()}

    # One operation

    def _operation(self, name: str, given: t.Any) -> Operation:
        contract = CONTRACTS[name]
        where = f"operation {name}"
        given = self._mapping(given, where, _keys(contract))
        merged = {**ASSUMED["operations"][name], **given}
        operation = Operation(
            name=name,
            method=self._method(merged["method"], where, contract),
            path=self._path(merged["path"], where),
            query=self._query(merged.get("query"), where),
            body=merged.get("body"),
            statuses=self._statuses(merged["statuses"], f"{where}: statuses", range(200, 300), needed=True),
            absent_statuses=self._statuses(
                merged.get("absent_statuses") or [], f"{where}: absent_statuses", _ABSENT_STATUSES
            ),
            paging=self._paging(merged, where) if contract.is_list else {},
            fields=self._fields(name, given.get("fields", {}), where),
        )
        self._check_placeholders(operation, where)
        both = sorted(set(operation.statuses) & set(operation.absent_statuses))
        if both:
            self.mistakes.append(f"{where}: {both[0]} is in both statuses and absent_statuses")
        return operation

    def _method(self, given: t.Any, where: str, contract: Contract) -> str:
        # A read that is not a GET might change something, in check mode too.
        allowed = _METHODS if contract.writes else ("GET",)
        text = self._text(given, f"{where}: method").upper()
        if text and text not in allowed:
            self.mistakes.append(f"{where}: method has to be {' or '.join(allowed)}")
        return text

    def _path(self, given: t.Any, where: str) -> str:
        text = self._text(given, f"{where}: path")
        if text and (not _PATH.match(text) or has_dot_segment(text)):
            self.mistakes.append(
                f"{where}: path has to be like /organisation/integrations, below the base URL and without a query"
            )
        return text

    def _query(self, given: t.Any, where: str) -> dict[str, t.Any]:
        query = self._mapping({} if given is None else given, f"{where}: query")
        for name, value in query.items():
            if not isinstance(value, (str, int)):
                self.mistakes.append(f"{where}: query: {name} is not a text, a number, true or false")
        return query

    def _statuses(self, given: t.Any, where: str, allowed: t.Container[int], needed: bool = False) -> tuple[int, ...]:
        usable = isinstance(given, list) and all(isinstance(status, int) and status in allowed for status in given)
        if usable and (given or not needed):
            return tuple(given)
        kinds = "successful HTTP statuses" if needed else "the HTTP statuses 204, 404 and 410"
        self.mistakes.append(f"{where} has to be a list of {kinds}")
        return ()

    def _paging(self, merged: dict[str, t.Any], where: str) -> dict[str, Expression]:
        found = {key: self._expression(merged[key], f"{where}: {key}") for key in ("list", "next_cursor")}
        return {key: expression for key, expression in found.items() if expression is not None}

    def _fields(self, name: str, given: t.Any, where: str) -> dict[str, Expression | None]:
        wanted = CONTRACTS[name].fields
        own = self._mapping(given, f"{where}: fields", tuple(wanted))
        merged = {**ASSUMED["operations"][name].get("fields", {}), **own}
        return {
            field: self._expression(merged[field], f"{where}: fields: {field}", wanted[field].required)
            for field in wanted
        }

    def _check_placeholders(self, operation: Operation, where: str) -> None:
        contract = operation.contract
        elsewhere = placeholders(operation.path) | placeholders(operation.query)
        used = elsewhere | placeholders(operation.body)
        for name in sorted(used - set(contract.offers)):
            known = ", ".join(f"{{{offer}}}" for offer in contract.offers) or "none"
            self.mistakes.append(f"{where}: unknown placeholder {{{name}}}; known are {known}")
        for name in contract.needs:
            if name not in used:
                self.mistakes.append(f"{where}: the placeholder {{{name}}} is missing")
        for name in _ONLY_IN_BODY:
            if name in elsewhere:
                self.mistakes.append(f"{where}: {{{name}}} may only stand in the body")
        for name in _ONLY_IN_QUERY:
            if name in placeholders(operation.path):
                self.mistakes.append(f"{where}: {{{name}}} may only stand in the query")
        if _has_list_within_text(operation.body):
            self.mistakes.append(f"{where}: {{library_ids}} has to be a value of its own, not part of a text")
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", operation.path)):
            self.mistakes.append(f"{where}: path has a brace without its counterpart")

    # Single values

    def _mapping(self, given: t.Any, where: str, known: tuple[str, ...] | None = None) -> dict[str, t.Any]:
        if not isinstance(given, dict):
            self.mistakes.append(f"{where} is not a mapping")
            return {}
        unknown = [key for key in given if not isinstance(key, str) or (known is not None and key not in known)]
        for key in unknown:
            near = difflib.get_close_matches(str(key), known or (), n=1)
            meant = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}" if known else ""
            self.mistakes.append(f"{where}: unknown key {key}{meant}")
        return {key: value for key, value in given.items() if key not in unknown}

    def _text(self, given: t.Any, where: str) -> str:
        if isinstance(given, str) and given.strip():
            return given.strip()
        self.mistakes.append(f"{where} is not a text")
        return ""

    def _expression(self, given: t.Any, where: str, required: bool = True) -> Expression | None:
        if given is None and not required:
            return None
        text = self._text(given, where)
        if not text:
            return None
        try:
            return Expression.parse(text)
        except ValueError as error:
            self.mistakes.append(f"{where}: {error}")
            return None


def _has_list_within_text(template: t.Any) -> bool:
    if isinstance(template, str):
        return "{library_ids}" in template and template != "{library_ids}"
    values = template.values() if isinstance(template, dict) else template if isinstance(template, list) else ()
    return any(_has_list_within_text(value) for value in values)


def _keys(contract: Contract) -> tuple[str, ...]:
    """Return the keys that an operation of this kind takes."""
    keys = ["method", "path", "query", "statuses"]
    keys += ["body"] if contract.writes else []
    keys += ["absent_statuses"] if contract.may_be_absent else []
    keys += ["list", "next_cursor"] if contract.is_list else []
    keys += ["fields"] if contract.fields else []
    return tuple(keys)
