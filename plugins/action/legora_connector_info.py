# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name without a process of its own."""

from __future__ import annotations

import typing as t

from ansible import constants

from ansible_collections.legalops.ethical_walls.plugins.modules.legora_connector_info import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._in_process import InProcess
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._same_connector import note_connector


class ActionModule(InProcess):
    module = MODULE

    def _keep(self, answer: dict[str, t.Any]) -> None:
        """Note whose connector that is, too."""
        note_connector(constants.DEFAULT_LOCAL_TMP, self.run_so_far(), answer)
        super()._keep(answer)
