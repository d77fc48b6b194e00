# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a firm's variables: as a whole, before anything is sent anywhere, or one by one where nobody has done so."""

from __future__ import annotations

import json
import time
import typing as t
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from urllib.parse import urlsplit

from .._core.errors import EthicalWallsError
from .._core.origin import is_loopback
from .._core.outcome import Outcome
from .._core.values import is_blank
from .._core.verdicts import OFFBOARD, ROTATE, UNDO, VERIFY
from .._imanage.libraries import ids_of, with_role
from .._legora.by_hand.confirmed import with_own_values
from .._legora.interface import API, BY_HAND
from .._legora.regions import READ_ON, REGIONS, is_outdated
from .before_file import read_before, which_there_are, whose
from .job_credentials import refuse_wrong_job_credentials
from .misspelt import misspelt
from .repeated_secrets import repeated_secrets, shared_in_sentences
from .rotation import DONE, Rotation, mistakes_of, rotated_values, rotation_of, stores_of, without_beginning
from .schema import BY_NAME, SCHEMA, SECRETS
from .sharing import host_words, shared_in_words
from .switches import FOR_REPORTS, wrong_switches
from .variable import Variables

# What is long, or may hold a secret where none belongs.
_NOT_SHOWN = ("legora_profile", "rotate_store_command")

# What a playbook is for that takes away: it leaves an account that other firms share, and needs no password of it.
LEAVES_SHARED = (OFFBOARD, UNDO)

_SYSTEM = "the configuration"
_OPERATION = "check the firm's variables"
_BY_HAND = f"legora_method: {BY_HAND} to have it done by hand"
_UNREADABLE = (
    "What cannot be read has to be defined, or needs the vault's password, or an answer of the store that it is looked "
    "up in."
)


@dataclass(frozen=True)
class WantedFirm:
    """A firm as a consultant described it."""

    config: dict[str, t.Any]
    firm: str | None = None
    names: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    unset: dict[str, str] = field(default_factory=dict)
    switches: dict[str, t.Any] = field(default_factory=dict)
    job_variables: list[str] = field(default_factory=list)
    job_firms: dict[str, t.Any] = field(default_factory=dict)
    firms_in_play: int = 1
    host: str | None = None
    same_as: dict[str, list[str]] = field(default_factory=dict)
    purpose: str | None = None


def check_firm(client: t.Any, wanted: WantedFirm, check_mode: bool) -> Outcome:
    """Check and normalise a firm's variables; sends nothing and writes nothing.

    :raises EthicalWallsError: C(validation) with every mistake at once. By its C(report_possible), a playbook knows
        whether it can write a report of that.
    """
    wrong = wrong_switches(wanted.switches, check_mode)
    try:
        values = _usable(wanted, wrong)
    except EthicalWallsError as error:
        error.extra["report_possible"] = not FOR_REPORTS & {*wrong, *wanted.unreadable}
        raise
    shared = {} if wanted.purpose in LEAVES_SHARED else wanted.same_as
    warnings = [f"{clause}; one of them is a copy that was not corrected" for clause in shared_in_words(shared)]
    if wanted.purpose == VERIFY:
        warnings += shared_in_sentences(wanted.same_as, wanted.host, wanted.purpose)
    warnings += _warnings(values, datetime.now(timezone.utc).date())
    rotation = rotation_of(values, wanted.purpose, check_mode)
    if not is_blank(wanted.config.get("rotate_new_password")):
        warnings += _about_rotation(rotation, wanted.purpose)
    values["imanage_libraries"] = with_role(values["imanage_libraries"], values["service_account_role"])
    values = rotated_values(values, rotation, wanted.purpose)
    private: dict[str, t.Any] = {"variables": values}
    if wanted.purpose == ROTATE:
        host = {"firm": values["firm_name"], "host": wanted.host}
        private["stores"] = {
            step: {**host, "step": step, "variables": stored} for step, stored in stores_of(values).items()
        }
    described = _describe(values, rotation, is_rotated=wanted.purpose == ROTATE)
    resource = {**described, "account_shared_with": list(wanted.same_as.get("imanage") or [])}
    resource["organisation_shared_with"] = list(wanted.same_as.get("organisation") or [])
    extra = {"before": _before(wanted, values)} if wanted.purpose == UNDO else {}
    return Outcome(resource=resource, warnings=warnings, extra=extra, private=private)


