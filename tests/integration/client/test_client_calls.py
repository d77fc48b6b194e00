# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's calls, as a server takes them that knows no more than the references."""

from __future__ import annotations

import pytest
from helpers import imanage_clients as clients

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.records import group_id, record_id
from simulator import Simulator
from simulator.seed import Firm, add_user, pretend_secret

ODD_IDS = ["SVC.LEGORA", "SVC+LEGORA@ALDER.EXAMPLE", "O'NEIL/EU", "A%2FB", "..."]


@pytest.fixture(autouse=True)
def strict(firm: Firm) -> None:
    """Demand the bodies that witnesses send, and leave out what no reference declares."""
    firm.imanage.strict_bodies, firm.imanage.undeclared_fields = True, False
    firm.imanage.max_page_size = 1


@pytest.mark.parametrize("user_id", ODD_IDS)
def test_each_call_finds_a_user_whatever_its_id_is(sim: Simulator, user_id: str) -> None:
    """In the cloud it may hold any characters that are not blank (V)."""
    firm = sim.firm("alder")
    add_user(firm.imanage, user_id, "svc@alder.example", pretend_secret("alder", "svc"))
    client = clients.client(firm)
    assert record_id(client.user(user_id) or {}) == user_id
    assert record_id(client.library_user("ACTIVE", user_id) or {}) == user_id
    assert [record_id(one) for one in client.libraries_of_user(user_id) or []] == ["ACTIVE", "CLOSED"]
    assert client.apps_of_user(user_id) is not None
    assert client.is_member("ACTIVE", user_id, "NRTADMIN") is False
    client.change_members("ACTIVE", "NRTADMIN", "add", [user_id])
    client.update_user(user_id, {"full_name": "Legora"})
    client.assign_role("ACTIVE", "LEGORA_METADATA", user_id)
    assert client.is_member("ACTIVE", user_id, "NRTADMIN") is True
    assert firm.imanage.users[user_id].full_name == "Legora"
    assert firm.imanage.libraries["ACTIVE"].assignments[user_id].role == "LEGORA_METADATA"


def test_users_are_searched_by_e_mail_where_a_server_offers_it(sim: Simulator, firm: Firm) -> None:
    """On-premises it may be in each library only; what is not offered is not "nobody"."""
    client = clients.client(firm)
    email, nobody = f"lawyer2@{firm.name}.example", "nobody@alder.example"
    firm.imanage.absent_calls = ("GET L/users",) if firm.imanage.is_cloud else ("GET C/users",)
    everywhere, in_library = client.users_with_email(email), client.library_users_with_email("CLOSED", email)
    offered, absent = (everywhere, in_library) if firm.imanage.is_cloud else (in_library, everywhere)
    assert [record_id(one) for one in offered or []] == ["LAWYER2"]
    assert absent is None
    assert [] in (client.users_with_email(nobody), client.library_users_with_email("CLOSED", nobody))


@pytest.mark.parametrize("cursor", [True, False])
def test_members_are_read_whether_they_may_sign_in_or_not(sim: Simulator, firm: Firm, cursor: bool) -> None:
    firm.imanage.cursor_paging = cursor
    client = clients.client(firm)
    for user in firm.imanage.records_of("LAWYER5"):
        user.allow_logon = False
    assert [record_id(one) for one in client.members("ACTIVE", "NRTADMIN")] == ["LAWYER5", "ADMIN"]


@pytest.mark.parametrize("name", ["id", "group_id"])
def test_groups_are_found_by_either_name_of_their_id(sim: Simulator, firm: Firm, name: str) -> None:
    firm.imanage.group_id_field = name
    client = clients.client(firm)
    assert [group_id(one) for one in client.groups_of_user("ACTIVE", "LAWYER1") or []] == ["LITIGATION"]
    assert group_id(client.group("ACTIVE", "nrtadmin") or {}) == "NRTADMIN"


def test_a_refused_download_is_told_by_its_status(sim: Simulator, firm: Firm) -> None:
    client = clients.client(firm)
    assert client.download_status("ACTIVE", "ACTIVE!1.1") == 200
    assert client.download_status("ACTIVE", "ACTIVE!9.9") == 404
    sim.faults.add(kind="redirect", firm=firm.name, system="imanage", path_contains="download")
    assert client.download_status("ACTIVE", "ACTIVE!1.1") in range(300, 400)
