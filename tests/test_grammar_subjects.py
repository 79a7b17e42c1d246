"""Whose number it is: subjects that a clause before names, sides of an account, flows and their stock.

Each case is a sentence and its figures, `text indicator role direction` as in `test_grammar_figures`.
"""

from __future__ import annotations

import pytest

from tests.reading_sentences import figures

_CASES = [
    # a level after a flow of the same things is of all of them, where it can be
    (
        "绿道通车里程新增300公里、突破1100公里。",
        ["300公里 绿道通车里程新增 level", "1100公里 绿道通车里程 level"],
    ),
    ("全县新增养老床位320张，达到1.2万张。", ["320张 新增养老床位 level", "1.2万张 养老床位 level"]),
    ("新增科技企业12家、总数达60家。", ["12家 新增科技企业 level", "60家 科技企业总数 level"]),
    ("新增科技企业60家，突破50家。", ["60家 新增科技企业 level", "50家 新增科技企业 level"]),
    ("新增绿道300公里，惠及1100人。", ["300公里 新增绿道 level", "1100人 新增绿道惠及 level"]),
    ("养老床位增加20张、达到150张。", ["20张 养老床位 change up", "150张 养老床位 level up"]),
    # a share of things, and what was done to all of them
    ("保交房项目提前3个月实现100%交付。", ["100% 保交房项目交付率 level"]),
    ("12个改造项目实现100%开工。", ["12个 改造项目 level", "100% 改造项目开工率 level"]),
    ("代表建议100%办结，满意率98%。", ["100% 代表建议办结率 level", "98% 满意率 level"]),
    ("建筑工程完成60%覆盖面积铺设。", ["60% 建筑工程 level"]),
    ("项目提前开工，完成率80%。", ["80% 完成率 level"]),
    # what stays as it was is named by its own clause
    (
        "残疾人补贴标准由85元提高到90元，孤儿生活费与上年持平，为每人每月1150元。",
        [
            "85元 残疾人补贴标准 previous up",
            "90元 残疾人补贴标准 level up",
            "1150元 孤儿生活费 level flat",
        ],
    ),
    (
        "低保标准提高到760元，与全市标准一致，为全市最高的90%。",
        ["760元 低保标准 level up", "90% 低保标准 level"],
    ),
    # the two sides of an account, and what is left
    (
        "居民养老保险基金收入4717万元，支出3795万元，当年结余922万元。",
        [
            "4717万元 居民养老保险基金收入 level",
            "3795万元 居民养老保险基金支出 level",
            "922万元 居民养老保险基金结余 level",
        ],
    ),
    (
        "医疗保险基金总收入4717万元，总支出3795万元。",
        ["4717万元 医疗保险基金总收入 level", "3795万元 医疗保险基金总支出 level"],
    ),
    (
        "医疗保险基金收支情况：收入4717万元，支出3795万元。",
        ["4717万元 医疗保险基金收入 level", "3795万元 医疗保险基金支出 level"],
    ),
    ("非税收入2亿元，支出3亿元。", ["2亿元 非税收入 level", "3亿元 支出 level"]),
    ("企业利润2亿元，年末结余3亿元。", ["2亿元 企业利润 level", "3亿元 结余 level"]),
]


@pytest.mark.parametrize(("text", "expected"), _CASES, ids=[t for t, _ in _CASES])
def test_whose_number_it_is(text: str, expected: list[str]) -> None:
    found = [" ".join(filter(None, (f.text, f.indicator, f.role, f.direction))) for f in figures(text)]
    assert found == expected
