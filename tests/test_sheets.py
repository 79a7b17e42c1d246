"""Workbooks as text: what a cell shows, merged cells, titles, units, notes, hidden parts."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from index.reading.files import read
from index.reading.sheets import shown, xlsx_text
from index.report import read_report
from tests.documents import workbook


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (12, "General", "12"),
        (0.058, "0.0%", "5.8%"),
        (-0.05, "0%", "-5%"),
        (1234567, "#,##0", "1,234,567"),
        (4450.5, "#,##0.00", "4,450.50"),
        (12.5, "0.##", "12.5"),
        (-5.2, "0.0_);(0.0)", "-5.2"),
        (-5.2, "0.0;[Red]-0.0", "-5.2"),
        (-0.01, "0.0", "0.0"),
        (3, '0"个"', "3个"),
        (5, "@", "5"),
        (True, "General", "是"),
        (datetime(2023, 6, 1), "yyyy-mm-dd", "2023年6月1日"),
        (datetime(2023, 6, 1), 'yyyy"年"m"月"', "2023年6月"),
        ("#REF!", "General", ""),
        (" 低保 ", "General", "低保"),
    ],
)
def test_a_cell_is_what_it_shows(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


def _budget() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "收支情况"
    rows: list[list[object]] = [
        ["清河市2023年财政收支情况"],
        ["单位：万元"],
        ["县区", "项目", "收入", None, "增长"],
        [None, None, "预算数", "执行数"],
        ["东坪县", "税收收入", 4000, 4120, 0.0802],
        [None, "非税收入", 90, 100, -0.05],
        [],
        ["注：数据为快报数。"],
    ]
    for row in rows:
        sheet.append(row)
    for merged in ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "A5:A6"):
        sheet.merge_cells(merged)
    for cell in ("E5", "E6"):
        sheet[cell].number_format = "0.0%"
    sheet["F5"], sheet["G5"] = "底稿", "9999"
    sheet.column_dimensions["F"].hidden = sheet.column_dimensions["G"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "秘密17亿元"
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_is_its_title_its_table_and_its_notes() -> None:
    reading = xlsx_text(_budget())
    assert reading.text == (
        "清河市2023年财政收支情况\n\n单位：万元\n\n"
        "| 县区 | 项目 | 收入 | 收入 | 增长 |\n| --- | --- | --- | --- | --- |\n"
        "| 县区 | 项目 | 预算数 | 执行数 | 增长 |\n"
        "| 东坪县 | 税收收入 | 4000 | 4120 | 8.0% |\n| 东坪县 | 非税收入 | 90 | 100 | -5.0% |\n\n"
        "注：数据为快报数。"
    )
    assert reading.gaps == ()


def test_figures_of_a_sheet_have_unit_status_and_place(tmp_path: Path) -> None:
    path = tmp_path / "清河市2023年财政收支.xlsx"
    path.write_bytes(_budget())
    found = {
        (c.place, f.indicator, f.value, f.unit, f.role, f.direction, f.status)
        for c in read_report(path).claims
        for f in c.figures
    }
    assert ("东坪县", "税收收入执行数", 4120, "万元", "level", None, "actual") in found
    assert ("东坪县", "税收收入预算数", 4000, "万元", "level", None, "planned") in found
    assert any(value == 5 and unit == "%" and way == "down" for _, _, value, unit, _, way, _ in found)
    assert {place for place, *_ in found} == {"东坪县"}


def test_several_sheets_are_headed_by_their_names() -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "低保"
    second = book.create_sheet("Sheet2")
    for sheet, row in ((first, ["标准（元）", 885]), (second, ["人数（人）", 930])):
        sheet.append(["项目", "2023年"])
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert xlsx_text(out.getvalue()).text == (
        "# 低保\n\n| 项目 | 2023年 |\n| --- | --- |\n| 标准（元） | 885 |\n\n"
        "| 项目 | 2023年 |\n| --- | --- |\n| 人数（人） | 930 |"
    )


def test_formulas_without_a_value_and_rows_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = xlsx_text(workbook([["项目", "数"], ["甲", "=1+2"], ["乙", 5]]))
    assert [gap.say("zh") for gap in reading.gaps] == ["1 个单元格只有公式没有数值"]
    monkeypatch.setattr("index.reading.sheets._MAX_ROWS", 2)
    reading = xlsx_text(workbook([["项目", "数"], ["甲", 1], ["乙", 2], ["丙", 3]]))
    assert [gap.say("zh") for gap in reading.gaps] == ["2 行超出上限未读"]
    assert "丙" not in reading.text


def test_the_older_format(tmp_path: Path) -> None:
    path = tmp_path / "收入.xls"
    path.write_bytes((Path(__file__).parent / "data" / "cases" / "older.xls").read_bytes())
    assert read(path).text == (
        "清河市2023年财政收入\n\n单位：万元\n\n| 县区 | 项目 | 完成数 | 增长 |\n| --- | --- | --- | --- |\n"
        "| 东坪县 | 税收收入 | 4,120.5 | 8.0% |\n| 东坪县 | 非税收入 | 100.0 | -5.0% |"
    )


def test_a_newer_workbook_under_the_older_name(tmp_path: Path) -> None:
    path = tmp_path / "收入.xls"
    path.write_bytes(workbook([["项目", "数"], ["甲", 1]]))
    assert read(path).text == "| 项目 | 数 |\n| --- | --- |\n| 甲 | 1 |"
