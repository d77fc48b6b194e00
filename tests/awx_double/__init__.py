# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A strict double of the API of AWX 24.6.1, as far as the role awx_bootstrap asks it through awx.awx.

Where AWX would let a mistake pass, the double refuses it and says so: a field or a part of a survey that nobody knows.
"""

from .server import Awx, Entry, running_awx
from .store import RefusedError

__all__ = ["Awx", "Entry", "RefusedError", "running_awx"]
