# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One pretend AWX for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from unit.awx_double.api import Api

from awx_double import Awx, running_awx


@pytest.fixture(scope="module")
def _awx() -> Iterator[Awx]:
    with running_awx() as awx:
        yield awx


@pytest.fixture
def awx(_awx: Awx) -> Awx:
    """Return a pretend AWX as new."""
    _awx.reset()
    return _awx


@pytest.fixture
def api(awx: Awx) -> Iterator[Api]:
    """Return what sends requests to it as its administrator."""
    with Api(awx) as sender:
        yield sender


@pytest.fixture
def site(awx: Awx) -> Awx:
    """Return a pretend AWX with an organisation, a project, an inventory, credentials and a job template."""
    awx.create("organizations", name="LegalOps")
    awx.create(
        "projects", name="Skeleton", organization="LegalOps", scm_type="git", scm_url="https://git.example/x.git"
    )
    awx.create("inventories", name="Firms", organization="LegalOps")
    fields = [
        {"id": "username", "label": "User name", "type": "string"},
        {"id": "password", "label": "Password", "type": "string", "secret": True},
    ]
    awx.create("credential_types", name="Operator", kind="cloud", inputs={"fields": fields})
    awx.create("credentials", name="alder", organization="LegalOps", credential_type="Operator")
    awx.create("credentials", name="birch", organization="LegalOps", credential_type="Operator")
    awx.create("job_templates", name="Verify", project="Skeleton", inventory="Firms", playbook="verify.yml")
    awx.create("workflow_job_templates", name="Flow", organization="LegalOps")
    return awx
