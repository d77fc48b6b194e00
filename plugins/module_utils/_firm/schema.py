# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firm variables: one table of what a consultant may set for a firm.

C(make generate) writes from it what is said about them in the documentation of modules and roles, and in the guide.
"""

from __future__ import annotations

import typing as t

from .._core.values import EMAIL_ADDRESS, matching, number_of, one_of, text, truth
from .._imanage.libraries import LibraryChoice, ids_of, parse_libraries
from .._legora.interface import API, BY_HAND, METHODS
from .._legora.regions import REGIONS
from .check_variables import OF_CHECKS
from .rotation_variables import OF_ROTATION, SHORTEST_ACCOUNT_PASSWORD
from .variable import (
    SHORTEST_SECRET,
    Fills,
    FirmVariable,
    Variables,
    address,
    confirmed,
    existing_file,
    header_key,
    profile,
    secret,
    user_id,
)

# Minutes. A cloud change may take up to eight hours, and nobody should wait longer than that.
LONGEST_DEADLINE = 8 * 60
DEFAULT_DEADLINE = 15

LONGEST_HANDOVER_DAYS = 366
DEFAULT_HANDOVER_DAYS = 14

LONGEST_ROTATION_DAYS = 3660
DEFAULT_ROTATION_DAYS = 365

REGION_NAMES = tuple(sorted(REGIONS))
DEPLOYMENTS = ("cloud", "on_premises")
EXPOSURES = ("cloud", "direct", "azure_app_proxy", "other")
USERNAME_FORMS = ("auto", "email", "id")

# What a task of the module imanage_user says when it wants something by itself. Then the firm's description of the
# account is not wanted as well: left out still means left alone.
OWN_WISH = ("state", "full_name", "email", "user_password", "role", "ip_lock", "ip_range")


def _egress(region: t.Any, variables: Variables) -> str:
    return REGIONS[region].egress_address


def _egress_if_locked(is_locked: t.Any, variables: Variables) -> str | None:
    """Return the address that the account is to be locked to, so that what stands against it is found at once."""
    return _egress(variables("legora_region"), variables) if is_locked else None


def _is_named(name: t.Any, variables: Variables) -> bool:
    return True


def _set_of_ids(chosen: list[LibraryChoice], variables: Variables) -> dict[str, list[str]]:
    return {"set": ids_of(chosen)}


def _added(account: t.Any, variables: Variables) -> dict[str, list[str]]:
    return {"add": [account]}


def _described(option: str) -> Fills:
    """Return a wish for the account, which counts in the call that has none of its own."""
    return Fills(f"imanage_user.{option}", unless=(*OWN_WISH, "correct_roles"), of_account=True)


# In the order in which the documentation shows them.
SCHEMA = (
    FirmVariable(
        "firm_name",
        text,
        "The firm, as reports and messages name it.",
        required=True,
        fills=(Fills("imanage.firm"), Fills("legora.firm")),
    ),
    FirmVariable(
        "firm_deadline",
        number_of("minutes", LONGEST_DEADLINE),
        "Minutes that a run's tasks may take for this firm, without what they wait for other firms, from 1 to "
        f"{LONGEST_DEADLINE}. Then nothing more is sent, and the firm fails.",
        type="int",
        default=DEFAULT_DEADLINE,
        readers=("firm_config",),
    ),
    FirmVariable(
        "legora_region",
        one_of(*REGION_NAMES),
        "The region of the firm's Legora. It says which address Legora comes from.",
        choices=REGION_NAMES,
        required=True,
        fills=(
            Fills("legora.region"),
            Fills("imanage.legora_address", _egress),
        ),
        readers=("firm_result",),
    ),
    FirmVariable(
        "legora_organisation",
        text,
        "The name or ID of the firm's organisation at Legora. The key, or what was confirmed, has to belong to it.",
        required=True,
        fills=(Fills("legora.organisation"),),
        readers=("firm_result",),
    ),
    FirmVariable(
        "legora_method",
        one_of(*METHODS),
        "How Legora is configured. By V(by_hand), nothing is sent there: what is to be entered is handed over, and "
        "what was entered is confirmed in C(legora_confirmed). V(api) uses the administration API, with "
        "C(legora_api_key).",
        choices=METHODS,
        default=BY_HAND,
        fills=(Fills("legora.method"),),
        readers=("firm_config", "firm_result"),
    ),
    FirmVariable(
        "legora_confirmed",
        confirmed,
        "What was entered at Legora by hand, with the keys C(by), C(date) (a day, or a moment with its zone), "
        "C(organisation), C(service_username), C(customer_id), C(libraries) and C(create_projects_from_imanage), and "
        "if wanted C(connector_id), C(password_version) and C(note). The hand-over says it in a form to paste.",
        needed="for C(legora_method=by_hand), once that is done",
        type="dict",
        fills=(Fills("legora.confirmed", method=BY_HAND),),
        readers=("preflight", "verify"),
    ),
    FirmVariable(
        "handover_days",
        number_of("days", LONGEST_HANDOVER_DAYS),
        f"Days that a hand-over may be open, from 1 to {LONGEST_HANDOVER_DAYS}. After them, verify warns.",
        type="int",
        default=DEFAULT_HANDOVER_DAYS,
        readers=("verify",),
    ),
    FirmVariable(
        "legora_connector_id",
        text,
        "The ID of the firm's iManage connector at Legora. By hand, any name of it that C(legora_confirmed) repeats.",
        needed="where the organisation has several connectors",
        fills=(Fills("legora.connector_id"),),
        readers=("firm_result",),
    ),
    FirmVariable(
        "legora_api_key",
        header_key,
        "The key for Legora's administration API.",
        needed="for C(legora_method=api)",
        secret=True,
        fills=(Fills("legora.api_key", method=API),),
    ),
    FirmVariable(
        "legora_api_url",
        address(allow_path=True),
        "The address of Legora's administration API with its base path. Without it, that of the region.",
        fills=(Fills("legora.api_url", method=API),),
    ),
    FirmVariable(
        "legora_web_url",
        address(allow_path=True),
        "The address of Legora's web pages, which is checked against the region. Without it, that of the region.",
        readers=("preflight", "firm_result"),
    ),
    FirmVariable(
        "legora_ca_path",
        existing_file,
        "A file with the certification authority of a proxy that shows its own certificates on the way to Legora, on "
        "the machine where Ansible runs.",
        type="path",
        fills=(Fills("legora.ca_path", method=API),),
    ),
    FirmVariable(
        "legora_profile",
        profile,
        "How Legora's administration API is spoken, where it differs from the bundled profile.",
        type="dict",
        fills=(Fills("legora.profile", method=API),),
        readers=("firm_result",),
    ),
    FirmVariable(
        "imanage_url",
        address(allow_path=False),
        "The address of iManage Work, as C(https://host), without a path. A port is allowed and gives a warning.",
        required=True,
        fills=(Fills("imanage.url"), Fills("legora_connector_info.expected_url")),
        readers=("firm_result",),
    ),
    FirmVariable(
        "imanage_deployment",
        one_of(*DEPLOYMENTS),
        "V(cloud) or V(on_premises), for a firm where a message says that iManage's address and answers disagree about "
        "it. Without it, what iManage says of itself.",
        choices=DEPLOYMENTS,
        fills=(Fills("imanage.deployment"),),
    ),
    FirmVariable(
        "imanage_exposure",
        one_of(*EXPOSURES),
        "How Legora reaches iManage, V(cloud), V(direct), V(azure_app_proxy) or V(other). It decides which checks of "
        "the network apply. Without it, V(cloud) where iManage says so.",
        choices=EXPOSURES,
        readers=("preflight", "firm_result"),
    ),
    FirmVariable(
        "imanage_legora_app_name",
        text,
        "The name of Legora's application in iManage, for the checks R3 and R4.",
        fills=(
            Fills("imanage_info.applications", _is_named),
            Fills("imanage_user_info.applications", _is_named, unless=("predecessors",)),
        ),
    ),
    FirmVariable(
        "imanage_customer_id",
        matching(r"[0-9]{1,20}", "a customer ID (digits)"),
        "The firm's customer ID at iManage, digits in quotes. Without it, iManage's cloud is only read; on-premises it "
        "is V(1).",
        needed="to write in iManage's cloud",
        fills=(Fills("imanage.expected_customer_id"), Fills("legora_connector_capability.customer_id")),
        readers=("firm_result",),
    ),
    FirmVariable(
        "imanage_libraries",
        parse_libraries,
        "The libraries that Legora covers, as a list of library IDs in exact spelling, or of C({id, role}). Never "
        "empty.",
        type="list",
        elements="raw",
        required=True,
        fills=(
            Fills("imanage_info.libraries"),
            Fills("imanage_user.libraries", unless=("state",), of_account=True),
            Fills("imanage_user_info.covered"),
            Fills("imanage_password.libraries", of_account=True),
            Fills("imanage_group_membership.libraries", unless=("users",)),
            Fills("imanage_access_info.libraries"),
            Fills("legora_connector_capability.libraries", _set_of_ids, unless=("state",)),
        ),
        readers=("firm_result",),
    ),
    FirmVariable(
        "imanage_username",
        text,
        "The user name of the operator, the administrator who signs in to iManage for a run. An e-mail address in "
        "iManage's cloud, a user ID on-premises; never the service account.",
        required=True,
        fills=(Fills("imanage.username"),),
    ),
    FirmVariable(
        "imanage_password",
        secret(SHORTEST_SECRET),
        "The operator's password.",
        required=True,
        secret=True,
        fills=(Fills("imanage.password"),),
    ),
    FirmVariable(
        "imanage_client_id",
        text,
        "The client ID of the application at iManage through which the operator signs in.",
        required=True,
        fills=(Fills("imanage.client_id"),),
    ),
    FirmVariable(
        "imanage_client_secret",
        secret(SHORTEST_SECRET),
        "The client secret of the application through which the operator signs in. Native applications on-premises "
        "have none.",
        secret=True,
        fills=(Fills("imanage.client_secret"),),
    ),
    FirmVariable(
        "imanage_ca_path",
        existing_file,
        "A file with the firm's own certification authorities, on the machine where Ansible runs.",
        type="path",
        fills=(Fills("imanage.ca_path"),),
    ),
    FirmVariable(
        "imanage_validate_certs",
        truth,
        "Whether iManage's certificate is checked. V(false) is for tests only, and gives a warning.",
        type="bool",
        default=True,
        fills=(Fills("imanage.validate_certs"),),
        readers=("firm_result",),
    ),
    FirmVariable(
        "imanage_username_form",
        one_of(*USERNAME_FORMS),
        "What accounts sign in with at this firm, V(email), V(id) or V(auto), which is the e-mail address in iManage's "
        "cloud and the user ID elsewhere.",
        choices=USERNAME_FORMS,
        default="auto",
        fills=(Fills("imanage.username_form"),),
    ),
    FirmVariable(
        "imanage_api_prefix",
        matching(r"(/[A-Za-z0-9._-]+)+", "a path such as /work/api/v2"),
        "The path below which version 2 of iManage's API lies, where it is not the one that iManage itself names, such "
        "as C(/work/api/v2).",
        fills=(Fills("imanage.api_prefix"),),
    ),
    FirmVariable(
        "service_account_user_id",
        user_id,
        "The user ID of the service account. One that exists in iManage's cloud may have other characters than "
        "letters, digits, C(_) and C(-), but no blanks.",
        default="SVC-LEGORA",
        fills=(
            Fills("imanage_user.user_id", of_account=True),
            Fills("imanage_user_info.user_id", of_account=True),
            Fills("imanage_password.user_id", of_account=True),
            Fills("imanage_access_info.user_id", of_account=True),
            Fills("imanage_group_membership.users", _added, unless=("group",), of_account=True),
        ),
        readers=("firm_result",),
    ),
    FirmVariable(
        "service_account_full_name",
        text,
        "The name of the service account as people see it. Without it, a new account is called V(Legora service "
        "account).",
        fills=(_described("full_name"),),
        readers=("firm_result",),
    ),
    FirmVariable(
        "service_account_email",
        EMAIL_ADDRESS,
        "The e-mail address of the service account, unique at iManage.",
        required=True,
        fills=(_described("email"), Fills("imanage_user_info.email", unless=("predecessors",), of_account=True)),
        readers=("firm_result", "verify"),
    ),
    FirmVariable(
        "service_account_password",
        secret(SHORTEST_ACCOUNT_PASSWORD),
        f"The password of the service account, {SHORTEST_ACCOUNT_PASSWORD} characters at least.",
        required=True,
        secret=True,
        fills=(
            _described("user_password"),
            Fills("imanage_access_info.account_password", of_account=True),
            Fills("imanage_password.current_password", of_account=True),
            Fills(
                "legora_connector_service_account.service_password",
                unless=("state", "rotated"),
                of_account=True,
                method=API,
            ),
        ),
    ),
    FirmVariable(
        "service_account_password_version",
        text,
        "A label of that password in the firm's vault, such as the date of its change, for reports. A sign-in that was "
        "refused with a password of this label is not repeated.",
        fills=(
            Fills("imanage_access_info.password_version", of_account=True),
            Fills("imanage_password.current_version", of_account=True),
            Fills("legora_connector_service_account.password_version", unless=("rotated",), of_account=True),
        ),
        readers=("firm_result",),
    ),
    FirmVariable(
        "service_account_role",
        text,
        "The library role that withholds document view, in libraries that name none. Without it, iManage's V(DEFAULT).",
        fills=(
            Fills("imanage_user.role", unless=OWN_WISH, of_account=True),
            Fills("imanage_access_info.role", of_account=True),
        ),
        readers=("firm_config",),
    ),
    FirmVariable(
        "service_account_accept_document_view",
        truth,
        "Whether onboarding goes on although the account may view documents. Every report then has a warning.",
        type="bool",
        default=False,
        fills=(Fills("imanage_user.accept_document_view", unless=OWN_WISH, of_account=True),),
        readers=("preflight", "firm_result", "verify"),
    ),
    FirmVariable(
        "service_account_ip_lock",
        truth,
        "Whether the account may sign in from Legora's address only. This is for iManage's cloud; on-premises it is "
        "refused.",
        type="bool",
        default=False,
        fills=(Fills("imanage_user.ip_range", _egress_if_locked, unless=("state", "correct_roles"), of_account=True),),
        readers=("verify",),
    ),
    FirmVariable(
        "rotate_after_days",
        number_of("days", LONGEST_ROTATION_DAYS),
        f"Days after which the account's password is due for another one, from 1 to {LONGEST_ROTATION_DAYS}. Verify "
        "warns a month before, or a quarter of these days where that is less.",
        type="int",
        default=DEFAULT_ROTATION_DAYS,
        readers=("verify",),
    ),
    *OF_ROTATION,
    FirmVariable(
        "offboard_confirm",
        text,
        "The inventory name of the firm, to confirm that it is to be offboarded.",
        needed="to offboard it",
        readers=("firm_config",),
    ),
    *OF_CHECKS,
)

BY_NAME = {variable.name: variable for variable in SCHEMA}
SECRETS = tuple(variable.name for variable in SCHEMA if variable.secret)

# A name with one of these prefixes is a firm variable, or a mistake.
PREFIXES = ("firm_", "imanage_", "legora_", "service_account_")


def variable_of(system: str | None, option: str) -> str | None:
    """Return the firm variable that an option of a system's modules is filled from."""
    for variable in SCHEMA:
        for one in variable.fills:
            scope, _dot, name = one.option.partition(".")
            if name == option and (scope == system or scope.startswith(f"{system}_")):
                return variable.name
    return None
