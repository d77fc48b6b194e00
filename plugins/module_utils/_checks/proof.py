# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the proof: whether Legora may be given the account, and whether it may be trusted with projects."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass, replace

from .._core.address_ranges import permits_only
from .._core.errors import EthicalWallsError
from .._core.values import folded
from .._legora.names import REJECTED
from .._resources.imanage.rights import may_delete
from .._resources.sign_in_reasons import (
    NOT_TRIED,
    REASON_FAILED_SIGN_INS,
    REASON_IP_LOCKED,
    REASON_REFUSED_BEFORE,
    REASON_UNCOUNTED,
)

# What comes first where a run has replaced the password at iManage, and Legora was not given it.
CUT_OFF = "Legora of {firm} has the old password, and iManage the new one: it is cut off until both agree."


@dataclass(frozen=True)
class Verdict:
    """What may be done after the proof.

    :ivar status: C(planned): a dry run, nothing was tried. C(proved): metadata only, shown by a sign-in as the account.
        C(accepted): the firm accepts that the account may view documents. C(pending): not effective yet.
        C(unrepeatable): the account may sign in from Legora's address only, so it can't be tried from here.
        C(not_rejected): Legora does not show the account as rejected, which proves nothing more. C(refused): nothing
        may be written at Legora.
    :ivar proceed: whether the connector may be given the account and its libraries.
    :ivar trust: whether the preference, which makes Legora create projects, may be switched on.
    :ivar disable: whether the account has to be disabled again: this run enabled it, and it was seen that it may view
        documents.
    :ivar withdraw: whether it has to be taken out of NRTADMIN again: it worked before, this run put it there, and it
        was seen that it may view documents.
    :ivar reason: why, where there is something to say.
    :ivar message: the error for people, where the firm has to stop.
    :ivar failure: the same in a form that playbooks can branch on.
    """

    status: str
    proceed: bool
    trust: bool
    disable: bool = False
    withdraw: bool = False
    reason: str | None = None
    message: str | None = None
    failure: dict[str, t.Any] | None = None

    def as_dict(self) -> dict[str, t.Any]:
        """Return it as plain data."""
        return asdict(self)


# What to do where no sign-in was tried; C({user}) is the account.
_HINT_NOT_TRIED = {
    REASON_FAILED_SIGN_INS: "Reset the failed sign-ins of {user} in Control Center, then run again.",
    REASON_IP_LOCKED: "Remove the address restriction of {user} in Control Center for the proof, then run again.",
    REASON_UNCOUNTED: "Look at {user} in Control Center, then set verify_probe: true to have it tried.",
    REASON_REFUSED_BEFORE: (
        "Set service_account_password to the password that iManage has, and service_account_password_version to "
        "another word than before, then run again."
    ),
}

# What to do about a sign-in that was refused, by what was refused. A new password is written only where it can be tried
# before Legora needs it: otherwise a connector that works is cut off.
_REFUSALS = {
    "password": (
        "If iManage has another password than service_account_password, set service_account_password to that one and "
        "run again. If nobody knows it, reset the failed sign-ins of {user} in Control Center first, and only then run "
        "with onboard_update_password=always: a new password has to be tried before Legora gets it. "
        "Where the password is right, imanage_username_form may be wrong."
    ),
    "application": (
        "Let {user} use the application that imanage_client_id names, in Control Center, then run again. Its password "
        "was not judged: leave it."
    ),
    "scope": (
        "Look at the scopes of the application that imanage_client_id names, in Control Center, then run again. The "
        "password of {user} was not judged: leave it."
    ),
}


