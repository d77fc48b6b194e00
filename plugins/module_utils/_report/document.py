# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the report of one firm: a document of plain data, which templates show and C(report.schema.json) describes.

Every field is taken over by name, so what nobody asks for does not get in. The document holds no secret, because none
is asked for.
"""

from __future__ import annotations

import platform
import re
import typing as t
from datetime import datetime
from pathlib import Path

from .._checks.findings import ALSO_SEEN, is_told, told_reason
from .._checks.phases import GATES, PHASES
from .._core.files import file_name
from .._core.timestamps import format_timestamp, parse_timestamp
from .._core.verdicts import OFFBOARD
from .._legora.regions import REGIONS
from . import checked
from .assumptions import assumptions
from .closing import closing_part, title, with_to_do, without_others
from .firewall import firewall_rules
from .left_at_legora import left_at_legora
from .states import side_by_side, yes_or_no
from .texts import Data, address, port_of, printable, sentence, spoken, text
from .verdict import verdict

SCHEMA = "https://github.com/legalops/ethical_walls/report/1"

EXPOSURE_TITLES = {
    "cloud": "in iManage's cloud",
    "direct": "directly, over the firm's own address",
    "azure_app_proxy": "through Azure App Proxy",
    "other": "in another way",
}
METHOD_TITLES = {"api": "by a program", "by_hand": "by hand"}
NOT_STATED = "not stated"

_RIGHT, _WRONG, _UNKNOWN, _ACCEPTED, _CONFIRMED = "pass", "fail", "unknown", "warn", "attested"


def firm_report(
    result: Data,
    *,
    generated_at: str,
    config: Data | None = None,
    preflight: Data | None = None,
    verify: Data | None = None,
    account: Data | None = None,
    versions: Data | None = None,
    dry_run: bool = False,
) -> Data:
    """Return the report of one firm.

    :param result: what became of the firm in the run.
    :param generated_at: the moment, ISO 8601.
    :param config: what C(firm_config) returned; empty where the firm's variables could not be used.
    :param preflight: what the checks of preflight decided; empty where they were not made.
    :param verify: what the checks at the end decided; empty where they were not made.
    :param account: the service account as this run left it, or would leave it.
    :param versions: C({collection, ansible_core, python}).
    :raises ValueError: when the moment can't be read.
    """
    host, result, config = result["host"], printable(result), printable(config or {})
    decided = [printable(one) for one in (preflight, verify) if one]
    before, after = printable(preflight or {}).get("state") or {}, printable(verify or {}).get("state") or {}
    hand_over = left_at_legora(result.get("hand_over"))
    failure = _failure(result["failure"])
    by_hand = config.get("legora_method") == "by_hand"
    phases = [_phase(one, hand_over, failure, by_hand) for one in decided]
    current = checked.latest(phases)
    message = _message(result, current)
    shown = without_others(checked.cards(current, message, hand_over, failure), result.get("closing"))
    confirm = checked.to_confirm(current)
    # Where a system could not be read, what else there is to tell would bury why.
    short = result["status"] == "failed" and any(len(card["ids"]) > 1 for card in shown)
    said = verdict(
        current,
        result=result,
        message=message,
        verified=any(phase["phase"] not in GATES and phase["findings"] for phase in phases),
        dry_run=dry_run,
        hand_over=hand_over,
    )
    url = address(config.get("imanage_url"))
    read = _last(before, after, "imanage")
    exposure = config.get("imanage_exposure") or ("cloud" if read.get("deployment") == "cloud" else None)
    region = config.get("legora_region")
    return {
        "schema": SCHEMA,
        "kind": "firm",
        "title": _title(result),
        "firm": result["firm"] or "?",
        "host": result["host"] or "?",
        "file": file_name(host),
        **stamp(generated_at),
        "dry_run": dry_run,
        "purpose": result["purpose"],
        "status": result["status"],
        "message": message,
        "failure": failure,
        "verdict": said,
        "short": short,
        "signed": _signed(said["level"], result["status"], dry_run),
        "counts": checked.counted(current),
        "attention": shown,
        "to_confirm": confirm,
        "to_do": with_to_do(checked.to_do(shown, failure if message else None, current), result.get("closing")),
        "hand_over": hand_over,
        "closing": closing_part(result.get("closing"), dry_run),
        "legora": _legora(config, _last(before, after, "organisation"), _last(before, after, "connector")),
        "imanage": {
            "url": url,
            "exposure": exposure,
            "reached": EXPOSURE_TITLES.get(exposure or "", NOT_STATED),
            "deployment": text(read.get("deployment")),
            "version": text(read.get("version")),
            "customer_id": text(read.get("customer_id")) or config.get("imanage_customer_id"),
            "certificate_checked": config.get("imanage_validate_certs"),
        },
        "service_account": _service_account(config, _last(before, after, "user"), printable(account or {})),
        "libraries": _libraries(config, decided, dry_run, by_hand),
        "plan": result["plan"],
        "changes": side_by_side(before, after, by_hand),
        "phases": [{**phase, "rows": checked.rows(phase["findings"], short)} for phase in phases],
        "not_applicable": list({one["id"]: one for phase in phases for one in phase["not_applicable"]}.values()),
        "assumptions": assumptions(config.get("legora_profile"), config.get("legora_method")),
        "warnings": list(dict.fromkeys(filter(None, map(sentence, result["warnings"])))),
        "requests": {name: result["requests"][name] for name in ("read", "write", "signin")},
        "firewall": None if region is None else firewall_rules(region, port_of(url), exposure),
        "versions": shown_versions(versions),
    }


def _title(result: Data) -> str:
    firm = result["firm"] or "?"
    return title(firm, result.get("closing")) if result["purpose"] == OFFBOARD else f"Ethical walls: {firm}"


def stamp(generated_at: str) -> dict[str, str]:
    """Return the moment of a report, for machines and for people.

    :raises ValueError: when it can't be read.
    """
    moment = parse_timestamp(generated_at)
    if moment is None:
        raise ValueError("generated_at is no moment in ISO 8601")
    return {"generated_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "generated_on": f"{_day(moment)}, {moment:%H:%M} UTC"}


def shown_versions(versions: Data | None) -> dict[str, str]:
    """Return the versions of what made a report."""
    given = versions or {}
    return {name: text(given.get(name)) or "unknown" for name in ("collection", "ansible_core", "python")}


def collection_version(root: Path) -> str:
    """Return the version of the collection that lies in a directory: installed, or as a checkout.

    An installed collection has C(MANIFEST.json), a checkout C(galaxy.yml).
    """
    for name, pattern in (
        ("MANIFEST.json", r'"version":\s*"([0-9A-Za-z.+-]+)"'),
        ("galaxy.yml", r"^version:\s*[\"']?([0-9A-Za-z.+-]+)"),
    ):
        try:
            content = (root / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
        found = re.search(pattern, content, re.MULTILINE)
        if found:
            return found.group(1)
    return "unknown"


def running_versions(plugin: str, ansible_core: str) -> dict[str, str]:
    """Return the versions of what is running.

    :param plugin: the file of a plugin of this collection, two directories below where the collection lies.
    """
    return {
        "collection": collection_version(Path(plugin).resolve().parents[2]),
        "ansible_core": ansible_core,
        "python": platform.python_version(),
    }


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _phase(decided: Data, hand_over: Data | None, failure: Data | None, by_hand: bool) -> Data:
    findings = [checked.finding(one, hand_over, failure, by_hand) for one in decided["findings"]]
    return {
        "phase": decided["phase"],
        "title": PHASES[decided["phase"]].title,
        "counts": checked.counted(one for one in findings if not one["planned"]),
        "findings": findings,
        "not_applicable": [{key: one[key] for key in ("id", "title", "reason")} for one in decided["not_applicable"]],
    }


def _message(result: Data, findings: t.Iterable[Data]) -> str | None:
    """Return why the run failed or is not complete, unless checks failed, which speak for themselves."""
    message, failure = str(result["message"] or result["incomplete"] or ""), result["failure"] or {}
    if not message or is_told(message, failure, findings):
        return None
    # What else was seen, where a system could not be read, stands among the checks; what to do, among what is to do.
    return sentence(f"{told_reason(message, failure)}." if failure.get("hint") else message.partition(ALSO_SEEN)[0])


def _failure(given: Data | None) -> Data | None:
    names = ("system", "operation", "kind", "server_code", "correlation_id", "hint", "http_status", "retryable")
    return given and {name: given.get(name) for name in names}


def _signed(level: str, status: str, dry_run: bool) -> str | None:
    """Return what people sign: a C(plan), or a C(state); C(None) where there is nothing that anybody should."""
    if status == "failed" or level == "fail":
        return None
    return "plan" if dry_run else None if level == "unknown" else "state"


def _last(before: Data, after: Data, part: str) -> Data:
    """Return a part of the state as it was read last."""
    return after.get(part) or before.get(part) or {}


def _legora(config: Data, organisation: Data, connector: Data) -> Data:
    region, method = config.get("legora_region"), config.get("legora_method")
    return {
        "region": region,
        "organisation": text(organisation.get("name")) or config.get("legora_organisation"),
        "organisation_id": text(organisation.get("id")),
        "method": method,
        "set_up": METHOD_TITLES.get(method or "", NOT_STATED),
        "profile": config.get("legora_profile"),
        "web_url": address(config.get("legora_web_url")),
        "egress_address": REGIONS[region].egress_address if region else None,
        "connector_id": text(connector.get("id")) or config.get("legora_connector_id"),
        "connector_status": text(connector.get("status")),
    }


def _service_account(config: Data, user: Data, left: Data) -> Data:
    """Return what is shown of the service account.

    :param user: as it was read last.
    :param left: as this run left it; of one that is planned, only this says what it will sign in as.
    """
    named = user if user.get("exists") else left
    return {
        "user_id": text(user.get("id")) or config.get("service_account_user_id"),
        "sign_in_name": text(named.get("sign_in_name")),
        "full_name": text(named.get("full_name")) or config.get("service_account_full_name"),
        "email": text(named.get("email")) or config.get("service_account_email"),
        "exists": user.get("exists"),
        "password_label": config.get("service_account_password_version"),
        "password_changed_at": format_timestamp(parse_timestamp(user.get("password_changed_at"))),
        "password_changed_on": spoken(user.get("password_changed_at")),
        "password_age_days": user.get("password_age_days"),
        "address_lock": user.get("ip_lock"),
        "document_view_accepted": config.get("service_account_accept_document_view"),
    }


def _libraries(config: Data, decided: t.Iterable[Data], dry_run: bool, by_hand: bool) -> list[Data]:
    """Return each library with its own health, never only a total: those of the firm, then others that were read."""
    wanted = {one["id"]: one["role"] for one in config.get("imanage_libraries") or []}
    read = {one["id"]: one for phase in decided for one in phase["libraries"]}
    accepted = bool(config.get("service_account_accept_document_view"))
    names = [*wanted, *(name for name in read if name not in wanted)]
    return [_library(name, wanted.get(name), read.get(name, {}), accepted, dry_run, by_hand) for name in names]


def _library(name: str, wanted_role: str | None, read: Data, accepted: bool, dry_run: bool, by_hand: bool) -> Data:
    facts = {key: read.get(key) for key in ("exists", "nrtadmin", "document_view", "covered")}
    health = [
        _health(facts["exists"], True),
        _health(facts["nrtadmin"], True),
        _health(facts["document_view"], False, _ACCEPTED if accepted else _WRONG),
        # By hand, nobody has looked at what Legora covers.
        _CONFIRMED if by_hand and facts["covered"] else _health(facts["covered"], True),
    ]
    worst = next(status for status in (_WRONG, _UNKNOWN, _ACCEPTED, _CONFIRMED, _RIGHT) if status in health)
    return {
        "id": name,
        # What a dry run has not done yet is not wrong.
        "health": _UNKNOWN if dry_run and worst == _WRONG else worst,
        **facts,
        "words": {
            **{key: yes_or_no(value) for key, value in facts.items()},
            **({"covered": "as confirmed"} if by_hand and facts["covered"] else {}),
        },
        "role": text(read.get("role")),
        "wanted_role": wanted_role,
    }


def _health(value: bool | None, wanted: bool, otherwise: str = _WRONG) -> str:
    if value is None:
        return _UNKNOWN
    return _RIGHT if value is wanted else otherwise
