# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the role report for the pretend firms, without any system: what the phases leave behind is given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from integration.playbooks.harness import Run, run_playbook
from reports import samples

# A firm whose facts are missing, because it failed before the role.
LOST = "dogwood"

PLAY: dict[str, Any] = {
    "hosts": "firms",
    "gather_facts": False,
    "connection": "local",
    "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}", "ansible_pipelining": True},
    "tasks": [
        {
            "name": "Read what the phases left behind",
            # Registered, so that it counts as a server's answer: what is in an inventory may be a template, this never.
            "ansible.builtin.debug": {
                "msg": "{{ (lookup('ansible.builtin.file', sample_file) | from_json)[inventory_hostname] }}"
            },
            "register": "sample",
        },
        {
            "name": "Keep it as the roles and playbooks do",
            "ansible.builtin.set_fact": {
                "ethical_walls_checked": {"config": "{{ sample.msg.config }}"},
                "ethical_walls_result": "{{ sample.msg.result }}",
                "preflight_result": {"resource": "{{ sample.msg.preflight }}"},
                "verify_result": {"resource": "{{ sample.msg.verify }}"},
            },
        },
        {"name": "Report", "ansible.builtin.import_role": {"name": "legalops.ethical_walls.report"}},
        {
            "name": "Show where",
            "ansible.builtin.debug": {"var": "report_result.resource"},
            "when": "report_result is defined",
        },
    ],
}


def play(tmp_path: Path, *arguments: str, extra: dict[str, Any] | None = None) -> Run:
    """Play the role for all pretend firms and the lost one; the reports are in ``reports`` below the path."""
    file = tmp_path / "play.yml"
    file.write_text(yaml.safe_dump([PLAY]), encoding="utf-8")
    known = {name: samples.firm(name) for name in samples.NAMES}
    (tmp_path / "samples.json").write_text(json.dumps(known), encoding="utf-8")
    hosts: dict[str, Any] = {name: {} for name in (*samples.NAMES, LOST)}
    variables = {"sample_file": str(tmp_path / "samples.json"), **(extra or {})}
    return run_playbook(tmp_path, str(file), {"firms": {"hosts": hosts}}, *arguments, extra=variables)
