# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a firm's variables hold: they are normalised once and for all, or refused without repeating a secret."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from helpers.firm import variables
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import (
    BY_NAME,
    SCHEMA,
    SECRETS,
    FirmVariable,
)

# Texts that are right for some variable, or nearly.
TEXTS = st.sampled_from(
    ["https://alder.example", "https://alder.example/api/v1/", "HTTPS://Alder.Example:8443/", "http://localhost:80",
     "eu", "api", "ACTIVE", "48213", " 007 ", "SVC-LEGORA", "svc@alder.example", "/work/api/v2", "yes", "OFF", "15",
     "\u00b2", "\u0661", "canary-secret-0001", "canary\x7fsecret-0001", "2026-11-24", "20.91.134.182", "10.0.0.0/8",
     "auto", "~/x"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "role", "by", "date", "note", "R6"]) | st.text(max_size=3), inner)
    ),
    max_leaves=6,
)
IDS = st.text(alphabet="abcXYZ019_-", min_size=1, max_size=64)

FIRM = variables(
    imanage_customer_id=None, imanage_legora_app_name=None, imanage_libraries=["ACTIVE"], service_account_role=None
)


@pytest.mark.parametrize("variable", SCHEMA, ids=lambda variable: variable.name)
@settings(max_examples=10)
@given(value=VALUES)
@example(value="\u00b2")
def test_each_value_is_normalised_once_or_refused(variable: FirmVariable, value: Any) -> None:
    refusal = ""
    try:
        normalised = variable.check(value)
    except ValueError as error:
        refusal = str(error)
    else:
        assert variable.check(normalised) == normalised
    assert "invalid literal" not in refusal, "Python's own words repeat the value"
    assert not isinstance(value, str) or len(value.strip()) <= 3 or value.strip() not in refusal


@given(st.text() | TEXTS, st.sampled_from(["legora_api_url", "imanage_url"]))
@example("HTTPS://Alder.Example:8443/", "imanage_url")
@example(" https://alder.example/api/v1/ ", "legora_api_url")
def test_an_address_is_an_origin_and_perhaps_a_path(value: str, name: str) -> None:
    try:
        address = BY_NAME[name].check(value)
    except ValueError:
        return
    parts = urlsplit(address)
    assert parts.scheme in ("https", "http")
    assert (parts.username, parts.password, parts.query, parts.fragment) == (None, None, "", "")
    assert not address.endswith("/")
    assert not parts.path or name == "legora_api_url"


@given(st.integers(0, 10**20 - 1), st.sampled_from(["", " ", "\n"]))
def test_a_customer_id_is_a_text_of_digits(number: int, space: str) -> None:
    check = BY_NAME["imanage_customer_id"].check
    assert check(number) == check(f"{space}{number}{space}") == str(number)
    assert check(f"00{number}"[:20]) == f"00{number}"[:20], "leading zeros belong to it"
    for wrong in (-1 - number, float(number), f"{number}x", f"{number} 1", [number], f"{number}\n1"):
        with pytest.raises(ValueError, match="is not"):
            check(wrong)


@given(IDS, st.sampled_from(["", " ", "\n"]))
def test_a_user_id_is_the_same_in_any_case(user_id: str, space: str) -> None:
    shown = {
        check_firm(None, WantedFirm({**FIRM, "service_account_user_id": space + written}), False).resource[
            "service_account_user_id"
        ]
        for written in (user_id, user_id.lower(), user_id.upper())
    }
    assert shown == {user_id.upper()}


@given(st.text(alphabet="!#%&'*+-^`|~abcXYZ019.$\x7f\x1f\x80 ", min_size=8))
def test_a_key_that_is_taken_can_be_sent(key: str) -> None:
    """The client would refuse any other one, but only when the run has begun."""
    good = key.isascii() and key.isprintable() and " " not in key
    if good:
        assert BY_NAME["legora_api_key"].check(key) == key
        return
    with pytest.raises(ValueError, match=r"white space|no key has") as caught:
        BY_NAME["legora_api_key"].check(key)
    assert key not in str(caught.value)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([variable.name for variable in SCHEMA]), VALUES, max_size=4))
def test_a_firm_is_described_or_refused_and_no_secret_is_shown(changes: dict[str, Any]) -> None:
    config = {**FIRM, **changes}
    secrets = [config[name] for name in SECRETS if isinstance(config.get(name), str) and "canary" in config[name]]
    try:
        outcome = check_firm(None, WantedFirm(dict(config), firm="alder"), False)
    except EthicalWallsError as error:
        shown = error.sentence()
    else:
        shown = str(outcome.resource) + str(outcome.warnings)
        assert not set(SECRETS) & set(outcome.resource)
        again = {name: value for name, value in outcome.resource.items() if name in BY_NAME}
        again.update({name: config.get(name) for name in (*SECRETS, "legora_profile")})
        repeated = check_firm(None, WantedFirm(again, firm="alder"), False).resource
        assert {**repeated, "ends_at": 0} == {**outcome.resource, "ends_at": 0}
    # A secret that is another variable's value too is refused, and then that value may be named.
    others = str([value for name, value in config.items() if name not in SECRETS])
    assert not [secret for secret in secrets if secret in shown and secret not in others]
