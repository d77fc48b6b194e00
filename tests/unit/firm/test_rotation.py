# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm's variables say of a rotation, and the password that is made for one."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import yaml
from helpers.firm import VARIABLES

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm import rotation
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import WantedFirm, check_firm
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.rotation import make_password
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES

UTC = timezone.utc  # noqa: UP017 (also for Python 3.9)

NEW = "canary-account-0002"
OLD = VARIABLES["service_account_password"]
GIVEN = {"rotate_new_password": NEW, "rotate_new_password_version": "2026-12"}
STORED = {"rotate_store_role": "my.own.role"}


def checked(purpose: str | None = "rotate_password", check_mode: bool = False, **changes: Any) -> Outcome:
    given = {name: value for name, value in {**VARIABLES, **changes}.items() if value is not None}
    more: dict[str, Any] = {"names": list(given)}
    return check_firm(None, WantedFirm(given, firm="alder", host="alder", purpose=purpose, **more), check_mode)


def refused(purpose: str = "rotate_password", **changes: Any) -> str:
    with pytest.raises(EthicalWallsError) as caught:
        checked(purpose, **changes)
    said = caught.value.sentence()
    assert NEW not in said
    return said


def test_one_that_is_given_is_under_way() -> None:
    found = checked(**GIVEN, service_account_password_version="2026-06")
    assert (found.resource["rotation"], found.resource["rotation_under_way"]) == ("given", True)
    assert found.private["variables"]["rotate_new_password"] == NEW
    assert found.private["stores"]["prepare"] == {
        "firm": VARIABLES["firm_name"],
        "host": "alder",
        "step": "prepare",
        "variables": {
            "service_account_password": OLD,
            "service_account_password_version": "2026-06",
            "rotate_new_password": NEW,
            "rotate_new_password_version": "2026-12",
        },
    }
    assert found.private["stores"]["finish"]["variables"] == {
        "service_account_password": NEW,
        "service_account_password_version": "2026-12",
    }
    assert NEW not in str(found.resource) + str(found.warnings)


@pytest.mark.parametrize("purpose", ["preflight", "verify", None])
def test_elsewhere_it_is_named_and_handed_to_nobody(purpose: str | None) -> None:
    found = checked(purpose, **GIVEN)
    assert found.resource["rotation_under_way"] is True
    said = " ".join(found.warnings)
    assert "run rotate_password, which ends it; keep both passwords until then" in said
    assert "take rotate_new_password" not in said
    assert found.private["variables"]["rotate_new_password"] is None
    assert "stores" not in found.private


def test_onboard_is_refused_while_one_is_under_way() -> None:
    said = refused("onboard", **GIVEN)
    assert "run rotate_password, which ends it; where that asks for onboard first" in said
    assert "if iManage has rotate_new_password already, make it the service_account_password" in said


@pytest.mark.parametrize("purpose", sorted({*PURPOSES} - {"offboard", "undo"}))
def test_the_current_one_is_one_that_is_done(purpose: str) -> None:
    found = checked(purpose, rotate_new_password=OLD)
    assert found.resource["rotation"] == ("done" if purpose == "rotate_password" else None)
    assert found.resource["rotation_under_way"] is False
    assert "take rotate_new_password and" in " ".join(found.warnings)


def test_one_is_made_where_it_is_stored() -> None:
    first, second = (checked(**STORED).private["variables"] for _run in range(2))
    assert first["rotate_new_password"] != second["rotate_new_password"]
    assert len(first["rotate_new_password"]) == 32


@pytest.mark.parametrize("label", [None, "2026-12"])
def test_no_label_of_one_that_is_made_comes_again(label: str | None) -> None:
    """One that was given up the same day had another one, and notes and confirmations know them by it."""
    made = checked(**STORED, rotate_new_password_version=label)
    version = made.private["variables"]["rotate_new_password_version"]
    moment = datetime.strptime(version[:20], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)
    assert made.resource["rotate_new_password_version"] == version


def test_label_of_one_that_follows_at_once_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """A confirmation of the one before would count for it."""
    monkeypatch.setattr(rotation, "now", lambda: "2026-11-29T20:18:52Z")
    made = [checked(**STORED).private["variables"]["rotate_new_password_version"] for _run in range(2)]
    assert made[0] != made[1]
    assert all(isinstance(yaml.safe_load(one), str) for one in made)


def test_a_dry_run_makes_none() -> None:
    found = checked(check_mode=True, **STORED)
    assert found.resource["rotation"] == "to_be_made"
    assert found.private["variables"]["rotate_new_password"] is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "rotate_new_password is missing; one is made only where rotate_store_role"),
        ({**GIVEN, "service_account_password_version": "2026-12"}, "another password needs another label"),
        ({**STORED, "rotate_store_tasks": __file__}, "rotate_store_role and rotate_store_tasks are both set"),
        ({"rotate_store_role": "legalops.ethical_walls.store_in_vault_file"}, "rotate_vault_file is missing"),
        ({"rotate_store_role": "store_by_command"}, "rotate_store_command is missing"),
        ({"rotate_store_tasks": "/nowhere.yml"}, "rotate_store_tasks names no file"),
        ({**GIVEN, "rotate_at": "soon"}, "rotate_at is no moment with its zone"),
        ({**GIVEN, "rotate_at": "2026-12-01T07:00"}, "rotate_at is no moment with its zone"),
        ({**GIVEN, "rotate_window": 0}, "rotate_window is not a number of minutes"),
        ({**STORED, "rotate_password_length": 12}, "rotate_password_length is not a number of characters from 14"),
        ({**GIVEN, "rotate_store_command": "store it"}, "rotate_store_command is not a list"),
        (
            {"rotate_new_password": NEW, "legora_method": "by_hand"},
            "rotate_new_password_version is missing; by hand",
        ),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], words: str) -> None:
    assert words in refused(**changes)


@pytest.mark.parametrize(
    "written", ["2026-12-01T07:00:00+01:00", "2026-12-01 06:00Z", datetime(2026, 12, 1, 6, tzinfo=UTC)]
)
def test_a_moment_is_read_however_it_is_written(written: Any) -> None:
    assert checked(**GIVEN, rotate_at=written).resource["rotate_at"] == "2026-12-01T06:00:00Z"


def test_a_command_is_not_shown() -> None:
    found = checked(**GIVEN, rotate_store_command=["store", "--token", "a-token-that-is-long"])
    assert found.resource["rotate_store_command"] == "given"
    assert found.private["variables"]["rotate_store_command"][0] == "store"


@pytest.mark.parametrize("length", [14, 32, 128])
def test_made_passwords_keep_to_the_policy(length: int) -> None:
    made = {make_password(length) for _time in range(200)}
    assert len(made) == 200
    for one in made:
        assert len(one) == length
        assert one[0].isalpha()
        assert one[0] not in "IOl"
        assert one[-1].isalnum()
        assert any(letter.islower() for letter in one)
        assert any(letter.isupper() for letter in one)
        assert any(letter.isdigit() for letter in one)
        assert sum(letter in "-_." for letter in one) == 1
        assert set(one) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
