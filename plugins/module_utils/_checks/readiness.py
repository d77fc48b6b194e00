# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""R: whether both systems and the people who run them are ready for onboarding."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .._core.verdicts import OFFBOARD
from .._imanage.names import NRTADMIN
from .._legora.regions import REGIONS
from .check import ATTEST, Check
from .facts import Data, Facts, Reading
from .findings import Judgement, failed, library_words, of_libraries, passed, unknown, warned

# Servers before it have a legacy login only (T), and are older than what Legora is known to work with.
OLDEST_SERVER = (10, 2, 2)

_GIVE_NRTADMIN = f"Give the operator {NRTADMIN} in each listed library."
_ENABLE_NRTADMIN = f"Enable the group {NRTADMIN} there in Control Center: a disabled group takes no members."
_ASK_AGAIN = (
    "Nothing was written. Run again where iManage was busy; otherwise let the operator read that, which NRTADMIN and "
    "User Management allow as a rule."
)
_LOOK_AT_ACCOUNT = "Look in Control Center now and then whether the account is locked, and keep its password's age."
_ANOTHER_API = (
    "Nothing was written. Set imanage_api_prefix where this server has its API elsewhere. Otherwise this iManage "
    "differs from what the collection knows: report the answer to its maintainers."
)

# What later steps believe of the calls that are asked before, by a part of the call's name.
_BELIEFS = (
    ("groups", f"the group {NRTADMIN} is found by its alias, with its ID"),
    ("operations", "m2_bits.document_view says, true or false, whether documents may be viewed"),
    ("C/users", "a user's libraries are told by their IDs"),
    ("users", "a user of a library is found by its ID"),
)


def one_region(facts: Facts) -> Judgement:
    """R1: The region's addresses are compared with the firm's variables, and with the region that Legora names for the
    organisation.
    """
    region = str(facts.config.get("legora_region"))
    problems = []
    for name in ("legora_api_url", "legora_web_url"):
        host = urlsplit(str(facts.config.get(name) or "")).hostname
        for other in REGIONS.values():
            if other.name != region and host in (urlsplit(other.api_url).hostname, urlsplit(other.web_url).hostname):
                problems.append(f"{name} belongs to region {other.name}")
    if region not in REGIONS:
        return failed(f"there is no region {region}", f"Set legora_region to one of {', '.join(sorted(REGIONS))}.")
    expected = REGIONS[region].egress_address
    if facts.config.get("legora_egress_address") != expected:
        problems.append(f"the egress address is not that of region {region}")
    said = (facts.reading("organisation").value or {}).get("region")
    if said and str(said).strip().lower() != region:
        problems.append(f"Legora says that the organisation is of region {said}")
    if problems:
        return failed("; ".join(problems))
    host = urlsplit(str(facts.config.get("legora_api_url") or "")).hostname
    if not said and not facts.by_hand and host != urlsplit(REGIONS[region].api_url).hostname:
        return unknown(
            f"legora_api_url is not the address of region {region}, and Legora did not say of which region the "
            "organisation is"
        )
    untold = "by the addresses" if facts.by_hand else "by the addresses; Legora did not say of which region it is"
    confirmed = "as Legora says too" if said else untold
    return passed(f"all of region {region}, {confirmed}; requests to iManage come from {expected}")


