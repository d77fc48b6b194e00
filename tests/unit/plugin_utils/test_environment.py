# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which variable of the environment is named where one that is looked up in it has no value."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._environment import unset_in_environment


class Templar:
    """Knows one variable, and that another is none."""

    environment = None

    def copy_with_new_env(self, **context: Any) -> Templar:
        """Return itself, for releases of Ansible that are asked in another way."""
        return self

    def template(self, value: dict[str, Any]) -> dict[str, Any]:
        if "{{ nope }}" in value.values():
            raise ValueError("no value")
        return value


VARIABLES = {"secrets_of": "ALDER", "nothing": "{{ nope }}"}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("{{ lookup('ansible.builtin.env', 'LEGORA_API_KEY_' ~ secrets_of) }}", "LEGORA_API_KEY_ALDER"),
        ("{{lookup('env', 'KEY')}}\n", "KEY"),
        ('{{ lookup("env", "A_" ~ secrets_of ~ "_B") }}', "A_ALDER_B"),
        ("{{ lookup('env', secrets_of) }}", "ALDER"),
        ("{{ lookup('env', 'A_' ~ nothing) }}", None),
        ("{{ lookup('env', 'A_' ~ unknown) }}", None),
        ("{{ lookup('env', 'A' | upper) }}", None),
        ("{{ lookup('env', 'A') | default('x', true) }}", None),
        ("{{ lookup('file', 'A') }}", None),
        ("x{{ lookup('env', 'A') }}", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_name_of_the_variable(monkeypatch: pytest.MonkeyPatch, written: Any, wanted: str | None) -> None:
    for name in ("LEGORA_API_KEY_ALDER", "KEY", "A_ALDER_B", "ALDER", "A"):
        monkeypatch.delenv(name, raising=False)
    found = unset_in_environment(Templar(), {**VARIABLES, "legora_api_key": written}, ["legora_api_key", "other"])
    assert found == ({"legora_api_key": wanted} if wanted else {})


def test_one_that_is_set_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    written = {"legora_api_key": "{{ lookup('env', 'KEY') }}"}
    monkeypatch.setenv("KEY", "x")
    assert unset_in_environment(Templar(), written, written) == {}
    monkeypatch.setenv("KEY", "")
    assert unset_in_environment(Templar(), written, written) == {"legora_api_key": "KEY"}
