# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rotation of the account's password as one run has made it: what each side has, and whether both go back."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from .._checks.rotation_state import BEFORE, EARLY, ENTERED, RotationState
from .._core.values import folded
from .._core.verdicts import ROTATE
from .._legora.freshness import OLDER, freshness, is_close
from .._legora.interface import BY_HAND
from .._legora.names import REJECTED
from .._resources.imanage.notes import RunNotes
from .._resources.imanage.password import CURRENT, NEITHER, NEW, UNKNOWN
from .readings import account_of, first_connector
from .record import Data, Run

_IMANAGE, _LEGORA = "imanage_password", "legora_connector_service_account"

# What the task requires that gives Legora the old password again.
ROLLED_BACK = "rolled_back"

_SAME = "it goes on with the same new password"


@dataclass(frozen=True)
class Sides:
    """What this run knows of both.

    :ivar imanage: the password that opens the account, C(new), C(current), or C(unknown).
    :ivar legora: the one that Legora has; C(None) where this run has not changed what it had.
    """

    imanage: str
    legora: str | None


def is_stored(run: Run) -> bool:
    """Say whether a store is told of the passwords."""
    return bool(run.config.get("rotate_store_role") or run.config.get("rotate_store_tasks"))


def not_due(run: Run) -> str | None:
    """Say why nobody looks yet which password iManage has; C(None) where somebody does, or it is changed.

    Before the agreed moment nothing is changed, but an earlier run may have done it: a moment can be moved. What this
    run has made is surely not there.
    """
    is_waiting = _is_before(run) and run.config.get("rotation") in ("made", "to_be_made")
    return f"it is agreed for {run.config.get('rotate_at')}" if is_waiting else None


def _is_before(run: Run) -> bool:
    return run.purpose == ROTATE and RotationState(run.config).turn() in (BEFORE, EARLY)


def is_written(run: Run, notes: RunNotes) -> bool:
    """Say whether iManage may have the account's new password, as far as earlier runs have noted."""
    return notes.may_be_written(*_noted_as(run))


def label_noted(run: Run, notes: RunNotes) -> str | None:
    """Return the label of the password that iManage has from an earlier rotation; C(None) for none.

    Of an account that can't be tried from here, also the one that it may have.
    """
    account, user_id = account_of(run), str(run.config.get("service_account_user_id"))
    return notes.rotated_to(user_id, account.get("password_changed_at"), surely=account.get("ip_lock") is not True)


def version_at_imanage(run: Run, notes: RunNotes) -> t.Any:
    """Return the label of the password that the account is to have, or has."""
    return RotationState(run.config, account_of(run), is_written=is_written(run, notes)).version


def goes_back(run: Run) -> bool:
    """Say whether iManage is put back to the password that Legora has.

    What another run has changed is put back only where Legora surely has the old one still, and refused the new one.
    """
    at_imanage, at_legora = run.step("password_written"), run.step("password_given")
    if at_imanage.get("failed") or not at_imanage:
        return _may_be_written(at_imanage)
    if not at_legora.get("failed"):
        return False
    if at_imanage.get("plan"):
        return True
    return not _may_be_written(at_legora) and _is_cut_off(run)


def legora_goes_back(run: Run) -> bool:
    """Say whether Legora is given the old password again: iManage has it, and Legora may have taken the new one."""
    return _opens(run.step("password_put_back")) == CURRENT and _may_be_written(run.step("password_given"))


def _may_be_written(answer: Data) -> bool:
    return bool(answer.get("plan")) or bool((answer.get("failure") or {}).get("outcome_unknown"))


def _is_cut_off(run: Run) -> bool:
    """Say whether Legora was seen to have an older password than iManage, before this run changed anything."""
    stored = first_connector(run).get("service_account") or {}
    changed = account_of(run).get("password_changed_at")
    is_older = freshness(stored.get("updated_at"), None, changed, None).state == OLDER
    return is_older or folded(stored.get("status")) == REJECTED


