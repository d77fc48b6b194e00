# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Legora's client says when nothing answers at the address of its administration API."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import requests
from unit.core.recorder import recording_transport

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import LegoraClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.regions import REGIONS

REFUSED = requests.exceptions.ConnectionError(ConnectionRefusedError(111, "Connection refused"))
UNTRUSTED = requests.exceptions.SSLError(ssl.SSLCertVerificationError(1, "certificate verify failed"))


def unreachable(url: str, monkeypatch: pytest.MonkeyPatch, error: Exception = REFUSED) -> EthicalWallsError:
    """Return the error for an address that leads nowhere, or to a server that is not trusted."""
    transport, recorder = recording_transport(parse_origin(url, allow_path=True))

    def refuse(*_args: Any, **_more: Any) -> None:
        raise error

    monkeypatch.setattr(recorder, "send", refuse)
    monkeypatch.setattr(transport, "_sleep", lambda _seconds: None)
    client = LegoraClient(transport, "Alder", "canary-legora-key", "eu")
    with pytest.raises(EthicalWallsError) as caught:
        client.organisation()
    assert "canary" not in caught.value.sentence()
    return caught.value


def test_address_of_a_region_is_said_to_be_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    error = unreachable(REGIONS["eu"].api_url, monkeypatch)
    hint = error.hint or ""
    assert hint.startswith("That address is assumed from legora_region, since Legora publishes none")
    assert "set legora_api_url to it" in hint
    assert "configure Legora by hand" in hint


def test_certificates_of_an_assumed_address_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something answered there: most often a proxy that shows certificates of its own."""
    hint = unreachable(REGIONS["eu"].api_url, monkeypatch, UNTRUSTED).hint or ""
    assert 0 < hint.index("give ca_path") < hint.index("That address is assumed from legora_region")


def test_address_that_the_firm_gives_is_not_called_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "assumed" not in unreachable("https://legora.alder.example/api/v1", monkeypatch).sentence()
