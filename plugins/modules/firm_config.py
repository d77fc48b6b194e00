#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_config
short_description: Check the variables of a firm, before anything is sent anywhere
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Checks everything that a consultant set for a firm, and reports every mistake at once, misspelt names too.
  - Returns the values normalised, with defaults filled in and without secrets.
  - It uses no network. The playbooks of this collection run it first.
  - An empty text counts as not given, because forms leave empty answers behind.
  - Register its answer as C(ethical_walls_firm). Under that name the other tasks of the play find the checked
    variables, so that each secret is looked up once, and the role P(legalops.ethical_walls.rotate_password#role) needs
    it.
options:
  firm:
    description: The firm, as messages name it when O(config.firm_name) is missing.
    type: str
  names:
    description:
      - All variable names that are set for the firm. One that begins with C(firm_), C(imanage_), C(legora_) or
        C(service_account_) and is none of the variables below is a mistake, and so is any other that differs from one
        of them, or from a switch of the run, in a letter or two.
      - A name that has the words of a whole one in it, such as C(old_service_account_password), is somebody's own.
    type: list
    elements: str
    default: []
  job_variables:
    description:
      - The names of the C(job_*) variables that are set. Such variables hold the credentials of an AWX job, which
        belong to the job and not to a firm.
      - They are refused when the play has several firms, since one firm's credentials would be used for the others.
    type: list
    elements: str
    default: []
  job_firms:
    description:
      - The inventory names of the firms that the credentials of an AWX job are for, by the C(job_*) variable that says
        so. A blank one says nothing.
      - One that is not O(host) is refused, since one firm's credentials would be used for another.
    type: dict
    default: {}
  firms_in_play:
    description: How many firms the play has.
    type: int
    default: 1
  host:
    description: The firm's inventory name. Needed with O(job_firms).
    type: str
  same_as:
    description:
      - The other hosts that have something in common with this one, as lists of inventory names, by the system that
        they share, V(legora) or V(imanage). Under V(unread), those of which it can't be told. Under
        V(service_account_password) or V(rotate_new_password), one of the play that has that password too.
      - Without O(config), it is filled in from the variables of all hosts, with O(purpose) those of the whole
        inventory, otherwise those of the play. Hosts share an organisation at Legora and its connector, where none is
        named any; or a service account at iManage, of a customer in the cloud, or at a host as it is written elsewhere.
    type: dict
    default: {}
  purpose:
    description:
      - What the playbook is for. It says which accepted failures count, and how the firm's result is told. Without it
        none counts, an onboarding keeps nothing for an undo, and no other run at work on the firm is noticed.
      - With V(verify), firms that have something in common are only warned about, since nothing is written. With
        V(offboard), an account that others have in common with the firm is left as it is.
    type: str
    choices: [preflight, onboard, verify, rotate_password, offboard, undo]
  switches:
    description: >-
      The switches of the run that are set, such as C(onboard_accept), by name.
      R(Variables and switches,ansible_collections.legalops.ethical_walls.docsite.guide_variables) lists them.
    type: dict
    default: {}
  unreadable:
    description: Why the value of a variable or of a switch can't be had, by its name.
    type: dict
    default: {}
  unset:
    description: >-
      The name of the variable of the environment that is not set, by the firm's variable whose value is looked up in
      it. So the message can name it.
    type: dict
    default: {}
  config:
    description:
      - The firm's variables, those that are set.
      - Without it, all variables of the host are looked up, and O(names), O(switches), O(unreadable), O(unset) and
        O(same_as) are filled in from them. One that refers to something that is not there, or that no store answers
        for, is a mistake then, like any other.
    type: dict
    default: {}
    suboptions:
      firm_name:
        description: The firm, as reports and messages name it. Needed.
        type: raw
      firm_deadline:
        description: >-
          Minutes that a run's tasks may take for this firm, without what they wait for other firms, from 1 to 480. Then
          nothing more is sent, and the firm fails. By default V(15).
        type: raw
      legora_region:
        description: >-
          The region of the firm's Legora. It says which address Legora comes from. It is V(ap), V(eu) or V(us). Needed.
        type: raw
      legora_organisation:
        description: >-
          The name or ID of the firm's organisation at Legora. The key, or what was confirmed, has to belong to it.
          Needed.
        type: raw
      legora_method:
        description: >-
          How Legora is configured. By V(by_hand), nothing is sent there: what is to be entered is handed over, and what
          was entered is confirmed in C(legora_confirmed). V(api) uses the administration API, with C(legora_api_key).
          By default V(by_hand).
        type: raw
      legora_confirmed:
        description: >-
          What was entered at Legora by hand, with the keys C(by), C(date) (a day, or a moment with its zone),
          C(organisation), C(service_username), C(customer_id), C(libraries) and C(create_projects_from_imanage), and if
          wanted C(connector_id), C(password_version) and C(note). The hand-over says it in a form to paste. Needed for
          C(legora_method=by_hand), once that is done.
        type: raw
      handover_days:
        description: Days that a hand-over may be open, from 1 to 366. After them, verify warns. By default V(14).
        type: raw
      legora_connector_id:
        description: >-
          The ID of the firm's iManage connector at Legora. By hand, any name of it that C(legora_confirmed) repeats.
          Needed where the organisation has several connectors.
        type: raw
      legora_api_key:
        description: The key for Legora's administration API. Needed for C(legora_method=api).
        type: raw
      legora_api_url:
        description: The address of Legora's administration API with its base path. Without it, that of the region.
        type: raw
      legora_web_url:
        description: >-
          The address of Legora's web pages, which is checked against the region. Without it, that of the region.
        type: raw
      legora_ca_path:
        description: >-
          A file with the certification authority of a proxy that shows its own certificates on the way to Legora, on
          the machine where Ansible runs.
        type: raw
      legora_profile:
        description: How Legora's administration API is spoken, where it differs from the bundled profile.
        type: raw
      imanage_url:
        description: >-
          The address of iManage Work, as C(https://host), without a path. A port is allowed and gives a warning.
          Needed.
        type: raw
      imanage_deployment:
        description: >-
          V(cloud) or V(on_premises), for a firm where a message says that iManage's address and answers disagree about
          it. Without it, what iManage says of itself.
        type: raw
      imanage_exposure:
        description: >-
          How Legora reaches iManage, V(cloud), V(direct), V(azure_app_proxy) or V(other). It decides which checks of
          the network apply. Without it, V(cloud) where iManage says so.
        type: raw
      imanage_legora_app_name:
        description: The name of Legora's application in iManage, for the checks R3 and R4.
        type: raw
      imanage_customer_id:
        description: >-
          The firm's customer ID at iManage, digits in quotes. Without it, iManage's cloud is only read; on-premises it
          is V(1). Needed to write in iManage's cloud.
        type: raw
      imanage_libraries:
        description: >-
          The libraries that Legora covers, as a list of library IDs in exact spelling, or of C({id, role}). Never
          empty. Needed.
        type: raw
      imanage_username:
        description: >-
          The user name of the operator, the administrator who signs in to iManage for a run. An e-mail address in
          iManage's cloud, a user ID on-premises; never the service account. Needed.
        type: raw
      imanage_password:
        description: The operator's password. Needed.
        type: raw
      imanage_client_id:
        description: The client ID of the application at iManage through which the operator signs in. Needed.
        type: raw
      imanage_client_secret:
        description: >-
          The client secret of the application through which the operator signs in. Native applications on-premises have
          none.
        type: raw
      imanage_ca_path:
        description: A file with the firm's own certification authorities, on the machine where Ansible runs.
        type: raw
      imanage_validate_certs:
        description: >-
          Whether iManage's certificate is checked. V(false) is for tests only, and gives a warning. By default V(true).
        type: raw
      imanage_username_form:
        description: >-
          What accounts sign in with at this firm, V(email), V(id) or V(auto), which is the e-mail address in iManage's
          cloud and the user ID elsewhere. By default V(auto).
        type: raw
      imanage_api_prefix:
        description: >-
          The path below which version 2 of iManage's API lies, where it is not the one that iManage itself names, such
          as C(/work/api/v2).
        type: raw
      service_account_user_id:
        description: >-
          The user ID of the service account. One that exists in iManage's cloud may have other characters than letters,
          digits, C(_) and C(-), but no blanks. By default V(SVC-LEGORA).
        type: raw
      service_account_full_name:
        description: >-
          The name of the service account as people see it. Without it, a new account is called
          V(Legora service account).
        type: raw
      service_account_email:
        description: The e-mail address of the service account, unique at iManage. Needed.
        type: raw
      service_account_password:
        description: The password of the service account, 14 characters at least. Needed.
        type: raw
      service_account_password_version:
        description: >-
          A label of that password in the firm's vault, such as the date of its change, for reports. A sign-in that was
          refused with a password of this label is not repeated.
        type: raw
      service_account_role:
        description: >-
          The library role that withholds document view, in libraries that name none. Without it, iManage's V(DEFAULT).
        type: raw
      service_account_accept_document_view:
        description: >-
          Whether onboarding goes on although the account may view documents. Every report then has a warning. By
          default V(false).
        type: raw
      service_account_ip_lock:
        description: >-
          Whether the account may sign in from Legora's address only. This is for iManage's cloud; on-premises it is
          refused. By default V(false).
        type: raw
      rotate_after_days:
        description: >-
          Days after which the account's password is due for another one, from 1 to 3660. Verify warns a month before,
          or a quarter of these days where that is less. By default V(365).
        type: raw
      rotate_new_password:
        description: >-
          The next password of the service account, for its rotation. While it is set and is not
          C(service_account_password), a rotation is under way. Needed to rotate the password, where none is made by the
          run.
        type: raw
      rotate_new_password_version:
        description: >-
          The label of the next password in the firm's vault. One that is made by the run is labelled with the moment.
        type: raw
      rotate_at:
        description: >-
          The moment from which the account's password is changed at iManage, with its zone. The firm's people have
          agreed to enter it at Legora then, so that Legora is without access for minutes. Needed to rotate the password
          for C(legora_method=by_hand).
        type: raw
      rotate_window:
        description: >-
          Minutes after C(rotate_at) in which the password is still changed at iManage, from 1 to 1440. By default
          V(60).
        type: raw
      rotate_password_length:
        description: Characters of a password that is made by the run, from 14 to 128. By default V(32).
        type: raw
      rotate_store_role:
        description: >-
          The role that stores the account's passwords where the firm keeps its secrets, such as
          V(legalops.ethical_walls.store_in_vault_file). With it, the run makes the next password where none is given.
        type: raw
      rotate_store_tasks:
        description: The same as a file of tasks, on the machine where Ansible runs.
        type: raw
      rotate_vault_file:
        description: >-
          The firm's own file of variables, encrypted by ansible-vault, that the role C(store_in_vault_file) writes.
          Needed for that role.
        type: raw
      rotate_store_command:
        description: >-
          The program, with its arguments, that the role C(store_by_command) hands the passwords on standard input. No
          secret belongs in it. Needed for that role.
        type: raw
      offboard_confirm:
        description: The inventory name of the firm, to confirm that it is to be offboarded. Needed to offboard it.
        type: raw
      network_allow_list:
        description: The addresses that the firm's firewall admits for Legora, for check N4.
        type: raw
      endpoint_timeout:
        description: Seconds within which iManage's address has to answer the probe, from 1 to 600. By default V(15).
        type: raw
      attestations:
        description: >-
          What no machine can see, as C({check ID: {by, date, note}}).
        type: raw
      attestation_days:
        description: >-
          Days after which an attestation, or a confirmation (C(legora_confirmed)), becomes a warning, from 1 to 3660.
          By default V(365).
        type: raw
      verify_test_documents:
        description: >-
          By library, a document whose download as the service account has to be refused, such as
          C({ACTIVE: ACTIVE!1234.1}), for check A10. Onboarding asks for it too, before anything is given to Legora.
          Name one that may be seen by anybody.
        type: raw
      verify_wall_users:
        description: The e-mail addresses of the users who are behind a wall, as the firm exported them, for check S3.
        type: raw
      verify_legora_users:
        description: >-
          The e-mail addresses of the organisation's users at Legora, as the firm exported them, for check S3.
        type: raw
      verify_manual_projects:
        description: >-
          The projects at Legora that were made by hand, and so are outside the walls, for check S5. An empty list says
          that there are none; leave it out where nobody has looked.
        type: raw
      verify_audit_resource_types:
        description: >-
          The types of resources in Legora's audit log that belong to the connection, for check S2. Which there are is
          not published, so the default is an assumption; an empty list means all. By default
          V([integration, service_account, capability, organisation]).
        type: raw
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
"""

EXAMPLES = r"""
- name: Check the firm of this host
  legalops.ethical_walls.firm_config:
    firm: "{{ inventory_hostname }}"

- name: Check a firm that no variables describe
  legalops.ethical_walls.firm_config:
    config:
      firm_name: Alder & Finch LLP
      legora_region: eu
      legora_organisation: Alder & Finch LLP
      legora_method: api
      legora_api_key: "{{ lookup('ansible.builtin.env', 'LEGORA_API_KEY') }}"
      imanage_url: https://alder.cloudimanage.com
      imanage_libraries: [ACTIVE, CLOSED]
      imanage_username: admin@alder.example
      imanage_password: "{{ lookup('ansible.builtin.env', 'IMANAGE_PASSWORD') }}"
      imanage_client_id: legalops
      service_account_email: svc-legora@alder.example
      service_account_password: "{{ lookup('ansible.builtin.env', 'SERVICE_ACCOUNT_PASSWORD') }}"
  register: checked
"""

RETURN = r"""
config:
  description: The firm's variables, normalised, with defaults and without secrets.
  returned: success
  type: dict
  sample:
    firm_name: Alder & Finch LLP
    legora_region: eu
    legora_egress_address: 20.91.134.182
    imanage_url: https://alder.cloudimanage.com
    imanage_libraries: [{id: ACTIVE, role: LEGORA_METADATA}]
  contains:
    legora_egress_address:
      description: The address from which Legora reaches the firm, from the region.
      type: str
      returned: always
    ends_at:
      description:
        - When the run has to end for this firm, in seconds since 1970, for the option of that name.
        - Where the firm waits for others between its tasks, these put it off by as much.
      type: float
      returned: always
    organisation_shared_with:
      description: >-
        The other hosts with a connector of their own in this one's organisation at Legora, by their inventory names.
        There is one switch for creating projects from iManage for all of them.
      type: list
      elements: str
      returned: always
    account_shared_with:
      description: >-
        The other hosts that have the service account at iManage in common with this one, by their inventory names.
      type: list
      elements: str
      returned: always
    legora_profile:
      description: V(assumed) for the bundled profile, V(given) for the firm's own.
      type: str
      returned: always
    rotate_store_command:
      description: V(given) for a command, since nobody knows what stands in it; null without one.
      type: str
      returned: always
    rotation_under_way:
      description: Whether the account's next password is set, and is another one than its current one.
      type: bool
      returned: always
    rotation:
      description:
        - Where the next password comes from. It is V(given), V(made) by this run, or V(to_be_made) by the run of which
          this is the dry run. It is V(done) where it is the current one, and null where O(purpose) is another one.
      type: str
      returned: always
before:
  description: What the file of the switch C(undo_from) holds.
  returned: where its playbook needs it
  type: dict
  sample: {kind: before_onboarding, format: 1, host: alder}
plan:
  description: Always empty, since nothing is changed.
  returned: always
  type: list
  elements: str
  sample: []
requests:
  description: How many HTTP requests were sent, by purpose. There are none.
  returned: always
  type: dict
  sample: {read: 0, write: 0, signin: 0}
failure:
  description:
    - What is wrong, in a form that a playbook can branch on.
    - Its C(report_possible) is V(false) where the switch C(report_directory) or C(report_in_check_mode) is wrong or
      can't be read, so that no report can be written as it was asked for.
  returned: failure
  type: dict
  sample:
    system: the configuration
    firm: Alder & Finch LLP
    kind: validation
    retryable: false
    report_possible: true
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SCHEMA
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, local_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES

ARGUMENT_SPEC = {
    "firm": {"type": "str"},
    "names": {"type": "list", "elements": "str", "default": []},
    "switches": {"type": "dict", "default": {}},
    "unreadable": {"type": "dict", "default": {}},
    "unset": {"type": "dict", "default": {}},
    "job_variables": {"type": "list", "elements": "str", "default": []},
    "job_firms": {"type": "dict", "default": {}},
    "firms_in_play": {"type": "int", "default": 1},
    "host": {"type": "str"},
    "same_as": {"type": "dict", "default": {}},
    "purpose": {"type": "str", "choices": list(PURPOSES)},
    # Raw, so that every mistake is found in one go; Ansible itself would stop at the first.
    "config": {
        "type": "dict",
        "default": {},
        "options": {variable.name: {"type": "raw", "no_log": variable.secret} for variable in SCHEMA},
    },
}

MODULE = local_module(ARGUMENT_SPEC, Job(returns="config", wanted=WantedFirm, ensure=check_firm))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
