# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of the Legora modules agrees with what they take and return, as ansible-doc shows it."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest
from helpers.ansible import ROOT, run_ansible

COLLECTION = "legalops.ethical_walls"
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("legora_*.py"))


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """Return what ansible-doc shows of all Legora modules."""
    names = [f"{COLLECTION}.{name}" for name in MODULES]
    done = run_ansible(ROOT, "ansible-doc", "--type", "module", "--json", *names)
    assert done.status == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", MODULES)
def test_options_are_those_of_the_argument_spec(shown: dict[str, Any], name: str) -> None:
    module = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{name}")
    spec = module.MODULE.argument_spec
    documented = shown[f"{COLLECTION}.{name}"]["doc"]["options"]
    assert set(documented) == set(spec)
    for option, content in spec.items():
        assert documented[option].get("default") == content.get("default"), option
        assert documented[option].get("choices") == content.get("choices"), option
        assert documented[option].get("required", False) == content.get("required", False), option


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_all_of_them_share(shown: dict[str, Any], name: str) -> None:
    entry = shown[f"{COLLECTION}.{name}"]
    assert {"plan", "requests", "failure"} <= set(entry["return"])
    assert set(entry["doc"]["attributes"]) == {"check_mode", "diff_mode", "idempotent", "action_group"}
    assert entry["doc"]["attributes"]["action_group"]["membership"] == [f"{COLLECTION}.legora", f"{COLLECTION}.all"]
    notes = entry["doc"]["notes"]
    assert len(notes) == len(set(notes)) == 2
    assert any("no reference" in note for note in notes)
