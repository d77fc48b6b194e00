# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook onboard, in this process: the same functions in the same order, so that thousands of runs are cheap.

A test compares what it sends with what the playbook sends, request by request.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks import proof
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phase import judge_phase
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import (
    Context,
    Settings,
    Transport,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.probe import Probe
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm import check as firm_config
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.client import ImanageClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.connection import (
    Connection,
    Credentials,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import LegoraClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.regions import REGIONS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import not_converged
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources import endpoint
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import access as imanage_access
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import (
    group_membership as imanage_group_membership,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import info as imanage_info
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import (
    session as imanage_session,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import user as imanage_user
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import (
    user_info as imanage_user_info,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import (
    user_task as imanage_user_task,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora import (
    capability as legora_capability,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora import (
    connector_info as legora_connector_info,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora import (
    project_preferences as legora_project_preferences,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora import (
    service_account as legora_service_account,
)
from simulator.inventory import host_variables
from simulator.seed import Firm

# Options whose values a module's specification calls secret, besides the credentials of its client.
_SECRET_OPTIONS = ("user_password", "account_password", "service_password")

_DISABLED = imanage_user_task.WantedUser(user_id="SVC-LEGORA", state="disabled")


class StoppedError(Exception):
    """The firm was stopped by a decision, as the roles stop it."""


def _answer(name: str, read: Callable[[], Outcome]) -> dict[str, Any]:
    """Return what a task would have registered whose failure is a finding."""
    try:
        return {name: read().resource}
    except EthicalWallsError as error:
        return {"msg": error.sentence(), "failure": error.failure()}


@dataclass(frozen=True)
class _Account:
    """What was done with the service account, and what the proof has found."""

    user: Outcome
    access: dict[str, Any]
    roles_corrected: bool


class Onboarding:
    """One run for one firm.

    :param settings: time limits, short enough for a test.
    :param sleep: waits between attempts.
    :ivar shown: what each task that failed showed, as the front end lets it out.
    """

    def __init__(self, firm: Firm, settings: Settings, sleep: Callable[[float], None]) -> None:
        self.variables = host_variables(firm)
        self._config = firm_config.check_firm(None, firm_config.WantedFirm(self.variables), False).resource
        self._settings = settings
        self._sleep = sleep
        self._session: str | None = None
        self.shown: list[dict[str, Any]] = []

    def run(self) -> None:
        """Onboard the firm.

        :raises EthicalWallsError: as the modules fail.
        :raises StoppedError: as the roles stop.
        """
        with tempfile.TemporaryDirectory() as directory:
            opened = self._on_imanage(
                imanage_session.ensure_session, imanage_session.WantedSession("present", directory), confirm=False
            )
            self._session = opened.resource["path"]
            try:
                self._steps(opened)
            finally:
                self._sign_out()

    def _steps(self, opened: Outcome) -> None:
        wanted_connector = legora_connector_info.WantedConnectorInfo(preferences=True, require_usable=True)
        connector = self._on_legora(legora_connector_info.read_connectors, wanted_connector)
        before = self._preflight(opened, connector)
        account = self._service_account()
        verdict = self._judged(account, connector)
        if verdict.disable:
            disabled = _answer("user", lambda: self._on_imanage(imanage_user.ensure_user, _DISABLED))
            verdict = self._judged(account, connector, disabled)
        if not verdict.proceed:
            raise StoppedError(verdict.message)
        self._connector(account.user, connector, opened.resource["customer_id"])
        preferences: dict[str, Any] = {}
        if verdict.trust:
            wanted_preferences = legora_project_preferences.WantedPreferences({"imanage": True})
            preferences = self._on_legora(legora_project_preferences.ensure_preferences, wanted_preferences).resource
        self._verify(opened, account, connector, preferences, before, verdict)

    def _judged(self, account: _Account, connector: Outcome, disabled: dict[str, Any] | None = None) -> proof.Verdict:
        return proof.judge_proof(
            account.access,
            account.user.resource,
            firm=self.variables["firm_name"],
            check_mode=False,
            accept_document_view=bool(self._config["service_account_accept_document_view"]),
            roles_corrected=account.roles_corrected,
            egress_address=self._egress_address,
            preference_on=connector.extra["preferences"]["create_projects_from"]["imanage"],
            password_set=account.user.extra["password_replaced"],
            newly_enabled=account.user.extra["newly_enabled"],
            disabled=disabled,
        )

    @property
    def _egress_address(self) -> str:
        return REGIONS[self.variables["legora_region"]].egress_address

    def _preflight(self, opened: Outcome, connector: Outcome) -> dict[str, Any]:
        """Return the preferences before anything is changed."""
        variables = self.variables
        found = self._judge(
            "preflight",
            {
                "session": {"session": opened.resource},
                "endpoint": {"endpoint": self._endpoint()},
                "imanage": self._try_on_imanage(
                    "imanage",
                    imanage_info.read_info,
                    imanage_info.WantedInfo(
                        variables["imanage_libraries"],
                        applications=self._config["imanage_legora_app_name"] is not None,
                        later_calls=True,
                    ),
                ),
                "user": self._try_on_imanage(
                    "user",
                    imanage_user_info.read_user,
                    imanage_user_info.WantedUserInfo(
                        "SVC-LEGORA",
                        email=variables["service_account_email"],
                        assign_to=self._config["imanage_libraries"],
                        applications=self._config["imanage_legora_app_name"] is not None
                        and "active"
                        not in [
                            one["service_account"]["status"] for one in connector.resource if one["service_account"]
                        ],
                    ),
                ),
                "connectors": {"connectors": connector.resource},
                "organisation": connector.extra,
                "preferences": connector.extra,
            },
        )
        preferences: dict[str, Any] = found["resource"]["state"]["preferences"]
        return preferences

    def _endpoint(self) -> Any:
        origin = parse_origin(self.variables["imanage_url"])
        probe = Probe(
            origin,
            system="iManage",
            firm=self.variables["firm_name"],
            ca_path=self._settings.ca_path,
            seconds=min(15.0, self._settings.deadline),
        )
        with contextlib.closing(probe):
            return endpoint.read_endpoint(probe, endpoint.WantedEndpoint(), False).resource

    def _judge(self, phase: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
        today = datetime.now(UTC).date()
        found = judge_phase(phase, answers, self._config, today=today, **more)
        if found["failure"] is not None:
            raise StoppedError(found["message"])
        return found

    def _try_on_imanage(self, name: str, ensure: Callable[..., Outcome], wanted: Any) -> dict[str, Any]:
        return _answer(name, lambda: self._on_imanage(ensure, wanted))

    def _service_account(self) -> _Account:
        variables = self.variables
        wanted = imanage_user_task.WantedUser(
            user_id="SVC-LEGORA",
            full_name=variables["service_account_full_name"],
            email=variables["service_account_email"],
            user_password=variables["service_account_password"],
            libraries=variables["imanage_libraries"],
            role=variables["service_account_role"],
            legora_address=self._egress_address,
        )
        user = self._on_imanage(imanage_user.ensure_user, wanted)
        self._on_imanage(
            imanage_group_membership.ensure_membership,
            imanage_group_membership.WantedMembership(variables["imanage_libraries"], {"add": ["SVC-LEGORA"]}),
        )
        access = self._on_imanage(
            imanage_access.read_access,
            imanage_access.WantedAccess(
                user_id="SVC-LEGORA",
                account_username=user.resource["sign_in_name"],
                account_password=variables["service_account_password"],
                account=user.resource,
                libraries=variables["imanage_libraries"],
                role=variables["service_account_role"],
            ),
        )
        corrected = False
        if access.resource["differing_roles"]:
            seen = imanage_user_task.WantedUser(
                user_id="SVC-LEGORA",
                libraries=variables["imanage_libraries"],
                role=variables["service_account_role"],
                observed_roles=access.resource["observed_roles"],
            )
            corrected = self._on_imanage(imanage_user.ensure_user, seen).changed
        return _Account(user, access.resource, corrected)

    def _connector(self, user: Outcome, connector: Outcome, customer_id: str) -> None:
        variables = self.variables
        account = self._on_legora(
            legora_service_account.ensure_service_account,
            legora_service_account.WantedServiceAccount(
                service_username=user.resource["sign_in_name"],
                service_password=variables["service_account_password"],
                update_password="always" if user.extra["password_action"] == "set" else "when_changed",
                password_changed_at=user.resource["password_changed_at"],
            ),
        )
        verdict = proof.judge_connector(
            account.resource,
            firm=variables["firm_name"],
            egress_address=self._egress_address,
            password_set=user.extra["password_replaced"] and connector.resource[0]["service_account"] is not None,
        )
        if not verdict.proceed:
            raise StoppedError(verdict.message)
        self._on_legora(
            legora_capability.ensure_capability,
            legora_capability.WantedCapability(customer_id, {"set": variables["imanage_libraries"]}),
        )

    def _verify(
        self,
        opened: Outcome,
        account: _Account,
        connector: Outcome,
        preferences: dict[str, Any],
        before: dict[str, Any],
        verdict: proof.Verdict,
    ) -> None:
        variables = self.variables
        connectors = self._on_legora(
            legora_connector_info.read_connectors,
            legora_connector_info.WantedConnectorInfo(
                preferences=not preferences, require_usable=True, expected_url=variables["imanage_url"]
            ),
        )
        accounts = [one["service_account"] for one in connector.resource if one["service_account"]]
        user = self._on_imanage(
            imanage_user_info.read_user,
            imanage_user_info.WantedUserInfo(
                "SVC-LEGORA",
                look_for_predecessors=variables["imanage_libraries"][:1],
                former_usernames=[account["username"] for account in accounts],
            ),
        ).resource
        self._judge(
            "onboard",
            {
                "session": {"session": opened.resource},
                "user": {"user": user},
                "access": {"access": account.access},
                "connectors": {"connectors": connectors.resource},
                "preferences": {"preferences": preferences or connectors.extra["preferences"]},
            },
            before=before,
            withheld=None if verdict.trust else verdict.reason,
        )

    def _sign_out(self) -> None:
        try:
            self._on_imanage(imanage_session.ensure_session, imanage_session.WantedSession("absent"), confirm=False)
        except EthicalWallsError:
            return  # as in the playbook: the firm's work is done, and a token that is left expires by itself

    # A task: a client of its own, the tenant guard, the function

    def _on_imanage(self, ensure: Callable[..., Outcome], wanted: Any, confirm: bool = True) -> Outcome:
        variables = self.variables
        credentials = Credentials(
            variables["imanage_username"],
            variables["imanage_password"],
            variables["imanage_client_id"],
            variables.get("imanage_client_secret"),
        )
        redactor = _redactor(wanted, credentials.password, credentials.client_secret)
        transport = self._transport("iManage", variables["imanage_url"], redactor)
        client = ImanageClient(Connection(transport, credentials, self._session), variables.get("imanage_customer_id"))
        return self._task(client, redactor, ensure, wanted, confirm)

    def _on_legora(self, ensure: Callable[..., Outcome], wanted: Any) -> Outcome:
        variables = self.variables
        redactor = _redactor(wanted, variables["legora_api_key"])
        client = LegoraClient(
            self._transport("Legora", variables["legora_api_url"], redactor),
            organisation=variables["legora_organisation"],
            api_key=variables["legora_api_key"],
            region=variables["legora_region"],
        )
        return self._task(client, redactor, ensure, wanted, True)

    def _task(
        self,
        client: ImanageClient | LegoraClient,
        redactor: Redactor,
        ensure: Callable[..., Outcome],
        wanted: Any,
        confirm: bool,
    ) -> Outcome:
        try:
            if confirm:
                client.confirm_tenant()
            outcome = ensure(client, wanted, False)
            if outcome.converged is False:
                raise not_converged(client, outcome)
            return outcome
        except EthicalWallsError as error:
            self.shown.append(redactor.data({"msg": error.sentence(), "failure": error.failure(), "plan": error.done}))
            raise
        finally:
            client.close()

    def _transport(self, system: str, url: str, redactor: Redactor) -> Transport:
        return Transport(
            parse_origin(url, allow_path=True),
            Context(system, self.variables["firm_name"]),
            redactor,
            self._settings,
            sleep=self._sleep,
        )


def _redactor(wanted: Any, *secrets: str | None) -> Redactor:
    """Return what masks a task's secrets, and no other's: the front end knows those of its own module only."""
    return Redactor([*secrets, *(getattr(wanted, name, None) for name in _SECRET_OPTIONS)])
