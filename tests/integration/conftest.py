# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pretend firms for the tests that go over HTTP."""

from helpers.simulated import _simulator, firm, firm_name, sim, work

__all__ = ["_simulator", "firm", "firm_name", "sim", "work"]
