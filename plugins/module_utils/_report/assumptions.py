# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every report says it takes for granted, so that nobody reads more into it than was proved."""

from __future__ import annotations

# By the row of the guide "Documented or assumed" that it stands for: tests/unit/test_report_schema.py compares
# the two, so that no assumption is missing here.
IMANAGE_ASSUMPTIONS = {
    "capability `global_users` marks the cloud": (
        "It is assumed that the capability global_users, as iManage tells it, marks iManage's cloud."
    ),
    "`GET L/users/{id}`, `GET L/users?email=`": (
        "It is assumed that GET libraries/{library}/users reads the users of one library, by ID and by e-mail address."
    ),
    "a new password by the same `PATCH`": ("It is assumed that the call that changes a user sets a new password too."),
    'its `m2_bits.document_view` means "may view documents"': (
        "It is assumed that the right document_view, as iManage tells it to the signed-in account, means that the "
        "account may view documents."
    ),
    "a library's status `ready`, and like words, means that it can be used": (
        "It is assumed that a library whose status is ready, or a word like it, can be used."
    ),
    "`GET C/apps` lists the registered applications; the status `enabled` or `active` means that one works": (
        "It is assumed that iManage lists its registered applications, and that enabled or active marks one that works."
    ),
    "`GET C/users/{id}/apps` lists the applications that this user may use": (
        "It is assumed that the applications that iManage tells of a user are those that it may use."
    ),
    "its parameter `logon_status=Any` lists disabled members too": (
        "It is assumed that iManage lists a group's disabled members when it is asked for them."
    ),
    "several addresses in it are separated by commas": (
        "It is assumed that commas separate several addresses in the restriction of an account."
    ),
}

_ASSUMED_PROFILE = (
    "Legora publishes no reference for its administration API. What was read and written there follows an assumed "
    'description of it (the profile "assumed").'
)
_GIVEN_PROFILE = (
    "Legora publishes no reference for its administration API. What was read and written there follows a description "
    "that was given for this firm (a profile of its own)."
)
_BY_HAND = (
    "Nothing was read or written at Legora. What stands there is what a named person has confirmed, and nothing more "
    "is known of it."
)
_GENERAL = (
    (
        "An unknown is not a pass: it means that a check could not be decided. An attested check rests on the word of "
        "the person who is named, not on anything that was measured."
    ),
    (
        "The service account is a member of NRTADMIN, the administrators of a library, since Legora reads the queue of "
        "permission changes there."
    ),
    (
        "iManage's pages say both that NRTADMIN supersedes all other privileges and that a library role can withhold "
        "document view from its members. So it is proved, signed in as the account, and never taken for granted: "
        "https://github.com/legalops/ethical_walls/blob/main/docs/docsite/rst/guide_metadata_only.rst"
    ),
    "Each check saw one moment. What somebody changes afterwards is seen by the next verification only.",
    "In iManage's cloud a change to users or roles may take up to eight hours to take effect.",
    "At Legora, a project that somebody created by hand is outside the walls, whatever this report says.",
)


def assumptions(profile: str | None, method: str | None = None) -> list[dict[str, str]]:
    """Return what is assumed, each with where it comes from.

    :param profile: how Legora's administration API was spoken: C(assumed), C(given), or C(None) when not known.
    :param method: how Legora is set up: C(api), C(by_hand), or C(None) when not known.
    """
    at_legora = _BY_HAND if method == "by_hand" else _GIVEN_PROFILE if profile == "given" else _ASSUMED_PROFILE
    rows = [{"about": "Legora", "text": at_legora}]
    rows += [{"about": "iManage", "text": sentence} for sentence in IMANAGE_ASSUMPTIONS.values()]
    rows += [{"about": "This report", "text": sentence} for sentence in _GENERAL]
    return rows
