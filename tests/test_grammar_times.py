"""Periods and status: from the words of a sentence, from the section it stands in, from the report."""

from __future__ import annotations

import pytest

from index.grammar import read_claims
from index.grammar.periods import times
from index.grammar.status import is_plan
from index.records import Period
from tests.reading_sentences import AHEAD, OWN, PLAN, figures, report


def _year(first: int, last: int | None = None) -> Period:
    return f"{first}-01", f"{last or first}-12"


_TIMES = [
    ("2023年1-9月", ("2023-01", "2023-09")),
    ("2023年1—9月份", ("2023-01", "2023-09")),
    ("1至6月", ("2024-01", "2024-06")),
    ("2024年上半年", ("2024-01", "2024-06")),
    ("下半年", ("2024-07", "2024-12")),
    ("一季度", ("2024-01", "2024-03")),
    ("前三季度", ("2024-01", "2024-09")),
    ("一、二季度", ("2024-01", "2024-06")),
    ("第3季度", ("2024-07", "2024-09")),
    ("截至5月底", ("2024-01", "2024-05")),
    ("截止2024年9月底", ("2024-01", "2024-09")),
    ("2024年全年", _year(2024)),
    ("全年", _year(2024)),
    ("二〇二三年", _year(2023)),
    ("去年", _year(2023)),
    ("去年上半年", ("2023-01", "2023-06")),
    ("明年", _year(2025)),
    ("9月份", ("2024-09", "2024-09")),
    ("12月当月", ("2024-12", "2024-12")),
    ("“十四五”时期", _year(2021, 2025)),
    ("“十五五”末", _year(2026, 2030)),
    ("五年来", _year(2020, 2024)),
    ("过去五年", _year(2020, 2024)),
    ("未来五年", _year(2025, 2029)),
    ("2021—2024年", _year(2021, 2024)),
    ("2020年到2025年", _year(2020, 2025)),
    ("2023-2024学年", _year(2023, 2024)),
    ("2023年7月1日起", ("2023-07", "2023-12")),
    ("2030年", _year(2030)),
]


@pytest.mark.parametrize(("text", "period"), _TIMES, ids=[t for t, _ in _TIMES])
def test_times(text: str, period: Period) -> None:
    found = [t.period for t in times(text.replace("—", "-"), 2024, 2024) if t.sort != "comparison"]
    assert found == [period]


#: What names a time and sets none.
_NO_TIME = [
    "较2020年",
    "比上年",
    "上年同期",
    "去年底",
    "与2019年",
    "同2022年",
    "9月15日",
    "5月",
    "全年进度",
    "全年预算的",
    "全年任务",
    "2035年远景目标",
    "“十四五”规划",
]


@pytest.mark.parametrize("text", _NO_TIME)
def test_what_sets_no_time(text: str) -> None:
    assert [t for t in times(text, 2024, 2024) if t.sort not in ("comparison", "now")] == []


_PERIODS = [
    ("税收收入11亿元。", OWN),
    ("今年以来，税收收入11亿元。", OWN),
    ("目前税收收入11亿元。", OWN),
    ("1-6月，税收收入6亿元。", ("2024-01", "2024-06")),
    ("税收收入2023年完成10亿元。", _year(2023)),
    ("税收收入11亿元，较2020年增长12%。", OWN),
    ("税收收入完成11亿元，为全年任务的98%。", OWN),
    ("2024年以来，税收收入11亿元。", OWN),
    ("“十四五”以来，累计修建公路86公里。", _year(2021, 2025)),
]


@pytest.mark.parametrize(("text", "period"), _PERIODS, ids=[t for t, _ in _PERIODS])
def test_the_period_of_a_figure(text: str, period: Period) -> None:
    assert {f.period for f in figures(text)} == {period}


