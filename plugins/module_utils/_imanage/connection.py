# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in to iManage Work, keeping the sign-in, and sending calls with it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.errors import EthicalWallsError
from .._core.http.counter import Purpose
from .._core.http.transport import MAX_ATTEMPTS, Reply, Transport
from . import session_file
from .discovery import (
    Discovery,
    DiscoveryError,
    customer_id_of,
    legacy_discovery,
    libraries_path,
    parse_discovery,
)
from .envelope import data_of, oauth_error, refusal

TOKEN_PATH = "/auth/oauth2/token"
REVOKE_PATH = "/auth/oauth2/revoke-token"
LEGACY_LOGIN_PATH = "/api/v1/session/login"
DISCOVERY_PATH = "/api"

# OAuth's words (RFC 6749) for refusals that have nothing to do with who signs in. Which of them iManage uses is not
# public, so any other word but C(invalid_grant) counts among these too.
_REFUSED_USER = (None, "invalid_grant")
_REFUSED_SCOPE = "invalid_scope"

Value = t.TypeVar("Value")


@dataclass(frozen=True)
class Credentials:
    """Who signs in, through which application.

    :ivar scope: C(admin) for administration; it was also seen absent (confidence T).
    :ivar attempts: how often the sign-in may be sent: C(1) where a wrong one must not be repeated. Then it is not
        renewed either when it has ended.
    :ivar username_from: the firm variable of the user name, or what decides on it.
    """

    username: str
    password: str
    client_id: str
    client_secret: str | None = None
    scope: str | None = "admin"
    attempts: int = MAX_ATTEMPTS
    username_from: str = "imanage_username"
    password_from: str = "imanage_password"


