# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds: pretend firms in a few lines each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator import Simulator, running
from simulator.clock import Clock
from simulator.inventory import host_variables
from simulator.seed import FLAVOURS, REGIONS, Firm, SeedError, add_user, generate, load, pretend_secret

DEMO = Path(__file__).parents[3] / "simulator" / "seeds" / "demo.yml"


def make(**seed: Any) -> Firm:
    return Firm({"name": "elm", **seed}, Clock())


def test_a_name_is_enough() -> None:
    firm = make()
    assert (firm.imanage.flavour, firm.legora.region, list(firm.imanage.libraries)) == ("cloud", "eu", ["ACTIVE"])
    assert len(firm.imanage.customer_id) == 5
    assert firm.imanage.mutations == 0
    library = firm.imanage.libraries["ACTIVE"]
    assert sorted(library.roles) == ["DEFAULT", "FULL", "LEGORA_METADATA"]
    assert library.groups["NRTADMIN"].members == ["LAWYER5", "ADMIN"]
    assert len(firm.imanage.users) == 6


def test_on_premises_each_library_has_its_users() -> None:
    firm = make(flavour="on_premises", libraries=["A", "B"])
    assert firm.imanage.customer_id == "1"
    assert firm.imanage.users == {}
    assert [len(library.users) for library in firm.imanage.libraries.values()] == [6, 6]
    firm.imanage.libraries["A"].users["LAWYER1"].location = "London"
    assert firm.imanage.libraries["B"].users["LAWYER1"].location == ""


def test_the_same_seed_gives_the_same_firm() -> None:
    one, other = make(), make()
    assert one.imanage.customer_id == other.imanage.customer_id
    assert one.imanage.passwords == other.imanage.passwords
    assert one.legora.api_key == other.legora.api_key
    assert make(name="oak").imanage.passwords != one.imanage.passwords


def test_secrets_are_different_and_long_enough() -> None:
    firm = make()
    secrets = [
        *firm.imanage.passwords.values(), firm.imanage.client_secret, firm.legora.api_key,
        pretend_secret("elm", "service account"),
    ]  # fmt: skip
    assert len(set(secrets)) == len(secrets)
    assert all(secret is not None and len(secret) >= 14 for secret in secrets)


@pytest.mark.parametrize(
    ("seed", "word"),
    [
        ({"nickname": "x"}, "nickname"),
        ({"name": ""}, "no name"),
        ({"flavour": "hybrid"}, "flavour"),
        ({"region": "mars"}, "region"),
        ({"app_proxy": {"reason": "x"}}, "app_proxy"),
        ({"app_proxy": "on"}, "app_proxy"),
    ],
)
def test_a_seed_with_a_mistake_is_refused(seed: dict[str, Any], word: str) -> None:
    with pytest.raises(SeedError, match=word):
        make(**seed)


@pytest.mark.parametrize(
    "content", [None, [], {}, {"firms": []}, {"firms": {}}, {"firms": [{"name": "a"}, {"name": "a"}]}]
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "seed.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(SeedError):
        load(path)


def test_the_demo_seed() -> None:
    firms = [Firm(seed, Clock()) for seed in load(DEMO)]
    assert [(firm.name, firm.imanage.flavour, firm.legora.region) for firm in firms] == [
        ("alder", "cloud", "eu"),
        ("birch", "on_premises", "us"),
        ("cedar", "cloud", "ap"),
    ]
    # One of them has a server that tells no more than the references declare.
    assert [firm.imanage.undeclared_fields for firm in firms] == [False, True, True]


def test_many_firms() -> None:
    firms = load(generate(12))
    assert len({firm["name"] for firm in firms}) == 12
    assert {(firm["flavour"], firm["region"]) for firm in firms} == {
        (one, other) for one in FLAVOURS for other in REGIONS
    }


def test_variables_of_a_seed_replace_and_take_out() -> None:
    variables = host_variables(make(variables={"firm_name": "Other", "service_account_role": None, "more": 1}))
    assert (variables["firm_name"], variables["more"]) == ("Other", 1)
    assert "service_account_role" not in variables


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_user_can_be_added_as_if_in_control_center(flavour: str) -> None:
    firm = make(flavour=flavour, libraries=["A", "B"])
    add_user(firm.imanage, "GUEST", "guest@elm.example", "Pretend-password-1", role="FULL", user_nos=6)
    assert [library.id for library in firm.imanage.libraries_of("GUEST")] == ["A", "B"]
    assert {record.user_nos for record in firm.imanage.records_of("GUEST")} == {6}
    assert firm.imanage.libraries["B"].assignments["GUEST"].role == "FULL"


def test_a_reset_forgets_everything() -> None:
    firm = make()
    add_user(firm.imanage, "GUEST", "guest@elm.example", "Pretend-password-1")
    firm.legora.preferences["imanage"] = True
    firm.reset()
    assert firm.imanage.account("GUEST") is None
    assert firm.legora.preferences == {"imanage": False, "sharepoint": False}
    assert firm.seed["preferences"] == {"imanage": False, "sharepoint": False}


def test_a_reset_forgets_what_was_put_into_lists() -> None:
    """What a seed names is a beginning, and never what the firm goes on with."""
    capability = {"id": "cap_1", "type": "ethical_walls", "customer_id": "1", "library_ids": ["A"], "updated_at": ""}
    firm = make(connectors=[{"id": "int_1"}], imanage={"max_failed_logins": 5})
    assert firm.imanage.max_failed_logins == 5
    firm.legora.connectors["int_1"].capabilities.append(capability)  # type: ignore[arg-type]
    firm.imanage.applications[0]["status"] = "disabled"
    firm.reset()
    assert firm.legora.connectors["int_1"].capabilities == []
    assert firm.imanage.applications[0]["status"] == "enabled"


def test_a_simulator_stops_when_it_is_no_longer_needed() -> None:
    with running({"firms": [{"name": "elm"}]}) as simulator:
        assert isinstance(simulator, Simulator)
        ports = [listening.getsockname()[1] for listening in simulator._sockets]
    assert len(ports) == 5
    assert all(listening.fileno() == -1 for listening in simulator._sockets)
