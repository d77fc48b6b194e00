# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of a firm as data: what is looked at, how it is decided from facts, and what to do when it fails.

Nothing here talks to a network. Modules gather the facts; :mod:`.decide` asks each check of :mod:`.registry`.
"""
