# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module in this process, as Ansible would, and returns its JSON answer."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from collections.abc import Iterator
from typing import Any

from ansible.module_utils import basic
from helpers.returned import MODULES, check_answer

try:
    from ansible.module_utils.testing import patch_module_args  # ansible-core 2.19 and newer
except ImportError:

    @contextlib.contextmanager
    def patch_module_args(args: dict[str, Any]) -> Iterator[None]:
        """Give a module its arguments, on an ansible-core that has no helper for it."""
        before = basic._ANSIBLE_ARGS
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": args}).encode()
        try:
            yield
        finally:
            basic._ANSIBLE_ARGS = before


@contextlib.contextmanager
def _own_process() -> Iterator[None]:
    """Let a module warn as in a process of its own: a test that imports Ansible's controller makes this one that."""
    try:
        internal: Any = importlib.import_module("ansible.module_utils._internal")
    except ImportError:  # before ansible-core 2.19, there is no difference
        yield
        return
    before, internal.is_controller = internal.is_controller, False
    try:
        yield
    finally:
        internal.is_controller = before


def run_module(name: str, args: dict[str, Any], check: bool = False, diff: bool = False) -> dict[str, Any]:
    """Run a module and return what it answered, changed or failed, which is as its RETURN documents it."""
    module = importlib.import_module(f"{MODULES}.{name}")
    given = {key: value for key, value in args.items() if value is not None}
    output = io.StringIO()
    with (
        patch_module_args(
            {**given, "_ansible_check_mode": check, "_ansible_diff": diff, "_ansible_remote_tmp": "/tmp"}
        ),
        _own_process(),
        contextlib.redirect_stdout(output),
        contextlib.suppress(SystemExit),
    ):
        module.main()
    answer: dict[str, Any] = json.loads(output.getvalue())
    check_answer(name, answer, given)
    return answer
