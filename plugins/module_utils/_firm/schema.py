# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firm variables: one table of what a consultant may set for a firm, and how each value is checked."""

from __future__ import annotations

import difflib
import ipaddress
import os
import typing as t
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from .._core.origin import OriginError, parse_origin
from .._core.values import EMAIL_ADDRESS, Check, is_blank, matching, number_of, one_of, text, truth
from .._core.verdicts import ATTESTABLE, check_id
from .._imanage.libraries import LibraryListError, parse_libraries
from .._legora.regions import REGIONS

# A secret that equals another value, or is a short word, would blank that value or word in all output.
SHORTEST_SECRET = 8
# iManage's own policy is each firm's affair; this is the floor below which we do not create an account.
SHORTEST_ACCOUNT_PASSWORD = 14

LONGEST_USER_ID = 128

# Minutes. A cloud change may take up to eight hours, and nobody should wait longer than that.
LONGEST_DEADLINE = 8 * 60
DEFAULT_DEADLINE = 15

METHODS = ("api", "assisted", "browser")
DEPLOYMENTS = ("cloud", "on_premises")
EXPOSURES = ("cloud", "direct", "azure_app_proxy", "other")


@dataclass(frozen=True)
class FirmVariable:
    """One variable of a firm.

    :ivar check: returns the normalised value, or raises :class:`ValueError` with what is wrong.
    :ivar required: whether a firm cannot be without it.
    :ivar secret: whether its value must never be shown.
    :ivar default: what absence means, where that is more than "not given".
    """

    name: str
    check: Check
    required: bool = False
    secret: bool = False
    default: t.Any = None


def _address(allow_path: bool) -> Check:
    def check(value: t.Any) -> str:
        try:
            origin = parse_origin(text(value), allow_path=allow_path)
        except OriginError as error:
            raise ValueError(f"is unusable: {error}") from None
        return origin.url + origin.path

    return check


def _secret(shortest: int) -> Check:
    def check(value: t.Any) -> str:
        if not isinstance(value, str):
            raise ValueError("is not a text; put it in quotes")
        if value != value.strip() or any(ord(character) < 32 for character in value):
            raise ValueError("begins or ends with white space, or contains a line break")
        if len(value) < shortest:
            raise ValueError(f"has {len(value)} characters; {shortest} are needed at least")
        return value

    return check


def _user_id(value: t.Any) -> str:
    """Check a user ID.

    iManage's cloud allows more than letters and digits, such as C(.), C(@), C(+) and C(/). What C(.) and C(..) would do
    to the path of a request, no user ID is meant to do.
    """
    written = text(value)
    if len(written) > LONGEST_USER_ID or not written.isprintable() or " " in written or written in (".", ".."):
        raise ValueError(f"is not a user ID (up to {LONGEST_USER_ID} characters, without blanks)")
    return written


def _key(value: t.Any) -> str:
    """Check a key: it is sent in a header, so it has to consist of printable ASCII characters."""
    key: str = _secret(SHORTEST_SECRET)(value)
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ValueError("has characters that no key has; copy it again")
    return key


def _libraries(value: t.Any) -> list[dict[str, str | None]]:
    try:
        return [{"id": choice.id, "role": choice.role} for choice in parse_libraries(value)]
    except LibraryListError as error:
        raise ValueError(f"is unusable: {error}") from None


def _file(value: t.Any) -> str:
    path = os.path.expanduser(text(value))
    if not os.path.isfile(path):
        raise ValueError("names no file on this machine")
    return path


def _profile(value: t.Any) -> dict[str, t.Any]:
    if not isinstance(value, dict):
        raise ValueError("is not a mapping")
    # Late, since few firms have a profile of their own and this file is read by a filter too.
    from .._legora.api.profile import ProfileError, parse_profile

    try:
        parse_profile(value)
    except ProfileError as error:
        raise ValueError(f"is unusable: {error}") from None
    return value


