"""Pictures of every view, light and dark, wide and narrow, into `docs/screenshots/`.

Builds an index of `corpus/` in a temporary folder, serves it, and looks at it with Chromium.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page
from serving import ROOT, browser, indexed, served

_OUT = ROOT / "docs" / "screenshots"
_SIZES = {"wide": (1366, 768), "narrow": (390, 844)}


def main() -> None:
    """Takes all pictures."""
    _OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as index,
        served(indexed([ROOT / "corpus"], Path(index))) as url,
        browser() as chromium,
    ):
        for size, (width, height) in _SIZES.items():
            for theme in ("light", "dark"):
                page = chromium.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if theme == "dark" else "light",
                    locale="zh-CN",
                )
                _views(page, url, f"{size}-{theme}")
                page.close()


def _views(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.locator(".xb-example").first.wait_for()
    _take(page, f"welcome-{name}")
    page.locator("#xb-box textarea").fill("哪些县提高了低保标准？")
    page.locator("#xb-send").click()
    page.locator(".xb-actions").wait_for()
    if name.startswith("narrow"):
        _take(page, f"answer-{name}")
    page.locator(".xb-number").nth(1).click()
    page.locator("mark.xb-hit").wait_for()
    _take(page, f"ask-{name}")
    page.goto(f"{url}?view=search&find=低保")
    page.locator("mark.xb-word").first.wait_for()
    _take(page, f"search-{name}")
    page.goto(f"{url}?view=figures&indicator=税收收入&form=lines")
    page.locator("#xb-figures svg").wait_for()
    _take(page, f"figures-{name}")
    page.goto(f"{url}?view=reports")
    page.locator("#xb-list table").wait_for()
    _take(page, f"reports-{name}")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(400)  # the scroll to a mark, and fonts
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(_OUT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
