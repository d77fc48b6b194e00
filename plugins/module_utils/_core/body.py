# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an answer's body as it arrives, so that a trickling server is noticed in time."""

from __future__ import annotations

import typing as t

_PIECE = 65536


def pieces(response: t.Any) -> t.Iterator[bytes]:
    """Yield the body as it arrives; waiting for whole pieces would let a trickling server outlast every limit."""
    read1 = getattr(response.raw, "read1", None)
    if read1 is None:
        yield from _pieces_of_old_library(response)
        return
    while True:
        piece = read1(_PIECE, decode_content=True)
        if not piece:
            return
        yield piece


def _pieces_of_old_library(response: t.Any) -> t.Iterator[bytes]:
    """Do the same with releases of the library that have no such method, as in AWX's own execution environment.

    Python's own reader, which they wrap, has it. It does not notice by itself where a body of known length ends, nor
    does it unpack one; what nobody asked to be packed may be waited for.
    """
    if "content-encoding" in response.headers:
        yield from response.iter_content(64)
        return
    raw, reader = response.raw, response.raw._fp
    left = raw.length_remaining
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
    if method == "HEAD" or response.status_code in (204, 304) or "content-encoding" in response.headers:
        return None
    length = response.headers.get("content-length", "")
    return int(length) if length.isdigit() and "transfer-encoding" not in response.headers else None
