# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof: what the service account really can and cannot do, seen by signing in as it.

What is configured need not be effective: a cloud change may take up to eight hours (V), a role may be read differently
than expected. So "metadata-only" is never assumed; each library's effective rights are read as the account itself.
"""

from __future__ import annotations

import time
import typing as t
from dataclasses import asdict, dataclass, field

from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice, ids_of, require_libraries, with_role
from ..._imanage.names import DEFAULT_ROLE, NRTADMIN
from ..._imanage.records import Record, same_id
from ..sign_in_reasons import REASON_REFUSED_BEFORE
from .account import read_account
from .notes import RunNotes
from .rights import document_view, may_delete, named_rights, tier
from .sign_in import SignIn, are_counted, reason_not_to_try, try_sign_in

# From best to worst: the worst one of the libraries is the account's.
PROOF_STATUSES = ("compliant", "pending", "unknown", "rejected", "noncompliant")

# Seconds between two looks while waiting for a change to become effective.
POLL_INTERVAL = 15.0

REASON_CHECK_MODE = "check mode sends no sign-in"
REASON_NOT_THERE = "not created or assigned yet"


@dataclass(frozen=True)
class WantedAccess:
    """What to prove."""

    user_id: str
    account_username: str
    account_password: str
    libraries: list[LibraryChoice]
    role: str | None = None
    pending_users: list[str] | None = None
    source_address: str | None = None
    wait_for_effective: int = 0
    test_documents: dict[str, str] | None = None
    account: dict[str, t.Any] | None = None
    probe: str = "when_counted"
    notes_directory: str | None = None
    host: str | None = None
    password_version: str | None = None


@dataclass
class _LibraryProof:
    id: str
    status: str = "unknown"
    reason: str | None = None
    role: str | None = None
    document_view: bool | None = None
    rights: dict[str, bool] | None = None
    tier: int | None = None
    download: str | None = None
    wanted_role: str | None = None

    @property
    def role_differs(self) -> bool:
        return bool(self.role and self.wanted_role and not same_id(self.role, self.wanted_role))

    def as_dict(self) -> dict[str, t.Any]:
        return {name: value for name, value in asdict(self).items() if name != "wanted_role"}


@dataclass
class _Proof:
    status: str
    reason: str | None = None
    signed_in: bool = False
    refusal: str | None = None
    libraries: list[_LibraryProof] = field(default_factory=list)

    def as_dict(self) -> dict[str, t.Any]:
        return {
            **asdict(self),
            "observed_roles": {proof.id: proof.role for proof in self.libraries if proof.role},
            "differing_roles": {proof.id: proof.role for proof in self.libraries if proof.role_differs},
            "libraries": [proof.as_dict() for proof in self.libraries],
        }


def read_access(
    client: ImanageClient,
    wanted: WantedAccess,
    check_mode: bool,
    sleep: t.Callable[[float], None] = time.sleep,
) -> Outcome:
    """Prove, by one sign-in as the account, what it may do in each library. Changes nothing.

    :raises EthicalWallsError: C(not_found) when the account or a library does not exist.
    """
    user_id = wanted.user_id.strip().upper()
    operation = f"prove the rights of {user_id}"
    require_libraries(client, wanted.libraries, operation)
    libraries = with_role(wanted.libraries, wanted.role)
    if check_mode:
        pending = user_id in [name.strip().upper() for name in wanted.pending_users or []]
        untried = SignIn(reason=REASON_NOT_THERE if pending else REASON_CHECK_MODE)
        if not pending and wanted.account is not None:
            # What the real run would not try either, it says now.
            known = _records(client, user_id, wanted, libraries, operation)
            untried = reason_not_to_try(known, wanted.source_address) or untried
        return Outcome(_not_proved(untried.status, untried.reason, libraries).as_dict())
    records = _records(client, user_id, wanted, libraries, operation)
    notes = RunNotes(wanted.notes_directory, wanted.host)
    attempt = _attempt(client, user_id, records, wanted, notes)
    if attempt.client is None:
        proof = _not_proved(attempt.status, attempt.reason, libraries, attempt.refusal)
    else:
        try:
            proof = _Prover(client, attempt.client, wanted, libraries).prove(sleep)
        finally:
            attempt.client.close()
        notes.forget_roles(one.id for one in proof.libraries if one.role and not one.role_differs)
    return Outcome(proof.as_dict(), warnings=notes.warnings)


def _records(
    client: ImanageClient, user_id: str, wanted: WantedAccess, libraries: list[LibraryChoice], operation: str
) -> list[Record]:
    """Return what iManage tells of the account, which decides whether it may be tried."""
    given = wanted.account
    if given is None:
        state = read_account(client, user_id, ids_of(libraries))
        records = list(state.records.values())
    elif not same_id(str(given.get("id")), user_id):
        raise client.error(
            f"the account that was given is {given.get('id')}, not {user_id}",
            "validation",
            operation=operation,
            hint=f"Leave out account, or give user_id: {given.get('id')}.",
        )
    else:
        told = {"is_locked": "locked", "allow_logon": "enabled", "ip_range_enabled": "ip_lock"}
        told.update({name: name for name in ("failed_logins", "ip_range")})
        records = [{name: given.get(shown) for name, shown in told.items()}] if given.get("exists", True) else []
    if not records:
        raise client.error(
            f"there is no user {user_id}",
            "not_found",
            operation=operation,
            hint="Create the service account first, with imanage_user.",
        )
    return records


def _attempt(
    client: ImanageClient, user_id: str, records: list[Record], wanted: WantedAccess, notes: RunNotes
) -> SignIn:
    """Sign in as the account, if nothing speaks against it, and note a refusal that iManage does not count for us."""
    address = wanted.source_address
    refused = reason_not_to_try(records, address, wanted.probe == "when_counted")
    if refused is not None:
        return refused
    counted = are_counted(records)
    if not counted and notes.was_refused(user_id, wanted.password_version):
        return SignIn(status="unknown", reason=REASON_REFUSED_BEFORE)
    attempt = try_sign_in(client, records, wanted.account_username, wanted.account_password, address)
    if attempt.client is not None:
        notes.forget_refusal()
    elif attempt.refusal == "password" and not counted:
        notes.note_refusal(user_id, wanted.password_version)
    return attempt


class _Prover:
    """Reads what the account may do, signed in as it.

    :param operator: the client of the operator, who can tell what the account can't.
    """

    def __init__(
        self, operator: ImanageClient, account: ImanageClient, wanted: WantedAccess, libraries: list[LibraryChoice]
    ) -> None:
        self.operator = operator
        self.account = account
        self.wanted = wanted
        self.libraries = libraries
        self._call_answers: bool | None = None

    def prove(self, sleep: t.Callable[[float], None]) -> _Proof:
        wanted = self.wanted
        ends_at = time.monotonic() + wanted.wait_for_effective
        proofs = {choice["id"]: self._prove_library(choice) for choice in self.libraries}
        while any(proof.status == "pending" for proof in proofs.values()) and time.monotonic() < ends_at:
            sleep(max(0.0, min(POLL_INTERVAL, ends_at - time.monotonic())))
            for choice in self.libraries:
                if proofs[choice["id"]].status == "pending":
                    proofs[choice["id"]] = self._prove_library(choice)
        found = list(proofs.values())
        worst = max(found, key=lambda proof: PROOF_STATUSES.index(proof.status))
        return _Proof(worst.status, worst.reason, signed_in=True, libraries=found)

    def _prove_library(self, choice: LibraryChoice) -> _LibraryProof:
        """Read the account's own rights in one library: C(GET L/operations) (R; what document_view means: A)."""
        reply = self.account.operations(choice["id"])
        if reply.status in (403, 404):
            return self._no_access(choice["id"], reply.status)
        if reply.status == 401:
            return _LibraryProof(
                choice["id"], "unknown", "iManage has ended the sign-in, and it is not repeated (HTTP 401)"
            )
        rights = self.account.object_of(reply, f"read the effective rights in library {choice['id']}")
        proof = judge_rights(choice["id"], rights)
        proof.wanted_role = choice["role"]
        proof.role = self._confirmed_role(choice, rights)
        document = (self.wanted.test_documents or {}).get(choice["id"])
        if proof.status == "compliant" and document:
            self._prove_download_refused(proof, document)
        return proof

    def _confirmed_role(self, choice: LibraryChoice, rights: Record) -> str | None:
        """Return the account's role, where the answer's C(id) surely is one.

        Whose ID it is, is not published (A): it may as well be the user's, or NRTADMIN, whose members count as such
        whatever their role (V). So it has to be the wanted one, or one that iManage knows as a role.
        """
        seen = rights.get("id")
        if not isinstance(seen, str) or not seen or same_id(seen, NRTADMIN):
            return None
        if same_id(seen, choice["role"] or DEFAULT_ROLE):
            return seen.upper()
        try:
            return None if self.operator.role(choice["id"], seen) is None else seen.upper()
        except EthicalWallsError as error:
            if error.http_status is None:
                raise
            return None

    def _no_access(self, library: str, status: int) -> _LibraryProof:
        """Judge a refusal: in the cloud a change may not be effective yet, but only if the call is there at all."""
        if not self.account.discovery.is_cloud:
            return _LibraryProof(library, "noncompliant", f"the account has no access to the library (HTTP {status})")
        if self._call_answers is None:
            self._call_answers = 200 <= self.operator.operations(library).status <= 299
        if not self._call_answers:
            return _LibraryProof(
                library,
                "unknown",
                f"iManage does not tell effective rights (HTTP {status}), and neither does it tell the operator's own",
            )
        return _LibraryProof(
            library, "pending", f"not effective yet (HTTP {status}); a cloud change may take up to eight hours"
        )

    def _prove_download_refused(self, proof: _LibraryProof, document: str) -> None:
        status = self.account.download_status(proof.id, document)
        if status == 403:
            proof.download = "refused"
        elif status is not None and 200 <= status <= 299:
            proof.download = "allowed"
            proof.status, proof.reason = "noncompliant", f"the account could download test document {document}"
        else:
            answer = "was not answered" if status is None else f"answered HTTP {status}"
            proof.status, proof.reason = "unknown", f"the download of test document {document} {answer}"


def judge_rights(library: str, rights: Record) -> _LibraryProof:
    """Judge one answer about effective rights: compliant only where documents may not be viewed, and none deleted."""
    proof = _LibraryProof(library, rights=named_rights(rights), tier=tier(rights), document_view=document_view(rights))
    may = ["view documents"] if proof.document_view else []
    may += ["delete documents or workspaces"] if may_delete(proof.rights or {}) else []
    if may:
        proof.status, proof.reason = "noncompliant", f"the account may {' and '.join(may)}"
    elif proof.document_view is None:
        proof.reason = "iManage does not say whether the account may view documents"
    else:
        proof.status = "compliant"
    return proof


def _not_proved(status: str, reason: str | None, libraries: list[LibraryChoice], refusal: str | None = None) -> _Proof:
    found = [_LibraryProof(library, status, reason) for library in ids_of(libraries)]
    return _Proof(status, reason, refusal=refusal, libraries=found)
