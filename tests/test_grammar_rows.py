"""Figures in tables: the head of a column and the label of a row say what a cell's number is."""

from __future__ import annotations

import pytest

from index.grammar import read_claims
from index.records import Figure, Period
from tests.reading_sentences import AHEAD, OWN, REVIEW, report

BEFORE: Period = ("2023-01", "2023-12")


def _cells(lines: str) -> dict[str, Figure]:
    """The figures of the tables in `lines`, by their text."""
    read = report(f"{REVIEW}\n\n{lines}\n")
    found = [f for c in read_claims(read) for f in c.figures]
    assert all(read.text[f.start : f.end] == f.text for f in found)
    assert len({f.text for f in found}) == len(found), "the test's numbers must differ"
    return {f.text: f for f in found}


_CASES = [
    (
        "unit and time in the head",
        """| 指标 | 2024年完成数（亿元） | 2023年完成数（亿元） | 同比增长（%） |
| --- | --- | --- | --- |
| 税收收入 | 8.75 | 8.10 | 8.0 |
| 教育支出 | 8.03 | 8.62 | -6.8 |""",
        [
            ("8.75", 8.75, "亿元", "税收收入", "level", None, OWN),
            ("8.10", 8.1, "亿元", "税收收入", "level", None, BEFORE),
            ("8.0", 8.0, "%", "税收收入", "rate", "up", OWN),
            ("8.62", 8.62, "亿元", "教育支出", "level", None, BEFORE),
            ("6.8", 6.8, "%", "教育支出", "rate", "down", OWN),
        ],
    ),
    (
        "a column of units",
        """| 指标名称 | 单位 | 2023年 | 2024年 | 增减（%） |
| --- | --- | --- | --- | --- |
| 一般公共预算收入 | 亿元 | 9.90 | 10.42 | 5.3 |
| 城镇新增就业 | 人 | 2985 | 3020 | 1.2 |""",
        [
            ("9.90", 9.9, "亿元", "一般公共预算收入", "level", None, BEFORE),
            ("10.42", 10.42, "亿元", "一般公共预算收入", "level", None, OWN),
            ("5.3", 5.3, "%", "一般公共预算收入", "rate", "up", OWN),
            ("3020", 3020, "人", "城镇新增就业", "level", None, OWN),
        ],
    ),
    (
        "a unit above the table, a number's own unit, a part of the whole",
        """主要收支情况　单位：万元

| 序号 | 项目 | 完成数 | 上年同期 | 同比增减 | 增减% | 完成预算% |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 一、总收入 | 121,500 | 115,000 | 6,500 | 5.7 | 101.3 |
| 2 | 其中：税收收入 | 78,000 | 79,000 | -1,000 | -1.4% | 97.5 |
| 3 | 非税收入占比（%） | 35.8 | 31.3 | 4.5个百分点 | | |""",
        [
            ("121,500", 121500, "万元", "总收入", "level", None, OWN),
            ("115,000", 115000, "万元", "总收入", "level", None, BEFORE),
            ("6,500", 6500, "万元", "总收入", "change", "up", OWN),
            ("5.7", 5.7, "%", "总收入", "rate", "up", OWN),
            ("101.3", 101.3, "%", "总收入完成预算", "level", None, OWN),
            ("1,000", 1000, "万元", "税收收入", "change", "down", OWN),
            ("1.4%", 1.4, "%", "税收收入", "rate", "down", OWN),
            ("35.8", 35.8, "%", "非税收入占比", "level", None, OWN),
            ("4.5个百分点", 4.5, "个百分点", "非税收入占比", "change", "up", OWN),
        ],
    ),
    (
        "the rows are places",
        """| 乡镇 | 税收收入（万元） | 增长（%） | 位次 |
|---|---|---|---|
| 清溪镇 | 1520.5 | 3.2 | 1 |
| 石桥镇 | 980 | -2.1 | 2 |""",
        [
            ("1520.5", 1520.5, "万元", "清溪镇税收收入", "level", None, OWN),
            ("3.2", 3.2, "%", "清溪镇税收收入", "rate", "up", OWN),
            ("1", 1, "位", "清溪镇税收收入", "rank", None, OWN),
            ("2.1", 2.1, "%", "石桥镇税收收入", "rate", "down", OWN),
        ],
    ),
    (
        "the rows are years",
        """| 年份 | 低保标准（元/人/月） | 增长% |
|---|---|---|
| 2023年 | 600 | 5.0 |
| 2024年 | 640 | 6.7 |""",
        [
            ("600", 600, "元/人/月", "低保标准", "level", None, BEFORE),
            ("6.7", 6.7, "%", "低保标准", "rate", "up", OWN),
        ],
    ),
    (
        "a row of growth, a loss, hidden numbers",
        """| 项目 | 2024年（亿元） |
|---|---|
| 地区生产总值增长（%） | 6.1 |
| 国有企业利润 | -0.35 |
| 债务还本 | ** |
| 土地收入 | XX万元 |""",
        [
            ("6.1", 6.1, "%", "地区生产总值", "rate", "up", OWN),
            ("-0.35", -0.35, "亿元", "国有企业利润", "level", None, OWN),
            ("**", None, "亿元", "债务还本", "level", None, OWN),
            ("XX万元", None, "万元", "土地收入", "level", None, OWN),
        ],
    ),
    (
        "words in a cell",
        """| 事项 | 情况 |
|---|---|
| 城乡低保 | 发放资金1200万元 |
| 绩效评价 | 抽查项目56个，涉及金额4.3亿元 |""",
        [
            ("1200万元", 1200, "万元", "城乡低保发放资金", "level", None, OWN),
            ("56个", 56, "个", "抽查项目", "level", None, OWN),
            ("4.3亿元", 4.3, "亿元", "抽查项目涉及金额", "level", None, OWN),
        ],
    ),
    (
        "a head over two rows",
        """| 项目 | 收入 | 收入 |
|---|---|---|
| 项目 | 2023年（亿元） | 2024年（亿元） |
| 城关镇 | 1.2 | 1.3 |""",
        [
            ("1.2", 1.2, "亿元", "城关镇收入", "level", None, BEFORE),
            ("1.3", 1.3, "亿元", "城关镇收入", "level", None, OWN),
        ],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), [c[1:] for c in _CASES], ids=[c[0] for c in _CASES])
