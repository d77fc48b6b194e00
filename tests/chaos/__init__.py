# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are broken off in every way, and run again: what happens to a firm then, and what has to hold.

``run`` and ``kill`` are the programs of ``make test-chaos``, ``make test-sweep`` and ``make test-kill``; the tests in
``tests/integration/faults`` try a sample of it. ``sweep`` has the faults that each request of an onboarding meets.
``procedures`` names each playbook that writes, with the state it begins in and what it has to leave; ``desk`` is a firm
with what its consultant has for it, kept and put back. ``cuts`` breaks such a run off at one request, in this process,
and ``kills`` kills a real one at a moment, which ``process`` starts.
"""
