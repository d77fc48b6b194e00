# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions about Legora that need no network."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import Connector, ServiceAccount
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.capability import (
    changed,
    library_change,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.connector_info import (
    url_warnings,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.connectors import is_enabled
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.password import (
    LegoraPassword,
    decide_legora_password,
    same_username,
)

SAVED = "2026-11-24T08:00:00Z"
NAME = "svc-legora@alder.example"


def _account(status: str | None = "active", updated_at: str | None = SAVED) -> ServiceAccount:
    return ServiceAccount(NAME, status, updated_at)


def _when_changed(account: ServiceAccount, changed_at: str | None) -> tuple[str, str]:
    found = decide_legora_password(account, NAME, "when_changed", changed_at)
    return found.action, found.checked_by


@pytest.mark.parametrize("update_password", ["on_create", "when_changed", "always"])
def test_new_account_and_new_name_bring_the_password(update_password: str) -> None:
    assert decide_legora_password(None, NAME, update_password, None) == LegoraPassword("set", "none")
    assert decide_legora_password(_account(), "other@alder.example", update_password, SAVED) == LegoraPassword(
        "set", "none"
    )


def test_on_create_never_asks() -> None:
    for account in (_account(), _account("rejected"), _account(None, None)):
        assert decide_legora_password(account, NAME.upper(), "on_create", "2030-01-01T00:00:00Z").action == "kept"


@pytest.mark.parametrize(
    ("changed_at", "expected"),
    [
        ("2026-11-24T07:00:00Z", ("kept", "time")),
        ("2026-11-24T08:05:00Z", ("kept", "time")),
        ("2026-11-24T08:05:00.001Z", ("set", "time")),
        ("2026-11-24T09:05:01+01:00", ("set", "time")),
        ("2026-11-24T09:04:59+01:00", ("kept", "time")),
        ("2026-11-25", ("set", "time")),
        (None, ("unknown", "none")),
        ("", ("unknown", "none")),
        ("24.11.2026", ("unknown", "none")),
    ],
)
def test_when_changed_compares_moments(changed_at: str | None, expected: tuple[str, str]) -> None:
    assert _when_changed(_account(), changed_at) == expected


@pytest.mark.parametrize("saved", [None, "", "recently"])
def test_when_changed_without_the_moment_of_saving(saved: str | None) -> None:
    assert _when_changed(_account(updated_at=saved), SAVED) == ("unknown", "none")


@pytest.mark.parametrize("changed_at", [None, SAVED, "nonsense"])
def test_when_changed_writes_what_is_rejected(changed_at: str | None) -> None:
    assert _when_changed(_account("Rejected"), changed_at) == ("set", "login")


@pytest.mark.parametrize("status", ["active", "unverified", None, "something new"])
def test_only_rejected_counts_as_a_failed_sign_in(status: str | None) -> None:
    assert _when_changed(_account(status), SAVED) == ("kept", "time")


def test_usernames() -> None:
    assert same_username(" SVC-Legora@Alder.example", NAME)
    assert not same_username("svc-legora", NAME)


@pytest.mark.parametrize(
    ("given", "present", "wanted"),
    [
        ({"set": ["B", "A"]}, ["A", "C"], ["B", "A"]),
        ({"set": ["A"], "add": [], "remove": None}, [], ["A"]),
        ({"add": ["B", "A"]}, ["A", "C"], ["A", "C", "B"]),
        ({"remove": ["C", "X"]}, ["A", "C"], ["A"]),
        ({"add": ["B"], "remove": ["A"]}, ["A", "C"], ["C", "B"]),
        ({"add": ["a"]}, ["A"], ["A", "a"]),
        ({"remove": ["a"]}, ["A"], ["A"]),
    ],
)
def test_libraries(given: dict[str, Any], present: list[str], wanted: list[str]) -> None:
    assert changed(present, library_change(given)) == wanted


def test_what_is_asked_for() -> None:
    assert library_change({"set": ["A"], "add": None, "remove": None}) == {"set": ["A"]}
    assert library_change({"add": ["A"], "remove": ["B"]}) == {"add": ["A"], "remove": ["B"]}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "no libraries"),
        ({"set": None}, "no libraries"),
        ({"set": []}, "all libraries"),
        ({"set": [], "add": ["A"]}, "set"),
        ({"add": []}, "no libraries"),
        ({"add": [], "remove": []}, "no libraries"),
        ({"set": ["A"], "add": ["B"]}, "set"),
        ({"set": ["A"], "remove": ["B"]}, "set"),
        ({"set": ["A", "a"]}, "twice"),
        ({"add": ["A", "A"]}, "twice"),
        ({"remove": ["A", "A"]}, "twice"),
        ({"add": ["A"], "remove": ["A"]}, "both added and removed"),
        ({"set": ["A B"]}, "not a library ID"),
        ({"add": [""]}, "not a library ID"),
    ],
)
def test_unusable_libraries(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=f"^is unusable: .*{words}"):
        library_change(given)


@pytest.mark.parametrize(
    ("status", "enabled"), [("enabled", True), (" Enabled ", True), ("disabled", False), ("", False)]
)
def test_enabled(status: str, enabled: bool) -> None:
    assert is_enabled(Connector("c", "imanage", status, None)) is enabled


@pytest.mark.parametrize(
    ("url", "expected", "warned"),
    [
        ("https://work.alder.example/work", "work.alder.example", False),
        ("https://WORK.alder.example:8443", "work.alder.example", False),
        ("https://proxy.alder.example", "work.alder.example", True),
        ("https://proxy.alder.example", None, False),
        (None, "work.alder.example", False),
        ("", "work.alder.example", False),
        ("not a url", "work.alder.example", False),
        ("https://[", "work.alder.example", False),
    ],
)
def test_warning_about_another_host(url: str | None, expected: str | None, warned: bool) -> None:
    assert bool(url_warnings(Connector("c", "imanage", "enabled", url), expected)) is warned
