#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_vault_file
short_description: Store a firm's service account passwords in a file of ansible-vault
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Writes a file of variables that holds the passwords of a firm's service account and nothing else, encrypted with the
    vault password of this run. The role P(legalops.ethical_walls.store_in_vault_file#role) runs it.
  - It is encrypted in memory, put in its place as a whole with mode C(0600), then read, decrypted in memory and
    compared. No plain copy is on disk at any moment.
  - A file that holds other variables, that is not encrypted, or that holds a password which this run does not know, is
    left alone, and the module fails.
  - Where Ansible finds a directory C(host_vars/FIRM), it reads no file C(host_vars/FIRM.yml) beside it. So a file in a
    directory beside which there is such a file is refused.
options:
  path:
    description:
      - The file. It has to be one that Ansible reads as variables of the firm's host, such as
        C(host_vars/FIRM/passwords.yml).
    type: path
    required: true
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
  diff_mode:
    support: none
    details: There is nothing in it but secrets.
  idempotent:
    support: full
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
seealso:
  - module: legalops.ethical_walls.imanage_password
"""

EXAMPLES = r"""
- name: Write the firm's passwords into its vault file
  legalops.ethical_walls.firm_vault_file:
    path: "{{ inventory_dir }}/host_vars/{{ inventory_hostname }}/passwords.yml"
    host: "{{ ethical_walls_store.host }}"
    step: "{{ ethical_walls_store.step }}"
    variables: "{{ ethical_walls_store.variables }}"
  no_log: true
"""

RETURN = r"""
stored:
  description: Where they are stored, and in which step.
  returned: success
  type: dict
  sample: {path: /srv/inventory/host_vars/alder/passwords.yml, step: prepare}
plan:
  description: What was done, or in check mode would be done, as a sentence.
  returned: always
  type: list
  elements: str
  sample: ["Store the next password beside the current one, in /srv/inventory/host_vars/alder/passwords.yml"]
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.store import (
    WantedVaultFile,
    ensure_vault_file,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, local_module

ARGUMENT_SPEC = {
    "path": {"type": "path", "required": True},
    "host": {"type": "str", "required": True},
    "firm": {"type": "str"},
    "step": {"type": "str", "choices": ["prepare", "finish"], "required": True},
    "variables": {"type": "dict", "required": True, "no_log": True},
}

MODULE = local_module(ARGUMENT_SPEC, Job(returns="stored", wanted=WantedVaultFile, ensure=ensure_vault_file))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
