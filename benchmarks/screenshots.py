"""The pictures of the README, from the seed articles: ``python -m benchmarks.screenshots [FOLDER]``.

Needs the browser extra, a Chromium, and fonts with flags (Debian: fonts-noto-color-emoji).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.contestants import archive_command
from benchmarks.corpus import ROOT, SEEDS
from benchmarks.measuring import run
from benchmarks.pages import served

_SIZE = {"width": 1200, "height": 760}
_PICTURES = {
    "article": "-/article/lachin-offensive",
    "contested": "-/contested?article=lachin-offensive",
}


def main() -> None:
    """Read the seeds into an archive of their own, serve it, and photograph the pages."""
    from playwright.sync_api import sync_playwright

    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "archive.db"
        run(archive_command("ingest", str(SEEDS), "--db", str(database)), allowed=(0, 1))
        with served(database) as server:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport=_SIZE, base_url=f"{server.address}{server.name}/")  # type: ignore[arg-type]
            for name, address in _PICTURES.items():
                page.goto(address)
                if name == "article":
                    # A claim with its card open says what the page is for.
                    claim = page.locator("article p sup.reference").nth(2)
                    claim.scroll_into_view_if_needed()
                    claim.locator("a").focus()
                page.screenshot(path=target / f"{name}.png")
                print(f"{target / name}.png: {(target / f'{name}.png').stat().st_size:,} bytes")
            browser.close()


if __name__ == "__main__":
    main()
