# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name, with what the run has found so far."""

from __future__ import annotations

from ansible_collections.legalops.ethical_walls.plugins.modules.firm_checks import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController


class ActionModule(OnController):
    """The action C(firm_checks)."""

    module = MODULE
