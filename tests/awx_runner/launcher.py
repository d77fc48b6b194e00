# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts ansible-runner with the parameters that come as JSON on standard input, as AWX's worker does.

A process of its own: it has no terminal, and what it opens as one for Ansible must not be forked from a process that
runs the simulator in a thread.
"""

from __future__ import annotations

import json
import sys

import ansible_runner  # type: ignore[import-untyped]

if __name__ == "__main__":
    ended = ansible_runner.run(**json.load(sys.stdin))
    print(json.dumps({"status": ended.status, "rc": ended.rc}))
