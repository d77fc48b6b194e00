# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options a task gets that leaves them out, and which it must never get."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from helpers.firm import MORE_VARIABLES as FIRM

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import normalised
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import (
    BY_NAME,
    SCHEMA,
    SECRETS,
    variable_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import (
    ACCOUNT,
    IDENTITY,
    OF_ACCOUNT,
    fill,
)

PLUGINS = "ansible_collections.legalops.ethical_walls.plugins"
NAMES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/modules").glob("*.py"))
MODULES: dict[str, Module] = {name: importlib.import_module(f"{PLUGINS}.modules.{name}").MODULE for name in NAMES}
OF_SYSTEM = {name: module for name, module in MODULES.items() if module.system}

# What a run has found of its account.
FOUND = {
    "account": {"id": "SVC-WALLS"},
    "account_username": "svc-legora@alder.example",
    "observed_roles": {},
    "password_changed_at": "2026-11-24T08:35:04Z",
    "pending_users": ["SVC-WALLS"],
    "service_username": "svc-legora@alder.example",
    "update_password": "always",
    "session": "/x/session",
}
WISHES = ("full_name", "email", "user_password")


def filled(module: str, given: dict[str, Any] | None = None, found: Any = None, **changes: Any) -> dict[str, Any]:
    """Return what a module is called with; a change of ``None`` leaves a firm's variable out."""
    known = {name: value for name, value in {**FIRM, **changes}.items() if value is not None}
    one = MODULES[module]
    learned = FOUND if found is None else found
    return fill(module, one.system, one.argument_spec, given or {}, normalised(known, {}, "Alder"), learned)


def secrets_in(options: dict[str, Any]) -> set[str]:
    return {name for name in SECRETS if FIRM.get(name) in options.values()}


# --- What is filled ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(OF_SYSTEM))
def test_bare_task_of_a_system_gets_all_that_its_module_can_not_work_without(name: str) -> None:
    module = MODULES[name]
    given = {"create_projects_from": {"imanage": True}} if name == "legora_project_preferences" else {}
    options = filled(name, given)
    assert [need for need in module.needs if options.get(need) in (None, "")] == []
    assert options["firm"] == FIRM["firm_name"]
    assert set(options) <= set(module.argument_spec)


@pytest.mark.parametrize("name", sorted(set(MODULES) - set(OF_SYSTEM)))
def test_module_without_a_system_gets_no_variable(name: str) -> None:
    assert filled(name, {"firm": "Alder"}, found={}) == {"firm": "Alder"}


def test_bare_task_makes_the_account_that_the_firm_describes() -> None:
    options = filled("imanage_user")
    assert options["user_id"] == "SVC-WALLS"
    assert options["libraries"] == [{"id": "ACTIVE", "role": None}, {"id": "CLOSED", "role": "OTHER"}]
    assert {name: options[name] for name in (*WISHES, "role")} == {
        "full_name": "Walls",
        "email": "svc-legora@alder.example",
        "user_password": "canary-account-0001",
        "role": "LEGORA_METADATA",
    }
    assert options["legora_address"] == "20.91.134.182"
    assert "ip_range" not in options
    assert filled("imanage_user", service_account_ip_lock=True)["ip_range"] == "20.91.134.182"


def test_options_of_another_form_are_made_of_the_variable() -> None:
    assert filled("imanage_group_membership")["users"] == {"add": ["SVC-WALLS"]}
    assert filled("legora_connector_capability")["libraries"] == {"set": ["ACTIVE", "CLOSED"]}
    assert filled("imanage_info")["applications"] is True
    assert "applications" not in filled("imanage_info", imanage_legora_app_name=None)


def test_what_the_run_has_found_counts_more_than_the_firms_variables() -> None:
    assert filled("legora_connector_capability", found={"customer_id": "1"})["customer_id"] == "1"
    assert filled("legora_connector_capability", found={})["customer_id"] == "4711"
    assert "session" not in filled("legora_connector_info"), "it has no such option"


# --- What stands in the task ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["OTHER", "", False, 0])
def test_what_stands_in_the_task_wins(value: Any) -> None:
    assert filled("imanage_user", {"legora_address": value})["legora_address"] == value
    assert filled("imanage_info", {"validate_certs": value})["validate_certs"] == value
    assert filled("imanage_info", {"session": value})["session"] == value


@pytest.mark.parametrize("name", sorted(OF_SYSTEM))
def test_null_is_neither_given_nor_filled(name: str) -> None:
    bare = filled(name)
    for option in bare:
        options = filled(name, {option: None})
        assert option not in options
        assert set(options) == set(bare) - {option}, "what stands beside it is filled as ever"


# --- Address, identity and secret belong together ---------------------------------------------------------------------

TYPED = [
    (name, option)
    for name, module in OF_SYSTEM.items()
    for option in IDENTITY[str(module.system)]
    if option in module.argument_spec
]


@pytest.mark.parametrize(("name", "option"), TYPED)
def test_task_that_names_a_system_itself_gets_nothing(name: str, option: str) -> None:
    """A typed address must never be sent the host's password."""
    assert filled(name, {option: "typed"}) == {option: "typed"}
    assert filled(name, {option: "typed", "firm": None}) == {option: "typed"}


def test_every_option_that_says_which_system_or_who_is_known_as_that() -> None:
    said = {"imanage": ("url", "username", "client_id"), "legora": ("region", "api_url", "organisation")}
    for system, secret in (("imanage", "password"), ("imanage", "client_secret"), ("legora", "api_key")):
        assert {*said[system], secret} <= set(IDENTITY[system])
    assert len(TYPED) > 50


@pytest.mark.parametrize("option", ["url", "username", "region", "organisation"])
def test_blank_one_names_nothing_and_is_not_replaced(option: str) -> None:
    name = "imanage_info" if option in IDENTITY["imanage"] else "legora_connector_info"
    options = filled(name, {option: " "})
    assert options[option] == " "
    assert options["firm"] == FIRM["firm_name"]


# --- A task that names an account itself ------------------------------------------------------------------------------

OWN_ACCOUNT = [
    (name, option) for name, module in OF_SYSTEM.items() for option in ACCOUNT if option in module.argument_spec
]


@pytest.mark.parametrize(("name", "option"), OWN_ACCOUNT)
def test_task_that_names_an_account_gets_nothing_of_the_firms_account_but_the_operator(name: str, option: str) -> None:
    bare, options = filled(name), filled(name, {option: "SOMEBODY"})
    assert options[option] == "SOMEBODY"
    of_account = {
        one.option.partition(".")[2]
        for variable in SCHEMA
        for one in variable.fills
        if one.of_account and one.option.startswith(f"{name}.")
    }
    assert not (of_account | set(OF_ACCOUNT)) & set(options) - {option}
    assert secrets_in(options) <= {"imanage_password", "imanage_client_secret", "legora_api_key"}
    operator = set(IDENTITY[str(MODULES[name].system)]) & set(bare)
    assert operator <= set(options)
    assert FIRM["service_account_email"] not in options.values()


def test_account_of_another_group_is_the_tasks_own_affair() -> None:
    assert "users" not in filled("imanage_group_membership", {"group": "PARTNERS"})
    assert filled("imanage_group_membership", {"users": {"add": ["BOB"]}})["users"] == {"add": ["BOB"]}


# --- What is wanted, and not only who and where -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "wish",
    [
        {"ip_lock": True},
        {"ip_lock": False},
        {"state": "present"},
        {"state": "disabled"},
        {"state": "absent"},
        {"correct_roles": True},
        {"full_name": "Another"},
        {"email": "another@alder.example"},
        {"user_password": "another-Password-1"},
        {"role": "ANOTHER"},
        {"ip_range": "192.0.2.1"},
    ],
    ids=str,
)
def test_task_with_a_wish_of_its_own_gets_no_other(wish: dict[str, Any]) -> None:
    options = filled("imanage_user", wish)
    # The role is what correct_roles is about.
    roles = () if "correct_roles" in wish else ("role", "accept_document_view")
    others = {*WISHES, *roles} - set(wish)
    assert not others & set(options)
    assert options["user_id"] == "SVC-WALLS"
    assert wish.items() <= options.items()


