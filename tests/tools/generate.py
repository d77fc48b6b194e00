# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what follows from the tables of firm variables, switches and checks: documentation, and roles' argument specs.

Usage: ``make generate``
"""

from __future__ import annotations

from pathlib import Path

from tools import check_docs, option_docs, role_docs, variable_guide

ROOT = Path(__file__).resolve().parents[2]


def stale() -> dict[Path, str]:
    """Return what the files that differ from the tables are to say, by path."""
    users = role_docs.users()
    wanted = {
        **option_docs.documented({name for name, found in users.items() if not found}),
        **role_docs.documented(),
        **check_docs.documented(),
        **variable_guide.documented(users),
    }
    return {path: text for path, text in wanted.items() if path.read_text(encoding="utf-8") != text}


def main() -> None:
    """Write the files that differ."""
    changed = stale()
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    print(f"{len(changed)} files differed from the tables")


if __name__ == "__main__":
    main()
