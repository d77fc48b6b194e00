# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm's variables: every mistake at once, each named, no secret repeated."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from helpers.firm import variables

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import CHECKS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.before_file import which_there_are
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.misspelt import looks_like_one
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import (
    SCHEMA,
    SECRETS,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import DEFAULTS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.regions import REGIONS, is_outdated

FIRM = variables(
    imanage_customer_id=None,
    imanage_legora_app_name=None,
    imanage_libraries=["ACTIVE", {"id": "CLOSED", "role": "OTHER"}],
    imanage_client_secret="canary-client-1",
)

PASSWORD = "service_account_password"


def check(changes: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    config = {**FIRM, **(changes or {})}
    outcome = check_firm(None, WantedFirm(config, firm="alder", **more), False)
    resource: dict[str, Any] = {**outcome.resource, "warnings": outcome.warnings}
    return resource


def refused(changes: dict[str, Any], **more: Any) -> EthicalWallsError:
    with pytest.raises(EthicalWallsError) as caught:
        check(changes, **more)
    text = caught.value.sentence()
    for name in SECRETS:
        value = {**FIRM, **changes}.get(name)
        assert not value or str(value) not in text, "a secret was repeated"
    assert caught.value.firm
    assert caught.value.hint
    return caught.value


def test_complete_firm_is_normalised_and_free_of_secrets() -> None:
    found = check()
    assert found["imanage_libraries"] == [
        {"id": "ACTIVE", "role": "LEGORA_METADATA"},
        {"id": "CLOSED", "role": "OTHER"},
    ]
    assert found["legora_egress_address"] == "20.91.134.182"
    assert found["legora_api_url"] == "https://api.eu.legora.com/api/v1"
    assert found["service_account_user_id"] == "SVC-LEGORA"
    assert "canary" not in str(found)
    assert found["warnings"] == []


@pytest.mark.parametrize("user_id", ["svc.legora", "svc@alder.example", "svc+legora", "o'svc", "alder/svc", "x" * 128])
def test_user_id_may_be_what_exists_in_the_cloud(user_id: str) -> None:
    assert check({"service_account_user_id": user_id})["service_account_user_id"] == user_id.upper()


@pytest.mark.parametrize(
    "email", ["svc-legora@alder.example", "o'svc+legora@mail.alder-finch.co.uk", "svc@münchen.example"]
)
def test_email_is_taken_as_it_is(email: str) -> None:
    assert check({"service_account_email": f" {email} "})["service_account_email"] == email


def test_secret_that_is_missing_is_named_with_where_it_was_looked_for() -> None:
    error = refused({"legora_api_key": ""}, unset={"legora_api_key": "LEGORA_API_KEY_ALDER"})
    assert error.reason == (
        "legora_api_key is missing: the environment variable LEGORA_API_KEY_ALDER is not set; without a key, write "
        "legora_method: by_hand to have it done by hand"
    )
    assert error.hint == "Correct it in the inventory, or where the run is given it, then run again."
    several = refused({"legora_api_key": "", "imanage_password": ""}, unset={"imanage_password": "X"})
    assert "imanage_password is missing: the environment variable X is not set" in several.reason
    assert several.hint == "Correct them in the inventory, or where the run is given them, then run again."


@pytest.mark.parametrize(
    "firms", [{}, {"job_imanage_firm": ""}, {"job_legora_firm": None}, {"job_legora_firm": " alder "}]
)
def test_credentials_of_this_firm_or_of_nobody_s_are_taken(firms: dict[str, Any]) -> None:
    check(job_firms=firms, host="alder")


@pytest.mark.parametrize("host", ["birch", "ALDER", None])
def test_credentials_that_are_another_firm_s_are_refused(host: str | None) -> None:
    error = refused({}, job_firms={"job_imanage_firm": "alder", "job_legora_firm": ""}, host=host)
    assert error.kind == "tenant_mismatch"
    assert "job_imanage_firm is alder" in error.sentence()
    assert "job_legora_firm" not in error.sentence()


def offboarding(changes: dict[str, Any] | None = None, **more: Any) -> WantedFirm:
    given = {**FIRM, "service_account_password": None, "offboard_confirm": "alder", **(changes or {})}
    config = {name: value for name, value in given.items() if value is not None}
    return WantedFirm(config, host="alder", purpose="offboard", **more)


@pytest.mark.parametrize("said", [None, "birch", "ALDER", "alder birch", "*"])
def test_firm_that_is_not_confirmed_by_its_name_is_not_offboarded(said: str | None) -> None:
    with pytest.raises(EthicalWallsError) as caught:
        check_firm(None, offboarding({"offboard_confirm": said}), False)
    assert caught.value.kind == "validation"
    assert 'write offboard_confirm: "alder"' in caught.value.reason
    assert ("is missing" in caught.value.reason) is (said is None)


def test_firm_that_leaves_needs_no_password_of_its_account() -> None:
    assert check_firm(None, offboarding(), False).resource["account_shared_with"] == []
    check_firm(None, offboarding(unreadable={"service_account_password": "no store answers"}), False)
    with pytest.raises(EthicalWallsError, match="imanage_password is missing"):
        check_firm(None, offboarding({"imanage_password": None}), False)


def test_account_that_others_have_is_left_and_what_may_be_theirs_is_refused() -> None:
    found = check_firm(None, offboarding(same_as={"imanage": ["twin"]}), False)
    assert (found.resource["account_shared_with"], found.warnings) == (["twin"], [])
    for same_as, words in (({"legora": ["twin"]}, "its connector, in common with twin"), ({"unread": ["odd"]}, "odd")):
        with pytest.raises(EthicalWallsError) as caught:
            check_firm(None, offboarding(same_as=same_as), False)
        assert caught.value.kind == "conflict"
        assert words in caught.value.reason


def test_firm_that_another_host_means_too_is_refused_or_named() -> None:
    same_as = {"legora": ["birch"], "imanage": ["birch", "cedar"]}
    error = refused({}, same_as=same_as)
    assert error.kind == "conflict"
    assert "its connector, in common with birch (" in error.reason
    assert "at iManage in common with birch, cedar (" in error.reason
    outcome = check_firm(None, WantedFirm(dict(FIRM), firm="alder", same_as=same_as, purpose="verify"), False)
    assert [warning for warning in outcome.warnings if "in common with birch" in warning] == outcome.warnings[:2]


@pytest.mark.parametrize(
    ("purpose", "name"), [("preflight", PASSWORD), ("onboard", PASSWORD), ("rotate_password", "rotate_new_password")]
)
def test_a_password_that_another_firm_has_too_is_not_written(purpose: str, name: str) -> None:
    given = {"rotate_new_password": "Next-pretend-1"} if purpose == "rotate_password" else {}
    error = refused(given, same_as={name: ["birch"]}, purpose=purpose, host="alder")
    assert error.kind == "validation"
    assert error.reason == (
        f"{name} is a password of birch too, so whoever enters it at Legora for one firm knows the other firm's "
        "administrator; give each firm its own, in host_vars/alder.yml and not with -e or in group_vars, an "
        "account that exists by rotate_password"
    )


def test_a_shared_password_can_be_rotated_away_and_does_not_keep_a_firm_from_leaving() -> None:
    """And verify, which writes nothing, names it."""
    shared = {PASSWORD: ["birch"]}
    new = {"rotate_new_password": "Next-pretend-1", "rotate_new_password_version": "2"}
    rotating = WantedFirm({**FIRM, **new}, same_as=shared, purpose="rotate_password", host="alder")
    assert check_firm(None, rotating, False).warnings == []
    check_firm(None, offboarding(same_as=shared), False)
    seen = check_firm(None, WantedFirm(dict(FIRM), same_as=shared, purpose="verify", host="alder"), False)
    assert any(f"{PASSWORD} is a password of birch too" in warning for warning in seen.warnings)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (
            "imanage_url",
            "http://alder.cloudimanage.com",
            "plain http would send passwords in the clear; write https://alder.cloudimanage.com",
        ),
        (
            "imanage_url",
            "https://alder.cloudimanage.com/work",
            "without a path or query; write https://alder.cloudimanage.com",
        ),
        ("imanage_url", "https://admin:hunter22@alder.example", "user name or password"),
        ("imanage_url", "alder.cloudimanage.com", "https://"),
        ("legora_region", "uk", "none of ap, eu, us"),
        ("firm_deadline", 0, "minutes from 1 to 480"),
        ("firm_deadline", "soon", "minutes from 1 to 480"),
        ("firm_deadline", "\u00b2", "minutes from 1 to 480"),
        ("legora_method", "fax", "none of api"),
        ("imanage_exposure", "hidden", "none of cloud"),
        ("imanage_libraries", [], "empty"),
        ("imanage_libraries", "ACTIVE", "list"),
        ("imanage_libraries", ["ACTIVE", "ACTIVE"], "names ACTIVE twice"),
        ("imanage_libraries", ["ACTIVE", "active"], "names active twice"),
        ("imanage_libraries", [{"id": "ACTIVE", "rule": "X"}], "unknown key rule"),
        ("imanage_customer_id", "C-4711", "customer ID"),
        ("imanage_customer_id", True, "not a text"),
        ("imanage_ca_path", "no/such/file.pem", "no file"),
        ("imanage_validate_certs", "perhaps", "neither true nor false"),
        ("service_account_password", "too-short-1", "11 characters; 14 are needed"),
        ("service_account_password", 12345678901234, "quotes"),
        ("service_account_password", " canary-account-0001", "white space"),
        ("imanage_password", "short", "5 characters; 8 are needed"),
        ("service_account_password", "canary-operator-1", "equal to imanage_password"),
        ("imanage_client_secret", "admin@alder.example", "equal to imanage_username"),
        ("imanage_client_id", "canary-account-0001", "service_account_password is equal to imanage_client_id"),
        ("legora_api_key", "SVC-LEGORA-KEY\n", "white space"),
        ("legora_api_key", "canary-key-with-\u00e4", "no key has"),
        ("legora_api_key", "canary-key-with-\x7f", "no key has"),
        ("service_account_email", "svc-legora", "e-mail"),
        ("service_account_email", "svc.alder.example", "e-mail"),
        ("service_account_email", "svc@alder", "e-mail"),
        ("service_account_email", "mailto:svc@alder.example", "without mailto:"),
        ("service_account_email", "<svc@alder.example>", "without mailto:, brackets"),
        ("service_account_email", "svc@alder.example.", "and a last dot"),
        ("service_account_email", "Svc <svc@alder.example>", "brackets"),
        ("service_account_email", "svc@alder..example", "e-mail"),
        ("service_account_email", "svc@alder.example;x@alder.example", "e-mail"),
        ("service_account_user_id", "svc legora", "user ID"),
        ("service_account_user_id", "svc\tlegora", "user ID"),
        ("service_account_user_id", "svc\u200blegora", "user ID"),
        ("service_account_user_id", ".", "user ID"),
        ("service_account_user_id", "..", "user ID"),
        ("service_account_user_id", "x" * 129, "up to 128"),
        ("imanage_deployment", "hybrid", "none of cloud, on_premises"),
        ("legora_ca_path", "no/such/file.pem", "no file"),
        ("legora_api_url", "https://api.us.legora.com/api/v1", "belongs to region us"),
        ("legora_profile", {"operations": {"fly": {}}}, "fly"),
        ("network_allow_list", ["20.91.134.182", "home"], "entry 2"),
        ("attestations", {"R6": {"by": "A. Person"}}, "'by' or 'date' for check R6"),
        ("attestations", {"R6": {"by": "A. Person", "date": "yesterday"}}, "YYYY-MM-DD"),
        ("attestations", {"R6": {"by": "A. Person", "date": "2926-11-01"}}, "in the future for check R6"),
        (
            "attestations",
            {"R66": {"by": "A. Person", "date": "2026-11-01"}},
            "R66, which is no check; did you mean R6?",
        ),
        (
            "attestations",
            {"mapping of": {"by": "A", "date": "2026-11-01"}},
            "something, which is no check; there are R1",
        ),
        ("attestations", {"A9": {"by": "A. Person", "date": "2026-11-01"}}, "A9, which is decided by reading"),
        (
            "attestations",
            {"r6": {"by": "A", "date": "2026-11-01"}, "R6": {"by": "B", "date": "2026-11-02"}},
            "R6 twice",
        ),
    ],
)
def test_unusable_value_is_named(name: str, value: Any, words: str) -> None:
    error = refused({name: value})
    assert error.kind == "validation"
    assert name in error.reason
    assert words in error.reason
    assert "mistakes" not in error.reason, "one mistake must give one sentence"


