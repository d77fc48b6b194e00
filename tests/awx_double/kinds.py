# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of objects of AWX 24.6.1, from its serializers and models: fields, links, and what is associated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NAMED = {"name": "", "description": ""}
_UPDATED = {"status": "never updated", "scm_revision": ""}
_ORGANIZATION = {"organization": "organizations"}
# Switches, each by a word: whether a template lets its launch say something.
_ASKED = (
    "variables", "limit", "credential", "job_slice_count", "inventory", "verbosity", "diff_mode", "tags", "skip_tags",
    "job_type", "scm_branch", "execution_environment", "forks", "labels", "timeout", "instance_groups",
)  # fmt: skip
_NODES = "workflow_job_template_nodes"
_NOTIFIED = {f"notification_templates_{when}": "notification_templates" for when in ("started", "success", "error")}


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    :ivar type: AWX's own name of it, in ``type``.
    :ivar fields: each with what is stored when nothing is sent. A default of ``None`` is a text that may be null;
        for other texts null is the empty text.
    :ivar links: fields that hold the ID of another object, with its kind; ``""`` is anything that can be launched.
    :ivar required: the fields and links that a new one needs.
    :ivar read_only: fields that AWX ignores when they are sent.
    :ivar cascade: links whose object takes this one along when it is deleted.
    :ivar unique: fields of which no two objects may have the same values.
    :ivar lists: associations: the name of each, and the kind that it holds.
    :ivar identity: the field by which it is known.
    """

    type: str
    fields: Mapping[str, Any]
    links: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ("name",)
    read_only: tuple[str, ...] = ("managed", "namespace", "status", "scm_revision")
    cascade: tuple[str, ...] = ("organization",)
    unique: tuple[str, ...] = ("name", "organization")
    lists: Mapping[str, str] = field(default_factory=dict)
    identity: str = "name"


KINDS: dict[str, Kind] = {
    "organizations": Kind("organization", _NAMED, unique=("name",), lists={"galaxy_credentials": "credentials"}),
    "users": Kind("user", {"username": ""}, identity="username"),
    "teams": Kind("team", _NAMED, _ORGANIZATION),
    "applications": Kind("o_auth2_application", _NAMED, _ORGANIZATION),
    "notification_templates": Kind(
        "notification_template",
        {**_NAMED, "notification_type": "", "notification_configuration": {}},
        _ORGANIZATION,
        required=("name", "organization", "notification_type"),
    ),
    "credential_types": Kind(
        "credential_type",
        {**_NAMED, "kind": "", "namespace": None, "managed": False, "inputs": {}, "injectors": {}},
        required=("name", "kind"),
        unique=("name", "kind"),
    ),
    "credentials": Kind(
        "credential",
        {**_NAMED, "managed": False, "inputs": {}},
        {**_ORGANIZATION, "credential_type": "credential_types"},
        required=("name", "credential_type", "organization"),
        cascade=("organization", "credential_type"),
        unique=("organization", "name", "credential_type"),
    ),
    "execution_environments": Kind(
        "execution_environment",
        {**_NAMED, "image": "", "pull": "", "managed": False},
        _ORGANIZATION,
        required=("name", "image"),
        unique=("name",),
    ),
    "projects": Kind(
        "project",
        {**_NAMED, **_UPDATED, "scm_type": "", "scm_url": "", "scm_branch": "", "scm_update_on_launch": False,
         "scm_update_cache_timeout": 0},
        {**_ORGANIZATION, "credential": "credentials"},
        cascade=(),
    ),
    "project_updates": Kind(
        "project_update",
        {**_UPDATED, "name": "", "failed": False, "finished": None, "event_processing_finished": True},
        {"project": "projects"},
        cascade=("project",),
    ),
    "inventories": Kind(
        "inventory", {**_NAMED, "kind": "", "host_filter": None, "variables": ""}, _ORGANIZATION, cascade=()
    ),
    "inventory_sources": Kind(
        "inventory_source",
        {**_NAMED, "source": "", "source_path": "", "overwrite": False, "overwrite_vars": False,
         "update_on_launch": False, "update_cache_timeout": 0},
        {"inventory": "inventories", "source_project": "projects", "execution_environment": "execution_environments"},
        required=("name", "inventory", "source"),
        cascade=("inventory", "source_project"),
        unique=("name", "inventory"),
    ),
    "job_templates": Kind(
        "job_template",
        {**_NAMED, "job_type": "run", "playbook": "", "limit": "", "extra_vars": "", "forks": 0, "verbosity": 0,
         "diff_mode": False, "become_enabled": False, "allow_simultaneous": False, "job_slice_count": 1,
         "survey_enabled": False, **{f"ask_{what}_on_launch": False for what in _ASKED}},
        {**_ORGANIZATION, "project": "projects", "inventory": "inventories",
         "execution_environment": "execution_environments"},
        required=("name", "project", "inventory", "playbook"),
        cascade=(),
        lists={**_NOTIFIED, "credentials": "credentials"},
    ),
    "workflow_job_templates": Kind(
        "workflow_job_template",
        {**_NAMED, "limit": None, "extra_vars": "", "allow_simultaneous": False, "survey_enabled": False,
         "ask_variables_on_launch": False, "ask_limit_on_launch": False},
        _ORGANIZATION,
        cascade=(),
        lists={**_NOTIFIED, "notification_templates_approvals": "notification_templates"},
    ),
    # AWX shows these only through their nodes.
    "workflow_approval_templates": Kind("workflow_approval_template", {**_NAMED, "timeout": 0}, unique=()),
    _NODES: Kind(
        "workflow_job_template_node",
        {"identifier": "", "limit": None, "all_parents_must_converge": False},
        {"workflow_job_template": "workflow_job_templates", "unified_job_template": ""},
        required=("workflow_job_template",),
        cascade=("workflow_job_template",),
        unique=("identifier", "workflow_job_template"),
        lists={"success_nodes": _NODES, "always_nodes": _NODES, "failure_nodes": _NODES, "credentials": "credentials"},
        identity="identifier",
    ),
    "schedules": Kind(
        "schedule",
        {**_NAMED, "rrule": "", "enabled": True},
        {"unified_job_template": ""},
        required=("name", "rrule", "unified_job_template"),
        cascade=("unified_job_template",),
        unique=("unified_job_template", "name"),
    ),
}  # fmt: skip

# What can be launched, with the name of its jobs' kind.
LAUNCHED = {
    "job_templates": "job",
    "workflow_job_templates": "workflow_job",
    "projects": "project_update",
    "inventory_sources": "inventory_update",
    "workflow_approval_templates": "workflow_approval",
}

# The credential types that come with AWX, as far as the tests meet them: name, kind, namespace, fields.
MANAGED: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Machine", "ssh", "ssh", ("username", "password")),
    ("Source Control", "scm", "scm", ("username", "password", "ssh_key_data")),
    ("Vault", "vault", "vault", ("vault_password", "vault_id")),
    ("Ansible Galaxy/Automation Hub API Token", "galaxy", "galaxy_api_token", ("url", "token")),
)
SECRETS = ("password", "ssh_key_data", "vault_password", "token")
