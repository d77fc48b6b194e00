# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo``: takes three pretend firms on the simulator through the real playbooks.

Preflight, onboarding, onboarding again, verification, each with its report. Fails unless all firms are onboarded by the
first onboarding, and nothing else writes anything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS))

from simulator import Simulator, running  # noqa: E402 - found by the line above
from simulator import inventory as pretend  # noqa: E402

SEED = TESTS / "simulator" / "seeds" / "demo.yml"
REPORTS = ROOT / ".cache" / "demo"

# Title, playbook, the name of its reports, whether it writes.
STEPS = (
    ("Preflight: are the firms ready?", "preflight", "preflight", False),
    ("Onboarding: three firms", "onboard", "onboard", True),
    ("Onboarding again: nothing changes", "onboard", None, False),
    ("Verification, as it would run each night", "verify", "verify", False),
)


def heading(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}\n", flush=True)


def play(playbook: str, inventory: Path, reports: Path | None) -> tuple[int, float]:
    """Run a playbook as a consultant would, and return its exit status and its seconds."""
    command = ["ansible-playbook", f"legalops.ethical_walls.{playbook}", "-i", inventory.name]
    if reports:
        command += ["-e", f"report_directory={reports.relative_to(ROOT)}"]
    print(f"$ {' '.join(command)}\n", flush=True)
    if reports:
        command[-1] = f"report_directory={reports}"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "tree"),
        "ANSIBLE_CONFIG": str(ROOT / ".cache" / "ansible.cfg"),
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "0",
        "LC_ALL": "C.UTF-8",
    }
    begun = time.monotonic()
    done = subprocess.run(
        command,
        env=environment,
        cwd=inventory.parent,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, time.monotonic() - begun


def show_requests(simulator: Simulator, seconds: float) -> None:
    """Print what the simulator's journal says of each firm."""
    print(f"\n{'firm':<28}{'requests':>9}{'reads':>7}{'writes':>8}{'sign-ins':>10}")
    for name, firm in simulator.firms.items():
        counts = simulator.journal.counts(name)
        print(
            f"{firm.seed['display_name']:<28}{counts['total']:>9}{counts['read']:>7}{counts['write']:>8}"
            f"{counts['signin']:>10}"
        )
    print(
        f"{seconds:.1f} seconds for {len(simulator.firms)} firms, {seconds / len(simulator.firms):.1f} a firm",
        flush=True,
    )


def main() -> int:
    """Run the demo; return the exit status."""
    with tempfile.TemporaryDirectory(prefix="ethical-walls-demo-") as work, running(SEED) as simulator:
        inventory = Path(work) / "inventory.json"
        inventory.write_text(json.dumps(pretend.build(list(simulator.firms.values()))), encoding="utf-8")
        for title, playbook, reports, writes_something in STEPS:
            heading(title)
            simulator.journal.clear()
            status, seconds = play(playbook, inventory, REPORTS / reports if reports else None)
            show_requests(simulator, seconds)
            writes = simulator.journal.counts()["write"]
            if status != 0 or bool(writes) != writes_something:
                print(f"\nThe demo failed: exit status {status}, {writes} writes.", file=sys.stderr)
                return 1
    print("\nAll three firms are onboarded, and nothing but the first onboarding wrote anything.")
    print("Reports to open in a browser:")
    for _title, _playbook, reports, _writes in STEPS:
        if reports:
            print(f"  {REPORTS / reports / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