def test_all_mistakes_in_attestations_at_once() -> None:
    said = {"Z9": {"by": "A", "date": "2026-01-01"}, "R6": {"by": "A", "date": "2099-01-01"}, "R4": "yes"}
    reason = refused({"attestations": said}).reason
    for words in ("Z9, which is no check", "in the future for check R6", "'by' or 'date' for check R4"):
        assert words in reason


def test_what_cannot_be_read_is_a_mistake_like_others_and_not_missing() -> None:
    unreadable = {"imanage_password": "'vault_pw' is undefined", "verify_audit_days": "no answer"}
    error = refused({"imanage_password": None, "imanage_exposure": "hidden"}, unreadable=unreadable)
    assert error.reason.startswith("3 mistakes: (1) imanage_password cannot be read: 'vault_pw' is undefined; ")
    assert "verify_audit_days cannot be read: no answer" in error.reason
    assert "imanage_exposure is none of" in error.reason
    assert "missing" not in error.reason
    assert "has to be defined" in str(error.hint)


def test_wrong_switch_of_the_run_is_named_with_the_other_mistakes() -> None:
    error = refused({"imanage_exposure": "hidden"}, switches={"onboard_accept": "ZZ", "verify_audit_days": -5})
    assert error.reason.startswith("3 mistakes: ")
    assert "onboard_accept names ZZ, which is no check" in error.reason
    assert "verify_audit_days is not a number of days from 1 to 3650" in error.reason


