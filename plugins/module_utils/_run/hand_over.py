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
from .._legora.by_hand.confirmed import Confirmed, Wanted, left_to_do, parse_confirmed
from .._legora.interface import BY_HAND
from .._legora.regions import REGIONS
from .._resources.imanage.notes import RunNotes
from .._resources.sign_in_reasons import NOT_TRIED
from .proof import verdict_of
from .readings import account_of
from .record import ELSEWHERE, Data, Run, Step

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


def hand_over(run: Run, notes: RunNotes) -> Data | None:
    """Return what is left to enter at Legora.

    It is C(None) where nothing can be said of it: with another method, before anything was proved, and where the run
    stopped before it came to Legora.

    :param notes: of the firm, which tell since when steps are open.
    """
    if run.config.get("legora_method") != BY_HAND:
        return None
    verdict = verdict_of(run)
    parts = _parts(run, verdict)
    confirmed = _confirmed(run)
    wanted = _wanted(run, confirmed) if parts else None
    if wanted is None:
        return None
    # A confirmation says too little of the account only.
    about = (*parts, "confirmation") if "service_account" in parts else parts
    steps = [step for step in left_to_do(confirmed, wanted) if step["id"] in about]
    allowed = [step for step in steps if not _stays_back(step, verdict, run, notes)]
    withheld = _reason(verdict) if len(allowed) < len(steps) else None
    url = str(run.config.get("legora_web_url") or REGIONS[run.config["legora_region"]].web_url).rstrip("/")
    open_ids = {step["id"] for step in steps}
    return {
        "open": bool(allowed),
        "since": notes.handed_over_since(allowed),
        "steps": allowed,
        "withheld": withheld,
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
        "confirmation": _confirmation(run, parts, confirmed, wanted, bool(withheld)),
    }


def _parts(run: Run, verdict: Verdict | None) -> list[str]:
    """Return what the run's tasks are about, skipped ones too; all of it where nothing is written."""
    if run.purpose == "preflight":
        return []
    tasks = [step for step in run.steps if not step.wish.get(ELSEWHERE)]
    parts = [part for module, part in _PARTS.items() if any(step.module == module for step in tasks)]
    if run.purpose == "verify" or (run.purpose is None and not parts):
        return list(_PARTS.values()) if account_of(run).get("exists") else []
    if verdict is not None and not verdict.proceed and _was_tried(run, verdict):
        return list(_PARTS.values())  # what was handed over before is not to be entered any more
    # What is skipped alone is not begun.
    return parts if run.of(*_PARTS) else []


def _confirmed(run: Run) -> Confirmed | None:
    """Return what was confirmed of this organisation."""
    given = run.config.get("legora_confirmed")
    said = parse_confirmed(dict(given)) if given else None
    return said if said and said.is_of(run.config.get("legora_organisation")) else None


def _wanted(run: Run, confirmed: Confirmed | None) -> Wanted | None:
    """Return what is to stand at Legora; C(None) where it is not known."""
    account, user = _last(run, "legora_connector_service_account"), account_of(run)
    capability, preference = _last(run, "legora_connector_capability"), _last(run, "legora_project_preferences")
    session = run.last("imanage_session").get("session") or {}
    planned = (account.answer.get("service_account") or {}) if account else {}
    username = planned.get("username") or user.get("sign_in_name") or (confirmed and confirmed.service_username)
    if _is_removed(account):
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
        password_version=run.config.get("service_account_password_version"),
        password_changed_at=user.get("password_changed_at"),
        password_is_new=run.last("imanage_user").get("password_action") == "set",
    )


def _listed(run: Run) -> list[str]:
    return [str(library["id"]) for library in run.config.get("imanage_libraries") or []]


def _last(run: Run, module: str) -> Step | None:
    """Return the last task with a module that went well."""
    return next((step for step in reversed(run.of(module)) if not step.failed), None)


def _is_removed(step: Step | None) -> bool:
    return step is not None and step.wish.get("state") == "absent"


def _stays_back(step: Data, verdict: Verdict | None, run: Run, notes: RunNotes) -> bool:
    """Say whether a step is not to be taken yet: what gives Legora more than was proved."""
    if step["do"] in ("off", "remove", "complete"):
        return False
    tried = _was_tried(run, verdict)
    if not tried and notes.handed_over_since([step]):
        return False  # it was proved when it was handed over, and this run has seen nothing else
    if step["id"] == "preference":
        return verdict is None or not verdict.trust or verdict.status == "planned"
    return tried and verdict is not None and not verdict.proceed


