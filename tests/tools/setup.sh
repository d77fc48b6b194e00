#!/usr/bin/env bash
# Makes what every other command needs: .venv (all requirements) and .cache/tree (the repository under its import path).
# Cheap when nothing changed. BASE_PYTHON names the interpreter to start from.
set -euo pipefail

base_python="${BASE_PYTHON:-python3}"
if ! command -v "$base_python" >/dev/null; then
    echo "$base_python is not installed. Install Python 3.11 or newer, or name one: make BASE_PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$base_python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed, but $base_python is $("$base_python" --version 2>&1)." >&2
    echo "Name a newer one: make BASE_PYTHON=/path/to/python3.12" >&2
    exit 1
fi
# Asked before PATH is cleaned: a version manager's shim knows which Python is meant.
# And the interpreter behind an activated environment is wanted: .venv itself may be the one.
base_python="$("$base_python" -c 'import sys; print(getattr(sys, "_base_executable", None) or sys.executable)')"

# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

mkdir -p "$CACHE"
if command -v flock >/dev/null; then # two commands at once must not make the environment twice
    exec 9>"$CACHE/setup.lock"
    flock 9
fi

# The environment is made again when the requirements or the interpreter change, or the repository was moved.
stamp="$VENV/.made-from"
wanted="$("$base_python" --version) $base_python $VENV
$(cat tests/requirements.txt)"
if [[ ! -f "$stamp" || "$(cat "$stamp")" != "$wanted" ]]; then
    echo "Making .venv with $("$base_python" --version) (about a minute)"
    rm -rf "$VENV"
    "$base_python" -m venv "$VENV"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --no-input -r tests/requirements.txt
    printf '%s\n' "$wanted" >"$stamp"
fi

# awx.awx comes with the package "ansible", whose other hundred collections nobody needs here.
if [[ "$(cat "$AWX/.made-from" 2>/dev/null)" != "$ANSIBLE_WITH_AWX" ]]; then
    echo "Fetching the collection awx.awx"
    rm -rf "$AWX"
    mkdir -p "$AWX"
    "$VENV/bin/python" -m pip download -qq --disable-pip-version-check --no-input --no-deps --dest "$AWX" "$ANSIBLE_WITH_AWX"
    "$VENV/bin/python" - "$AWX"/ansible-*.whl "$AWX" <<'EXTRACT'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith("ansible_collections/awx/awx/")])
EXTRACT
    rm "$AWX"/ansible-*.whl
    printf '%s\n' "$ANSIBLE_WITH_AWX" >"$AWX/.made-from"
fi

link="$TREE/ansible_collections/$NAMESPACE/$NAME"
mkdir -p "$(dirname "$link")"
[[ -L "$link" ]] || ln -s ../../../.. "$link"
[[ -f "$ANSIBLE_CONFIG" ]] || printf '[defaults]\n' >"$ANSIBLE_CONFIG"
