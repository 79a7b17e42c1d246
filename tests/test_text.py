"""Characters, paragraphs, sentences and page furniture."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import clean, fold, furniture, kept, paragraphs, sentences
from tests.growth import LONG, SHORT, grows_with_length, repeated

#: Text that looks like a report, in pieces that meet at any place.
_WORDS = [
    "收入增长5%",
    "3.5亿元",
    "云岭县",
    "一、",
    "（一）",
    "一是",
    "1、",
    "——",
    "# ",
    "附件",
    "各位代表！",
]
_SIGNS = [
    "，",
    "。",
    "；",
    "：",
    "“",
    "”",
    "）",
    "|",
    " ",
    "　　",
    "\n",
    "\n\n",
    "\r\n",
    "\x0c",
    "##paidbegin##",
]
_LINES = [
    "\n- 3 -\n",
    "\n下载\n",
    "\n来源：某报\n",
    "\n| a | b |\n",
    "\n2026年重点工作\n",
    "全年完成收入十亿元，" * 5,
]
PIECES = st.lists(st.sampled_from(_WORDS + _SIGNS + _LINES), max_size=40).map("".join)
TEXTS = st.one_of(st.text(), PIECES)


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("１２．５％", "12.5%"),
        ("１－６月", "1-6月"),
        ("元／人／月", "元/人/月"),
        ("１～１０月", "1~10月"),
        ("（一）", "（一）"),
        ("＋", "+"),
    ],
)
def test_folding(wide: str, narrow: str) -> None:
    assert fold(wide) == narrow


FURNITURE = """
下载
【字号：
】
来源：青山日报
时间：2026-02-09
发布时间：2023-01-16 09:20　　来源：财政局　　浏览次数：327
责任编辑：
- 3 -
第 2 页 共 9 页
— 12 —
3/17
扫一扫在手机打开当前页
##paidbegin##
当前位置：首页 > 政务公开
青山县人民政府门户网站 登录 无障碍浏览
【打印本页】【关闭窗口】
| --- | :---: |
省长作报告。本报记者 张三 摄
2026年02月10日 07时41分
版权所有：青山县人民政府 ICP备12345号
""".strip().split("\n")
OWN_WORDS = """
大中小学
分享改革成果
来源于税收的收入增长
下载量增长
2023年
一、工作
加大投入
编辑政策清单
打印店减税
| a | b |
时间紧任务重
云岭县财政局2023年工作总结
各位代表：
还原历史
关闭小煤矿
""".strip().split("\n")


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    text = f"收入增长。\n{line}\n支出增长。"
    assert clean(text, 0, len(text)) == "收入增长。\n支出增长。"


@pytest.mark.parametrize("line", OWN_WORDS)
def test_no_furniture(line: str) -> None:
    assert furniture(f"收入增长。\n{line}\n支出增长。") == []


def test_paywall_marks_inside_a_sentence() -> None:
    text = "用于县人民医院、县中医##paidbegin##医院建设。"
    assert [clean(text, *s) for s in sentences(text)] == ["用于县人民医院、县中医医院建设。"]


def test_lists_of_links_at_the_end() -> None:
    text = "收入增长。\n相关链接>>\n某地召开会议\n某地印发通知\n各位代表：现在报告工作。"
    assert clean(text, 0, len(text)) == "收入增长。\n各位代表：现在报告工作。"


JOINED = [
    "1、开展检查。一是开展“三公”经费专\n项检查“回头看”工作。",
    "企业找技术、成果找市场“双向\n揭榜\n挂帅”的简称。",
    "全面落实税费优惠政策，加大对实体经济的支持力度，着力稳定市场预期，全县全年累计减免企业各\n项税费。",
    "收入完成10亿元，\n增长5%。",
    "收入完成10亿元\n，增长5%。",
    "前半句没有结束。后半句（含税收\n收入）增长。",
    "前面。收入合计\n\n- 3 -\n\n增长5%。",
]
PARTED = [
    "（三）用活用好政策，助力企业提质增效\n落实租金减免。",
    "2023年工作总结\n2023年，我局努力。",
    "一、工作回顾\n收入增长。",
    "收入增长。\n支出增长。",
    "情况如下：\n收入增长。",
    "完成任务\n（二）支出情况",
    "困难较多。我局组织帮扶帮教\n（八）抓风气",
    "| 指标 | 数 |\n| 收入 | 3 |",
    "## 工作\n收入增长，支出增长。",
    "收入增长。前半句没有写完\n\n新的一段。",
    "收入增长。前半句没有写完\n　　新的一段。",
]


@pytest.mark.parametrize("text", JOINED)
def test_a_broken_sentence_is_joined(text: str) -> None:
    assert len(paragraphs(text)) == 1
    assert "\n" not in clean(text, 0, len(text))


@pytest.mark.parametrize("text", PARTED)
def test_a_heading_or_a_paragraph_is_not(text: str) -> None:
    assert len(paragraphs(text)) == 2
    assert clean(text, 0, len(text)).count("\n") == 1


def test_a_page_of_full_lines_is_prose() -> None:
    line = "全县财政部门坚持稳中求进工作总基调认真落实各项惠企政策支持"
    text = "\n".join([line] * 5 + ["企业发展。", "新的一段从这里开始。"])
    assert len(paragraphs(text)) == 2


def test_sentences() -> None:
    text = "一、收入\n收入增长5%；支出（含基金）下降。“好！”说明有效。\n| 收入 | 3；4 |\n"
    found = [text[a:b] for a, b in sentences(text)]
    assert found == [
        "一、收入",
        "收入增长5%；",
        "支出（含基金）下降。",
        "“好！”",
        "说明有效。",
        "| 收入 | 3；4 |",
    ]


@given(TEXTS)
@settings(max_examples=300)
def test_sentences_lie_in_the_text_in_order_and_lose_nothing(text: str) -> None:
    found = sentences(text)
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert all(b <= c for (_, b), (c, _) in pairwise(found))
    inside = {i for a, b in found for i in range(a, b)}
    outside = [text[i] for i in kept(text, 0, len(text)) if i not in inside]
    assert not [c for c in outside if c not in "。！？!?；;”’」』）)】》*_" and not c.isspace()]


@given(TEXTS, st.integers(0, 50), st.integers(0, 50))
@settings(max_examples=200)
def test_a_stretch_has_the_sentences_that_lie_in_it(text: str, a: int, b: int) -> None:
    a, b = sorted((min(a, len(text)), min(b, len(text))))
    whole = [s for s in sentences(text) if a <= s[0] and s[1] <= b]
    assert set(whole) <= set(sentences(text, a, b))
    assert all(a <= x < y <= b for x, y in sentences(text, a, b))


@given(TEXTS)
@settings(max_examples=200)
def test_kept_characters_are_no_furniture(text: str) -> None:
    holes = {i for a, b in furniture(text) for i in range(a, b)}
    offsets = list(kept(text, 0, len(text)))
    assert not holes & set(offsets)
    assert offsets == sorted(set(offsets))


@pytest.mark.parametrize(
    "unit",
    ["啊", "1", "。", "，", " ", "大 ", "字号", "|", "收入\n", "来源：a " * 9 + "x\n", "（\n", "- 1 -\n"],
)
def test_work_grows_with_the_length(unit: str) -> None:
    short, long = ("。" + repeated(unit, length) + "x" for length in (SHORT, LONG))
    assert grows_with_length(sentences, short, long)
