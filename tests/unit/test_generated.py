# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the tables of variables, switches, checks and job templates stands in each file as they have it."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools import generate, markup, option_docs, role_docs
from tools.variable_guide import PLAYBOOKS

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, PREFIXES, SCHEMA
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import RUN_SWITCHES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.variable import Fills
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES

ROOT = Path(__file__).resolve().parents[2]
USERS = role_docs.users()
OPTIONS = [
    *(fills.option for variable in SCHEMA for fills in variable.fills),
    *option_docs.RECORD_OPTIONS,
    *(one.fills for one in RUN_SWITCHES if one.fills),
]


def test_files_say_what_the_tables_say() -> None:
    differences = [
        line
        for path, wanted in generate.stale().items()
        for line in difflib.unified_diff(
            generate.text_of(path).splitlines(), wanted.splitlines(), str(path.relative_to(ROOT)), "wanted"
        )
    ]
    assert differences == [], "\n".join(["Run 'make generate':", *differences])


@pytest.mark.parametrize("role", role_docs.ROLES)
def test_switches_of_a_role_are_its_own(role: str) -> None:
    readme = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
    if "\n## Switches\n" not in readme:
        assert role not in PURPOSES
        return
    shown = re.findall(r"^\| `(\w+)` \|", readme.split("\n## Switches\n")[1].split("\n## ")[0], re.MULTILINE)
    assert shown
    assert set(shown) == {one.name for one in RUN_SWITCHES if one.playbooks == (role,)} or role == "awx_bootstrap"


@pytest.mark.parametrize("option", OPTIONS)
def test_option_that_is_filled_exists(option: str) -> None:
    """A name of which nobody knows would be filled by nobody, and told by nobody."""
    owner, _dot, name = option.partition(".")
    modules = [module for module in option_docs.MODULES if owner in (module, option_docs.SYSTEM_OF[module])]
    assert any(name in option_docs.options_of(module) for module in modules)


@pytest.mark.parametrize("name", BY_NAME)
def test_variable_is_described_by_sentences_that_stand_alone(name: str) -> None:
    variable = BY_NAME[name]
    assert re.fullmatch(r"[A-Z].*\.", re.sub(r"^V\((.)", lambda found: found[1].upper(), variable.description))
    assert not re.search(r"\b[OMPR]V?\(", variable.description), "it is shown where no option is at hand"
    assert not (variable.required and (variable.needed or variable.default is not None))
    for choice in variable.choices:
        assert variable.check(choice) == choice


@pytest.mark.parametrize("name", BY_NAME)
def test_readers_that_are_named_read_it(name: str) -> None:
    """Those that take it from what firm_config returned: checks of a phase, the report, and the check itself."""
    places = {
        "preflight": ["_checks/*.py"],
        "verify": ["_checks/*.py"],
        "rotate_password": ["_checks/decide.py", "_checks/rotation*.py"],
        "offboard": ["_checks/decide.py"],
        "firm_result": ["_report/*.py"],
        "firm_config": ["_firm/check.py", "_firm/rotation.py"],
    }
    for reader in BY_NAME[name].readers:
        files = [path for place in places[reader] for path in (ROOT / "plugins/module_utils").glob(place)]
        code = "".join(path.read_text(encoding="utf-8") for path in files)
        assert f'"{name}"' in code, reader


def test_every_variable_is_used() -> None:
    assert [name for name, users in USERS.items() if not users] == []


def test_playbooks_about_firms_are_those_that_have_a_purpose() -> None:
    """And one whose hosts are firms, though it only joins their reports."""
    assert {path.stem for path in (ROOT / "playbooks").glob("*.yml")} == {*PLAYBOOKS, "awx_bootstrap"}


def test_switches_shadow_no_variable_of_a_firm() -> None:
    for switch in RUN_SWITCHES:
        assert switch.name not in BY_NAME
        assert not switch.name.startswith(PREFIXES)


@pytest.mark.parametrize("switch", RUN_SWITCHES, ids=lambda switch: switch.name)
def test_switch_is_read_by_the_playbooks_that_take_it(switch: Any) -> None:
    assert set(switch.playbooks) <= set(PLAYBOOKS)
    for playbook in filter(switch.is_taken_by, PLAYBOOKS):
        files = [
            ROOT / f"playbooks/{playbook}.yml",
            *(ROOT / "playbooks/tasks").glob("*.yml"),
            *(ROOT / "roles" / playbook / "tasks").glob("*.yml"),
            ROOT / "plugins/action/firm_config.py",
            ROOT / "plugins/module_utils/_firm/switches.py",
            ROOT / "plugins/plugin_utils/_in_process.py",
        ]
        assert any(
            re.search(rf"\b{switch.name}\b", path.read_text(encoding="utf-8")) for path in files if path.exists()
        ), playbook


