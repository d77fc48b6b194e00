# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the sheet of a hand-over, as a page or as a ticket: what it tells a person to do, and to send back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import yaml

Data = dict[str, Any]


@dataclass
class Step:
    """What a step says.

    :ivar url: the page to open.
    :ivar path: what to open there, one after the other.
    :ivar values: what stands under each label to be copied.
    :ivar words: what is said under each label.
    :ivar boxes: how many boxes there are to tick.
    """

    title: str
    url: str | None = None
    path: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    boxes: int = 0


@dataclass
class Sheet:
    """What a sheet says.

    :ivar organisation: whose settings are to be seen.
    :ivar text: all of it.
    :ivar confirmed: what is to be sent back.
    """

    title: str
    text: str
    organisation: str | None = None
    steps: list[Step] = field(default_factory=list)
    confirmed: Data | None = None


_SIGNS = {"b": "**", "strong": "**", "i": "*", "code": "`"}


class _AsMarkdown(HTMLParser):
    """Writes what a page shows as Markdown; what is hidden from a reader's eyes or ears is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self._lists = 0
        self._silent: list[str] = []
        self._in_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._silent or tag in ("style", "title") or given.get("aria-hidden") == "true":
            if tag not in ("input", "meta", "path", "circle"):
                self._silent.append(tag)
            return
        self._lists += tag == "ul"
        self.out.append(
            {
                "h1": "\n# ",
                "h2": "\n\n## ",
                "p": "\n\n",
                "li": f"\n{'  ' * (self._lists - 1)}- ",
                "input": "[ ] ",
                "pre": "\n\n```yaml\n",
            }.get(tag, _SIGNS.get(tag, ""))
        )
        self._in_pre = tag == "pre" or self._in_pre

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        self._lists -= tag == "ul"
        self.out.append("```\n" if tag == "pre" else _SIGNS.get(tag, ""))
        self._in_pre = self._in_pre and tag != "pre"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.out.append(data if self._in_pre else re.sub(r"\s+", " ", data))


def as_markdown(page: str) -> str:
    """Return what an HTML page shows, as Markdown."""
    parser = _AsMarkdown()
    parser.feed(page)
    return re.sub(r"[ ]+\n", "\n", "".join(parser.out))


_STEP = re.compile(r"## \d+\. (.+)")
_OPEN = re.compile(r"Open <?(https?://[^\s<>,*]+)>?(.*)")
_ENTRY = re.compile(r"(?P<depth> *)- +(?P<box>\[ \] +)?(?:\*\*(?P<label>[^*]+):\*\* *)?(?P<rest>.*)")
_VALUE = re.compile(r"(`+) ?(.+?) ?\1")
_PLAIN = re.compile(r"\\([\\`*_{}\[\]|~#!$])")


def read(text: str) -> Sheet:
    """Read a sheet, given as HTML or as Markdown."""
    text = as_markdown(text) if text.startswith("<!DOCTYPE") else text
    lines = text.splitlines()
    title = next(line for line in lines if line.startswith("# "))[2:]
    sheet = Sheet(_PLAIN.sub(r"\1", title), text)
    step, label = None, ""
    for line in lines:
        heading, opened = _STEP.fullmatch(line), _OPEN.match(line)
        organisation = re.search(r"of the organisation (?:\*\*|`)(.+?)(?:\*\*|`)", line)
        if organisation:
            sheet.organisation = organisation.group(1)
        if line.startswith("## "):
            step, label = (Step(_PLAIN.sub(r"\1", heading.group(1))) if heading else None), ""
            sheet.steps += [step] if step else []
        elif step and opened:
            step.url, step.path = opened.group(1), re.findall(r"\*([^*]+)\*", opened.group(2))
        elif step and line.lstrip().startswith("- "):
            entry = _ENTRY.fullmatch(line)
            assert entry
            step.boxes += bool(entry["box"])
            if not entry["depth"]:
                label = entry["label"] or ""
                step.words[label] = _PLAIN.sub(r"\1", entry["rest"].partition("`")[0]).rstrip(" :")
            step.values.setdefault(label, []).extend(found for _fence, found in _VALUE.findall(entry["rest"]))
    block = re.search(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    if block:
        sheet.confirmed = yaml.safe_load(block.group(1))["legora_confirmed"]
    return sheet
