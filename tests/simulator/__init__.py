# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A strict simulator of iManage Work and Legora's administration API, for any number of pretend firms."""

from .server import Simulator, running, serve

__all__ = ["Simulator", "running", "serve"]
