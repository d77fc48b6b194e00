# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a firm and a run end: lines, report, statistics, the failure at last, and the overview of all."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.actions import HERE, PLAY, begun, own_action
from samples import firms, sheets
from unit.run.runs import configured, failed, healthy, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run import ended as ending
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import firm_result
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _in_process

HOSTS = ["alder", "birch", "cedar"]
VARIABLES = {**HERE, "ansible_play_hosts_all": HOSTS}


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *given: {})


def run_of(host: str, *steps: Step, **head: Any) -> None:
    """Leave the record of a firm."""
    record = RecordFile(_in_process.constants.DEFAULT_LOCAL_TMP, host)
    record.open(PLAY, {"purpose": "onboard", "pid": os.getpid(), **head})
    for number, one in enumerate(steps):
        record.end(PLAY, f"earlier-{number}", one)


def do(name: str, host: str = "alder", **args: Any) -> dict[str, Any]:
    """Return what an action answers; each has a task of its own."""
    task = {"_uuid": f"{name}-{json.dumps(args)}", "check_mode": args.pop("check_mode", False)}
    answer: dict[str, Any] = own_action(name, args, task).run(None, {**VARIABLES, "inventory_hostname": host})
    return answer


def kept(host: str = "alder") -> Run | None:
    return RecordFile(_in_process.constants.DEFAULT_LOCAL_TMP, host).read(None)


# --- A firm -----------------------------------------------------------------------------------------------------------


def test_end_of_a_firm_is_shown_in_lines_and_nothing_buries_them(tmp_path: Path) -> None:
    run_of("alder", *healthy(), report_directory=str(tmp_path / "reports"))
    answer = do("firm_result")
    assert set(answer) == {"changed", "msg", "_ansible_verbose_always"}
    assert answer["msg"][0].startswith("Alder & Finch LLP (alder): nothing to change; ")
    assert answer["msg"][-1] == f"Report: {tmp_path}/reports/alder.html"
    assert json.loads((tmp_path / "reports/alder.json").read_text(encoding="utf-8"))["status"] == "unchanged"


@pytest.mark.parametrize(("in_check_mode", "is_written"), [(None, False), (False, False), (True, True)])
def test_dry_run_writes_a_report_only_where_that_is_asked_for(
    in_check_mode: bool | None, is_written: bool, tmp_path: Path
) -> None:
    head = {"check_mode": True, "report_directory": str(tmp_path / "x"), "report_in_check_mode": in_check_mode}
    run_of("alder", *healthy(), **head)
    lines = do("firm_result", check_mode=True)["msg"]
    assert (tmp_path / "x").exists() is is_written
    assert any(line.startswith("Report: ") for line in lines) is is_written
    if is_written:
        assert json.loads((tmp_path / "x/alder.json").read_text(encoding="utf-8"))["dry_run"] is True


@pytest.fixture
def hands_over(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any] | None], None]:
    """Return how to say what a firm's result tells of its hand-over."""

    def say(hand_over: dict[str, Any] | None) -> None:
        monkeypatch.setattr(ending, "firm_result", lambda run, _left, *more: firm_result(run, hand_over, *more))

    return say


SHEET = ["alder-handover.html", "alder-handover.md"]


def sheet_files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.glob("*-handover.*"))


def test_sheet_of_a_hand_over_stands_beside_the_report_until_nothing_is_left(tmp_path: Path, hands_over: Any) -> None:
    run_of("alder", *healthy(), report_directory=str(tmp_path))
    hands_over(sheets.HAND_OVERS["new"])
    lines = do("firm_result")["msg"]
    assert lines[-2:] == [f"Sheet to hand over: {tmp_path}/alder-handover.html", f"Report: {tmp_path}/alder.html"]
    assert sheet_files(tmp_path) == SHEET
    for name in SHEET:
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o640
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Enter the service account" in text
        assert "dry run" not in text.lower()
    record = kept()
    assert record is not None
    assert record.last("firm_result")["report"] == f"{tmp_path}/alder.html"
    hands_over({**sheets.HAND_OVERS["new"], "open": False, "steps": []})
    assert not any("Sheet" in line for line in do("firm_result", generated_at="2026-11-30T08:00:00Z")["msg"])
    assert sheet_files(tmp_path) == []


@pytest.mark.parametrize(("method", "left"), [("api", []), ("by_hand", SHEET), (None, SHEET)])
def test_sheet_stays_where_nothing_is_known_of_the_hand_over(
    method: str | None, left: list[str], tmp_path: Path, hands_over: Any
) -> None:
    for name in SHEET:
        (tmp_path / name).write_text("an earlier one", encoding="utf-8")
    run_of("alder", configured(legora_method=method), report_directory=str(tmp_path))
    hands_over(None)
    do("firm_result")
    assert sheet_files(tmp_path) == left


