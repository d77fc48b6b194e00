# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The player of playbooks: it takes order and conditions from the files, and refuses what it does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from player.files import Task, tasks_of
from player.play import Play, TaskFailedError

HOST = {"firm_name": "Alder & Finch LLP", "accepted": "no", "days": "{{ 10 + 5 }}"}


class _Modules:
    """Notes what was played, and fails the tasks that are to fail."""

    host = "alder"
    variables = HOST

    def __init__(self, failing: tuple[str, ...]) -> None:
        self._failing = failing
        self.played: list[Any] = []

    def run(self, key: str, task: Task, taken: dict[str, Any]) -> dict[str, Any]:
        self.played.append((task.name, taken) if taken else task.name)
        return {"failed": task.name in self._failing, "msg": f"{task.name} failed", "number": len(self.played)}


def play(tmp_path: Path, tasks: str, *failing: str) -> list[Any]:
    """Play a list of tasks, and return those that ran, with their arguments where they have some."""
    playbook = tmp_path / "playbook.yml"
    playbook.write_text(f"- hosts: all\n  tasks:\n{tasks}", encoding="utf-8")
    modules = _Modules(failing)
    try:
        Play(modules).play(tasks_of(playbook))
    except TaskFailedError as failed:
        modules.played.append(f"stopped: {failed}")
    return modules.played


BLOCK = """
    - block:
        - {name: one, legalops.ethical_walls.m: , failed_when: false}
        - {name: two, legalops.ethical_walls.m: }
        - {name: three, legalops.ethical_walls.m: }
      rescue:
        - {name: rescue, legalops.ethical_walls.m: {of: "{{ ansible_failed_task.name }}"}}
      always:
        - {name: always, legalops.ethical_walls.m: }
    - {name: after, legalops.ethical_walls.m: }
"""


@pytest.mark.parametrize(
    ("failing", "played"),
    [
        ([], ["one", "two", "three", "always", "after"]),
        (["one"], ["one", "two", "three", "always", "after"]),
        (["two"], ["one", "two", ("rescue", {"of": "two"}), "always", "after"]),
        (["two", "rescue"], ["one", "two", ("rescue", {"of": "two"}), "always", "stopped: rescue failed"]),
        (["always"], ["one", "two", "three", "always", "stopped: always failed"]),
    ],
)
def test_a_block_is_played_as_ansible_plays_it(tmp_path: Path, failing: list[str], played: list[Any]) -> None:
    assert play(tmp_path, BLOCK, *failing) == played


def test_conditions_and_arguments_see_variables_and_answers(tmp_path: Path) -> None:
    tasks = """
    - {name: one, legalops.ethical_walls.m: , register: found}
    - {name: never, legalops.ethical_walls.m: , when: "accepted | default(false, true) | bool"}
    - block:
        - name: two
          legalops.ethical_walls.m:
            number: "{{ found.number }}"
            days: "{{ days }}"
            text: "{{ firm_name }}, {{ days }} days"
            none: "{{ nothing | default(omit) }}"
          when: [found.number == 1, firm_name is defined]
      when: not ansible_check_mode
"""
    arguments = {"number": 1, "days": 15, "text": "Alder & Finch LLP, 15 days"}
    assert play(tmp_path, tasks) == ["one", ("two", arguments)]


@pytest.mark.parametrize(
    "task",
    [
        "{name: loop, legalops.ethical_walls.m: , loop: [1, 2]}",
        "{name: until, legalops.ethical_walls.m: , failed_when: found.number > 2}",
        "{name: other, ansible.builtin.debug: }",
        "{name: block, block: [], ignore_errors: true}",
        "{name: role, ansible.builtin.import_role: {name: legalops.ethical_walls.preflight, public: true}}",
    ],
)
def test_what_it_does_not_know_it_refuses(tmp_path: Path, task: str) -> None:
    with pytest.raises(AssertionError):
        play(tmp_path, f"    - {task}\n")
