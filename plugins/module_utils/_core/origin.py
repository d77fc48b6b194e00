# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the address of a system: an origin (scheme, host, optional port) to which credentials may be sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_HOST = re.compile(
    r"^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"
)


class OriginError(ValueError):
    """The address is unusable; the text says why, and what to write instead where that is clear.

    Of the address it repeats the host and the port at most, and nothing where there is user info: a path may hold a
    secret, too.
    """


@dataclass(frozen=True)
class Origin:
    """Where requests go: C(https://host), C(https://host:port), or plain C(http) on loopback.

    :ivar url: the origin as a URL, without a trailing slash.
    :ivar host: the host in lower case.
    :ivar path: the path, without a trailing slash; always empty unless it was allowed.
    """

    url: str
    host: str
    port: int | None
    path: str = ""


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def has_dot_segment(path: str) -> bool:
    """Say whether a path has a segment C(.) or C(..), encoded or not: what such a path leads to is another path."""
    return any(unquote(segment) in (".", "..") for segment in path.split("/"))


def _is_ip6(host: str) -> bool:
    try:
        # With a zone, after a percent sign, anything may follow; and it means something on one machine only.
        return "%" not in host and ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _is_host(host: str, netloc: str) -> bool:
    """Say whether a host is valid, and nothing stands around it: older Pythons drop what is beside brackets."""
    before, _host, after = netloc.lower().partition(_shown(host))
    return bool(_HOST.match(host) or _is_ip6(host)) and not before and after[:1] in ("", ":")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def host_of(address: object) -> str | None:
    """Return the host of an address as a person may have written it, in lower case; C(None) where there is none."""
    text = str(address or "").strip()
    try:
        host = (urlsplit(text if "//" in text else f"//{text}").hostname or "").rstrip(".")
    except ValueError:
        return None
    return host if _HOST.match(host) or _is_ip6(host) else None


def parse_origin(url: str, allow_path: bool = False) -> Origin:
    """Check and normalise the address of a system.

    :param allow_path: whether a base path may follow the host, as in C(https://api.example.com/v1).
    :raises OriginError: with the reason; never with what may be a secret.
    """
    text = url.strip()
    if " " in text or "\\" in text or not text.isprintable():
        raise OriginError("it contains white space, control characters or a backslash")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise OriginError("it is not a URL") from None
    if parts.scheme.lower() not in ("https", "http"):
        raise OriginError("it must begin with https://, as in https://imanage.firm.example")
    # Also behind the host: a slash too many makes a password a path.
    if "@" in text:
        raise OriginError("it must not contain a user name or password")
    host = (parts.hostname or "").lower()
    if not host or not _is_host(host, parts.netloc):
        raise OriginError("it names no valid host")
    if parts.netloc.endswith(":") or port == 0:
        raise OriginError("its port is not a number from 1 to 65535")
    in_the_clear = parts.scheme.lower() == "http"
    corrected = f"https://{_shown(host)}" + (f":{port}" if port and not (in_the_clear and port == 80) else "")
    path = parts.path.rstrip("/")
    has_query = bool(parts.query or parts.fragment or "?" in text or "#" in text)
    if (path or has_query) and not allow_path:
        raise OriginError(f"it must end after the host, without a path or query; write {corrected}")
    if has_query:
        raise OriginError("it must not contain a query or fragment")
    if has_dot_segment(path):
        raise OriginError("its path must not contain '.' or '..'")
    if in_the_clear and not is_loopback(host):
        same_path = ", with the same path" if path else ""
        reason = "it must begin with https://; plain http would send passwords in the clear"
        raise OriginError(f"{reason}; write {corrected}{same_path}")
    return Origin(
        url=f"{parts.scheme.lower()}://{_shown(host)}" + (f":{port}" if port else ""), host=host, port=port, path=path
    )
