# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service account: what is refused before anything is written, races, passwords, and retirement."""

from __future__ import annotations

import pytest
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments
from integration.modules.four_passes import four_passes

from simulator import Simulator
from simulator.seed import Firm, add_user


def _refused(sim: Simulator, answer: dict, kind: str, *words: str) -> None:
    """Check that a module failed clearly, and that nothing was written."""
    assert answer["failure"]["kind"] == kind, answer
    assert answer["failure"]["hint"]
    for word in (answer["failure"]["system"], answer["failure"]["firm"], *words):
        assert word in answer["msg"]
    assert sim.journal.counts()["write"] == 0
    assert "Traceback" not in str(answer)


def test_email_of_somebody_else_is_refused(sim: Simulator) -> None:
    answer = run_module("imanage_user", {**arguments.user(sim.firm("alder")), "email": "lawyer1@alder.example"})
    _refused(sim, answer, "conflict", "lawyer1@alder.example", "LAWYER1")


@pytest.mark.parametrize("email", ["mailto:svc@alder.example", "<svc@alder.example>", "svc@alder.example."])
def test_email_as_mail_programs_copy_it_is_refused(sim: Simulator, firm_name: str, email: str) -> None:
    """iManage would create the account with it."""
    answer = run_module("imanage_user", {**arguments.user(sim.firm(firm_name)), "email": email})
    _refused(sim, answer, "validation", "is not an e-mail address", "service_account_email")


@pytest.mark.parametrize("state", ["present", "disabled", "absent"])
def test_the_dry_run_shows_the_same_difference(sim: Simulator, firm_name: str, state: str) -> None:
    """Also what nobody asked for but a new account has, and each library's own record on-premises."""
    firm = sim.firm(firm_name)
    options = arguments.user(firm)
    del options["full_name"]
    if state != "present":
        run_module("imanage_user", options)
        options = arguments.operator(firm, state=state)
    planned = run_module("imanage_user", options, check=True, diff=True)["diff"]
    done = run_module("imanage_user", options, diff=True)["diff"]
    assert planned == done
    assert done["before"] != done["after"]


def test_unknown_library_is_named_with_those_there_are(sim: Simulator, firm_name: str) -> None:
    answer = run_module("imanage_user", {**arguments.user(sim.firm(firm_name)), "libraries": ["active"]})
    _refused(sim, answer, "not_found", "active", "ACTIVE, CLOSED")


def test_unusable_list_of_libraries_is_refused(sim: Simulator) -> None:
    answer = run_module("imanage_user", {**arguments.user(sim.firm("alder")), "libraries": ["A CTIVE"]})
    _refused(sim, answer, "validation", "libraries")


def test_unknown_role_is_found_in_the_dry_run(sim: Simulator, firm_name: str) -> None:
    for check in (True, False):
        answer = run_module("imanage_user", {**arguments.user(sim.firm(firm_name)), "role": "NOBODY"}, check=check)
        _refused(sim, answer, "not_found", "NOBODY")


def test_operator_outside_nrtadmin_is_refused(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    firm.imanage.libraries["CLOSED"].groups["NRTADMIN"].members.remove("ADMIN")
    for module, build in (("imanage_user", arguments.user), ("imanage_group_membership", arguments.membership)):
        answer = run_module(
            module, build(firm, **({"pending_users": ["SVC-LEGORA"]} if "group" in module else {})), check=True
        )
        _refused(sim, answer, "permission", "ADMIN", "CLOSED")


def test_directory_user_is_refused(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    add_user(firm.imanage, "SVC-LEGORA", "svc-legora@x.example", "Pretend-password-1", user_nos=6)
    for library in firm.imanage.libraries.values():
        for record in library.users.values():
            record.user_nos = 6 if record.id == "SVC-LEGORA" else record.user_nos
    _refused(sim, run_module("imanage_user", arguments.user(firm)), "conflict", "directory")


def test_operator_cannot_be_the_service_account(sim: Simulator, firm_name: str) -> None:
    answer = run_module("imanage_user", arguments.operator(sim.firm(firm_name), user_id="admin", state="absent"))
    _refused(sim, answer, "validation", "ADMIN")


def test_cloud_without_customer_id_reads_but_does_not_write(sim: Simulator) -> None:
    firm = sim.firm("alder")
    given = {**arguments.user(firm), "expected_customer_id": None}
    assert run_module("imanage_user", given, check=True)["changed"]
    answer = run_module("imanage_user", given)
    _refused(sim, answer, "validation", firm.imanage.customer_id)
    assert f"'{firm.imanage.customer_id}'" in answer["failure"]["hint"]


def test_weak_password_is_refused_in_imanages_own_words(sim: Simulator, firm_name: str) -> None:
    answer = run_module("imanage_user", {**arguments.user(sim.firm(firm_name)), "user_password": "too short"})
    assert answer["failure"]["kind"] == "validation"
    assert answer["failure"]["server_code"] == "NRC_WEAK_PASSWORD"
    assert "too weak" in answer["msg"]
    assert sim.journal.counts(firm_name)["effective_writes"] == 0


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "error_after", "malformed_json"])
def test_creation_of_unknown_fate_is_settled_by_reading(sim: Simulator, firm_name: str, fault: str) -> None:
    firm = sim.firm(firm_name)
    for index in range(3 if firm_name == "alder" else 2):
        sim.reset()
        sim.faults.add(kind=fault, firm=firm_name, system="imanage", kind_of_request="write", after=index)
        answer = run_module("imanage_user", arguments.user(firm))
        assert "failure" not in answer, answer
        assert answer["converged"] is True
        assert answer["password_action"] == "set"
        assert sorted(library.id for library in firm.imanage.libraries_of("SVC-LEGORA")) == ["ACTIVE", "CLOSED"]
        sim.journal.clear()
        assert not run_module("imanage_user", arguments.user(firm))["changed"]


