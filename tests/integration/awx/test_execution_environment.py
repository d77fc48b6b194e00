# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-builder finds in the built collection what its plugins import, and can build an image from the example.

No image is built: that needs a container engine and the network. What ansible-builder would hand to the engine is read.
"""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.ansible import ROOT, run_ansible
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

EXAMPLE = ROOT / "examples/awx/execution-environment.yml"
SECRET_WORDS = re.compile(r"password|token|secret|username|_auth", re.IGNORECASE)


def run(command: str, *arguments: str | Path) -> str:
    """Run one of the tools and return what it printed."""
    done = run_ansible(ROOT, command, *arguments)
    assert done.status == 0, done.output
    return done.stdout


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the collection and unpack it, as it would lie in an image; return the directory of all collections."""
    built = tmp_path_factory.mktemp("built")
    run("ansible-galaxy", "collection", "build", "--output-path", built)
    (tarball,) = built.glob("*.tar.gz")
    place = built / "ansible_collections/legalops/ethical_walls"
    with tarfile.open(tarball) as archive:
        archive.extractall(place, filter="data")
    return built


@pytest.fixture(scope="module")
def needed(installed: Path) -> dict[str, Requirement]:
    """Return the requirements that ansible-builder finds in the built collection, by the name of the package."""
    found = yaml.safe_load(run("ansible-builder", "introspect", installed))
    assert found["system"] == []
    requirements = [Requirement(line.split("#")[0]) for line in found["python"]]
    by_name = {canonicalize_name(one.name): one for one in requirements}
    assert len(by_name) == len(requirements), "a package is required twice"
    return by_name


# --- What the plugins import ----------------------------------------------------------------------------------------


def imported(source: str) -> set[str]:
    """Return the first part of each module that a file imports, also of those that it imports by a text."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
            names.add(ast.literal_eval(node.args[0]))
    return {name.split(".")[0] for name in names}


def packages_of(modules: set[str]) -> set[str]:
    """Return the packages that modules come from; the standard library and Ansible's own are left out."""
    ours = modules - sys.stdlib_module_names - {"ansible", "ansible_collections"}
    known = importlib.metadata.packages_distributions()
    unknown = ours - set(known)
    assert not unknown, f"not installed here, so nobody knows which package they are of: {unknown}"
    return {canonicalize_name(package) for module in ours for package in known[module]}


def brought_along(*packages: str) -> set[str]:
    """Return the packages that these need themselves, such as urllib3, which comes with requests."""
    lines = [Requirement(line) for package in packages for line in importlib.metadata.requires(package) or []]
    return {canonicalize_name(one.name) for one in lines if one.marker is None or one.marker.evaluate({"extra": ""})}


def test_ansible_builder_finds_exactly_what_the_plugins_import(installed: Path, needed: dict[str, Requirement]) -> None:
    plugins = installed / "ansible_collections/legalops/ethical_walls/plugins"
    modules = {name for path in plugins.rglob("*.py") for name in imported(path.read_text(encoding="utf-8"))}
    assert "requests" in modules, "nothing was looked at"
    packages = packages_of(modules)
    assert packages - brought_along("ansible-core", *needed) <= set(needed) <= packages


def test_an_import_by_its_text_is_seen() -> None:
    source = "import a.b\nfrom c.d import e\nfrom . import f\nimport importlib\nimportlib.import_module('g.h')\n"
    assert imported(source) == {"a", "c", "g", "importlib"}


def test_requirements_agree_with_the_readme(needed: dict[str, Requirement]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## What you need\n")[1].split("\n## ")[0]
    for requirement in needed.values():
        named = re.search(rf"`{requirement.name}`(?: \(([\d.]+) or newer\))?", section)
        assert named, f"the README does not name {requirement.name}"
        (lower,) = requirement.specifier
        assert lower.operator == ">="
        if named[1]:
            assert Version(named[1]) == Version(lower.version), requirement.name


def test_the_tests_run_with_what_is_required(needed: dict[str, Requirement]) -> None:
    for name, requirement in needed.items():
        assert requirement.specifier.contains(importlib.metadata.version(name)), name


# --- The image of the example ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let ansible-builder write what it would give to a container engine."""
    directory = tmp_path_factory.mktemp("image") / "context"
    run("ansible-builder", "create", "-f", EXAMPLE, "-c", directory, "--output-filename", "Containerfile")
    return directory


@pytest.fixture(scope="module")
def arguments(context: Path) -> dict[str, str]:
    """Return the arguments of the build with their values."""
    text = (context / "Containerfile").read_text(encoding="utf-8")
    return dict(re.findall(r'^ARG (\w+)="(.*)"$', text, flags=re.MULTILINE))


def test_image_is_built_on_a_named_release(arguments: dict[str, str]) -> None:
    image, _separator, tag = arguments["EE_BASE_IMAGE"].rpartition(":")
    assert image == "quay.io/centos/centos"
    assert tag not in ("", "latest")


def test_image_has_a_tested_pair_of_python_and_ansible(arguments: dict[str, str]) -> None:
    core, runner = (Requirement(one) for one in re.findall(r"\S+", arguments["ANSIBLE_INSTALL_REFS"]))
    assert (core.name, runner.name) == ("ansible-core", "ansible-runner")
    python = arguments["PYPKG"].removeprefix("python")
    assert arguments["PYCMD"] == f"/usr/bin/python{python}"

    matrix = (ROOT / "tests/tools/matrix.sh").read_text(encoding="utf-8")
    pairs = re.findall(r"(\d+\.\d+)-(\d+\.\d+)", re.findall(r"^PAIRS=\((.*)\)", matrix, flags=re.MULTILINE)[0])
    # Both ends are named, so that a build next year has no release that nobody tried.
    series = [pair for pair in pairs if core.specifier.contains(f"{pair[0]}.99")]
    assert [(pair[1], len(core.specifier)) for pair in series] == [(python, 2)]
    assert runner.specifier.contains(importlib.metadata.version("ansible-runner"))

    wanted = SpecifierSet(load(ROOT / "meta/runtime.yml")["requires_ansible"])
    assert wanted.contains(f"{series[0][0]}.99")


def test_image_gets_this_major_version_of_the_collection_and_no_other(context: Path) -> None:
    (collection,) = load(context / "_build/requirements.yml")["collections"]
    galaxy = load(ROOT / "galaxy.yml")
    assert collection["name"] == f"{galaxy['namespace']}.{galaxy['name']}"
    allowed = SpecifierSet(collection["version"])
    version = Version(galaxy["version"])
    assert allowed.contains(version)
    assert not allowed.contains(f"{version.major + 1}.0.0")
    assert not allowed.contains(f"{version.major - 1}.99.99")


def test_image_takes_libraries_from_the_collection_alone(context: Path) -> None:
    # A list of the example's own would be a second place that has to be kept right.
    assert sorted(path.name for path in (context / "_build").iterdir()) == ["requirements.yml", "scripts"]
    text = (context / "Containerfile").read_text(encoding="utf-8")
    installs, looks = (
        text.index(step) for step in ("ansible-galaxy collection install", "introspect.py introspect --write-bindep")
    )
    assert installs < looks
    assert '--collections-path "/usr/share/ansible/collections"' in text[installs:looks]


def test_image_keeps_no_secret(context: Path) -> None:
    for name in ("Containerfile", "_build/requirements.yml"):
        assert not SECRET_WORDS.search((context / name).read_text(encoding="utf-8")), name
