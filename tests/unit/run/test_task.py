# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps a task from running, what tells it from others, and what is made of its answer."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from unit.run.runs import CONFIG, checked, configured, failed, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import (
    called_with,
    for_module,
    found_options,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import STEPS, Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.task import (
    judged,
    refuse_unchecked,
    skipped,
    wish_of,
)

COLLECTION = "legalops.ethical_walls."
PASSED = checked("preflight", [])


def module(name: str) -> Module:
    found: Module = importlib.import_module(f"ansible_collections.legalops.ethical_walls.plugins.modules.{name}").MODULE
    return found


def nothing(name: str) -> Any:
    return None


@pytest.mark.parametrize(
    ("taken", "wish"),
    [
        ({}, {}),
        ({"state": "present", "ip_lock": False, "require": "trusted", "phase": None}, {}),
        ({"state": "disabled", "require": "seen_to_view"}, {"state": "disabled", "require": "seen_to_view"}),
        ({"correct_roles": True, "after": "preflight", "firm": "Alder"}, {"correct_roles": True}),
        ({"phase": "verify", "wall_users": ["a"]}, {"phase": "verify"}),
    ],
)
def test_what_tells_a_task_from_others_with_its_module(taken: dict[str, Any], wish: dict[str, Any]) -> None:
    assert wish_of(run_of(), module("imanage_user"), taken) == wish


def tasks_of(written: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through tasks, those of blocks too: the module of each, and what is taken."""
    for task in written:
        yield from ((name, taken) for name, taken in task.items() if name.startswith(COLLECTION))
        yield from tasks_of([*task.get("block", []), *task.get("rescue", []), *task.get("always", [])])


def test_each_task_that_is_asked_about_is_one_of_a_role() -> None:
    """Another option that tells tasks apart must not hide one from those who ask what it answered."""
    there = []
    for path in Path(__file__).parents[3].glob("roles/*/tasks/*.yml"):
        for name, taken in tasks_of(yaml.safe_load(path.read_text(encoding="utf-8"))):
            short = name.removeprefix(COLLECTION)
            there.append((short, wish_of(run_of(), module(short), taken or {})))
    assert [name for name, wanted in STEPS.items() if wanted not in there] == []


@pytest.mark.parametrize(
    ("name", "taken", "is_elsewhere"),
    [
        ("imanage_info", {"url": "https://other.example"}, True),
        ("imanage_user_info", {"user_id": "SOMEBODY"}, True),
        ("imanage_user_info", {"user_id": "svc-legora"}, False),
        ("imanage_access_info", {"account_username": "somebody@alder.example"}, True),
        ("legora_connector_info", {"organisation": "Other"}, True),
        ("legora_connector_info", {"connector_id": "int_two"}, False),
        ("firm_checks", {"phase": "verify"}, False),
    ],
)
def test_what_is_found_elsewhere_is_not_the_firms(name: str, taken: dict[str, Any], is_elsewhere: bool) -> None:
    begun = run_of(configured(service_account_user_id="SVC-LEGORA"))
    wish = wish_of(begun, module(name), taken)
    assert wish.get("elsewhere", False) is is_elsewhere
    found = step(name, {"user": {"id": "SOMEBODY", "sign_in_name": "somebody@alder.example"}}, **wish)
    options = found_options(run_of(*begun.steps, found), "imanage_access_info", {})
    if is_elsewhere:
        assert "account_username" not in options


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        ((configured(), PASSED), True),
        ((configured(), checked("preflight", [], failed=True)), False),
        ((configured(), PASSED, checked("preflight", [], failed=True)), False),
        ((configured(), checked("verify", [])), False),
        ((configured(), step("firm_checks", {"checks": {}, "skipped": True}, phase="preflight")), False),
        ((configured(),), False),
        ((failed("firm_config"), PASSED), False),
        ((PASSED,), False),
        ((), False),
    ],
)
def test_a_task_that_writes_waits_for_the_preflight_of_its_play(steps: tuple[Step, ...], runs: bool) -> None:
    run = run_of(*steps, is_begun=False)
    refuse_unchecked(None, run, "Alder")
    if runs:
        refuse_unchecked("preflight", run, "Alder")
        return
    with pytest.raises(EthicalWallsError) as caught:
        refuse_unchecked("preflight", run, "Alder")
    assert caught.value.sentence().startswith(
        "Ansible of Alder: failed to start here: nothing was written, since the firm was not checked before in this run"
    )
    assert caught.value.kind == "conflict"


@pytest.mark.parametrize(
    ("purpose", "phase", "passes"),
    [
        ("rotate_password", "rotate_password", True),
        ("rotate_password", "offboard", False),
        ("onboard", "rotate_password", False),
        ("verify", "preflight", False),
        (None, "preflight", True),
        (None, "undo", True),
    ],
)
def test_a_playbook_is_checked_by_its_own_gate_only(purpose: str | None, phase: str, passes: bool) -> None:
    """What a rotation needs to pass is less than what an onboarding writes on."""
    run = run_of(checked(phase, []), purpose=purpose)
    if passes:
        refuse_unchecked("preflight", run, "Alder")
        return
    with pytest.raises(EthicalWallsError, match="nothing was written"):
        refuse_unchecked("preflight", run, "Alder")


def test_task_with_nothing_to_do_says_why() -> None:
    answer = skipped(run_of(), "imanage_session", module("imanage_session"), {"state": "absent"})
    assert answer == {"changed": False, "skipped": True, "skip_reason": "nobody is signed in"}
    assert skipped(run_of(), "imanage_session", module("imanage_session"), {}) is None


def test_module_is_not_told_what_is_looked_at_before_it_and_nothing_that_is_null() -> None:
    taken = {"url": "https://a", "after": "preflight", "require": "trusted", "role": None, "ip_lock": False}
    assert for_module(module("imanage_user"), taken) == {"url": "https://a", "ip_lock": False}
    checks = {"require": "not_refused", "phase": None}
    assert for_module(module("firm_checks"), checks) == checks, "there it is the module's own option"


def test_module_is_called_with_what_the_run_found_and_what_the_task_says_counts() -> None:
    signed_in = step("imanage_session", {"session": {"path": "/x/session"}})
    run = run_of(signed_in)
    called = called_with(run, "imanage_info", module("imanage_info"), {"after": "preflight"}, nothing)
    assert called == {"session": "/x/session", "ends_at": CONFIG["ends_at"]}
    own = called_with(run, "imanage_info", module("imanage_info"), {"session": "/y", "ends_at": None}, nothing)
    assert own == {"session": "/y"}


def test_connector_that_rejects_the_account_fails_the_task_that_requires_it() -> None:
    answer = {"changed": True, "plan": ["Give it"], "service_account": {"username": "svc", "status": "rejected"}}
    told = judged(run_of(), {"require": "not_rejected"}, answer)
    assert (told["failed"], told["plan"], told["failure"]["kind"]) == (True, ["Give it"], "auth")
    assert "Legora shows it as rejected" in told["msg"]
    assert judged(run_of(), {}, answer) == answer
    active = {**answer, "service_account": {"username": "svc", "status": "active"}}
    assert judged(run_of(), {"require": "not_rejected"}, active) == active
    broken = {"failed": True, "msg": "HTTP 503"}
    assert judged(run_of(), {"require": "not_rejected"}, broken) == broken


def test_nothing_is_known_where_no_record_is_kept() -> None:
    called = called_with(Run({}), "imanage_info", module("imanage_info"), {}, nothing)
    assert called == {}
