# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shakes hands by TLS as every request does, and finds out what there is to say when that fails."""

from __future__ import annotations

import socket
import ssl
import typing as t
from dataclasses import dataclass, field

from ..deadline import Deadline, reason_of
from .authorities import load_authorities
from .certificates import TRUSTED, WRONG_NAME

Connect = t.Callable[[], socket.socket]


@dataclass
class Secured:
    """What is known after the handshakes.

    :ivar connection: open, whether the certificate is trusted or not; C(None) when no handshake succeeded.
    :ivar error: why the handshake failed, or why the certificate is not trusted.
    :ivar code: OpenSSL's code of the chain's verification, the name left aside; C(None) when it never came to that.
    :ivar name_matches: C(None) when OpenSSL stopped before it looked at the name.
    :ivar peer: the server's certificate as Python shows it; empty unless its chain was verified.
    :ivar authorities: the trusted certificates in the same form.
    """

    connection: ssl.SSLSocket | None = None
    version: str | None = None
    error: str | None = None
    code: int | None = None
    name_matches: bool | None = None
    peer: t.Mapping[str, t.Any] = field(default_factory=dict)
    authorities: t.Sequence[t.Mapping[str, t.Any]] = ()

    @property
    def issuer_is_root(self) -> bool:
        """Whether the trusted issuer of the server's certificate is a root; also where it was sent or is not known."""
        issuers = [one for one in self.authorities if one["subject"] == self.peer.get("issuer")]
        return not issuers or any(one["subject"] == one["issuer"] for one in issuers)


def shake_hands(connect: Connect, host: str, authorities: str, deadline: Deadline) -> Secured:
    """Make a TLS connection: a trusted one, or else one that leaves the certificate aside.

    OpenSSL stops at the first mistake that it finds. A name that does not match hides what it would have said of dates,
    so then the chain is verified once more without the name.

    :param connect: makes a new TCP connection.
    :param authorities: a file or directory of trusted authorities.
    """
    found = Secured()
    _attempt(found, connect, host, authorities, deadline, check_name=True)
    if found.code in WRONG_NAME:
        found.name_matches, found.code = False, None
        _attempt(found, connect, host, authorities, deadline, check_name=False)
    if found.connection is None and found.code is not None:
        _attempt(found, connect, host, None, deadline, check_name=False)
    return found


def _attempt(
    found: Secured, connect: Connect, host: str, authorities: str | None, deadline: Deadline, check_name: bool
) -> None:
    """Try one handshake, and note what it told. What an earlier one said of the certificate is the first reason."""
    context = _context(authorities, check_name)
    try:
        connection = _wrapped(connect, context, host, deadline)
    except ssl.SSLCertVerificationError as error:
        found.code = error.verify_code
        found.error = found.error or reason_of(error)
        return
    except (OSError, ValueError) as error:
        found.error = found.error or reason_of(error)
        return
    found.connection, found.version = connection, connection.version()
    if authorities is not None:
        found.code = TRUSTED
        found.name_matches = check_name
        found.peer = connection.getpeercert() or {}
        found.authorities = context.get_ca_certs()


def _context(authorities: str | None, check_name: bool) -> ssl.SSLContext:
    """Return the settings that the library of every request makes, so that a probe says what a request would."""
    from urllib3.util.ssl_ import create_urllib3_context

    context = create_urllib3_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if authorities is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.check_hostname = check_name
        # The common name of a certificate counts no longer, for browsers nor for that library.
        context.hostname_checks_common_name = False
        load_authorities(context, authorities)
    return context


def _wrapped(connect: Connect, context: ssl.SSLContext, host: str, deadline: Deadline) -> ssl.SSLSocket:
    plain = connect()
    try:
        plain.settimeout(deadline.left())
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
