# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""C1: before a rotation, after it, and later."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from helpers.firm import NOT_READ, failing
from unit.checks.cases import Case

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.rotation_state import RotationState

UTC = timezone.utc  # noqa: UP017 (also for Python 3.9)

ROTATE, ROTATED, VERIFY = "rotate_password", "rotated", "verify"
_STORED = "connectors.0.service_account"
_NEW = {"password": {"opens": "new", "proved_by": "login"}}
_UNTRIED = {"password": {"opens": "new", "proved_by": "none"}}
_UNSEEN = {"password": {"opens": "unknown", "proved_by": "none"}}
_DONE = {"config.rotation": "done"}
_EARLY = "2026-01-01T08:00:00Z"
_OTHER = {"label_noted": "2026-09"}
_HERE = {"user.ip_lock": False}
_LABELS = {"config.service_account_password_version": "2026-06", "config.rotate_new_password_version": "2026-12"}
_VERSION = "config.service_account_password_version"
_AWAY = {"connectors": failing()}


def _confirmed(version: str | None = "2026-06", **changes: Any) -> dict[str, Any]:
    return {
        "by": "Jane Doe",
        "date": "2026-11-20T08:00:00Z",
        "organisation": "Alder & Finch LLP",
        "service_username": "svc-legora@alder.example",
        "password_version": version,
        "customer_id": "4711",
        "libraries": ["ACTIVE", "CLOSED"],
        "create_projects_from_imanage": True,
        **changes,
    }


