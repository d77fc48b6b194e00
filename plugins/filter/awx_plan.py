# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: awx_plan
short_description: Decide what has to be done in AWX
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Compares what was read from AWX with what the role C(awx_bootstrap) makes there. Sends nothing.
  - When something was not read yet that the decision needs, says so. Read it, and ask again.
positional: settings, credential_types, templates, inventory_variables
options:
  _input:
    description: What AWX answered so far, by the keys that C(look) gave.
    type: dict
    required: true
  settings:
    description: What the role's variables ask for.
    type: dict
    required: true
  credential_types:
    description: The role's data about credential types.
    type: list
    elements: dict
    required: true
  templates:
    description: The role's data about job templates.
    type: list
    elements: dict
    required: true
  inventory_variables:
    description: The variables of the inventory.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Ask what has to be read
  ansible.builtin.debug:
    msg: "{{ ({} | legalops.ethical_walls.awx_plan(settings, credential_types, templates, {})).look }}"
"""

RETURN = r"""
_value:
  description: >-
    C(read), what was read so far; C(look), what has to be read before anything is decided; C(steps) and C(removals) by
    the kind of object; C(sentences), the same for people; C(refusals), why nothing may be done; C(left), what is left;
    C(ids); C(fill_in), the credentials that still lack a secret; C(following), what a person has to do next.
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.awx_plan import awx_plan


class FilterModule:
    """Gives Ansible the filter C(awx_plan)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"awx_plan": awx_plan}
