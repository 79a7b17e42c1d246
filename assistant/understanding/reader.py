"""A question read into its parts (matter, places asked for, operations …) and what it asks for, by a learned model.

A linear-chain conditional random field over the tokens tells the parts, a logistic regression over the parts and the
words beside them the intents. `training/` makes the weights. Both give probabilities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.reader_features import (
    BOUND,
    BUCKETS,
    REGION,
    TIME,
    Token,
    bucket,
    features,
    intent_features,
    lowered,
    tokens,
)
from assistant.words import Lexicon

__all__ = ["BOUND", "REGION", "TIME", "Intent", "Part", "PartKind", "Parts", "read_parts"]

WEIGHTS = Path(__file__).with_name("reader.npz")
Floats = NDArray[np.float32]


class PartKind(StrEnum):
    """What a part of a question is for; the letters are those of the marked questions in `training/`."""

    matter = "M"  # what is measured or told of
    measure_of_growth = "K"  # 增速, 同比
    direction = "D"  # 提高, 下降
    negation = "N"  # 没有, 未
    places = "W"  # 哪些县, 各地
    status = "S"  # 计划, 目标, 完成
    amount = "Q"  # 多少
    operation = "O"  # 最高, 合计, 占
    telling = "P"  # 怎么做的, 为什么
    mention = "X"  # 没提, 隐去
    display = "V"  # 画图


#: What a question asks for.
Intent = Literal[
    "value",
    "list",
    "count",
    "max",
    "min",
    "order",
    "top",
    "sum",
    "mean",
    "median",
    "share",
    "difference",
    "ratio",
    "compare",
    "change",
    "trend",
    "growth",
    "rank",
    "attain",
    "not",
    "silent",
    "mention",
    "hidden",
    "tell",
    "why",
    "compare_tell",
    "overview",
    "define",
    "check",
    "help",
    "show",
]

#: Kinds that the reader tells apart from filler and keeps to itself: times, places and bounds that no rule found.
MISSED = "TRB"
LABELS = ("O", *(f"{place}{mark}" for mark in (*PartKind, *MISSED) for place in "BI"))
INTENTS: tuple[Intent, ...] = get_args(Intent)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the question; offsets are into the text that was given."""

    kind: PartKind
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a question in order, and each intent's probability, the likeliest first."""

    parts: tuple[Part, ...]
    intents: Mapping[Intent, float]


