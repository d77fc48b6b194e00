# shellcheck shell=bash disable=SC2034
# Sourced by the other scripts: where things are, and an environment in which only this project's tools are found.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$ROOT" || exit 1

NAMESPACE=legalops
NAME=ethical_walls
VENV="$ROOT/.venv"
CACHE="$ROOT/.cache"
# The repository under its import path: tests import from here.
TREE="$CACHE/tree"
# A real copy of what git would commit: checks that walk a collection run on it.
COPIES="$CACHE/sanity"
COPY="$COPIES/ansible_collections/$NAMESPACE/$NAME"
BUILD="$CACHE/build"
# The collection awx.awx, for the role awx_bootstrap.
AWX="$CACHE/awx"
# The package that has awx.awx 24.6.1, the collection of AWX's last release.
ANSIBLE_WITH_AWX="ansible==12.3.0"

# Version managers put "shims" on PATH: Pythons that are found but do not start. ansible-test tries each Python that
# it finds, so those directories go, and the directory of the real interpreter comes right after the environment's.
clean_path() {
    local entry kept="$VENV/bin"
    if [[ -x "$VENV/bin/python" ]]; then
        kept+=":$("$VENV/bin/python" -c 'import sys; print(sys.base_prefix)')/bin"
    fi
    local IFS=:
    for entry in $PATH; do
        [[ -z "$entry" || "$entry" == */shims || "$entry" == "$VENV/bin" ]] || kept+=":$entry"
    done
    printf '%s' "$kept"
}
PATH="$(clean_path)"
export PATH VIRTUAL_ENV="$VENV"
unset PYTHONPATH PYTHONHOME PYENV_VERSION

# Ansible refuses to start without a UTF-8 locale.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]*8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

# The settings of the person who runs this must not change a result.
export ANSIBLE_CONFIG="$CACHE/ansible.cfg"
export ANSIBLE_COLLECTIONS_PATH="$TREE:$AWX"
