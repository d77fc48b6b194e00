# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The credentials of an AWX job: they belong to the job and not to a firm, so they are taken for its one firm only."""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._core.values import is_blank

# The variable that AWX's credential types set, by the firm variable that it is taken for.
JOB_VARIABLES = {
    "legora_api_key": "job_legora_api_key",
    "imanage_username": "job_imanage_username",
    "imanage_password": "job_imanage_password",
    "imanage_client_id": "job_imanage_client_id",
    "imanage_client_secret": "job_imanage_client_secret",
    "service_account_password": "job_service_account_password",
    "rotate_new_password": "job_service_account_new_password",
}
# And those by which a credential says whose it is.
JOB_FIRMS = ("job_imanage_firm", "job_legora_firm", "job_service_account_firm")


def refuse_wrong_job_credentials(
    names: t.Collection[str], firms: t.Mapping[str, t.Any], host: str | None, hosts: int, firm: str | None
) -> None:
    """Refuse credentials of a job that would be used for another firm than their own.

    The number of firms does not show all of them: a job of AWX that is limited to the wrong firm has one firm, and so
    may each slice of a job. And at iManage on-premises the customer ID, by which a tenant is known, is 1 everywhere.

    :param names: the names of the job's credentials that are set.
    :param firms: for whom they are, by variable: inventory names; a blank one says nothing.
    :param host: the firm's inventory name.
    :param hosts: how many firms the play has.
    :raises EthicalWallsError: C(tenant_mismatch).
    """
    if names and hosts > 1:
        raise _mismatch(
            firm,
            f"the job's credentials ({', '.join(sorted(names))}) would be used for {hosts} firms",
            f"Limit the job to one firm, such as --limit {host} (in AWX, Limit), or look each firm's secrets up in its "
            "own inventory variables.",
        )
    said = {name: str(value).strip() for name, value in firms.items() if not is_blank(value)}
    others = {name: value for name, value in said.items() if value != host}
    if others:
        named = ", ".join(f"{name} is {value}" for name, value in sorted(others.items()))
        theirs = sorted(set(others.values()))
        limited = f", or limit the job to the one that they are for: --limit {theirs[0]} (in AWX, Limit)"
        raise _mismatch(
            firm,
            f"the job's credentials are not for the firm {host or 'without an inventory name'}: {named}",
            f"Choose the credentials of this firm{limited if len(theirs) == 1 else ''}.",
        )


def _mismatch(firm: str | None, reason: str, hint: str) -> EthicalWallsError:
    return EthicalWallsError(
        reason,
        kind="tenant_mismatch",
        system="the configuration",
        firm=firm,
        operation="check the firm's variables",
        hint=hint,
    )
