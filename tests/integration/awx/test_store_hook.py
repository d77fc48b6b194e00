# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rotation as a job of AWX, whose password the skeleton's inventory ``store`` keeps in the store."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.both_systems import set_up, state

from awx_runner import (
    SECRETS,
    Credential,
    Job,
    copy_project,
    exported,
    run_job,
    running_store,
    seed_of_example,
    use_simulator,
)
from simulator import running
from simulator.inventory import host_variables

OTHER = "birch"
PATH = f"firms/{OTHER}"
KEPT = {"note": "of somebody else"}


@pytest.mark.full
def test_password_that_is_made_is_in_the_store_before_and_after(work: Path) -> None:
    project = copy_project(work)
    with running({"firms": [seed_of_example(), {"name": OTHER}]}) as sim, running_store() as store:
        firm = sim.firm(OTHER)
        set_up(firm)
        old = state(firm).password
        use_simulator(project, "store", sim, OTHER)
        given = {name: host_variables(firm)[name] for name in SECRETS if host_variables(firm).get(name)}
        store.secrets = {PATH: {**given, "service_account_password_version": "v1", **KEPT}}
        inventory = exported(project, "inventories/store/firms.yml")
        sign_in = Credential("secret_store", {"url": store.url, "token": store.token})
        result = run_job(Job("rotate_password", inventory, [sign_in], limit=OTHER), work, project)
        assert (result.status, result.rc) == ("successful", 0), result.stdout
        made = state(firm).password
        assert made not in (None, old)
        assert state(firm).legora == made
        prepared, finished = store.patched
        assert prepared == {
            **store_of(given, old, "v1"), "rotate_new_password": made,
            "rotate_new_password_version": finished["service_account_password_version"],
        }  # fmt: skip
        assert finished == store_of(given, made, prepared["rotate_new_password_version"]) == store.secrets[PATH]
        result.assert_without([str(made), str(old), store.token, *given.values()])


def store_of(given: dict[str, str], password: str | None, version: str) -> dict[str, str | None]:
    """Return what the store holds of a firm that is not being rotated."""
    account = {"service_account_password": password, "service_account_password_version": version}
    return {**given, **account, **KEPT}
