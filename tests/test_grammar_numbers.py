"""Numbers, units and what only looks like a number: finite grammars are proved by enumerating them."""

from __future__ import annotations

import pytest

from index.grammar.lexicon import words
from index.grammar.numerals import chinese_number
from index.grammar.quantities import is_unit, quantities, whole_number
from index.text import fold

_DIGITS = "零一二三四五六七八九"


def _han(n: int) -> str:
    """The usual Chinese numeral of 1 to 99,999,999."""
    if n >= 10_000:
        high, low = divmod(n, 10_000)
        rest = ("零" if low < 1000 else "") + _han(low) if low else ""
        return _han(high) + "万" + rest
    out, zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // power % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return out


def test_every_chinese_numeral_below_a_hundred_thousand_has_its_value() -> None:
    wrong = [n for n in range(1, 100_000) if chinese_number(_han(n)) != n]
    assert wrong == []


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("两千零五", 2005),
        ("二〇二三", 2023),
        ("一亿", 10**8),
        ("三千万", 30_000_000),
        ("一万亿", 10**12),
        ("百", 100),
        ("十万", 100_000),
        ("", None),
        ("若干", None),
        ("三点五", None),
    ],
)
def test_numerals(word: str, value: int | None) -> None:
    assert chinese_number(word) == value


_UNITS = [(sort, unit) for sort in ("money", "ratio", "measure", "counter") for unit in words("units")[sort]]


def test_every_unit_of_the_data_file_is_read_after_a_number() -> None:
    wrong = []
    for sort, unit in _UNITS:
        found = quantities(f"累计12.5{unit}，其余另计。")
        if [(q.value, q.unit, q.sort) for q in found] != [(12.5, unit, sort)]:
            wrong.append((unit, found))
    assert wrong == []


def test_every_multiplier_goes_with_every_unit_of_money() -> None:
    for multiplier in words("units")["multipliers"]:
        for unit in words("units")["money"]:
            (q,) = quantities(f"投资3{multiplier}{unit}。")
            assert (q.value, q.unit, q.sort) == (3, multiplier + unit, "money")


def test_every_per_unit_is_read_in_each_of_its_spellings() -> None:
    for per in words("units")["per"]:
        for spelling in (f"5元/{per}。", f"5元每{per}。", f"5元/每{per}。", f"5元·{per}。"):
            assert [q.unit for q in quantities(spelling)] == [f"元/{per}"], spelling


def test_a_unit_that_goes_on_as_another_word_is_none() -> None:
    for unit, followers in words("units")["goes_on"].items():
        for follower in followers:
            found = quantities(f"共3{unit}{follower}。")
            assert not any(q.unit == unit for q in found), unit + follower


