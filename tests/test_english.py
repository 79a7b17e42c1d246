"""English questions put into Chinese: whole questions beside what they become, and what no list knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from memory_index import MemoryIndex

from assistant.desk import Assistant
from assistant.understanding.language import chinese
from assistant.words import lexicon
from tests.invented import report

PLACES = ("松溪县", "松溪", "柏林县", "柏林")

READ = (
    # in a Chinese question where it stands
    ("比较松溪县和柏林县的PM2.5浓度", "比较松溪县和柏林县的pm2.5浓度"),
    ("2024年1-9月GDP增速，LNG接收站（含R&D）", "2024年1-9月地区生产总值增速，LNG接收站（含研发经费）"),
    # what is measured stands before what it is of, places and times go from between
    ("What was the balance of government debt in 松溪县?", "政府债务余额 松溪县多少?"),
    ("What was Songxi County's outstanding government debt in 2024?", "松溪县政府债务余额 2024年多少?"),
    ("investment of 松溪县 in manufacturing", "松溪县制造业投资"),
    ("subsidies for farmers and fishing", "惠农补贴和fishing"),
    # endings need no entry of their own
    ("tourism revenues", "旅游收入"),
    ("subsidising farmers", "补贴农民"),
    ("farmland and flower shows", "耕地和flower shows"),
    # a deed before what it is done to
    ("How many lifts did 松溪县 install in 2024?", "加装电梯 松溪县 2024年多少?"),
    ("How much debt was resolved?", "化解债务多少?"),
    # bounds behind what they bound, and moves with one are rates
    ("Which places had over 200,000 market entities?", "哪些地区经营主体 高于200000?"),
    ("Where did fund budget revenue fall by more than 20%?", "哪些地区政府性基金收入降幅 高于20%?"),
    ("Which counties grew faster than 6%?", "哪些县地区生产总值增速 高于6%?"),
    # orders and numbers that are names
    ("Which place handled the most 12345 hotline requests, and how many?", "哪些地区12345热线受理最多?"),
    # several worked into one, and only several
    (
        "What is the total government debt balance of 松溪县 and 柏林县?",
        "政府债务余额 松溪县和 柏林县合计多少?",
    ),
    ("What is the total government debt balance of 松溪县?", "政府债务余额 松溪县多少?"),
    ("What was the median of retail sales?", "社会消费品零售总额中位数是多少?"),
    ("Whose GDP is higher, 松溪县 or 柏林县, and by how much?", "地区生产总值，松溪县和 柏林县谁高，高多少?"),
    # those that say nothing, and those that say something
    ("Which reports say nothing about special bonds?", "哪些报告没有提到专项债券?"),
    ("Which reports do not mention special bonds?", "哪些报告没有提到专项债券?"),
    ("Which places mention special bonds?", "哪些地区提到专项债券?"),
    # plans and what came of them
    ("Which places missed their GDP growth target?", "哪些地区没有完成地区生产总值增速目标?"),
    ("Did 松溪县 meet its GDP growth target?", "松溪县地区生产总值增速目标完成了没有?"),
    # one of two wordings
    ("two cancers (两癌)", "两癌"),
    ("dibao (low-income) money", "低保资金"),
    # what was done, and what else is asked
    ("What has 松溪县 done about the shortage of care workers?", "松溪县养老护理员短缺采取了哪些措施?"),
    ("And in 柏林县?", "柏林县呢?"),
)


@pytest.mark.parametrize(("question", "expected"), READ)
def test_a_question_is_read_in_chinese_order(question: str, expected: str) -> None:
    assert chinese(question, lexicon(), PLACES) == expected


@pytest.fixture(scope="module")
def desk() -> Assistant:
    texts = dict(
        (
            report("松溪县", 2024, "全县政府债务余额12.6亿元。新增专项债券3.1亿元。实施零基预算改革。"),
            report("柏林县", 2024, "全县政府债务余额9.4亿元。"),
        )
    )
    return Assistant(cast(Any, MemoryIndex(texts)))


def test_who_is_silent_on_words_that_no_list_knows_is_not_said(desk: Assistant) -> None:
    assert not desk.ask("Which reports do not mention quantum gravity?").findings
    assert not desk.ask("Which places mention flower shows?").findings
    assert "flower shows" in desk.ask("How many flower shows did 松溪县 hold?").text


def test_who_is_silent_on_a_known_matter_is_said(desk: Assistant) -> None:
    answer = desk.ask("Which reports do not mention special bonds?")
    assert "柏林县" in answer.text.split("Not mentioning it")[-1]
    found = desk.ask("Which places mention zero-based budgeting?").findings
    assert [f.region[-3:] for f in found] == ["松溪县"]


def test_a_part_of_them_is_asked_of_the_place_before(desk: Assistant) -> None:
    before = "What was the government debt balance of 柏林县 in 2024?"
    assert not desk.ask("How many of them are special bonds?", [before]).findings
    assert {f.region[-3:] for f in desk.ask("And in 松溪县?", [before]).findings} == {"松溪县"}
    assert desk.ask("How many special bonds were issued?", [before]).query.regions == ()


def test_the_debt_of_two_places_is_added(desk: Assistant) -> None:
    answer = desk.ask("What is the combined outstanding government debt of 松溪县 and 柏林县?")
    assert "22" in answer.text
    assert {g.value for f in answer.findings for g in f.figures} == {12.6, 9.4}


def test_the_questions_over_the_rounds_stand_on_reports_that_are_there() -> None:
    root = Path(__file__).parents[1]
    lines = (root / "tests/data/english/questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["id"] for row in rows}) == len(rows) > 80
    for row in rows:
        named = {*row.get("reports", ()), *(v["report"] for v in row.get("values", ()))}
        assert all((root / row["corpus"] / name).is_file() for name in named), row["id"]
