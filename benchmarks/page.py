"""Times the page in a browser: first paint, and the parts of an answer, as a person sees them.

    python benchmarks/page.py [--reports FOLDER...] [--questions FILE] [--times N]

Over ../shared/reports where it is there, else over corpus/. First paint is the browser's own
first-contentful-paint, of a fresh profile on a warm server. An answer's times run from the key that asks to
the moment the browser has the part on the page: the question as understood, then everything.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page
from serving import ROOT, browser, indexed, served

SHARED = ROOT.parent / "shared"
#: A question about what was done waits for the model: after it the server is warm.
_WARMING = "在乡村振兴方面做了什么？"
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_WATCH = """
() => {
    window.seen = {};
    const log = document.getElementById('xb-log');
    const see = (name, there) => { if (there && !(name in seen)) seen[name] = performance.now() - began; };
    document.addEventListener('keydown', () => { window.began = performance.now(); window.seen = {}; }, true);
    new MutationObserver(() => {
        const turn = [...log.querySelectorAll('.xb-turn')].at(-1);
        if (!turn || !window.began) return;
        see('first part', turn.querySelector('.xb-understood'));
        see('whole answer', turn.querySelector('.xb-actions'));
    }).observe(log, { childList: true, subtree: true });
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, nargs="*", help="folders to index")
    parser.add_argument("--questions", type=Path, help="JSONL file of questions")
    parser.add_argument("--times", type=int, default=10, help="how often the page is opened")
    args = parser.parse_args()
    shared = [SHARED / "reports/seeds", SHARED / "reports/provinces"]
    folders = args.reports or (shared if SHARED.is_dir() else [ROOT / "corpus"])
    mine = (
        SHARED / "eval/questions/provinces.jsonl" if SHARED.is_dir() else ROOT / "tests/data/questions.jsonl"
    )
    questions = [
        str(one["question"])
        for one in map(json.loads, (args.questions or mine).read_text("utf-8").splitlines())
        if not one.get("history")
    ]
    with (
        tempfile.TemporaryDirectory() as index,
        served(indexed(folders, Path(index))) as url,
        browser() as chromium,
    ):
        _answers(chromium, url, [_WARMING, *questions[:3]])
        _told("first paint", [_paint(chromium, url) for _ in range(args.times)])
        times = _answers(chromium, url, questions)
        for name in ("first part", "whole answer"):
            _told(name, [one[name] for one in times])


def _paint(chromium: Browser, url: str) -> float:
    """Milliseconds to the first paint of a browser that has never seen the page."""
    page = _opened(chromium, url)
    milliseconds = float(page.evaluate(_PAINT))
    page.context.close()
    return milliseconds


def _answers(chromium: Browser, url: str, questions: list[str]) -> list[dict[str, float]]:
    """Milliseconds to the parts of each answer, each in a conversation of its own."""
    page = _opened(chromium, url)
    page.evaluate(_WATCH)
    found: list[dict[str, float]] = []
    for question in questions:
        page.locator(".xb-new").click()
        page.locator(".xb-welcome").wait_for()
        box = page.locator("#xb-box textarea")
        box.fill(question)
        box.press("Enter")
        page.locator(".xb-actions").wait_for()
        found.append(page.evaluate("window.seen"))
    return found


def _opened(chromium: Browser, url: str) -> Page:
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    page.goto(url)
    page.locator(".xb-example").first.wait_for()
    return page


def _told(name: str, milliseconds: list[float]) -> None:
    late = statistics.quantiles(milliseconds, n=20)[-1]
    print(
        f"{name}: median {statistics.median(milliseconds):.0f} ms, 95 % {late:.0f} ms, "
        f"worst {max(milliseconds):.0f} ms ({len(milliseconds)} times)"
    )


if __name__ == "__main__":
    main()
