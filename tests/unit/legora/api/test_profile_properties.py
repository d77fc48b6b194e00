# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a profile holds: it is usable as a whole, or refused with the place of each mistake."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from unit.core.recorder import recording_transport

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.assumed import ASSUMED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import Capability, LegoraClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.contracts import CONTRACTS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.operations import (
    Expression,
    NotApplicableError,
    Operation,
    Profile,
    fill,
    placeholders,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.profile import (
    ProfileError,
    parse_profile,
)

Path = tuple[Any, ...]  # from a mapping to what is in it

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=5,
)
# Texts that mean something somewhere in a profile, right or wrong.
TEXTS = st.sampled_from(
    ["{connector_id}", "{password}", "{library_ids}", "{nobody}", "{}", "{", "}", "{{key}}", "/{connector_id}/../x",
     "/%2e%2e", "/a/{connector_id}", "/a?b", "//x", "GET", "post", "TRACE", "data[", "data.id", "@[::0]", "&", "'",
     "https://{region}.example/v1", "https://u:p@x.example", "https://x.example/{nobody}"]
)  # fmt: skip
# Statuses, and lists that are nearly some.
LISTS = st.lists(st.sampled_from([200, 201, 204, 404, 410, 500, True, "200"]), max_size=3)
NAMES = st.sampled_from(["metod", "body", "fields", "list", "absent_statuses", "x"]) | st.text(max_size=4)


def places_of(value: Any, path: Path = ()) -> list[Path]:
    """Return the path of each key, at every depth."""
    if not isinstance(value, dict):
        return [path]
    return [path, *(place for key, inner in value.items() for place in places_of(inner, (*path, key)))]


def full_profile() -> dict[str, Any]:
    """Return the bundled profile with what it leaves out, as new: by way of JSON no part is in it twice."""
    copied: dict[str, Any] = json.loads(json.dumps({**ASSUMED, "base_url": "https://api.{region}.example/v1"}))
    return copied


PLACES = places_of(full_profile())


@st.composite
def mutations(draw: Any) -> tuple[dict[str, Any], Path]:
    """Return the bundled profile with one thing that is another, and the path of that thing."""
    profile: Any = {"whole": full_profile()}
    place = draw(st.sampled_from(PLACES))
    holder = profile
    for key in ("whole", *place)[:-1]:
        holder = holder[key]
    last = ("whole", *place)[-1]
    kind = draw(st.sampled_from(["replace", "remove", "rename", "add", "spoil"]))
    if kind == "remove" and place:
        del holder[last]
    elif kind == "rename" and place:
        holder[draw(NAMES)] = holder.pop(last)
    elif kind == "add" and isinstance(holder[last], dict):
        holder[last][draw(NAMES)] = draw(JSON | TEXTS | LISTS)
    elif kind == "spoil" and isinstance(holder[last], str):
        holder[last] += draw(TEXTS | st.text(max_size=3))
    else:
        holder[last] = draw(JSON | TEXTS | LISTS)
    return profile["whole"], place


def mistakes_of(given: Any) -> list[str]:
    """Return the mistakes of a profile; one without any has to be usable."""
    try:
        profile = parse_profile(given)
    except ProfileError as error:
        return error.mistakes or ["it was refused without a reason"]
    check_usable(profile)
    return []


def check_usable(profile: Profile) -> None:
    """Fill every operation with all that it is offered: what was parsed must never fail later."""
    for name, operation in profile.operations.items():
        values = dict.fromkeys(CONTRACTS[name].offers, "x")
        assert operation.filled_path(values).startswith("/")
        assert all(isinstance(value, (str, int)) for value in operation.filled_query(values).values())
        json.dumps(operation.filled_body(values))
        assert operation.method == "GET" or CONTRACTS[name].writes
        assert all(operation.fields[field] for field, wanted in CONTRACTS[name].fields.items() if wanted.required)
        assert bool(operation.paging) is CONTRACTS[name].is_list
    assert profile.auth_value("K").count("K") > profile.auth_format.count("K")


def words_for(place: Path) -> tuple[str, ...]:
    """Return how a mistake at a place, or right below it, may begin."""
    if place[2:]:
        return (f"operation {place[1]}",) if place[0] == "operations" else (place[0],)
    if place[1:]:
        # A key that is renamed is unknown where it stands.
        return (f"operation {place[1]}", "operations") if place[0] == "operations" else (place[0],)
    return (place[0], "the profile") if place else ("the profile",)


@settings(max_examples=200)
@given(mutations())
def test_a_changed_profile_is_usable_or_refused_with_the_place(mutation: tuple[Any, Path]) -> None:
    given, place = mutation
    before = copy.deepcopy(given)
    mistakes = mistakes_of(given)
    assert not [mistake for mistake in mistakes if not mistake.startswith(words_for(place))]
    assert given == before, "what was given must be left as it is"


@given(JSON)
def test_whatever_is_given_is_a_profile_or_refused(given: Any) -> None:
    mistakes = mistakes_of(given)
    assert not mistakes or all(mistakes)
    assert isinstance(given, dict) or mistakes == ["the profile is not a mapping"] or given is None


# Queries and bodies are replaced as a whole.
MERGED = [place for place in PLACES if place and (len(place) < 4 or place[2] == "fields")]


