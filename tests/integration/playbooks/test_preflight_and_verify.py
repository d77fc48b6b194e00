# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks preflight and verify over ten firms, what drift they name, and what onboard does about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import set_up
from helpers.playbook import Run, inventory, run_playbook

from player import FirmFailedError, FirmRun
from simulator import Simulator, drift, running
from simulator.seed import Firm, add_user

SAID = {"by": "M. Alder, head of IT", "date": "2026-11-02"}
# What no machine can see, a person has said; so nothing is left unknown for a healthy firm.
ATTESTED_BEFORE = ("R4", "R6", "N4")
ATTESTED_AFTER = ("A10", "S3", "S4", "S5")

NAMES = ("alder", "birch", "cedar", "dogwood", "elm", "fir", "gorse", "hazel", "ivy", "juniper")
ON_PREMISES = ("birch", "fir", "juniper")


def seed() -> dict[str, Any]:
    """Return ten firms of all regions: certificates that are right, PERSONNEL at iManage but not at Legora."""
    return {
        "firms": [
            {
                "name": name,
                "display_name": f"{name.capitalize()} & Finch LLP",
                "flavour": "on_premises" if name in ON_PREMISES else "cloud",
                "region": ("us", "eu", "ap")[number % 3],
                "libraries": ["ACTIVE", "CLOSED", "PERSONNEL"],
                "tls": "good",
                "variables": {
                    "imanage_libraries": ["ACTIVE", "CLOSED"],
                    "imanage_legora_app_name": "Legora",
                    "attestations": dict.fromkeys((*ATTESTED_BEFORE, *ATTESTED_AFTER, "I3"), SAID),
                },
            }
            for number, name in enumerate(NAMES)
        ]
    }


@pytest.fixture(scope="module")
def _ten() -> Iterator[Simulator]:
    with running(seed()) as simulator:
        yield simulator


@pytest.fixture
def ten(_ten: Simulator) -> Simulator:
    """Return ten firms, none of them onboarded."""
    _ten.reset()
    return _ten


def statuses(run: Run, host: str) -> dict[str, set[str]]:
    """Return the IDs of a firm's checks by status."""
    found: dict[str, set[str]] = {}
    for finding in run.result(host)["findings"]:
        found.setdefault(finding["status"], set()).add(finding["id"])
    return found


@pytest.mark.full
def test_preflight_of_ten_firms_names_what_is_wrong_with_four(ten: Simulator, tmp_path: Path) -> None:
    add_user(ten.firm("cedar").imanage, "SOMEBODY", "svc-legora@cedar.example", "pretend-password-of-somebody")
    ten.firm("birch").imanage.libraries["CLOSED"].groups["NRTADMIN"].members.remove("ADMIN")
    ten.firm("elm").connector.status = "disabled"
    run = run_playbook(tmp_path, "preflight", inventory(ten, {"fir": {"service_account_role": "NOPE"}}))
    assert run.status == 2, run.output
    broken = {"birch": {"R2"}, "cedar": {"A5"}, "elm": {"R3"}, "fir": {"I2"}}
    for name in NAMES:
        found = statuses(run, name)
        assert found.get("fail", set()) == broken.get(name, set()), name
        # What a role allows that there is not, nobody knows.
        assert found.get("unknown", set()) == ({"A8"} if name == "fir" else set()), name
        # The simulator has ports and an authority of its own.
        assert found["warn"] == {"N1", "N3"}, name
        assert found["attested"] == {*ATTESTED_BEFORE, "I3"}, name
        assert run.result(name)["status"] == ("failed" if name in broken else "checked")
    assert ten.journal.counts()["write"] == 0
    assert "10 firms: 6 checked, 4 failed" in run.overview[0]
    assert "Fail: R2: ADMIN is not in NRTADMIN of library CLOSED. Next: " in run.output
    assert "Fail: I2: there is no role NOPE in libraries ACTIVE, CLOSED. Next: Create" in run.output
    assert "If the firm lives with it: -e preflight_accept=I2" in run.output
    assert "onboard_accept" not in run.output
    assert not any(firm.imanage.tokens for firm in ten.firms.values()), "a sign-in was left open"


@dataclass(frozen=True)
class Drift:
    """What somebody changed, what verify says of it, and whether onboarding mends it.

    :ivar failing: the checks that fail, and no others.
    :ivar words: what the firm's lines say of it.
    :ivar first_stops_with: what the first run of onboarding ends with, where it takes two.
    :ivar stays_with: what every run ends with, where it is not onboarding's own.
    """

    happen: Callable[[Firm], None]
    failing: set[str]
    words: str
    first_stops_with: str | None = None
    stays_with: str | None = None


