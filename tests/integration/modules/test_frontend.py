# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module shares: no traceback reaches a user, a missing library is named, a short secret blanks no word."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
from typing import Any

import pytest
from ansible.module_utils import basic
from helpers.module import run_module
from helpers.returned import MODULES
from integration.modules import imanage_arguments as arguments

from simulator import Simulator
from simulator.inventory import host_variables


def test_unforeseen_exception_is_named_by_class_and_place_without_values(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> None:
        raise KeyError("Canary-value")

    file = importlib.import_module(f"{MODULES}.imanage_info")
    job = dataclasses.replace(file.MODULE.job, ensure=broken)
    monkeypatch.setattr(file, "MODULE", dataclasses.replace(file.MODULE, job=job))
    answer = run_module("imanage_info", arguments.operator(sim.firm("alder")))
    assert answer["failed"] is True
    assert (answer["failure"]["kind"], answer["failure"]["firm"]) == ("unexpected", "Alder & Finch LLP")
    assert "unforeseen KeyError in test_frontend.py:" in answer["msg"]
    assert "Canary" not in str(answer)
    assert "Traceback" not in str(answer)
    assert not sim.firm("alder").imanage.tokens, "the sign-in was left open"


@pytest.mark.parametrize("library", ["requests", "jmespath"])
def test_missing_library_is_named(sim: Simulator, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == library else find(name, *more))
    answer = run_module("imanage_info", arguments.operator(sim.firm("alder")))
    assert answer["failure"]["kind"] == "unsupported"
    assert library in answer["msg"]
    assert sim.journal.counts()["total"] == 0


@pytest.mark.parametrize(("library", "release"), [("requests", "2.30.0"), ("jmespath", "0.10.0")])
def test_library_that_is_too_old_is_named(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch, library: str, release: str
) -> None:
    monkeypatch.setattr(importlib.import_module(library), "__version__", release)
    answer = run_module("imanage_info", arguments.operator(sim.firm("alder")))
    assert answer["failure"]["kind"] == "unsupported"
    assert f"{library} is too old" in answer["msg"]
    assert f"Install {library} {'2.31' if library == 'requests' else '1.0'} or newer" in answer["failure"]["hint"]
    assert sim.journal.counts()["total"] == 0


def test_checks_are_asked_for_either_by_a_phase_or_by_what_is_required() -> None:
    """Both at once would leave the proof unjudged."""
    answer = run_module("firm_checks", {"phase": "preflight", "require": "not_refused", "record": {}})
    assert answer["failed"] is True
    assert "mutually exclusive: phase|require" in answer["msg"]


def test_short_secret_is_refused_without_blanking_words_or_being_shown(sim: Simulator) -> None:
    variables = {**host_variables(sim.firm("alder")), "imanage_password": "firm", "service_account_password": "x7"}
    answer = run_module("firm_config", {"firm": "alder", "config": variables})
    assert answer["failure"]["kind"] == "validation"
    assert answer["msg"].startswith(
        "the configuration of Alder & Finch LLP: failed to check the firm's variables: 2 mis"
    )
    assert "imanage_password has 4 characters" in answer["msg"]
    assert answer["invocation"]["module_args"]["config"]["imanage_password"] == "********"
    assert "x7" not in str(answer)
    for secret in ("legora_api_key", "imanage_client_secret"):
        assert variables[secret] not in str(answer)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("imanage_url", "https://admin:Canary-password@imanage.alder.example"),
        ("imanage_url", "https://imanage.alder.example?token=Canary-token"),
        ("imanage_libraries", [{"id": "ACTIVE", "password": "Canary-password"}]),
        ("imanage_pasword", "Canary-password"),
    ],
)
def test_secret_in_the_wrong_place_is_not_echoed_by_what_refuses_it(sim: Simulator, name: str, value: Any) -> None:
    config = {**host_variables(sim.firm("alder")), name: value}
    answer = run_module("firm_config", {"firm": "alder", "config": config})
    assert answer["failed"] is True
    assert name in answer["msg"]
    assert set(answer["invocation"]["module_args"]["config"]) >= {name, "firm_name"}
    assert "Canary" not in str(answer)


def test_secret_in_the_wrong_place_is_not_in_the_system_s_log(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(basic.AnsibleModule, "log", lambda self, msg, **given: logged.append(f"{msg} {given}"))
    run_module("firm_config", {"config": {"firm_name": "Alder", "imanage_url": "https://alder.example?k=Canary-key"}})
    assert "imanage_url" in str(logged)
    assert "Canary" not in str(logged)


def test_address_with_a_password_is_not_echoed_by_any_module(sim: Simulator) -> None:
    given = {**arguments.operator(sim.firm("alder")), "url": "https://admin:Canary-password@alder.example"}
    answer = run_module("imanage_info", given)
    assert answer["failure"]["kind"] == "validation"
    assert "Canary" not in str(answer)


@pytest.mark.parametrize("name", ["firm_name", "legora_organisation"])
def test_secret_within_another_value_is_refused_and_masked(sim: Simulator, name: str) -> None:
    """Masking it would leave holes in that value wherever it stands, and not masking it would show the secret."""
    given = host_variables(sim.firm("alder"))
    config = {**given, name: f"Alder {given['service_account_password']} LLP"}
    answer = run_module("firm_config", {"firm": "alder", "config": config})
    assert answer["failed"] is True
    assert f"service_account_password is a part of {name}" in answer["msg"]
    assert given["service_account_password"] not in str(answer)