def may_administer(facts: Facts) -> Judgement:
    """R2: The operator signs in, reads users, and is looked for in C(NRTADMIN) of each listed library, which has to be
    enabled. Each call that a later step reads with is asked once, as the operator: where one answers otherwise than
    this collection knows, it is named. The key reads Legora's connector. Whether both may also write shows in writing
    only. Where a call differs, nothing was written; C(imanage_api_prefix) may be the reason.
    """
    refused = _refused(facts)
    operator = facts.imanage.get("operator") or {}
    member = operator.get("nrtadmin") or {}
    name = operator.get("id") or "the operator"
    enabled = operator.get("nrtadmin_enabled") or {}
    disabled = [(f"{NRTADMIN} of {{libraries}} is disabled", one) for one, is_on in enabled.items() if is_on is False]
    # In a disabled group nobody may be found, so that it is disabled says it all.
    lacks = of_libraries(
        _lacks(str(name), {one: is_in for one, is_in in member.items() if enabled.get(one) is not False})
    )
    differing = [call for call in _later_calls(facts) if call.get("answers") is False and _is_needed(call)]
    if refused or lacks or disabled or differing:
        hints = [reading.hint for _who, reading in refused if reading.hint]
        advice = [*([_GIVE_NRTADMIN] if lacks else []), *([_ENABLE_NRTADMIN] if disabled else [])]
        advice += [_ANOTHER_API] if differing else []
        problems = [f"{who}: {reading.reason}" for who, reading in refused] + lacks + of_libraries(disabled)
        problems += [_differs(call) for call in differing]
        # The check's own remedy says what to do where the operator alone lacks something.
        only_lacks = not (hints or disabled or differing)
        return failed("; ".join(problems), None if only_lacks else " ".join(dict.fromkeys(hints + advice)))
    needed = ("imanage", "user", "libraries") if facts.by_hand else ("imanage", "user", "connectors", "libraries")
    lacking = next(filter(None, map(facts.lacks, needed)), None)
    if lacking:
        return unknown(lacking)
    if facts.phase == OFFBOARD:
        # It is looked for where the account is to be taken out, and nothing that comes later needs other calls.
        where = f", and is in {NRTADMIN} of {', '.join(member)}" if member else ""
        return passed(f"{name} reads users{where}; whether it may also write shows in writing only")
    unread = [library for library in facts.libraries if member.get(library) is None]
    if unread:
        return unknown(f"whether {name} is in {NRTADMIN} of {library_words(unread)} was not read")
    unclear = [library for library in facts.libraries if enabled.get(library) is None]
    if unclear:
        return unknown(f"whether {NRTADMIN} of {library_words(unclear)} is enabled was not told")
    if not _later_calls(facts):
        return unknown("whether the calls of later steps answer as they should was not asked")
    not_asked = [_said(call) for call in _later_calls(facts) if call.get("answers") is None and _is_needed(call)]
    if not_asked:
        # Whoever went on would find out with an account that is made already, and an administrator.
        return failed(f"could not be asked before it is needed: {', '.join(not_asked)}", _ASK_AGAIN)
    where = f"{name} is in {NRTADMIN} of {', '.join(facts.libraries)}"
    text = f"{where} and reads users, the calls of later steps answer"
    text += "; whether it" if facts.by_hand else ", and the key reads Legora's integration; whether both"
    text += " may also write shows in writing only"
    not_offered = [_said(call) for call in _later_calls(facts) if not _is_needed(call)]
    if not_offered:
        untold = f"lock, failed sign-ins and password of {facts.user_id} may stay unknown"
        return warned(f"{', '.join(not_offered)} is not offered, so {untold}; {text}", _LOOK_AT_ACCOUNT)
    return passed(text)


def _later_calls(facts: Facts) -> list[Data]:
    found: list[Data] = facts.imanage.get("later_calls") or []
    return found


def _is_needed(call: Data) -> bool:
    return call.get("needed") is not False


def _said(call: Data) -> str:
    return f"{call.get('call')} ({call.get('reason') or 'no reason'})"


def _lacks(name: str, member: Data) -> list[tuple[str, str]]:
    words = {False: f"{name} is not in {NRTADMIN} of {{libraries}}", None: f"{name} is not known in {{libraries}}"}
    return [(words[is_in], library) for is_in in words for library, one in member.items() if one is is_in]


def _differs(call: Data) -> str:
    """Name a call that answers otherwise than a later step needs, and what that step believes."""
    name, reason = str(call.get("call")), call.get("reason")
    belief = next((words for part, words in _BELIEFS if part in name), "it answers as iManage's reference says")
    return f"{name} answers otherwise than this collection knows ({reason or 'no reason'}): it believes that {belief}"


def _refused(facts: Facts) -> list[tuple[str, Reading]]:
    """Return each reading that a credential did not allow, and what that says of the credential."""
    no_right = ("auth", "permission")
    candidates = (
        ("session", no_right, "the operator at iManage is refused"),
        ("connectors", no_right, "the key at Legora is refused"),
        ("connectors", ("tenant_mismatch",), "the key at Legora is another firm's"),
        ("imanage", no_right, "the operator at iManage may not read its own groups"),
        ("user", no_right, "the operator at iManage may not read users"),
    )
    return [
        (what, facts.reading(name))
        for name, kinds, what in candidates
        if facts.reading(name).kind in kinds and not (facts.by_hand and name == "connectors")
    ]