def _changed(kind: str, **fields: Any) -> Callable[[Firm], None]:
    return lambda firm: drift.change(firm, kind, **fields)


def _password_set_again(firm: Firm) -> None:
    """Set the same password anew at iManage, ten minutes after Legora has saved it."""
    firm.clock.advance(600)
    drift.change(firm, "set_password", user="SVC-LEGORA", password=firm.imanage.passwords["SVC-LEGORA"])


DRIFTS = {
    "alder": Drift(_changed("remove_member", user="SVC-LEGORA", library="CLOSED"), {"A6"}, "onboard adds it again"),
    # Legora itself then says that it is refused.
    "birch": Drift(_changed("disable_account", user="SVC-LEGORA"), {"A4", "L2"}, "onboard enables it"),
    "dogwood": Drift(_changed("drop_library", library="CLOSED"), {"L3"}, "exactly the listed libraries"),
    "elm": Drift(_changed("set_preference", value=False), {"L4"}, "switches it on again"),
    "fir": Drift(
        _changed("add_member", user="SVC-LEGORA", library="PERSONNEL"),
        {"A7"},
        "Put PERSONNEL back into imanage_libraries, or take the account out of NRTADMIN there",
        stays_with="A7: SVC-LEGORA is in NRTADMIN of library PERSONNEL, not listed",
    ),
    "gorse": Drift(
        _changed("change_role", user="SVC-LEGORA", library="CLOSED", role="DEFAULT"),
        {"A8", "A9"},
        "is DEFAULT, not",
        first_stops_with="may view documents",
    ),
    "hazel": Drift(_password_set_again, {"L5"}, "the password is newer at iManage"),
}


@pytest.mark.full(names=[NAMES])
@pytest.mark.parametrize("names", [("alder", "birch", "cedar", "hazel"), NAMES], ids=["some", "ten"])
def test_verify_names_exactly_what_somebody_changed(ten: Simulator, tmp_path: Path, names: tuple[str, ...]) -> None:
    set_up(*map(ten.firm, names))
    for name in set(DRIFTS).intersection(names):
        DRIFTS[name].happen(ten.firm(name))
    ten.journal.clear()
    run = run_playbook(tmp_path, "verify", inventory(ten), "--limit", ",".join(names))
    assert run.status == 2, run.output
    for name in names:
        found = statuses(run, name)
        if name in DRIFTS:
            assert found["fail"] == DRIFTS[name].failing, name
            assert DRIFTS[name].words in " ".join(run.result(name)["lines"]), name
        else:
            assert "fail" not in found, name
            # iManage has not published how to ask for its queue of change events.
            assert found["unknown"] == {"A12"}, name
    assert ten.journal.counts()["write"] == 0
    assert not any(firm.imanage.tokens for firm in ten.firms.values()), "a sign-in was left open"


@pytest.mark.parametrize("name", DRIFTS)
def test_onboard_mends_what_it_owns(ten: Simulator, name: str) -> None:
    """In this process, since the playbook does the same; what is not its own stays, and is named again."""
    set_up(ten.firm(name))
    DRIFTS[name].happen(ten.firm(name))
    seen = FirmRun(ten.firm(name), "verify").result()
    assert {one["id"] for one in seen["findings"] if one["status"] == "fail"} == DRIFTS[name].failing
    assert DRIFTS[name].words in " ".join(seen["lines"])
    if DRIFTS[name].first_stops_with:
        with pytest.raises(FirmFailedError, match=DRIFTS[name].first_stops_with):
            set_up(ten.firm(name))
    if DRIFTS[name].stays_with:
        with pytest.raises(FirmFailedError, match=DRIFTS[name].stays_with):
            set_up(ten.firm(name))
        return
    set_up(ten.firm(name))
    ten.journal.clear()
    set_up(ten.firm(name))
    assert ten.journal.counts()["write"] == 0


def test_onboard_does_not_write_while_a_check_stands_against_it(ten: Simulator) -> None:
    """Unless the failure is accepted by its ID; an ID that there is not is no acceptance."""
    firm = ten.firm("cedar")
    firm.imanage.applications[0]["status"] = "disabled"
    for accepted, status, writes in ((None, "failed", 0), ("N33", "failed", 0), ("r3, A5", "changed", 8)):
        ten.journal.clear()
        result = FirmRun(firm, changes={"onboard_accept": accepted} if accepted else {}).result()
        assert (result["status"], ten.journal.counts()["write"]) == (status, writes), result["lines"]
        if accepted is None:
            assert "R3: connector int_cedar is enabled, but application Legora is disabled" in result["message"]
        elif accepted == "N33":
            assert "onboard_accept names N33, which is no check" in result["message"]
        else:
            assert any("R3 failed, and that is accepted" in line for line in result["lines"])
