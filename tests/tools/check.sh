#!/usr/bin/env bash
# Runs checks in the given order, or all of them: each with a banner and its time, stopping at the first that fails.
# Of all of them, those that are no tests run beside the tests, and what they said is shown when they have ended.
#   tests/tools/check.sh [CHECK...]
#   tests/tools/check.sh --list | copy | build | generate | write_changelog
# Set-up (tests/tools/setup.sh) must have run. PYTEST_ARGS goes to pytest.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

ALL=(format ruff shellcheck unit integration browser mypy sanity ansible-lint docs changelog importer)
BESIDE=(mypy sanity ansible-lint docs changelog importer)

# --- Style and types ------------------------------------------------------------------------------------------------

check_format() { ruff format --check .; }
check_ruff() { ruff check --output-format concise .; }
check_shellcheck() { shellcheck .ci/run tests/tools/*.sh; }

check_mypy() {
    # By import path, so that a module has one name only. 3.10 is the oldest that mypy knows.
    local path=".cache/tree/ansible_collections/$NAMESPACE/$NAME/"
    mypy --python-version 3.10 "${path}plugins" | sed "s#^$path##"
    mypy --python-version 3.11 tests/awx_double tests/helpers tests/player tests/simulator tests/tools
}

# --- Tests ----------------------------------------------------------------------------------------------------------

run_pytest() {
    local -a extra
    read -r -a extra <<<"${PYTEST_ARGS:-}"
    python -m pytest "$@" ${extra[@]+"${extra[@]}"}
}
check_unit() { run_pytest tests/unit; }
check_integration() { run_pytest --numprocesses "$(nproc)" tests/integration; }

# The reports are opened in the Chromium of this machine.
check_browser() {
    if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
        if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
            echo "There is no Chromium for this check: install it (on Debian: apt-get install chromium fonts-dejavu-core)." >&2
            return 1
        fi
        echo "Installing Debian's Chromium"
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium fonts-dejavu-core >"$CACHE/chromium.log"
    fi
    run_pytest tests/browser
}

# --- The collection as a whole, on a copy of it ---------------------------------------------------------------------

# Makes the copy anew, once in a run: the files that git has or would add.
copied=
fresh_copy() {
    [[ -z "$copied" ]] || return 0
    if command -v flock >/dev/null; then # held until the end: another run waits instead of pulling the copy away
        exec 8>"$CACHE/copy.lock"
        flock 8
    fi
    rm -rf "$COPY"
    mkdir -p "$COPY"
    git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
        if [[ -e "$file" ]]; then printf '%s\0' "$file"; fi # not what is deleted, but not yet in a commit
    done | tar -c --null -T - | tar -x -C "$COPY"
    # The copy lies in a directory that git ignores: without a repository of its own, tools that ask git for the files
    # find none, and are content.
    git -C "$COPY" init --quiet
    copied=1
}

on_copy() {
    fresh_copy
    (cd "$COPY" && ANSIBLE_COLLECTIONS_PATH="$COPIES:$AWX" "$@")
}

# looked_at_something SAYING COMMAND...: run it on the copy; having found nothing to look at is no success.
looked_at_something() {
    local saying="$1" log="$CACHE/last.log"
    shift
    fresh_copy
    on_copy "$@" </dev/null 2>&1 | tee "$log"
    if grep -qF "$saying" "$log"; then
        echo "It found no files to look at." >&2
        return 1
    fi
}

check_sanity() {
    fresh_copy
    local ignored
    ignored="$(find tests/sanity -name 'ignore*.txt' -size +0 2>/dev/null || true)"
    if [[ -n "$ignored" ]]; then
        echo "Sanity errors are mended, not ignored: remove $ignored" >&2
        return 1
    fi
    python tests/tools/pip_bootstrap.py
    # What is not shipped, ruff and mypy look at; ansible-test does so for a release.
    local -a left=()
    if [[ -z "${TEST_FULL:-}" ]]; then
        while IFS= read -r directory; do left+=(--exclude "$directory/"); done < <(git ls-files tests | cut -d/ -f1-2 | uniq | grep -v '[.]')
    fi
    PIP_QUIET=2 looked_at_something "All targets skipped" ansible-test sanity --local --color no ${left[@]+"${left[@]}"}
}

check_ansible-lint() { looked_at_something "in 0 files" ansible-lint --offline --nocolor --strict; }

check_docs() {
    on_copy antsibull-docs lint-collection-docs --plugin-docs --check-extra-docs-refs \
        --validate-collection-refs all --disallow-unknown-collection-refs .
}

# The release's entry names each module that came with it, and CHANGELOG.md is made from the entries.
write_changelog() { antsibull-changelog release --update-existing --reload-plugins; }

check_changelog() {
    on_copy antsibull-changelog lint
    on_copy antsibull-changelog lint-changelog-yaml --strict changelogs/changelog.yaml
    # Fragments wait for the next release. What is there of this one, plugins above all, is in its entry without them.
    rm -f "$COPY"/changelogs/fragments/*.y*ml
    on_copy write_changelog
    # Writing it anew dates the release today, which says nothing about what is in it.
    if ! diff -u CHANGELOG.md "$COPY/CHANGELOG.md" ||
        ! diff -u -I "^ *release_date: " changelogs/changelog.yaml "$COPY/changelogs/changelog.yaml"; then
        echo "The changelog is out of date: run 'make changelog'" >&2
        return 1
    fi
}

# What follows from the tables of firm variables and switches; a unit test says when a file differs from it.
generate() { PYTHONPATH="tests:$TREE" python tests/tools/generate.py; }

copy() { fresh_copy; }

build() {
    fresh_copy
    mkdir -p "$BUILD"
    rm -f "$BUILD"/*.tar.gz
    on_copy ansible-galaxy collection build --force --output-path "$BUILD"
}

check_importer() {
    build
    python tests/tools/importer.py "$BUILD"/*.tar.gz
}

# --------------------------------------------------------------------------------------------------------------------

current=
started=0
passed=0
failed() { printf '\n=== %s FAILED after %d s\n\nchecks: %d passed, 1 failed\n' "$current" $((SECONDS - started)) "$passed"; }

# The checks beside the tests are a process of this script in a group of its own, which is ended as a whole. It is a nice
# one: tests that wait for something come first.
beside=
begin_beside() {
    set -m
    nice "$ROOT/tests/tools/check.sh" "${BESIDE[@]}" >"$CACHE/beside.log" 2>&1 </dev/null &
    beside=$!
    set +m
}
stop_beside() { [[ -z "$beside" ]] || kill -- "-$beside" 2>/dev/null || true; }

# Waits for them, and shows what they said; fails when one of them did.
end_beside() {
    local status=0
    wait "$beside" || status=$?
    beside=
    printf '\n=== Beside the tests\n'
    cat "$CACHE/beside.log"
    return "$status"
}

main() {
    case "${1:-}" in
        --list)
            printf '%s\n' "${ALL[@]}"
            return
            ;;
        copy | build | generate | write_changelog)
            "$1"
            return
            ;;
    esac
    local -a checks=("$@")
    local begun=$SECONDS
    trap stop_beside EXIT
    if [[ $# -eq 0 ]]; then
        checks=("${ALL[@]:0:${#ALL[@]}-${#BESIDE[@]}}")
        begin_beside
    fi
    for current in "${checks[@]}"; do
        started=$SECONDS
        printf '\n=== [%d/%d] %s\n' $((passed + 1)) "${#checks[@]}" "$current"
        # Not as a condition: within one, "set -e" would be off and the function would run on after an error.
        trap 'stop_beside; failed' EXIT
        "check_$current"
        trap stop_beside EXIT
        passed=$((passed + 1))
        printf '=== %s passed in %d s\n' "$current" $((SECONDS - started))
        # Whoever has failed beside the tests is not waited for.
        if [[ -n "$beside" ]] && ! kill -0 "$beside" 2>/dev/null; then end_beside; fi
    done
    if [[ -n "$beside" ]]; then end_beside; fi
    if [[ $# -eq 0 ]]; then passed=$((passed + ${#BESIDE[@]})); fi
    printf '\nchecks: %d passed, 0 failed\n(%d s)\n' "$passed" $((SECONDS - begun))
}

main "$@"
