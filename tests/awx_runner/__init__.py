# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs jobs as AWX 24.6.1 does: with ansible-runner, from a private data directory of the shape that AWX makes."""

from .inventory import exported, project_inventory, script_data, slice_of
from .job import VAULT, Credential, Job, JobResult, role_data, run_job, survey_variables, template
from .project import (
    FIRM,
    SECRETS,
    SHAPES,
    SKELETON,
    copy_project,
    example_row,
    seed_of_example,
    set_secrets,
    use_simulator,
)
from .secret_store import SecretStore, running_store

__all__ = [
    "FIRM",
    "SECRETS",
    "SHAPES",
    "SKELETON",
    "VAULT",
    "Credential",
    "Job",
    "JobResult",
    "SecretStore",
    "copy_project",
    "example_row",
    "exported",
    "project_inventory",
    "role_data",
    "run_job",
    "running_store",
    "script_data",
    "seed_of_example",
    "set_secrets",
    "slice_of",
    "survey_variables",
    "template",
    "use_simulator",
]
