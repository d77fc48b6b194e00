# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the proof: whether Legora may be given the account, and whether it may be trusted with projects."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass

from .._core.errors import EthicalWallsError
from .vocabulary import REASON_FAILED_SIGN_INS, REASON_IP_LOCKED

VERDICTS = ("planned", "proved", "accepted", "pending", "unrepeatable", "not_rejected", "refused")


@dataclass(frozen=True)
class Verdict:
    """What may be done after the proof.

    :ivar status: one of :data:`VERDICTS`. C(planned): a dry run, nothing was tried. C(proved): metadata only, shown
        by a sign-in as the account. C(accepted): the firm accepts that the account may view documents. C(pending): not
        effective yet. C(unrepeatable): the account may sign in from Legora's address only, so it can't be tried from
        here. C(not_rejected): Legora does not show the account as rejected, which proves nothing more. C(refused):
        nothing may be written at Legora.
    :ivar proceed: whether the connector may be given the account and its libraries.
    :ivar trust: whether the preference, which makes Legora create projects, may be switched on.
    :ivar reason: why, where there is something to say.
    :ivar message: the error for people, where the firm has to stop.
    :ivar failure: the same in a form that playbooks can branch on.
    """

    status: str
    proceed: bool
    trust: bool
    reason: str | None = None
    message: str | None = None
    failure: dict[str, t.Any] | None = None

    def as_dict(self) -> dict[str, t.Any]:
        """Return it as plain data."""
        return asdict(self)


def judge_proof(
    access: dict[str, t.Any],
    user: dict[str, t.Any],
    *,
    firm: str,
    check_mode: bool,
    accept_document_view: bool = False,
    roles_corrected: bool = False,
    egress_address: str | None = None,
) -> Verdict:
    """Judge a proof of C(imanage_access_info).

    :param access: what the proof found.
    :param user: the account as C(imanage_user) returned it.
    :param accept_document_view: whether the firm accepts an account that may view documents.
    :param roles_corrected: whether this run corrected a role after the proof, which the proof has not seen.
    :param egress_address: Legora's address; an account that is restricted to just that can't be tried from here.
    """
    if check_mode:
        return Verdict("planned", proceed=True, trust=True, reason=access.get("reason"))
    status, reason = _status(access, accept_document_view)
    if status == "unknown" and reason == REASON_IP_LOCKED and egress_address and user.get("ip_range") == egress_address:
        return Verdict(
            "unrepeatable",
            proceed=True,
            trust=False,
            reason=f"the account may sign in from {egress_address} (Legora) only, so it was not tried from here",
        )
    if status in ("compliant", "accepted", "pending"):
        if roles_corrected:
            return Verdict(
                "pending",
                proceed=True,
                trust=False,
                reason="a role was corrected after the proof; run again to prove it",
            )
        verdict = "proved" if status == "compliant" else status
        return Verdict(verdict, proceed=True, trust=status != "pending", reason=reason)
    return _refused(status, reason, str(user.get("id")), firm, roles_corrected)


def judge_connector(service_account: dict[str, t.Any], *, firm: str, egress_address: str) -> Verdict:
    """Judge what Legora says of the account that it was given: one that it cannot use is not trusted.

    :param service_account: as C(legora_connector_service_account) returned it.
    """
    if service_account.get("status") != "rejected":
        return Verdict("not_rejected", proceed=True, trust=True)
    error = EthicalWallsError(
        "Legora shows it as rejected",
        kind="auth",
        system="Legora",
        firm=firm,
        operation=f"use the service account {service_account.get('username')}",
        hint=f"Check that Legora's address {egress_address} reaches iManage, and that service_account_password is the "
        "account's password there, then run again.",
    )
    return Verdict(
        "refused",
        proceed=False,
        trust=False,
        reason=error.reason,
        message=error.sentence(),
        failure=error.failure(),
    )


def _status(access: dict[str, t.Any], accept_document_view: bool) -> tuple[str, str | None]:
    """Return the worst status of the libraries, after what the firm accepts, and its reason."""
    order = ("compliant", "accepted", "pending", "unknown", "rejected", "noncompliant")
    libraries = access.get("libraries") or [access]
    judged = []
    for library in libraries:
        status = str(library.get("status"))
        if accept_document_view and status == "noncompliant" and library.get("document_view") is True:
            status = "accepted"
        where = f" (library {library['id']})" if library.get("id") and access.get("signed_in") else ""
        reason = library.get("reason")
        judged.append((status if status in order else "unknown", f"{reason}{where}" if reason else None))
    return max(judged, key=lambda one: order.index(one[0]))


def _refused(status: str, reason: str | None, user_id: str, firm: str, roles_corrected: bool) -> Verdict:
    hints = {
        "noncompliant": (
            "Its role was corrected; run again once that is effective."
            if roles_corrected
            else "Give it a library role that withholds document view (service_account_role), or, if the firm accepts "
            "that, set service_account_accept_document_view: true."
        ),
        "rejected": (
            f"Look at {user_id} in Control Center; if its password differs from service_account_password, run again "
            "with imanage_service_account_update_password=always."
        ),
    }
    kinds = {"noncompliant": "permission", "rejected": "auth"}
    hint = hints.get(
        status, "A document whose download is refused, or an answer from iManage's support, can settle it."
    )
    if reason == REASON_FAILED_SIGN_INS:
        reason = "it has failed sign-ins already, and one more could lock it, so it was not tried"
        hint = f"Reset the failed sign-ins of {user_id} in Control Center, then run again."
    if reason == REASON_IP_LOCKED:
        reason = "it may sign in from other addresses only"
        hint = f"Remove the address restriction of {user_id} in Control Center for the proof, then run again."
    error = EthicalWallsError(
        f"{status}: {reason}; nothing was written at Legora",
        kind=kinds.get(status, "unsupported"),
        system="iManage",
        firm=firm,
        operation=f"prove that {user_id} sees metadata only",
        hint=hint,
    )
    return Verdict(
        "refused", proceed=False, trust=False, reason=reason, message=error.sentence(), failure=error.failure()
    )
