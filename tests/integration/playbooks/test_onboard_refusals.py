# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input, foreign credentials, systems that are down: one clear error, no write, and no other firm is hurt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import played, set_account
from helpers.loopback import unused_port
from helpers.playbook import inventory, run_playbook

from simulator import Simulator, running
from simulator.inventory import host_variables

CONFIGURATION = "the configuration"


@dataclass
class Mistake:
    """A firm that is wrong in one way.

    :ivar words: what its error has to say.
    :ivar seed: how its systems differ.
    :ivar variables: how its variables differ; ``None`` takes one out.
    """

    kind: str
    system: str
    words: list[str]
    seed: dict[str, Any] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)


def _wrong(words: str, **variables: Any) -> Mistake:
    """Return a mistake that the check of the variables finds, before anything is sent."""
    return Mistake("validation", CONFIGURATION, [words], variables=variables)


MISTAKES = {
    "missing": _wrong("service_account_email is missing", service_account_email=None),
    "misspelt": _wrong("did you mean imanage_libraries?", imanage_libaries=["ACTIVE"]),
    "misspeltswitch": _wrong("did you mean onboard_pilot?", onboard_pilots="alder"),
    "nolist": _wrong("verify_manual_projects is not a list; write it as [Moot court]", verify_manual_projects="none"),
    "unreadable": Mistake(
        "validation",
        CONFIGURATION,
        [
            "3 mistakes",
            "imanage_password cannot be read: 'vault_alder_pw' is undefined;",
            "service_account_password cannot be read: ",
            "/no/such/file",
            "imanage_exposure is none of",
        ],
        variables={
            "imanage_password": "{{ vault_alder_pw }}",
            "service_account_password": "{{ lookup('ansible.builtin.file', '/no/such/file') }}",
            "imanage_exposure": "hidden",
        },
    ),
    "unknownlib": Mistake(
        "not_found", "iManage and Legora", ["library NOWHERE"], {}, {"imanage_libraries": ["NOWHERE"]}
    ),
    "customer": Mistake("tenant_mismatch", "iManage", ["4711"], {}, {"imanage_customer_id": "4711"}),
    "norights": Mistake("permission", "iManage and Legora", ["NRTADMIN"], {"operator": {"nrtadmin": False}}),
    "nomanager": Mistake("permission", "iManage", ["may manage users"], {"operator": {"can_manage_users": False}}),
    "secret": Mistake("auth", "iManage", ["client secret"], {}, {"imanage_client_secret": "Wrong-client-secret"}),
    "locked": Mistake("auth", "iManage", ["locked"]),
    "disabled": Mistake("unsupported", "Legora", ["270088"], {"connectors": [{"id": "int_off", "status": "disabled"}]}),
    "none": Mistake("unsupported", "Legora", ["270088"], {"connectors": []}),
    "several": Mistake(
        "conflict",
        "Legora",
        ["int_one", "int_two", "legora_connector_id"],
        {"connectors": [{"id": "int_one"}, {"id": "int_two"}]},
    ),
    "wrongkey": Mistake("auth", "Legora", ["legora_api_key"], {}, {"legora_api_key": "Wrong-legora-key"}),
    "readonly": Mistake("permission", "Legora", ["Admin"], {"legora": {"key_role": "Auditor"}}),
    "organisation": Mistake(
        "tenant_mismatch", "Legora", ["Somebody Else"], {}, {"legora_organisation": "Somebody Else"}
    ),
}

# These two show only when the first write is refused, since nothing that can be read tells: iManage's refusal comes
# before anything took effect; Legora's comes after the account was made, which is kept in the plan.
REFUSED_AT_THE_FIRST_WRITE = {"nomanager"}
REFUSED_AT_LEGORA = {"readonly"}


# One of each kind, and what Ansible itself makes of a variable, in runs of the playbook; the others in this process.
IN_A_RUN = ("missing", "misspelt", "unreadable", "customer", "locked", "none", "several", "readonly")


