# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which certification authorities are trusted: the same for every request and for a probe."""

from __future__ import annotations

import os
import ssl

from ..network_errors import words_for
from ..origin import is_loopback

# As the library "requests" reads them, in this order, where it may look at the environment at all.
_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def trusted_authorities(ca_path: str | None, host: str) -> str:
    """Return the file or directory of authorities that a server's certificate is checked with.

    :param ca_path: as the user gave it; then nothing else counts.
    :param host: for this machine itself the environment is not asked.
    """
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    if ca_path:
        return ca_path
    named = None if is_loopback(host) else authorities_variable()
    return os.environ[named] if named else str(DEFAULT_CA_BUNDLE_PATH)


def authorities_variable() -> str | None:
    """Return the variable of the environment that names the authorities; C(None) where none does."""
    return next((name for name in _VARIABLES if os.environ.get(name)), None)


def load_authorities(context: ssl.SSLContext, path: str) -> None:
    """Let a context trust the authorities of a file or directory.

    :raises OSError: when it cannot be read, or holds no certificates.
    """
    if os.path.isdir(path):
        context.load_verify_locations(capath=path)
    else:
        context.load_verify_locations(cafile=path)


def why_unusable(path: str) -> str | None:
    """Say why a file of authorities cannot be used; C(None) when it can."""
    try:
        load_authorities(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), path)
    except OSError as error:
        return words_for([error])
    return None
