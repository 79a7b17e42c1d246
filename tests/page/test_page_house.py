"""What holds for the whole page: labels, languages, keyboard, telephone, dark, accessibility, escaping."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from index.errors import XianbaoError
from tests.conftest import ROOT
from tests.page.steps import QUESTION, ask, view
from ui.page.app import STYLES
from ui.page.cite import Cite
from ui.page.desk import Desk
from ui.page.evidence import panel, whole
from ui.page.labels import LANGUAGES, Labels, table
from ui.page.turns import sources

VIEWS = {"zh": ("问答", "检索", "指标", "报告"), "en": ("Ask", "Search", "Figures", "Reports")}


def test_no_label_is_missing_in_any_language() -> None:
    for key, label in table().items():
        assert set(label) == set(LANGUAGES), key
        assert all(label.values()), key
        holes = [set(re.findall(r"\{(\w+)\}", text)) for text in label.values()]
        assert holes[0] == holes[1], key


def test_every_label_that_is_asked_for_is_in_the_table() -> None:
    """Keys as they stand in the code; those put together from a name are checked by their beginning."""
    known = set(table())
    for path in (ROOT / "ui" / "page").glob("*.py"):
        code = path.read_text("utf-8")
        for key in re.findall(r'\bt\("([a-z_.]+)"', code):
            assert key in known, (path.name, key)
        for start in re.findall(r'\bt\(f"([a-z_.]+)\{', code):
            assert any(key.startswith(start) for key in known), (path.name, start)


def test_no_label_is_left_over() -> None:
    code = "".join(p.read_text("utf-8") for p in (ROOT / "ui" / "page").glob("*.py"))
    starts = [*re.findall(r'\bt\(f"([a-z_.]+)\{', code), "stage."]
    unused = [key for key in table() if f'"{key}"' not in code and not key.startswith(tuple(starts))]
    assert not unused


def test_chinese_does_not_stand_in_the_pages_code() -> None:
    """Labels stand in the page's table, messages of errors in that of `index.messages`."""
    for path in (ROOT / "ui" / "page").glob("*_view.py"):
        lines = [line for line in path.read_text("utf-8").splitlines() if '"""' not in line]
        assert not [line for line in lines if re.search(r'"[^"]*[\u4e00-\u9fff]', line)], path.name


@pytest.mark.parametrize(
    "text", ["", "报告", "报告@", "报告@1", "报告@a-b", "@1-2", "报告@１-２", "报告@-1-2"]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(XianbaoError):
        Cite.read(text)


def test_a_place_reads_as_it_was_written() -> None:
    cite = Cite("县@市/报告-2024.txt", 3, 17)
    assert Cite.read(str(cite)) == cite


def test_the_marked_report_is_the_report_and_nothing_else(desk: Desk) -> None:
    """Without its elements, the panel's text is the report's text, whatever is marked."""
    opened = desk.opened()
    answer = opened.assistant.ask(QUESTION)
    for source in sources(answer):
        html = panel(opened, source.cite, Labels("zh"))
        body = html[html.index('class="xb-report"') :]
        body = body[body.index(">") + 1 :]
        text = re.sub(r"<[^>]*>", "", body)
        for sign, name in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"), ("&", "&amp;")):
            text = text.replace(name, sign)
        assert text == opened.report(source.cite.report).text.replace("\n", "")


def test_every_heading_and_every_place_can_be_gone_to(desk: Desk) -> None:
    """In reports of every format: what the outline leads to, and where a citation scrolls to, is there once."""
    opened, t = desk.opened(), Labels("zh")
    for id_ in opened.origins:
        html = whole(opened, id_, t)
        for number in re.findall(r'data-section="(\d+)"', html):
            assert html.count(f'id="xb-section-{number}"') == 1, (id_, number)
        for passage in opened.passages[id_]:
            html = panel(opened, Cite(id_, passage.start, passage.end), t)
            assert html.count('id="xb-sentence"') == 1, (id_, passage.start)


def test_the_keyboard_alone_asks_reads_and_closes(page: Page) -> None:
    expect(page.locator("#xb-box textarea")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Control+Enter")
    page.locator(".xb-actions").wait_for()
    page.locator("#xb-box textarea").press("Shift+Tab")
    for _ in range(60):
        if page.evaluate("document.activeElement?.matches('.xb-number')"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#xb-evidence mark.xb-hit")).to_be_in_viewport()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.xb-number')")
    page.keyboard.press("/")
    expect(page.locator("#xb-find textarea")).to_be_focused()


def test_on_a_telephone_the_report_covers_the_page_and_closes(telephone: Page) -> None:
    page = telephone
    ask(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".xb-number").first.click()
    mark = page.locator("#xb-evidence mark.xb-hit")
    expect(mark).to_be_in_viewport()
    page.get_by_role("button", name="关闭原文").click()
    expect(mark).not_to_be_visible()
    for name in VIEWS["zh"][1:]:
        view(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    view(page, "问答")
    page.get_by_role("button", name="对话", exact=True).tap()
    page.locator(".xb-chats button[data-chat]").first.tap()
    expect(page.locator(".xb-question")).to_have_text(QUESTION)


def test_the_theme_is_switched_and_kept(page: Page) -> None:
    dark = "document.body.classList.contains('dark')"
    assert not page.evaluate(dark)
    page.get_by_role("button", name="切换深浅色").click()
    assert page.evaluate(dark)
    page.reload()
    page.locator("#xb-box textarea").wait_for()
    page.wait_for_function(dark)


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][-200:]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_view_has_a_serious_finding_of_accessibility(
    page: Page, address: str, theme: str, language: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(address if language == "zh" else f"{address}en/")
    page.locator("#xb-box textarea").wait_for()
    assert _serious(page) == []
    ask(page, "云岭县税收收入近几年怎样变化？")
    page.locator(".xb-number").first.click()
    page.locator("#xb-evidence mark.xb-hit").wait_for()
    assert _serious(page) == []
    for name, part in zip(VIEWS[language][1:], ("#xb-results", "#xb-figures", "#xb-list"), strict=True):
        view(page, name)
        page.locator(f"{part} .xb-results").wait_for()
        assert _serious(page) == [], name


def test_english_holds_no_chinese_label(page: Page, address: str) -> None:
    page.goto(f"{address}en/")
    page.locator("#xb-box textarea").wait_for()
    for name in VIEWS["en"]:
        view(page, name)
    labels = page.locator("button:visible, label:visible, th:visible, h1, h2:visible").all_inner_texts()
    own = re.compile(r"[\u4e00-\u9fff]")
    reports = {path.name for path in (ROOT / "corpus").iterdir()}
    chinese = [text for text in labels if own.search(text) and not any(r in text for r in reports)]
    titles = page.locator(".xb-link").all_inner_texts()
    assert set(chinese) <= {*titles, "中文"}


def test_the_documentation_folder_is_not_served(address: str, page: Page) -> None:
    for path in ("docs", "openapi.json", "export/answer.pdf?q=1", "file=/etc/passwd"):
        assert page.request.get(f"{address}{path}").status in (403, 404, 405), path


def test_the_package_holds_what_the_page_needs() -> None:
    names = {path.name for path in (ROOT / "ui" / "page").iterdir()}
    assert {"style", "page.js", "labels.toml"} <= names
    styles = {path.stem: path.read_text("utf-8") for path in (ROOT / "ui" / "page" / "style").glob("*.css")}
    assert set(styles) == set(STYLES)  # each is loaded, in this order
    assert not any("http" in style for style in styles.values())
