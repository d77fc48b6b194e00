# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""C1: whether the account's password can be rotated, and whether both sides have the same one."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from .._core.timestamps import format_timestamp
from .._core.values import folded
from .._core.verdicts import ROTATE, ROTATED
from .._legora.freshness import NEWEST, OLDER
from .._legora.names import ACTIVE, REJECTED, same_username
from .check import ATTEST, Check
from .facts import Facts
from .findings import Judgement, attested, failed, passed, unknown, warned
from .rotation_state import BEFORE, DUE, EARLY, ENTERED, MISSED, NO_MOMENT

# Where the next password comes from when none is stored yet.
_NOT_HANDED_OVER = ("made", "to_be_made")

# As many failed sign-ins in a row leave no room for one that may be refused.
_TOO_MANY = 2

_RUN_ONBOARD = "Run onboard first, which corrects that."
_GO_ON = "Run rotate_password, which ends it. Keep both passwords until then: iManage may have either."


def in_one_motion(facts: Facts) -> Judgement:
    """C1: Before a rotation: the account is there, virtual, enabled, not locked and not at two failed sign-ins, and
    Legora has it; by hand, an agreed moment is near. After it: iManage has the new password, which a sign-in showed,
    and Legora, as its own status or a confirmation says. Later: no rotation is under way, and Legora was given the
    newest password. One that is under way is a warning.
    """
    # A password that one side alone has cuts Legora off, and then the walls go stale.
    if facts.phase == ROTATE:
        return _ready(facts)
    if facts.phase == ROTATED:
        return _on_both_sides(facts)
    if facts.config.get("rotation_under_way"):
        return warned(
            "a rotation is under way (rotate_new_password is set), so the account was not tried", _GO_ON, seen=True
        )
    return _same_on_both_sides(facts)


# Before a rotation


def _ready(facts: Facts) -> Judgement:
    lacking = facts.lacks("user") or (None if facts.by_hand else facts.lacks("connectors"))
    of_each = (_of_account, _of_labels, _of_legora, _of_moment)
    problems = [problem for judge in of_each for problem in judge(facts)] if lacking is None else []
    if problems:
        hints = dict.fromkeys(hint for _problem, hint in problems)
        return failed("; ".join(problem for problem, _hint in problems), " ".join(hints))
    if lacking or (facts.lacks_details and not facts.by_hand):
        return unknown(lacking or "the connector's service account was not read")
    if facts.user.get("locked") is None and facts.user.get("failed_logins") is None:
        return unknown(f"iManage tells neither whether {facts.user_id} is locked nor its failed sign-ins{_when(facts)}")
    return passed(f"{facts.user_id} can be tried, and Legora has it{_when(facts)}")


def _of_account(facts: Facts) -> list[tuple[str, str]]:
    """Return what stands against it at iManage, each with what to do about it."""
    user, name = facts.user, facts.user_id
    if not user.get("exists"):
        return [(f"there is no {name}", _run_onboard(facts))]
    if user.get("virtual") is False or user.get("directory_synced"):
        hint = "Give Legora a virtual user of its own: choose another service_account_user_id and run onboard."
        return [(f"{name} is no virtual user, so its password is changed elsewhere", hint)]
    failed_before = user.get("failed_logins")
    problems = []
    if user.get("enabled") is False:
        problems.append((f"{name} is disabled", _run_onboard(facts)))
    if user.get("locked"):
        hint = f"Find out who tried to sign in, unlock {name} in Control Center, then run again."
        problems.append((f"{name} is locked", hint))
    elif failed_before is not None and failed_before >= _TOO_MANY:
        problems.append(
            (
                f"{name} has {failed_before} failed sign-ins, and one more could lock it",
                f"Reset the failed sign-ins of {name} in Control Center, then run again.",
            )
        )
    return problems


def _of_labels(facts: Facts) -> list[tuple[str, str]]:
    """Return that the variables lack the password that iManage may have: the store would lose it to the next one.

    Where one has no label, a sign-in tells, which comes before the store is told of the next one.
    """
    label, is_locked = facts.label_noted, facts.user.get("ip_lock") is True
    known = [facts.config.get(f"{name}_version") for name in ("service_account_password", "rotate_new_password")]
    is_told_later = None in known and not is_locked
    if label is None or label in known or is_told_later or facts.config.get("rotation") == "done":
        return []
    reason = f"an earlier rotation has given iManage the password {label}, which the firm's variables do not have"
    hint = (
        f"Let Ansible read it from where it was stored, as service_account_password, and set "
        f"service_account_password_version: '{label}'. If service_account_password is that one, only its label lacks."
    )
    if is_locked:
        hint += (
            " If somebody has set another one in Control Center since, take rotation out of the firm's notes, in "
            "report_directory."
        )
    return [(reason, hint)]


