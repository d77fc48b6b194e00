# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of firms in YAML: plain values only, every mistake with its line."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.intake.firms import Intake, read_firms

CANARY = "Canary7secret"

ALDER = """\
    firm_name: Alder & Finch LLP
    legora_region: eu
    legora_organisation: Alder & Finch LLP
    imanage_url: https://imanage.alder.example
    imanage_libraries: [ACTIVE, {id: CLOSED, role: LEGORA_CLOSED}]
    service_account_email: svc-legora@alder.example
"""


def read(text: str) -> Intake:
    return read_firms(text.encode(), "firms.yaml")


def firm(more: str = "", before: str = "") -> str:
    """Return a file of one firm; what is added to the firm begins in line 8, plus the lines before it."""
    return f"{before}firms:\n  alder:\n{ALDER}{more}"


def sentences(text: str) -> list[str]:
    intake = read(text)
    assert not intake.firms or not intake.mistakes, "a file with a mistake gives no firm at all"
    lines = [mistake.sentence() for mistake in intake.mistakes]
    assert CANARY not in "\n".join(lines)
    return lines


def the_mistake(text: str) -> str:
    (only,) = sentences(text)
    return only


def variables(text: str) -> dict[str, Any]:
    intake = read(text)
    assert intake.mistakes == []
    return intake.firms[0].variables


def test_firm_is_read() -> None:
    intake = read(firm("    firm_deadline: 15\n    service_account_ip_lock: no\n    imanage_customer_id:\n"))
    assert intake.mistakes == []
    assert (intake.firms[0].host, intake.firms[0].groups) == ("alder", ("region_eu", "deployment_not_said"))
    assert intake.firms[0].variables == {
        "firm_name": "Alder & Finch LLP",
        "legora_region": "eu",
        "legora_organisation": "Alder & Finch LLP",
        "imanage_url": "https://imanage.alder.example",
        "imanage_libraries": ["ACTIVE", {"id": "CLOSED", "role": "LEGORA_CLOSED"}],
        "service_account_email": "svc-legora@alder.example",
        "firm_deadline": 15,
        "service_account_ip_lock": False,
    }


def test_numbers_and_dates_are_taken_as_they_were_typed() -> None:
    """YAML would make 299 of the first one, and half the tools take the quotes away."""
    more = "    imanage_customer_id: 0453\n    legora_connector_id: 1_000\n"
    more += "    attestations: {R6: {by: M. Alder, date: 2026-11-02, note: 'Agreed\n      with Legora'}}\n"
    found = variables(firm(more))
    assert found["imanage_customer_id"] == "0453"
    assert found["legora_connector_id"] == "1_000"
    assert found["attestations"] == {"R6": {"by": "M. Alder", "date": "2026-11-02", "note": "Agreed with Legora"}}


def test_a_profile_keeps_its_types() -> None:
    profile = (
        "    legora_profile: {operations: {connectors: {path: /tenant/connectors, query: {size: 0x10, all: yes}}}}\n"
    )
    found = variables(firm(profile))["legora_profile"]["operations"]["connectors"]
    assert found == {"path": "/tenant/connectors", "query": {"size": 16, "all": True}}


def test_firms_share_defaults() -> None:
    before = "defaults:\n  imanage_client_id: legalops\n  firm_deadline: 30\n"
    found = variables(firm("    firm_deadline: 60\n", before))
    assert (found["imanage_client_id"], found["firm_deadline"]) == ("legalops", 60)


def test_mistake_in_what_firms_share_is_named_once() -> None:
    second = "  birch:\n" + ALDER.replace("Alder", "Birch").replace("alder", "birch")
    text = firm(second, "defaults:\n  firm_deadline: Canary7secret\n")
    assert the_mistake(text) == "line 2: firm_deadline is not a number of minutes from 1 to 480"


