# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a file of firms as a whole, and describes each firm for an inventory: text in, firms or all mistakes out."""

from __future__ import annotations

import os
import re
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..._core.values import is_blank
from ..._imanage.names import CLOUD_DOMAIN, CLOUD_DOMAIN_BY_ID, is_below
from ..check import check_each, other_region
from ..schema import SCHEMA
from ..sharing import said_deployment, shared_in_words, sharing
from .csv_form import parse_csv
from .parts import HOST, HOST_NAME, REQUIRED, WHOLE_FILE, Mistake, Place, WrittenFirm
from .values import clean, complain_about_value, without_values

# Names of groups that are made here begin so.
GROUP_PREFIXES = ("region_", "deployment_", "exposure_")
# Ansible's own names, and the name of the overview among the report files.
_RESERVED = ("all", "ungrouped", "localhost", "index")
_GROUP_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Firm:
    """A firm as an inventory has it.

    :ivar variables: normalised, without those that are not given.
    :ivar groups: beside the group of all firms.
    """

    host: str
    variables: dict[str, t.Any]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Intake:
    """What a file holds. Where there is a mistake there are no firms: one file is taken as a whole, or not at all.

    :ivar defaults: what holds for all firms unless something else is said, by variable.
    """

    firms: list[Firm] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    defaults: dict[str, t.Any] = field(default_factory=dict)


def read_firms(data: bytes, name: str, group: str = "firms") -> Intake:
    """Read and check a file of firms.

    :param data: its bytes.
    :param name: its path; relative paths of other files begin beside it.
    :param group: the group of all firms, whose name no firm may have.
    """
    if not _GROUP_NAME.fullmatch(group) or group in _RESERVED or group.startswith(GROUP_PREFIXES):
        return Intake(mistakes=[Mistake(WHOLE_FILE, "its group of all firms has a name that Ansible does not take")])
    if not name.lower().endswith(".csv"):
        return Intake(mistakes=[Mistake(WHOLE_FILE, "its name does not end with .csv; save it as 'CSV UTF-8'")])
    text, mistakes = _decode(data)
    written, wrong = parse_csv(text)
    mistakes += wrong
    checked = []
    for firm in written:
        one, wrong = _check(firm, group, os.path.dirname(os.path.abspath(name)))
        checked.append(one)
        mistakes += wrong
    mistakes += _repeated(checked)
    if not written and not mistakes:
        mistakes.append(Mistake(WHOLE_FILE, "it has no firm"))
    if mistakes:
        # A mistake in what firms share was found with each of them.
        return Intake(mistakes=sorted(dict.fromkeys(mistakes), key=lambda mistake: mistake.place.number))
    firms = [Firm(one.firm.host, _variables(one), _groups(one.values)) for one in checked]
    # That nobody said how Legora is configured has to stay seen: beside a key, it is refused.
    defaults = {one.name: one.default for one in SCHEMA if one.default is not None and one.name != "legora_method"}
    return Intake(firms, defaults=defaults)


def report(mistakes: list[Mistake], name: str) -> str:
    """Return all mistakes of a file, a line for each.

    :param name: the file.
    """
    count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
    base = os.path.basename(name)
    lines = [f"  {base}, {mistake.sentence()}" for mistake in mistakes]
    return "\n".join([f"{count} in {name}, so no firm was taken from it:", *lines])


