"""Sums and differences are computed from figures that may be put together, else refused with the reason."""

from __future__ import annotations

from typing import Any, cast

import pytest
from memory_index import MemoryIndex

from assistant.answering.audit import unsupported
from assistant.desk import Assistant
from tests.invented import report

REPORTS = dict(
    (
        report(
            "云岭县",
            2023,
            "2023年全县一般公共预算收入12.5亿元，同比增长6.2%，其中税收收入8.1亿元，非税收入4.4亿元。"
            "一般公共预算支出30.2亿元。教育支出7.6亿元。城镇新增就业3200人。"
            "城市低保标准由每人每月760元提高到800元，农村低保标准由每人每月560元提高到600元。"
            "年末政府债务余额40.5亿元。",
        ),
        report(
            "云岭县",
            2024,
            "2024年全县一般公共预算收入13.1亿元，同比增长4.8%。教育支出8亿元。"
            "城市低保标准提高到每人每月850元。年末政府债务余额44.5亿元。",
        ),
        report(
            "白鹿县",
            2023,
            "2023年全县一般公共预算收入98000万元，同比增长4.1%。教育支出XX亿元。城镇新增就业3000人左右。"
            "城市低保标准提高到每人每年9000元。卫生健康支出超过5亿元。",
        ),
        report(
            "青禾县",
            2023,
            "2023年全县一般公共预算收入7.2亿元，同比下降1.5%。教育支出5.4亿元。城镇新增就业2100人。"
            "卫生健康支出3.1亿元。",
        ),
        report("石泉县", 2023, "2023年1-9月全县一般公共预算收入6.2亿元。"),
    )
)


@pytest.fixture(scope="module")
def desk() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(REPORTS)))


COMPUTED = (
    ("云岭县和白鹿县2023年一般公共预算收入差多少？", "2.7亿元"),  # 亿元 and 万元
    ("2023年云岭县一般公共预算收入比白鹿县高多少", "2.7亿元"),
    ("2023年云岭县和白鹿县一般公共预算收入增速相差几个百分点", "2.1个百分点"),
    ("2023年白鹿县城市低保标准比云岭县低多少", "600元/人/年"),  # 750 a month and 800 a month
    ("2023年云岭县城镇新增就业比青禾县多多少人", "1100人"),
    ("2023年云岭县城镇新增就业比白鹿县多多少人", "约200人"),
    ("云岭县2023年和2024年一般公共预算收入相差多少", "0.6亿元"),
    ("云岭县2024年政府债务余额和2023年差多少", "4亿元"),
    ("2023年云岭县城市低保标准比农村低保标准高多少", "200元/人/月"),
    ("2023年云岭县一般公共预算收入和支出差多少", "17.7亿元"),
    ("云岭县2023年税收收入和非税收入加起来是多少", "12.5亿元"),
    ("云岭县2023年和2024年教育支出合计多少", "15.6亿元"),
    ("云岭县2023年到2024年教育支出一共多少", "15.6亿元"),
    ("云岭县2023-2024年一般公共预算收入合计多少亿元", "25.6亿元"),
    ("2023年三个县城镇新增就业一共多少人", "约8300人"),
    ("2023年各县城镇新增就业加起来多少人", "约8300人"),
)


@pytest.mark.parametrize(("question", "total"), COMPUTED)
def test_what_may_be_put_together_is_computed_and_marked(desk: Assistant, question: str, total: str) -> None:
    answer = desk.ask(question)
    assert [c.text for c in answer.computed] == [total], answer.sentence
    assert f"{total}（计算）" in answer.sentence
    sources = {figure.start for figure in answer.computed[0].sources}
    assert sources <= {figure.start for f in answer.findings for figure in f.figures}
    assert not unsupported(answer)


