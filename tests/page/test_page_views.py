"""Search, figures, charts, links, conversations, in a real browser."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.page.steps import QUESTION, ask, view


def test_search_follows_the_typing_and_marks_the_words(page: Page) -> None:
    view(page, "检索")
    box = page.locator("#xb-find textarea")
    box.press_sequentially("低保 标准")
    marks = page.locator("mark.xb-word")
    marks.get_by_text("标准").first.wait_for()
    assert set(marks.all_inner_texts()) == {"低保", "标准"}
    expect(page.locator(".xb-count")).to_have_count(2)


def test_a_filter_narrows_and_shows_counts(page: Page) -> None:
    view(page, "检索")
    page.locator("#xb-find textarea").fill("低保")
    page.locator("mark.xb-word").first.wait_for()
    whole = int(page.locator(".xb-count").first.inner_text())
    page.locator("#xb-filter-year input").click()
    offered = page.get_by_role("option").filter(has_text="2024（")
    count = int(offered.inner_text().split("（")[1].split("）")[0])
    offered.click()
    expect(page.locator(".xb-count").first).not_to_have_text(str(whole))
    assert sum(int(n) for n in page.locator(".xb-count").all_inner_texts()) == count


def test_what_is_found_is_put_in_the_order_asked_for(page: Page) -> None:
    view(page, "检索")
    page.locator("#xb-find textarea").fill("预算")
    page.locator("mark.xb-word").first.wait_for()
    for order, part in (("按年份", 1), ("按地区", 0)):
        page.get_by_label("排序").click()
        page.get_by_role("option", name=order).click()
        name = {"按年份": "year", "按地区": "region"}[order]
        page.wait_for_url(re.compile(f"order={name}"))
        places = page.locator(".xb-found .xb-where").all_inner_texts()
        values = [place.split(" › ")[part] for place in places]
        assert values == sorted(values, reverse=order == "按年份")
        assert len(set(values)) > 1


def test_words_that_nothing_holds_lead_to_the_nearest_passages(page: Page) -> None:
    view(page, "检索")
    page.locator("#xb-find textarea").fill("怎样化解债务风险呀")
    expect(page.locator(".xb-near")).to_contain_text("最接近")
    expect(page.locator(".xb-found li").first).to_contain_text("债务")


def test_what_is_found_opens_at_its_place(page: Page) -> None:
    view(page, "检索")
    page.locator("#xb-find textarea").fill("乡村振兴")
    page.locator("mark.xb-word").first.wait_for()
    figure = page.locator(".xb-found-figures a").first
    said = figure.locator("b").inner_text()
    figure.click()
    mark = page.locator("#xb-evidence mark.xb-hit")
    mark.wait_for()
    assert mark.inner_text() in said


def test_nothing_found_says_what_to_do(page: Page, address: str) -> None:
    page.goto(f"{address}?view=search&find=低保&year=2001")
    expect(page.locator(".xb-empty:visible")).to_contain_text("去掉一些筛选")


def test_figures_sort_by_amount_whatever_the_unit(page: Page) -> None:
    view(page, "指标")
    page.locator("#xb-figures [data-column=value]").click()
    expect(page.locator("#xb-figures th[aria-sort=descending]")).to_contain_text("数值")
    first = page.locator("#xb-figures td.xb-value").first.inner_text()
    assert "亿元" in first or "亩" in first
    page.locator("#xb-figures [data-column=value]").click()
    expect(page.locator("#xb-figures th[aria-sort=ascending]")).to_contain_text("数值")


def test_an_indicator_over_regions_and_years_and_as_charts(page: Page) -> None:
    view(page, "指标")
    box = page.locator("#xb-indicator input")
    box.fill("税收收入")
    box.press("Enter")
    page.locator("#xb-form").get_by_text("地区×年份").click()
    expect(page.locator(".xb-pivot thead th")).to_contain_text(["地区", "2022", "2023", "2024"])
    expect(page.locator(".xb-pivot a").get_by_text("（未公开）").first).to_be_visible()
    page.locator("#xb-form").get_by_text("排序图").click()
    bars = page.locator("#xb-figures svg [data-cite]")
    expect(bars.locator("text", has_text="未公开").first).to_be_visible()  # a hidden number keeps its place
    hint = bars.first.locator("title").text_content() or ""
    assert "税收收入" in hint  # the sentence that a bar stands for
    page.locator("#xb-form").get_by_text("趋势图").click()
    point = page.locator("#xb-figures svg [data-cite]").first
    point.wait_for()
    point.click()
    expect(page.locator("#xb-evidence mark.xb-hit")).to_be_visible()


def test_an_order_and_a_trend_are_drawn_in_the_answer_and_saved(page: Page, tmp_path: Path) -> None:
    turn = ask(page, "哪个县的一般公共预算收入最高？")
    assert turn.locator("svg [data-cite]").count() >= 3
    turn = ask(page, "云岭县税收收入近几年怎样变化？")
    assert turn.locator("svg circle").count() >= 3
    for name, head in (("图片 PNG", b"\x89PNG"), ("矢量图 SVG", b"<svg")):
        with page.expect_download() as saved:
            turn.get_by_role("button", name=name).click()
        saved.value.save_as(tmp_path / "chart")
        assert (tmp_path / "chart").read_bytes().startswith(head)


def test_from_an_example_to_a_workbook_with_the_same_rows(page: Page, tmp_path: Path) -> None:
    page.locator(".xb-example").first.click()
    page.locator(".xb-actions").wait_for()
    shown = page.locator(".xb-answer .xb-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].slice(0, 2).map(cell => cell.firstChild.textContent))"
    )
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excel").click()
    saved.value.save_as(tmp_path / "answer.xlsx")
    sheet = load_workbook(tmp_path / "answer.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:2] for row in rows] == shown
    assert all(row[-1] for row in rows)  # each with its sentence


def test_an_answer_is_taken_away_as_a_brief_and_as_a_plain_table(page: Page, tmp_path: Path) -> None:
    turn = ask(page)
    shown = turn.locator(".xb-table tbody tr td:nth-child(2)").all_inner_texts()
    with page.expect_download() as saved:
        turn.get_by_role("link", name="Word").click()
    saved.value.save_as(tmp_path / "answer.docx")
    brief = Document(str(tmp_path / "answer.docx"))
    cells = [[cell.text for cell in row.cells] for table in brief.tables for row in table.rows]
    for indicator in shown:
        assert any(indicator in row for row in cells), indicator
    with ZipFile(tmp_path / "answer.docx") as parts:
        notes = parts.read("word/footnotes.xml").decode()
    assert notes.count("<w:footnote ") >= turn.locator(".xb-sources li").count()
    with page.expect_download() as saved:
        turn.get_by_role("link", name="CSV").click()
    lines = list(csv.DictReader(saved.value.path().read_text("utf-8-sig").splitlines()))
    assert [line["指标"] for line in lines] == shown


def test_a_link_opens_the_same_conversation(page: Page) -> None:
    ask(page)
    ask(page, "那特困供养标准呢？")
    asked = parse_qs(urlsplit(page.url).query)["q"]
    assert asked == [QUESTION, "那特困供养标准呢？"]
    table = page.locator(".xb-turn").nth(1).locator(".xb-table").inner_text()
    page.goto(page.url)
    page.locator(".xb-turn").nth(1).locator(".xb-actions").wait_for()
    assert page.locator(".xb-turn").nth(1).locator(".xb-table").inner_text() == table


def test_a_link_opens_the_same_view(page: Page, address: str) -> None:
    page.goto(f"{address}?view=figures&indicator=税收收入&form=pivot")
    expect(page.locator(".xb-pivot")).to_be_visible()
    page.goto(f"{address}?view=search&find=特困")
    page.locator("mark.xb-word").first.wait_for()
    assert set(page.locator("mark.xb-word").all_inner_texts()) == {"特困"}


def test_a_link_keeps_filters_and_order(page: Page, address: str) -> None:
    page.goto(f"{address}?view=search&find=预算&order=year&region=桐渡县&year=2022&year=2024")
    page.locator("mark.xb-word").first.wait_for()
    places = page.locator(".xb-found .xb-where").all_inner_texts()
    assert {tuple(place.split(" › ")[:2]) for place in places} == {("桐渡县", "2022"), ("桐渡县", "2024")}
    found = page.locator("#xb-results").inner_text()
    page.goto(page.url)
    expect(page.locator("#xb-results")).to_have_text(found, use_inner_text=True)
    view(page, "指标")
    page.locator("#xb-figures [data-column=value]").click()
    expect(page.locator("#xb-figures th[aria-sort=descending]")).to_contain_text("数值")
    page.locator("#xb-view-figures").get_by_label("性质", exact=True).click()
    page.get_by_role("option", name="增速").click()
    page.wait_for_url(re.compile("role=rate"))
    table = page.locator("#xb-figures tbody").inner_text()
    page.goto(page.url)
    expect(page.locator("#xb-figures tbody")).to_have_text(table, use_inner_text=True)
    assert set(page.locator("#xb-figures td.xb-role").all_inner_texts()) == {"增速"}


def test_conversations_are_kept_and_opened_again(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".xb-welcome")).to_be_visible()
    ask(page, "各县的教育支出是多少？")
    kept = page.locator(".xb-chats button[data-chat]")
    expect(kept).to_have_text(["各县的教育支出是多少？", QUESTION])
    page.wait_for_url(re.compile("q="))
    page.reload()
    page.locator(".xb-actions").wait_for()
    kept.nth(1).click()
    expect(page.locator(".xb-question")).to_have_text(QUESTION)
    page.get_by_role("button", name=f"删除这段对话: {QUESTION}").click()
    expect(kept).to_have_count(1)


def test_an_answer_is_judged_with_a_reason(page: Page, index_folder: Path) -> None:
    turn = ask(page)
    turn.locator(".xb-wrong summary").click()
    turn.get_by_role("button", name="数字有误").click()
    expect(turn.locator(".xb-actions")).to_contain_text("已记下")
    kept = (index_folder / "feedback.jsonl").read_text("utf-8")
    assert QUESTION in kept
    assert '"reason": "figure"' in kept
    view(page, "报告")
    with page.expect_download() as saved:
        page.get_by_role("link", name="导出反馈").click()
    assert QUESTION in Path(saved.value.path()).read_text("utf-8-sig")
