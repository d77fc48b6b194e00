# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries, as the operator and before anything is written, the reads that come later: they must answer as believed.

Some of them have no public reference. A server that differs is told so here, where no trace is left of the attempt.
"""

from __future__ import annotations

import typing as t
from functools import partial

from ..._core.errors import EthicalWallsError
from ..._imanage.calls import NOT_OFFERED
from ..._imanage.client import ImanageClient
from ..._imanage.names import NRTADMIN
from ..._imanage.records import same_id
from .account import libraries_told
from .rights import document_view

# What these kinds of failure say is not how the server answers, but that it could not be asked.
_NOT_ASKED = ("auth", "permission", "rate_limited", "unavailable")

# Whether a call answers as this collection believes, C(None) when that could not be found out; and why, if not C(True).
_Finding = tuple[t.Optional[bool], t.Optional[str]]


class _UnneededError(Exception):
    """A call is not offered, and nothing depends on it; the text is why it is taken to be so."""


def read_later_calls(client: ImanageClient, known_in: t.Mapping[str, bool | None]) -> list[dict[str, t.Any]]:
    """Return for each call whether it answers as this collection believes, and whether a later step needs that.

    Each is asked once, in the first library: whether a call is there is a question of the server, not of the library.

    :param known_in: by library, whether the operator is in NRTADMIN; C(None) where the library does not know it.
    """
    library = next(iter(known_in), None)
    calls: dict[str, t.Callable[[str], _Finding]] = {
        f"GET L/groups?alias={NRTADMIN}": partial(_group, client),
        "GET L/operations": partial(_operations, client),
        "GET L/users/{operator}": partial(_library_user, client, known_in),
    }
    found = [_tried(call, _no_library if library is None else partial(ask, library)) for call, ask in calls.items()]
    if client.discovery.is_cloud:
        found.append(_tried("GET C/users/{operator}", partial(_libraries_of_operator, client, known_in)))
    return found


def _tried(call: str, ask: t.Callable[[], _Finding]) -> dict[str, t.Any]:
    try:
        answers, reason = ask()
    except _UnneededError as said:
        return {"call": call, "answers": False, "reason": str(said), "needed": False}
    except EthicalWallsError as error:
        answers, reason = None if error.kind in _NOT_ASKED else False, error.reason
    return {"call": call, "answers": answers, "reason": reason, "needed": True}


def _no_library() -> _Finding:
    return None, "none of the listed libraries is there to ask it in"


def _group(client: ImanageClient, library: str) -> _Finding:
    if client.group(library, NRTADMIN) is None:
        return False, f"it does not find {NRTADMIN} in library {library}"
    return True, None


def _operations(client: ImanageClient, library: str) -> _Finding:
    """Ask for the operator's own rights: what they are does not matter, but that they are told."""
    reply = client.operations(library)
    if document_view(client.object_of(reply, f"read the effective rights in library {library}")) is None:
        return False, "it does not say whether documents may be viewed (m2_bits.document_view)"
    return True, None


def _library_user(client: ImanageClient, known_in: t.Mapping[str, bool | None], library: str) -> _Finding:
    """Ask for the operator as a user of a library: in the cloud that tells an account's state, and no more."""
    operator = client.discovery.user_id
    try:
        found = client.library_user(library, operator)
    except EthicalWallsError as error:
        if client.discovery.is_cloud and error.http_status in NOT_OFFERED:
            raise _UnneededError(error.reason) from None
        raise
    if found is not None:
        return True, None
    if known_in[library] is None:
        return None, f"the operator {operator} is not in library {library}"
    reason = f"it does not find {operator} in library {library}, whose groups it tells (HTTP 404)"
    if client.discovery.is_cloud:
        raise _UnneededError(reason)
    return False, reason


def _libraries_of_operator(client: ImanageClient, known_in: t.Mapping[str, bool | None]) -> _Finding:
    """Ask for the libraries of the operator: at least one has to be among those that discovery lists, by its ID."""
    operator = client.discovery.user_id
    record = client.user(operator)
    if record is None:
        return False, f"it does not find {operator} (HTTP 404)"
    own = libraries_told(client, operator, record)
    if own is None:
        return False, f"it does not tell the libraries of {operator}"
    if not own:
        known = [library for library, is_in in known_in.items() if is_in is not None]
        said = f"it names no library of {operator}"
        return (False, f"{said}, whose groups it tells in library {known[0]}") if known else (None, said)
    if not any(same_id(one, library.id) for one in own for library in client.discovery.libraries):
        return False, f"none of the libraries that it tells of {operator} is one that iManage lists: {', '.join(own)}"
    return True, None
