# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that are found again in whatever form they leave."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus


def canary(name: str, firm: str) -> str:
    """Return a secret with characters that encodings change: an encoded copy must not just equal the plain one."""
    letter = "" if name == "legora_api_key" else "ä"  # a key is sent in a header, which takes ASCII only
    return f"Canary+/{letter}&{hashlib.sha256(f'{name}/{firm}'.encode()).hexdigest()[:20]}"


def forms(secret: str) -> list[str]:
    """Return a secret as it could appear: plain, URL-encoded, base64, JSON-escaped."""
    plain = secret.encode()
    return [
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        base64.b64encode(plain).decode().rstrip("="),
        secret.encode("unicode_escape").decode(),
    ]


def leaked(secrets: Iterable[str], text: str) -> bool:
    """Say whether a text shows a secret, or half of one, in any form."""
    halves = {
        form[start : start + len(form) // 2]
        for secret in secrets
        for form in forms(secret)
        for start in range(len(form) - len(form) // 2 + 1)
    }
    return any(half in text for half in halves)


class Watcher:
    """Looks into the files below a directory, and into all processes' arguments, over and over while a play runs."""

    def __init__(self, directory: Path, secrets: list[str]) -> None:
        self._directory = directory
        self._needles = [form.encode() for secret in secrets for form in forms(secret)]
        self._done = threading.Event()
        self.rounds = 0
        self.files_seen: set[str] = set()
        self.found: list[str] = []

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _watch(self) -> None:
        while not self._done.is_set():
            self.rounds += 1
            # os.walk passes over a directory that is gone by the time it is read; rglob would end here.
            for directory, _directories, files in os.walk(self._directory):
                for name in files:
                    self._look(Path(directory) / name)
            for process in os.listdir("/proc"):
                if process.isdigit():
                    self._look(Path("/proc") / process / "cmdline")
            self._done.wait(0.04)

    def _look(self, path: Path) -> None:
        try:
            content = path.read_bytes()
        except OSError:  # a directory, or gone already
            return
        self.files_seen.add(path.name)
        if any(needle in content for needle in self._needles):
            self.found.append(str(path))
