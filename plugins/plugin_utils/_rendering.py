# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the documents of reports with the templates beside it, by Jinja alone.

No template of Ansible's gets to see what came from a server: what looks like one stays the text that it is.
"""

from __future__ import annotations

import typing as t
from functools import lru_cache
from pathlib import Path

import jinja2

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.files import SUMMARY
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.summary import summary
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.texts import (
    css_text,
    markdown_code,
    markdown_text,
)

_TEMPLATES = Path(__file__).with_name("templates")
_FORMS = ("html", "md")


def rendered(kind: str, document: dict[str, t.Any], name: str) -> dict[str, t.Any]:
    """Return the files of a document, by their names: for people in each form, and the document itself.

    :param kind: C(firm) or C(index).
    :param name: that of the files, without their ending.
    """
    return {**for_people(kind, document, name), f"{name}.json": document}


def for_people(kind: str, document: dict[str, t.Any], name: str) -> dict[str, str]:
    """Return the files of a document that people read, by their names.

    :param kind: C(firm), C(index) or C(hand_over).
    :param name: that of the files, without their ending.
    """
    return {
        f"{name}.{form}": _environment().get_template(f"{kind}.{form}.j2").render(document=document) for form in _FORMS
    }


def names_for_people(name: str) -> tuple[str, ...]:
    """Return the names of the files that C(for_people) returns."""
    return tuple(f"{name}.{form}" for form in _FORMS)


def firm_files(document: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the files of a firm's report, by their names, the page first: with the summary on one page."""
    page = _environment().get_template("summary.html.j2").render(document=summary(document))
    return {**rendered("firm", document, document["file"]), f"{document['file']}{SUMMARY}.html": page}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # The templates say themselves what is escaped, since not all of them are HTML.
    environment = jinja2.Environment(  # noqa: S701
        loader=jinja2.FileSystemLoader(_TEMPLATES), trim_blocks=True, keep_trailing_newline=True
    )
    for function in (css_text, markdown_code, markdown_text):
        environment.filters[function.__name__] = function
    return environment
