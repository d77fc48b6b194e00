# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From whatever state to whatever is wanted: a plan that is carried out as told, once, and touches nothing else.

Each test says what the wanted state means in a few lines of its own, and compares that with all that both pretend
systems remember afterwards: what nobody asked for has to be as it was.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from helpers import imanage_clients as clients
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import (
    parse_libraries,
    with_role,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import LegoraClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.group_membership import (
    WantedMembership,
    ensure_membership,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user import ensure_user
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user_task import WantedUser
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.capability import (
    WantedCapability,
    ensure_capability,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.project_preferences import (
    WantedPreferences,
    ensure_preferences,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.service_account import (
    WantedServiceAccount,
    ensure_service_account,
)
from simulator import Simulator
from simulator.seed import Firm, add_user
from simulator.state import NRTADMIN, Capability, Connector, StoredServiceAccount, User

State = dict[str, Any]

ACCOUNT = "SVC-LEGORA"
PASSWORD = "Pretend-service-account-1"
LIBRARIES = ("ACTIVE", "CLOSED")
# When something was saved is not part of what is wanted.
MOMENTS = {"pwd_changed_ts", "create_date", "edit_date", "user_num", "user_id_ex"}

# Each example is a dozen requests over HTTP.
few = settings(max_examples=15)


@pytest.fixture(scope="session")
def firms(_simulator: Simulator) -> Simulator:
    """Return the simulator; each example begins by resetting it."""
    return _simulator


def start(firms: Simulator, name: str = "alder") -> Firm:
    """Return a firm as its seed says, at a server that has all calls."""
    firms.reset()
    firm = firms.firm(name)
    firm.imanage.absent_calls = ()
    return firm


def state_of(firm: Firm) -> State:
    """Return everything that both systems remember of a firm, but moments and sign-ins."""
    return {
        "users": {user.id: _fields(user) for user in firm.imanage.users.values()},
        "passwords": dict(firm.imanage.passwords),
        "libraries": {
            library.id: {
                "users": {user.id: _fields(user) for user in library.users.values()},
                "roles": {user_id: assignment.role for user_id, assignment in library.assignments.items()},
                "groups": {group.id: set(group.members) for group in library.groups.values()},
            }
            for library in firm.imanage.libraries.values()
        },
        "preferences": dict(firm.legora.preferences),
        "connectors": {
            one.id: {
                "account": one.service_account and (one.service_account.username, one.service_account.password),
                "capabilities": {entry.customer_id: list(entry.library_ids) for entry in one.capabilities},
            }
            for one in firm.legora.connectors.values()
        },
    }


def _fields(user: User) -> dict[str, Any]:
    return {name: value for name, value in vars(user).items() if name not in MOMENTS}


def mixed_case(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from([text, text.lower(), text.title(), f" {text} "])


def legora(firm: Firm) -> LegoraClient:
    client = LegoraClient(
        Transport(parse_origin(firm.legora_api_url, allow_path=True), Context("Legora", firm.name), Redactor()),
        organisation=firm.legora.name,
        api_key=firm.legora.api_key,
        region=firm.legora.region,
    )
    client.confirm_tenant()
    return client


class Passes:
    """Check mode, then for good, then for good once more."""

    def __init__(self, firms: Simulator, firm: Firm, client: Any, ensure: Callable[..., Outcome]) -> None:
        self.firms, self.firm, self.client, self.ensure = firms, firm, client, ensure
        self.writes = 0

    def run(self, wanted: Any, check_mode: bool) -> Outcome:
        before = len(self.firms.journal.entries(kind="write"))
        try:
            return self.ensure(self.client, wanted, check_mode)
        finally:
            self.writes = len(self.firms.journal.entries(kind="write")) - before

    def agree(self, wanted: Any, expected: State, again: Callable[[], Any] | None = None) -> Outcome:
        """Check that all passes agree, and lead to the expected state.

        :param again: what is wanted the second time, where that is told what the first one did.
        """
        before = state_of(self.firm)
        planned = self.run(wanted, True)
        assert (self.writes, state_of(self.firm)) == (0, before), "a dry run wrote"
        done = self.run(wanted, False)
        assert state_of(self.firm) == expected
        assert self.writes == len(done.plan)
        assert (planned.plan, planned.changed) == (done.plan, done.changed)
        assert (planned.before, planned.after) == (done.before, done.after)
        assert done.changed is bool(done.plan) is (expected != before or done.changed)
        assert done.converged is (True if done.changed else None)
        repeated = self.run(again() if again else wanted, False)
        assert (repeated.plan, repeated.changed, self.writes) == ([], False, 0)
        assert state_of(self.firm) == expected
        return done

    def refuse(self, wanted: Any, *kinds: str) -> None:
        """Check that it is refused in a dry run already, and that nothing is written."""
        before = state_of(self.firm)
        for check_mode in (True, False):
            with pytest.raises(EthicalWallsError) as caught:
                self.run(wanted, check_mode)
            assert caught.value.kind in kinds
            assert (self.writes, state_of(self.firm)) == (0, before)


# Legora: capability

IDS = ("ACTIVE", "CLOSED", "active", "ARCHIVE.2")


def lists_of(ids: tuple[str, ...], min_size: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique_by=str.upper, min_size=min_size)


CHANGES = st.one_of(
    st.fixed_dictionaries({"set": lists_of(IDS, min_size=1)}, optional={"add": st.none()}),
    st.fixed_dictionaries({"add": lists_of(IDS), "remove": lists_of(IDS)}).filter(
        lambda change: any(change.values()) and not set(change["add"]) & set(change["remove"])
    ),
)


def changed_libraries(change: dict[str, Any] | None, present: list[str]) -> list[str]:
    if change is None:
        return []
    wanted = change.get("set") or [*present, *(one for one in change["add"] if one not in present)]
    wanted = [one for one in wanted if one not in (change.get("remove") or [])]
    return present if set(wanted) == set(present) else wanted


@few
@given(
    current=st.dictionaries(st.sampled_from(["4711", "815"]), st.permutations(IDS).map(lambda ids: ids[:2])),
    customer=st.sampled_from(["4711", " 4711\n"]),
    change=st.none() | CHANGES,
)
def test_capability(
    firms: Simulator, current: dict[str, list[str]], customer: str, change: dict[str, Any] | None
) -> None:
    firm = start(firms)
    (connector,) = firm.legora.connectors.values()
    for number, (customer_id, ids) in enumerate(current.items()):
        connector.capabilities.append(Capability(f"cap_x{number}", "ethical_walls", customer_id, list(ids), "then"))
    firm.legora.connectors["other"] = Connector("other", "", type="sharepoint")
    expected = state_of(firm)
    covered = expected["connectors"][connector.id]["capabilities"]
    present = covered.pop("4711", [])
    wanted = WantedCapability(customer, change, "absent" if change is None else "present")
    passes = Passes(firms, firm, legora(firm), ensure_capability)
    after = changed_libraries(change, present)
    if after:
        covered["4711"] = after
    elif change is not None and present:
        passes.refuse(wanted, "validation")
        return
    done = passes.agree(wanted, expected)
    assert done.resource["library_ids"] == after
    assert (done.resource["id"] is None) is (not after)
    assert len(done.warnings) == ("815" in current)
    kept = {one.customer_id: one.id for one in connector.capabilities}
    assert all(kept[one] == f"cap_x{number}" for number, one in enumerate(current) if one in kept), "it was made anew"


# Legora: service account and preferences

NAMES = st.sampled_from(["svc@alder.example", "SVC@Alder.Example", " svc@alder.example ", "other@alder.example", "svc"])


@few
@given(
    current=st.none() | NAMES,
    name=NAMES,
    state=st.sampled_from(["present", "present", "absent"]),
    update=st.sampled_from(["on_create", "when_changed"]),
    changed_at=st.sampled_from([None, "2019-01-01T00:00:00Z", "2021-01-01T00:00:00Z", "nonsense"]),
)
def test_service_account_at_legora(
    firms: Simulator, current: str | None, name: str, state: str, update: str, changed_at: str | None
) -> None:
    firm = start(firms)
    firm.legora.reaches_imanage = False  # an account that Legora rejects is written each time
    (connector,) = firm.legora.connectors.values()
    if current is not None:
        connector.service_account = StoredServiceAccount(current, "Before-1", "2020-01-01T00:00:00Z")
    expected = state_of(firm)
    own = expected["connectors"][connector.id]
    same = current is not None and current.strip().lower() == name.strip().lower()
    if state == "absent":
        own["account"] = None if same else own["account"]
    elif not same or (update == "when_changed" and changed_at == "2021-01-01T00:00:00Z"):
        own["account"] = (name.strip(), PASSWORD)
    wanted = WantedServiceAccount(name, PASSWORD, update, changed_at, state)
    done = Passes(firms, firm, legora(firm), ensure_service_account).agree(wanted, expected)
    assert PASSWORD not in str(dataclasses.asdict(done))
    assert len(done.warnings) == (state == "absent" and own["account"] is not None)


@few
@given(
    current=st.dictionaries(st.sampled_from(["imanage", "sharepoint", "upload"]), st.booleans()), value=st.booleans()
)
def test_preferences(firms: Simulator, current: dict[str, bool], value: bool) -> None:
    firm = start(firms)
    firm.legora.preferences = dict(current)
    expected = state_of(firm)
    passes = Passes(firms, firm, legora(firm), ensure_preferences)
    if "imanage" not in current:
        passes.refuse(WantedPreferences({"imanage": value}), "unsupported")
        return
    expected["preferences"]["imanage"] = value
    done = passes.agree(WantedPreferences({"imanage": value}), expected)
    assert done.resource["create_projects_from"] == expected["preferences"]


# iManage: group membership

USERS = ("ADMIN", "LAWYER1", "LAWYER2", "LAWYER3")
MEMBERS = st.lists(st.sampled_from([*USERS, "GHOST"]).flatmap(mixed_case), unique_by=lambda one: one.strip().upper())
MEMBER_CHANGES = st.one_of(
    st.fixed_dictionaries({"set": MEMBERS.filter(bool)}),
    st.fixed_dictionaries({"add": st.none() | MEMBERS, "remove": st.none() | MEMBERS}).filter(
        lambda change: (
            any(change.values()) and not upper(change["add"]) & upper(change["remove"]) and "ADMIN" not in
            upper(change["remove"])
        )
    ),
)  # fmt: skip


def upper(ids: list[str] | None) -> set[str]:
    return {one.strip().upper() for one in ids or []}


@pytest.mark.parametrize("name", ["alder", "birch"])
@few
@given(
    group=st.sampled_from(["NRTADMIN", "nrtadmin", "Litigation"]),
    members=st.fixed_dictionaries({library: st.sets(st.sampled_from(USERS)) for library in LIBRARIES}),
    outside=st.sampled_from([None, ("LAWYER1", "ACTIVE"), ("LAWYER3", "CLOSED")]),
    change=MEMBER_CHANGES,
    libraries=st.permutations(LIBRARIES) | st.just(["CLOSED"]),
)
def test_group_membership(
    firms: Simulator,
    name: str,
    group: str,
    members: dict[str, set[str]],
    outside: tuple[str, str] | None,
    change: dict[str, Any],
    libraries: list[str],
) -> None:
    firm = start(firms, name)
    if outside:
        user, place = outside
        firm.imanage.libraries[place].assignments.pop(user)
        firm.imanage.libraries[place].users.pop(user, None)
        members = {**members, place: members[place] - {user}}
    for library in firm.imanage.libraries.values():
        library.groups["LITIGATION"].members = []
        library.groups[group.upper()].members = sorted(members[library.id])
    expected = state_of(firm)
    reasons = set()
    for library_id in libraries:
        groups, there = expected["libraries"][library_id]["groups"], expected["libraries"][library_id]["roles"]
        present = set(groups[group.upper()])
        exact = upper(change.get("set"))
        after = exact or (present | upper(change.get("add"))) - upper(change.get("remove"))
        reasons |= {"not_found" for user in after - present if user not in there}
        reasons |= {"validation" for user in present - after if user == "ADMIN"}
        if after != present and group.upper() == NRTADMIN and "ADMIN" not in present:
            reasons.add("permission")
        groups[group.upper()] = after
    passes = Passes(firms, firm, clients.client(firm), ensure_membership)
    wanted = WantedMembership(parse_libraries(libraries), change, group)
    if reasons:
        passes.refuse(wanted, *reasons)
        return
    done = passes.agree(wanted, expected)
    for entry in done.resource:
        final = expected["libraries"][entry["library"]]["groups"][group.upper()]
        assert set(entry["present"]) == final & set(entry["present"] + entry["absent"])
        assert entry["members"] is None or set(entry["members"]) == final


# iManage: the account, its libraries and roles

EMAILS = st.sampled_from(["svc@firm.example", "SVC@Firm.example", "legora@firm.example"])
FULL_NAMES = st.sampled_from(["Legora", " Legora ", "Legora service account"])
ROLES = st.sampled_from(["DEFAULT", "FULL", "LEGORA_METADATA"])
RECORDS = st.fixed_dictionaries(
    {
        "full_name": FULL_NAMES,
        "email": EMAILS,
        "location": st.sampled_from(["", "Paris"]),
        "allow_logon": st.booleans(),
        "is_external": st.booleans(),
        "force_password_change": st.booleans(),
        "pwd_never_expire": st.booleans(),
    }
)
LOCKS = st.fixed_dictionaries(
    {"ip_range_enabled": st.booleans(), "ip_range": st.sampled_from(["", "20.91.134.182", "10.0.0.1"])}
)
RULES = {"allow_logon": True, "is_external": False, "force_password_change": False, "pwd_never_expire": True}


@dataclasses.dataclass(frozen=True)
class Present:
    """An account before a run: its record, its role in each of its libraries, and where it is in NRTADMIN."""

    record: dict[str, Any]
    roles: dict[str, str]
    administers: list[str]

    def put(self, firm: Firm) -> None:
        tenant = firm.imanage
        add_user(tenant, ACCOUNT, "", "Before-pretend-password")
        for library in tenant.libraries.values():
            if library.id in self.roles:
                library.assignments[ACCOUNT].role = self.roles[library.id]
                library.groups[NRTADMIN].members += [ACCOUNT] if library.id in self.administers else []
            else:
                del library.assignments[ACCOUNT]
                library.users.pop(ACCOUNT, None)
        for user in tenant.records_of(ACCOUNT):
            vars(user).update(self.record)


@st.composite
def accounts(draw: Any, cloud: bool) -> Present:
    record = {**draw(RECORDS), **(draw(LOCKS) if cloud else {})}
    roles = draw(st.dictionaries(st.sampled_from(LIBRARIES), ROLES, min_size=0 if cloud else 1))
    return Present(record, roles, draw(st.sampled_from([[], ["ACTIVE"], list(LIBRARIES)])))


@st.composite
def wanted_accounts(draw: Any, cloud: bool) -> WantedUser:
    lock = draw(st.sampled_from([None, True, False])) if cloud else None
    libraries = draw(st.permutations(LIBRARIES).map(list) | st.sampled_from([["ACTIVE"], ["CLOSED"]]))
    return WantedUser(
        user_id=draw(mixed_case(ACCOUNT)),
        libraries=with_role(parse_libraries(libraries), draw(st.sampled_from([None, "LEGORA_METADATA"]))),
        full_name=draw(st.none() | FULL_NAMES),
        email=draw(st.none() | EMAILS),
        user_password=draw(st.sampled_from([None, PASSWORD, PASSWORD])),
        role=draw(st.none() | ROLES),
        ip_lock=lock,
        ip_range="20.91.134.182" if lock else None,
    )


def corrected(record: dict[str, Any], wanted: WantedUser) -> dict[str, Any]:
    """Return a record with what is wanted of it; what is only written otherwise stays."""
    changes: dict[str, Any] = dict(RULES)
    if wanted.full_name is not None and wanted.full_name.strip() != record["full_name"].strip():
        changes["full_name"] = wanted.full_name
    if wanted.email is not None and wanted.email.lower() != record["email"].lower():
        changes["email"] = wanted.email
    if wanted.ip_lock is not None:
        changes["ip_range_enabled"] = wanted.ip_lock
    if wanted.ip_lock:
        changes["ip_range"] = wanted.ip_range
    return {**record, **changes}


def created(wanted: WantedUser, preferred_library: str) -> dict[str, Any]:
    fresh = {**_fields(User(ACCOUNT, 0, preferred_library=preferred_library)), "email": wanted.email}
    return corrected({**fresh, "full_name": wanted.full_name or "Legora service account"}, wanted)


def account_after(before: State, wanted: WantedUser, cloud: bool) -> State | None:
    """Return the state that is wanted; C(None) where a new record lacks what it needs."""
    after = copy.deepcopy(before)
    choices = [one if isinstance(one, dict) else {"id": one} for one in wanted.libraries]
    missing = [one["id"] for one in choices if ACCOUNT not in after["libraries"][one["id"]]["roles"]]
    is_new = ACCOUNT not in after["users"] if cloud else bool(missing)
    if is_new and not (wanted.email and wanted.user_password):
        return None
    if cloud:
        record = after["users"].get(ACCOUNT)
        after["users"][ACCOUNT] = corrected(record, wanted) if record else created(wanted, choices[0]["id"])
    if is_new:
        after["passwords"].setdefault(ACCOUNT, wanted.user_password)
    for choice in choices:
        library, role = after["libraries"][choice["id"]], choice.get("role") or wanted.role
        if role or choice["id"] in missing:
            library["roles"][ACCOUNT] = role or "DEFAULT"
        if not cloud:
            record = library["users"].get(ACCOUNT)
            library["users"][ACCOUNT] = corrected(record, wanted) if record else created(wanted, choices[0]["id"])
    return after


@pytest.mark.parametrize("name", ["alder", "birch"])
@few
@given(data=st.data())
def test_account(firms: Simulator, name: str, data: st.DataObject) -> None:
    firm = start(firms, name)
    cloud = firm.imanage.is_cloud
    # A role that lets its users view documents is refused by itself; of that there are tests elsewhere.
    for library in firm.imanage.libraries.values():
        for role in library.roles.values():
            role.document_view = False
    present = data.draw(st.none() | accounts(cloud))
    if present:
        present.put(firm)
    asked = data.draw(wanted_accounts(cloud))

    def wanted() -> WantedUser:
        """Return what is wanted, with the roles as a proof would see them now."""
        roles: dict[str, str | None] = {
            one.id: one.assignments[ACCOUNT].role for one in firm.imanage.libraries_of(ACCOUNT)
        }
        return dataclasses.replace(asked, observed_roles=roles)

    expected = account_after(state_of(firm), asked, cloud)
    passes = Passes(firms, firm, clients.client(firm), ensure_user)
    if expected is None:
        passes.refuse(wanted(), "validation")
        return
    done = passes.agree(wanted(), expected, wanted)
    assert done.resource["id"] == ACCOUNT
    assert set(done.resource["libraries"]) >= {one["id"] if isinstance(one, dict) else one for one in asked.libraries}
    assert done.extra["password_action"] == ("kept" if present and done.extra["password_action"] == "kept" else "set")
    assert PASSWORD not in str(dataclasses.asdict(done))


@pytest.mark.parametrize("name", ["alder", "birch"])
@few
@given(data=st.data(), state=st.sampled_from(["disabled", "absent"]), user_id=mixed_case(ACCOUNT))
def test_retired_account(firms: Simulator, name: str, data: st.DataObject, state: str, user_id: str) -> None:
    firm = start(firms, name)
    present = data.draw(st.none() | accounts(firm.imanage.is_cloud))
    if present:
        present.put(firm)
    expected = state_of(firm)
    for library in expected["libraries"].values():
        for record in (expected["users"].get(ACCOUNT), library["users"].get(ACCOUNT)):
            if record:
                record["allow_logon"] = False
        if state == "absent":
            library["groups"][NRTADMIN].discard(ACCOUNT)
    wanted = WantedUser(user_id=user_id, state=state)
    done = Passes(firms, firm, clients.client(firm), ensure_user).agree(wanted, expected)
    assert done.resource["enabled"] is False
