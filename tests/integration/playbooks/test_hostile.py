# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody has set for other plays, in ansible.cfg, in the inventory, at the command line, does not take hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.ansible import ROOT
from helpers.playbook import Run, inventory, run_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from simulator import Simulator

PLAYBOOKS = sorted(path.stem for path in (ROOT / "playbooks").glob("*.yml"))

# Each changes what a play means, or where it runs, unless the play says otherwise.
SETTINGS = """
[defaults]
any_errors_fatal = true
deprecation_warnings = false
display_args_to_stdout = true
error_on_undefined_vars = false
executable = /nowhere/sh
fact_caching = jsonfile
fact_caching_connection = {facts}
force_handlers = true
gathering = implicit
hash_behaviour = merge
inject_facts_as_vars = false
interpreter_python = /nowhere/python
jinja2_native = true
keep_remote_files = true
module_compression = ZIP_STORED
no_log = true
private_role_vars = true
remote_port = 1
remote_user = nobody
strategy = free
transport = ssh
[connection]
pipelining = false
[privilege_escalation]
become = true
become_method = su
become_user = nobody
[ssh_connection]
ssh_executable = {ssh}
"""

VARIABLES: dict[str, Any] = {
    "ansible_become": True,
    "ansible_become_method": "su",
    "ansible_become_user": "nobody",
    "ansible_connection": "ssh",
    "ansible_host": "192.0.2.1",
    "ansible_pipelining": False,
    "ansible_port": 1,
    "ansible_python_interpreter": "/nowhere/python",
    "ansible_shell_executable": "/nowhere/sh",
    "ansible_shell_type": "powershell",
    "ansible_user": "nobody",
}


# ACTIVE, by the password "pretend-vault-password".
LIBRARY = """
imanage_libraries:
  - !vault |
      $ANSIBLE_VAULT;1.1;AES256
      32636331393533316163346262363335613465666231363064643233376265666636623666653562
      6439386233636166653561313639376363303030616164320a373037383263346334366135333236
      63326636643763383534623638396462336264313336356334353839353033346166373237653762
      6338393133376461350a343035383038656539393130643663663263653135383561333536646631
      3230
"""


class Hostile:
    """The settings and the inventory of somebody whose other plays go to other machines."""

    def __init__(self, sim: Simulator, tmp_path: Path) -> None:
        self._tmp_path = tmp_path
        self.sent = tmp_path / "sent_to_host"
        ssh = tmp_path / "fake_ssh"
        ssh.write_text(f"#!/bin/sh\ncat >>{self.sent}\nexit 255\n", encoding="utf-8")
        ssh.chmod(0o700)
        settings = tmp_path / "hostile.cfg"
        settings.write_text(SETTINGS.format(ssh=ssh, facts=tmp_path / "facts"), encoding="utf-8")
        self._environment = {"ANSIBLE_CONFIG": str(settings)}
        self._ssh = {"ansible_ssh_executable": str(ssh)}
        # A firm that can't go on.
        self._hosts = inventory(sim, {"birch": {"legora_region": None}, "alder": {"ansible_connection": "ssh"}})

        self.secrets = [
            str(value)
            for host in self._hosts["firms"]["hosts"].values()
            for name, value in host.items()
            if name in SECRETS
        ]

    def run(self, playbook: str, *arguments: str) -> Run:
        hosts = {"all": {"vars": {**VARIABLES, **self._ssh}}, **self._hosts}
        return run_playbook(self._tmp_path, playbook, hosts, *arguments, environment=self._environment)

    def run_with_extra(self, extra: dict[str, Any]) -> Run:
        """Run with ordinary settings and extra variables, which outweigh everything that a play says."""
        return run_playbook(self._tmp_path, "onboard", self._hosts, extra={**extra, **self._ssh})


@pytest.fixture
def hostile(sim: Simulator, tmp_path: Path) -> Hostile:
    return Hostile(sim, tmp_path)


def test_firms_end_as_without_the_settings(hostile: Hostile, sim: Simulator) -> None:
    for playbook, ended in (("onboard", "changed"), ("verify", "checked")):
        run = hostile.run(playbook, "--become", "--user", "nobody", "--connection", "ssh")
        assert run.status == 2, run.output
        assert {name: result["status"] for name, result in run.results.items()} == {"alder": ended, "birch": "failed"}
        assert run.overview[0].startswith("2 firms: "), run.output
        assert any("legora_region is missing" in line for line in run.overview), run.output
        assert "censored" not in run.output
        assert not any(secret in run.output for secret in hostile.secrets)
        assert not hostile.sent.exists()