def _decode(data: bytes) -> tuple[str, list[Mistake]]:
    """Return the text; what is no text is replaced, so that the rest can be checked all the same."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        wrong = [Mistake(WHOLE_FILE, "it is UTF-16; save it as 'CSV UTF-8'")]
        return data.decode("utf-8", "replace"), wrong
    text = data.decode("utf-8-sig", "replace")
    mistakes = []
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong_text = f"it is not UTF-8 (first in line {line}); save it as 'CSV UTF-8', or from your editor as UTF-8"
        mistakes.append(Mistake(WHOLE_FILE, wrong_text))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        mistakes.append(Mistake(WHOLE_FILE, f"it has a NUL byte (first in line {line}); it is no text file"))
    return text.replace("\0", "\ufffd"), mistakes


@dataclass(frozen=True)
class _Checked:
    """A firm after its own checks.

    :ivar values: all variables, normalised and with defaults; empty when nothing of the firm could be checked.
    :ivar given: the names of those that the file gives.
    """

    firm: WrittenFirm
    values: dict[str, t.Any]
    given: tuple[str, ...] = ()


def _check(firm: WrittenFirm, group: str, directory: str) -> tuple[_Checked, list[Mistake]]:
    """Check a firm for itself.

    :param directory: where relative paths begin.
    """
    mistakes = []
    problem = _wrong_host(firm.host, group)
    # A row whose cells are not where they belong, or a file without hosts, has been complained about.
    if problem and (firm.host or (firm.whole and HOST not in firm.not_missed)):
        mistakes.append(Mistake(firm.place, problem))
    if not firm.whole:
        return _Checked(firm, {}), mistakes

    def complain(name: str, reason: str) -> None:
        value = firm.values.get(name)
        # A mistake in what all firms share is no firm's own: without a host, it is the same one for each.
        host = None if value and value.shared else firm.shown
        mistakes.append(Mistake(value.place if value else firm.place, f"{name} {reason}", host))

    given, usable = _usable(firm, directory, complain)
    values, unusable = check_each(usable)
    for name, reason in {**unusable, **other_region(values)}.items():
        for one in _each_attestation(usable[name]) if name == "attestations" else [reason]:
            complain(name, _quiet(name, one, usable[name]))
    for name in REQUIRED:
        if name not in given and name not in firm.not_missed:
            complain(name, "is missing")
    return _Checked(firm, values, given), mistakes


def _usable(
    firm: WrittenFirm, directory: str, complain: t.Callable[[str, str], None]
) -> tuple[tuple[str, ...], dict[str, t.Any]]:
    """Return the names of what is given, and the values that are worth a check of their own."""
    given = []
    usable: dict[str, t.Any] = {}
    for name, value in firm.values.items():
        content = clean(name, value.content)
        if value.refused:
            given.append(name)
        if is_blank(content):
            continue
        given.append(name)
        problem = complain_about_value(name, content)
        if problem:
            complain(name, problem)
        else:
            usable[name] = content
    for name in ("imanage_ca_path", "legora_ca_path"):
        if isinstance(usable.get(name), str):
            usable[name] = os.path.join(directory, os.path.expanduser(usable[name]))
    return tuple(given), usable


def _each_attestation(attestations: t.Any) -> list[str]:
    """Return what is wrong with each attestation, since each has a line of its own."""
    if not isinstance(attestations, dict):
        return ["is not a mapping of check IDs"]
    reasons: list[str] = []
    for check, said in attestations.items():
        reasons += check_each({"attestations": {check: said}})[1].values()
    return reasons or ["names a check twice"]


def _quiet(name: str, reason: str, value: t.Any) -> str:
    """Return the reason of a check without any piece of the value."""
    if name == "legora_profile":  # its messages have to repeat keys and expressions to be of use
        return "is unusable; the module firm_config says why"
    quiet = without_values(reason)
    return "is unusable" if isinstance(value, str) and len(value) > 3 and value in quiet else quiet


def _wrong_host(host: str, group: str) -> str | None:
    if not host:
        return f"{HOST} is missing"
    if not HOST_NAME.fullmatch(host):
        return f"{HOST} is not a letter followed by letters, digits and '_', 63 at most"
    if host.lower() in (*_RESERVED, group.lower()) or host.lower().startswith(GROUP_PREFIXES):
        return f"{HOST} is a name that is taken: that of a group, or one of Ansible's own"
    return None


def _repeated(checked: list[_Checked]) -> list[Mistake]:
    """Notice firms that are there twice: by host, by connector at Legora, by account at iManage."""
    first: dict[str, Place] = {}
    mistakes = []
    shared = sharing({number: one.values for number, one in enumerate(checked)})
    for number, one in enumerate(checked):
        host, place = one.firm.host.lower(), one.firm.place
        if host in first:
            mistakes.append(Mistake(place, f"{HOST} is the same as in {first[host].text}", one.firm.shown))
        elif host:
            first[host] = place
        before = {system: others[0] for system, others in shared.get(number, {}).items() if others[0] < number}
        for clause in shared_in_words({system: [checked[other].firm.place.text] for system, other in before.items()}):
            mistakes.append(Mistake(place, clause, one.firm.shown))
    return mistakes


def _variables(one: _Checked) -> dict[str, t.Any]:
    """Return what the inventory says of one firm, without defaults: a host's variable would outweigh group_vars."""
    given = {name: one.values[name] for name in one.given}
    if "service_account_user_id" in given:
        given["service_account_user_id"] = given["service_account_user_id"].upper()
    return given


def _groups(values: dict[str, t.Any]) -> tuple[str, ...]:
    exposure = values["imanage_exposure"]
    groups = (f"region_{values['legora_region']}", f"deployment_{_deployment(values)}")
    return (*groups, f"exposure_{exposure}") if exposure else groups


def _deployment(values: dict[str, t.Any]) -> str:
    """Return C(cloud), C(on_premises) or C(not_said): as the firm says, or else as the address says.

    A firm's own name in front of the cloud can't be told from its own server.
    """
    host = urlsplit(values["imanage_url"]).hostname or ""
    return said_deployment(values) or ("cloud" if is_below(host, CLOUD_DOMAIN, CLOUD_DOMAIN_BY_ID) else "not_said")
