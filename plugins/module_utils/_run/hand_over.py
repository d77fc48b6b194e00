# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has to enter at Legora, where it is configured by hand: what a run would have written, less what was
confirmed, and the preference only on proof."""

from __future__ import annotations

import dataclasses
import json
import typing as t

from .._checks.proof import Verdict
from .._core.verdicts import OFFBOARD, ONBOARD, PREFLIGHT, UNDO, VERIFY
from .._imanage.libraries import ids_of
from .._imanage.names import NRTADMIN
from .._legora.by_hand.confirmed import Confirmed, Wanted, confirmed_of, left_to_do
from .._legora.interface import BY_HAND
from .._legora.regions import REGIONS
from .._report.left_at_legora import not_yet
from .._report.steps import PLACES, gives_something, step_sentence
from .._report.texts import small_first, spoken
from .._resources.imanage.notes import RunNotes
from .._resources.sign_in_reasons import NOT_TRIED
from .before_state import administered
from .offboarding import username_to_remove
from .proof import verdict_of
from .readings import account_of
from .record import ELSEWHERE, Data, Run, Step
from .rotation import agreed, version_at_imanage
from .undo import username_to_take_away

_PARTS = {
    "legora_connector_service_account": "service_account",
    "legora_connector_capability": "capability",
    "legora_project_preferences": "preference",
}
_SETTINGS, _PREFERENCES = "/settings/organisation/integrations", "/settings/organisation/projects/preferences"

PASSWORD_KEPT = "the firm's vault"

_DRY_RUN = "this is a dry run, in which the account is not proved"
_NOT_PROVED = "the account is not proved"


def notes_of(run: Run) -> RunNotes:
    """Return what earlier runs have noted of the firm."""
    return RunNotes(run.head.get("report_directory"), run.host)


def hand_over(run: Run, notes: RunNotes, moment: str | None = None) -> Data | None:
    """Return what is left to enter at Legora.

    It is C(None) where nothing can be said of it: with another method, before anything was proved, and where the run
    stopped before it came to Legora.

    :param notes: of the firm, which tell since when steps are open.
    :param moment: now, ISO 8601, to note for later runs what is handed over; C(None) to note nothing.
    """
    if run.config.get("legora_method") != BY_HAND:
        return None
    verdict = verdict_of(run)
    parts = _parts(run, verdict)
    confirmed = confirmed_of(run.config)
    wanted = _wanted(run, confirmed, notes) if parts else None
    if wanted is None:
        return None
    # A confirmation says too little of the account only.
    about = (*parts, "confirmation") if "service_account" in parts else parts
    steps = [step for step in left_to_do(confirmed, wanted) if step["id"] in about]
    allowed = [step for step in steps if not _stays_back(step, verdict, run, notes)]
    back = [step for step in steps if step not in allowed]
    withheld = _reason(verdict, [one for step in back for one in _not_ready(step, run)]) if back else None
    if moment:
        notes.note_handed_over(allowed, moment, back, about)
    url = str(run.config.get("legora_web_url") or REGIONS[run.config["legora_region"]].web_url).rstrip("/")
    open_ids = {step["id"] for step in steps}
    allowed_ids = {step["id"] for step in allowed}
    return {
        "open": bool(allowed),
        "since": notes.handed_over_since(allowed),
        "steps": allowed,
        "withheld": withheld,
        "kept_back": [step["id"] for step in back],
        "not_tried": _not_tried(allowed, verdict),
        "agreed": agreed(run),
        "done": [
            part
            for part in _PARTS.values()
            if confirmed
            and part in parts
            and part not in open_ids
            and not (part == "service_account" and "confirmation" in open_ids)
        ],
        "region": run.config.get("legora_region"),
        "organisation": run.config.get("legora_organisation"),
        "settings_url": f"{url}{_SETTINGS}",
        "preferences_url": f"{url}{_PREFERENCES}",
        "password_kept": PASSWORD_KEPT,
        "imanage_url": run.config.get("imanage_url"),
        "confirmation": _confirmation(run, allowed_ids, confirmed, wanted),
    }


def _parts(run: Run, verdict: Verdict | None) -> list[str]:
    """Return what the run's tasks are about, skipped ones too; all of it where nothing is written."""
    if run.purpose == PREFLIGHT:
        return []
    if run.purpose in (OFFBOARD, UNDO):
        return [part for module, part in _PARTS.items() if run.of(module)]  # what is skipped, is left
    tasks = [step for step in run.steps if not step.wish.get(ELSEWHERE)]
    parts = [part for module, part in _PARTS.items() if any(step.module == module for step in tasks)]
    if run.purpose == VERIFY or (run.purpose is None and not parts):
        return list(_PARTS.values()) if account_of(run).get("exists") else []
    if verdict is not None and not verdict.proceed and _was_tried(run, verdict):
        return list(_PARTS.values())  # what was handed over before is not to be entered any more
    # What is skipped alone is not begun.
    return parts if run.of(*_PARTS) else []


