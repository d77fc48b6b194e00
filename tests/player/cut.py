# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends a run at one of its requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Send = Callable[[Any], Any]


class KilledError(BaseException):
    """The run is over as if its process had been killed: nothing of it runs after this, no C(rescue), no C(always)."""


def _do_nothing(system: str) -> None:
    """Let the request be."""


def kill(system: str) -> None:
    """End the run.

    :raises KilledError: always.
    """
    raise KilledError


@dataclass
class Cut:
    """What happens at one request of a run.

    :ivar number: which one, from 0, of all that are sent to either system; C(None) for none of them.
    :ivar before: called with the system's name right before it is sent.
    :ivar after: called when it has been answered, and nothing has been made of the answer.
    :ivar sent: how many have been sent.
    """

    number: int | None = None
    before: Callable[[str], None] = _do_nothing
    after: Callable[[str], None] = _do_nothing
    sent: int = 0
    _has_killed: bool = False

    def check(self) -> None:
        """Let nothing more of a run that was killed happen, not even its C(always).

        :raises KilledError: where it was.
        """
        if self._has_killed:
            raise KilledError

    def around(self, system: str, send: Send) -> Send:
        """Return what sends a request in the place of a client's own way."""

        def sent(call: Any) -> Any:
            self.check()
            is_struck = self.sent == self.number
            self.sent += 1
            try:
                if is_struck:
                    self.before(system)
                reply = send(call)
                if is_struck:
                    self.after(system)
            except KilledError:
                self._has_killed = True
                raise
            return reply

        return sent
