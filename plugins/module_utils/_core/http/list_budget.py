# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What reading one list may take, in however many pages it comes: a server must not be able to keep us for ever."""

from __future__ import annotations

from dataclasses import dataclass

from ..deadline import Deadline
from ..errors import EthicalWallsError
from .transport import Reply, Transport

_MIB = 1024 * 1024
_HINT = (
    "It is longer or slower than that of any firm: the server may repeat itself, or ignore what it is asked for. Run "
    "again later; if that changes nothing, show this message to whoever runs the server."
)


@dataclass(frozen=True)
class ListLimits:
    """The limits of one list. A firm's ten thousand users, as iManage describes them, are some 20 MiB.

    :ivar mib: of all pages together, 1 MiB being 1024 * 1024 bytes; C(None) where pages are not kept.
    :ivar seconds: after which no further page is asked for; the one that is being read has a deadline of its own.
    """

    pages: int = 10_000
    mib: float | None = 64
    seconds: float = 600


# Default limits are not public, so a limit is always sent; the server may still send fewer.
PAGE_SIZE = 100
LIST_LIMITS = ListLimits()


class ListBudget:
    """What is left of its limits while one list is read.

    :param transport: whose errors are raised: they name system and firm.
    :param hint: what to do when the limits are too narrow.
    """

    def __init__(self, transport: Transport, operation: str, limits: ListLimits, hint: str = _HINT) -> None:
        self._transport = transport
        self._operation = operation
        self._limits = limits
        self._hint = hint
        self._deadline = Deadline(limits.seconds)
        self._pages = 0
        self._bytes = 0

    def require_left(self) -> None:
        """Confirm that one more page may be asked for.

        :raises EthicalWallsError: C(unavailable) when the time is over, C(unexpected) when the list is too long.
        """
        limits = self._limits
        if self._pages >= limits.pages:
            raise self._exceeded(f"{limits.pages} pages", "unexpected")
        if limits.mib is not None and self._bytes >= limits.mib * _MIB:
            raise self._exceeded(f"{limits.mib:g} MiB", "unexpected")
        try:
            self._deadline.left()
        except TimeoutError:
            raise self._exceeded(f"{limits.seconds:g} seconds", "unavailable") from None

    def spend(self, page: Reply) -> None:
        self._pages += 1
        self._bytes += len(page.body)

    def _exceeded(self, limit: str, kind: str) -> EthicalWallsError:
        return self._transport.error(
            f"the list did not end within {limit}",
            kind,
            operation=self._operation,
            retryable=kind == "unavailable",
            hint=self._hint,
        )
