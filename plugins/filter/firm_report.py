# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firm_report
short_description: Build the report of one firm
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns a document of plain data. Templates show it, and C(report.schema.json) of the role
    P(legalops.ethical_walls.report#role) describes it.
  - Takes over only what it knows by name, so no secret gets in.
options:
  _input:
    description: >-
      What happened to the firm, as P(legalops.ethical_walls.firm_result#filter) returns it. Empty where there is
      nothing.
    type: dict
    required: true
  host:
    description: The firm's inventory name.
    type: str
    required: true
  generated_at:
    description: The moment of the report, in ISO 8601.
    type: str
    required: true
  config:
    description: RV(legalops.ethical_walls.firm_config#module:config).
    type: dict
  preflight:
    description: What the role C(preflight) left behind as C(resource).
    type: dict
  verify:
    description: What the role P(legalops.ethical_walls.verify#role) left behind as C(resource).
    type: dict
  dry_run:
    description: Whether this is a dry run.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show the first line of a report
  ansible.builtin.debug:
    msg: >-
      {{ ({'firm': 'Alder & Finch LLP', 'status': 'unchanged'}
          | legalops.ethical_walls.firm_report(host='alder', generated_at='2026-11-24T08:35:04Z')).verdict.headline }}
"""

RETURN = r"""
_value:
  description: The document.
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.release import __version__ as ansible_core_version

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import document as report


def firm_report(result: t.Any, **given: t.Any) -> t.Any:
    """Return the document as plain data."""
    try:
        return report.firm_report(result, versions=report.running_versions(__file__, ansible_core_version), **given)
    except ValueError as error:
        raise AnsibleFilterError(f"firm_report: {error}") from None


class FilterModule:
    """Gives Ansible the filter C(firm_report)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firm_report": firm_report}