def test_all_mistakes_at_once_with_their_lines() -> None:
    text = """\
defaults:
  imanage_password: Canary7secret
firms:
  alder:
    firm_name: Alder
    firm_name: Canary7secret
    legora_region: uk
    legora_organisation: Alder
    imanage_url: https://admin:Canary7secret@alder.example
    imanage_libraries: ACTIVE
    service_account_email: svc@alder.example
    Canary7: Canary7secret
    host: alder
  Alder:
    firm_name: !vault |
      $ANSIBLE_VAULT;1.1;AES256
    service_account_emial: Canary7secret
    legora_region: eu
    legora_organisation: "{{ Canary7secret }}"
    imanage_url: https://second.example
    imanage_libraries: [ACTIVE, {id: CLOSED, Canary7secret: X}]
  1st: []
extra: 1
"""
    assert sentences(text) == [
        "line 2: imanage_password is a secret; secrets do not belong into this file",
        "line 6 (alder): firm_name is there twice, in line 5 too",
        "line 7 (alder): legora_region is none of ap, eu, us",
        "line 9 (alder): imanage_url is unusable: it must not contain a user name or password",
        "line 10 (alder): imanage_libraries is unusable: it must be a list of library IDs, or of {id, role}",
        "line 12 (alder): its name is no variable of a firm",
        "line 13 (alder): host is no variable; a firm's host is the key above its variables",
        "line 14 (Alder): service_account_email is missing",
        "line 14 (Alder): host is the same as in line 4",
        "line 15 (Alder): firm_name is a secret of Ansible Vault; secrets do not belong into this file",
        "line 17 (Alder): service_account_emial is no variable of a firm; did you mean service_account_email?",
        "line 19 (Alder): legora_organisation has a marker of a template ({{, {% or {#); values are never templates",
        "line 21 (Alder): imanage_libraries is unusable: entry 2 has an unknown key; known are id and role",
        "line 22: there has to be a mapping of firm variables",
        "line 22: host is not a letter followed by letters, digits and '_', 63 at most",
        *(f"line 22: {name} is missing" for name in REQUIRED_NAMES),
        "line 23: there is a key that is none of defaults and firms",
    ]


REQUIRED_NAMES = (
    "firm_name",
    "legora_region",
    "legora_organisation",
    "imanage_url",
    "imanage_libraries",
    "service_account_email",
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file: it is empty"),
        ("---\n# nothing\n", "the file: it is empty"),
        ("- alder\n", "line 1: the file has to be a mapping with the keys defaults and firms"),
        ("firms: [alder]\n", "line 1: firms has to be a mapping"),
        ("firms:\n", "the file: it has no firm"),
        ("defaults:\n  firm_deadline: 30\n", "the file: the key firms is missing"),
        (firm(before="defaults: [Canary7secret]\n"), "line 1: there has to be a mapping of firm variables"),
        (firm("firms: {}\n"), "firms is there twice"),
        (firm("    firm_deadline: Canary7secret: 1\n"), "line 9: this is no valid YAML"),
        (firm("    firm_deadline: *Canary7secret\n"), "line 9: this is no valid YAML"),
        (firm("---\n" + ALDER), "line 9: this is no valid YAML"),
        (firm("    firm_deadline: \x07\n"), "this is no valid YAML"),
        ("[" * 600, "nested too deeply"),
        (
            firm("    firm_deadline: !!python/object:os.system Canary7secret\n"),
            "line 9 (alder): firm_deadline has a tag",
        ),
        (firm("    ? [Canary7secret]\n    : 1\n"), "line 9 (alder): a key is not a plain text"),
        (firm("    network_allow_list: &a [*a]\n"), "line 9 (alder): network_allow_list is used again by an alias"),
        (firm("    attestations: {R6: {by: A, by: B, date: 2026-11-02}}\n"), "attestations has a key twice"),
        (firm("    legora_profile: {<<: {a: 1}}\n"), "legora_profile has a key that is not a plain text"),
        (firm("    legora_profile: {version: !!int Canary7secret}\n"), "legora_profile has a value that does not fit"),
        (firm("    imanage_api_prefix: 4.5\n"), "imanage_api_prefix is not a path"),
        (firm("    attestations: [R6]\n"), "line 9 (alder): attestations is not a mapping of check IDs"),
        (firm("    attestations: {r6: {by: A, date: 2026-11-02}, R6: {by: A, date: 2026-11-02}}\n"), "a check twice"),
    ],
)
def test_unusable_file(text: str, words: str) -> None:
    assert words in the_mistake(text)


def test_a_mapping_of_another_firm_is_not_taken_over_by_an_alias() -> None:
    text = firm().replace("alder:", "alder: &alder") + "  birch: *alder\n"
    assert "is used again by an alias; write it out, or use defaults" in "\n".join(sentences(text))
