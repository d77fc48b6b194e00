# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""L, by hand: whether what a person confirmed agrees with what is wanted, and is newer than the account's password.

Nobody reads Legora then. So the best that these can say is that a named person says so.
"""

from __future__ import annotations

import functools
import typing as t
from datetime import datetime, timedelta, timezone

from .._core.timestamps import parse_timestamp
from .._core.verdicts import ONBOARD, ROTATED
from .._legora.by_hand.confirmed import Confirmed, library_changes, parse_confirmed
from .._legora.freshness import NEAR, NEWEST, OLDER
from .._legora.names import same_username
from .facts import Data, Facts
from .findings import (
    JUST_HANDED_OVER,
    Judgement,
    attested,
    failed,
    library_words,
    of_libraries,
    passed,
    unknown,
    warned,
)

_ENTER = "Enter at Legora what the hand-over says, then set legora_confirmed as it says there."
_COMPLETE = {
    "date": "Add the time with its zone to the date of legora_confirmed, or set service_account_password_version and "
    "its password_version.",
    "password_version": "Set password_version in legora_confirmed, and service_account_password_version, to the label "
    "of the password that was entered.",
}
_RUN_ONBOARD = (
    "Settle that, then run onboard, with report_directory: there it is noted what was handed over on which proof."
)
_HANDS_OVER = "onboard hands it over anew; a person enters it"
# Where what a run hands over is on its way.
_HANDING_OVER = (ONBOARD, ROTATED)
_STEPS = {"service_account": "L2", "capability": "L3", "preference": "L4"}


def not_by_hand(facts: Facts) -> str | None:
    """Say why a check of what was handed over does not apply."""
    return None if facts.by_hand else "Legora is configured through its administration API"


def not_read_by_hand(facts: Facts) -> str | None:
    """Say why a check of what Legora tells does not apply."""
    return "Legora is configured by hand, so nobody reads it" if facts.by_hand else None


def _of_what_was_said(judge: t.Callable[[Facts, Confirmed], Judgement]) -> t.Callable[[Facts], Judgement]:
    """Return a check of what was confirmed, which says why where nothing of this firm was."""

    @functools.wraps(judge)
    def of_facts(facts: Facts) -> Judgement:
        given, config = facts.config.get("legora_confirmed"), facts.config
        if not given:
            return unknown("nothing was confirmed to have been entered at Legora", _ENTER)
        said = parse_confirmed(dict(given))
        copied = said.copied_from(config.get("legora_organisation"), config.get("legora_connector_id"))
        if copied:
            whose, line = copied
            return failed(
                f"{said.by} confirmed {whose}", f"Take legora_confirmed out where it was copied, or set its {line}."
            )
        return judge(facts, said)

    return of_facts


@_of_what_was_said
def state_confirmed(facts: Facts, said: Confirmed) -> Judgement:
    """L1: what stands there, as far as somebody has confirmed it."""
    covered = ", ".join(said.libraries) or "none"
    text = (
        f"service account: {said.service_username or 'none'}; libraries covered: {covered}; creating projects from "
        f"iManage: {'on' if said.create_projects_from_imanage else 'off'}"
    )
    _add, more = library_changes(said.libraries, facts.libraries)
    if more and facts.libraries:
        return warned(
            f"{text}; not listed, and so to be removed from what Legora covers: {library_words(more)}",
            f"Add {', '.join(more)} to imanage_libraries, unless Legora is to stop covering it.",
        )
    return attested(text, said.said)


@_of_what_was_said
def account_confirmed(facts: Facts, said: Confirmed) -> Judgement:
    """L2: the account that was entered is this one."""
    lacking = facts.lacks("user")
    if lacking:
        return unknown(lacking, facts.hint("user"))
    wanted = str(facts.user.get("sign_in_name") or "")
    if said.service_username is None:
        return _differs(facts, said, "service_account", f"no service account; enter {wanted}")
    if not same_username(said.service_username, wanted):
        words = f"the service account {said.service_username}; enter {wanted or 'one that exists'} instead"
        return _differs(facts, said, "service_account", words)
    return _agrees(facts, said, said.service_username)


@_of_what_was_said
def capability_confirmed(facts: Facts, said: Confirmed) -> Judgement:
    """L3: the same customer, and exactly the same libraries."""
    if facts.customer_id is None:
        return unknown("the firm's customer ID is not known")
    if said.customer_id is None:
        words = f"no capability; create it for customer ID {facts.customer_id}: {', '.join(facts.libraries)}"
        return _differs(facts, said, "capability", words)
    if said.customer_id != facts.customer_id:
        enter = f"enter the capability for customer ID {facts.customer_id} beside it: {', '.join(facts.libraries)}"
        words = f"customer ID {said.customer_id}, which is not this firm's; {enter}"
        return _differs(facts, said, "capability", words)
    add, remove = library_changes(said.libraries, facts.libraries)
    steps = of_libraries([*(("add {libraries}", one) for one in add), *(("remove {libraries}", one) for one in remove)])
    if steps:
        covered = f"customer ID {said.customer_id} with {library_words(said.libraries)}"
        return _differs(facts, said, "capability", f"{covered}; {', '.join(steps)}")
    return _agrees(facts, said, f"customer ID {said.customer_id}: {', '.join(said.libraries)}")


@_of_what_was_said
def creating_projects_confirmed(facts: Facts, said: Confirmed) -> Judgement:
    """L4: projects come from iManage."""
    if said.create_projects_from_imanage:
        return _agrees(facts, said, "creating projects from iManage is on")
    left = facts.hand_over or {}
    withheld = left.get("withheld") if "preference" in left.get("kept_back", ()) else None
    if withheld:
        return warned(f"creating projects from iManage is off, withheld: {withheld}", "Settle that, then run onboard.")
    return _differs(facts, said, "preference", "that creating projects from iManage is off; switch it on")


@_of_what_was_said
def password_confirmed(facts: Facts, said: Confirmed) -> Judgement:
    """L5: a password that was changed at iManage after somebody entered it at Legora is one that Legora lacks."""
    lacking = facts.lacks("user")
    if lacking:
        return unknown(lacking, facts.hint("user"))
    if said.service_username is None:
        return unknown("no service account was confirmed, so no password either", _ENTER)
    step = _step(facts, "service_account")
    found = facts.rotation.freshness
    changed = facts.user.get("password_changed_at")
    versions = (
        f"{said.by} confirmed the password {said.password_version or 'without a label'}, and the account is to have "
        f"{facts.rotation.version or 'one without a label'}"
    )
    times = f"changed at iManage {changed or 'at a time that is not told'}, confirmed {said.date} by {said.by}"
    if found.state == OLDER or (step or {}).get("do") == "password":
        words = versions if found.by == "version" and found.state == OLDER else times
        if step and facts.phase in _HANDING_OVER:
            return warned(f"{JUST_HANDED_OVER}enter the account's new password; {words}", _ENTER)
        return failed(f"the password at Legora is an older one: {words}", _ENTER, _HANDS_OVER)
    if found.state == NEWEST:
        return attested(versions if found.by == "version" else times, said.said)
    near = "so near that clocks may be the reason: " if found.state == NEAR else ""
    return unknown(f"whether Legora has the newest password is not known: {near}{times}", _COMPLETE[str(found.lacks)])


def audit_log_by_hand(facts: Facts) -> Judgement:
    """S2: Legora's audit log can be exported by its administrators; nobody reads it from here."""
    return unknown("Legora is configured by hand, so its audit log was not read")


