# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at an address from where it runs: DNS, TCP, TLS with its certificates, and the first answer of HTTP.

What fails is what was found, not an error of the probe. It sends no credentials, follows nothing, asks no proxy of the
environment (it only says that there is one), and ends in time.
"""

from __future__ import annotations

import contextlib
import math
import socket
import ssl
import typing as t
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone

from .deadline import Deadline, reason_of
from .errors import EthicalWallsError
from .http.counter import no_requests
from .http.environment import has_proxy
from .http.first_answer import HttpAnswer, ask
from .origin import Origin
from .timestamps import format_timestamp
from .tls import sent_chain
from .tls.authorities import authorities_variable, trusted_authorities, why_unusable
from .tls.certificates import Certificate, matches, path_of, status_of
from .tls.handshake import Secured, shake_hands
from .tls.sent_chain import only_printable

LONGEST = 600.0
_NOT_RESOLVED = "not tried, because the name was not resolved"
_NOT_CONNECTED = "not tried, because there was no connection"
_NOT_SECURED = "not tried, because the TLS handshake failed"


@dataclass
class Chain:
    """What was found about a server's certificates, as :class:`Probe` returns it."""

    chain: list[dict[str, t.Any]] | None = None
    chain_status: str | None = None
    name_matches: bool | None = None
    names: list[str] = field(default_factory=list)
    expires: str | None = None
    days_to_expiry: int | None = None


class Probe:
    """Probes one address, once.

    :param system: and ``firm``: the words that errors begin with.
    :param ca_path: a file or directory with the firm's own authorities; C(None) for those that requests trust.
    :param seconds: that everything may take together.
    :ivar counter: the one HTTP request counts as a read.
    """

    def __init__(
        self, origin: Origin, *, system: str, firm: str | None, ca_path: str | None = None, seconds: float = 15.0
    ) -> None:
        self.origin = origin
        self.system = system
        self.firm = firm
        self.seconds = seconds
        self.counter = no_requests()
        self.secure = origin.url.startswith("https://")
        self.port = origin.port or (443 if self.secure else 80)
        self._authorities = trusted_authorities(ca_path, origin.host)
        self._named_by = "ca_path" if ca_path else authorities_variable() or "ca_path"
        self._open = contextlib.ExitStack()
        # Where the first connection was made to, for those that follow: family and address.
        self._reached: t.Any = None

    def confirm_tenant(self) -> list[str]:
        """Confirm nothing: whoever answers, no credentials are sent."""
        return []

    def close(self) -> None:
        self._open.close()

    def look(self, keep: t.Sequence[str] = ()) -> dict[str, t.Any]:
        """Return what was found, step by step; a step that could not be tried says so as its error.

        :param keep: the names of the headers of the answer to return, in lower case.
        :raises EthicalWallsError: C(validation), when the settings make no sense.
        """
        self._check_settings()
        deadline = Deadline(self.seconds)
        found: dict[str, t.Any] = {
            "url": self.origin.url,
            "host": self.origin.host,
            "port": self.port,
            "scheme": "https" if self.secure else "http",
            "through_proxy": has_proxy(self.origin),
            "tls": None,
            "missing_libraries": sent_chain.missing_libraries(),
        }
        addresses, found["dns"] = self._resolve(deadline)
        connection, found["tcp"] = self._connect(addresses, deadline)
        if connection and self.secure:
            shows_chain = not found["missing_libraries"]
            connection, found["tls"] = self._shake_hands(connection, shows_chain, deadline)
        elif self.secure:
            found["tls"] = _tls(Secured(error=_NOT_CONNECTED))
        found["http"] = asdict(self._ask(connection, found, deadline, keep))
        return found

    def _check_settings(self) -> None:
        if not 0 < self.seconds <= LONGEST:
            raise self._unusable(
                f"timeout must be more than 0 and at most {LONGEST:g} seconds", "Leave timeout out for 15 seconds."
            )
        reason = why_unusable(self._authorities) if self.secure else None
        if reason is not None:
            raise self._unusable(
                f"the certification authorities {self._authorities} are unusable ({reason})",
                f"Give {self._named_by} as a file of certificates in PEM form that this user may read.",
            )

    def _unusable(self, reason: str, hint: str) -> EthicalWallsError:
        return EthicalWallsError(
            reason, kind="validation", system=self.system, firm=self.firm, operation="probe its address", hint=hint
        )

    def _resolve(self, deadline: Deadline) -> tuple[list[t.Any], dict[str, t.Any]]:
        """Look the name up; return what to connect to, each address once, and what to report."""
        host, port = self.origin.host, self.port
        try:
            found = deadline.call(
                lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME)
            )
        except (OSError, UnicodeError) as error:
            return [], {"addresses": [], "canonical_name": None, "error": reason_of(error)}
        by_address = {where[0]: (family, where) for family, _type, _protocol, _name, where in reversed(found)}
        addresses = dict(reversed(by_address.items()))
        # Only the first entry has it (V: the manual of getaddrinfo).
        name = only_printable(found[0][3]).rstrip(".").lower() if found else ""
        return list(addresses.values()), {"addresses": list(addresses), "canonical_name": name or None, "error": None}

    def _connect(self, addresses: list[t.Any], deadline: Deadline) -> tuple[socket.socket | None, dict[str, t.Any]]:
        """Connect to the first address that answers. Each gets its share of the time that is left."""
        failed = []
        for number, address in enumerate(addresses):
            try:
                connection = self._reach(address, deadline.left() / (len(addresses) - number))
            except OSError as error:
                failed.append(f"{address[1][0]}: {reason_of(error)}")
            else:
                self._reached = address
                return connection, {"connected": True, "address": address[1][0], "error": None}
        return None, {"connected": False, "address": None, "error": "; ".join(failed) or _NOT_RESOLVED}

    def _reach(self, address: t.Any, seconds: float) -> socket.socket:
        family, where = address
        connection = socket.socket(family, socket.SOCK_STREAM)
        self._open.callback(connection.close)
        connection.settimeout(seconds)
        connection.connect(where)
        return connection

    def _shake_hands(
        self, first: socket.socket, shows_chain: bool, deadline: Deadline
    ) -> tuple[ssl.SSLSocket | None, dict[str, t.Any]]:
        """Find out about TLS. The first handshake takes the connection that there is, others make their own."""
        waiting = [first]

        def connect() -> socket.socket:
            return waiting.pop() if waiting else self._reach(self._reached, deadline.left())

        secured = shake_hands(connect, self.origin.host, self._authorities, deadline)
        if secured.connection is None:
            return None, _tls(secured, _told_by_python(secured))
        self._open.callback(secured.connection.close)
        chain = _told_by_python(secured)
        if shows_chain:
            try:
                sent = sent_chain.sent_chain(connect(), self.origin.host, deadline)
            except (OSError, sent_chain.ChainError) as error:
                secured.error = secured.error or _why_no_chain(error)
            else:
                chain = judge(sent, secured, self.origin.host) if sent else chain
        return secured.connection, _tls(secured, chain)

    def _ask(
        self, connection: socket.socket | None, found: dict[str, t.Any], deadline: Deadline, keep: t.Sequence[str]
    ) -> HttpAnswer:
        if connection is None:
            return HttpAnswer(error=_NOT_SECURED if found["tcp"]["connected"] else _NOT_CONNECTED)
        self.counter["read"] += 1
        return ask(connection, self.origin.url, deadline, keep)