@pytest.mark.parametrize(
    ("given", "possible"),
    [
        ({"switches": {"verify_accept": "ZZ", "onboard_accept": "ZZ", "verify_audit_days": -5}}, True),
        ({"unreadable": {"imanage_password": "no answer", "verify_accept": "no answer"}}, True),
        ({"job_variables": ["job_imanage_password"], "firms_in_play": 2}, True),
        ({"switches": {"report_directory": "/proc/nope"}}, False),
        ({"switches": {"report_in_check_mode": "maybe"}}, False),
        ({"unreadable": {"report_directory": "no answer"}}, False),
        ({"unreadable": {"report_in_check_mode": "no answer"}}, False),
        (
            {
                "job_variables": ["job_imanage_password"],
                "firms_in_play": 2,
                "switches": {"report_directory": "/proc/nope"},
            },
            False,
        ),
    ],
)
def test_failure_says_whether_a_report_of_it_is_possible(given: dict[str, Any], possible: bool) -> None:
    assert refused({}, **given).failure()["report_possible"] is possible


def test_attestations_are_taken_for_each_check_that_allows_them() -> None:
    tomorrow = datetime.now(timezone.utc).date() + timedelta(days=1)  # noqa: UP017 (also for Python 3.9)
    said: dict[str, Any] = {
        one.id: {"by": " A. Person ", "date": date(2026, 11, 1)} for one in CHECKS if one.attestable
    }
    said["S4"]["date"] = tomorrow.isoformat()
    found = check({"attestations": {name.lower(): one for name, one in said.items()}})["attestations"]
    assert set(found) == set(said)
    assert found["R6"] == {"by": "A. Person", "date": "2026-11-01", "note": ""}
    assert found["S4"]["date"] == tomorrow.isoformat(), "somewhere it is tomorrow already"
    later = {"R6": {"by": "A. Person", "date": str(tomorrow + timedelta(days=1))}}
    assert "in the future" in refused({"attestations": later}).reason


