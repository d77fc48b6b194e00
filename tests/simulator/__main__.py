# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m simulator --seed FILE``: serves until interrupted, and prints where, as one line of JSON.

The address of the page for people goes to the error output, so that the line stays the only one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path

from .server import Simulator, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--seed", type=Path, required=True, help="a YAML file of pretend firms")
    parser.add_argument("--ready-file", type=Path, help="where to write the same line once all ports are open")
    arguments = parser.parse_args()
    simulator = Simulator(arguments.seed)
    simulator.listen()
    line = json.dumps(simulator.urls())
    print(line, flush=True)
    print(f"To look at it in a browser: {simulator.control_url}/", file=sys.stderr, flush=True)
    if arguments.ready_file:
        arguments.ready_file.write_text(line, encoding="utf-8")
    with contextlib.suppress(KeyboardInterrupt):
        serve(simulator)


if __name__ == "__main__":
    main()
