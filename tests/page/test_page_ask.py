"""The conversation in a real browser: ask, read the table, click a citation, see the mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import BrowserContext, Page, Response, Route, expect

from assistant.desk import Assistant
from assistant.records import Answer, Query
from index.store import Index
from tests.page.conftest import opened, served_here
from tests.page.steps import QUESTION, ask
from ui.page.cite import Cite
from ui.page.desk import Desk


def test_an_example_is_asked_and_answered_with_a_table(page: Page) -> None:
    example = page.locator(".xb-example").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".xb-question")).to_have_text(question)
    expect(page.locator(".xb-sentence")).to_be_visible()
    assert page.locator(".xb-table tbody tr").count() > 1
    expect(page.locator(".xb-coverage")).to_contain_text("份报告")
    expect(page.locator(".xb-understood")).to_contain_text("指标")


def test_the_table_holds_every_finding_of_the_assistant(page: Page, desk: Desk) -> None:
    ask(page, QUESTION)
    answer = desk.opened().assistant.ask(QUESTION)
    assert page.locator(".xb-table tbody tr").count() == len(answer.findings)
    stored = {str(Cite(f.claim.report, g.start, g.end)) for f in answer.findings for g in f.figures}
    shown = page.locator(".xb-table .xb-number").evaluate_all("all => all.map(one => one.dataset.cite)")
    assert set(shown) == stored


def test_a_figure_is_marked_where_the_index_says_it_stands(page: Page, index_folder) -> None:
    ask(page, QUESTION)
    link = page.locator(".xb-table .xb-number").nth(3)
    cite = Cite.read(link.get_attribute("data-cite") or "")
    link.click()
    mark = page.locator("#xb-evidence mark.xb-hit")
    mark.wait_for()
    with Index.open(index_folder) as index:
        report = index.report(cite.report)
    assert mark.inner_text() == report.text[cite.start : cite.end]
    before = page.evaluate(
        """() => { const range = document.createRange();
        range.setStart(document.querySelector('.xb-report'), 0);
        range.setEndBefore(document.querySelector('mark.xb-hit')); return range.toString() }"""
    )
    # the same occurrence, not another one of the same text: line ends are the page's own
    assert before.replace("\n", "") == report.text[: cite.start].replace("\n", "").replace("\r", "")
    expect(mark).to_be_in_viewport()
    expect(page.locator(".xb-path li").first).to_be_visible()
    # the report's other figures say what they are when one hovers over them
    hints = page.locator("#xb-evidence .xb-figure").evaluate_all("all => all.map(one => one.title)")
    assert len(hints) > 20
    assert all(" · " in hint for hint in hints)


def test_a_source_marks_its_sentence_and_steps_to_the_next(page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".xb-table .xb-source a").first.click()
    expect(page.locator("#xb-evidence .xb-said").first).to_be_in_viewport()
    opened = page.locator(".xb-evidence-inner")
    first = opened.get_attribute("data-open")
    page.get_by_role("button", name="下一处").click()
    expect(opened).not_to_have_attribute("data-open", first or "")
    page.get_by_role("button", name="上一处").click()
    expect(opened).to_have_attribute("data-open", first or "")


def test_the_outline_leads_through_the_report(page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".xb-number").first.click()
    page.locator(".xb-outline summary").click()
    last = page.locator(".xb-outline button").last
    section = last.get_attribute("data-section")
    last.click()
    expect(page.locator(f"#xb-section-{section}")).to_be_in_viewport()


def test_what_the_reports_do_not_say_is_an_answer_and_no_error(page: Page) -> None:
    ask(page, "各县的航天发射次数是多少？")
    expect(page.locator(".xb-none")).to_be_visible()
    expect(page.locator(".xb-error")).to_have_count(0)


def test_a_follow_up_takes_up_the_conversation(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "那特困供养标准呢？")
    expect(page.locator(".xb-turn").nth(1).locator(".xb-understood")).to_contain_text("特困")
    assert page.locator(".xb-turn").nth(1).locator(".xb-table tbody tr").count() > 0


def test_a_new_question_stands_at_the_top_while_its_answer_grows(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "各县的税收收入是多少？")
    top = page.locator("#xb-log").bounding_box()
    question = page.locator(".xb-question").nth(1).bounding_box()
    assert top
    assert question
    assert 0 <= question["y"] - top["y"] < 40


def test_a_question_asked_while_the_page_loads_keeps_its_answer(
    context: BrowserContext, address: str
) -> None:
    """What the page asks of the server when it opens is held until the first question is answered."""
    held: list[Route] = []
    page = context.new_page()
    page.route("**/queue/join*", lambda route: route.continue_() if held else held.append(route))
    page.goto(address)
    page.locator(".xb-example").first.click()
    page.locator(".xb-actions").wait_for()
    page.evaluate(
        """() => {
            window.fewest = 1;
            const look = () => {
                window.fewest = Math.min(window.fewest, document.querySelectorAll('.xb-turn').length);
            };
            new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    with page.expect_response("**/queue/join*"):
        held[0].continue_()
    page.locator("#xb-box textarea").fill("那特困供养标准呢？")
    page.locator("#xb-send").click()
    expect(page.locator(".xb-actions")).to_have_count(2)  # by now what was held has long been answered
    assert page.evaluate("window.fewest") == 1


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """While it is not set, a server in this process understands questions and does not answer them."""
    at_once, go_on = Assistant.answer, Event()

    def answer(assistant: Assistant, query: Query) -> Answer:
        go_on.wait()
        return at_once(assistant, query)

    monkeypatch.setattr(Assistant, "answer", answer)
    go_on.set()
    yield go_on
    go_on.set()


@pytest.fixture
def held_page(context: BrowserContext, index_folder: Path, go_on: Event) -> Iterator[Page]:
    """The page of a server that answers as `go_on` says."""
    with served_here(index_folder) as address:
        page = opened(context, address)
        yield page
        go_on.set()
        page.close()


def test_nothing_moves_while_an_answer_grows(held_page: Page, go_on: Event) -> None:
    """The question, once it stands there, the box and the head stay where they are to the last part."""
    page = held_page
    ask(page, "各县的教育支出是多少？")
    page.evaluate(
        """() => {
            const top = (one) => one && Math.round(one.getBoundingClientRect().top);
            window.seen = [];
            const look = () => {
                const turn = document.querySelectorAll('.xb-turn')[1];
                const shown = [...document.querySelectorAll('.xb-header, #xb-box, #xb-send, #xb-stop')].filter(
                    (one) => one.offsetParent);
                if (turn) window.seen.push([...shown, turn.querySelector('.xb-question')].map(top).join());
            };
            new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(look))).observe(
                document.getElementById('xb-log'), { childList: true, subtree: true });
        }"""
    )
    go_on.clear()
    page.locator("#xb-box textarea").fill(QUESTION)
    page.locator("#xb-send").click()
    expect(page.locator(".xb-understood")).to_have_count(2)
    page.wait_for_function("window.seen.length > 0")
    before = page.evaluate("window.seen.length")
    go_on.set()
    expect(page.locator(".xb-actions")).to_have_count(2)
    page.wait_for_function(f"window.seen.length > {before}")
    seen = page.evaluate("window.seen")
    assert len(set(seen)) == 1, seen


def test_an_answer_that_is_stopped_says_so_and_can_be_asked_again(held_page: Page, go_on: Event) -> None:
    go_on.clear()
    box = held_page.locator("#xb-box textarea")
    box.fill(QUESTION)
    box.press("Enter")
    expect(held_page.locator(".xb-pending")).to_be_visible()
    expect(held_page.locator(".xb-understood")).to_contain_text("低保标准")  # the first part is there already
    stop = held_page.evaluate("gradio_config.components.find((one) => one.props.elem_id === 'xb-stop').id")

    def heard(response: Response) -> bool:
        return f'"trigger_id":{stop},' in (response.request.post_data or "")

    with held_page.expect_response(heard):
        held_page.get_by_role("button", name="停止").click()
    go_on.set()
    expect(held_page.locator(".xb-turn")).to_contain_text("已停止")
    expect(held_page.locator(".xb-sentence, .xb-pending")).to_have_count(0)
    held_page.get_by_role("button", name="重试").click()
    expect(held_page.locator(".xb-turn")).to_have_count(1)
    expect(held_page.locator(".xb-sentence")).to_contain_text("提高了低保标准")
    expect(held_page.get_by_role("button", name="提问", exact=True)).to_be_visible()


def test_an_answer_is_asked_again_in_its_place(page: Page) -> None:
    first = ask(page).locator(".xb-answer").inner_text()
    ask(page, "那特困供养标准呢？")
    page.locator(".xb-turn").first.get_by_role("button", name="重试").click()
    expect(page.locator(".xb-turn")).to_have_count(1)
    page.locator(".xb-actions").wait_for()
    assert page.locator(".xb-answer").inner_text() == first


def test_an_answer_and_its_link_are_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page)
    turn.get_by_role("button", name="复制", exact=True).click()
    expect(turn.locator(".xb-done")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert turn.locator(".xb-sentence").inner_text() in copied
    for row in turn.locator(".xb-table tbody tr").all():
        assert row.locator("td").nth(1).inner_text() in copied
    assert turn.locator(".xb-sources q").first.text_content() in copied
    turn.get_by_role("button", name="复制链接").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('http'))")
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(page.locator(".xb-question")).to_have_text(QUESTION)


