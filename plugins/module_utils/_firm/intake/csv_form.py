# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads firms from CSV, as spreadsheets and forms write it: one row for each firm, the names in the first row."""

from __future__ import annotations

import csv
import io
import re
import typing as t

from ..._core.verdicts import ATTESTABLE, CHECK_IDS
from ..schema import BY_NAME
from .parts import HOST, REQUIRED, Mistake, Place, Value, WrittenFirm, complain_about_name

# In this order where the first row does not decide.
_SEPARATORS = (",", ";", "\t")

# A first line for Excel, which hides it: what separates the cells.
_TOLD = re.compile(r'"?sep=([,;|\t])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)

_ATTESTATION = re.compile(r"attest_(\w+)")
# Spreadsheets and people write lists in one cell. No library and no address has any of these in its name.
_LISTS = ("network_allow_list", "verify_wall_users", "verify_legora_users", "verify_manual_projects")
_LIST_SEPARATORS = re.compile(r"[;,\r\n]")


def parse_csv(text: str) -> tuple[list[WrittenFirm], list[Mistake]]:
    """Read the firms of a CSV file.

    Rows are counted as spreadsheets do: the names are in row 1, blank rows count, and a cell with line breaks is in one
    row. Where that differs from the line of the file, the place names both.

    :param text: the file, with its line breaks as they are.
    """
    told = _TOLD.match(text)
    if told:
        rows, mistakes = _rows(text[told.end() :], told.group(1), hidden=1)
    else:
        rows, mistakes = _rows(text, _separator(text))
    if not rows:
        return [], mistakes or [Mistake(Place(1, "row 1"), "there are no names of columns; the file is empty")]
    (place, header), *rest = rows
    columns, wrong = _columns(header, place)
    mistakes += wrong
    if not columns:
        return [], mistakes
    absent = tuple(name for name in REQUIRED if name not in columns)
    mistakes += [Mistake(place, f"the column {name} is missing") for name in absent]
    firms = []
    for place, cells in rest:
        firm, wrong = _firm(cells, columns, place)
        firm.not_missed = absent if HOST in columns else (*absent, HOST)
        firms.append(firm)
        mistakes += wrong
    return firms, mistakes


def _separator(text: str) -> str:
    """Find what separates the cells, from the first row only: the separator by which most of its names are known."""

    def known(separator: str) -> tuple[int, int]:
        # A row of nothing but separators is blank, whatever separates cells here.
        rows = (row for _line, row in _records(text, separator) if row)
        cells: list[str] = next((row for row in rows if "".join(row).strip(" ,;\t")), [])
        return sum(_is_known(cell) for cell in cells), len(cells)

    return max(_SEPARATORS, key=known)


def _is_known(name: str) -> bool:
    return name == HOST or name in BY_NAME or _ATTESTATION.fullmatch(name) is not None


def _records(text: str, separator: str) -> t.Iterator[tuple[int, list[str] | None]]:
    """Yield each record with the line on which it begins; where the file is no CSV, C(None) is the last one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            return
        yield line, [cell.strip() for cell in cells]


def _rows(text: str, separator: str, hidden: int = 0) -> tuple[list[tuple[Place, list[str]]], list[Mistake]]:
    """Return the rows that are not blank, each with its place.

    :param hidden: how many lines of the file come before the text, and are not shown by a spreadsheet.
    """
    rows: list[tuple[Place, list[str]]] = []
    for row, (line_of_text, cells) in enumerate(_records(text, separator), start=1):
        line = line_of_text + hidden
        place = Place(row, f"row {row}" + (f" (line {line})" if line != row else ""))
        if cells is None:
            wrong = "a cell in quotes does not end, is too long, or goes on after its last quote; the rest was not read"
            return rows, [Mistake(place, wrong)]
        if any(cells):
            rows.append((place, cells))
    return rows, []


def _letter(index: int) -> str:
    """Return how a spreadsheet calls a column: A, B, ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _columns(header: list[str], place: Place) -> tuple[list[str | None], list[Mistake]]:
    """Return the names of the columns, or none when the row is no header.

    C("") stands for a name that is refused, and C(None) for a column without one.
    """
    if not any(_is_known(name) for name in header):
        # Perhaps these are a firm's values, so nothing of it may be repeated.
        return [], [Mistake(place, "there are no names of columns: the first row has to name host and firm variables")]
    header = [_named(name) for name in header]
    columns: list[str | None] = []
    mistakes = []
    for index, name in enumerate(header):
        problem = _wrong_column(name)
        if not problem and name in columns:
            problem = f"{name} is there twice, in column {_letter(header.index(name))} too"
        if name and problem:
            mistakes.append(Mistake(place, f"column {_letter(index)}: {problem}"))
        columns.append(None if not name else "" if problem else name)
    if HOST not in header:
        mistakes.append(Mistake(place, f"the column {HOST} is missing"))
    return columns, mistakes


def _named(name: str) -> str:
    """Return the name of a column with a check's ID in its own spelling, so that one check has one column."""
    attested = _ATTESTATION.fullmatch(name)
    return f"attest_{attested.group(1).upper()}" if attested else name


def _wrong_column(name: str) -> str | None:
    if name == HOST:
        return None
    if name == "attestations":
        return "attestations is no column; write attest_R6 for check R6, with 'by | date | note' in the cell"
    if name in ("legora_confirmed", "legora_profile"):
        return f"{name} does not fit in a cell; write it in host_vars or group_vars"
    attested = _ATTESTATION.fullmatch(name)
    if not attested:
        return complain_about_name(name)
    check = attested.group(1).upper()
    if check not in CHECK_IDS:
        return "its name is attest_ with no ID of a check"
    return None if check in ATTESTABLE else f"check {check} is decided by reading; nobody can attest it"


def _firm(cells: list[str], columns: list[str | None], place: Place) -> tuple[WrittenFirm, list[Mistake]]:
    at = columns.index(HOST) if HOST in columns else len(cells)
    firm = WrittenFirm(cells[at] if at < len(cells) else "", place)
    if len(cells) != len(columns):
        # Beside a stray separator, each value would be taken for that of another column. That the last cells are empty
        # says nothing: so they may have been before.
        firm.whole = False
        firm.host = firm.host if at == 0 else ""
        wrong = f"there are {len(cells)} cells, but {len(columns)} columns; the values of this row were not checked"
        return firm, [Mistake(place, wrong, firm.shown)]
    mistakes = []
    attestations = {}
    for index, (name, cell) in enumerate(zip(columns, cells)):
        attested = _ATTESTATION.fullmatch(name or "")
        if name is None and cell:
            mistakes.append(Mistake(place, f"column {_letter(index)} has a value, but no name", firm.shown))
        elif attested and cell:
            attestations[attested.group(1)] = _attestation(cell)
        elif name and name != HOST and cell:
            firm.values[name] = Value(_content(name, cell), place)
    if attestations:
        firm.values["attestations"] = Value(attestations, place)
    return firm, mistakes


def _content(name: str, cell: str) -> t.Any:
    if name == "imanage_libraries":
        return [_library(entry) for entry in _entries(cell)]
    if name in _LISTS:
        return _entries(cell)
    return cell


def _entries(cell: str) -> list[str]:
    return [entry.strip() for entry in _LIST_SEPARATORS.split(cell) if entry.strip()]


def _library(entry: str) -> t.Any:
    """Read C(ACTIVE), or C(ACTIVE=ROLE) with the role for that library."""
    library, equals, role = entry.partition("=")
    return {"id": library.strip(), "role": role.strip()} if equals else entry


def _attestation(cell: str) -> dict[str, str]:
    return dict(zip(("by", "date", "note"), (part.strip() for part in cell.split("|", 2))))
