# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP with what every call of ours needs: limits, write-safe retries, counters, and errors that name their place.

C(requests) does the HTTP. What is here is only what a caller of two unreliable systems has to decide: which requests
may be repeated, how long all of it may take, and what a failure is called.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import json as jsonlib
import ssl
import time
import typing as t
from dataclasses import dataclass, field

from ..deadline import Deadline
from ..errors import EthicalWallsError, kind_for_status
from ..network_errors import TIMED_OUT, causes_of, never_connected, words_for
from ..origin import Origin, has_dot_segment, is_loopback
from ..orphan import is_orphaned
from ..redaction import Redactor
from ..tls.authorities import why_unusable
from .body import BodyTooLargeError, has_known_packing, read_body
from .counter import Purpose, no_requests
from .environment import hint_about_proxy, hint_about_trust, unusable
from .server_words import server_words
from .timed_adapter import CallAtHand, timed_adapter
from .waiting import asked_wait, backoff

try:
    import requests
    import urllib3
except ImportError:  # reported by the front end, which looks for it first
    pass

# Seconds and bytes. A reading of one firm's data is kilobytes; what exceeds the size is a mistake or an attack.
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
TOTAL_DEADLINE = 120.0
MAX_BODY = 16 * 1024 * 1024
MAX_ATTEMPTS = 4
LONGEST_WAIT = 60.0
_SHORTEST_TIMEOUT = 0.1

_RETRYABLE_STATUSES = (429, 502, 503, 504)


@dataclass(frozen=True)
class Context:
    """Whom the requests are for: the words that errors begin with."""

    system: str
    firm: str | None = None


@dataclass(frozen=True)
class Reply:
    """An answer, read completely.

    :ivar headers: with lower-case names.
    """

    status: int
    headers: t.Mapping[str, str]
    body: bytes

    def json(self) -> t.Any:
        """Return the parsed body; :class:`ValueError` when it is not JSON."""
        try:
            # Some servers begin with a byte order mark.
            return jsonlib.loads(self.body.decode("utf-8-sig"))
        except RecursionError:
            raise ValueError("it is nested too deeply") from None


@dataclass
class Settings:
    """How to reach a system.

    :ivar timeout: seconds that one answer may be silent.
    :ivar deadline: seconds that one call may take with all its retries.
    :ivar ends_at: the moment, in seconds since 1970, after which nothing is sent any more; C(None) for no end.
    :ivar ca_path: a file with the firm's own certification authorities.
    :ivar validate_certs: C(False) only ever for tests.
    """

    timeout: float = READ_TIMEOUT
    deadline: float = TOTAL_DEADLINE
    ends_at: float | None = None
    ca_path: str | None = None
    validate_certs: bool = True


@dataclass
class _Call:
    """One call with all its attempts."""

    method: str
    url: str
    operation: str
    purpose: Purpose
    ends_at: float
    at_the_end: bool
    options: dict[str, t.Any] = field(default_factory=dict)


