# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof: what the service account really can and cannot do, seen by signing in as it.

What is configured need not be effective: a cloud change may take up to eight hours (V), a role may be read differently
than expected. So "metadata-only" is never assumed; each library's effective rights are read as the account itself.
"""

from __future__ import annotations

import re
import time
import typing as t
from dataclasses import dataclass, field

from .._core.outcome import Outcome
from .._imanage.client import ImanageClient, Record, same_id
from .event_queue import check_event_queue, parse_event_queue
from .imanage_common import wanted_libraries
from .imanage_sign_in import try_sign_in
from .libraries import LibraryChoice

# From best to worst: the worst one of the libraries is the account's.
STATUSES = ("compliant", "pending", "unknown", "rejected", "noncompliant")

# Seconds between two looks while waiting for a change to become effective.
POLL_INTERVAL = 15.0

_RIGHT = re.compile(r"[a-z][a-z0-9_]{0,63}")

REASON_CHECK_MODE = "check mode sends no sign-in"
REASON_NOT_CREATED = "not created yet"


@dataclass(frozen=True)
class WantedAccess:
    """What to prove.

    :ivar account_username: what the account signs in with.
    :ivar role: the role that is wanted in libraries that name none.
    :ivar pending_users: users that an earlier task of the same dry run would create.
    :ivar source_address: the address that iManage sees this machine at; needed only for an IP-locked account.
    :ivar wait_for_effective: seconds to wait for a change to become effective.
    :ivar test_documents: by library, a document whose download must be refused.
    :ivar event_queue: how to ask for the change-event queue, which the vendor has not published.
    """

    user_id: str
    account_username: str
    account_password: str
    libraries: t.Any
    role: str | None = None
    pending_users: list[str] | None = None
    source_address: str | None = None
    wait_for_effective: int = 0
    test_documents: dict[str, str] | None = None
    event_queue: dict[str, t.Any] | None = None


@dataclass
class _LibraryProof:
    """What was found in one library."""

    id: str
    status: str = "unknown"
    reason: str | None = None
    role: str | None = None
    document_view: bool | None = None
    rights: dict[str, bool] | None = None
    download: str | None = None
    wanted_role: str | None = None

    @property
    def role_differs(self) -> bool:
        """Whether a role was seen that is not the wanted one."""
        return bool(self.role and self.wanted_role and not same_id(self.role, self.wanted_role))

    def as_dict(self) -> dict[str, t.Any]:
        return {
            "id": self.id,
            "status": self.status,
            "reason": self.reason,
            "role": self.role,
            "document_view": self.document_view,
            "rights": self.rights,
            "download": self.download,
        }


@dataclass
class _Proof:
    """What was found altogether."""

    status: str
    reason: str | None = None
    signed_in: bool = False
    libraries: list[_LibraryProof] = field(default_factory=list)
    event_queue: dict[str, t.Any] | None = None

    def as_dict(self) -> dict[str, t.Any]:
        return {
            "status": self.status,
            "reason": self.reason,
            "signed_in": self.signed_in,
            "observed_roles": {proof.id: proof.role for proof in self.libraries if proof.role},
            "differing_roles": {proof.id: proof.role for proof in self.libraries if proof.role_differs},
            "libraries": [proof.as_dict() for proof in self.libraries],
            "event_queue": self.event_queue,
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
    libraries = wanted_libraries(client, wanted.libraries, operation, wanted.role)
    if wanted.event_queue:
        # A mistake in it must not be found after the one sign-in that there may be.
        parse_event_queue(client, wanted.event_queue)
    if check_mode:
        pending = user_id in [name.upper() for name in wanted.pending_users or []]
        return _outcome(_not_proved("unknown", REASON_NOT_CREATED if pending else REASON_CHECK_MODE, libraries))
    record = client.user(user_id)
    if record is None:
        raise client.error(
            f"there is no user {user_id}",
            "not_found",
            operation=operation,
            hint="Create the service account first, with imanage_user.",
        )
    attempt = try_sign_in(client, [record], wanted.account_username, wanted.account_password, wanted.source_address)
    if attempt.client is None:
        return _outcome(_not_proved(attempt.status, attempt.reason, libraries))
    try:
        return _outcome(_prove(attempt.client, wanted, libraries, sleep))
    finally:
        attempt.client.close()


def _prove(
    account: ImanageClient, wanted: WantedAccess, libraries: list[LibraryChoice], sleep: t.Callable[[float], None]
) -> _Proof:
    ends_at = time.monotonic() + wanted.wait_for_effective
    proofs = {choice.id: _prove_library(account, choice, wanted) for choice in libraries}
    while any(proof.status == "pending" for proof in proofs.values()) and time.monotonic() < ends_at:
        sleep(max(0.0, min(POLL_INTERVAL, ends_at - time.monotonic())))
        for choice in libraries:
            if proofs[choice.id].status == "pending":
                proofs[choice.id] = _prove_library(account, choice, wanted)
    found = list(proofs.values())
    worst = max(found, key=lambda proof: STATUSES.index(proof.status))
    queue = check_event_queue(account, wanted.event_queue, libraries[0].id) if wanted.event_queue else None
    return _Proof(worst.status, worst.reason, signed_in=True, libraries=found, event_queue=queue)


def _prove_library(account: ImanageClient, choice: LibraryChoice, wanted: WantedAccess) -> _LibraryProof:
    """Read the account's own rights in one library: C(GET L/operations) (R; what document_view means: A)."""
    reply = account.operations(choice.id)
    if reply.status in (403, 404):
        return _no_access(account, choice.id, reply.status)
    if reply.status == 401:
        return _LibraryProof(choice.id, "unknown", "iManage has ended the sign-in, and it is not repeated (HTTP 401)")
    rights = account.object_of(reply, f"read the effective rights in library {choice.id}")
    proof = judge_rights(choice.id, rights)
    proof.wanted_role = choice.role
    document = (wanted.test_documents or {}).get(choice.id)
    if proof.status == "compliant" and document:
        return _prove_download_refused(account, proof, document)
    return proof


