# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what is wrong with a chain of certificates, from the chain as sent and what the verification of it said.

The verification is OpenSSL's. It says that something is missing, but not whether a server left it out or nobody could
have sent it; that is decided here.
"""

from __future__ import annotations

import ipaddress
import typing as t
from dataclasses import dataclass, field
from datetime import datetime

# Codes of OpenSSL's verification (openssl-verification-options(1), x509_vfy.h): they are part of its stable interface.
TRUSTED = 0
_NOT_YET_VALID = 9
_EXPIRED = 10
_SELF_SIGNED = 18
_UNTRUSTED_ROOT = 19
_ISSUER_MISSING = (2, 20, 21)
WRONG_NAME = (62, 64)


@dataclass(frozen=True)
class Certificate:
    """What is looked at of one certificate.

    :ivar subject: and ``issuer``: as RFC 4514 writes names.
    :ivar names: the DNS names and addresses that it is for.
    :ivar raw: the certificate itself, for whoever can read it.
    """

    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    self_signed: bool = False
    names: list[str] = field(default_factory=list)
    raw: t.Any = None


Issued = t.Callable[[Certificate, Certificate], bool]


def path_of(sent: t.Sequence[Certificate], issued: Issued) -> list[Certificate]:
    """Return the server's certificate, its issuer, that one's issuer and so on, as far as they were sent.

    :param sent: the server's own certificate first, the others in any order, as TLS allows.
    :param issued: whether the second certificate signed the first.
    """
    path = list(sent[:1])
    others = list(sent[1:])
    while path and not path[-1].self_signed:
        issuer = next((one for one in others if issued(path[-1], one)), None)
        if issuer is None:
            break
        others.remove(issuer)
        path.append(issuer)
    return path


def status_of(path: t.Sequence[Certificate], code: int, issuer_is_root: bool) -> str:
    """Return what the chain is.

    A server has to send everything but the root. So where an issuer is missing and the server sent nothing but its own
    certificate, the chain is C(incomplete), although the issuer might be a root that nobody knows; where it sent a
    certificate between, the missing one is taken for a root that is not trusted: C(unknown_ca).

    :param path: of :func:`path_of`, never empty.
    :param code: of the verification without the name: 0 when it succeeded.
    :param issuer_is_root: whether the issuer of a path's last certificate, as far as it is trusted, is a root. Another
        one is known here only, so it does not make a chain complete that the server left it out of.
    """
    # Also where this one certificate is trusted here: nobody else can know it.
    if path[0].self_signed or code == _SELF_SIGNED:
        return "self_signed"
    if code in _ISSUER_MISSING:
        return "incomplete" if len(path) == 1 else "unknown_ca"
    if code == TRUSTED:
        return "complete" if issuer_is_root else "incomplete"
    return {_UNTRUSTED_ROOT: "unknown_ca", _EXPIRED: "expired", _NOT_YET_VALID: "not_yet_valid"}.get(code, "invalid")


def matches(host: str, names: t.Iterable[str]) -> bool:
    """Say whether a certificate for these names is one for the host (RFC 9525).

    An asterisk stands for exactly the first label. Needed only where OpenSSL stopped before it looked at the names.
    """
    wanted = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(wanted)
    except ValueError:
        parent = wanted.partition(".")[2]
        return any(name.lower() in (wanted, f"*.{parent}" if parent else wanted) for name in names)
    return any(_is_address(name, address) for name in names)


def _is_address(name: str, address: t.Any) -> bool:
    try:
        return bool(ipaddress.ip_address(name) == address)
    except ValueError:
        return False