def _opens(answer: Data) -> str:
    """Return which password opens the account after a task that went well; C(unknown) for any other."""
    return str((answer.get("password") or {}).get("opens") or UNKNOWN) if not answer.get("failed") else UNKNOWN


def options_of_rotation(run: Run, module: str, given: Data) -> Data:
    """Return the options of a rotation's task that the run itself knows.

    :param given: what stands in the task.
    """
    if module == _IMANAGE:
        is_back = given.get("state") == CURRENT
        return {"opens": _found_out(run, is_back), "write": None if is_back or not _is_before(run) else False}
    is_back = given.get("require") == ROLLED_BACK
    if module != _LEGORA or not (is_back or given.get("rotated")):
        return {}
    account, written = account_of(run), run.step("password_put_back" if is_back else "password_written")
    changed_at = (written.get("password") or {}).get("changed_at") or account.get("password_changed_at")
    return {
        "service_username": account.get("sign_in_name"),
        "password_changed_at": changed_at,
        # Always what this run has written at iManage, however close the two systems' clocks put it.
        "update_password": "always" if is_back or written.get("plan") or _may_lack_it(run) else "when_changed",
    }


def _may_lack_it(run: Run) -> bool:
    """Say whether Legora may lack what an earlier run has written at iManage, although it was saved after that.

    Where both are close together, that may be the clocks, and what Legora was given the old password.
    """
    saved_at = (first_connector(run).get("service_account") or {}).get("updated_at")
    is_api = run.config.get("legora_method") != BY_HAND
    if not is_api or run.config.get("rotation") != "given" or _opens(run.step("password_written")) != NEW:
        return False
    notes = RunNotes(run.head.get("report_directory"), run.host)
    return is_close(saved_at, account_of(run).get("password_changed_at")) and not notes.was_given(*_noted_as(run))


def note_given(run: Run, notes: RunNotes) -> None:
    """Note that Legora was given the new password too, for a run that looks again soon."""
    if is_rotated(run) and not run.check_mode:
        notes.note_given(*_noted_as(run))


def _noted_as(run: Run) -> tuple[str, t.Any, t.Any]:
    """Return by what notes tell the new password."""
    user_id, version = run.config.get("service_account_user_id"), run.config.get("rotate_new_password_version")
    return str(user_id), version, account_of(run).get("password_changed_at")


def _found_out(run: Run, is_back: bool) -> str | None:
    """Return which password was seen to open the account so far.

    :param is_back: whether it is asked for after a write, so that nothing from before that counts.
    """
    found = _opens(run.step("password_written" if is_back else "password_looked_at"))
    return found if found in (NEW, CURRENT) else None


def sides(run: Run) -> Sides:
    """Return what each side has, as this run knows it."""
    first, back = run.step("password_written"), run.step("password_put_back")
    if back:
        imanage = _opens(back)
    elif first.get("failed"):
        opened = (first.get("failure") or {}).get("opened")
        imanage = UNKNOWN if _may_be_written(first) else str(opened or UNKNOWN)
    else:
        imanage = _opens(first)
    given, returned = run.step("password_given"), run.step("password_given_back")
    if returned and not returned.get("failed"):
        return Sides(imanage, CURRENT)
    if returned and _may_be_written(returned):
        return Sides(imanage, UNKNOWN)
    if not given or not _may_be_written(given):
        is_kept = given and not given.get("failed")
        return Sides(imanage, NEW if is_kept else None)
    return Sides(imanage, NEW if given.get("plan") else UNKNOWN)


def agreed(run: Run) -> Data | None:
    """Return for when a rotation by hand is agreed, and whether iManage has the new password already."""
    if run.purpose != ROTATE or run.config.get("legora_method") != BY_HAND:
        return None
    at_imanage = run.step("password_written")
    if not run.config.get("rotate_at"):
        return None
    # A dry run's is what a real run would leave.
    is_now = _opens(at_imanage) == NEW and (not run.check_mode or at_imanage["password"].get("opened") == NEW)
    return {
        "at": run.config.get("rotate_at"),
        "minutes": run.config.get("rotate_window"),
        "is_now": is_now,
        "since": at_imanage["password"].get("changed_at") if is_now else None,
    }


