# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The places that store a rotation's passwords: a file of ansible-vault, and a command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from player.modules import SEALER

ROLE = "legalops.ethical_walls.store_in_vault_file"
COMMAND = "legalops.ethical_walls.store_by_command"
# Nothing is given, so one is made.
MADE = {"rotate_new_password": None, "rotate_new_password_version": None}
CURRENT = {"service_account_password", "service_account_password_version"}
BOTH = {*CURRENT, "rotate_new_password", "rotate_new_password_version"}


def sealed(file: Path) -> dict[str, Any]:
    """Return the variables in a vault file, which nobody else may read."""
    assert file.read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT;1.")
    assert file.stat().st_mode & 0o777 == 0o600
    found: dict[str, Any] = SEALER.unseal(file.read_text(encoding="utf-8"))
    return found


def seal(file: Path, variables: dict[str, Any]) -> None:
    """Write variables into a vault file, as somebody else does."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SEALER.seal(yaml.safe_dump(variables), None), encoding="utf-8")
    file.chmod(0o600)


def in_vault(file: Path, **changes: Any) -> dict[str, Any]:
    """Return a firm's variables that have it store passwords in a vault file, with what that holds."""
    there = sealed(file) if file.exists() else {}
    return {"rotate_store_role": ROLE, "rotate_vault_file": str(file), **MADE, **there, **changes}


def program(tmp_path: Path, code: str) -> list[str]:
    """Return a command that keeps what it is handed, and then does something."""
    file = tmp_path / "store.py"
    file.write_text(
        f"import json, os, sys\ntext = sys.stdin.read()\nopen({str(tmp_path / 'handed')!r}, 'a').write(text)\n"
        f"seen = ' '.join(sys.argv) + str(dict(os.environ))\nhanded = json.loads(text)\n{code}\n",
        encoding="utf-8",
    )
    return [sys.executable, str(file), "--firm", "alder"]
