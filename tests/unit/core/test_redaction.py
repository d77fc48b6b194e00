# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets are found in each form in which they may be shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import MASK, Redactor

SECRET = "Pretend/pass+word&1"

# Any text that can be sent; without asterisks, which masked text consists of.
SECRETS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="*"), min_size=4, max_size=30)
AROUND = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="*"), max_size=10)


def _own_part(encoded: str, before: int, length: int) -> str:
    """Return the characters of a base64 text that depend on the secret's bytes alone."""
    return encoded[-(-before * 8 // 6) : (before + length) * 8 // 6]


@given(SECRETS, AROUND, AROUND)
def test_no_secret_survives_as_it_is(secret: str, before: str, after: str) -> None:
    assert secret not in Redactor([secret]).text(before + secret + after)


@given(SECRETS, AROUND, AROUND)
def test_no_secret_survives_in_a_url(secret: str, before: str, after: str) -> None:
    for encode in (quote, quote_plus, lambda text: quote(text, safe="")):
        encoded = encode(secret)
        assert encoded not in Redactor([secret]).text(encode(before) + encoded + encode(after))


@given(SECRETS, AROUND, AROUND)
def test_no_secret_survives_in_json(secret: str, before: str, after: str) -> None:
    for ascii_only in (True, False):
        inner = json.dumps(secret, ensure_ascii=ascii_only)[1:-1]
        text = json.dumps({"password": before + secret + after}, ensure_ascii=ascii_only)
        assert inner in text
        assert inner not in Redactor([secret]).text(text)


@given(SECRETS, AROUND, AROUND)
def test_no_secret_survives_in_a_header(secret: str, before: str, after: str) -> None:
    """HTTP reads each byte of a header as a character, although most send UTF-8."""
    as_read = secret.encode().decode("latin-1")
    text = before.encode().decode("latin-1") + as_read + after.encode().decode("latin-1")
    assert as_read not in Redactor([secret]).text(text)


@given(SECRETS, st.binary(max_size=7), st.binary(max_size=7))
def test_no_secret_survives_in_base64(secret: str, before: bytes, after: bytes) -> None:
    raw = secret.encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        encoded = encode(before + raw + after).decode()
        own = _own_part(encoded, len(before), len(raw))
        assert len(own) >= 4
        assume(encoded.count(own) == 1)
        assert own not in Redactor([secret]).text(encoded)


@given(SECRETS, AROUND)
def test_no_secret_survives_in_basic_authentication(secret: str, user: str) -> None:
    raw = f"{user}:{secret}".encode()
    encoded = base64.b64encode(raw).decode()
    own = _own_part(encoded, len(user.encode()) + 1, len(secret.encode()))
    assume(encoded.count(own) == 1)
    assert own not in Redactor([secret]).text(f"Authorization: Basic {encoded}")


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | AROUND,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(AROUND, inner, max_size=3),
    max_leaves=8,
)


def _with_secret(secret: str, inner: Any) -> list[Any]:
    return [
        inner,
        {"a": [secret, {"b": (f"x{secret}y", inner)}]},
        {f"key {secret}": 1, secret: 2},
        secret.encode(),
    ]


@given(SECRETS, PLAIN)
def test_no_secret_survives_in_data(secret: str, inner: Any) -> None:
    assume(secret not in repr(inner))
    shown = Redactor([secret]).data(_with_secret(secret, inner))
    assert secret not in _all_texts(shown)


def _all_texts(value: Any) -> str:
    if isinstance(value, dict):
        return "\x00".join(_all_texts(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return "\x00".join(_all_texts(part) for part in value)
    assert isinstance(value, (str, int, float, type(None)))
    return str(value)


@given(PLAIN)
def test_data_without_secrets_is_left_as_it_is(value: Any) -> None:
    assert Redactor([SECRET, None, ""]).data(value) == value


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"x{SECRET}y{SECRET}",
        "Pretend%2Fpass%2Bword%261",
        "Pretend%2fpass%2bword%261",
        "Pretend/pass%2Bword%261",
        r"Pretend\/pass+word&1",
        "Pretend/pass+word&amp;1",
    ],
)
def test_forms_of_one_secret(text: str) -> None:
    shown = Redactor([SECRET]).text(text)
    assert MASK in shown
    assert "word" not in shown


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ('quo"te\\d', r"{'password': 'quo\"te\\d'}"),
        ("pässwörd", r"p\u00e4ssw\u00f6rd"),
        ("pässwörd", r"p\u00E4ssw\u00F6rd"),
        ("pässwörd", r"p\xe4ssw\xf6rd"),
        ("pässwörd", "p%c3%a4ssw%c3%b6rd"),
        ("a'b\\c\td", repr("a'b\\c\td")),
        ("<b>&'\"1", "&lt;b&gt;&amp;&#x27;&quot;1"),
        ("<b>&'\"1", "&lt;b&gt;&amp;&#39;&quot;1"),
    ],
)
def test_escaped_forms(secret: str, text: str) -> None:
    assert MASK in Redactor([secret]).text(text)


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("secret", ["four", "fives", "sixsix", "é?é>é~"])
def test_a_secret_alone_leaves_nothing_of_its_base64(secret: str, encode: Callable[[bytes], bytes]) -> None:
    assert Redactor([secret]).text(encode(secret.encode()).decode()).rstrip("=") == MASK


