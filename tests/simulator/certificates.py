# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of every kind that a firm's server may have, good and bad, made when they are needed.

All keys and names are made up. Of the private keys nothing stays on disk once the servers have them. Which mistakes
occur is ordinary knowledge of TLS and no vendor's fact; that a firm's iManage has one of them is assumed.
"""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

KINDS = (
    "good",
    "incomplete",
    "expired",
    "expires_soon",
    "not_yet_valid",
    "wrong_name",
    "self_signed",
    "unknown_ca",
)

# The host of all pretend servers, and the name of the one kind that has another.
ADDRESS = "127.0.0.1"
OTHER_NAME = "somewhere-else.example"
# Days from now: when the server's certificate begins and ends, where that is not the usual.
_USUAL = (-10, 80)
_DAYS = {"expired": (-100, -3), "expires_soon": (-70, 20), "not_yet_valid": (5, 95)}


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


class Authority:
    """A root with one intermediate authority, which signs servers' certificates."""

    def __init__(self, name: str) -> None:
        self.root = _issue(f"{name} Root", None, _authority(None))
        self.intermediate = _issue(f"{name} Intermediate", self.root, _authority(0))

    def server(self, days: tuple[int, int], names: list[x509.GeneralName]) -> Issued:
        return _issue("pretend server", self.intermediate, _server(names), days)


class Certificates:
    """Makes the settings of TLS servers; the authority is made once.

    :ivar ca_path: a file with the root that clients have to trust.
    """

    def __init__(self) -> None:
        self._authority = Authority("Pretend")
        self._directory = tempfile.TemporaryDirectory(prefix="simulator-")
        self.ca_path = Path(self._directory.name) / "ca.pem"
        self.ca_path.write_bytes(self._authority.root.pem)

    @property
    def intermediate(self) -> bytes:
        """The certificate that a server of the kind ``incomplete`` leaves out, as PEM."""
        return self._authority.intermediate.pem

    def context(self, kind: str) -> ssl.SSLContext:
        """Return the settings of a server whose certificates are of this kind, one of :data:`KINDS`."""
        server, *others = self._chain(kind)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile(dir=self._directory.name) as file:
            key = server.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            file.write(key + b"".join(one.pem for one in (server, *others)))
            file.flush()
            context.load_cert_chain(file.name)
        return context

    def _chain(self, kind: str) -> list[Issued]:
        """Return what the server sends: its own certificate first."""
        days = _DAYS.get(kind, _USUAL)
        names: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address(ADDRESS)), x509.DNSName("localhost")]
        if kind == "wrong_name":
            names = [x509.DNSName(OTHER_NAME)]
        if kind == "self_signed":
            return [_issue("pretend server", None, _server(names), days)]
        authority = Authority("Unknown") if kind == "unknown_ca" else self._authority
        server = authority.server(days, names)
        if kind == "incomplete":
            return [server]
        # A root need not be sent. Some servers do, and only then is it sure that it is the root that nobody trusts.
        return [server, authority.intermediate, *([authority.root] if kind == "unknown_ca" else [])]

    def close(self) -> None:
        self._directory.cleanup()


def _issue(
    name: str,
    issuer: Issued | None,
    extensions: list[tuple[x509.ExtensionType, bool]],
    days: tuple[int, int] = (-365, 3650),
) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signer = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Half a day more, so that whole days are the same all through a test.
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1], hours=12))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return Issued(builder.sign(signer, hashes.SHA256()), key)


def _key_usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _authority(path_length: int | None) -> list[tuple[x509.ExtensionType, bool]]:
    return [(x509.BasicConstraints(ca=True, path_length=path_length), True), (_key_usage(authority=True), True)]


def _server(names: list[x509.GeneralName]) -> list[tuple[x509.ExtensionType, bool]]:
    where = x509.UniformResourceIdentifier("http://ca.example/intermediate.crt")
    fetch = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, where)
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName(names), False),
        # Browsers would fetch a missing intermediate certificate from there. Nothing of ours may.
        (x509.AuthorityInformationAccess([fetch]), False),
    ]
