# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms without anything of Legora's but its region and their organisation: a person enters what is handed over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import played
from helpers.by_hand import NO_API, confirmed, steps
from helpers.playbook import Run, finding, inventory, run_playbook
from helpers.sheet_reader import read
from samples import sheets

from simulator import Simulator, drift

# What onboarding writes at iManage with two libraries: the account, its places, NRTADMIN.
WRITES = {"alder": 1 + 2 + 2, "birch": 2 + 2}
BY_HAND_CHECKS = ("L2", "L3", "L4", "L5")


class Sink:
    """Listens where every request would go that is not for this machine, and counts who comes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.came = 0

    @property
    def environment(self) -> dict[str, str | None]:
        """What makes it the proxy of all addresses but this machine's."""
        proxy = f"http://127.0.0.1:{self.port}"
        names = ("http_proxy", "https_proxy", "all_proxy")
        around = {**dict.fromkeys(names, proxy), **dict.fromkeys(map(str.upper, names), proxy)}
        return {**around, "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Listen, from the beginning of a test to its end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Sink(server.getsockname()[1])
        for name, value in found.environment.items():
            monkeypatch.setenv(name, str(value))

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                found.came += 1
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield found
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def run(sim: Simulator, tmp_path: Path, sink: Sink, playbook: str, *arguments: str, **changes: dict[str, Any]) -> Run:
    """Run a playbook for all firms by hand; ``changes`` are a firm's variables that differ."""
    given = {name: {**NO_API, **changes.get(name, {})} for name in sim.firms}
    extra = {"report_directory": str(tmp_path / "reports")}
    return run_playbook(
        tmp_path, playbook, inventory(sim, given), *arguments, extra=extra, environment=sink.environment
    )


def here(sim: Simulator, tmp_path: Path, sink: Sink, playbook: str, **changes: Any) -> dict[str, Any]:
    """Run a playbook for one firm in this process, and return its result."""
    result = played(sim.firm("alder"), playbook, notes=tmp_path / "reports", **{**NO_API, **changes})
    assert (sink.came, sim.journal.entries("alder", "legora")) == (0, []), "something was sent to Legora"
    return result


def alder(sim: Simulator, tmp_path: Path, sink: Sink, playbook: str, *arguments: str, **changes: Any) -> dict[str, Any]:
    """Run a playbook for one firm, and return its result."""
    done = run(sim, tmp_path, sink, playbook, "--limit", "alder", *arguments, alder=changes)
    result = done.result("alder")
    assert done.status == (2 if result["status"] == "failed" else 0), done.output
    assert (sink.came, sim.journal.entries("alder", "legora")) == (0, []), "something was sent to Legora"
    return result


def statuses(result: dict[str, Any]) -> dict[str, str]:
    return {found["id"]: found["status"] for found in result["findings"] if found["id"] in BY_HAND_CHECKS}


def on_sheet(result: dict[str, Any]) -> list[tuple[str, dict[str, list[str]]]]:
    """Return what the sheet of a result says, as a page and as a ticket: each step with what is to be copied."""
    page, ticket = (read(text).steps for text in sheets.pages(result["hand_over"]))
    assert page == ticket
    return [(step.title, step.values) for step in page]


def _onboard_all(sim: Simulator, tmp_path: Path, sink: Sink, *arguments: str, is_real: bool) -> Run:
    """Onboard all firms by the playbook, or in this process, where nothing is shown."""
    if is_real:
        return run(sim, tmp_path, sink, "onboard", *arguments)
    check, notes = "--check" in arguments, tmp_path / "reports"
    return Run(0, "", {name: played(firm, check=check, notes=notes, **NO_API) for name, firm in sim.firms.items()}, [])


@pytest.mark.full(is_real=True)
@pytest.mark.parametrize("is_real", [False, True], ids=["in_process", "playbook"])
def test_four_passes_and_nothing_is_sent_to_legora(sim: Simulator, tmp_path: Path, sink: Sink, is_real: bool) -> None:
    looked = here(sim, tmp_path, sink, "preflight")
    assert looked["status"] == "checked"
    assert "270088" in "\n".join(looked["lines"])
    planned: dict[str, list[str]] = {}
    for number, arguments in enumerate((["--check", "--diff"], ["--diff"], [], ["--check"])):
        sim.journal.clear()
        done = _onboard_all(sim, tmp_path, sink, *arguments, is_real=is_real)
        assert done.status == 0, done.output
        for name in sim.firms:
            result, counts = done.result(name), sim.journal.counts(name)
            written = WRITES[name] if number == 1 else 0
            assert (counts["write"], counts["effective_writes"]) == (written, written)
            assert sum(result["requests"].values()) == counts["total"]
            assert result["status"] == ("planned", "handed_over", "handed_over", "unchanged")[number]
            proved = [("preference", "on")] if number else []
            assert steps(result) == [("service_account", "enter"), ("capability", "create"), *proved]
            if number == 0:
                planned[name] = result["plan"]
                assert "dry run" in result["hand_over"]["withheld"]
            elif number == 1:
                assert result["plan"] == planned[name]
                assert statuses(result) == dict.fromkeys(BY_HAND_CHECKS, "unknown")
        if number >= 2:
            assert {result["plan"] == [] for result in done.results.values()} == {True}
            assert "changed=0" in done.output or not is_real
        assert sim.journal.entries(system="legora") == []
    assert not is_real or done.overview[0].startswith("2 firms: 2 unchanged")
    assert here(sim, tmp_path, sink, "verify")["status"] == "checked"
    assert sink.came == 0


def test_the_sink_sees_who_would_have_come(sim: Simulator, tmp_path: Path, sink: Sink) -> None:
    """Otherwise that nobody came would say nothing."""
    changes = {"legora_method": "api", "legora_api_key": "pretend-key-1234"}
    done = run(sim, tmp_path, sink, "preflight", "--limit", "alder", alder=changes)
    assert done.status == 2
    came = sink.came
    assert came > 0
    played(sim.firm("alder"), "preflight", **{**NO_API, **changes})
    assert sink.came > came


def test_what_was_confirmed_wrong_stale_or_of_another_organisation(sim: Simulator, tmp_path: Path, sink: Sink) -> None:
    first = here(sim, tmp_path, sink, "onboard")
    wrong = confirmed(first, libraries=["ACTIVE"])
    failed = here(sim, tmp_path, sink, "verify", legora_confirmed=wrong)
    assert (failed["status"], statuses(failed)["L3"]) == ("failed", "fail")
    assert "; add library CLOSED" in failed["message"]
    again = here(sim, tmp_path, sink, "onboard", legora_confirmed=wrong)
    assert (again["status"], steps(again)) == ("handed_over", [("capability", "change")])
    assert statuses(again)["L3"] == "warn"
    assert any("handed over: add library CLOSED" in line for line in again["lines"])
    stale = confirmed(first, date="2020-01-01")
    failed = here(sim, tmp_path, sink, "verify", legora_confirmed=stale)
    assert (failed["status"], statuses(failed)) == (
        "failed",
        {"L2": "unknown", "L3": "unknown", "L4": "unknown", "L5": "fail"},
    )
    again = here(sim, tmp_path, sink, "onboard", legora_confirmed=stale)
    assert (again["status"], steps(again)) == ("handed_over", [("service_account", "password")])
    copied = confirmed(first, organisation="Birch Holloway PC")
    sim.journal.clear()
    failed = here(sim, tmp_path, sink, "onboard", legora_confirmed=copied)
    assert (failed["status"], failed["failure"]["kind"], failed["hand_over"]) == ("failed", "tenant_mismatch", None)
    assert "Birch Holloway PC" in failed["message"]
    assert sim.journal.counts("alder")["write"] == 0
    assert here(sim, tmp_path, sink, "verify", legora_confirmed=copied)["status"] == "failed"


def test_library_that_is_added_or_dropped_and_password_that_is_changed(
    sim: Simulator, tmp_path: Path, sink: Sink
) -> None:
    changes: dict[str, Any] = {"imanage_libraries": ["ACTIVE"], "service_account_password_version": "one"}
    said = confirmed(here(sim, tmp_path, sink, "onboard", **changes))
    more = {**changes, "imanage_libraries": ["ACTIVE", "CLOSED"], "legora_confirmed": said}
    added = here(sim, tmp_path, sink, "onboard", **more)
    (step,) = added["hand_over"]["steps"]
    assert (added["status"], step["do"], step["add"], step["remove"]) == ("handed_over", "change", ["CLOSED"], [])
    customer = [str(sim.firm("alder").imanage.customer_id)]
    whole = {"Customer ID": customer, "Libraries to add": ["CLOSED"], "Library IDs": ["ACTIVE", "CLOSED"], "": []}
    assert on_sheet(added) == [("Change the libraries of the capability", whole)]
    said = confirmed(added)
    fewer = {**changes, "legora_confirmed": said}
    dropped = here(sim, tmp_path, sink, "onboard", **fewer)
    (step,) = dropped["hand_over"]["steps"]
    # The account is still in NRTADMIN of that library, and stays there until the library has left Legora.
    assert dropped["status"] == "handed_over"
    assert finding(dropped, "A7")[0] == "warn"
    assert (step["do"], step["libraries"], step["add"], step["remove"]) == ("change", ["ACTIVE"], [], ["CLOSED"])
    rest = {"Customer ID": customer, "Libraries to remove": ["CLOSED"], "Library IDs": ["ACTIVE"], "": []}
    assert on_sheet(dropped) == [("Change the libraries of the capability", rest)]
    covered = [any("still covered by Legora" in line for line in one["lines"]) for one in (added, dropped)]
    assert covered == [False, True]
    password = {"service_account_password": "Another-pretend-password", "service_account_password_version": "two"}
    anew = {**more, "legora_confirmed": said, **password}
    always = {"onboard_update_password": "always"}
    changed = here(sim, tmp_path, sink, "onboard", **always, **anew)
    (step,) = changed["hand_over"]["steps"]
    assert (step["id"], step["do"], step["password_version"]) == ("service_account", "password", "two")
    assert changed["plan"] == ["Set the password of SVC-LEGORA"]
    assert "Another-pretend-password" not in str(changed)
    names = {"User name": [sheets.USERNAME], "Password": [], "": []}
    assert on_sheet(changed) == [("Enter the changed password of the service account", names)]
    assert statuses(here(sim, tmp_path, sink, "verify", **anew))["L5"] == "fail"
    # The day alone, and the label of what was entered.
    today = datetime.now(UTC).date().isoformat()
    anew["legora_confirmed"] = confirmed(changed, date=today)
    assert statuses(here(sim, tmp_path, sink, "verify", **anew)) == dict.fromkeys(BY_HAND_CHECKS, "attested")
    anew["legora_confirmed"] = confirmed(changed, date=today, password_version=None)
    unclear = here(sim, tmp_path, sink, "verify", **anew)
    assert statuses(unclear) == dict.fromkeys(BY_HAND_CHECKS, "unknown")
    assert unclear["hand_over"]["steps"] == [{"id": "confirmation", "do": "complete", "lacks": ["password_version"]}]
    # It leaves NRTADMIN of a library only after that has left Legora.
    anew = {**anew, "imanage_libraries": ["ACTIVE"], "legora_confirmed": confirmed(dropped, password_version="two")}
    left = here(sim, tmp_path, sink, "verify", **anew)
    assert (left["status"], left["hand_over"]["open"]) == ("failed", False)
    assert finding(left, "A7") == ("fail", "SVC-LEGORA is in NRTADMIN of library CLOSED, not listed")
    drift.change(sim.firm("alder"), "remove_member", user="SVC-LEGORA", library="CLOSED")
    assert here(sim, tmp_path, sink, "verify", **anew)["status"] == "checked"


@pytest.mark.full
def test_account_that_is_not_proved_is_not_to_be_trusted(sim: Simulator, tmp_path: Path, sink: Sink) -> None:
    firm = sim.firm("alder")
    firm.imanage.effective_delay = 3600
    pending = alder(sim, tmp_path, sink, "onboard")
    assert (pending["status"], steps(pending)) == (
        "handed_over",
        [("service_account", "enter"), ("capability", "create")],
    )
    assert "eight hours" in pending["hand_over"]["withheld"]
    assert any(line.startswith("Do not switch on creating projects from iManage yet: ") for line in pending["lines"])
    firm.reset()
    firm.imanage.hide_document_view = True
    refused = alder(sim, tmp_path, sink, "onboard", "-e", "onboard_accept=R2,A8")
    assert (refused["status"], steps(refused)) == ("failed", [])
    assert not list((tmp_path / "reports").glob("alder-handover.*")), "the sheet of an earlier run must not stay"


def test_account_that_is_locked_to_legoras_address_was_proved_when_it_was_handed_over(
    sim: Simulator, tmp_path: Path, sink: Sink
) -> None:
    """It can't be tried from here again: what was handed over on proof stays, and the confirmation counts."""
    changes: dict[str, Any] = {"service_account_ip_lock": True}
    first = here(sim, tmp_path, sink, "onboard", **changes)
    again = here(sim, tmp_path, sink, "onboard", **changes)
    for result in (first, again):
        assert steps(result) == [("service_account", "enter"), ("capability", "create"), ("preference", "on")]
    done = here(sim, tmp_path, sink, "onboard", **changes, legora_confirmed=confirmed(again))
    assert (done["status"], statuses(done)) == ("unchanged", dict.fromkeys(BY_HAND_CHECKS, "attested"))


@pytest.mark.parametrize("is_locked", [False, True])
def test_library_that_onboarding_has_not_made_ready_is_not_handed_over_by_verify(
    sim: Simulator, tmp_path: Path, sink: Sink, is_locked: bool
) -> None:
    """The account is not in it yet, and the switch is on: Legora would create projects whose walls nobody feeds."""
    changes: dict[str, Any] = {"service_account_ip_lock": is_locked, "imanage_libraries": ["ACTIVE"]}
    said = confirmed(here(sim, tmp_path, sink, "onboard", **changes))
    more = {**changes, "imanage_libraries": ["ACTIVE", "CLOSED"], "legora_confirmed": said}
    seen = here(sim, tmp_path, sink, "verify", **more)
    assert (seen["status"], steps(seen), statuses(seen)["L3"]) == ("failed", [], "fail")
    assert "\nDo not " not in "\n".join(seen["lines"]) or seen["hand_over"]["open"]
    assert steps(here(sim, tmp_path, sink, "onboard", **more)) == [("capability", "change")]
    assert steps(here(sim, tmp_path, sink, "verify", **more)) == [("capability", "change")]


@pytest.mark.full
def test_hand_over_that_is_forgotten_is_told(sim: Simulator, tmp_path: Path, sink: Sink) -> None:
    alder(sim, tmp_path, sink, "onboard")
    assert finding(alder(sim, tmp_path, sink, "verify"), "L7")[0] == "pass"
    notes = tmp_path / "reports" / "alder.notes.json"
    year = str(datetime.now(UTC).year)
    notes.write_text(notes.read_text(encoding="utf-8").replace(f'"{year}-', '"2020-'), encoding="utf-8")
    assert finding(alder(sim, tmp_path, sink, "verify"), "L7")[0] == "warn"
    notes.unlink()
    assert finding(alder(sim, tmp_path, sink, "verify"), "L7")[0] == "unknown"
