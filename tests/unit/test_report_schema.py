# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published schema describes exactly what reports hold; templates escape everything; assumptions are complete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from helpers.guides import table
from samples import firms

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phases import PHASES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import FIRM_STATUSES, STATUSES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import document as report
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.assumptions import (
    IMANAGE_ASSUMPTIONS,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.checked import SEVERITIES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import overview_report
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.verdict import LEVELS

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
TEMPLATES = ROOT / "plugins/plugin_utils/templates"


def documents() -> list[dict[str, Any]]:
    found = [firms.document(name) for name in firms.REPORTED]
    empty = report.firm_report(firms.result("yew", "yew", "failed"), generated_at=firms.GENERATED_AT)
    everything = overview_report([*found, empty], ["dogwood"], generated_at=firms.GENERATED_AT)
    return [*found, empty, everything, overview_report([], [], generated_at=firms.GENERATED_AT)]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for item in value.values():
            yield from objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def test_schema_is_one_and_its_id_is_of_the_repository() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert SCHEMA["$id"] == f"{galaxy['repository']}/report/1" == report.SCHEMA


def test_schema_knows_every_field_and_allows_no_other() -> None:
    found = list(objects(SCHEMA))
    assert len(found) > 20
    for one in found:
        assert one["additionalProperties"] is False, one
        assert one["required"] == list(one["properties"]), one


@pytest.mark.parametrize("number", range(len(firms.REPORTED) + 3))
def test_reports_are_valid(number: int) -> None:
    VALIDATOR.validate(documents()[number])


def test_a_field_more_or_less_is_not_valid() -> None:
    shown = firms.document("alder")
    for place in (shown, shown["phases"][0]["findings"][0], shown["service_account"], shown["libraries"][0]):
        place["password"] = "x"
        assert not VALIDATOR.is_valid(shown)
        del place["password"]
        removed = place.popitem()
        assert not VALIDATOR.is_valid(shown)
        place[removed[0]] = removed[1]
    VALIDATOR.validate(shown)


def test_schema_has_the_words_of_the_code() -> None:
    defined = SCHEMA["$defs"]
    assert defined["status"]["enum"] == list(STATUSES)
    assert defined["severity"]["enum"] == list(SEVERITIES)
    assert defined["runStatus"]["enum"] == list(FIRM_STATUSES)
    assert defined["level"]["enum"] == list(LEVELS)
    assert defined["phaseName"]["enum"] == list(PHASES)


def test_every_assumption_about_imanage_is_in_every_report() -> None:
    known = table("guide_assumptions", "iManage Work")
    assert {row for row, cells in known.items() if cells == ["assumed"]} == set(IMANAGE_ASSUMPTIONS)
    shown = [one["text"] for one in firms.document("alder")["assumptions"]]
    assert set(IMANAGE_ASSUMPTIONS.values()) <= set(shown)


# What a template may show as it is: our own macros, which escape, and choices between words of the template itself.
OWN = (
    r"(?:asked|badge|box|closing|colophon|counts|head|last_rows|md"
    r"|row|shape|sign_off|steps|tally|text|values|verdict_band)\(.*\)"
)
WORDS = r"'[^']*'(?: if [\w.'| ]+(?: [=>]+ ['\w]+)? else '[^']*')+"
NUMBERS = r"(?:number|document\.requests|(?:firm|phase)\.counts)\.\w+|document\.firewall\.port|loop\.index"
CHOSEN = r"words\[.*\]|(?:finding|difference|card)\.severity|format\.text|document\.confirmation"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html.j2")), ids=lambda path: path.name)
def test_html_templates_escape_what_they_show(path: Path) -> None:
    shown = re.findall(r"{{(.*?)}}", path.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    for one in map(str.strip, shown):
        assert one.endswith(("| e", "| css_text")) or re.fullmatch(f"{OWN}|{WORDS}", one), one


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.md.j2")), ids=lambda path: path.name)
def test_markdown_templates_escape_what_they_show(path: Path) -> None:
    shown = re.findall(r"{{(.*?)}}", path.read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    for one in map(str.strip, shown):
        escaped = "| markdown_text" in one or one.endswith("| markdown_code")
        assert escaped or re.fullmatch(f"{OWN}|{WORDS}|{NUMBERS}|{CHOSEN}", one), one
