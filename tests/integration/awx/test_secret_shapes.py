# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three places for firms' secrets, as the skeleton's inventories have them: what AWX imports, and what goes wrong.

That each of them works is part of test_runner.py.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from awx_runner import (
    FIRM,
    SECRETS,
    Credential,
    Job,
    JobResult,
    SecretStore,
    copy_project,
    exported,
    run_job,
    running_store,
    seed_of_example,
    use_simulator,
)
from simulator import Simulator, running

FORBIDDEN, UNKNOWN = "birch", "cedar"


def sign_in(store: SecretStore) -> Credential:
    return Credential("secret_store", {"url": store.url, "token": store.token})


def failed_before_anything_was_sent(result: JobResult, sim: Simulator) -> dict[str, str]:
    """Return why each firm failed."""
    assert (result.status, result.rc) == ("failed", 2), result.stdout
    assert sim.journal.counts()["total"] == 0
    assert {stat["status"] for stat in result.stats.values()} == {"failed"}
    return {stat["host"]: stat["message"] for stat in result.stats.values()}


@pytest.mark.full
def test_what_goes_wrong_at_the_store_is_named_with_the_firm_and_without_secrets(work: Path) -> None:
    seeds: list[dict[str, Any]] = [seed_of_example(), {"name": FORBIDDEN}, {"name": UNKNOWN}]
    project = copy_project(work)
    with running({"firms": seeds}) as sim:
        use_simulator(project, "store", sim, FORBIDDEN, UNKNOWN)
        inventory = exported(project, "inventories/store/firms.yml")
        with running_store() as store:
            held = "imanage_client_secret"
            store.secrets = {f"firms/{name}": {held: f"canary-secret-{name}"} for name in (FIRM, FORBIDDEN)}
            store.forbidden = {f"firms/{FORBIDDEN}"}
            answered = run_job(Job("preflight", inventory, [sign_in(store)]), work, project)
            assert set(store.asked) == {f"firms/{name}" for name in (FIRM, FORBIDDEN, UNKNOWN)}
        said = failed_before_anything_was_sent(answered, sim)
        assert f"firms/{FORBIDDEN}: HTTP Error 403" in said[FORBIDDEN], said
        assert f"firms/{UNKNOWN}: HTTP Error 404" in said[UNKNOWN], said
        # What the store does not hold is named by the check of the firm's variables.
        for name in ("imanage_password", "service_account_password"):
            assert f"{name} is missing" in said[FIRM], said
        assert held not in said[FIRM]
        assert "legora_api_key" not in said[FIRM], "it is done by hand"

        # Now it is down.
        down = run_job(Job("preflight", inventory, [sign_in(store)], limit=FIRM), work, project)
        said = failed_before_anything_was_sent(down, sim)
        assert f"firms/{FIRM}" in said[FIRM], said
        assert "refused" in said[FIRM], said

        # A credential that nobody has filled in yet is the same as none.
        blank = Credential("secret_store", {"url": "", "token": ""})
        unsigned = run_job(Job("preflight", inventory, [blank], limit=FIRM), work, project)
        said = failed_before_anything_was_sent(unsigned, sim)
        assert 'the job has no "Secret store sign-in"' in said[FIRM], said
    for result in (answered, down, unsigned):
        result.assert_without([store.token, f"canary-secret-{FIRM}", f"canary-secret-{FORBIDDEN}"])


def test_a_vault_without_its_credential_fails_the_firm(work: Path) -> None:
    project = copy_project(work)
    with running({"firms": [seed_of_example()]}) as sim:
        use_simulator(project, "vault", sim)
        inventory = exported(project, "inventories/vault/firms.yml")
        # Encrypted on their way through AWX: an import needs no password.
        hostvars = inventory["_meta"]["hostvars"][FIRM]
        encrypted = {name for name in hostvars if name.startswith("vault_")}
        assert encrypted == {f"vault_{name}" for name in SECRETS} - {"vault_legora_api_key"}
        for name in encrypted:
            assert hostvars[name]["__ansible_vault"].startswith(f"$ANSIBLE_VAULT;1.2;AES256;{FIRM}\n")
        said = failed_before_anything_was_sent(run_job(Job("preflight", inventory), work, project), sim)
    assert "vault secrets" in said[FIRM], said


def test_what_awx_imports_has_no_secret(work: Path) -> None:
    project = copy_project(work)
    launch = exported(project, "inventories/launch/firms.yml")
    assert not [name for name in SECRETS if f'"{name}"' in json.dumps(launch)]
    store = exported(project, "inventories/store/firms.yml")
    assert not [name for name in SECRETS if name in store["_meta"]["hostvars"][FIRM]]
    needed = set(SECRETS) - {"legora_api_key"}
    assert needed == {name for name in store["firms"]["vars"] if name in SECRETS}, "nothing of Legora is looked up"
    for name in needed:
        # Not looked up yet: AWX hands the template on to the job.
        assert store["firms"]["vars"][name].startswith(f"{{{{ store_secrets.{name} ")