@pytest.mark.parametrize(("purpose", "left"), [("onboard", []), ("verify", SHEET), ("preflight", SHEET)])
def test_sheet_is_taken_back_by_an_onboarding_that_failed_before_it_proved_anything(
    purpose: str, left: list[str], tmp_path: Path, hands_over: Any
) -> None:
    for name in SHEET:
        (tmp_path / name).write_text("an earlier one", encoding="utf-8")
    config = configured(legora_method="by_hand")
    run_of("alder", config, failed(), report_directory=str(tmp_path), purpose=purpose)
    hands_over(None)
    do("firm_result")
    assert sheet_files(tmp_path) == left


def test_sheet_stays_where_the_firm_s_variables_were_refused(tmp_path: Path) -> None:
    """Nothing was looked at, and the sheet may be the right one."""
    for name in SHEET:
        (tmp_path / name).write_text("an earlier one", encoding="utf-8")
    run_of("alder", step("firm_config", failed().answer), report_directory=str(tmp_path), purpose="onboard")
    do("firm_result")
    assert sheet_files(tmp_path) == SHEET


@pytest.mark.parametrize("purpose", ["offboard", "undo"])
def test_sheet_of_what_is_to_be_removed_is_another_file_that_only_its_plays_touch(
    purpose: str, tmp_path: Path, hands_over: Any
) -> None:
    given = sheets.HAND_OVERS["new"]
    over = {**given, "open": False, "steps": []}
    removal = ["alder-removal.html", "alder-removal.md"]

    def end(playbook: str, hand_over: dict[str, Any]) -> list[str]:
        run_of("alder", *healthy(), report_directory=str(tmp_path), purpose=playbook)
        hands_over(hand_over)
        do("firm_result", generated_at=f"2026-11-30T08:00:{len(ends):02}Z")
        ends.append(playbook)
        return sorted(path.name for path in tmp_path.glob("*-[hr]*o*.*"))

    ends: list[str] = []
    assert end("onboard", given) == SHEET
    assert end(purpose, given) == removal, "two sheets would ask for the opposite of each other"
    assert end("verify", over) == removal
    assert end("onboard", given) == [*SHEET, *removal]
    assert end(purpose, over) == []


@pytest.mark.parametrize("is_open", [False, True])
def test_dry_run_leaves_the_sheet_that_people_work_from(is_open: bool, tmp_path: Path, hands_over: Any) -> None:
    head = {"report_directory": str(tmp_path), "report_in_check_mode": True, "check_mode": True}
    run_of("alder", *healthy(), **head)
    given = sheets.HAND_OVERS["new"]
    hands_over(given if is_open else {**given, "open": False, "steps": []})
    assert not any("Sheet" in line for line in do("firm_result", check_mode=True)["msg"])
    assert sheet_files(tmp_path) == []
    for name in SHEET:
        (tmp_path / name).write_text("an earlier one", encoding="utf-8")
    do("firm_result", check_mode=True, generated_at="2026-11-30T08:00:00Z")
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in SHEET] == ["an earlier one"] * 2
    report = (tmp_path / "alder.html").read_text(encoding="utf-8")
    assert ("Enter the service account" in report) is is_open, "what would be handed over stands in its report"