def test_what_is_no_check_is_not_repeated_where_it_may_be_a_secret() -> None:
    said = {"canary-in-a-key": {"by": "A. Person", "date": "2026-11-01"}}
    assert "canary" not in refused({"attestations": said}).sentence()


@pytest.mark.parametrize("name", [one.name for one in SCHEMA if one.required] + ["legora_api_key"])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_missing_and_blank_are_the_same(name: str, blank: Any) -> None:
    assert refused({name: blank}).reason.partition("; without a key")[0] == f"{name} is missing"


def test_all_mistakes_at_once() -> None:
    error = refused({"imanage_url": "nonsense", "legora_region": None, "imanage_libraries": []}, names=["firm_nmae"])
    assert error.reason.startswith("4 mistakes: (1) ")
    for name in ("imanage_url", "legora_region", "imanage_libraries", "firm_nmae is no variable of a firm"):
        assert name in error.reason


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("imanage_libaries", "imanage_libraries"),
        ("service_account_pasword", "service_account_password"),
        ("legora_connector_idd", "legora_connector_id"),
        ("firm_nam", "firm_name"),
        ("service_acount_ip_lock", "service_account_ip_lock"),
        ("Imanage_url", "imanage_url"),
        ("lgora_region", "legora_region"),
        ("network_allowlist", "network_allow_list"),
    ],
)
def test_misspelt_name_is_noticed(name: str, nearest: str) -> None:
    assert f"{name} is no variable of a firm; did you mean {nearest}?" in refused({}, names=[name]).reason


