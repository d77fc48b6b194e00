# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a system says is put on one line and cut, and nothing of a secret is left by that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.server_words import (
    LONGEST_WORDS,
    content_type,
    server_words,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import MASK, Redactor

SECRET = "Pretend; pass  word-1"
REDACTOR = Redactor([SECRET, "correct horse battery"])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", ""),
        (" \r\n ", ""),
        ("It is\n  not right ", "It is not right"),
        (f"{SECRET} is too weak", f"{MASK} is too weak"),
        (f"a{SECRET}b", f"a{MASK}b"),
        ("not correct\nhorse  battery, said Ann", f"not {MASK}, said Ann"),
        ("x" * LONGEST_WORDS, "x" * LONGEST_WORDS),
        ("x" * (LONGEST_WORDS + 1), "x" * LONGEST_WORDS + "..."),
    ],
)
def test_words(said: str, shown: str) -> None:
    assert server_words(REDACTOR, said) == shown


@given(st.integers(0, LONGEST_WORDS + 5))
def test_a_secret_anywhere(before: int) -> None:
    assert "Pre" not in server_words(REDACTOR, "x" * before + SECRET + "y" * LONGEST_WORDS)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({}, "no content type"),
        ({"content-type": "text/html; charset=utf-8"}, "text/html"),
        ({"content-type": " text/html ;x"}, "text/html"),
        ({"content-type": f"text/{SECRET}; charset=utf-8"}, f"text/{MASK}"),
        ({"content-type": "x" * 9000}, "x" * 60 + "..."),
    ],
)
def test_content_types(sent: dict[str, str], shown: str) -> None:
    assert content_type(REDACTOR, sent) == shown
