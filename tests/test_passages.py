"""Passages: whole sentences of one section, each once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import LONGEST, passages
from index.records import Passage
from index.sections import sections
from index.text import clean, furniture, sentences
from tests.growth import LONG, SHORT, grows_with_length, repeated

_WORDS = [
    "收入增长5%。",
    "一、",
    "（一）",
    "一是",
    "二是",
    "1、",
    "——",
    "## ",
    "附件",
    "各位代表！",
    "支出好；",
    "工作",
]
_SIGNS = ["，", "。", "；", "：", "|", " " * 200, "\n", "\n\n", "\n下载\n", "##paidbegin##", "\n| a | b |\n"]
_LONG = [
    "全年完成收入十亿元，" * 20,
    "全" * 400,
    "全县完成收入十亿元。" * 30,
    "\n民生保障更有力。安排资金3000万元。\n" * 4,
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(_WORDS + _SIGNS + _LONG), max_size=40).map("".join))


def made(text: str) -> list[Passage]:
    return passages("a.txt", text, sections(text))


@given(TEXTS)
@settings(max_examples=400)
def test_laws(text: str) -> None:
    found = made(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for p in found:
        assert p.text == clean(text, p.start, p.end)
        assert p.text.strip()
        assert len(p.text) <= LONGEST
    holes = {i for a, b in furniture(text) for i in range(a, b)}
    spans = iter(found)
    here = next(spans, None)
    for section in sections(text):
        for a, b in sentences(text, section.start, section.end):
            while here is not None and here.end <= a:
                here = next(spans, None)
            assert here is not None
            if len(clean(text, a, b)) <= LONGEST:
                assert here.start <= a < b <= here.end  # whole, and so in no other
    covered = {i for p in found for i in range(p.start, p.end)}
    told = {
        i
        for s in sections(text)
        for a, b in sentences(text, s.start, s.end)
        for i in range(a, b)
        if i not in holes and not text[i].isspace()
    }
    assert told <= covered


@given(TEXTS)
@settings(max_examples=150)
def test_a_passage_lies_in_one_section_with_what_stands_below_it(text: str) -> None:
    parts = sections(text)
    for p in made(text):
        inside = [s for s in parts if s.start < p.end and p.start < s.end and text[s.start : s.end].strip()]
        for s in inside:
            shared = min(len(s.headings), len(p.headings))
            assert s.headings[:shared] == p.headings[:shared]


def test_bare_headings_go_with_the_text_below() -> None:
    text = "一、工作\n（一）收入\n全年收入增长5%，完成年初预算的103%。\n（二）支出\n全年支出增长3%。"
    assert [(p.headings, p.text.split("\n")[0]) for p in made(text)] == [
        (("一、工作", "（一）收入"), "一、工作"),
        (("一、工作", "（二）支出"), "（二）支出"),
    ]


def test_tiny_points_share_a_passage_long_ones_do_not() -> None:
    text = "（一）问题。一是税源少；二是支出大；三是人员老化。（二）原因。底子薄。"
    assert [(p.headings, p.text) for p in made(text)] == [
        (("（一）问题",), "（一）问题。一是税源少；二是支出大；三是人员老化。"),
        (("（二）原因",), "（二）原因。底子薄。"),
    ]
    text = "（一）成绩。" + "".join(f"{n}是好。" + "全年完成收入十亿元，增长百分之五。" * 8 for n in "一二")
    assert [p.headings[-1] for p in made(text)] == ["一是好", "二是好"]


def test_a_single_tiny_point_keeps_its_heading() -> None:
    lead = "全县财政收支矛盾仍然突出，但是各项工作都取得了新的进展，主要有以下的几个方面的成绩："
    text = f"（一）成绩。{lead}一是稳收入。收入增长5%。\n（二）问题。税源不足。"
    assert [p.headings[-1] for p in made(text)] == ["（一）成绩", "一是稳收入", "（二）问题"]


def test_paragraphs_are_kept_whole() -> None:
    one, two = "大力提振消费。" + "促进消费增长。" * 20, "扩大有效投资。" + "加快项目建设。" * 20
    first, second = made(f"一、计划\n做好下列工作。\n{one}\n{two}")
    assert first.text == f"一、计划\n做好下列工作。\n{one}"
    assert second.text == two


def test_a_long_paragraph_is_cut_into_parts_of_one_length() -> None:
    text = "全县财政收入实现较快增长。" * 50
    sizes = [len(p.text) for p in made(text)]
    assert len(sizes) == 2
    assert max(sizes) - min(sizes) < 30


def test_a_long_sentence_is_cut_at_a_comma() -> None:
    text = "全县财政收入实现较快增长，" * 40 + "完。"
    found = made(text)
    assert all(p.text.endswith("，") for p in found[:-1])
    assert "".join(p.text for p in found) == text


def test_no_text_no_passages() -> None:
    assert made("") == made(" \n \n") == made("下载\n打印\n") == made("##paidbegin##") == []


@pytest.mark.parametrize(
    "unit", ["啊", "啊。", "收入\n", "，", "一是好。", "一、a\n", "一、a\n（一）b\n1、c\n", " ", "| a |\n"]
)
def test_work_grows_with_the_length(unit: str) -> None:
    texts = ("开头。" + repeated(unit, length) for length in (SHORT, LONG))
    short, long = ((text, sections(text)) for text in texts)
    assert grows_with_length(lambda read: passages("a.txt", *read), short, long)