def test_libraries_are_left_alone_where_the_account_goes() -> None:
    for name in ("imanage_user", "legora_connector_capability"):
        assert "libraries" not in filled(name, {"state": "absent"})
    assert "service_password" not in filled("legora_connector_service_account", {"state": "absent"})


@pytest.mark.parametrize("option", ["update_password", "after", "require", "notes_directory"])
def test_how_something_is_done_is_no_wish(option: str) -> None:
    assert filled("imanage_user", {option: "x"})["user_password"] == FIRM["service_account_password"]


# --- The variables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_blank_variable_is_not_given(blank: Any) -> None:
    variables = normalised({"service_account_role": blank, "imanage_username_form": blank}, {}, None)
    assert variables("service_account_role") is None
    assert variables("imanage_username_form") == "auto", "a default is filled nevertheless"
    assert "role" not in filled("imanage_user", service_account_role=blank or "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("imanage_url", "https://admin:canary@alder.example"),
        ("imanage_password", "canary\n"),
        ("imanage_client_secret", ["canary"]),
        ("legora_api_key", "canary key"),
    ],
)
def test_unusable_variable_is_refused_by_its_name_and_not_shown(name: str, value: str) -> None:
    module = "imanage_info" if name.startswith("imanage_") else "legora_connector_info"
    with pytest.raises(EthicalWallsError) as caught:
        filled(module, **{name: value})
    assert (caught.value.kind, caught.value.firm) == ("validation", "Alder")
    assert name in caught.value.sentence()
    assert "canary" not in caught.value.sentence()


