# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A8 to A10: what the account may do, by the rights of its role before anything is written, afterwards by its own.

The names of rights are those of iManage's reference (R): C(m2_bits.document_view), C(m1_bits.delete),
C(m3_bits.delete_workspace). Rights on public folders and in Control Center are no fault of the account, so they are
only noted: several vendors' connectors need the latter (R/T).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .._core.verdicts import PREFLIGHT
from .._imanage.names import DEFAULT_ROLE
from .._resources.imanage.rights import DELETION, may_delete
from .._resources.sign_in_reasons import NOT_TRIED, REASON_FAILED_SIGN_INS
from .check import ATTEST, Check
from .facts import Data, Facts
from .findings import Judgement, failed, library_words, of_libraries, passed, unknown, warned

_DOCUMENT_VIEW = "document view"
_NOTED = {
    "delete_public_folder": "deletion of public folders",
    "delete_public_search_folder": "deletion of public search folders",
    "admin_tier_1": "Control Center (tier 1)",
    "admin_tier_2": "Control Center (tier 2)",
    "admin_tier_3": "Control Center (tier 3)",
    "admin_custom": "Control Center (custom)",
}

_NAME_A_ROLE = (
    "Name a library role that withholds document view and deletion in service_account_role; one is created in Control "
    "Center. Or, if the firm accepts that the account views documents, set service_account_accept_document_view: true."
)

# A sentence with C({libraries}), and a library that it is true of.
Said = tuple[str, str]


@dataclass
class _Seen:
    """What was found, each kind for all libraries."""

    problems: list[Said] = field(default_factory=list)
    accepted: list[Said] = field(default_factory=list)
    unclear: list[Said] = field(default_factory=list)
    withheld: list[Said] = field(default_factory=list)
    noted: list[Said] = field(default_factory=list)
    by_proof: list[Said] = field(default_factory=list)

    def judge(
        self,
        subject: str,
        library: str,
        rights: Data,
        accept_document_view: bool,
        strict: bool = False,
        why: str | None = None,
    ) -> None:
        """Look at the rights in one library.

        :param subject: whose they are, as a sentence begins.
        :param strict: whether not to know about document view is a problem.
        :param why: why they could not be read.
        """
        view = rights.get("document_view")
        if view is True:
            said = self.accepted if accept_document_view else self.problems
            said.append((f"{subject} allows {_DOCUMENT_VIEW} in {{libraries}}", library))
        untold = [] if isinstance(view, bool) else [_DOCUMENT_VIEW]
        if untold and strict and not accept_document_view:
            untold = []
            text = f"whether {subject} allows {_DOCUMENT_VIEW} in {{libraries}} can't be read"
            self.problems.append((f"{text} ({why})" if why else text, library))
        deletion = [rights.get(name) for name in DELETION]
        if True in deletion:
            self.problems.append((f"{subject} allows deletion in {{libraries}}", library))
        elif not all(value is False for value in deletion):
            untold.append("deletion")
        if untold:
            words = " or ".join(untold)
            self.unclear.append((f"iManage does not say whether {subject} allows {words} in {{libraries}}", library))
        self.withheld.append((f"{subject} in {{libraries}}", library))
        self._note(subject, library, rights)

    def _note(self, subject: str, library: str, rights: Data) -> None:
        words = [text for name, text in _NOTED.items() if rights.get(name) is True]
        tier = rights.get("tier")
        if isinstance(tier, int) and tier > 0 and not any("tier" in text for text in words):
            words.append(f"Control Center (tier {tier})")
        if words:
            self.noted.append((f"{subject} allows {', '.join(words)} in {{libraries}}", library))

    def answer(self, remedy: str | None = None) -> Judgement:
        """Return the worst of it, with the rest named."""
        problems, accepted, unclear, by_proof = map(
            of_libraries, (self.problems, self.accepted, self.unclear, self.by_proof)
        )
        withheld = f"{', '.join(of_libraries(self.withheld))}: no document view, no deletion"
        noted = [f"noted: {', '.join(of_libraries(self.noted))}"] if self.noted else []
        if problems:
            return failed("; ".join(problems + accepted), remedy)
        if accepted:
            return warned("; ".join([*accepted, "the firm accepts that", *unclear, *by_proof, *noted]))
        if unclear or by_proof:
            return unknown("; ".join([*unclear, *([withheld] if by_proof and not unclear else []), *by_proof, *noted]))
        return passed("; ".join([withheld, *noted]))


