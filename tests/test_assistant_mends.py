"""Ways of asking that people have, each with what must still be refused or left out beside it."""

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
            "云岭县",
            2023,
            "2023年全县一般公共预算收入12.5亿元，同比下降6.2%。居民养老保险基金收入5200万元，居民养老保险基金支出4100万元。"
            "公车运维费用下降2.3%。残疾人护理补贴由每人每月75元提高到85元。兰桂园幼儿园改造项目投资650万元。"
            "全面使用政府采购电子卖场，电子卖场交易额2310万元。完善内部控制体系，修订内控办法12项。",
        ),
        report(
            "白鹿县",
            2023,
            "2023年全县一般公共预算收入9.8亿元，同比下降1.5%。残疾人护理补贴由每人每月80元提高到85元。"
            "全县80岁以上老人高龄补贴支出302万元。城市低保标准提高到每人每月700元。"
            "改造城镇老旧小区12个。住房保障支出0.7亿元。",
        ),
        report(
            "青禾县",
            2023,
            "2023年全县一般公共预算收入7.2亿元，同比增长3.5%。城市低保标准提高到每人每月900元。"
            "改造城镇老旧小区8个。发行专项债券3.2亿元。落实学前教育补贴、生活补贴政策。",
            "2024年一般公共预算收入增长4%。",
        ),
        report("青禾县", 2022, "2022年全县一般公共预算收入6.9亿元，同比增长2.1%。"),
    )
)


@pytest.fixture(scope="module")
def desk() -> Assistant:
    return Assistant(cast(Any, MemoryIndex(REPORTS)))


def values(answer: Answer) -> list[float | None]:
    return [g.value for f in answer.findings for g in f.figures]


ASKED = (
    ("云岭县居民养老保险基金收了多少", [5200]),
    ("云岭县居民养老保险基金支了多少", [4100]),
    ("云岭县公车运维费用降了百分之几", [2.3]),
    ("云岭县残疾人护理补贴涨了多少", [75, 85]),
    ("兰桂圆幼儿园改造项目投了多少钱", [650]),  # 园
    ("2023年各县改造城镇老旧小区多少个", [12, 8]),
    ("哪些县争取或发行了专项债券", [3.2]),
    ("哪个县残疾人护理补贴提得最多", [75, 85, 80, 85]),
    ("2023年一般公共预算收入降幅最大的是哪个县", [6.2, 1.5]),
    ("2023年一般公共预算收入降幅最小的是哪个县", [1.5, 6.2]),
    ("2023年一般公共预算收入下降超过5%的县", [6.2]),
    ("2023年一般公共预算收入在8亿元到10亿元之间的县", [9.8]),
    ("城市低保标准高于800元的县", [900]),
    ("哪个县城市低保标准高", [900, 700]),
    ("今年青禾县一般公共预算收入是多少（2023年）", [7.2]),
)


@pytest.mark.parametrize(("question", "shown"), ASKED)
def test_asked_as_people_do(desk: Assistant, question: str, shown: list[float]) -> None:
    answer = desk.ask(question)
    assert answer.answered, answer.sentence
    assert values(answer) == shown
    assert not unsupported(answer)


@pytest.mark.parametrize(
    "question",
    [
        "云岭县住房公积金收了多少",
        "云岭县公车购置费用降了百分之几",
        "青禾县残疾人护理补贴涨了多少",
        "兰亭幼儿园改造项目投了多少钱",  # another name, not a slip
        "2023年一般公共预算收入下降超过7%的县",
        "2023年一般公共预算收入在20亿元到30亿元之间的县",
        "2023年上半年青禾县一般公共预算收入是多少",  # of the year there is one
        "白鹿县高龄补贴多少钱一个月",  # what was paid in all is no rate
        "哪些县发了育儿补贴",  # other benefits are none
        "青禾县电子卖场交易额是多少",
    ],
)
def test_near_misses_are_refused(desk: Assistant, question: str) -> None:
    answer = desk.ask(question)
    assert not answer.answered, answer.sentence


def test_what_was_asked_before_gives_the_year_and_the_other_side(desk: Assistant) -> None:
    first = "青禾县2023年一般公共预算收入是多少"
    assert values(desk.ask("去年呢？", (first,))) == [6.9]
    against = desk.ask("比白鹿县少多少？", (first,))
    assert [c.text for c in against.computed] == ["2.6亿元"]
    assert not desk.ask("比石泉县少多少？", (first,)).computed


def test_a_place_without_a_report_is_named_beside_the_answer(desk: Assistant) -> None:
    answer = desk.ask("云岭县和石泉县哪个一般公共预算收入高")
    assert values(answer)[:1] == [12.5]
    assert "语料中没有石泉县的报告" in answer.sentence
    assert "语料中没有" not in desk.ask("云岭县和白鹿县哪个一般公共预算收入高").sentence


def test_chinese_in_brackets_says_what_the_english_before_it_means(desk: Assistant) -> None:
    answer = desk.ask("How much were the transactions of the emporium (电子卖场交易额) of Yunling?")
    assert values(answer) == [2310]
    assert not desk.ask("How much did the emporium of Yunling sell?").answered
    assert not desk.ask("How much were the sales (烟草销售额) of Yunling?").answered


def test_who_does_not_mention_it_is_told_apart_from_who_gives_no_number(desk: Assistant) -> None:
    sentence = desk.ask("哪些县没有提到城市低保标准").sentence
    assert "2 份没有提到城市低保标准" in sentence


def test_a_bare_keyword_is_answered_by_what_the_reports_tell(desk: Assistant) -> None:
    answer = desk.ask("内控制度")
    assert answer.answered
    assert not desk.ask("智慧矿山").answered


def test_without_a_matter_the_corpus_is_named(desk: Assistant) -> None:
    sentence = desk.ask("你们有哪些县的报告？").sentence
    assert "云岭县" in sentence
    assert "4 份报告" in sentence
