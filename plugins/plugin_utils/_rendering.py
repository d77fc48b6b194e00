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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.fields import markdown_text

_TEMPLATES = Path(__file__).with_name("templates")
_FORMS = ("html", "md")


def rendered(kind: str, document: dict[str, t.Any], name: str) -> dict[str, t.Any]:
    """Return the files of a document, by their names: for people in each form, and the document itself.

    :param kind: C(firm) or C(index).
    :param name: that of the files, without their ending.
    """
    files: dict[str, t.Any] = {
        f"{name}.{form}": _environment().get_template(f"{kind}.{form}.j2").render(document=document) for form in _FORMS
    }
    return {**files, f"{name}.json": document}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # The templates say themselves what is escaped, since not all of them are HTML.
    environment = jinja2.Environment(  # noqa: S701
        loader=jinja2.FileSystemLoader(_TEMPLATES), trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters["markdown_text"] = markdown_text
    return environment