class Transport:
    """Sends requests to one origin, for one firm.

    :param origin: the only place that anything is ever sent to.
    :param learn: told each secret that appears during the run, besides the redactor.
    :param sleep: waits between attempts; replaced in tests.
    :raises EthicalWallsError: from :meth:`request`, for everything but an answer.
    """

    def __init__(
        self,
        origin: Origin,
        context: Context,
        redactor: Redactor,
        settings: Settings | None = None,
        sleep: t.Callable[[float], None] = time.sleep,
        learn: t.Callable[[str], None] | None = None,
    ) -> None:
        self.origin = origin
        self.context = context
        self.redactor = redactor
        self.settings = settings or Settings()
        self.counter = no_requests()
        self._sleep = sleep
        self._learn = learn
        self._check_settings()
        self._session = requests.Session()
        self._call_at_hand = CallAtHand(Deadline(self.settings.deadline), self.settings.timeout)
        adapter = timed_adapter(self._call_at_hand)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)
        # A proxy of the environment is for the world outside, not for this machine.
        self._session.trust_env = not is_loopback(origin.host)
        self._session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})
        # Otherwise the library reads a redirect's whole body, however long, and its target, although none is followed.
        self._session.get_redirect_target = _no_target  # type: ignore[assignment,method-assign]
        # Two accounts use one transport. Who sends a call is said by its header alone, never by an earlier sign-in.
        self._session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))

    def _check_settings(self) -> None:
        """Refuse what the library would only fail on later, and less clearly."""
        settings = self.settings
        if settings.timeout <= 0 or settings.deadline <= 0:
            raise self.error(
                f"timeout is {settings.timeout:g}",
                "validation",
                hint="Leave it out for 30 seconds.",
            )
        reason = why_unusable(settings.ca_path) if settings.ca_path else None
        if reason is not None:
            raise self.error(
                f"ca_path {settings.ca_path} is unusable ({reason})",
                "validation",
                hint="Give a file of certificates in PEM form that this user may read.",
            )
        environment = unusable(self.origin, settings.ca_path, settings.validate_certs)
        if environment is not None:
            raise self.error(environment.reason, "validation", hint=environment.hint)

    def learn_secret(self, secret: str) -> None:
        """Keep a secret that appeared during the run, such as a token, out of everything that is shown."""
        self.redactor.add(secret)
        if self._learn is not None:
            self._learn(secret)

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        """Return an error of this system and firm, its texts redacted."""
        for name in ("operation", "hint"):
            if details.get(name):
                details[name] = self.redactor.text(details[name])
        for name in ("server_code", "correlation_id"):
            if details.get(name):
                details[name] = server_words(self.redactor, details[name])
        return EthicalWallsError(
            self.redactor.text(reason), kind=kind, system=self.context.system, firm=self.context.firm, **details
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        operation: str,
        purpose: Purpose = "read",
        params: t.Mapping[str, t.Any] | None = None,
        json: t.Any = None,
        form: t.Mapping[str, str] | None = None,
        headers: t.Mapping[str, str] | None = None,
        attempts: int = MAX_ATTEMPTS,
        at_the_end: bool = False,
    ) -> Reply:
        """Send one request, repeat it where that is safe, and return whatever answer came.

        A read is repeated after a lost connection, 429, 502, 503 and 504. A write or a sign-in is repeated only when
        the server surely did not act: the connection could not be made, or 429.

        :param path: from the root of the origin, already URL-encoded.
        :param operation: what is being done, as a verb phrase for messages.
        :param attempts: how often it may be sent at most.
        :param at_the_end: whether it may be sent although the settings' end has come, or the run's, as a sign-out must.
        :raises EthicalWallsError: when no answer came, it was a redirect, retries ran out, or the run has ended.
        """
        if not path.startswith("/"):
            # Anything else could continue the host's name, and so send credentials to another host.
            raise self.error(f"the path '{path}' does not begin with '/'", "validation", operation=operation)
        if has_dot_segment(path):
            # The library resolves it, so an ID that is ".." would make this a request for something else.
            raise self.error(f"the path '{path}' has a segment '.' or '..'", "validation", operation=operation)
        call = _Call(
            method=method,
            url=self.origin.url + path,
            operation=operation,
            purpose=purpose,
            ends_at=time.monotonic() + (self.settings.deadline if at_the_end else self._seconds_left(operation)),
            at_the_end=at_the_end,
            options={"params": params, "json": json, "data": form, "headers": dict(headers or {})},
        )
        attempt = 0
        while True:
            attempt += 1
            if not at_the_end and is_orphaned():
                raise self._orphaned(operation)
            asked: float | None = None
            try:
                reply = self._send(call)
            except EthicalWallsError as error:
                trouble = error
            else:
                if reply.status not in _RETRYABLE_STATUSES:
                    return reply
                asked = asked_wait(reply.headers)
                trouble = self._refused(call, reply, asked)
            pause = backoff(attempt) if asked is None else asked
            repeatable = trouble.retryable and not trouble.ambiguous and attempt < attempts
            # A server that asks for a long wait is not asked again earlier: the user may run again later.
            if not repeatable or pause > LONGEST_WAIT or time.monotonic() + pause >= call.ends_at:
                raise trouble
            self._sleep(pause)

    def _seconds_left(self, operation: str) -> float:
        """Return how long one call may take.

        :raises EthicalWallsError: C(unavailable) when the settings' end has come.
        """
        if self.settings.ends_at is None:
            return self.settings.deadline
        left = self.settings.ends_at - time.time()
        if left <= 0:
            raise self._over("so nothing more was sent", operation)
        return min(self.settings.deadline, left)

    def _over(self, what: str, operation: str, ambiguous: bool = False) -> EthicalWallsError:
        return self.error(
            f"the time that this firm may take is over, {what}",
            "unavailable",
            operation=operation,
            retryable=True,
            ambiguous=ambiguous,
            hint="Run again; what is done is not done twice. Or give it longer: firm_deadline: 60 (minutes).",
        )

    def _orphaned(self, operation: str) -> EthicalWallsError:
        return self.error(
            "the run of Ansible that this belongs to has ended, so nothing more was sent",
            "conflict",
            operation=operation,
            hint="Run again; what is done is not done twice.",
        )

    def _send(self, call: _Call) -> Reply:
        """Send once. An error says whether repeating may help (``retryable``) and may do harm (``ambiguous``)."""
        self.counter[call.purpose] += 1
        settings = self.settings
        # An attempt that begins late must not outlast the deadline of the whole call.
        left = max(call.ends_at - time.monotonic(), _SHORTEST_TIMEOUT)
        self._call_at_hand.deadline, self._call_at_hand.timeout = Deadline(left), settings.timeout
        try:
            response = self._session.request(
                call.method,
                call.url,
                timeout=(min(CONNECT_TIMEOUT, settings.timeout, left), min(settings.timeout, left)),
                verify=(settings.ca_path or True) if settings.validate_certs else False,
                allow_redirects=False,
                stream=True,
                # Keeps requests from replacing our credentials by what it may find in a netrc file.
                auth=_unchanged,
                **call.options,
            )
            with response:
                self._refuse_redirect(response, call)
                self._refuse_packing(response, call)
                body = self._read(response, call)
        except (UnicodeError, requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL):
            # Never with the text of the exception: it repeats the header.
            raise self.error(
                "a header or the address holds a character that cannot be sent",
                "validation",
                operation=call.operation,
                hint="Check the key, the token and the address for line breaks and unusual characters.",
            ) from None
        except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError) as error:
            raise self._broken(call, error) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, body)

    def _refuse_redirect(self, response: t.Any, call: _Call) -> None:
        if not 300 <= response.status_code <= 399:
            return
        raise self.error(
            f"the server answered with a redirect (HTTP {response.status_code}), which is not followed",
            "unexpected",
            operation=call.operation,
            http_status=response.status_code,
            ambiguous=call.purpose != "read",
            hint="Check the address; a proxy that asks for its own sign-in answers like this.",
        )

    def _refuse_packing(self, response: t.Any, call: _Call) -> None:
        if has_known_packing(response):
            return
        raise self.error(
            "the answer is packed in another way than once with gzip or deflate",
            "unexpected",
            operation=call.operation,
            http_status=response.status_code,
            ambiguous=call.purpose != "read",
            hint="Nothing packed was asked for; look for a proxy on the way that packs what it passes on.",
        )

    def _read(self, response: t.Any, call: _Call) -> bytes:
        try:
            return read_body(response, call.method, MAX_BODY)
        except BodyTooLargeError:
            raise self.error(
                f"the answer is larger than {MAX_BODY / 2**20:g} MiB",
                "unavailable",
                operation=call.operation,
                http_status=response.status_code,
                ambiguous=call.purpose != "read",
                hint=f"A proxy may answer in the server's place: open {self.origin.url} from this machine.",
            ) from None

    def _broken(self, call: _Call, error: Exception) -> EthicalWallsError:
        """Return the error for a request that got no whole answer."""
        causes = list(causes_of(error))
        url, cause = self.origin.url, words_for(causes)
        said = f" ({cause})" if cause else ""
        distrusted = any(isinstance(one, ssl.SSLCertVerificationError) for one in causes)
        acted = not (distrusted or never_connected(causes))
        if not acted:
            self.counter[call.purpose] -= 1
        if distrusted:
            return self.error(
                f"the TLS certificate of {url} was not trusted{said}",
                "unavailable",
                operation=call.operation,
                hint=hint_about_trust(self.origin, self.context.system, self.settings.ca_path),
            )
        # What the server may have done must not be done twice; a failed read may be repeated.
        ambiguous = acted and call.purpose != "read"
        names = {type(one).__name__ for one in causes}
        hint = "Check that the address is right and reachable from here, then run again."
        if names & set(TIMED_OUT) and self._has_ended(call):
            return self._over(f"and {url} had not answered yet", call.operation, ambiguous)
        if names & set(TIMED_OUT):
            reason = f"{url} did not answer in time{said}"
        elif any(isinstance(one, (ssl.SSLError, requests.exceptions.SSLError)) for one in causes):
            reason = f"the TLS connection to {url} failed{said}"
        elif "ProxyError" in names:
            reason = f"{url} could not be reached through the proxy of the environment{said}"
            hint = hint_about_proxy(self.origin)
        else:
            reason = f"{url} broke off the connection{said}" if acted else f"{url} could not be reached{said}"
        return self.error(
            reason,
            "unavailable",
            operation=call.operation,
            retryable=True,
            ambiguous=ambiguous,
            hint=hint,
        )

    def _has_ended(self, call: _Call) -> bool:
        """Say whether it was the settings' end that ended a call, and not that of the call itself."""
        return not call.at_the_end and self.settings.ends_at is not None and time.time() >= self.settings.ends_at

    def _refused(self, call: _Call, reply: Reply, asked: float | None) -> EthicalWallsError:
        when = f"after the {asked:g} seconds that it asks for" if asked else "later"
        return self.error(
            f"the server answered HTTP {reply.status}",
            kind_for_status(reply.status),
            operation=call.operation,
            http_status=reply.status,
            correlation_id=reply.headers.get("x-request-id"),
            retryable=True,
            # Too many requests: this one was not looked at. Behind any other gateway it may have been.
            ambiguous=call.purpose != "read" and reply.status != 429,
            hint=f"The server is busy or being maintained; run again {when}.",
        )


def _unchanged(request: t.Any) -> t.Any:
    """Authentication that leaves the request as it is."""
    return request


def _no_target(response: t.Any) -> None:
    """Say that a redirect leads nowhere."""
