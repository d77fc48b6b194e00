# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks that write: what each starts from in these tests, and what has to hold when it has ended well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from helpers.before_onboarding import STATES, stays
from helpers.both_systems import USER_ID, differences, everything, is_onboarded, is_prepared, state
from helpers.by_hand import NO_API

from chaos.desk import Desk
from player import Cut
from player.cut import kill

Data = dict[str, Any]

# A request of onboarding between its first write and its last.
_AMONG_WRITES = 42


def _harm(desk: Desk) -> str | None:
    """Say where an account is locked, or a wall is stale."""
    if _is_locked(desk):
        return "an account is locked"
    now = state(desk.firm)
    if now.preference and (now.legora_status != "active" or set(now.nrtadmin) != set(now.libraries)):
        return f"Legora creates projects with walls that nobody feeds: {now}"
    return None


def _nothing_to_say(desk: Desk) -> None:
    """Let the next run do what is left."""


def _is_locked(desk: Desk) -> bool:
    return any(record.is_locked for user in (USER_ID, "ADMIN") for record in desk.firm.imanage.records_of(user))


@dataclass(frozen=True)
class Procedure:
    """A playbook with a method, from a state.

    :ivar prepare: brings a firm as it is seeded to that state.
    :ivar wrong: given the last result, says what is wrong; C(None) for nothing.
    :ivar step: which run it is, where there are several by hand.
    :ivar half: says what is left by half where a run failed on one dropped connection; C(None) for nothing.
    :ivar refusal: what the next run says where it refuses to begin once more, since all was done by the one before.
    :ivar harm: says what must not be at any moment, whatever has been cut; C(None) for nothing.
    """

    playbook: str
    method: str
    prepare: Callable[[Desk], None]
    wrong: Callable[[Desk, Data], str | None]
    step: str = ""
    half: Callable[[Desk], str | None] = _nothing_to_say
    refusal: str | None = None
    harm: Callable[[Desk], str | None] = _harm

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.playbook, self.method, self.step)))

    def problem(self, desk: Desk, result: Data | None) -> str | None:
        """Say what is wrong when the last run has ended so; C(None) for nothing."""
        if result is None or result["status"] == "failed":
            message = str(result and result["message"])
            if self.refusal is None or self.refusal not in message:
                return message
        return self.harm(desk) or self.wrong(desk, result or {})

    def begin(self, desk: Desk) -> None:
        """Bring a firm as it is seeded to the state that it starts from."""
        if self.method == "by_hand":
            desk.changes.update(NO_API, legora_method="by_hand", service_account_password_version="2026-06")
        self.prepare(desk)


# --- onboard ----------------------------------------------------------------------------------------------------------


def _seeded(desk: Desk) -> None:
    """Start with the firm as it is seeded."""


def _not_onboarded(desk: Desk, result: Data) -> str | None:
    if not desk.by_hand:
        return None if is_onboarded(desk.firm) else "it is not onboarded"
    if not is_prepared(desk.firm):
        return "iManage is not prepared"
    if result["status"] != "handed_over":
        return f"nothing is handed over: {result['status']}"
    desk.enter(result)
    confirmed = desk.run("onboard")
    if confirmed is None or confirmed["status"] not in ("unchanged", "handed_over"):
        return f"confirmed, it ends with {confirmed}"
    return None if is_onboarded(desk.firm) else "it is not onboarded when all is entered"


def _onboarded(desk: Desk) -> None:
    result = desk.done("onboard")
    if desk.by_hand:
        desk.enter(result)


# --- offboard ---------------------------------------------------------------------------------------------------------


def _leaving(desk: Desk) -> None:
    _onboarded(desk)
    desk.changes["offboard_confirm"] = desk.firm.name


def _removed_at_legora(desk: Desk) -> None:
    _leaving(desk)
    desk.enter(desk.done("offboard"))


def _not_handed_over(desk: Desk, result: Data) -> str | None:
    now = state(desk.firm)
    if result["status"] != "handed_over" or not now.enabled or not now.nrtadmin:
        return f"it ends as {result['status']}, with {now}"
    return None


def _not_offboarded(desk: Desk, result: Data) -> str | None:
    now = state(desk.firm)
    left = now.enabled or now.nrtadmin or now.legora or now.libraries or now.preference
    return f"it is not offboarded: {now}" if left or now.failed_logins else None


# --- undo -------------------------------------------------------------------------------------------------------------


def _to_be_undone(state_before: str) -> Callable[[Desk], None]:
    """Return what onboards a firm that had something, or nothing."""

    def prepare(desk: Desk) -> None:
        STATES[state_before](desk.firm)
        desk.before = everything(desk.firm)
        _onboarded(desk)
        _undo_the_first(desk)
        if desk.by_hand:
            desk.enter(desk.done("undo"))

    return prepare


def _killed_and_to_be_undone(desk: Desk) -> None:
    """Let onboarding be killed after some of its writes, and run again: what was before, the first run has kept."""
    desk.before = everything(desk.firm)
    assert desk.run("onboard", Cut(_AMONG_WRITES, after=kill)) is None
    assert everything(desk.firm) != desk.before
    _onboarded(desk)
    _undo_the_first(desk)


def _undo_the_first(desk: Desk) -> None:
    first = min(desk.directory.glob("*-before-*.json"), key=lambda path: path.stat().st_mtime_ns)
    desk.changes["undo_from"] = str(first)


