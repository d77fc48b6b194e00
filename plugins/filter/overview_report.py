# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: overview_report
short_description: Build the overview of all firms from their reports
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns a document of plain data with the firms by checks, counts, and what differs from what onboarding should have
    left behind.
  - A firm of the run without a report is listed as one without a result.
positional: hosts
options:
  _input:
    description: The reports, as P(legalops.ethical_walls.firm_report#filter) returns them.
    type: list
    elements: dict
    required: true
  hosts:
    description: The inventory names of all firms of the run.
    type: list
    elements: str
    required: true
  generated_at:
    description: The moment of the overview, in ISO 8601.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show the first line of an overview
  ansible.builtin.debug:
    msg: >-
      {{ ([] | legalops.ethical_walls.overview_report(['alder'], generated_at='2026-11-24T08:35:04Z'))
         .verdict.headline }}
"""

RETURN = r"""
_value:
  description: The document.
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.release import __version__ as ansible_core_version

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import document, overview


def overview_report(documents: t.Any, hosts: t.Any, **given: t.Any) -> t.Any:
    """Return the overview as plain data."""
    versions = document.running_versions(__file__, ansible_core_version)
    try:
        return overview.overview_report(documents, hosts, versions=versions, **given)
    except ValueError as error:
        raise AnsibleFilterError(f"overview_report: {error}") from None


class FilterModule:
    """Gives Ansible the filter C(overview_report)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"overview_report": overview_report}
