# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a survey may say, as AWX checks it, and what may answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .fields import ENCRYPTED

_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str, "textarea": str, "password": str, "multiplechoice": str, "multiselect": str, "integer": int,
    "float": float,
}  # fmt: skip
# AWX takes any key; another one is a misspelling, so the double refuses it.
_KEYS = {
    "type", "question_name", "question_description", "variable", "required", "default", "choices", "min", "max",
    "new_question", "formattedChoices",
}  # fmt: skip


def check(spec: Any, before: Mapping[str, Any]) -> str | None:
    """Check a survey.

    :param spec: what was sent.
    :param before: the survey as it is, for passwords that are to stay.
    :return: what is wrong; ``None`` when nothing is.
    """
    if not isinstance(spec, dict):
        return "The survey is not a json object."
    for name, kind, label in (("name", str, "string"), ("description", str, "string"), ("spec", list, "list of items")):
        if name not in spec:
            return f"Field '{name}' is missing from survey spec."
        if not isinstance(spec[name], kind):
            return f"Expected {label} for field '{name}', received {type(spec[name]).__name__} type."
    unknown = sorted(set(spec) - {"name", "description", "spec"})
    if unknown:
        return f"The double knows no such part of a survey: {', '.join(unknown)}"
    if not spec["spec"]:
        return "'spec' doesn't contain any items."
    seen: set[str] = set()
    old = {one["variable"]: one for one in before.get("spec", [])}
    for number, question in enumerate(spec["spec"]):
        error = next(_errors(number, question, seen, old), None)
        if error:
            return error
        seen.add(question["variable"])
        if question.get("default") == ENCRYPTED:
            question["default"] = old[question["variable"]]["default"]
    return None


def _errors(number: int, question: Any, seen: set[str], old: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a question: the later checks may rely on the earlier ones."""
    if not isinstance(question, dict):
        yield f"Survey question {number} is not a json object."
        return
    for name in ("type", "question_name", "variable", "required"):
        if name not in question:
            yield f"'{name}' missing from survey question {number}"
        elif not isinstance(question[name], bool if name == "required" else str):
            label = "boolean" if name == "required" else "string"
            yield f"'{name}' in survey question {number} expected to be {label}."
    if set(question) - _KEYS:
        yield f"The double knows no such part of a question: {', '.join(sorted(set(question) - _KEYS))}"
    if question["variable"] in seen:
        yield f"'variable' '{question['variable']}' duplicated in survey question {number}."
    if question["type"] not in _TYPES:
        allowed = ", ".join(_TYPES)
        yield f"'{question['type']}' in survey question {number} is not one of '{allowed}' allowed question types."
    for name in ("min", "max"):
        if not isinstance(question.get(name), int | None):
            yield f"The {name} limit in survey question {number} expected to be integer."
    yield from _default_errors(number, question, old)
    if question["type"] in ("multiplechoice", "multiselect"):
        yield from _choice_errors(number, question)


def _default_errors(number: int, question: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[str]:
    kind, default = question["type"], question.get("default", "")
    if default != "" and not isinstance(default, _TYPES[kind]):
        label = kind if kind in ("integer", "float") else "string"
        yield f"Default value {default} in survey question {number} expected to be {label}."
    if isinstance(default, str) and default.startswith(ENCRYPTED):
        if kind != "password":
            why = "$encrypted$ is a reserved keyword for password question defaults"
            yield f"{why}, survey question {number} is type {kind}."
        elif "default" not in old.get(question["variable"], {}):
            yield f"$encrypted$ is a reserved keyword, may not be used for new default in position {number}."


def _choice_errors(number: int, question: dict[str, Any]) -> Iterator[str]:
    if "choices" not in question:
        yield f"Survey question {number} of type {question['type']} must specify choices."
        return
    if isinstance(question["choices"], str):
        question["choices"] = "\n".join(one for one in question["choices"].splitlines() if one.strip())
    if isinstance(question.get("default"), str):
        question["default"] = "\n".join(one for one in question["default"].splitlines() if one.strip())
        chosen = question["default"].splitlines()
        if question["type"] == "multiplechoice" and len(chosen) > 1:
            yield "Multiple Choice (Single Select) can only have one default value."
        if any(one not in question["choices"] for one in chosen):
            yield "Default choice must be answered from the choices listed."


def shown(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a survey as AWX shows it, defaults of passwords hidden."""
    if not spec:
        return {}
    return {
        **spec,
        "spec": [
            {**one, "default": ENCRYPTED} if one["type"] == "password" and one.get("default") else dict(one)
            for one in spec["spec"]
        ],
    }


def answer_error(question: Mapping[str, Any], value: Any) -> str | None:
    """Return what is wrong with the answer to a question; ``None`` when nothing is."""
    name, kind = question["variable"], question["type"]
    if kind in ("text", "textarea", "password") and not isinstance(value, str):
        return f"Value {value} for '{name}' expected to be a string."
    if kind in ("integer", "float"):
        if isinstance(value, bool) or not isinstance(value, int if kind == "integer" else int | float):
            return (
                f"Value {value} for '{name}' expected to be {'an integer' if kind == 'integer' else 'a numeric type'}."
            )
        low, high = question.get("min"), question.get("max")
        if isinstance(low, int) and value < low:
            return f"'{name}' value {value} is too small (must be at least {low})."
        if isinstance(high, int) and value > high:
            return f"'{name}' value {value} is too large (must be no more than {high})."
    if kind in ("multiplechoice", "multiselect"):
        choices = question["choices"]
        listed = choices.splitlines() if isinstance(choices, str) else choices
        chosen = value if kind == "multiselect" and isinstance(value, list) else [value]
        bad = [one for one in chosen if one not in listed]
        if bad:
            return f"Value {bad[0]} for '{name}' expected to be one of {listed}."
    return None
