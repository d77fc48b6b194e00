# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name with the vault passwords of this run, which never leave this process."""

from __future__ import annotations

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_vault_file import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._vault import Sealer


class ActionModule(OnController):
    module = MODULE

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if "awx_job_id" in given:
            raise EthicalWallsError(
                "this store is not for jobs of AWX: what a job writes in its checkout is thrown away with it, and the "
                "password too",
                kind="unsupported",
                system="this machine",
                operation="store the passwords",
                hint="Nothing was changed. Keep them in a store: rotate_store_role: "
                "legalops.ethical_walls.store_by_command, with its program in rotate_store_command.",
            )
        vault = self._loader._vault
        if vault.secrets:
            sealer = Sealer(vault)
            self.unchecked = {"seal": sealer.seal, "unseal": sealer.unseal}
        return {"firm": self.run_so_far().firm}
