"""The learned reader of questions: what it reads, how well, and that it can be taught again."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.reader import (
    ALLOWED,
    BEGINS,
    BOUND,
    INTENTS,
    LABELS,
    REGION,
    TIME,
    Chain,
    PartKind,
    Span,
    Weights,
    read_parts,
    spans_of,
    weights,
)
from assistant.words import lexicon
from tests.conftest import ROOT
from training.examples import JUDGED, example, examples, questions
from training.judge import judge
from training.marked import Piece, pieces
from training.train import train

QUALITY = ROOT / "docs" / "quality.md"


@pytest.mark.parametrize(
    ("question", "matter", "intent"),
    [
        (f"麻烦帮我查一下，{REGION}{TIME}投用的充电桩一共有多少，领导等着要", ["充电桩"], "value"),
        (f"{REGION}{TIME}低保标准是多少", ["低保标准"], "value"),
        ("哪些县提高了低保标准，写材料要用", ["低保标准"], "list"),
        (f"{REGION}领导干部培训办了多少期", ["领导干部培训"], "value"),  # 领导 is matter here
        (f"谢谢，{REGION}和{REGION}的财政收入谁高", ["财政收入"], "compare"),
        (f"{REGION}教育支出占财政支出的比重", ["教育支出", "财政支出"], "share"),
        (f"低保标准{BOUND}的县有哪些", ["低保标准"], "list"),
        (f"{REGION}加装电梯怎么做的", ["加装电梯"], "tell"),
        ("Which county has the highest grain output?", ["grain output"], "max"),
        pytest.param(
            "Which counties raised the pension?",
            ["pension"],
            "list",
            marks=pytest.mark.xfail(strict=True, reason="a lone English noun behind a verb is not seen yet"),
        ),
        ("你好", [], "help"),
    ],
)
def test_matter_is_told_from_filler(question: str, matter: list[str], intent: str) -> None:
    read = read_parts(question, lexicon())
    assert [question[p.start : p.end] for p in read.parts if p.kind is PartKind.matter] == matter
    assert next(iter(read.intents)) == intent


@given(
    st.text(
        st.sampled_from([*"县低保标准提高了多少，哪些 aB3。", TIME, REGION, BOUND, "İ", "\n"]), max_size=12
    )
)
def test_any_text_is_read_into_parts_in_order(text: str) -> None:
    read = read_parts(text, lexicon())
    ends = [0, *itertools.chain.from_iterable((p.start, p.end) for p in read.parts), len(text)]
    assert ends == sorted(ends)
    assert all(p.start < p.end and 0 <= p.probability <= 1 for p in read.parts)
    assert set(read.intents) == set(INTENTS)
    assert list(read.intents.values()) == sorted(read.intents.values(), reverse=True)
    assert all(0 <= likely <= 1 for likely in read.intents.values())


def _random_chain(seed: int, tokens: int) -> tuple[Weights, np.ndarray]:
    random, n = np.random.default_rng(seed), len(LABELS)
    none = np.zeros((0, 0), np.float32)
    model = Weights(
        none,
        random.normal(size=(n, n)).astype(np.float32),
        random.normal(size=n).astype(np.float32),
        none,
        none,
    )
    return model, random.normal(size=(tokens, n)).astype(np.float32)


def _every_row(model: Weights, emit: np.ndarray) -> dict[tuple[int, ...], float]:
    """Every row of labels that may be, and its probability, by counting all of them."""
    rows: dict[tuple[int, ...], float] = {}
    for row in itertools.product(range(len(LABELS)), repeat=len(emit)):
        if BEGINS[row[0]] and all(ALLOWED[a, b] for a, b in itertools.pairwise(row)):
            score = model.begin[row[0]] + sum(emit[i, label] for i, label in enumerate(row))
            rows[row] = float(np.exp(score + sum(model.follow[a, b] for a, b in itertools.pairwise(row))))
    total = sum(rows.values())
    return {row: weight / total for row, weight in rows.items()}


@pytest.mark.parametrize("tokens", [1, 2, 3])
def test_probabilities_are_those_of_counting_every_row(tokens: int) -> None:
    model, emit = _random_chain(7, tokens)
    chain, rows = Chain(model, emit), _every_row(model, emit)
    assert chain.spans() == spans_of(max(rows, key=lambda row: rows[row]))
    for mark, first, last in itertools.product("MR", range(tokens), range(1, tokens + 1)):
        if first < last:
            span = Span(mark, first, last)
            counted = sum(likely for row, likely in rows.items() if span in spans_of(row))
            assert chain.probability(span) == pytest.approx(counted, rel=1e-3)


def test_the_shipped_weights_read_as_well_as_the_document_says() -> None:
    """The table of docs/quality.md, on questions by a writer whose others were not taught."""
    written = dict(
        re.findall(r"^\| ([a-z_, F1]+) \| (\d\.\d{3}) \|$", QUALITY.read_text("utf-8"), re.MULTILINE)
    )
    rows = judge(weights(), [example(q) for q in questions([JUDGED])], lexicon()).rows()
    assert {name: float(written[name]) for name, _ in rows} == {
        name: pytest.approx(value, abs=0.006) for name, value in rows
    }


def test_teaching_again_gives_the_same_weights() -> None:
    once, again = (
        train(examples(questions()[:40], lexicon(), seed=3, times=1, made=40), lexicon(), passes=1)
        for _ in range(2)
    )
    assert np.array_equal(once.emit, again.emit)
    assert np.array_equal(once.intent, again.intent)
    assert once.emit.any()


def test_what_is_judged_was_not_taught() -> None:
    taught = {q.text for q in questions()}
    assert not [q.text for q in questions([JUDGED]) if q.text in taught and len(q.text) > 6]


@pytest.mark.parametrize(
    ("marked", "cut"),
    [
        ("[R:青禾]的[M:低保]", (Piece("R", "青禾"), Piece("", "的"), Piece("M", "低保"))),
        ("你好", (Piece("", "你好"),)),
        ("[W:]都[Q:多少]", (Piece("", "都"), Piece("Q", "多少"))),
        ("[Z:青禾]", (Piece("", "[Z:青禾]"),)),
    ],
)
def test_marks_are_read(marked: str, cut: tuple[Piece, ...]) -> None:
    assert pieces(marked) == cut
