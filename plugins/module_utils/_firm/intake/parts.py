# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the readers of an intake file hand on: firms as they were written, and mistakes with their places."""

from __future__ import annotations

import difflib
import re
import typing as t
from dataclasses import dataclass, field

from ..schema import BY_NAME, SCHEMA, SECRETS

# What every message about a secret says. The file goes by e-mail and lies in a repository.
NO_SECRETS = "secrets do not belong into this file"

# Needed of a firm, but not in the file: an AWX credential may hold them, beside the secrets.
_FROM_ELSEWHERE = ("imanage_username", "imanage_client_id")
REQUIRED = tuple(
    variable.name
    for variable in SCHEMA
    if variable.required and not variable.secret and variable.name not in _FROM_ELSEWHERE
)

# The column that names the inventory host of a firm.
HOST = "host"

# A host becomes part of the names of files, of statistics and of the environment's variables.
HOST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")

# How alike a name must be to a known one to be taken for it, misspelt.
_ALIKE = 0.6
_SECRET_NAME = re.compile(r"passw|pwd|passphrase|secret|api_?key|token|^job_")


@dataclass(frozen=True)
class Place:
    """Where something stands in the file.

    :ivar number: by which messages are put in order; 0 is the file as a whole.
    :ivar text: how messages name it, as C(row 4).
    """

    number: int
    text: str


WHOLE_FILE = Place(0, "the file")


@dataclass(frozen=True)
class Mistake:
    """One mistake of the file.

    :ivar text: what is wrong. It never repeats a value, because a value in the wrong place may be a secret.
    :ivar host: the firm, where it is known.
    """

    place: Place
    text: str
    host: str | None = None

    def sentence(self) -> str:
        """Return the mistake with its place and its firm."""
        return f"{self.place.text}{f' ({self.host})' if self.host else ''}: {self.text}"


@dataclass(frozen=True)
class Value:
    """A value and where it was written.

    :ivar shared: whether it was written once for all firms.
    :ivar refused: whether it was complained about already, and there is no content.
    """

    content: t.Any
    place: Place
    shared: bool = False
    refused: bool = False


@dataclass
class WrittenFirm:
    """One firm as the file has it.

    :ivar host: its inventory host, as written; empty where there is none.
    :ivar values: by firm variable.
    :ivar whole: whether each value surely belongs to its variable. Otherwise only the host is looked at.
    :ivar not_missed: variables whose absence has been complained about already.
    """

    host: str
    place: Place
    values: dict[str, Value] = field(default_factory=dict)
    whole: bool = True
    not_missed: tuple[str, ...] = ()

    @property
    def shown(self) -> str | None:
        """The host as messages may name it: what is no host name may be anything, a secret too."""
        return self.host if HOST_NAME.fullmatch(self.host) else None


def complain_about_name(name: str) -> str | None:
    """Return what is wrong with the name of a variable, if anything is.

    An unknown name is repeated only when it is nearly a known one: otherwise it may be a value in the wrong place.
    """
    if name in SECRETS:
        return f"{name} is a secret; {NO_SECRETS}"
    if name in BY_NAME:
        return None
    if name == HOST:
        return "host is no variable; a firm's host is the key above its variables"
    plain = re.sub(r"\W+", "_", name.strip().lower())
    nearest = difflib.get_close_matches(plain, [*BY_NAME, HOST], n=1, cutoff=_ALIKE)
    if _SECRET_NAME.search(plain) and not (nearest and nearest[0] not in SECRETS):
        return f"its name is that of a secret; {NO_SECRETS}"
    if nearest:
        return f"{name} is no variable of a firm; did you mean {nearest[0]}?"
    return "its name is no variable of a firm"
