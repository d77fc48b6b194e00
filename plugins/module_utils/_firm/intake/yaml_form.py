# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads firms from YAML: a mapping C(firms) of hosts to variables, and a mapping C(defaults) that all firms share."""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

from .parts import WHOLE_FILE, Mistake, Place, Value, WrittenFirm, complain_about_name

_KEYS = ("defaults", "firms")
_PLAIN = "tag:yaml.org,2002:"
_PLAIN_TAGS = tuple(_PLAIN + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq"))

# These keep the types that YAML gives them. Everything else is taken as it was typed: YAML would make 299 of 0453.
_TYPED = ("legora_profile",)


class _NotPlainError(Exception):
    """Something that is not plain YAML, with its line and what it is."""


def parse_yaml(text: str) -> tuple[list[WrittenFirm], list[Mistake]]:
    """Read the firms of a YAML file. Nothing of it is ever made an object or decrypted: it is read as plain values."""
    # Late, since module_utils may be loaded without PyYAML. Where inventories are read, Ansible has brought it.
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        # YAML's own words repeat the line.
        mark = getattr(error, "problem_mark", None)
        place = _line(mark.line) if mark else WHOLE_FILE
        wrong = "this is no valid YAML; often the indentation, a quote, or a colon within a text that has no quotes"
        return [], [Mistake(place, wrong)]
    except RecursionError:
        return [], [Mistake(WHOLE_FILE, "it is nested too deeply")]
    return _Reader().read(root)


def _line(index: int) -> Place:
    return Place(index + 1, f"line {index + 1}")


def _place(node: t.Any) -> Place:
    return _line(node.start_mark.line)


class _Reader:
    """Walks the nodes of one file, and notes mistakes with their lines."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.seen: set[int] = set()

    def read(self, root: t.Any) -> tuple[list[WrittenFirm], list[Mistake]]:
        """Return the firms and the mistakes."""
        if root is None or self._is_blank(root):
            return [], [Mistake(WHOLE_FILE, "it is empty")]
        top = self._variables_of(root, None, f"the file has to be a mapping with the keys {' and '.join(_KEYS)}")
        parts = {}
        for place, name, node in top:
            if name in parts:
                self.mistakes.append(Mistake(place, f"{name} is there twice"))
            elif name in _KEYS:
                parts[name] = node
            else:
                self.mistakes.append(Mistake(place, f"there is a key that is none of {' and '.join(_KEYS)}"))
        if "firms" not in parts and not self.mistakes:
            self.mistakes.append(Mistake(WHOLE_FILE, "the key firms is missing"))
        found = self._values(parts["defaults"], None) if "defaults" in parts else {}
        defaults = {name: replace(value, shared=True) for name, value in found.items()}
        firms = []
        wrong = "firms has to be a mapping of hosts to variables"
        for place, host, node in self._variables_of(parts["firms"], None, wrong) if "firms" in parts else []:
            firm = WrittenFirm(host, place)
            firm.values = {**defaults, **self._values(node, firm.shown)}
            firms.append(firm)
        return firms, self.mistakes

    def _values(self, node: t.Any, host: str | None) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for place, name, content in self._variables_of(node, host, "there has to be a mapping of firm variables"):
            problem = complain_about_name(name)
            if not problem and name in values:
                problem = f"{name} is there twice, in {values[name].place.text} too"
            if problem:
                self.mistakes.append(Mistake(place, problem, host))
                continue
            try:
                values[name] = Value(self._plain(content, typed=name in _TYPED), place)
            except _NotPlainError as error:
                line, what = error.args
                self.mistakes.append(Mistake(line, f"{name} {what}", host))
                values[name] = Value(None, place, refused=True)
        return values

    def _variables_of(self, node: t.Any, host: str | None, otherwise: str) -> list[tuple[Place, str, t.Any]]:
        """Return place, name and node of a mapping's entries; notes what is wrong with the mapping itself."""
        if self._is_blank(node):
            return []
        try:
            self._refuse_special(node)
        except _NotPlainError as error:
            self.mistakes.append(Mistake(error.args[0], f"there is something that {error.args[1]}", host))
            return []
        if node.id != "mapping":
            self.mistakes.append(Mistake(_place(node), otherwise, host))
            return []
        entries = []
        for key, content in node.value:
            if key.id != "scalar" or key.tag not in _PLAIN_TAGS:
                self.mistakes.append(Mistake(_place(key), "a key is not a plain text", host))
            else:
                entries.append((_place(key), key.value.strip(), content))
        return entries

    @staticmethod
    def _is_blank(node: t.Any) -> bool:
        return node.id == "scalar" and (node.tag == _PLAIN + "null" or not node.value.strip())

    def _refuse_special(self, node: t.Any) -> None:
        if node.tag == "!vault":
            raise _NotPlainError(_place(node), "is a secret of Ansible Vault; secrets do not belong into this file")
        if node.tag not in _PLAIN_TAGS:
            raise _NotPlainError(_place(node), "has a tag; only plain values are read")
        # A node that is met again was named by an anchor. Small files can grow without limit by that.
        if node.id != "scalar" and id(node) in self.seen:
            raise _NotPlainError(_place(node), "is used again by an alias; write it out, or use defaults")
        self.seen.add(id(node))

    def _plain(self, node: t.Any, typed: bool) -> t.Any:
        """Return the value of a node, made of mappings, lists, texts, true, false and null.

        :raises _NotPlainError: with the line and what is wrong.
        """
        self._refuse_special(node)
        if node.id == "sequence":
            return [self._plain(item, typed) for item in node.value]
        if node.id == "mapping":
            content: dict[str, t.Any] = {}
            for key, item in node.value:
                if key.id != "scalar" or key.tag not in _PLAIN_TAGS:
                    raise _NotPlainError(_place(key), "has a key that is not a plain text")
                if key.value in content:
                    raise _NotPlainError(_place(key), "has a key twice")
                content[key.value] = self._plain(item, typed)
            return content
        return _typed(node) if typed else _as_written(node)


def _as_written(node: t.Any) -> t.Any:
    if node.tag == _PLAIN + "null":
        return None
    if node.tag == _PLAIN + "bool":
        return bool(re.fullmatch("yes|true|on", node.value, re.IGNORECASE))
    return node.value


def _typed(node: t.Any) -> t.Any:
    import yaml

    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (yaml.YAMLError, ValueError):
        raise _NotPlainError(_place(node), "has a value that does not fit its tag") from None
