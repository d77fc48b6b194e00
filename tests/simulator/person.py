# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody at a pretend firm who is handed a sheet: enters what it says at the pretend Legora, and confirms it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from reports.at_legora import Person, read

from .inventory import host_variables
from .seed import Firm

NAME, ACCOUNT = "R. Finch", "SVC-LEGORA"


class _Vault(dict[str, str]):
    """The firm's vault, whatever label is looked up: the password that iManage takes, which a rotation may have made.

    Where there is no account yet, it is the one that it will be created with.
    """

    def __init__(self, firm: Firm, first: str) -> None:
        super().__init__()
        self.password = firm.imanage.passwords.get(ACCOUNT, first)

    def __missing__(self, label: str) -> str:
        return self.password


def enter(firm: Firm, sheet: str) -> dict[str, Any]:
    """Do what a sheet says, and return C(legora_confirmed) as the sheet asks for it.

    :param sheet: the text of the sheet, as HTML or as Markdown.
    :raises ValueError: when it is no sheet of this firm, or there is something else at Legora than it says.
    """
    vault = _Vault(firm, str(host_variables(firm)["service_account_password"]))
    try:
        handed = read(sheet)
    except StopIteration:
        raise ValueError("this is no sheet") from None
    Person(firm.legora_api_url, firm.legora.api_key, vault).enter(handed)
    return {**(handed.confirmed or {}), "by": NAME, "date": datetime.now(UTC).isoformat(timespec="seconds")}
