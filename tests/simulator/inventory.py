# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Ansible inventory for the pretend firms: what a consultant would have written for real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .seed import Firm, pretend_secret

# Here the checkout is the collection, below its import path.
TREE = Path(__file__).resolve().parents[2] / ".cache" / "tree"

_SETTINGS = f"""\
[defaults]
collections_path = {TREE}
callback_result_format = yaml
display_skipped_hosts = false
"""

# What an inventory says of firms, which are no machines, for plays of one's own.
_HERE = {
    "ansible_connection": "local",
    "ansible_python_interpreter": "{{ ansible_playbook_python }}",
    "ansible_pipelining": True,
}


def write(
    directory: Path, firms: list[Firm], shared: dict[str, Any] | None = None, settings: dict[str, str] | None = None
) -> None:
    """Write the inventory as ``firms.json``, and beside it the ``ansible.cfg`` with which one works there.

    :param shared: variables of all firms.
    :param settings: more of Ansible's settings.
    """
    directory.mkdir(parents=True, exist_ok=True)
    group = {**build(firms)["firms"], "vars": {**_HERE, **(shared or {})}}
    (directory / "firms.json").write_text(json.dumps({"firms": group}, indent=2), encoding="utf-8")
    more = "".join(f"{name} = {value}\n" for name, value in (settings or {}).items())
    (directory / "ansible.cfg").write_text(_SETTINGS + more, encoding="utf-8")


def remove(directory: Path) -> None:
    """Remove both files; without its systems the inventory is of no use."""
    for name in ("firms.json", "ansible.cfg"):
        (directory / name).unlink(missing_ok=True)


def build(firms: list[Firm]) -> dict[str, Any]:
    """Return the inventory: one host for each firm, in the group ``firms``."""
    return {"firms": {"hosts": {firm.name: host_variables(firm) for firm in firms}}}


def host_variables(firm: Firm) -> dict[str, Any]:
    """Return a firm's variables; what its seed names under ``variables`` replaces them, ``null`` takes one out."""
    seed, imanage = firm.seed, firm.imanage
    operator = seed["operator"]
    variables = {
        "firm_name": seed["display_name"],
        "legora_region": firm.legora.region,
        "legora_organisation": firm.legora.name,
        "legora_method": "api",
        "legora_api_key": firm.legora.api_key,
        "legora_api_url": firm.legora_api_url,
        "imanage_url": firm.imanage_url,
        "imanage_exposure": _exposure(firm),
        "imanage_ca_path": firm.ca_path,
        "imanage_customer_id": imanage.customer_id if imanage.is_cloud else None,
        "imanage_libraries": list(imanage.libraries),
        "imanage_username": operator["email"] if imanage.is_cloud else operator["id"],
        "imanage_password": operator["password"],
        "imanage_client_id": imanage.client_id,
        "imanage_client_secret": imanage.client_secret,
        "service_account_full_name": "Legora service account",
        "service_account_email": f"svc-legora@{firm.name}.example",
        "service_account_password": pretend_secret(firm.name, "service account"),
        "service_account_role": "LEGORA_METADATA",
        **seed["variables"],
    }
    return {name: value for name, value in variables.items() if value is not None}


def _exposure(firm: Firm) -> str:
    if firm.seed["pre_authentication"] == "azure" or firm.seed["app_proxy"] is not None:
        return "azure_app_proxy"
    return "cloud" if firm.imanage.is_cloud else "direct"
