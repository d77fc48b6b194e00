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
  - It fails no firm. That is what O(require=done) is for, afterwards and for each firm.
options:
  directory:
    description: >-
      The directory into which the runs have written. Left out, it follows from the switch C(report_directory).
    type: path
  max_age_hours:
    description: >-
      How many hours old a report may be, 24 where it is blank. Left out, it follows from the switch
      C(merge_reports_max_age_hours).
    type: raw
  hosts:
    description: The inventory names of all firms. Left out, those of the play.
    type: list
    elements: str
    default: []
  files:
    description: The content of each file of the directory by its name. Its action fills it in; leave it out.
    type: dict
    default: {}
  require:
    description: V(done) joins nothing, and fails where O(failures) name the play's host, or nothing was joined.
    type: str
    choices: [done]
  failures:
    description: What joining the reports returned as RV(failures). Left out, nothing was joined.
    type: dict
  now:
    description: The moment, in ISO 8601. Its action fills it in; leave it out.
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
  register: joined

- name: Fail the firms that failed, and those without a report
  legalops.ethical_walls.merge_reports:
    require: done
    failures: "{{ joined.failures }}"
"""

RETURN = r"""
msg:
  description: The lines that are shown, the verdict on all firms and what was left out.
  returned: success, unless O(require=done)
  type: list
  elements: str
  sample: ["No check failed at any of 2 firms", "40 of 40 checks pass."]
merged:
  description: What was chosen.
  returned: where no action runs it
  type: dict
  sample: {documents: [], failed: {}, lost: [], left_out: [], failures: {}, directory: /srv/reports}
failures:
  description: Why each firm failed whose newest report says so, or that has none, by inventory name.
  returned: success, unless O(require=done)
  type: dict
  sample: {cedar: cedar has no report of the last 24 hours in /srv/reports. See why its run ended without one.}
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
  returned: failure, unless O(require=done)
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
    "require": {"type": "str", "choices": ["done"]},
    "failures": {"type": "dict"},
    "now": {"type": "str"},
}

MODULE = long_module(ARGUMENT_SPEC, Job(returns="merged", wanted=WantedMerge, ensure=merge))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
