# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that modules share, and the client that each kind of module gets from them.

What talks to a system is imported where its client is built: a module needs one system's, some need none, and each
process pays for what it imports.
"""

from __future__ import annotations

import typing as t

from ._core.errors import EthicalWallsError
from ._core.http.counter import no_requests
from ._core.origin import OriginError, parse_origin
from ._core.redaction import Redactor
from ._core.values import is_blank
from ._legora.interface import API, BY_HAND, METHODS
from ._legora.regions import REGIONS

if t.TYPE_CHECKING:
    from ._core.http.transport import Context, Settings
    from ._core.probe import Probe
    from ._imanage.client import ImanageClient
    from ._legora.interface import Legora

Options = dict[str, t.Any]
# Told each secret that appears during the run.
Learn = t.Callable[[str], None]

COMMON_OPTIONS: dict[str, t.Any] = {
    "firm": {"type": "str"},
    "ca_path": {"type": "path"},
    "validate_certs": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 30},
    "ends_at": {"type": "float"},
    # Looked at by the action of the module: what ran before is known there.
    "after": {"type": "str", "choices": ["preflight"]},
    "require": {
        "type": "str",
        "choices": ["trusted", "trusted_or_locked", "seen_to_view", "not_rejected", "put_back", "rolled_back"],
    },
}

IMANAGE_OPTIONS: dict[str, t.Any] = {
    **COMMON_OPTIONS,
    "url": {"type": "str"},
    "expected_customer_id": {"type": "str"},
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "session": {"type": "path"},
    "username_form": {"type": "str", "choices": ["auto", "email", "id"], "default": "auto"},
    "api_prefix": {"type": "str"},
    "deployment": {"type": "str", "choices": ["auto", "cloud", "on_premises"], "default": "auto"},
}

IMANAGE_NEEDS = ("url", "username", "password", "client_id")

LEGORA_OPTIONS: dict[str, t.Any] = {
    **COMMON_OPTIONS,
    # Without a default, so that it shows whether a task with a key has said it.
    "method": {"type": "str", "choices": list(METHODS)},
    "confirmed": {"type": "dict"},
    "region": {"type": "str", "choices": sorted(REGIONS)},
    "api_url": {"type": "str"},
    "organisation": {"type": "str"},
    "api_key": {"type": "str", "no_log": True},
    "profile": {"type": "dict"},
}

LEGORA_NEEDS = ("region", "organisation")
# What a method needs besides.
METHOD_NEEDS: dict[t.Any, tuple[str, ...]] = {API: ("api_key",)}

CONNECTOR_OPTIONS: dict[str, t.Any] = {
    **LEGORA_OPTIONS,
    "connector_id": {"type": "str"},
}

# Where a run leaves notes for the next one.
NOTES_OPTIONS: dict[str, t.Any] = {"notes_directory": {"type": "path"}, "host": {"type": "str"}}
NOTES_RULES: dict[str, t.Any] = {"required_by": {"notes_directory": ["host"]}}


class NoClient:
    """Stands in where there is nothing to talk to."""

    counter = no_requests()

    def confirm_tenant(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


def no_client(options: Options, redactor: Redactor, learn: Learn) -> NoClient:
    return NoClient()


def imanage_client(options: Options, redactor: Redactor, learn: Learn) -> ImanageClient:
    """Return a client for iManage Work, not signed in yet."""
    from ._core.http.transport import Context, Transport
    from ._imanage.client import ImanageClient
    from ._imanage.connection import Connection, Credentials

    context = Context("iManage", options["firm"])
    return ImanageClient(
        Connection(
            Transport(_origin(options["url"], context, "url"), context, redactor, _settings(options), learn=learn),
            Credentials(
                username=options["username"],
                password=options["password"],
                client_id=options["client_id"],
                client_secret=options["client_secret"],
            ),
            session_path=options["session"],
        ),
        expected_customer_id=options["expected_customer_id"],
        username_form=options["username_form"],
        api_prefix=options["api_prefix"],
        deployment=options["deployment"],
    )


def probe_client(options: Options, redactor: Redactor, learn: Learn) -> Probe:
    from ._core.http.transport import Context
    from ._core.probe import Probe

    context = Context("iManage", options["firm"])
    return Probe(
        _origin(options["url"], context, "url"),
        system=context.system,
        firm=context.firm,
        ca_path=options["ca_path"],
        seconds=options["timeout"],
    )


def legora_client(options: Options, redactor: Redactor, learn: Learn) -> Legora:
    """Return a client for Legora, by the method that is wanted.

    :raises EthicalWallsError: C(validation) for a key without a method: nobody with a key is silently handed over.
    """
    if options["method"] is None and not is_blank(options["api_key"]):
        raise EthicalWallsError(
            "api_key is given, but no method",
            kind="validation",
            system="Legora",
            firm=options["firm"],
            operation="choose how it is configured",
            hint="Add method: api to use the key, or method: by_hand to have it done by hand.",
        )
    if options["method"] in (None, BY_HAND):
        from ._legora.by_hand.client import ByHand

        return ByHand(options["organisation"], options["confirmed"], options["firm"], options.get("connector_id"))
    return _legora_api(options, redactor)


def _legora_api(options: Options, redactor: Redactor) -> Legora:
    from ._core.http.transport import Context, Transport
    from ._legora.api.client import LegoraClient

    context = Context("Legora", options["firm"])
    url = options["api_url"] or REGIONS[options["region"]].api_url
    return LegoraClient(
        Transport(_origin(url, context, "api_url", allow_path=True), context, redactor, _settings(options)),
        organisation=options["organisation"],
        api_key=options["api_key"],
        region=options["region"],
        profile=options["profile"],
        connector_id=options.get("connector_id"),
    )


def _origin(url: str, context: Context, option: str, allow_path: bool = False) -> t.Any:
    try:
        return parse_origin(url, allow_path=allow_path)
    except OriginError as error:
        raise EthicalWallsError(
            f"{option} is unusable: {error}",
            kind="validation",
            system=context.system,
            firm=context.firm,
            operation="check its address",
            hint=f"Give {option} as https://HOST, as the firm's administrator knows it.",
        ) from None


def _settings(options: Options) -> Settings:
    from ._core.http.transport import Settings

    return Settings(
        timeout=float(options["timeout"]),
        ends_at=options["ends_at"],
        ca_path=options["ca_path"],
        validate_certs=options["validate_certs"],
    )
