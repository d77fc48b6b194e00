# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says which objects AWX should have, from what the role's variables ask for and from its data. Sends nothing."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from . import awx_workflows

Data = dict[str, t.Any]
# Kind and key of an object.
Ref = tuple[str, str]

# How each kind of object is called, in the order in which they are made; they are removed in the opposite order.
KINDS = {
    "organization": "organisation",
    "credential_type": "credential type",
    "execution_environment": "execution environment",
    "project": "project",
    "inventory": "inventory",
    "inventory_source": "inventory source",
    "credential": "credential",
    "job_template": "job template",
    "workflow_job_template": "workflow",
    "schedule": "schedule",
}

STORE, LAUNCH, VAULT = "store", "launch", "vault"

# The credentials of one firm, where a job is given those of one firm only.
OF_A_FIRM = ("imanage_operator", "legora_key", "service_account")
OF_THE_STORE = "secret_store"

# Names in AWX, after the prefix.
_WALLS, _FIRMS, _SOURCE, _NIGHTLY, _OF_VAULT = (
    "Ethical walls",
    "Firms",
    "Firms of the project",
    "Nightly verification",
    "Vault",
)
_FIRM = re.compile(r"^[A-Za-z][A-Za-z0-9_.-]*\Z")

# How long, in seconds, project and inventory count as up to date. A fan-out starts many jobs at once.
_FRESH = 60


@dataclasses.dataclass
class Wanted:
    """One object that AWX should have.

    :ivar kind: one of KINDS.
    :ivar key: its name among the objects of its kind in this collection.
    :ivar name: its name in AWX.
    :ivar fields: AWX's fields and what they should be; other fields are left alone.
    :ivar refers: AWX's fields that hold the ID of another object, and kind and key of that object.
    :ivar survey: the questions of its survey.
    :ivar credentials: keys of the credentials that belong to it.
    :ivar notify: names of the notification templates that it should have.
    :ivar nodes: the nodes of a workflow.
    """

    kind: str
    key: str
    name: str
    fields: Data
    refers: dict[str, Ref] = dataclasses.field(default_factory=dict)
    survey: list[Data] = dataclasses.field(default_factory=list)
    credentials: list[str] = dataclasses.field(default_factory=list)
    notify: list[str] = dataclasses.field(default_factory=list)
    nodes: list[awx_workflows.Node] = dataclasses.field(default_factory=list)


_ORGANIZATION = {"organization": ("organization", "organization")}
_PROJECT = ("project", "project")
_INVENTORY = ("inventory", "inventory")


def mark(prefix: str) -> str:
    """Return the line that every object of ours has in its description; a prefix has a line of its own."""
    of_prefix = f" ({prefix.strip()})" if prefix.strip() else ""
    return f"Made by legalops.ethical_walls.awx_bootstrap{of_prefix}."


def is_name_of_ours(settings: Data, types: list[Data], templates: list[Data], kind: str, name: str) -> bool:
    """Return whether this role can have given a name, with any of its settings but another prefix.

    AWX's button Copy copies the description, too, and with it our line: so that line alone says nothing.
    """
    prefix, called = settings["prefix"], {one["key"]: one["name"] for one in types}
    if kind == "organization":
        return bool(name == settings["organization"])
    if not name.startswith(prefix):
        return False
    rest = name[len(prefix) :]
    if kind == "credential":
        _firm, of_firm, of_kind = rest.partition(": ")
        kinds = [_OF_VAULT, *(called[key] for key in OF_A_FIRM)]
        return rest == called[OF_THE_STORE] or (bool(of_firm) and bool(_FIRM.match(_firm)) and of_kind in kinds)
    names = {
        "credential_type": list(called.values()),
        "execution_environment": [_WALLS],
        "project": [_WALLS],
        "inventory": [_FIRMS],
        "inventory_source": [_SOURCE],
        "job_template": [one["name"] for one in templates],
        "workflow_job_template": list(awx_workflows.NAMES.values()),
        "schedule": [_NIGHTLY],
    }
    return rest in names[kind]


