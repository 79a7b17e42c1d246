"""What holds of any text: spans, order, no exception, work that grows with the length; and the score on the labelled reports."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.grammar import read_claims
from index.grammar.quantities import quantities
from index.records import Origin, Report
from index.report import parse
from index.sections import sections
from tests.conftest import ROOT
from tests.growth import LONG, SHORT, grows_with_length, repeated
from tests.reading_sentences import report

# --- any text ---------------------------------------------------------------------------------------

_PIECES = [
    *"0123456789.,，。；：、%％*XxX×（）()“”|-—－～ \n一二三十百千万亿两零的和与及等第约超近由从至到",
    *[
        "增长",
        "下降",
        "提高到",
        "达到",
        "分别",
        "其中",
        "同比",
        "预计",
        "力争",
        "用于",
        "万元",
        "亿元",
        "人",
        "户",
        "个百分点",
    ],
    *[
        "2024年",
        "1-9月",
        "“十四五”",
        "一般公共预算收入",
        "城乡低保标准",
        "每人每月",
        "| 指标 | 2024年（亿元） |\n| --- | --- |\n",
    ],
    *[
        "一、工作总结\n",
        "（二）2025年计划\n",
        "一是",
        "较上年",
        "居全省第",
        "位",
        "高于全国",
        "单位：万元",
        "〔2024〕5号",
    ],
    *["安排资金", "新增", "户均增收", "为", "元/人/月", "\u3000", "\r\n", "\x0b", "𠀀", "é", "٣", "²", "㎡"],
]
_SENTENCES = [
    "2024年，全县一般公共预算收入完成18.36亿元，同比增长5.6%，其中税收收入11.02亿元。",
    "城乡低保标准分别由780元、580元提高至每人每月830元、640元；",
    "| 项目 | 单位 | 2023年 | 增减% |\n|---|---|---|---|\n| 税收 | 亿元 | 9.9 | -5.3 |\n",
    "预计支付直达资金XX亿元（其中中央*亿元），支付进度**%，居全市第3位。",
]
_text = st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), max_size=60).map("".join)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """Sentences of reports with a few characters taken out, doubled or replaced."""
    text = list("".join(draw(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=4))))
    for _ in range(draw(st.integers(0, 12))):
        k = draw(st.integers(0, len(text) - 1))
        text[k] = draw(st.sampled_from(_PIECES) | st.just("") | st.just(text[k] * 2))
    return "".join(text)


def _check(read: Report) -> None:
    claims = read_claims(read)
    spans = sorted((f.start, f.end) for c in claims for f in c.figures)
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(read.text)
        for f in claim.figures:
            assert read.text[f.start : f.end] == f.text
            assert claim.start <= f.start < f.end <= claim.end
            assert f.value is None or abs(f.value) < 1e16
            assert f.period is None or f.period[0] <= f.period[1]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(max_examples=300)
@given(_text | _mutated())
def test_figures_stand_where_they_say_and_none_overlap(text: str) -> None:
    _check(report(text))


@settings(max_examples=60)
@given(_mutated())
def test_a_report_without_an_origin_is_read_too(text: str) -> None:
    _check(Report("x", text, Origin("x"), sections(text), ""))


def test_marking_every_figure_up_gives_the_text_back() -> None:
    text = "一、总结\n" + "".join(_SENTENCES)
    found = sorted((f.start, f.end, f.text) for c in read_claims(report(text)) for f in c.figures)
    out, at = "", 0
    for start, end, words in found:
        out += text[at:start] + words
        at = end
    assert found
    assert out + text[at:] == text


# --- growth -----------------------------------------------------------------------------------------

_LINES = [
    "全县经济平稳运行",
    "1",
    "*",
    "X",
    "（",
    "）",
    "“",
    "1,",
    "1、",
    "1.",
    "1-1",
    "1:",
    "1+",
    "A1",
    "a",
    "一",
    "万亿",
    "，",
    "和",
    "养老金、",
    "较上年",
    "同比增长",
    "2023年",
    "完成年初计划",
    "增长 ",
    "|5",
]


@pytest.mark.parametrize("unit", _LINES)
def test_work_grows_with_the_length_of_a_line(unit: str) -> None:
    short, long = (report(repeated(unit, length)) for length in (SHORT, LONG))
    assert grows_with_length(read_claims, short, long)


@pytest.mark.parametrize("unit", _LINES)
def test_work_grows_with_the_length_of_a_sentence(unit: str) -> None:
    """Of one that nothing cuts into pieces, as `read_claims` cuts a line."""
    assert grows_with_length(quantities, repeated(unit, SHORT), repeated(unit, LONG))


def test_a_number_is_never_cut_in_two() -> None:
    read = report("1" * 5_003 + "万元，" + "，".join(["收入12345678元"] * 600))
    found = {f.text for c in read_claims(read) for f in c.figures}
    assert found == {"12345678元"}


# --- the labelled reports ---------------------------------------------------------------------------

_CORE = ("value", "unit", "indicator", "role", "direction", "status")
_NOISE = ("全县", "我县", "累计", "完成", "共", "其中", "的")


def _same(gold: dict[str, Any], got: Any, name: str) -> bool:
    a, b = gold[name], getattr(got, name)
    if name == "unit":
        return a.split("/")[0] == b.split("/")[0]
    if name != "indicator":
        return a == b
    a, b = (_without_noise(s) for s in (a, b))
    if a in b or b in a:
        return True
    shared = sum(min(a.count(c), b.count(c)) for c in set(a))
    return 2 * shared / (len(a) + len(b)) >= 0.6


def _without_noise(text: str) -> str:
    for word in _NOISE:
        text = text.replace(word, "")
    return text


def _f1(labels: Path, text: str, name: str) -> float:
    """Of the figures found and labelled, those that agree in every field, as eval/README.md has it."""
    lines = [json.loads(line) for line in labels.read_text("utf-8").splitlines() if line.strip()]
    ranges = lines.pop(0)["ranges"] if "ranges" in lines[0] else [(0, len(text))]
    found = [
        f
        for c in parse(text, name).claims
        for f in c.figures
        if any(c in "0123456789０*＊XxＸ" or c.isdigit() for c in f.text)
    ]
    found = [f for f in found if any(a <= f.start < b for a, b in ranges)]
    right = 0
    for gold in lines:
        hits = [f for f in found if f.start < gold["end"] and gold["start"] < f.end]
        right += any(all(_same(gold, f, field) for field in _CORE) for f in hits)
    return 2 * right / (len(found) + len(lines))


def _report_text(folder: Path, labels: Path) -> tuple[str, str]:
    first = json.loads(labels.read_text("utf-8").split("\n", 1)[0])
    name = first["report"] if "ranges" in first else f"{labels.stem}.txt"
    return next(folder.rglob(name)).read_text("utf-8"), name


@pytest.mark.parametrize("name", ["gansu", "guizhou", "shanghai", "seed-001", "seed-003", "seed-004"])
def test_the_shared_reports_score_no_less_than_they_did(shared: Path, name: str) -> None:
    labels = shared / "eval" / "figures" / f"{name}.jsonl"
    text, file = _report_text(shared / "reports", labels)
    assert _f1(labels, text, file) >= 0.94


@pytest.mark.parametrize(
    "labels", sorted((ROOT / "tests" / "data" / "figures").glob("*.jsonl")), ids=lambda p: p.stem
)
def test_the_labelled_reports_score_no_less_than_they_did(labels: Path) -> None:
    folders = (ROOT / "corpus", ROOT / "tests" / "data" / "reports")
    folder = next(f for f in folders if (f / f"{labels.stem}.txt").is_file())
    text, file = _report_text(folder, labels)
    assert _f1(labels, text, file) >= 0.96
