# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What templates do to values up to ansible-core 2.18, and no longer since 2.19.

A text that looks like a list becomes one, and with C(jinja2_native) one that looks like a number, each time a template
refers to it: a password arrives as another. What is undefined may count as a text (C(error_on_undefined_vars)). A value
of a vault within a list stays encrypted until somebody looks at it, and filters do not.
"""

from __future__ import annotations

import typing as t

from ansible.release import __version__

try:
    from ansible.executor.task_executor import remove_omit
    from ansible.template import AnsibleEnvironment
    from ansible.utils.unsafe_proxy import wrap_var
except ImportError:
    ARE_USED = False
else:
    ARE_USED = True

CHANGED = (
    f"ansible-core {__version__} would take it for something else than the text that it is, and change it; use "
    "ansible-core 2.19 or newer, or another value"
)
_VAULT_WITHIN = (
    f"a part of it is encrypted by itself, which ansible-core {__version__} does not open everywhere; encrypt the file "
    "that it is in, or a variable that it refers to"
)


class Reader:
    """Reads variables by templates, with none of that.

    :param templar: Ansible's own, with the host's variables.
    :param omit: what stands in the place of what is omitted.
    """

    def __init__(self, templar: t.Any, omit: t.Any) -> None:
        self._templar = templar
        self._omit = omit
        self._as_configured = self._strict(type(templar.environment))
        self._as_text = self._strict(AnsibleEnvironment)

    def read(self, name: str, value: t.Any, is_secret: bool) -> dict[str, t.Any]:
        """Return a variable under its name; nothing where it is omitted.

        :param is_secret: whether it is a text, whatever it looks like.
        :raises Exception: what Ansible raises, and :class:`ValueError` for what could not be read by all tasks.
        """
        if is_secret and isinstance(value, str):
            found = {name: self._as_text.template(value, convert_data=False)}
        else:
            found = self._as_configured.template({name: value})
        found = remove_omit(found, self._omit)
        if any(_has_vault_within(one) for one in found.values()):
            raise ValueError(_VAULT_WITHIN)
        return t.cast("dict[str, t.Any]", found)

    def changed(self, texts: dict[str, str]) -> dict[str, str]:
        """Return why those texts can't be used that a task would get as something else, by name."""
        templar = self._strict(
            type(self._templar.environment),
            available_variables={name: wrap_var(value) for name, value in texts.items()},
        )
        arrived = {name: templar.template(f"{{{{ {name} }}}}") for name in texts}
        # What becomes a number and is written alike again, as a text of digits is, arrives.
        return {name: CHANGED for name, value in texts.items() if arrived[name] is None or str(arrived[name]) != value}

    def _strict(self, environment: t.Any, **context: t.Any) -> t.Any:
        templar = self._templar.copy_with_new_env(environment_class=environment, **context)
        templar._fail_on_undefined_errors = True
        return templar


def _has_vault_within(value: t.Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(type(part).__name__ == "AnsibleVaultEncryptedUnicode" or _has_vault_within(part) for part in parts)
