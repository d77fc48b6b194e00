# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who reads the sheet of a hand-over, and does at Legora what it says and nothing else.

They know the words on the sheet and the firm's vault. What they do on Legora's pages, they do here through the pretend
administration API, which leaves the same behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import requests
from helpers.sheet_reader import Sheet, Step, read

from .inventory import host_variables
from .seed import Firm

Data = dict[str, Any]

SETTINGS = "/settings/organisation/integrations"
PREFERENCES = "/settings/organisation/projects/preferences"


class NotOnThisSheetError(ValueError):
    """The person stops, and asks."""


class Person:
    """Somebody at a firm who may change the organisation's settings.

    :param address: the base of the pretend administration API, which stands in for Legora's pages.
    :param vault: the passwords in the firm's vault, by their labels.
    """

    def __init__(self, address: str, key: str, vault: dict[str, str]) -> None:
        self._address = address
        self._vault = vault
        self._web = requests.Session()
        self._web.headers["Authorization"] = f"Bearer {key}"

    def enter(self, sheet: Sheet) -> None:
        """Do what the sheet says, in its order.

        :raises NotOnThisSheetError: when something is not as it says.
        """
        seen = self._get("/organisation")
        if "do not use" in sheet.title.lower() or sheet.organisation not in (seen["name"], seen["id"], None):
            raise NotOnThisSheetError(sheet.title)
        for step in sheet.steps:
            page, act = _PAGES[step.title]
            if not (step.url or "").endswith(page):
                raise NotOnThisSheetError(f"{step.title}: {step.url} is another page")
            act(self, step)

    # The tab Service account

    def _type_account(self, step: Step) -> None:
        allowed = [*step.values["User name"], *step.values.get("Old user name", [])]
        stored = self._get(self._account_path(step))
        if stored and stored["username"] not in allowed:
            raise NotOnThisSheetError(f"{stored['username']} stands there")
        label = re.search("label \u201c(.+)\u201d", step.words["Password"])
        assert label
        body = {"username": _value(step, "User name"), "password": self._vault[label.group(1)]}
        self._send("PUT", self._account_path(step), body)

    def _remove_account(self, step: Step) -> None:
        if self._get(self._account_path(step))["username"] != _value(step, "User name"):
            raise NotOnThisSheetError("another user name stands there")
        self._send("DELETE", self._account_path(step))

    def _account_path(self, step: Step) -> str:
        assert step.path == ["iManage", "Configure", "tab Service account"]
        return f"{self._integration()}/service-account"

    # The tab Capability

    def _type_capability(self, step: Step) -> None:
        known = step.values.get("Another customer ID", [])
        if [one["customer_id"] for one in self._capabilities(step)] != known:
            raise NotOnThisSheetError("a capability stands there")
        body = {"customer_id": _value(step, "Customer ID"), "library_ids": step.values["Library IDs"]}
        self._send("POST", self._capability_path(step), {"type": "ethical_walls", **body})

    def _change_capability(self, step: Step) -> None:
        there = self._capability_of(step)
        gone = step.values.get("Libraries to remove", [])
        libraries = [one for one in there["library_ids"] if one not in gone] + step.values.get("Libraries to add", [])
        # The sheet says what stands there afterwards, so that the person sees a mistake before saving.
        if sorted(libraries) != sorted(step.values["Library IDs"]):
            raise NotOnThisSheetError(f"{libraries} would stand there")
        self._send("PATCH", f"{self._capability_path(step)}/{there['id']}", {"library_ids": libraries})

    def _remove_capability(self, step: Step) -> None:
        self._send("DELETE", f"{self._capability_path(step)}/{self._capability_of(step)['id']}")

    def _capability_of(self, step: Step) -> Data:
        there = self._capabilities(step)
        if [one["customer_id"] for one in there] != step.values["Customer ID"]:
            raise NotOnThisSheetError("another customer ID stands there")
        return there[0]

    def _capabilities(self, step: Step) -> list[Data]:
        return [one for one in self._get(self._capability_path(step)) or [] if one["type"] == "ethical_walls"]

    def _capability_path(self, step: Step) -> str:
        assert step.path == ["iManage", "Configure", "tab Capability"]
        return f"{self._integration()}/capabilities"

    # The page of preferences

    def _switch(self, step: Step) -> None:
        assert step.path == ["Create projects from iManage"]
        is_on = {"set it to true (on)": True, "set it to false (off)": False}[step.words["iManage"]]
        self._send("PATCH", "/organisation/projects/preferences", {"create_projects_from": {"imanage": is_on}})

    def _do_nothing(self, step: Step) -> None:
        """Leave Legora alone: the step is about the confirmation."""

    # What stands for Legora's pages

    def _integration(self) -> str:
        (found,) = (one["id"] for one in self._get("/organisation/integrations") if one["type"] == "imanage")
        return f"/organisation/integrations/{found}"

    def _get(self, path: str) -> Any:
        answer = self._web.get(f"{self._address}{path}", timeout=10)
        return None if answer.status_code == requests.codes.not_found else answer.json()["data"]

    def _send(self, method: str, path: str, body: Data | None = None) -> None:
        answer = self._web.request(method, f"{self._address}{path}", json=body, timeout=10)
        assert answer.ok, answer.text


def _value(step: Step, label: str) -> str:
    (found,) = step.values[label]
    return found


_PAGES: dict[str, tuple[str, Callable[[Person, Step], None]]] = {
    "Enter the service account": (SETTINGS, Person._type_account),
    "Enter the changed password of the service account": (SETTINGS, Person._type_account),
    "Replace the service account": (SETTINGS, Person._type_account),
    "Remove the service account": (SETTINGS, Person._remove_account),
    "Enter the capability: customer ID and libraries": (SETTINGS, Person._type_capability),
    "Change the libraries of the capability": (SETTINGS, Person._change_capability),
    "Remove the capability": (SETTINGS, Person._remove_capability),
    "Switch on: create projects from iManage": (PREFERENCES, Person._switch),
    "Switch off: create projects from iManage": (PREFERENCES, Person._switch),
    "Complete the confirmation": ("", Person._do_nothing),
}


# --- Of a firm that is handed a sheet ---------------------------------------------------------------------------------

NAME, ACCOUNT = "R. Finch", "SVC-LEGORA"


class _Vault(dict[str, str]):
    """The firm's vault, whatever label is looked up: the password that iManage takes, which a rotation may have made.

    Where there is no account yet, it is the one that it will be created with.
    """

    def __init__(self, firm: Firm, first: str) -> None:
        super().__init__()
        self.password = firm.imanage.passwords.get(ACCOUNT, first)

    def __missing__(self, label: str) -> str:
        return self.password


def enter(firm: Firm, sheet: str) -> dict[str, Any]:
    """Do what a sheet says, and return C(legora_confirmed) as the sheet asks for it.

    :param sheet: the text of the sheet, as HTML or as Markdown.
    :raises ValueError: when it is no sheet of this firm, or there is something else at Legora than it says.
    """
    vault = _Vault(firm, str(host_variables(firm)["service_account_password"]))
    try:
        handed = read(sheet)
    except StopIteration:
        raise ValueError("this is no sheet") from None
    Person(firm.legora_api_url, firm.legora.api_key, vault).enter(handed)
    return {**(handed.confirmed or {}), "by": NAME, "date": datetime.now(UTC).isoformat(timespec="seconds")}