def check_mistake(sim: Simulator, result: dict[str, Any], name: str) -> None:
    """Check that a firm failed with one clear error, and that nothing was written for it."""
    mistake = MISTAKES[name]
    failure = result["failure"]
    assert (result["status"], failure["kind"], failure["system"]) == ("failed", mistake.kind, mistake.system), result
    assert result["message"].startswith(f"{mistake.system} of {sim.firm(name).seed['display_name']}: failed to ")
    assert failure["hint"]
    assert name != "secret" or failure["server_code"] == "invalid_client"
    for word in mistake.words:
        assert word in result["message"], name
    counts = sim.journal.counts(name)
    if name in REFUSED_AT_LEGORA:
        assert result["plan"]
    else:
        assert counts["effective_writes"] == 0, name
        assert counts["write"] == (1 if name in REFUSED_AT_THE_FIRST_WRITE else 0), name
    assert not sim.firm(name).imanage.tokens, name


@pytest.fixture(scope="module")
def _wrong() -> Iterator[Simulator]:
    """Run a firm with each mistake and one without."""
    seed = {"firms": [{"name": "good"}, *({"name": name, **mistake.seed} for name, mistake in MISTAKES.items())]}
    with running(seed) as simulator:
        yield simulator


@pytest.fixture
def wrong(_wrong: Simulator) -> Simulator:
    """Return them as new."""
    _wrong.reset()
    set_account(_wrong.firm("locked"), "ADMIN", is_locked=True)
    return _wrong


@pytest.mark.full(names=[tuple(MISTAKES)])
@pytest.mark.parametrize("names", [IN_A_RUN, tuple(MISTAKES)], ids=["some", "all"])
def test_each_mistake_gives_one_clear_error_and_hurts_nobody_else(
    wrong: Simulator, tmp_path: Path, names: tuple[str, ...]
) -> None:
    """One run for firms with a mistake and for one without."""
    changes = {name: MISTAKES[name].variables for name in names}
    run = run_playbook(tmp_path, "onboard", inventory(wrong, changes), "--limit", ",".join(("good", *names)))
    assert run.status == 2
    for name in names:
        check_mistake(wrong, run.result(name), name)
    assert run.result("good")["status"] == "changed"
    assert wrong.firm("good").legora.preferences["imanage"] is True
    assert run.overview[0].startswith(f"{len(names) + 1} firms: 1 changed, {len(names)} failed; ")
    assert "MODULE FAILURE" not in run.output


@pytest.mark.parametrize("name", [name for name in MISTAKES if name not in IN_A_RUN])
def test_mistake_gives_one_clear_error(wrong: Simulator, name: str) -> None:
    check_mistake(wrong, played(wrong.firm(name), **MISTAKES[name].variables), name)


JOB = {
    "job_legora_api_key": "legora_api_key",
    "job_imanage_username": "imanage_username",
    "job_imanage_password": "imanage_password",
    "job_imanage_client_id": "imanage_client_id",
    "job_imanage_client_secret": "imanage_client_secret",
    "job_service_account_password": "service_account_password",
}


@pytest.mark.parametrize("system", ["iManage", "Legora"])
def test_credentials_of_another_firm_are_refused_before_any_write(sim: Simulator, system: str) -> None:
    """They are right, and another tenant's: each call would succeed there."""
    alder, birch = sim.firm("alder"), host_variables(sim.firm("birch"))
    names = ("legora_api_key", "legora_api_url", "legora_region")
    if system == "iManage":
        names = tuple(name for name in birch if name.startswith("imanage_") and name != "imanage_customer_id")
    foreign = {"legora_region": "us", **birch}
    result = played(alder, **{name: foreign[name] for name in names})
    assert (result["failure"]["kind"], result["failure"]["system"]) == ("tenant_mismatch", system), result
    assert sim.journal.counts()["write"] == 0


def test_customer_id_has_to_be_set_to_write_in_the_cloud(sim: Simulator) -> None:
    firm = sim.firm("alder")
    dry = played(firm, check=True, imanage_customer_id=None)
    assert any("imanage_customer_id is not set" in warning for warning in dry["warnings"]), dry
    message = played(firm, imanage_customer_id=None)["message"]
    assert f"set imanage_customer_id: '{firm.imanage.customer_id}'" in message
    assert sim.journal.counts("alder")["write"] == 0


