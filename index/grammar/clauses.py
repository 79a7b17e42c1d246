"""The clauses of a sentence: what a quantity may take its indicator from ends at a clause's bounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.grammar.lexicon import words
from index.grammar.quantity import Quantity

_OPENING, _CLOSING = "(（", ")）"
_STOPS = frozenset(",，;；:：。!！?？|")
_LIST_JOINTS = ("、", "和", "与", "及")
#: A 、 or 和 before a quantity begins a clause where another quantity ended at most so far back.
_NEAR = 24
#: How far behind a quantity its sentence is read for what the money is for.
_AHEAD = 90


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the clauses of `text` begin, and which brackets hold quantities."""

    text: str
    bounds: tuple[int, ...]  # positions right behind a delimiter, ascending
    brackets: tuple[tuple[int, int], ...]  # of those that hold a quantity: of both their marks, ascending

    def left(self, at: int) -> int:
        """Where the clause of position `at` begins."""
        k = bisect_right(self.bounds, at)
        return self.bounds[k - 1] if k else 0

    def right(self, at: int, limit: int) -> int:
        """Where the clause of position `at` ends, at `limit` at the latest."""
        k = bisect_right(self.bounds, at)
        end = self.bounds[k] - 1 if k < len(self.bounds) else len(self.text)
        return max(at, min(end, limit))

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses between two positions, in order."""
        inner = self.bounds[bisect_right(self.bounds, start) : bisect_left(self.bounds, end)]
        return [(a, b) for a, b in pairwise((start, *inner, end)) if b > a]

    def sentence_end(self, at: int) -> int:
        """Where the sentence of position `at` ends, or the bracket it stands in."""
        end = min(len(self.text), at + _AHEAD)
        return next((k for k in range(at, end) if self.text[k] in "。;；!！?？)）"), end)


def clauses_of(text: str, found: Sequence[Quantity]) -> Clauses:
    """Clauses begin behind a stop, behind a 、 or 和 that follows a quantity, and at brackets that hold a
    quantity; a bracket without one (直达资金（含参照直达）) is part of its noun.
    """
    starts = [q.start for q in found]
    no_joint = tuple(words("particles")["joint"]["words"])
    holding: list[tuple[int, int]] = []
    inside = bytearray(len(text))  # of brackets without a quantity
    opened: list[int] = []
    for i, c in enumerate(text):
        if c in _OPENING:
            opened.append(i)
        elif c in _CLOSING and opened:
            a = opened.pop()
            k = bisect_right(starts, a)
            if k < len(starts) and starts[k] < i:
                holding.append((a, i))
            else:
                inside[a : i + 1] = b"\1" * (i + 1 - a)
    bounds = {i + 1 for i, c in enumerate(text) if c in _STOPS and not inside[i] and not _in_time(text, i)}
    for a, b in holding:
        bounds |= {a + 1, b + 1}
    for k, q in enumerate(found):
        joint = q.start > 0 and text[q.start - 1] in _LIST_JOINTS and not text.endswith(no_joint, 0, q.start)
        if joint and k and found[k - 1].stop <= q.start < found[k - 1].stop + _NEAR:
            bounds.add(q.start)
        if text.startswith("以及", q.stop):
            bounds.add(q.stop + 2)
        elif text.startswith(_LIST_JOINTS, q.stop):
            bounds.add(q.stop + 1)
    return Clauses(text, tuple(sorted(bounds)), tuple(sorted(holding)))


def _in_time(text: str, i: int) -> bool:
    """Whether the mark at `i` parts hours from minutes (10:30)."""
    return text[i] == ":" and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
