# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of Ansible's documentation as YAML, Markdown and reStructuredText, and blocks of files that are generated."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

import yaml

WIDTH = 120

_MARK = re.compile(r"\b(RV|[CVOMPEIB])\(([^()]*)\)")
_BLOCK = re.compile(
    r"(?P<begin>^[^\n]*\bbegin generated: (?P<name>[\w ]+?)(?: -->)?\n)(?P<body>.*?)(?P<end>^[^\n]*\bend generated\b)",
    re.M | re.S,
)


def fill_in(text: str, bodies: dict[str, str]) -> str:
    """Return a file with its generated blocks filled in.

    A block begins after a comment C(begin generated: NAME) and ends before a comment C(end generated).

    :param bodies: what is to stand in each block, by its name. A block without a body, or a body without a block, is a
        mistake.
    """
    found = [match["name"] for match in _BLOCK.finditer(text)]
    if sorted(found) != sorted(bodies):
        raise ValueError(f"has the generated blocks {sorted(found)}, not {sorted(bodies)}")
    return _BLOCK.sub(lambda match: match["begin"] + bodies[match["name"]] + match["end"], text)


def markdown(text: str) -> str:
    """Return a text with Markdown's marks in place of Ansible's."""
    return _MARK.sub(lambda match: f"`{_meant(match)}`", text)


def restructured(text: str) -> str:
    """Return a text with reStructuredText's marks in place of Ansible's."""
    return _MARK.sub(lambda match: f"``{_meant(match)}``", text)


def _meant(match: re.Match[str]) -> str:
    """Return what is marked: a plugin or an option without the collection and the plugin that it is of."""
    kind, value = match.groups()
    if kind in ("O", "RV", "M", "P"):
        value = re.sub(r"^(?:[\w.]+#\w+:|\w+:)", "", value)
        value = value.removeprefix("legalops.ethical_walls.").split("#")[0]
    return value


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(cells)} |\n" for cells in (header, *rows)]
    return "".join([lines[0], f"{'|---' * len(header)}|\n", *lines[1:]])


def list_table(header: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in reStructuredText.

    :param widths: of the columns, in percent.
    """
    lines = [".. list-table::", "  :header-rows: 1", f"  :widths: {' '.join(map(str, widths))}", ""]
    for row in [header, *rows]:
        for number, cell in enumerate(row):
            beginning = "    - " if number else "  * - "
            lines += [line.rstrip() for line in wrapped(cell, beginning, "      ") or [beginning]]
    return "\n" + "\n".join(lines) + "\n\n"


def yaml_entry(key: str, text: str, indent: int) -> list[str]:
    """Return the lines of an entry of a mapping whose value is a text."""
    space = " " * indent
    line = f"{space}{key}: {text}"
    if len(line) <= WIDTH and _is_plain(text):
        return [line]
    return [f"{space}{key}: >-", *wrapped(text, f"{space}  ", f"{space}  ")]


def yaml_list(texts: Iterable[str], indent: int) -> list[str]:
    """Return the lines of a list of texts."""
    space = " " * indent
    lines: list[str] = []
    for text in texts:
        if _is_plain(text):
            lines += wrapped(text, f"{space}- ", f"{space}  ")
        else:
            lines += [f"{space}- >-", *wrapped(text, f"{space}  ", f"{space}  ")]
    return lines


def _is_plain(text: str) -> bool:
    """Say whether YAML reads a text as it is, without quotes."""
    try:
        return bool(yaml.safe_load(f"key: {text}") == {"key": text})
    except yaml.YAMLError:
        return False


def wrapped(text: str, first: str = "", further: str = "") -> list[str]:
    """Return a text in lines. What is marked stays on one line."""
    whole = _MARK.sub(lambda match: match[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(
        whole, WIDTH, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\0", " ") for line in lines]
