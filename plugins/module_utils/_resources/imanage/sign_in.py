# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in as the service account, without ever helping to lock it.

A wrong sign-in counts against the account, and a locked account stops Legora. So the account's state is read with the
operator's session first, and there is one attempt at most, never repeated.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._core.address_ranges import permits
from ..._core.errors import EthicalWallsError
from ..._imanage.client import ImanageClient
from ..._imanage.records import Record
from ..sign_in_reasons import REASON_FAILED_SIGN_INS, REASON_IP_LOCKED, REASON_UNCOUNTED
from .account import failed_sign_ins

# The next failure may be the one that locks the account.
FAILED_SIGN_INS_LIMIT = 2


@dataclass(frozen=True)
class SignIn:
    """How a sign-in as the account went, or why it was not tried.

    :ivar client: signed in as the account; the caller closes it.
    :ivar status: C(rejected) or C(unknown) where there is no client.
    :ivar reason: one word or sentence that says why.
    :ivar tried: whether iManage was asked.
    :ivar refusal: what iManage refused: C(password), which is also a locked account or another name to sign in with,
        C(application) or C(scope). Only the first says anything about the password.
    """

    client: ImanageClient | None = None
    status: str = "unknown"
    reason: str | None = None
    tried: bool = False
    refusal: str | None = None


def reason_not_to_try(
    records: t.Iterable[Record], source_address: str | None, only_when_counted: bool = False
) -> SignIn | None:
    """Decide from the account's records whether it may be signed in as; C(None) means yes.

    What a record does not tell is no reason, and neither is a value that is not of the kind that the vendor declares.

    :param source_address: the address that iManage sees this machine at, where it is known.
    :param only_when_counted: refuse where no record tells how many sign-ins have failed: whoever tries each night
        would lock the account sooner or later.
    """
    records = list(records)
    for record in records:
        if record.get("is_locked") is True:
            return SignIn(status="rejected", reason="the account is locked")
        if record.get("allow_logon") is False:
            return SignIn(status="rejected", reason="the account is not allowed to sign in")
        if _tells_failed_sign_ins(record):
            failed = failed_sign_ins(record)
            # A number that can't be read may be the one before the last.
            if failed is None or failed >= FAILED_SIGN_INS_LIMIT:
                return SignIn(status="unknown", reason=REASON_FAILED_SIGN_INS)
        if record.get("ip_range_enabled") is True and not permits(record.get("ip_range"), source_address):
            return SignIn(status="unknown", reason=REASON_IP_LOCKED)
    if only_when_counted and not are_counted(records):
        return SignIn(status="unknown", reason=REASON_UNCOUNTED)
    return None


def try_sign_in(
    client: ImanageClient,
    records: t.Iterable[Record],
    username: str,
    password: str,
    source_address: str | None = None,
) -> SignIn:
    """Sign in as the account once, if its state permits.

    :raises EthicalWallsError: for anything but a refusal, such as a server that can't be reached.
    """
    records = list(records)
    refused = reason_not_to_try(records, source_address)
    if refused is not None:
        return refused
    try:
        return SignIn(client=client.sign_in_as(username, password), status="signed_in", tried=True)
    except EthicalWallsError as error:
        if error.kind != "auth":
            raise
        return SignIn(
            status="rejected", reason=_why_refused(error, username, records), tried=True, refusal=error.refusal
        )


def are_counted(records: t.Iterable[Record]) -> bool:
    """Say whether iManage tells of the account how many sign-ins have failed."""
    return any(map(_tells_failed_sign_ins, records))


def _why_refused(error: EthicalWallsError, username: str, records: list[Record]) -> str:
    said = f"iManage refused the sign-in: {error.reason}"
    if error.refusal == "application":
        return f"{said}; that is a question of the application, not of the password"
    if error.refusal == "scope":
        return f"{said}; that is a question of what the application may be asked for, not of the password"
    counts = [failed_sign_ins(record) for record in records if _tells_failed_sign_ins(record)]
    before = max((count for count in counts if count is not None), default=None)
    count = (
        "iManage does not tell how many sign-ins have failed, so do not try this password again: it may lock the "
        "account, and only with report_directory is a refusal noted and not repeated"
        if before is None
        else f"this was failed sign-in {before + 1} in a row, and after {FAILED_SIGN_INS_LIMIT} none is tried"
    )
    return (
        f"{said}; its password is another one, it is locked, or {username} is not what it signs in with "
        f"(imanage_username_form); {count}"
    )


def _tells_failed_sign_ins(record: Record) -> bool:
    return record.get("failed_logins") not in (None, "")
