# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What iManage Work says about itself and about the caller: C(GET {host}/api)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from .records import record_id, text_of

DEFAULT_PREFIX = "/work/api/v2"

_PORTS = {"https": 443, "http": 80}


class DiscoveryError(ValueError):
    """The discovery answer lacks something; the text names it."""


@dataclass(frozen=True)
class Library:
    """A library as discovery lists it.

    :ivar id: the library ID, called C(alias) in the answer.
    """

    id: str
    type: str | None = None
    status: str | None = None

    def as_dict(self) -> dict[str, t.Any]:
        return {"id": self.id, "type": self.type, "status": self.status}


@dataclass(frozen=True)
class Discovery:
    """The deployment, the tenant, and who is signed in.

    :ivar deployment: C(cloud) or C(on_premises).
    :ivar customer_id: always a string.
    :ivar prefix: the path below which version 2 of the API lies.
    :ivar foreign_origin: the origin that discovery names for the API, where it is not the one that was asked.
    """

    deployment: str
    version: str | None
    customer_id: str
    user_id: str
    user_email: str | None
    prefix: str
    libraries: tuple[Library, ...]
    preferred_library: str | None = None
    foreign_origin: str | None = None

    @property
    def is_cloud(self) -> bool:
        return self.deployment == "cloud"

    def as_dict(self) -> dict[str, t.Any]:
        return {
            "deployment": self.deployment,
            "version": self.version,
            "customer_id": self.customer_id,
            "user": {"id": self.user_id, "email": self.user_email},
            "libraries": [library.as_dict() for library in self.libraries],
            "preferred_library": self.preferred_library,
            "api_prefix": self.prefix,
        }


def parse_discovery(answer: t.Any, origin_url: str) -> Discovery:
    """Read a discovery answer.

    Its form is known from one captured answer (confidence T). That the capability C(global_users) marks the cloud is
    an assumption. Of the C(v2) URL only the path is used, on the origin that the user gave.

    :raises DiscoveryError: when something that is needed is missing.
    """
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict):
        raise DiscoveryError("it has no object 'data'")
    user = data.get("user")
    if not isinstance(user, dict) or not user.get("id"):
        raise DiscoveryError("data.user has no 'id' or no 'customer_id'")
    customer_id = customer_id_of(user, "data.user has no 'id' or no 'customer_id'")
    api_url = next(
        (
            str(version.get("url") or "")
            for version in _list(data.get("versions"))
            if isinstance(version, dict) and version.get("name") == "v2"
        ),
        "",
    )
    path, foreign_origin = _split_api_url(api_url, origin_url)
    work: dict[str, t.Any] = data["work"] if isinstance(data.get("work"), dict) else {}
    return Discovery(
        deployment="cloud" if "global_users" in _list(data.get("capabilities")) else "on_premises",
        version=text_of(data.get("dms_version")),
        customer_id=customer_id,
        user_id=str(user["id"]).upper(),
        user_email=text_of(user.get("email")),
        prefix=path or DEFAULT_PREFIX,
        libraries=tuple(
            Library(id=str(library["alias"]), type=text_of(library.get("type")), status=text_of(library.get("status")))
            for library in _list(work.get("libraries"))
            if isinstance(library, dict) and library.get("alias")
        ),
        preferred_library=text_of(work.get("preferred_library")),
        foreign_origin=foreign_origin,
    )


def customer_id_of(record: dict[str, t.Any], lacking: str = "its sign-in tells no 'customer_id'") -> str:
    """Return a customer ID as text; servers send a number (T).

    :raises DiscoveryError: when there is none, with the text C(lacking).
    """
    value = record.get("customer_id")
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        raise DiscoveryError(lacking)
    return str(value).strip()


def libraries_path(customer_id: str) -> str:
    """Return the path of a customer's libraries, C(GET C/libraries) (R), where nothing names the prefix."""
    return f"{DEFAULT_PREFIX}/customers/{quote(customer_id, safe='')}/libraries"


def legacy_discovery(customer_id: str, username: str, answer: dict[str, t.Any]) -> Discovery:
    """Return what an older server without discovery says of itself elsewhere; such a server is on-premises (T).

    :param username: who signed in: there a user ID (T).
    :param answer: the customer's libraries, of which C(id) and C(type) are declared, and no pages (R).
    :raises DiscoveryError: when it does not list them.
    """
    libraries = answer.get("data")
    if not isinstance(libraries, list) or not all(isinstance(one, dict) for one in libraries):
        raise DiscoveryError("there is none, and no list of libraries either")
    return Discovery(
        deployment="on_premises",
        version=None,
        customer_id=customer_id,
        user_id=username.upper(),
        user_email=None,
        prefix=DEFAULT_PREFIX,
        libraries=tuple(Library(id=record_id(one), type=text_of(one.get("type"))) for one in libraries),
    )


def _split_api_url(api_url: str, origin_url: str) -> tuple[str, str | None]:
    """Return the path of an address, and its origin where that is another one than the given."""
    own = urlsplit(origin_url)
    try:
        named = urlsplit(api_url)
        port = named.port
    except ValueError:
        raise DiscoveryError("the address of its version 'v2' is not a URL") from None
    # Without its slash a path would continue the host's name, and a call could go to another host.
    path = "/" + named.path.strip("/") if named.path.strip("/") else ""
    if not named.hostname:
        return path, None
    scheme = named.scheme or own.scheme
    if (scheme, named.hostname, port or _PORTS.get(scheme)) == (
        own.scheme,
        own.hostname,
        own.port or _PORTS[own.scheme],
    ):
        return path, None
    host = f"[{named.hostname}]" if ":" in named.hostname else named.hostname
    return path, f"{scheme}://{host}" + (f":{port}" if port else "")


def _list(value: t.Any) -> list[t.Any]:
    return value if isinstance(value, list) else []
