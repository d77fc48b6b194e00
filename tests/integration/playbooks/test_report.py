# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as runs end: of firms with every status, with hostile names, failed, and without any result."""

from __future__ import annotations

import html
import json
import re
import shutil
import stat
from pathlib import Path

import jsonschema
import pytest
from helpers.guides import blocks
from helpers.playbook import Run, inventory, run_playbook
from samples import firms
from samples.playing import LOST, play_samples

from simulator import Simulator

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
ENDINGS = ("html", "md", "json")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """End the firms once, for the tests that only look at what was written."""
    tmp_path = tmp_path_factory.mktemp("report")
    return play_samples(tmp_path, "--diff"), tmp_path / "reports"


def content(written: tuple[Run, Path], name: str) -> str:
    return (written[1] / name).read_text(encoding="utf-8")


def test_files_are_there_with_their_modes(written: tuple[Run, Path]) -> None:
    run, reports = written
    names = {f"{name}.{ending}" for name in (*firms.NAMES, "index") for ending in ENDINGS}
    names |= {f"{name}-summary.html" for name in firms.NAMES}
    assert {path.name for path in reports.iterdir()} == names, run.output
    assert stat.S_IMODE(reports.stat().st_mode) == 0o750
    assert {stat.S_IMODE(path.stat().st_mode) for path in reports.iterdir()} == {0o640}


def test_one_firm_s_failure_does_not_touch_the_others_reports(written: tuple[Run, Path]) -> None:
    run, _reports = written
    assert run.status == 2, run.output  # the firm that failed, and the one without a result
    shown = {one["host"]: one for one in json.loads(content(written, "index.json"))["firms"]}
    assert {host: one["status"] for host, one in shown.items()} == {
        "alder": "changed",
        "birch": "checked",
        "cedar": "failed",
        LOST: "no result",
    }
    assert shown[LOST]["file"] is None


def test_reports_of_several_runs_are_joined(written: tuple[Run, Path], tmp_path: Path) -> None:
    """The overview is that of one run over all firms, whatever the last slice's own said."""
    _run, reports = written
    joined = tmp_path / "reports"
    shutil.copytree(reports, joined)
    (joined / "index.json").write_text("{}", encoding="utf-8")
    (joined / "notes.json").write_text("no report", encoding="utf-8")
    hosts = {"firms": {"hosts": {name: {} for name in (*firms.NAMES, LOST)}}}
    run = run_playbook(tmp_path, "merge_reports", hosts, extra={"report_directory": str(joined)})
    assert run.status == 2, run.output
    assert "Left out: notes.json is no JSON" in run.output
    assert f"{LOST} has no report of the last 24 hours in {joined}." in " ".join(run.output.split())
    assert re.findall(r"^(\w+) .* failed=1 ", run.output, re.MULTILINE) == ["cedar", LOST]
    assert "cedar failed, says its newest report: " in " ".join(run.output.split())
    whole, found = (json.loads((path / "index.json").read_text(encoding="utf-8")) for path in (reports, joined))
    for document in (whole, found):
        del document["generated_at"], document["generated_on"]
    assert found == whole
    assert (joined / "index.html").read_text(encoding="utf-8").count("no result")


def test_overview_that_cannot_be_written_hides_no_failed_firm(tmp_path: Path) -> None:
    """One firm writes it for all. Each is still shown as failed, and leaves its result for later jobs."""
    (tmp_path / "index.html").mkdir()
    hosts = {"firms": {"hosts": {"alder": {"firm_name": "Alder & Finch LLP"}, "birch": {"job_legora_firm": "elm"}}}}
    run = run_playbook(tmp_path, "preflight", hosts, extra={"report_directory": str(tmp_path)})
    assert run.status == 2
    assert set(re.findall(r"^(\w+) .* failed=[1-9]", run.output, re.MULTILINE)) == {"alder", "birch"}, run.output
    assert f"{tmp_path}/index.html: Is a directory" in run.output
    assert "job_legora_firm is elm" in run.result("birch")["message"]
    assert run.result("alder")["firm"] == "Alder & Finch LLP"
    assert {path.name for path in tmp_path.glob("*.json")} >= {"alder.json", "birch.json"}