def judge_rights(library: str, rights: Record) -> _LibraryProof:
    """Judge one answer about effective rights: compliant only where it says that documents may not be viewed."""
    bits = rights.get("m2_bits")
    document_view = bits.get("document_view") if isinstance(bits, dict) else None
    role = rights.get("id")
    proof = _LibraryProof(library, role=str(role).upper() if role else None, rights=_named_rights(rights))
    if not isinstance(document_view, bool):
        proof.reason = "iManage does not say whether the account may view documents"
        return proof
    proof.document_view = document_view
    proof.status = "noncompliant" if document_view else "compliant"
    proof.reason = "the account may view documents" if document_view else None
    return proof


def _named_rights(rights: Record) -> dict[str, bool]:
    """Return all rights by name. Which there are is not published, so only what looks like a name is taken."""
    groups = (rights.get(group) for group in ("m1_bits", "m2_bits", "m3_bits", "m4_bits"))
    return {
        name: value
        for group in groups
        if isinstance(group, dict)
        for name, value in group.items()
        if isinstance(value, bool) and _RIGHT.fullmatch(str(name))
    }


def _no_access(account: ImanageClient, library: str, status: int) -> _LibraryProof:
    if account.discovery.is_cloud:
        return _LibraryProof(
            library, "pending", f"not effective yet (HTTP {status}); a cloud change may take up to eight hours"
        )
    return _LibraryProof(library, "noncompliant", f"the account has no access to the library (HTTP {status})")


def _prove_download_refused(account: ImanageClient, proof: _LibraryProof, document: str) -> _LibraryProof:
    status = account.download(proof.id, document).status
    if status == 403:
        proof.download = "refused"
    elif 200 <= status <= 299:
        proof.download = "allowed"
        proof.status, proof.reason = "noncompliant", f"the account could download test document {document}"
    else:
        proof.status, proof.reason = "unknown", f"the download of test document {document} answered HTTP {status}"
    return proof


def _not_proved(status: str, reason: str | None, libraries: list[LibraryChoice]) -> _Proof:
    return _Proof(status, reason, libraries=[_LibraryProof(choice.id, status, reason) for choice in libraries])


def _outcome(proof: _Proof) -> Outcome:
    return Outcome(resource=proof.as_dict())