def _why_no_chain(error: Exception) -> str:
    why = str(error) if isinstance(error, sent_chain.ChainError) else reason_of(error)
    return f"the server's chain of certificates is not known: {why}"


def _tls(secured: Secured, chain: Chain | None = None) -> dict[str, t.Any]:
    return {
        "handshake": secured.connection is not None,
        "version": secured.version,
        "error": secured.error,
        **asdict(chain or Chain()),
    }


def _told_by_python(secured: Secured) -> Chain:
    """Return what is known without the chain: of a certificate that was verified its names and its end."""
    ends = secured.peer.get("notAfter")
    moment = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), timezone.utc) if ends else None
    return Chain(
        name_matches=secured.name_matches,
        names=[name for _kind, name in secured.peer.get("subjectAltName", ())],
        expires=format_timestamp(moment),
        days_to_expiry=_days_until(moment),
    )


def judge(sent: t.Sequence[Certificate], secured: Secured, host: str) -> Chain:
    """Return what the certificates that were sent tell, beside what their verification told."""
    leaf = sent[0]
    path = path_of(sent, sent_chain.issued)
    known = secured.code is not None
    return Chain(
        chain=[_shown(one) for one in sent],
        chain_status=status_of(path, t.cast(int, secured.code), len(path) > 1 or secured.issuer_is_root)
        if known
        else None,
        name_matches=matches(host, leaf.names) if secured.name_matches is None else secured.name_matches,
        names=leaf.names,
        expires=format_timestamp(leaf.not_after),
        days_to_expiry=_days_until(leaf.not_after),
    )


def _shown(certificate: Certificate) -> dict[str, t.Any]:
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "not_before": format_timestamp(certificate.not_before),
        "not_after": format_timestamp(certificate.not_after),
        "self_signed": certificate.self_signed,
    }


def _days_until(moment: datetime | None) -> int | None:
    """Return whole days, rounded down: negative from the moment on."""
    if moment is None:
        return None
    return math.floor((moment - datetime.now(timezone.utc)).total_seconds() / 86400)
