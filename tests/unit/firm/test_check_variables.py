# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm exports for checks: a blank value is none, and a text is no list."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.firm import EXPORTED, variables

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import WantedFirm, check_firm

LISTS = sorted(EXPORTED)


def config(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = check_firm(None, WantedFirm(variables(**changes), firm="alder"), False).resource
    return found


def refusal(**changes: Any) -> str:
    with pytest.raises(EthicalWallsError) as caught:
        config(**changes)
    return caught.value.reason


@pytest.mark.parametrize("name", [*LISTS, "verify_test_documents"])
@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_one_is_not_given(name: str, blank: str) -> None:
    assert config(**{name: blank})[name] is None


@pytest.mark.parametrize("name", LISTS)
def test_list_is_taken_without_its_blank_lines(name: str) -> None:
    assert config(**{name: [" ann@alder.example ", "", None, 7]})[name] == ["ann@alder.example", "7"]
    assert config(**{name: []})[name] == []


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("verify_wall_users", "ann@alder.example", "is not a list; write it as [ann@alder.example, bob@alder.example]"),
        ("verify_legora_users", {"ann": 1}, "is not a list; write it as [ann@alder.example, bob@alder.example]"),
        ("verify_manual_projects", "none", "is not a list; write it as [Moot court], or as [] where there are none"),
        (
            "verify_manual_projects",
            ["Pitch", ["x"]],
            "has an entry 2 that is not a text; write it as [Moot court], or as [] where there are none",
        ),
        (
            "verify_manual_projects",
            ["", " "],
            "has blank entries only; write it as [Moot court], or as [] where there are none",
        ),
        (
            "verify_audit_resource_types",
            "capability",
            "is not a list; write it as [integration, service_account, capability, organisation], or as [] for all",
        ),
        (
            "verify_test_documents",
            "ACTIVE!1234.1",
            "does not say by library which document; write it as {ACTIVE: ACTIVE!1234.1}",
        ),
        (
            "verify_test_documents",
            {"ACTIVE": ["ACTIVE!1.1"]},
            "has a library or a document that is not a text; write it as {ACTIVE: ACTIVE!1234.1}",
        ),
        ("attestation_days", "soon", "is not a number of days from 1 to 3660"),
        ("endpoint_timeout", 0, "is not a number of seconds from 1 to 600"),
        ("endpoint_timeout", 2.5, "is not a number of seconds from 1 to 600"),
        ("attestation_days", True, "is not a number of days from 1 to 3660"),
    ],
)
def test_what_is_none_is_refused_with_what_to_write(name: str, value: Any, reason: str) -> None:
    assert refusal(**{name: value}) == f"{name} {reason}"


def test_document_that_is_blank_is_none() -> None:
    assert config(verify_test_documents={"ACTIVE": "ACTIVE!1.1", "CLOSED": ""})["verify_test_documents"] == {
        "ACTIVE": "ACTIVE!1.1"
    }


def test_document_of_a_library_that_is_not_listed_would_never_be_asked_for() -> None:
    reason = "verify_test_documents names library active, which imanage_libraries does not list: ACTIVE, CLOSED"
    assert refusal(verify_test_documents={"active": "ACTIVE!1.1"}) == reason
