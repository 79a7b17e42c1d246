"""Figures are shown as the report writes them: comparator, range and verb with them."""

from __future__ import annotations

import pytest

from assistant.answering.audit import numbers
from assistant.records import Language
from assistant.written import written
from index.report import parse

HEAD = "云岭县财政局2023年工作总结\n一、2023年工作情况\n（一）主要指标。"


def shown(sentence: str, language: Language = "zh") -> list[str]:
    claims = parse(HEAD + sentence, "云岭县-2023.txt").claims
    return [w.text for claim in claims for w in written(claim.figures, claim, language)]


@pytest.mark.parametrize(
    ("sentence", "zh", "en"),
    [
        ("地区生产总值增长5%左右。", ["增长5%左右"], ["up about 5%"]),
        ("地区生产总值增长5%。", ["增长5%"], ["up 5%"]),
        ("地区生产总值增长5%—5.5%。", ["增长5%—5.5%"], ["up 5%—5.5%"]),
        ("地区生产总值增长4.5—5%。", ["增长4.5—5%"], ["up 4.5—5%"]),
        ("库款系数维持在0.3－0.8。", ["0.3－0.8"], ["0.3－0.8"]),
        ("高速公路里程突破9500公里。", ["突破9500公里"], ["over 9500公里"]),
        ("高速公路里程9500公里。", ["9500公里"], ["9500公里"]),
        ("规上工业增加值增长7.3%以上。", ["增长7.3%以上"], ["up at least 7.3%"]),
        ("城镇调查失业率控制在5.5%以内。", ["5.5%以内"], ["at most 5.5%"]),
        ("低保对象不足300人。", ["不足300人"], ["under 300人"]),
        ("低保标准提高到每人每月885元，比上年增加60元。", ["885元", "增加60元"], ["885元", "up 60元"]),
        ("税收收入同比下降了11.7%。", ["下降了11.7%"], ["down 11.7%"]),
        ("居民消费价格涨幅2%左右。", ["涨幅2%左右"], ["up about 2%"]),
        (
            "城镇、农村居民人均可支配收入分别增长4.5%、5.5%左右。",
            ["增长约4.5%", "增长5.5%左右"],
            ["up about 4.5%", "up about 5.5%"],
        ),
        (
            "教育支出XX亿元，增长*%。",
            ["XX亿元（未公开）", "增长*%（未公开）"],
            ["XX亿元 (withheld)", "up *% (withheld)"],
        ),
    ],
)
def test_comparator_range_and_verb_are_shown(sentence: str, zh: list[str], en: list[str]) -> None:
    assert shown(sentence) == zh
    assert shown(sentence, "en") == en


def test_a_unit_that_stands_in_a_tables_head_is_said_with_its_number() -> None:
    table = "| 指标 | 完成数（亿元） | 同比增长（%） |\n| --- | --- | --- |\n| 税收收入 | 8.75 | 8.0 |\n"
    assert shown(table) == ["8.75亿元", "增长8.0%"]
    assert shown("县级财政库款系数0.85。") == ["0.85"]


@pytest.mark.parametrize(
    "sentence",
    [
        "教育支出超过3亿元，社保支出2.1亿元。",
        "进出口增长5%，出口下降3%。",
        "由每人每月500元提高到545元以上。",
    ],
)
def test_no_number_is_added(sentence: str) -> None:
    for text in (*shown("农村低保标准" + sentence), *shown("农村低保标准" + sentence, "en")):
        assert numbers(text) <= numbers(sentence)


def test_a_word_beside_another_number_is_not_borrowed() -> None:
    assert shown("教育支出超过3亿元，社会保障支出2亿元。") == ["超过3亿元", "2亿元"]
    assert shown("进出口总额增长5%左右，出口总额下降3%。") == ["增长5%左右", "下降3%"]