@pytest.mark.full
def test_jobs_credentials_serve_one_firm(sim: Simulator, tmp_path: Path) -> None:
    variables = inventory(sim)["firms"]["hosts"]["alder"]
    job = {**{name: variables[given] for name, given in JOB.items()}, "job_imanage_firm": "alder"}
    bare = inventory(sim, {"alder": dict.fromkeys(JOB.values())})
    accepted = run_playbook(tmp_path, "onboard", bare, "--limit", "alder", "-vvvv", extra=job)
    assert accepted.status == 0, accepted.output
    assert "Pretend-" not in accepted.output


@pytest.mark.full(in_process=False)
@pytest.mark.parametrize("in_process", [True, False], ids=["in_process", "own_process"])
def test_reason_why_a_variable_cannot_be_read_is_free_of_templates(
    sim: Simulator, tmp_path: Path, in_process: bool
) -> None:
    """What Ansible repeats of a template may have a secret in it."""
    wrong = {
        "firm_name": "{{ nobody_set_this }}",
        "imanage_password": "{{ 'Canary-1' | no_such_filter }}",
        "imanage_client_secret": "{{ 'Canary-2' + 3 }}",
        "legora_api_key": "{{ 'Canary-3' ",
        "imanage_exposure": "{{ omit }}",
        "imanage_libraries": ["{{ nobody_set_this_either }}"],
        # Passwords that happen to look like templates, and one that is reached through another variable.
        "service_account_password": "Canary-4x{#defghijkl",
        "imanage_username": "{{ service_account_password }}",
        "imanage_client_id": "Canary-5{% zz Canary-5",
        "legora_organisation": "Canary-6{{ {'a': 'Canary-6'}['a'] ~ nobody }}",
        "service_account_full_name": "{{ legora_organisation }}",
    }
    extra = {"ethical_walls_in_process": in_process}
    run = run_playbook(tmp_path, "onboard", inventory(sim, {"alder": wrong}), "--limit", "alder", "-vvv", extra=extra)
    message = run.result("alder")["message"]
    assert message.startswith("the configuration of alder: failed to check the firm's variables: 10 mistakes: ")
    for name in set(wrong) - {"imanage_exposure"}:
        assert f"{name} cannot be read: " in message
    assert "firm_name cannot be read: 'nobody_set_this' is undefined;" in message
    assert "service_account_full_name cannot be read: 'nobody' is undefined;" in message
    assert "imanage_username cannot be read: it is taken for a template, and is none; mark with !unsafe" in message
    assert "{{" not in message
    assert "Canary" not in message
    assert sim.journal.counts()["total"] == 0


WRONG_SWITCHES = {
    "onboard_accept": "ZZ",
    "verify_accept": "ZZ",
    "verify_audit_days": "soon",
    "report_in_check_mode": "maybe",
    "ethical_walls_in_process": "maybe",
    "merge_reports_max_age_hours": "soon",
    "report_directory": "/proc/nope",
}


@pytest.mark.full(playbook=["preflight", "verify"])
@pytest.mark.parametrize("playbook", ["preflight", "onboard", "verify"])
def test_wrong_switches_are_refused_at_once_before_anything_is_sent(
    sim: Simulator, tmp_path: Path, playbook: str
) -> None:
    mode = [] if playbook == "onboard" else ["--check"]
    run = run_playbook(tmp_path, playbook, inventory(sim), "--limit", "alder", *mode, extra=WRONG_SWITCHES)
    assert run.status == 2
    assert "failed to write the report" not in run.output
    result = run.result("alder")
    assert (result["status"], result["failure"]["kind"], result["failure"]["system"]) == (
        "failed",
        "validation",
        CONFIGURATION,
    )
    assert f"{len(WRONG_SWITCHES)} mistakes" in result["message"]
    for name in WRONG_SWITCHES:
        assert f") {name} " in result["message"]
    assert "report_directory can't be written: /proc: " in result["message"]
    assert sim.journal.counts()["total"] == 0


