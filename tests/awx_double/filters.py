# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which objects a list's query names: AWX's filters, order and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from .fields import Link
from .store import Record, RefusedError, Store, not_found

_PAGES = ("page", "page_size", "order_by", "order", "search", "format", "count_disabled")
_COMPARED: dict[str, Callable[[Any, str], bool]] = {
    "exact": lambda value, asked: _text(value) == asked,
    "iexact": lambda value, asked: _text(value).lower() == asked.lower(),
    "contains": lambda value, asked: asked in _text(value),
    "icontains": lambda value, asked: asked.lower() in _text(value).lower(),
    "startswith": lambda value, asked: _text(value).startswith(asked),
    "istartswith": lambda value, asked: _text(value).lower().startswith(asked.lower()),
    "endswith": lambda value, asked: _text(value).endswith(asked),
    "in": lambda value, asked: _text(value) in asked.split(","),
    "gt": lambda value, asked: value is not None and value > type(value)(asked),
    "gte": lambda value, asked: value is not None and value >= type(value)(asked),
    "lt": lambda value, asked: value is not None and value < type(value)(asked),
    "lte": lambda value, asked: value is not None and value <= type(value)(asked),
    "isnull": lambda value, asked: (value is None) is (asked.lower() in ("true", "1")),
}


def _text(value: Any) -> str:
    return "None" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _bad(why: str) -> RefusedError:
    return RefusedError(400, {"detail": why})


def _get(store: Store, record: Record, path: list[str]) -> Any:
    """Return the value at a path like ``organization``, ``name``; AWX refuses one that leads nowhere."""
    name, *rest = path
    if name in ("id", "pk"):
        return record.id
    if name == "type":
        return record.about.type
    if name in ("created", "modified"):
        return getattr(record, name)
    if name == "organization" and record.kind == "inventory_sources":
        # Not shown, but kept: the organisation of its inventory (assumed).
        inventory = store.linked(record, "inventory")
        return _get(store, inventory, path) if inventory else None
    if name in record.lists:
        found = [one for id_ in record.lists[name] if (one := store.find(record.about.lists[name], id_))]
        return [_get(store, one, rest or ["id"]) for one in found]
    if name not in record.about.fields:
        raise _bad(f"{record.about.label} has no field named '{name}'")
    if rest:
        if not isinstance(record.about.fields[name], Link):
            raise _bad(f"Unsupported lookup '{rest[0]}' for {name}")
        target = store.linked(record, name)
        return _get(store, target, rest) if target else None
    return record.values[name]


def _matches(store: Store, record: Record, key: str, asked: str) -> bool:
    path = key.split("__")
    how = path.pop() if len(path) > 1 and path[-1] in _COMPARED else "exact"
    if asked.lower() in ("none", "null") and how == "exact":
        return _get(store, record, path) is None
    value = _get(store, record, path)
    is_id = path[-1] == "id" or (len(path) == 1 and isinstance(record.about.fields.get(path[0]), Link))
    if is_id and how == "exact" and not asked.isdigit():
        raise _bad(f"Field '{path[-1]}' expected a number but got '{asked}'.")
    if how == "exact" and isinstance(value, bool):
        asked = "true" if asked.lower() in ("true", "1") else "false"
    if isinstance(value, list):
        return any(_COMPARED[how](one, asked) for one in value)
    return _COMPARED[how](value, asked)


def select(store: Store, records: list[Record], query: list[tuple[str, str]]) -> list[Record]:
    """Return the objects that a query names, in its order.

    :raises RefusedError: for a field that is not there, or a value that cannot be one of its kind.
    """
    chosen = records
    either = [(key[4:], value) for key, value in query if key.startswith("or__")]
    for key, value in query:
        if key in _PAGES or key.startswith("or__"):
            continue
        negated = key.startswith("not__")
        name = key.removeprefix("not__").removeprefix("chain__")
        chosen = [one for one in chosen if _matches(store, one, name, value) is not negated]
    if either:
        chosen = [one for one in chosen if any(_matches(store, one, key, value) for key, value in either)]
    asked = dict(query)
    if "search" in asked:
        wanted = asked["search"].lower()
        chosen = [
            one
            for one in chosen
            if wanted in one.name.lower() or wanted in str(one.values.get("description", "")).lower()
        ]
    for name in reversed([one for one in asked.get("order_by", "").split(",") if one]):
        path = name.lstrip("-").split("__")
        chosen = sorted(chosen, key=lambda one: _text(_get(store, one, path)), reverse=name.startswith("-"))
    return chosen


def page(path: str, found: list[Any], query: list[tuple[str, str]]) -> dict[str, Any]:
    """Return one page of a list as AWX answers it: 25 objects, or as many as are asked for, 200 at most."""
    asked = dict(query)
    try:
        number, size = int(asked.get("page", 1)), min(int(asked.get("page_size", 25)), 200)
    except ValueError:
        raise not_found() from None
    size = size if size > 0 else 25
    pages = max(1, -(-len(found) // size))
    if not 1 <= number <= pages:
        raise RefusedError(404, {"detail": "Invalid page."})

    def link(other: int) -> str | None:
        if not 1 <= other <= pages:
            return None
        rest = [(key, value) for key, value in query if key != "page"]
        return f"{path}?{urlencode([*rest, ('page', str(other))])}"

    return {
        "count": len(found),
        "next": link(number + 1),
        "previous": link(number - 1),
        "results": found[(number - 1) * size : number * size],
    }
