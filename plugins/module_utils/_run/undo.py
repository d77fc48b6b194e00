# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What undo puts back: decided from what stood there before onboarding, what onboarding writes, and what is there now.

Only what is there now as onboarding leaves it is put back; what somebody has changed since is left, and named. Nothing
is guessed, and nothing is given that onboarding gives on proof only: no account is enabled or added to a group, no
library is covered, and projects are not switched on. And Legora is not cut off: as long as it signs in with the
account, and did not before, that account is left alone.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._checks.offboarding import hosts_in_organisation, is_ours, other_connectors_in_use, others_with_account
from .._core.errors import EthicalWallsError
from .._core.verdicts import UNDO
from .._imanage.records import same_id
from .._legora.interface import BY_HAND
from .._legora.names import same_username
from .._resources.imanage.user_restored import restoration
from .before_state import administered, other_customers, own_capability, unread
from .facts import facts_of
from .readings import preferences_before
from .record import Data, Run

# The parts, as tasks are named by what they are about.
PREFERENCE, CAPABILITY, LIBRARIES = "legora_project_preferences", "capability", "libraries"
ACCOUNT_AT_LEGORA, NRTADMIN, ACCOUNT = "legora_connector_service_account", "imanage_group_membership", "imanage_user"

_BY_ONBOARD = "only on proof: run onboard"


@dataclass
class Undo:
    """What is to be done, and what is not.

    :ivar put_back: by part, the options that its task is called with.
    :ivar left: sentences about what stands otherwise than before, and is left.
    :ivar holds: why iManage's half is left, since Legora still depends on it; C(None) where it does not.
    """

    put_back: dict[str, Data] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    holds: str | None = None

    def as_data(self) -> Data:
        """Return it as plain data."""
        return dict(vars(self))


def part_of(module: str, given: Data) -> str:
    """Return which part a task is about.

    :param given: what stands in the task.
    """
    if module == "legora_connector_capability":
        return CAPABILITY if given.get("state") == "absent" else LIBRARIES
    return module


def decided(run: Run) -> Data:
    """Return what was decided in this play; empty where nothing was."""
    return run.last("firm_checks", phase=UNDO).get("undo") or {}


def why_not_put_back(run: Run, module: str, given: Data) -> str | None:
    """Say why a task has nothing to put back; C(None) where it has."""
    found = decided(run)
    if not found:
        return "it was not decided what to put back"
    part = part_of(module, given)
    if part in found["put_back"]:
        return None
    at_imanage = part in (NRTADMIN, ACCOUNT)
    return (found["holds"] if at_imanage else None) or "it stands as it was before, or is left as it is"


def username_to_take_away(run: Run) -> str | None:
    """Return what Legora signs in with that is to be taken away there; C(None) where nothing is."""
    return (decided(run).get("put_back", {}).get(ACCOUNT_AT_LEGORA) or {}).get("service_username")


def before_of(run: Run) -> Data:
    """Return what the file holds that this run is to go back to; empty where it is none such."""
    return run.last("firm_config").get("before") or {}


def decide_undo(run: Run) -> Undo:
    """Decide, from what this run has read.

    :raises EthicalWallsError: C(tenant_mismatch) where what was kept is of another customer or connector.
    """
    before = before_of(run)
    if not before:
        raise EthicalWallsError(
            "it is not known what stood there before",
            kind="validation",
            system="the configuration",
            firm=run.firm,
            operation="put it back",
            hint="Set undo_from to the file that the result of the onboarding names.",
        )
    return _Decision(run, before).decide()