def is_rotated(run: Run) -> bool:
    """Say whether both sides have the new password, so that it may be stored as the current one.

    Not after iManage was put back to the old one, or that was tried: the store must not lose it.
    """
    written, given = run.step("password_written"), run.step("password_given")
    if not written or written.get("failed") or run.step("password_put_back"):
        return False
    if run.config.get("legora_method") == BY_HAND:
        return RotationState(run.config).turn(is_written=_opens(written) == NEW) == ENTERED
    return bool(given) and not given.get("failed")


def unfinished(run: Run) -> tuple[str, Data]:
    """Return the message and the failure of a rotation that was not done, with what each side has and what to run."""
    failed = [step for step in run.of(_IMANAGE, _LEGORA) if step.failed and not step.goes_on]
    cause = failed[-1].answer if failed else {}
    found = sides(run)
    said = [_has(found)]
    if cause.get("msg"):
        said.append(f"What happened: {cause['msg']}")
    wrong = [one.get("msg") for one in (run.step("password_put_back"), run.step("password_given_back"))]
    said += [f"Going back: {one}" for one in wrong if one]
    said.append(_next(found))
    failure = {**(cause.get("failure") or _UNFORESEEN), "hint": _next(found)}
    return f"{run.firm}: {' '.join(map(str, said))}", failure


def not_stored(run: Run) -> tuple[str, Data]:
    """Return the message and the failure of a rotation that was done, and of which the store was not told."""
    failed = [step for step in run.steps if step.failed and not step.goes_on]
    cause = failed[-1].answer if failed else {}
    hint = "Run rotate_password again once that is corrected; the store still has both passwords."
    said = f"Both sides have the new password, but it was not stored as the current one. {cause.get('msg') or ''}"
    return f"{run.firm}: {said.strip()} {hint}", {**(cause.get("failure") or _UNFORESEEN), "hint": hint}


def left_to_set(run: Run) -> list[str]:
    """Say which variables somebody has to set after a rotation that no store was told of; never the password."""
    config = run.config
    if run.check_mode or is_stored(run) or config.get("rotation") != "given" or not is_rotated(run):
        return []
    label = config.get("rotate_new_password_version")
    version = f", service_account_password_version: {json.dumps(label)}" if label else ""
    out = "take rotate_new_password and rotate_new_password_version out; until then onboard refuses this firm"
    return [f"now set service_account_password to what rotate_new_password is{version}, and {out}"]


_UNFORESEEN: Data = {"system": "iManage and Legora", "kind": "unexpected", "retryable": False}

_IMANAGE_HAS = {
    NEW: "iManage has the new password",
    CURRENT: "iManage has the old password",
    UNKNOWN: "which password iManage has is not known",
    NEITHER: "iManage has neither the old nor the new password",
}
_LEGORA_HAS = {
    NEW: "Legora has the new one",
    CURRENT: "Legora has the old one again",
    UNKNOWN: "which one Legora has is not known",
    None: "Legora has not taken the new one",
}


def _is_as_before(found: Sides) -> bool:
    return found.imanage == CURRENT and found.legora in (CURRENT, None)


def _has(found: Sides) -> str:
    beginning = "Both have the old password: " if _is_as_before(found) else ""
    return f"{beginning}{_IMANAGE_HAS[found.imanage]}; {_LEGORA_HAS[found.legora]}."


def _next(found: Sides) -> str:
    if found.imanage == NEITHER or _is_as_before(found):
        return f"Correct that, then run rotate_password again; {_SAME}."
    if found.imanage == NEW and found.legora == NEW:
        return f"Run rotate_password again; {_SAME}."
    return f"Legora may be cut off. Run rotate_password again; {_SAME}, and finds out which one works where."
