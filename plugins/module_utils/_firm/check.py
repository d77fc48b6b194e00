# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a firm's variables: as a whole, before anything is sent anywhere, or one by one where nobody has done so."""

from __future__ import annotations

import difflib
import time
import typing as t
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from urllib.parse import urlsplit

from .._core.errors import EthicalWallsError
from .._core.origin import is_loopback
from .._core.outcome import Outcome
from .._core.values import is_blank
from .._imanage.libraries import with_role
from .._legora.interface import API, BY_HAND
from .._legora.regions import READ_ON, REGIONS, is_outdated
from .job_credentials import refuse_wrong_job_credentials
from .schema import BY_NAME, PREFIXES, SCHEMA, SECRETS
from .sharing import in_words
from .switches import FOR_REPORTS, wrong_switches
from .variable import SHORTEST_SECRET, Variables

# What roles set for themselves begins with the role's name and an underscore.
ROLE_PREFIXES = ("imanage_service_account_", "legora_connector_", "legora_preferences_")

# How alike another name must be to a firm variable to be taken for it, misspelt.
ALMOST_THE_SAME = 0.9

# How alike a name with the prefix of a firm variable must be to one to be taken for it, misspelt.
_ALIKE = 0.6

_SYSTEM = "the configuration"
_OPERATION = "check the firm's variables"
_UNREADABLE = (
    "What cannot be read has to be defined, or needs the vault's password, or an answer of the store that it is looked "
    "up in."
)


@dataclass(frozen=True)
class WantedFirm:
    """A firm as a consultant described it.

    :ivar firm: how messages call it.
    :ivar config: the firm variables that are set, by name.
    :ivar names: all names that are set for the firm, so that a misspelt one is noticed.
    :ivar unreadable: why the value of a variable, or of a switch, can't be had, by its name.
    :ivar unset: the variables of the environment that are not set, by the variable that is looked up in them.
    :ivar switches: the switches of the run that are set, by name.
    :ivar job_variables: the names of an AWX job's credentials that are set.
    :ivar job_firms: for whom those credentials are, by variable: inventory names; a blank one says nothing.
    :ivar firms_in_play: how many firms the play has.
    :ivar host: the firm's inventory name.
    :ivar same_as: the other hosts of the run that mean the same, by the system.
    :ivar purpose: what the playbook is for: C(onboard), C(preflight) or C(verify). Only C(verify) goes on with such a
        firm, since it writes nothing and others come to see it.
    """

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
    warnings = [f"{clause}; one of them is a copy that was not corrected" for clause in in_words(wanted.same_as)]
    warnings += _warnings(values, datetime.now(timezone.utc).date())
    values["imanage_libraries"] = with_role(values["imanage_libraries"], values["service_account_role"])
    return Outcome(resource=_describe(values), warnings=warnings, private={"variables": values})


def _usable(wanted: WantedFirm, wrong: dict[str, str]) -> dict[str, t.Any]:
    """Return the firm's variables, normalised and with defaults.

    :param wrong: what is wrong with each switch that is unusable.
    """
    given = {name: value for name, value in wanted.config.items() if not is_blank(value)}
    firm = str(given.get("firm_name") or wanted.firm or "") or None
    refuse_wrong_job_credentials(wanted.job_variables, wanted.job_firms, wanted.host, wanted.firms_in_play, firm)
    _refuse_shared_systems(wanted, firm)
    values, unusable = check_each(given)
    # A key that nobody uses need not be there.
    unused = ("legora_api_key",) if given.get("legora_method") == BY_HAND else ()
    mistakes = [f"{name} cannot be read: {reason}" for name, reason in wanted.unreadable.items() if name not in unused]
    mistakes += [f"{name} {reason}" for name, reason in unusable.items()]
    mistakes += _missing({**given, **wanted.unreadable}, wanted.unset)
    mistakes += _without_method({**given, **wanted.unreadable})
    mistakes += _misspelt([*wanted.names, *wanted.config])
    mistakes += _repeated_secrets(given)
    mistakes += [f"{name} {reason}" for name, reason in other_region(values).items()]
    mistakes += [f"{name} {reason}" for name, reason in wrong.items()]
    if mistakes:
        raise _error(firm, _sentence(mistakes), "validation", _what_to_do(len(mistakes), bool(wanted.unreadable)))
    return values