REFUSED = (
    ("2023年云岭县和白鹿县教育支出差多少", "白鹿县的数字被隐去"),
    ("2023年各县教育支出合计多少", "白鹿县的数字被隐去"),
    ("2023年白鹿县卫生健康支出比青禾县多多少", "界限"),
    ("2023年云岭县和石泉县一般公共预算收入差多少", "时间不同"),  # a year and nine months
    ("2023年云岭县和青禾县税收收入差多少", "没有青禾县的数字"),
    ("2023年四个县城镇新增就业一共多少人", "不是这么多个"),
    ("2023年云岭县和白鹿县一般公共预算收入增速合计多少", "百分比不能相加"),
    ("云岭县2023年和2024年政府债务余额合计多少", "不能相加"),
    ("云岭县2022年到2024年教育支出一共多少", "没有2022年的数字"),
    ("云岭县2023年到2024年政府债务余额一共多少", "不能相加"),
    ("云岭县2023年和2022年一般公共预算收入差多少", "没有2022年的数字"),
)


@pytest.mark.parametrize(("question", "reason"), REFUSED)
def test_what_may_not_be_put_together_is_refused_with_the_reason(
    desk: Assistant, question: str, reason: str
) -> None:
    answer = desk.ask(question)
    assert not answer.computed
    assert reason in answer.sentence
    assert answer.findings
    assert not unsupported(answer)


def test_two_numbers_for_one_thing_are_not_added() -> None:
    texts = REPORTS | dict((report("望潮县", 2023, "城镇新增就业1895人。全县城镇新增就业1985人。"),))
    answer = Assistant(cast(Any, MemoryIndex(texts))).ask("2023年望潮县和云岭县城镇新增就业差多少人")
    assert not answer.computed
    assert "望潮县的报告对它给出了不同的数" in answer.sentence


@pytest.mark.parametrize(
    "question",
    [
        "云岭县2023年一般公共预算收入比全国高多少",
        "云岭县2023年一般公共预算收入比上年增加多少",
        "云岭县财政差旅费多少",
    ],
)
def test_a_question_with_one_operand_is_no_difference(desk: Assistant, question: str) -> None:
    assert not desk.understand(question).differs


def test_a_difference_in_english(desk: Assistant) -> None:
    answer = desk.ask("How much higher is Yunling's 2023 general public budget revenue than Bailu's?")
    assert answer.computed[0].text == "2.7亿元"
    assert "(computed)" in answer.sentence


def test_several_years_are_shown_each_and_a_lacking_one_is_named(desk: Assistant) -> None:
    answer = desk.ask("云岭县2022年、2023年和2024年教育支出分别是多少")
    assert [g.value for f in answer.findings for g in f.figures] == [7.6, 8]
    assert "没有给出2022年的数" in answer.sentence


def test_a_span_of_years_is_shown_year_by_year(desk: Assistant) -> None:
    answer = desk.ask("云岭县2022年到2024年的一般公共预算收入是多少")
    assert [g.value for f in answer.findings for g in f.figures] == [12.5, 13.1]
    assert "没有给出2022年的数" in answer.sentence
    between = desk.ask("云岭县2021年到2023年教育支出一共多少")
    assert "2022年" in between.sentence
    assert not unsupported(between)
    assert not desk.ask("云岭县2019年到2021年的一般公共预算收入是多少").answered


def test_a_span_that_a_report_tells_at_once_stays_whole() -> None:
    texts = dict((report("望潮县", 2025, "2021-2025年累计改造老旧小区86个。2025年改造老旧小区11个。"),))
    answer = Assistant(cast(Any, MemoryIndex(texts))).ask("望潮县2021年到2025年改造了多少个老旧小区")
    assert [g.value for f in answer.findings for g in f.figures][:1] == [86]
    summed = Assistant(cast(Any, MemoryIndex(texts))).ask("望潮县2021年到2025年一共改造了多少个老旧小区")
    assert [g.value for f in summed.findings for g in f.figures] == [86]
    assert not summed.computed


def test_tax_does_not_stand_in_non_tax(desk: Assistant) -> None:
    shown = [g.value for f in desk.ask("云岭县税收收入是多少").findings for g in f.figures]
    assert shown == [8.1]
