"""The coverage line is the promise: who answers, who hides, who says something else, who says nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from memory_index import MemoryIndex

from assistant.desk import Assistant
from assistant.records import Answer
from index.messages import Message

HEAD = "{0}财政局2023年工作总结\n一、2023年工作情况\n（一）主要指标。"
TEXTS = {
    "云岭县": "全县固定资产投资下降3.3%。农村低保标准提高到每人每月545元。",
    "白鹿县": "全县固定资产投资增长6.1%。发放低保资金3120万元。",
    "青禾县": "全县税收收入8.1亿元。",
    "望潮县": "全县固定资产投资下降XX%。农村低保标准按上级规定执行。",
    "桐渡县": "全县粮食产量稳定。\n二、2024年工作计划\n（一）主要指标。2024年固定资产投资增长8%。",
    "石桥县": "会议研究了固定资产投资项目入库的办法。",
}


@pytest.fixture(scope="module")
def desk() -> Assistant:
    texts = {f"{county}-2023-财政工作总结.txt": HEAD.format(county) + text for county, text in TEXTS.items()}
    return Assistant(cast(Any, MemoryIndex(texts)))


def groups(answer: Answer) -> dict[str, set[str]]:
    c = answer.coverage
    parts = {"answering": c.answering, "hidden": c.hidden, "unmet": c.unmet, "silent": c.silent}
    return {name: {report[:3] for report in ids} for name, ids in parts.items()}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "哪些县的固定资产投资下降了？",
            {
                "answering": {"云岭县", "望潮县"},
                "hidden": set(),
                "unmet": {"白鹿县", "桐渡县", "石桥县"},
                "silent": {"青禾县"},
            },
        ),
        (
            "各县固定资产投资增长多少",
            {
                "answering": {"云岭县", "白鹿县"},
                "hidden": {"望潮县"},
                "unmet": {"桐渡县", "石桥县"},
                "silent": {"青禾县"},
            },
        ),
        (
            "固定资产投资增速前1名的县",
            {
                "answering": {"云岭县", "白鹿县"},
                "hidden": {"望潮县"},
                "unmet": {"桐渡县", "石桥县"},
                "silent": {"青禾县"},
            },
        ),
        (
            "固定资产投资增速超过5%的县",
            {
                "answering": {"白鹿县"},
                "hidden": {"望潮县"},
                "unmet": {"云岭县", "桐渡县", "石桥县"},
                "silent": {"青禾县"},
            },
        ),
        (
            "哪些县提高了低保标准？",
            {
                "answering": {"云岭县"},
                "hidden": set(),
                "unmet": {"望潮县"},  # names the standard; 白鹿县 speaks of money paid only
                "silent": {"白鹿县", "青禾县", "桐渡县", "石桥县"},
            },
        ),
    ],
)
def test_every_report_is_in_its_group(desk: Assistant, question: str, expected: dict[str, set[str]]) -> None:
    assert groups(desk.ask(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "哪些县的固定资产投资下降了？",
        "各县怎么推进固定资产投资",
        "粮食产量最高的县",
        "哪些县提高了最低工资？",
    ],
)
def test_the_groups_are_a_partition(desk: Assistant, question: str) -> None:
    c = desk.ask(question).coverage
    parts = (*c.answering, *c.hidden, *c.unmet, *c.silent)
    assert sorted(parts) == sorted(c.scope)
    assert len(c.reasons) == len(c.unmet)


def test_the_line_says_why_a_report_that_mentions_it_does_not_answer(desk: Assistant) -> None:
    line = desk.ask("哪些县的固定资产投资下降了？").coverage_line
    assert "6 份报告中 2 份固定资产投资下降" in line
    assert "3 份提到但不符" in line
    assert "升降方向不同" in line
    assert "1 份未提及" in line


def test_the_three_kinds_of_silence_are_listed_apart(desk: Assistant) -> None:
    answer = desk.ask("那哪些县没提到？", ("各县固定资产投资增长多少",))
    hidden, unmet, silent = answer.coverage_line.split("\n\n")[1:]
    assert hidden.startswith("未公开数字的：望潮县")
    assert unmet.startswith("提到但不符的：")
    assert "桐渡县" in unmet
    assert silent.startswith("未提及的：青禾县")
    assert "白鹿县" not in answer.coverage_line


def test_a_refusal_tells_who_mentions_it(desk: Assistant) -> None:
    answer = desk.ask("哪些县粮食产量下降了？")
    assert not answer.answered
    assert groups(answer)["unmet"] == {"桐渡县"}
    assert "1 份提到但不符" in answer.coverage_line


def test_the_json_line_holds_the_groups_with_reasons(desk: Assistant) -> None:
    coverage = desk.ask("哪些县的固定资产投资下降了？").to_json()["coverage"]
    assert {"report": "白鹿县-2023-财政工作总结.txt", "reason": "direction"} in coverage["unmet"]
    assert coverage["silent"] == ["青禾县-2023-财政工作总结.txt"]


def test_english_tells_the_groups_too(desk: Assistant) -> None:
    line = desk.ask("Which counties saw fixed-asset investment fall?").coverage_line
    assert "2 of 6 reports answer" in line
    assert "3 mention it, but not as asked (" in line
    assert "1 does not mention it" in line


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("哪些县的固定资产投资下降了？", "固定资产投资下降。"),
        ("哪些县提高了低保标准？", "云岭县提高了低保标准。"),
        ("各县2024年固定资产投资增长目标", "给出了固定资产投资增速"),
    ],
)
def test_sentences_say_it_as_the_question_does(desk: Assistant, question: str, sentence: str) -> None:
    answer = desk.ask(question)
    assert sentence in answer.sentence
    assert "提高" not in desk.ask("各县2024年固定资产投资增长目标").text.split("[1]")[0]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪些县的固定资产投资下降了？", "份未提及。2 份报告有 3 页、1 张图片未能读取。"),
        ("各县的森林覆盖率是多少？", "2 份报告有 3 页、1 张图片未能读取。"),
        ("云岭县的森林覆盖率是多少？", "1 份报告有 2 页未能读取。"),
        ("Which counties raised 低保 standards?", "3 pages, 1 picture of 2 reports could not be read."),
    ],
)
def test_what_was_not_read_is_said_beside_who_says_nothing(question: str, told: str) -> None:
    texts = {f"{county}-2023-财政工作总结.txt": HEAD.format(county) + text for county, text in TEXTS.items()}
    index = MemoryIndex(texts)
    pages = Message("gap.pages", count=2, where=["2", "3"])
    more = (Message("gap.pages", count=1, where=["9"]), Message("gap.pictures", count=1))
    for at, gaps in ((0, (pages,)), (2, more)):
        index.reports[at] = replace(index.reports[at], gaps=gaps)
    answer = Assistant(cast(Any, index)).ask(question)
    assert told in answer.coverage_line
    assert answer.coverage_line in answer.text
    line = answer.to_json()["coverage"]["unread"]
    assert line[0] == {"report": "云岭县-2023-财政工作总结.txt", "missing": pages.say(answer.query.language)}


def test_nothing_is_said_of_reports_read_whole(desk: Assistant) -> None:
    answer = desk.ask("哪些县的固定资产投资下降了？")
    assert "未能读取" not in answer.text
    assert answer.to_json()["coverage"]["unread"] == []