class Span(NamedTuple):
    """Tokens `first` to `last`, not including the latter, that are one part of the kind `mark`."""

    mark: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Weights:
    """What training leaves: weights by bucket of a feature and label, and of a label behind another."""

    emit: Floats  # BUCKETS x labels
    follow: Floats  # labels x labels
    begin: Floats  # labels
    intent: Floats  # INTENT_BUCKETS x intents
    bias: Floats  # intents

    def save(self, path: Path) -> None:
        """The weights in eight bits each, with a scale for every label."""
        emit, emit_scale = _packed(self.emit)
        intent, intent_scale = _packed(self.intent)
        np.savez_compressed(
            path,
            emit=emit,
            emit_scale=emit_scale,
            intent=intent,
            intent_scale=intent_scale,
            follow=self.follow,
            begin=self.begin,
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> Weights:
        with np.load(path) as file:
            return cls(
                file["emit"] * file["emit_scale"],
                file["follow"],
                file["begin"],
                file["intent"] * file["intent_scale"],
                file["bias"],
            )


def _packed(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6).astype(np.float32) / 127
    return np.rint(weights / scale).astype(np.int8), scale


@cache
def weights() -> Weights:
    """The weights that come with the program."""
    return Weights.load(WEIGHTS)


def read_parts(text: str, lexicon: Lexicon) -> Parts:
    """The parts and intents of `text`, in which TIME, REGION and BOUND stand for what rules have read."""
    return read_with(weights(), text, lexicon)


def read_with(model: Weights, text: str, lexicon: Lexicon) -> Parts:
    """`read_parts` with other weights."""
    low = lowered(text)
    found = tokens(low)
    if not found:
        return Parts((), dict.fromkeys(INTENTS, 0.0))
    chain = Chain(model, emissions(model, low, found, lexicon))
    spans = chain.spans()
    parts = tuple(
        Part(PartKind(s.mark), found[s.first].start, found[s.last - 1].end, chain.probability(s))
        for s in spans
        if s.mark not in MISSED
    )
    return Parts(parts, read_intents(model, found, spans))


def emissions(model: Weights, text: str, found: Sequence[Token], lexicon: Lexicon) -> Floats:
    """How well each label fits each token by itself: tokens x labels."""
    rows = features(text, found, lexicon)
    ids = np.array([bucket(f, BUCKETS) for row in rows for f in row])
    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    return np.add.reduceat(model.emit[ids], starts, axis=0)


def read_intents(model: Weights, found: Sequence[Token], spans: Sequence[Span]) -> dict[Intent, float]:
    """Each intent's probability, the likeliest first."""
    ids = sorted({bucket(f, len(model.intent)) for f in intent_features(found, spans)})
    logits = model.intent[ids].sum(axis=0) + model.bias
    likely = 1 / (1 + np.exp(-logits))
    order = np.argsort(-likely, kind="stable")
    return {INTENTS[i]: float(likely[i]) for i in order}


def _allowed() -> NDArray[np.bool_]:
    """Which label may follow which: I only behind B or I of its kind."""
    may = np.ones((len(LABELS), len(LABELS)), bool)
    for j, label in enumerate(LABELS):
        if label[0] == "I":
            may[:, j] = [before[1:] == label[1:] for before in LABELS]
    return may


ALLOWED = _allowed()
BEGINS = np.array([label[0] != "I" for label in LABELS])


class Chain:
    """The labels of one question: the likeliest row of them, and the probability of any stretch."""

    def __init__(self, model: Weights, emit: Floats) -> None:
        self._emit = emit
        self._model = model
        self.fit = np.exp(emit - emit.max(axis=1, keepdims=True))
        self._follow = np.exp(model.follow) * ALLOWED
        self._forward()

    def _forward(self) -> None:
        """Probabilities of all labels up to a token, and behind it, each scaled to sum to one."""
        n, fit, follow = len(self._emit), self.fit, self._follow
        self.before, self.behind = np.empty_like(fit), np.ones_like(fit)
        row = fit[0] * np.exp(self._model.begin) * BEGINS
        self.before[0] = row / row.sum()
        for i in range(1, n):
            row = (self.before[i - 1] @ follow) * fit[i]
            self.before[i] = row / row.sum()
        for i in range(n - 2, -1, -1):
            row = follow @ (fit[i + 1] * self.behind[i + 1])
            self.behind[i] = row / row.sum()

    def spans(self) -> list[Span]:
        """The parts of the likeliest row of labels."""
        follow = np.where(ALLOWED, self._model.follow, -np.inf)
        score = np.where(BEGINS, self._emit[0] + self._model.begin, -np.inf)
        back: list[NDArray[np.int64]] = []
        for row in self._emit[1:]:
            ways = score[:, None] + follow
            back.append(ways.argmax(axis=0))
            score = ways.max(axis=0) + row
        path = [int(score.argmax())]
        for step in reversed(back):
            path.append(int(step[path[-1]]))
        return spans_of(path[::-1])

    def probability(self, span: Span) -> float:
        """That exactly these tokens are a part of this kind."""
        b, i = LABELS.index("B" + span.mark), LABELS.index("I" + span.mark)
        first, last = span.first, span.last - 1
        within = float(self.before[first, b])
        label = b
        for k in range(first + 1, last + 1):
            total = float(((self.before[k - 1] @ self._follow) * self.fit[k]).sum())
            within *= float(self._follow[label, i] * self.fit[k, i]) / total
            label = i
        if last + 1 == len(self._emit):
            return min(within, 1.0)
        onward = self.fit[last + 1] * self.behind[last + 1]
        ends = self._follow[label] * onward
        every = float(self.before[last] @ self._follow @ onward)
        return min(within * float(ends.sum() - ends[i]) / every, 1.0)


def spans_of(labels: Sequence[int]) -> list[Span]:
    """The parts that a row of labels marks."""
    out: list[Span] = []
    for at, label in enumerate(labels):
        name = LABELS[label]
        if name[0] == "B":
            out.append(Span(name[1:], at, at + 1))
        elif name[0] == "I":
            out[-1] = out[-1]._replace(last=at + 1)
    return out
