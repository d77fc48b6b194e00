# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The passwords of a rotation are stored before anything changes, and none that may count is lost or shown."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import USER_ID, set_account, set_up, state
from helpers.by_hand import enter_password
from helpers.canaries import Watcher, canary, leaked
from helpers.playbook import Run, inventory, run_playbook
from integration.rotation.rotated import NEW, failed_sign_ins, held, old, refuse_at_legora, rotate
from integration.rotation.stores import BOTH, COMMAND, CURRENT, MADE, ROLE, in_vault, program, seal, sealed

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.store import (
    WantedVaultFile,
    ensure_vault_file,
)
from player.modules import SEALER, VAULT_PASSWORD
from simulator import Simulator
from simulator.drift import set_password
from simulator.seed import Firm

# A file of ansible-vault


def test_one_is_made_stored_and_rotated_again_and_again(firm: Firm, tmp_path: Path) -> None:
    file = tmp_path / "host_vars" / firm.name / "passwords.yml"
    set_up(firm)
    seen = {old(firm)}
    for _run in range(2):
        result = rotate(firm, **in_vault(file))
        assert result["status"] == "changed", result["lines"]
        there = sealed(file)
        assert set(there) == CURRENT
        assert (state(firm).password, state(firm).legora) == (there["service_account_password"],) * 2
        assert there["service_account_password"] not in seen
        assert not leaked([there["service_account_password"]], json.dumps(result))
        seen.add(there["service_account_password"])
    assert not list(tmp_path.rglob(".*passwords*"))


def keep(file: Path, current: str, following: str, spoilt: str = "") -> dict[str, Any]:
    """Store two passwords as the step C(prepare) does, and return what the file holds then."""

    def spoiling(text: str, like: str | None) -> str:
        return SEALER.seal(f"{text}{spoilt}", like)

    variables = {"service_account_password": current, "rotate_new_password": following}
    ensure_vault_file(
        None, WantedVaultFile(str(file), "alder", "prepare", variables, seal=spoiling, unseal=SEALER.unseal), False
    )
    return sealed(file)


@pytest.mark.parametrize(
    "password",
    ["Schl\u00fcssel-\u20ac-{{ x }}", "\U0001f511-key-{% x %}", 'a"b\\c: #d', "'!unsafe |>-%@`", "two\u2028lines\x7f"],
)
def test_any_password_comes_back_as_it_was(tmp_path: Path, password: str) -> None:
    found = keep(tmp_path / "passwords.yml", password, f"next-{password}")
    assert (found["service_account_password"], found["rotate_new_password"]) == (password, f"next-{password}")


def test_what_could_not_be_read_again_does_not_replace_what_can(tmp_path: Path) -> None:
    """It may be the only place that has the account's password."""
    file = tmp_path / "passwords.yml"
    seal(file, {"service_account_password": "Pretend-first-1"})
    with pytest.raises(EthicalWallsError, match="is not what was to be stored; nothing was written"):
        keep(file, "Pretend-first-1", "Pretend-second-1", spoilt="more: true\n")
    assert sealed(file) == {"service_account_password": "Pretend-first-1"}


