# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages to look at in a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from unit.doubles.simulator.api import PLAIN, Api

from simulator import Simulator, pages
from simulator.pages import HIDDEN, MOST_SHOWN, secrets_of
from simulator.state import Capability, StoredServiceAccount

EVIL = "<script>alert('x')</script>\"&"


class Page(HTMLParser):
    """What a browser would make of a page.

    :ivar tables: the texts of their cells, by caption.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._caption = ""
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "style", "onclick")]
        self._within = tag
        if tag == "caption":
            self._caption = ""
        if tag == "tr":
            self.tables[self._caption].append([])
        if tag in ("td", "th"):
            self.tables[self._caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._within = ""
        if tag == "table":
            self._caption = ""

    def handle_data(self, data: str) -> None:
        if self._within == "caption":
            self._caption += data
            self.tables[self._caption] = []
        elif self._caption and self.tables[self._caption] and self.tables[self._caption][-1]:
            self.tables[self._caption][-1][-1] += data.strip()


@pytest.fixture
def control(sim: Simulator) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.control_url, trust_env=False, verify=PLAIN) as http:
        yield http


def shown(control: httpx.Client, path: str) -> tuple[Page, str]:
    """Return a page, which has to be one that loads nothing."""
    answer = control.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = Page(answer.text)
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    assert all(link.startswith("/") for link in page.links)
    assert not re.search(r"url\(|@import", answer.text)
    assert answer.text.startswith('<!DOCTYPE html>\n<html lang="en">')
    return page, answer.text


def test_the_overview_leads_to_each_firm(sim: Simulator, control: httpx.Client) -> None:
    page, _text = shown(control, "/")
    assert page.links == ["/firms/alder", "/firms/birch"]
    rows = page.tables["Firms"]
    assert rows[1][:2] == ["Alder & Finch LLP", f"cloud, customer {sim.firm('alder').imanage.customer_id}"]
    assert rows[2][:2] == ["Birch Holloway PC", "on_premises, customer 1"]
    for link in page.links:
        assert "/" in shown(control, link)[0].links


def test_a_firm(api: Api, control: httpx.Client) -> None:
    firm = api.firm
    api.create()
    (connector,) = firm.legora.connectors.values()
    connector.service_account = StoredServiceAccount("SVC-LEGORA", "Pretend-connector-password", firm.clock.iso())
    connector.capabilities.append(Capability("cap_7", "ethical_walls", "4711", ["ACTIVE"], firm.clock.iso()))
    firm.legora.preferences["imanage"] = True
    firm.legora.note("ann@firm.example", "update", "capability.update", "capability", "cap_7", "failure")
    page, text = shown(control, f"/firms/{firm.name}")
    assert ["SVC-LEGORA", "Legora service account"] in [row[:2] for row in page.tables["Users"]]
    assert ["NRTADMIN", "LAWYER5, ADMIN"] in page.tables["Groups of ACTIVE"]
    assert ["LAWYER1", "DEFAULT"] in page.tables["Roles in CLOSED"]
    assert page.tables["Connectors"][1][:2] == [connector.id, "enabled"]
    assert page.tables["Connectors"][1][2].startswith("SVC-LEGORA, ")
    assert page.tables["Capabilities"][1][1:4] == ["cap_7, ethical_walls", "4711", "ACTIVE"]
    assert page.tables["Create projects from"][1:] == [["imanage", "yes"], ["sharepoint", "no"]]
    events = page.tables[f"Audit log, the last {MOST_SHOWN}"]
    assert events[1][1:] == ["ann@firm.example", "capability.update", "capability cap_7", "failure"]
    requests = page.tables[f"The last {MOST_SHOWN}, the newest first"]
    assert requests[1][1] == "imanage"
    assert requests[1][2].startswith("POST ")
    assert requests[1][4:9] == ["write", "ADMIN", "127.0.0.1", "201", "yes"]
    assert requests[2][2:5] == ["POST /auth/oauth2/token", "", "signin"]
    assert firm.imanage_url in text


def test_only_the_last_requests_of_the_own_firm(
    cloud: Api, on_premises: Api, control: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_SHOWN", 5)
    on_premises.get("/api")
    for _number in range(5):
        cloud.get("/api")
    rows = shown(control, "/firms/alder")[0].tables["The last 5, the newest first"][1:]
    assert {row[2] for row in rows} == {"GET /api"}
    assert len(rows) == 5
    assert [int(row[0]) for row in rows] == sorted((int(row[0]) for row in rows), reverse=True)


def test_everything_is_escaped(api: Api, control: httpx.Client) -> None:
    firm = api.firm
    firm.legora.name = EVIL
    firm.imanage.all_users()[0].full_name = EVIL
    firm.imanage.libraries["ACTIVE"].groups["NRTADMIN"].members.append(EVIL)
    firm.legora.preferences[EVIL] = True
    firm.legora.note(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)
    api.get("/api", **{EVIL: EVIL})
    api.try_sign_in(EVIL, "Pretend-password-0003")
    for path in ("/", f"/firms/{firm.name}"):
        page, text = shown(control, path)
        assert EVIL not in text
        assert "&lt;script&gt;" in text
        assert EVIL in "".join(cell for rows in page.tables.values() for row in rows for cell in row)


def test_no_secret_is_shown(sim: Simulator, api: Api, control: httpx.Client) -> None:
    """Not even one that a client sent where it does not belong, or that a server wrote where it should not."""
    firm = api.firm
    (connector,) = firm.legora.connectors.values()
    connector.service_account = StoredServiceAccount("SVC-LEGORA", "Pretend-connector-password", firm.clock.iso())
    secrets = secrets_of(firm)
    assert {api.token, firm.legora.api_key, "Pretend-connector-password"} <= set(secrets)
    assert {one["oauth"]["client_secret"] for one in firm.imanage.applications} <= set(secrets)
    assert set(firm.imanage.passwords.values()) <= set(secrets)
    for number, secret in enumerate(secrets):
        api.get(f"/{secret}", q=secret)
        api.try_sign_in(secret, "Pretend-password-0003")
        firm.legora.note(secret, "update", secret, "capability", secret)
        firm.imanage.libraries["ACTIVE"].groups["LITIGATION"].members.append(f"{number} {secret}")
    api.get("/api", access_token="canary-of-a-token-that-was-revoked")
    for path in ("/", f"/firms/{firm.name}"):
        text = shown(control, path)[1]
        assert not [secret for secret in [*secrets, "canary-of-a-token-that-was-revoked"] if secret in text]
    assert HIDDEN in text
    assert f"access_token={HIDDEN}" in text


def test_an_unknown_firm(control: httpx.Client) -> None:
    answer = control.get("/firms/aldre")
    assert answer.status_code == 404
    assert "alder" in answer.json()["error"]


def test_the_program_says_where_the_page_is(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yml"
    seed.write_text("firms: [{name: alder}]\n", encoding="utf-8")
    command = [sys.executable, "-m", "simulator", "--seed", str(seed)]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        line, said = program.stdout.readline(), program.stderr.readline()
        try:
            address = said.strip().rsplit(" ", 1)[1]
            assert f'"control": "{address.rstrip("/")}"' in line
            assert "Pretend firms" in httpx.get(address, trust_env=False, verify=PLAIN, timeout=10).text
        finally:
            program.terminate()
            program.wait(10)
