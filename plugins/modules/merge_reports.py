#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: merge_reports
short_description: Join the reports of several runs to one overview
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - >-
    Chooses the newest report of each firm that several runs, such as the slices of a job, have written into one
    directory, and writes the overview of all.
  - It fails no firm; RV(failures) and RV(lost) name those that failed or have no report.
options:
  directory:
    description: The directory into which the runs have written.
    type: path
  max_age_hours:
    description: How many hours old a report may be, 24 where it is blank.
    type: raw
  hosts:
    description: The inventory names of all firms. Left out, those of the play.
    type: list
    elements: str
    default: []
  files:
    description: The content of each file by its name. Left out, those of the directory.
    type: dict
    default: {}
  now:
    description: The moment, in ISO 8601. Left out, it is now.
    type: str
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
seealso:
  - module: legalops.ethical_walls.firm_config
"""

EXAMPLES = r"""
- name: Join the reports
  legalops.ethical_walls.merge_reports:
    directory: /srv/reports
  run_once: true
"""

RETURN = r"""
msg:
  description: The lines that are shown, the verdict on all firms and what was left out.
  returned: success
  type: list
  elements: str
  sample: ["No check failed at any of 2 firms", "40 of 40 checks pass."]
merged:
  description: What was chosen.
  returned: where no action runs it
  type: dict
  sample: {documents: [], failed: {}, lost: [alder], left_out: []}
failures:
  description: Why each firm failed whose newest report says so, by inventory name.
  returned: success
  type: dict
  sample: {birch: 'The service account is not in NRTADMIN. What to do stands in birch.html.'}
lost:
  description: The inventory names of the firms without a report.
  returned: success
  type: list
  elements: str
  sample: [cedar]
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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.merge import WantedMerge, merge

ARGUMENT_SPEC = {
    "directory": {"type": "path"},
    "max_age_hours": {"type": "raw"},
    "hosts": {"type": "list", "elements": "str", "default": []},
    "files": {"type": "dict", "default": {}, "no_log": True},
    "now": {"type": "str"},
}

MODULE = long_module(ARGUMENT_SPEC, Job(returns="merged", wanted=WantedMerge, ensure=merge))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