#: What stands in a sentence → its quantities as written, with unit and comparator.
_FOUND = [
    ("投资1,234.5万元", [("1,234.5万元", 1234.5, "万元", None)]),
    ("全年１２．３亿元", [("１２．３亿元", 12.3, "亿元", None)]),
    ("增长８．６％", [("８．６％", 8.6, "%", None)]),
    ("达到885元/人·月", [("885元/人·月", 885, "元/人/月", None)]),
    ("补助320元／人／月", [("320元／人／月", 320, "元/人/月", None)]),
    ("每人每月补助885元", [("885元", 885, "元/人/月", None)]),
    ("浓度24微克/立方米", [("24微克/立方米", 24, "微克/立方米", None)]),
    ("发电3.2亿千瓦时", [("3.2亿千瓦时", 3.2, "亿千瓦时", None)]),
    ("面积1.2万平方公里", [("1.2万平方公里", 1.2, "万平方公里", None)]),
    ("总产值1.2万亿元", [("1.2万亿元", 1.2, "万亿元", None)]),
    ("外资3.5亿美元", [("3.5亿美元", 3.5, "亿美元", None)]),
    ("涉水资产501宗", [("501宗", 501, "宗", None)]),
    ("交易86笔", [("86笔", 86, "笔", None)]),
    ("接待320万人次", [("320万人次", 320, "万人次", None)]),
    ("扩大1.5倍", [("1.5倍", 1.5, "倍", None)]),
    ("提高0.6个百分点", [("0.6个百分点", 0.6, "个百分点", None)]),
    # comparators
    ("8000余份", [("8000余份", 8000, "份", "gt")]),
    ("3.5万多户", [("3.5万多户", 3.5, "万户", "gt")]),
    ("增长5%左右", [("5%", 5, "%", "approx")]),
    ("约30万人", [("30万人", 30, "万人", "approx")]),
    ("不低于60%", [("60%", 60, "%", "ge")]),
    ("突破100亿元", [("100亿元", 100, "亿元", "gt")]),
    ("3亿元以上", [("3亿元", 3, "亿元", "ge")]),
    ("不超过2%", [("2%", 2, "%", "le")]),
    ("项目签约35亿元", [("35亿元", 35, "亿元", None)]),
    ("10天以内办结3件", [("3件", 3, "件", None)]),
    # ranges
    ("增长4.5%—5%", [("4.5%", 4.5, "%", "ge"), ("5%", 5, "%", "le")]),
    ("招收10至15户", [("10", 10, "户", "ge"), ("15户", 15, "户", "le")]),
    ("库款系数0.3－0.8", [("0.3", 0.3, "", "ge"), ("0.8", 0.8, "", "le")]),
    # hidden and half hidden
    ("完成XX亿元", [("XX亿元", None, "亿元", None)]),
    ("拨付***万元", [("***万元", None, "万元", None)]),
    ("占比**%", [("**%", None, "%", None)]),
    ("约*6亿", [("*6亿", None, "亿", "approx")]),
    ("投入3*万元", [("3*万元", None, "万元", None)]),
    ("惠及××人", [("××人", None, "人", None)]),
    # without a unit, where that is what is measured
    ("库款系数0.2", [("0.2", 0.2, "", None)]),
    ("城乡收入比由1.94缩小到1.89", [("1.94", 1.94, "", None), ("1.89", 1.89, "", None)]),
    # Chinese numerals
    ("超过三分之一", [("三分之一", 1 / 3, "", "gt")]),
    ("百分之二十", [("百分之二十", 20, "%", None)]),
    ("两千余人", [("两千余人", 2000, "人", "gt")]),
    ("千余人", [("千余人", 1000, "人", "gt")]),
    ("突破千亿元", [("千亿元", 1000, "亿元", "gt")]),
    ("三千万元左右", [("三千万元", 3000, "万元", "approx")]),
    ("产值翻一番", [("一番", 1, "番", None)]),
    # lengths of time, where time is what is measured
    ("平均受教育年限10.5年", [("10.5年", 10.5, "年", None)]),
    # an item's mark in front of a count, and a number with a part
    ("5.3个乡镇底数不清", [("3个", 3, "个", None)]),
    ("人均床位5.3个", [("5.3个", 5.3, "个", None)]),
    ("2.6亿元资金闲置", [("2.6亿元", 2.6, "亿元", None)]),
    ("应对19轮降雨", [("19轮", 19, "轮", None)]),
    ("清溪等4县项目开工", [("4县", 4, "县", None)]),
    # amounts, not classes or stages
    ("建设5万亩以上果园", [("5万亩", 5, "万亩", "ge")]),
    ("建筑面积达到500平方米以上，", [("500平方米", 500, "平方米", "ge")]),
    ("设立3个级别", [("3个", 3, "个", None)]),
    ("举办培训班4期、讲座6期。", [("4期", 4, "期", None), ("6期", 6, "期", None)]),
    ("办理时限压缩到2个工作日", [("2个工作日", 2, "个工作日", None)]),
]


