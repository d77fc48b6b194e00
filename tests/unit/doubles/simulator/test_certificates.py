# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms whose iManage speaks TLS, and a proxy that wants a sign-in; the kinds are in test_endpoint_info.py."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator import running
from simulator.clock import Clock
from simulator.inventory import host_variables
from simulator.seed import Firm, SeedError


def test_a_firm_with_tls_beside_one_without() -> None:
    firms = [{"name": "elm", "tls": "good"}, {"name": "oak", "pre_authentication": "azure"}]
    with running({"firms": firms}) as simulator:
        elm, oak = simulator.firm("elm"), simulator.firm("oak")
        assert simulator.ca_path is not None
        directory = Path(simulator.ca_path).parent
        assert [one.name for one in directory.iterdir()] == ["ca.pem"], "a key was left on disk"
        assert b"PRIVATE" not in Path(simulator.ca_path).read_bytes()

        trusted = ssl.create_default_context(cafile=simulator.ca_path)
        with httpx.Client(verify=trusted) as client:
            assert client.get(f"{elm.imanage_url}/api").status_code == 401
            page = client.get(f"{oak.imanage_url}/api")
        assert page.status_code == 302
        assert page.headers["location"].startswith("https://login.microsoftonline.com/")
        assert [(entry.path, entry.status) for entry in simulator.journal.entries("oak")] == [("/api", 302)]

        variables = host_variables(elm)
        assert variables["imanage_url"].startswith("https://127.0.0.1:")
        assert variables["imanage_ca_path"] == simulator.urls()["ca_path"] == simulator.ca_path
        assert variables["imanage_exposure"] == "cloud"
        assert elm.legora.connectors["int_elm"].url == elm.imanage_url
        variables = host_variables(oak)
        assert variables["imanage_url"].startswith("http://127.0.0.1:")
        assert "imanage_ca_path" not in variables
        assert variables["imanage_exposure"] == "azure_app_proxy"
    assert not directory.exists()


def test_without_tls_nothing_is_made() -> None:
    with running({"firms": [{"name": "elm"}]}) as simulator:
        assert simulator.ca_path is None


@pytest.mark.parametrize("seed", [{"tls": "perfect"}, {"tls": True}, {"pre_authentication": "other"}])
def test_an_unknown_kind_is_refused(seed: dict[str, Any]) -> None:
    with pytest.raises(SeedError, match=next(iter(seed))):
        Firm({"name": "elm", **seed}, Clock())
