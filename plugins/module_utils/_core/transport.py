# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP with what every call of ours needs: limits, write-safe retries, counters, and errors that name their place.

C(requests) does the HTTP. What is here is only what a caller of two unreliable systems has to decide: which requests
may be repeated, how long all of it may take, and what a failure is called.
"""

from __future__ import annotations

import json as jsonlib
import random
import time
import traceback
import typing as t
from dataclasses import dataclass, field

from .errors import EthicalWallsError, kind_for_status
from .origin import Origin, is_loopback
from .redaction import Redactor

try:
    import requests
except ImportError:
    REQUESTS_IMPORT_ERROR: str | None = traceback.format_exc()
else:
    REQUESTS_IMPORT_ERROR = None

Purpose = t.Literal["read", "write", "signin"]

# Seconds and bytes. A reading of one firm's data is kilobytes; what exceeds the size is a mistake or an attack.
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0
TOTAL_DEADLINE = 120.0
MAX_BODY = 16 * 1024 * 1024
MAX_ATTEMPTS = 4
LONGEST_WAIT = 60.0

_RETRYABLE_STATUSES = (429, 502, 503, 504)
# In the order in which they are trusted. The first two are iManage's, in seconds; the third is RFC 9110's.
WAIT_HEADERS = ("x-ratelimit-retryafter", "retry-after", "x-ratelimit-reset")


@dataclass(frozen=True)
class Context:
    """Whom the requests are for: the words that errors begin with.

    :ivar system: the system as users call it.
    :ivar firm: the firm as reports call it.
    """

    system: str
    firm: str | None = None


@dataclass
class Counter:
    """How many requests were sent, by purpose; sign-ins include sign-outs."""

    read: int = 0
    write: int = 0
    signin: int = 0

    def count(self, purpose: Purpose) -> None:
        """Count one request that is about to be sent."""
        setattr(self, purpose, getattr(self, purpose) + 1)

    def as_dict(self) -> dict[str, int]:
        """Return the counts under the names that modules return."""
        return {"read": self.read, "write": self.write, "signin": self.signin}


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
        return jsonlib.loads(self.body.decode("utf-8"))


@dataclass
class Settings:
    """How to reach a system.

    :ivar timeout: seconds that one answer may be silent.
    :ivar deadline: seconds that one call may take with all its retries.
    :ivar ca_path: a file with the firm's own certification authorities.
    :ivar validate_certs: C(False) only ever for tests.
    """

    timeout: float = READ_TIMEOUT
    deadline: float = TOTAL_DEADLINE
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
        self.counter = Counter()
        self._sleep = sleep
        self._learn = learn
        self._session = requests.Session()
        # A proxy of the environment is for the world outside, not for this machine.
        self._session.trust_env = not is_loopback(origin.host)
        self._session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})

    def learn_secret(self, secret: str) -> None:
        """Keep a secret that appeared during the run, such as a token, out of everything that is shown."""
        self.redactor.add(secret)
        if self._learn is not None:
            self._learn(secret)

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        """Return an error of this system and firm, its texts redacted."""
        if details.get("hint"):
            details["hint"] = self.redactor.text(details["hint"])
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
    ) -> Reply:
        """Send one request, repeat it where that is safe, and return whatever answer came.

        A read is repeated after a lost connection, 429, 502, 503 and 504. A write or a sign-in is repeated only when
        the server surely did not act: the connection could not be made, or 429.

        :param path: from the root of the origin, already URL-encoded.
        :param operation: what is being done, as a verb phrase for messages.
        :param attempts: how often it may be sent at most.
        :raises EthicalWallsError: when no answer came, it was a redirect, or retries ran out.
        """
        call = _Call(
            method=method,
            url=self.origin.url + path,
            operation=operation,
            purpose=purpose,
            ends_at=time.monotonic() + self.settings.deadline,
            options={"params": params, "json": json, "data": form, "headers": dict(headers or {})},
        )
        attempt = 0
        while True:
            attempt += 1
            trouble, wait, reply = None, None, None
            try:
                reply = self._send(call)
            except EthicalWallsError as error:
                trouble = error
            if reply is not None:
                if reply.status not in _RETRYABLE_STATUSES:
                    return reply
                acted = purpose != "read" and reply.status != 429
                trouble, wait = self._refused(call, reply, acted), _asked_wait(reply)
            assert trouble is not None
            pause = wait if wait is not None else _backoff(attempt)
            repeatable = trouble.retryable and not trouble.ambiguous and attempt < attempts
            if not repeatable or time.monotonic() + pause > call.ends_at:
                raise trouble
            self._sleep(pause)

    def _send(self, call: _Call) -> Reply:
        """Send once. An error says whether repeating may help (``retryable``) and may do harm (``ambiguous``)."""
        self.counter.count(call.purpose)
        settings = self.settings
        try:
            response = self._session.request(
                call.method,
                call.url,
                timeout=(min(CONNECT_TIMEOUT, settings.timeout), settings.timeout),
                verify=(settings.ca_path or True) if settings.validate_certs else False,
                allow_redirects=False,
                stream=True,
                # Keeps requests from replacing our credentials by what it may find in a netrc file.
                auth=_unchanged,
                **call.options,
            )
            with response:
                body = self._read(response, call)
        except requests.exceptions.SSLError as error:
            raise self.error(
                f"the TLS connection to {self.origin.url} was not trusted ({_innermost(error)})",
                "unavailable",
                operation=call.operation,
                hint="Check the server's certificate chain; for a private certification authority give ca_path.",
            ) from None
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError) as error:
            raise self._unreachable(call, error, acted=False) from None
        except requests.exceptions.RequestException as error:
            raise self._unreachable(call, error, acted=not _never_connected(error)) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        if 300 <= response.status_code <= 399:
            raise self.error(
                f"the server answered with a redirect (HTTP {response.status_code}), which is not followed",
                "unexpected",
                operation=call.operation,
                http_status=response.status_code,
                ambiguous=call.purpose != "read",
                hint="Check the address; a proxy that asks for its own sign-in answers like this.",
            )
        return Reply(response.status_code, headers, body)

    def _read(self, response: t.Any, call: _Call) -> bytes:
        """Read the body, but neither without end nor for ever."""
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_content(16384):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_BODY or time.monotonic() > call.ends_at:
                raise self.error(
                    f"the answer is larger than {MAX_BODY} bytes" if size > MAX_BODY else "the answer took too long",
                    "unavailable",
                    operation=call.operation,
                    http_status=response.status_code,
                    ambiguous=call.purpose != "read",
                )
        return b"".join(chunks)

    def _unreachable(self, call: _Call, error: Exception, acted: bool) -> EthicalWallsError:
        timed_out = isinstance(error, requests.exceptions.Timeout)
        return self.error(
            f"{self.origin.url} {'did not answer in time' if timed_out else 'could not be reached'}"
            f" ({_innermost(error)})",
            "unavailable",
            operation=call.operation,
            retryable=True,
            # What the server may have done must not be done twice; a failed read may be repeated.
            ambiguous=acted and call.purpose != "read",
            hint="Check that the address is right and reachable from here, then run again.",
        )

    def _refused(self, call: _Call, reply: Reply, acted: bool) -> EthicalWallsError:
        return self.error(
            f"the server answered HTTP {reply.status}",
            kind_for_status(reply.status),
            operation=call.operation,
            http_status=reply.status,
            correlation_id=reply.headers.get("x-request-id"),
            retryable=True,
            ambiguous=acted,
            hint="The server is busy or being maintained; run again later.",
        )


def _unchanged(request: t.Any) -> t.Any:
    """Authentication that leaves the request as it is."""
    return request


def _backoff(attempt: int) -> float:
    """Return the seconds to wait after the n-th attempt: 0.5, 1, 2 and so on, with jitter."""
    return float(0.5 * 2 ** (attempt - 1) * random.uniform(0.5, 1.0))  # noqa: S311 (jitter is no secret)


def _asked_wait(reply: Reply) -> float | None:
    """Return the seconds that the server asked us to wait, where it did in a form that can be understood."""
    for name in WAIT_HEADERS:
        try:
            seconds = float(reply.headers[name])
        except (KeyError, ValueError):
            continue
        if 0 <= seconds <= LONGEST_WAIT:
            return seconds
    return None


def _causes(error: BaseException) -> t.Iterator[BaseException]:
    """Yield an exception and everything that it wraps; urllib3 hides the cause in ``reason`` and in arguments."""
    seen: set[int] = set()
    queue: list[t.Any] = [error]
    while queue:
        current = queue.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        queue += [getattr(current, "reason", None), current.__cause__, current.__context__, *current.args]


def _never_connected(error: BaseException) -> bool:
    """Say whether the connection was never made, so that the server cannot have acted."""
    return any(type(cause).__name__ in ("NewConnectionError", "NameResolutionError") for cause in _causes(error))


def _innermost(error: BaseException) -> str:
    """Return a short cause without object addresses and without the URL, which may hold data."""
    for cause in reversed(list(_causes(error))):
        if isinstance(cause, OSError) and cause.strerror:
            return str(cause.strerror)
    return type(error).__name__