def _run_onboard(facts: Facts) -> str:
    """Return how onboard is run, which refuses a firm whose next password is set: one of the two is at iManage only."""
    if facts.config.get("rotation") != "given":
        return _RUN_ONBOARD
    has = "iManage has rotate_new_password, as far as is noted, so make it"
    may_have = "if iManage has rotate_new_password already, make it"
    return (
        f"Run onboard, which corrects that. For it, end the rotation in the firm's variables first: "
        f"{has if facts.password_written else may_have} the service_account_password, with its version; keep the "
        "other one elsewhere, and take rotate_new_password and rotate_new_password_version out."
    )


def _of_legora(facts: Facts) -> list[tuple[str, str]]:
    if facts.lacks_details and not facts.by_hand:
        return []
    said = facts.said
    stored = (said and said.service_username) if facts.by_hand else facts.stored.get("username")
    expected = str(facts.user.get("sign_in_name") or "")
    if not stored:
        who = "nobody has confirmed that Legora has the account" if facts.by_hand else "Legora has no account"
        return [(who, _run_onboard(facts))]
    if facts.user.get("exists") and not same_username(str(stored), expected):
        return [(f"Legora has {stored} instead of {expected}", _run_onboard(facts))]
    return []


def _of_moment(facts: Facts) -> list[tuple[str, str]]:
    found = facts.rotation.turn()
    copied = f"Agree on a moment with the firm, and set it: rotate_at: '{_example()}'"
    if found == NO_MOMENT:
        return [("by hand, rotate_at says when the password is changed, and it is not set", copied)]
    if found == EARLY:
        label, now = facts.config.get("rotate_new_password_version"), format_timestamp(datetime.now(timezone.utc))
        reason = (
            f"the password {label} was confirmed before the agreed moment ({facts.config.get('rotate_at')}), and as "
            "far as is known, iManage still has the old one; nothing was changed"
        )
        hint = (
            "If nobody has entered it at Legora, correct legora_confirmed. If somebody has, Legora is cut off now: "
            f"set rotate_at: '{now}' and run again."
        )
        return [(reason, hint)]
    if found == DUE and facts.config.get("rotation") in _NOT_HANDED_OVER:
        # Whoever runs a finished rotation once more would begin another one, of which nobody at the firm knows.
        reason = f"the agreed moment has come ({facts.config.get('rotate_at')}), and no new password was stored for it"
        return [(reason, f"If its rotation has ended, take rotate_at out. For another one: {copied}")]
    if found == MISSED and not facts.password_written:
        return [_missed(facts, copied)]
    return []


def _missed(facts: Facts, copied: str) -> tuple[str, str]:
    """Say what is known of a moment that is over, where no run has noted that it changed the password.

    Without a directory for notes, one may have changed it all the same, and then Legora is cut off.
    """
    at, changed = facts.config.get("rotate_at"), facts.user.get("password_changed_at")
    over = f"the agreed moment is over: {at}, and {facts.config.get('rotate_window')} minutes after it"
    if changed is not None and not facts.rotation.is_changed_since:
        return f"{over}; iManage was given no other password since", copied
    since = f"the password was changed at iManage since, at {changed}"
    since = "whether the password at iManage was changed is not told" if changed is None else since
    again = f"If an earlier run changed it, Legora is without access: set rotate_at to now (rotate_at: '{_now()}'), and"
    return f"{over}; {since}", f"{again} run again at once. Otherwise: {copied}"


def _now() -> str:
    return str(format_timestamp(datetime.now(timezone.utc)))


def _example() -> str:
    return str(format_timestamp(datetime.now(timezone.utc).replace(minute=0, second=0) + timedelta(days=1)))


def _when(facts: Facts) -> str:
    words = {BEFORE: f"; agreed for {facts.config.get('rotate_at')}", ENTERED: "; the new password was entered there"}
    return words.get(facts.rotation.turn(), "")


