# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One job of AWX: writes the private data directory, runs ansible-runner on it, and reads what it left.

After ansible/awx, of which these files say how it is done: awx/main/tasks/jobs.py (directory, arguments, passwords,
environment), awx/main/models/credential (injectors), awx/main/utils/safe_yaml.py (no answer is ever a template),
awx/main/models/jobs.py (variables of AWX's own).
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from helpers.ansible import ANSIBLE_BIN, ROOT, TIMEOUT
from jinja2.sandbox import ImmutableSandboxedEnvironment
from tools.pattern import role_data

CALLBACKS = ROOT / "tests" / "integration" / "playbooks" / "callbacks"
COLLECTIONS = ROOT / ".cache" / "tree" / "ansible_collections"

# AWX's own type, of which a job may have several: one for each vault ID.
VAULT = "vault"

# The runner and Ansible, without anything of the person who runs the tests.
_LOCALE = {"LC_ALL": "C.UTF-8"}


class _UnsafeDumper(yaml.SafeDumper):
    """Writes each text so that Ansible takes it as it is."""

    def represent_data(self, data: Any) -> yaml.Node:
        if isinstance(data, str):
            return self.represent_scalar("!unsafe", data)
        return super().represent_data(data)


def template(key: str) -> dict[str, Any]:
    """Return a job template of the role by its key."""
    return next(one for one in role_data()["awx_bootstrap_templates"] if one["key"] == key)


def survey_variables(key: str) -> list[str]:
    """Return what the survey of a template asks for."""
    return [question["variable"] for question in template(key)["survey"]]


@dataclass(frozen=True)
class Credential:
    """A credential of a job.

    :ivar kind: key of a credential type of the role, or :data:`VAULT`.
    """

    kind: str
    inputs: dict[str, str]

    def extra_vars(self) -> dict[str, str]:
        """Return the variables that the credential sets: what is empty renders as an empty text."""
        types = role_data()["awx_bootstrap_credential_types"]
        injectors = next(one for one in types if one["key"] == self.kind)["injectors"]
        assert set(injectors) == {"extra_vars"}, "files and variables of the environment are not built here"
        given = {name: value for name, value in self.inputs.items() if value}
        sandbox = ImmutableSandboxedEnvironment()
        return {name: sandbox.from_string(text).render(**given) for name, text in injectors["extra_vars"].items()}


@dataclass
class Job:
    """A job of a template.

    :ivar template: key of a job template of the role.
    :ivar inventory: as AWX gives it to the job.
    :ivar answers: to the survey; and what earlier jobs of a workflow left, which AWX adds in the same way.
    """

    template: str
    inventory: dict[str, Any]
    credentials: list[Credential] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    limit: str = ""
    number: int = 7


@dataclass
class JobResult:
    """What a job left.

    :ivar status: ``successful`` or ``failed``, as AWX shows it.
    :ivar stdout: as AWX puts it together from the events.
    :ivar stats: what ``set_stats`` left, AWX's artifacts.
    :ivar hosts: the summary of each host, by what was counted.
    :ivar results: each firm's full result, taken from the play's facts for the tests.
    :ivar left: all files below the runner's artifacts, by their path.
    """

    status: str
    rc: int
    stdout: str
    events: list[dict[str, Any]]
    stats: dict[str, Any]
    hosts: dict[str, dict[str, int]]
    results: dict[str, dict[str, Any]]
    left: dict[str, bytes]

    def stat(self, host: str) -> dict[str, Any]:
        """Return what the job left of a firm for later jobs."""
        found = [value for value in self.stats.values() if value["host"] == host]
        assert len(found) == 1, (host, self.stats, self.stdout)
        stat: dict[str, Any] = found[0]
        return stat

    def failed_hosts(self) -> list[str]:
        """Return the hosts that AWX's "relaunch on failed hosts" takes: failed or unreachable ones."""
        counted = ("failures", "dark")
        return sorted(host for host, counts in self.hosts.items() if any(counts.get(name) for name in counted))

    def assert_without(self, secrets: list[str]) -> None:
        """Fail when one of the secrets is in the runner's artifacts or in what AWX shows."""
        assert self.left
        assert self.stdout
        for secret in secrets:
            forms = {secret, json.dumps(secret)[1:-1]}
            for form in forms:
                assert form not in self.stdout
                assert not [path for path, content in self.left.items() if form.encode() in content]


def run_job(job: Job, directory: Path, project: Path) -> JobResult:
    """Run a job to its end.

    :param directory: where the private data directory is made; it stays.
    :param project: the project's checkout, of which the job gets a copy.
    """
    private = Path(tempfile.mkdtemp(prefix=f"awx_{job.number}_", dir=directory))
    _write(private, job, project)
    results_file = private / "firm_results.json"
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("launcher.py"))],
        input=json.dumps(_parameters(private, job, results_file)),
        # AWX's container has these and little more.
        env={"PATH": f"{ANSIBLE_BIN}:/usr/local/bin:/usr/bin:/bin", "HOME": str(private / "home"), **_LOCALE},
        cwd=private,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return _read(private, job, json.loads(done.stdout), results_file)


def _write(private: Path, job: Job, project: Path) -> None:
    """Write the directory's files."""
    for name in ("inventory", "env", "home", "cp"):
        (private / name).mkdir(mode=0o700)
    shutil.copytree(project, private / "project")
    # Where AWX puts what the project's collections/requirements.yml names.
    (private / "requirements_collections").mkdir()
    (private / "requirements_collections" / "ansible_collections").symlink_to(COLLECTIONS)

    script = f"#! /usr/bin/env python3\n# -*- coding: utf-8 -*-\nprint({json.dumps(job.inventory)!r})\n"
    _private_file(private / "inventory" / "hosts", script, 0o700)

    given = {**template(job.template)["extra_vars"], **job.answers, **_own_variables(job)}
    trusted = template(job.template)["extra_vars"]
    texts = [
        yaml.dump({name: value}, Dumper=yaml.SafeDumper if trusted.get(name) == value else _UnsafeDumper)
        for name, value in given.items()
    ]
    _private_file(private / "env" / "extravars", "".join(texts), 0o600)
    _private_file(private / "env" / "settings", json.dumps(_settings()), 0o600)
    _private_file(private / "env" / "cmdline", shlex.join(_arguments(private, job)), 0o600)


