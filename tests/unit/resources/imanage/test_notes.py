# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run notes for the next one: for one firm, without secrets, and never a reason to fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.notes import RunNotes


def notes(directory: Path, host: str = "alder") -> RunNotes:
    """Return the notes as another run finds them."""
    return RunNotes(str(directory), host)


def test_a_refusal_is_of_one_account_and_one_password(tmp_path: Path) -> None:
    assert not notes(tmp_path).was_refused("SVC", "1")
    notes(tmp_path / "new").note_refusal("SVC", "1")
    found = notes(tmp_path / "new")
    assert found.was_refused("SVC", "1")
    assert not any((found.was_refused("SVC", "2"), found.was_refused("SVC", None), found.was_refused("OTHER", "1")))
    found.forget_refusal()
    assert not notes(tmp_path / "new").was_refused("SVC", "1")


def test_a_password_without_a_version_is_one(tmp_path: Path) -> None:
    notes(tmp_path).note_refusal("SVC", None)
    assert notes(tmp_path).was_refused("SVC", None)


def test_a_password_may_be_written_unless_it_is_seen_that_it_is_not(tmp_path: Path) -> None:
    before, after = "2026-06-01T08:00:00Z", "2026-12-01T08:00:00Z"

    def is_likely(changed_at: str | None, version: str = "2026-12") -> bool:
        return RunNotes(str(tmp_path), "alder").may_be_written("SVC-LEGORA", version, changed_at)

    assert not is_likely(before)
    RunNotes(str(tmp_path), "alder").note_rotation("SVC-LEGORA", "2026-12", complete=False, began_from=before)
    assert [is_likely(before), is_likely(after), is_likely(None)] == [False, True, True]
    assert notes(tmp_path).rotated_to("SVC-LEGORA", after) == "2026-12"
    assert notes(tmp_path).rotated_to("SVC-LEGORA", before) is None
    assert not is_likely(after, "2027-01")
    # What a second run finds is not where the first began.
    RunNotes(str(tmp_path), "alder").note_rotation("SVC-LEGORA", "2026-12", complete=False, began_from=after)
    assert [is_likely(before), is_likely(after)] == [False, True]
    RunNotes(str(tmp_path), "alder").note_rotation("SVC-LEGORA", "2026-12", complete=True)
    assert is_likely(before)


def test_a_role_is_noted_with_what_was_seen(tmp_path: Path) -> None:
    notes(tmp_path).note_role("ACTIVE", "full", "META")
    notes(tmp_path).note_role("CLOSED", "FULL", "META")
    found = notes(tmp_path)
    assert found.role_written_at("ACTIVE", "FULL", "meta") is not None
    assert found.role_written_at("ACTIVE", "DEFAULT", "META") is None
    assert found.role_written_at("ACTIVE", "FULL", "OTHER") is None
    found.forget_roles(["ACTIVE"])
    assert notes(tmp_path).role_written_at("ACTIVE", "FULL", "META") is None
    assert notes(tmp_path).role_written_at("CLOSED", "FULL", "META") is not None


def test_each_firm_has_a_file_of_its_own_that_nobody_else_reads(tmp_path: Path) -> None:
    notes(tmp_path).note_refusal("SVC", "1")
    notes(tmp_path, "../birch").note_refusal("SVC", "1")
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == 2
    assert files[0] == "alder.notes.json"
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    content = json.loads((tmp_path / "alder.notes.json").read_text())
    assert set(content["refused_sign_in"]) == {"of", "at"}


@pytest.mark.parametrize(("directory", "host"), [(None, "alder"), ("notes", None)])
def test_without_a_place_nothing_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, directory: str | None, host: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    found = RunNotes(directory, host)
    found.note_refusal("SVC", "1")
    found.note_role("ACTIVE", "FULL", "META")
    assert (found.was_refused("SVC", "1"), found.role_written_at("ACTIVE", "FULL", "META")) == (False, None)
    assert (list(tmp_path.iterdir()), found.warnings) == ([], [])


@pytest.mark.parametrize("content", ["{", "[]", '{"refused_sign_in": 5, "roles_written": {"ACTIVE": []}}', "\xff"])
def test_notes_that_can_t_be_read_are_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "alder.notes.json").write_text(content, encoding="latin-1")
    found = notes(tmp_path)
    assert not found.was_refused("SVC", "1")
    assert found.role_written_at("ACTIVE", "FULL", "META") is None
    assert len(found.warnings) == (content in ("{", "\xff"))
    found.note_refusal("SVC", "1")
    assert notes(tmp_path).was_refused("SVC", "1")


def test_notes_that_can_t_be_written_are_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = notes(tmp_path / "file")
    found.note_refusal("SVC", "1")
    assert "could not be written" in found.warnings[-1]


def test_what_another_run_notes_meanwhile_stays(tmp_path: Path) -> None:
    """As a rotation beside a verify, which has looked before and notes something else."""
    verify = notes(tmp_path)
    assert not verify.was_refused("SVC", "1")
    notes(tmp_path).note_rotation("SVC", "2", complete=True)
    verify.note_refusal("SVC", "1")
    assert notes(tmp_path).rotation_written("SVC", "2", None) is True
    assert notes(tmp_path).was_refused("SVC", "1")