def _wanted(run: Run, confirmed: Confirmed | None, notes: RunNotes) -> Wanted | None:
    """Return what is to stand at Legora; C(None) where it is not known."""
    account, user = _last(run, "legora_connector_service_account"), account_of(run)
    capability, preference = _last(run, "legora_connector_capability"), _last(run, "legora_project_preferences")
    session = run.last("imanage_session").get("session") or {}
    planned = (account.answer.get("service_account") or {}) if account else {}
    username = planned.get("username") or user.get("sign_in_name") or (confirmed and confirmed.service_username)
    if run.purpose == OFFBOARD:
        username = username_to_remove(run)
    elif run.purpose == UNDO:
        username = username_to_take_away(run) or username
    elif _is_removed(account):
        username = username or run.config.get("service_account_user_id")
    covered = (capability.answer.get("capability") or {}) if capability else {}
    customer_id = covered.get("customer_id") or run.config.get("imanage_customer_id") or session.get("customer_id")
    if not username or not customer_id:
        return None
    switches = (preference.answer.get("preferences") or {}) if preference else {}
    libraries = covered.get("library_ids")
    return Wanted(
        username=str(username),
        has_account=not _is_removed(account),
        customer_id=str(customer_id),
        libraries=tuple(_listed(run) if libraries is None else libraries) if not _is_removed(capability) else (),
        creates_projects=bool((switches.get("create_projects_from") or {}).get("imanage", True)),
        password_version=version_at_imanage(run, notes),
        password_changed_at=user.get("password_changed_at"),
        password_is_new=run.last("imanage_user").get("password_action") == "set",
    )


def _listed(run: Run) -> list[str]:
    return ids_of(run.config.get("imanage_libraries") or [])


def _last(run: Run, module: str) -> Step | None:
    """Return the last task with a module that went well."""
    return next((step for step in reversed(run.of(module)) if not step.failed), None)


def _is_removed(step: Step | None) -> bool:
    return step is not None and step.wish.get("state") == "absent"


# Whether a step stays back that is not to be taken yet, by what is known of it: the first row that fits decides.
_STAYS_BACK: tuple[tuple[dict[str, bool], bool], ...] = (
    ({"gives": False}, False),
    # It was proved when it was handed over, and this run has seen nothing else.
    ({"tried": False, "handed_over": True}, False),
    ({"is_last": True, "trusted": False}, True),
    ({"is_last": True}, False),
    ({"tried": True, "proved": False}, True),
    ({"tried": True, "in_nrtadmin": False}, True),
    ({"tried": True}, False),
    # A run that only looks has not made what it would hand over.
    ({"only_looks": True}, True),
    # What was refused is not proved by not trying it.
    ({"taken_back": True}, True),
    ({"may_lack_password": True}, True),
    ({}, False),
)


def _stays_back(step: Data, verdict: Verdict | None, run: Run, notes: RunNotes) -> bool:
    """Say whether a step is not to be taken yet: what gives Legora more than was proved."""
    known = {
        # An undo gives back what was there.
        "gives": gives_something(step) and run.purpose != UNDO,
        "is_last": step["id"] == "preference",
        "tried": _was_tried(run, verdict),
        "proved": verdict is not None and verdict.proceed,
        "trusted": verdict is not None and verdict.trust and verdict.status != "planned",
        "in_nrtadmin": not _not_ready(step, run),
        "only_looks": run.purpose == VERIFY,
        "handed_over": notes.is_handed_over(step),
        "taken_back": notes.is_taken_back(step),
        "may_lack_password": _may_lack_the_password(step, run),
    }
    return next(stays for row, stays in _STAYS_BACK if row.items() <= known.items())


def _not_ready(step: Data, run: Run) -> list[str]:
    """Return the libraries that a run which only looks would hand over, and in whose NRTADMIN the account is not."""
    added = step.get("add") or () if run.purpose == VERIFY else ()
    return [one for one in added if one not in administered(account_of(run))]


def _may_lack_the_password(step: Data, run: Run) -> bool:
    """Say whether nobody knows that iManage has the password that a step would have entered."""
    was_set = run.last("imanage_user").get("password_action") == "set"
    return step["do"] == "password" and run.purpose == ONBOARD and not run.check_mode and not was_set


def _was_tried(run: Run, verdict: Verdict | None) -> bool:
    access = run.last("imanage_access_info").get("access") or {}
    return verdict is not None and verdict.status != "planned" and access.get("reason") not in NOT_TRIED


def _not_tried(allowed: list[Data], verdict: Verdict | None) -> str | None:
    """Return why this run did not try the account, where switching on rests on what an earlier run has proved."""
    if (verdict and verdict.trust) or not any((one["id"], one["do"]) == ("preference", "on") for one in allowed):
        return None
    return (verdict.reason if verdict else None) or "the proof of the service account was not read"


