# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of notifications, as AWX checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import ENCRYPTED

# By type of notification: the settings, each with its kind, and its default where it has one (AWX's classes for them).
_SETTINGS: dict[str, dict[str, tuple[str, Any]]] = {
    "email": {
        "host": ("string", None), "port": ("int", None), "username": ("string", None), "password": ("password", None),
        "use_tls": ("bool", None), "use_ssl": ("bool", None), "sender": ("string", None), "recipients": ("list", None),
        "timeout": ("int", 30),
    },
    "slack": {"token": ("password", None), "channels": ("list", None), "hex_color": ("string", "")},
    "mattermost": {
        "mattermost_url": ("string", None), "mattermost_username": ("string", ""), "mattermost_channel": ("string", ""),
        "mattermost_icon_url": ("string", ""), "mattermost_no_verify_ssl": ("bool", False),
    },
    "webhook": {
        "url": ("string", None), "http_method": ("string", "POST"), "headers": ("object", None),
        "disable_ssl_verification": ("bool", False), "username": ("string", ""), "password": ("password", ""),
    },
}  # fmt: skip
_TYPES: dict[str, Any] = {
    "string": str, "password": str, "int": int, "bool": (bool, int), "list": list, "object": dict,
}  # fmt: skip
_SECRETS = {
    kind: {name for name, (of_type, _default) in settings.items() if of_type == "password"}
    for kind, settings in _SETTINGS.items()
}


def check(kind: str, given: dict[str, Any], old: Mapping[str, Any] | None) -> list[str]:
    """Check the settings of a notification, and fill in defaults.

    :param old: the settings as they are, for secrets that are to stay; ``None`` when it is created.
    :return: what is wrong.
    """
    settings = _SETTINGS.get(kind)
    if settings is None:
        return ["The double does not know the settings of this type of notification."]
    missing, errors = [], []
    for name, (of_type, default) in settings.items():
        if name not in given and default is not None:
            given[name] = default
        if name not in given:
            missing.append(name)
        elif not isinstance(given[name], _TYPES[of_type]):
            errors.append(f"Configuration field '{name}' incorrect type, expected {of_type}.")
        elif of_type == "list" and not given[name]:
            errors.append(f"No values specified for field '{name}'")
        elif of_type == "password" and given[name] == ENCRYPTED and old is not None:
            given[name] = old.get(name, "")
    if missing:
        errors.append(f"Missing required fields for Notification Configuration: {missing}.")
    unknown = sorted(set(given) - set(settings))
    if unknown:
        # Stricter than AWX.
        errors.append(f"The double knows no such setting: {', '.join(unknown)}.")
    return errors


def shown(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings as AWX shows them, secrets hidden."""
    secret = _SECRETS.get(kind, set())
    return {name: ENCRYPTED if name in secret and value else value for name, value in given.items()}
