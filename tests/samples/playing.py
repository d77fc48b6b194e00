# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends the pretend firms as the playbooks do, without any system: what their tasks have done and read is given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.ansible import ROOT, play
from helpers.playbook import Run, run_playbook
from samples import firms

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import write_files
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._overview import write_overview
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._rendering import firm_files

# A firm without a run record, because its run broke off.
LOST = "dogwood"

TASKS: list[dict[str, Any]] = [
    {
        "name": "Leave what the firm's tasks have done",
        "sample_run": {
            "file": "{{ sample_file }}",
            "report_directory": "{{ report_directory }}",
            "report_in_check_mode": "{{ report_in_check_mode }}",
        },
    },
    {"name": "End the firm", "ansible.builtin.import_tasks": str(ROOT / "playbooks/tasks/end_firm.yml")},
]
PLAYBOOK = [
    play(TASKS, f"firms:!{LOST}"),
    {"ansible.builtin.import_playbook": str(ROOT / "playbooks/parts/end_of_run.yml")},
]


def play_samples(tmp_path: Path, *arguments: str, in_check_mode: bool = False) -> Run:
    """End all pretend firms and the lost one; the reports are in ``reports`` below the path."""
    runs = {name: firms.run(name).as_data() for name in firms.NAMES}
    (tmp_path / "samples.json").write_text(json.dumps(runs), encoding="utf-8")
    hosts: dict[str, Any] = {name: {} for name in (*firms.NAMES, LOST)}
    variables = {
        "sample_file": str(tmp_path / "samples.json"),
        "report_directory": str(tmp_path / "reports"),
        "report_in_check_mode": in_check_mode,
    }
    environment = {"ANSIBLE_ACTION_PLUGINS": str(Path(__file__).parent / "actions")}
    inventory = {"firms": {"hosts": hosts}}
    return run_playbook(tmp_path, PLAYBOOK, inventory, *arguments, extra=variables, environment=environment)


def render(directory: Path) -> Path:
    """Write the reports of all pretend firms and the overview of all, as one run of Ansible does; return where."""
    documents = [firms.document(name) for name in firms.REPORTED]
    for document in documents:
        write_files(str(directory), firm_files(document))
    write_overview(documents, [*firms.REPORTED, LOST], str(directory))
    return directory
