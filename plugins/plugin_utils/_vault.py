# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encrypts and decrypts variables with the vault passwords of this run, in memory."""

from __future__ import annotations

import typing as t

import yaml
from ansible import constants
from ansible.parsing.vault import VaultLib, match_encrypt_secret


class _Loader(yaml.SafeLoader):
    """Reads plain values, and texts that are marked as no templates."""


def _as_it_stands(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> t.Any:
    return loader.construct_scalar(node)


_Loader.add_constructor("!unsafe", _as_it_stands)


class Sealer:
    """What a run's vault passwords can do.

    :param vault: with the passwords of this run.
    """

    def __init__(self, vault: VaultLib) -> None:
        self._vault = vault

    def seal(self, text: str, like: str | None) -> str:
        """Return a text, encrypted.

        :param like: an encrypted text, whose password is used again; C(None) for the one that Ansible would use.
        """
        if like is None:
            wanted = constants.DEFAULT_VAULT_ENCRYPT_IDENTITY
            vault_id, secret = match_encrypt_secret(self._vault.secrets, encrypt_vault_id=wanted)
        else:
            _plain, vault_id, secret = self._vault.decrypt_and_get_vault_id(like.encode())
        # The header names no ID where it is the usual one.
        named = None if vault_id in (None, constants.DEFAULT_VAULT_IDENTITY) else str(vault_id)
        sealed: bytes = self._vault.encrypt(text, secret, named)
        return sealed.decode()

    def unseal(self, text: str) -> dict[str, t.Any]:
        """Return the variables in an encrypted text.

        :raises ValueError: where none of the passwords opens it, or there is something else in it; no value is said.
        """
        try:
            plain = self._vault.decrypt(text.encode())
        except Exception:  # noqa: BLE001 (what it says may repeat what it has read)
            raise ValueError("none of this run's vault passwords opens it") from None
        try:
            found = yaml.load(plain, Loader=_Loader)  # noqa: S506 (a safe loader)
        except yaml.YAMLError:
            raise ValueError("it is no YAML, or has more than plain values") from None
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise ValueError("it holds no variables")
        return {str(name): value for name, value in found.items()}
