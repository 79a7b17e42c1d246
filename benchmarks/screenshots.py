"""Pictures of every view, light and dark, wide and narrow, into `docs/screenshots/`.

Builds an index of `corpus/` in a temporary folder, serves it, and looks at it with Chromium.
"""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

_ROOT = Path(__file__).resolve().parents[1]
_OUT = _ROOT / "docs" / "screenshots"
_SIZES = {"wide": (1366, 768), "narrow": (390, 844)}
_START = 120  # seconds


def main() -> None:
    """Takes all pictures."""
    _OUT.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium was not found; it takes the pictures: apt-get install chromium fonts-noto-cjk")
    with _served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size, (width, height) in _SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if theme == "dark" else "light",
                    locale="zh-CN",
                )
                _views(page, url, f"{size}-{theme}")
                page.close()
        browser.close()


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
    picture.quantize(128, dither=Image.Dither.NONE).save(_OUT / f"{name}.png", optimize=True)


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        run = [sys.executable, "-m", "ui.cli"]
        subprocess.run([*run, "index", "corpus", "--index", folder], cwd=_ROOT, check=True)
        command = [*run, "serve", "--index", folder, "--port", str(port)]
        server = subprocess.Popen(command, cwd=_ROOT)
        url = f"http://127.0.0.1:{port}/"
        try:
            until = time.monotonic() + _START
            while True:
                try:
                    with urlopen(url, timeout=5):
                        break
                except OSError:
                    if time.monotonic() > until or server.poll() is not None:
                        raise
                    time.sleep(0.3)
            yield url
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
