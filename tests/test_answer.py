"""Answers over invented claims: what belongs, what does not, and that nothing is made up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from memory_index import MemoryIndex

from assistant.answering.audit import numbers, unsupported
from assistant.desk import Assistant
from assistant.records import Answer
from index.records import Figure

COUNTIES = {"甲": "云岭县", "乙": "白鹿县", "丙": "青禾县"}

HEAD = "{county}财政局2023年工作总结\n一、2023年工作情况\n（一）民生保障。"
PLAN = "\n二、2024年工作计划\n（一）民生保障。"

REPORTS = {
    "云岭县-2023-财政工作总结.txt": HEAD.format(county="云岭县")
    + "2023年全县完成一般公共预算收入12.5亿元，同比增长6.2%，其中税收收入8.1亿元，同比下降3.4%。"
    "农村低保标准由每人每月500元提高到545元。发放低保资金3120万元，保障低保对象8600人。"
    "政府采购节约率7.4%。跨境电商进出口增长61.6%。外贸进出口总额增长9.1%。"
    + PLAN
    + "2024年农村低保标准提高到每人每月600元。",
    "白鹿县-2023-财政工作总结.txt": HEAD.format(county="白鹿县")
    + "2023年全县完成一般公共预算收入XX亿元，同比增长4.1%，其中税收收入5.6亿元，同比增长2.2%。"
    "城乡低保标准稳步提高。进出口总额增长3.5%。聚焦隐性债务，落实一债一策，统筹资金偿还到期债务，没有新增隐性债务。",
    "青禾县-2023-财政工作总结.txt": HEAD.format(county="青禾县")
    + "2023年全县完成一般公共预算收入9.8亿元，同比下降1.5%。发放低保资金2210万元。"
    "提高了残疾人护理补贴标准，达到每人每月90元。",
}


@pytest.fixture(scope="module")
def desk() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(REPORTS)))


def regions(answer: Answer) -> set[str]:
    return {county for county in COUNTIES.values() for f in answer.findings if county in f.region}


def values(answer: Answer) -> list[float | None]:
    return [g.value for f in answer.findings for g in f.figures]


ASKED: Sequence[tuple[str, set[str], set[float]]] = (
    ("哪些县提高了低保标准？", {"云岭县", "白鹿县"}, {500, 545}),
    ("哪些县发放了低保资金？", {"云岭县", "青禾县"}, {3120, 2210}),
    ("各县税收收入增长多少", {"云岭县", "白鹿县"}, {3.4, 2.2}),
    ("哪些县的一般公共预算收入下降了？", {"青禾县"}, {1.5}),
    ("云岭县低保对象有多少人", {"云岭县"}, {8600}),
    ("云岭县农村低保标准从多少提高到多少", {"云岭县"}, {500, 545}),
    ("哪个县进出口增长最快", {"云岭县", "白鹿县"}, {9.1, 3.5}),
    ("一般公共预算收入增速超过5%的县", {"云岭县"}, {6.2}),
    ("云岭县计划2024年低保标准提高到多少", {"云岭县"}, {600}),
)


@pytest.mark.parametrize(("question", "where", "figures"), ASKED)
def test_every_claim_that_answers_and_no_other(
    desk: Assistant, question: str, where: set[str], figures: set[float]
) -> None:
    answer = desk.ask(question)
    assert answer.answered, answer.sentence
    assert regions(answer) == where
    assert figures <= {v for v in values(answer) if v is not None}
    assert not unsupported(answer)


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("哪些县提高了低保标准？", 3120),  # money paid is no standard
        ("哪些县提高了低保标准？", 600),  # a plan is no deed
        ("云岭县税收收入是多少", 12.5),  # tax is not the whole revenue
        ("哪个县进出口增长最快", 61.6),  # a part of trade is not trade
        ("云岭县低保对象有多少人", 3120),
    ],
)
def test_near_misses_stay_out(desk: Assistant, question: str, stranger: float) -> None:
    assert stranger not in values(desk.ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "哪些县提高了最低工资标准？",
        "上海市的低保标准是多少？",
        "云岭县2015年的税收收入是多少？",
        "云岭县粮食产量是多少？",
        "青禾县低保标准是多少？",
        "青禾县税收收入增长多少？",
        "怎么做红烧肉？",
        "今天天气怎么样？",
        "你好",
        "哪些县提高了公务员工资？",
    ],
)
def test_what_the_reports_do_not_say_is_not_said(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)
    assert not answer.answered
    assert answer.sentence
    assert not answer.findings
    assert answer.to_json()["kind"] == "none"


def test_a_refusal_names_what_is_missing(desk: Assistant) -> None:
    assert "上海市" in desk.ask("上海市的低保标准是多少？").sentence
    assert "2015年" in desk.ask("云岭县2015年的税收收入是多少？").sentence
    assert "云岭县" in desk.ask("上海市的低保标准是多少？").sentence  # what there is


def test_a_hidden_number_is_told_as_hidden(desk: Assistant) -> None:
    answer = desk.ask("白鹿县2023年一般公共预算收入是多少亿元？")
    assert answer.answered
    assert values(answer) == [None]
    assert "隐去" in answer.text


def test_rank_puts_the_highest_first_and_the_lowest_where_asked(desk: Assistant) -> None:
    question = "各县一般公共预算收入增速{}的是哪个县"
    assert "云岭县" in desk.ask(question.format("最高")).findings[0].region
    assert "青禾县" in desk.ask(question.format("最低")).findings[0].region


def test_count_counts_regions(desk: Assistant) -> None:
    answer = desk.ask("有几个县提高了低保标准？")
    assert answer.count == 2
    assert answer.to_json()["count"] == 2


def test_coverage_tells_who_answers_hides_and_is_silent(desk: Assistant) -> None:
    answer = desk.ask("各县一般公共预算收入是多少")
    assert len(answer.coverage.scope) == 3
    assert len(answer.coverage.hidden) == 1
    assert len(answer.coverage.answering) == 2
    assert "3 份报告中 2 份" in answer.coverage_line
    assert "1 份未公开数字" in answer.coverage_line


def test_who_is_silent_is_listed_on_demand(desk: Assistant) -> None:
    answer = desk.ask("还有哪些县没提到？", ("哪些县提高了低保标准？",))
    assert "青禾县" in answer.coverage_line


def test_a_sum_is_marked_as_computed(desk: Assistant) -> None:
    answer = desk.ask("各县低保资金合计多少")
    assert "5330万元（计算）" in answer.sentence
    assert not unsupported(answer)


def test_percentages_are_not_added_up(desk: Assistant) -> None:
    assert "不能" in desk.ask("各县一般公共预算收入增速合计多少").sentence


def test_a_step_is_marked_as_computed(desk: Assistant) -> None:
    answer = desk.ask("云岭县农村低保标准从多少提高到多少")
    assert "+45元" in answer.table
    assert "（计算）" in answer.table


def test_passages_answer_how(desk: Assistant) -> None:
    answer = desk.ask("各县怎么化解政府隐性债务？")
    assert answer.answered
    assert "一债一策" in answer.passages[0].passage.text


def test_english_is_answered_in_english(desk: Assistant) -> None:
    answer = desk.ask("Which counties raised the minimum living allowance (低保) standard?")
    assert regions(answer) == {"云岭县", "白鹿县"}
    assert "raised" in answer.sentence
    assert "| Region |" in answer.table


def test_a_line_holds_what_the_commands_promise(desk: Assistant) -> None:
    line = desk.ask("哪些县提高了低保标准？").to_json()
    assert {"answered", "kind", "text", "findings", "passages"} <= line.keys()
    for finding in line["findings"]:
        assert {"report", "region", "quote", "value", "unit", "indicator", "role", "start"} <= finding.keys()
        text = REPORTS[finding["report"]]
        assert text[finding["start"] : finding["end"]] == finding["text"] or not finding["text"]


def test_the_audit_sees_a_number_that_stands_nowhere(desk: Assistant) -> None:
    from dataclasses import replace

    answer = desk.ask("云岭县低保对象有多少人")
    assert not unsupported(answer)
    assert unsupported(replace(answer, sentence="云岭县低保对象9999人。"))
    figure = replace(answer.findings[0].figures[0], text="1234人", value=1234)
    forged = replace(answer.findings[0], figures=(cast(Figure, figure),))
    assert unsupported(replace(answer, findings=(forged,)))


_WORDS = ["云岭县", "低保标准", "提高", "多少", "哪些县", "2023年", "最高", "？", "A", "１", "呢"]


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=4), max_size=8).map("".join), st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_question_is_answered_or_refused(desk: Assistant, question: str, follow: bool) -> None:
    answer = desk.ask(question, ("哪些县提高了低保标准？",) if follow else ())
    assert answer.sentence
    assert answer.to_json()["text"]
    assert not unsupported(answer)


def test_numbers_are_read_full_width_and_grouped() -> None:
    assert numbers("１２．５亿元、1,234人") == {"12.5", "1234"}
