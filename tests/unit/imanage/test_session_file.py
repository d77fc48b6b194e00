# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file that keeps a sign-in: for its owner alone, for one server and one user."""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage import session_file
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.discovery import Discovery, Library
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.session_file import (
    SessionFileError,
    StoredSession,
)

ORIGIN = "https://imanage.example"
SESSION = StoredSession(
    origin=ORIGIN,
    username="admin@alder.example",
    token="pretend-token",
    discovery=Discovery(
        deployment="cloud",
        version="10.5",
        customer_id="48213",
        user_id="ADMIN",
        user_email="admin@alder.example",
        prefix="/work/api/v2",
        libraries=(Library("ACTIVE", "worksite", "ready"), Library("CLÖSED")),
        preferred_library="ACTIVE",
        foreign_origin="https://internal.example",
    ),
)
HOURS = 3600


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(session_file.create(str(tmp_path), SESSION))


def load(path: Path) -> StoredSession:
    return session_file.load(str(path), ORIGIN, "admin@alder.example")


def refused(path: Path, origin: str = ORIGIN, username: str = "admin@alder.example") -> str:
    with pytest.raises(SessionFileError) as caught:
        session_file.load(str(path), origin, username)
    assert "pretend-token" not in str(caught.value)
    return str(caught.value)


def age(path: Path, hours: float) -> None:
    """Let a file or directory look as if nobody had touched it for hours."""
    moment = time.time() - hours * HOURS
    os.utime(path, (moment, moment), follow_symlinks=False)


