#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_info
short_description: Read what iManage Work says about itself
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Signs in as the operator and reads iManage's discovery, which names the deployment, the server version, the customer
    ID, the libraries and the caller.
  - On request it also reads whether the operator is in C(NRTADMIN) of some libraries, which applications are
    registered, and whether the server answers other reads as this collection believes.
  - This is the part of Legora's guide in which an administrator finds the customer ID and the library IDs.
options:
  libraries:
    description:
      - The libraries in which to look whether the operator is in C(NRTADMIN), as a list of library IDs or of
        C({id, role}). Those that do not exist are left out of the answer.
      - Left out, it is the firm's variable C(imanage_libraries).
    type: list
    elements: raw
  applications:
    description:
      - Whether to list the applications that are registered at iManage, with ID, name and status only.
      - Left out, it follows from the firm's variable C(imanage_legora_app_name).
    type: bool
    default: false
  later_calls:
    description: >-
      Whether to try, as the operator and in the first of the O(libraries), the reads that tasks which write rely on.
      Not each of them is documented by the vendor, so a server that differs is found before anything is written.
      It also fails when it is not sure whether this is iManage's cloud; O(deployment) says so.
    type: bool
    default: false
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.attributes.action_group_imanage
seealso:
  - module: legalops.ethical_walls.imanage_session
"""

EXAMPLES = r"""
- name: Find the customer ID and the libraries of a firm
  legalops.ethical_walls.imanage_info:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
  register: found

- name: Show what to put into the inventory
  ansible.builtin.debug:
    msg:
      imanage_customer_id: "{{ found.imanage.customer_id }}"
      imanage_libraries: "{{ found.imanage.libraries | map(attribute='id') }}"
"""

RETURN = r"""
imanage:
  description: What iManage said.
  returned: success
  type: dict
  sample:
    deployment: cloud
    version: 10.5.0.12
    customer_id: '4711'
    user: {id: ADMIN, email: admin@alder.example}
    libraries:
      - {id: ACTIVE, type: worksite, status: ready}
    preferred_library: ACTIVE
    api_prefix: /work/api/v2
    operator: {id: ADMIN, nrtadmin: {ACTIVE: true}, nrtadmin_enabled: {ACTIVE: true}}
    applications:
      - {id: legora, name: Legora, status: enabled}
    later_calls:
      - {call: GET L/operations, answers: true, reason: null, needed: true}
  contains:
    deployment:
      description: V(cloud) or V(on_premises).
      type: str
      returned: always
    version:
      description: The server version.
      type: str
      returned: always
    customer_id:
      description: The customer ID that the operator's credentials belong to.
      type: str
      returned: always
    user:
      description: Who is signed in.
      type: dict
      returned: always
    libraries:
      description: All libraries of the customer, with ID, type and status.
      type: list
      elements: dict
      returned: always
    preferred_library:
      description: The operator's preferred library.
      type: str
      returned: always
    api_prefix:
      description: The path below which version 2 of the API lies.
      type: str
      returned: always
    operator:
      description: The operator's rights. Null without O(libraries).
      type: dict
      returned: always
      contains:
        id:
          description: The operator's user ID.
          type: str
          returned: always
        nrtadmin:
          description: >-
            By library, whether the operator is in C(NRTADMIN); null there when the library does not know it.
          type: dict
          returned: always
        nrtadmin_enabled:
          description: >-
            By library, whether C(NRTADMIN) is enabled, for a disabled group takes no changes; null there when iManage
            does not tell.
          type: dict
          returned: always
    applications:
      description: >-
        ID, name and status of each application. Null without O(applications), and where iManage does not show them.
      type: list
      elements: dict
      returned: always
    later_calls:
      description: The reads that were tried. Null without O(later_calls).
      type: list
      elements: dict
      returned: always
      contains:
        call:
          description: >-
            The call, with C(C) for the path of the customer and C(L) for that of a library.
          type: str
          returned: always
        answers:
          description: >-
            Whether it answers as this collection believes; null when that could not be found out.
          type: bool
          returned: always
        reason:
          description: What it answered instead, or why that could not be found out.
          type: str
          returned: always
        needed:
          description: Whether a later task relies on it; in the cloud C(GET L/users/{operator}) may be missing.
          type: bool
          returned: always
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: []
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 1, write: 0, signin: 2}
failure:
  description: What went wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  contains:
    system: {description: The system that it happened at., type: str, returned: always}
    firm: {description: The firm as O(firm) named it., type: str, returned: always}
    operation: {description: What was being done., type: str, returned: always}
    kind:
      description:
        - One of V(auth), V(permission), V(not_found), V(conflict), V(validation), V(rate_limited), V(unavailable),
          V(tenant_mismatch), V(unsupported) and V(unexpected).
      type: str
      returned: always
    http_status: {description: 'The HTTP status, where there was an answer.', type: int, returned: always}
    server_code: {description: 'The code that the server gave the error, if any.', type: str, returned: always}
    correlation_id: {description: 'The server''s ID of the request, if any.', type: str, returned: always}
    retryable: {description: Whether the same run may succeed later without any change., type: bool, returned: always}
    hint: {description: What to do next., type: str, returned: always}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.info import (
    WantedInfo,
    read_info,
)

ARGUMENT_SPEC = {
    "libraries": {"type": "list", "elements": "raw"},
    "applications": {"type": "bool", "default": False},
    "later_calls": {"type": "bool", "default": False},
}

MODULE = imanage_module(
    ARGUMENT_SPEC,
    Job(returns="imanage", wanted=WantedInfo, ensure=read_info, checks={"libraries": parse_libraries}),
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
