"""A running page and a browser to look at it with, for the benchmarks that need both."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
_RUN = (sys.executable, "-m", "ui.cli")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("Chromium was not found; it shows the page: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def indexed(folders: Sequence[Path], index: Path) -> Path:
    """The index of `folders`, built as the command line builds it."""
    subprocess.run([*_RUN, "index", *map(str, folders), "--index", str(index)], cwd=ROOT, check=True)
    return index


@contextmanager
def served(index: Path) -> Iterator[str]:
    """`xianbao serve` over an index; gives the page's address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*_RUN, "serve", "--index", str(index), "--port", str(port)], cwd=ROOT)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait(url, server)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:  # however long a loaded machine takes to start it
        try:
            with urlopen(url):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server for {url} ended at once: see what it printed")
