# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences of plans and hints that more than one place writes, or recognises."""

from __future__ import annotations

# How the sentence begins that gives an account another password than it had.
SETS_PASSWORD = "Set the password of"

# How the sentence begins that gives it back the one before.
PUTS_BACK = "Put back the old password of"

# How the sentences begin that give Legora an account, or its password.
GIVES_LEGORA = "Give Legora's iManage connector"

# What to do where the role that the firm names is not there; it takes an administrator's judgement.
CREATE_ROLE = "Create the role in Control Center, without document view, or correct service_account_role."