@pytest.mark.full(extra=[{"ansible_become": True}])
@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"ansible_connection": "ssh"}, "ansible_connection is ssh"),
        ({"ansible_become": True}, "ansible_become is on"),
        ({"ansible_pipelining": False, "ethical_walls_in_process": False}, "ansible_pipelining off"),
    ],
    ids=lambda given: "" if isinstance(given, str) else "+".join(given),
)
def test_extra_variables_that_outweigh_a_play_are_refused_by_name(
    hostile: Hostile, sim: Simulator, extra: dict[str, Any], named: str
) -> None:
    run = hostile.run_with_extra(extra)
    assert run.status == 2, run.output
    assert {result["status"] for result in run.results.values()} == {"failed"}
    assert named in run.result("alder")["message"]
    assert "Nothing was sent" in run.result("alder")["message"]
    # The other's own mistake may come first.
    assert named in run.result("birch")["message"] or "legora_region is missing" in run.result("birch")["message"]
    assert not hostile.sent.exists()
    assert sim.journal.entries() == []


def test_a_password_arrives_as_it_is_written_or_is_refused(sim: Simulator, tmp_path: Path) -> None:
    """What Ansible up to 2.18 makes of more of them, and when, has a test of its own among the unit tests."""
    written = {"alder": "12345678901.10", "birch": "['abcdefgh','ijk']"}
    changes: dict[str, dict[str, Any]] = {name: {"service_account_password": one} for name, one in written.items()}
    environment = {"ANSIBLE_JINJA2_NATIVE": "true", "ANSIBLE_DEPRECATION_WARNINGS": "false"}
    run = run_playbook(tmp_path, "onboard", inventory(sim, changes), environment=environment)
    for name, password in written.items():
        if run.result(name)["status"] == "failed":
            assert "service_account_password cannot be read: ansible-core 2.1" in run.result(name)["message"]
            assert sim.journal.entries(name) == []
        else:
            assert sim.firm(name).imanage.passwords["SVC-LEGORA"] == password
        assert password not in run.output


@pytest.mark.full
def test_a_library_that_is_encrypted_by_itself_works_or_is_refused(sim: Simulator, tmp_path: Path) -> None:
    (tmp_path / "host_vars").mkdir()
    (tmp_path / "host_vars/alder.yml").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "password").write_text("pretend-vault-password", encoding="utf-8")
    hosts = inventory(sim, {"alder": {"imanage_libraries": None}})
    run = run_playbook(
        tmp_path, "onboard", hosts, "--limit", "alder", "--vault-password-file", str(tmp_path / "password")
    )
    if run.result("alder")["status"] == "failed":
        assert "imanage_libraries cannot be read: a part of it is encrypted by itself" in run.result("alder")["message"]
        assert sim.journal.entries() == []
    else:
        assert "SVC-LEGORA" in sim.firm("alder").imanage.libraries["ACTIVE"].groups["NRTADMIN"].members


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_every_play_says_what_it_means(playbook: str) -> None:
    plays = yaml.safe_load((ROOT / f"playbooks/{playbook}.yml").read_text(encoding="utf-8"))
    if playbook not in ("awx_bootstrap", "merge_reports"):
        assert plays.pop()["ansible.builtin.import_playbook"] == "parts/end_of_run.yml"
        plays += yaml.safe_load((ROOT / "playbooks/parts/end_of_run.yml").read_text(encoding="utf-8"))
    for play in plays:
        keywords = ("gather_facts", "strategy", "any_errors_fatal", "no_log", "connection", "become")
        assert [play[name] for name in keywords] == [False, "ansible.builtin.linear", False, False, "local", False]
        # Dry run, differences, tags, forks and the time limit of a task stay the user's.
        assert not {"check_mode", "diff", "timeout", "throttle"} & set(play)
        assert (
            play["vars"].items()
            >= {
                "ansible_connection": "local",
                "ansible_become": False,
                "ansible_shell_type": "sh",
                "ansible_shell_executable": "/bin/sh",
                "ansible_python_interpreter": "{{ ansible_playbook_python }}",
                "ansible_pipelining": True,
                "ethical_walls_only_here": True,
            }.items()
        )