def judge_proof(
    access: dict[str, t.Any],
    user: dict[str, t.Any],
    *,
    firm: str,
    check_mode: bool,
    accept_document_view: bool = False,
    roles_corrected: bool = False,
    egress_address: str | None = None,
    preference_on: bool | None = None,
    password_set: bool = False,
    newly_enabled: bool = False,
    disabled: dict[str, t.Any] | None = None,
    added: t.Sequence[str] = (),
    taken_out: dict[str, t.Any] | None = None,
) -> Verdict:
    """Judge a proof of C(imanage_access_info).

    :param access: what the proof found.
    :param user: the account as C(imanage_user) returned it.
    :param accept_document_view: whether the firm accepts an account that may view documents.
    :param roles_corrected: whether this run corrected a role after the proof, which the proof has not seen.
    :param egress_address: Legora's address; an account that is restricted to just that can't be tried from here.
    :param preference_on: whether Legora creates projects already; C(None) where that is not known.
    :param password_set: whether this run has replaced the account's password at iManage.
    :param newly_enabled: whether this run has created or enabled the account.
    :param disabled: what C(imanage_user) answered when the account was disabled again; C(None) before that.
    :param added: the libraries in whose NRTADMIN this run has put the account.
    :param taken_out: what C(imanage_group_membership) answered when it was taken out of them; C(None) before that.
    """
    # A dry run tries nothing, but it knows what the real run would not try either.
    foreseen = access.get("status") == "rejected" or access.get("reason") in NOT_TRIED
    if check_mode and not foreseen:
        return Verdict("planned", proceed=True, trust=True, reason=access.get("reason"))
    status, reason = _status(access, accept_document_view)
    if _restricted_to(egress_address, user) and (status, reason) == ("unknown", REASON_IP_LOCKED):
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
    user_id = str(user.get("id"))
    first = []
    # Of an account that is new to this run, Legora has no password.
    if password_set and not newly_enabled:
        first.append(CUT_OFF.format(firm=firm))
    if preference_on:
        first.append(f"Legora of {firm} creates projects from iManage already, although the account is not proved.")
    if disabled is not None:
        first.append(_back(disabled, user_id, "disabled", "disable it", "enabled it"))
    if taken_out is not None:
        where = f"taken out of NRTADMIN of {', '.join(added)}"
        first.append(_back(taken_out, user_id, where, "take it out", "put it there"))
    sees = not accept_document_view and any(one.get("document_view") is True for one in access.get("libraries") or [])
    stays = sees and not newly_enabled and disabled is None and taken_out is None
    error, why = _refused(status, reason, access, user, firm, roles_corrected, stays)
    return replace(
        _stopped(error, why, first),
        disable=sees and newly_enabled and disabled is None,
        # A role that was corrected may be effective when it is proved next.
        withdraw=stays and bool(added) and not roles_corrected,
    )


def judge_connector(
    service_account: dict[str, t.Any], *, firm: str, egress_address: str, password_set: bool = False
) -> Verdict:
    """Judge what Legora says of the account that it was given: one that it cannot use is not trusted.

    :param service_account: as C(legora_connector_service_account) returned it.
    :param password_set: whether this run has written the password of an account that Legora had before at iManage.
    """
    if folded(service_account.get("status")) != REJECTED:
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
    cut_off = f"Legora of {firm} is cut off: this run has given the account a new password at iManage."
    return _stopped(error, error.reason, [cut_off] if password_set else [])


def _stopped(error: EthicalWallsError, reason: str, first: list[str]) -> Verdict:
    """Return the verdict that stops a firm; its message begins with what is worse than the failure itself."""
    return Verdict(
        "refused",
        proceed=False,
        trust=False,
        reason=reason,
        message=" ".join([*first, error.sentence()]),
        failure=error.failure(),
    )


def _back(answer: dict[str, t.Any], user_id: str, done: str, do: str, cause: str) -> str:
    """Say what became of the attempt to take back what this run had given the account.

    :param done: what was to be done with it, and C(do) the same as an order; C(cause) is what this run had done.
    """
    if answer.get("failure") or not (answer.get("user") or answer.get("memberships")):
        why = str(answer.get("msg") or "no answer").rstrip(".")
        return (
            f"{user_id} could not be {done} again and may view documents: {do} in Control Center now. What happened: "
            f"{why}."
        )
    return f"{user_id} was {done} again, since this run had {cause} and it may view documents."


