# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the harnesses of the integration tests find where a module and its RETURN disagree."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from helpers.returned import Documented, Situation, check_answer, disagreements

DOCUMENTED: Documented = yaml.safe_load("""
user:
  returned: success
  type: dict
  contains:
    id: {returned: always, type: str}
    groups:
      returned: always
      type: list
      elements: dict
      contains:
        name: {returned: always, type: str}
    ended: {returned: when O(state=absent), type: bool}
names: {returned: success, type: list, elements: str}
converged: {returned: when a write was sent, type: bool}
requests: {returned: always, type: dict}
failure: {returned: failure, type: dict}
""")
REQUESTS = {"read": 1, "write": 0, "signin": 0}
USER = {"id": "A", "groups": [{"name": "G"}]}
ANSWER = {"user": USER, "names": ["a"], "requests": REQUESTS}
PRESENT = Situation(options={"state": "present"})


def found(answer: dict[str, Any], situation: Situation = PRESENT) -> list[str]:
    return list(disagreements(DOCUMENTED, answer, situation))


@pytest.mark.parametrize(
    ("answer", "situation"),
    [
        (ANSWER, PRESENT),
        ({**ANSWER, "user": None}, PRESENT),
        ({**ANSWER, "user": {**USER, "ended": True}}, Situation(options={"state": "absent"})),
        ({**ANSWER, "user": {**USER, "ended": True}}, Situation()),
        ({**ANSWER, "converged": True}, Situation(wrote=True, options={"state": "present"})),
        ({"failure": {}, "requests": REQUESTS}, Situation(failed=True, wrote=True)),
    ],
)
def test_answer_as_documented_is_fine(answer: dict[str, Any], situation: Situation) -> None:
    assert found(answer, situation) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bogus": 1}, "bogus is not documented"),
        ({"user": {**USER, "bogus": 1}}, "user.bogus is not documented"),
        ({"user": {**USER, "groups": [{"name": "G", "x": 1}]}}, "user.groups.x is not documented"),
        ({"user": {"id": "A"}}, "user.groups is missing, but documented as returned: always"),
        ({"user": {**USER, "id": 7}}, "user.id is no str, but 7"),
        ({"user": {**USER, "ended": True}}, "user.ended is there, but documented as returned: when O(state=absent)"),
        ({"names": ["a", True]}, "names has an element that is no str, but True"),
        ({"converged": True}, "converged is there, but documented as returned: when a write was sent"),
        ({"failure": {}}, "failure is there, but documented as returned: failure"),
    ],
)
def test_whatever_disagrees_is_named(changes: dict[str, Any], said: str) -> None:
    assert found({**ANSWER, **changes}) == [said]


def test_what_is_documented_has_to_be_there() -> None:
    assert found({"user": USER, "names": []}) == ["requests is missing, but documented as returned: always"]
    assert found(ANSWER, Situation(wrote=True)) == [
        "converged is missing, but documented as returned: when a write was sent"
    ]


def test_words_that_nothing_compares_are_refused() -> None:
    with pytest.raises(KeyError):
        list(disagreements({"user": {"returned": "on Sundays"}}, {}, PRESENT))


def test_refusal_by_ansible_itself_is_no_answer_of_the_module() -> None:
    check_answer("imanage_info", {"failed": True, "msg": "missing required arguments: url"})
    with pytest.raises(AssertionError, match="imanage_info and its RETURN disagree: failure is missing"):
        check_answer("imanage_info", {"failed": True, "msg": "?", "plan": [], "requests": REQUESTS})
