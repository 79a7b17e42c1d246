"""Figures made comparable, and held against a threshold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Threshold
from assistant.units import amount, comparable, of, passes, same_counter, scaled
from index.records import Figure


def figure(text: str, value: float | None, unit: str, indicator: str = "低保标准", **more: object) -> Figure:
    fields = {"role": "level", "direction": None, "status": "actual", "period": None, "comparator": None}
    return Figure(0, len(text), text, value, unit, indicator, **(fields | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((1.2, "亿元"), (12000, "万元")),
        ((885, "元/月"), (10620, "元/年")),
        ((885, "元/人/月"), (885, "元/月")),
        ((20, "亿斤"), (100, "万吨")),
        ((1.5, "万亿元"), (15000, "亿元")),
        ((1, "平方公里"), (100, "公顷")),
        ((2, "吨"), (2000, "千克")),
        ((500, "千克"), (500, "公斤")),
        ((3, "千米"), (3, "公里")),
        ((1.2, "亿千瓦时"), (12000, "万千瓦时")),
        ((2, "万千瓦"), (20, "兆瓦")),
        ((0.5, "百分点"), (0.5, "个百分点")),
    ],
)
def test_the_same_amount(a: tuple[float, str], b: tuple[float, str]) -> None:
    one, two = amount(*a), amount(*b)
    assert comparable(one, two)
    assert one.value == pytest.approx(two.value)


@pytest.mark.parametrize(
    ("a", "b"),
    [((5, "%"), (5, "亿元")), ((885, "元/月"), (885, "元")), ((3, "家"), (3, "户")), ((1, "亩"), (1, "吨"))],
)
def test_unlike_things_do_not_compare(a: tuple[float, str], b: tuple[float, str]) -> None:
    assert not comparable(amount(*a), amount(*b))


@pytest.mark.parametrize(
    ("unit", "base", "factor"),
    [
        ("百分点", "百分点", 1),
        ("千克", "千克", 1),
        ("千瓦", "千瓦", 1),
        ("百万千瓦", "千瓦", 1e6),
        ("千元", "元", 1e3),
        ("百人", "人", 1e2),
        ("千公里", "公里", 1e3),
        ("亿", "", 1e8),
    ],
)
def test_a_unit_that_begins_like_a_multiplier_is_none(unit: str, base: str, factor: float) -> None:
    assert scaled(1.0, unit) == (factor, base)


@pytest.mark.parametrize(
    ("unit", "wanted", "same"),
    [
        ("万人", "人", True),
        ("亿斤", "吨", True),
        ("千克", "公斤", True),
        ("个百分点", "百分点", True),
        ("千瓦", "人", False),
        ("百分点", "个", False),
        ("户", "人", False),
    ],
)
def test_counters_of_one_kind(unit: str, wanted: str, same: bool) -> None:
    assert same_counter(unit, wanted) is same


def test_a_bare_amount_is_counted_as_its_sentence_says() -> None:
    bare = figure("885元", 885, "元")
    assert of(bare) == amount(885, "元")
    assert of(bare, "城市低保标准提高到每人每月885元") == amount(885, "元/月")
    assert of(figure("885元", 885, "元", "低保月人均保障水平"), "达到885元") == amount(885, "元/月")


def test_growth_downwards_is_negative_and_a_hidden_number_is_none() -> None:
    down = figure("3%", 3, "%", role="rate", direction="down")
    assert of(down) == amount(-3, "%")
    assert of(figure("XX亿元", None, "亿元")) is None


@pytest.mark.parametrize(
    ("sign", "bound", "unit", "right"),
    [
        ("gt", 800, "元/月", True),
        ("gt", 885, "元/月", False),
        ("ge", 885, "元/月", True),
        ("lt", 11000, "元/年", True),
        ("gt", 5, "%", False),
    ],
)
def test_threshold(sign: str, bound: float, unit: str, right: bool) -> None:
    of_month = figure("885元/月", 885, "元/月")
    assert passes(of_month, Threshold(sign, bound, unit)) is right  # type: ignore[arg-type]


@given(st.floats(0.01, 1e6), st.sampled_from(["元", "%", "人", "吨", "亩"]))
def test_scaling_keeps_the_order(value: float, unit: str) -> None:
    assert amount(value, "万" + unit).value == pytest.approx(amount(value * 1e4, unit).value)
    assert amount(value * 2, unit).value > amount(value, unit).value
