# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bootstraps a pretend AWX with Ansible, as a consultant would."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.ansible import ROOT
from helpers.playbook import ansible_playbook

from awx_double import Awx

Data = dict[str, Any]

MARK = "Made by legalops.ethical_walls.awx_bootstrap."
# The kinds that the role makes; nodes have no description, so that they come last.
KINDS = (
    "organizations", "credential_types", "execution_environments", "projects", "inventories", "inventory_sources",
    "credentials", "job_templates", "workflow_job_templates", "schedules", "workflow_job_template_nodes",
)  # fmt: skip


def marked(awx: Awx) -> dict[str, list[Data]]:
    """Return all objects that say that the role made them, and all nodes, by their kind."""
    return {
        kind: [one for one in awx.objects(kind) if MARK in one.get("description", "") or kind == KINDS[-1]]
        for kind in KINDS
    }


@dataclass
class Run:
    """How a run ended.

    :ivar writes: what it asked AWX to change: method and path.
    :ivar changed: what Ansible says that it changed, as ``task: item``.
    :ivar table: what a dry run says that there should be.
    :ivar said: what is left, and what a person has to do next.
    """

    status: int
    output: str
    writes: list[str]
    changed: list[str]
    table: list[str]
    said: list[str]


def _modules_here(directory: Path) -> Path:
    """Return a directory of collections with an awx.awx whose modules run in Ansible's own process."""
    real = ROOT / ".cache/awx/ansible_collections/awx/awx"
    copy = directory / "here/ansible_collections/awx/awx"
    if not copy.exists():
        (copy / "plugins/action").mkdir(parents=True)
        for path in [*real.iterdir(), *(real / "plugins").iterdir()]:
            if path.name != "plugins":
                (copy / path.relative_to(real)).symlink_to(path)
        for path in (real / "plugins/modules").glob("[a-z]*.py"):
            (copy / "plugins/action" / path.name).symlink_to(Path(__file__).with_name("module_here.py"))
    return directory / "here"


def bootstrap(
    awx: Awx,
    tmp_path: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    processes: bool = False,
    **given: Any,
) -> Run:
    """Run the playbook against a pretend AWX.

    :param arguments: options of ansible-playbook.
    :param environment: how to sign in, by default as the pretend AWX's administrator.
    :param processes: whether each module has a process of its own, as with a consultant.
    :param given: variables of the role without its prefix.
    """
    variables = tmp_path / "settings.json"
    given = {"scm_url": "https://git.example/legalops/firms.git", **given}
    variables.write_text(json.dumps({f"awx_bootstrap_{name}": value for name, value in given.items()}))
    modules = ROOT / ".cache/awx" if processes else _modules_here(tmp_path)
    before = len(awx.journal)
    status, output = ansible_playbook(
        tmp_path,
        "legalops.ethical_walls.awx_bootstrap",
        "-e",
        f"@{variables}",
        *arguments,
        environment={
            **dict.fromkeys(name for name in os.environ if name.startswith(("CONTROLLER_", "TOWER_"))),
            **(awx.environment() if environment is None else environment),
            "ANSIBLE_COLLECTIONS_PATH": f"{ROOT}/.cache/tree:{modules}",
            "ANSIBLE_LOCAL_TEMP": str(tmp_path / "local"),
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        },
    )
    assert awx.token not in output
    writes = [f"{one.method} {one.path}" for one in awx.journal[before:] if one.kind == "write"]
    return Run(
        status, output, writes, _changed(output), _shown(output, "Show what there"), _shown(output, "Show what is")
    )


def _changed(output: str) -> list[str]:
    task, found = "", []
    for line in output.splitlines():
        if line.startswith("TASK ["):
            task = line.partition(" : ")[2].partition("]")[0]
        elif line.startswith("changed: "):
            found.append(f"{task}: {line.partition('(item=')[2].rpartition(')')[0]}".removesuffix(": "))
    return found


def _shown(output: str, task: str) -> list[str]:
    """Return the lines that a debug task showed."""
    found = re.search(rf"^TASK \[[^\]]*{task}[^\]]*\] \**\nok: \[localhost\] => (\{{.*?^\}})", output, re.M | re.S)
    return list(json.loads(found.group(1))["msg"]) if found else []