def test_user_created_by_somebody_else_meanwhile_is_corrected(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)

    def theirs_first(entry: object) -> None:
        if firm.imanage.account("SVC-LEGORA") is None:
            add_user(firm.imanage, "SVC-LEGORA", "other@x.example", "Pretend-password-1")

    sim.on_write = theirs_first
    answer = run_module("imanage_user", arguments.user(firm))
    assert "failure" not in answer, answer
    account = firm.imanage.account("SVC-LEGORA")
    assert account is not None
    assert account.email == f"svc-legora@{firm_name}.example"
    assert answer["password_action"] == "unknown"
    assert answer["converged"] is True


def test_password_always_is_written_once_a_run(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run_module("imanage_user", arguments.user(firm))
    given = {**arguments.user(firm, update_password="always"), "user_password": "Another-pretend-pass-1"}
    answer = run_module("imanage_user", given)
    assert "failure" not in answer, answer
    assert answer["password_action"] == "set"
    assert firm.imanage.passwords["SVC-LEGORA"] == "Another-pretend-pass-1"


def test_password_when_changed_asks_by_one_sign_in(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run_module("imanage_user", arguments.user(firm))
    same = run_module("imanage_user", arguments.user(firm, update_password="when_changed"))
    assert (same["password_action"], same["password_checked_by"], same["changed"]) == ("kept", "login", False)
    changed = {**arguments.user(firm, update_password="when_changed"), "user_password": "Another-pretend-pass-1"}
    dry = run_module("imanage_user", changed, check=True)
    assert (dry["password_action"], dry["password_checked_by"]) == ("unknown", "none")
    answer = run_module("imanage_user", changed)
    assert (answer["password_action"], answer["password_checked_by"]) == ("set", "login")
    assert firm.imanage.passwords["SVC-LEGORA"] == "Another-pretend-pass-1"


def test_ip_lock(sim: Simulator) -> None:
    firm = sim.firm("alder")
    run_module("imanage_user", arguments.user(firm))
    answer = run_module("imanage_user", arguments.user(firm, ip_lock=True, ip_range="20.91.134.182"))
    assert answer["plan"] == ["Correct SVC-LEGORA: restriction to an address, permitted address"]
    assert (answer["user"]["ip_lock"], answer["user"]["ip_range"]) == (True, "20.91.134.182")
    assert not run_module("imanage_user", arguments.user(firm))["changed"], "an unnamed lock was touched"
    assert run_module("imanage_user", arguments.user(firm, ip_lock=False))["user"]["ip_lock"] is False


def test_ip_lock_on_premises_is_unsupported(sim: Simulator) -> None:
    answer = run_module("imanage_user", arguments.user(sim.firm("birch"), ip_lock=True, ip_range="20.91.134.182"))
    _refused(sim, answer, "unsupported", "cloud")


def test_observed_role_is_corrected_and_an_unseen_one_is_not(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run_module("imanage_user", arguments.user(firm))
    for library in firm.imanage.libraries.values():
        library.assignments["SVC-LEGORA"].role = "FULL"
    assert not run_module("imanage_user", arguments.user(firm))["changed"]
    answer = run_module("imanage_user", arguments.user(firm, observed_roles={"ACTIVE": "FULL"}))
    assert answer["plan"] == ["Put SVC-LEGORA in role LEGORA_METADATA in library ACTIVE"]
    roles = {library.id: library.assignments["SVC-LEGORA"].role for library in firm.imanage.libraries.values()}
    assert roles == {"ACTIVE": "LEGORA_METADATA", "CLOSED": "FULL"}


def _by_scope(firm: Firm, **fields: object) -> dict[str, dict[str, object]]:
    """Return fields as C(state=restored) takes them."""
    return dict.fromkeys([""] if firm.imanage.is_cloud else firm.imanage.libraries, fields)


def test_fields_are_put_back_in_four_passes_and_nothing_else(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run_module("imanage_user", arguments.user(firm))
    fields = _by_scope(firm, full_name="Walls", enabled=False, password_never_expires=False)
    given = arguments.operator(firm, state="restored", fields=fields)
    plan = four_passes(
        sim, firm_name, lambda check: run_module("imanage_user", given, check=check, diff=True), len(fields)
    )
    assert plan[0].startswith("Put back of SVC-LEGORA")
    for record in firm.imanage.records_of("SVC-LEGORA"):
        assert (record.full_name, record.allow_logon, record.pwd_never_expire) == ("Walls", False, False)
        assert record.email == f"svc-legora@{firm_name}.example"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"enabled": True}, "putting fields back enables no account"),
        ({"password": "x"}, "there is no field password"),
        (None, "no fields are given to put back"),
    ],
)
def test_restoring_enables_nobody(sim: Simulator, firm_name: str, fields: dict | None, said: str) -> None:
    firm = sim.firm(firm_name)
    given = None if fields is None else _by_scope(firm, **fields)
    _refused(
        sim, run_module("imanage_user", arguments.operator(firm, state="restored", fields=given)), "validation", said
    )
