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
from samples import firms, sheets
from samples.playing import render

SUMMARIES = tuple(f"{name}-summary" for name in firms.REPORTED)
SHEETS = tuple(sheets.HAND_OVERS)
PAGES = (*firms.NAMES, "elm", "ivy-summary", "index", "new", "hostile")
WIDTHS = {"phone": 360, "desktop": 1280}
# The full pages in every way; those with less on them in one.
FULL = ("alder", "elm", "index")
LOOKS = [
    *((name, width, scheme) for name in FULL for width in WIDTHS for scheme in ("light", "dark")),
    ("birch", "phone", "light"),
    ("cedar", "phone", "dark"),
    *((name, width, scheme) for name in ("four", "dropped") for width in WIDTHS for scheme in ("light", "dark")),
    *((name, "phone", "light") for name in ("hostile", "password", "leaving", "unsaid", "withheld", "untried")),
    ("fir", "phone", "light"),
    ("hazel", "phone", "dark"),
    ("ivy", "desktop", "light"),
    ("birch-summary", "phone", "dark"),
    ("elm-summary", "phone", "light"),
    ("ivy-summary", "desktop", "light"),
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
    return sheets.render(render(tmp_path_factory.mktemp("report")))


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
    assert signs or name == "cedar" or name in (*SUMMARIES, *SHEETS)
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
    assert sorted(targets) == [f"{name}.html" for name in firms.REPORTED]
    assert all((reports / target).is_file() for target in targets)


@pytest.mark.parametrize("name", SHEETS)
def test_sheet_prints_on_one_page(page: Page, reports: Path, name: str) -> None:
    Opened(page, reports / f"{name}.html")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert [(round(float(width)), round(float(height))) for width, height in boxes] == [A4]


@pytest.mark.parametrize("value", ["svc-legora@alder.example", "4711", "KNOWLEDGE"])
def test_value_on_a_sheet_is_selected_by_one_click_and_ticks_nothing(page: Page, reports: Path, value: str) -> None:
    Opened(page, reports / "four.html")
    page.get_by_text(value, exact=True).click()
    assert page.evaluate("getSelection().toString()") == value
    assert page.locator("input:checked").count() == 0


def test_each_library_has_a_box_of_its_own(page: Page, reports: Path) -> None:
    Opened(page, reports / "four.html")
    page.get_by_role("checkbox", name="KNOWLEDGE", exact=True).check()
    assert page.get_by_role("checkbox", checked=True).count() == 1
    # Three for the account, six for the capability, two for the preference.
    assert page.get_by_role("checkbox").count() == 11


def test_piece_of_inventory_is_copied_as_it_is(page: Page, reports: Path) -> None:
    Opened(page, reports / "four.html")
    page.get_by_role("region", name="Text to send back").click()
    markdown = (reports / "four.md").read_text(encoding="utf-8")
    assert page.evaluate("getSelection().toString()").strip() in markdown


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


def pages_of(page: Page, file: Path) -> int:
    """Print a page on A4, and return how many sheets it takes."""
    Opened(page, file)
    return len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("name", SUMMARIES)
def test_summary_is_one_page(page: Page, reports: Path, name: str) -> None:
    assert pages_of(page, reports / f"{name}.html") == 1


def test_wrong_password_takes_two_pages(page: Page, reports: Path) -> None:
    assert pages_of(page, reports / "fir.html") <= 2


@pytest.mark.parametrize("name", [*firms.REPORTED, "index"])
def test_nothing_is_cut_off_in_print(page: Page, reports: Path, name: str) -> None:
    Opened(page, reports / f"{name}.html")
    page.emulate_media(media="print")
    # The width of what is printed: A4 within its margins, upright or across, in pixels of CSS.
    width = 1008 if name == "index" else 680
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate(
        """limit => [...document.querySelectorAll('body *')].filter(part => !part.closest('.hidden, .of, .skip')
            && part.getBoundingClientRect().right > limit + 1).map(part => part.outerHTML.slice(0, 80))""",
        width,
    )
    assert wide == []


def test_verdict_of_each_firm_is_read_without_scrolling_sideways_on_a_phone(page: Page, reports: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    Opened(page, reports / "index.html")
    edges = page.evaluate("[...document.querySelectorAll('.said')].map(one => one.getBoundingClientRect().right)")
    assert edges
    assert max(edges) <= 390


def test_footer_names_the_firm_and_the_day_on_each_sheet(page: Page, reports: Path) -> None:
    """The text of a PDF is not plain in it, so the rules that make the footer are looked at."""
    Opened(page, reports / "birch.html")
    rules = page.evaluate("[...document.styleSheets[0].cssRules].map(rule => rule.cssText)")
    (footer,) = [rule for rule in rules if "@bottom-left" in rule]
    assert "<script>alert(" in footer
    assert "25 November 2026, 02:41 UTC" in footer
    assert "counter(pages)" in footer
