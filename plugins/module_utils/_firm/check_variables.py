# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firm variables that checks look at: what the firm exports or says, since no call returns it."""

from __future__ import annotations

from .._core.values import number_of
from .variable import Fills, FirmVariable, attestations, documents, networks, texts

# Seconds. The probe of iManage's address is at most this long under way.
LONGEST_PROBE = 600
DEFAULT_PROBE = 15

# Days after which somebody should look again at what was attested.
LONGEST_ATTESTATION_DAYS = 3660
DEFAULT_ATTESTATION_DAYS = 365

# Which types there are is not published, so these are assumed (A).
_OF_THE_CONNECTION = ("integration", "service_account", "capability", "organisation")

# The roles whose checks a named person may answer.
_READ_ATTESTATIONS = ("preflight", "verify", "rotate_password", "offboard")

_ADDRESSES = "[ann@alder.example, bob@alder.example]"

# In the order in which the documentation shows them.
OF_CHECKS = (
    FirmVariable(
        "network_allow_list",
        networks,
        "The addresses that the firm's firewall admits for Legora, for check N4.",
        type="list",
        elements="str",
        readers=("preflight",),
    ),
    FirmVariable(
        "endpoint_timeout",
        number_of("seconds", LONGEST_PROBE),
        f"Seconds within which iManage's address has to answer the probe, from 1 to {LONGEST_PROBE}.",
        type="int",
        default=DEFAULT_PROBE,
        fills=(Fills("endpoint_info.timeout"),),
    ),
    FirmVariable(
        "attestations",
        attestations,
        "What no machine can see, as C({check ID: {by, date, note}}).",
        type="dict",
        readers=_READ_ATTESTATIONS,
    ),
    FirmVariable(
        "attestation_days",
        number_of("days", LONGEST_ATTESTATION_DAYS),
        "Days after which an attestation, or a confirmation (C(legora_confirmed)), becomes a warning, from 1 to "
        f"{LONGEST_ATTESTATION_DAYS}.",
        type="int",
        default=DEFAULT_ATTESTATION_DAYS,
        readers=_READ_ATTESTATIONS,
    ),
    FirmVariable(
        "verify_test_documents",
        documents,
        "By library, a document whose download as the service account has to be refused, such as "
        "C({ACTIVE: ACTIVE!1234.1}), for check A10. Onboarding asks for it too, before anything is given to Legora. "
        "Name one that may be seen by anybody.",
        type="dict",
        fills=(Fills("imanage_access_info.test_documents", of_account=True),),
    ),
    FirmVariable(
        "verify_wall_users",
        texts(_ADDRESSES),
        "The e-mail addresses of the users who are behind a wall, as the firm exported them, for check S3.",
        type="list",
        elements="str",
        readers=("verify",),
    ),
    FirmVariable(
        "verify_legora_users",
        texts(_ADDRESSES),
        "The e-mail addresses of the organisation's users at Legora, as the firm exported them, for check S3.",
        type="list",
        elements="str",
        readers=("verify",),
    ),
    FirmVariable(
        "verify_manual_projects",
        texts("[Moot court], or as [] where there are none"),
        "The projects at Legora that were made by hand, and so are outside the walls, for check S5. An empty list says "
        "that there are none; leave it out where nobody has looked.",
        type="list",
        elements="str",
        readers=("verify",),
    ),
    FirmVariable(
        "verify_audit_resource_types",
        texts(f"[{', '.join(_OF_THE_CONNECTION)}], or as [] for all"),
        "The types of resources in Legora's audit log that belong to the connection, for check S2. Which there are is "
        "not published, so the default is an assumption; an empty list means all.",
        type="list",
        elements="str",
        default=list(_OF_THE_CONNECTION),
        fills=(Fills("legora_audit_log_info.resource_types", unless=("actors", "actions")),),
    ),
)
