# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an onboarding keeps of what it found, before its first write, so that undo can put it back."""

from __future__ import annotations

import contextlib
import json
import os
import typing as t
from datetime import datetime, timezone

from .._core.errors import EthicalWallsError
from .._core.files import DIRECTORY_MODE, before_file_name, create_file, is_before_file, replace_file
from .._core.timestamps import format_timestamp
from .._core.verdicts import PREFLIGHT
from .._firm.before_file import FORMAT, KIND, read_before
from .._imanage.libraries import ids_of
from .._imanage.names import NRTADMIN
from .._legora.interface import API
from .._resources.imanage.account import SERVICE_ACCOUNT_RULES
from .readings import first_connector, preferences_before, readings_of
from .record import Data, Run

NO_UNDO = (
    "Nothing is kept of what stands there now, since report_directory is not set: what this run writes can't be undone "
    "by the playbook undo"
)

# Modules that talk to a system: what they sent, they count.
_OF_SYSTEM = ("imanage_", "legora_")


def keep_before(run: Run) -> str | None:
    """Keep what an onboarding found, and return the file; C(None) where there is no directory for it.

    :raises EthicalWallsError: where it can't be written; nothing was changed then.
    """
    directory = run.head.get("report_directory")
    if not directory:
        return None
    moment = datetime.now(timezone.utc)
    text = _as_text(found_before(run, str(format_timestamp(moment))))
    try:
        os.makedirs(directory, mode=DIRECTORY_MODE, exist_ok=True)
        for number in range(1000):
            with contextlib.suppress(FileExistsError):
                return create_file(directory, before_file_name(run.host, moment, number), text)
        raise FileExistsError
    except OSError as error:
        raise EthicalWallsError(
            f"{directory}: {error.strerror or error}; nothing was changed",
            kind="unexpected",
            system="this machine",
            firm=run.firm,
            operation="keep what stands there now, for an undo",
            hint="Make room in report_directory, or let this user write there. Without report_directory, onboarding "
            "goes on, and there is no undo.",
        ) from None


def found_before(run: Run, moment: str) -> Data:
    """Return what a run has found before it wrote anything; it holds no secret.

    :param moment: now, ISO 8601.
    """
    config = run.config
    read = readings_of(run, PREFLIGHT)
    user = read["user"].get("user") or {}
    session = read["session"].get("session") or {}
    connector = first_connector(run)
    organisation = read["organisation"].get("organisation") or {}
    preferences = (preferences_before(run).get("create_projects_from") or {}).get("imanage")
    own = own_capability(connector, session.get("customer_id"))
    is_cloud = session.get("deployment") == "cloud"
    return {
        "kind": KIND,
        "format": FORMAT,
        "host": run.host,
        "firm": run.firm,
        "moment": moment,
        "imanage_url": config.get("imanage_url"),
        "customer_id": str(session.get("customer_id")),
        "legora_region": config.get("legora_region"),
        "legora_organisation": config.get("legora_organisation"),
        "organisation_id": organisation.get("id"),
        "connector_id": connector.get("id"),
        "user_id": config.get("service_account_user_id"),
        "account": {
            "exists": bool(user.get("exists")),
            "sign_in_name": user.get("sign_in_name") if user.get("exists") else None,
            "fields": user.get("fields") or {},
            "libraries": user.get("libraries") or [],
            "nrtadmin": administered(user),
            "nrtadmin_unread": unread(user),
            "password_changed_at": user.get("password_changed_at"),
            # Seen by the account itself only, after the first write.
            "roles": None,
        },
        "legora": {
            # By hand, without a confirmation, nobody knows.
            "known": config.get("legora_method") == API or connector.get("capabilities") is not None,
            "service_username": (connector.get("service_account") or {}).get("username"),
            "service_account_updated_at": (connector.get("service_account") or {}).get("updated_at"),
            "capability": own and {"id": own.get("id"), "library_ids": own.get("library_ids") or []},
            "other_customers": other_customers(connector, session.get("customer_id")),
            "creates_projects": preferences,
        },
        "wanted": {
            "fields": _wanted_fields(config, is_cloud),
            "libraries": ids_of(config.get("imanage_libraries") or []),
            "roles": {str(one["id"]): one.get("role") for one in config.get("imanage_libraries") or []},
        },
    }


