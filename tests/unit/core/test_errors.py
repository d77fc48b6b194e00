# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one error: its sentence, its structured form, and its kinds."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import (
    KINDS,
    EthicalWallsError,
    kind_for_status,
)

FULL: dict[str, Any] = {
    "kind": "permission",
    "system": "iManage",
    "firm": "Alder & Finch LLP",
    "operation": "add SVC-LEGORA to NRTADMIN in library ACTIVE",
    "http_status": 403,
    "server_code": "NRC_NO_RIGHT",
    "correlation_id": "req-1",
    "hint": "Ask an administrator.",
}


def test_the_sentence_says_where_what_why_and_what_next() -> None:
    assert str(EthicalWallsError("the server answered HTTP 403", **FULL)) == (
        "iManage of Alder & Finch LLP: failed to add SVC-LEGORA to NRTADMIN in library ACTIVE: "
        "the server answered HTTP 403. Ask an administrator."
    )


@pytest.mark.parametrize(
    ("reason", "more", "sentence"),
    [
        ("it broke", {}, "Legora: it broke."),
        ("it broke.", {}, "Legora: it broke."),
        ("it broke", {"firm": "Birch"}, "Legora of Birch: it broke."),
        ("it broke", {"operation": "read it"}, "Legora: failed to read it: it broke."),
        ("it broke", {"hint": "Mend it."}, "Legora: it broke. Mend it."),
    ],
)
def test_what_is_not_known_is_not_said(reason: str, more: dict[str, Any], sentence: str) -> None:
    assert EthicalWallsError(reason, kind="unexpected", system="Legora", **more).sentence() == sentence


def test_the_failure_has_all_keys() -> None:
    error = EthicalWallsError("no", **FULL, retryable=True, ambiguous=True, done=["Create it"])
    assert error.failure() == {**FULL, "retryable": True}
    assert set(EthicalWallsError("no", kind="auth", system="Legora").failure()) == {*FULL, "retryable"}


def test_an_error_is_neither_worth_a_retry_nor_of_unknown_fate_unless_it_says_so() -> None:
    error = EthicalWallsError("no", kind="auth", system="Legora")
    assert (error.retryable, error.ambiguous, error.done, error.args) == (False, False, [], ("no",))


def test_what_was_done_is_a_copy() -> None:
    done = ["Create it"]
    error = EthicalWallsError("no", kind="auth", system="Legora", done=done)
    done.append("Change it")
    assert error.done == ["Create it"]


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="odd"):
        raise EthicalWallsError("no", kind="odd", system="Legora")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "validation"), (401, "auth"), (403, "permission"), (404, "not_found"), (405, "unsupported"),
        (409, "conflict"), (410, "not_found"), (413, "validation"), (415, "validation"), (422, "validation"),
        (429, "rate_limited"), (500, "unavailable"), (501, "unsupported"), (502, "unavailable"),
        (503, "unavailable"), (504, "unavailable"), (599, "unavailable"), (418, "unexpected"), (302, "unexpected"),
        (200, "unexpected"), (600, "unexpected"),
    ],
)  # fmt: skip
def test_kinds_by_status(status: int, kind: str) -> None:
    assert kind_for_status(status) == kind


def test_every_status_has_a_known_kind() -> None:
    assert {kind_for_status(status) for status in range(100, 700)} <= set(KINDS)


def test_a_question_needs_no_full_stop() -> None:
    error = EthicalWallsError("did you mean X?", kind="validation", system="Legora", hint="Correct it.")
    assert error.sentence() == "Legora: did you mean X? Correct it."
