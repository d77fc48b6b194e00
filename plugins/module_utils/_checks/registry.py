# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All checks, one entry for each row of the project's table of checks.

A check is data and one pure function, and nothing here talks to a network: modules gather the facts, and
:mod:`.decide` asks each check. Its ID is the same in the documentation, in findings, in attestations and in
C(onboard_accept).
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.verdicts import ATTESTABLE
from . import account, legora, network, operation, readiness, rights
from .facts import Facts
from .findings import Judgement

PREFLIGHT, ONBOARD, VERIFY, LIFECYCLE = "preflight", "onboard", "verify", "lifecycle"
PHASES = (PREFLIGHT, ONBOARD, VERIFY, LIFECYCLE)

CRITICAL, MAJOR, MINOR = "critical", "major", "minor"

_GUIDE = "support.legora.com, article 640367"
_INTEGRATION = "support.legora.com, article 270088"
_REGIONS = "support.legora.com, articles 270089 and 640367"
_PROJECTS = "support.legora.com, article 639660"
_AUDIT = "support.legora.com, article 590830"
_CONTROL_CENTER = "docs.imanage.com, Control Center"
_PRACTICE = "other vendors' guides for connecting to iManage"
_OURS = "this collection"

_BY_ONBOARD = "Run onboard."
_ATTEST = "Have a named person look at it, and enter it under attestations with by, date and note."


@dataclass(frozen=True)
class Check:
    """One check.

    :ivar phases: when it is made. C(preflight): before any write; C(onboard): at the end of an onboarding;
        C(verify): later, again and again; C(lifecycle): by the play that it is about.
    :ivar severity: as :class:`.answers.Finding` has it.
    :ivar needs: the readings without which it can't be decided; C(libraries), where there have to be some.
    :ivar decide: looks at the facts; its docstring says why the check matters.
    :ivar remedy: what to do when it is not a pass.
    :ivar onboard: what onboarding does about a failure.
    :ivar kind: what kind of failure it is to playbooks.
    :ivar not_applicable: says why it does not apply to a firm; C(None) where it does.
    """

    id: str
    title: str
    phases: tuple[str, ...]
    severity: str
    decide: t.Callable[[Facts], Judgement]
    remedy: str
    source: str
    needs: tuple[str, ...] = ()
    onboard: str | None = None
    kind: str = "conflict"
    not_applicable: t.Callable[[Facts], str | None] | None = None

    @property
    def attestable(self) -> bool:
        """Whether a named person may say so instead, where it could not be known or needs a decision."""
        return self.id in ATTESTABLE


_P = (PREFLIGHT,)
_V = (VERIFY,)
_OV = (ONBOARD, VERIFY)
_POV = (PREFLIGHT, ONBOARD, VERIFY)

