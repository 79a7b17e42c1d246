"""Reports looked after on the page: uploads, failures, corrections, removals."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.serving import served
from index.build import BuildSummary, Progress, build
from tests.page.conftest import opened, served_here
from tests.page.steps import ask, view
from ui.page import library

_NEW = """沙棠县财政局2024年工作总结

一、2024年工作情况

（一）保障民生。城市低保标准由每人每月700元提高到765元，惠及3120人。全县一般公共预算收入完成15.36亿元，同比增长4.1%。

二、2025年工作计划

预计全县一般公共预算收入增长3%左右。
"""


def test_an_uploaded_report_in_gb18030_is_in_the_next_answer(own_page: Page, tmp_path: Path) -> None:
    report = tmp_path / "沙棠县2024.txt"
    report.write_bytes(_NEW.encode("gb18030"))
    with own_page.expect_file_chooser() as chooser:
        own_page.get_by_role("button", name="上传文件", exact=True).click()
    chooser.value.set_files(report)
    expect(own_page.locator("#xb-news")).to_contain_text("完成")
    expect(own_page.locator("#xb-list")).to_contain_text("沙棠县")
    view(own_page, "问答")
    turn = ask(own_page)
    expect(turn.locator(".xb-table")).to_contain_text("765元")


def test_a_folder_is_uploaded_and_every_view_follows(own_page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "新报告"
    folder.mkdir()
    for year in (2023, 2024):
        (folder / f"沙棠县{year}.txt").write_text(_NEW.replace("2024年", f"{year}年"), "utf-8")
    before = own_page.locator(".xb-status").inner_text()
    with own_page.expect_file_chooser() as chooser:
        own_page.get_by_role("button", name="上传文件夹").click()
    chooser.value.set_files(folder)
    expect(own_page.locator("#xb-news")).to_contain_text("收到 2 个文件")
    expect(own_page.locator("#xb-news")).to_contain_text("完成")
    expect(own_page.locator(".xb-status")).not_to_have_text(before)
    reports = own_page.locator("#xb-list tbody tr").count()
    expect(own_page.locator(".xb-status")).to_contain_text(f"{reports} 份报告")
    view(own_page, "指标")
    own_page.locator("#xb-view-figures").get_by_label("地区", exact=True).click()
    expect(own_page.get_by_role("option", name="沙棠县")).to_be_visible()
    own_page.keyboard.press("Escape")
    view(own_page, "检索")
    own_page.locator("#xb-find textarea").fill("3120人")
    expect(own_page.locator(".xb-found .xb-where").first).to_contain_text("沙棠县")
    view(own_page, "问答")
    expect(own_page.locator(".xb-welcome h2")).to_contain_text(f"{reports} 份报告")


def test_questions_are_answered_while_reports_are_read(
    context: BrowserContext, own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def held(places: list[Path], folder: Path, progress: Callable[[Progress], None]) -> BuildSummary:
        def tell(step: Progress) -> None:
            progress(step)
            go_on.wait()

        return build(places, folder, progress=tell)

    monkeypatch.setattr(library, "build", held)
    report = tmp_path / "沙棠县2024.txt"
    report.write_text(_NEW, "utf-8")
    with served_here(own_folder / "index") as address:
        page = opened(context, address)
        view(page, "报告")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="上传文件", exact=True).click()
        chooser.value.set_files(report)
        page.locator(".xb-progress").wait_for()
        view(page, "问答")
        expect(ask(page).locator(".xb-table")).not_to_contain_text("沙棠县")
        view(page, "报告")
        expect(page.locator(".xb-progress")).to_be_visible()  # still at it: the answer did not wait
        go_on.set()
        expect(page.locator("#xb-news")).to_contain_text("完成：")
        view(page, "问答")
        expect(ask(page).locator(".xb-table")).to_contain_text("沙棠县")
        page.close()


def test_what_changed_in_the_folder_is_read_again(own_page: Page, own_folder: Path) -> None:
    (own_folder / "reports" / "沙棠县2024.txt").write_text(_NEW, "utf-8")
    own_page.get_by_role("button", name="重新读取").click()
    expect(own_page.locator("#xb-news")).to_contain_text("新读 1 个文件")
    row = own_page.locator("#xb-list tr", has_text="沙棠县2024.txt")
    expect(row.locator("td").nth(4)).to_have_text(re.compile(r"^[1-9]\d*$"))  # passages
    expect(row.locator("td").nth(5)).to_have_text(re.compile(r"^[1-9]\d*$"))  # figures


def test_a_broken_file_is_listed_with_its_reason_and_removed(own_page: Page, own_folder: Path) -> None:
    broken = own_folder / "坏文件.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    with own_page.expect_file_chooser() as chooser:
        own_page.get_by_role("button", name="上传文件", exact=True).click()
    chooser.value.set_files(broken)
    failed = own_page.locator(".xb-failures li")
    failed.wait_for()
    expect(failed.locator("b")).to_contain_text("坏文件.docx")
    assert len(failed.locator("span").first.inner_text()) > 10
    own_page.once("dialog", lambda dialog: dialog.accept())
    failed.get_by_role("button", name="移除").click()
    expect(own_page.locator(".xb-failures")).to_have_count(0)
    assert (own_folder / "index" / "uploads" / ".removed" / "坏文件.docx").is_file()


def test_why_a_file_failed_and_what_went_wrong_are_said_in_english(own_page: Page, own_folder: Path) -> None:
    broken = own_folder / "坏文件.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    with own_page.expect_file_chooser() as chooser:
        own_page.get_by_role("button", name="上传文件", exact=True).click()
    chooser.value.set_files(broken)
    reason = own_page.locator(".xb-failures li > span").first
    expect(reason).to_contain_text("已损坏（不是 Office 压缩格式）")
    english = own_page.url.partition("?")[0] + "en/"
    own_page.goto(f"{english}?view=reports&cite=nowhere")
    expect(reason).to_have_text(
        "“坏文件.docx” is damaged (not in the compressed Office format), a whole .docx is needed: "
        "download it again, or repair it in Word or WPS and save it."
    )
    expect(own_page.locator("#xb-evidence .xb-error")).to_contain_text("“nowhere” is no citation")
    own_page.locator("#xb-list tbody tr").first.get_by_role("button", name="Correct").click()
    own_page.get_by_label("Year").fill("next")
    own_page.get_by_role("button", name="Save").click()
    expect(own_page.locator("#xb-news .xb-error")).to_contain_text("four digits such as 2024 are expected")


def test_a_region_and_year_are_corrected_in_metadata(own_page: Page, own_folder: Path) -> None:
    row = own_page.locator("#xb-list tbody tr").first
    row.get_by_role("button", name="更正").click()
    own_page.get_by_label("年份").fill("二四年")
    own_page.get_by_label("地区").fill("江西省某市沙棠县")
    own_page.get_by_role("button", name="保存").click()
    expect(own_page.locator("#xb-news .xb-error")).to_contain_text("四位数字")
    own_page.get_by_label("年份").fill("2021")
    own_page.get_by_role("button", name="保存").click()
    expect(own_page.locator("#xb-news")).to_contain_text("完成")
    expect(own_page.locator("#xb-list")).to_contain_text("沙棠县")
    assert "沙棠县" in (own_folder / "reports" / "metadata.csv").read_text("utf-8-sig")


def test_a_report_opens_whole_with_its_doubts(own_page: Page) -> None:
    row = own_page.locator("#xb-list tr:has(.xb-doubt)").first
    row.locator(".xb-link").click()
    own_page.locator(".xb-doubts summary").click()
    own_page.locator(".xb-doubts a").first.click()
    expect(own_page.locator("#xb-evidence mark.xb-hit")).to_be_in_viewport()


def test_a_report_that_is_gone_is_refused_with_its_remedy(own_page: Page, own_folder: Path) -> None:
    for path in (own_folder / "reports").glob("望潮县*"):
        path.unlink()
    row = own_page.locator("#xb-list tbody tr", has_text="望潮县").first
    own_page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="移除").click()
    expect(own_page.locator("#xb-news .xb-error")).to_contain_text("重新读取")


def test_a_page_without_reports_says_where_to_put_them(context: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "坏文件.docx").write_bytes(b"PK\x03\x04 not a document")
    build([tmp_path / "reports"], tmp_path / "index", model="hash")
    with served(tmp_path / "index") as url:
        page = context.new_page()
        page.goto(url)
        expect(page.locator(".xb-welcome")).to_contain_text("还没有报告")
        for name, part in (("检索", "#xb-results"), ("指标", "#xb-figures")):
            view(page, name)
            expect(page.locator(part)).to_contain_text("还没有报告")
        view(page, "报告")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="上传文件", exact=True).click()
        report = tmp_path / "沙棠县2024.txt"
        report.write_text(_NEW, "utf-8")
        chooser.value.set_files(report)
        expect(page.locator("#xb-news")).to_contain_text("完成")
        view(page, "问答")
        expect(ask(page).locator(".xb-table")).to_contain_text("765元")
