# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a variable that cannot be read, in the words of older and newer releases of Ansible."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.errors import AnsibleError, AnsibleUndefinedVariable
from jinja2 import TemplateSyntaxError

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firm_variables import read_variables

OLD_LOOKUP = (
    "An unhandled exception occurred while running the lookup plugin 'url'. Error was a <class "
    "'ansible.errors.AnsibleError'>, original message: Failed lookup url for https://user:Canary@store.example/ : "
    "refused. Failed lookup url for https://user:Canary@store.example/ : refused"
)
NO_TEMPLATE = "it is taken for a template, and is none; mark with !unsafe what is meant as it stands"


class Templar:
    """Fails as Ansible would."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    environment = None

    def copy_with_new_env(self, **context: Any) -> Templar:
        return self

    def template(self, value: Any, **options: Any) -> Any:
        raise self._error


def caused(message: str, cause: Exception) -> AnsibleError:
    error = AnsibleError(message)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            AnsibleError("template error while templating string: Missing end of comment tag. String: Canary{#"),
            NO_TEMPLATE,
        ),
        (
            AnsibleError(
                "An unhandled exception occurred while templating 'Canary{#'. original message: template error"
            ),
            "its template can't be evaluated with the values that it refers to",
        ),
        (caused("Syntax error in template: unknown tag 'Canary'", TemplateSyntaxError("unknown tag", 1)), NO_TEMPLATE),
        (
            caused("Syntax error in template: No filter named 'x.y.z'.", TemplateSyntaxError("No filter", 1)),
            "there is no filter x.y.z",
        ),
        (AnsibleUndefinedVariable("{{ {'a': 1}['a'] ~ 'Canary' ~ nope }}: 'nope' is undefined"), "'nope' is undefined"),
        (
            AnsibleUndefinedVariable("'dict object' has no attribute 'key'. 'dict object' has no attribute 'key'"),
            "what it refers to has no attribute 'key'",
        ),
        (AnsibleUndefinedVariable("Canary{{ [][0] }}: list object has no element 0"), "something in it is undefined"),
        (
            AnsibleError(
                "Unexpected templating type error occurred on (Canary{{ 1 + 'Canary' }}): unsupported operand"
            ),
            "its template can't be evaluated with the values that it refers to",
        ),
        (
            AnsibleError(OLD_LOOKUP),
            "The lookup plugin 'url' failed. Failed lookup url for https://****@store.example/ : refused",
        ),
        (
            AnsibleError("Attempting to decrypt but no vault secrets found"),
            "Attempting to decrypt but no vault secrets found",
        ),
        (ValueError(""), "it has no value"),
    ],
)
def test_reason_shows_no_value(error: Exception, said: str) -> None:
    assert read_variables(Templar(error), {"imanage_password": "?"}, ["imanage_password"]) == (
        {},
        {"imanage_password": said},
    )


def test_variables_that_are_not_set_are_not_looked_at() -> None:
    assert read_variables(Templar(ValueError()), {"other": 1}, ["imanage_password"]) == ({}, {})