class _Decision:
    def __init__(self, run: Run, before: Data) -> None:
        self.run = run
        self.before = before
        self.facts = facts_of(run, UNDO)
        self.user = self.facts.user
        self.customer_id = str((self.facts.reading("session").value or {}).get("customer_id"))
        self.connectors: list[Data] = self.facts.reading("connectors").value or []
        self.undo = Undo()

    def decide(self) -> Undo:
        """Return what is to be done."""
        self._refuse_another()
        self._imanage()
        at_imanage, self.undo = self.undo, Undo()
        self._legora(takes_away=_takes_away(at_imanage))
        users = others_with_account(self.facts) if _takes_away(at_imanage) else []
        if users:
            self._hold(f"{self.before['user_id']} is left, since others use it too: {', '.join(users)}")
        if self.undo.holds is None:
            self._refuse_without_right(at_imanage)
            self.undo.put_back.update(at_imanage.put_back)
            self.undo.left += at_imanage.left
        return self.undo

    def _refuse_another(self) -> None:
        connector = self.connectors[0] if self.connectors else {}
        pairs = (
            ("customer", self.before["customer_id"], self.customer_id),
            (
                "organisation",
                self.before.get("organisation_id"),
                (self.facts.reading("organisation").value or {}).get("id"),
            ),
            ("connector", self.before.get("connector_id"), connector.get("id")),
        )
        for what, kept, found in pairs:
            if kept is not None and found is not None and str(kept) != str(found):
                raise EthicalWallsError(
                    f"what was kept is of {what} {kept}, but the firm's is {found}; nothing was written",
                    kind="tenant_mismatch",
                    system="the configuration",
                    firm=self.run.firm,
                    operation="put back what stood there before",
                    hint="Name in undo_from the file of this firm's own onboarding.",
                )

    def _refuse_without_right(self, at_imanage: Undo) -> None:
        """Stop before Legora loses what iManage would keep: only a member of NRTADMIN may change its members (V)."""
        needed = [one["id"] for one in (at_imanage.put_back.get(NRTADMIN) or {}).get("libraries", [])]
        operator = (self.facts.imanage.get("operator") or {}) if needed else {}
        lacking = [one for one in needed if (operator.get("nrtadmin") or {}).get(one) is False]
        if lacking:
            raise EthicalWallsError(
                f"the operator {operator.get('id')} is not a member of NRTADMIN in {_named(lacking)}; nothing was "
                "written",
                kind="permission",
                system="iManage",
                firm=self.run.firm,
                operation="put back what stood there before",
                hint="Put the operator in NRTADMIN of each library that is named here, then run again.",
            )

    # Legora

    def _legora(self, takes_away: bool) -> None:
        """Decide on what is at Legora.

        :param takes_away: whether the account is to lose what Legora needs of it.
        """
        was = self.before["legora"]
        connector = self.connectors[0] if len(self.connectors) == 1 else {}
        is_by_hand = self.run.config.get("legora_method") == BY_HAND
        is_told = connector.get("capabilities") is not None
        if not was["known"]:
            if not takes_away:
                self._leave("what stood at Legora before was not confirmed then, so nothing of it is put back")
                return
            # Without the account it has no use there, whatever stood there before it.
            self._leave(
                "what stood at Legora before was not confirmed then, so nobody knows it here; what belongs to the "
                "account is taken away there"
            )
            was = {"creates_projects": False, "capability": None, "service_username": None}
        if is_by_hand and not is_told:
            if self.before["legora"]["known"]:
                self._hold("what stands at Legora now is not confirmed, so nothing is put back; set legora_confirmed")
                return
            account = {"service_username": self.user.get("sign_in_name")}
            self.undo.put_back = {PREFERENCE: {}, CAPABILITY: {}, ACCOUNT_AT_LEGORA: account}
            beside = hosts_in_organisation(self.facts)
            if beside:
                del self.undo.put_back[PREFERENCE]
                self._leave(f"creating projects from iManage is left as it is, for {', '.join(beside)}")
        else:
            self._at_connector(was, connector)
        if is_by_hand and self.undo.put_back:
            # Before that is done, Legora would go on with walls that nobody feeds.
            self.undo.holds = self.undo.holds or "it is not confirmed yet that this is done at Legora"

    def _at_connector(self, was: Data, connector: Data) -> None:
        if not connector:
            self._leave("Legora has no iManage connector any more, so nothing is put back there")
            return
        if connector.get("enabled") is False:
            self._hold(
                "Legora's connector is disabled, so nothing can be put back there; its account is left, since it may "
                "be enabled again"
            )
            return
        self._preference(was, connector)
        self._capability(was.get("capability"), connector)
        self._account_at_legora(was, connector)

    def _preference(self, before: Data, connector: Data) -> None:
        was = before.get("creates_projects")
        is_on = (preferences_before(self.run).get("create_projects_from") or {}).get("imanage")
        customers = [one for one in self._new_customers(before, connector) if one != self.customer_id]
        others = [*other_connectors_in_use(self.facts), *(f"customer {one} at Legora" for one in customers)]
        if was is False and is_on is True and others:
            self._leave(f"creating projects from iManage was off; it is left on, for {', '.join(others)}")
        elif was is False and is_on is True:
            self.undo.put_back[PREFERENCE] = {}
        elif was is True and is_on is False:
            self._leave(f"creating projects from iManage was on and is off; it is switched on {_BY_ONBOARD}")

    def _capability(self, was: Data | None, connector: Data) -> None:
        own = own_capability(connector, self.customer_id)
        if own is None:
            if was:
                self._leave(f"{_named(was['library_ids'])} was covered and is not; it is covered {_BY_ONBOARD}")
            return
        before, now = list((was or {}).get("library_ids") or []), list(own.get("library_ids") or [])
        wanted = self.before["wanted"]["libraries"]
        added = [one for one in now if one not in before and one in wanted]
        since = [one for one in now if one not in before and one not in wanted]
        missing = [one for one in before if one not in now]
        if missing:
            self._leave(f"{_named(missing)} was covered and is not; it is covered {_BY_ONBOARD}")
        if since:
            self._hold(
                f"Legora covers {_named(since)} since then, by somebody else; so the account that it does that with is "
                "left"
            )
        if was is None and not since:
            self.undo.put_back[CAPABILITY] = {}
        elif added and len(added) < len(now):
            self.undo.put_back[LIBRARIES] = {"libraries": {"remove": added}}
        elif added:
            self._hold(
                f"Legora covers {_named(added)} in the place of {_named(before)}; without it, it would cover none, so "
                "it is left, and so is the account"
            )

    def _account_at_legora(self, was: Data, connector: Data) -> None:
        account = connector.get("service_account") or {}
        name, before = account.get("username"), was.get("service_username")
        if not name:
            if before:
                self._leave(f"Legora had the account {before} and has none; its password is not known here")
        elif before and same_username(str(name), str(before)):
            if account.get("updated_at") != was.get("service_account_updated_at"):
                self._leave(f"the password that Legora has of {name} was written since; nobody can read the old one")
        elif not is_ours(self.facts, name):
            self._leave(f"Legora has the account {name}, which somebody has given it since")
        elif before:
            self._hold(
                f"Legora had the account {before} in the place of {name}, and its password is not known here; so it "
                f"keeps {name}, and that account is left. Enter {before} at Legora by hand, then run undo again"
            )
        else:
            new = self._new_customers(was, connector)
            if new:
                self._hold(
                    f"Legora does something else for customer {', '.join(new)} since then with {name}, so that account "
                    "is left"
                )
            elif self.undo.holds is None:
                self.undo.put_back[ACCOUNT_AT_LEGORA] = {"service_username": name}

    def _new_customers(self, was: Data, connector: Data) -> list[str]:
        """Return for which customers the connector does something else since then."""
        known = was.get("other_customers", [])
        return [one for one in other_customers(connector, self.customer_id) if one not in known]

    # iManage

    def _imanage(self) -> None:
        was, wanted = self.before["account"], self.before["wanted"]
        if not self.user.get("exists"):
            if was["exists"]:
                self._leave(f"{self.before['user_id']} is not at iManage any more")
            return
        user_id = self.before["user_id"]
        members, unread_now, unread_then = administered(self.user), unread(self.user), was.get("nrtadmin_unread") or []
        new = [one for one in members if one not in was["nrtadmin"] and one not in unread_then]
        added = [one for one in new if one in wanted["libraries"]]
        since = [one for one in new if one not in wanted["libraries"]]
        gone = [one for one in was["nrtadmin"] if one not in members and one not in unread_now]
        kept = [one for one in members if one in unread_then]
        if added:
            self.undo.put_back[NRTADMIN] = {
                "users": {"remove": [user_id]},
                "libraries": [{"id": one, "role": None} for one in added],
            }
        if since:
            self._leave(f"{user_id} is in NRTADMIN of {_named(since)} since then, by somebody else")
        if kept:
            self._leave(f"whether {user_id} was in NRTADMIN of {_named(kept)} was not read then, so it is left in it")
        if unread_now:
            self._leave(f"whether {user_id} is in NRTADMIN of {_named(unread_now)} was not read, so it is left there")
        if gone:
            self._leave(f"{user_id} was in NRTADMIN of {_named(gone)} and is not; it is added {_BY_ONBOARD}")
        found = restoration(was["fields"], wanted["fields"], self.user.get("fields") or {}, wanted["libraries"])
        if found.fields:
            self.undo.put_back[ACCOUNT] = {"fields": found.fields}
        for sentence in found.left:
            self._leave(f"{user_id}: {sentence}")
        self._never_put_back(was, user_id)

    def _never_put_back(self, was: Data, user_id: str) -> None:
        """Say what of the account nothing can put back."""
        if not was["exists"]:
            self._leave(f"{user_id} stays at iManage, disabled: iManage deletes no user")
            return
        ours = self.before["wanted"]["libraries"]
        new = [one for one in self.user.get("libraries") or [] if one in ours and one not in was.get("libraries", [])]
        if new:
            self._leave(f"{user_id} stays in {_named(new)}: no call takes a user out of a library")
        for library, role in (was.get("roles") or {}).items():
            wanted = (self.before["wanted"].get("roles") or {}).get(library)
            if wanted and not same_id(wanted, role):
                self._leave(
                    f"{user_id} had role {role} in library {library}; its role is seen by the account itself only, so "
                    "it is left"
                )
        changed_at = self.user.get("password_changed_at")
        if changed_at is None or changed_at != was.get("password_changed_at"):
            self._leave(f"the password of {user_id} stays as it is: nobody can read an old one")

    # Words

    def _leave(self, sentence: str) -> None:
        self.undo.left.append(f"{sentence[:1].upper()}{sentence[1:]}")

    def _hold(self, sentence: str) -> None:
        self._leave(sentence)
        self.undo.holds = self.undo.holds or sentence


def _takes_away(at_imanage: Undo) -> bool:
    """Say whether an account is disabled, or taken out of a group."""
    fields = (at_imanage.put_back.get(ACCOUNT) or {}).get("fields") or {}
    return NRTADMIN in at_imanage.put_back or any(one.get("enabled") is False for one in fields.values())


def _named(libraries: t.Sequence[str]) -> str:
    return f"{'library' if len(libraries) == 1 else 'libraries'} {', '.join(libraries)}"
