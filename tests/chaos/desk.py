# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pretend firm with what its consultant has for it, whose state can be kept and put back."""

from __future__ import annotations

import copy
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.by_hand import confirmed, enter
from helpers.canaries import leaked

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from player import Cut, FirmRun, KilledError
from player.modules import SEALER
from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm

Data = dict[str, Any]


@dataclass
class Desk:
    """A firm and its consultant.

    :ivar directory: the reports, and the notes beside them.
    :ivar changes: what the consultant's variables have in the place of the simulator's; C(None) takes one out.
    :ivar before: what both systems held before onboarding.
    :ivar keeps_notes: whether runs have a directory for reports, and so for notes.
    :ivar sealed: the file of ansible-vault that holds variables too, once there is one; C(None) where none is used.
    """

    sim: Simulator
    firm: Firm
    directory: Path
    changes: Data = field(default_factory=dict)
    before: Data = field(default_factory=dict)
    keeps_notes: bool = True
    sealed: Path | None = None

    @property
    def by_hand(self) -> bool:
        return bool(self.changes.get("legora_method") == "by_hand")

    @property
    def variables(self) -> Data:
        return {**host_variables(self.firm), **self.changes, **self._in_vault()}

    def _in_vault(self) -> Data:
        if self.sealed is None or not self.sealed.exists():
            return {}
        found: Data = SEALER.unseal(self.sealed.read_text(encoding="utf-8"))
        return found

    def run(self, playbook: str, cut: Cut | None = None, **changes: Any) -> Data | None:
        """Run a playbook, and return the firm's result; C(None) where it was killed.

        :param changes: variables of this run alone.
        """
        given = {**self.variables, **changes}
        if given.get("service_account_ip_lock"):
            # A run takes longer than this one. What two of them write in the same second, notes do not tell apart.
            self.sim.clock.advance(1)
        notes = self.directory if self.keeps_notes else None
        run = FirmRun(self.firm, playbook, changes=given, notes_directory=notes, cut=cut)
        try:
            result = run.result()
        except KilledError:
            return None
        assert not leaked(self.secrets, repr((result, run.found))), f"a secret was shown: {result}"
        return result

    @property
    def secrets(self) -> list[str]:
        """All that nobody may see."""
        given = [self.variables.get(name) for name in SECRETS]
        return [*filter(None, given), *self.firm.imanage.issued]

    def done(self, playbook: str, **changes: Any) -> Data:
        """Run a playbook that ends well, and return the firm's result."""
        result = self.run(playbook, **changes)
        assert result is not None
        assert result["status"] != "failed", result["message"]
        return result

    def enter(self, result: Data) -> None:
        """Do at Legora what a result hands over, as the firm's administrator does, and confirm it."""
        is_rotation = any(step["do"] == "password" for step in result["hand_over"]["steps"])
        enter(self.firm, result, self.variables["rotate_new_password" if is_rotation else "service_account_password"])
        self.changes["legora_confirmed"] = confirmed(result)


class Kept:
    """The state of a firm and of its consultant's desk, kept so that many attempts begin with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._changes = copy.deepcopy(desk.changes)
        self._files = {path.name: path.read_bytes() for path in desk.directory.iterdir()}
        self._systems = _copied(desk.firm)

    def put_back(self) -> None:
        """Let all be as it was."""
        desk = self._desk
        desk.sim.faults.clear()
        desk.sim.journal.clear()
        desk.changes = copy.deepcopy(self._changes)
        shutil.rmtree(desk.directory)
        desk.directory.mkdir()
        for name, content in self._files.items():
            (desk.directory / name).write_bytes(content)
        desk.firm.imanage, desk.firm.legora = self._systems
        self._systems = _copied(desk.firm)


def _copied(firm: Firm) -> tuple[Any, Any]:
    """Return both systems as they are now; they know each other, and share their clock with all firms."""
    return copy.deepcopy((firm.imanage, firm.legora), {id(firm.clock): firm.clock})