def test_variable_that_cannot_be_read_is_refused_where_it_is_needed() -> None:
    variables = normalised({}, {"imanage_password": "the store is away"}, "Alder")
    assert variables("imanage_client_secret") is None
    with pytest.raises(EthicalWallsError, match="imanage_password cannot be read: the store is away"):
        variables("imanage_password")


def test_only_what_is_left_out_is_looked_up() -> None:
    asked: list[str] = []

    def variables(name: str) -> Any:
        asked.append(name)
        return None

    one = MODULES["imanage_info"]
    fill("imanage_info", "imanage", one.argument_spec, {"url": "https://a"}, variables, {})
    assert asked == []
    fill("imanage_info", "imanage", one.argument_spec, {"libraries": ["A"], "ca_path": None}, variables, {})
    assert not {"imanage_libraries", "imanage_ca_path", "legora_api_key", "service_account_password"} & set(asked)
    assert "imanage_password" in asked


@pytest.mark.parametrize("name", [name for name, module in OF_SYSTEM.items() if module.system == "legora"])
def test_by_hand_nothing_of_the_api_is_looked_up_and_no_secret(name: str) -> None:
    asked: list[str] = []

    def variables(one: str) -> Any:
        asked.append(one)
        known = {"legora_method": "by_hand", "legora_confirmed": {"by": "Jane Doe"}}
        return known[one] if one in known else normalised(FIRM, {}, "Alder")(one)

    spec = MODULES[name].argument_spec
    options = fill(name, "legora", spec, {}, variables, {})
    assert (options["method"], options["confirmed"]) == ("by_hand", {"by": "Jane Doe"})
    of_the_api = {"legora_api_key", "legora_api_url", "legora_ca_path", "legora_profile"}
    assert not (of_the_api | set(SECRETS)) & set(asked)
    assert "confirmed" not in filled(name), "it is for the other method"
    # What stands in the task decides.
    assert "api_key" in fill(name, "legora", spec, {"method": "api"}, variables, {})


# --- The table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_table_names_options_that_there_are(name: str) -> None:
    for one in BY_NAME[name].fills:
        scope, _dot, option = one.option.partition(".")
        meant = [module for key, module in MODULES.items() if scope in (key, module.system)]
        having = [module for module in meant if option in module.argument_spec]
        assert having, one.option
        assert all(other in module.argument_spec for module in having for other in one.unless), one.option


def test_secret_is_filled_into_options_that_ansible_masks_and_nothing_else() -> None:
    for name, module in OF_SYSTEM.items():
        for option, value in filled(name).items():
            is_secret = any(value == FIRM.get(secret) for secret in SECRETS)
            assert bool(module.argument_spec[option].get("no_log")) == is_secret, f"{name}.{option}"


def test_variable_of_an_option() -> None:
    assert variable_of("imanage", "url") == "imanage_url"
    assert variable_of("imanage", "user_password") == "service_account_password"
    assert variable_of("imanage", "session") is None


def test_account_that_a_task_names_is_put_into_no_library_of_the_firm() -> None:
    own = filled("imanage_user", {"full_name": "Somebody"})
    other = filled("imanage_user", {"user_id": "SOMEBODY", "full_name": "Somebody"})
    assert own["libraries"]
    assert {"libraries", "ip_range", "email", "user_password"} & set(other) == set()
    assert other["url"] == own["url"]
    assert "ip_range" not in filled("imanage_user", {"user_id": "SOMEBODY", "ip_lock": True}, {"ip_range": "192.0.2.1"})


@pytest.mark.parametrize("users", [{"add": ["SOMEBODY"]}, {"remove": ["SVC-WALLS"]}, {"set": []}], ids=str)
def test_users_that_a_task_names_are_put_into_no_group_of_the_firms_libraries(users: dict[str, list[str]]) -> None:
    own, other = filled("imanage_group_membership"), filled("imanage_group_membership", {"users": users})
    assert own["libraries"]
    assert "libraries" not in other
    assert {name: value for name, value in other.items() if name != "users"}.items() <= own.items()
    named = filled("imanage_group_membership", {"users": users, "libraries": ["HR"]})
    assert named["libraries"] == ["HR"]
