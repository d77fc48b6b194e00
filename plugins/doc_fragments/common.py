# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that all modules which talk to a system share."""

from __future__ import annotations


class ModuleDocFragment:
    """Documentation of the options that say for whom, and how, a system is reached."""

    DOCUMENTATION = r"""
options:
  firm:
    description:
      - The firm, as messages and failures name it, after the system.
      - Left out, it is the firm's variable C(firm_name).
    type: str
  ca_path:
    description:
      - The path of a file with certification authorities (PEM) to check the server's certificate with, where the firm
        has authorities of its own. They replace the public ones.
      - Left out, it is the firm's variable C(legora_ca_path) or C(imanage_ca_path), by the system.
    type: path
  validate_certs:
    description:
      - Whether the server's certificate is checked. Turn it off for tests only.
      - Left out, it is the firm's variable C(imanage_validate_certs), at iManage only.
    type: bool
    default: true
  timeout:
    description:
      - Seconds that the server may be silent before a request is given up.
      - A request that only reads is repeated a few times. One that writes is repeated only when it surely had no
        effect; otherwise reading again tells whether it had.
    type: int
    default: 30
  ends_at:
    description:
      - The moment, in seconds since 1970, after which this task sends nothing any more, but for a sign-out.
      - The playbooks set it for each firm, from C(firm_deadline). Time that the firm has waited for others since its
        variables were checked is added to it.
      - Left out, it is what M(legalops.ethical_walls.firm_config) has set for the firm.
    type: float
  after:
    description:
      - With V(preflight), the task refuses to run unless the firm's variables were checked and its preflight has passed
        in this play, so that nothing is written by a run that starts in the middle.
      - A play of your own needs M(legalops.ethical_walls.firm_config) and the role
        P(legalops.ethical_walls.preflight#role) before such a task. Without this option, a task works alone.
    type: str
    choices: [preflight]
  require:
    description:
      - What the play must have found out about the service account before this task does anything. It looks at what
        M(legalops.ethical_walls.imanage_access_info) proved in this play. Without this option, nothing is asked for.
      - With V(trusted), the task is skipped unless the account was proved to see metadata only, or the firm accepts
        that it may view documents. The skipped task says why, under C(skip_reason). A proof that
        is not effective yet is no proof.
      - With V(trusted_or_locked), the task also runs where the account may sign in from Legora's address only, so that
        it can't be tried from here.
      - With V(seen_to_view), the task is skipped unless this play has created or enabled the account, and the proof saw
        that it may view documents. It is meant for disabling such an account again. With
        M(legalops.ethical_walls.imanage_group_membership), it is skipped unless this play has put an account that
        worked before in V(NRTADMIN), and the proof saw that. It is meant for taking it out again.
      - With V(not_rejected), the task fails after its work where Legora shows the account as rejected, so that no later
        task relies on it. It is meant for M(legalops.ethical_walls.legora_connector_service_account).
      - With V(put_back), the task is skipped unless the role P(legalops.ethical_walls.undo#role) has decided that this
        is put back as it was before an onboarding. Then it takes what it writes from that.
      - With V(rolled_back), the task is skipped unless this play has put the account's old password back at iManage,
        and Legora may have taken the new one. It is meant for the same module, to give Legora the old one too.
    type: str
    choices: [trusted, trusted_or_locked, seen_to_view, not_rejected, put_back, rolled_back]
"""
