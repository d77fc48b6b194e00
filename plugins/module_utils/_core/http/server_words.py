# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A system's own words, as they may stand in our messages: free of secrets, on one line and not too long.

Whatever shortens, splits or joins what a server sent does it here, where secrets are masked before.
"""

from __future__ import annotations

import typing as t

from ..redaction import Redactor

LONGEST_WORDS = 300
_LONGEST_CONTENT_TYPE = 60


def server_words(redactor: Redactor, text: str, longest: int = LONGEST_WORDS) -> str:
    """Return what a server said in a form that can be shown."""
    # Masked first: half a secret, or one whose white space has changed, would not be known for one. And once more, for
    # a secret that the server itself had wrapped.
    line = redactor.text(" ".join(redactor.text(text).split()))
    return line if len(line) <= longest else f"{line[:longest]}..."


def content_type(redactor: Redactor, headers: t.Mapping[str, str]) -> str:
    """Return what a server calls the form of its answer, without parameters.

    :param headers: with lower-case names.
    """
    named = redactor.text(headers.get("content-type", "no content type"))
    return server_words(redactor, named.split(";")[0], _LONGEST_CONTENT_TYPE)