def _usable(wanted: WantedFirm, wrong: dict[str, str]) -> dict[str, t.Any]:
    """Return the firm's variables, normalised and with defaults.

    :param wrong: what is wrong with each switch that is unusable.
    """
    given = {name: value for name, value in wanted.config.items() if not is_blank(value)}
    firm = str(given.get("firm_name") or wanted.firm or "") or None
    refuse_wrong_job_credentials(wanted.job_variables, wanted.job_firms, wanted.host, wanted.firms_in_play, firm)
    _refuse_shared_systems(wanted, firm)
    if wanted.purpose == ROTATE:
        given = without_beginning(given, wanted.switches, wrong)
    values, unusable = check_each(given)
    # What nobody uses need not be there.
    unused = ["legora_api_key"] * (given.get("legora_method") == BY_HAND)
    unused += ["service_account_password"] * (wanted.purpose in LEAVES_SHARED)
    mistakes = [f"{name} cannot be read: {reason}" for name, reason in wanted.unreadable.items() if name not in unused]
    mistakes += [f"{name} {with_own_values(reason, given)}" for name, reason in unusable.items()]
    mistakes += [one for one in _missing({**given, **wanted.unreadable}, wanted.unset) if one.split()[0] not in unused]
    mistakes += _unconfirmed(values["offboard_confirm"], wanted.host) if wanted.purpose == OFFBOARD else []
    mistakes += _without_method(given, wanted.unreadable)
    mistakes += misspelt([*wanted.names, *wanted.config])
    mistakes += repeated_secrets(given)
    if wanted.purpose != VERIFY:
        mistakes += shared_in_sentences(wanted.same_as, wanted.host, wanted.purpose)
    mistakes += _strange_documents(values)
    mistakes += [f"{name} {reason}" for name, reason in other_region(values).items()]
    mistakes += [f"{name} {reason}" for name, reason in wrong.items()]
    mistakes += mistakes_of(values, {**given, **wanted.unreadable}, wanted.purpose)
    if mistakes:
        raise _error(firm, _sentence(mistakes), "validation", _what_to_do(len(mistakes), bool(wanted.unreadable)))
    return values


def _strange_documents(values: dict[str, t.Any]) -> list[str]:
    """Name test documents that would never be asked for, since their library is none of the firm's."""
    listed = ids_of(values["imanage_libraries"] or [])
    strange = [library for library in values["verify_test_documents"] or {} if library not in listed]
    return [
        f"verify_test_documents names library {library}, which imanage_libraries does not list: {', '.join(listed)}"
        for library in strange
        if listed
    ]


