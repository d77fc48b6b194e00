# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Import the built tarball as Galaxy does, and fail on any warning; fail too when the tarball ships too much.

Usage: ``python tests/tools/importer.py TARBALL``
"""

from __future__ import annotations

import logging
import os
import sys
import tarfile
from pathlib import Path

WORK = Path(__file__).resolve().parents[2] / ".cache" / "importer"

# Galaxy's own settings, but for ansible-test, which needs containers there and is a step of its own here. The importer
# reads them from the environment in several places, so that is where they go, before it is imported.
SETTINGS = {
    "ANSIBLE_LOCAL_TMP": str(WORK / "tmp"),
    "CHECK_CHANGELOG": "true",
    "CHECK_REQUIRED_TAGS": "true",
    "OFFLINE_ANSIBLE_LINT": "true",
    "REQUIRE_V1_OR_GREATER": "true",
    "RUN_ANSIBLE_DOC": "true",
    # ansible-lint is a step of its own, too, and stricter there.
    "RUN_ANSIBLE_LINT": "true" if os.environ.get("TEST_FULL") else "false",
    "RUN_ANSIBLE_TEST": "false",
    "RUN_FLAKE8": "false",
}

# What users need. Whatever else turns up in the tarball is missing from build_ignore in galaxy.yml.
SHIPPED = {
    ".config/ansible-lint.yml",
    "CHANGELOG.md",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "changelogs/changelog.yaml",
    "docs",
    "examples",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "roles",
    "tests/config.yml",
    "tests/sanity",
}


class Recorder(logging.Handler):
    """Prints what the importer says and counts what is worse than a remark."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Print one message."""
        print(f"{record.levelname}: {record.getMessage()}" if record.levelno > logging.INFO else record.getMessage())
        self.complaints += record.levelno >= logging.WARNING


def superfluous(tarball: Path) -> list[str]:
    """Return the files of the tarball that users do not need."""
    with tarfile.open(tarball) as archive:
        files = [member.name for member in archive.getmembers() if member.isfile()]
    return [name for name in files if not any(name == kept or name.startswith(kept + "/") for kept in SHIPPED)]


def complaints(tarball: Path) -> int:
    """Import the tarball and return how many warnings and errors that gave."""
    os.environ.update({f"GALAXY_IMPORTER_{key}": value for key, value in SETTINGS.items()})
    (WORK / "tmp").mkdir(parents=True, exist_ok=True)

    from galaxy_importer import collection, exceptions  # noqa: PLC0415 - after its settings

    recorder = Recorder()
    logger = logging.getLogger("galaxy_importer")
    logger.setLevel(logging.INFO)
    logger.addHandler(recorder)
    filename = collection.CollectionFilename(*tarball.name.removesuffix(".tar.gz").split("-"))
    try:
        with tarball.open("rb") as file:
            collection.import_collection(file, filename)
    except exceptions.ImporterError as error:
        print(f"ERROR: {error}")
        return recorder.complaints + 1
    return recorder.complaints


def main() -> int:
    """Check the tarball named on the command line; return the exit status."""
    tarball = Path(sys.argv[1])
    extra = superfluous(tarball)
    if extra:
        print("The tarball ships what users do not need (see build_ignore in galaxy.yml):", *extra, sep="\n  ")
    found = complaints(tarball)
    print(f"{tarball.name}: {found} warnings or errors, {len(extra)} superfluous files")
    return 1 if extra or found else 0


if __name__ == "__main__":
    sys.exit(main())
