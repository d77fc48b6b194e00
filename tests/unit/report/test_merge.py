# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which report files an overview of several runs is made of."""

from __future__ import annotations

import json
from typing import Any

import pytest
from samples import firms

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.document import firm_report
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.merge import hours_of, merge_reports
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import overview_report

NOW = "2026-11-25T22:00:00Z"


def report(host: str, made: str = "2026-11-25T21:00:00Z", **changes: Any) -> str:
    result = firms.result(host, f"Firm {host}", "checked", purpose="verify")
    return json.dumps({**firm_report(result, generated_at=made), **changes})


def merged(files: dict[str, str], hosts: list[str], hours: Any = None) -> dict[str, Any]:
    return merge_reports(files, hosts, now=NOW, hours=hours_of(hours))


def test_reports_come_in_the_order_of_the_firms() -> None:
    found = merged({"alder.json": report("alder"), "birch.json": report("birch")}, ["birch", "alder"])
    assert [one["host"] for one in found["documents"]] == ["birch", "alder"]
    assert found["lost"] == found["left_out"] == []


def test_firm_without_a_report_is_lost_and_the_overview_says_so() -> None:
    found = merged({"alder.json": report("alder")}, ["alder", "birch"])
    assert found["lost"] == ["birch"]
    overview = overview_report(found["documents"], ["alder", "birch"], generated_at=NOW)
    assert {one["host"]: one["status"] for one in overview["firms"]} == {"alder": "checked", "birch": "no result"}


def test_firm_whose_newest_report_says_that_it_failed_is_named_with_the_reason() -> None:
    failed = {"status": "failed", "message": "iManage Work of Firm alder: failed to sign in: {{ wrong }}."}
    old = report("birch", "2026-11-25T20:00:00Z", **failed)
    files = {"alder.json": report("alder", **failed), "old.json": old, "birch.json": report("birch")}
    found = merged(files, ["alder", "birch", "cedar"])
    where = "What to do stands in alder.html."
    assert found["failed"] == {"alder": f"iManage Work of Firm alder: failed to sign in: {{ {{ wrong }}}}. {where}"}
    assert [one["host"] for one in found["documents"]] == ["alder", "birch"], "it stands in the overview all the same"
    silent = merged({"alder.json": report("alder", status="failed", message=None, verdict={})}, ["alder"])
    assert silent["failed"] == {"alder": f"its report does not say why. {where}"}
    checks = {"message": None, "verdict": {"headline": "Not safe"}, "status": "failed"}
    phases = firms.document("alder")["phases"]
    named = merged({"alder.json": report("alder", **checks, phases=phases)}, ["alder"])
    assert named["failed"] == {"alder": f"Not safe (A7, A6, S1). {where}"}


def test_overviews_of_the_runs_are_passed_over() -> None:
    overview = json.dumps(overview_report([], ["alder"], generated_at=NOW))
    assert merged({"index.json": overview}, [])["left_out"] == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "alder.json is no JSON"),
        ("[]", "alder.json is no report of this version of the collection"),
        (report("alder", schema="another"), "alder.json is no report of this version of the collection"),
        (report("alder", generated_at="yesterday"), "alder.json is no report of this version of the collection"),
        (report("alder", dry_run=True), "alder.json is of a dry run"),
        (report("alder", verdict="good"), "alder.json is no report of this version of the collection"),
        (report("elm"), "alder.json is about elm, which is none of the firms of this run"),
        (report("alder", "2026-11-24T21:59:59Z"), "alder.json is too old, of 2026-11-24 21:59 UTC"),
    ],
)
def test_file_that_does_not_count_is_named(content: str, reason: str) -> None:
    found = merged({"alder.json": content}, ["alder"])
    assert found["documents"] == []
    assert found["lost"] == ["alder"]
    assert found["left_out"] == [reason]


def test_half_a_report_does_not_count() -> None:
    half = json.loads(report("alder"))
    del half["phases"]
    assert merged({"alder.json": json.dumps(half)}, ["alder"])["lost"] == ["alder"]


@pytest.mark.parametrize("names", [("1.json", "2.json"), ("2.json", "1.json")])
def test_newest_of_a_firm_counts(names: tuple[str, str]) -> None:
    old, new = report("alder", "2026-11-25T20:00:00Z"), report("alder", "2026-11-25T21:00:00Z")
    (document,) = merged({names[0]: old, names[1]: new}, ["alder"])["documents"]
    assert document["generated_at"] == "2026-11-25T21:00:00Z"


@pytest.mark.parametrize("hours", [None, "", " ", 24, "24"])
def test_blank_age_is_the_default(hours: Any) -> None:
    assert merged({"a.json": report("alder", "2026-11-24T22:00:00Z")}, ["alder"], hours)["lost"] == []


def test_age_can_be_given() -> None:
    assert merged({"a.json": report("alder", "2026-11-25T20:59:00Z")}, ["alder"], "1")["lost"] == ["alder"]


@pytest.mark.parametrize("hours", ["soon", 0, -1, 1.5, True, 10**6])
def test_strange_age_is_refused(hours: Any) -> None:
    with pytest.raises(ValueError, match="hours"):
        merged({}, [], hours)
