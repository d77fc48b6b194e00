#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_store_command
short_description: Store a firm's service account passwords by a command
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Runs a command that stores the passwords of a firm's service account, such as the client of a password store. The
    role P(legalops.ethical_walls.store_by_command#role) runs it.
  - The command reads one line of JSON on its standard input, with C(firm), C(host), C(step) and C(variables) as below.
    No secret is among its arguments, in its environment or in a file.
  - It has stored them once it ends with status 0. With any other, the module fails.
options:
  command:
    description: The program and its arguments, as a list. No shell takes it apart.
    type: list
    elements: str
    required: true
  timeout:
    description: Seconds after which the command is ended.
    type: int
    default: 60
  host:
    description: The firm's inventory name.
    type: str
    required: true
  firm:
    description: The firm, as messages name it. Left out, it is the firm's variable C(firm_name).
    type: str
  step:
    description:
      - What is stored. With V(prepare) nothing has been changed yet, and the current password still counts. With
        V(finish), both sides have the new one.
    type: str
    choices: [prepare, finish]
    required: true
  variables:
    description:
      - What is to stand as the firm's variables, C(service_account_password), C(rotate_new_password) and the label of
        each, C(service_account_password_version) and C(rotate_new_password_version).
    type: dict
    required: true
attributes:
  check_mode:
    support: full
    details: A dry run does not run the command.
  diff_mode:
    support: none
    details: There is nothing in it but secrets.
  idempotent:
    support: none
    details: The command runs each time; what it does twice is its own affair.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
seealso:
  - module: legalops.ethical_walls.imanage_password
"""

EXAMPLES = r"""
- name: Hand the firm's passwords to the password store
  legalops.ethical_walls.firm_store_command:
    command: [/usr/local/bin/store-secrets, --firm, "{{ inventory_hostname }}"]
    host: "{{ ethical_walls_store.host }}"
    step: "{{ ethical_walls_store.step }}"
    variables: "{{ ethical_walls_store.variables }}"
  no_log: true
"""

RETURN = r"""
stored:
  description: Which program stored them, and in which step.
  returned: success
  type: dict
  sample: {program: /usr/local/bin/store-secrets, step: prepare}
plan:
  description: What was done, or in check mode would be done, as a sentence.
  returned: always
  type: list
  elements: str
  sample: ["Store the next password beside the current one, by /usr/local/bin/store-secrets"]
requests:
  description: How many HTTP requests were sent, by purpose. There are none.
  returned: always
  type: dict
  sample: {read: 0, write: 0, signin: 0}
failure:
  description: What went wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  sample: {system: this machine, firm: Alder & Finch LLP, kind: conflict, retryable: false}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.store import WantedCommand, run_command
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, local_module

ARGUMENT_SPEC = {
    "command": {"type": "list", "elements": "str", "required": True},
    "host": {"type": "str", "required": True},
    "firm": {"type": "str"},
    "step": {"type": "str", "choices": ["prepare", "finish"], "required": True},
    "variables": {"type": "dict", "required": True, "no_log": True},
    "timeout": {"type": "int", "default": 60},
}

MODULE = local_module(ARGUMENT_SPEC, Job(returns="stored", wanted=WantedCommand, ensure=run_command))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
