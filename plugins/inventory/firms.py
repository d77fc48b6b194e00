# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firms
short_description: Firms from a spreadsheet
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Reads one file with the details of all firms, in CSV as spreadsheets write it. Each firm becomes a host.
  - Checks the file as a whole, with the checks of the module M(legalops.ethical_walls.firm_config), and reports all
    mistakes of all firms at once, each with its row. With any mistake, no firm is taken from the file.
  - Messages never repeat a value, because a value in the wrong column may be a secret.
  - Secrets do not belong into the file and are refused. They come from C(group_vars), C(host_vars) or credentials, as
    in any other inventory. What AWX credentials may hold too, C(imanage_username) and C(imanage_client_id), may be left
    out here; the playbooks check that each firm has them.
  - Values are never templates. A marker of a template in a value is a mistake.
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [legalops.ethical_walls.firms]
  source:
    description:
      - The file with the firms, relative to the configuration file. Its name ends with C(.csv).
      - It must not be the configuration file itself.
    type: str
    required: true
  group:
    description: The group of all firms.
    type: str
    default: firms
notes:
  - Ansible only warns about an inventory that can't be read, goes on without hosts and ends with success. Set
    C(any_unparsed_is_failed = true) in the section C([inventory]) of C(ansible.cfg). AWX itself makes an update of an
    inventory fail.
  - Give Ansible the configuration file (C(-i firms.yml)), not its directory. In a directory, Ansible would try to read
    the file with the firms as an inventory, too.
  - "The first row has the column C(host) and the names of firm variables. It also decides what separates cells:
    comma, semicolon or tab. A line such as C(sep=;) before it, which Excel reads and hides, decides that where it is
    there. The text is UTF-8. Blank rows and empty columns at the end do not matter. A row has as many cells as the
    first one. An empty cell counts as not given."
  - "In a cell of C(imanage_libraries), entries are separated by semicolons or line breaks, and an entry is
    C(ACTIVE) or C(ACTIVE=ROLE). C(network_allow_list) likewise. Write an attestation in a column such as
    C(attest_R6), as C(by | date | note) with the date as V(2026-11-02). C(legora_confirmed) and C(legora_profile)
    fit in no cell; they go into C(host_vars) or C(group_vars)."
  - A host is a letter followed by letters, digits and C(_). Two firms are a mistake when they share the host, the
    connector at Legora or the service account at iManage, as M(legalops.ethical_walls.firm_config) would refuse them.
  - A relative C(imanage_ca_path) or C(legora_ca_path) begins beside the file.
  - "Each firm is in the group O(group), in C(region_eu), C(region_us) or C(region_ap), and in C(deployment_cloud),
    C(deployment_on_premises) or C(deployment_not_said). It is that of C(imanage_deployment), else what follows from
    C(imanage_exposure); where neither is given, an address below C(cloudimanage.com) or C(imanage.work) means the
    cloud. A given C(imanage_exposure) makes the firm a member of C(exposure_cloud), C(exposure_direct),
    C(exposure_azure_app_proxy) or C(exposure_other) too."
  - Defaults of firm variables become variables of the group O(group), which C(group_vars) outweigh, and so do
    C(ansible_connection=local) and C(ansible_pipelining=true). C(ansible_python_interpreter) is not among them, because
    its value has to be a template; the playbooks of this collection set it, plays of your own find it in C(group_vars).
seealso:
  - module: legalops.ethical_walls.firm_config
"""

EXAMPLES = r"""
# firms.yml, the configuration file:
plugin: legalops.ethical_walls.firms
source: firms.csv

# firms.csv beside it:
#
# host,firm_name,legora_region,legora_organisation,imanage_url,imanage_libraries,service_account_email
# alder,Alder & Finch LLP,eu,Alder & Finch LLP,https://imanage.alder.example,ACTIVE; CLOSED,svc-legora@alder.example

# What is taken from it, or what is wrong with it:
#
# ansible-inventory -i firms.yml --graph
"""

import os
import re
import typing as t

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.intake.firms import (
    read_firms,
    report,
)

NAME = "legalops.ethical_walls.firms"
_NAMES_IT = re.compile(rf"^plugin:\s*(['\"]?){re.escape(NAME)}\1\s*(#.*)?$", re.MULTILINE)

# A host is a firm, not a machine: everything runs here. Without pipelining, tasks leave their arguments in files.
_HOW_TO_RUN = {"ansible_connection": "local", "ansible_pipelining": True}


class InventoryModule(BaseInventoryPlugin):  # type: ignore[misc]
    """Puts the firms of a file into the inventory."""

    NAME = NAME

    # Safe, because a marker of a template in a value is a mistake. Untrusted, each text would be wrapped in what
    # ansible-inventory exports from ansible-core 2.19 on, and AWX would show the wrapping in its screens.
    trusted_by_default = True

    def verify_file(self, path: str) -> bool:
        """Take only files that name this plugin."""
        if not super().verify_file(path) or not path.endswith((".yml", ".yaml")):
            return False
        with open(path, encoding="utf-8", errors="replace") as file:
            return _NAMES_IT.search(file.read()) is not None

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        """Read the file of firms that the configuration file names."""
        super().parse(inventory, loader, path, cache)
        unknown = set(self._read_config_data(path)) - {"plugin", "source", "group"}
        if unknown:
            named = ", ".join(sorted(map(str, unknown)))
            raise AnsibleParserError(f"{path} has the unknown key {named}; keep plugin, source and group only")
        source = os.path.join(os.path.dirname(path), self.get_option("source"))
        group = self.get_option("group")
        try:
            with open(source, "rb") as file:
                data = file.read()
        except OSError as error:
            why = f"{source}, the source of {path}, can't be read: {error.strerror}"
            raise AnsibleParserError(f"{why}. Correct source; it is relative to {path}.") from None
        intake = read_firms(data, source, group)
        if intake.mistakes:
            # Not in the error itself: Ansible shows that one as a warning, in older releases as one paragraph without
            # its line breaks, in newer ones twice.
            self.display.error(report(intake.mistakes, source), wrap_text=False)
            raise AnsibleParserError(f"{source} has mistakes, which are named above; no firm was taken from it")
        self.inventory.add_group(group)
        for name, value in {**intake.defaults, **_HOW_TO_RUN}.items():
            self.inventory.set_variable(group, name, value)
        for firm in intake.firms:
            self.inventory.add_host(firm.host, group)
            for name in firm.groups:
                self.inventory.add_group(name)
                self.inventory.add_host(firm.host, name)
            for name, value in firm.variables.items():
                self.inventory.set_variable(firm.host, name, value)
