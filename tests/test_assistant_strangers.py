"""What strangers asked and were answered wrongly: the rule behind each, with a near miss beside it."""

from __future__ import annotations

from typing import Any, cast

import pytest
from memory_index import MemoryIndex

from assistant.answering.audit import unsupported
from assistant.desk import Assistant
from assistant.records import Answer
from tests.invented import report

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


MORE = dict(
    (
        report(
            "松溪县",
            2022,
            "城市低保标准由每人每月700元提高到750元。评审项目40个，送审金额2亿元，审减率9.2%。新打机井45眼，新打水窖12口。"
            "三公经费支出510万元，下降3.1%。发放城市低保金620万元、农村低保金1480万元。",
        ),
        report(
            "松溪县",
            2024,
            "城市低保标准提高到每人每月820元。新增专项债券4.5亿元，再融资债券1.1亿元。三公经费支出480万元，下降2.2%。"
            "教育支出6.3亿元。",
            "2025年全县一般公共预算收入增长4%，税收收入增长9%。",
        ),
        report(
            "柏林县",
            2024,
            "发行专项债券2.5亿元。对80个项目开展事前绩效评估，核减率15.5%。"
            "国企改革三年行动任务完成96%。教育支出5.1亿元。",
            "2025年全县一般公共预算收入增长5%。",
        ),
        report("梅岭县", 2024, "教育事业稳步发展。全年评审项目30个，核减率6.4%。"),
    )
)


@pytest.fixture(scope="module")
def more() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(MORE)))


ASKED = (
    ("各县2024年争取专项债券合计多少？", "合计7亿元（计算）"),
    ("松溪县2024年城市低保标准比2022年提高了多少？", "相差70元/人/月（计算）"),
    ("松溪县2024年城市低保标准比2019年提高了多少？", "没有2019年的数字"),
    ("松溪县新打了多少眼机井", "45眼"),
    ("松溪县新打了多少口水窖", "12口"),
    ("2025年谁计划的收入增速最高？", "增长5%"),
    ("松溪县2025年税收收入增长目标是多少", "增长9%"),
    ("松溪县三公经费三年变化", "480万元"),
    ("松溪县和柏林县2024年教育支出哪个高，高多少？", "相差1.2亿元（计算）"),
    ("松溪县和梅岭县2024年教育支出哪个高，高多少？", "没有梅岭县的数字"),
    ("国企改革三年行动完成了多少", "96%"),
    ("审减率最高的是哪个县", "9.2%"),
    ("事前绩效评估核减率最高的是哪个县", "15.5%"),
)


@pytest.mark.parametrize(("question", "said"), ASKED)
def test_what_is_said(more: Assistant, question: str, said: str) -> None:
    answer = more.ask(question)
    assert said in answer.sentence, answer.sentence
    assert not unsupported(answer)


def test_rates_of_reviews_and_of_assessments_stand_apart(more: Assistant) -> None:
    assert values(more.ask("审减率低于10%的有哪些县")) == {9.2, 6.4}
    assert values(more.ask("各县事前绩效评估核减率排名")) == {15.5}


ACCOUNTS = dict(
    (
        report(
            "松溪县",
            2024,
            "税收收入完成6.2亿元，增长3%。其中磷矿税收1.4亿元。\n| 指标 | 2023年 | 2024年 |\n| --- | --- | --- |\n"
            "| 城镇新增就业（人） | 2400 | 2500 |\n",
        ),
        report("柏林县", 2024, "水电税收0.9亿元。亩均税收12万元。"),
        (
            "松溪县-2023-前三季度财政工作总结.txt",
            "松溪县财政局2023年前三季度工作总结\n一、2023年1-9月工作情况\n（一）民生保障。1-9月城镇新增就业1900人。"
            + "".join(f"发放城市低保金{n}00万元。" for n in range(1, 2)),
        ),
        report("梅岭县", 2023, "城镇新增就业2100人。税收收入5.5亿元，增长2%。全年税收收入5.5亿元。"),
    )
)


@pytest.fixture(scope="module")
def accounts() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(ACCOUNTS)))


def test_a_tax_of_one_trade_is_not_all_taxes(accounts: Assistant) -> None:
    answer = accounts.ask("各县的税收收入是多少？")
    assert values(answer) == {6.2, 5.5}
    assert len(answer.findings) == 2  # what a report says twice stands once
    assert values(accounts.ask("各县的磷矿税收是多少？")) == {1.4}


