# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports point down only: from Ansible's plugins to what a module is, to decisions, to clients, to the core.

Late imports, those for types, and those of a name in a text count as well: a circle that is put off is still one.
"""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"
PACKAGE = "ansible_collections.legalops.ethical_walls.plugins."

# From top to bottom; those in one row know nothing of each other.
FLOORS = (
    ("action", "inventory", "filter"),
    ("plugin_utils",),
    ("modules",),
    ("module_utils/_frontend",),
    ("module_utils/_module",),
    ("module_utils/_clients",),
    ("module_utils/_run",),
    ("module_utils/_report",),
    ("module_utils/_checks",),
    ("module_utils/_firm",),
    ("module_utils/_resources/imanage", "module_utils/_resources/legora"),
    ("module_utils/_resources",),
    ("module_utils/_imanage", "module_utils/_legora"),
    ("module_utils/_core",),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room_of(file: str) -> str:
    """Return the room of a file, the longest name that fits."""
    fitting = [room for room in FLOOR_OF if file == room or file.startswith(f"{room}/")]
    return max(fitting, key=len)


def imports_of(path: Path) -> set[str]:
    """Return the files of the collection that a file imports, as paths below C(plugins) without their ending."""
    place = list(path.relative_to(PLUGINS).with_suffix("").parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(named for alias in node.names if (named := _file_of(alias.name)))
        # As import_module is given it.
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            found.update(filter(None, [_file_of(f"module_utils.{node.value}"), _file_of(node.value)]))
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            base = place[: len(place) - node.level]
        elif (node.module or "").startswith(PACKAGE):
            base = []
        else:
            continue
        named = (node.module or "").removeprefix(PACKAGE)
        whole = [*base, *(named.split(".") if named else [])]
        inner = ["/".join([*whole, alias.name]) for alias in node.names]
        found.update(one for one in [*inner, "/".join(whole)] if (PLUGINS / f"{one}.py").is_file())
    return found


def _file_of(name: str) -> str | None:
    """Return the file below C(plugins) that a name with dots means, if it means one."""
    path = name.removeprefix(PACKAGE).replace(".", "/")
    return path if re.fullmatch(r"[\w/]+", path) and (PLUGINS / f"{path}.py").is_file() else None


FILES = {
    path.relative_to(PLUGINS).with_suffix("").as_posix(): imports_of(path)
    for path in sorted(PLUGINS.rglob("*.py"))
    if path.name != "__init__.py" and path.parent.name != "doc_fragments"
}


def test_every_room_is_known() -> None:
    rooms = {room_of(file) for file in FILES}
    assert rooms <= set(FLOOR_OF)
    assert {room for room in FLOOR_OF if not any(file == room or file.startswith(room) for file in FILES)} == set()


@pytest.mark.parametrize("file", FILES)
def test_imports_point_down(file: str) -> None:
    room = room_of(file)
    upwards = [other for other in FILES[file] if room_of(other) != room and FLOOR_OF[room_of(other)] <= FLOOR_OF[room]]
    assert upwards == [], f"{file} imports from a room beside or above its own"


def test_no_way_of_importing_passes_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.PLUGINS", tmp_path)
    for name in "abcdef":
        path = tmp_path / f"module_utils/_core/{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    file = tmp_path / "module_utils/_core/file.py"
    file.write_text(
        f"""from . import a
from .b import x
from {PACKAGE}module_utils._core.c import x
import {PACKAGE}module_utils._core.d
import_module("_core.e")
import_module("{PACKAGE}module_utils._core.f")
import os, json.decoder
""",
        encoding="utf-8",
    )
    assert imports_of(file) == {f"module_utils/_core/{name}" for name in "abcdef"}


def test_no_circle() -> None:
    graphlib.TopologicalSorter(FILES).prepare()


def test_only_the_top_knows_ansible() -> None:
    below = [file for file in FILES if file.startswith("module_utils/") and file != "module_utils/_frontend"]
    knowing = [file for file in below if "from ansible." in (PLUGINS / f"{file}.py").read_text(encoding="utf-8")]
    assert knowing == []
