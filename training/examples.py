"""What the reader is taught with: the marked questions, varied, and further ones made from patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.understanding.reader import LABELS, Span
from assistant.understanding.reader_features import Token, lowered, tokens
from assistant.words import Lexicon
from training.augment import Varied, shown, varied
from training.marked import Question, read_questions
from training.patterns import read_patterns

HERE = Path(__file__).parent
TAUGHT = tuple(HERE / "questions" / name for name in ("county_staff.jsonl", "provincial_staff.jsonl"))
JUDGED = HERE / "questions" / "other_writer.jsonl"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_NAME = 14


@dataclass(frozen=True, slots=True)
class Example:
    """A question as the reader sees it, and the parts and intents that are right."""

    text: str
    tokens: list[Token]
    spans: list[Span]
    intents: tuple[str, ...]

    @property
    def labels(self) -> list[int]:
        labels = [0] * len(self.tokens)
        for mark, first, last in self.spans:
            labels[first:last] = [LABELS.index("I" + mark)] * (last - first)
            labels[first] = LABELS.index("B" + mark)
        return labels


def example(question: Question, random: Random | None = None) -> Example:
    """The question with placeholders; with `random` some are missing, as where a rule finds nothing."""
    text, marks = "", []
    for piece in shown(question, random):
        if piece.mark:
            marks.append((piece.mark, len(text), len(text) + len(piece.text)))
        text += piece.text
    text = lowered(text)
    found = tokens(text)
    spans = []
    for mark, a, b in marks:
        held = [i for i, token in enumerate(found) if a <= token.start < b]
        if held:
            spans.append(Span(mark, held[0], held[-1] + 1))
    return Example(text, found, spans, question.intents)


def questions(paths: Iterable[Path] = TAUGHT) -> list[Question]:
    """The questions of all files."""
    return [question for path in paths for question in read_questions(path)]


def examples(
    taught: Sequence[Question], lexicon: Lexicon, seed: int, times: int = 4, made: int = 6000
) -> list[Example]:
    """The questions, each varied `times` times, and `made` ones from patterns."""
    random = Random(seed)
    names = sorted(name for name in lexicon.synonyms if len(name) <= _LONGEST_NAME)
    given = Varied.of(taught, names)
    out = [example(question, random) for question in taught]
    out += [example(varied(question, given, random), random) for _ in range(times) for question in taught]
    patterns, fill = read_patterns(HERE / "patterns.txt"), _fill(taught, given)
    for _ in range(made):
        question = patterns.question(fill, random)
        if random.random() < 0.5:
            question = varied(question, given, random)
        out.append(example(question, random))
    return [one for one in out if one.tokens]


def _fill(taught: Iterable[Question], given: Varied) -> dict[str, Sequence[str]]:
    """Places, times, bounds and matters for the slots of patterns, those in English under `Re`, `Te` …"""
    fill: dict[str, list[str]] = {name: [] for name in ("M", "R", "T", "B", "Me", "Re", "Te", "Be")}
    for question in taught:
        suffix = "" if _HAN.search(question.text) else "e"
        for piece in question.pieces:
            if piece.mark in ("R", "T", "B") or (piece.mark == "M" and suffix):
                fill[piece.mark + suffix].append(piece.text)
    fill["M"] = list(given.names)
    return {name: tuple(found) for name, found in fill.items()}
