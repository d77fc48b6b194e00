# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the hosts of a run have in common is found out once, whoever asks first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._other_firms import same_as


class HostVars(dict[str, dict[str, Any]]):
    """The variables of all hosts: as written, and each one behind a template. Notes what is looked at."""

    def __init__(self, written: dict[str, dict[str, Any]]) -> None:
        super().__init__(written)
        self.read: list[str] = []
        self.templated: list[str] = []

    def raw_get(self, host: str) -> dict[str, Any]:
        self.read.append(host)
        return super().__getitem__(host)

    def __getitem__(self, host: str) -> dict[str, Any]:
        self.templated.append(host)
        if host == "broken":
            raise KeyError(host)
        return {"legora_organisation": "Alder", "imanage_url": "https://a.example"}


COPY = {
    "legora_region": "eu",
    "legora_organisation": "Alder",
    "imanage_url": "https://a.example",
    "imanage_exposure": "direct",
}


@pytest.fixture
def hostvars() -> HostVars:
    return HostVars(
        {
            "alder": COPY,
            "copy": {**COPY, "legora_organisation": "{{ elsewhere }}"},
            "broken": {**COPY, "legora_organisation": "{{ nope }}", "imanage_url": 7},
        }
    )


def asked(directory: Path, hostvars: HostVars, host: str, hosts: list[str] | None = None, **options: bool) -> Any:
    task_vars = {
        "hostvars": hostvars,
        "groups": {"all": sorted(hostvars)},
        "ansible_play_hosts_all": hosts or sorted(hostvars),
        "inventory_hostname": host,
    }
    return same_as(str(directory), task_vars, **options)


def test_the_first_looks_at_all_hosts_and_the_others_read_what_it_found(tmp_path: Path, hostvars: HostVars) -> None:
    assert asked(tmp_path, hostvars, "copy") == {"legora": ["alder"], "imanage": ["alder"]}
    assert asked(tmp_path, hostvars, "alder") == {"legora": ["copy"], "imanage": ["copy"]}
    assert asked(tmp_path, hostvars, "broken") == {}
    assert hostvars.read == ["alder", "broken", "copy"]
    # A template is looked at only where there is one.
    assert hostvars.templated == ["broken", "copy"]


def test_another_play_of_other_hosts_has_its_own(tmp_path: Path, hostvars: HostVars) -> None:
    assert asked(tmp_path, hostvars, "alder", ["alder", "broken"]) == {}
    assert asked(tmp_path, hostvars, "alder") == {"legora": ["copy"], "imanage": ["copy"]}


def test_a_play_that_takes_away_asks_more_of_the_same_hosts(tmp_path: Path, hostvars: HostVars) -> None:
    """What can't be told of another host stops who leaves, and nobody else of the same run."""
    hostvars.pop("copy")
    assert asked(tmp_path, hostvars, "alder") == {}
    assert asked(tmp_path, hostvars, "alder", everywhere=True, unread=True) == {"unread": ["broken"]}
    assert asked(tmp_path, hostvars, "alder") == {}


def test_one_host_is_not_looked_at(tmp_path: Path, hostvars: HostVars) -> None:
    assert asked(tmp_path, hostvars, "alder", ["alder"]) == {}
    assert hostvars.read == []


def test_without_a_place_to_write_it_is_found_out_each_time(tmp_path: Path, hostvars: HostVars) -> None:
    for _time in range(2):
        assert asked(tmp_path / "gone", hostvars, "copy")["legora"] == ["alder"]
    assert len(hostvars.read) == 6


def test_hosts_of_the_whole_inventory_count_where_others_could_be_cut_off(tmp_path: Path, hostvars: HostVars) -> None:
    """And one of which it can't be told is named: it may be one of them."""
    found = {"legora": ["copy"], "imanage": ["copy"], "unread": ["broken"]}
    assert asked(tmp_path, hostvars, "alder", ["alder"], everywhere=True, unread=True) == found
    assert asked(tmp_path, hostvars, "broken", ["alder"], everywhere=True, unread=True) == {"unread": []}
    assert asked(tmp_path, hostvars, "alder", ["alder"]) == {}


def test_who_takes_nothing_away_is_not_stopped_by_what_can_not_be_read(tmp_path: Path, hostvars: HostVars) -> None:
    """As a file of another firm is, which is encrypted with that firm's own vault password."""

    def refuse(host: str) -> dict[str, Any]:
        if host == "copy":
            return dict(hostvars)[host]
        raise ValueError(host)

    hostvars.raw_get = refuse  # type: ignore[method-assign]
    assert asked(tmp_path, hostvars, "copy", ["copy"], everywhere=True) == {}
    unread = {"unread": ["alder", "broken"]}
    assert asked(tmp_path, hostvars, "copy", ["copy"], everywhere=True, unread=True) == unread


class Encrypted:
    """A variable that is encrypted by itself, as Ansible keeps it."""

    def __init__(self, text: bytes | str) -> None:
        self._ciphertext = text


def test_passwords_are_compared_as_they_are_written_and_never_kept(tmp_path: Path) -> None:
    reference = "{{ vault_next | default('') }}"
    hosts: dict[str, dict[str, Any]] = {
        "alder": {"service_account_password": "Pretend-shared-1", "rotate_new_password": "{{ lookup('store') }}"},
        "birch": {"service_account_password": "Pretend-birch-1", "rotate_new_password": "Pretend-shared-1"},
        "cedar": {"service_account_password": Encrypted(b"$ANSIBLE_VAULT;1"), "rotate_new_password": reference},
        "daisy": {"service_account_password": Encrypted("$ANSIBLE_VAULT;1"), "rotate_new_password": reference},
        "elder": {"service_account_password": "{{ itself }}", "itself": "{{ itself }}", "rotate_new_password": ""},
        "fir": {"service_account_password": "Pretend-birch-1", "rotate_new_password": "{{ lookup('store') }}"},
    }
    hosts["daisy"]["vault_next"] = "Pretend-daisy-1"
    play = [host for host in hosts if host != "fir"]
    found = {host: asked(tmp_path, HostVars(hosts), host, play, everywhere=True) for host in hosts}
    assert found == {
        "alder": {"service_account_password": ["birch"]},
        "birch": {"rotate_new_password": ["alder"]},
        "cedar": {"service_account_password": ["daisy"]},
        "daisy": {"service_account_password": ["cedar"]},
        "elder": {},
        "fir": {},
    }
    assert not any(b"Pretend" in file.read_bytes() for file in tmp_path.iterdir())
