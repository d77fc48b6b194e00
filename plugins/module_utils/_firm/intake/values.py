# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What spreadsheets, forms and e-mails do to values: some of it is put right, the rest is a mistake."""

from __future__ import annotations

import re
import typing as t

from ..schema import SCHEMA
from .parts import NO_SECRETS

# Values that people write as they like. In all others a typographic quote or dash is an accident.
_PROSE = (
    "firm_name",
    "legora_organisation",
    "imanage_legora_app_name",
    "service_account_full_name",
    "attestations",
    "legora_confirmed",
    "verify_manual_projects",
)
# Numbers that a spreadsheet may have rewritten.
_NUMBERS = (
    "imanage_customer_id",
    "legora_connector_id",
    *(variable.name for variable in SCHEMA if variable.type == "int"),
)
# How Legora's API is spoken: expressions, in which nothing may be touched.
_UNTOUCHED = ("legora_profile",)

_TYPOGRAPHIC = re.compile("[\u2018-\u201f\u2010-\u2015\u00ab\u00bb\u2032\u2033]")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|^#jinja2:")
_SECRET = re.compile(r"\$ANSIBLE_VAULT;|-----BEGIN |^Bearer |^eyJ[A-Za-z0-9_-]{8,}\.|^hvs\.")
_SPREADSHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)|#+")
_SHORTENED = re.compile(r"\d+([.,]\d+)?E\+\d+", re.IGNORECASE)
_REWRITTEN = re.compile(r"\d+[.,]0+|\d{1,3}([.,' ]\d{3})+")
_PLACEHOLDERS = ("-", "--", "?", "n/a", "none", "null", "tbc", "tbd", "todo")


def clean(name: str, value: t.Any) -> t.Any:
    """Return a value without what nobody meant: outer white space, and spaces that do not break."""
    if name in _UNTOUCHED:
        return value
    if isinstance(value, dict):
        return {clean(name, key): clean(name, item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(name, item) for item in value]
    if not isinstance(value, str):
        return value
    if name == "attestations":  # a note may have several lines; reports have one
        return " ".join(value.split())
    return re.sub("[\u00a0\u2007\u202f]", " ", value).strip()


def complain_about_value(name: str, value: t.Any) -> str | None:
    """Return what is wrong with a cleaned value whatever its variable allows, if anything is.

    Markers of templates are refused, because inventories are templated, by AWX and by older Ansible: a firm's details
    would run as code.
    """
    for text in _texts(value):
        for wrong, complaint in _general(text):
            if wrong:
                return complaint
        if name in _UNTOUCHED:
            continue
        for wrong, complaint in _particular(name, text):
            if wrong:
                return complaint
    return None


def _general(text: str) -> t.Iterator[tuple[bool, str]]:
    yield _TEMPLATE.search(text) is not None, "has a marker of a template ({{, {% or {#); values are never templates"
    yield _SECRET.search(text) is not None, f"looks like a secret; {NO_SECRETS}"
    yield "\ufffd" in text, "has characters that could not be read as UTF-8"


def _particular(name: str, text: str) -> t.Iterator[tuple[bool, str]]:
    yield not text.isprintable(), "has a line break or an invisible character; type it again"
    yield _SPREADSHEET_ERROR.fullmatch(text) is not None, "is an error of the spreadsheet, not a value"
    yield text.startswith("="), "is a formula; save the file with values"
    yield text.lower() in _PLACEHOLDERS, "is a placeholder; leave it empty"
    as_text = "format it as text and type it again"
    yield _SHORTENED.fullmatch(text) is not None, f"is a number that the spreadsheet shortened; {as_text}"
    rewritten = name in _NUMBERS and _REWRITTEN.fullmatch(text) is not None
    yield rewritten, f"is a number as the spreadsheet shows it, not as it was typed; {as_text}"
    typographic = name not in _PROSE and _TYPOGRAPHIC.search(text) is not None
    yield typographic, "has typographic quotes or dashes; type plain ones"


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def without_values(reason: str) -> str:
    """Return the reason of a check without the pieces of the value that some checks repeat."""
    reason = re.sub(r"; write https://.*", "", reason, flags=re.DOTALL)
    reason = re.sub(r"names \S+ twice", "names one twice", reason)
    return re.sub(r"the unknown key .*?([;,] known are| for check)", r"an unknown key\1", reason, flags=re.DOTALL)