def test_an_edited_question_replaces_its_turn(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="改问").click()
    expect(page.locator("#xb-box textarea")).to_have_value(QUESTION)
    expect(page.locator(".xb-turn")).to_contain_text("正在改问")
    expect(page.locator(".xb-table")).to_be_visible()  # what is there stays until it is replaced
    ask_again = page.locator("#xb-box textarea")
    ask_again.fill("各县的税收收入是多少？")
    ask_again.press("Control+Enter")
    expect(page.locator(".xb-question")).to_have_text("各县的税收收入是多少？")
    expect(page.locator(".xb-turn")).to_have_count(1)


@pytest.mark.parametrize(
    "question",
    ["<img src=x onerror=\"document.title='broken'\">低保", "<script>document.title='broken'</script>"],
)
def test_a_question_is_shown_as_text_whatever_it_holds(page: Page, question: str) -> None:
    ask(page, question)
    expect(page.locator(".xb-question")).to_have_text(question)
    assert page.locator(".xb-turn img, .xb-turn script").count() == 0
    assert page.title() != "broken"


def test_a_place_that_the_index_does_not_hold_is_refused(page: Page) -> None:
    ask(page, QUESTION)
    link = page.locator(".xb-number").first
    link.evaluate("one => { one.dataset.cite = one.dataset.cite.replace(/@.*/, '@0-3') }")
    link.click()
    expect(page.locator("#xb-evidence .xb-error")).to_contain_text("重新提问")
    expect(page.locator("mark")).to_have_count(0)


def test_the_page_speaks_english_at_a_switch(page: Page) -> None:
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("button", name="提问", exact=True)).to_be_visible()
