# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that decisions share, without anything that talks to a network: filters read them in every task they are in."""

from __future__ import annotations

# The group whose members may read the queue of change events, in every library (V).
NRTADMIN = "NRTADMIN"

# The type of the capability that makes a connector follow ethical walls (A).
ETHICAL_WALLS = "ethical_walls"

# Why a sign-in as the account was not tried.
REASON_IP_LOCKED = "ip_locked"
REASON_FAILED_SIGN_INS = "failed_sign_ins"

# What to do where the role that the firm names is not there; it takes an administrator's judgement.
CREATE_ROLE = "Create the role in Control Center, without document view, or correct service_account_role."

# Between what could not be read and the critical failures that were seen nevertheless, in the message of a phase.
ALSO_SEEN = " What was read shows: "