def test_a_secret_within_another_leaves_no_rest() -> None:
    for order in (["Pretend", "Pretend-pass"], ["Pretend-pass", "Pretend"]):
        assert Redactor(order).text("is Pretend-pass") == f"is {MASK}"


def test_a_later_secret_is_learnt() -> None:
    redactor = Redactor()
    assert redactor.text("token-1") == "token-1"
    redactor.add("token-1")
    redactor.add("")
    redactor.add(None)
    assert redactor.text("token-1") == MASK


def test_numbers_that_are_secrets_are_masked() -> None:
    redactor = Redactor(["12345678"])
    assert redactor.data({"pin": 12345678, "n": 1, "f": 1.5, "t": True, "z": None}) == {
        "pin": MASK, "n": 1, "f": 1.5, "t": True, "z": None,
    }  # fmt: skip
    assert redactor.data({12345678: 1}) == {MASK: 1}


def test_keys_that_are_masked_alike_lose_nothing() -> None:
    shown = Redactor(["secret-1", "secret-2"]).data({"secret-1": 1, "secret-2": 2, "other": 3})
    assert sorted(shown.values()) == [1, 2, 3]
    assert shown["other"] == 3
    assert "secret" not in str(shown)


@pytest.mark.parametrize("secret", ["a", "1", "ab", "d\n", "40", "e", "cha"])
def test_a_very_short_secret_leaves_names_and_numbers_alone(secret: str) -> None:
    """A firm's variables are checked for it; a shown answer has to stay one all the same."""
    answer = {"changed": True, "failed": False, "http_status": 401, "requests": {"read": 11, "write": 0}}
    assert Redactor([secret]).data(answer) == answer


@pytest.mark.parametrize("secret", ["a", "xyz"])
def test_a_very_short_secret_is_masked_in_texts(secret: str) -> None:
    shown = Redactor([secret]).text(f"-{secret}-")
    assert shown == f"-{MASK}-"


@pytest.mark.parametrize("secret", ["*", "****", MASK])
def test_a_secret_of_asterisks_does_no_harm(secret: str) -> None:
    assert set(Redactor([secret]).text(f"{secret}")) == {"*"}


def test_a_tuple_becomes_a_list_and_other_things_text() -> None:
    class Thing:
        def __str__(self) -> str:
            return f"thing {SECRET}"

    shown = Redactor([SECRET]).data({"t": (1, SECRET), "s": {SECRET}, "o": Thing()})
    assert shown["t"] == [1, MASK]
    assert shown["s"] == [MASK]
    assert shown["o"] == f"thing {MASK}"
