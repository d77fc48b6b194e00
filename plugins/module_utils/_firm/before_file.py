# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file in which an onboarding keeps what it found: whose it is, and what stood there before its first write."""

from __future__ import annotations

import glob
import json
import os
import typing as t

from .._core.files import file_name

Data = dict[str, t.Any]

FORMAT = 1
KIND = "before_onboarding"

# What the file holds, and of which kind each is.
_PARTS: t.Mapping[str, t.Any] = {
    "host": str,
    "moment": str,
    "imanage_url": str,
    "customer_id": str,
    "legora_organisation": str,
    "user_id": str,
    "account": dict,
    "legora": dict,
    "wanted": dict,
}
_OF_ACCOUNT = {"exists": bool, "fields": dict, "nrtadmin": list}
_OF_LEGORA = {"known": bool}
_OF_WANTED = {"fields": dict, "libraries": list}


def read_before(path: str) -> Data:
    """Return what a file holds.

    :raises ValueError: where there is none, or it is none of these; nothing of it is repeated.
    """
    try:
        with open(os.path.expanduser(path), encoding="utf-8") as file:
            content = json.load(file)
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror or 'there is no such file'}") from None
    except ValueError:
        raise ValueError(f"is no whole file of JSON. {_WHICH}") from None
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise ValueError(f"is a file of another kind. {_WHICH}")
    if content.get("format") != FORMAT:
        raise ValueError(
            f"has the format {content.get('format')}, this release reads {FORMAT}; run undo of the one that wrote it"
        )
    for part, known in (("", _PARTS), ("account", _OF_ACCOUNT), ("legora", _OF_LEGORA), ("wanted", _OF_WANTED)):
        there = content.get(part, {}) if part else content
        for name, kind in known.items():
            if not isinstance(there.get(name), kind):
                raise ValueError(f"lacks {f'{part}.' if part else ''}{name}, or has it in another form. {_WHICH}")
    return content


_WHICH = "Name the file that the result of the onboarding names, whose name ends in -before-, the moment and .json"


def which_there_are(path: str, host: str | None) -> str:
    """Return what to do about a file that is none: which ones there are of the firm in the same directory.

    :param host: the firm's inventory name; C(None) where nobody knows it.
    """
    directory = os.path.dirname(os.path.expanduser(path)) or "."
    pattern = os.path.join(directory, f"{file_name(host or 'HOST')}-before-*.json")
    found = sorted(glob.glob(pattern))
    newest = f"the newest is {found[-1]}" if found else "there is none"
    return f"Nothing was sent. This firm's files: ls {pattern}; {newest}."


def whose(before: Data, host: str | None, values: t.Mapping[str, t.Any]) -> list[str]:
    """Return what says that a file is another firm's, or about another account; empty where it is this one's.

    :param host: the firm's inventory name; C(None) where nobody knows it.
    :param values: the firm's variables, normalised.
    """
    own = {
        "host": host,
        "imanage_url": values.get("imanage_url"),
        "legora_organisation": values.get("legora_organisation"),
        "user_id": values.get("service_account_user_id"),
        "customer_id": values.get("imanage_customer_id"),
    }
    titles = {
        "host": "the host",
        "imanage_url": "imanage_url",
        "legora_organisation": "legora_organisation",
        "user_id": "service_account_user_id",
        "customer_id": "imanage_customer_id",
    }
    return [
        f"{titles[name]} in it is {before[name]}, not {value}"
        for name, value in own.items()
        if value is not None and str(before[name]).strip().casefold() != str(value).strip().casefold()
    ]