def test_the_earlier_end_has_only_a_time_of_its_own() -> None:
    before, after = figures("2024年，低保标准由2023年的600元提高到640元。")
    assert (before.period, after.period) == (_year(2023), _year(2024))
    before, after = figures("2024年，低保标准由600元提高到640元。")
    assert (before.period, after.period) == (None, _year(2024))


def test_a_year_at_the_front_holds_for_the_chapter_and_months_for_the_section() -> None:
    text = """一、五年来工作回顾
（一）过去五年经济稳中有进
新建道路86公里。
（二）2024年重点工作完成
2024年，修缮学校5所。改造厂房3座。
1-9月，发放补贴300万元。兑现奖励200万元。
（三）民生改善
新增床位120张。
"""
    periods = {f.text: f.period for c in read_claims(report(text)) for f in c.figures}
    assert periods["86公里"] == _year(2020, 2024)
    assert periods["5所"] == periods["3座"] == _year(2024)
    assert periods["300万元"] == periods["200万元"] == ("2024-01", "2024-09")
    assert periods["120张"] == _year(2024)


def test_a_report_of_half_a_year_speaks_of_its_own_months() -> None:
    text = "一、工作情况\n（一）收入\n2024年，低保标准提高到640元。\n（二）支出\n教育支出3亿元。\n"
    half = ("2024-01", "2024-06")
    found = {f.text: f.period for c in read_claims(report(text, half)) for f in c.figures}
    assert found == {"640元": _year(2024), "3亿元": half}


def test_a_plan_section_speaks_of_the_year_to_come() -> None:
    (figure,) = figures("税收收入增长5%。", PLAN)
    assert (figure.period, figure.status) == (AHEAD, "planned")
    (figure,) = figures("到2030年，税收收入突破20亿元。", PLAN)
    assert (figure.period, figure.status) == (_year(2030), "planned")


def test_an_earlier_state_may_stand_behind_the_later_one() -> None:
    text = (
        "财政收入达到8.5亿元，较“十三五”末的6.2亿元增加2.3亿元；存款余额90亿元，比2023年的88亿元增加2亿元。"
    )
    assert [(f.text, f.role, f.direction, f.period) for f in figures(text)] == [
        ("8.5亿元", "level", None, OWN),
        ("6.2亿元", "previous", "up", _year(2020)),
        ("2.3亿元", "change", "up", OWN),
        ("90亿元", "level", None, OWN),
        ("88亿元", "previous", "up", _year(2023)),
        ("2亿元", "change", "up", OWN),
    ]


def test_a_year_right_before_a_number_dates_that_number_alone() -> None:
    text = "五年来，经济总量由2020年的36亿元提升至2024年的48亿元、年均增长5.6%，人均突破8万元。"
    first, last, growth, each = figures(text)
    assert (first.period, last.period) == (_year(2020), _year(2024))
    assert growth.period == each.period == _year(2020, 2024)


def test_by_when_a_target_is_reached_holds_for_its_part_of_the_sentence() -> None:
    text = "今后五年，税收年均增长5%，到2029年突破8亿元；森林覆盖率达到45%。"
    periods = {f.text: f.period for f in figures(text, PLAN)}
    assert periods == {"5%": _year(2025, 2029), "8亿元": _year(2029), "45%": _year(2025, 2029)}


def test_what_is_said_until_a_month_holds_to_the_end_of_the_paragraph() -> None:
    text = "一、工作情况\n截至9月底，债务余额12亿元。偿还本金1.5亿元。\n教育支出3亿元。\n"
    periods = {f.text: f.period for c in read_claims(report(text)) for f in c.figures}
    assert periods == {"12亿元": ("2024-01", "2024-09"), "1.5亿元": ("2024-01", "2024-09"), "3亿元": OWN}


def test_problems_are_those_of_now_whatever_was_reviewed() -> None:
    text = "一、工作回顾\n五年来，新建学校5所。\n我们也清醒看到，民间投资下降4.2%。\n"
    periods = {f.text: f.period for c in read_claims(report(text)) for f in c.figures}
    assert periods == {"5所": _year(2020, 2024), "4.2%": OWN}


