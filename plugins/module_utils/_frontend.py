# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front end for Ansible's modules: the only file that knows ``AnsibleModule``."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule

from ._module import Module, perform


def run(module: Module) -> None:
    """Run a module in the process that Ansible started for it, and end that process."""
    ansible = AnsibleModule(argument_spec=module.argument_spec, supports_check_mode=True, **module.rules)
    # Ansible's own name for whether the user asked for --diff.
    call = module.call(ansible.params, ansible.no_log_values, check_mode=ansible.check_mode, diff=ansible._diff)
    # What Ansible echoes, and what it masks as it does.
    ansible.params, ansible.no_log_values = call.shown, call.secrets
    answer = perform(module, call)
    for warning in answer.warnings:
        ansible.warn(warning)
    if answer.failed:
        ansible.fail_json(**answer.data)
    ansible.exit_json(**answer.data)
