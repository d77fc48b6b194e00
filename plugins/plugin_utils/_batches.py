# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stops a run between two batches, where too many firms of one have failed: what it was about to do is perhaps wrong.

Each host's task is a process of its own, so how firms ended is noted in Ansible's own directory of the run. A firm that
is not begun then has a result that says so, and fails at the end like any other: so it can be run again with those that
failed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import typing as t
from pathlib import Path

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.sharing import host_words
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import percent

# How many firms are named of those that failed.
_NAMED = 5


def batch_of(task_vars: t.Mapping[str, t.Any], pilots: t.Any, max_failed: t.Any) -> dict[str, t.Any]:
    """Return the batch that a firm is in, for its run record.

    :param pilots: the switch C(onboard_pilot).
    :param max_failed: the switch C(ethical_walls_max_failed), as it was given.
    """
    hosts = sorted(str(host) for host in task_vars.get("ansible_play_batch") or ())
    named = pilots.replace(",", " ").split() if isinstance(pilots, str) else list(pilots or ())
    is_pilot = bool(hosts) and set(hosts) <= set(named)
    allowed = 100
    with contextlib.suppress(ValueError):  # the firm's check names it
        allowed = 0 if is_pilot else 100 if is_blank(max_failed) else percent(max_failed)
    digest = hashlib.sha256(json.dumps(hosts).encode()).hexdigest()[:16]
    return {"name": digest, "size": len(hosts), "allowed": allowed, "is_pilot": is_pilot}


class Batches:
    """The batches of one play.

    :param directory: the run's own, the same in all its processes.
    :param play: the play's ID.
    """

    def __init__(self, directory: str, play: str) -> None:
        name = hashlib.sha256(play.encode()).hexdigest()[:16]
        self._failed = Path(directory) / f"ethical-walls-failed-{name}.jsonl"
        self._stopped = Path(directory) / f"ethical-walls-stopped-{name}"

    def note_failure(self, host: str, batch: dict[str, t.Any]) -> None:
        """Note that a firm has failed, and that no other batch is begun where those are too many now."""
        if batch["allowed"] >= 100:
            return
        # A disk that is full stops no run by this.
        with contextlib.suppress(OSError, ValueError):
            with self._failed.open("a", encoding="utf-8") as file:
                file.write(json.dumps([batch["name"], host]) + "\n")
            lines = [json.loads(line) for line in self._failed.read_text(encoding="utf-8").splitlines()]
            failed = sorted({one for name, one in lines if name == batch["name"]})
            if 100 * len(failed) > batch["allowed"] * batch["size"]:
                self._stopped.write_text(_reason(failed, batch), encoding="utf-8")

    def refuse_stopped(self, firm: str | None) -> None:
        """Refuse to begin a firm after a batch in which too many failed.

        :raises EthicalWallsError: C(conflict); nothing is sent then, and the firm's last report stays.
        """
        try:
            reason = self._stopped.read_text(encoding="utf-8")
        except OSError:
            return
        error = EthicalWallsError(
            f"it was not begun, since {reason}",
            kind="conflict",
            system="Ansible",
            firm=firm,
            retryable=True,
            operation="go on with the next firms",
            hint="See why those failed, then run the same command again; what is done is not done twice.",
        )
        error.extra["report_possible"] = False
        raise error


def _reason(failed: list[str], batch: dict[str, t.Any]) -> str:
    if batch["is_pilot"]:
        return f"the pilot failed ({host_words(failed, _NAMED)})"
    return (
        f"{len(failed)} of the {batch['size']} firms of a batch failed ({host_words(failed, _NAMED)}), and "
        f"ethical_walls_max_failed allows {batch['allowed']} percent"
    )
