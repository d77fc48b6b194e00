# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what iManage Work says about itself: the first step of the guide."""

from __future__ import annotations

from dataclasses import dataclass

from .._core.outcome import Outcome
from .._imanage.client import ImanageClient


@dataclass(frozen=True)
class WantedInfo:
    """Nothing can be asked for: discovery is one answer."""


def read_info(client: ImanageClient, wanted: WantedInfo, check_mode: bool) -> Outcome:
    """Return deployment, version, customer ID, caller and libraries."""
    return Outcome(resource=client.discovery.as_dict())
