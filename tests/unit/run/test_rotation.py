# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a rotation counts as done, so that its new password takes the place of the one before in the store."""

from __future__ import annotations

from typing import Any

import pytest
from unit.run.runs import configured, failed, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.rotation import is_rotated

ENTERED = {
    "by": "Jane Doe",
    "date": "2026-11-20T18:05:00+01:00",
    "organisation": "Alder & Finch LLP",
    "service_username": "svc-legora@alder.example",
    "password_version": "2026-12",
    "customer_id": "4711",
    "libraries": ["ACTIVE"],
    "create_projects_from_imanage": True,
}
BY_HAND = {
    "legora_method": "by_hand",
    "legora_organisation": "Alder & Finch LLP",
    "legora_confirmed": ENTERED,
    "rotate_new_password_version": "2026-12",
}
AT_IMANAGE = step("imanage_password", {"password": {"opens": "new"}, "plan": ["Set the password"]})
PUT_BACK = step("imanage_password", {"password": {"opens": "current"}, "plan": ["Put it back"]}, state="current")
NOT_PUT_BACK = step("imanage_password", {"failed": True, "msg": "away"}, goes_on=True, state="current")
LEFT = step("imanage_password", {"skipped": True}, state="current")
AT_LEGORA = step("legora_connector_service_account", {"plan": ["Give it"]}, rotated=True)
HANDED_OVER = step("legora_connector_service_account", {}, rotated=True)


@pytest.mark.parametrize(
    ("config", "steps", "is_done"),
    [
        ({"legora_method": "api"}, [AT_IMANAGE, AT_LEGORA], True),
        ({"legora_method": "api"}, [AT_IMANAGE], False),
        ({"legora_method": "api"}, [failed("imanage_password")], False),
        (BY_HAND, [AT_IMANAGE, HANDED_OVER], True),
        (BY_HAND, [AT_IMANAGE, HANDED_OVER, LEFT], True),
        ({**BY_HAND, "legora_confirmed": None}, [AT_IMANAGE, HANDED_OVER], False),
        # Whatever has failed at Legora's task: from here on iManage has the old password, or may have it.
        (BY_HAND, [AT_IMANAGE, PUT_BACK], False),
        (BY_HAND, [AT_IMANAGE, NOT_PUT_BACK], False),
    ],
)
def test_new_password_is_the_current_one_where_both_sides_have_it(
    config: dict[str, Any], steps: list[Step], is_done: bool
) -> None:
    assert is_rotated(run_of(configured(**config), *steps, purpose="rotate_password")) is is_done
