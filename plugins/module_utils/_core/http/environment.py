# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the environment says about the way to a server: a proxy, and whom to trust.

The library C(requests) reads it at each request. What it can't use would look like a fault of the server, or of a key;
so it is looked at before anything is sent. Nothing here repeats an address, which may have a password in it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
from dataclasses import dataclass

from ..origin import Origin, is_loopback
from ..tls.authorities import authorities_variable, why_unusable

# That they are missing is reported by the front end, which looks for them first.
with contextlib.suppress(ImportError):
    import requests
    import urllib3

_SOCKS = ("socks4", "socks4a", "socks5", "socks5h")


@dataclass(frozen=True)
class Unusable:
    """What of the environment can't be used.

    :ivar reason: a clause that begins with the variable.
    :ivar hint: what to do about it.
    """

    reason: str
    hint: str


def has_proxy(origin: Origin) -> bool:
    """Say whether requests to a server go through a proxy; its address may hold a password."""
    return _proxy(origin) is not None


def hint_about_proxy(origin: Origin) -> str:
    """Say what to do where the proxy does not lead to a server."""
    return f"Check {_proxy_variable(origin) or 'the proxy'}; a host that needs none is named in NO_PROXY."


def hint_about_trust(origin: Origin, system: str, ca_path: str | None) -> str:
    """Say by what a server's certificates, or those that a proxy shows in their place, can be trusted.

    :param system: whose variable among a firm's names the authorities.
    """
    named, proxy = authorities_variable(), _proxy_variable(origin)
    instead = f" in the place of {named}" if named and not ca_path else ""
    through = f"The way leads through {proxy}; a proxy may show certificates of its own. " if proxy else ""
    return (
        f"{through}Have its certificates put right; the module endpoint_info shows what is wrong with them. For a "
        f"private certification authority give ca_path ({system.lower()}_ca_path among a firm's variables){instead}."
    )


def unusable(origin: Origin, ca_path: str | None, validate_certs: bool) -> Unusable | None:
    """Return what of the environment would make every request to a server fail."""
    if is_loopback(origin.host):
        return None
    named = authorities_variable() if validate_certs and not ca_path and origin.url.startswith("https:") else None
    why = why_unusable(os.environ[named]) if named else None
    if named and why is not None:
        return Unusable(
            f"{named} of the environment names {os.environ[named]}, which is unusable ({why})",
            f"Let {named} name a file of certificates in PEM form that is there where Ansible runs, or take it out of "
            "the environment.",
        )
    address = _proxy(origin)
    return _unusable_proxy(_proxy_variable(origin) or "the proxy", address) if address else None


def _proxy_variable(origin: Origin) -> str | None:
    """Return the variable that names the proxy for a server; C(None) where there is no proxy, or nothing names it."""
    address = _proxy(origin)
    scheme = origin.url.partition(":")[0]
    names = (f"{scheme}_proxy", "all_proxy")
    return next(
        (name for one in names for name in (one, one.upper()) if address and os.environ.get(name) == address), None
    )


def _proxy(origin: Origin) -> str | None:
    """Return the address of the proxy, as the library finds it."""
    if is_loopback(origin.host):
        return None
    found = requests.utils.select_proxy(origin.url, requests.utils.get_environ_proxies(origin.url))
    return str(found) if found else None


def _unusable_proxy(variable: str, address: str) -> Unusable | None:
    how = f"Write {variable} as http://HOST:PORT; in a user name or password, characters such as # / @ are written as "
    how += "%23 %2F %40."
    try:
        parts = urllib3.util.parse_url(address if "://" in address else f"http://{address}")
    except (ValueError, urllib3.exceptions.HTTPError):
        return Unusable(f"{variable} of the environment is no address of a proxy", how)
    if not parts.host or parts.query or parts.fragment or (parts.path or "/") != "/":
        # A character too many, and a part of the password is taken for the host.
        return Unusable(f"{variable} of the environment is no address of a proxy", how)
    if parts.scheme in _SOCKS:
        if importlib.util.find_spec("socks") is not None:
            return None
        return Unusable(
            f"{variable} of the environment names a SOCKS proxy, and the Python library PySocks is missing",
            f"Install PySocks for {sys.executable}, or use a proxy for HTTP.",
        )
    if parts.scheme not in ("http", "https"):
        return Unusable(f"{variable} of the environment names a kind of proxy that is not known", how)
    return None
