# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an answer's body piece by piece, so that one that is too large is noticed in time."""

from __future__ import annotations

import contextlib
import typing as t

# That it is missing is reported by the front end, which looks for it first.
with contextlib.suppress(ImportError):
    import urllib3

_PIECE = 65536
# A packed byte becomes at most about a thousand.
_PACKED_PIECE = 1024


class BodyTooLargeError(Exception):
    """There is more of a body than may be read."""


def has_known_packing(response: t.Any) -> bool:
    """Say whether the body is not packed, or so that it grows no more than a thousand times."""
    return _packing(response) in ("", "gzip", "deflate")


def read_body(response: t.Any, method: str, at_most: int) -> bytes:
    """Return the whole body.

    :param method: of the request.
    :param at_most: bytes, unpacked.
    :raises BodyTooLargeError: when there are more.
    """
    declared = _declared_length(response, method)
    pieces: list[bytes] = []
    size = 0
    for piece in _pieces(response):
        pieces.append(piece)
        size += len(piece)
        if size > at_most:
            raise BodyTooLargeError
    if declared is not None and size < declared:
        # Release 1.26 of urllib3 takes a body that breaks off for a short one.
        raise urllib3.exceptions.IncompleteRead(size, declared - size)
    return b"".join(pieces)


def _packing(response: t.Any) -> str:
    """Return how the body is packed; nothing when it is not."""
    said: str = response.headers.get("content-encoding", "").strip().lower()
    return "" if said == "identity" else said


def _pieces(response: t.Any) -> t.Iterator[bytes]:
    """Yield the body in pieces that are small enough to be measured before there are more of them."""
    size = _PACKED_PIECE if _packing(response) else _PIECE
    while True:
        piece = response.raw.read(size, decode_content=True)
        if piece:
            yield piece
        # The same release returns nothing, too, for a piece that is not enough to unpack anything.
        elif response.raw.closed:
            return


def _declared_length(response: t.Any, method: str) -> int | None:
    """Return how long the server says that the body is; a packed one has another length once unpacked."""
    if method == "HEAD" or response.status_code in (204, 304) or _packing(response):
        return None
    length = response.headers.get("content-length", "")
    return int(length) if length.isdigit() and "transfer-encoding" not in response.headers else None
