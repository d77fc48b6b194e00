# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many firms in one run: a batch of them is finished before the next one begins, whatever happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.playbook import Run, inventory, run_playbook

from player import FirmRun
from simulator import Simulator, running

NAMES = ("alder", "birch", "cedar")


@pytest.fixture
def three() -> Iterator[Simulator]:
    with running({"firms": [{"name": name} for name in NAMES]}) as sim:
        yield sim


def failed_in_the_recap(run: Run) -> set[str]:
    return set(re.findall(r"^(\w+) +: .* failed=[1-9]", run.output, re.MULTILINE))


def test_a_batch_is_finished_before_the_next_begins(three: Simulator, tmp_path: Path) -> None:
    """So a job that is cancelled leaves few firms half done."""
    run = run_playbook(tmp_path, "onboard", inventory(three), extra={"ethical_walls_batch": 2})
    assert run.status == 0, run.output
    order = [entry.firm for entry in three.journal.entries()]
    last_of_the_first = max(place for place, firm in enumerate(order) if firm in ("alder", "birch"))
    assert order.index("cedar") > last_of_the_first
    assert {run.result(name)["status"] for name in NAMES} == {"changed"}
    # Once, for all batches together.
    assert run.output.count("TASK [Show all firms, and write the overview of their reports]") == 1
    assert run.overview[0].startswith("3 firms: 3 changed; ")


@pytest.mark.full
def test_without_a_number_a_small_run_is_one_batch(three: Simulator, tmp_path: Path) -> None:
    run = run_playbook(tmp_path, "preflight", inventory(three), extra={"ethical_walls_batch": ""})
    assert run.status == 0, run.output
    assert run.output.count("PLAY [Check firms before anything is written]") == 1


@pytest.mark.full(playbook="verify")
@pytest.mark.parametrize("playbook", ["onboard", "verify"])
@pytest.mark.full
def test_a_batch_in_which_every_firm_fails_hides_no_other(three: Simulator, tmp_path: Path, playbook: str) -> None:
    """Ansible ends a play in which a whole batch has failed."""
    changes = {"alder": {"legora_region": "mars"}, "birch": {"imanage_libraries": ["NOWHERE"]}}
    run = run_playbook(tmp_path, playbook, inventory(three, changes), extra={"ethical_walls_batch": 1})
    assert run.status == 2
    assert {run.result(name)["status"] for name in ("alder", "birch")} == {"failed"}
    assert three.journal.counts("cedar")["total"] > 0
    assert {"alder", "birch"} <= failed_in_the_recap(run)
    assert len(run.overview) >= 3, run.overview
    if playbook == "onboard":
        assert run.result("cedar")["status"] == "changed"
        assert failed_in_the_recap(run) == {"alder", "birch"}
        assert run.overview[0].startswith("3 firms: 1 changed, 2 failed; ")


@pytest.mark.full
def test_a_firm_whose_result_cannot_be_made_is_named_and_hides_no_other(three: Simulator, tmp_path: Path) -> None:
    """It should never happen; here somebody removes the run record of one firm."""
    environment = {"RUN_RECORD_REMOVED_OF": "alder"}
    run = run_playbook(tmp_path, "onboard", inventory(three), extra={"ethical_walls_batch": 1}, environment=environment)
    assert run.status == 2
    assert failed_in_the_recap(run) == {"alder"}, run.output
    assert {run.result(name)["status"] for name in ("birch", "cedar")} == {"changed"}
    assert run.overview[0].startswith("3 firms: 2 changed, 1 failed; ")
    last = run.output[run.output.index("TASK [Fail the firms that failed]") :]
    assert "since this run did not check the firm" in last


@pytest.mark.full(given=["2.5", "-1", "50%"])
@pytest.mark.parametrize("given", ["many", "2.5", "-1", "50%"])
def test_a_batch_that_is_no_number_is_one_clear_error(three: Simulator, tmp_path: Path, given: str) -> None:
    run = run_playbook(tmp_path, "onboard", inventory(three), extra={"ethical_walls_batch": given})
    assert run.status != 0
    assert f"ethical_walls_batch has to be a number of firms, such as 20, not {given}" in " ".join(run.output.split())
    assert three.journal.counts()["total"] == 0


@pytest.mark.full(playbook=["preflight", "verify"])
@pytest.mark.parametrize("playbook", ["onboard", "preflight", "verify"])
def test_what_a_firm_needs_no_longer_is_not_kept_to_the_end(three: Simulator, tmp_path: Path, playbook: str) -> None:
    """Each task of each later firm is a fork of the process that keeps it."""
    FirmRun(three.firm("alder")).run()
    after = tmp_path / "after.yml"
    after.write_text(
        f"""
- ansible.builtin.import_playbook: legalops.ethical_walls.{playbook}
- hosts: firms
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg: |-
          {{% for name in query('ansible.builtin.varnames', '.') if name in hostvars[inventory_hostname] %}}
          {{% if hostvars[inventory_hostname][name] | string | length > 1000 %}}
          kept: {{{{ name }}}}
          {{% endif %}}
          {{% endfor %}}
""",
        encoding="utf-8",
    )
    run = run_playbook(tmp_path, after, inventory(three), "--limit", "alder", extra={"report_directory": ""})
    assert set(re.findall(r"kept: (\w+)", run.output)) - {"groups", "vars"} == set(), run.output


