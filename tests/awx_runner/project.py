# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project skeleton, copied as a consultant copies it, with its pretend firm on the simulator."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

from helpers.ansible import ROOT

from simulator import Simulator
from simulator.inventory import host_variables

SKELETON = ROOT / "examples" / "awx"
SHAPES = ("store", "launch", "vault")
SECRETS = ("legora_api_key", "imanage_password", "imanage_client_secret", "service_account_password")

# The firm of the skeleton, which has no key for Legora.
FIRM = "alder"


def copy_project(directory: Path) -> Path:
    """Copy the skeleton, and return where it is."""
    project = directory / "project"
    shutil.copytree(SKELETON, project)
    return project


def example_row(shape: str) -> dict[str, str]:
    """Return the one firm of an inventory of the skeleton, as its file says."""
    with (SKELETON / "inventories" / shape / "firms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["host"] for row in rows] == [FIRM]
    return rows[0]


def seed_of_example() -> dict[str, Any]:
    """Return a seed of the simulator's for the skeleton's firm, as the skeleton describes it."""
    row = example_row("launch")
    return {
        "name": FIRM,
        "display_name": row["legora_organisation"],
        "region": row["legora_region"],
        "customer_id": row["imanage_customer_id"],
        "libraries": [name.strip() for name in row["imanage_libraries"].split(";")],
        "operator": {"email": row["imanage_username"]},
    }


def use_simulator(project: Path, shape: str, sim: Simulator, *others: str) -> None:
    """Put the simulator's two addresses into a copy's list of firms, and append further firms of the simulator.

    Those have a key for Legora, so keys are looked up, as the skeleton says. Nothing else of it is changed.
    """
    row = example_row(shape)
    sim.firm(FIRM).imanage.client_id = row["imanage_client_id"]
    method = "by_hand" if others else ""
    rows = [{**row, "imanage_url": sim.firm(FIRM).imanage_url, "legora_method": method, "legora_api_url": ""}]
    for name in others:
        variables = host_variables(sim.firm(name))
        cells = {key: variables.get(key) or "" for key in rows[0]}
        rows.append({**cells, "host": name, "imanage_libraries": "; ".join(variables["imanage_libraries"])})
    shared = project / "inventories" / shape / "group_vars/firms.yml"
    if others:
        text = shared.read_text(encoding="utf-8")
        shared.write_text(text.replace("# legora_api_key: ", "legora_api_key: "), encoding="utf-8")
    with (project / "inventories" / shape / "firms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def set_secrets(sim: Simulator, firm: str, secrets: dict[str, str]) -> None:
    """Let a firm's systems know these secrets; that of the service account is only set by an onboarding."""
    tenant = sim.firm(firm)
    tenant.legora.api_key = secrets.get("legora_api_key", tenant.legora.api_key)
    tenant.imanage.passwords["ADMIN"] = secrets["imanage_password"]
    tenant.imanage.client_secret = secrets.get("imanage_client_secret") or None