def role_withholds(facts: Facts) -> Judgement:
    """A8: Before anything is written, the rights of the role that the account would get are read in each listed
    library: without C(service_account_role) it gets C(DEFAULT), which must not allow document view and has to be
    readable. Afterwards, signed in as the account, its role and its own rights are read. The rights are
    C(document_view), C(delete) and C(delete_workspace); where one is not told, it is unknown. Rights on public folders
    and in Control Center are noted. Document view that the firm accepts is a warning. Not made in preflight where the
    account is in each library already and may sign in: then the proof judges it.
    """
    before = facts.phase == PREFLIGHT
    reading = "user" if before else "access"
    lacking = facts.lacks(reading)
    if lacking:
        return unknown(lacking, facts.hint(reading))
    if before:
        return _before(facts)
    if not facts.access.get("signed_in"):
        return unknown(why_not_tried(facts) or "the account was not signed in")
    seen = _Seen()
    for library in _listed(facts):
        proof = facts.proof(library["id"])
        role, wanted = proof.get("role"), library.get("role")
        if role and wanted and role.upper() != wanted.upper():
            seen.problems.append((f"the role in {{libraries}} is {role}, not {wanted}", library["id"]))
        if wanted and not role:
            seen.unclear.append(("the role in {libraries} was not seen", library["id"]))
        rights = {**(proof.get("rights") or {}), "document_view": proof.get("document_view"), "tier": proof.get("tier")}
        seen.judge(f"role {role}" if role else "what it may do", library["id"], rights, _accepts(facts))
    return seen.answer()


def left_to_the_proof(facts: Facts) -> str | None:
    """Say why A8 does not apply before onboarding: an account that is there and works is judged by the proof."""
    if facts.phase != PREFLIGHT or facts.reading("user").value is None:
        return None
    listed = _listed(facts)
    if not listed or not all(_is_left(facts, library) for library in listed):
        return None
    return f"{facts.user_id} is in each listed library already and may sign in: the proof judges what it may do"


def _before(facts: Facts) -> Judgement:
    """Judge the roles that the account would get."""
    if facts.user.get("role_rights") is None:
        return unknown("what its role allows was not read")
    seen = _Seen()
    for library in _listed(facts):
        if _is_left(facts, library):
            text = f"in {{libraries}} {facts.user_id} is already: the proof judges it there"
            seen.by_proof.append((text, library["id"]))
        else:
            _judge_role(facts, library, seen)
    return seen.answer(_NAME_A_ROLE)


def _judge_role(facts: Facts, library: Data, seen: _Seen) -> None:
    name, named = library["id"], bool(library.get("role"))
    role = str(library.get("role") or DEFAULT_ROLE)
    found = _rights_of_role(facts, name)
    why = (facts.user.get("unread_roles") or {}).get(name)
    if not named:
        # Nobody has said that this role is meant, so not to know what it allows is no better than to know the worst.
        subject = f"role {role}, which it gets without service_account_role,"
        seen.judge(subject, name, found or {}, _accepts(facts), strict=True, why=why)
    elif found is not None:
        seen.judge(f"role {role}", name, found, _accepts(facts))
    elif name in (facts.user.get("missing_roles") or {}):
        seen.unclear.append((f"there is no role {role} in {{libraries}}", name))
    else:
        text = f"what role {role} allows in {{libraries}} was not read"
        seen.unclear.append((f"{text}: {why}" if why else text, name))


def _rights_of_role(facts: Facts, library: str) -> Data | None:
    """Return the rights of the role that the account would get in a library; C(None) where they were not read."""
    found: Data = facts.user["role_rights"]
    read: Data = next((one for name, one in found.items() if str(name).upper() == library.upper()), {})
    return read.get("rights")


def _is_left(facts: Facts, library: Data) -> bool:
    """Say whether the account is in a library already and may sign in, so that no role is given to it there.

    In a dry run the role's rights are read there too; they count where the firm names the role.
    """
    works = facts.user.get("exists") and facts.user.get("enabled") is True and facts.is_in(library["id"]) is True
    if not works or not library.get("role"):
        return bool(works)
    return _rights_of_role(facts, library["id"]) is None if facts.user.get("role_rights") else True


def _listed(facts: Facts) -> list[Data]:
    """Return the listed libraries that iManage has; that there is none of a name is for I2 to say."""
    return [one for one in facts.config.get("imanage_libraries") or [] if one["id"] in facts.existing_libraries]


def _accepts(facts: Facts) -> bool:
    return bool(facts.config.get("service_account_accept_document_view"))


