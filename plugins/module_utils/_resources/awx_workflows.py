# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays out the workflows that AWX should have, and the surveys of templates and workflows."""

from __future__ import annotations

import dataclasses
import typing as t

Data = dict[str, t.Any]

WITH_APPROVAL, ONBOARD_EACH, VERIFY_EACH = "onboard_with_approval", "onboard_each_firm", "verify_each_firm"
# How they are called in AWX, after the prefix.
NAMES = {
    WITH_APPROVAL: "Onboard with approval",
    ONBOARD_EACH: "Onboard each firm",
    VERIFY_EACH: "Verify each firm",
}

APPROVAL = "approval"
MERGE = "merge_reports"
_MERGE_NODE = "merge reports"  # which no firm can be called
_STEPS = ("preflight", "plan", APPROVAL, "onboard", "verify")


@dataclasses.dataclass
class Node:
    """One node of a workflow.

    :ivar identifier: its name within the workflow.
    :ivar template: key of its job template; none for an approval.
    :ivar approval: what people are asked to approve.
    :ivar limit: the firm that its job is limited to.
    :ivar credentials: keys of the credentials that it gives to its job.
    :ivar success: identifiers of the nodes that follow when it succeeds.
    :ivar always: identifiers of those that follow in any case.
    :ivar converge: whether it waits for all nodes that lead to it.
    """

    identifier: str
    template: str | None = None
    approval: str | None = None
    limit: str = ""
    credentials: list[str] = dataclasses.field(default_factory=list)
    success: list[str] = dataclasses.field(default_factory=list)
    always: list[str] = dataclasses.field(default_factory=list)
    converge: bool = False


@dataclasses.dataclass
class Workflow:
    """One workflow.

    :ivar templates: keys of the job templates that it starts.
    :ivar each_firm: whether it has nodes for each firm.
    :ivar approved: whether somebody has to approve.
    """

    key: str
    name: str
    description: str
    templates: list[str]
    nodes: list[Node]
    each_firm: bool
    approved: bool = False


def workflows(
    each_firm: bool, firms: list[str], credentials: t.Callable[[str], list[str]], reports: bool
) -> list[Workflow]:
    """Return the workflows.

    :param each_firm: whether a job is given the credentials of one firm, so that each firm needs nodes of its own.
    :param credentials: returns the keys of a firm's credentials.
    :param reports: whether jobs write reports, which have to be merged when each job has one firm.
    """
    made = [
        Workflow(
            WITH_APPROVAL,
            NAMES[WITH_APPROVAL],
            "Preflight, plan, a person's approval, onboarding, verification. A firm that fails ends its workflow.",
            [step for step in _STEPS if step != APPROVAL],
            [node for firm in firms for node in _chain(firm, credentials(firm))] if each_firm else _chain("", []),
            each_firm,
            approved=True,
        )
    ]
    if each_firm:
        made += [
            Workflow(
                key,
                NAMES[key],
                description,
                [step, *([MERGE] if reports else [])],
                _fan_out(step, firms, credentials, reports),
                each_firm,
            )
            for key, step, description in (
                (ONBOARD_EACH, "onboard", "Onboards all firms, one job for each, without approval."),
                (VERIFY_EACH, "verify", "Verifies all firms, one job for each."),
            )
        ]
    return made


def _chain(firm: str, credentials: list[str]) -> list[Node]:
    """Return the nodes from preflight to verification, each after the last one's success; without a firm, for all."""
    names = [f"{firm}-{step}" if firm else step for step in _STEPS]
    nodes = []
    for step, name, following in zip(_STEPS, names, [*names[1:], None]):
        success = [following] if following else []
        if step == APPROVAL:
            asked = f"Approve onboarding of {firm}" if firm else "Approve onboarding"
            nodes.append(Node(name, approval=asked, success=success))
        else:
            nodes.append(Node(name, template=step, limit=firm, credentials=credentials, success=success))
    return nodes


def _fan_out(step: str, firms: list[str], credentials: t.Callable[[str], list[str]], reports: bool) -> list[Node]:
    """Return a node for each firm, and one that merges the reports when all are done, however they ended."""
    following = [_MERGE_NODE] if reports else []
    nodes = [Node(firm, template=step, limit=firm, credentials=credentials(firm), always=following) for firm in firms]
    return [*nodes, *([Node(_MERGE_NODE, template=MERGE, converge=True)] if reports else [])]


def survey(settings: Data, templates: list[Data]) -> list[Data]:
    """Return the questions of these templates, each once, with the defaults that the role's variables give.

    A question without one has no C(default): AWX would send an empty one, and that would win over the inventory.
    """
    questions: dict[str, Data] = {}
    for template in templates:
        for question in template["survey"]:
            questions.setdefault(question["variable"], question)
    defaults = {"report_directory": settings["report_directory"]}
    return [{**one, "default": defaults[name]} if defaults.get(name) else one for name, one in questions.items()]
