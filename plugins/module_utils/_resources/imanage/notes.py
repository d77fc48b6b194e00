# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run notes of a firm for the next one, beside its reports, since neither system itself may tell it.

It holds no secret: that a sign-in was refused, which roles were written on what sight, and what was handed over when.
"""

from __future__ import annotations

import json
import os
import typing as t
from datetime import datetime, timezone

from ..._core.files import DIRECTORY_MODE, NOTES, file_name, replace_file
from ..._core.timestamps import format_timestamp

_MODE = 0o600
_REFUSED = "refused_sign_in"
_ROLES = "roles_written"
_HANDED_OVER = "handed_over"


class RunNotes:
    """The notes of one firm; without a directory or a host nothing is noted, and nothing is known.

    A file that can't be read or written fails no firm: it is one warning.

    :param host: the firm's inventory name.
    :ivar warnings: what could not be read or written.
    """

    def __init__(self, directory: str | None, host: str | None) -> None:
        self._directory = os.path.abspath(directory) if directory and host else None
        self._name = f"{file_name(host or '')}{NOTES}.json"
        self._found: dict[str, t.Any] | None = None
        self.warnings: list[str] = []

    # Sign-ins as the account

    def was_refused(self, user_id: str, version: str | None) -> bool:
        """Say whether this password of this account was refused, as far as is noted.

        :param version: what stands for the password, C(service_account_password_version).
        """
        noted = self._section(_REFUSED)
        return bool(noted) and (noted.get("user"), noted.get("version")) == (user_id, version)

    def note_refusal(self, user_id: str, version: str | None) -> None:
        """Note that it was refused just now."""
        self._put(_REFUSED, {"user": user_id, "version": version, "at": _now()})

    def forget_refusal(self) -> None:
        """Forget a refusal: the account could sign in, or has another password now."""
        if self._section(_REFUSED):
            self._put(_REFUSED, None)

    # Roles

    def role_written_at(self, library: str, seen: str, wanted: str) -> str | None:
        """Return when a role was written in a library on the same sight; C(None) when it was not."""
        noted = self._section(_ROLES).get(library)
        if not isinstance(noted, dict) or (noted.get("seen"), noted.get("wanted")) != (seen.upper(), wanted.upper()):
            return None
        return str(noted.get("at"))

    def note_role(self, library: str, seen: str, wanted: str) -> None:
        """Note that a role was written just now, since another one was seen."""
        written = {"seen": seen.upper(), "wanted": wanted.upper(), "at": _now()}
        self._put(_ROLES, {**self._section(_ROLES), library: written})

    def forget_roles(self, libraries: t.Iterable[str]) -> None:
        """Forget the roles of libraries in which the wanted one was seen."""
        noted = self._section(_ROLES)
        kept = {library: entry for library, entry in noted.items() if library not in set(libraries)}
        if kept != noted:
            self._put(_ROLES, kept or None)

    # What is to be entered at Legora by hand

    def handed_over_since(self, steps: t.Sequence[dict[str, t.Any]]) -> str | None:
        """Return since when the first of these steps is open; C(None) where that is not noted of any."""
        noted = self._section(_HANDED_OVER)
        moments = [noted[one] for one in map(_fingerprint, steps) if isinstance(noted.get(one), str)]
        return min(moments, default=None)

    def note_handed_over(self, steps: t.Sequence[dict[str, t.Any]], moment: str) -> None:
        """Note when steps were handed over first, and forget all others.

        :param moment: now, for those that are new.
        """
        noted = self._section(_HANDED_OVER)
        kept = {one: noted.get(one) or moment for one in map(_fingerprint, steps)}
        if kept != noted:
            self._put(_HANDED_OVER, kept or None)

    # The file

    def _section(self, name: str) -> dict[str, t.Any]:
        value = self._read().get(name)
        return value if isinstance(value, dict) else {}

    def _read(self) -> dict[str, t.Any]:
        if self._found is None:
            self._found = {}
            if self._directory is not None:
                try:
                    with open(os.path.join(self._directory, self._name), encoding="utf-8") as file:
                        content = json.load(file)
                    self._found = content if isinstance(content, dict) else {}
                except FileNotFoundError:
                    pass
                except (OSError, ValueError, RecursionError) as error:
                    self._warn("read", error)
        return self._found

    def _put(self, name: str, value: dict[str, t.Any] | None) -> None:
        if self._directory is None:
            return
        found = {**self._read(), name: value}
        self._found = {key: section for key, section in found.items() if section is not None}
        try:
            os.makedirs(self._directory, mode=DIRECTORY_MODE, exist_ok=True)
            replace_file(self._directory, self._name, json.dumps(self._found, indent=2) + "\n", _MODE)
        except OSError as error:
            self._warn("written", error)

    def _warn(self, what: str, error: Exception) -> None:
        why = getattr(error, "strerror", None) or "it is no JSON"
        self.warnings.append(f"the notes of earlier runs in {self._directory} could not be {what} ({why})")


def _fingerprint(step: dict[str, t.Any]) -> str:
    """Return what tells a step from others, the same in each run."""
    return json.dumps(step, sort_keys=True)


def _now() -> str:
    return str(format_timestamp(datetime.now(timezone.utc)))
