# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program that is handed secrets: on its standard input, so that no argument and no file has them."""

from __future__ import annotations

import subprocess


def run_program(command: list[str], text: str, timeout: int) -> tuple[int, str]:
    """Run a program, without a shell; return its status, and what it said.

    :param text: what it reads on its standard input.
    :param timeout: seconds after which it is ended.
    :raises TimeoutError: when it was; the error has nothing of the text.
    :raises OSError: when it can't be run.
    """
    try:
        done = subprocess.run(  # noqa: S603 (the firm's own command)
            command,
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return done.returncode, done.stderr or done.stdout
