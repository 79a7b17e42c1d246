"""Teaches the reader: `python -m training.train` writes `assistant/understanding/reader.npz`, the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.reader import (
    ALLOWED,
    INTENTS,
    LABELS,
    WEIGHTS,
    Chain,
    Floats,
    Weights,
)
from assistant.understanding.reader_features import (
    BUCKETS,
    INTENT_BUCKETS,
    bucket,
    features,
    intent_features,
)
from assistant.words import Lexicon, lexicon
from training.examples import Example, examples, questions

SEED = 1
#: Passes over all examples, the first step's length (AdaGrad), and the part of features left out at random, so that
#: no single one is relied upon.
PASSES, STEP, LEFT_OUT = 4, 0.1, 0.2
INTENT_PASSES, INTENT_STEP, INTENT_LEFT_OUT, INTENT_DECAY = 6, 0.1, 0.3, 1e-4


@dataclass(frozen=True, slots=True)
class _Row:
    """An example as numbers: its buckets, how often each token has each, and the right labels."""

    buckets: NDArray[np.int64]
    counts: NDArray[np.int8]  # tokens x buckets
    labels: NDArray[np.int64]


class _Steps:
    """Weights, and AdaGrad's sums of squares beside them."""

    def __init__(self, *shape: int) -> None:
        self.values = np.zeros(shape, np.float32)
        self._squares = np.full(shape, 1e-2, np.float32)

    def step(self, at: NDArray[np.int64] | slice, slope: Floats, length: float) -> None:
        self._squares[at] += slope * slope
        self.values[at] -= length * slope / np.sqrt(self._squares[at])


def train(taught: Sequence[Example], known: Lexicon, passes: int = PASSES) -> Weights:
    """The weights that `taught` gives."""
    emit, follow, begin = _taught_parts([_row(one, known) for one in taught], passes)
    intent, bias = _taught_intents(taught)
    return Weights(emit, follow, begin, intent, bias)


def _row(one: Example, known: Lexicon) -> _Row:
    held = [[bucket(f, BUCKETS) for f in row] for row in features(one.text, one.tokens, known)]
    buckets = np.unique(np.concatenate([np.asarray(row) for row in held]))
    counts = np.zeros((len(held), len(buckets)), np.int8)
    for i, row in enumerate(held):
        np.add.at(counts[i], np.searchsorted(buckets, row), 1)
    return _Row(buckets, counts, np.asarray(one.labels))


def _taught_parts(rows: Sequence[_Row], passes: int) -> tuple[Floats, Floats, Floats]:
    random = np.random.default_rng(SEED)
    labels = len(LABELS)
    emit, follow, begin = _Steps(BUCKETS, labels), _Steps(labels, labels), _Steps(labels)
    none = np.zeros((0, 0), np.float32)
    for turn in range(passes):
        length = STEP * (1 - turn / passes)
        for k in random.permutation(len(rows)):
            row = rows[k]
            kept = random.random(len(row.buckets)) >= LEFT_OUT
            buckets, counts = row.buckets[kept], row.counts[:, kept].astype(np.float32) / (1 - LEFT_OUT)
            model = Weights(none, follow.values, begin.values, none, none)
            slope, between = _slopes(Chain(model, counts @ emit.values[buckets]), model, row.labels)
            emit.step(buckets, counts.T @ slope, length)
            follow.step(slice(None), between, length)
            begin.step(slice(None), slope[0], length)
    return emit.values, follow.values, begin.values


def _slopes(chain: Chain, model: Weights, labels: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """What the model expects less what is right, of labels by token and of labels behind labels."""
    n = len(labels)
    likely = chain.before * chain.behind
    slope = likely / likely.sum(axis=1, keepdims=True)
    slope[np.arange(n), labels] -= 1
    follow = np.exp(model.follow) * ALLOWED
    onward = chain.fit[1:] * chain.behind[1:]
    total = ((chain.before[:-1] @ follow) * onward).sum(axis=1, keepdims=True)
    between = follow * (chain.before[:-1].T @ (onward / total))
    np.add.at(between, (labels[:-1], labels[1:]), -1)
    return slope, between


def _taught_intents(taught: Sequence[Example]) -> tuple[Floats, Floats]:
    random = np.random.default_rng(SEED)
    rows = [
        np.array(sorted({bucket(f, INTENT_BUCKETS) for f in intent_features(one.tokens, one.spans)}))
        for one in taught
    ]
    right = np.array([[intent in one.intents for intent in INTENTS] for one in taught], np.float32)
    weights, bias = _Steps(INTENT_BUCKETS, len(INTENTS)), _Steps(len(INTENTS))
    for turn in range(INTENT_PASSES):
        length = INTENT_STEP * (1 - turn / INTENT_PASSES)
        for k in random.permutation(len(rows)):
            ids = rows[k][random.random(len(rows[k])) >= INTENT_LEFT_OUT]
            logits = weights.values[ids].sum(axis=0) / (1 - INTENT_LEFT_OUT) + bias.values
            slope = 1 / (1 + np.exp(-logits)) - right[k]
            weights.step(ids, slope[None, :] + INTENT_DECAY * weights.values[ids], length)
            bias.step(slice(None), slope, length)
    return weights.values, bias.values


def main() -> None:
    """Teach and save."""
    known = lexicon()
    train(examples(questions(), known, SEED), known).save(WEIGHTS)


if __name__ == "__main__":
    main()