def test_own_and_foreign_names_are_left_alone() -> None:
    own = ["ethical_walls_firm", "ethical_walls_purpose", "ethical_walls_only_here", "rotate_password_checks"]
    own += ["ethical_walls_store", "merge_reports_done", "rotate_password_step"]
    others = ["ansible_host", "network_zone", "network_allow_list_us", "job_service_account_password", "my_imanage_url"]
    assert check(names=[*own, *others, *FIRM, *DEFAULTS])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("onboard_pilots", "no switch of a run; did you mean onboard_pilot?"),
        ("ethical_walls_max_faild", "no switch of a run; did you mean ethical_walls_max_failed?"),
        ("offboard_keep_preferences", "no switch of a run; did you mean offboard_keep_preference?"),
        ("onboard_update_pasword", "no switch of a run; did you mean onboard_update_password?"),
        ("verify_wall_user", "no variable of a firm; did you mean verify_wall_users?"),
        ("rotate_store_commands", "no variable of a firm; did you mean rotate_store_command?"),
    ],
)
def test_misspelt_switch_is_refused_as_a_misspelt_variable_is(name: str, said: str) -> None:
    assert looks_like_one(name)
    assert refused({}, names=[name]).reason == f"{name} is {said}"


def test_jobs_credentials_are_refused_for_several_firms() -> None:
    error = refused({}, job_variables=["job_legora_api_key"], firms_in_play=2)
    assert error.kind == "tenant_mismatch"
    assert "job_legora_api_key" in error.reason
    assert check(job_variables=["job_legora_api_key"], firms_in_play=1)


@pytest.mark.parametrize("method", [None, "", " ", "by_hand"])
def test_api_key_is_needed_for_the_api_only(method: str | None) -> None:
    found = check({"legora_method": method, "legora_api_key": None})
    assert (found["legora_method"], found["legora_api_url"], found["legora_profile"]) == ("by_hand", None, None)


