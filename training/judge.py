"""How well the reader reads questions marked by another writer: `python -m training.judge`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.understanding.reader import Intent, PartKind, Parts, Weights, read_with, weights
from assistant.words import Lexicon, lexicon
from training.examples import JUDGED, Example, example, questions

_SURE = 0.5


@dataclass(slots=True)
class Tally:
    """What was found and right, found and wrong, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set, gold: set) -> None:
        self.right += len(found & gold)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


@dataclass(slots=True)
class Judgement:
    """Measures over a file of questions; shares of one."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind.name: Tally() for kind in PartKind})
    parts: Tally = field(default_factory=Tally)
    matter_characters: Tally = field(default_factory=Tally)
    intents: Tally = field(default_factory=Tally)
    counts: Counter[str] = field(default_factory=Counter)

    def share(self, what: str) -> float:
        return self.counts[what] / self.counts["questions"]

    def rows(self) -> list[tuple[str, float]]:
        """Name and value of every measure."""
        return [
            *((f"{name}, exact spans, F1", tally.f1) for name, tally in self.kinds.items()),
            ("all parts, exact spans, F1", self.parts.f1),
            ("matter, characters, F1", self.matter_characters.f1),
            ("questions with all matter characters right", self.share("matter")),
            ("questions with all parts right", self.share("parts")),
            ("intents, micro F1", self.intents.f1),
            ("questions whose likeliest intent is right", self.share("first")),
            ("questions with exactly the right intents", self.share("intents")),
        ]


def chosen(intents: dict[Intent, float]) -> set[str]:
    """The intents above one half, or the likeliest where none is."""
    return {i for i, p in intents.items() if p >= _SURE} or {next(iter(intents))}


def judge(model: Weights, asked: Iterable[Example], known: Lexicon) -> Judgement:
    """How `model` reads `asked`."""
    out = Judgement()
    for one in asked:
        read = read_with(model, one.text, known)
        _judge_parts(out, one, read)
        found, gold = chosen(dict(read.intents)), set(one.intents)
        out.intents.add(found, gold)
        out.counts["questions"] += 1
        out.counts["first"] += next(iter(read.intents)) in gold
        out.counts["intents"] += found == gold
    return out


def gold_parts(one: Example) -> set[tuple[str, int, int]]:
    """The right parts: mark and offsets into the text."""
    return {
        (mark, one.tokens[first].start, one.tokens[last - 1].end)
        for mark, first, last in one.spans
        if mark in set(PartKind)
    }


def _judge_parts(out: Judgement, one: Example, read: Parts) -> None:
    found = {(p.kind.value, p.start, p.end) for p in read.parts}
    gold = gold_parts(one)
    out.parts.add(found, gold)
    for kind in PartKind:
        out.kinds[kind.name].add({p for p in found if p[0] == kind}, {p for p in gold if p[0] == kind})
    letters, right = _letters(one.text, found), _letters(one.text, gold)
    out.matter_characters.add(letters, right)
    out.counts["matter"] += letters == right
    out.counts["parts"] += found == gold


def _letters(text: str, parts: Iterable[tuple[str, int, int]]) -> set[int]:
    return {
        i for mark, a, b in parts if mark == PartKind.matter for i in range(a, b) if not text[i].isspace()
    }


def table(rows: Sequence[tuple[str, float]]) -> str:
    """The measures as rows of a Markdown table."""
    return "\n".join(f"| {name} | {value:.3f} |" for name, value in rows)


def main() -> None:
    """Print the table of docs/quality.md."""
    known = lexicon()
    print(table(judge(weights(), [example(q) for q in questions([JUDGED])], known).rows()))


if __name__ == "__main__":
    main()