def _was_tried(run: Run, verdict: Verdict | None) -> bool:
    access = run.last("imanage_access_info").get("access") or {}
    return verdict is not None and verdict.status != "planned" and access.get("reason") not in NOT_TRIED


def _reason(verdict: Verdict | None) -> str:
    if verdict is not None and verdict.status == "planned":
        return _DRY_RUN
    return (verdict.reason if verdict else None) or _NOT_PROVED


def _confirmation(run: Run, parts: list[str], confirmed: Confirmed | None, wanted: Wanted, withheld: bool) -> Data:
    """Return what is to be confirmed once the steps are taken; who did them and when, that person fills in."""
    said: Data = dataclasses.asdict(confirmed) if confirmed else {}
    is_on = bool(said.get("create_projects_from_imanage"))
    account = wanted.username if wanted.has_account else None
    covered = list(wanted.libraries) if "capability" in parts else list(said.get("libraries") or [])
    customer_id = wanted.customer_id if "capability" in parts else said.get("customer_id")
    return {
        "by": None,
        "date": None,
        "organisation": run.config.get("legora_organisation"),
        "service_username": account if "service_account" in parts else said.get("service_username"),
        "password_version": wanted.password_version,
        "customer_id": customer_id if covered else None,
        "libraries": covered,
        "create_projects_from_imanage": is_on
        if withheld or "preference" not in parts
        else bool(wanted.creates_projects),
    }


# In words


def in_words(found: Data, is_planned: bool = False) -> list[str]:
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
    lines += [f"{number}. {step_in_words(step, found)}" for number, step in enumerate(steps, start=1)]
    if found["withheld"]:
        lines.append(f"Not yet: switching on that projects are created from iManage: {found['withheld']}")
    if is_planned:
        return lines
    return [*lines, f"Then confirm it: legora_confirmed: {_to_paste(found['confirmation'])}"]


def step_in_words(step: Data, found: Data) -> str:
    """Return one step as a sentence without a full stop."""
    version = f", version {step['password_version']}" if step.get("password_version") else ""
    kept = f"its password is kept in {found['password_kept']}{version}"
    account = f"{found['settings_url']}, iManage, Configure, tab Service account"
    capability = f"{found['settings_url']}, iManage, Configure, tab Capability"
    libraries = ", ".join(step.get("libraries") or [])
    changes = [f"{word} {', '.join(step[word])}" for word in ("add", "remove") if step.get(word)]
    another = step.get("instead_of")
    beside_it = f"; leave customer ID {another}, which was confirmed so far, and ask whose it is" if another else ""
    sentences = {
        ("service_account", "enter"): lambda: f"{account}: enter the user name {step['username']}; {kept}",
        ("service_account", "replace"): lambda: (
            f"{account}: enter the user name {step['username']} instead of {step['instead_of']}; {kept}"
        ),
        ("service_account", "password"): lambda: (
            f"{account}: enter the new password of {step['username']}, with an old one Legora is cut off; {kept}"
        ),
        ("service_account", "remove"): lambda: f"{account}: remove {step['username']}",
        ("capability", "create"): lambda: (
            f"{capability}: customer ID {step['customer_id']}, libraries {libraries}{beside_it}"
        ),
        ("capability", "change"): lambda: (
            f"{capability}: {'; '.join(changes)}, so that it is customer ID "
            f"{step['customer_id']}, libraries {libraries}"
        ),
        ("capability", "remove"): lambda: f"{capability}: remove the capability of customer ID {step['customer_id']}",
        ("preference", "on"): lambda: f"{found['preferences_url']}, Create projects from iManage: set iManage to true",
        ("preference", "off"): lambda: (
            f"{found['preferences_url']}, Create projects from iManage: set iManage to false"
        ),
        ("confirmation", "complete"): lambda: (
            f"Complete legora_confirmed with {', '.join(step['lacks'])}, so that it says whether the newest password "
            "was entered"
        ),
    }
    return sentences[step["id"], step["do"]]()


def _to_paste(confirmation: t.Mapping[str, t.Any]) -> str:
    """Return a mapping as a line of YAML, with blanks for who and when."""
    # Where no label of the password tells, the time does.
    moment = "YYYY-MM-DD" if confirmation.get("password_version") else "YYYY-MM-DDTHH:MM+HH:MM"
    shown = {**confirmation, "by": "NAME", "date": moment}
    return "{" + ", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in shown.items()) + "}"


def brief(found: Data) -> str:
    """Return in few words what is left, for a line among those of other firms."""
    words = {
        "service_account": "the service account",
        "capability": "the capability",
        "preference": "creating projects",
        "confirmation": "the confirmation",
    }
    return f"left to do at Legora, by hand: {', '.join(words[step['id']] for step in found['steps'])}"
