# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m simulator --seed FILE``: serves until interrupted, and prints where, as one line of JSON.

The address of the page for people goes to the error output, so that the line stays the only one. With ``--play-in`` it
writes an inventory, and prints for people how to play with it instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path

from . import inventory
from .server import Simulator, serve

_HOW_TO_PLAY = """\
The pretend systems of {firms} run until Ctrl-C. To look at them in a browser: {control}/

In another terminal:

  cd {directory}
  export PATH="{programs}:$PATH"
  ansible-playbook legalops.ethical_walls.preflight -i firms.json
  ansible-playbook legalops.ethical_walls.onboard -i firms.json --limit {firm} --check --diff
  ansible-playbook legalops.ethical_walls.onboard -i firms.json -e report_directory=reports
  ansible-playbook legalops.ethical_walls.verify -i firms.json

{firm} has no key for Legora. A person enters there what the sheet reports/{firm}-handover.html says. Play that person:

  mkdir -p host_vars/{firm}
  curl --data-binary @reports/{firm}-handover.md {control}/firms/{firm}/sheet > host_vars/{firm}/confirmed.json

What they confirm is the firm's variable now. The next run finds that nothing is left to enter, and removes the sheet:

  ansible-playbook legalops.ethical_walls.verify -i firms.json --limit {firm} -e report_directory=reports

Then let somebody take the account out of NRTADMIN. verify finds it, and onboard mends it:

  curl -d '{change}' {control}/changes

Another password, undoing, a firm that leaves: the commands of docs/docsite/rst/guide_rotation.rst and guide_leaving.rst
work here, with "-i firms.json". {with_key} has a key for Legora. Undo what onboarding did to it, or offboard it:

  ansible-playbook legalops.ethical_walls.undo -i firms.json --limit {with_key} \\
    -e undo_from=$(ls reports/{with_key}-before-*.json | head -1) --check
  ansible-playbook legalops.ethical_walls.offboard -i firms.json --limit {with_key} \\
    -e offboard_confirm={with_key} -e report_directory=reports

What else somebody may change is named by the functions in tests/simulator/drift.py. All firms as in the beginning:

  rm -rf host_vars reports
  curl -X POST {control}/reset

Ctrl-C ends it.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--seed", type=Path, required=True, help="a YAML file of pretend firms")
    parser.add_argument("--ready-file", type=Path, help="where to write the same line once all ports are open")
    parser.add_argument("--play-in", type=Path, help="a directory for an inventory, to play with it by hand")
    arguments = parser.parse_args()
    simulator = Simulator(arguments.seed)
    simulator.listen()
    line = json.dumps(simulator.urls())
    if arguments.play_in:
        inventory.write(arguments.play_in, list(simulator.firms.values()))
        print(how_to_play(simulator, arguments.play_in), flush=True)
    else:
        print(line, flush=True)
        print(f"To look at it in a browser: {simulator.control_url}/", file=sys.stderr, flush=True)
    if arguments.ready_file:
        arguments.ready_file.write_text(line, encoding="utf-8")
    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve(simulator)
    finally:
        if arguments.play_in:
            inventory.remove(arguments.play_in)


def how_to_play(simulator: Simulator, directory: Path) -> str:
    """Return the commands to copy: the first firm is the one that is changed, and is done by hand."""
    firm = next(iter(simulator.firms.values()))
    change = {
        "firm": firm.name,
        "change": "remove_member",
        "user": "SVC-LEGORA",
        "library": next(iter(firm.imanage.libraries)),
    }
    return _HOW_TO_PLAY.format(
        firms=", ".join(simulator.firms),
        firm=firm.name,
        with_key=list(simulator.firms)[-1],
        control=simulator.control_url,
        directory=directory.resolve(),
        programs=Path(sys.executable).parent,
        change=json.dumps(change),
    )


if __name__ == "__main__":
    main()
