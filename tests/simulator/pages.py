# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages to look at in a browser: what each firm's two systems hold, and what they were asked last.

No script and nothing from elsewhere. All values are escaped, and no secret is shown, not even one that a client sent
where it does not belong.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .seed import Firm
from .state import NRTADMIN

HIDDEN = "(hidden)"

# How many requests and events a page shows, the last ones.
MOST_SHOWN = 50

_SUSPICIOUS = re.compile(r"pass|secret|token|key|auth", re.IGNORECASE)

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def overview(firms: list[tuple[Firm, dict[str, Any]]]) -> str:
    """Return the page of all firms, each with its state."""
    rows = [{"name": firm.name, "state": without_secrets(state, secrets_of(firm))} for firm, state in firms]
    return _TEMPLATES.get_template("overview.html").render(firms=rows, nrtadmin=NRTADMIN)


def one_firm(firm: Firm, state: dict[str, Any], requests: list[dict[str, Any]], now: str) -> str:
    """Return the page of one firm.

    :param requests: its part of the journal, the oldest first.
    :param now: what the simulator's clock says.
    """
    shown = {
        "state": state,
        "requests": [{**entry, "query": _safe_query(entry["query"])} for entry in requests[: -MOST_SHOWN - 1 : -1]],
        "events": state["legora"]["audit_log"][: -MOST_SHOWN - 1 : -1],
    }
    return _TEMPLATES.get_template("firm.html").render(
        name=firm.name,
        urls={"iManage Work": firm.imanage_url, "Legora's administration API": firm.legora_api_url},
        now=now,
        most=MOST_SHOWN,
        **without_secrets(shown, secrets_of(firm)),
    )


def secrets_of(firm: Firm) -> list[str]:
    """Return every secret of a firm, the longest first."""
    imanage, legora = firm.imanage, firm.legora
    found = {legora.api_key, imanage.client_secret, *imanage.passwords.values(), *imanage.tokens}
    found |= {application.get("oauth", {}).get("client_secret") for application in imanage.applications}
    found |= {one.service_account.password for one in legora.connectors.values() if one.service_account}
    return sorted((secret for secret in found if secret), key=len, reverse=True)


def without_secrets(value: Any, secrets: list[str]) -> Any:
    """Return a copy in which no text has a secret in it."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
        return value
    if isinstance(value, dict):
        return {without_secrets(name, secrets): without_secrets(one, secrets) for name, one in value.items()}
    if isinstance(value, list):
        return [without_secrets(one, secrets) for one in value]
    return value


def _safe_query(query: dict[str, str]) -> str:
    """Return a query as text; what is called like a secret is taken for one, also when it is of nobody any more."""
    return "&".join(f"{name}={HIDDEN if _SUSPICIOUS.search(name) else value}" for name, value in query.items())
