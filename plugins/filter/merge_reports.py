# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: merge_reports
short_description: Choose the report files that an overview of all firms is made of
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Several runs, such as the slices of a job of AWX, write the reports of their firms into one directory. This chooses
    the newest of each firm.
  - A report that is too old counts as none, so that last week's does not stand for a firm that left none today.
positional: hosts
options:
  _input:
    description: The content of each JSON file in that directory, by its name.
    type: dict
    required: true
  hosts:
    description: The inventory names of all firms that the overview is about.
    type: list
    elements: str
    required: true
  now:
    description: The moment, in ISO 8601.
    type: str
    required: true
  hours:
    description: How old a report may be, in hours. A blank one counts as not given.
    type: raw
    default: 24
"""

EXAMPLES = r"""
- name: Show which firms have no report
  ansible.builtin.debug:
    msg: >-
      {{ ({'alder.json': '{}'} | legalops.ethical_walls.merge_reports(['alder'], now='2026-11-25T22:00:00Z')).lost }}
"""

RETURN = r"""
_value:
  description: >-
    C(documents), for P(legalops.ethical_walls.overview_report#filter); C(lost), the hosts without one; C(failed), why
    each host failed whose newest report says so, by host; and C(left_out), a sentence for each file that does not
    count.
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import merge as report_merge


def merge_reports(files: t.Any, hosts: t.Any, **given: t.Any) -> t.Any:
    """Return the choice as plain data."""
    try:
        return report_merge.merge_reports(files, hosts, **given)
    except ValueError as error:
        raise AnsibleFilterError(f"merge_reports: {error}") from None


class FilterModule:
    """Gives Ansible the filter C(merge_reports)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"merge_reports": merge_reports}
