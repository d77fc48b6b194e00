# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays the collection's playbooks for one firm in this process, without Ansible: thousands of runs are cheap then.

The order comes from the files of playbooks and roles. What keeps a task from running, what its module is called with
and what it makes of the answer comes from the code that the actions use. A test compares what is sent with what the
playbook sends in Ansible, request by request.
"""

from .cut import Cut, KilledError
from .firm_run import FirmFailedError, FirmRun

__all__ = ["Cut", "FirmFailedError", "FirmRun", "KilledError"]
