"""Plans: held against results where a question asks for both, told as plans where nothing else answers."""

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
            2024,
            "一般公共预算收入完成13.1亿元，为年初预算13.5亿元的97.0%，同比增长4.8%。"
            "城镇新增就业1876人，未完成2000人的年度目标。新建公园3个。固定资产投资增长5%。",
            plan="新增托位120个。固定资产投资增长6%。",
        ),
        report(
            "白鹿县",
            2024,
            "一般公共预算收入完成9.8亿元，完成年初预算的102.3%。城镇新增就业3000人，超额完成2800人的年度目标。"
            "固定资产投资下降2%。",
        ),
        report("青禾县", 2024, "一般公共预算收入7.2亿元，完成年初预算的61.5%。"),
        report("松岭县", 2024, "2024年1-6月全县一般公共预算收入4.1亿元。"),
    )
)


@pytest.fixture(scope="module")
def desk() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(REPORTS)))


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("云岭县2024年城镇新增就业离年度目标还差多少人", ["低于计划124人"], {1876, 2000}),
        ("云岭县2024年城镇新增就业原定多少，最后多少？", ["低于计划124人"], {1876, 2000}),
        ("白鹿县2024年城镇新增就业有没有完成目标", ["高于计划200人"], {3000, 2800}),
        ("白鹿县2024年一般公共预算收入完成预算了吗", ["完成计划"], {102.3}),
        ("哪些县2024年没完成城镇新增就业目标", ["低于计划124人"], {1876, 2000}),
        ("哪些县2024年一般公共预算收入只完成预算不到七成", ["未完成计划"], {61.5}),
    ],
)
def test_a_result_is_held_against_its_plan(
    desk: Assistant, question: str, text: list[str], values: set[float]
) -> None:
    answer = desk.ask(question)
    assert [c.text for c in answer.computed] == text, answer.sentence
    assert {g.value for c in answer.computed for g in c.sources} == values
    assert not unsupported(answer)


def test_those_that_met_their_plan_and_those_that_did_not(desk: Assistant) -> None:
    asked = "哪些县2024年{}一般公共预算收入预算"
    missed = {f.region for f in desk.ask(asked.format("没完成")).findings}
    met = {f.region for f in desk.ask(asked.format("完成了")).findings}
    assert (missed, met) == ({"云岭县", "青禾县"}, {"白鹿县"})


def test_an_english_question_is_told_in_english_how_a_plan_was_met() -> None:
    from assistant.answering import english

    assert english._attained("低于计划0.2亿元") == "below the plan by 0.2亿元"
    assert english._attained("未完成计划") == "plan not met"
    assert english._attained("1.2倍（120.0%）") == "1.2倍（120.0%）"


def test_why_a_plan_was_missed_asks_for_no_numbers(desk: Assistant) -> None:
    assert not desk.ask("青禾县2024年一般公共预算收入为什么没完成预算").computed


def test_only_planned_is_told_as_planned(desk: Assistant) -> None:
    answer = desk.ask("云岭县新增托位多少个")
    assert [g.value for f in answer.findings for g in f.figures] == [120]
    assert answer.sentence.startswith("没有找到已实现的数字")
    assert "（计划）" in answer.sentence
    assert "状态 计划" in answer.understanding


@pytest.mark.parametrize(
    "question",
    [
        "云岭县实际新增托位多少个",  # the result is asked for
        "哪些县新增托位下降了",  # that it moved, no plan says
        "白鹿县新增托位多少个",
        "新增托位超过100个的有哪些县",
    ],
)
def test_a_plan_answers_nothing_else(desk: Assistant, question: str) -> None:
    assert not desk.ask(question).answered


def test_what_was_achieved_is_not_told_with_plans(desk: Assistant) -> None:
    answer = desk.ask("云岭县固定资产投资增速")
    assert [g.value for f in answer.findings for g in f.figures] == [5]
    assert "没有找到" not in answer.sentence


def test_parts_of_a_year(desk: Assistant) -> None:
    total = desk.ask("2024年云岭县和松岭县一般公共预算收入合计多少")
    assert [c.text for c in total.computed] == ["17.2亿元"]
    assert "各数所属时间不同：云岭县2024年、松岭县2024年1-6月" in total.sentence
    assert not desk.ask("2024年云岭县和松岭县一般公共预算收入相差多少").computed
    assert "时间不同" not in desk.ask("2024年云岭县和白鹿县一般公共预算收入合计多少").sentence
    assert not desk.ask("松岭县2024年全年一般公共预算收入多少").answered
    assert desk.ask("松岭县2024年一般公共预算收入多少").answered


def test_a_budget_is_no_result(desk: Assistant) -> None:
    answer = desk.ask("云岭县2024年一般公共预算收入实际完成多少")
    values = {g.value for f in answer.findings for g in f.figures}
    assert 13.1 in values
    assert 13.5 not in values