def _refuse_shared_systems(wanted: WantedFirm, firm: str | None) -> None:
    """Refuse what several firms of the run mean: one's account and password would replace another's."""
    clauses = in_words(wanted.same_as)
    if clauses and wanted.purpose != "verify":
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
    required = [variable.name for variable in SCHEMA if variable.required]
    if given.get("legora_method") == API:
        required.append("legora_api_key")
    return [
        f"{name} is missing" + (f": the environment variable {unset[name]} is not set" if unset.get(name) else "")
        for name in required
        if name not in given
    ]


def looks_like_one(name: str) -> bool:
    """Say whether a name is meant as that of a firm variable, rightly spelt or not."""
    if name.startswith(PREFIXES):
        return True
    # What has a whole one in it is somebody's own, such as C(old_service_account_password).
    is_own = any(known in name for known in BY_NAME)
    return not is_own and bool(difflib.get_close_matches(name, BY_NAME, n=1, cutoff=ALMOST_THE_SAME))


def _without_method(given: dict[str, t.Any]) -> list[str]:
    """Refuse a key where nobody says that it is to be used: nobody with a key is silently handed over."""
    if "legora_api_key" not in given or "legora_method" in given:
        return []
    both = "legora_method: api to use the key, or legora_method: by_hand to have it done by hand"
    return [f"legora_api_key is set, but legora_method is not; write {both}"]


def _misspelt(names: t.Iterable[str]) -> list[str]:
    """Return a sentence for each name that looks like a firm variable and is none."""
    mistakes = []
    for name in sorted(set(names) - set(BY_NAME)):
        if not looks_like_one(name):
            continue
        own = name.startswith(ROLE_PREFIXES)
        nearest = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=ALMOST_THE_SAME if own else _ALIKE)
        if own and not nearest:
            continue
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        mistakes.append(f"{name} is no variable of a firm{hint}")
    return mistakes


def _repeated_secrets(given: dict[str, t.Any]) -> list[str]:
    """Refuse a secret that equals another value, or is a part of one: masking it would blank that in all output."""
    owners: dict[str, str] = {}
    for name, value in given.items():
        for text in _texts(value):
            if name not in SECRETS:
                owners.setdefault(text, name)
    public = dict(owners)
    mistakes = []
    for name in SECRETS:
        value = given.get(name)
        if not isinstance(value, str):
            continue
        if value in owners:
            mistakes.append(f"{name} is equal to {owners[value]}")
        # A shorter one is refused as such, and is found in many words.
        elif len(value) >= SHORTEST_SECRET:
            mistakes += [f"{name} is a part of {owner}" for owner in _holding(public, value)]
        owners.setdefault(value, name)
    return mistakes


def _holding(owners: dict[str, str], secret: str) -> list[str]:
    """Return the names of the values that have the secret in them."""
    return list(dict.fromkeys(owner for text, owner in owners.items() if secret in text))


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif not isinstance(value, bool) and value is not None:
        yield str(value)


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
        warnings.append(
            "imanage_validate_certs is false: iManage's certificate is not checked; never do so for a client"
        )
    if values["service_account_accept_document_view"]:
        warnings.append(
            "service_account_accept_document_view is true: the account may see documents, not metadata only"
        )
    if is_outdated(today):
        warnings.append(f"the egress addresses of Legora's regions were read on {READ_ON}; check that they still hold")
    return warnings


def _describe(values: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return what may be shown: every variable but the secrets, and what follows from the region."""
    region = REGIONS[values["legora_region"]]
    shown = {name: value for name, value in values.items() if name not in (*SECRETS, "legora_profile")}
    # By hand, there is nothing to send to.
    shown["legora_api_url"] = None if _is_by_hand(values) else shown["legora_api_url"] or region.api_url
    shown["legora_web_url"] = shown["legora_web_url"] or region.web_url
    shown["service_account_user_id"] = shown["service_account_user_id"].upper()
    return {
        **shown,
        "legora_egress_address": region.egress_address,
        "legora_profile": _profile_name(values),
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
