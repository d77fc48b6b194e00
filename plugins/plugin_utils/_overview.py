# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the overview of several firms' reports."""

from __future__ import annotations

import typing as t

from ansible.release import __version__ as ansible_core_version

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.timestamps import now
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.document import running_versions
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import write_files
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import overview_report
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._rendering import rendered


def write_overview(documents: t.Iterable[t.Any], hosts: t.Iterable[str], directory: str) -> dict[str, t.Any]:
    """Write the overview, and return it.

    :raises EthicalWallsError: as C(write_files) does.
    """
    versions = running_versions(__file__, ansible_core_version)
    document = overview_report(documents, hosts, generated_at=now(), versions=versions)
    write_files(directory, rendered("index", document, "index"))
    return document