def test_a_plan_for_what_was_done_before_is_a_plan() -> None:
    text = "建设2023年批复的6个基地，新增装机300万千瓦。"
    assert {f.text: f.period for f in figures(text, PLAN)} == {"6个": AHEAD, "300万千瓦": AHEAD}
    (figure,) = figures("建设2023年批复的6个基地。")
    assert figure.period == _year(2023)


_STATUS = [
    ("税收收入完成11亿元。", "actual"),
    ("预计税收收入完成11亿元。", "estimated"),
    ("税收收入预计完成11亿元。", "estimated"),
    ("力争税收收入突破12亿元。", "planned"),
    ("计划投资3亿元。", "planned"),
    ("将新建学校3所。", "planned"),
    ("完成年初计划5亿元。", "planned"),
    ("到2026年建成厂房3座。", "planned"),
    # near misses
    ("“雁阵计划”企业3家。", "actual"),
    ("拟定方案3个。", "actual"),
    ("目标考核中扣3分。", "actual"),
    ("三年行动计划实施项目12个。", "actual"),
    ("占年度计划的96%。", "actual"),
    ("超额完成计划任务12项。", "actual"),
]


@pytest.mark.parametrize(("text", "status"), _STATUS, ids=[t for t, _ in _STATUS])
def test_the_status_of_a_figure(text: str, status: str) -> None:
    assert [f.status for f in figures(text)] == [status] * len(figures(text))


def test_an_estimate_holds_until_the_sentence_says_what_is_so_already() -> None:
    status = {f.text: f.status for f in figures("预计全年收入11亿元、支出30亿元，目前已拨付8亿元。")}
    assert status == {"11亿元": "estimated", "30亿元": "estimated", "8亿元": "actual"}
    status = {f.text: f.status for f in figures("预计支出30亿元；其中教育支出9亿元；新建学校3所。")}
    assert status == {"30亿元": "estimated", "9亿元": "estimated", "3所": "actual"}


def test_a_word_of_status_in_a_bracket_holds_in_it_alone() -> None:
    status = {f.text: f.status for f in figures("已完成税收5亿元（预计全年6亿元），增长3%。")}
    assert status == {"5亿元": "actual", "6亿元": "estimated", "3%": "actual"}
    status = {f.text: f.status for f in figures("预计完成税收5亿元（含非税1亿元），增长3%。")}
    assert set(status.values()) == {"estimated"}


def test_a_state_at_a_later_month_is_so_already() -> None:
    (figure,) = figures("截至2025年5月底，已整改问题131个。")
    assert (figure.period, figure.status) == (("2025-01", "2025-05"), "actual")
    (figure,) = figures("到2025年5月底，整改问题131个。")
    assert figure.status == "planned"


_HEADINGS = [
    (("二、2025年工作计划",), True),
    (("三、下一步工作打算",), True),
    (("二、2025年重点工作",), True),
    (("二、今后五年奋斗目标", "（一）总体要求"), True),
    (("三、下步工作安排", "（二）做好收入完成情况的分析"), True),
    (("一、2024年工作总结",), False),
    (("一、2024年工作回顾", "（三）重点工作推进有力"), False),
    (("一、上半年工作开展情况",), False),
    (("二、重点任务完成情况",), False),
    (("三、存在的问题和困难",), False),
    (("关于2024年预算执行情况和2025年预算草案的报告", "二、2025年预算草案"), True),
    (("关于2024年预算执行情况和2025年预算草案的报告", "一、2024年预算执行情况"), False),
    ((), False),
]


@pytest.mark.parametrize(("headings", "plan"), _HEADINGS, ids=["/".join(h) for h, _ in _HEADINGS])
def test_headings_that_look_ahead(headings: tuple[str, ...], plan: bool) -> None:
    assert is_plan(headings, OWN) is plan