def _by_hand(minutes: int | None = 0, version: str = "2026-06", **changes: Any) -> dict[str, Any]:
    """Return a firm by hand, whose rotation is agreed for so many minutes from now."""
    at = None if minutes is None else (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    return {
        "config.legora_method": "by_hand",
        "config.legora_confirmed": _confirmed(version),
        "config.rotation": "given",
        "config.service_account_password_version": "2026-06",
        "config.rotate_new_password_version": "2026-12",
        "config.rotate_at": at,
        "config.rotate_window": 60,
        "connectors": NOT_READ,
        **changes,
    }


def _changed_since() -> dict[str, Any]:
    """Return a firm whose account has got another password after the agreed moment, which is over."""
    moment = (datetime.now(UTC) - timedelta(minutes=30)).isoformat()
    return _by_hand(-61, **{"config.rotation_under_way": True, "user.password_changed_at": moment})


def _under_way(minutes: int = 0, **changes: Any) -> dict[str, Any]:
    """Return what other playbooks see of such a firm."""
    return _by_hand(minutes, **{"config.rotation": None, "config.rotation_under_way": True, **changes})


CASES = (
    Case("C1", "pass", "can be tried, and Legora has it", phase=ROTATE),
    Case("C1", "fail", "there is no SVC-LEGORA", {"user": {"exists": False}}, phase=ROTATE),
    Case("C1", "fail", "is no virtual user", {"user.virtual": False}, phase=ROTATE),
    Case("C1", "fail", "is no virtual user", {"user.directory_synced": True}, phase=ROTATE),
    Case("C1", "fail", "SVC-LEGORA is disabled", {"user.enabled": False}, phase=ROTATE),
    Case("C1", "fail", "SVC-LEGORA is locked", {"user.locked": True, "user.failed_logins": 3}, phase=ROTATE),
    Case("C1", "fail", "2 failed sign-ins, and one more", {"user.failed_logins": 2}, phase=ROTATE),
    Case("C1", "pass", "can be tried", {"user.failed_logins": 1}, phase=ROTATE),
    Case("C1", "fail", "2026-09, which the firm's variables do not have", {**_OTHER, **_LABELS, **_HERE}, phase=ROTATE),
    Case("C1", "pass", "can be tried", {**_OTHER, **_HERE, _VERSION: None}, phase=ROTATE),
    Case("C1", "pass", "can be tried", {**_OTHER, **_LABELS, "config.rotation": "done"}, phase=ROTATE),
    Case("C1", "fail", "do not have", {**_OTHER, _VERSION: None, "user.ip_lock": True}, phase=ROTATE),
    Case("C1", "pass", "can be tried", {**_OTHER, _VERSION: "2026-09"}, phase=ROTATE),
    Case("C1", "pass", "can be tried", {**_OTHER, "config.rotate_new_password_version": "2026-09"}, phase=ROTATE),
    Case("C1", "unknown", "nor its failed sign-ins", {"user.locked": None}, phase=ROTATE),
    Case("C1", "unknown", "service account was not read", {"connectors.0.capabilities": None}, phase=ROTATE),
    Case("C1", "fail", "Legora has no account", {_STORED: None}, phase=ROTATE),
    Case("C1", "fail", "Legora has other instead of svc-legora@", {f"{_STORED}.username": "other"}, phase=ROTATE),
    Case("C1", "unknown", "could not be read: the server is away", _AWAY, phase=ROTATE),
    Case("C1", "unknown", "the service account at iManage was not read", {"user": NOT_READ}, phase=ROTATE),
    Case("C1", "pass", "agreed for 20", _by_hand(60), phase=ROTATE),
    Case("C1", "pass", "can be tried", _by_hand(-30), phase=ROTATE),
    Case("C1", "pass", "the new password was entered there", _by_hand(-600, "2026-12"), phase=ROTATE),
    Case("C1", "pass", "can be tried", _by_hand(-600, password_written=True), phase=ROTATE),
    Case("C1", "fail", "no new password was stored", _by_hand(**{"config.rotation": "made"}), phase=ROTATE),
    Case("C1", "fail", "no new password was stored", _by_hand(**{"config.rotation": "to_be_made"}), phase=ROTATE),
    Case("C1", "pass", "agreed for 20", _by_hand(60, **{"config.rotation": "made"}), phase=ROTATE),
    Case("C1", "fail", "the agreed moment is over", _by_hand(-61), phase=ROTATE),
    Case("C1", "fail", "minutes after it; iManage was given no other password since", _by_hand(-61), phase=ROTATE),
    # Where no run could note what it wrote, the time of the change alone tells, and not who made it.
    Case("C1", "fail", "was changed at iManage since", _changed_since(), phase=ROTATE),
    Case(
        "C1",
        "fail",
        "iManage was changed is not told",
        _by_hand(-61, **{"user.password_changed_at": None}),
        phase=ROTATE,
    ),
    Case("C1", "fail", "was confirmed before the agreed moment", _by_hand(20, "2026-12"), phase=ROTATE),
    Case("C1", "pass", "was entered there", _by_hand(20, "2026-12", password_written=True), phase=ROTATE),
    Case("C1", "fail", "rotate_at says when", _by_hand(None), phase=ROTATE),
    Case("C1", "fail", "nobody has confirmed", _by_hand(**{"config.legora_confirmed": None}), phase=ROTATE),
    Case("C1", "pass", "signed in with it), and Legora signs in with it", _NEW, phase=ROTATED),
    Case("C1", "fail", "was not seen to have the new password", _UNSEEN, phase=ROTATED),
    Case("C1", "pass", "and Legora signs in with the newest password", {**_UNSEEN, **_DONE}, phase=ROTATED),
    Case("C1", "unknown", "is not known", {**_UNSEEN, **_DONE, _STORED: None}, phase=ROTATED),
    Case("C1", "unknown", "is not known", {**_UNSEEN, **_DONE, "user.password_changed_at": None}, phase=ROTATED),
    Case("C1", "fail", "was given one before", {**_UNSEEN, **_DONE, f"{_STORED}.updated_at": _EARLY}, phase=ROTATED),
    Case("C1", "fail", "as rejected", {**_UNSEEN, **_DONE, f"{_STORED}.status": "rejected"}, phase=ROTATED),
    Case("C1", "attested", "entered at Legora", {**_by_hand(-600, "2026-12"), **_UNSEEN, **_DONE}, phase=ROTATED),
    Case("C1", "unknown", "is not known", {**_by_hand(-600), **_UNSEEN, **_DONE}, phase=ROTATED),
    Case("C1", "pass", "can't be tried from here), and Legora signs in", _UNTRIED, phase=ROTATED),
    Case("C1", "unknown", "Legora shows it as unverified", {**_NEW, f"{_STORED}.status": "unverified"}, phase=ROTATED),
    Case("C1", "fail", "shows the account as rejected", {**_NEW, f"{_STORED}.status": "rejected"}, phase=ROTATED),
    Case(
        "C1",
        "fail",
        "Legora was given one before it",
        {**_NEW, "user.password_changed_at": "2026-11-20T08:00:00Z"},
        phase=ROTATED,
    ),
    Case("C1", "unknown", "iManage has the new password (signed in", {**_NEW, **_AWAY}, phase=ROTATED),
    Case("C1", "unknown", "password at iManage was not read", {"password": NOT_READ}, phase=ROTATED),
    Case("C1", "fail", "not seen to have the new", {"password": {"opens": "current"}}, phase=ROTATED),
    Case("C1", "warn", "both sides have the old", _by_hand(60, password=NOT_READ), phase=ROTATED),
    Case("C1", "warn", "none that works until", {**_by_hand(), **_NEW}, phase=ROTATED),
    Case("C1", "warn", "none that works until", {**_by_hand(60), **_NEW}, phase=ROTATED),
    Case("C1", "warn", "both sides have the old", _by_hand(60, password={"opens": "current"}), phase=ROTATED),
    Case(
        "C1",
        "unknown",
        "as it is: as far as is known, iManage has the old password",
        {**_by_hand(), **_NEW, "dry_run": True},
        phase=ROTATED,
    ),
    Case("C1", "attested", "it was entered at Legora", {**_by_hand(version="2026-12"), **_NEW}, phase=ROTATED),
    Case("C1", "pass", "Legora was given the newest password", phase=VERIFY),
    Case("C1", "warn", "a rotation is under way", {"config.rotation_under_way": True}, phase=VERIFY),
    Case("C1", "warn", "not given the newest", {"user.password_changed_at": "2026-11-20T08:00:00Z"}, phase=VERIFY),
    Case("C1", "unknown", "is not known (L5)", {"user.password_changed_at": None}, phase=VERIFY),
    Case("C1", "warn", "Legora shows the account as rejected (L2)", {f"{_STORED}.status": "Rejected"}, phase=VERIFY),
    Case("C1", "unknown", "is not known (L5)", _AWAY, phase=VERIFY),
    # Not before iManage has it is the new label the one that Legora should have.
    Case("L5", "attested", "confirmed 2026-11-20T08:00:00Z by Jane", _under_way(60), phase=VERIFY),
    Case("L5", "fail", "the account is to have 2026-12", _under_way(60, password_written=True), phase=VERIFY),
    Case(
        "L5",
        "fail",
        "the account is to have 2026-12",
        _under_way(**{"config.rotate_at": "2026-11-21T08:00:00Z", "user.password_changed_at": "2026-11-21T08:00:09Z"}),
        phase=VERIFY,
    ),
    Case("C1", "attested", "Legora was given the newest", _by_hand(**{"config.rotation": None}), phase=VERIFY),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_finding(case: Case) -> None:
    case.check_it()


@pytest.mark.parametrize("change", [{"user.enabled": False}, {"user": {"exists": False}}, {_STORED: None}])
def test_what_onboard_corrects_names_what_onboard_needs(change: dict[str, Any]) -> None:
    """Onboard refuses a firm whose rotation is under way, and one of the two passwords is at iManage alone."""
    for rotation, is_written, words in (
        ("made", False, "Run onboard first, which corrects that."),
        ("given", False, "if iManage has rotate_new_password already, make it the service_account_password"),
        ("given", True, "iManage has rotate_new_password, as far as is noted, so make it the service_account_password"),
    ):
        changes = {**change, "config.rotation": rotation, "password_written": is_written}
        found = Case("C1", "fail", "", changes, phase=ROTATE).find()
        assert words in str(found.remedy)


@pytest.mark.parametrize(
    ("minutes", "found"), [(-61, "missed"), (-60, "due"), (0, "due"), (1, "before"), (None, "no_moment")]
)
def test_whose_turn_it_is(minutes: int | None, found: str) -> None:
    now = datetime(2026, 12, 1, 6, tzinfo=UTC)
    config: dict[str, Any] = {"legora_method": "by_hand", "rotate_window": 60, "legora_organisation": "Alder"}
    if minutes is not None:
        config["rotate_at"] = (now + timedelta(minutes=minutes)).isoformat()
    assert RotationState(config).turn(now) == found
    assert RotationState({**config, "legora_method": "api"}).turn(now) == "at_once"


def test_who_may_be_cut_off_is_told_how_to_go_on() -> None:
    """Another agreement for tomorrow would leave Legora without access until then."""
    advice = Case("C1", "fail", "", _changed_since(), phase=ROTATE).find().remedy
    assert advice is not None
    assert "If an earlier run changed it, Legora is without access: set rotate_at to now (" in advice
    assert advice.count("rotate_at: '") == 2


def test_before_the_moment_a_confirmation_counts_only_where_imanage_has_the_password() -> None:
    now = datetime(2026, 12, 1, 6, tzinfo=UTC)
    config = {
        "legora_method": "by_hand",
        "legora_organisation": "Alder & Finch LLP",
        "legora_confirmed": _confirmed("2026-12"),
        "rotate_new_password_version": "2026-12",
        "rotate_at": "2026-12-01T06:20:00Z",
        "rotate_window": 60,
    }
    assert RotationState(config).turn(now) == "early"
    assert RotationState(config).turn(now, is_written=True) == "entered"
    assert RotationState(config).turn(now + timedelta(minutes=20)) == "entered"
