# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the references declare for each call: query, body, the fields of its answer, their types, and who says so.

The simulator answers by this table, and :mod:`.comparison` compares each of its answers with it. Sources:

- G: a struct of ``integrica-io/iManCloudCore`` (Go), which was written from the vendor's OpenAPI file (R).
- P: a definition in the vendor's swagger for Microsoft's connectors, ``iManage Work`` and ``iManage Work for Admins``
  in ``microsoft/PowerPlatformConnectors`` (V for the facade; that the raw call answers the same is assumed).
- S4, S5, S6, S8: what programs of third parties send or read, see the fact sheet (T).
- A: assumed here.

A field of an answer that is *seen* is declared by nobody for this call. A server may send it or not, so the simulator
has a switch for it (``undeclared_fields``). ``!`` marks a field without which the record is of no use: its ID, and what
P requires. In a body ``!`` marks what is always demanded, and ``+`` what the witness sends besides, which the switch
``strict_bodies`` demands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

_PAGING = "limit:integer offset:integer total:boolean"
# What an account's state is told by, wherever it is told at all.
ACCOUNT_STATE = (
    "is_locked", "failed_logins", "force_password_change", "pwd_changed_ts", "pwd_never_expire",
    "password_never_expire", "has_password",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field of an answer.

    :ivar kind: ``string``, ``integer``, ``boolean``, ``time`` (ISO 8601), ``strings``, ``object`` or ``objects``.
    :ivar seen: whether it is seen or assumed only, and declared by nobody for this call.
    :ivar instead_of: the field that an older server tells under this name.
    """

    kind: str
    source: str
    required: bool = False
    seen: bool = False
    instead_of: str | None = None
    fields: dict[str, Field] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """What a write takes.

    :ivar fields: their kinds, as in :class:`Field`.
    :ivar required: what is always demanded.
    :ivar witnessed: what a witness sends besides.
    """

    source: str
    fields: dict[str, str]
    required: tuple[str, ...]
    witnessed: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """One call.

    :ivar shape: ``one`` or ``list`` in an envelope, ``plain`` without one, ``file`` for no JSON.
    :ivar source: who says that there is such a call.
    :ivar query: the parameters it takes, and their types.
    :ivar bodies: what it takes, by flavour: ``cloud`` and ``on_premises``.
    """

    shape: str
    source: str
    fields: dict[str, Field]
    query: dict[str, str]
    bodies: dict[str, Body]


def _fields(source: str, text: str = "", **nested: dict[str, Field]) -> dict[str, Field]:
    """Return fields that are written as ``name:kind``, and lists of objects by the names of their fields."""
    found = {}
    for one in text.split():
        name, _colon, kind = one.rstrip("!").partition(":")
        found[name] = Field(kind, source, required=one.endswith("!"))
    for name, fields in nested.items():
        found[name] = Field("objects", source, fields=fields)
    return found


def _object(source: str, fields: dict[str, Field]) -> Field:
    return Field("object", source, fields=fields)


def _seen(reason: str, text: str) -> dict[str, Field]:
    return {name: replace(one, seen=True) for name, one in _fields(reason, text).items()}


def _body(source: str, text: str) -> Body:
    kinds = {name: kind.rstrip("!+") for name, _colon, kind in (one.partition(":") for one in text.split())}
    marked = {mark: tuple(one.partition(":")[0] for one in text.split() if one.endswith(mark)) for mark in "!+"}
    return Body(source, kinds, marked["!"], marked["+"])


def _everywhere(body: Body) -> dict[str, Body]:
    return {"cloud": body, "on_premises": body}


def _call(
    shape: str, source: str, fields: dict[str, Field], query: str = "", bodies: dict[str, Body] | None = None
) -> Call:
    parameters = dict(one.partition(":")[::2] for one in query.split())
    return Call(shape, source, fields, parameters, bodies or {})


# Users

_LIBRARIES = _fields("G GetLibrariesUserAssignedOutput", "id:string! library_id:integer preferred:boolean")
_GLOBAL = """
    id:string! user_num:integer full_name:string email:string allow_logon:boolean is_external:boolean
    preferred_library:string user_nos:integer user_id_ex:string ssid:string ip_range:string ip_range_enabled:boolean
    create_date:time edit_date:time
"""
_GLOBAL_SEEN = _seen(
    "A: in no struct of a global user",
    """is_locked:boolean failed_logins:integer force_password_change:boolean pwd_changed_ts:time
    pwd_never_expire:boolean has_password:boolean""",
)
_LIBRARY_USER = {
    **_fields(
        "P UserProfile",
        """id:string! user_num:integer full_name:string email:string location:string allow_logon:boolean
        is_external:boolean preferred_library:string user_nos:integer user_id_ex:string ssid:string
        failed_logins:integer force_password_change:boolean password_never_expire:boolean pwd_changed_ts:time
        edit_date:time last_sync_ts:time directory_id:string distinguished_name:string user_domain:string
        exch_autodiscover:string custom1:string custom2:string custom3:string extension:string fax:string
        general:string phone:string""",
    ),
    **_seen(
        "A: not in UserProfile",
        "is_locked:boolean has_password:boolean ip_range:string ip_range_enabled:boolean create_date:time",
    ),
}
_CREATED = {
    **_fields(
        "P CreateUser",
        """id:string! user_num:integer full_name:string email:string allow_logon:boolean is_external:boolean
        preferred_library:string user_nos:integer user_id_ex:string ssid:string is_locked:boolean has_password:boolean
        failed_logins:integer force_password_change:boolean pwd_never_expire:boolean pwd_changed_ts:time
        create_date:time edit_date:time""",
    ),
    **_seen("A: not in CreateUser's answer", "location:string ip_range:string ip_range_enabled:boolean"),
}
_USER_FILTERS = """
    alias:string allow_logon:boolean directory_id:string email:string full_name:string include_libraries:boolean
    ip_range_enabled:boolean is_external:boolean location:string nos:integer password_never_expire:boolean
    preferred_library:string query:string ssid:string
"""

_PROFILE = """
    location:string is_external:boolean allow_logon:boolean pwd_never_expire:boolean force_password_change:boolean
    user_password:string
"""
_ADDRESSES = "ip_range_enabled:boolean ip_range:string"
_NAMES = "full_name:string email:string preferred_library:string"
# No word about the password, and no place.
_ASSIGNED = """
    user_id:string! database:string! id:string+ user_id_ex:string+ full_name:string+ email:string+ user_nos:integer+
    preferred_library:string+ is_external:boolean+ allow_logon:boolean+ role_alias:string
"""
_NEW = f"full_name:string! email:string! preferred_library:string! user_nos:integer user_id_ex:string {_PROFILE}"

# Groups

_GROUP = {
    **_fields(
        "G GetLibraryGroupsOutput, GetUsersLibraryGroupsOutput",
        """id:string! full_name:string group_number:integer enabled:boolean is_external:boolean database:string
        group_nos:integer group_domain:string distinguished_name:string sync_id:string last_sync_ts:time""",
    ),
    "group_id": Field("string", "S6, on-premises 2022", seen=True, instead_of="id"),
}
_GROUP_FILTERS = """
    alias:string enabled:boolean external:boolean full_name:string last_sync_ts:string last_sync_ts_end:string
    nos:string sync_id:string
"""

# Rights

_M1 = """
    allow_index_search:boolean checkout:boolean create_public_folder:boolean create_public_search_folder:boolean
    delete:boolean delete_public_folder:boolean delete_public_search_folder:boolean display_public_documents:boolean
    edit_external_default_security:boolean edit_external_default_security_folder:boolean
    edit_previous_versions:boolean import:boolean read_only:boolean release:boolean view_public_folder:boolean
    view_public_search_folder:boolean
"""
_M2 = "document_view:boolean external:boolean use_admin_tool:boolean use_import_tool:boolean use_monitor_tool:boolean"
_M3 = """
    author_workspace:boolean browse_workspace:boolean create_template:boolean customize_personal_views:boolean
    customize_public_views:boolean delete_workspace:boolean search_workspace:boolean share_workspace:boolean
"""
_M4 = """
    admin_custom:boolean admin_tier_1:boolean admin_tier_2:boolean content_assistance:boolean
    custom_metadata_management:boolean dms_job_operations:boolean govern_security_management:boolean report:boolean
    report_management:boolean role_management:boolean system_job_operations:boolean system_management:boolean
    system_metadata_management:boolean tier:integer trustee_assistance:boolean trustee_management:boolean
"""


def _rights(source: str, head: str, m1: str, m4: str) -> dict[str, Field]:
    """Return a caller's or a role's rights; the two structs differ in three names."""
    return {
        **_fields(source, f"{head} description:string m1:integer m2:integer m3:integer"),
        "m1_bits": _object(source, _fields(source, m1)),
        "m2_bits": _object(source, _fields(source, _M2)),
        "m3_bits": _object(source, _fields(source, _M3)),
        "m4_bits": _object(source, _fields(source, m4)),
    }


# ``id``: nobody says whose, and a server may leave it out.
_OPERATIONS = _rights("G GetLibraryOperationsOutput", "id:string", _M1, f"{_M4} admin_tier_3:boolean")
_ROLE = _rights("G GetRoleDetailsOutput", "id:string! database:string", f"{_M1} share_document:boolean", _M4)

# Applications

_APPS = "G GetRegisteredAppsOutput"
_APPLICATION = {
    **_fields(
        _APPS,
        """id:string! name:string status:string type:string description:string default_security:string
        edit_date:time""",
    ),
    "host_app": _object(_APPS, _fields(_APPS, "id:string")),
    "publisher": _object(_APPS, _fields(_APPS, "name:string url:string")),
    "oauth": _object(
        _APPS,
        _fields(
            _APPS,
            """application_type:string client_type:string client_secret:string client_id_issued_at:integer
            client_secret_expires_at:integer contacts:strings redirect_uris:strings""",
        ),
    ),
}

# Signing in and discovery

_S4 = "S4, one captured answer"
_DISCOVERY = {
    **_fields(_S4, "auth_status:string capabilities:strings dms_version:string"),
    "user": _object(_S4, _fields(_S4, "id:string! name:string email:string user_type:string customer_id:integer!")),
    **_fields(_S4, versions=_fields(_S4, "name:string! url:string! version:string")),
    "work": _object(
        _S4,
        _fields(_S4, "preferred_library:string", libraries=_fields(_S4, "alias:string! type:string status:string")),
    ),
}

CALLS = {
    "POST /auth/oauth2/token": _call(
        "plain",
        "G GetAccessToken",
        {
            **_fields("G Token", "access_token:string! token_type:string expires_in:integer"),
            **_fields("G Token, where the application allows it", "refresh_token:string"),
        },
        bodies=_everywhere(
            _body(
                "G GetAccessToken; scope by S4",
                """grant_type:string! username:string! password:string! client_id:string client_secret:string
                scope:string""",
            )
        ),
    ),
    "POST /auth/oauth2/revoke-token": _call(
        "plain", "G RevokeAccessToken", {},
        bodies=_everywhere(_body("G RevokeAccessToken", "access_token:string!")),
    ),
    "PUT /api/v1/session/login": _call(
        "plain", "S6", _fields("S6", "X-Auth-Token:string! customer_id:integer"),
        bodies=_everywhere(
            _body("S6", "user_id:string! password:string! persona:string application_name:string")
        ),
    ),
    "GET /api": _call("one", _S4, _DISCOVERY),
    "GET C/users": _call(
        "list",
        "G SearchGlobalUsers",
        {
            **_fields("G SearchGlobalUsersOutput", f"{_GLOBAL} location:string", libraries=_LIBRARIES),
            **_GLOBAL_SEEN,
        },
        f"{_USER_FILTERS} {_PAGING}",
    ),
    "GET C/users/{user}": _call(
        "one",
        "G GetInfoGlobalUser",
        {
            **_fields(
                "G GetInfoGlobalUserOutput, GetInformationGlobalUserOutput",
                f"{_GLOBAL} user_domain:string exch_autodiscover:string",
                libraries=_LIBRARIES,
            ),
            **_GLOBAL_SEEN,
            **_seen("A: only in the search's struct", "location:string"),
        },
        "include_libraries:boolean",
    ),
    "GET C/users/{user}/libraries": _call("list", "G GetLibrariesUserAssigned", _LIBRARIES, _PAGING),
    "GET C/users/{user}/apps": _call(
        "list",
        "G GetUsersGlobalApps; what it means is A",
        _fields("G GetUsersGlobalAppsOutput", "id:string!"),
        f"client_id:string {_PAGING}",
    ),
    "POST C/users": _call(
        "one", "S5; answer by P CreateUser, A", _CREATED,
        bodies={"cloud": _body("S5; ip_range A", f"id:string! role_alias:string {_NEW} {_ADDRESSES}")},
    ),
    "PATCH C/users/{user}": _call(
        "one", "S8; answer A", _CREATED,
        bodies={"cloud": _body("S8 for id and email, else A", f"id:string+ {_NAMES} {_PROFILE} {_ADDRESSES}")},
    ),
    "GET L/users": _call(
        "list", "A, on-premises (S8 looks there)", _LIBRARY_USER,
        f"query:string alias:string email:string full_name:string allow_logon:boolean {_PAGING}",
    ),
    "GET L/users/{user}": _call("one", "A; what it tells by P GetUserDetails", _LIBRARY_USER),
    "POST L/users": _call(
        "one", "S5; answer by P AssignUserToLibrary, A",
        {
            **_fields("P AssignUserToLibrary", "user_num:integer!"),
            **_seen("A: a creation on-premises answers like P CreateUser",
                    " ".join(f"{name}:{one.kind}" for name, one in _CREATED.items() if name != "user_num")),
        },
        bodies={
            "cloud": _body("S5", _ASSIGNED),
            "on_premises": _body("A", f"user_id:string! id:string+ database:string! role_alias:string {_NEW}"),
        },
    ),
    "PATCH L/users/{user}": _call(
        "one", "S8; answer A", _CREATED, bodies={"on_premises": _body("S8 for email, else A", f"{_NAMES} {_PROFILE}")},
    ),
    "GET L/users/{user}/groups": _call(
        "list", "G GetUsersLibraryGroups", _GROUP, f"{_GROUP_FILTERS} {_PAGING}"
    ),
    "GET L/groups": _call("list", "G GetLibraryGroups", _GROUP, f"{_GROUP_FILTERS} query:string {_PAGING}"),
    "GET L/groups/{group}/members": _call(
        "list", "A; what it tells and takes by P GetGroupMembers", _LIBRARY_USER,
        f"logon_status:string preferred_library:string location:string {_PAGING}",
    ),
    "PUT L/groups/{group}/members": _call(
        "one", "S5, S6; answer A", {},
        bodies={
            "cloud": _body("S5", "data_type:string! data:strings! action:string!"),
            "on_premises": _body("S6", "data_type:string! data:strings! action:string! database:string!"),
        },
    ),
    "GET C/libraries": _call(
        "list",
        "G GetAvailableLibraries",
        _fields("G GetAvailableLibrariesOutput", "id:string! type:string! is_hidden:boolean!"),
    ),
    "GET C/apps": _call(
        "list", "G GetRegisteredApps", _APPLICATION,
        f"host_app_id:string name:string status:string {_PAGING}",
    ),
    "GET L/roles": _call(
        "list", "A; what it tells by P GetLibraryRoles",
        _fields("P GetLibraryRoles", "id:string! description:string"), _PAGING,
    ),
    "GET L/roles/{role}": _call("one", "G GetRoleDetails", _ROLE),
    "POST L/roles/{role}/users/{user}": _call(
        "one", "S5; answer A", {},
        bodies=_everywhere(_body("S5", "data_type:string! data:string! action:string! database:string!")),
    ),
    "GET L/operations": _call("one", "G GetLibraryOperations", _OPERATIONS),
    "GET L/documents/{document}/download": _call(
        "file", "G DownloadDocument", {}, "activity:string latest:boolean"
    ),
}  # fmt: skip
