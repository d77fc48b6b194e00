# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that decisions share, without anything that talks to a network: filters read them in every task they are in."""

from __future__ import annotations

# The group whose members may read the queue of change events, in every library (V).
NRTADMIN = "NRTADMIN"

# The role of a user for whom no role was named (V).
DEFAULT_ROLE = "DEFAULT"

# The type of the capability that makes a connector follow ethical walls (A).
ETHICAL_WALLS = "ethical_walls"

# Why a sign-in as the account was not tried.
REASON_IP_LOCKED = "ip_locked"
REASON_FAILED_SIGN_INS = "failed_sign_ins"
REASON_UNCOUNTED = "uncounted"
REASON_REFUSED_BEFORE = "refused_before"

# The same for people.
NOT_TRIED = {
    REASON_IP_LOCKED: "the account may sign in from other addresses only, so it was not tried from here",
    REASON_FAILED_SIGN_INS: "the account has failed sign-ins already, and one more could lock it, so it was not tried",
    REASON_UNCOUNTED: (
        "iManage tells neither the account's lock nor its failed sign-ins, and trying it could lock it, so it was not "
        "tried without verify_probe"
    ),
    REASON_REFUSED_BEFORE: (
        "iManage has refused this password before, so it is not tried again until service_account_password_version is "
        "another one"
    ),
}

# How the sentence begins that gives an account another password than it had.
SETS_PASSWORD = "Set the password of"

# How the sentences begin that give Legora an account, or its password.
GIVES_LEGORA = "Give Legora's iManage connector"

# What comes first where a run has replaced the password at iManage, and Legora was not given it.
CUT_OFF = "Legora of {firm} has the old password, and iManage the new one: it is cut off until both agree."

# What to do where the role that the firm names is not there; it takes an administrator's judgement.
CREATE_ROLE = "Create the role in Control Center, without document view, or correct service_account_role."

# Between what could not be read and why, in the evidence of a check.
UNREAD = " could not be read: "

# Between what could not be read and the critical failures that were seen nevertheless, in the message of a phase.
ALSO_SEEN = " What was read shows: "
