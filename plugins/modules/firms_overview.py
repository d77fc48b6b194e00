#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firms_overview
short_description: Show all firms of a run
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - >-
    Counts the firms of a run by how they ended, names those that are not done, and writes the overview of their
    reports where the switch C(report_directory) says where.
  - It runs once for all firms.
options:
  results:
    description: The results of the firms. Left out, those that the run records have.
    type: list
    elements: dict
    default: []
  hosts:
    description: The inventory names of all firms of the run. Left out, those of the play.
    type: list
    elements: str
    default: []
  dry_run:
    description: Whether nothing was written. Left out, the run records say so.
    type: bool
    default: false
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
seealso:
  - module: legalops.ethical_walls.firm_config
"""

EXAMPLES = r"""
- name: Show all firms
  legalops.ethical_walls.firms_overview:
  run_once: true
"""

RETURN = r"""
msg:
  description: The lines that are shown.
  returned: success
  type: list
  elements: str
  sample: ["2 firms: 2 unchanged; 0 changes made"]
overview:
  description: The lines.
  returned: where no action runs it
  type: list
  elements: str
  sample: ["2 firms: 2 unchanged; 0 changes made"]
plan:
  description: Always empty, since nothing is changed.
  returned: where no action runs it
  type: list
  elements: str
  sample: []
requests:
  description: How many HTTP requests were sent, by purpose. There are none.
  returned: where no action runs it
  type: dict
  sample: {read: 0, write: 0, signin: 0}
failure:
  description: What is wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  sample: {system: Ansible, firm: Alder & Finch LLP, kind: conflict, retryable: false}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, long_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.overview import WantedOverview, show_firms

ARGUMENT_SPEC = {
    "results": {"type": "list", "elements": "dict", "default": [], "no_log": True},
    "hosts": {"type": "list", "elements": "str", "default": []},
    "dry_run": {"type": "bool", "default": False},
}

MODULE = long_module(ARGUMENT_SPEC, Job(returns="overview", wanted=WantedOverview, ensure=show_firms))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
