# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks as jobs of AWX: what a job reads, what it leaves, and that no secret stays behind.

Jobs are dear, so the jobs of one firm's first day are one test, and each job of it answers more than one question. The
survey's answers of each job are blank in another way, and all jobs end as if nothing had been answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from awx_runner import (
    FIRM,
    SECRETS,
    VAULT,
    Credential,
    Job,
    JobResult,
    SecretStore,
    copy_project,
    example_row,
    exported,
    role_data,
    run_job,
    running_store,
    seed_of_example,
    set_secrets,
    survey_variables,
    use_simulator,
)
from simulator import Simulator, running

OTHER = "birch"
# Account, capability, preference.
STEPS_AT_LEGORA = 3
# Look-ups of one firm in a job: each of its five secrets once, and the labels of two of them.
LOOKUPS = 7
STATS = {
    "host",
    "firm",
    "purpose",
    "status",
    "message",
    "failed",
    "warned",
    "unknown",
    "handed_over",
    "failure_kind",
    "retryable",
    "report",
}

# What the skeleton's host_vars hold, encrypted. They are the firm's secrets in these tests, whatever the shape.
PRETEND = {name: f"pretend-{name.replace('_', '-')}-of-alder" for name in SECRETS if name != "legora_api_key"}
VAULT_PASSWORD = "pretend-vault-password-of-alder"
# A template in a secret stays text, and so does what JSON and YAML write in another way.
CANARIES = {
    "legora_api_key": 'canary-{{7*7}}-"key"-birch',
    "imanage_password": "canary {{ 7 * 7 }} 'operator' äß \\ birch",
    "service_account_password": "canary {% raw %} service: account # birch",
}


def blank(value: str | None) -> dict[str, Any]:
    """Answer all surveys' questions, of whatever template, with the same blank."""
    return {name: value for one in role_data()["awx_bootstrap_templates"] for name in survey_variables(one["key"])}


def sign_in(store: SecretStore) -> Credential:
    return Credential("secret_store", {"url": f"{store.url}/", "token": store.token})


def firm_credentials(secrets: dict[str, str]) -> list[Credential]:
    """Return the two credentials of the skeleton's firm, as somebody has typed them into AWX."""
    row = example_row("launch")
    operator = {
        "username": row["imanage_username"],
        "password": secrets["imanage_password"],
        "client_id": row["imanage_client_id"],
        "client_secret": secrets["imanage_client_secret"],
    }
    inputs = {
        "imanage_operator": operator,
        "service_account": {"password": secrets["service_account_password"]},
    }
    return [Credential(kind, {"firm": FIRM, **values}) for kind, values in inputs.items()]


@pytest.fixture
def firms() -> Iterator[Simulator]:
    """Run the systems of the skeleton's firm, and of one more, on-premises, that a consultant has added."""
    other = {"name": OTHER, "display_name": "Birch Holloway PC", "flavour": "on_premises", "region": "us"}
    with running({"firms": [seed_of_example(), other]}) as sim:
        set_secrets(sim, FIRM, PRETEND)
        set_secrets(sim, OTHER, CANARIES)
        yield sim


def findings(result: JobResult, host: str) -> dict[str, str]:
    """Return each check of a firm with its status."""
    assert host in result.results, result.stdout
    return {one["id"]: one["status"] for one in result.results[host]["findings"]}


def check_stat(result: JobResult, host: str, status: str) -> None:
    """Look at what a job left of a firm."""
    stat = result.stat(host)
    assert stat["status"] == status, (stat, result.stdout)
    assert set(stat) == STATS
    assert result.stats[f"ethical_walls_of_{host}"] == stat


@dataclass
class Day:
    """What the jobs of a test share.

    :ivar inventories: by shape of the secrets, as AWX has imported them.
    :ivar secrets: all that must not stay behind.
    """

    sim: Simulator
    work: Path
    project: Path
    inventories: dict[str, dict[str, Any]]
    credentials: list[Credential]
    secrets: list[str]
    jobs: list[JobResult] = field(default_factory=list)

    def run(self, template: str, shape: str, *credentials: Credential, **answers: Any) -> JobResult:
        """Run a job; ``limit`` is the job's, all else are answers."""
        limit = answers.pop("limit", "")
        job = Job(template, self.inventories[shape], list(credentials), answers, limit)
        self.jobs.append(run_job(job, self.work, self.project))
        return self.jobs[-1]


@pytest.mark.full
def test_a_firm_s_first_day(firms: Simulator, work: Path) -> None:
    project = copy_project(work)
    inventories = {}
    for shape, others in (("launch", ()), ("store", (OTHER,)), ("vault", ())):
        use_simulator(project, shape, firms, *others)
        inventories[shape] = exported(project, f"inventories/{shape}/firms.yml")
    secrets = [*PRETEND.values(), *CANARIES.values(), VAULT_PASSWORD]
    day = Day(firms, work, project, inventories, firm_credentials(PRETEND), secrets)
    with running_store() as store:
        secrets.append(store.token)
        one_firm_with_credentials_of_the_job(day)
        several_firms_with_a_store_and_one_again(day, store)
    one_firm_from_another_place(day)
    for result in day.jobs:
        result.assert_without(secrets)
    for path in work.glob("reports/*"):
        assert not [secret for secret in secrets if secret in path.read_text(encoding="utf-8")], path


