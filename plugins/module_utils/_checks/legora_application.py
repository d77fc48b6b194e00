# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""R: whether Legora's integration and its application in iManage are enabled, and let the service account in."""

from __future__ import annotations

from .._core.values import folded
from .._legora.names import ACTIVE
from .._resources.legora.connectors import ENABLE
from .check import ATTEST, Check, attestation_of
from .facts import Data, Facts
from .findings import Judgement, failed, passed, unknown, warned

# How the remedy of R3 begins, which is to be seen wherever the check is.
TO_SEND = "Send to your contact at Legora:"


def integrations_enabled(facts: Facts) -> Judgement:
    """R3: Legora's connector has to be enabled. At iManage the application that C(imanage_legora_app_name) names is
    looked up; without that name, where iManage does not list its applications, or where its state is another word than
    enabled or disabled, it is unknown.
    """
    connectors = facts.reading("connectors")
    if connectors.kind in ("unsupported", "conflict", "not_found"):
        return failed(connectors.reason, _letter(facts) if connectors.hint == ENABLE else connectors.hint)
    if connectors.value is None:
        return unknown(str(facts.lacks("connectors")))
    if not connectors.value:
        return failed("the organisation has no iManage connector", _letter(facts))
    problems = [
        f"connector {one.get('id')} is {one.get('status')}" for one in connectors.value if not one.get("enabled")
    ]
    if len(connectors.value) > 1:
        ids = ", ".join(str(one.get("id")) for one in connectors.value)
        problems.append(f"there are several iManage connectors ({ids}); set legora_connector_id")
    if problems:
        return failed("; ".join(problems), _letter(facts) if len(connectors.value) == 1 else None)
    return application_enabled(facts, f"connector {connectors.value[0].get('id')} is enabled")


def application_enabled(facts: Facts, so_far: str) -> Judgement:
    """Judge Legora's application at iManage.

    :param so_far: what is known of Legora's own half.
    """
    name = facts.config.get("imanage_legora_app_name")
    applications = facts.imanage.get("applications")
    if not name:
        return unknown(f"{so_far}; imanage_legora_app_name is not set, so Legora's application was not looked for")
    if applications is None:
        reason = facts.lacks("imanage") or "iManage did not list its applications, which takes a right of its own"
        return unknown(f"{so_far}; {reason}")
    found = _application(facts)
    if found is None:
        return failed(f"{so_far}, but iManage has no application {name}")
    if not found.get("status"):
        return unknown(f"{so_far}; iManage does not say whether application {name} is enabled")
    status = str(found["status"])
    if status.lower() in ("enabled", "active"):
        return passed(f"{so_far}; application {name} is {status}")
    if status.lower() in ("disabled", "inactive"):
        return failed(f"{so_far}, but application {name} is {status}")
    return unknown(f"{so_far}; application {name} is {status}, which does not tell whether it is enabled")


def enabled_with_legora(facts: Facts) -> Judgement:
    """R3: Legora's half is done by its staff, who are asked for it; Legora's application at iManage can be read."""
    asked = "whether Legora's staff have enabled the iManage integration is not known"
    application = application_enabled(facts, asked)
    if application.status == "fail":
        return application
    attest = f" Then have a named person enter under attestations: {attestation_of('R3')}"
    return unknown(application.evidence, _letter(facts) + attest)


def _letter(facts: Facts) -> str:
    """Return what to send to Legora's staff."""
    config = facts.config
    name = config.get("imanage_legora_app_name")
    application = f" The Legora application there is {name}." if name else ""
    first = "" if name else " Add the name of the Legora application in iManage, which has to be there first."
    return (
        f"{TO_SEND} "
        f'"Please enable the iManage integration of our organisation {config.get("legora_organisation")} (region '
        f"{config.get('legora_region')}), as article 270088 of support.legora.com describes. Our iManage Work is at "
        f'{config.get("imanage_url")}; we expect you from {config.get("legora_egress_address")}.{application}"{first} '
        "It takes up to 7 days once endpoint, application and URL exist."
    )


def _application(facts: Facts) -> Data | None:
    """Return Legora's application as iManage lists it."""
    name = str(facts.config.get("imanage_legora_app_name") or "").lower()
    listed = facts.imanage.get("applications") or []
    return next((one for one in listed if name and str(one.get("name")).lower() == name), None)


def application_scope(facts: Facts) -> Judgement:
    """R4: Where C(imanage_legora_app_name) is set, the account's applications are read: that Legora's is not among them
    is a warning. That it is among them is no pass, since no published call returns the application's token settings.
    """
    rest = "iManage publishes no call that returns the application's token settings"
    ids, application = facts.user.get("app_ids"), (_application(facts) or {}).get("id")
    if ids is None or application is None:
        stored = facts.stored
        if folded(stored.get("status")) == ACTIVE:
            return unknown(f"Legora shows {stored.get('username')} as active, so its application lets that in; {rest}")
        return unknown(f"which applications {facts.user_id} may use was not read, and {rest}")
    name = facts.config["imanage_legora_app_name"]
    if str(application) in map(str, ids):
        return unknown(f"iManage names application {name} among those of {facts.user_id}; {rest}")
    # That the list means "may use" is assumed (A), so it is no failure.
    return warned(
        f"iManage does not name application {name} among those of {facts.user_id}, so it may not be allowed to use it; "
        f"{rest}"
    )


CHECKS = (
    Check(
        id="R3",
        title="The integration and Legora's application are enabled",
        phases=("preflight",),
        severity="major",
        decide=integrations_enabled,
        by_hand=enabled_with_legora,
        remedy="Have the integration enabled with Legora's staff, and its application in Control Center.",
        source="support.legora.com, article 270088",
        wrong="The integration, or Legora's application in iManage, is not enabled",
        open="Whether Legora's application is enabled in iManage is not known",
        owner="Your iManage administrator",
        ask="Enable Legora's application in Control Center.",
        confirm="Confirm that Legora's application is enabled in Control Center.",
        at_legora="Ask Legora whether it has enabled the iManage integration, and tell your consultant.",
    ),
    Check(
        id="R4",
        title="The application's access scope includes the service account",
        phases=("preflight",),
        severity="major",
        decide=application_scope,
        remedy=f"Look at the application's access and refresh token in Control Center. {ATTEST}",
        source="other vendors' guides for connecting to iManage",
        wrong="Legora's application may not let the service account in",
        open="What Legora's application in iManage allows is not confirmed",
        owner="Your iManage administrator",
        ask="Let Legora's application in Control Center include the service account.",
        confirm="Confirm in Control Center that the access of Legora's application includes the service account, and "
        "that its refresh token is set as agreed.",
    ),
)