def why_not_tried(facts: Facts) -> str | None:
    """Return the proof's reason in words, with what to do where no run of onboard would say it."""
    reason = facts.access.get("reason")
    if reason == REASON_FAILED_SIGN_INS:
        return f"{NOT_TRIED[reason]}; reset them in Control Center, and find out who tried to sign in"
    return NOT_TRIED.get(reason, str(reason)) if reason else None


def metadata_only(facts: Facts) -> Judgement:
    """A9: Signed in as the account, its rights are read in each listed library. Document view that the firm accepts is
    a warning.
    """
    status, reason = facts.access.get("status"), why_not_tried(facts)
    if status == "compliant":
        left = [library for library in facts.libraries if facts.proof(library).get("status") != "compliant"]
        if left:
            return unknown(f"it was not proved in {library_words(left)}")
        return passed(f"signed in as {facts.user_id}: metadata can be read, documents cannot be viewed")
    if status == "noncompliant":
        accepted = facts.config.get("service_account_accept_document_view") and all(
            one.get("status") == "compliant"
            or (one.get("document_view") is True and not may_delete(one.get("rights") or {}))
            for one in facts.access.get("libraries") or [{}]
        )
        return warned(f"{reason}; the firm accepts that") if accepted else failed(str(reason))
    if status == "rejected" and (facts.user.get("locked") or facts.user.get("enabled") is False):
        # Nothing was tried then, and A4 names the cause.
        return unknown(f"not tried: {reason}")
    return failed(str(reason)) if status == "rejected" else unknown(str(reason or "it was not tried"))


def download_refused(facts: Facts) -> Judgement:
    """A10: Signed in as the account, the documents of C(verify_test_documents) are asked for. Every listed library
    needs one; otherwise it is unknown.
    """
    got = [str(one.get("id")) for one in facts.access.get("libraries") or [] if one.get("download") == "allowed"]
    if got:
        return failed(
            "; ".join(
                of_libraries((f"{facts.user_id} could download the test document of {{libraries}}", one) for one in got)
            ),
            "Give it a role that withholds document view, and run onboard. Until then treat it as one that reads "
            "documents.",
        )
    left = [library for library in facts.libraries if facts.proof(library).get("download") != "refused"]
    if left:
        why = why_not_tried(facts)
        if why:
            return unknown(f"no download was tried in {library_words(left)}: {why}")
        return unknown(f"no test document is named for {library_words(left)}, or it was not tried, so nothing is shown")
    return passed(f"refused in {', '.join(facts.libraries)}")


CHECKS = (
    Check(
        id="A8",
        title="Its role withholds document view and deletion",
        phases=("preflight", "onboard", "verify"),
        severity="critical",
        decide=role_withholds,
        remedy="Make a role in Control Center without the privilege 'View for NRTADMINs' and without deletion, as the "
        f"guide to the prerequisites says; onboard puts the account into service_account_role. Or: {ATTEST}",
        source="other vendors' guides for connecting to iManage",
        needs=("libraries",),
        onboard="onboard puts the account into the wanted role; the run after that proves it",
        not_applicable=left_to_the_proof,
        wrong="The service account's role allows too much",
        open="What the service account's role allows is not known",
        owner="Your iManage administrator",
        ask="Give the service account a role in Control Center that allows neither viewing nor deleting documents.",
        unsafe=True,
    ),
    Check(
        id="A9",
        title="Signed in as it, metadata can be read and documents cannot be viewed",
        phases=("onboard", "verify"),
        severity="critical",
        decide=metadata_only,
        remedy="Give it a role that withholds document view, or correct the password; then run onboard.",
        source="this collection",
        needs=("libraries", "access"),
        onboard="onboard puts the account into the wanted role; a password it resets only when told to",
        wrong="The service account is not shown to see metadata only",
        open="That the service account sees metadata only was not tried",
        owner="Your iManage administrator",
        ask="Give the service account a role that allows no viewing of documents, and see that its password is right.",
        unsafe=True,
    ),
    Check(
        id="A10",
        title="The download of a document is refused",
        phases=("verify",),
        severity="critical",
        decide=download_refused,
        remedy=f"Name a test document for each library in verify_test_documents. Or: {ATTEST}",
        source="this collection",
        needs=("libraries", "access"),
        wrong="The service account could download a document",
        open="The download of a document has not been tried",
        owner="Your iManage administrator",
        ask="Give the service account a role that allows no viewing of documents.",
        confirm="Name a test document in each library, so that a download can be tried; or confirm that the service "
        "account cannot open one.",
        unsafe=True,
    ),
)
