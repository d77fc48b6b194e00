# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""N: whether iManage's certificate is one that Legora accepts."""

from __future__ import annotations

from .check import Check
from .facts import Data, Facts
from .findings import Judgement, failed, passed, unknown, warned
from .network import FROM_OUTSIDE, endpoint, inside

# Days before its expiry on which a certificate should have been renewed.
RENEW_BEFORE = 30


def certificate(facts: Facts) -> Judgement:
    """N3: The same probe: the chain as the server sends it, the name, and at least 30 days left. With
    C(imanage_ca_path) it is a warning at best, since a public authority was not shown; so it is at a private address,
    where Legora may see another certificate. Needs the Python library pyOpenSSL.
    """
    # A program without memory of other visits needs the whole chain.
    found = endpoint(facts)
    tls = found.get("tls")
    if tls is None:
        return unknown("there is no TLS, so no certificate")
    problems = _certificate_problems(found, tls)
    days = tls.get("days_to_expiry")
    if problems:
        return failed("; ".join(problems))
    if days is not None and days < RENEW_BEFORE:
        return failed(f"the certificate expires in {days} days ({tls.get('expires')})", "Have it renewed first.")
    if found.get("missing_libraries"):
        missing = ", ".join(found["missing_libraries"])
        trusted = f"the certificate is not trusted here ({tls['error']}); " if tls.get("error") else ""
        return unknown(
            f"{trusted}its chain can't be looked at without the Python library {missing}", f"Install {missing}."
        )
    if tls.get("chain_status") != "complete" or tls.get("name_matches") is None or days is None:
        return unknown(f"no certificate was seen: {tls.get('error') or 'the probe did not get that far'}")
    if facts.config.get("imanage_ca_path"):
        return warned(
            f"chain complete, name matches, {days} days left; trusted through imanage_ca_path, so a public authority "
            "was not shown",
            "Make sure that Legora reaches iManage by a name with a publicly trusted certificate.",
        )
    if inside(found):
        return warned(
            f"chain complete, name matches, {days} days left at {inside(found)}; what Legora sees may be another one",
            FROM_OUTSIDE,
        )
    return passed(f"public chain complete, name matches, {days} days left, seen from here")


_CHAIN_PROBLEMS = {
    "incomplete": "the server leaves out its intermediate certificate; a browser may accept that, a program does not",
    "unknown_ca": "the certificate is from an authority that is not trusted here",
    "self_signed": "the certificate is signed by itself",
    "expired": "the certificate has expired",
    "not_yet_valid": "the certificate is not valid yet",
    "invalid": "the certificate is not accepted",
}


def _certificate_problems(found: Data, tls: Data) -> list[str]:
    status = tls.get("chain_status")
    problems = [_CHAIN_PROBLEMS[status]] if status in _CHAIN_PROBLEMS else []
    if tls.get("name_matches") is False:
        names = ", ".join(tls.get("names") or []) or "another host"
        problems.append(f"the certificate is for {names}, not for {found.get('host')}")
    return problems


CHECKS = (
    Check(
        id="N3",
        title="The certificate is complete, right and not about to expire",
        phases=("preflight",),
        severity="major",
        decide=certificate,
        remedy="Install a publicly trusted certificate with its intermediate for this name.",
        source="other vendors' guides for connecting to iManage",
        needs=("endpoint",),
        wrong="iManage's certificate will not do, or was not seen as Legora sees it",
        open="iManage's certificate was not seen",
        owner="Your firewall's administrator",
        ask="Install a publicly trusted certificate with its intermediate certificate at iManage's address.",
    ),
)