def test_without_a_directory_no_sheet_is_written(tmp_path: Path, hands_over: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    run_of("alder", *healthy())
    hands_over(sheets.HAND_OVERS["new"])
    assert not any("Sheet" in line for line in do("firm_result")["msg"])
    assert sheet_files(tmp_path) == []
    record = kept()
    assert record is not None
    assert record.last("firm_result")["result"]["hand_over"] == sheets.HAND_OVERS["new"]


def test_report_that_cannot_be_written_fails_the_firm_at_last_and_not_before(tmp_path: Path) -> None:
    (tmp_path / "alder.html").mkdir()
    run_of("alder", *healthy(), report_directory=str(tmp_path))
    answer = do("firm_result")
    assert answer.get("failed") is not True
    assert answer["msg"][-1].startswith("No report: ")
    assert "alder.html: Is a directory" in answer["msg"][-1]
    assert {path.name for path in tmp_path.glob("*.html")} == {"alder.html"}
    (stats,) = do("firm_stats")["ansible_stats"]["data"].values()
    assert (stats["status"], stats["report"]) == ("unchanged", None)
    done = do("firm_result", require="done")
    assert done["failed"] is True
    assert "alder.html: Is a directory" in done["msg"]


def test_firm_that_failed_fails_at_last_and_is_forgotten() -> None:
    begun(configured(), failed(msg="iManage of Alder: no."))
    assert do("firm_result").get("failed") is not True
    done = do("firm_result", require="done")
    assert done["failed"] is True
    assert done["msg"] == "iManage of Alder: no. What to do stands above, in the result of alder."
    assert kept() is None
    again = do("firm_result", require="done")
    assert again["msg"].startswith("This firm has no result.")


def test_firm_that_is_done_does_not_fail() -> None:
    begun(configured())
    do("firm_result")
    assert do("firm_result", require="done") == {"changed": False}


def test_firm_whose_run_broke_off_has_no_result() -> None:
    begun(configured())
    done = do("firm_result", require="done")
    assert (done["failed"], "--start-at-task" in done["msg"]) == (True, True)


def test_firm_that_was_not_begun_is_told_as_that() -> None:
    answer = do("firm_result")
    assert "Nothing was done, since this run did not check the firm." in " ".join(answer["msg"])
    assert do("firm_stats")["stats"]["ethical_walls_of_alder"]["status"] == "failed"


def test_statistics_are_left_for_later_jobs_under_the_firms_own_name() -> None:
    begun(configured())
    do("firm_result")
    answer = do("firm_stats")
    assert answer["ansible_stats"]["per_host"] is False
    assert set(answer["ansible_stats"]["data"]) == {"ethical_walls_of_alder"}


def test_failed_checks_are_told_by_their_message_alone() -> None:
    begun(configured(), step("imanage_session", {"failed": True, "msg": "no answer", "failure": {"kind": "auth"}}))
    answer = do("firm_checks", phase="preflight")
    assert answer["failed"] is True
    assert answer["msg"].startswith("no answer")
    assert "checks" not in answer
    record = kept()
    assert record is not None
    assert record.last("firm_checks", phase="preflight")["checks"]["findings"]


# --- What failed elsewhere --------------------------------------------------------------------------------------------


def test_failure_of_another_program_is_noted() -> None:
    begun(configured(), step("imanage_info", {"failed": True, "msg": "a reading"}, goes_on=True))
    assert do("firm_failure", task="Ask the vault", said="no answer")["noted"] is True
    assert "Failed: no answer" in do("firm_result")["msg"]


def test_what_failed_is_known_to_the_rescue_of_its_play() -> None:
    begun(configured())
    told = {"ansible_failed_task": {"name": "Ask {{ it }}"}, "ansible_failed_result": {"msg": "no {{ answer }}"}}
    answer = own_action("firm_failure", {}).run(None, {**VARIABLES, **told})
    assert (answer["noted"], answer["message"]) == (True, "no {{ answer }}")
    record = kept()
    assert record is not None
    assert record.steps[-2].name == "Ask {{ it }}"
    told["ansible_failed_result"] = {"rc": 1}
    assert own_action("firm_failure", {}).run(None, {**VARIABLES, **told})["message"] == "task Ask {{ it }} failed"


def test_secret_of_the_firm_in_what_another_program_said_is_masked(directory: Path) -> None:
    begun(configured())
    registered = {"play": PLAY, "variables": {"imanage_password": "canary-operator-1", "imanage_client_secret": None}}
    args = {"task": "Ask the vault", "said": "cannot sign in with canary-operator-1"}
    action = own_action("firm_failure", args)
    answer = action.run(None, {**VARIABLES, "ethical_walls_firm": registered})
    assert answer["message"] == "cannot sign in with ********"
    assert "canary" not in json.dumps(answer)
    assert "canary" not in "".join(path.read_text(encoding="utf-8") for path in directory.glob("*"))


def test_failure_that_a_module_has_noted_is_left_to_it() -> None:
    begun(configured(), failed(msg="iManage of Alder: no."))
    assert do("firm_failure", task="Create it", said="another word for it")["noted"] is False
    assert "Failed: iManage of Alder: no." in do("firm_result")["msg"]


# --- All firms --------------------------------------------------------------------------------------------------------


def test_overview_counts_all_firms_and_writes_those_of_which_there_is_a_report(tmp_path: Path) -> None:
    run_of("alder", *healthy(), report_directory=str(tmp_path))
    run_of("birch", configured(), failed(msg="iManage of B: no."), report_directory=str(tmp_path))
    for host in ("alder", "birch"):
        do("firm_result", host)
    answer = do("firms_overview")
    assert set(answer) == {"changed", "msg", "_ansible_verbose_always"}
    assert answer["msg"] == [
        "3 firms: 1 unchanged, 1 failed, 1 without a result; 0 changes made",
        "birch: failed: iManage of B: no.",
        "cedar: no result; see the errors above",
    ]
    firms = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))["firms"]
    assert {one["host"]: one["status"] for one in firms} == {
        "alder": "unchanged",
        "birch": "failed",
        "cedar": "no result",
    }


