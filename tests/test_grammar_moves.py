"""Claims without a number: which way an indicator went, lists taken apart, and what is no claim."""

from __future__ import annotations

import pytest

from index.grammar.lists import items, share
from tests.reading_sentences import PLAN, claims, moves

_MOVES = [
    ("城乡低保标准稳步提高。", [("城乡低保标准", "up")]),
    ("低保标准连续19年提高。", [("低保标准", "up")]),
    ("上调全省最低工资标准。", [("最低工资标准", "up")]),
    ("继续提高城乡居民基础养老金。", [("城乡居民基础养老金", "up")]),
    ("固定资产投资同比持平。", [("固定资产投资", "flat")]),
    ("“三公”经费持续下降。", [("“三公”经费", "down")]),
    ("有效降低企业融资成本。", [("企业融资成本", "down")]),
    ("调整最低工资标准。", [("最低工资标准", None)]),
    (
        "养老金、医保、低保、最低工资等民生保障待遇标准稳步提高。",
        [("养老金", "up"), ("医保标准", "up"), ("低保标准", "up"), ("最低工资", "up")],
    ),
    (
        "稳步提高城乡低保、特困供养标准。",
        [("城乡低保标准", "up"), ("特困供养标准", "up")],
    ),
    (
        "统筹调整城乡居民基础养老金、工伤保险待遇等标准。",
        [("城乡居民基础养老金", None), ("工伤保险待遇", None)],
    ),
    # a number elsewhere in the sentence takes nothing away
    ("城乡低保标准稳步提高，救助困难群众1.2万人次。", [("城乡低保标准", "up")]),
    ("救助困难群众1.2万人次，城乡低保标准稳步提高。", [("城乡低保标准", "up")]),
    # near misses
    ("城乡低保标准提高到810元。", []),
    ("提高政治站位。", []),
    ("提高政治能力。", []),
    ("完善低保标准动态调整机制。", []),
    ("建立工资正常增长机制。", []),
    ("严格执行低保标准。", []),
    ("推动经济提质增效。", []),
]


@pytest.mark.parametrize(("text", "expected"), _MOVES, ids=[t for t, _ in _MOVES])
def test_moves(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert moves(text) == expected


def test_a_move_takes_status_and_period_from_its_section() -> None:
    (claim,) = claims("稳步提高城乡低保标准。", PLAN)
    assert (claim.status, claim.period, claim.figures) == ("planned", ("2025-01", "2025-12"), ())
    (claim,) = claims("城乡低保标准稳步提高。")
    assert (claim.status, claim.period) == ("actual", ("2024-01", "2024-12"))


def test_what_a_figure_says_is_not_said_twice() -> None:
    both = claims("低保标准提高，低保标准提高到810元。")
    assert [(c.indicator, len(c.figures)) for c in both] == [("低保标准", 1)]


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("城乡低保标准", ["城乡低保标准"]),
        ("低保、特困供养标准", ["低保标准", "特困供养标准"]),
        ("养老金、低保等待遇标准", ["养老金", "低保标准"]),
        ("办公经费和会议支出", ["办公经费", "会议支出"]),
        ("人民生活和谐水平", ["人民生活和谐水平"]),
    ],
)
def test_items_of_a_list(noun: str, expected: list[str]) -> None:
    assert items(noun) == expected


@pytest.mark.parametrize(
    ("noun", "n", "expected"),
    [
        ("低保标准", 1, ["低保标准"]),
        ("城乡低保标准", 2, ["城镇低保标准", "农村低保标准"]),
        ("城市和农村低保标准", 2, ["城市低保标准", "农村低保标准"]),
        (
            "城镇居民和农村居民人均可支配收入",
            2,
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
        ),
        ("一二三产增加值", 3, ["一产增加值", "二产增加值", "三产增加值"]),
        ("污水处理率、垃圾处理率", 2, ["污水处理率", "垃圾处理率"]),
        ("“住得好、住得起”工程投资、产值", 2, ["“住得好、住得起”工程投资", "产值"]),
        ("低保标准", 2, None),
    ],
)
def test_what_is_handed_out(noun: str, n: int, expected: list[str] | None) -> None:
    assert share(noun, n) == expected
