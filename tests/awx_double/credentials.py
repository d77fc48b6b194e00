# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credential types and what a credential may hold, as AWX checks them, and the types that come with AWX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .fields import ENCRYPTED

_IDENTIFIER = re.compile(r"[a-zA-Z_]+[a-zA-Z0-9_]*")
_FILE = re.compile(r"template(\.[a-zA-Z_]+[a-zA-Z0-9_]*)?")
_FIELD_KEYS: dict[str, type] = {
    "id": str, "label": str, "help_text": str, "type": str, "format": str, "choices": list, "multiline": bool,
    "secret": bool, "ask_at_runtime": bool, "default": object,
}  # fmt: skip


def _text(id_: str, label: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "label": label, "type": "string", **more}


def _secret(id_: str, label: str, **more: Any) -> dict[str, Any]:
    return _text(id_, label, secret=True, **more)


_TOKEN = {"fields": [_secret("token", "Token")], "required": ["token"]}
_SIGN_IN = [_text("username", "Username"), _secret("password", "Password")]
# name, kind, namespace, inputs: those of the types that these tests may meet, and their fields as far as that.
MANAGED: list[tuple[str, str, str, dict[str, Any]]] = [
    (
        "Machine",
        "ssh",
        "ssh",
        {
            "fields": [
                _text("username", "Username"),
                _secret("password", "Password", ask_at_runtime=True),
                _secret("ssh_key_data", "SSH Private Key", format="ssh_private_key", multiline=True),
                _secret("ssh_key_unlock", "Private Key Passphrase", ask_at_runtime=True),
                _text("become_method", "Privilege Escalation Method"),
                _text("become_username", "Privilege Escalation Username"),
                _secret("become_password", "Privilege Escalation Password", ask_at_runtime=True),
            ]
        },
    ),
    (
        "Source Control",
        "scm",
        "scm",
        {"fields": [*_SIGN_IN, _secret("ssh_key_data", "SCM Private Key"), _secret("ssh_key_unlock", "Passphrase")]},
    ),
    (
        "Vault",
        "vault",
        "vault",
        {
            "fields": [
                _secret("vault_password", "Vault Password", ask_at_runtime=True),
                _text("vault_id", "Vault Identifier", format="vault_id"),
            ],
            "required": ["vault_password"],
        },
    ),
    ("Network", "net", "net", {"fields": _SIGN_IN, "required": ["username"]}),
    ("Amazon Web Services", "cloud", "aws", {"fields": _SIGN_IN, "required": ["username", "password"]}),
    (
        "Red Hat Ansible Automation Platform",
        "cloud",
        "controller",
        {
            "fields": [
                _text("host", "Red Hat Ansible Automation Platform"),
                *_SIGN_IN,
                _secret("oauth_token", "OAuth Token"),
                {"id": "verify_ssl", "label": "Verify SSL", "type": "boolean", "secret": False},
            ],
            "required": ["host"],
        },
    ),
    (
        "Container Registry",
        "registry",
        "registry",
        {
            "fields": [
                _text("host", "Authentication URL", default="quay.io"),
                *_SIGN_IN,
                {"id": "verify_ssl", "label": "Verify SSL", "type": "boolean", "default": True},
            ],
            "required": ["host"],
        },
    ),
    (
        "Ansible Galaxy/Automation Hub API Token",
        "galaxy",
        "galaxy_api_token",
        {
            "fields": [
                _text("url", "Galaxy Server URL"),
                _text("auth_url", "Auth Server URL"),
                _secret("token", "API Token"),
            ],
            "required": ["url"],
        },
    ),
    ("GitHub Personal Access Token", "token", "github_token", _TOKEN),
    ("GitLab Personal Access Token", "token", "gitlab_token", _TOKEN),
    (
        "HashiCorp Vault Secret Lookup",
        "external",
        "hashivault_kv",
        {"fields": [_text("url", "Server URL"), _secret("token", "Token")], "required": ["url"]},
    ),
]


def _unexpected(names: list[str]) -> str:
    listed = ", ".join(repr(one) for one in names)
    return f"Additional properties are not allowed ({listed} {'was' if len(names) == 1 else 'were'} unexpected)"


def check_inputs(inputs: dict[str, Any]) -> str | None:
    """Check a custom type's inputs, and give each field without a type the type ``string``, as AWX does.

    :return: what is wrong; ``None`` when nothing is.
    """
    if "dependencies" in inputs:
        return "'dependencies' is not supported for custom credentials."
    unknown = sorted(set(inputs) - {"fields", "required", "metadata"})
    if unknown:
        return (
            f"Schema validation error in inputs: Additional properties are not allowed ({unknown[0]!r} was unexpected)"
        )
    required = inputs.get("required", [])
    if not isinstance(required, list) or not all(isinstance(one, str) for one in required):
        return f"Schema validation error in inputs: {required!r} is not a list of texts"
    fields = inputs.get("fields", [])
    if not isinstance(fields, list):
        return f"Schema validation error in inputs: {fields!r} is not of type 'array'"
    seen: set[str] = set()
    for one in fields:
        error = _check_field(one) or (f"field IDs must be unique ({one['id']})" if one["id"] in seen else None)
        if error:
            return error
        seen.add(one["id"])
    missing = sorted(set(required) - seen)
    # Stricter than AWX, which does not compare the two.
    return f"The double refuses required fields that are not there: {', '.join(missing)}" if missing else None


