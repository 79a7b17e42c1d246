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
    # a standard over the items of a list
    (
        "特困人员供养标准为城市1100元、农村820元，惠及老人500人。",
        [
            "1100元 特困人员供养标准城市 level",
            "820元 特困人员供养标准农村 level",
            "500人 惠及老人 level",
        ],
    ),
    (
        "高龄补贴继续按80—89岁每月50元、100岁以上每月300元的标准发放。",
        ["50元 高龄补贴80—89岁 level", "300元 高龄补贴100岁以上 level"],
    ),
    ("供养标准为1100元、护理补贴820元。", ["1100元 供养标准 level", "820元 护理补贴 level"]),
    # who gets the same as those before, by age or by name
    (
        "为80—89岁老人每月发放高龄津贴50元，90—99岁每月100元，100岁以上每月500元。",
        ["50元 高龄津贴 level", "100元 高龄津贴90—99岁 level", "500元 高龄津贴100岁以上 level"],
    ),
    (
        "集中供养孤儿生活费每人每月1900元，社会散居孤儿每人每月1400元。",
        ["1900元 集中供养孤儿生活费 level", "1400元 社会散居孤儿生活费 level"],
    ),
    (
        "集中供养孤儿生活费每人每月1900元，孤儿慰问金600元。",
        ["1900元 集中供养孤儿生活费 level", "600元 孤儿慰问金 level"],
    ),
    # what 分别 hands out: by kinds, or to those that it was handed to before
    (
        "护理费按自理、半自理分别为60元、210元。",
        ["60元 护理费自理 level", "210元 护理费半自理 level"],
    ),
    (
        "城乡低保标准分别为740元、620元，月人均补差分别为420元、310元。",
        [
            "740元 城镇低保标准 level",
            "620元 农村低保标准 level",
            "420元 城镇低保月人均补差 level",
            "310元 农村低保月人均补差 level",
        ],
    ),
    (
        "城乡低保标准分别为740元、620元，全年支出分别为420元、310元。",
        [
            "740元 城镇低保标准 level",
            "620元 农村低保标准 level",
            "420元 支出 level",
            "310元 支出 level",
        ],
    ),
    (
        "城乡低保标准由每人每月680元、520元分别提高到720元、560元。",
        [
            "680元 城镇低保标准 previous up",
            "520元 农村低保标准 previous up",
            "720元 城镇低保标准 level up",
            "560元 农村低保标准 level up",
        ],
    ),
    (
        "低保标准由680元提高到720元，财政、医保支出分别下降3%、5%。",
        [
            "680元 低保标准 previous up",
            "720元 低保标准 level up",
            "3% 财政支出 rate down",
            "5% 医保支出 rate down",
        ],
    ),
    (
        "特困人员集中供养和分散供养标准分别为1200元、950元。",
        ["1200元 特困人员集中供养标准 level", "950元 特困人员分散供养标准 level"],
    ),
    (
        "残疾人生活补贴和老年人护理补贴标准分别为120元、95元。",
        ["120元 残疾人生活补贴标准 level", "95元 老年人护理补贴标准 level"],
    ),
    (
        "公益性岗位1260个，每人每月补贴800元。",
        ["1260个 公益性岗位 level", "800元 公益性岗位补贴 level"],
    ),
    (
        "中标（成交）金额1.7亿元，节约率5.9%。",
        ["1.7亿元 中标（成交）金额 level", "5.9% 中标（成交）节约率 level"],
    ),
    ("评价结果为优的32个、良的81个。", ["32个 评价结果为优 level", "81个 评价结果为良 level"]),
    # whose money a part of it is
    (
        "衔接资金1.8亿元，其中中央1.1亿元、省级0.5亿元、县级财政0.2亿元。",
        [
            "1.8亿元 衔接资金 level",
            "1.1亿元 中央衔接资金 level",
            "0.5亿元 省级衔接资金 level",
            "0.2亿元 县级财政衔接资金 level",
        ],
    ),
    ("衔接资金1.8亿元，县级配套资金0.2亿元。", ["1.8亿元 衔接资金 level", "0.2亿元 县级配套资金 level"]),
    # what is spent is the money's, what is invested the project's
    (
        "专项债券额度6.2亿元，支持项目14个，支出进度93.5%。",
        [
            "6.2亿元 专项债券额度 level",
            "14个 支持项目 level",
            "93.5% 专项债券额度支出进度 level",
        ],
    ),
    (
        "专项债券额度6.2亿元，支持项目14个，总投资20亿元。",
        [
            "6.2亿元 专项债券额度 level",
            "14个 支持项目 level",
            "20亿元 支持项目总投资 level",
        ],
    ),
    (
        "直达资金6.8亿元，已分配下达6.5亿元。",
        [
            "6.8亿元 直达资金 level",
            "6.5亿元 直达资金分配下达 level",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), _CASES, ids=[t for t, _ in _CASES])
def test_whose_number_it_is(text: str, expected: list[str]) -> None:
    found = [" ".join(filter(None, (f.text, f.indicator, f.role, f.direction))) for f in figures(text)]
    assert found == expected


def test_who_is_paid_by_what_time_may_stand_before_what_is_paid() -> None:
    assert [f.unit for f in figures("为老人每人每月发放高龄津贴50元。")] == ["元/人/月"]
    assert [f.unit for f in figures("每人每月走访一次，共发放高龄津贴50元。")] == ["元"]
