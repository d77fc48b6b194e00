# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of a firm; and what it never says."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import firms
from unit.report.planted import CANARY, mappings

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.files import file_name
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import STATUSES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.document import (
    collection_version,
    firm_report,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import overview_report
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.summary import summary


def document(name: str = "alder", **changes: Any) -> dict[str, Any]:
    return firms.document(name, **changes)


def with_statuses(*statuses: str) -> dict[str, Any]:
    """Return a report of a firm whose verification ended as given."""
    found = [firms.finding(f"A{n}", f"Check {n}", status, f"seen {n}") for n, status in enumerate(statuses, start=1)]
    unchanged = firms.result("alder", "Alder & Finch LLP", "unchanged")
    return document(preflight={}, verify=firms.phase("verify", found), result=unchanged)


# --- What never gets in ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", firms.REPORTED)
def test_unlisted_fields_do_not_get_in_wherever_they_are(name: str) -> None:
    known = copy.deepcopy(firms.firm(name))
    for place in list(mappings(list(known.values()))):
        place.update(
            {"password": CANARY, "token": {"value": CANARY}, "unlisted": [CANARY, {"x": CANARY}], CANARY: CANARY}
        )
    for secret in SECRETS:
        known["config"][secret] = CANARY
    shown = document(name, **known)
    assert "canary" not in json.dumps(shown).lower()
    assert "canary" not in json.dumps(summary(shown)).lower()
    everything = overview_report([shown], [name], generated_at=firms.GENERATED_AT, versions={"x": CANARY})
    assert "canary" not in json.dumps(everything).lower()


def leaves(value: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each text in mappings of plain data, as its mapping and its key."""
    for place in mappings(value):
        yield from ((place, key) for key in list(place) if isinstance(place[key], str))


@pytest.mark.parametrize("kind", ["mapping", "list of mappings", "nested list"])
def test_texts_of_another_kind_do_not_get_in(kind: str) -> None:
    """A server that answers a mapping where a text is expected must not have it copied."""
    wrong = {"mapping": {"id": {CANARY: CANARY}}, "list of mappings": [{CANARY: [CANARY]}], "nested list": [[CANARY]]}[
        kind
    ]
    known = firms.firm("alder")
    tried = 0
    for phase in ("preflight", "verify"):
        state = known[phase]["state"]
        parts = {name: state[name] for name in ("imanage", "user", "connector", "organisation")}
        for place, key in leaves(parts):
            original, place[key] = place[key], wrong
            assert CANARY not in json.dumps(document("alder", **known)), key
            place[key] = original
            tried += 1
    assert tried > 40


def test_addresses_lose_credentials_queries_and_fragments() -> None:
    url = f"https://admin:{CANARY}@imanage.alder.example:8443/work/?token={CANARY}#{CANARY}"
    state = {"connector": {"url": url}}
    shown = document(config=firms.config(imanage_url=url), preflight=firms.phase("preflight", [], state))
    assert shown["imanage"]["url"] == "https://imanage.alder.example:8443/work"
    assert shown["firewall"]["port"] == 8443
    assert CANARY not in json.dumps(shown)


# --- What it says ---------------------------------------------------------------------------------------------------


def test_an_unknown_is_never_counted_as_a_pass() -> None:
    shown = with_statuses("pass", "unknown", "unknown")
    assert (shown["counts"]["pass"], shown["counts"]["unknown"], shown["counts"]["total"]) == (1, 2, 3)
    assert shown["verdict"]["level"] == "unknown"
    assert shown["verdict"]["headline"] == "Not proved: 2 points could not be checked"
    assert shown["verdict"]["counts"] == "1 of 3 checks pass, 2 unknown."
    assert [one["status"] for one in shown["attention"]] == ["unknown", "unknown"]


@given(st.lists(st.sampled_from(["pass", "fail", "warn", "unknown", "attested"]), min_size=1, max_size=6))
def test_the_verdict_is_never_better_than_the_worst_check(statuses: list[str]) -> None:
    shown = with_statuses(*statuses)
    worst = next(one for one in ("fail", "unknown", "warn", "attested", "pass") if one in statuses)
    assert shown["verdict"]["level"] == {"attested": "pass"}.get(worst, worst)
    in_order = shown["verdict"]["headline"].startswith("Set up and working")
    assert in_order == (worst not in ("fail", "unknown"))
    assert ("follows the firm's ethical walls" in shown["verdict"]["meaning"]) == in_order
    assert sum(shown["counts"][one] for one in STATUSES) == shown["counts"]["total"] == len(statuses)


def test_nothing_checked_is_nothing_proved() -> None:
    shown = with_statuses()
    assert shown["verdict"]["level"] == "unknown"
    assert shown["verdict"]["headline"] == "Nothing was checked, so nothing is proved"


def test_preflight_alone_never_says_that_the_walls_are_fed() -> None:
    found = [firms.finding("R1", "One region", "pass", "eu")]
    shown = document(preflight=firms.phase("preflight", found), verify={})
    assert shown["verdict"]["headline"] == "Ready to be set up"
    assert "ready to be set up" in shown["verdict"]["meaning"]
    assert "follows the firm's ethical walls" not in shown["verdict"]["meaning"]


def test_a_run_that_failed_is_never_good_whatever_the_checks_say() -> None:
    failed = firms.result("alder", "Alder", "failed", message="it broke")
    shown = document(result=failed, preflight={}, verify=firms.phase("verify", [firms.finding("A2", "x", "pass", "y")]))
    assert shown["verdict"]["level"] == "fail"
    assert shown["message"] == "it broke"
    incomplete = firms.result("alder", "Alder", "incomplete", incomplete="not effective yet")
    shown = document(result=incomplete, preflight={}, verify=firms.phase("verify", []))
    assert (shown["verdict"]["level"], shown["message"]) == ("unknown", "not effective yet")


def test_a_message_that_only_repeats_the_checks_is_left_to_them() -> None:
    failed = firms.result("alder", "Alder", "failed", message="verify: A2 It exists: not in CLOSED. Run onboard.")
    found = firms.phase("verify", [firms.finding("A2", "It exists", "fail", "not in CLOSED")])
    shown = document(result=failed, preflight={}, verify=found)
    assert shown["message"] is None


def test_why_a_system_was_not_read_is_told_though_checks_failed_too() -> None:
    failed = firms.result(
        "alder", "Alder", "failed", message="iManage: failed to sign in. What was read shows: A2: not in CLOSED."
    )
    found = firms.phase("verify", [firms.finding("A2", "It exists", "fail", "not in CLOSED")])
    shown = document(result=failed, preflight={}, verify=found)
    assert shown["message"] == "iManage: failed to sign in."
    assert shown["verdict"]["headline"] == "Not working: the service account is missing"


def test_each_check_counts_once_with_what_it_answered_last() -> None:
    first = [firms.finding("A1", "x", "fail", "then"), firms.finding("A9", "y", "fail", "then")]
    last = [firms.finding("A1", "x", "pass", "now"), firms.finding("A9", "y", "unknown", "not tried")]
    shown = document(preflight=firms.phase("preflight", first), verify=firms.phase("verify", last))
    assert shown["counts"] == {
        "fail": 1,
        "unknown": 0,
        "warn": 0,
        "attested": 0,
        "pass": 1,
        "confirm": 0,
        "handed_over": 0,
        "unclear": 0,
        "total": 2,
    }
    assert [(one["ids"], one["evidence"]) for one in shown["attention"]] == [(["A9"], "then")]
    assert [phase["counts"]["total"] for phase in shown["phases"]] == [2, 2]


def test_what_is_wrong_comes_worst_first_under_a_title_that_says_so() -> None:
    shown = document()
    assert [(one["status"], one["ids"], one["title"]) for one in shown["attention"]] == [
        ("fail", ["A7"], "The service account is an administrator where Legora is not to be"),
        ("fail", ["A6"], "The service account is missing from NRTADMIN, so Legora learns of changes late"),
        ("fail", ["S1"], "A library is not healthy"),
        ("warn", ["I3"], "A library is not covered"),
    ]
    assert shown["attention"][1]["evidence"] == "SVC-LEGORA is not in NRTADMIN of library CLOSED"
    assert [one["id"] for one in shown["to_confirm"]] == ["R4", "A10", "A12", "S3", "S5"], (
        "what only people can tell is no fault"
    )


def test_consultant_has_a_list_apart_from_the_firms() -> None:
    to_do = document()["to_do"]
    firm = json.dumps(to_do["firm"])
    assert to_do["firm"][0]["owner"] == "Your iManage administrator"
    assert "imanage_libraries" not in firm
    assert "The next onboarding adds it to NRTADMIN of CLOSED again." in json.dumps(to_do["consultant"])
    assert "attestations: {R4: {by: NAME" in to_do["consultant"][-1]["text"]


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
    rows = {one["label"]: one for one in document(verify=None)["changes"]}
    assert all(one["after"] is None and one["changed"] is None for one in rows.values())
    assert document(preflight=None, verify=None)["changes"] == []
    without_details = {"connector": {"id": "x", "status": "enabled", "service_account": None, "capabilities": None}}
    rows = {
        one["label"]: one
        for one in document(preflight=None, verify=firms.phase("verify", [], without_details))["changes"]
    }
    assert "The connector's account" not in rows


def test_what_somebody_confirmed_is_not_shown_as_read() -> None:
    """By hand, nobody reads Legora: what stands there, and so a library's health, rests on somebody's word."""
    confirmed = document(config=firms.config(legora_method="by_hand"))
    rows = [(one["group"], one["label"]) for one in confirmed["changes"] if one["group"].startswith("Legora")]
    assert {group for group, _label in rows} == {"Legora, as confirmed"}
    labels = [label for _group, label in rows]
    assert "Confirmed" in labels
    assert not {"Account saved", "What Legora says of that account"} & set(labels)
    shown = {one["id"]: one for one in confirmed["libraries"]}
    assert {name: one["health"] for name, one in shown.items()} == {
        "ACTIVE": "attested",
        "CLOSED": "fail",
        "KNOWLEDGE": "attested",
    }
    assert shown["ACTIVE"]["words"]["covered"] == "as confirmed"


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
    config = firms.config(
        imanage_libraries=[{"id": "ACTIVE", "role": None}], service_account_accept_document_view=accepted
    )
    verified = firms.phase("verify", [], libraries=[{"id": "ACTIVE", **facts}])
    (library,) = document(config=config, preflight={}, verify=verified)["libraries"]
    assert library["health"] == health


def test_password_is_a_label_and_an_age() -> None:
    account = document()["service_account"]
    assert (account["password_label"], account["password_age_days"]) == ("vault 2026-10", 53)
    assert account["password_changed_at"] == "2026-10-02T09:14:00Z"
    assert account["password_changed_on"] == "2026-10-02 09:14 UTC"


def test_assumptions_are_always_there() -> None:
    for name in ("alder", "birch", "cedar", "fir"):
        said = " ".join(one["text"] for one in document(name)["assumptions"])
        assert "Legora publishes no reference for its administration API" in said
        assert "An unknown is not a pass" in said
    own = document(config=firms.config(legora_profile="given"))["assumptions"][0]["text"]
    assert "a profile of its own" in own
    assert "confirmed" in document("elm")["assumptions"][0]["text"]


def test_rules_are_those_of_the_firm_s_region() -> None:
    assert document()["firewall"]["network"] == "20.91.134.182/32"
    assert [one["id"] for one in document("birch")["firewall"]["formats"]] == ["plain"]
    assert document("cedar")["firewall"] is None


def test_times_are_in_utc() -> None:
    known = firms.firm("alder")
    shown = firm_report(generated_at="2026-11-25T03:41:07+01:00", **known)
    assert (shown["generated_at"], shown["generated_on"]) == ("2026-11-25T02:41:07Z", "25 November 2026, 02:41 UTC")
    with pytest.raises(ValueError, match="ISO 8601"):
        firm_report(generated_at="now", **known)


def test_firm_of_which_nothing_is_known_still_has_a_report() -> None:
    shown = firm_report(firms.result("elm", "elm", "failed"), generated_at=firms.GENERATED_AT)
    assert (shown["firm"], shown["verdict"]["level"]) == ("elm", "fail")
    assert shown["versions"] == {"collection": "unknown", "ansible_core": "unknown", "python": "unknown"}


def test_service_account_signs_in_as_the_plan_says() -> None:
    shown = document("ivy")
    assert shown["service_account"]["sign_in_name"] == "svc-legora@ivy.example"
    assert any("svc-legora@ivy.example" in sentence for sentence in shown["plan"])


# --- Files and versions ---------------------------------------------------------------------------------------------


def test_file_names_are_safe_and_free() -> None:
    assert file_name("alder") == "alder"
    assert file_name("a-b_c.example") == "a-b_c.example"
    for host in (
        "index",
        "INDEX",
        "alder.notes",
        "alder-handover",
        "alder-Removal",
        "Alder-Summary",
        "alder-before-20261129T120000Z",
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