@pytest.mark.parametrize("place", MERGED, ids=".".join)
def test_what_is_left_out_comes_from_the_bundled_profile(place: Path) -> None:
    given = full_profile()
    holder = given
    for key in place[:-1]:
        holder = holder[key]
    del holder[place[-1]]
    parsed, bundled = parse_profile(given), parse_profile()
    assert (parsed.operations, parsed.errors) == (bundled.operations, bundled.errors)
    assert (parsed.auth_header, parsed.auth_format) == (bundled.auth_header, bundled.auth_format)


def test_the_bundled_profile_parses_to_the_same_however_it_is_given() -> None:
    bundled = parse_profile()
    assert parse_profile() == parse_profile({"name": "assumed"}) == parse_profile(copy.deepcopy(ASSUMED)) == bundled
    assert parse_profile(json.loads(json.dumps(ASSUMED))) == bundled
    assert parse_profile({}) == bundled


# Templates


TEMPLATES = st.recursive(
    st.sampled_from(["{a}", "{b}", "{a}{b}", "x{a}y", "plain", None, True, 7]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=2),
    max_leaves=4,
)


def shape(value: Any) -> Any:
    """Return lists and mappings without what stands at their ends."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else None


@given(JSON)
def test_a_placeholder_that_stands_alone_keeps_its_type(value: Any) -> None:
    filled = fill({"x": ["{a}"]}, {"a": value})["x"][0]
    assert filled is value
    assert type(filled) is type(value)


@given(TEMPLATES, SCALARS | st.sampled_from(["{b}", "{a}", "{nobody}"]), SCALARS)
def test_a_template_keeps_its_form_and_values_are_not_templates(template: Any, a: Any, b: Any) -> None:
    filled = fill(template, {"a": a, "b": b})
    assert shape(filled) == shape(template)
    assert placeholders(template) <= {"a", "b"}
    if template == "x{a}y":
        assert filled == f"x{str(a).lower() if isinstance(a, bool) else a}y"
    if not placeholders(template):
        assert filled == template


VALUES = st.text() | st.sampled_from(
    ["..", ".", "a/b", "?x", "#x", "%2e%2e", "..%2f", "//evil.example", "{x}", "\ud800"]
)
WITH_PATH_VALUES = [one for one in parse_profile().operations.values() if placeholders(one.path)]


@given(st.sampled_from(WITH_PATH_VALUES), VALUES, VALUES)
def test_a_value_stays_in_its_segment_of_the_path(operation: Operation, connector: str, capability: str) -> None:
    values = {"connector_id": connector, "capability_id": capability}
    filled = operation.filled_path(values)
    assert not set("?#\\ ") & set(filled)
    assert filled.isascii()
    segments = [unquote(segment, errors="surrogatepass") for segment in filled.split("/")]
    assert segments == [fill(segment, values) for segment in operation.path.split("/")]


@given(VALUES, VALUES)
@example("..", "..")
@example("x", "..")
@example(".", "x")
def test_no_id_makes_a_request_for_something_else(connector: str, capability: str) -> None:
    """IDs come from Legora's answers; one that steps upwards must not remove what was not meant."""
    transport, recorder = recording_transport(parse_origin("https://legora.example/api/v1", allow_path=True))
    client = LegoraClient(transport, "Alder", "pretend-key-1", "eu")
    found = Capability(capability, "ethical_walls", "1", ["A"], None, None)
    if {".", ".."} & {connector, capability}:
        with pytest.raises(EthicalWallsError, match="has a segment"):
            client.delete_capability(connector, found)
        assert recorder.sent == []
        return
    client.delete_capability(connector, found)
    ((method, url),) = recorder.sent
    parts = urlsplit(url)
    assert (method, parts.netloc, parts.query, parts.fragment) == ("DELETE", "legora.example", "", "")
    got = [unquote(segment, errors="surrogatepass") for segment in parts.path.split("/")]
    assert got == ["", "api", "v1", "organisation", "integrations", connector, "capabilities", capability]


# Expressions

PARTS = st.sampled_from(
    ["a", "b", ".", "[0]", "[::0]", "[*]", "[?", "]", "|", "||", "&", "@", "(", ")", ",", "{", "}", ":", "`1`", "'x'",
     '"', "<", "==", "length(", "contains(@, `1`)", "sort_by(@, &a)", "max_by(@, &a)", "join(',', @)", "sum(@)",
     "to_number(@)", "ceil(@)", "keys(@)", "\ud800"]
)  # fmt: skip
EXPRESSIONS = st.lists(PARTS, max_size=5).map("".join) | st.sampled_from(
    [
        "@ < `1`",
        "a > b",
        "ceil(to_number(@))",
        "a[::0]",
        "[?contains(@, `1`)]",
        "sort_by(@, &a)",
        "max(@)",
        "reverse(@)",
    ]
)
ANSWERS = JSON | st.sampled_from(["1e999", "nan", {"a": 1, "b": "x"}, [{"a": 1}, {"a": "x"}]])


@settings(max_examples=200)
@given(EXPRESSIONS, ANSWERS)
@example("@ < `1`", "x")
@example("[::0]", [1])
@example("contains(@, `1`)", "x")
@example("ceil(to_number(@))", "1e999")
@example("(" * 5000, None)
def test_an_expression_finds_something_or_is_refused_without_the_answer(text: str, answer: Any) -> None:
    refusal: ValueError | None = None
    try:
        Expression.parse(text).find(answer)
    except ValueError as error:
        refusal = error
    if isinstance(refusal, NotApplicableError):
        assert str(refusal) == text
        assert refusal.__suppress_context__
    elif refusal is not None:
        assert "is not a JMESPath expression" in str(refusal)
