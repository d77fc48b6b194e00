# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firm_result
short_description: Join what the roles of a run did for a firm
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Says how a firm ended (V(checked), V(unchanged), V(changed), V(planned), V(incomplete) or V(failed)), with its plan,
    its requests, its failure, and lines for people.
options:
  _input:
    description: The results of the firm's roles, in order.
    type: list
    elements: dict
    required: true
  firm:
    description: The firm's name. Where it is not known, that of the failure is taken, or O(host).
    type: str
  host:
    description: Its inventory name.
    type: str
    required: true
  check_mode:
    description: Whether this is a dry run.
    type: bool
    required: true
  failed:
    description: What the play rescued, as C({msg, failure}).
    type: dict
  verdict:
    description: What followed from the proof, as P(legalops.ethical_walls.judge_proof#filter) returns it.
    type: dict
  findings:
    description: What the run's checks found, as P(legalops.ethical_walls.decide_checks#filter) returns it.
    type: list
    elements: dict
  preflight:
    description: What an onboarding's preflight found.
    type: list
    elements: dict
  connector:
    description:
      - Legora's connector as it was before an onboarding, as M(legalops.ethical_walls.legora_connector_info) returns
        it. The message of a failure begins with it where Legora is cut off.
    type: dict
  phase:
    description: V(onboard), or V(preflight) or V(verify) for a run that only looks.
    type: str
    choices: [onboard, preflight, verify]
    default: onboard
  command:
    description: The command to run again.
    type: str
"""

EXAMPLES = r"""
- name: Join the roles' results
  ansible.builtin.debug:
    msg: >-
      {{ [{'changed': true, 'plan': ['Create it']}]
         | legalops.ethical_walls.firm_result(firm='Alder & Finch LLP', host='alder', check_mode=false) }}
"""

RETURN = r"""
_value:
  description: >-
    C(firm), C(host), C(phase), C(status), C(changed), C(plan), C(requests), C(failure), C(message), C(incomplete),
    C(findings), C(preflight), C(warnings), C(lines), and C(brief), why the firm is not done in few words.
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import firm_result


class FilterModule:
    """Gives Ansible the filter C(firm_result)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firm_result": firm_result}