# Keeping


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_it(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        path = Path(session_file.create(str(tmp_path), SESSION))
        session_file.replace(str(path), SESSION)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.parent.parent == tmp_path


def test_there_and_back_again(path: Path) -> None:
    assert load(path) == SESSION


def test_two_sessions_do_not_share_a_file(tmp_path: Path) -> None:
    first, second = (session_file.create(str(tmp_path), SESSION) for _number in range(2))
    assert first != second


def test_it_is_replaced_in_one_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads meanwhile finds the old or the new sign-in."""
    newer = StoredSession(ORIGIN, "admin@alder.example", "newer-token", SESSION.discovery)
    seen: list[str] = []
    real_replace = os.replace

    def look_then_replace(source: str, target: str) -> None:
        assert Path(source).parent == path.parent
        assert stat.S_IMODE(Path(source).stat().st_mode) == 0o600
        seen.append(load(path).token)
        real_replace(source, target)
        seen.append(load(path).token)

    monkeypatch.setattr(os, "replace", look_then_replace)
    session_file.replace(str(path), newer)
    assert seen == ["pretend-token", "newer-token"]
    assert os.listdir(path.parent) == [path.name]


def test_a_replacement_that_fails_leaves_the_old_one_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="space"):
        session_file.replace(str(path), SESSION)
    assert load(path) == SESSION
    assert os.listdir(path.parent) == [path.name]


# Refusing


@pytest.mark.parametrize("username", ["admin@alder.example", "ADMIN@Alder.Example"])
def test_a_user_name_is_compared_without_case(path: Path, username: str) -> None:
    assert session_file.load(str(path), ORIGIN, username).token == "pretend-token"


def test_another_origin_is_refused(path: Path) -> None:
    for origin in ("https://imanage.example:8443", "http://imanage.example", "https://evil.example"):
        assert ORIGIN in refused(path, origin=origin)


def test_another_user_is_refused(path: Path) -> None:
    assert "another user name" in refused(path, username="other@alder.example")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o620, 0o660, 0o700, 0o400])
def test_a_file_of_other_modes_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    assert "0600" in refused(path)


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o770, 0o1777])
def test_a_directory_of_other_modes_is_refused(path: Path, mode: int) -> None:
    path.parent.chmod(mode)
    assert "0700" in refused(path)


@pytest.mark.parametrize("whose", ["file", "directory"])
def test_what_belongs_to_another_user_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
    target = path if whose == "file" else path.parent
    _pretend_owner(monkeypatch, {str(target)})
    assert "another user of this machine" in refused(path)


def _pretend_owner(monkeypatch: pytest.MonkeyPatch, paths: set[str]) -> None:
    """Let these paths belong to somebody else."""
    real_lstat = os.lstat

    def lstat(path: str, **more: Any) -> os.stat_result:
        found = real_lstat(path, **more)
        if str(path) not in paths:
            return found
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:]))

    monkeypatch.setattr(os, "lstat", lstat)


def test_a_link_is_refused(path: Path, tmp_path: Path) -> None:
    real = path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(real)
    assert "plain file" in refused(path)


def test_a_linked_directory_is_refused(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path.parent)
    assert "plain" in refused(link / path.name)


def test_a_directory_in_its_place_is_refused(path: Path) -> None:
    path.unlink()
    path.mkdir(0o600)
    assert "plain file" in refused(path)


@pytest.mark.parametrize("gone", ["file", "directory"])
def test_what_is_not_there_is_said_so(path: Path, gone: str) -> None:
    path.unlink()
    if gone == "directory":
        path.parent.rmdir()
    assert "not found here" in refused(path)


def _content(**changes: Any) -> dict[str, Any]:
    content = {"format": 1, **asdict(SESSION), **changes}
    return {name: value for name, value in content.items() if value is not ...}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"5", b'"x"', b"null", b"{}",
        _content(format=2), _content(format=...), _content(format="1"), _content(more=1),
        _content(token=...), _content(token=None), _content(token=""), _content(token=5),
        _content(username=None), _content(username=5), _content(origin=None), _content(origin=5),
        _content(discovery=None), _content(discovery=[]), _content(discovery={}),
        _content(discovery={"libraries": 5}), _content(discovery={"libraries": [{"name": "x"}]}),
    ],
)  # fmt: skip
def test_content_of_another_kind_is_refused(path: Path, content: Any) -> None:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    assert refused(path)


# Removing


def test_removing_is_idempotent(path: Path) -> None:
    assert session_file.exists(str(path))
    for _time in range(3):
        session_file.remove(str(path))
        assert not session_file.exists(str(path))
        assert not path.parent.exists()


@pytest.mark.parametrize("name", ["session.json", "notes.txt"])
def test_nothing_else_is_removed(tmp_path: Path, name: str) -> None:
    """A path that a user gives by mistake costs nobody their work."""
    for directory in ("work", "ethical-walls-notes"):
        other = tmp_path / directory / name
        other.parent.mkdir()
        other.write_text("mine", encoding="utf-8")
        (other.parent / "more").mkdir()
        (other.parent / "more" / "deep.txt").write_text("mine too", encoding="utf-8")
        session_file.remove(str(other))
        assert (other.parent / "more" / "deep.txt").exists()
        if name != "session.json" or directory == "work":
            assert other.exists()


@pytest.mark.parametrize(
    ("directory", "name"),
    [("work", "session.json"), ("ethical-walls-x", "other.json"), ("xethical-walls-", "session.json")],
)
def test_only_a_path_that_could_be_a_session_is_removed(path: Path, directory: str, name: str) -> None:
    """Not even where everything else looks like one."""
    other = path.parent.rename(path.parent.parent / directory) / "session.json"
    session_file.remove(str(other.with_name(name)))
    assert other.exists()


def test_a_link_is_not_followed_when_removing(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    real.mkdir()
    (real / "session.json").write_text("mine", encoding="utf-8")
    link = tmp_path / "ethical-walls-link"
    link.symlink_to(real)
    session_file.remove(str(link / "session.json"))
    assert (real / "session.json").exists()


# Purging what killed runs left


def _earlier(tmp_path: Path, directory: str = "ansible-local-1") -> Path:
    """Return an old session of an earlier run."""
    place = tmp_path / directory
    place.mkdir(exist_ok=True)
    path = Path(session_file.create(str(place), SESSION))
    age(path, 13)
    age(path.parent, 13)
    return path


def _purge(tmp_path: Path, directory: str = "ansible-local-2") -> None:
    place = tmp_path / directory
    place.mkdir(exist_ok=True)
    session_file.create(str(place), SESSION)


@pytest.mark.parametrize(
    ("directory", "purged"),
    [("ansible-local-1", "ansible-local-2"), ("ansible-local-2", "ansible-local-2"), ("a place", "a place")],
)
def test_own_old_sessions_are_removed(tmp_path: Path, directory: str, purged: str) -> None:
    path = _earlier(tmp_path, directory)
    _purge(tmp_path, purged)
    assert not path.parent.exists()


def test_a_file_that_was_being_written_is_removed_with_it(tmp_path: Path) -> None:
    path = _earlier(tmp_path)
    handle, _name = session_file.tempfile.mkstemp(prefix=session_file._TEMPORARY_PREFIX, dir=path.parent)
    os.close(handle)
    age(path.parent, 13)
    _purge(tmp_path)
    assert not path.parent.exists()


def test_a_young_session_stays(tmp_path: Path) -> None:
    path = _earlier(tmp_path)
    age(path.parent, 11)
    _purge(tmp_path)
    assert path.exists()


def test_a_session_that_is_in_use_stays(tmp_path: Path) -> None:
    """A run that takes longer than half a day goes on using its file without writing it again."""
    path = _earlier(tmp_path)
    assert load(path) == SESSION
    _purge(tmp_path)
    assert path.exists()


def test_a_session_of_another_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _earlier(tmp_path)
    _pretend_owner(monkeypatch, {str(path.parent)})
    _purge(tmp_path)
    assert path.exists()


def _more_work(directory: Path) -> None:
    (directory / "notes").mkdir()
    (directory / "notes" / "a.txt").write_text("mine", encoding="utf-8")


def _readable_by_all(directory: Path) -> None:
    directory.chmod(0o755)


@pytest.mark.parametrize("make_it_another", [_more_work, _readable_by_all])
def test_another_directory_of_a_like_name_stays(tmp_path: Path, make_it_another: Callable[[Path], None]) -> None:
    """Somebody may keep a checkout of this very project where sessions are made."""
    place = tmp_path / "ansible-local-2"
    place.mkdir()
    other = place / "ethical-walls-collection"
    other.mkdir(0o700)
    (other / "README.md").write_text("mine", encoding="utf-8")
    make_it_another(other)
    age(other, 1000)
    _purge(tmp_path)
    assert (other / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_link_is_not_followed_when_purging(tmp_path: Path) -> None:
    place = tmp_path / "ansible-local-2"
    place.mkdir()
    path = _earlier(tmp_path, "elsewhere")
    link = place / "ethical-walls-link"
    link.symlink_to(path.parent)
    age(link, 13)
    _purge(tmp_path)
    assert path.exists()


def test_directories_of_other_programs_stay(tmp_path: Path) -> None:
    path = _earlier(tmp_path, "other-program")
    _purge(tmp_path)
    assert path.exists()


def test_an_odd_directory_name_is_no_pattern(tmp_path: Path) -> None:
    path = _earlier(tmp_path, "ansible-local-x")
    assert Path(session_file.create(str(_made(tmp_path / "a[n]*sible?")), SESSION)).exists()
    assert not path.parent.exists()


def _made(directory: Path) -> Path:
    directory.mkdir()
    return directory