class Connection:
    """A signed-in connection to one iManage server.

    :param session_path: a session file of C(imanage_session); without it, this connection signs in by itself and
        revokes its token when it is closed.
    """

    def __init__(self, transport: Transport, credentials: Credentials, session_path: str | None = None) -> None:
        self.transport = transport
        self.credentials = credentials
        self._session_path = session_path
        self._token: str | None = None
        # What an older server's sign-in answered, which then stands for discovery too.
        self._legacy: dict[str, t.Any] | None = None
        self._may_sign_in_again = credentials.attempts > 1
        self._refusal: EthicalWallsError | None = None
        self._discovery: Discovery | None = None

    def open(self) -> Discovery:
        """Sign in, or take the kept sign-in, and return what discovery says.

        :raises EthicalWallsError: C(auth) for wrong credentials or an unusable session file.
        """
        if self._discovery is None:
            if self._session_path is None:
                self._sign_in()
                self._discovery = self._discover()
            else:
                stored = self._load()
                self._use(stored.token)
                self._discovery = stored.discovery
        return self._discovery

    def adopt(self, discovery: Discovery) -> None:
        """Sign in with a discovery that another connection to the same server has read already."""
        self._sign_in()
        self._discovery = discovery

    def keep(self, directory: str) -> str:
        """Keep this sign-in in a session file and return its path; closing no longer revokes it."""
        try:
            self._session_path = session_file.create(directory, self._stored())
        except OSError as error:
            raise self._not_kept(error) from None
        return self._session_path

    def call(
        self,
        method: str,
        path: str,
        *,
        operation: str,
        purpose: Purpose = "read",
        params: t.Mapping[str, t.Any] | None = None,
        json: t.Any = None,
        accept: str | None = None,
    ) -> Reply:
        """Send one call with the token; when the token has expired, sign in once more and repeat it.

        :param accept: what kind of answer is wanted, where that is not JSON.
        """

        def send() -> Reply:
            if self._refusal is not None:
                raise self._refusal
            headers = {"X-Auth-Token": _needed(self._token), **({"Accept": accept} if accept else {})}
            return self.transport.request(
                method, path, operation=operation, purpose=purpose, params=params, json=json, headers=headers
            )

        reply = send()
        if reply.status == 401 and self._may_sign_in_again:
            self._may_sign_in_again = False
            self._sign_in()
            self._replace_kept()
            reply = send()
        return reply

    def close(self) -> None:
        """Revoke the token, unless it is kept in a session file for later tasks."""
        if self._session_path is None:
            self.revoke()

    def end_kept_session(self) -> bool:
        """Revoke a kept sign-in and remove its file; return whether there was one. Never signs in."""
        if self._session_path is None or not session_file.exists(self._session_path):
            return False
        self._use(self._load().token)
        session_file.remove(self._session_path)
        self.revoke()
        return True

    def revoke(self) -> None:
        """Revoke the token: C(POST /auth/oauth2/revoke-token), form C(access_token) (confidence R).

        A token that can't be revoked expires by itself after its idle time: no reason to fail a finished run.
        """
        token, self._token = self._token, None
        if token is None or self._legacy is not None:
            return
        try:
            self.transport.request(
                "POST",
                REVOKE_PATH,
                operation="sign out",
                purpose="signin",
                form={"access_token": token},
                headers={"X-Auth-Token": token},
                attempts=1,
                at_the_end=True,
            )
        except EthicalWallsError:
            return

    def _use(self, token: str) -> None:
        self.transport.learn_secret(token)
        self._token = token

    def _stored(self) -> session_file.StoredSession:
        return session_file.StoredSession(
            self.transport.origin.url, self.credentials.username, _needed(self._token), _needed(self._discovery)
        )

    def _replace_kept(self) -> None:
        """Let the tasks that follow find the new sign-in, where this one is shared with them."""
        if self._session_path is None:
            return
        try:
            session_file.replace(self._session_path, self._stored())
        except OSError as error:
            # Nobody could end it later.
            self.revoke()
            raise self._not_kept(error) from None

    def _not_kept(self, error: OSError) -> EthicalWallsError:
        return self.transport.error(
            f"the session file could not be written ({error.strerror})",
            "unexpected",
            operation="keep the session",
            hint="Check that its directory still exists, belongs to this user and has room.",
        )

    def _load(self) -> session_file.StoredSession:
        try:
            return session_file.load(_needed(self._session_path), self.transport.origin.url, self.credentials.username)
        except session_file.SessionFileError as error:
            raise self.transport.error(
                f"the session file is not usable: {error}",
                "auth",
                operation="use the session",
                hint="Open a session with imanage_session on this host and as this user, or leave out 'session'.",
            ) from None

    def _sign_in(self) -> None:
        """Sign in: C(POST /auth/oauth2/token), grant C(password) (confidence R/T)."""
        if self._refusal is not None:
            # What was refused once would be refused again, and counted against the account.
            raise self._refusal
        credentials = self.credentials
        operation = f"sign in as {credentials.username}"
        form = {
            "grant_type": "password",
            "username": credentials.username,
            "password": credentials.password,
            "client_id": credentials.client_id,
        }
        if credentials.client_secret:
            form["client_secret"] = credentials.client_secret
        if credentials.scope:
            form["scope"] = credentials.scope
        reply = self.transport.request(
            "POST", TOKEN_PATH, operation=operation, purpose="signin", form=form, attempts=credentials.attempts
        )
        if reply.status == 404:
            self._sign_in_legacy(operation)
            return
        if reply.status in (400, 401, 403):
            raise self._sign_in_refused(reply, operation)
        token = data_of(self.transport, reply, operation).get("access_token")
        self._accept_token(token, reply, operation, "access_token")

    def _sign_in_legacy(self, operation: str) -> None:
        """Sign in to a server before 10.2.2: C(PUT /api/v1/session/login) (confidence T; the persona C(user): A)."""
        reply = self.transport.request(
            "PUT",
            LEGACY_LOGIN_PATH,
            operation=operation,
            purpose="signin",
            json={
                "user_id": self.credentials.username,
                "password": self.credentials.password,
                "persona": self.credentials.scope or "user",
            },
            attempts=self.credentials.attempts,
        )
        if reply.status in (400, 401, 403):
            raise self._sign_in_refused(reply, operation)
        if reply.status == 404:
            raise self.transport.error(
                "neither of iManage's two ways to sign in is found there",
                "not_found",
                operation=operation,
                http_status=404,
                hint="Check that the address is iManage Work's own, not that of another service on the host.",
            )
        self._legacy = data_of(self.transport, reply, operation)
        self._accept_token(self._legacy.get("X-Auth-Token"), reply, operation, "X-Auth-Token")

    def _accept_token(self, token: t.Any, reply: Reply, operation: str, name: str) -> None:
        if not isinstance(token, str) or not token:
            raise self.transport.error(
                f"the answer has no {name} (HTTP {reply.status})",
                "unexpected",
                operation=operation,
                http_status=reply.status,
                hint="Check that imanage_url is iManage's own address, not a gateway's.",
            )
        self._use(token)

    def _sign_in_refused(self, reply: Reply, operation: str) -> EthicalWallsError:
        code, credentials = oauth_error(reply), self.credentials
        if code in _REFUSED_USER:
            question = "password"
            hint = (
                f"Check {credentials.username_from} and {credentials.password_from}, and that {credentials.username} "
                "is not locked; a few wrong attempts lock it. iManage's cloud takes an e-mail address as the user "
                "name, other servers a user ID."
            )
        elif code == _REFUSED_SCOPE:
            question = "scope"
            asked = f"the scope {credentials.scope}" if credentials.scope else "a sign-in without a scope"
            hint = f"Have the application of imanage_client_id allowed {asked} in iManage; the password is no question."
        else:
            question = "application"
            hint = (
                "Check imanage_client_id and imanage_client_secret, the application's client ID and client secret, and "
                f"that it is enabled in iManage and open to {credentials.username}; the password is no question."
            )
        error = refusal(self.transport, reply, operation, hint)
        # Whatever the status, a refused sign-in is a question of credentials.
        error.kind, error.refusal = "auth", question
        self._refusal = error
        return error

    def _discover(self) -> Discovery:
        operation = "read what the server says about itself"
        reply = self.call("GET", DISCOVERY_PATH, operation=operation)
        try:
            if reply.status == 404 and self._legacy is not None:
                customer_id = customer_id_of(self._legacy)
                reply = self.call("GET", libraries_path(customer_id), operation=operation)
                answer = data_of(self.transport, reply, operation)
                return legacy_discovery(customer_id, self.credentials.username, answer)
            return parse_discovery(data_of(self.transport, reply, operation), self.transport.origin.url)
        except DiscoveryError as error:
            raise self.transport.error(
                f"the discovery answer is not what was expected: {error}",
                "unsupported",
                operation=operation,
                http_status=reply.status,
                hint="Check that the address is that of iManage Work 10.2.2 or later.",
            ) from None


def _needed(value: Value | None) -> Value:
    """Return what must be there by now: a caller that has not signed in is a mistake of ours."""
    if value is None:
        raise RuntimeError("the connection is used before it was opened")
    return value