def test_overview_that_cannot_be_written_is_told_and_fails_nobody(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    run_of("alder", *healthy(), report_directory=str(tmp_path))
    do("firm_result")
    answer = do("firms_overview")
    assert answer.get("failed") is not True
    assert answer["msg"][-1].startswith("No overview of the reports: ")
    assert do("firm_result", require="done") == {"changed": False}


def test_overview_of_a_dry_run_is_written_only_where_that_is_asked_for(tmp_path: Path) -> None:
    for in_check_mode in (False, True):
        head = {"check_mode": True, "report_directory": str(tmp_path / "x"), "report_in_check_mode": in_check_mode}
        run_of("alder", *healthy(), **head)
        do("firm_result", check_mode=True)
        assert "0 changes planned" in do("firms_overview", check_mode=True)["msg"][0]
        assert (tmp_path / "x/index.html").exists() is in_check_mode


def test_no_overview_is_written_where_none_of_the_switches_can_be_trusted(tmp_path: Path) -> None:
    unusable = failed("firm_config", failure={"kind": "validation", "report_possible": False})
    run_of("alder", unusable, report_directory=str(tmp_path / "x"))
    do("firm_result")
    do("firms_overview")
    assert not (tmp_path / "x").exists()


# --- Several runs -----------------------------------------------------------------------------------------------------


def test_newest_reports_of_a_directory_become_one_overview(tmp_path: Path) -> None:
    now = json.loads(json.dumps(firms.document("alder")))
    now["generated_at"] = "2999-01-01T00:00:00Z"
    (tmp_path / "alder.json").write_text(json.dumps(now), encoding="utf-8")
    (tmp_path / "birch.json").write_text(
        json.dumps({**now, "host": "birch", "status": "failed", "message": "no."}), encoding="utf-8"
    )
    (tmp_path / "alder.notes.json").write_text("no report, and none that is left out", encoding="utf-8")
    (tmp_path / "strange.json").write_bytes(b"\xff{")
    answer = do("merge_reports", directory=str(tmp_path))
    assert answer["msg"][2:] == ["Left out: strange.json is no JSON"]
    assert answer["failures"] == {
        "birch": "birch failed, says its newest report: no. What to do stands in alder.html.",
        "cedar": f"cedar has no report of the last 24 hours in {tmp_path}. See why its run ended without one.",
    }
    assert do("merge_reports", require="done", failures=answer["failures"]) == {"changed": False}
    failed = do("merge_reports", "birch", require="done", failures=answer["failures"])
    assert (failed["failed"], failed["msg"]) == (True, answer["failures"]["birch"])
    nothing = do("merge_reports", require="done")
    assert (nothing["failed"], nothing["msg"].startswith("Nothing was joined.")) == (True, True)
    written = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert {one["host"] for one in written["firms"]} == {"alder", "birch", "cedar"}


def test_directory_and_age_are_those_of_the_switches(tmp_path: Path) -> None:
    (tmp_path / "alder.json").write_text(json.dumps(firms.document("alder")), encoding="utf-8")
    switches = {"report_directory": str(tmp_path), "merge_reports_max_age_hours": 8784}
    answer = own_action("merge_reports", {}).run(None, {**VARIABLES, **switches})
    assert "of the last 8784 hours" in answer["failures"]["cedar"]
    blank = own_action("merge_reports", {}).run(None, {**VARIABLES, "report_directory": " "})
    assert "report_directory is missing" in blank["msg"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"directory": ""}, "report_directory is missing."),
        ({"directory": "nowhere"}, "there is no directory nowhere here"),
        ({"max_age_hours": "soon"}, "merge_reports_max_age_hours is not a number of hours from 1 to 8784."),
        ({"max_age_hours": "-1"}, "merge_reports_max_age_hours is not a number of hours from 1 to 8784."),
        ({"max_age_hours": 0}, "merge_reports_max_age_hours is not a number of hours from 1 to 8784."),
    ],
)
def test_joining_that_cannot_be_done_says_why(
    changes: dict[str, Any], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = do("merge_reports", **{"directory": str(tmp_path), **changes})
    assert answer["failed"] is True
    assert words in answer["msg"]
    assert list(tmp_path.iterdir()) == []
