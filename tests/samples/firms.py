# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs know of pretend firms: as reports are made of it, and of three as the run record holds it.

``alder`` has drifted and has every status, ``birch`` is named by somebody hostile and was only looked at before
onboarding, ``cedar`` failed before anything was known of it. Of the others there are reports only: ``elm`` is handed
over, ``fir`` has a wrong password of the operator, ``hazel`` is healthy, ``ivy`` had a dry run, ``juniper`` has left.
"""

from __future__ import annotations

from typing import Any

from helpers.firm import READ, configured
from samples import sheets
from samples.sheets import GENERATED_AT, HOSTILE, VERSIONS

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.check import with_attestation
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.decide import NOT_CREATED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.findings import UNREAD
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import checks_of
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.document import firm_report
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step

Data = dict[str, Any]

NAMES = ("alder", "birch", "cedar")
REPORTED = (*NAMES, "elm", "fir", "hazel", "ivy", "juniper")

_GUIDE = "support.legora.com, article 640367"
_HELP = "docs.imanage.com, Control Center help"


def finding(check: str, title: str, status: str, evidence: str, **more: Any) -> Data:
    """Return what a check answers."""
    empty = {"severity": "major", "remedy": None, "onboard": None, "source": _GUIDE, "attestation": None}
    return {"id": check, "title": title, "status": status, "evidence": evidence, **empty, **more}


def _counts(findings: list[Data]) -> Data:
    found = [one["status"] for one in findings]
    return {status: found.count(status) for status in ("pass", "fail", "warn", "unknown", "attested")}


LIBRARIES = ["ACTIVE", "CLOSED", "KNOWLEDGE"]
_URL = "https://imanage.alder.example"


def _user(**changes: Any) -> Data:
    return {
        **READ["user"],
        "libraries": LIBRARIES,
        "preferred_library": "ACTIVE",
        "memberships": {name: ["NRTADMIN"] for name in LIBRARIES},
        "password_changed_at": "2026-10-02T09:14:00Z",
        "password_age_days": 53,
        "failed_logins": 0,
        "ip_lock": False,
        "ip_range": None,
        "pending": False,
        **changes,
    }


def _state(**changes: Any) -> Data:
    """Return what stands in both systems, as a report of alder tells it."""
    (connector,) = READ["connectors"]
    account = {"username": "svc-legora@alder.example", "status": "active", "updated_at": "2026-10-02T09:15:31Z"}
    capability = {"customer_id": "4711", "library_ids": LIBRARIES, "updated_at": "2026-10-02T09:15:33Z"}
    covered = {**connector["capabilities"][0], **capability}
    own = {"id": "int_alder", "url": _URL, "service_account": account, "capabilities": [covered]}
    tls = {**READ["endpoint"]["tls"], "names": ["imanage.alder.example"]}
    return {
        "imanage": {**READ["imanage"], "version": "10.5.0.12"},
        "user": _user(),
        "connector": {**connector, **own},
        "organisation": READ["organisation"],
        "preferences": READ["preferences"],
        "endpoint": {**READ["endpoint"], "url": _URL, "host": "imanage.alder.example", "tls": tls},
        "events": [{"action": "service_account.updated", "actor_email": "it@alder.example"}],
        **changes,
    }


_NEW = {
    "exists": False,
    "enabled": False,
    "libraries": [],
    "memberships": {},
    "password_changed_at": None,
    "password_age_days": None,
}
_BEFORE = _state(
    user=_user(**_NEW),
    connector={
        **_state()["connector"],
        "service_account": {"username": None, "status": None, "updated_at": None},
        "capabilities": [],
    },
    preferences={"create_projects_from": {"imanage": False, "sharepoint": False}},
)


def config(**changes: Any) -> Data:
    """Return what firm_config returns for the firm alder."""
    given = {"imanage_url": _URL, "imanage_exposure": "direct", "imanage_libraries": LIBRARIES}
    label = {"service_account_password_version": "vault 2026-10"}
    return {**configured(**given, **label), "ends_at": 1764038467.0, **changes}


def result(host: str, firm: str, status: str, **more: Any) -> Data:
    """Return what became of a firm in a run."""
    return {
        "firm": firm,
        "host": host,
        "status": status,
        "changed": status == "changed",
        "plan": [],
        "requests": {"read": 0, "write": 0, "signin": 0},
        "warnings": [],
        "failure": None,
        "message": None,
        "incomplete": None,
        "findings": [],
        "gate": [],
        "purpose": "preflight" if status == "checked" else "onboard",
        "hand_over": None,
        "lines": [],
        **more,
    }


def phase(name: str, findings: list[Data], state: Data | None = None, **more: Any) -> Data:
    """Return what the checks of a phase decided."""
    return {
        "phase": name,
        "findings": findings,
        "not_applicable": [],
        "counts": _counts(findings),
        "libraries": [],
        "state": state or {},
        **more,
    }


def _library(name: str, **changes: Any) -> Data:
    healthy = {"exists": True, "nrtadmin": True, "role": "LEGORA_METADATA", "document_view": False, "covered": True}
    return {"id": name, **healthy, **changes}


def _checked(
    phase_name: str, answers: dict[str, tuple[Any, ...]], otherwise: tuple[str, str], but: tuple[str, ...] = ()
) -> list[Data]:
    """Return what the checks of a phase answer.

    :param answers: by ID, status and evidence, and what else the finding has.
    :param otherwise: those of the rest.
    :param but: the checks that are not applicable. L7, which is about what is done by hand, never is.
    """
    found = []
    for check in (one for one in checks_of(phase_name) if one.id not in ("L7", *but)):
        status, evidence, *more = answers.get(check.id, otherwise)
        remedy = None if status in ("pass", "attested") else with_attestation(check.remedy, check.id)
        known = {"severity": check.severity, "remedy": remedy, "source": check.source, **dict(*more)}
        found.append(finding(check.id, check.title, status, evidence, **known))
    return found


def _attested(by: str, day: str, note: str | None = None) -> tuple[str, str, Data]:
    return "attested", f"{by} said so on {day}", {"attestation": {"by": by, "date": day, "note": note}}


# What only people can tell, as the checks say it.
PEOPLE = {
    "A10": ("unknown", "no test document is named for library ACTIVE, so no download was tried"),
    "A12": ("unknown", "iManage has not published how to ask for it; that Legora follows a change shows it"),
    "S3": ("unknown", "the users behind walls and the users of Legora were not given"),
    "S4": ("unknown", "no machine can see what two people see"),
    "S5": ("unknown", "the projects that were made by hand were not given"),
}
AS_IT_SHOULD_BE = ("pass", "seen to be as it should be")


# What somebody has changed at alder since, and what is said of it.
_DRIFT = {
    "A6": (
        "fail",
        "SVC-LEGORA is not in NRTADMIN of library CLOSED",
        {
            "remedy": "Run onboard for this firm. Then find out who took the account out, and why.",
            "onboard": "onboard adds it to NRTADMIN of CLOSED again",
        },
    ),
    "A7": ("fail", "SVC-LEGORA is in NRTADMIN of library ARCHIVE, which is not covered"),
    "S1": ("fail", "library CLOSED is not: see A6"),
}


def alder() -> Data:
    """Return a firm that was onboarded and verified, where somebody has changed things since."""
    after = _state(
        user=_user(
            memberships={"ACTIVE": ["NRTADMIN"], "ARCHIVE": ["NRTADMIN"], "CLOSED": [], "KNOWLEDGE": ["NRTADMIN"]}
        )
    )
    no_proxy = {
        "id": "N5",
        "title": "Azure App Proxy lets requests through",
        "reason": "the firm has no Azure App Proxy",
    }
    no_lock = {"id": "A11", "title": "It is restricted to Legora's address", "reason": "service_account_ip_lock is off"}
    libraries = [_library("ACTIVE"), _library("CLOSED", nrtadmin=False), _library("KNOWLEDGE")]
    told = {
        "R4": ("unknown", "iManage does not tell the scope of the application, and nobody has attested it"),
        "R6": _attested("Dana Reyes", "2026-10-01", "Agreed in the kick-off, minutes of that day"),
        "N4": _attested("Sam Okafor", "2026-10-02"),
        "I3": ("warn", "ARCHIVE exists and is not covered"),
    }
    before = _checked("preflight", told, AS_IT_SHOULD_BE, but=("N5",))
    tested = _attested("Dana Reyes", "2026-10-03", "A change of rights arrived after 4 minutes")
    now = _checked("verify", {**PEOPLE, **_DRIFT, "S4": tested}, AS_IT_SHOULD_BE, but=("A11",))
    return {
        "config": config(),
        "result": result(
            "alder",
            "Alder & Finch LLP",
            "changed",
            plan=[
                "Create user SVC-LEGORA in iManage",
                "Assign SVC-LEGORA to library ACTIVE with role LEGORA_METADATA",
                "Add SVC-LEGORA to NRTADMIN in library ACTIVE",
                "Give Legora's connector the account svc-legora@alder.example",
                "Cover customer ID 4711 with libraries ACTIVE, CLOSED, KNOWLEDGE",
                "Let Legora create projects from iManage",
            ],
            requests={"read": 38, "write": 9, "signin": 4},
            warnings=[
                "Legora's iManage connector int_alder goes to dms.alder.example, but the firm's iManage is another"
            ],
        ),
        "preflight": phase("preflight", before, _BEFORE, not_applicable=[no_proxy]),
        "verify": phase("verify", now, after, not_applicable=[no_lock], libraries=libraries),
    }


def birch() -> Data:
    """Return a firm with hostile names, that was only looked at before onboarding."""
    hostile = [
        finding("R1", HOSTILE, "pass", HOSTILE, source=HOSTILE),
        finding(
            "N4",
            "The allow-list holds exactly the region's address",
            "attested",
            HOSTILE,
            attestation={"by": HOSTILE, "date": "2026-11-20", "note": HOSTILE},
        ),
        finding("N3", "The certificate is complete", "warn", "it lasts 12 days", remedy=HOSTILE),
    ]
    names = config(
        firm_name=HOSTILE,
        legora_organisation=HOSTILE,
        imanage_exposure="cloud",
        service_account_password_version=HOSTILE,
        imanage_libraries=[{"id": "A_VERY_LONG_LIBRARY_NAME_WITHOUT_A_BREAK_THAT_NEVER_ENDS", "role": None}],
    )
    state = _state(organisation={"id": HOSTILE, "name": HOSTILE, "region": "eu"})
    return {
        "config": names,
        "result": result("birch", HOSTILE, "checked", plan=[HOSTILE], warnings=[HOSTILE]),
        "preflight": phase(
            "preflight", hostile, state, not_applicable=[{"id": "N5", "title": HOSTILE, "reason": HOSTILE}]
        ),
        "verify": None,
    }


def cedar() -> Data:
    """Return a firm that failed before anything was known of it."""
    message = (
        "iManage of Cedar Vane LLP: failed to sign in: 401 invalid_grant. Check imanage_username and its password."
    )
    failure = {
        "system": "iManage",
        "firm": "Cedar Vane LLP",
        "operation": "sign in",
        "kind": "auth",
        "http_status": 401,
        "server_code": "invalid_grant",
        "correlation_id": None,
        "retryable": False,
        "hint": "Check imanage_username and its password.",
    }
    failed = result("cedar", "Cedar Vane LLP", "failed", message=message, failure=failure)
    return {"config": {}, "result": failed, "preflight": None, "verify": None}


def hand_over(**changes: Any) -> Data:
    """Return what is left at Legora for the firm elm."""
    name, username = "Elm Partners", "svc-legora@elm.example"
    return sheets.hand_over(
        sheets.account(username=username),
        sheets.capability("create", *LIBRARIES, add=tuple(LIBRARIES)),
        sheets.preference(),
        organisation=name,
        confirmation=sheets.confirmation(organisation=name, service_username=username, libraries=LIBRARIES),
        **changes,
    )


def _own(name: str, firm_name: str, **changes: Any) -> Data:
    account = f"svc-legora@{name}.example"
    return config(
        firm_name=firm_name,
        legora_organisation=firm_name,
        imanage_url=f"https://imanage.{name}.example",
        service_account_email=account,
        imanage_exposure="cloud",
        **changes,
    )


def elm() -> Data:
    """Return a firm whose half at iManage is done, and where a person has to enter the rest at Legora."""
    untold = ("unknown", "nobody has confirmed what was entered at Legora")
    answers = {**dict.fromkeys(("L2", "L3", "L4", "L5", "S1"), untold)}
    findings = _checked("onboard", answers, AS_IT_SHOULD_BE)
    state = {**_state(), "connector": None, "organisation": None, "preferences": None}
    name = "Elm Partners"
    plan = ["Create SVC-LEGORA (Legora service account) as a virtual user", "Add SVC-LEGORA to NRTADMIN in ACTIVE"]
    libraries = ("ACTIVE", "CLOSED", "KNOWLEDGE")
    done = {"requests": {"read": 30, "write": 5, "signin": 4}, "findings": findings, "hand_over": hand_over()}
    return {
        "config": _own("elm", name, legora_method="by_hand", legora_profile=None, legora_api_url=None),
        "result": result("elm", name, "handed_over", plan=plan, **done),
        "preflight": None,
        "verify": phase("onboard", findings, state, libraries=[_library(one, covered=None) for one in libraries]),
    }


def fir() -> Data:
    """Return a firm that could not be looked at, since the password of the operator at iManage is wrong."""
    hint = "Check imanage_username and imanage_password, and that admin@fir.example is not locked."
    reason = "iManage of Fir & Yew LLP: failed to sign in as admin@fir.example: the user name or password is wrong."
    unread = ("unknown", f"iManage (sign-in){UNREAD}{reason} {hint}")
    told = dict.fromkeys(("L3", "L4", "S2"), AS_IT_SHOULD_BE)
    others = {name: answer for name, answer in PEOPLE.items() if name != "A10"}
    findings = _checked("verify", {**told, **others}, unread)
    failure = {"system": "iManage", "firm": "Fir & Yew LLP", "operation": "sign in", "kind": "auth"}
    failure |= {"http_status": 401, "server_code": None, "correlation_id": None, "retryable": False, "hint": hint}
    stopped = {"message": f"{reason} {hint}", "failure": failure, "purpose": "verify", "findings": findings}
    state = {**_state(), "imanage": None, "user": None}
    return {
        "config": _own("fir", "Fir & Yew LLP"),
        "result": result("fir", "Fir & Yew LLP", "failed", **stopped),
        "preflight": None,
        "verify": phase("verify", findings, state),
    }


def hazel() -> Data:
    """Return a firm with which everything is in order, as far as a program can see."""
    findings = _checked("verify", PEOPLE, AS_IT_SHOULD_BE)
    libraries = [_library(name) for name in ("ACTIVE", "CLOSED", "KNOWLEDGE")]
    return {
        "config": _own("hazel", "Hazel Quince LLP"),
        "result": result("hazel", "Hazel Quince LLP", "checked", purpose="verify", findings=findings),
        "preflight": None,
        "verify": phase("verify", findings, _state(), libraries=libraries),
    }


def ivy() -> Data:
    """Return a firm that nothing has been done for yet but a dry run."""
    planned = _checked("onboard", {}, ("unknown", NOT_CREATED))
    plan = [
        "Create SVC-LEGORA (Legora service account) as a virtual user",
        "Assign SVC-LEGORA to library ACTIVE with role LEGORA_METADATA",
        "Add SVC-LEGORA to NRTADMIN in library ACTIVE",
        "Give Legora's iManage connector the service account svc-legora@ivy.example (with its password)",
        "Cover library ACTIVE of customer 4711 with ethical walls",
        "Create projects from iManage",
    ]
    libraries = [_library("ACTIVE", exists=False, nrtadmin=False, role=None, document_view=None, covered=False)]
    name = "Ivy & Rowan LLP"
    return {
        "config": _own("ivy", name),
        "result": result("ivy", name, "planned", plan=plan, changed=True, findings=planned),
        "preflight": phase("preflight", _checked("preflight", {"R6": PEOPLE["S4"]}, AS_IT_SHOULD_BE), _BEFORE),
        "verify": phase("onboard", planned, _BEFORE, libraries=libraries),
        "account": _user(sign_in_name="svc-legora@ivy.example"),
        "dry_run": True,
    }


def closing(**changes: Any) -> Data:
    """Return how the offboarding of the firm juniper ended."""
    parts = [
        ("Legora", "Creating projects from iManage", "gone", "Legora creates no projects from iManage"),
        ("Legora", "The capability of customer ID 4711", "gone", "Legora covers nothing of customer ID 4711"),
        ("Legora", "The service account", "gone", "Legora's connector has no account"),
        (
            "iManage",
            "SVC-LEGORA in NRTADMIN",
            "kept",
            "SVC-LEGORA was left as it is at iManage, for twin of the inventory",
        ),
        ("iManage", "The sign-in of SVC-LEGORA", "kept", "SVC-LEGORA was left as it is, for twin of the inventory"),
    ]
    return {
        "over": True,
        "parts": [dict(zip(("system", "what", "state", "words"), part)) for part in parts],  # noqa: B905 (also for Python 3.9)
        "others": [parts[3][3], "projects are still created from sharepoint"],
        "to_do": [
            {"owner": "Your Legora administrator", "text": "Have Legora's staff disable the iManage integration."},
            {"owner": "Your consultant", "text": "Take juniper out of the inventory."},
        ],
        "sessions": None,
        **changes,
    }


def juniper() -> Data:
    """Return a firm that was offboarded, with an account that another one uses."""
    warned = ("warn", "SVC-LEGORA was left as it is at iManage, for twin of the inventory")
    findings = _checked("offboarded", {"C2": warned}, AS_IT_SHOULD_BE)
    plan = ["Stop creating projects from iManage", "Stop covering customer 4711 with ethical walls"]
    name = "Juniper Sloe LLP"
    ended = {"plan": plan, "purpose": "offboard", "findings": findings, "closing": closing()}
    return {
        "config": _own("juniper", name),
        "result": result("juniper", name, "changed", **ended),
        "preflight": phase("offboard", _checked("offboard", {}, AS_IT_SHOULD_BE), _state()),
        "verify": phase("offboarded", findings, _BEFORE),
    }


def firm(name: str) -> Data:
    """Return what is known of one of the pretend firms."""
    made = (alder, birch, cedar, elm, fir, hazel, ivy, juniper)
    return {one.__name__: one for one in made}[name]()


def document(name: str, **changes: Any) -> Data:
    """Return the report of one of the pretend firms."""
    known = {**firm(name), **changes}
    return firm_report(generated_at=GENERATED_AT, versions=VERSIONS, **known)


def run(name: str) -> Run:
    """Return the run in which that is known of one of the pretend firms."""
    known = firm(name)
    result = known["result"]
    done = {key: result[key] for key in ("changed", "plan", "requests", "warnings")}
    stopped = {"failed": True, "msg": result["message"], "failure": result["failure"]} if result["failure"] else {}
    steps = [Step("firm_config", "Check the firm's variables", {}, {"config": known["config"], **stopped})]
    steps.append(Step("imanage_user", "Do everything", {}, done))
    # What stands at the end of an onboarding, has that phase.
    for name_of_phase, wished in (("preflight", "preflight"), ("verify", "onboard")):
        checks = known[name_of_phase]
        if checks:
            steps.append(Step("firm_checks", "Decide", {"phase": wished}, {"checks": checks}))
    return Run({"host": name, "purpose": "preflight" if result["status"] == "checked" else "onboard"}, steps)
