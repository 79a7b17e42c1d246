"""What strangers asked and were answered wrongly: the rule behind each, with a near miss beside it."""

from __future__ import annotations

from typing import Any, cast

import pytest
from memory_index import MemoryIndex

from assistant.audit import unsupported
from assistant.desk import Assistant
from assistant.records import Answer

HEAD = "{county}财政局{year}年工作总结\n一、{year}年工作情况\n（一）财政运行和民生保障。"


def report(county: str, year: int, text: str, plan: str = "") -> tuple[str, str]:
    tail = f"\n二、{year + 1}年工作计划\n（一）财政工作。{plan}" if plan else ""
    return f"{county}-{year}-财政工作总结.txt", HEAD.format(county=county, year=year) + text + tail


REPORTS = dict(
    (
        report(
            "松溪县",
            2024,
            "全县一般公共预算收入15.2亿元，增长2.1%，增幅较上年回落3.4个百分点。税收占比下降1.5个百分点。"
            "养老服务补贴标准由2022年的每人每月300元提高到330元，年均增长4.9%。"
            "公务用车由210辆压减到180辆。",
        ),
        report(
            "柏林县",
            2024,
            "全县一般公共预算收入9.1亿元，同比下降2.3%，降幅收窄1.2个百分点。税收占比提高0.8个百分点。",
        ),
        report("梅岭县", 2024, "全县一般公共预算收入7.7亿元，同比下降4.5%。公务用车由90辆增加到95辆。"),
    )
)


@pytest.fixture(scope="module")
def desk() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(REPORTS)))


def values(answer: Answer) -> set[float | None]:
    return {g.value for f in answer.findings for g in f.figures}


def regions(answer: Answer) -> set[str]:
    return {f.region[-3:] for f in answer.findings}


MOVED = (
    ("哪些县一般公共预算收入下降了？", {"柏林县", "梅岭县"}),
    ("哪些县一般公共预算收入增长了？", {"松溪县"}),
    ("哪些县一般公共预算收入增幅回落了？", {"松溪县"}),
    ("哪些县税收占比下降了？", {"松溪县"}),
    ("哪些县税收占比提高了？", {"柏林县"}),
)


@pytest.mark.parametrize(("question", "expected"), MOVED)
def test_a_slower_growth_is_no_fall(desk: Assistant, question: str, expected: set[str]) -> None:
    answer = desk.ask(question)
    assert regions(answer) == expected
    assert not unsupported(answer)


def test_the_step_between_two_counts_is_computed(desk: Assistant) -> None:
    assert "减少30辆（计算）" in desk.ask("松溪县公务用车减少了多少辆").sentence
    assert "增加5辆（计算）" in desk.ask("梅岭县公务用车增加了多少辆").sentence
    assert not desk.ask("柏林县公务用车减少了多少辆").answered


def test_a_yearly_average_is_named_and_is_no_years_growth(desk: Assistant) -> None:
    assert "年均增长4.9%" in desk.ask("松溪县养老服务补贴标准增长多少").text
    of_a_year = desk.ask("松溪县2024年养老服务补贴标准增长多少")
    assert 4.9 not in values(of_a_year)
