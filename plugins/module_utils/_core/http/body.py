# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an answer's body as it arrives, so that one that is too large is noticed in time."""

from __future__ import annotations

import typing as t

_PIECE = 65536
# A packed byte becomes at most about a thousand.
_PACKED_PIECE = 1024


def packing(response: t.Any) -> str:
    """Return how the body is packed; nothing when it is not."""
    said: str = response.headers.get("content-encoding", "").strip().lower()
    return "" if said == "identity" else said


def has_known_packing(response: t.Any) -> bool:
    """Say whether the body is not packed, or so that it grows no more than a thousand times."""
    return packing(response) in ("", "gzip", "deflate")


def pieces(response: t.Any) -> t.Iterator[bytes]:
    """Yield the body in pieces that are small enough to be measured before there are more of them."""
    if packing(response):
        yield from _unpacked_pieces(response.raw)
    elif hasattr(response.raw, "read1"):
        yield from iter(lambda: response.raw.read1(_PIECE), b"")
    else:
        yield from _pieces_of_old_library(response.raw)


def _unpacked_pieces(raw: t.Any) -> t.Iterator[bytes]:
    while True:
        piece = raw.read(_PACKED_PIECE, decode_content=True)
        if piece:
            yield piece
        # Older releases of the library return nothing, too, for a piece that is not enough to unpack anything.
        elif raw.closed:
            return


def _pieces_of_old_library(raw: t.Any) -> t.Iterator[bytes]:
    """Do the same with releases of the library that have no such method, as in AWX's own execution environment.

    Python's own reader, which they wrap, has it. It does not notice by itself where a body of known length ends.
    """
    reader, left = raw._fp, raw.length_remaining
    while left is None or left > 0:
        piece = reader.read1(_PIECE if left is None else min(left, _PIECE))
        if not piece:
            return
        left = None if left is None else left - len(piece)
        yield piece
    # Read to its end, the connection may be used again.
    reader.close()
    raw.release_conn()


def declared_length(response: t.Any, method: str) -> int | None:
    """Return how long the server says that the body is; a packed one has another length once unpacked."""
    if method == "HEAD" or response.status_code in (204, 304) or packing(response):
        return None
    length = response.headers.get("content-length", "")
    return int(length) if length.isdigit() and "transfer-encoding" not in response.headers else None
