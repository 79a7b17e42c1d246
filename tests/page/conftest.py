"""One server over an index of `corpus/`, and one Chromium, for all tests of the page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from benchmarks.serving import served
from index.build import build
from tests.conftest import ROOT
from ui.page.desk import Desk
from ui.page.server import application

_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Milliseconds after which a wait is given up, the one limit of all: no test may depend on how fast a machine
#: is, so that only what never comes reaches it.
_NEVER = 300_000
expect.set_options(timeout=_NEVER)
_OWN = re.compile(r"(https?|ws)://127\.0\.0\.1:|data:|blob:|about:")


@pytest.fixture(scope="session")
def reports_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of `corpus/` that tests may write to."""
    folder = tmp_path_factory.mktemp("page") / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    return folder


@pytest.fixture(scope="session")
def index_folder(reports_folder: Path) -> Path:
    folder = reports_folder.parent / "index"
    build([reports_folder], folder, model="hash")
    return folder


@pytest.fixture(scope="session")
def desk(index_folder: Path) -> Desk:
    return Desk(index_folder)


@pytest.fixture(scope="session")
def address(index_folder: Path) -> Iterator[str]:
    """Where `xianbao serve` answers over an index that no test changes."""
    with served(index_folder) as url:
        yield url


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """Reports and an index of its own, for a test that changes them: `reports` and `index` below it."""
    shutil.copytree(ROOT / "corpus", tmp_path / "reports", ignore=shutil.ignore_patterns("*2022*", "*2023*"))
    build([tmp_path / "reports"], tmp_path / "index", model="hash")
    return tmp_path


@pytest.fixture
def own_page(own_folder: Path, context: BrowserContext) -> Iterator[Page]:
    """The page over `own_folder`, with its reports shown."""
    with served(own_folder / "index") as url:
        page = context.new_page()
        page.goto(f"{url}?view=reports")
        page.locator("#xb-list table").wait_for()
        yield page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    playwright: Playwright
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        if path is None:
            pytest.skip("Chromium is not installed (apt-get install chromium fonts-noto-cjk)")
        browser = playwright.chromium.launch(executable_path=path, args=_CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile on the smallest desk that the page is made for."""
    with _profile(chromium, width=1366, height=768) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """The page as it opens."""
    return opened(context, address)


@pytest.fixture
def telephone(chromium: Browser, address: str) -> Iterator[Page]:
    """The page as it opens on a telephone."""
    with _profile(chromium, width=390, height=844, has_touch=True) as context:
        yield opened(context, address)


@contextmanager
def _profile(chromium: Browser, width: int, height: int, has_touch: bool = False) -> Iterator[BrowserContext]:
    """A browser profile of its own. No test may send a request off the machine."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        accept_downloads=True,
        has_touch=has_touch,
    )
    outside: list[str] = []
    context.set_default_timeout(_NEVER)
    context.on("request", lambda r: None if _OWN.match(r.url) else outside.append(r.url))
    yield context
    context.close()
    assert outside == []


@contextmanager
def served_here(folder: Path) -> Iterator[str]:
    """The page over an index, served by a thread of this process, for a test that holds a part of the work."""
    config = uvicorn.Config(
        application(Desk(folder)), port=0, log_level="warning", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while thread.is_alive() and not server.started:
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.locator("#xb-box textarea").wait_for()
    return page
