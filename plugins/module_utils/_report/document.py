# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the report of one firm: a document of plain data, which templates show and C(report.schema.json) describes.

Every field is taken over by name (see C(report_fields)). The document holds no secret, because none is asked for.
"""

from __future__ import annotations

import platform
import re
import typing as t
from datetime import datetime
from pathlib import Path

from .._checks.findings import ALSO_SEEN
from .._core.files import file_name
from .._core.timestamps import parse_timestamp
from .._core.verdicts import FIRM_STATUSES
from .._legora.regions import REGIONS
from . import fields as field
from .assumptions import assumptions
from .firewall import firewall_rules
from .states import side_by_side, yes_or_no
from .verdict import verdict

Data = field.Data

SCHEMA = "https://github.com/legalops/ethical_walls/report/1"

PHASES = {
    "preflight": "Preflight: before anything is written",
    "onboard": "After onboarding",
    "verify": "Verification",
}
EXPOSURES = {
    "cloud": "iManage's cloud",
    "direct": "directly, over the firm's own address",
    "azure_app_proxy": "through Azure App Proxy",
    "other": "in another way",
}
NOT_STATED = "not stated"

_REQUESTS = ("read", "write", "signin")
_RIGHT, _WRONG, _UNKNOWN, _ACCEPTED = "pass", "fail", "unknown", "warn"


def firm_report(
    result: t.Any,
    *,
    host: str,
    generated_at: str,
    config: t.Any = None,
    preflight: t.Any = None,
    verify: t.Any = None,
    versions: t.Any = None,
    dry_run: bool = False,
) -> Data:
    """Return the report of one firm.

    :param result: what the filter C(firm_result) returned; empty where there is none.
    :param host: the firm's inventory name.
    :param generated_at: the moment, ISO 8601.
    :param config: what C(firm_config) returned; empty where the firm's variables could not be used.
    :param preflight: the C(resource) that preflight left behind; empty where it did not run.
    :param verify: the C(resource) that verifying left behind; empty where it did not run.
    :param versions: C({collection, ansible_core, python}).
    :raises ValueError: when the moment can't be read.
    """
    result, config = field.mapping(result), field.mapping(config)
    phases = [phase for phase in (_phase(preflight, "preflight"), _phase(verify, "verify")) if phase]
    current = latest_findings(phases)
    status = field.one_of(result.get("status"), FIRM_STATUSES)
    message = _message(result, current)
    firm = field.text(result.get("firm")) or field.text(config.get("firm_name")) or field.text(host) or "?"
    states = [field.mapping(field.mapping(resource).get("state")) for resource in (preflight, verify)]
    region = field.one_of(config.get("legora_region"), REGIONS)
    exposure = field.one_of(config.get("imanage_exposure"), EXPOSURES)
    url = field.address(config.get("imanage_url"))
    return {
        "schema": SCHEMA,
        "kind": "firm",
        "title": f"Ethical walls: {firm}",
        "firm": firm,
        "host": field.text(host) or "?",
        "file": file_name(str(host)),
        **stamp(generated_at),
        "dry_run": bool(dry_run),
        "status": status,
        "message": message,
        "failure": field.failure(result.get("failure")),
        "verdict": verdict(current, status=status, message=message, verified=_verified(phases), dry_run=bool(dry_run)),
        "counts": field.counted(current),
        "attention": [one for one in field.worst_first(current) if one["status"] in ("fail", "unknown", "warn")],
        "legora": _legora(config, states),
        "imanage": _imanage(config, states, url, exposure),
        "service_account": _service_account(config, states),
        "libraries": _libraries(config, preflight, verify),
        "plan": field.texts(result.get("plan")),
        "changes": side_by_side(*states),
        "phases": phases,
        "not_applicable": _not_applicable(phases),
        "assumptions": assumptions(field.text(config.get("legora_profile"))),
        "warnings": list(dict.fromkeys(field.texts(result.get("warnings")))),
        "requests": {name: field.number(field.mapping(result.get("requests")).get(name)) or 0 for name in _REQUESTS},
        "firewall": None if region is None else firewall_rules(region, field.port_of(url), exposure),
        "versions": shown_versions(versions),
    }


def latest_findings(phases: t.Iterable[Data]) -> list[Data]:
    """Return what each check answered last.

    A check that failed before and cannot be decided now has still failed, as far as anybody knows.
    """
    found: dict[str, Data] = {}
    for phase in phases:
        for one in phase["findings"]:
            earlier = found.get(one["id"])
            if earlier and earlier["status"] == "fail" and one["status"] == "unknown":
                continue
            found[one["id"]] = one
    return list(found.values())


def stamp(generated_at: str) -> dict[str, str]:
    """Return the moment of a report, for machines and for people.

    :raises ValueError: when it can't be read.
    """
    moment = parse_timestamp(generated_at)
    if moment is None:
        raise ValueError("generated_at is no moment in ISO 8601")
    return {"generated_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "generated_on": f"{_day(moment)}, {moment:%H:%M} UTC"}


def shown_versions(versions: t.Any) -> dict[str, str]:
    """Return the versions of what made a report."""
    given = field.mapping(versions)
    return {name: field.text(given.get(name)) or "unknown" for name in ("collection", "ansible_core", "python")}


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


def _phase(resource: t.Any, default: str) -> Data | None:
    given = field.mapping(resource)
    if not given:
        return None
    name = field.one_of(given.get("phase"), PHASES) or default
    findings = [field.finding(one) for one in field.items(given.get("findings"))]
    return {
        "phase": name,
        "title": PHASES[name],
        "counts": field.counted(findings),
        "findings": findings,
        "not_applicable": [field.not_applicable(one) for one in field.items(given.get("not_applicable"))],
    }


def _message(result: Data, findings: t.Iterable[Data]) -> str | None:
    """Return why the run failed or is not complete, unless checks failed, which speak for themselves."""
    message = field.text(result.get("message")) or field.text(result.get("incomplete"))
    # What else was seen, where a system could not be read, stands among the checks.
    message = message and message.partition(ALSO_SEEN)[0]
    failed = [one["evidence"] for one in findings if one["status"] == "fail"]
    return None if message and any(evidence in message for evidence in failed) else message


def _verified(phases: t.Iterable[Data]) -> bool:
    return any(phase["phase"] != "preflight" and phase["findings"] for phase in phases)


def _not_applicable(phases: t.Iterable[Data]) -> list[Data]:
    return list({one["id"]: one for phase in phases for one in phase["not_applicable"]}.values())


def _last(states: t.Iterable[Data], part: str) -> Data:
    """Return a part of the state as it was read last."""
    found: Data = {}
    for state in states:
        found = field.mapping(state.get(part)) or found
    return found


def _legora(config: Data, states: t.Sequence[Data]) -> Data:
    organisation, connector = _last(states, "organisation"), _last(states, "connector")
    region = field.one_of(config.get("legora_region"), REGIONS)
    return {
        "region": region,
        "organisation": field.text(organisation.get("name")) or field.text(config.get("legora_organisation")),
        "organisation_id": field.text(organisation.get("id")),
        "method": field.text(config.get("legora_method")),
        "profile": field.one_of(config.get("legora_profile"), ("assumed", "given")),
        "web_url": field.address(config.get("legora_web_url")),
        "egress_address": REGIONS[region].egress_address if region else None,
        "connector_id": field.text(connector.get("id")) or field.text(config.get("legora_connector_id")),
        "connector_status": field.text(connector.get("status")),
    }


def _imanage(config: Data, states: t.Sequence[Data], url: str | None, exposure: str | None) -> Data:
    read = _last(states, "imanage")
    return {
        "url": url,
        "exposure": exposure,
        "reached": EXPOSURES[exposure] if exposure else NOT_STATED,
        "deployment": field.one_of(read.get("deployment"), ("cloud", "on_premises")),
        "version": field.text(read.get("version")),
        "customer_id": field.text(read.get("customer_id")) or field.text(config.get("imanage_customer_id")),
        "certificate_checked": field.truth(config.get("imanage_validate_certs")),
    }


def _service_account(config: Data, states: t.Sequence[Data]) -> Data:
    user = _last(states, "user")
    return {
        "user_id": field.text(user.get("id")) or field.text(config.get("service_account_user_id")),
        "sign_in_name": field.text(user.get("sign_in_name")),
        "full_name": field.text(user.get("full_name")) or field.text(config.get("service_account_full_name")),
        "email": field.text(user.get("email")) or field.text(config.get("service_account_email")),
        "exists": field.truth(user.get("exists")),
        "password_label": field.text(config.get("service_account_password_version")),
        "password_changed_at": field.moment(user.get("password_changed_at")),
        "password_changed_on": field.spoken(user.get("password_changed_at")),
        "password_age_days": field.number(user.get("password_age_days")),
        "address_lock": field.truth(user.get("ip_lock")),
        "document_view_accepted": field.truth(config.get("service_account_accept_document_view")),
    }


def _libraries(config: Data, preflight: t.Any, verify: t.Any) -> list[Data]:
    """Return each library with its own health, never only a total: those of the firm, then others that were read."""
    wanted = {
        field.text(one.get("id")): field.text(one.get("role"))
        for one in map(field.mapping, field.items(config.get("imanage_libraries")))
    }
    read: dict[str | None, Data] = {}
    for resource in (preflight, verify):
        for one in map(field.mapping, field.items(field.mapping(resource).get("libraries"))):
            read[field.text(one.get("id"))] = one
    accepted = field.truth(config.get("service_account_accept_document_view")) is True
    names = [name for name in [*wanted, *(name for name in read if name not in wanted)] if name]
    return [_library(name, wanted.get(name), read.get(name, {}), accepted) for name in names]


def _library(name: str, wanted_role: str | None, read: Data, accepted: bool) -> Data:
    facts = {key: field.truth(read.get(key)) for key in ("exists", "nrtadmin", "document_view", "covered")}
    health = [
        _health(facts["exists"], True),
        _health(facts["nrtadmin"], True),
        _health(facts["document_view"], False, _ACCEPTED if accepted else _WRONG),
        _health(facts["covered"], True),
    ]
    worst = next(status for status in (_WRONG, _UNKNOWN, _ACCEPTED, _RIGHT) if status in health)
    words = {key: yes_or_no(value) for key, value in facts.items()}
    return {
        "id": name,
        "health": worst,
        **facts,
        "words": words,
        "role": field.text(read.get("role")),
        "wanted_role": wanted_role,
    }


def _health(value: bool | None, wanted: bool, otherwise: str = _WRONG) -> str:
    if value is None:
        return _UNKNOWN
    return _RIGHT if value is wanted else otherwise
