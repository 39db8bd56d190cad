"""The pages in a real browser: the way through them, keyboard, width, no other host, no error, axe-core."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="the browser extra is not installed")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("there is no Chromium here", allow_module_level=True)

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = {
    "home": "/",
    "search": "/archive/-/search?q=lachin",
    "timeline": "/archive/-/timeline",
    "timeline of an article": "/archive/-/timeline?article=lachin-offensive",
    "contested": "/archive/-/contested",
    "contested by an actor": "/archive/-/contested?actor=azerbaijani+mod",
    "casualties": "/archive/-/casualties",
    "health": "/archive/-/health",
    "article": "/archive/-/article/lachin-offensive",
    "claim": "/archive/-/claim/bbbb000000000000",
    "actor": "/archive/-/actor/armenia",
}

DATASETTE_PAGES = {
    "tables": "/archive",
    "table": "/archive/claims",
    "row": "/archive/claims/2",
    "view": "/archive/belligerents",
    "query": "/archive/who_is_quoted_most",
    "query without rows": "/archive/claims_of_one_day?day=1900-01-01&side=",
    "SQL": "/archive?sql=select+*+from+articles",
}
ALL_PAGES = PAGES | DATASETTE_PAGES


@pytest.fixture(scope="module")
def server(archive_path: Path) -> Iterator[str]:
    """The address of a served archive, without the slash at its end."""
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve", str(archive_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split(" is at ")[1].split("/ ")[0]
        process.send_signal(signal.SIGINT)
        process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Any]:
    """A page that fails the test on a console message or a request to another host."""
    context = browser.new_context(base_url=server, viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda request: None if request.url.startswith(server) else faults.append(request.url))
    yield opened
    context.close()
    assert faults == []


def test_from_search_to_article_to_claim_to_row_and_back(page: Any) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="Search the archive").fill("Lacin")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Lachin offensive › Aftermath").click()
    assert page.url.endswith("/article/lachin-offensive#Aftermath")
    page.get_by_role("link", name="Claim 2: Azerbaijani MoD said, 27 October 2020").click()
    assert page.get_by_role("heading", level=1).inner_text() == "A claim in Lachin offensive"
    page.get_by_role("link", name="row", exact=True).first.click()
    assert page.url.endswith("/archive/claims/2")
    page.get_by_role("link", name="The claim in its place").click()
    page.get_by_role("link", name="read it in the article").click()
    assert page.url.endswith("/article/lachin-offensive#claim-bbbb000000000000")
    page.go_back()
    page.go_back()
    assert page.url.endswith("/archive/claims/2")


def test_a_claim_says_who_and_when_on_hover_and_on_focus(page: Any) -> None:
    page.goto("/archive/-/article/lachin-offensive")
    card = page.locator("#claim-bbbb000000000000 .card")
    assert not card.is_visible()
    page.locator("mark", has_text="its forces had taken").hover()
    assert card.is_visible()
    assert card.inner_text().split("\n")[0].startswith("Azerbaijani MoD said 27 October 2020")
    page.mouse.move(0, 0)
    page.locator("#claim-bbbb000000000000 a").focus()
    assert card.is_visible()


def test_the_keyboard_alone_reaches_search_and_a_hit(page: Any) -> None:
    page.goto("/archive/-/health")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the text"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("aftermath")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=aftermath")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "title":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/lachin-offensive#Aftermath")


@pytest.mark.parametrize("name", ALL_PAGES)
def test_a_page_fits_a_narrow_screen(page: Any, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(ALL_PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("path", ALL_PAGES.values())
def test_a_page_loads_without_fault(page: Any, path: str) -> None:
    assert page.goto(path).status == 200
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ALL_PAGES)
def test_axe_finds_no_serious_fault(page: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the browser extra is not installed")
    page.emulate_media(color_scheme=scheme)
    page.goto(ALL_PAGES[name])
    page.wait_for_load_state("networkidle")
    violations = axe.Axe().run(page).response["violations"]
    serious = {
        violation["id"]: [node["html"][:200] for node in violation["nodes"][:3]]
        for violation in violations
        if violation["impact"] in ("serious", "critical")
    }
    assert serious == {}


def test_pages_work_without_javascript(browser: Any, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/archive/-/timeline?article=lachin-offensive&stance=deny")
    assert page.locator(".claim-card").count() == 2
    context.close()
