# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A text means the same in each release of Ansible, or it is refused: with the templates of the installed one."""

from __future__ import annotations

from typing import Any

import ansible.template
import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firm_variables import read_variables

NAME = "service_account_password"
# What the templates of older releases take for something else: some always, some with jinja2_native.
PASSWORDS = (
    "12345678901.10",
    "0x1234567890abcdef",
    "1_234_567_890_123",
    "'ab\\x41cdefghijkl'",
    "['abcdefgh','ijk']",
    '{"abcdefgh": "ijk"}',
)
# What they leave as it is, or write again as it was.
HARMLESS = ("12345678901234", "True, or so it is", "An-ordinary-password-1", "[no list at all")
# Since ansible-core 2.19 a template has to be one by its origin.
TRUST = getattr(ansible.template, "trust_as_template", str)


def templar(variables: dict[str, Any]) -> ansible.template.Templar:
    """Return Ansible's templates for these variables, as an inventory would have them."""
    return ansible.template.Templar(
        loader=DataLoader(), variables={name: TRUST(value) for name, value in variables.items()}
    )


def read(variables: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    made = templar(variables)
    return read_variables(made, made.available_variables, [NAME], {NAME}, lambda name, value: True)


@pytest.fixture(params=[True, False], ids=["native", "text"])
def is_native(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Set C(jinja2_native), where the installed release knows it."""
    if hasattr(ansible.template, "C"):
        monkeypatch.setattr(ansible.template.C, "DEFAULT_JINJA2_NATIVE", request.param, raising=False)
    return bool(request.param)


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_arrives_as_it_is_written_or_is_refused(password: str, is_native: bool) -> None:
    for variables in ({NAME: password}, {NAME: "{{ kept }}", "kept": password}):
        values, unreadable = read(variables)
        if values:
            assert values == {NAME: password}
            # As a task of a role refers to it.
            assert str(templar(variables).template(TRUST(f"{{{{ {NAME} }}}}"))) == password
        else:
            assert "would take it for something else" in unreadable[NAME]
        assert password not in str(unreadable)


@pytest.mark.parametrize("password", HARMLESS)
def test_what_arrives_is_not_refused(password: str, is_native: bool) -> None:
    assert read({NAME: password}) == ({NAME: password}, {})
    assert read({NAME: "{{ kept }}", "kept": password}) == ({NAME: password}, {})


def test_what_is_undefined_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    if hasattr(ansible.template, "C"):
        monkeypatch.setattr(ansible.template.C, "DEFAULT_UNDEFINED_VAR_BEHAVIOR", False, raising=False)
    for variables in ({NAME: "{{ nobody_set_this }}"}, {NAME: "{{ kept }}", "kept": "{{ nobody_set_this }}"}):
        values, unreadable = read(variables)
        assert values == {}
        assert unreadable == {NAME: "'nobody_set_this' is undefined"}