def test_writing_is_no_change_and_makes_no_diff(written: tuple[Run, Path]) -> None:
    run, _reports = written
    recap = re.findall(r"^(\w+) +: ok=.* changed=(\d+)", run.output, re.MULTILINE)
    assert {name for name, _changes in recap} == {*firms.NAMES, LOST}
    assert {changes for _name, changes in recap} == {"0"}, run.output
    assert "+++ after" not in run.output


def test_documents_are_valid(written: tuple[Run, Path]) -> None:
    for name in (*firms.NAMES, "index"):
        found = json.loads(content(written, f"{name}.json"))
        jsonschema.Draft202012Validator(SCHEMA).validate(found)
        assert found["versions"]["collection"] not in ("", "unknown")
        assert re.fullmatch(r"2\.\d+\.\d+.*", found["versions"]["ansible_core"])


def test_hostile_names_are_harmless(written: tuple[Run, Path]) -> None:
    for name in ("birch.html", "birch-summary.html", "index.html"):
        page = content(written, name)
        assert "<script" not in page
        assert html.escape("<script>alert(") in page
        assert page.count("</title>") == 1
        assert "{ { 7 * 7 }}" in page, "a name was taken for a template"
    for name in ("birch.md", "index.md"):
        text = content(written, name)
        assert "<script" not in text
        assert "# **Evil**" not in text
    assert json.loads(content(written, "birch.json"))["firm"].startswith("<script>alert(")


def test_page_loads_nothing_and_runs_nothing(written: tuple[Run, Path]) -> None:
    for name in (*firms.NAMES, "birch-summary", "index"):
        page = content(written, f"{name}.html")
        assert "content=\"default-src 'none'; style-src 'unsafe-inline';" in page
        assert not re.search(r"<(script|link|img|iframe|object|embed|form|base)\b", page)
        assert not re.search(r"\s(src|srcset|on\w+|style)=", page)
        assert "url(" not in page
        assert "@import" not in page


def test_first_words_are_the_verdict(written: tuple[Run, Path]) -> None:
    page = content(written, "alder.html")
    verdict = "Not safe: the service account is an administrator where Legora is not to be (and 2 more)"
    order = [verdict, "What is wrong", "Who does what", "For your consultant", "At a glance", "All checks"]
    places = [page.index(f">{words}<") for words in order]
    assert places == sorted(places)
    counts = "28 of 40 checks pass, 3 failed, 1 with a warning, 5 for people to confirm, 3 confirmed by a person."
    assert counts in page
    assert f"**{verdict}**" in content(written, "alder.md")
    assert verdict in content(written, "alder-summary.html")


def test_tables_of_the_markdown_are_whole(written: tuple[Run, Path]) -> None:
    for name in (*firms.NAMES, "index"):
        for block in re.findall(r"(?:^\|.*\n)+", content(written, f"{name}.md"), re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(widths) == 1, block


def test_play_of_the_guide_reports_and_fails_who_failed(sim: Simulator, tmp_path: Path) -> None:
    playbook = tmp_path / "play.yml"
    playbook.write_text(blocks("guide_own_plays", "yaml")[1], encoding="utf-8")
    run = run_playbook(tmp_path, playbook, inventory(sim))
    assert run.status == 2, run.output
    assert set(run.results) == set(sim.firms)
    assert {one["status"] for one in run.results.values()} == {"failed"}, "nobody has onboarded them"
    assert run.overview[0] == f"{len(sim.firms)} firms: {len(sim.firms)} failed"
    assert "What to do stands above, in the result of alder." in run.output
    names = {f"{name}.{ending}" for name in (*sim.firms, "index") for ending in ENDINGS}
    names |= {f"{name}-summary.html" for name in sim.firms}
    assert {path.name for path in (tmp_path / "reports").iterdir()} == names