def _not_undone(state_before: str) -> Callable[[Desk, Data], str | None]:
    def wrong(desk: Desk, result: Data) -> str | None:
        left = differences(desk.before, everything(desk.firm))
        said = stays(desk.firm, state_before)
        return None if set(left) == said else f"it differs: {left}"

    return wrong


# --- rotate_password --------------------------------------------------------------------------------------------------


def _to_be_rotated(desk: Desk) -> None:
    """Let a password be made, and stored in a file of ansible-vault."""
    _onboarded(desk)
    desk.sealed = desk.directory / "passwords.yml"
    desk.changes["rotate_store_role"] = "legalops.ethical_walls.store_in_vault_file"
    desk.changes["rotate_vault_file"] = str(desk.sealed)


def _to_be_rotated_without_notes(desk: Desk) -> None:
    desk.keeps_notes = False
    _to_be_rotated(desk)


def _to_be_rotated_untried(desk: Desk) -> None:
    """Let an account be locked to Legora's address, in the cloud: nobody can try its password from here."""
    if desk.firm.imanage.is_cloud:
        desk.changes["service_account_ip_lock"] = True
    _to_be_rotated(desk)


def _is_lost(desk: Desk) -> str | None:
    """Say where an account is locked, or a side has a password that is stored nowhere."""
    if _is_locked(desk):
        return "an account is locked"
    stored = [desk.variables.get(name) for name in ("service_account_password", "rotate_new_password")]
    now = state(desk.firm)
    return None if now.password in stored and now.legora in stored else "a password is lost"


def _differs(desk: Desk) -> str | None:
    """Say where a rotation that failed has not gone back, although the way back was open."""
    now = state(desk.firm)
    return None if now.password == now.legora else "each side has another password"


def _not_rotated(desk: Desk, result: Data) -> str | None:
    now, stored = state(desk.firm), desk.variables["service_account_password"]
    if (now.password, now.legora, now.legora_status) != (stored, stored, "active") or now.failed_logins:
        return f"not both sides have the stored password: {now.legora_status}, {now.failed_logins} failed sign-ins"
    if "rotate_new_password" in desk.variables:
        return "the next password is still stored"
    return None


def _agreed_by_hand(minutes: int) -> Callable[[Desk], None]:
    """Return what has a rotation agreed for a moment, in so many minutes; once that has come, it was handed over."""

    def prepare(desk: Desk) -> None:
        _to_be_rotated(desk)
        desk.changes["rotate_at"] = _in_minutes(60)
        if minutes <= 0:
            desk.done("rotate_password")
            desk.changes["rotate_at"] = _in_minutes(minutes)

    return prepare


def _new_at_legora(desk: Desk) -> None:
    """Let the new password be entered at Legora after iManage's half."""
    _agreed_by_hand(0)(desk)
    desk.enter(desk.done("rotate_password"))


def _in_minutes(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def _does_not_wait(at_imanage: str) -> Callable[[Desk, Data], str | None]:
    """Return what says whether Legora's half is handed over, and iManage has this one of the stored passwords."""

    def wrong(desk: Desk, result: Data) -> str | None:
        now, stored = state(desk.firm), desk.variables
        held = (now.password == stored[at_imanage], now.legora == stored["service_account_password"])
        if result["status"] == "handed_over" and held == (True, True) and not now.failed_logins:
            return None
        return f"it ends as {result['status']}, and whether the passwords are as they should be: {held}"

    return wrong


PROCEDURES = (
    Procedure("onboard", "api", _seeded, _not_onboarded),
    Procedure("onboard", "by_hand", _seeded, _not_onboarded),
    Procedure("offboard", "api", _leaving, _not_offboarded),
    Procedure("offboard", "by_hand", _leaving, _not_handed_over, step="handing over"),
    Procedure("offboard", "by_hand", _removed_at_legora, _not_offboarded, step="confirmed"),
    Procedure("undo", "api", _to_be_undone("nothing"), _not_undone("nothing"), step="of nothing"),
    Procedure("undo", "api", _to_be_undone("something"), _not_undone("something"), step="of something"),
    Procedure("undo", "api", _killed_and_to_be_undone, _not_undone("nothing"), step="of a killed run"),
    Procedure("undo", "by_hand", _to_be_undone("nothing"), _not_undone("nothing"), step="confirmed"),
    Procedure("rotate_password", "api", _to_be_rotated, _not_rotated, half=_differs, harm=_is_lost),
    Procedure(
        "rotate_password",
        "api",
        _to_be_rotated_untried,
        _not_rotated,
        step="address lock",
        half=_differs,
        harm=_is_lost,
    ),
    Procedure(
        "rotate_password",
        "api",
        _to_be_rotated_without_notes,
        _not_rotated,
        step="no notes",
        half=_differs,
        harm=_is_lost,
    ),
    Procedure(
        "rotate_password",
        "by_hand",
        _agreed_by_hand(60),
        _does_not_wait("service_account_password"),
        step="agreed",
        harm=_is_lost,
    ),
    Procedure(
        "rotate_password",
        "by_hand",
        _agreed_by_hand(0),
        _does_not_wait("rotate_new_password"),
        step="at the moment",
        harm=_is_lost,
    ),
    Procedure(
        "rotate_password",
        "by_hand",
        _new_at_legora,
        _not_rotated,
        step="confirmed",
        refusal="no new password was stored for it",
        harm=_is_lost,
    ),
)
