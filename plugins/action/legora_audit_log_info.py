# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name without a process of its own."""

from __future__ import annotations

from ansible_collections.legalops.ethical_walls.plugins.modules.legora_audit_log_info import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._in_process import InProcess


class ActionModule(InProcess):
    module = MODULE