def test_what_is_stored_is_on_the_disk_before_anything_changes(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that loses its power after the change at iManage must not have lost the new password."""
    set_up(firm)
    file, synced = tmp_path / "passwords.yml", []
    fsync = os.fsync

    def noted(handle: int) -> None:
        synced.append((Path(os.readlink(f"/proc/self/fd/{handle}")).parent, file.exists(), state(firm).password))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    rotate(firm, **in_vault(file))
    of_store = [(is_there, password) for where, is_there, password in synced if where in (tmp_path, tmp_path.parent)]
    # The file's text before it has its name, then its name; and both again for the step finish.
    assert [is_there for is_there, _password in of_store] == [False, True, True, True]
    assert [password == old(firm) for _is_there, password in of_store] == [True, True, False, False]


@pytest.mark.parametrize("begin", [{}, {"rotate_begin": False}], ids=["may_begin", "may_begin_none"])
def test_a_rollback_leaves_it_prepared_and_the_next_run_goes_on_with_the_same(
    sim: Simulator, firm: Firm, tmp_path: Path, begin: dict[str, Any]
) -> None:
    """A workflow runs one that may begin none, after a person's word, whether the run before has ended or not."""
    file = tmp_path / "passwords.yml"
    set_up(firm)
    refuse_at_legora(sim, firm)
    assert rotate(firm, **in_vault(file))["status"] == "failed"
    prepared = sealed(file)
    assert set(prepared) == BOTH
    assert prepared["service_account_password"] == old(firm) == state(firm).password
    sim.faults.clear()
    assert rotate(firm, **in_vault(file), **begin)["status"] == "changed"
    there = sealed(file)
    assert there["service_account_password"] == prepared["rotate_new_password"] == state(firm).legora
    assert held(firm, prepared["rotate_new_password"]) == ("new", "new")
    sim.journal.clear()
    result = rotate(firm, **in_vault(file), rotate_begin=False)
    assert (result["status"], sim.journal.counts(firm.name)["write"]) == ("unchanged", 0), result["lines"]
    assert (held(firm, prepared["rotate_new_password"]), sealed(file)) == (("new", "new"), there)
    assert "take rotate_new_password" not in json.dumps(result), "nobody has set it"


def test_a_dry_run_makes_none_and_writes_no_file(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    file = tmp_path / "passwords.yml"
    set_up(firm)
    planned = rotate(firm, check_mode=True, **in_vault(file))
    assert planned["status"] == "planned"
    assert list(tmp_path.iterdir()) == []
    assert rotate(firm, **in_vault(file))["plan"] == planned["plan"]


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({"service_account_password": "{old}", "imanage_password": "Somebody-elses-1"}, "other variables too"),
        ({"rotate_new_password": "A-password-that-counts-1"}, "another rotate_new_password than this run knows"),
        ({"service_account_password": "A-password-that-counts-1"}, "another service_account_password than this run"),
    ],
)
def test_what_may_count_is_not_overwritten(sim: Simulator, tmp_path: Path, there: dict[str, str], words: str) -> None:
    """Ansible does not read this file, so the run does not know what is in it."""
    firm = sim.firm("alder")
    set_up(firm)
    file = tmp_path / "passwords.yml"
    given = {**MADE, "rotate_store_role": ROLE, "rotate_vault_file": str(file)}
    seal(file, {name: value.format(old=old(firm)) for name, value in there.items()})
    before = file.read_bytes()
    sim.journal.clear()
    result = rotate(firm, **given)
    assert words in result["message"]
    assert "Nothing was changed" in result["message"] or "Ansible reads" in result["message"] or result["failure"]
    assert sim.journal.counts(firm.name)["write"] == 0
    assert file.read_bytes() == before