def test_a_whole_year_wins_over_a_part_of_it(accounts: Assistant) -> None:
    told = values(accounts.ask("2023年哪个县的城镇新增就业最高？"))
    assert 1900 not in told
    assert 2100 in told
    assert values(accounts.ask("松溪县2023年1-9月城镇新增就业多少人")) == {1900}


def test_all_parts_of_a_sentence_are_shown() -> None:
    texts = dict(
        report(f"{name}县", 2024, f"发放城市低保金{n}20万元、农村低保金{n}50万元、临时救助金{n}0万元。")
        for n, name in enumerate(("松溪", "柏林", "梅岭", "竹山", "荷塘"), 1)
    )
    desk = Assistant(cast(Any, MemoryIndex(texts)))
    told = values(desk.ask("低保金发放了多少钱"))
    assert {float(f"{n}{k}0") for n in range(1, 6) for k in (2, 5)} == told


def test_a_greeting_is_met_with_what_can_be_asked(more: Assistant) -> None:
    for said in ("你好", "谢谢！", "hello", "Thank you"):
        answer = more.ask(said, ("松溪县教育支出是多少",))
        assert not answer.answered
        assert not answer.coverage_line
        assert not answer.understanding
        assert answer.sentence.isascii() == said.isascii()
    assert more.ask("你好，松溪县2024年教育支出是多少").answered
    assert not more.ask("什么？").coverage_line


def test_a_county_with_one_wrong_character_offers_the_one_known(more: Assistant) -> None:
    assert "差一个字的有" in more.ask("柏村县教育支出是多少").sentence
    assert "差一个字" not in more.ask("霍山县教育支出是多少").sentence


def test_the_highest_is_said_once_with_its_year(more: Assistant) -> None:
    said = more.ask("2024年哪个县教育支出最高").sentence
    assert said.endswith("松溪县，2024年6.3亿元。")
    assert "审减率9.2%" in more.ask("审减率最高的是哪个县").sentence  # a name of its own is kept


def test_words_of_one_meaning() -> None:
    texts = dict(
        (
            report(
                "松溪县",
                2024,
                "新建养老服务站12个，为独居群众提供送餐服务。国有企业利润总额0.3亿元，由亏损转为盈利。",
            ),
            report("柏林县", 2024, "土地出让收入断崖式下降，财政收支矛盾突出。"),
            report("梅岭县", 2024, "土地出让收入完成3.1亿元，增长2.2%。"),
        )
    )
    desk = Assistant(cast(Any, MemoryIndex(texts)))
    assert "养老服务站" in desk.ask("松溪县为老年人做了什么？").text
    assert not desk.ask("梅岭县为老年人做了什么？").answered
    assert values(desk.ask("松溪县国企盈利还是亏损")) == {0.3}
    assert regions(desk.ask("哪些地方土地财政下滑")) == {"柏林县"}


def test_nobody_is_the_highest_of_one(more: Assistant) -> None:
    alone = more.ask("松溪县和梅岭县2024年教育支出哪个高").sentence
    assert "梅岭县的报告没有给出" in alone
    assert "最高" not in alone
    assert "最高的是" in more.ask("松溪县和柏林县2024年教育支出哪个高").sentence


def test_a_second_question_in_english_is_answered_too() -> None:
    texts = dict((report("松溪县", 2024, "全县一般公共预算收入15.2亿元，增长2.1%。"),))
    desk = Assistant(cast(Any, MemoryIndex(texts)))
    both = desk.ask("What was the general public budget revenue of 松溪县 in 2024 and how much did it grow?")
    assert values(both) == {15.2, 2.1}
    assert values(desk.ask("What was the general public budget revenue of 松溪县 in 2024?")) == {15.2}


def test_a_word_of_its_own_is_no_slip_of_another() -> None:
    texts = dict((report("松溪县", 2024, "高铁营业里程120公里。县办小学学位3200个。城乡低保标准1015元。"),))
    assistant = Assistant(cast(Any, MemoryIndex(texts)))
    for question in ("各县的地铁里程是多少", "县办大学学位有多少个"):
        answer = assistant.ask(question)
        assert "更正" not in answer.understanding, question
        assert not answer.answered, question
    for question in ("高铁营业里城是多少", "城乡低保彪准是多少"):
        answer = assistant.ask(question)
        assert "更正" in answer.understanding, question
        assert answer.answered, question