# After it


def _on_both_sides(facts: Facts) -> Judgement:
    found = facts.reading("password").value or {}
    is_new = found.get("opens") == "new"
    if facts.by_hand and not is_new and facts.rotation.turn(is_written=False) in (BEFORE, EARLY):
        return warned(
            f"handed over for {facts.config.get('rotate_at')}; both sides have the old password until then",
            "Run rotate_password again at that moment.",
        )
    if not found:
        return unknown(facts.lacks("password") or "not looked at in this run")
    if facts.config.get("rotation") == "done" and found.get("opens") == "unknown":
        return _done_and_untried(facts)
    if not is_new:
        return failed("the account was not seen to have the new password")
    proved = "signed in with it" if found.get("proved_by") == "login" else "it can't be tried from here"
    at_imanage = f"iManage has the new password ({proved})"
    if facts.dry_run and found.get("opened") != "new":
        return warned("as far as is known, iManage has the old password; in a real run it would get the new password")
    if facts.by_hand:
        said = facts.said
        if said is not None and facts.rotation.turn(is_written=True) == ENTERED:
            return attested(f"{at_imanage}, and it was entered at Legora", said.said)
        return warned(
            f"{at_imanage}; Legora has none that works until somebody enters it there",
            "Enter it at Legora now, confirm it as the hand-over says, then run rotate_password again.",
        )
    lacking = facts.lacks("connectors")
    if lacking:
        return unknown(f"{at_imanage}; {lacking}")
    status = folded(facts.stored.get("status"))
    if status == REJECTED:
        return failed(f"{at_imanage}, and Legora shows the account as rejected")
    if facts.rotation.freshness.state == OLDER:
        return failed(f"{at_imanage}, and Legora was given one before it")
    if status == ACTIVE:
        return passed(f"{at_imanage}, and Legora signs in with it")
    return unknown(f"{at_imanage} and Legora was given it; Legora shows it as {status or 'nothing'}")


def _done_and_untried(facts: Facts) -> Judgement:
    """Say what is known where nothing was left to change, and the account can't be tried from here."""
    said, untried = facts.said, "no password is left to be changed, and it can't be tried from here"
    if facts.by_hand and said is not None and facts.rotation.turn(is_written=True) == ENTERED:
        return attested(f"{untried}; the one that the variables have was entered at Legora", said.said)
    lacking = None if facts.by_hand else facts.lacks("connectors")
    status = "" if facts.by_hand else folded(facts.stored.get("status"))
    if status == REJECTED:
        return failed(f"{untried}; Legora shows the account as rejected")
    if not facts.by_hand and facts.rotation.freshness.state == OLDER:
        return failed(f"{untried}; Legora was given one before iManage's was changed last")
    if status == ACTIVE and facts.rotation.freshness.state == NEWEST:
        return passed(f"{untried}, and Legora signs in with the newest password")
    return unknown(f"{untried}; {lacking or 'whether Legora has the newest one is not known'}")


def _same_on_both_sides(facts: Facts) -> Judgement:
    """Say whether Legora was given the password after iManage was: that one side is behind, L5 says."""
    state = facts.rotation.freshness.state
    if folded(facts.stored.get("status")) == REJECTED:
        return warned("no rotation is under way, but Legora shows the account as rejected (L2)", seen=True)
    if state == OLDER:
        return warned("no rotation is under way, but Legora was not given the newest password (L5)", seen=True)
    if state == NEWEST:
        said = facts.said
        text = "no rotation is under way, and Legora was given the newest password"
        return attested(text, said.said) if facts.by_hand and said else passed(text)
    return unknown("no rotation is under way; whether Legora was given the newest password is not known (L5)")


CHECKS = (
    Check(
        id="C1",
        title="The password is rotated on both sides in one motion",
        phases=("rotate_password", "rotated", "verify"),
        severity="major",
        decide=in_one_motion,
        by_hand=in_one_motion,
        remedy=f"Run rotate_password. Or: {ATTEST}",
        source="this collection",
        wrong="The service account's password is not the same on both sides",
        open="That the password was changed on both sides is not confirmed",
        owner="Your consultant",
        ask="Change the password on both sides; the set-up does it in one go.",
        confirm="Confirm that the password was changed on both sides in one go.",
    ),
)