def test_a_plain_file_and_a_directory_that_hides_one_are_refused(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    plain = tmp_path / "plain.yml"
    plain.write_text("service_account_password: x\n", encoding="utf-8")
    assert (
        "is not encrypted"
        in rotate(firm, **{**MADE, "rotate_store_role": ROLE, "rotate_vault_file": str(plain)})["message"]
    )
    (tmp_path / "alder.yml").write_text("firm_name: Alder\n", encoding="utf-8")
    hiding = rotate(firm, **in_vault(tmp_path / "alder" / "passwords.yml"))
    assert "Ansible reads the directory" in hiding["message"]
    assert not (tmp_path / "alder").exists()
    assert held(firm) == ("old", "old")


# A command


def test_a_command_reads_them_on_its_standard_input(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    code = "assert not any(str(value) in seen for name, value in handed['variables'].items() if 'version' not in name)"
    command = program(tmp_path, code)
    result = rotate(firm, rotate_store_role=COMMAND, rotate_store_command=command, **MADE)
    assert result["status"] == "changed", result["lines"]
    prepared, finished = map(json.loads, (tmp_path / "handed").read_text(encoding="utf-8").splitlines())
    assert (prepared["host"], prepared["step"], set(prepared["variables"])) == ("alder", "prepare", BOTH)
    assert (finished["step"], set(finished["variables"])) == ("finish", CURRENT)
    assert finished["variables"]["service_account_password"] == prepared["variables"]["rotate_new_password"]
    assert state(firm).legora == prepared["variables"]["rotate_new_password"]


@pytest.mark.parametrize("step", ["prepare", "finish"])
def test_a_command_that_fails_is_told_without_what_it_was_handed(sim: Simulator, tmp_path: Path, step: str) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    said = "'no room ' + 'x' * 170 + handed['variables']['service_account_password']"
    code = f"if handed['step'] == {step!r}: sys.exit({said})"
    sim.journal.clear()
    result = rotate(firm, rotate_store_role=COMMAND, rotate_store_command=program(tmp_path, code))
    assert result["status"] == "failed"
    assert "no room" in result["message"]
    assert not leaked([NEW, old(firm)], json.dumps(result))
    assert held(firm) == (("old", "old") if step == "prepare" else ("new", "new"))
    assert ("Both sides have the new password" in result["message"]) is (step == "finish")
    assert "Nothing was changed" in result["message"] or step == "finish"


@pytest.mark.parametrize("with_notes", [True, False])
def test_what_a_command_stored_is_not_overwritten_by_a_run_that_does_not_know_it(
    sim: Simulator, tmp_path: Path, with_notes: bool
) -> None:
    """An inventory that does not read the store has the old password, and would make another new one."""
    firm = sim.firm("alder")
    set_up(firm)
    set_account(firm, pwd_changed_ts="2026-06-01T08:00:00Z")
    store = {"rotate_store_role": COMMAND, "rotate_store_command": program(tmp_path, "pass"), **MADE}
    notes = tmp_path / "notes" if with_notes else None
    rotate(firm, notes=notes, **store)
    before, handed = held(firm), (tmp_path / "handed").read_text(encoding="utf-8")
    label = json.loads(handed.splitlines()[0])["variables"]["rotate_new_password_version"]
    sim.journal.clear()
    result = rotate(firm, notes=notes, **store)
    assert result["status"] == "failed"
    hint = f"service_account_password_version: '{label}'" if with_notes else "Let Ansible read the passwords from where"
    assert hint in "\n".join(result["lines"])
    assert failed_sign_ins(firm) == (0 if with_notes else 1)
    assert sim.journal.counts("alder")["write"] == 0
    assert (held(firm), (tmp_path / "handed").read_text(encoding="utf-8")) == (before, handed)


@pytest.mark.parametrize("then", ["another", "done", "killed"])
def test_a_store_without_labels_is_no_reason_to_refuse(sim: Simulator, tmp_path: Path, then: str) -> None:
    """What was noted of a password by its label is not known again: a sign-in tells."""
    firm, notes = sim.firm("alder"), tmp_path / "notes"
    set_up(firm)
    store = {"rotate_store_role": COMMAND, "rotate_store_command": program(tmp_path, "pass"), **MADE}
    rotate(firm, notes=notes, **store)
    password = str(state(firm).password)
    store["service_account_password_version"] = None
    if then == "killed":
        enter_password(firm, old(firm))
        result = rotate(firm, notes=notes, **{**store, "rotate_new_password": password})
    else:
        store["service_account_password"] = password
        result = rotate(firm, notes=notes, rotate_begin=then == "another", **store)
    assert result["status"] == "changed", result["lines"]
    assert (state(firm).password == password) is (then != "another")
    assert held(firm, str(state(firm).password)) == ("new", "new")
    assert failed_sign_ins(firm) == 0


def test_a_password_that_was_set_by_hand_since_is_no_reason_to_refuse(sim: Simulator, tmp_path: Path) -> None:
    """Where iManage does not tell when it was changed, the note of the one before stands still."""
    firm, notes = sim.firm("alder"), tmp_path / "notes"
    set_up(firm)
    firm.imanage.tells_account_state = False
    rotate(firm, notes=notes)
    set_password(firm, USER_ID, "Set-by-hand-pretend-0044")
    given = {"service_account_password": "Set-by-hand-pretend-0044", "service_account_password_version": "by-hand"}
    store = {"rotate_store_role": COMMAND, "rotate_store_command": program(tmp_path, "pass"), **MADE}
    result = rotate(firm, notes=notes, **given, **store)
    assert result["status"] == "changed", result["lines"]
    assert held(firm, str(state(firm).password)) == ("new", "new")


# In Ansible


def playbook(sim: Simulator, tmp_path: Path, *arguments: str, changes: dict[str, Any], **more: Any) -> Run:
    vault_password = tmp_path / "vault-password"
    vault_password.write_bytes(VAULT_PASSWORD)
    hosts = inventory(sim, {"alder": changes})
    given = ["--limit", "alder", *arguments]
    if more.pop("with_vault", True):
        given += ["--vault-password-file", str(vault_password)]
    return run_playbook(tmp_path, "rotate_password", hosts, *given, **more)


def test_a_run_without_a_vault_password_is_refused_before_anything_changes(sim: Simulator, tmp_path: Path) -> None:
    set_up(sim.firm("alder"))
    sim.journal.clear()
    changes = {"rotate_store_role": ROLE, "rotate_vault_file": str(tmp_path / "host_vars/alder/passwords.yml")}
    run = playbook(sim, tmp_path, changes=changes, with_vault=False)
    assert run.status == 2
    assert "this run has no vault password" in run.result("alder")["message"]
    assert sim.journal.counts("alder")["write"] == 0


@pytest.mark.full(arguments=[("--check",)])
@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_a_job_of_awx_writes_no_file_that_goes_with_it(
    sim: Simulator, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    set_up(sim.firm("alder"))
    sim.journal.clear()
    file = tmp_path / "project/host_vars/alder/passwords.yml"
    run = playbook(sim, tmp_path, *arguments, changes=in_vault(file), extra={"awx_job_id": 7})
    assert run.status == 2, run.output
    assert run.result("alder")["failure"]["kind"] == "unsupported"
    assert "rotate_store_role: legalops.ethical_walls.store_by_command" in run.result("alder")["message"]
    assert not file.exists()
    assert sim.journal.counts("alder")["write"] == 0


def test_ansible_reads_the_file_and_goes_on(sim: Simulator, tmp_path: Path) -> None:
    """What the run has made, the next one finds in its inventory."""
    firm = sim.firm("alder")
    set_up(firm)
    file = tmp_path / "host_vars" / "alder" / "passwords.yml"
    changes = {"rotate_store_role": ROLE, "rotate_vault_file": "{{ inventory_dir }}/host_vars/alder/passwords.yml"}
    refuse_at_legora(sim, firm)
    run = playbook(sim, tmp_path, changes=changes)
    assert run.status == 2, run.output
    made = sealed(file)["rotate_new_password"]
    assert not leaked([made], run.output)
    sim.faults.clear()
    run = playbook(sim, tmp_path, changes=changes)
    assert run.status == 0, run.output
    assert (state(firm).password, state(firm).legora) == (made, made)
    assert set(sealed(file)) == CURRENT


@pytest.mark.full(echoes=["imanage", "legora"])
@pytest.mark.parametrize("echoes", [None, "imanage", "legora"])
def test_no_secret_appears_anywhere(
    sim: Simulator, tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch, echoes: str | None
) -> None:
    """At -vvvv, in the hooks of somebody's own, in the vault file, in processes' arguments; no plain copy on disk."""
    firm = sim.firm("alder")
    set_up(firm)
    # Each store is handed the passwords of a rotation of its own.
    passwords = [old(firm), *(canary("rotate_new_password", str(number)) for number in range(3))]
    monkeypatch.setenv("TMPDIR", str(work))
    monkeypatch.setenv("HOME", str(work))
    tasks = work / "store.yml"
    # Somebody's own, which hides nothing by itself.
    own = [
        {"name": "Show it", "ansible.builtin.debug": {"msg": "{{ ethical_walls_store }}"}},
        {"name": "Keep it", "ansible.builtin.set_fact": {"kept": "{{ ethical_walls_store.variables }}"}},
        {"name": "Fail", "ansible.builtin.command": "false {{ ethical_walls_store.host }}", "when": False},
    ]
    tasks.write_text(json.dumps(own), encoding="utf-8")
    stores = [
        {"rotate_store_role": ROLE, "rotate_vault_file": str(work / "vault" / "passwords.yml")},
        {"rotate_store_tasks": str(tasks)},
        {"rotate_store_role": COMMAND, "rotate_store_command": [sys.executable, "-c", "import sys; sys.stdin.read()"]},
    ]
    if echoes:
        sim.faults.add(kind="echo", firm="alder", system=echoes, kind_of_request="write", times=0)
        stores = stores[:1]
    shown = ""
    watcher = Watcher(work, passwords[1:])
    with watcher.watching():
        for number, store in enumerate(stores):
            given = {
                "service_account_password": passwords[number],
                "service_account_password_version": str(number),
                "rotate_new_password": passwords[number + 1],
                "rotate_new_password_version": str(number + 1),
                **store,
            }
            reports = {"report_directory": str(work / "reports")}
            run = playbook(sim, tmp_path, "-vvvv", "--diff", changes=given, temporary=work, extra=reports)
            assert run.status == (2 if echoes else 0), run.output
            shown += run.output + str(run.results)
    assert watcher.rounds > 20
    assert watcher.found == []
    assert "passwords.yml" in watcher.files_seen
    assert not leaked(passwords, shown)
    assert "Canary" not in shown
