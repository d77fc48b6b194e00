# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documentation of modules says of firm variables.

An option that a firm variable fills, or that takes what the run has found, ends its description with a sentence that
begins with "Left out, ". It is written anew each time, and such an option is not required.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from tools.markup import yaml_entry, yaml_list

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SCHEMA
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import RUN_SWITCHES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.variable import (
    Fills,
    FirmVariable,
    as_it_is,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import ACCOUNT
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py"))
SYSTEMS = ("imanage", "legora")

# Options, written as in Fills.option, that take what this run has found where a task leaves them out, and what that is.
RECORD_OPTIONS = {
    "imanage.session": "the sign-in of M(legalops.ethical_walls.imanage_session) in this play",
    "imanage.ends_at": "what M(legalops.ethical_walls.firm_config) has set for the firm",
    "imanage.host": "the host's own name, where there is a C(report_directory)",
    "imanage.notes_directory": "the switch C(report_directory)",
    "legora.ends_at": "what M(legalops.ethical_walls.firm_config) has set for the firm",
    "imanage_access_info.account": "what this play has seen of the account",
    "imanage_access_info.account_username": "what the account signs in with, as this play has seen it",
    "imanage_access_info.pending_users": "the account, where this dry run would create or assign it",
    "imanage_group_membership.libraries": "what O(require=put_back) or O(require=seen_to_view) is about",
    "imanage_group_membership.pending_users": "the account, where this dry run would create or assign it",
    "imanage_group_membership.users": "what O(require=put_back) or O(require=seen_to_view) is about",
    "imanage_password.opens": "the one that an earlier task of this play signed in with",
    "imanage_password.write": "V(false) in a rotation whose moment has not come",
    "imanage_user.fields": "what O(require=put_back) is about",
    "imanage_user.observed_roles": (
        "what M(legalops.ethical_walls.imanage_access_info) saw in this play, where O(correct_roles) is given"
    ),
    "imanage_user.pending_users": "the account, where this dry run would create or assign it",
    "imanage_user_info.former_usernames": (
        "what Legora signs in with, as this play has seen it, where O(predecessors) is given"
    ),
    "legora_connector_capability.customer_id": "what M(legalops.ethical_walls.imanage_session) found in this play",
    "legora_connector_capability.libraries": "what O(require=put_back) is about",
    "legora_connector_info.preferences": "V(true) until this play has read them",
    "legora_connector_info.require_usable": "V(true) in the playbook C(onboard)",
    "legora_connector_service_account.password_changed_at": "what this play has seen of the account",
    "legora_connector_service_account.service_username": "what the account signs in with, as this play has seen it",
    "legora_connector_service_account.update_password": (
        "V(always) where this play has set it at iManage, and V(when_changed) where it has not"
    ),
}

# The probe looks at iManage's address, and signs in nowhere.
SYSTEM_OF = {
    module: "imanage" if module == "endpoint_info" else next((one for one in SYSTEMS if module.startswith(one)), None)
    for module in MODULES
}

_BEGINNING = "Left out, "
# Options that say which account a task is about.
_NAMES_THE_ACCOUNT = set(ACCOUNT)
# What holds options in a file of documentation.
_TEXT = re.compile(r'(?P<before>^ *(?P<name>[A-Z_]+) = r""")(?P<text>.*?)(?P<after>""")', re.M | re.S)


def documented(unused: Container[str]) -> dict[Path, str]:
    """Return what the files of modules and the fragments that they share are to say, by path.

    :param unused: the firm variables that nothing uses yet.
    """
    files = {PLUGINS / f"modules/{name}.py": [*_of_its_system(name), name] for name in MODULES}
    files.update({PLUGINS / f"doc_fragments/{system}.py": [system] for system in SYSTEMS})
    files[PLUGINS / "doc_fragments/common.py"] = list(SYSTEMS)
    texts = {}
    for path, owners in files.items():
        text = path.read_text(encoding="utf-8")
        texts[path] = _TEXT.sub(partial(_mended, owners), text)
    config = PLUGINS / "modules/firm_config.py"
    texts[config] = _with_purposes(_with_firm_variables(texts[config], unused))
    return texts


def is_filled(module: str, given: Iterable[str], fills: Fills) -> bool:
    """Say whether a firm variable fills this option of a module.

    :param given: the options that stand in the task.
    """
    owner, _dot, option = fills.option.partition(".")
    given = set(given)
    return (
        owner in (module, *_of_its_system(module))
        and option in options_of(module)
        and option not in given
        and not given & set(fills.unless)
        and (fills.when is None or fills.when in given)
        and not (fills.of_account and given & _NAMES_THE_ACCOUNT)
    )


@cache
def options_of(module: str) -> frozenset[str]:
    """Return the names of all options of a module."""
    documentation = _texts_of(PLUGINS / f"modules/{module}.py")["DOCUMENTATION"]
    found = set(documentation.get("options", {}))
    for fragment in documentation.get("extends_documentation_fragment", []):
        _namespace, _name, file, *section = fragment.split(".")
        name = section[0].upper() if section else "DOCUMENTATION"
        found |= set(_texts_of(PLUGINS / f"doc_fragments/{file}.py")[name]["options"])
    return frozenset(found)


def _texts_of(path: Path) -> dict[str, Any]:
    """Return what a file of documentation says, by the name of the text."""
    return {
        node.targets[0].id: yaml.safe_load(ast.literal_eval(node.value))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


def _of_its_system(module: str) -> list[str]:
    system = SYSTEM_OF.get(module)
    return [system] if system else []


def _mended(owners: list[str], match: re.Match[str]) -> str:
    """Return a text of documentation in which each option says what it is when it is left out."""
    if match["name"] in ("EXAMPLES", "RETURN"):
        return match[0]
    module = owners[-1] if owners[-1] in MODULES else None
    known = options_of(module) if module else frozenset()
    lines: list[str] = []
    for name, block in _blocks(match["text"]):
        lines += mended_option(block, _sentence(name, owners, known)) if name else block
    return match["before"] + "".join(lines) + match["after"]


def _blocks(text: str) -> list[tuple[str, list[str]]]:
    """Return the lines of a documentation: those of each option with its name, and others with none."""
    blocks: list[tuple[str, list[str]]] = []
    among_options = False
    for line in text.splitlines(keepends=True):
        if not line.startswith(" "):
            among_options = line == "options:\n"
        begins = re.fullmatch(r"  (\w+):\n", line) if among_options else None
        if blocks and blocks[-1][0] and among_options and not begins:
            blocks[-1][1].append(line)
        else:
            blocks.append((begins[1] if begins else "", [line]))
    return blocks


def mended_option(lines: list[str], sentence: str | None) -> list[str]:
    """Return the lines of an option with the sentence at the end of its description, or without any."""
    begin = next(number for number, line in enumerate(lines) if line.startswith("    description:"))
    end = next((n for n in range(begin + 1, len(lines)) if re.match(r" {4}\w", lines[n])), len(lines))
    description, further = "".join(lines[begin:end]), lines[end:]
    described = yaml.safe_load(description)["description"]
    if isinstance(described, str):
        if sentence:
            description = _lines(["    description:", *yaml_list([described, sentence], 6)])
    else:
        # The other entries stay as somebody has written them.
        kept = re.sub(rf"^ {{6}}- {_BEGINNING}.*\n(?: {{8}}.*\n)*", "", description, flags=re.M)
        description = kept + _lines(yaml_list([sentence], 6) if sentence else [])
    if sentence:
        further = [line for line in further if line != "    required: true\n"]
    return [*lines[:begin], description, *further]


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _sentence(option: str, owners: list[str], known: frozenset[str]) -> str | None:
    """Return what an option is when a task leaves it out, if a firm variable or the run fills it.

    :param owners: whose option it is, as in C(Fills.option); more than one system where these share it.
    :param known: all options of the module, where it is one's own.
    """
    keys = [f"{owner}.{option}" for owner in owners]
    # What is filled with another option alone, the description says itself.
    sources = [
        (variable, fills)
        for variable in SCHEMA
        for fills in variable.fills
        if fills.option in keys and fills.when is None
    ]
    found = next((RECORD_OPTIONS[key] for key in keys if key in RECORD_OPTIONS), None)
    switch = next((one for one in RUN_SWITCHES if one.fills in keys), None)
    if switch:
        return f"{_BEGINNING}it follows from the switch C({switch.name}) of the run."
    if not sources:
        return f"{_BEGINNING}it is {found}." if found else None
    fills = sources[0][1]
    verb = "is" if fills.value is as_it_is else "follows from"
    names = list(dict.fromkeys(f"C({variable.name})" for variable, _fills in sources))
    said = f"{_BEGINNING}it {verb} the firm's variable {' or '.join(names)}"
    if len(names) > 1:
        said += ", by the system"
    elif owners == list(SYSTEMS) and len(sources) == 1:
        said += ", at {} only".format({"imanage": "iManage", "legora": "Legora"}[fills.option.split(".")[0]])
    return f"{said}{_limits(option, fills, known)}{f', or else {found}' if found else ''}."


def _limits(option: str, fills: Fills, known: frozenset[str]) -> str:
    others = [f"O({name})" for name in fills.unless if name != option and name in known]
    listed = " and ".join(filter(None, [", ".join(others[:-1]), *others[-1:]]))
    names_it_not = "the task names no account itself" if fills.of_account and option not in _NAMES_THE_ACCOUNT else ""
    gives_none = f"gives none of {listed}" if len(others) > 1 else f"does not give {listed}" if others else ""
    if names_it_not:
        return f", where {names_it_not}{' and ' if gives_none else ''}{gives_none}"
    return f", where the task {gives_none}" if gives_none else ""


def _with_firm_variables(text: str, unused: Container[str]) -> str:
    """Return the module C(firm_config) with the firm variables as suboptions of its option C(config)."""
    lines: list[str] = []
    for variable in SCHEMA:
        told = _told(variable) + (" Not used yet." if variable.name in unused else "")
        lines += [f"      {variable.name}:", *yaml_entry("description", told, 8), "        type: raw"]
    block = re.compile(r"(?<=\n    suboptions:\n).*?(?=^extends_documentation_fragment:\n)", re.M | re.S)
    written, times = block.subn(lambda match: _lines(lines), text)
    if times != 1:
        raise ValueError("firm_config has no place for the firm variables")
    return written


def _with_purposes(text: str) -> str:
    """Return the module C(firm_config) with what there are playbooks for as choices of its option C(purpose)."""
    return re.sub(r"(\n  purpose:\n(?: {4}.*\n)*? {4}choices: ).*", rf"\1[{', '.join(PURPOSES)}]", text)


def _told(variable: FirmVariable) -> str:
    """Return everything about a variable that a description without columns has to say."""
    needed = " Needed." if variable.required else needed_told(variable)
    return f"{variable.description}{choices_told(variable)}{default_told(variable)}{needed}"


def choices_told(variable: FirmVariable) -> str:
    """Return a sentence with a variable's choices, unless its description names them."""
    marked = [f"V({choice})" for choice in variable.choices]
    if all(choice in variable.description for choice in marked):
        return ""
    return f" It is {', '.join(marked[:-1])} or {marked[-1]}."


def default_told(variable: FirmVariable) -> str:
    """Return a sentence with a variable's default, where it has one."""
    return "" if variable.default is None else f" By default V({spoken(variable.default)})."


def spoken(value: Any) -> str:
    """Return a default as people write it."""
    if isinstance(value, list):
        return f"[{', '.join(map(spoken, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def needed_told(variable: FirmVariable) -> str:
    """Return a sentence that says when a firm needs a variable that it can be without else."""
    return f" Needed {variable.needed}." if variable.needed else ""
