# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of texts in a report, whatever they look like."""

from __future__ import annotations

from typing import Any

import pytest
from samples import firms

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import texts


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "https://", "https://[::1", "https://host:99999", "file:///etc", 7, None, []]
)
def test_address_that_is_none_is_not_known(url: Any) -> None:
    assert texts.address(url) is None


def test_texts_are_on_one_line_without_signs_that_cannot_be_seen() -> None:
    assert texts.text("a\nb\t\u202ec\u200b \x07d\udcff") == "a b c d"
    assert texts.text(" \u200b ") is None
    assert texts.text("{{ 1 }} {% if x %} {# y #} {{{ {\u200b{ {a}") == "{ { 1 }} { % if x %} { # y #} { { { { { {a}"
    assert [texts.text(value) for value in (True, None, {}, [], b"x")] == [None] * 5


def test_all_texts_of_plain_data_become_printable() -> None:
    given = {"a\nb": ["{{ x }}", {"c": " "}, 7, True, None], "\u200b": "x"}
    assert texts.printable(given) == {"a b": ["{ { x }}", {"c": None}, 7, True, None], "?": "x"}


@pytest.mark.parametrize("moment", ["2026-11-29T14:24:31.019788Z", "2026-11-29T14:24:31Z", "2026-11-29T14:24:31+00:00"])
def test_moments_are_told_without_fractions(moment: str) -> None:
    assert texts.sentence(f"saved {moment}, as told") == "saved 2026-11-29 14:24:31 UTC, as told"


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("The account", "the account"),
        ("A library", "a library"),
        ("iManage's certificate", "iManage's certificate"),
        ("Legora has", "Legora has"),
        ("Azure App Proxy", "Azure App Proxy"),
    ],
)
def test_names_keep_their_first_letter(words: str, within: str) -> None:
    assert texts.small_first(words) == within


def test_text_for_css_ends_neither_the_string_nor_the_style() -> None:
    shown = texts.css_text(firms.HOSTILE)
    assert shown.count('"') == 2
    assert not set(shown[1:-1]) & set("<>\"'{};\n")
    assert texts.css_text("Alder & Co") == '"Alder\\20 \\26 \\20 Co"'


def test_markdown_text_has_no_meaning() -> None:
    hostile = "<script>x</script> | `rm` *b* _i_ [l](http://x) # h\n- item & &lt; \\ ~s~ {{ 1 }} !"
    shown = texts.markdown_text(hostile)
    assert "\n" not in shown
    assert "<" not in shown
    assert shown == (
        r"&lt;script&gt;x&lt;/script&gt; \| \`rm\` \*b\* \_i\_ \[l\](http://x) \# h - item & &amp;lt; \\ \~s\~ "
        r"\{\{ 1 \}\} \!"
    )
    assert texts.markdown_text(None) == ""