CHECKS = (
    Check(
        id="R1",
        title="Region, addresses and egress address belong together",
        phases=_P,
        severity=CRITICAL,
        decide=readiness.one_region,
        remedy="Correct legora_region, or the address that belongs to another region.",
        source=_REGIONS,
    ),
    Check(
        id="R2",
        title="Both credentials can administer",
        phases=_P,
        severity=MAJOR,
        decide=readiness.may_administer,
        remedy="Give the operator NRTADMIN in each listed library, or correct the credential.",
        source=_GUIDE,
        kind="permission",
    ),
    Check(
        id="R3",
        title="The integration and Legora's application are enabled",
        phases=_P,
        severity=MAJOR,
        decide=readiness.integrations_enabled,
        remedy="Have the integration enabled with Legora's staff, and its application in Control Center.",
        source=_INTEGRATION,
    ),
    Check(
        id="R4",
        title="The application's access scope includes the service account",
        phases=_P,
        severity=MAJOR,
        decide=readiness.application_scope,
        remedy=f"Look at the application's access and refresh token in Control Center. {_ATTEST}",
        source=_PRACTICE,
    ),
    Check(
        id="R5",
        title="iManage's deployment and version are supported",
        phases=_P,
        severity=MAJOR,
        decide=readiness.server_version,
        remedy="Have the server updated to 10.2.2 or later.",
        source=_PRACTICE,
    ),
    Check(
        id="R6",
        title="The mapping of clients and matters is agreed",
        phases=_P,
        severity=MAJOR,
        decide=readiness.mapping_agreed,
        remedy=f"Agree it with Legora, and allow the matter source there. {_ATTEST}",
        source=_PROJECTS,
    ),
    Check(
        id="N1",
        title="iManage's address is https and a host",
        phases=_P,
        severity=MAJOR,
        decide=network.plain_address,
        remedy="Set imanage_url to https://HOST.",
        source=_PRACTICE,
    ),
    Check(
        id="N2",
        title="The endpoint resolves, answers and speaks TLS",
        phases=_P,
        severity=MAJOR,
        decide=network.reachable,
        remedy="Look at DNS, firewall and the server.",
        source=_GUIDE,
        needs=("endpoint",),
    ),
    Check(
        id="N3",
        title="The certificate is complete, right and not about to expire",
        phases=_P,
        severity=MAJOR,
        decide=network.certificate,
        remedy="Install a publicly trusted certificate with its intermediate for this name.",
        source=_PRACTICE,
        needs=("endpoint",),
    ),
    Check(
        id="N4",
        title="The allow-list holds exactly Legora's address",
        phases=_P,
        severity=CRITICAL,
        decide=network.allow_list,
        remedy=f"Give network_allow_list. Or: {_ATTEST}",
        source=_GUIDE,
    ),
    Check(
        id="N5",
        title="Azure App Proxy lets programs through",
        phases=_P,
        severity=MAJOR,
        decide=network.passthrough,
        remedy="Set the proxy's pre-authentication to passthrough.",
        source=_GUIDE,
        needs=("endpoint",),
        not_applicable=network.no_azure_proxy,
    ),
    Check(
        id="N6",
        title="The proxy's rules look at the caller's own address",
        phases=_P,
        severity=CRITICAL,
        decide=network.proxy_rules,
        remedy=f"Make the rules look at X-Forwarded-For, behind a second layer of trusted addresses. {_ATTEST}",
        source=_PRACTICE,
        not_applicable=network.no_proxy,
    ),
    Check(
        id="A1",
        title="The account is dedicated to Legora",
        phases=_POV,
        severity=CRITICAL,
        decide=account.dedicated,
        remedy="Remove it there in Control Center, or choose another service_account_user_id.",
        source=_PRACTICE,
        needs=("user",),
        onboard="onboard leaves it: it removes nothing that somebody else gave the account",
    ),
    Check(
        id="A2",
        title="The account exists in each library",
        phases=_OV,
        severity=MAJOR,
        decide=account.exists,
        remedy=_BY_ONBOARD,
        source=_GUIDE,
        needs=("libraries", "user"),
        onboard="onboard adds it to the library",
    ),
    Check(
        id="A3",
        title="It is a virtual, internal user",
        phases=_OV,
        severity=MAJOR,
        decide=account.of_an_existing_account(account.virtual),
        remedy=_BY_ONBOARD,
        source=_CONTROL_CENTER,
        needs=("user",),
        onboard="onboard makes it an internal user again",
    ),
    Check(
        id="A4",
        title="It can keep signing in",
        phases=_OV,
        severity=CRITICAL,
        decide=account.of_an_existing_account(account.keeps_signing_in),
        remedy=_BY_ONBOARD,
        source=_PRACTICE,
        needs=("user",),
        onboard="onboard enables it, and corrects its password's rules",
    ),
    Check(
        id="A5",
        title="Its e-mail address belongs to nobody else",
        phases=_P,
        severity=MAJOR,
        decide=account.email_unique,
        remedy="Choose another service_account_email, or take the address from the other user.",
        source=_CONTROL_CENTER,
        needs=("user",),
    ),
    Check(
        id="A6",
        title="It is in NRTADMIN of each library",
        phases=_OV,
        severity=CRITICAL,
        decide=account.of_an_existing_account(account.in_nrtadmin),
        remedy=_BY_ONBOARD,
        source=_GUIDE,
        needs=("libraries", "user"),
        onboard="onboard adds it again",
    ),
    Check(
        id="A7",
        title="It is in NRTADMIN of no other library",
        phases=_POV,
        severity=CRITICAL,
        decide=account.of_an_existing_account(account.in_no_other_nrtadmin),
        remedy="Remove it there in Control Center, or list the library.",
        source=_PRACTICE,
        needs=("user",),
        onboard="onboard leaves it: it works in the listed libraries only",
        not_applicable=account.no_account_yet,
    ),
    Check(
        id="A8",
        title="Its role withholds document view and deletion",
        phases=_POV,
        severity=CRITICAL,
        decide=rights.role_withholds,
        remedy=f"Correct the role in Control Center; onboard puts the account into service_account_role. Or: {_ATTEST}",
        source=_PRACTICE,
        needs=("libraries",),
        onboard="onboard puts the account into the wanted role; the run after that proves it",
        not_applicable=rights.left_to_the_proof,
    ),
    Check(
        id="A9",
        title="Signed in as it, metadata can be read and documents cannot be viewed",
        phases=_OV,
        severity=CRITICAL,
        decide=account.metadata_only,
        remedy="Give it a role that withholds document view, or correct the password; then run onboard.",
        source=_OURS,
        needs=("libraries", "access"),
        onboard="onboard puts the account into the wanted role; a password it resets only when told to",
    ),
    Check(
        id="A10",
        title="The download of a document is refused",
        phases=_V,
        severity=CRITICAL,
        decide=account.download_refused,
        remedy=f"Name a test document for each library in verify_test_documents. Or: {_ATTEST}",
        source=_OURS,
        needs=("libraries", "access"),
    ),
    Check(
        id="A11",
        title="Its sign-in is restricted to Legora's address",
        phases=_V,
        severity=MINOR,
        decide=account.of_an_existing_account(account.address_locked),
        remedy=_BY_ONBOARD,
        source=_CONTROL_CENTER,
        needs=("user",),
        onboard="onboard restricts it again",
        not_applicable=account.not_in_the_cloud,
    ),
    Check(
        id="A12",
        title="The queue of change events answers",
        phases=_V,
        severity=CRITICAL,
        decide=account.event_queue_answers,
        remedy=f"Change a test matter's permissions, and see that Legora follows. {_ATTEST}",
        source=_GUIDE,
    ),
    Check(
        id="A13",
        title="No former service account is left in NRTADMIN",
        phases=_OV,
        severity=CRITICAL,
        decide=account.no_former_account,
        remedy="Remove it in Control Center, where it is no longer needed.",
        source=_OURS,
        needs=("libraries", "user"),
        onboard="onboard leaves it: it removes no other account",
    ),
    Check(
        id="I1",
        title="The customer ID is the firm's",
        phases=_P,
        severity=CRITICAL,
        decide=readiness.customer_id_confirmed,
        remedy="Check imanage_url, the operator and imanage_customer_id.",
        source=_GUIDE,
        kind="tenant_mismatch",
    ),
    Check(
        id="I2",
        title="Each library exists and is ready",
        phases=_P,
        severity=MAJOR,
        decide=readiness.libraries_exist,
        remedy="Correct imanage_libraries, in exactly iManage's spelling.",
        source=_GUIDE,
        needs=("libraries", "imanage"),
        kind="not_found",
    ),
    Check(
        id="I3",
        title="Libraries that are not covered are a decision",
        phases=_P,
        severity=MINOR,
        decide=readiness.libraries_not_covered,
        remedy=f"Add them to imanage_libraries. Or, where it is meant so: {_ATTEST}",
        source=_OURS,
        needs=("libraries", "imanage"),
    ),
    Check(
        id="I4",
        title="Libraries are named",
        phases=_P,
        severity=CRITICAL,
        decide=readiness.libraries_named,
        remedy="Fill imanage_libraries.",
        source=_REGIONS,
    ),
    Check(
        id="L1",
        title="What stood at Legora before is known",
        phases=_P,
        severity=MINOR,
        decide=legora.state_captured,
        remedy="Make Legora readable, then run again.",
        source=_OURS,
        needs=("connectors", "preferences"),
    ),
    Check(
        id="L2",
        title="Legora's connector has the account",
        phases=_OV,
        severity=CRITICAL,
        decide=legora.service_account_saved,
        remedy=_BY_ONBOARD,
        source=_GUIDE,
        needs=("connectors", "user"),
        onboard="onboard saves it again, with its password",
    ),
    Check(
        id="L3",
        title="The capability covers exactly these libraries",
        phases=_OV,
        severity=CRITICAL,
        decide=legora.capability_covers,
        remedy=_BY_ONBOARD,
        source=_GUIDE,
        needs=("libraries", "connectors"),
        onboard="onboard makes it cover exactly the listed libraries",
    ),
    Check(
        id="L4",
        title="Legora creates projects from iManage",
        phases=_OV,
        severity=CRITICAL,
        decide=legora.creates_projects,
        remedy=_BY_ONBOARD,
        source=_GUIDE,
        needs=("preferences",),
        onboard="onboard switches it on again, once the account is proved",
    ),
    Check(
        id="L5",
        title="Legora has the account's newest password",
        phases=_OV,
        severity=CRITICAL,
        decide=legora.password_not_older,
        remedy=_BY_ONBOARD,
        source=_OURS,
        needs=("connectors", "user"),
        onboard="onboard saves the password at Legora again",
    ),
    Check(
        id="L6",
        title="The connector is this firm's",
        phases=_P,
        severity=CRITICAL,
        decide=legora.connector_is_this_firms,
        remedy=(
            "Look at legora_organisation, its key and imanage_url: one of them may be another firm's. Where Legora "
            "reaches this iManage by another name, and the account is to be replaced, accept L6 for one run."
        ),
        source=_OURS,
        needs=("connectors",),
    ),
    Check(
        id="S1",
        title="Each library is healthy",
        phases=_OV,
        severity=MAJOR,
        decide=operation.every_library_healthy,
        remedy="See the checks that fail for it.",
        source=_OURS,
        needs=("libraries", "user", "connectors"),
    ),
    Check(
        id="S2",
        title="Legora's audit log agrees",
        phases=_V,
        severity=MINOR,
        decide=operation.audit_evidence,
        remedy=f"Look at the audit log. Or: {_ATTEST}",
        source=_AUDIT,
        needs=("events",),
    ),
    Check(
        id="S3",
        title="Users behind walls are one user each at Legora",
        phases=_V,
        severity=CRITICAL,
        decide=operation.users_map,
        remedy=f"Give verify_wall_users and verify_legora_users. Or: {_ATTEST}",
        source=_PRACTICE,
    ),
    Check(
        id="S4",
        title="A wall was tested with two people",
        phases=_V,
        severity=CRITICAL,
        decide=operation.wall_test,
        remedy=f"Test one wall with two people, and take the time until a change arrives. {_ATTEST}",
        source=_PRACTICE,
    ),
    Check(
        id="S5",
        title="Projects outside the walls are known",
        phases=_V,
        severity=MAJOR,
        decide=operation.manual_projects,
        remedy=f"Give verify_manual_projects. Or, where it is meant so: {_ATTEST}",
        source=_PROJECTS,
    ),
    Check(
        id="C1",
        title="The password is rotated on both sides in one motion",
        phases=(LIFECYCLE,),
        severity=MAJOR,
        decide=operation.by_its_own_play,
        remedy=_ATTEST,
        source=_OURS,
    ),
    Check(
        id="C2",
        title="Offboarding takes everything back, in order",
        phases=(LIFECYCLE,),
        severity=MAJOR,
        decide=operation.by_its_own_play,
        remedy=_ATTEST,
        source=_OURS,
    ),
    Check(
        id="C3",
        title="Neither password nor certificate is about to run out",
        phases=_V,
        severity=MAJOR,
        decide=operation.ages,
        remedy="Rotate the password, or have the certificate renewed.",
        source=_OURS,
    ),
)

BY_ID = {check.id: check for check in CHECKS}


def checks_of(phase: str) -> tuple[Check, ...]:
    """Return the checks of a phase, in the order of the table."""
    return tuple(check for check in CHECKS if phase in check.phases)
