# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that all modules which talk to a system share."""

from __future__ import annotations


class ModuleDocFragment:
    """Documentation of the options that say for whom, and how, a system is reached."""

    DOCUMENTATION = r"""
options:
  firm:
    description: The firm's name, which every message and failure begins with.
    type: str
  ca_path:
    description:
      - The path of a file with certification authorities (PEM) to check the server's certificate with, where the firm
        has authorities of its own. They replace the public ones.
    type: path
  validate_certs:
    description: Whether the server's certificate is checked. Turn it off for tests only.
    type: bool
    default: true
  timeout:
    description:
      - Seconds that the server may be silent before a request is given up.
      - A request that only reads is repeated a few times. One that writes is repeated only when it surely had no
        effect; otherwise reading again tells whether it had.
    type: int
    default: 30
  ends_at:
    description:
      - The moment, in seconds since 1970, after which this task sends nothing any more, but for a sign-out.
      - The playbooks set it for each firm, from C(firm_deadline). Time that the firm has waited for others since its
        variables were checked is added to it.
    type: float
  after:
    description:
      - With V(preflight), the task refuses to run unless the firm's variables were checked and its preflight has passed
        in this run, so that nothing is written by a run that starts in the middle.
      - Needs C(ethical_walls_checked) and C(preflight_result), as the playbooks and the role
        P(legalops.ethical_walls.preflight#role) leave them behind.
    type: str
    choices: [preflight]
requirements:
  - python >= 3.9
"""
