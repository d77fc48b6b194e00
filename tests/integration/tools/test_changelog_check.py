# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The check of the changelog fails for what is missing in it, and not because a day has passed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what git has or would add, with the tools of this one and a changelog written just now."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(listed, cwd=ROOT, text=True).split("\0"):
        # Not what waits for the next release, which would be written into this one.
        if (ROOT / name).is_file() and not name.startswith("changelogs/fragments/"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    subprocess.check_call(["git", "init", "--quiet", tmp_path])
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / ".cache").mkdir()
    code, printed = run(tmp_path, "write_changelog")
    assert code == 0, printed
    return tmp_path


def run(checkout: Path, what: str) -> tuple[int, str]:
    """Run the checks' script; return its exit code and what it printed."""
    line = [checkout / "tests/tools/check.sh", what]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def edit(checkout: Path, pattern: str, replacement: str) -> None:
    """Replace the first match of the pattern in the changelog's data."""
    path = checkout / "changelogs/changelog.yaml"
    text, replaced = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
    assert replaced == 1
    path.write_text(text, encoding="utf-8")


@pytest.mark.full
def test_a_changelog_of_another_day_is_up_to_date(checkout: Path) -> None:
    edit(checkout, r"release_date: '\d{4}-\d\d-\d\d'", "release_date: '2020-02-29'")
    code, printed = run(checkout, "changelog")
    assert code == 0, printed


@pytest.mark.full
def test_a_description_that_a_module_no_longer_has_is_found(checkout: Path) -> None:
    edit(checkout, r"- description: .*", "- description: What a module did once.")
    fragment = checkout / "changelogs/fragments/next.yml"
    fragment.parent.mkdir(exist_ok=True)
    fragment.write_text(
        "---\nminor_changes:\n  - verify - a change that waits for the next release.\n", encoding="utf-8"
    )
    code, printed = run(checkout, "changelog")
    assert code == 1
    assert "run 'make changelog'" in printed