def one_firm_with_credentials_of_the_job(day: Day) -> None:
    """Plan and onboard: the survey's answers are empty texts, and then null."""
    reports = day.work / "reports"
    planned = day.run("plan", "launch", *day.credentials, **{**blank(""), "report_directory": str(reports)})
    assert (planned.status, planned.rc) == ("successful", 0), planned.stdout
    check_stat(planned, FIRM, "planned")
    assert planned.stat(FIRM)["report"] == str(reports / f"{FIRM}.html")
    names = {f"{name}.{ending}" for name in (FIRM, "index") for ending in ("html", "md", "json")}
    # A dry run writes no sheet.
    assert {path.name for path in reports.iterdir()} == names | {f"{FIRM}-summary.html"}
    assert day.sim.journal.counts()["write"] == 0

    # In a workflow, AWX hands on what earlier jobs left, as variables.
    onboarded = day.run("onboard", "launch", *day.credentials, **blank(None), **planned.stats)
    assert (onboarded.status, onboarded.rc) == ("successful", 0), onboarded.stdout
    check_stat(onboarded, FIRM, "handed_over")
    assert onboarded.results[FIRM]["plan"] == planned.results[FIRM]["plan"]
    assert onboarded.stat(FIRM)["report"] is None
    assert len(onboarded.stat(FIRM)["handed_over"]) == STEPS_AT_LEGORA
    assert "tab Service account: enter the service account svc-legora@alder.example" in onboarded.stdout
    assert day.sim.journal.entries(FIRM, "legora") == []


def several_firms_with_a_store_and_one_again(day: Day, store: SecretStore) -> None:
    """Preflight of two firms, of which one's password is wrong in the store; then a relaunch on failed hosts."""
    wrong = {**CANARIES, "imanage_password": "canary-not-the-password"}
    day.secrets.append(wrong["imanage_password"])
    store.secrets = {f"firms/{FIRM}": PRETEND, f"firms/{OTHER}": wrong}
    checked = day.run("preflight", "store", sign_in(store), **blank(""))
    assert (checked.status, checked.rc) == ("failed", 2), checked.stdout
    check_stat(checked, FIRM, "checked")
    check_stat(checked, OTHER, "failed")
    # AWX's summary of the job shows the firm as failed, and so a relaunch on failed hosts takes it.
    assert set(checked.hosts) == {FIRM, OTHER}
    assert checked.failed_hosts() == [OTHER]
    assert {path: store.asked.count(path) for path in store.asked} == dict.fromkeys(store.secrets, LOOKUPS)

    store.secrets[f"firms/{OTHER}"] = CANARIES
    day.sim.journal.clear()
    limit = ",".join(checked.failed_hosts())
    again = day.run("preflight", "store", sign_in(store), **blank(None), limit=limit)
    assert (again.status, again.rc) == ("successful", 0), again.stdout
    check_stat(again, OTHER, "checked")
    assert set(again.stats) == {f"ethical_walls_of_{OTHER}"}
    assert day.sim.journal.counts(FIRM)["total"] == 0
    assert day.sim.journal.counts(OTHER)["total"] > 0


def one_firm_from_another_place(day: Day) -> None:
    """Verify the firm with its secrets from its vault, then from credentials: the answers are null, then missing."""
    vault = Credential(VAULT, {"vault_id": FIRM, "vault_password": VAULT_PASSWORD})
    results = [day.run("verify", "vault", vault, **blank(None)), day.run("verify", "launch", *day.credentials)]
    for result in results:
        assert (result.status, result.rc) == ("successful", 0), result.stdout
        check_stat(result, FIRM, "checked")
        assert result.stat(FIRM) == results[0].stat(FIRM)
        assert findings(result, FIRM) == findings(results[0], FIRM)
    assert "pass" in findings(results[0], FIRM).values()


def test_one_firm_s_credentials_are_refused_for_two_firms(firms: Simulator, work: Path) -> None:
    project = copy_project(work)
    use_simulator(project, "launch", firms, OTHER)
    inventory = exported(project, "inventories/launch/firms.yml")
    credentials = firm_credentials(PRETEND)
    refused = run_job(Job("onboard", inventory, credentials), work, project)
    assert (refused.status, refused.rc) == ("failed", 2), refused.stdout
    assert refused.failed_hosts() == [FIRM, OTHER]
    for host in (FIRM, OTHER):
        check_stat(refused, host, "failed")
        stat = refused.stat(host)
        assert (stat["failure_kind"], stat["retryable"]) == ("tenant_mismatch", False)
        assert "Limit the job to one firm" in stat["message"], stat["message"]
        assert "job_imanage_password" in stat["message"]
    assert firms.journal.counts()["total"] == 0
    refused.assert_without(list(PRETEND.values()))