def _networks(value: t.Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError("is not a list of addresses")
    networks = []
    for number, entry in enumerate(value, start=1):
        try:
            networks.append(str(ipaddress.ip_network(text(entry))))
        except ValueError:
            raise ValueError(f"has an entry {number} that is no address or network") from None
    return networks


def _attestations(value: t.Any) -> dict[str, dict[str, str]]:
    """Check attestations: what no machine can see, a named person says, with a date."""
    if not isinstance(value, dict):
        raise ValueError("is not a mapping of check IDs")
    checked: dict[str, dict[str, str]] = {}
    mistakes = []
    for name, said in value.items():
        try:
            attested = _attestable(str(name).strip())
            if attested in checked:
                raise ValueError(f"names check {attested} twice")
            checked[attested] = _attestation(attested, said)
        except ValueError as error:
            mistakes.append(str(error))
    if mistakes:
        raise ValueError("; it ".join(mistakes))
    return checked


def _attestation(name: str, said: t.Any) -> dict[str, str]:
    if not isinstance(said, dict) or is_blank(said.get("by")) or is_blank(said.get("date")):
        raise ValueError(f"lacks 'by' or 'date' for check {name}")
    unknown = sorted(set(map(str, said)) - {"by", "date", "note"})
    if unknown:
        raise ValueError(f"has the unknown key {', '.join(unknown)} for check {name}; known are by, date, note")
    try:
        day = datetime.strptime(str(said["date"])[:10], "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise ValueError(f"has a date that is not YYYY-MM-DD for check {name}") from None
    # Somewhere it is tomorrow already.
    if day > datetime.now(timezone.utc).date() + timedelta(days=1):
        raise ValueError(f"has a date in the future for check {name}")
    return {
        "by": str(said["by"]).strip(),
        "date": day.isoformat(),
        "note": str(said.get("note") or "").strip(),
    }


def _attestable(name: str) -> str:
    """Return the ID of a check that a named person may attest."""
    found = check_id(name)
    if found not in ATTESTABLE:
        raise ValueError(f"names check {found}, which is decided by reading; nobody can attest it")
    return found


# In the order of the table "Firm variables" of the README.
SCHEMA = (
    FirmVariable("firm_name", text, required=True),
    FirmVariable("firm_deadline", number_of("minutes", LONGEST_DEADLINE), default=DEFAULT_DEADLINE),
    FirmVariable("legora_region", one_of(*sorted(REGIONS)), required=True),
    FirmVariable("legora_organisation", text, required=True),
    FirmVariable("legora_method", one_of(*METHODS), default="api"),
    FirmVariable("legora_connector_id", text),
    FirmVariable("legora_api_key", _key, secret=True),
    FirmVariable("legora_api_url", _address(allow_path=True)),
    FirmVariable("legora_web_url", _address(allow_path=True)),
    FirmVariable("legora_ca_path", _file),
    FirmVariable("legora_profile", _profile),
    FirmVariable("imanage_url", _address(allow_path=False), required=True),
    FirmVariable("imanage_deployment", one_of(*DEPLOYMENTS)),
    FirmVariable("imanage_exposure", one_of(*EXPOSURES)),
    FirmVariable("imanage_legora_app_name", text),
    FirmVariable("imanage_customer_id", matching(r"[0-9]{1,20}", "a customer ID (digits)")),
    FirmVariable("imanage_libraries", _libraries, required=True),
    FirmVariable("imanage_username", text, required=True),
    FirmVariable("imanage_password", _secret(SHORTEST_SECRET), required=True, secret=True),
    FirmVariable("imanage_client_id", text, required=True),
    FirmVariable("imanage_client_secret", _secret(SHORTEST_SECRET), secret=True),
    FirmVariable("imanage_ca_path", _file),
    FirmVariable("imanage_validate_certs", truth, default=True),
    FirmVariable("imanage_username_form", one_of("auto", "email", "id"), default="auto"),
    FirmVariable("imanage_api_prefix", matching(r"(/[A-Za-z0-9._-]+)+", "a path such as /work/api/v2")),
    FirmVariable("service_account_user_id", _user_id, default="SVC-LEGORA"),
    FirmVariable("service_account_full_name", text),
    FirmVariable("service_account_email", EMAIL_ADDRESS, required=True),
    FirmVariable("service_account_password", _secret(SHORTEST_ACCOUNT_PASSWORD), required=True, secret=True),
    FirmVariable("service_account_password_version", text),
    FirmVariable("service_account_role", text),
    FirmVariable("service_account_accept_document_view", truth, default=False),
    FirmVariable("service_account_ip_lock", truth, default=False),
    FirmVariable("network_allow_list", _networks),
    FirmVariable("rotate_new_password", _secret(SHORTEST_ACCOUNT_PASSWORD), secret=True),
    FirmVariable("rotate_new_password_version", text),
    FirmVariable("offboard_confirm", text),
    FirmVariable("attestations", _attestations),
)

BY_NAME = {variable.name: variable for variable in SCHEMA}
SECRETS = tuple(variable.name for variable in SCHEMA if variable.secret)

# A name with one of these prefixes is a firm variable, or a mistake.
PREFIXES = ("firm_", "imanage_", "legora_", "service_account_")

# What roles set for themselves begins with the role's name and an underscore.
ROLE_PREFIXES = ("imanage_service_account_", "legora_connector_", "legora_preferences_")

# How alike another name must be to a firm variable to be taken for it, misspelt.
ALMOST_THE_SAME = 0.9


def looks_like_one(name: str) -> bool:
    """Say whether a name is meant as that of a firm variable, rightly spelt or not."""
    if name.startswith(PREFIXES):
        return True
    # What has a whole one in it is somebody's own, such as C(old_service_account_password).
    is_own = any(known in name for known in BY_NAME)
    return not is_own and bool(difflib.get_close_matches(name, BY_NAME, n=1, cutoff=ALMOST_THE_SAME))


def known_names(names: t.Iterable[str]) -> list[str]:
    """Return those of the names that are firm variables, in the order of the table."""
    present = set(names)
    return [variable.name for variable in SCHEMA if variable.name in present]
