# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of a firm, and of all firms; and what it never says."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import samples

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.files import file_name
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import fields as field
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.document import (
    collection_version,
    firm_report,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import TAKEN, overview_report

CANARY = "canary-Zq7!secret"


def document(name: str = "alder", **changes: Any) -> dict[str, Any]:
    return samples.document(name, **changes)


def overview(names: tuple[str, ...] = samples.NAMES, lost: tuple[str, ...] = ()) -> dict[str, Any]:
    documents = [document(name) for name in names]
    return overview_report(documents, [*names, *lost], generated_at=samples.GENERATED_AT, versions=samples.VERSIONS)


def with_statuses(*statuses: str) -> dict[str, Any]:
    """Return a report of a firm whose verification ended as given."""
    found = [samples.finding(f"A{n}", f"Check {n}", status, "seen") for n, status in enumerate(statuses, start=1)]
    unchanged = samples.result("alder", "Alder & Finch LLP", "unchanged")
    return document(preflight={}, verify=samples.phase("verify", found), result=unchanged)


# --- What never gets in ---------------------------------------------------------------------------------------------


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping within plain data, but for the one whose keys are the libraries of a firm."""
    if isinstance(value, dict):
        yield value
        value = [item for key, item in value.items() if key != "memberships"]
    if isinstance(value, list):
        for item in value:
            yield from mappings(item)


@pytest.mark.parametrize("name", samples.NAMES)
def test_unlisted_fields_do_not_get_in_wherever_they_are(name: str) -> None:
    known = copy.deepcopy(samples.firm(name))
    for place in list(mappings(list(known.values()))):
        place.update(
            {"password": CANARY, "token": {"value": CANARY}, "unlisted": [CANARY, {"x": CANARY}], CANARY: CANARY}
        )
    for secret in SECRETS:
        known["config"][secret] = CANARY
    shown = document(name, **known)
    assert "canary" not in json.dumps(shown).lower()
    everything = overview_report([shown], [name], generated_at=samples.GENERATED_AT, versions={"x": CANARY})
    assert "canary" not in json.dumps(everything).lower()


@pytest.mark.parametrize("kind", ["mapping", "list of mappings", "nested list"])
def test_listed_fields_of_another_kind_do_not_get_in(kind: str) -> None:
    """A server that answers a mapping where a text is expected must not have it copied."""
    wrong = {"mapping": {"id": {CANARY: CANARY}}, "list of mappings": [{CANARY: [CANARY]}], "nested list": [[CANARY]]}[
        kind
    ]
    known = samples.firm("alder")
    tried = 0
    assert CANARY in json.dumps({"the canary would be seen": wrong})
    for place in list(mappings(list(known.values()))):
        for key in list(place):
            original = place[key]
            place[key] = wrong
            assert CANARY not in json.dumps(document("alder", **known)), key
            place[key] = original
            tried += 1
    assert tried > 300


def test_addresses_lose_credentials_queries_and_fragments() -> None:
    url = f"https://admin:{CANARY}@imanage.alder.example:8443/work/?token={CANARY}#{CANARY}"
    state = {"connector": {"url": url}}
    shown = document(config=samples.config(imanage_url=url), preflight=samples.phase("preflight", [], state))
    assert shown["imanage"]["url"] == "https://imanage.alder.example:8443/work"
    assert shown["firewall"]["port"] == 8443
    assert CANARY not in json.dumps(shown)


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "https://", "https://[::1", "https://host:99999", "file:///etc", 7, None, []]
)
def test_address_that_is_none_is_not_known(url: Any) -> None:
    assert field.address(url) is None


def test_texts_are_on_one_line_without_signs_that_cannot_be_seen() -> None:
    assert field.text("a\nb\t\u202ec\u200b \x07d\udcff") == "a b c d"
    assert field.text(" \u200b ") is None
    assert field.text("{{ 1 }} {% if x %} {# y #} {{{ {\u200b{ {a}") == "{ { 1 }} { % if x %} { # y #} { { { { { {a}"
    assert [field.text(value) for value in (True, None, {}, [], b"x")] == [None] * 5


# --- What it says ---------------------------------------------------------------------------------------------------


def test_an_unknown_is_never_counted_as_a_pass() -> None:
    shown = with_statuses("pass", "unknown", "unknown")
    assert (shown["counts"]["pass"], shown["counts"]["unknown"], shown["counts"]["total"]) == (1, 2, 3)
    assert shown["verdict"]["level"] == "unknown"
    assert shown["verdict"]["headline"] == "No check failed, but 2 could not be decided"
    assert shown["verdict"]["counts"] == "1 of 3 checks pass, 2 unknown."
    assert [one["status"] for one in shown["attention"]] == ["unknown", "unknown"]


@pytest.mark.parametrize("status", ["PASS", "ok", "", None, True, {"pass": True}, "skipped"])
def test_a_status_that_is_not_known_is_unknown(status: Any) -> None:
    shown = with_statuses(status)
    assert (shown["counts"]["unknown"], shown["counts"]["pass"]) == (1, 0)
    assert shown["verdict"]["level"] == "unknown"


@given(st.lists(st.sampled_from(["pass", "fail", "warn", "unknown", "attested"]), min_size=1, max_size=6))
def test_the_verdict_is_never_better_than_the_worst_check(statuses: list[str]) -> None:
    shown = with_statuses(*statuses)
    worst = next(one for one in ("fail", "unknown", "warn", "attested", "pass") if one in statuses)
    assert shown["verdict"]["level"] == {"attested": "pass"}.get(worst, worst)
    all_pass = shown["verdict"]["headline"] in (f"All {len(statuses)} checks pass", "The only check passes")
    assert all_pass == (set(statuses) == {"pass"})
    assert ("person's word" in shown["verdict"]["headline"]) == (worst == "attested")
    assert ("follows the firm's ethical walls" in shown["verdict"]["meaning"]) == (worst not in ("fail", "unknown"))
    assert sum(shown["counts"][one] for one in field.STATUSES) == shown["counts"]["total"] == len(statuses)


def test_nothing_checked_is_nothing_proved() -> None:
    shown = with_statuses()
    assert shown["verdict"]["level"] == "unknown"
    assert shown["verdict"]["headline"] == "No checks were made: nothing is proved"


def test_preflight_alone_never_says_that_the_walls_are_fed() -> None:
    found = [samples.finding("R1", "One region", "pass", "eu")]
    shown = document(preflight=samples.phase("preflight", found), verify={})
    assert shown["verdict"]["headline"] == "The only check passes"
    assert "ready to be onboarded" in shown["verdict"]["meaning"]
    assert "follows the firm's ethical walls" not in shown["verdict"]["meaning"]


def test_a_run_that_failed_is_never_good_whatever_the_checks_say() -> None:
    failed = samples.result("alder", "Alder", "failed", message="it broke")
    shown = document(
        result=failed, preflight={}, verify=samples.phase("verify", [samples.finding("A2", "x", "pass", "y")])
    )
    assert shown["verdict"]["level"] == "fail"
    assert shown["message"] == "it broke"
    incomplete = samples.result("alder", "Alder", "incomplete", incomplete="not effective yet")
    shown = document(result=incomplete, preflight={}, verify=samples.phase("verify", []))
    assert (shown["verdict"]["level"], shown["message"]) == ("unknown", "not effective yet")


def test_a_message_that_only_repeats_the_checks_is_left_to_them() -> None:
    failed = samples.result("alder", "Alder", "failed", message="verify: A2 It exists: not in CLOSED. Run onboard.")
    found = samples.phase("verify", [samples.finding("A2", "It exists", "fail", "not in CLOSED")])
    shown = document(result=failed, preflight={}, verify=found)
    assert shown["message"] is None


def test_why_a_system_was_not_read_is_told_though_checks_failed_too() -> None:
    failed = samples.result(
        "alder", "Alder", "failed", message="iManage: failed to sign in. What was read shows: A2: not in CLOSED."
    )
    found = samples.phase("verify", [samples.finding("A2", "It exists", "fail", "not in CLOSED")])
    shown = document(result=failed, preflight={}, verify=found)
    assert shown["message"] == "iManage: failed to sign in."
    assert shown["verdict"]["headline"] == "1 check failed: action is needed"


def test_each_check_counts_once_with_what_it_answered_last() -> None:
    first = [samples.finding("A1", "x", "fail", "then"), samples.finding("A9", "y", "fail", "then")]
    last = [samples.finding("A1", "x", "pass", "now"), samples.finding("A9", "y", "unknown", "not tried")]
    shown = document(preflight=samples.phase("preflight", first), verify=samples.phase("verify", last))
    assert shown["counts"] == {"fail": 1, "unknown": 0, "warn": 0, "attested": 0, "pass": 1, "total": 2}
    assert [(one["id"], one["evidence"]) for one in shown["attention"]] == [("A9", "then")]
    assert [phase["counts"]["total"] for phase in shown["phases"]] == [2, 2]


def test_what_needs_attention_comes_worst_first_with_what_to_do() -> None:
    shown = document()["attention"]
    assert [(one["status"], one["id"]) for one in shown] == [
        ("fail", "A6"),
        ("fail", "A7"),
        ("fail", "S1"),
        ("unknown", "R4"),
        ("unknown", "A10"),
        ("warn", "I3"),
    ]
    assert shown[0]["onboard"] == "onboard adds it to NRTADMIN of CLOSED again"
    assert shown[0]["remedy"]


def test_before_and_after_stand_side_by_side() -> None:
    rows = {one["label"]: one for one in document()["changes"]}
    assert (rows["Exists"]["before"], rows["Exists"]["after"], rows["Exists"]["changed"]) == ("no", "yes", True)
    assert rows["In NRTADMIN of"]["after"] == "ACTIVE, ARCHIVE, KNOWLEDGE"
    assert (rows["Creates projects from iManage"]["before"], rows["Creates projects from iManage"]["after"]) == (
        "no",
        "yes",
    )
    assert rows["Other sources of projects"]["changed"] is False
    assert rows["Certificate at the address"]["after"] == "chain complete, valid until 2027-01-21"


def test_what_was_not_read_is_not_called_unchanged() -> None:
    rows = {one["label"]: one for one in document(verify={})["changes"]}
    assert all(one["after"] is None and one["changed"] is None for one in rows.values())
    assert document(preflight={}, verify={})["changes"] == []
    without_details = {"connector": {"id": "x", "status": "enabled", "service_account": None, "capabilities": None}}
    rows = {
        one["label"]: one
        for one in document(preflight={}, verify=samples.phase("verify", [], without_details))["changes"]
    }
    assert "The connector's account" not in rows


def test_each_library_has_its_own_health() -> None:
    shown = {one["id"]: one for one in document()["libraries"]}
    assert {name: one["health"] for name, one in shown.items()} == {
        "ACTIVE": "pass",
        "CLOSED": "fail",
        "KNOWLEDGE": "pass",
    }
    assert shown["CLOSED"]["words"] == {"exists": "yes", "nrtadmin": "no", "document_view": "no", "covered": "yes"}


@pytest.mark.parametrize(
    ("facts", "accepted", "health"),
    [
        ({"exists": True, "nrtadmin": True, "document_view": False, "covered": True}, False, "pass"),
        ({"exists": True, "nrtadmin": True, "document_view": None, "covered": True}, False, "unknown"),
        ({"exists": True, "nrtadmin": True, "covered": True}, False, "unknown"),
        ({"exists": True, "nrtadmin": True, "document_view": True, "covered": True}, False, "fail"),
        ({"exists": True, "nrtadmin": True, "document_view": True, "covered": True}, True, "warn"),
        ({"exists": False, "nrtadmin": None, "document_view": None, "covered": None}, False, "fail"),
        ({}, False, "unknown"),
    ],
)
def test_health_of_a_library(facts: dict[str, Any], accepted: bool, health: str) -> None:
    config = samples.config(
        imanage_libraries=[{"id": "ACTIVE", "role": None}], service_account_accept_document_view=accepted
    )
    verified = samples.phase("verify", [], libraries=[{"id": "ACTIVE", **facts}])
    (library,) = document(config=config, preflight={}, verify=verified)["libraries"]
    assert library["health"] == health


def test_password_is_a_label_and_an_age() -> None:
    account = document()["service_account"]
    assert (account["password_label"], account["password_age_days"]) == ("vault 2026-10", 53)
    assert account["password_changed_at"] == "2026-10-02T09:14:00Z"
    assert account["password_changed_on"] == "2026-10-02 09:14 UTC"


def test_assumptions_are_always_there() -> None:
    for name in samples.NAMES:
        said = " ".join(one["text"] for one in document(name)["assumptions"])
        assert "Legora publishes no reference for its administration API" in said
        assert "An unknown is not a pass" in said
    own = document(config=samples.config(legora_profile="given"))["assumptions"][0]["text"]
    assert "a profile of its own" in own


def test_rules_are_those_of_the_firm_s_region() -> None:
    assert document()["firewall"]["network"] == "20.91.134.182/32"
    assert [one["id"] for one in document("birch")["firewall"]["formats"]] == ["plain"]
    assert document("cedar")["firewall"] is None


def test_times_are_in_utc() -> None:
    known = samples.firm("alder")
    shown = firm_report(host="alder", generated_at="2026-11-25T03:41:07+01:00", **known)
    assert (shown["generated_at"], shown["generated_on"]) == ("2026-11-25T02:41:07Z", "25 November 2026, 02:41 UTC")
    with pytest.raises(ValueError, match="ISO 8601"):
        firm_report(host="alder", generated_at="now", **known)


def test_nothing_at_all_still_makes_a_report() -> None:
    shown = firm_report(None, host="alder", generated_at=samples.GENERATED_AT)
    assert (shown["firm"], shown["status"], shown["verdict"]["level"]) == ("alder", None, "unknown")
    assert shown["versions"] == {"collection": "unknown", "ansible_core": "unknown", "python": "unknown"}


# --- Files and versions ---------------------------------------------------------------------------------------------


def test_file_names_are_safe_and_free() -> None:
    assert file_name("alder") == "alder"
    assert file_name("a-b_c.example") == "a-b_c.example"
    for host in (
        "index",
        "INDEX",
        "alder.notes",
        "../../etc/passwd",
        ".hidden",
        "a/b",
        "a b",
        "",
        "é",
        "-x",
        "x" * 300,
    ):
        name = file_name(host)
        assert name != host
        assert name.isascii()
        assert not set(name) & set("/\\. ")
    assert len({file_name("a/b"), file_name("a_b"), file_name("a b")}) == 3


def test_version_is_found_in_a_checkout_and_where_it_is_installed(tmp_path: Path) -> None:
    assert collection_version(tmp_path) == "unknown"
    (tmp_path / "galaxy.yml").write_text("---\nname: x\nversion: 1.4.0 # next\nreadme: y\n", encoding="utf-8")
    assert collection_version(tmp_path) == "1.4.0"
    (tmp_path / "MANIFEST.json").write_text('{"collection_info": {"version": "1.3.9"}, "format": 1}', encoding="utf-8")
    assert collection_version(tmp_path) == "1.3.9"
    assert collection_version(Path(__file__).parents[3]) != "unknown"


# --- All firms ------------------------------------------------------------------------------------------------------


def test_overview_has_every_firm_and_the_worst_first() -> None:
    shown = overview(lost=("dogwood",))
    assert [(one["host"], one["level"], one["status"]) for one in shown["firms"]] == [
        ("alder", "fail", "changed"),
        ("cedar", "fail", "failed"),
        ("dogwood", "fail", "no result"),
        ("birch", "warn", "checked"),
    ]
    assert shown["verdict"]["headline"] == "3 of 4 firms need action"
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
    found = samples.phase("preflight", [samples.finding("I1", "Customer ID", "fail", "another")])
    shown = overview_report(
        [document(preflight=found, verify={})], ["alder"], generated_at=samples.GENERATED_AT, versions=samples.VERSIONS
    )
    assert shown["drift"] == []
    assert shown["firms"][0]["counts"]["fail"] == 1


def test_overview_is_the_same_of_what_it_takes_of_each_report() -> None:
    documents = [{name: document(one)[name] for name in TAKEN} for one in samples.NAMES]
    less = overview_report(documents, samples.NAMES, generated_at=samples.GENERATED_AT, versions=samples.VERSIONS)
    assert less == overview()


def test_overview_of_nothing_proves_nothing() -> None:
    shown = overview_report([], [], generated_at=samples.GENERATED_AT)
    assert (shown["verdict"]["level"], shown["firms"]) == ("unknown", [])


# --- Markdown -------------------------------------------------------------------------------------------------------


def test_markdown_text_has_no_meaning() -> None:
    hostile = "<script>x</script> | `rm` *b* _i_ [l](http://x) # h\n- item & &lt; \\ ~s~ {{ 1 }} !"
    shown = field.markdown_text(hostile)
    assert "\n" not in shown
    assert "<" not in shown
    assert shown == (
        r"&lt;script&gt;x&lt;/script&gt; \| \`rm\` \*b\* \_i\_ \[l\](http://x) \# h - item & &amp;lt; \\ \~s\~ "
        r"\{\{ 1 \}\} \!"
    )
    assert field.markdown_text(None) == ""