@pytest.mark.parametrize(
    ("module", "given", "fills", "filled"),
    [
        ("imanage_user", ["state"], Fills("imanage.url"), True),
        ("imanage_user", ["url"], Fills("imanage.url"), False),
        ("legora_connector_info", [], Fills("imanage.url"), False),
        ("endpoint_info", [], Fills("imanage.url"), True),
        ("legora_connector_info", [], Fills("legora.connector_id"), True),
        ("legora_project_preferences", [], Fills("legora.connector_id"), False),
        ("imanage_user", [], Fills("imanage_user.email", unless=("state",)), True),
        ("imanage_user", ["state"], Fills("imanage_user.email", unless=("state",)), False),
        ("imanage_user_info", ["url"], Fills("imanage_user_info.email", of_account=True), True),
        ("imanage_user_info", ["user_id"], Fills("imanage_user_info.email", of_account=True), False),
    ],
)
def test_task_takes_what_fills_an_option_that_it_leaves_out(
    module: str, given: list[str], fills: Fills, filled: bool
) -> None:
    assert option_docs.is_filled(module, given, fills) is filled


def _described(module: str) -> dict[str, list[str]]:
    """Return the descriptions of a module's own options, as lists."""
    text = (ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8").split('r"""')[1].split('"""')[0]
    options = yaml.safe_load(text)["options"]
    return {
        name: [option["description"]] if isinstance(option["description"], str) else option["description"]
        for name, option in options.items()
    }


@pytest.mark.parametrize(
    ("module", "option", "sentence"),
    [
        ("endpoint_info", "url", "Left out, it is the firm's variable C(imanage_url)."),
        (
            "imanage_user",
            "ip_range",
            (
                "Left out, it follows from the firm's variable C(service_account_ip_lock), where the task names no "
                "account itself and gives none of O(state) and O(correct_roles)."
            ),
        ),
        (
            "imanage_user",
            "observed_roles",
            (
                "Left out, it is what M(legalops.ethical_walls.imanage_access_info) saw in this play, where "
                "O(correct_roles) is given."
            ),
        ),
        (
            "legora_connector_capability",
            "customer_id",
            (
                "Left out, it is the firm's variable C(imanage_customer_id), or else what "
                "M(legalops.ethical_walls.imanage_session) found in this play."
            ),
        ),
        (
            "imanage_user",
            "libraries",
            (
                "Left out, it is the firm's variable C(imanage_libraries), where the task names no account itself and "
                "does not give O(state)."
            ),
        ),
        (
            "imanage_access_info",
            "account_password",
            "Left out, it is the firm's variable C(service_account_password), where the task names no account itself.",
        ),
    ],
)
def test_option_says_what_it_is_when_it_is_left_out(module: str, option: str, sentence: str) -> None:
    described = _described(module)[option]
    assert described[-1] == sentence
    assert len([text for text in described if text.startswith("Left out, ")]) == 1


def test_sentence_of_an_option_that_nothing_fills_any_more_goes() -> None:
    lines = ["  x:\n", "    description:\n", "      - One.\n", "      - Left out, it is old and\n", "        long.\n"]
    assert "".join(option_docs.mended_option([*lines, "    type: str\n"], None)) == (
        "  x:\n    description:\n      - One.\n    type: str\n"
    )


def test_option_that_is_filled_is_not_required() -> None:
    lines = ["  x:\n", "    description: One.\n", "    type: str\n", "    required: true\n"]
    assert "".join(option_docs.mended_option(lines, "Left out, it is two.")) == (
        "  x:\n    description:\n      - One.\n      - Left out, it is two.\n    type: str\n"
    )


@pytest.mark.parametrize(
    ("written", "markdown", "restructured"),
    [
        ("V(a b), C({x, y}) or R5 (N3)", "`a b`, `{x, y}` or R5 (N3)", "``a b``, ``{x, y}`` or R5 (N3)"),
        ("M(legalops.ethical_walls.imanage_user)", "`imanage_user`", "``imanage_user``"),
        ("P(legalops.ethical_walls.verify#role)", "`verify`", "``verify``"),
        ("O(main:report_host)", "`report_host`", "``report_host``"),
        ("RV(legalops.ethical_walls.firm_config#module:config)", "`config`", "``config``"),
    ],
)
def test_marks_are_translated(written: str, markdown: str, restructured: str) -> None:
    assert markup.markdown(written) == markdown
    assert markup.restructured(written) == restructured


def test_place_without_a_text_and_text_without_a_place_are_mistakes() -> None:
    text = "a\n# begin generated: one\nold\n# end generated\nb\n"
    assert markup.fill_in(text, {"one": "new\n"}) == text.replace("old", "new")
    with pytest.raises(ValueError, match="has the generated blocks"):
        markup.fill_in(text, {})
    with pytest.raises(ValueError, match="has the generated blocks"):
        markup.fill_in(text, {"one": "", "two": ""})
