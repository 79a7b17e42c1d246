"""General questions, causes, orders over nobody in particular, and two kinds of number of one deed."""

from __future__ import annotations

from typing import Any, cast

import pytest
from memory_index import MemoryIndex

from assistant.answering.audit import unsupported
from assistant.desk import Assistant


def report(county: str, year: int, text: str) -> tuple[str, str]:
    head = f"{county}财政局{year}年工作总结\n{year}年，面对多重困难，{county}财政局较好地完成了全年各项收支任务。\n"
    return f"{county}-{year}-财政工作总结.txt", head + text


REPORTS = dict(
    (
        report(
            "云岭县",
            2023,
            "一、2023年工作情况\n（一）收支运行平稳。全县税收收入8.1亿元，同比增长6.2%。教育支出7.6亿元。"
            "非税收入未能完成年初预算，主要原因是采砂权没有拍卖。卫生健康支出3.2亿元，下降2.1%。\n"
            "（二）民生保障有力。1-9月“三公”经费支出310万元。享受国家助学金人数222人，发放国家助学金22.2万元。"
            "先天性心脏病筛查589人。水资源可开发利用量达到17.7亿立方米。\n"
            "二、2024年工作打算\n税收收入增长5%，继续压减一般性支出，确保民生支出只增不减。",
        ),
        report(
            "云岭县",
            2022,
            "一、2022年工作情况\n（一）收支运行平稳。全县税收收入7.6亿元，同比增长3.3%，运行总体平稳。",
        ),
        report(
            "白鹿县",
            2023,
            "一、2023年工作情况\n（一）收支运行平稳。全县税收收入5.2亿元，同比增长9.4%，居全市第2位。教育支出9.3亿元。"
            "残疾学生资助发放36万元。",
        ),
    )
)


@pytest.fixture(scope="module")
def desk() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(REPORTS)))


def values(desk: Assistant, question: str) -> list[float | None]:
    answer = desk.ask(question)
    assert not unsupported(answer)
    return [g.value for f in answer.findings for g in f.figures]


@pytest.mark.parametrize(
    "question",
    [
        "云岭县干得怎么样",
        "云岭县2023年财政工作情况如何？",
        "介绍一下云岭县2023年的工作",
        "云岭县2023年做了哪些工作",
    ],
)
def test_a_general_question_is_answered_by_how_each_part_begins(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)
    assert answer.answered
    read = [p.passage for p in answer.passages]
    assert {p.report for p in read} == {"云岭县-2023-财政工作总结.txt"}
    assert any("税收收入8.1亿元" in p.text for p in read)
    assert "云岭县" in answer.sentence
    assert not unsupported(answer)


@pytest.mark.parametrize(
    "question",
    [
        "云岭县天气怎么样",
        "云岭县县长怎么样",
        "云岭县2019年干得怎么样",
        "石泉县干得怎么样",
        "干得怎么样",
        "云岭县",
    ],
)
def test_what_is_no_general_question_or_has_no_report_is_refused(desk: Assistant, question: str) -> None:
    assert not desk.ask(question).answered


@pytest.mark.parametrize("question", ["云岭县非税收入为什么没完成", "云岭县2023年非税收入为啥没完成预算"])
def test_a_cause_is_looked_for_where_a_cause_is_given(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)
    assert answer.answered
    assert "采砂权" in answer.passages[0].passage.text


@pytest.mark.parametrize(
    "question", ["云岭县卫生健康支出为什么下降", "云岭县教育支出为啥增长", "白鹿县非税收入为什么没完成"]
)
def test_no_cause_is_no_answer(desk: Assistant, question: str) -> None:
    assert not desk.ask(question).answered


def test_an_order_of_nobody_in_particular_is_over_all(desk: Assistant) -> None:
    assert values(desk, "2023年税收收入增幅排名") == [9.4, 6.2]
    assert values(desk, "白鹿县2023年税收收入增幅全市排名") == [2]
    assert not desk.ask("2019年税收收入增幅排名").answered


def test_how_many_there_are_is_not_how_many_were_added() -> None:
    texts = dict(
        (
            report("云岭县", 2023, "一、2023年工作情况\n2023年末规模以上工业企业总数达到86家。"),
            report("白鹿县", 2023, "一、2023年工作情况\n2023年新增规模以上工业企业9家。"),
        )
    )
    desk = Assistant(cast(Any, MemoryIndex(texts)))
    assert values(desk, "2023年新增规模以上工业企业数量，哪个县最多") == [9]
    assert not desk.ask("云岭县2023年新增规模以上工业企业多少家").answered
    assert values(desk, "云岭县规模以上工业企业总数是多少") == [86]


def test_two_kinds_of_number_of_one_deed(desk: Assistant) -> None:
    for question in ("云岭县国家助学金的人数和金额", "云岭县 国家助学金 人数 金额"):
        assert set(values(desk, question)) == {222, 22.2}, question
    assert not desk.ask("白鹿县国家助学金的人数和金额").answered


def test_what_is_spent_on_something_is_its_spending(desk: Assistant) -> None:
    assert values(desk, "2023年云岭县和白鹿县谁教育花得多")[0] == 9.3
    assert not desk.ask("2023年云岭县和白鹿县谁采砂花得多").answered


def test_until_a_month_is_since_the_year_began(desk: Assistant) -> None:
    assert values(desk, "云岭县三公经费到9月花了多少") == [310]
    assert not desk.ask("云岭县9月三公经费花了多少").answered


def test_words_and_units_as_they_are_typed(desk: Assistant) -> None:
    assert values(desk, "云岭县先心病筛查了几个人") == [589]
    assert not desk.ask("白鹿县先心病筛查了几个人").answered
    assert values(desk, "哪个县的水资源可开发利用量超过10亿立方米") == [17.7]
    assert not desk.ask("哪个县的水资源可开发利用量超过20亿立方米").answered