def test_cells(lines: str, expected: list[tuple[object, ...]]) -> None:
    found = _cells(lines)
    for text, *fields in expected:
        f = found[str(text)]
        assert [f.value, f.unit, f.indicator, f.role, f.direction, f.period] == fields


def test_what_was_planned_is_planned() -> None:
    found = _cells(
        """| 项目 | 年初预算数（万元） | 决算数（万元） | 2025年目标（万元） |
|---|---|---|---|
| 税收收入 | 800 | 780 | 820 |"""
    )
    assert {f.text: f.status for f in found.values()} == {"800": "planned", "780": "actual", "820": "planned"}
    assert found["820"].period == AHEAD
    assert found["780"].indicator == "税收收入"


def test_two_tables_one_after_the_other_have_heads_of_their_own() -> None:
    found = _cells(
        """| 项目 | 金额（万元） |
|---|---|
| 教育支出 | 310 |

| 项目 | 人数（人） |
|---|---|
| 新增就业 | 42 |"""
    )
    assert (found["310"].unit, found["42"].unit) == ("万元", "人")


@pytest.mark.parametrize(
    "lines",
    [
        "| 2023年 | 2024年 |\n|---|---|\n| 一季度 | 二季度 |",
        "| 序号 | 项目 |\n|---|---|\n| 1 | 教育 |\n| 2 | 卫生 |",
        "| 备注 | 说明 |\n|---|---|\n| 12 | 13 |",
        "|||\n|---|---|\n|||",
        "|",
        "| 1 | 2 |\n| 3 | 4 |",
    ],
)
def test_tables_without_figures(lines: str) -> None:
    assert _cells(lines) == {}


_UNITS = [
    ("below the table", "| 项目 | 2024年 |\n| --- | --- |\n| 税收收入 | 8750 |\n\n（单位：万元）\n", "万元"),
    (
        "below, in a note",
        "| 项目 | 2024年 |\n| --- | --- |\n| 税收收入 | 8750 |\n\n注：以上金额单位均为亿元。\n",
        "亿元",
    ),
    (
        "above the table's name",
        "单位：万元、%\n表1 收入\n\n| 项目 | 2024年 |\n| --- | --- |\n| 税收收入 | 8750 |\n",
        "万元",
    ),
    ("above a list", "单位：万元\n税收收入：8750\n", "万元"),
    ("above a list with blanks", "（单位：亿元）\n其中：税收收入　8750\n", "亿元"),
    # a line between two tables heads the second
    (
        "of the next table",
        "| 项目 | 2024年 |\n| --- | --- |\n| 税收收入 | 8750 |\n\n单位：亿元\n\n"
        "| 项目 | 2024年 |\n| --- | --- |\n| 教育支出 | 51 |\n",
        "",
    ),
]


@pytest.mark.parametrize(("lines", "unit"), [u[1:] for u in _UNITS], ids=[u[0] for u in _UNITS])
def test_a_line_beside_the_numbers_says_their_unit(lines: str, unit: str) -> None:
    figure = _cells(lines)["8750"]
    assert (figure.indicator, figure.unit) == ("税收收入", unit)


@pytest.mark.parametrize(
    "lines",
    [
        "责任单位：财政局\n联系电话：8751234\n",
        "单位：万元\n全县一盘棋。\n联系电话：8751234\n",
        "税收收入：8750\n",
        "单位：万元\n年份：2024年\n",
    ],
)
def test_a_bare_number_in_a_line_needs_a_unit_above_it(lines: str) -> None:
    assert _cells(lines) == {}
