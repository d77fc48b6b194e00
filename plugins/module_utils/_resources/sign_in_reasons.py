# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why no sign-in as the service account was tried, without anything that talks to a network."""

from __future__ import annotations

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
