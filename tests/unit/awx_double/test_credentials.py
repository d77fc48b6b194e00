# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of AWX: credential types and credentials."""

from __future__ import annotations

from typing import Any

import pytest
from unit.awx_double.api import Api

from awx_double import Awx, RefusedError

FIELDS = [
    {"id": "username", "label": "User name", "type": "string"},
    {"id": "password", "label": "Password", "type": "string", "secret": True},
    {"id": "strict", "label": "Strict", "type": "boolean"},
    {"id": "region", "label": "Region", "type": "string", "choices": ["eu", "us"]},
]
INPUTS = {"fields": FIELDS, "required": ["username", "password"]}


def field(**changed: Any) -> dict[str, Any]:
    """Return inputs with one field."""
    return {"fields": [{"id": "a", "label": "A", "type": "string", **changed}]}


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({"fields": {}}, "is not of type 'array'"),
        ({"feilds": []}, "'feilds' was unexpected"),
        ({"dependencies": {}}, "'dependencies' is not supported for custom credentials."),
        ({"fields": [{"label": "A"}]}, "'id' is a required property"),
        ({"fields": [{"id": "a"}]}, "'label' is a required property"),
        (field(id="a-b"), "a-b is an invalid variable name"),
        (field(id="tower"), '"tower" is a reserved field name'),
        (field(helptext="x"), "'helptext' was unexpected"),
        (field(type="number"), "'number' is not one of ['string', 'boolean']"),
        (field(format="email"), "'email' is not one of"),
        (field(secret="yes"), "'yes' is not of the type of secret"),
        (field(type="boolean", secret=True), "secret not allowed for boolean type (a)"),
        (field(type="boolean", default="x"), "x is not a boolean"),
        (field(ask_at_runtime=True), "'ask_at_runtime' is not supported for custom credentials."),
        ({"fields": [*FIELDS, FIELDS[0]]}, "field IDs must be unique (username)"),
        ({"fields": FIELDS, "required": ["usrname"]}, "required fields that are not there: usrname"),
        ({"fields": FIELDS, "required": "username"}, "is not a list of texts"),
    ],
)
def test_a_types_inputs_are_checked(api: Api, inputs: dict[str, Any], why: str) -> None:
    status, errors = api.post("/credential_types/", name="x", kind="cloud", inputs=inputs)
    assert (status, set(errors)) == (400, {"inputs"})
    assert why in errors["inputs"][0]


@pytest.mark.parametrize(
    ("injectors", "why"),
    [
        ({"vars": {"job_x": "{{ username }}"}}, "'vars' was unexpected"),
        ({"extra_vars": ["job_x"]}, "is not of type 'object'"),
        ({"extra_vars": {"job-x": "{{ username }}"}}, "'job-x' does not match any of the regexes"),
        ({"extra_vars": {"job_x": 1}}, "1 is not of type 'string'"),
        ({"extra_vars": {"job_x": "{{ usrname }}"}}, "job_x uses an undefined field ('usrname' is undefined)"),
        ({"extra_vars": {"job_x": "{{ username"}}, "Syntax error rendering template for job_x inside of extra_vars"),
        ({"env": {"ANSIBLE_FORKS": "{{ username }}"}}, "Environment variable ANSIBLE_FORKS"),
        ({"env": {"X": "\N{LATIN SMALL LETTER E WITH ACUTE}"}}, "does not match"),
        ({"env": {"X": "{{ tower.filename }}"}}, "Must define unnamed file injector"),
        ({"file": {"template": "a", "template.x": "b"}}, "Must use multi-file syntax"),
    ],
)
def test_a_types_injectors_are_checked(api: Api, injectors: dict[str, Any], why: str) -> None:
    status, errors = api.post("/credential_types/", name="x", kind="cloud", inputs=INPUTS, injectors=injectors)
    assert (status, set(errors)) == (400, {"injectors"})
    assert why in errors["injectors"][0]


@pytest.mark.parametrize(
    "injectors",
    [
        {"extra_vars": {"job_x": "{{ username }}"}, "env": {"X_USER": "{{ username }}"}},
        {"file": {"template": "{{ password }}"}, "extra_vars": {"job_file": "{{ tower.filename }}"}},
        {"file": {"template.key": "{{ password }}"}, "env": {"X_FILE": "{{ tower.filename.key }}"}},
    ],
)
def test_good_injectors_are_kept(api: Api, injectors: dict[str, Any]) -> None:
    status, made = api.post("/credential_types/", name="x", kind="cloud", inputs=INPUTS, injectors=injectors)
    assert (status, made["injectors"], made["inputs"], made["managed"]) == (201, injectors, INPUTS, False)


def test_a_field_without_a_type_is_a_text(api: Api) -> None:
    """So the one who leaves the type away compares unlike things on the next run, as with AWX."""
    inputs = {"fields": [{"id": "a", "label": "A"}]}
    _status, made = api.post("/credential_types/", name="x", kind="cloud", inputs=inputs)
    assert made["inputs"] == field()


