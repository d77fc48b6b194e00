# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the tests of actions."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _in_process


@pytest.fixture(autouse=True)
def directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return Ansible's own directory of the run."""
    monkeypatch.setattr(_in_process.constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    return tmp_path
