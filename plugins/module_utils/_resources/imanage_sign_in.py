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

from .._core.errors import EthicalWallsError
from .._imanage.client import ImanageClient, Record
from .imanage_account import failed_sign_ins
from .vocabulary import REASON_FAILED_SIGN_INS, REASON_IP_LOCKED

# The next failure may be the one that locks the account.
FAILED_SIGN_INS_LIMIT = 2


@dataclass(frozen=True)
class SignIn:
    """How a sign-in as the account went, or why it was not tried.

    :ivar client: signed in as the account; the caller closes it.
    :ivar status: C(rejected) or C(unknown) where there is no client.
    :ivar reason: one word or sentence that says why.
    :ivar tried: whether iManage was asked.
    """

    client: ImanageClient | None = None
    status: str = "unknown"
    reason: str | None = None
    tried: bool = False


def reason_not_to_try(records: t.Iterable[Record], source_address: str | None) -> SignIn | None:
    """Decide from the account's records whether it may be signed in as; C(None) means yes.

    :param source_address: the address that iManage sees this machine at, where it is known.
    """
    for record in records:
        if record.get("is_locked"):
            return SignIn(status="rejected", reason="the account is locked")
        if record.get("allow_logon") is not None and not record["allow_logon"]:
            return SignIn(status="rejected", reason="the account is not allowed to sign in")
        failed = failed_sign_ins(record)
        if failed is None or failed >= FAILED_SIGN_INS_LIMIT:
            return SignIn(status="unknown", reason=REASON_FAILED_SIGN_INS)
        if record.get("ip_range_enabled"):
            permitted = [address.strip() for address in str(record.get("ip_range") or "").split(",")]
            if not source_address or source_address not in permitted:
                return SignIn(status="unknown", reason=REASON_IP_LOCKED)
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
    refused = reason_not_to_try(records, source_address)
    if refused is not None:
        return refused
    try:
        return SignIn(client=client.sign_in_as(username, password), status="signed_in", tried=True)
    except EthicalWallsError as error:
        if error.kind != "auth":
            raise
        return SignIn(status="rejected", reason=f"iManage refused the sign-in: {error.reason}", tried=True)
