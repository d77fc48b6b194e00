# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the overview says of all firms."""

from __future__ import annotations

from typing import Any

import pytest
from samples import firms

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import TAKEN, overview_report


def overview(names: tuple[str, ...] = firms.NAMES, lost: tuple[str, ...] = ()) -> dict[str, Any]:
    documents = [firms.document(name) for name in names]
    return overview_report(documents, [*names, *lost], generated_at=firms.GENERATED_AT, versions=firms.VERSIONS)


def test_overview_has_every_firm_and_the_worst_first() -> None:
    shown = overview(lost=("dogwood",))
    assert [(one["host"], one["level"], one["status"]) for one in shown["firms"]] == [
        ("alder", "fail", "changed"),
        ("cedar", "fail", "failed"),
        ("dogwood", "fail", "no result"),
        ("birch", "warn", "checked"),
    ]
    assert shown["verdict"]["headline"] == "3 of 4 firms need action; 1 with something to decide"
    assert {one["status"]: one["firms"] for one in shown["statuses"]} == {
        "changed": 1,
        "checked": 1,
        "failed": 1,
        "no result": 1,
    }


def test_overview_shows_each_check_of_each_firm() -> None:
    shown = overview()
    columns = [one["id"] for one in shown["checks"]]
    assert columns[:3] == ["R1", "R2", "R3"]
    assert columns.index("A9") < columns.index("A10") < columns.index("I1") < columns.index("S4")
    cells = {one["host"]: {cell["id"]: cell["status"] for cell in one["cells"]} for one in shown["firms"]}
    assert (cells["alder"]["A6"], cells["alder"]["A11"], cells["birch"]["A6"]) == ("fail", "not_applicable", None)
    assert (cells["alder"]["A8"], cells["alder"]["A10"]) == ("pass", "confirm")
    assert set(cells["cedar"].values()) == {None}
    assert all([cell["id"] for cell in one["cells"]] == columns for one in shown["firms"])
    counted = {one["id"]: one["counts"] for one in shown["checks"]}
    assert (counted["R1"]["pass"], counted["A6"]["fail"], counted["N4"]["attested"]) == (2, 1, 2)
    assert shown["counts"]["total"] == sum(one["counts"]["total"] for one in shown["firms"])


def test_overview_names_the_drift_and_what_onboarding_does() -> None:
    assert [(one["host"], one["id"], one["onboard"]) for one in overview()["drift"]] == [
        ("alder", "A6", "onboard adds it to NRTADMIN of CLOSED again"),
        ("alder", "A7", None),
        ("alder", "S1", None),
    ]


def test_a_failing_preflight_is_no_drift() -> None:
    found = firms.phase("preflight", [firms.finding("I1", "Customer ID", "fail", "another")])
    shown = overview_report(
        [firms.document("alder", preflight=found, verify=None)], ["alder"], generated_at=firms.GENERATED_AT
    )
    assert shown["drift"] == []
    assert shown["firms"][0]["counts"]["fail"] == 1


def test_overview_is_the_same_of_what_it_takes_of_each_report() -> None:
    documents = [{name: firms.document(one)[name] for name in TAKEN} for one in firms.NAMES]
    less = overview_report(documents, firms.NAMES, generated_at=firms.GENERATED_AT, versions=firms.VERSIONS)
    assert less == overview()


def test_overview_of_nothing_proves_nothing() -> None:
    shown = overview_report([], [], generated_at=firms.GENERATED_AT)
    assert (shown["verdict"]["level"], shown["firms"]) == ("unknown", [])


@pytest.mark.parametrize(
    ("names", "headline"),
    [
        (("hazel",), "1 firm in order"),
        (("fir",), "1 firm needs action"),
        (("ivy", "hazel"), "1 of 2 firms with changes planned; 1 in order"),
        (("hazel", "elm"), "1 of 2 firms with steps left at Legora; 1 in order"),
        (("hazel", "fir"), "1 of 2 firms needs action; 1 in order"),
    ],
)
def test_overview_says_first_who_is_not_done(names: tuple[str, ...], headline: str) -> None:
    assert overview(names)["verdict"]["headline"] == headline


def test_overview_counts_the_steps_that_are_left_at_legora() -> None:
    shown = overview(("elm", "hazel"))
    assert [(one["host"], one["status"], one["left"]) for one in shown["firms"]] == [
        ("elm", "handed_over", 3),
        ("hazel", "checked", None),
    ]
    cells = {cell["id"]: cell["status"] for cell in shown["firms"][0]["cells"]}
    assert (cells["L3"], cells["A6"]) == ("handed_over", "pass")
