# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One end for something that takes many steps, each of which may wait for somebody else."""

from __future__ import annotations

import socket
import threading
import time
import typing as t

from .network_errors import causes_of, words_for


class Deadline:
    """The moment by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, always more than 0.

        :raises TimeoutError: when there are none.
        """
        seconds = self._ends_at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def call(self, function: t.Callable[[], t.Any]) -> t.Any:
        """Call what cannot be interrupted, such as a look-up of a name, and stop waiting for it in time.

        :raises TimeoutError: when it did not return in time; it goes on in its thread, which the process leaves behind.
        """
        answers: list[t.Any] = []
        errors: list[Exception] = []

        def run() -> None:
            try:
                answers.append(function())
            except Exception as error:  # noqa: BLE001 (raised again below)
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.left())
        if errors:
            raise errors[0]
        if not answers:
            raise TimeoutError
        return answers[0]


def reason_of(error: BaseException) -> str:
    """Return why a step failed, in words for people; never with data that the other side sent."""
    # Before Python 3.10 a socket's own exception for this is another class.
    if isinstance(error, (socket.timeout, TimeoutError)):
        return "there was no answer in time"
    causes = list(causes_of(error))
    return words_for(causes) or type(error).__name__
