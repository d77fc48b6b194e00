#!/usr/bin/env bash
# Runs the tests with each supported pair of ansible-core and Python: the oldest (that of AWX 24.6.1's own execution
# environment), one between, and the newest. For each: sanity tests, the unit tests of what runs on the firm's side,
# and all playbook-level tests, played by that Ansible. Simulator and pytest stay in .venv.
#   tests/tools/matrix.sh [CORE-PYTHON...]      for instance 2.15-3.9
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

PAIRS=(2.15-3.9 2.18-3.11 2.21-3.12)

# What the unit tests of plugins need beside Ansible, in releases that the oldest Python takes.
UNIT_TEST_PACKAGES=("pytest>=8.3" hypothesis PyYAML jinja2)

find_python() {
    local version="$1" candidate
    for candidate in "$(command -v "python$version" || true)" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
        if [[ -x "$candidate" ]] && "$candidate" --version >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return
        fi
    done
    echo "Python $version is not installed; the matrix needs it." >&2
    return 1
}

make_environment() {
    local core="$1" python="$2" environment="$3"
    local -a packages=("ansible-core==$core.*" "requests>=2.31" jmespath pyOpenSSL "${UNIT_TEST_PACKAGES[@]}")
    [[ "$(cat "$environment/.made" 2>/dev/null)" == "${packages[*]}" ]] && return
    rm -rf "$environment"
    "$(find_python "$python")" -m venv "$environment"
    "$environment/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        "${packages[@]}"
    printf '%s\n' "${packages[*]}" >"$environment/.made"
}

run_pair() {
    local pair="$1" core="${1%-*}" python="${1#*-}"
    local environment="$CACHE/matrix/$pair"
    printf '\n=== ansible-core %s on Python %s\n' "$core" "$python"
    make_environment "$core" "$python" "$environment"
    "$environment/bin/ansible" --version | sed -n 1p

    printf -- '--- unit tests of the plugins\n'
    "$environment/bin/python" -m pytest --override-ini=cache_dir="$CACHE/matrix/pytest-$pair" \
        tests/unit/action tests/unit/checks tests/unit/core tests/unit/filter tests/unit/firm tests/unit/imanage \
        tests/unit/inventory tests/unit/legora tests/unit/plugin_utils tests/unit/report tests/unit/resources \
        tests/unit/run

    printf -- '--- playbooks\n'
    MATRIX_ANSIBLE_BIN="$environment/bin" "$VENV/bin/python" -m pytest --numprocesses auto \
        tests/integration/playbooks tests/integration/rotation tests/integration/awx/test_awx_bootstrap.py tests/integration/awx/test_awx_shapes.py

    printf -- '--- sanity\n'
    local real_bin
    real_bin="$("$environment/bin/python" -c 'import sys; print(sys.base_prefix)')/bin"
    "$environment/bin/python" tests/tools/pip_bootstrap.py
    (cd "$COPY" && PATH="$environment/bin:$real_bin:$PATH" ANSIBLE_COLLECTIONS_PATH="$COPIES" PIP_QUIET=2 \
        ansible-test sanity --local --color no --python "$python" </dev/null)
}

# The copy that the sanity tests look at is made by the same code as in check.sh.
tests/tools/check.sh copy
declare -a results=()
status=0
for pair in "${@:-${PAIRS[@]}}"; do
    begun=$SECONDS
    # Not as a condition: within one, "set -e" would be off and the checks would run on after an error.
    set +e
    (set -e && run_pair "$pair")
    failed=$?
    set -e
    if [[ $failed -eq 0 ]]; then
        results+=("$pair passed in $((SECONDS - begun)) s")
    else
        results+=("$pair FAILED after $((SECONDS - begun)) s")
        status=1
    fi
done
printf '\n'
printf '%s\n' "${results[@]}"
exit $status