def server_version(facts: Facts) -> Judgement:
    """R5: The server's version, as it names it itself. On-premises it has to be 10.2.2 or newer. In iManage's cloud any
    version will do.
    """
    lacking = facts.lacks("imanage")
    if lacking:
        return unknown(lacking)
    version = facts.imanage.get("version")
    if facts.is_cloud is None:
        return unknown("iManage does not say whether it is the cloud or on-premises")
    if facts.is_cloud:
        return passed(f"iManage's cloud, version {version or 'not named'}")
    numbers = tuple(int(number) for number in re.findall(r"[0-9]+", str(version or ""))[:3])
    if not numbers:
        return unknown("on-premises; the server does not name its version")
    text = f"on-premises, version {version}"
    if numbers == OLDEST_SERVER[: len(numbers)] != OLDEST_SERVER:
        return unknown(f"{text}, which does not tell whether it is older than 10.2.2")
    return passed(text) if numbers >= OLDEST_SERVER else failed(f"{text}, which is older than 10.2.2")


def mapping_agreed(facts: Facts) -> Judgement:
    """R6: Never by reading: it is an agreement between people."""
    return unknown("no machine can see what was agreed about clients and matters")


def operator_is_not_the_account(facts: Facts) -> list[str]:
    """Return a problem for each way in which the service account is the operator too (A1)."""
    caller = facts.imanage.get("user") or (facts.reading("session").value or {}).get("user") or {}
    own = (facts.user_id, facts.config.get("service_account_email"))
    others = (caller.get("id"), caller.get("email"), facts.config.get("imanage_username"))
    both = {str(name or "").strip().upper() for name in own} & {str(name or "").strip().upper() for name in others}
    return [f"{name} is the operator as well" for name in sorted(both - {""})]


CHECKS = (
    Check(
        id="R1",
        title="Region, addresses and egress address belong together",
        phases=("preflight", "rotate_password"),
        severity="critical",
        decide=one_region,
        remedy="Correct legora_region, or the address that belongs to another region.",
        source="support.legora.com, articles 270089 and 640367",
        wrong="Addresses of different Legora regions are mixed",
        open="Which Legora region the firm is in is not confirmed",
        owner="Your consultant",
        ask="Correct the region, or the address of another region.",
        unsafe=True,
    ),
    Check(
        id="R2",
        title="Both credentials can administer",
        phases=("preflight", "rotate_password", "offboard"),
        severity="major",
        decide=may_administer,
        remedy="Put the operator in NRTADMIN of each listed library, enable that group, or correct the credential.",
        source="support.legora.com, article 640367",
        kind="permission",
        wrong="A sign-in for the set-up is refused, or lacks rights",
        open="Whether the sign-ins for the set-up have all rights is not known",
        owner="Your iManage administrator",
        ask="Give the administrator's sign-in that your consultant uses the group NRTADMIN in each library named "
        "here, or give your consultant one that has it.",
    ),
    Check(
        id="R5",
        title="iManage's deployment and version are supported",
        phases=("preflight",),
        severity="major",
        decide=server_version,
        remedy="Have the server updated to 10.2.2 or later.",
        source="other vendors' guides for connecting to iManage",
        wrong="The iManage server is too old",
        open="The version of the iManage server is not known",
        owner="Your iManage administrator",
        ask="Update the iManage server to 10.2.2 or later.",
    ),
    Check(
        id="R6",
        title="The mapping of clients and matters is agreed",
        phases=("preflight",),
        severity="major",
        decide=mapping_agreed,
        remedy=f"Agree it with Legora, and allow the matter source there. {ATTEST}",
        source="support.legora.com, article 639660",
        wrong="The mapping of clients and matters is to be agreed again",
        open="The mapping of clients and matters is not confirmed as agreed",
        owner="Your information governance team",
        ask="Agree with Legora again how clients and matters are mapped.",
        confirm="Confirm that the mapping of clients and matters is agreed with Legora, and that Legora allows iManage"
        " as a source of matters.",
    ),
)
