# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the attributes of the modules mean, how far most modules have them, and which libraries all modules need."""

from __future__ import annotations


class ModuleDocFragment:
    """Descriptions of the attributes.

    A section must not be called like another file here: Ansible would silently take that file instead.
    """

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Whether a dry run tells what would be done, and changes nothing.
  diff_mode:
    description: Whether it shows what changed, or in a dry run would change.
  idempotent:
    description: Whether running it again changes nothing, when nobody else changed anything meanwhile.
requirements:
  - python >= 3.9
  - requests >= 2.31.0
  - jmespath >= 1.0.0
"""

    CHANGES_NOTHING = r"""
options: {}
attributes:
  check_mode:
    support: full
    details: Changes nothing, so it does the same.
  diff_mode:
    support: none
    details: Changes nothing.
  idempotent:
    support: full
"""

    ACTION_GROUP_IMANAGE = r"""
options: {}
attributes:
  action_group:
    description: >-
      Use C(group/legalops.ethical_walls.imanage) in C(module_defaults) to give all iManage modules of a play their
      shared options at once.
    support: full
    membership:
      - legalops.ethical_walls.imanage
      - legalops.ethical_walls.all
"""

    ACTION_GROUP_LEGORA = r"""
options: {}
attributes:
  action_group:
    description: >-
      Use C(group/legalops.ethical_walls.legora) in C(module_defaults) to give all Legora modules of a play their
      shared options at once.
    support: full
    membership:
      - legalops.ethical_walls.legora
      - legalops.ethical_walls.all
"""