def test_confirmation_is_normalised_and_may_be_written_without_quotes() -> None:
    said = {
        "by": "Jane Doe",
        "date": date(2026, 11, 2),
        "organisation": "Alder & Finch LLP",
        "service_username": "svc-legora@alder.example",
        "customer_id": 4711,
        "libraries": ["ACTIVE"],
        "create_projects_from_imanage": "yes",
    }
    found = check({"legora_method": "by_hand", "legora_confirmed": said})["legora_confirmed"]
    assert (found["date"], found["customer_id"], found["create_projects_from_imanage"]) == ("2026-11-02", "4711", True)
    error = refused({"legora_confirmed": {**said, "libaries": ["ACTIVE"], "date": "tomorrow"}})
    assert "legora_confirmed has the unknown key libaries; known are by, date" in error.reason
    assert "it has date, which is no day, YYYY-MM-DD, and no moment; write date: '20" in error.reason
    assert "canary" not in refused({"legora_confirmed": {**said, "note": FIRM["imanage_password"]}}).reason
    lacking = {name: value for name, value in said.items() if name != "organisation"}
    mistake = refused({"legora_organisation": "Birch: Co", "legora_confirmed": lacking}).reason
    assert 'lacks organisation; write organisation: "Birch: Co"' in mistake, "pasted, it is the firm's own"


def test_undo_names_the_files_that_there_are(tmp_path: Path) -> None:
    asked = str(tmp_path / "wrong.json")
    pattern = tmp_path / "alder-before-*.json"
    assert which_there_are(asked, "alder") == f"Nothing was sent. This firm's files: ls {pattern}; there is none."
    for day in ("20261128", "20261129"):
        (tmp_path / f"alder-before-{day}T120000Z.json").touch()
    assert which_there_are(asked, "alder").endswith(f"the newest is {tmp_path}/alder-before-20261129T120000Z.json.")


@pytest.mark.parametrize("days", [0, 367, "soon"])
def test_days_of_a_hand_over(days: Any) -> None:
    assert check()["handover_days"] == 14
    assert check({"handover_days": "30"})["handover_days"] == 30
    assert "handover_days is not a number of days" in refused({"handover_days": days}).reason


@pytest.mark.parametrize("method", [None, ""])
def test_key_without_a_method_is_refused_with_both_lines(method: str | None) -> None:
    error = refused({"legora_method": method})
    assert "legora_method: api" in error.reason
    assert "legora_method: by_hand" in error.reason
    assert check({"legora_method": "by_hand"})["legora_method"] == "by_hand", "who says it is taken at their word"
    unread = {"unreadable": {"legora_api_key": "the store does not answer"}}
    unreadable = refused({"legora_method": method, "legora_api_key": None}, **unread)
    assert unreadable.reason == "legora_api_key cannot be read: the store does not answer", "no method mends that"
    method_unread = {"unreadable": {"legora_method": "the store does not answer"}}
    assert "legora_method: api" not in refused({"legora_method": None}, **method_unread).reason
    assert check({"legora_method": "by_hand", "legora_api_key": None}, **unread), "by hand, nobody needs it"


def test_deadline_is_counted_from_now() -> None:
    before = time.time()
    assert 0 <= check({"firm_deadline": "2"})["ends_at"] - before - 120 < 5
    assert 0 <= check()["ends_at"] - before - 900 < 5


def test_warnings() -> None:
    found = check(
        {
            "imanage_url": "https://alder.example:8443",
            "imanage_validate_certs": "no",
            "service_account_accept_document_view": True,
        }
    )
    assert [warning.split()[0] for warning in found["warnings"]] == [
        "imanage_url",
        "imanage_validate_certs",
        "service_account_accept_document_view",
    ]


def test_regions_age() -> None:
    assert not is_outdated(date(2027, 10, 1))
    assert is_outdated(date(2027, 12, 1))
    assert len({region.egress_address for region in REGIONS.values()}) == 3
