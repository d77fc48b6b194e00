# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of all tests."""

from __future__ import annotations

from pathlib import Path

from hypothesis import configuration, settings

# A slow machine is no failure, nothing is left in the checkout, and the same code gets the same examples.
configuration.set_hypothesis_home_dir(Path(__file__).parents[1] / ".cache" / "hypothesis")
settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")