def _restricted_to(egress_address: str | None, user: dict[str, t.Any]) -> bool:
    """Say whether the account may sign in from just this address, however iManage spells it."""
    return permits_only(user.get("ip_range"), egress_address) is True


def _status(access: dict[str, t.Any], accept_document_view: bool) -> tuple[str, str | None]:
    """Return the worst status of the libraries, after what the firm accepts, and its reason."""
    order = ("compliant", "accepted", "pending", "unknown", "rejected", "noncompliant")
    libraries = access.get("libraries") or [access]
    judged = []
    for library in libraries:
        status = str(library.get("status"))
        is_seen = library.get("document_view") is True and not may_delete(library.get("rights") or {})
        if accept_document_view and status == "noncompliant" and is_seen:
            status = "accepted"
        where = f" (library {library['id']})" if library.get("id") and access.get("signed_in") else ""
        reason = library.get("reason")
        judged.append((status if status in order else "unknown", f"{reason}{where}" if reason else None))
    return max(judged, key=lambda one: order.index(one[0]))


def _reads_documents(access: dict[str, t.Any]) -> bool:
    """Say whether it was seen that the account may; one that has no access is no better, but nobody need accept it."""
    return any(
        one.get("document_view") is True or one.get("download") == "allowed" for one in access.get("libraries") or []
    )


def _hint_about_rights(access: dict[str, t.Any], roles_corrected: bool) -> str:
    """Return what to do where the account may do more than it should, or has no access."""
    if roles_corrected:
        return "Its role was corrected; run again once that is effective."
    if any(may_delete(one.get("rights") or {}) for one in access.get("libraries") or []):
        return (
            "Give it a library role that withholds document view and deletion (service_account_role), then run again."
        )
    if not _reads_documents(access):
        return "Look in Control Center at its role in that library, and whether it is enabled there, then run again."
    return (
        "Give it a library role that withholds document view (service_account_role), or, if the firm accepts that, set "
        "service_account_accept_document_view: true. Where its role withholds that already, iManage gives it to "
        "members of NRTADMIN whatever their role: ask iManage's support."
    )


def _refused(
    status: str,
    reason: str | None,
    access: dict[str, t.Any],
    user: dict[str, t.Any],
    firm: str,
    roles_corrected: bool,
    stays: bool,
) -> tuple[EthicalWallsError, str]:
    """Return the error for people, and the reason alone."""
    user_id, refusal = str(user.get("id")), access.get("refusal")
    kind = {"noncompliant": "permission", "rejected": "auth"}.get(status, "unsupported")
    hint = "No variable can replace that. Ask iManage's support what GET operations should tell {user} there."
    untold = [one for one in access.get("libraries") or [] if one.get("status") == "unknown"]
    if untold and all(one.get("document_view") is False for one in untold):
        hint = "Name a document that is there in verify_test_documents, or none in that library; then run again."
    if status == "noncompliant":
        hint = _hint_about_rights(access, roles_corrected)
        if stays:
            hint += " {user} was enabled before this run and still is: disable it in Control Center if it must not be."
    elif status == "rejected" and refusal is None and user.get("locked"):
        hint = "Find out who tried to sign in, unlock {user} in Control Center, then run again."
    elif status == "rejected":
        hint = _REFUSALS.get(str(refusal), _REFUSALS["password"])
    if reason in NOT_TRIED:
        kind = "auth" if reason == REASON_REFUSED_BEFORE else kind
        reason, hint = NOT_TRIED[reason], _HINT_NOT_TRIED[reason]
    why = reason or "it is not known why"
    error = EthicalWallsError(
        f"{status}: {why}; nothing was written at Legora",
        kind=kind,
        system="iManage",
        firm=firm,
        operation=f"prove that {user_id} sees metadata only",
        hint=hint.replace("{user}", user_id),
    )
    return error, why
