# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports in a real browser: Chromium opens what was rendered, and axe-core looks for barriers.

Chromium is that of the machine; ``tests/tools/check.sh browser`` sees to it that there is one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright
from reports import samples
from reports.playing import render

PAGES = (*samples.NAMES, "index")
WIDTHS = {"phone": 360, "desktop": 1280}
# The full pages in every way; those with less on them in one.
LOOKS = [
    *((name, width, scheme) for name in ("alder", "index") for width in WIDTHS for scheme in ("light", "dark")),
    ("birch", "phone", "light"),
    ("cedar", "phone", "dark"),
]
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
OLDEST_AXE = (4, 12)

# Points, in either direction.
A4 = (595, 842)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "There is no Chromium: run tests/tools/check.sh browser, which says what to install"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=chromium, headless=True, args=ARGUMENTS
        )
        yield opened
        opened.close()


class Opened:
    """One page, with everything that it asked for and complained about."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(file.as_uri())

    def axe(self) -> dict[str, Any]:
        """Let axe-core look at the page, with all its rules; of what passes it then tells no more than which rule."""
        self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return found


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS)
def test_page_has_no_barriers(page: Page, reports: Path, name: str, width: str, scheme: Any) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 800})
    page.emulate_media(color_scheme=scheme)
    opened = Opened(page, reports / f"{name}.html")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= WIDTHS[width], "the page as a whole scrolls sideways"
    found = opened.axe()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert opened.requests == [(reports / f"{name}.html").as_uri()]
    assert opened.complaints == []
    # It has really looked, also at the colours of this scheme.
    assert tuple(map(int, found["testEngine"]["version"].split(".")[:2])) >= OLDEST_AXE
    assert {"color-contrast", "heading-order", "landmark-one-main", "region"} <= {one["id"] for one in found["passes"]}
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert dark is (scheme == "dark")


def test_axe_would_find_a_barrier(page: Page, reports: Path) -> None:
    opened = Opened(page, reports / "alder.html")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('.verdict .counts').style.color = '#fcc'")
    assert {one["id"] for one in opened.axe()["violations"]} == {"html-has-lang", "color-contrast"}


@pytest.mark.parametrize("name", PAGES)
def test_policy_forbids_scripts_and_everything_from_outside(page: Page, reports: Path, name: str) -> None:
    opened = Opened(page, reports / f"{name}.html")
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            const image = document.createElement('img');
            image.alt = '';
            image.src = 'https://example.invalid/x.png';
            document.body.append(image);
        }"""
    )
    page.wait_for_function("performance.now() > 0")
    assert page.evaluate("window.ran") is None
    assert len(opened.complaints) == 2
    assert all("Content Security Policy" in text for text in opened.complaints)


@pytest.mark.parametrize("name", PAGES)
def test_status_is_a_word_and_a_shape_not_a_colour_alone(page: Page, reports: Path, name: str) -> None:
    Opened(page, reports / f"{name}.html")
    signs = page.evaluate(
        """[...document.querySelectorAll('.matrix td, .badge')].map(sign => [
            (sign.closest('td, li, p, th') || sign).textContent.trim(), sign.querySelectorAll('svg *').length])"""
    )
    assert signs or name == "cedar"
    assert all(word and shapes for word, shapes in signs)


def test_keyboard_reaches_the_report_first_and_every_part_that_scrolls(page: Page, reports: Path) -> None:
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 800})
    Opened(page, reports / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    unreachable = page.evaluate(
        """[...document.querySelectorAll('*')].filter(part => part.scrollWidth > part.clientWidth + 1
            && getComputedStyle(part).overflowX === 'auto' && part.tabIndex < 0).map(part => part.outerHTML)"""
    )
    assert unreachable == []


def test_overview_leads_to_the_firms(page: Page, reports: Path) -> None:
    Opened(page, reports / "index.html")
    page.get_by_role("link", name="Alder & Finch LLP").first.click()
    assert page.title() == "Ethical walls: Alder & Finch LLP"
    page.go_back()
    targets = page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
    assert sorted(targets) == ["alder.html", "birch.html", "cedar.html"]
    assert all((reports / target).is_file() for target in targets)


@pytest.mark.parametrize(("name", "size"), [("alder", A4), ("index", A4[::-1])])
def test_it_prints_on_a4(page: Page, reports: Path, name: str, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme="dark")
    Opened(page, reports / f"{name}.html")
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {size}
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    repeated = "getComputedStyle(document.querySelector('table thead')).display"
    assert page.evaluate(repeated) == "table-header-group"