def not_open_for_long(facts: Facts) -> Judgement:
    """L7: By hand only. What is left to enter at Legora, and the note beside the reports that tells since when. Open
    for more than C(handover_days) is a warning. Without C(report_directory), nothing is noted, so an open hand-over is
    unknown.
    """
    # What was handed over and forgotten leaves walls that nobody feeds, or an account that nobody uses.
    found = facts.hand_over
    if found is None:
        return unknown(facts.lacks("user") or "what is left to enter at Legora is not known")
    if not found["open"]:
        withheld = f"; withheld: {found['withheld']}" if found.get("withheld") else ""
        if withheld and found["kept_back"] != ["preference"]:
            # An earlier run may have handed it over, which nobody has noted.
            return unknown(f"nothing is to be entered at Legora yet{withheld}", _RUN_ONBOARD)
        return passed(f"nothing is left to enter at Legora{withheld}")
    steps = ", ".join(_STEPS.get(step["id"], "the confirmation") for step in found["steps"])
    since = parse_timestamp(found.get("since"))
    days = facts.config.get("handover_days")
    if since is None:
        return unknown(
            f"a hand-over is open ({steps}), and since when was not noted before this run",
            "Set report_directory, where it is noted. " + _ENTER,
        )
    midnight = datetime.combine(facts.today, datetime.min.time(), timezone.utc) + timedelta(days=1)
    age = max((midnight - since).days, 0)
    text = f"a hand-over is open ({steps}) since {since:%Y-%m-%d}, {age} {'day' if age == 1 else 'days'}"
    if age > int(days or 0):
        return warned(f"{text}, more than {days}", _ENTER)
    return passed(f"{text} of {days}")


def _is_newest(facts: Facts, said: Confirmed) -> bool:
    return said.service_username is not None and facts.rotation.freshness.state == NEWEST


def counts(facts: Facts) -> bool:
    """Say whether what was confirmed counts: it is the firm's, and newer than the account's password."""
    return facts.said is not None and not facts.lacks("user") and _is_newest(facts, facts.said)


def _step(facts: Facts, name: str) -> Data | None:
    """Return what is handed over of a thing; C(None) where nothing is."""
    steps = (facts.hand_over or {}).get("steps") or []
    return next((step for step in steps if step["id"] == name), None)


def _differs(facts: Facts, said: Confirmed, name: str, words: str) -> Judgement:
    """Judge what was confirmed to be otherwise: what this run hands over is on its way."""
    if facts.phase in _HANDING_OVER and _step(facts, name):
        return warned(f"{JUST_HANDED_OVER}{words.partition('; ')[2] or words}", _ENTER)
    return failed(f"{said.by} confirmed on {said.date} {words}", _ENTER, _HANDS_OVER)


def _agrees(facts: Facts, said: Confirmed, words: str) -> Judgement:
    """Judge what agrees: it counts where it is newer than the account's password, which goes along with all of it."""
    if facts.lacks("user"):
        return unknown(str(facts.lacks("user")), facts.hint("user"))
    if _is_newest(facts, said):
        return attested(words, said.said)
    return unknown(
        f"{words}, as {said.by} confirmed on {said.date}, but not surely with the newest password (L5)", _ENTER
    )
