# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the files of a report are written: whole, readable for few, and never outside of their directory."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import write_files


def write(directory: Path, files: dict[str, Any], gone: tuple[str, ...] = ()) -> list[str]:
    return write_files(str(directory), files, "Alder & Finch LLP", gone)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_texts_are_written_as_they_are_and_the_rest_as_json(tmp_path: Path) -> None:
    directory = tmp_path / "a" / "reports"
    written = write(directory, {"x.html": "<p>ä\n", "x.json": {"b": [1, None], "a": "ä"}})
    assert written == [str(directory / "x.html"), str(directory / "x.json")]
    assert (directory / "x.html").read_text(encoding="utf-8") == "<p>ä\n"
    text = (directory / "x.json").read_text(encoding="utf-8")
    assert list(json.loads(text)) == ["b", "a"]
    assert text.endswith("}\n")
    assert (mode(directory), mode(directory / "x.html")) == (0o750, 0o640)
    assert sorted(os.listdir(directory)) == ["x.html", "x.json"]


def test_directory_that_is_there_keeps_its_mode_and_files_are_replaced(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "x.md").write_text("a longer one of yesterday", encoding="utf-8")
    write(tmp_path, {"x.md": "new"})
    assert (tmp_path / "x.md").read_text(encoding="utf-8") == "new"
    assert mode(tmp_path) == 0o755


def test_what_is_gone_is_removed_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("x", encoding="utf-8")
    assert write(tmp_path, {"y.md": "y"}, gone=("x.md", "never.md")) == [str(tmp_path / "y.md")]
    assert os.listdir(tmp_path) == ["y.md"]


@pytest.mark.parametrize("name", ["", ".", "..", "../x.md", "a/b", "/x.md"])
def test_name_with_a_path_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(EthicalWallsError) as caught:
        write(tmp_path / "reports", {"first.md": "x", name: "x"})
    assert caught.value.kind == "validation"
    with pytest.raises(EthicalWallsError):
        write(tmp_path / "reports", {"first.md": "x"}, gone=(name,))
    assert list(tmp_path.iterdir()) == []


def test_machine_that_refuses_is_a_clear_error_and_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    with pytest.raises(EthicalWallsError) as caught:
        write(tmp_path, {"x.md": "x"})
    assert "Alder & Finch LLP" in caught.value.sentence()
    assert str(tmp_path) in caught.value.sentence()
    assert "Is a directory" in caught.value.sentence()
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EthicalWallsError, match="File exists"):
        write(tmp_path / "file", {"x.md": "x"})
