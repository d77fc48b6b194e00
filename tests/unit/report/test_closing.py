# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says when a firm leaves."""

from __future__ import annotations

from typing import Any

import pytest
from samples import firms

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._rendering import firm_files

LEFT = [{**part, "state": "left"} for part in firms.closing()["parts"]]


def document(*, dry_run: bool = False, by_hand: bool = False, c2: tuple[str, str] | None = None, **ended: Any) -> Any:
    """Return the report of a firm that leaves; ``c2`` is how that check ended, ``ended`` what of its result differs."""
    known = firms.juniper()
    findings = known["verify"]["findings"]
    if c2:
        findings[0].update(status=c2[0], evidence=c2[1])
    known["result"].update(ended)
    if by_hand:
        known["config"] = {**known["config"], "legora_method": "by_hand"}
    return firms.firm_report(generated_at=firms.GENERATED_AT, versions=firms.VERSIONS, dry_run=dry_run, **known)


def test_closing_report_says_what_is_gone_who_uses_the_rest_and_who_does_what() -> None:
    shown = document()
    assert (shown["title"], shown["signed"]) == ("Closing report: Juniper Sloe LLP", "state")
    assert shown["verdict"]["headline"] == "Taken back, but for what others use"
    assert [(part["status"], part["shown"]) for part in shown["closing"]["parts"]] == (
        [("pass", "Gone")] * 3 + [("warn", "Left for others")] * 2
    )
    assert shown["closing"]["others"][1] == "Projects are still created from sharepoint."
    # What others use is told by itself, and is nothing to mend.
    assert (shown["attention"], shown["to_confirm"]) == ([], [])
    assert [one["owner"] for one in shown["to_do"]["firm"]] == ["Your Legora administrator"]
    assert [one["text"] for one in shown["to_do"]["consultant"]] == ["Take juniper out of the inventory."]


def test_all_of_it_gone_is_the_best_that_can_be_said() -> None:
    parts = [{**part, "state": "gone"} for part in firms.closing()["parts"]]
    found = document(c2=("pass", "gone"), closing=firms.closing(parts=parts, others=[]))["verdict"]
    assert (found["level"], found["headline"]) == ("pass", "Everything is taken back")
    assert "As far as a program can see, Legora has nothing of the firm any more" in found["meaning"]


def test_what_was_confirmed_is_not_shown_as_read() -> None:
    given = [{**part, "state": "confirmed" if part["system"] == "Legora" else "gone"} for part in LEFT]
    shown = document(by_hand=True, c2=("attested", "Jane Doe, 2026-11-24 (gone)"), closing=firms.closing(parts=given))
    assert [(part["status"], part["shown"]) for part in shown["closing"]["parts"]] == (
        [("attested", "Gone, as was confirmed")] * 3 + [("pass", "Gone")] * 2
    )
    page = next(text for name, text in firm_files(shown).items() if name == f"{shown['file']}.html")
    assert "Legora as it was confirmed, iManage as it was read at the end" in page


def test_what_is_left_is_not_finished() -> None:
    shown = document(
        c2=("fail", "SVC-LEGORA may still sign in"), status="failed", closing=firms.closing(over=False, parts=LEFT)
    )
    assert shown["verdict"]["headline"] == "Not finished: not everything is taken back"
    assert (shown["title"], shown["signed"]) == ("Offboarding: Juniper Sloe LLP", None)
    assert {part["status"] for part in shown["closing"]["parts"]} == {"fail"}


def test_dry_run_says_what_is_to_be_taken_back() -> None:
    given = firms.closing(over=False, parts=LEFT)
    shown = document(dry_run=True, status="planned", c2=("unknown", "this is a dry run; as it is: all"), closing=given)
    assert (shown["verdict"]["level"], shown["verdict"]["headline"]) == ("pass", "2 changes are planned")
    assert {(part["status"], part["shown"]) for part in shown["closing"]["parts"]} == {("none", "To be taken back")}


def test_hand_over_says_why_imanage_waits() -> None:
    given = firms.closing(over=False, parts=[{**part, "state": "handed_over"} for part in firms.closing()["parts"]])
    steps = [{"id": "preference", "do": "off"}]
    shown = document(
        by_hand=True,
        status="handed_over",
        c2=("warn", "handed over: what is to be taken away at Legora; until then all is left"),
        closing=given,
        hand_over=firms.hand_over(steps=steps),
    )
    assert (shown["verdict"]["level"], shown["verdict"]["headline"]) == (
        "handed_over",
        "iManage waits; 1 step is left at Legora",
    )
    assert "left as it is, so that the walls stay fed" in shown["verdict"]["meaning"]
    assert "left until Legora's half is confirmed" in shown["verdict"]["counts"]
    assert shown["attention"] == []


@pytest.mark.parametrize("form", ["html", "md"])
def test_pages_have_the_closing_and_no_rules_to_let_legora_in(form: str) -> None:
    page = firm_files(document())[f"juniper.{form}"]
    for words in ("What was taken back", "What others still use", "twin of the inventory", "Left for others"):
        assert words in page
    for words in ("Network rules", "In NRTADMIN</th>", "| library | health |", "What is open"):
        assert words not in page
    other = firm_files(firms.document("hazel"))[f"hazel.{form}"]
    assert "taken back" not in other
    assert "Network rules" in other
