# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What newcomers try first: the demo tells its story, and the pretend systems can be played with."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from demo import lifecycle, run
from samples import sheets

TESTS = Path(__file__).resolve().parents[2]
SEED = TESTS / "simulator/seeds/demo.yml"


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "simulator", "--seed", str(SEED), "--play-in", str(tmp_path / "play")]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


# What each of its runs does, other tests say.
@pytest.mark.full
def test_demo_tells_its_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo itself compares how each run ends with what it should."""
    assert run.main([str(tmp_path / "demo")]) == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    assert 36 <= len([line for line in told.splitlines() if line]) <= 44, told
    parts = (
        "planned, not done",
        "3. Add SVC-LEGORA to NRTADMIN in library ACTIVE",
        "These 3 steps were done.",
        "Left for a person, by hand, at Legora:",
        "1. Enter the service account svc-legora@alder.example with its password (version v1).",
        "alder-handover.html",
        "legora_confirmed: {by: R. Finch, service_username: svc-legora@alder.example, libraries: [ACTIVE], ...}",
        "nothing to change",
        "L2, L3, L4, L5: attested by R. Finch, ",
        "takes SVC-LEGORA out of NRTADMIN",
        "A6: SVC-LEGORA is not in NRTADMIN of library ACTIVE.",
        "Next: onboard adds it again.",
        "1. Add SVC-LEGORA to NRTADMIN in library ACTIVE",
    )
    assert [part for part in parts if part not in told] == []
    assert [told.index(part) for part in parts[:-1]] == sorted(told.index(part) for part in parts[:-1])
    pages = re.findall(r"^  (/.*\.html)$", told, re.MULTILINE)
    assert len(pages) == 3
    (sheet,) = re.findall(r"^   The sheet to print or send: (/.*-handover\.html)$", told, re.MULTILINE)
    assert Path(sheet).is_file()
    assert all(Path(page).is_file() for page in pages)
    (log,) = re.findall(r"^All that Ansible printed: (.*)$", told, re.MULTILINE)
    assert Path(log).read_text(encoding="utf-8").count("PLAY RECAP") == 5


@pytest.mark.full
def test_demo_of_what_comes_later_tells_its_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo itself compares how each run ends, and what the vault file and both sides have."""
    assert lifecycle.main([str(tmp_path / "demo")]) == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    assert 40 <= len(told.splitlines()) <= 50, told
    parts = (
        "rotate_password -i firms.json",
        "1. Store the next password beside the current one, in host_vars/cedar/passwords.yml",
        "begins with $ANSIBLE_VAULT;1.1;AES256",
        "is the same new password",
        "Legora shows it as active",
        "takes SVC-LEGORA out of NRTADMIN",
        "A6: SVC-LEGORA is not in NRTADMIN of library ACTIVE.",
        "1. Add SVC-LEGORA to NRTADMIN in library ACTIVE",
        "1. Remove SVC-LEGORA from NRTADMIN in library ACTIVE",
        'write offboard_confirm: "cedar"',
        "Everything is taken back.",
        "6. Disable SVC-LEGORA",
        "Your iManage administrator: ",
    )
    assert [part for part in parts if part not in told] == []
    assert [told.index(part) for part in parts] == sorted(told.index(part) for part in parts)
    (report,) = re.findall(r"^The closing report, to open in a browser: (.*)$", told, re.MULTILINE)
    assert Path(report).is_file()
    (log,) = re.findall(r"^All that Ansible printed: (.*)$", told, re.MULTILINE)
    # The onboarding before the story too.
    assert Path(log).read_text(encoding="utf-8").count("PLAY RECAP") == 7


def test_simulator_says_how_to_play_with_it_and_ends_cleanly(simulator: subprocess.Popen[str], tmp_path: Path) -> None:
    assert simulator.stdout
    said = ""
    while "Ctrl-C ends it" not in said:
        line = simulator.stdout.readline()
        assert line, said
        said += line
    hosts = json.loads((tmp_path / "play/firms.json").read_text(encoding="utf-8"))["firms"]["hosts"]
    assert set(hosts) == {"alder", "birch", "cedar"}
    assert str(tmp_path / "play") in said
    for words in ("preflight -i", "--check --diff", "onboard -i", "verify -i"):
        assert words in said
    page = re.findall(r"http://127\.0\.0\.1:\d+/", said)[0]
    (changes,) = re.findall(r"http://127\.0\.0\.1:\d+/changes", said)
    assert "Alder" in httpx.get(page, trust_env=False).text
    # The drift that it shows, before there is an account: the simulator understands it, and says so.
    (fields,) = re.findall(r"'({.*})'", said)
    assert "SVC-LEGORA is not in" in httpx.post(changes, json=json.loads(fields), trust_env=False).json()["error"]

    # The person who enters what a sheet says stops at what is none, and at that of another firm.
    (entering,) = re.findall(r"http://127\.0\.0\.1:\d+/firms/alder/sheet", said)
    for sheet in ("no sheet", *sheets.pages(sheets.hand_over(sheets.account(), organisation="Birch Holloway PC"))):
        refused = httpx.post(entering, content=sheet, trust_env=False)
        assert refused.status_code == httpx.codes.BAD_REQUEST, refused.text
    handed = sheets.hand_over(sheets.account(password_version="v1"), confirmation=sheets.confirmation())
    for sheet in sheets.pages(handed):
        done = httpx.post(entering, content=sheet, trust_env=False).json()["legora_confirmed"]
        assert (done["by"], done["libraries"]) == ("R. Finch", ["ACTIVE", "CLOSED"])

    simulator.send_signal(signal.SIGINT)
    rest = simulator.stdout.read()
    assert simulator.wait(10) == 0
    assert "Traceback" not in rest
    assert not (tmp_path / "play/firms.json").exists(), "an inventory of systems that have ended is left"
