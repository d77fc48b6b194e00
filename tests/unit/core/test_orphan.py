# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker whose run is killed: what it sends, with real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.loopback import Behaviour, Request, answer, http_server

# A run makes a worker as Ansible does, and this worker works by itself or starts a process for that, through a shell as
# Ansible does. Then the run waits to be killed.
PROGRAM = """\
import multiprocessing, os, subprocess, sys, time

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.orphan import told_to_children
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor


def work():
    transport = Transport(parse_origin(sys.argv[2]), Context("iManage", "Alder"), Redactor([]))
    try:
        transport.request("POST", "/first", operation="write", purpose="write")
        try:
            transport.request("POST", "/second", operation="write", purpose="write")
        finally:
            transport.request("POST", "/sign-out", operation="sign out", purpose="signin", at_the_end=True)
    except EthicalWallsError as error:
        print(error.kind, error.sentence())


def start():
    if sys.argv[1] == "worker":
        work()
        return
    with told_to_children():
        subprocess.run(["/bin/sh", "-c", f"{sys.executable} {__file__} work {sys.argv[2]} && sleep 0"], check=True)


if sys.argv[1] == "work":
    work()
else:
    multiprocessing.get_context("fork").Process(target=start).start()
    sys.stdout.close()
"""


def run(tmp_path: Path, where: str, *, is_killed: bool) -> tuple[list[str], str]:
    """Run the program; return what was asked of the server, and what the orphan said when it ended.

    :param where: ``worker``, or ``process`` for one of the worker's own.
    :param is_killed: whether the run is killed after its first request has arrived, before that is answered.
    """
    program = tmp_path / "run.py"
    program.write_text(PROGRAM, encoding="utf-8")
    asked: list[str] = []
    started: list[subprocess.Popen[str]] = []

    def kill_and_answer(connection: socket.socket) -> None:
        started[0].send_signal(signal.SIGKILL)
        started[0].wait()
        connection.sendall(answer(200))

    def reply(request: Request) -> bytes | Behaviour:
        asked.append(request.target)
        return kill_and_answer if is_killed and request.target == "/first" else answer(200)

    with http_server(reply) as url:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = subprocess.Popen(
            [sys.executable, str(program), where, url], stdout=subprocess.PIPE, text=True, env=environment
        )
        started.append(process)
        assert process.stdout is not None
        # All that have it open have ended by then.
        said = process.stdout.read()
        process.wait()
        process.stdout.close()
    return asked, said


@pytest.mark.parametrize("where", ["worker", "process"])
def test_an_orphan_sends_nothing_more_but_its_sign_out(tmp_path: Path, where: str) -> None:
    asked, said = run(tmp_path, where, is_killed=True)
    assert asked == ["/first", "/sign-out"]
    assert said == (
        "conflict iManage of Alder: failed to write: the run of Ansible that this belongs to has ended, so nothing "
        "more was sent. Run again; what is done is not done twice.\n"
    )


@pytest.mark.parametrize("where", ["worker", "process"])
def test_whoever_has_its_run_goes_on(tmp_path: Path, where: str) -> None:
    assert run(tmp_path, where, is_killed=False) == (["/first", "/second", "/sign-out"], "")