@pytest.mark.parametrize(("text", "expected"), _FOUND, ids=[text for text, _ in _FOUND])
def test_quantities(text: str, expected: list[tuple[str, float | None, str, str | None]]) -> None:
    got = [(text[q.start : q.end], q.value, q.unit, q.comparator) for q in quantities(fold(text))]
    assert got == expected


#: Digits that measure nothing.
_NO_QUANTITY = [
    "2024年9月15日",
    "2024年",
    "二〇二四年",
    "2021-2025年",
    "1-9月",
    "5月底",
    "第3季度",
    "〔2023〕5号",
    "财办〔2024〕12号文件",
    "1、收入完成情况",
    "（2）支出情况",
    "3.非税收入",
    "第十八届第3次会议",
    "第32个重点项目",
    "60岁以上老人",
    "80周岁以上高龄老人",
    "750千伏输变电工程",
    "30万千瓦级煤电机组",
    "海拔1500米以上农村学校",
    "单体面积500平方米以上的商场",
    "1%人口抽样调查",
    "3县级医院",
    "启动第2轮督查",
    "建设污水处理厂2期工程",
    "举办培训班的2期项目",
    "“十四五”规划",
    "832平台",
    "12345热线",
    "“1+1+N”模式",
    "5+2延时服务",
    "“三个100%”",
    "“6969”工程",
    "PM2.5治理",
    "G318国道",
    "5G基站",
    "4A级景区",
    "3D打印",
    "C919大飞机",
    "3年内完成",
    "连续5年获奖",
    "用了2个月",
    "纳税100万元以上企业",
    "亿元以上项目",
    "1000万元以上项目",
    "0571-88888888",
    "截至10:30",
    "四个意识",
    "千家万户",
    "百亿级产业",
    "一批项目",
    "五大行动",
    "XX县",
    "**局",
    "*-**月",
    "XX年",
    "一二三产业",
    "两个维护",
    "110000199001011234567",
    "100强企业",
    "三星村",
    "四好农村路",
    "国道二期",
    "90后青年",
    "连续19个季度",
    "连续3次获奖",
    "24小时值班",
    "7×24小时",
    "365天在线",
]


@pytest.mark.parametrize("text", _NO_QUANTITY)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert quantities(fold(text)) == []


#: Like the ones above, and quantities all the same.
_NEAR_MISSES = [
    ("第一批资金500万元", ["500万元"]),
    ("60岁以上老人3200人", ["3200人"]),
    ("纳税100万元", ["100万元"]),
    ("投入100万元支持企业", ["100万元"]),
    ("亿元以上项目12个", ["12个"]),
    ("新建220千伏变电站2座", ["2座"]),
    ("5G基站120个", ["120个"]),
    ("12345热线受理1.2万件", ["1.2万件"]),
    ("2024年收入2.024亿元", ["2.024亿元"]),
    ("“两免一补”资金1560万元", ["1560万元"]),
    ("居全省第5位", ["5位"]),
    ("进入全国前10位", ["10位"]),
    ("位居全市第2", ["2"]),
]


@pytest.mark.parametrize(("text", "expected"), _NEAR_MISSES, ids=[text for text, _ in _NEAR_MISSES])
def test_what_stands_beside_a_name_is_read(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quantities(fold(text))] == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("12.84", 12.84, ""), ("1,234", 1234, ""), ("5.6%", 5.6, "%"), ("**", None, ""), ("320人", 320, "人")],
)
def test_a_cell_that_is_a_number(text: str, value: float | None, unit: str) -> None:
    q = whole_number(text)
    assert q is not None
    assert (q.value, q.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["", "—", "税收", "2024年", "1-9月", "5天", "约12", "12.84（预计）", "9" * 16]
)
def test_a_cell_that_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_units_are_told_from_words() -> None:
    assert all(is_unit(u) for u in ("亿元", "%", "元/人/月", "万平方米", "个百分点", "人次"))
    assert not any(is_unit(u) for u in ("", "税收", "项目", "单位", "2", "元以上"))