def _private_file(path: Path, content: str, mode: int) -> None:
    path.touch(mode=mode)
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)


def _settings() -> dict[str, Any]:
    return {"job_timeout": 0, "suppress_ansible_output": True, "suppress_output_file": True}


def _own_variables(job: Job) -> dict[str, Any]:
    """Return the variables that AWX adds by itself, under the names of today and of former days."""
    own = {
        "job_id": job.number,
        "job_launch_type": "manual",
        "job_template_id": 12,
        "job_template_name": template(job.template)["name"],
        "project_revision": "0123456789abcdef0123456789abcdef01234567",
        "project_scm_branch": "main",
        "inventory_id": 2,
        "inventory_name": "Firms",
        "user_id": 1,
        "user_name": "operator",
        "user_email": "operator@legalops.example",
        "user_first_name": "",
        "user_last_name": "",
    }
    return {f"{prefix}_{name}": value for name, value in own.items() for prefix in ("awx", "tower")}


def _vault_passwords(job: Job) -> dict[str, str]:
    """Return the passwords of the job's vaults by vault ID."""
    return {one.inputs["vault_id"]: one.inputs["vault_password"] for one in job.credentials if one.kind == VAULT}


def _arguments(private: Path, job: Job) -> list[str]:
    """Return the options of ansible-playbook, and write the files with the credentials' variables."""
    arguments = ["--check"] if template(job.template)["job_type"] == "check" else []
    arguments += ["-u", "root"]
    if template(job.template)["diff_mode"]:
        arguments.append("--diff")
    for vault_id in _vault_passwords(job):
        arguments += ["--vault-id", f"{vault_id}@prompt"]
    if job.limit:
        arguments += ["-l", job.limit]
    for credential in job.credentials:
        if credential.kind == VAULT:
            continue
        handle, path = tempfile.mkstemp(dir=private / "env")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            for name, value in credential.extra_vars().items():
                yaml.dump({name: value}, file, Dumper=_UnsafeDumper, allow_unicode=True)
        Path(path).chmod(0o440)
        arguments += ["-e", f"@{path}"]
    return arguments


def _parameters(private: Path, job: Job, results_file: Path) -> dict[str, Any]:
    """Return the parameters of ansible-runner."""
    prompts = {
        rf"Vault password \({vault_id}\):\s*?$": password for vault_id, password in _vault_passwords(job).items()
    }
    return {
        "ident": job.number,
        "private_data_dir": str(private),
        "playbook": template(job.template)["playbook"],
        "inventory": str(private / "inventory" / "hosts"),
        "passwords": {**prompts, r"SSH password:\s*?$": "", r"Password:\s*?$": ""},
        "suppress_env_files": True,
        "fact_cache_type": "",
        "quiet": True,
        "envvars": {
            "AWX_PRIVATE_DATA_DIR": str(private),
            "AWX_HOST": "https://awx.legalops.example",
            "JOB_ID": str(job.number),
            "INVENTORY_ID": "2",
            "PROJECT_REVISION": "0123456789abcdef0123456789abcdef01234567",
            "MAX_EVENT_RES": "700000",
            "ANSIBLE_RETRY_FILES_ENABLED": "False",
            "ANSIBLE_SSH_CONTROL_PATH_DIR": str(private / "cp"),
            "ANSIBLE_COLLECTIONS_PATH": f"{private}/requirements_collections:/usr/share/ansible/collections",
            "ANSIBLE_ROLES_PATH": f"{private}/requirements_roles:/usr/share/ansible/roles",
            # AWX's setting for callbacks of one's own. Not AWX's: each firm's full result.
            "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS),
            "ANSIBLE_CALLBACKS_ENABLED": "firm_results",
            "FIRM_RESULTS_FILE": str(results_file),
        },
    }


def _read(private: Path, job: Job, ended: dict[str, Any], results_file: Path) -> JobResult:
    """Read what the runner left."""
    artifacts = private / "artifacts" / str(job.number)
    left = {str(path.relative_to(artifacts)): path.read_bytes() for path in artifacts.rglob("*") if path.is_file()}
    events = sorted(
        (json.loads(content) for path, content in left.items() if path.startswith("job_events/")),
        key=lambda event: int(event["counter"]),
    )
    stdout = "\n".join(event["stdout"] for event in events if event.get("stdout"))
    assert "DEPRECATION WARNING" not in stdout, stdout
    assert "Traceback (most recent call last)" not in stdout, stdout
    final = [event["event_data"] for event in events if event["event"] == "playbook_on_stats"]
    assert len(final) == 1, stdout
    counted = ("ok", "changed", "failures", "dark", "skipped", "rescued", "ignored")
    summaries: dict[str, dict[str, int]] = {}
    for name in counted:
        for host, count in (final[0].get(name) or {}).items():
            summaries.setdefault(host, {})[name] = count
    found = json.loads(results_file.read_text(encoding="utf-8")) if results_file.exists() else {}
    return JobResult(
        status=ended["status"],
        rc=ended["rc"],
        stdout=stdout,
        events=events,
        stats=final[0].get("artifact_data") or {},
        hosts=summaries,
        results=found.get("results", {}),
        left=left,
    )
