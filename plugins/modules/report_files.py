#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: report_files
short_description: Write the files of a report
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Writes all files of a report in one task. The role P(legalops.ethical_walls.report#role) uses it.
  - Each file is put in its place as a whole, with mode 0640, so that several runs may write into one directory.
  - A report is a dated record of a run, so writing it never counts as a change.
options:
  firm:
    description: The firm's name, which every message and failure begins with.
    type: str
  directory:
    description: Where the files go. It is made when it is missing, with mode 0750; one that is there
      keeps its mode.
    type: path
    required: true
  files:
    description:
      - The files by name. A text is written as it is, anything else as JSON.
      - It is kept out of Ansible's own output, since reports are long.
    type: dict
    required: true
attributes:
  check_mode:
    support: full
    details: Writes nothing then.
  diff_mode:
    support: none
    details: A report is new each time.
  idempotent:
    support: none
    details: Writes the files each time, but never reports a change.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
requirements:
  - python >= 3.9
seealso:
  - module: ansible.builtin.template
"""

EXAMPLES = r"""
- name: Keep what was found
  legalops.ethical_walls.report_files:
    directory: /srv/reports
    files:
      alder.json: "{{ verify_result.resource }}"
      alder.txt: "{{ verify_result.message | default('In order.', true) }}"
"""

RETURN = r"""
written:
  description: The paths of the files, in the order in which they were given.
  returned: success
  type: list
  elements: str
  sample: [/srv/reports/alder.json, /srv/reports/alder.txt]
plan:
  description: Always empty, since nothing is changed.
  returned: always
  type: list
  elements: str
  sample: []
requests:
  description: How many HTTP requests were sent, by purpose. There are none.
  returned: always
  type: dict
  sample: {read: 0, write: 0, signin: 0}
failure:
  description: What went wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  sample: {system: this machine, firm: Alder & Finch LLP, kind: permission, retryable: false}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, unlogged_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import (
    WantedFiles,
    write_files,
)

ARGUMENT_SPEC = {
    "firm": {"type": "str"},
    "directory": {"type": "path", "required": True},
    # No secret, but long: at -vvvv and in the system's log it would bury everything else.
    "files": {"type": "dict", "required": True, "no_log": True},
}

MODULE = unlogged_module(ARGUMENT_SPEC, Job(returns="written", wanted=WantedFiles, ensure=write_files))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
