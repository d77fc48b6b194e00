# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run notes of a firm for the next one, beside its reports, since neither system itself may tell it.

It holds no secret: that a sign-in was refused, which roles were written on what sight, what was handed over when,
and which run is at work.
"""

from __future__ import annotations

import json
import os
import typing as t
from datetime import datetime, timezone

from ..._core.files import DIRECTORY_MODE, NOTES, alone_in, file_name, replace_file
from ..._core.timestamps import format_timestamp

_MODE = 0o600
_ROLES = "roles_written"
_HANDED_OVER = "handed_over"
_ROTATION = "rotation"
_TAKEN_BACK = "taken_back"
_AT_WORK = "at_work"


class RunNotes:
    """The notes of one firm; without a directory or a host nothing is noted, and nothing is known.

    A file that can't be read or written fails no firm: it is one warning.
    """

    def __init__(self, directory: str | None, host: str | None) -> None:
        self._directory = os.path.abspath(directory) if directory and host else None
        self._name = f"{file_name(host or '')}{NOTES}.json"
        self._found: dict[str, t.Any] | None = None
        self.warnings: list[str] = []

    # Who is at work

    @property
    def path(self) -> str | None:
        """The path of the file; C(None) where nothing can be noted."""
        return None if self._directory is None else os.path.join(self._directory, self._name)

    def at_work(self) -> dict[str, t.Any]:
        """Return which run has noted that it is at work on the firm; empty for none."""
        return self._section(_AT_WORK)

    def note_at_work(self, run: dict[str, t.Any] | None) -> None:
        """Note which run is at work; C(None) to forget it."""
        self._put(_AT_WORK, run)

    # Sign-ins as the account

    def was_refused(self, user_id: str, *versions: str | None) -> bool:
        """Say whether this password of this account was refused, or both of a rotation, as far as is noted.

        :param versions: what stands for each, as C(service_account_password_version) does.
        """
        return self._section(_refused(versions)).get("of") == [user_id, *versions]

    def note_refusal(self, user_id: str, *versions: str | None) -> None:
        self._put(_refused(versions), {"of": [user_id, *versions], "at": _now()})

    def forget_refusal(self) -> None:
        """Forget that one was refused: the account could sign in, or has another password now."""
        self._put(_refused([None]), None)

    # Rotations of its password

    @property
    def are_kept(self) -> bool:
        return self._directory is not None

    def rotation_written(self, user_id: str, version: str | None, changed_at: str | None) -> bool | None:
        """Say whether a new password was written in all of the account's records; C(None) where it was in none.

        :param version: its label; one without a label is not known again.
        :param changed_at: when iManage last saw a password written. After the one that is noted, that was another one.
        """
        noted = self._section(_ROTATION)
        if version is None or (noted.get("user"), noted.get("version")) != (user_id, version):
            return None
        if None not in (changed_at, noted.get("changed_at")) and changed_at != noted["changed_at"]:
            return None
        return bool(noted.get("complete"))

    def may_be_written(self, user_id: str, version: str | None, changed_at: str | None) -> bool:
        """Say whether iManage may have a new password, as far as is noted.

        :param changed_at: when iManage last saw a password written. Where that is as it was before, a run was ended
            right before it wrote.
        """
        written = self.rotation_written(user_id, version, changed_at)
        began_from = self._section(_ROTATION).get("began_from")
        is_as_before = written is False and changed_at is not None and changed_at == began_from
        return written is not None and not is_as_before

    def rotated_to(self, user_id: str, changed_at: str | None, surely: bool = False) -> str | None:
        """Return the label of the new password that iManage has or may have, as far as is noted; C(None) for none.

        :param changed_at: when iManage last saw a password written.
        :param surely: only the one that it has: nothing else was written since, as it tells itself.
        """
        noted = self._section(_ROTATION)
        label = noted.get("version")
        if label is None or (surely and (changed_at is None or changed_at != noted.get("changed_at"))):
            return None
        return str(label) if self.may_be_written(user_id, label, changed_at) else None

    def note_rotation(
        self,
        user_id: str,
        version: str | None,
        complete: bool,
        began_from: str | None = None,
        changed_at: str | None = None,
    ) -> None:
        """Note that a new password is being written, or was written in all of them.

        :param began_from: when the password was last changed, as iManage tells it. The first run's is kept.
        :param changed_at: when it was written in all of them, as iManage tells it.
        """
        if version is not None:
            before = self._section(_ROTATION)
            # What was noted of a password that is not there any more does not count.
            if self.rotation_written(user_id, version, changed_at or began_from) is not None:
                began_from = before.get("began_from") or began_from
            noted = {"user": user_id, "version": version, "complete": complete, "began_from": began_from}
            # Not each server tells at once that it was written.
            changed_at = None if changed_at == began_from else changed_at
            self._put(_ROTATION, {**noted, "changed_at": changed_at, "at": _now()})

    def note_given(self, user_id: str, version: str | None, changed_at: str | None) -> None:
        """Note that Legora was given it too."""
        if self.rotation_written(user_id, version, changed_at) and not self._section(_ROTATION).get("given"):
            self._put(_ROTATION, {**self._section(_ROTATION), "given": True})

    def was_given(self, user_id: str, version: str | None, changed_at: str | None) -> bool:
        """Say whether Legora was given a new password that was written, as far as is noted."""
        return bool(self.rotation_written(user_id, version, changed_at) and self._section(_ROTATION).get("given"))

    def forget_rotation(self) -> None:
        """Forget it: the old password is put back."""
        self._put(_ROTATION, None)

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
        seen = set(libraries)
        self._put(_ROLES, {library: at for library, at in self._section(_ROLES).items() if library not in seen} or None)

    # What is to be entered at Legora by hand

    def handed_over_since(self, steps: t.Sequence[dict[str, t.Any]]) -> str | None:
        """Return since when the first of these steps is open; C(None) where that is not noted of any."""
        noted = {**self._section(_TAKEN_BACK), **self._section(_HANDED_OVER)}
        moments = [noted[one] for one in map(_fingerprint, steps) if isinstance(noted.get(one), str)]
        return min(moments, default=None)

    def is_handed_over(self, step: dict[str, t.Any]) -> bool:
        """Say whether a step was handed over, and no run has taken it back since."""
        return _fingerprint(step) in self._section(_HANDED_OVER)

    def steps_handed_over(self) -> list[tuple[dict[str, t.Any], str]]:
        """Return each open step that was handed over, or was and then taken back, and since when."""
        noted = {**self._section(_TAKEN_BACK), **self._section(_HANDED_OVER)}
        return [(json.loads(one), at) for one, at in noted.items() if _id(one) and isinstance(at, str)]

    def is_taken_back(self, step: dict[str, t.Any]) -> bool:
        """Say whether a step was handed over and then taken back, since the account was refused."""
        return _fingerprint(step) in self._section(_TAKEN_BACK)

    def note_handed_over(
        self,
        steps: t.Sequence[dict[str, t.Any]],
        moment: str,
        taken_back: t.Sequence[dict[str, t.Any]] = (),
        about: t.Collection[str] | None = None,
    ) -> None:
        """Note when steps were handed over first, and forget those that are done or have changed.

        :param moment: now, for those that are new.
        :param taken_back: those that are still open but not to be taken now. Since when they are open is kept, apart:
            a later run must not take them for handed over.
        :param about: the IDs of the steps that this run knows of; C(None) for all. What is noted of others stays.
        """
        handed, back = self._section(_HANDED_OVER), self._section(_TAKEN_BACK)
        since = {**back, **handed}
        kept = {one: since.get(one) or moment for one in map(_fingerprint, steps)}
        apart = {one: since[one] for one in map(_fingerprint, taken_back) if one in since}
        for name, before, now in ((_HANDED_OVER, handed, kept), (_TAKEN_BACK, back, apart)):
            others = {one: at for one, at in before.items() if about is not None and _id(one) not in about}
            self._put(name, {**others, **now} or None)

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
        if self._directory is None or self._read().get(name) == value:
            return
        try:
            os.makedirs(self._directory, mode=DIRECTORY_MODE, exist_ok=True)
            with alone_in(self._directory):
                # Another run may have noted something since this one looked, as a rotation beside a verify.
                self._found = None
                found = {**self._read(), name: value}
                self._found = {key: section for key, section in found.items() if section is not None}
                if self._found:
                    replace_file(self._directory, self._name, json.dumps(self._found, indent=2) + "\n", _MODE)
                else:
                    os.unlink(os.path.join(self._directory, self._name))
        except FileNotFoundError:
            pass  # another run has just removed what holds nothing
        except OSError as error:
            self._warn("written", error)

    def _warn(self, what: str, error: Exception) -> None:
        why = getattr(error, "strerror", None) or "it is no JSON"
        said = f"the notes of earlier runs in {self._directory} could not be {what} ({why})"
        self.warnings += [] if said in self.warnings else [said]


def _refused(versions: t.Sequence[str | None]) -> str:
    return "refused_sign_in" if len(versions) == 1 else "rotation_refused"


def _fingerprint(step: dict[str, t.Any]) -> str:
    """Return what tells a step from others, the same in each run."""
    return json.dumps(step, sort_keys=True)


def _id(fingerprint: str) -> t.Any:
    """Return the ID of the step; C(None) where a note was changed by hand."""
    try:
        return json.loads(fingerprint)["id"]
    except (ValueError, LookupError, TypeError):
        return None


def _now() -> str:
    return str(format_timestamp(datetime.now(timezone.utc)))
