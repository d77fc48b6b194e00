# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front end for Ansible's modules: the only file that knows ``AnsibleModule``."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule

from ._module import Module, perform


class _Quiet(AnsibleModule):  # type: ignore[misc] # Ansible ships no types
    """Echoes and logs of the options only what may be shown, also where Ansible itself refuses them."""

    params: dict[str, t.Any]

    def __init__(self, module: Module) -> None:
        self._shown = module.shown
        super().__init__(argument_spec=module.argument_spec, supports_check_mode=True, **module.rules)

    def fail_json(self, msg: str, **given: t.Any) -> None:
        self.params = self._shown(self.params)
        super().fail_json(msg, **given)

    def _log_invocation(self) -> None:
        params = self.params
        self.params = self._shown(params)
        super()._log_invocation()
        self.params = params


def run(module: Module) -> None:
    """Run a module in the process that Ansible started for it, and end that process."""
    ansible = _Quiet(module)
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