def mistakes(settings: Data) -> list[str]:
    """Return what is wrong with the role's variables, in sentences."""
    found = []
    if settings["state"] == "present" and not settings["scm_url"]:
        found.append(
            "awx_bootstrap_scm_url is missing: the address of the repository that has your copy of examples/awx."
        )
    if settings["state"] == "present" and settings["secrets"] != STORE and not settings["firms"]:
        found.append(
            f"awx_bootstrap_firms is empty. With awx_bootstrap_secrets={settings['secrets']} each firm has its own "
            "credentials: give the inventory (-i inventories/.../firms.yml), or the list."
        )
    unfit = [str(firm) for firm in settings["firms"] if not _FIRM.match(str(firm))]
    if unfit:
        found.append(f"awx_bootstrap_firms has what is no inventory name of a firm: {', '.join(unfit)}.")
    if settings["verify_at"] and not re.match(r"^([01]\d|2[0-3]):[0-5]\d$", str(settings["verify_at"])):
        found.append('awx_bootstrap_verify_at has to be a time like "02:30" (in quotes), or empty for no schedule.')
    if not re.match(r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", settings["time_zone"]):
        found.append("awx_bootstrap_time_zone has to be the name of a time zone, for instance Europe/Berlin.")
    return found


def wanted(settings: Data, types: list[Data], templates: list[Data], inventory_variables: Data) -> list[Wanted]:
    """Return all objects that AWX should have, in the order in which they are made.

    :param settings: what the role's variables ask for.
    :param types: the role's data about credential types.
    :param templates: its data about job templates.
    :param inventory_variables: the variables of the inventory.
    """
    return [
        _organization(settings),
        *_credential_types(settings, types),
        *_sources(settings, inventory_variables),
        *_credentials(settings, types),
        *_job_templates(settings, templates),
        *_workflows(settings, templates),
        *_schedules(settings),
    ]


def _described(settings: Data, text: str) -> str:
    return f"{text} {mark(settings['prefix'])}"


def _image(settings: Data) -> dict[str, Ref]:
    """Return the reference to the execution environment, where there is one."""
    return {"execution_environment": ("execution_environment", "execution_environment")} if settings["image"] else {}


def _organization(settings: Data) -> Wanted:
    text = _described(settings, "Ethical walls between iManage and Legora, for law firms.")
    return Wanted("organization", "organization", settings["organization"], {"description": text})


def _credential_types(settings: Data, types: list[Data]) -> list[Wanted]:
    return [
        Wanted(
            "credential_type",
            one["key"],
            settings["prefix"] + one["name"],
            {
                "description": _described(settings, one["description"]),
                "kind": "cloud",  # AWX's word for any type of one's own
                "inputs": one["inputs"],
                "injectors": one["injectors"],
            },
        )
        for one in types
    ]


def _sources(settings: Data, inventory_variables: Data) -> list[Wanted]:
    """Return what jobs are made from: image, project, inventory, and the inventory's source."""
    prefix, image = settings["prefix"], _image(settings)
    made = []
    if image:
        text = _described(settings, "Has this collection and the Python libraries that it needs.")
        fields = {"description": text, "image": settings["image"]}
        made.append(Wanted("execution_environment", "execution_environment", prefix + _WALLS, fields, _ORGANIZATION))
    made.append(
        Wanted(
            "project",
            "project",
            prefix + _WALLS,
            {
                "description": _described(settings, "Playbooks and firms."),
                "scm_type": "git",
                "scm_url": settings["scm_url"],
                "scm_branch": settings["scm_branch"],
                "scm_update_on_launch": True,
                "scm_update_cache_timeout": _FRESH,
                **({"credential": settings["scm_credential"]} if settings["scm_credential"] else {}),
            },
            _ORGANIZATION,
        )
    )
    text = _described(settings, "One host is one firm. The firms come from the project.")
    made.append(
        Wanted(
            "inventory",
            "inventory",
            prefix + _FIRMS,
            {"description": text, "variables": inventory_variables},
            _ORGANIZATION,
        )
    )
    made.append(
        Wanted(
            "inventory_source",
            "inventory_source",
            prefix + _SOURCE,
            {
                "description": _described(settings, "Read anew before a job, so that a firm that left is gone."),
                "source": "scm",
                "source_path": settings["inventory_source_path"] or f"inventories/{settings['secrets']}/firms.yml",
                "overwrite": True,
                "overwrite_vars": True,
                "update_on_launch": True,
                "update_cache_timeout": _FRESH,
            },
            {"inventory": _INVENTORY, "source_project": _PROJECT, **image},
        )
    )
    return made


def credential_key(firm: str, kind: str) -> str:
    """Return the key of a firm's credential; C(kind) is the key of its type, or C(vault)."""
    return f"{firm}/{kind}"


def _credentials(settings: Data, types: list[Data]) -> list[Wanted]:
    """Return the credentials, without a secret: those are typed in AWX's own screens."""
    prefix, names = settings["prefix"], {one["key"]: one["name"] for one in types}

    def credential(key: str, name: str, kind: str, text: str, inputs: Data | None = None) -> Wanted:
        fields = {"description": _described(settings, text), **({"inputs": inputs} if inputs else {})}
        refers = {**_ORGANIZATION, "credential_type": ("credential_type", kind)}
        return Wanted("credential", key, prefix + name, fields, refers)

    if settings["secrets"] == STORE:
        return [credential(OF_THE_STORE, names[OF_THE_STORE], OF_THE_STORE, "Fill in address and token here.")]
    if settings["secrets"] == VAULT:
        return [
            credential(
                credential_key(firm, VAULT),
                f"{firm}: {_OF_VAULT}",
                VAULT,
                f"Fill in the password of the vault of {firm} here.",
                {"vault_id": firm},
            )
            for firm in settings["firms"]
        ]
    return [
        credential(
            credential_key(firm, kind),
            f"{firm}: {names[kind]}",
            kind,
            f"Fill in what belongs to {firm} here.",
            {"firm": firm},
        )
        for firm in settings["firms"]
        for kind in OF_A_FIRM
    ]


def _job_templates(settings: Data, templates: list[Data]) -> list[Wanted]:
    launch = settings["secrets"] == LAUNCH
    of_jobs = {
        STORE: [OF_THE_STORE],
        LAUNCH: [],
        VAULT: [credential_key(firm, VAULT) for firm in settings["firms"]],
    }[settings["secrets"]]
    refers = {**_ORGANIZATION, "project": _PROJECT, "inventory": _INVENTORY, **_image(settings)}
    return [
        Wanted(
            "job_template",
            one["key"],
            settings["prefix"] + one["name"],
            {
                "description": _described(settings, one["description"]),
                "job_type": one["job_type"],
                "playbook": one["playbook"],
                "diff_mode": one["diff_mode"],
                "extra_vars": one["extra_vars"],
                "allow_simultaneous": one["allow_simultaneous"],
                # A template makes a text of a number, before ansible-core 2.19.
                "forks": int(settings["forks"]),
                "verbosity": 0,
                "become_enabled": False,
                "survey_enabled": bool(one["survey"]),
                # A job is told the survey's answers only: any other variable would win over each firm's own.
                "ask_variables_on_launch": False,
                "ask_limit_on_launch": one["signs_in"],
                "ask_credential_on_launch": launch and one["signs_in"],
                # A slice looks like a job with one firm, so credentials of the whole job would get past the guard. Nor
                # can a merge be sliced. Where jobs may be, their number is the operator's.
                **({"job_slice_count": 1} if launch or not one["signs_in"] else {}),
                "ask_job_slice_count_on_launch": one["signs_in"] and not launch,
            },
            refers,
            survey=awx_workflows.survey(settings, [one]),
            credentials=of_jobs if one["signs_in"] else [],
            notify=settings["notification_templates"],
        )
        for one in templates
    ]


def _workflows(settings: Data, templates: list[Data]) -> list[Wanted]:
    prefix = settings["prefix"]
    return [
        Wanted(
            "workflow_job_template",
            one.key,
            prefix + one.name,
            {
                "description": _described(settings, one.description),
                "survey_enabled": True,
                # One that waits for its approval must not block other firms. Jobs of Onboard wait for each other.
                # With nodes for each firm, two at once would only do everything twice.
                "allow_simultaneous": not one.each_firm,
                # Variables and limit of a workflow win over those of its nodes, and over credentials.
                "extra_vars": {},
                # For AWX an empty text is a limit, too; only null is none.
                **({"limit": None} if one.each_firm else {}),
                "ask_variables_on_launch": False,
                # A limit of the workflow would replace those of its nodes, whose credentials belong to one firm each.
                "ask_limit_on_launch": not one.each_firm,
            },
            _ORGANIZATION,
            survey=awx_workflows.survey(settings, [each for each in templates if each["key"] in one.templates]),
            notify=settings["notification_templates"] if one.approved else [],
            nodes=one.nodes,
        )
        for one in awx_workflows.workflows(
            settings["secrets"] == LAUNCH,
            settings["firms"],
            lambda firm: [credential_key(firm, kind) for kind in OF_A_FIRM],
            bool(settings["report_directory"]),
        )
    ]


def _schedules(settings: Data) -> list[Wanted]:
    if not settings["verify_at"]:
        return []
    hour, minute = settings["verify_at"].split(":")
    # AWX wants a start. One in the past is the same at every run, and counts from the next night on.
    start = f"DTSTART;TZID={settings['time_zone']}:20260101T{hour}{minute}00"
    each_firm = settings["secrets"] == LAUNCH
    fields = {
        "description": _described(settings, "Verifies all firms every night."),
        "rrule": f"{start} RRULE:FREQ=DAILY;INTERVAL=1",
    }
    of = ("workflow_job_template", awx_workflows.VERIFY_EACH) if each_firm else ("job_template", "verify")
    return [Wanted("schedule", "nightly", settings["prefix"] + _NIGHTLY, fields, {"unified_job_template": of})]
