# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory of a job: imported from the project by ansible-inventory, and given to the job as a script's output.

Both as AWX does (ansible/awx: awx/main/models/inventory.py, awx/main/constants.py).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from helpers.ansible import Ended, run_ansible

# What AWX sets for every update of an inventory.
UPDATE_ENVIRONMENT = {
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
    "ANSIBLE_INVENTORY_EXPORT": "True",
    "ANSIBLE_VERBOSE_TO_STDERR": "True",
}

Inventory = dict[str, Any]


def project_inventory(project: Path, source: str) -> Ended:
    """Run ansible-inventory on a file of a project, as an inventory source of AWX does.

    :param source: the path of the inventory source's file, in the project.
    """
    own = {"ANSIBLE_CONFIG": None, "HOME": str(project.parent / "home"), "INVENTORY_UPDATE_ID": "6"}
    arguments = ("-i", source, "--list", "--export")
    return run_ansible(project, "ansible-inventory", *arguments, environment={**own, **UPDATE_ENVIRONMENT})


def exported(project: Path, source: str) -> Inventory:
    """Return what AWX imports from a file of a project, as the script of a job gives it back."""
    done = project_inventory(project, source)
    assert done.status == 0, done.output
    assert "WARNING" not in done.stderr, done.stderr
    return script_data(json.loads(done.stdout))


def script_data(found: Inventory) -> Inventory:
    """Return an inventory in the form that AWX gives to a job.

    :param found: what ansible-inventory printed.
    """
    groups = {name: group for name, group in found.items() if name not in ("_meta", "all", "ungrouped")}
    hostvars = found.get("_meta", {}).get("hostvars", {})
    names = {*hostvars, *(host for group in groups.values() for host in group.get("hosts", []))}
    grouped = {host for group in groups.values() for host in group.get("hosts", [])}
    data: Inventory = {"all": {"hosts": sorted(names - grouped), "children": list(groups)}}
    if found.get("all", {}).get("vars"):
        data["all"]["vars"] = found["all"]["vars"]
    for name, group in groups.items():
        kept = {key: value for key, value in group.items() if value}
        if kept:
            data[name] = kept
    data["_meta"] = {
        "hostvars": {
            host: {**hostvars.get(host, {}), "remote_tower_enabled": "true", "remote_tower_id": number}
            for number, host in enumerate(sorted(names), start=1)
        }
    }
    return data


def slice_of(data: Inventory, number: int, count: int) -> Inventory:
    """Return one slice of an inventory, as AWX cuts it: each count-th host, in the order of their names.

    :param number: which slice, from 1.
    """
    kept = sorted(data["_meta"]["hostvars"])[number - 1 :: count]
    cut: Inventory = {}
    for name, group in data.items():
        if name == "_meta":
            cut[name] = {"hostvars": {host: group["hostvars"][host] for host in kept}}
        else:
            hosts = [host for host in group.get("hosts", []) if host in kept]
            cut[name] = {**{key: value for key, value in group.items() if key != "hosts"}, "hosts": hosts}
    return cut
