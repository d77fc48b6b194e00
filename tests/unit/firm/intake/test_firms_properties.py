# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a file of firms holds: it is read or refused, and no value is repeated."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.intake.firms import read_firms, report
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SCHEMA

CANARY = "Canary7secret"
COLUMNS = ["host", *(variable.name for variable in SCHEMA), "attest_R6", "attest_R66", "", CANARY, "imanage_libaries"]
CELLS = st.sampled_from(
    [CANARY, f" {CANARY} ", f"https://{CANARY}.example/{CANARY}", f"https://a:{CANARY}@b.example", f"{CANARY};{CANARY}",
     f"ACTIVE={CANARY}; ACTIVE={CANARY}", f"{CANARY} | {CANARY} | {CANARY}", f"{{{{ {CANARY} }}}}", f"={CANARY}",
     f"svc@{CANARY}", f"{CANARY}\n{CANARY}", f"{CANARY}\u200b", f"\u201c{CANARY}\u201d", "", "eu", "4711"]
)  # fmt: skip
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1).filter(
    lambda text: not text.startswith(("=", "#", "eyJ", "hvs.")) and "{" not in text and "\ufffd" not in text
)


def written(rows: list[list[str]], separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(COLUMNS), CELLS), min_size=1, max_size=8), st.sampled_from(",;\t"))
@example([("host", "alder"), ("attest_R6", f"{CANARY} | 2026 | {CANARY}")], ",")
def test_no_value_is_repeated(columns: list[tuple[str, str]], separator: str) -> None:
    names, cells = [name for name, _cell in columns], [cell for _name, cell in columns]
    # The host itself is named, so that a firm can be found.
    cells = ["alder" if name == "host" else cell for name, cell in columns]
    intake = read_firms(written([names, cells], separator), "firms.csv")
    assert CANARY not in report(intake.mistakes, "firms.csv")
    assert bool(intake.firms) is not bool(intake.mistakes)


@settings(max_examples=50)
@given(st.binary(max_size=200) | st.text(alphabet='host,;\t"\n\r{}[]:&*!-alder ', max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    intake = read_firms(data, "firms.csv")
    assert bool(intake.firms) is not bool(intake.mistakes)


@settings(max_examples=50)
@given(NAMES, st.sampled_from(",;\t"))
def test_a_name_comes_through_as_it_was_written(name: str, separator: str) -> None:
    firm = {
        "host": "alder",
        "firm_name": f"LLP {name}",
        "legora_region": "eu",
        "legora_organisation": "A",
        "imanage_url": "https://a.example",
        "imanage_libraries": "ACTIVE",
        "service_account_email": "s@a.example",
    }
    intake = read_firms(written([list(firm), list(firm.values())], separator), "firms.csv")
    assert [one.variables["firm_name"] for one in intake.firms] == [f"LLP {name}"], intake.mistakes
