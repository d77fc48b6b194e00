# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check has words for the firm: complete, plain, and without names of variables."""

from __future__ import annotations

import re

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.check import OWNERS, Check
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import CHECKS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import ATTESTABLE, CHECK_IDS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME

# They may be attested, but a program can tell as a rule: where it can't, that is no point for people alone.
ALSO_READ = {"A8", "A11", "A13"}


def test_each_id_is_a_check() -> None:
    assert [check.id for check in CHECKS] == list(CHECK_IDS)


def test_what_only_people_can_tell_can_be_attested() -> None:
    confirmed = {check.id for check in CHECKS if check.confirm}
    assert confirmed == set(ATTESTABLE) - ALSO_READ


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_words_are_for_people(check: Check) -> None:
    assert check.owner in OWNERS
    said = [check.wrong, check.open, check.ask, *([check.confirm] if check.confirm else [])]
    for text in said:
        assert text[0].isupper() or text.startswith("iManage"), text
        assert not re.search(r"[a-z]_[a-z]", text), "a name of a variable"
        assert not any(name in text for name in BY_NAME)
    assert all(not title.endswith(".") for title in (check.wrong, check.open))
    assert all(sentence.endswith(".") for sentence in said[2:])
    assert check.wrong != check.title, "it says how it should be, not what is wrong"
