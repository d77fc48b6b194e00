# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of the fault sweep in runs of the real playbook; ``make test-chaos`` tries all points that way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from chaos.run import all_points, survive_in

# A run of the playbook for each, and one after it.
SAMPLE = 8
PARTS = 2


@pytest.mark.full
@pytest.mark.parametrize("part", range(PARTS))
def test_sample_of_the_sweep_survives_at_playbook_level(tmp_path: Path, part: int) -> None:
    # Those that only wait are left to the sweep in process.
    quick = [point for point in all_points() if not point.kind.hangs_up]
    sample = random.Random(2026).sample(quick, SAMPLE)[part::PARTS]
    assert survive_in(tmp_path, sample) == dict.fromkeys(sample)
