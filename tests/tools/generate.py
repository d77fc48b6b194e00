# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what follows from tables: documentation, and roles' argument specs, from those of firm variables, switches and
checks; what starts a playbook in AWX, and the pattern, from the job templates of the role awx_bootstrap.

Usage: ``make generate``
"""

from __future__ import annotations

from pathlib import Path

from tools import check_docs, option_docs, pattern, role_docs, variable_guide

ROOT = Path(__file__).resolve().parents[2]


def stale() -> dict[Path, str]:
    """Return what the files that differ from the tables are to say, by path."""
    users = role_docs.users()
    wanted = {
        **option_docs.documented({name for name, found in users.items() if not found}),
        **role_docs.documented(),
        **check_docs.documented(),
        **variable_guide.documented(users),
        **pattern.documented(),
    }
    return {path: text for path, text in wanted.items() if text_of(path) != text}


def text_of(path: Path) -> str:
    """Return what stands in a file; nothing where there is none yet."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> None:
    """Write the files that differ."""
    changed = stale()
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    print(f"{len(changed)} files differed from the tables")


if __name__ == "__main__":
    main()
