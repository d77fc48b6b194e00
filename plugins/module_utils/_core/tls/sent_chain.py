# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets the certificates that a server sends, all of them, and reads them.

Python's own C(ssl) shows them from 3.13 only, and only of a chain that it verified. C(pyOpenSSL) shows them always, and
C(cryptography), which comes with it, reads them. Without these libraries nothing is known of the chain.
"""

from __future__ import annotations

import importlib
import ipaddress
import socket
import typing as t

from ..deadline import Deadline
from .certificates import Certificate

# Bytes of a handshake. Servers send a few thousand; OpenSSL itself refuses chains of more than 100 kB.
_MAX_HANDSHAKE = 256 * 1024
_PIECE = 16 * 1024
_MAX_TEXT = 300


class ChainError(Exception):
    """The certificates cannot be told; the text says why."""


def missing_libraries() -> list[str]:
    """Return what is not there, or not new enough."""
    try:
        importlib.import_module("OpenSSL.SSL")
        x509 = importlib.import_module("cryptography.x509")
    except (ImportError, AttributeError):
        # The second is how an old pyOpenSSL fails beside a new cryptography.
        return ["pyOpenSSL"]
    return [] if hasattr(x509.Certificate, "not_valid_after_utc") else ["cryptography (42 or newer)"]


def sent_chain(connection: socket.socket, host: str, deadline: Deadline) -> list[Certificate]:
    """Shake hands over a new connection without verifying anything, and return the certificates as they were sent.

    :param connection: stays open; the caller closes it.
    :raises ChainError: when they cannot be told.
    :raises OSError: when the connection breaks or the time is over.
    """
    from OpenSSL import SSL

    shake = SSL.Connection(SSL.Context(SSL.TLS_METHOD), None)
    if not _is_address(host):
        shake.set_tlsext_host_name(host.encode("ascii"))
    shake.set_connect_state()
    received = 0
    while True:
        try:
            shake.do_handshake()
            break
        except SSL.WantReadError:
            received += _exchange(shake, connection, deadline, SSL.WantReadError)
        except SSL.Error:
            raise ChainError("its certificates could not be read in a second handshake") from None
        if received > _MAX_HANDSHAKE:
            raise ChainError(f"its handshake is longer than {_MAX_HANDSHAKE} bytes")
    # Before release 24.3 it returns certificates of pyOpenSSL's own only.
    return [_read(one.to_cryptography()) for one in shake.get_peer_cert_chain() or []]


def _exchange(shake: t.Any, connection: socket.socket, deadline: Deadline, nothing_to_send: t.Any) -> int:
    """Send what the handshake has to say, give it what the server says, and return how many bytes that were."""
    try:
        while True:
            data = shake.bio_read(_PIECE)
            connection.settimeout(deadline.left())
            connection.sendall(data)
    except nothing_to_send:
        pass
    connection.settimeout(deadline.left())
    data = connection.recv(_PIECE)
    if not data:
        raise ChainError("it closed the second connection, made to read its certificates")
    shake.bio_write(data)
    return len(data)


def issued(child: Certificate, parent: Certificate) -> bool:
    """Say whether the second certificate signed the first."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        child.raw.verify_directly_issued_by(parent.raw)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _read(raw: t.Any) -> Certificate:
    """Read one certificate.

    :raises ChainError: when it does not follow the rules, so that it cannot be read.
    """
    try:
        certificate = Certificate(
            subject=_text(raw.subject),
            issuer=_text(raw.issuer),
            not_before=raw.not_valid_before_utc,
            not_after=raw.not_valid_after_utc,
            names=_names(raw),
            raw=raw,
        )
    except ValueError:
        raise ChainError("a certificate that it sent is malformed") from None
    own = raw.subject == raw.issuer and issued(certificate, certificate)
    return Certificate(**{**vars(certificate), "self_signed": own})


def _text(name: t.Any) -> str:
    return only_printable(name.rfc4514_string())[:_MAX_TEXT]


def _names(raw: t.Any) -> list[str]:
    from cryptography import x509

    try:
        names = raw.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    found = names.get_values_for_type(x509.DNSName) + names.get_values_for_type(x509.IPAddress)
    return [only_printable(str(name)) for name in found]


def only_printable(text: str) -> str:
    """Return what a server sent without anything that a terminal could take for a command."""
    return "".join(character for character in text if character.isprintable())


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