def _before(wanted: WantedFirm, values: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return what an onboarding of this firm kept, which undo goes back to.

    :raises EthicalWallsError: C(validation) where there is no such file; C(tenant_mismatch) where it is another firm's.
    """
    firm, path = values["firm_name"], wanted.switches.get("undo_from")
    if is_blank(path):
        hint = "Set it to the file that the result of the onboarding names: -e undo_from=FILE."
        raise _error(firm, "undo_from is missing", "validation", hint)
    try:
        before = read_before(str(path))
    except ValueError as error:
        hint = which_there_are(str(path), wanted.host)
        raise _error(firm, f"undo_from, which is {path}, {error}", "validation", hint) from None
    strange = whose(before, wanted.host, values)
    if strange:
        raise _error(
            firm,
            f"undo_from, which is {path}, is not of this firm as it is set up: {'; '.join(strange)}",
            "tenant_mismatch",
            f"Name the file of {wanted.host or firm}'s own onboarding, and limit the run to that host. Nothing was "
            "sent.",
        )
    return before


def _refuse_shared_systems(wanted: WantedFirm, firm: str | None) -> None:
    """Refuse what several firms of the run mean: one's account and password would replace another's."""
    leaves_account = wanted.purpose in LEAVES_SHARED
    shared = {system: hosts for system, hosts in wanted.same_as.items() if not (leaves_account and system == "imanage")}
    clauses = shared_in_words(shared)
    unread = wanted.same_as.get("unread")
    if unread:
        clauses.append(f"whether it has anything in common with {host_words(unread)} can't be read there")
    if clauses and wanted.purpose != VERIFY:
        raise _error(
            firm,
            "; ".join(clauses),
            "conflict",
            "Correct what was copied from one host to another; nothing was sent. Two connectors of one organisation "
            "need a legora_connector_id each, two accounts of one customer a service_account_user_id each.",
        )


def check_each(given: dict[str, t.Any]) -> tuple[dict[str, t.Any], dict[str, str]]:
    """Return the values, normalised and with defaults, and for each that is unusable what is wrong with it."""
    values: dict[str, t.Any] = {}
    unusable = {}
    for variable in SCHEMA:
        values[variable.name] = variable.default
        if variable.name not in given:
            continue
        try:
            values[variable.name] = variable.check(given[variable.name])
        except ValueError as error:
            unusable[variable.name] = str(error)
    return values, unusable


def normalised(raw: dict[str, t.Any], unreadable: dict[str, str], firm: str | None) -> Variables:
    """Return how to look up variables that nobody has checked yet.

    :param raw: their values, those that are set.
    :param unreadable: why the others can't be had.
    :raises EthicalWallsError: C(validation), when one is asked for that is unusable.
    """

    def value_of(name: str) -> t.Any:
        variable = BY_NAME[name]
        reason = unreadable.get(name)
        if reason:
            raise _unusable(name, f"cannot be read: {reason}", firm)
        if is_blank(raw.get(name)):
            return variable.default
        try:
            return variable.check(raw[name])
        except ValueError as error:
            raise _unusable(name, str(error), firm) from None

    return value_of


def _unusable(name: str, reason: str, firm: str | None) -> EthicalWallsError:
    return EthicalWallsError(
        f"{name} {reason}",
        kind="validation",
        system="the configuration",
        firm=firm,
        operation="fill in what the task leaves out",
        hint="Correct it in the inventory, or give the option in the task; null there means that it is not wanted.",
    )


def _missing(given: dict[str, t.Any], unset: dict[str, str]) -> list[str]:
    required = {variable.name: "" for variable in SCHEMA if variable.required}
    if given.get("legora_method") == API:
        required["legora_api_key"] = f"; without a key, write {_BY_HAND}"
    return [
        f"{name} is missing"
        + (f": the environment variable {unset[name]} is not set" if unset.get(name) else "")
        + otherwise
        for name, otherwise in required.items()
        if name not in given
    ]


def _unconfirmed(said: str | None, host: str | None) -> list[str]:
    """Refuse to offboard a firm that is not named: what was meant for another must not reach it."""
    if host and said == host:
        return []
    found = "is missing" if said is None else f"is {said}, and this firm is {host}"
    return [f"offboard_confirm {found}; to offboard it, write offboard_confirm: {json.dumps(host)}"]


def _without_method(given: dict[str, t.Any], unreadable: t.Collection[str]) -> list[str]:
    """Refuse a key where nobody says that it is to be used: nobody with a key is silently handed over.

    :param unreadable: a key among these is no key yet, and is named as what can't be read; a method among these is one.
    """
    if "legora_api_key" not in given or "legora_method" in (*given, *unreadable):
        return []
    return [f"legora_api_key is set, but legora_method is not; write legora_method: api to use the key, or {_BY_HAND}"]


def other_region(values: dict[str, t.Any]) -> dict[str, str]:
    """Notice an address of another region: regions are separate, and a key of one is unknown in the others."""
    region = values["legora_region"]
    unusable: dict[str, str] = {}
    if region not in REGIONS:
        return unusable
    for name in ("legora_api_url", "legora_web_url"):
        host = urlsplit(values[name] or "").hostname
        for other in REGIONS.values():
            if other.name != region and host in (urlsplit(other.api_url).hostname, urlsplit(other.web_url).hostname):
                unusable[name] = f"belongs to region {other.name}, but legora_region is {region}"
    return unusable


def _warnings(values: dict[str, t.Any], today: date) -> list[str]:
    warnings = []
    address = urlsplit(values["imanage_url"])
    port = address.port
    if port is not None and not is_loopback(address.hostname or ""):
        warnings.append(f"imanage_url names port {port}; Legora may accept addresses without a port only")
    if values["imanage_validate_certs"] is False:
        warnings.append("imanage_validate_certs is false: iManage's certificate is not checked; never do so for a firm")
    if values["service_account_accept_document_view"]:
        warnings.append(
            "service_account_accept_document_view is true: the account may see documents, not metadata only"
        )
    if is_outdated(today):
        warnings.append(f"the egress addresses of Legora's regions were read on {READ_ON}; check that they still hold")
    return warnings


def _about_rotation(rotation: Rotation, purpose: str | None) -> list[str]:
    said = []
    if rotation.source == DONE:
        said.append(
            "rotate_new_password is service_account_password, so that rotation is done; take rotate_new_password and "
            "rotate_new_password_version out"
        )
    elif rotation.under_way and purpose != ROTATE:
        said.append(
            "rotate_new_password is set, so a rotation of the service account's password is under way; run "
            "rotate_password, which ends it; keep both passwords until then: iManage may have either"
        )
    return said


def _describe(values: dict[str, t.Any], rotation: Rotation, is_rotated: bool) -> dict[str, t.Any]:
    """Return what may be shown: every variable but the secrets, and what follows from the region."""
    region = REGIONS[values["legora_region"]]
    shown = {name: value for name, value in values.items() if name not in (*SECRETS, *_NOT_SHOWN)}
    # By hand, there is nothing to send to.
    shown["legora_api_url"] = None if _is_by_hand(values) else shown["legora_api_url"] or region.api_url
    shown["legora_web_url"] = shown["legora_web_url"] or region.web_url
    shown["service_account_user_id"] = shown["service_account_user_id"].upper()
    return {
        **shown,
        "legora_egress_address": region.egress_address,
        "legora_profile": _profile_name(values),
        "rotate_store_command": None if values["rotate_store_command"] is None else "given",
        "rotation": rotation.source if is_rotated else None,
        "rotation_under_way": rotation.under_way,
        "ends_at": time.time() + 60 * values["firm_deadline"],
    }


def _is_by_hand(values: dict[str, t.Any]) -> bool:
    return bool(values["legora_method"] == BY_HAND)


def _profile_name(values: dict[str, t.Any]) -> str | None:
    if _is_by_hand(values):
        return None
    return "assumed" if values["legora_profile"] is None else "given"


def _sentence(mistakes: list[str]) -> str:
    if len(mistakes) == 1:
        return mistakes[0]
    return f"{len(mistakes)} mistakes: " + "; ".join(f"({n}) {text}" for n, text in enumerate(mistakes, start=1))


def _what_to_do(mistakes: int, unreadable: bool) -> str:
    them = "it" if mistakes == 1 else "them"
    correct = f"Correct {them} in the inventory, or where the run is given {them}, then run again."
    return f"{correct} {_UNREADABLE}" if unreadable else correct


def _error(firm: str | None, reason: str, kind: str, hint: str) -> EthicalWallsError:
    return EthicalWallsError(reason, kind=kind, system=_SYSTEM, firm=firm, operation=_OPERATION, hint=hint)