def _reason(verdict: Verdict | None, not_ready: t.Sequence[str]) -> str:
    if not_ready and verdict is not None and verdict.proceed:
        return f"the account is not in {NRTADMIN} of {', '.join(not_ready)} yet; run onboard"
    if verdict is not None and verdict.status == "planned":
        return _DRY_RUN
    return (verdict.reason if verdict else None) or _NOT_PROVED


def _confirmation(run: Run, changed: t.Collection[str], confirmed: Confirmed | None, wanted: Wanted) -> Data:
    """Return what is to be confirmed once the steps are taken; who did them and when, that person fills in.

    :param changed: what there are steps for that are to be taken. The rest stays as it was confirmed, also where it is
        somebody else's.
    """
    said: Data = dataclasses.asdict(confirmed) if confirmed else {}
    connector = run.config.get("legora_connector_id")
    is_on = bool(said.get("create_projects_from_imanage"))
    account = wanted.username if wanted.has_account else None
    username = account if "service_account" in changed else said.get("service_username")
    covered = list(wanted.libraries) if "capability" in changed else list(said.get("libraries") or [])
    customer_id = wanted.customer_id if "capability" in changed else said.get("customer_id")
    is_labelled = {"service_account", "confirmation"} & set(changed)
    version = wanted.password_version if is_labelled else said.get("password_version")
    return {
        "by": None,
        "date": None,
        "organisation": run.config.get("legora_organisation"),
        **({"connector_id": connector} if connector else {}),
        "service_username": username,
        "password_version": version if username else None,
        "customer_id": customer_id if covered else None,
        "libraries": covered,
        "create_projects_from_imanage": bool(wanted.creates_projects) if "preference" in changed else is_on,
    }


# In words


def hand_over_in_words(found: Data, is_planned: bool = False) -> list[str]:
    """Return what is handed over as lines to read, and what to confirm then.

    :param is_planned: whether a dry run says what would be handed over, and there is nothing to confirm yet.
    """
    if not found["open"]:
        return [
            f"Hand over: nothing to enter at Legora yet: {found['withheld']}"
            if found["withheld"]
            else "Hand over: nothing is left to enter at Legora"
        ]
    steps = found["steps"]
    count = f"{len(steps)} step{'' if len(steps) == 1 else 's'}"
    since = f", open since {found['since'][:10]}" if found["since"] else ""
    doing = "Would hand over" if is_planned else "Hand over"
    lines = [f"{doing}: {count} at Legora ({found['organisation']}), by hand{since}:"]
    lines += [f"{number}. {_step_in_words(step, found)}" for number, step in enumerate(steps, start=1)]
    if any(step["id"] == "service_account" and step["do"] != "remove" for step in steps):
        lines.append(f"The password is kept in {found['password_kept']}")
    lines += _agreed_in_words(found["agreed"]) if found.get("agreed") else []
    if found["withheld"]:
        lines.append(f"{not_yet(found)}: {found['withheld']}")
    if is_planned:
        return lines
    return [*lines, f"Then confirm it: legora_confirmed: {_to_paste(found['confirmation'])}"]


def _agreed_in_words(found: Data) -> list[str]:
    if found["is_now"]:
        return [f"Urgent: iManage has the new password{_since(found)}; Legora is without access until it is entered"]
    then = f"iManage gets the new password then, within {found['minutes']} minutes, by another run of rotate_password"
    cut_off = "From that moment until it is entered, Legora is without access"
    return [f"Not before {spoken(found['at'])}: {then}. {cut_off}"]


def _since(found: Data) -> str:
    since = spoken(found["since"])
    return f" since {since}" if since else ""


def _step_in_words(step: Data, found: Data) -> str:
    """Return where a step is taken, and the report's sentence about it without its full stop."""
    if step["id"] == "confirmation":
        # It is the consultant who reads this, and who the report's sentence is about.
        lacks = ", ".join(step["lacks"])
        return f"Complete legora_confirmed with {lacks}, so that it says whether the newest password was entered"
    place = PLACES[step["id"]]
    where = ", ".join((found[f"{place.page}_url"], *place.path))
    return f"{where}: {small_first(step_sentence(step)).rstrip('.')}"


def _to_paste(confirmation: t.Mapping[str, t.Any]) -> str:
    """Return a mapping as a line of YAML, with blanks for who and when."""
    # Where no label of the password tells, the time does.
    moment = "YYYY-MM-DD" if confirmation.get("password_version") else "YYYY-MM-DDTHH:MM+HH:MM"
    # As sheet and guide say it where there are none.
    shown = {**confirmation, "by": "NAME", "date": moment, "libraries": confirmation.get("libraries") or None}
    return "{" + ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in shown.items()) + "}"


def brief(found: Data) -> str:
    """Return in few words what is left, for a line among those of other firms."""
    left = (PLACES[step["id"]].name if step["id"] in PLACES else "the confirmation" for step in found["steps"])
    return f"left to do at Legora, by hand: {', '.join(left)}"
