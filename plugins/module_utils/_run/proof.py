# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the proof of a run, and what Legora says of the account that it was given."""

from __future__ import annotations

import typing as t

from .._checks.proof import Verdict, judge_connector, judge_proof
from .readings import first_connector, preferences_before
from .record import Data, Run


def verdict_of(run: Run) -> Verdict | None:
    """Return what follows from the proof; C(None) where none was made."""
    access = run.last("imanage_access_info").get("access")
    if not access:
        return None
    account, config = run.last("imanage_user"), run.config
    disabled = run.step("disabled_again")
    return judge_proof(
        access,
        account.get("user") or {},
        firm=str(run.firm),
        check_mode=run.check_mode,
        accept_document_view=bool(config.get("service_account_accept_document_view")),
        roles_corrected=bool(run.step("roles_corrected").get("changed")),
        egress_address=config.get("legora_egress_address"),
        preference_on=(preferences_before(run).get("create_projects_from") or {}).get("imanage"),
        password_set=bool(account.get("password_replaced")),
        newly_enabled=bool(account.get("newly_enabled")),
        disabled=disabled or None,
        added=[library["id"] for library in put_in_nrtadmin(run)],
        taken_out=run.step("taken_out_again") or None,
    )


def put_in_nrtadmin(run: Run) -> list[Data]:
    """Return the libraries in whose NRTADMIN this run has put the account, as an option takes them."""
    found = run.last("imanage_group_membership").get("memberships") or []
    return [{"id": one["library"], "role": None} for one in found if one.get("added")]


def connector_verdict_of(run: Run, answer: Data) -> Verdict:
    """Return what follows from what Legora says of the account.

    :param answer: that of C(legora_connector_service_account).
    """
    replaced = run.last("imanage_user").get("password_replaced")
    return judge_connector(
        answer.get("service_account") or {},
        firm=str(run.firm),
        egress_address=str(run.config.get("legora_egress_address")),
        password_set=bool(replaced and first_connector(run).get("service_account")),
    )


def stopped(verdict: Verdict) -> tuple[str, dict[str, t.Any]]:
    """Return the message and the failure of a verdict that stops the firm."""
    return str(verdict.message), verdict.failure or {}