@pytest.mark.full(playbook=["preflight", "onboard"])
@pytest.mark.parametrize("playbook", ["preflight", "onboard", "verify"])
def test_wrong_switch_that_is_not_about_reports_is_reported(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    extra = {"report_directory": "reports", "verify_accept": "ZZ"}
    run = run_playbook(tmp_path, playbook, inventory(sim), "--limit", "alder", extra=extra)
    assert run.status == 2
    message = run.result("alder")["message"]
    assert "verify_accept names ZZ, which is no check" in message
    document = json.loads((tmp_path / "reports/alder.json").read_text(encoding="utf-8"))
    assert document["status"] == "failed"
    assert message.startswith(document["message"]), "what to do stands apart from what was wrong"
    assert message.endswith(document["failure"]["hint"])
    assert "alder" in (tmp_path / "reports/index.json").read_text(encoding="utf-8")
    assert sim.journal.counts()["total"] == 0


@pytest.mark.full(extra=[{"report_directory": "{{ nobody_set_this }}"}])
@pytest.mark.parametrize(
    "extra",
    [
        {"report_directory": "/proc/nope", "verify_accept": "ZZ"},
        {"report_directory": "{{ nobody_set_this }}"},
        {"report_directory": "reports", "report_in_check_mode": "maybe"},
        # What is refused before all else says nothing about the directory.
        {"report_directory": "/proc/nope", "job_imanage_firm": "birch"},
    ],
)
def test_report_that_cannot_be_written_as_asked_is_not_tried(
    sim: Simulator, tmp_path: Path, extra: dict[str, Any]
) -> None:
    run = run_playbook(tmp_path, "verify", inventory(sim), "--limit", "alder", extra=extra)
    assert run.status == 2
    result = run.result("alder")
    assert result["failure"]["report_possible"] is False
    assert run.output.count("failed=1") == 1
    assert f'"msg": {json.dumps(result["message"])}' in run.output, "something else failed too"
    assert not (tmp_path / "reports").exists()


@pytest.mark.full(in_process=False)
@pytest.mark.parametrize("in_process", [True, False])
def test_relative_report_directory_is_tried_where_the_reports_go(
    sim: Simulator, tmp_path: Path, in_process: bool
) -> None:
    (tmp_path / "occupied").touch()
    extra = {"report_directory": "occupied/reports", "ethical_walls_in_process": in_process}
    run = run_playbook(tmp_path, "verify", inventory(sim), "--limit", "alder", extra=extra)
    assert run.status == 2
    assert f"report_directory can't be written: {tmp_path}/occupied: " in run.result("alder")["message"]
    assert sim.journal.counts()["total"] == 0


def test_dry_run_leaves_no_report_directory_behind(sim: Simulator, tmp_path: Path) -> None:
    reports = tmp_path / "new" / "reports"
    extra = {"report_directory": str(reports)}
    run = run_playbook(tmp_path, "onboard", inventory(sim), "--limit", "alder", "--check", extra=extra)
    assert run.status == 0, run.output
    assert not reports.parent.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".ethical")] == []


@pytest.mark.full
def test_system_that_is_down_stops_its_firm_only(tmp_path: Path) -> None:
    seed = {"firms": [{"name": "good"}, {"name": "nolegora"}, {"name": "noimanage"}]}
    with running(seed) as sim:
        nowhere = f"http://127.0.0.1:{unused_port()}"
        changes = {"nolegora": {"legora_api_url": f"{nowhere}/api/v1"}, "noimanage": {"imanage_url": nowhere}}
        run = run_playbook(tmp_path, "onboard", inventory(sim, changes))
        assert run.status == 2
        assert run.result("good")["status"] == "changed"
        for name, system in (("nolegora", "Legora"), ("noimanage", "iManage")):
            failure = run.result(name)["failure"]
            assert (failure["kind"], failure["system"], failure["retryable"]) == ("unavailable", system, True)
            assert sim.journal.counts(name)["write"] == 0
            assert not sim.firm(name).imanage.tokens
