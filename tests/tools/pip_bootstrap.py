# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make sure that ansible-test can put pip into the environments of its sanity tests.

ansible-test makes those environments without pip and then runs a "get-pip" script, which it keeps in a cache below
the home directory and otherwise downloads from a server of its own. Where that server is out of reach, each sanity test
that needs a package fails. So when the script is neither cached nor to be had, a stand-in is put into the cache. It
does the same with what Python and the package index already offer.
"""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import requests
from ansible_test._internal import python_requirements

DOWNLOAD_TIMEOUT = 10  # seconds

# ansible-test runs the script inside a wrapper of its own with "pip==VERSION" and options as arguments. In that process
# ensurepip would drop pip's configuration (it clears the PIP_* variables), hence the child processes.
STAND_IN = '''\
"""Stand-in for get-pip: install pip from Python's own bundle, then the version that was asked for."""
import subprocess
import sys

IGNORED = ("--no-setuptools", "--no-wheel")  # options of get-pip alone; ensurepip installs neither where it matters

arguments = [argument for argument in sys.argv[1:] if argument not in IGNORED]
subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *arguments], check=True)
'''


def download_address() -> str:
    """Return the address template that the installed ansible-test downloads from (``%s`` is pip's version)."""
    source = Path(python_requirements.REQUIREMENTS_SCRIPT_PATH).read_text(encoding="utf-8")
    found = re.search(r"'(https://[^']*get-pip-%s\.py)'", source)
    if found is None:
        raise SystemExit("This ansible-test bootstraps pip in another way: adapt tests/tools/pip_bootstrap.py.")
    return found.group(1)


def download(address: str) -> str | None:
    """Return what lies at the address, or None when it is out of reach."""
    try:
        reply = requests.get(address, timeout=DOWNLOAD_TIMEOUT)
        reply.raise_for_status()
    except requests.RequestException:
        return None
    return reply.text


def main() -> None:
    """Fill ansible-test's cache for the running Python."""
    running = types.SimpleNamespace(version=f"{sys.version_info.major}.{sys.version_info.minor}")
    version = python_requirements.get_venv_packages(running)["pip"]
    cached = Path("~/.ansible/test/cache").expanduser() / f"get_pip_{version.replace('.', '_')}.py"
    if cached.exists():
        return
    script = download(download_address() % version)
    if script is None:
        print(f"ansible-test's own get-pip is out of reach; a stand-in goes to {cached}")
        script = STAND_IN
    cached.parent.mkdir(parents=True, exist_ok=True)
    temporary = cached.with_suffix(".new")
    temporary.write_text(script, encoding="utf-8")
    temporary.replace(cached)


if __name__ == "__main__":
    main()