def _wanted_fields(config: Data, is_cloud: bool) -> Data:
    """Return the fields that onboarding writes where they differ."""
    wanted: Data = {
        **SERVICE_ACCOUNT_RULES,
        "enabled": True,
        "full_name": config.get("service_account_full_name"),
        "email": config.get("service_account_email"),
    }
    if is_cloud and config.get("service_account_ip_lock"):
        wanted.update(ip_lock=True, ip_range=config.get("legora_egress_address"))
    return {name: value for name, value in wanted.items() if value is not None}


def own_capability(connector: Data, customer_id: t.Any) -> Data | None:
    """Return what a connector covers of this customer; C(None) where that is nothing, or not known."""
    for one in connector.get("capabilities") or []:
        if one.get("type") == "ethical_walls" and str(one.get("customer_id")) == str(customer_id):
            return t.cast("Data", one)
    return None


def other_customers(connector: Data, customer_id: t.Any) -> list[str]:
    """Return for which customers a connector does what is not covering this one: it may do something else for it."""
    own = own_capability(connector, customer_id)
    return [str(one.get("customer_id")) for one in connector.get("capabilities") or [] if one is not own]


def administered(user: Data) -> list[str]:
    """Return the libraries whose NRTADMIN has an account, as C(imanage_user_info) returns it."""
    return [library for library, groups in (user.get("memberships") or {}).items() if NRTADMIN in groups]


def unread(user: Data) -> list[str]:
    """Return the libraries that an account is in, and whose groups were not read: it may be in NRTADMIN there."""
    read = {str(library).upper() for library in user.get("memberships") or {}}
    return [library for library in user.get("libraries") or [] if str(library).upper() not in read]


def kept_by(run: Run) -> str | None:
    """Return the file in which this run has kept what it found."""
    return run.last("firm_checks", phase=PREFLIGHT).get("before")


def note_roles(run: Run) -> None:
    """Add the roles that the proof has seen before this run corrected any: nobody but the account itself sees them."""
    path = kept_by(run)
    seen = [step.answer.get("access") or {} for step in run.of("imanage_access_info")]
    roles = seen[0].get("observed_roles") if seen else None
    if path is None or not roles:
        return
    # What is missing then, undo says.
    with contextlib.suppress(OSError, ValueError):
        kept = read_before(path)
        if kept["account"].get("roles") is None:
            kept["account"]["roles"] = roles
            replace_file(*os.path.split(path), _as_text(kept), mode=0o600)


def _as_text(content: Data) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def earlier_files(path: str) -> int:
    """Return how many files beside this one are of earlier onboardings of the same host."""
    directory, name = os.path.split(path)
    beginning = name[: name.rindex("-before-")]
    with contextlib.suppress(OSError):
        others = [one for one in os.listdir(directory) if is_before_file(one) and one < name]
        return sum(one[: one.rindex("-before-")] == beginning for one in others)
    return 0


def forget_unneeded(run: Run, hands_over: bool) -> str | None:
    """Remove what was kept where this run surely has written nothing; return the file where it has.

    :param hands_over: whether somebody is asked to enter something at Legora.
    """
    path = kept_by(run)
    if path is None or hands_over or not _wrote_nothing(run):
        return path
    with contextlib.suppress(OSError):
        os.unlink(path)
    return None


def _wrote_nothing(run: Run) -> bool:
    """Say whether no task has sent a write: one that does not say how many it sent may have."""
    sent = [step.answer for step in run.steps if step.module.startswith(_OF_SYSTEM) and not step.skipped]
    return all(isinstance(one.get("requests"), dict) and one["requests"].get("write") == 0 for one in sent) and not any(
        (one.get("failure") or {}).get("outcome_unknown") for one in sent
    )