@pytest.mark.parametrize("kind", ["ssh", "vault", "clouds"])
def test_a_custom_type_is_of_the_cloud_or_the_net(api: Api, kind: str) -> None:
    assert api.post("/credential_types/", name="x", kind=kind) == (
        400,
        {"kind": [f"Must be 'cloud' or 'net', not {kind}"]},
    )


def test_a_type_in_use_keeps_its_inputs(api: Api, site: Awx) -> None:
    made = site.object("credential_types", "Operator")
    path = f"/credential_types/{made['id']}/"
    assert api.patch(path, inputs=made["inputs"], injectors={"extra_vars": {"job_x": "{{ username }}"}})[0] == 200
    assert api.patch(path, injectors={}, inputs=field()) == (
        403,
        {"detail": "Modifications to inputs are not allowed for credential types that are in use"},
    )
    assert api.delete(path) == (403, {"detail": "Credential types that are in use cannot be deleted"})
    for name in ("alder", "birch"):
        site.delete("credentials", name)
    assert api.patch(path, injectors={}, inputs=field())[0] == 200
    assert api.delete(path)[0] == 204


def test_what_comes_with_awx_stays(api: Api, awx: Awx) -> None:
    vault = awx.object("credential_types", "Vault")
    assert vault["managed"] is True
    assert api.patch(f"/credential_types/{vault['id']}/", name="x")[0] == 403
    assert api.delete(f"/credential_types/{vault['id']}/")[0] == 403
    galaxy = awx.object("credentials", "Ansible Galaxy")
    assert api.delete(f"/credentials/{galaxy['id']}/")[0] == 403
    names = {one["name"] for one in awx.objects("credential_types")}
    assert names >= {"Machine", "Source Control", "Vault", "Container Registry", "Red Hat Ansible Automation Platform"}


# Credentials


def credential(awx: Awx, **changed: Any) -> dict[str, Any]:
    """Create a credential of a type with :data:`INPUTS`."""
    if all(one["name"] != "Strict" for one in awx.objects("credential_types")):
        awx.create("credential_types", name="Strict", kind="cloud", inputs=INPUTS)
    fields = {"name": "alder", "organization": "Default", "credential_type": "Strict", **changed}
    return awx.create("credentials", **fields)


def test_a_credential_may_lack_what_its_type_requires(awx: Awx) -> None:
    """AWX asks for it when a job starts, so a credential can be made for somebody else to fill in."""
    made = credential(awx)
    assert (made["inputs"], made["cloud"], made["kind"]) == ({}, True, None)


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({"usrname": "x"}, ["Additional properties are not allowed ('usrname' was unexpected)"]),
        ({"username": 1}, {"username": ["1 is not of type 'string'"]}),
        ({"strict": "yes"}, {"strict": ["'yes' is not of type 'boolean'"]}),
        ({"region": "ap"}, {"region": ["'ap' is not one of ['eu', 'us']"]}),
        ({"password": "$encrypted$"}, ["$encrypted$ is a reserved keyword, and cannot be used for password."]),
    ],
)
def test_a_credentials_inputs_are_those_of_its_type(awx: Awx, inputs: dict[str, Any], why: Any) -> None:
    with pytest.raises(RefusedError) as refusal:
        credential(awx, inputs=inputs)
    assert (refusal.value.status, refusal.value.body) == (400, {"inputs": why})


def test_a_secret_is_kept_and_never_shown(api: Api, awx: Awx) -> None:
    made = credential(awx, inputs={"username": "op", "password": "canary-password"})
    assert made["inputs"] == {"username": "op", "password": "$encrypted$"}
    assert "canary-password" not in api.ask("GET", "/credentials/").text
    path = f"/credentials/{made['id']}/"
    assert api.patch(path, inputs={"username": "other", "password": "$encrypted$"})[0] == 200
    kept = next(one for one in awx.store.all("credentials") if one.name == "alder")
    assert kept.values["inputs"] == {"username": "other", "password": "canary-password"}
    # What is not sent is gone: who changes one input wipes the others.
    assert api.patch(path, inputs={"username": "other"})[1]["inputs"] == {"username": "other"}
    assert kept.values["inputs"] == {"username": "other"}


def test_a_credential_has_one_owner(awx: Awx) -> None:
    awx.create("teams", name="Consultants", organization="Default")
    with pytest.raises(RefusedError) as refusal:
        credential(awx, organization=None)
    assert refusal.value.body == {"detail": ["Missing 'user', 'team', or 'organization'."]}
    with pytest.raises(RefusedError, match="received organization, user fields"):
        credential(awx, user=awx.store.all("users")[0].id)
    assert "team" not in credential(awx, organization=None, team="Consultants")


def test_a_vault_id_stays(api: Api, awx: Awx) -> None:
    made = credential(awx, credential_type="Vault", inputs={"vault_id": "alder"})
    path = f"/credentials/{made['id']}/"
    assert api.patch(path, inputs={"vault_id": "alder", "vault_password": "canary-password"})[0] == 200
    assert api.patch(path, inputs={"vault_id": "birch"}) == (
        400,
        {"inputs": ["Vault IDs cannot be changed once they have been created."]},
    )
