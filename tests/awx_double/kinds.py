# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one table of what AWX 24.6.1 keeps: each kind of object, its fields, what is unique, and what goes with what.

From AWX's serializers and models. What the double adds: AWX ignores a field that it does not know, the double refuses
it, so that a misspelling is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .fields import Choice, Data, Field, Flag, Link, Number, Text, Variables

_NAME = Text(required=True, blank=False, longest=512)
_NAMED: dict[str, Field] = {"name": _NAME, "description": Text()}
_VERBOSITY = (0, 1, 2, 3, 4, 5)
_JOB_TYPES = ("run", "check")
_NOTIFIED = {f"notification_templates_{when}": "notification_templates" for when in ("started", "success", "error")}
_APPROVED = {"notification_templates_approvals": "notification_templates"}
# What AWX says of each thing that can be launched.
_LAUNCHED: dict[str, Field] = {
    "last_job_run": Text(default=None, read_only=True),
    "last_job_failed": Flag(read_only=True),
    "next_job_run": Text(default=None, read_only=True),
    "status": Text(default="never updated", read_only=True),
}
# What a workflow's node, or a schedule, may say instead of the template.
_PROMPTS: dict[str, Field] = {
    "extra_data": Data(),
    "inventory": Link(to="inventories"),
    "scm_branch": Text(default=None, null=True, longest=1024),
    "job_type": Choice(options=_JOB_TYPES, null=True, blank=True),
    "job_tags": Text(default=None, null=True),
    "skip_tags": Text(default=None, null=True),
    "limit": Text(default=None, null=True),
    "diff_mode": Flag(default=None, null=True),
    "verbosity": Choice(options=_VERBOSITY, null=True),
    "execution_environment": Link(to="execution_environments"),
    "forks": Number(default=None, null=True),
    "job_slice_count": Number(default=None, null=True),
    "timeout": Number(default=None, null=True, least=None),
}
_PROMPTED_LISTS = {"credentials": "credentials", "labels": "labels", "instance_groups": "instance_groups"}
_ASK = {
    f"ask_{what}_on_launch": Flag()
    for what in (
        "scm_branch", "diff_mode", "variables", "limit", "tags", "skip_tags", "job_type", "verbosity", "inventory",
        "credential", "execution_environment", "labels", "forks", "job_slice_count", "timeout", "instance_groups",
    )
}  # fmt: skip
_NOTIFICATION_TYPES = (
    "awssns", "email", "grafana", "irc", "mattermost", "pagerduty", "rocketchat", "slack", "twilio", "webhook",
)  # fmt: skip
_SOURCES = (
    "file", "constructed", "scm", "ec2", "gce", "azure_rm", "vmware", "satellite6", "openstack", "rhv", "controller",
    "insights", "terraform", "openshift_virtualization",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    :ivar type: AWX's own name of it, in ``type``.
    :ivar fields: in the order in which AWX shows them.
    :ivar label: as AWX names it in its messages.
    :ivar unique: sets of fields of which no two objects may have the same values.
    :ivar null_is_a_value: whether two objects without an organisation collide too.
    :ivar lists: associations: the name of each, and the kind that it holds.
    :ivar listed: whether there is a list of all.
    :ivar methods: what may be done to it beside reading.
    :ivar identity: the field by which it is known.
    :ivar launchable: whether it is a unified job template.
    :ivar extra_related: further links, to what lies below its own URL.
    """

    type: str
    fields: Mapping[str, Field]
    label: str
    unique: tuple[tuple[str, ...], ...] = ()
    null_is_a_value: bool = False
    lists: Mapping[str, str] = field(default_factory=dict)
    listed: bool = True
    methods: tuple[str, ...] = ("POST", "PATCH", "PUT", "DELETE")
    identity: str = "name"
    launchable: bool = False
    extra_related: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "organizations": Kind(
        type="organization",
        label="Organization",
        fields={
            **_NAMED,
            "max_hosts": Number(),
            "custom_virtualenv": Text(default=None, null=True, read_only=True),
            "default_environment": Link(to="execution_environments"),
        },
        unique=(("name",),),
        lists={
            **_NOTIFIED,
            **_APPROVED,
            "instance_groups": "instance_groups",
            "galaxy_credentials": "credentials",
        },
        extra_related=(
            "projects",
            "inventories",
            "job_templates",
            "workflow_job_templates",
            "credentials",
            "teams",
            "notification_templates",
            "execution_environments",
        ),
    ),
    "users": Kind(
        type="user",
        label="User",
        fields={
            "username": Text(required=True, blank=False, longest=150),
            "first_name": Text(),
            "last_name": Text(),
            "email": Text(),
            "is_superuser": Flag(),
            "is_system_auditor": Flag(),
        },
        methods=(),
        identity="username",
    ),
    "teams": Kind(
        type="team",
        label="Team",
        fields={**_NAMED, "organization": Link(to="organizations", required=True, cascade=True)},
        unique=(("organization", "name"),),
    ),
    "applications": Kind(
        type="o_auth2_application",
        label="OAuth2 application",
        fields={**_NAMED, "organization": Link(to="organizations", cascade=True)},
        unique=(("organization", "name"),),
    ),
    "labels": Kind(
        type="label",
        label="Label",
        fields={"name": _NAME, "organization": Link(to="organizations", required=True, cascade=True)},
        unique=(("name", "organization"),),
        methods=("POST", "PATCH", "PUT"),
    ),
    "instance_groups": Kind(type="instance_group", label="Instance group", fields={"name": _NAME}, methods=()),
    "credential_types": Kind(
        type="credential_type",
        label="Credential type",
        fields={
            **_NAMED,
            # The kinds of the types that come with AWX are more; custom ones can only be of these two.
            "kind": Text(required=True, blank=False),
            "namespace": Text(default=None, null=True, read_only=True),
            "managed": Flag(read_only=True),
            "inputs": Data(),
            "injectors": Data(),
        },
        unique=(("name", "kind"),),
        extra_related=("credentials",),
    ),
    "credentials": Kind(
        type="credential",
        label="Credential",
        fields={
            **_NAMED,
            "organization": Link(to="organizations", cascade=True),
            "credential_type": Link(to="credential_types", required=True, cascade=True),
            "managed": Flag(read_only=True),
            "inputs": Data(),
            "kind": Text(default=None, null=True, read_only=True),
            "cloud": Flag(read_only=True),
            "kubernetes": Flag(read_only=True),
            "user": Link(to="users", write_only=True),
            "team": Link(to="teams", write_only=True),
        },
        unique=(("organization", "name", "credential_type"),),
    ),
    "execution_environments": Kind(
        type="execution_environment",
        label="Execution environment",
        fields={
            **_NAMED,
            "organization": Link(to="organizations", cascade=True),
            "image": Text(required=True, blank=False, longest=1024),
            "managed": Flag(read_only=True),
            "credential": Link(to="credentials"),
            "pull": Choice(default="", options=("always", "missing", "never"), blank=True),
        },
        unique=(("name",),),
    ),
    "projects": Kind(
        type="project",
        label="Project",
        fields={
            **_NAMED,
            "local_path": Text(longest=1024),
            "scm_type": Choice(default="", options=("git", "svn", "insights", "archive"), blank=True),
            "scm_url": Text(longest=1024),
            "scm_branch": Text(longest=256),
            "scm_refspec": Text(longest=1024),
            "scm_clean": Flag(),
            "scm_track_submodules": Flag(),
            "scm_delete_on_update": Flag(),
            "credential": Link(to="credentials"),
            "timeout": Number(least=None),
            "scm_revision": Text(read_only=True),
            **_LAUNCHED,
            "organization": Link(to="organizations"),
            "scm_update_on_launch": Flag(),
            "scm_update_cache_timeout": Number(),
            "allow_override": Flag(),
            "custom_virtualenv": Text(default=None, null=True, read_only=True),
            "default_environment": Link(to="execution_environments"),
            "signature_validation_credential": Link(to="credentials"),
            "last_update_failed": Flag(read_only=True),
            "last_updated": Text(default=None, null=True, read_only=True),
        },
        unique=(("name", "organization"),),
        null_is_a_value=True,
        lists=_NOTIFIED,
        launchable=True,
        extra_related=("update", "schedules"),
    ),
    "inventories": Kind(
        type="inventory",
        label="Inventory",
        fields={
            **_NAMED,
            "organization": Link(to="organizations", required=True),
            "kind": Choice(default="", options=("smart", "constructed"), blank=True),
            "host_filter": Text(default=None, null=True),
            "variables": Variables(),
            "has_active_failures": Flag(read_only=True),
            "total_hosts": Number(read_only=True),
            "hosts_with_active_failures": Number(read_only=True),
            "total_groups": Number(read_only=True),
            "has_inventory_sources": Flag(read_only=True),
            "total_inventory_sources": Number(read_only=True),
            "inventory_sources_with_failures": Number(read_only=True),
            "pending_deletion": Flag(read_only=True),
            "prevent_instance_group_fallback": Flag(),
        },
        unique=(("name", "organization"),),
        lists={"instance_groups": "instance_groups"},
        extra_related=("inventory_sources", "job_templates"),
    ),
    "inventory_sources": Kind(
        type="inventory_source",
        label="InventorySource",
        fields={
            **_NAMED,
            "source": Choice(options=_SOURCES, required=True),
            "source_path": Text(longest=1024),
            "source_vars": Variables(),
            "scm_branch": Text(longest=1024),
            "credential": Link(to="credentials"),
            "enabled_var": Text(),
            "enabled_value": Text(),
            "host_filter": Text(),
            "overwrite": Flag(),
            "overwrite_vars": Flag(),
            "custom_virtualenv": Text(default=None, null=True, read_only=True),
            "timeout": Number(least=None),
            "verbosity": Choice(default=1, options=(0, 1, 2)),
            "limit": Text(),
            **_LAUNCHED,
            "execution_environment": Link(to="execution_environments"),
            "inventory": Link(to="inventories", required=True, cascade=True),
            "update_on_launch": Flag(),
            "update_cache_timeout": Number(),
            "source_project": Link(to="projects", cascade=True),
            "last_update_failed": Flag(read_only=True),
            "last_updated": Text(default=None, null=True, read_only=True),
        },
        unique=(("name", "inventory"),),
        null_is_a_value=True,
        lists=_NOTIFIED,
        launchable=True,
        extra_related=("update", "schedules"),
    ),
    "job_templates": Kind(
        type="job_template",
        label="JobTemplate",
        fields={
            **_NAMED,
            "job_type": Choice(default="run", options=_JOB_TYPES),
            "inventory": Link(to="inventories"),
            "project": Link(to="projects"),
            "playbook": Text(longest=1024),
            "scm_branch": Text(longest=1024),
            "forks": Number(),
            "limit": Text(),
            "verbosity": Choice(default=0, options=_VERBOSITY),
            "extra_vars": Variables(),
            "job_tags": Text(longest=1024),
            "force_handlers": Flag(),
            "skip_tags": Text(longest=1024),
            "start_at_task": Text(longest=1024),
            "timeout": Number(least=None),
            "use_fact_cache": Flag(),
            # From the project.
            "organization": Link(to="organizations", read_only=True),
            **_LAUNCHED,
            "execution_environment": Link(to="execution_environments"),
            "host_config_key": Text(longest=1024),
            **_ASK,
            "survey_enabled": Flag(),
            "become_enabled": Flag(),
            "diff_mode": Flag(),
            "allow_simultaneous": Flag(),
            "custom_virtualenv": Text(default=None, null=True, read_only=True),
            "job_slice_count": Number(default=1),
            "webhook_service": Choice(default="", options=("github", "gitlab", "bitbucket_dc"), blank=True),
            "webhook_credential": Link(to="credentials"),
            "webhook_key": Text(write_only=True, longest=64),
            "prevent_instance_group_fallback": Flag(),
        },
        unique=(("name", "organization"),),
        null_is_a_value=True,
        lists={**_NOTIFIED, **_PROMPTED_LISTS},
        launchable=True,
        extra_related=("survey_spec", "schedules"),
    ),
    "workflow_job_templates": Kind(
        type="workflow_job_template",
        label="WorkflowJobTemplate",
        fields={
            **_NAMED,
            **_LAUNCHED,
            "extra_vars": Variables(),
            "organization": Link(to="organizations"),
            "survey_enabled": Flag(),
            "allow_simultaneous": Flag(),
            "ask_variables_on_launch": Flag(),
            "inventory": Link(to="inventories"),
            "limit": Text(default=None, null=True),
            "scm_branch": Text(default=None, null=True, longest=1024),
            "ask_inventory_on_launch": Flag(),
            "ask_scm_branch_on_launch": Flag(),
            "ask_limit_on_launch": Flag(),
            "webhook_service": Choice(default="", options=("github", "gitlab", "bitbucket_dc"), blank=True),
            "webhook_credential": Link(to="credentials"),
            "webhook_key": Text(write_only=True, longest=64),
            "ask_labels_on_launch": Flag(),
            "ask_skip_tags_on_launch": Flag(),
            "ask_tags_on_launch": Flag(),
            "skip_tags": Text(default=None, null=True),
            "job_tags": Text(default=None, null=True),
        },
        unique=(("name", "organization"),),
        null_is_a_value=True,
        lists={**_NOTIFIED, **_APPROVED, "labels": "labels"},
        launchable=True,
        extra_related=("survey_spec", "schedules", "workflow_nodes"),
    ),
    # No list of them: AWX shows one only through its node.
    "workflow_approval_templates": Kind(
        type="workflow_approval_template",
        label="WorkflowApprovalTemplate",
        fields={**_NAMED, **_LAUNCHED, "timeout": Number(least=None)},
        listed=False,
        methods=("PATCH", "PUT", "DELETE"),
        launchable=True,
    ),
    "workflow_job_template_nodes": Kind(
        type="workflow_job_template_node",
        label="Workflow job template node",
        fields={
            **_PROMPTS,
            "workflow_job_template": Link(to="workflow_job_templates", required=True, cascade=True),
            "unified_job_template": Link(),
            "all_parents_must_converge": Flag(),
            "identifier": Text(blank=False, longest=512),
        },
        unique=(("identifier", "workflow_job_template"),),
        lists={
            "success_nodes": "workflow_job_template_nodes",
            "failure_nodes": "workflow_job_template_nodes",
            "always_nodes": "workflow_job_template_nodes",
            **_PROMPTED_LISTS,
        },
        identity="identifier",
        extra_related=("create_approval_template",),
    ),
    "schedules": Kind(
        type="schedule",
        label="Schedule",
        fields={
            "rrule": Text(required=True, blank=False),
            **_NAMED,
            **_PROMPTS,
            "unified_job_template": Link(required=True, cascade=True),
            "enabled": Flag(default=True),
            "dtstart": Text(default=None, null=True, read_only=True),
            "dtend": Text(default=None, null=True, read_only=True),
            "next_run": Text(default=None, null=True, read_only=True),
            "timezone": Text(read_only=True),
            "until": Text(read_only=True),
        },
        unique=(("unified_job_template", "name"),),
        lists=_PROMPTED_LISTS,
    ),
    "notification_templates": Kind(
        type="notification_template",
        label="Notification template",
        fields={
            **_NAMED,
            "organization": Link(to="organizations", required=True, cascade=True),
            "notification_type": Choice(options=_NOTIFICATION_TYPES, required=True),
            "notification_configuration": Data(),
            "messages": Data(default={"error": None, "started": None, "success": None, "workflow_approval": None}),
        },
        unique=(("organization", "name"),),
    ),
    "hosts": Kind(
        type="host",
        label="Host",
        fields={
            **_NAMED,
            "inventory": Link(to="inventories", required=True, cascade=True),
            "enabled": Flag(default=True),
            "instance_id": Text(),
            "variables": Variables(),
        },
        unique=(("name", "inventory"),),
    ),
    "project_updates": Kind(
        type="project_update",
        label="Project update",
        fields={
            **_NAMED,
            "project": Link(to="projects", cascade=True),
            "status": Text(),
            "failed": Flag(),
            "finished": Text(default=None, null=True),
            "event_processing_finished": Flag(default=True),
            "scm_revision": Text(),
        },
        methods=(),
    ),
    "inventory_updates": Kind(
        type="inventory_update",
        label="Inventory update",
        fields={
            **_NAMED,
            "inventory_source": Link(to="inventory_sources", cascade=True),
            "status": Text(),
            "failed": Flag(),
            "finished": Text(default=None, null=True),
            "event_processing_finished": Flag(default=True),
        },
        methods=(),
    ),
}

# What can be launched, of all kinds: its own list in AWX, without the approvals.
UNIFIED = tuple(name for name, kind in KINDS.items() if kind.launchable and kind.listed)