def started(sim: Simulator) -> list[str]:
    """Return the firms to which something was sent, in the order of the first request."""
    return list(dict.fromkeys(entry.firm for entry in sim.journal.entries()))


@pytest.mark.full
def test_pilot_goes_first_and_alone(three: Simulator, tmp_path: Path) -> None:
    run = run_playbook(tmp_path, "onboard", inventory(three), extra={"onboard_pilot": "cedar"})
    assert run.status == 0, run.output
    order = [entry.firm for entry in three.journal.entries()]
    assert set(order[: order.index("alder")]) == {"cedar"}
    assert order.index("alder") > max(place for place, firm in enumerate(order) if firm == "cedar")
    assert {run.result(name)["status"] for name in NAMES} == {"changed"}
    assert run.overview[0].startswith("3 firms: 3 changed; ")


def test_nobody_is_begun_after_a_pilot_that_failed(three: Simulator, tmp_path: Path) -> None:
    """And those are told, and fail, so that they are run again together with it."""
    reports, changes = tmp_path / "reports", {"birch": {"imanage_libraries": ["NOWHERE"]}}
    extra = {"onboard_pilot": ["birch"], "report_directory": str(reports)}
    run = run_playbook(tmp_path, "onboard", inventory(three, changes), extra=extra)
    assert run.status == 2
    assert started(three) == ["birch"]
    assert failed_in_the_recap(run) == set(NAMES)
    for name in ("alder", "cedar"):
        result = run.result(name)
        assert (result["status"], result["failure"]["kind"], result["failure"]["retryable"]) == (
            "failed",
            "conflict",
            True,
        )
        assert "it was not begun, since the pilot failed (birch)" in result["message"]
    assert {path.stem for path in reports.glob("*.json")} == {"birch", "index"}, "what is known of the others stays"


@pytest.mark.full
@pytest.mark.parametrize("limit", [NAMES, ("alder", "cedar")])
def test_those_that_were_not_begun_are_run_again_with_the_pilot_or_without(
    three: Simulator, tmp_path: Path, limit: tuple[str, ...]
) -> None:
    """Where the pilot went well, it is not among those that failed."""
    FirmRun(three.firm("birch")).run()
    again = run_playbook(
        tmp_path, "onboard", inventory(three), "--limit", ",".join(limit), extra={"onboard_pilot": ["birch"]}
    )
    assert again.status == 0, again.output
    assert {again.result(name)["status"] for name in limit} <= {"changed", "unchanged"}


@pytest.mark.full
@pytest.mark.parametrize(("allowed", "begun"), [(50, NAMES), ("49", ("alder", "birch")), (0, ("alder", "birch"))])
def test_later_batches_are_not_begun_after_one_in_which_too_many_failed(
    three: Simulator, tmp_path: Path, allowed: object, begun: tuple[str, ...]
) -> None:
    changes = {"alder": {"imanage_libraries": ["NOWHERE"]}}
    extra = {"ethical_walls_batch": 2, "ethical_walls_max_failed": allowed}
    run = run_playbook(tmp_path, "onboard", inventory(three, changes), extra=extra)
    assert run.status == 2
    assert set(started(three)) == set(begun)
    assert run.result("birch")["status"] == "changed", "a batch that has begun is finished"
    if "cedar" not in begun:
        assert (
            f"1 of the 2 firms of a batch failed (alder), and ethical_walls_max_failed allows {allowed} percent"
            in run.result("cedar")["message"]
        )
        assert failed_in_the_recap(run) == {"alder", "cedar"}


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"onboard_pilot": "aldr"}, "onboard_pilot names aldr, which is no firm of this run"),
        ({"onboard_pilot": {"a": 1}}, "onboard_pilot has to be the inventory name of a firm"),
        ({"ethical_walls_max_failed": "10%"}, "ethical_walls_max_failed is not a number of percent from 0 to 100"),
    ],
)
def test_pilot_and_share_that_are_none_send_nothing(
    three: Simulator, tmp_path: Path, extra: dict[str, object], said: str
) -> None:
    run = run_playbook(tmp_path, "onboard", inventory(three), extra=extra)
    assert run.status != 0
    assert said in " ".join(run.output.split())
    assert three.journal.counts()["total"] == 0
