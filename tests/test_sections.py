"""Headings: which stand where, which nest in which, and which only look like one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.files import read
from index.records import Section
from index.sections import sections
from tests.growth import LONG, SHORT, grows_with_length, repeated

_WORDS = [
    "收入增长5%",
    "一、",
    "（一）",
    "一是",
    "二是",
    "1、",
    "2.",
    "（1）",
    "①",
    "——",
    "## ",
    "附件",
    "各位代表！",
    "一要",
    "二要",
]
_SIGNS = ["，", "。", "；", "：", "“", "”", "|", " ", "　　", "\n", "\n\n", "\r\n", "##paidbegin##", "**"]
_LINES = [
    "\n下载\n",
    "\n| a | b |\n",
    "\n2026年重点工作\n",
    "全年完成收入十亿元，" * 8,
    "第一部分",
    "十一、",
    "三、四季度",
]
PIECES = st.lists(st.sampled_from(_WORDS + _SIGNS + _LINES), max_size=60).map("".join)
TEXTS = st.one_of(st.text(), PIECES)


def outline(text: str) -> list[str]:
    """One line a section, indented by its level: its own heading, or - where it has none of its own."""
    return [
        "  " * s.level + (s.headings[-1] if s.headings and s.start < s.body else "-") for s in sections(text)
    ]


NESTING = {
    "一、收入\n（一）税收\n1、国税。好。\n2、地税。好。\n（二）非税\n好。\n二、支出\n好。": [
        "  一、收入",
        "    （一）税收",
        "      1、国税",
        "      2、地税",
        "    （二）非税",
        "  二、支出",
    ],
    "1.收入\n（一）税收好。增长。\n（二）非税好。增长。\n2.支出\n（一）教育好。增长。\n3.债务\n好。": [
        "  1.收入",
        "    （一）税收好",
        "    （二）非税好",
        "  2.支出",
        "    （一）教育好",
        "  3.债务",
    ],
    "开头。\n第一部分 工作\n一、收入\n好。\n第二部分 计划\n一、支出\n好。": [
        "-",
        "  第一部分 工作",
        "    一、收入",
        "  第二部分 计划",
        "    一、支出",
    ],
    "# 总结\n开头。\n## 一、收入\n### （一）税收\n一是稳。稳住。\n## 二、支出\n好。": [
        "-",
        "  一、收入",
        "    （一）税收",
        "      一是稳",
        "  二、支出",
    ],
    "现在报告。\n过去五年工作回顾\n好。一是稳。稳住。二是进。好。\n2026年工作\n一、收入\n（一）税收\n好。": [
        "-",
        "  过去五年工作回顾",
        "    一是稳",
        "    二是进",
        "  2026年工作",
        "    一、收入",
        "      （一）税收",
    ],
    "一、收入。好。\n（一）税收。好。二、支出。好。": ["  一、收入", "    （一）税收", "  二、支出"],
    "一、问题（一）收入少。税源单一。（二）支出大。压力大。": [
        "  一、问题",
        "    （一）收入少",
        "    （二）支出大",
    ],
    "（三）服务。优化环境。一是放款68笔；二是开设帐户，贷款4843万元。": [
        "  （三）服务",
        "    一是",
        "    二是",
    ],
    "1、检查工作。一是查。查三公。（1）查票据。仔细。（2）查库存。仔细。二是改。改到位。": [
        "  1、检查工作",
        "    一是查",
        "      （1）查票据",
        "      （2）查库存",
        "    二是改",
    ],
    "一、回顾\n一年来有进步。一是稳。稳住。二是进。前进。\n主要做了以下工作。\n（一）收入\n好。": [
        "  一、回顾",
        "    一是稳",
        "    二是进",
        "  -",
        "    （一）收入",
    ],
    "一、回顾\n——收入增长。全年5%。\n——支出稳定。全年3%。\n各位代表！成绩很好。\n二、计划\n好。": [
        "  一、回顾",
        "    收入增长",
        "    支出稳定",
        "  -",
        "  二、计划",
    ],
    "一、计划\n（一）收入\n好。\n（二）支出\n好。\n各位代表！让我们奋斗。": [
        "  一、计划",
        "    （一）收入",
        "    （二）支出",
        "  -",
    ],
    "一、前三季度工作\n好。\n二、问题\n好。\n三、四季度打算\n好。": [
        "  一、前三季度工作",
        "  二、问题",
        "  三、四季度打算",
    ],
    "一、重点\n一要抓收入。应收尽收。二要抓支出。应保尽保。": [
        "  一、重点",
        "    一要抓收入",
        "    二要抓支出",
    ],
    "一、计划\n好。\n附件\n2026年民生实事\n1.改造道路10公里。\n2.建设校舍2所。": [
        "  一、计划",
        "  附件",
        "    2026年民生实事",
        "      1.改造道路10公里",
        "      2.建设校舍2所",
    ],
}


@pytest.mark.parametrize(("text", "expected"), NESTING.items())
def test_nesting(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


NO_HEADINGS = [
    "投资1.5亿元的项目开工。3.0版上线。",
    "2023年1-9月收入增长。12月支出下降。",
    "一、二产业增长。一、二季度平稳。",
    "我们说一是一，二是二。",
    "第一产业增长。第一，稳住。",
    "（2023年）收入增长。（一期）工程完工。",
    "三要素保障有力。三要素齐全。二要件备案。",
    "实现两个突破，一是收入，二是支出。",
    "5月1日起执行。2、3号楼开工。",
    "依照第三条（一）款办理，见附件（二）说明。",
    "工作时间是8:30到17:30。",
    "| 一、收入 | 3 |\n| 二、支出 | 4 |",
    "三要抓紧落实。",
    "云岭县财政局\n2023年财政工作总结\n——2024年1月3日在全县会议上\n好。",
]


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_what_only_looks_like_a_heading(text: str) -> None:
    assert sections(text) == (Section((), 0, 0, 0, len(text)),)


@pytest.mark.parametrize(
    ("text", "heading", "rest"),
    [
        ("（一）抓收支，强保障。一是好。", "（一）抓收支，强保障", ""),
        ("1、收入情况：2023年1-9月完成10亿元。好。", "1、收入情况", "2023年1-9月完成10亿元。好。"),
        ("一是稳收入。全年增长5%。", "一是稳收入", "全年增长5%。"),
        (
            "二是开设帐户，已发放贷款4843.6万元，完成率75.7%。",
            "二是",
            "开设帐户，已发放贷款4843.6万元，完成率75.7%。",
        ),
        ("2、计划教育支出增长3%以上，新增就业1800人。\n", "2", "计划教育支出增长3%以上，新增就业1800人。\n"),
        ("**一、工作回顾**\n好。", "一、工作回顾", "\n好。"),
        ("## 2024年计划\n好。", "2024年计划", "\n好。"),
        ("一、抓“三保”。好。", "一、抓“三保”", "好。"),
        ("——经济平稳。增长5%。", "", ""),
    ],
)
def test_where_a_heading_ends(text: str, heading: str, rest: str) -> None:
    found = next((s for s in sections("开头。\n" + text) if s.headings), None)
    if not heading:
        assert found is not None
        assert found.headings == ("经济平稳",)
        return
    assert found is not None
    assert found.headings == (heading,)
    assert ("开头。\n" + text)[found.body : found.end] == rest


def test_a_heading_that_the_page_broke() -> None:
    text = "一、工作\n好。\n1、检查。一是开展“三公”经费专\n项检查。查了3家。"
    assert sections(text)[-1].headings[-1] == "一是开展“三公”经费专项检查"


def test_headings_hold_no_furniture() -> None:
    text = "（一）聚焦##paidbegin##民生。好。"
    assert sections(text)[0].headings == ("（一）聚焦民生",)


@given(TEXTS)
@settings(max_examples=400)
def test_sections_cover_the_text(text: str) -> None:
    found = sections(text)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(found))
    for s in found:
        assert s.start <= s.body <= s.end
        assert s.start < s.end or not text
        assert len(s.headings) == s.level
        assert all("\n" not in heading for heading in s.headings)


@given(PIECES)
@settings(max_examples=100)
def test_levels_grow_one_by_one(text: str) -> None:
    assert all(b.level <= a.level + 1 for a, b in pairwise(sections(text)))


UNITS = [
    "啊",
    "1",
    "一",
    "一是",
    "一是。",
    "（一）",
    "1、",
    "一要",
    "。 ",
    "：",
    "。\u3000",
    "###### ",
    "一、（一）",
]
LINES = [
    "# a\n",
    "一、a\n（一）b\n",
    "——a。\n",
    "一、二、\n",
    "收入工作\n\n",
    "各位代表\n",
    "1、一、（一）①一是第一章（1）",
]


@pytest.mark.parametrize("unit", UNITS + LINES)
def test_work_grows_with_the_length(unit: str) -> None:
    short, long = ("开头。" + repeated(unit, length) for length in (SHORT, LONG))
    assert grows_with_length(sections, short, long)


def test_real_reports_have_their_parts(shared: Path) -> None:
    for path in sorted((shared / "reports").glob("*/*.txt")):
        found = sections(read(path).text)
        tops = [s.headings[0] for s in found if s.headings]
        assert 2 <= len(dict.fromkeys(tops)) <= 6, path.name
        assert len(found) > 25, path.name
        assert max(s.level for s in found) <= 5, path.name