def _check_field(one: Any) -> str | None:
    if not isinstance(one, dict):
        return f"Schema validation error in inputs: {one!r} is not of type 'object'"
    for key, value in one.items():
        if key not in _FIELD_KEYS:
            return f"Schema validation error in inputs: {_unexpected([key])}"
        if not isinstance(value, _FIELD_KEYS[key]):
            return f"Schema validation error in inputs: {value!r} is not of the type of {key}"
    for key in ("id", "label"):
        if key not in one:
            return f"Schema validation error in inputs: {key!r} is a required property"
    if not _IDENTIFIER.fullmatch(one["id"]):
        return f"{one['id']} is an invalid variable name"
    if one["id"] == "tower":
        return '"tower" is a reserved field name'
    if one.get("ask_at_runtime"):
        return "'ask_at_runtime' is not supported for custom credentials."
    return _check_type(one)


def _check_type(one: dict[str, Any]) -> str | None:
    of_type = one.setdefault("type", "string")
    if of_type not in ("string", "boolean"):
        return f"Schema validation error in inputs: {of_type!r} is not one of ['string', 'boolean']"
    if one.get("format") not in (None, "ssh_private_key", "url"):
        return f"Schema validation error in inputs: {one['format']!r} is not one of ['ssh_private_key', 'url']"
    if "default" in one and not isinstance(one["default"], {"string": str, "boolean": bool}[of_type]):
        return f"{one['default']} is not a {of_type}"
    for key in ("choices", "multiline", "format", "secret"):
        if key in one and of_type != "string":
            return f"{key} not allowed for {of_type} type ({one['id']})"
    return None


class _Tower:
    """The file names that AWX offers to injectors, as far as the type defines files."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        self._files = files

    def __getattr__(self, name: str) -> Any:
        if name != "filename":
            raise AttributeError(name)
        if "template" in self._files:
            return "EXAMPLE_FILENAME"
        names = [one.partition(".")[2] for one in self._files]
        if not names:
            raise UndefinedError("Must define unnamed file injector in order to reference `tower.filename`.")
        return dict.fromkeys(names, "EXAMPLE_FILENAME")


def check_injectors(injectors: Any, inputs: Mapping[str, Any]) -> str | None:
    """Check a custom type's injectors: their names, and that their templates use its inputs only.

    :return: what is wrong; ``None`` when nothing is.
    """
    names = {"env": _IDENTIFIER, "extra_vars": _IDENTIFIER, "file": _FILE}
    for kind, entries in injectors.items():
        if kind not in names:
            return f"Schema validation error in injectors: {_unexpected([kind])}"
        if not isinstance(entries, dict):
            return f"Schema validation error in injectors: {entries!r} is not of type 'object'"
        for name, template in entries.items():
            if not names[kind].fullmatch(name):
                return f"Schema validation error in injectors: {name!r} does not match any of the regexes"
            if not isinstance(template, str):
                return f"Schema validation error in injectors: {template!r} is not of type 'string'"
    for name, template in injectors.get("env", {}).items():
        if name.startswith("ANSIBLE_"):
            why = "may affect Ansible configuration so its use is not allowed in credentials."
            return f"Environment variable {name} {why}"
        if not template.isascii():
            return f"Schema validation error in injectors: {template!r} does not match '^[\\x00-\\x7F]*$'"
    files = injectors.get("file", {})
    if "template" in files and len(files) > 1:
        return "Must use multi-file syntax when injecting multiple files"
    known = {one["id"]: "EXAMPLE" for one in inputs.get("fields", [])} | {"tower": _Tower(files)}
    return _render(injectors, known)


def _render(injectors: Mapping[str, Mapping[str, str]], known: Mapping[str, Any]) -> str | None:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    for kind, entries in injectors.items():
        for name, template in entries.items():
            try:
                environment.from_string(template).render(known)
            except UndefinedError as error:
                return f"{name} uses an undefined field ({error})"
            except TemplateError as error:
                return f"Syntax error rendering template for {name} inside of {kind} ({error})"
    return None


def check_values(values: Mapping[str, Any], inputs: Mapping[str, Any], new: bool) -> Any:
    """Check a credential's inputs against its type. What the type requires need not be there before a job is launched.

    :param new: whether the credential is being created, so that there is no secret yet to keep.
    :return: what is wrong: a text, or texts by field; ``None`` when nothing is.
    """
    fields = {one["id"]: one for one in inputs.get("fields", [])}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        return _unexpected(unknown)
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        of_type = fields[name].get("type", "string")
        if not isinstance(value, {"string": str, "boolean": bool}[of_type]):
            errors[name] = [f"{value!r} is not of type {of_type!r}"]
        elif fields[name].get("choices") and value not in fields[name]["choices"]:
            errors[name] = [f"{value!r} is not one of {fields[name]['choices']!r}"]
        elif new and value == ENCRYPTED and fields[name].get("secret"):
            return f"$encrypted$ is a reserved keyword, and cannot be used for {name}."
    return errors or None
