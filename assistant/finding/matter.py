"""The matter of a question: its words for what is measured, each with everything that reports may write for it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache

from assistant.finding.measure import Measure, ends_a_name, measure
from assistant.words import Lexicon, plain

#: What changes nothing about what is measured weighs so little.
_LIGHT = 0.15
_SHARES = frozenset(("占比", "比重", "比例", "份额"))
#: No word of the lexicon is longer.
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of the question's matter with everything that reports may write for it."""

    text: str
    forms: tuple[dict[str, float], ...]  # of each spelling its character pairs, with their part of the whole
    weight: float
    known: bool  # one of the lexicon's, of some meaning
    spelled: tuple[str, ...] = ()  # the spellings themselves

    def within(self, bag: frozenset[str]) -> float:
        """The share of the word that stands among these character pairs: of its best spelling."""
        best = 0.0
        for parts in self.forms:
            if not bag.isdisjoint(parts):
                best = max(best, sum([part for pair, part in parts.items() if pair in bag]))
        return 1.0 if best > 0.999 else best


@dataclass(frozen=True, slots=True)
class Matter:
    """The matter of a question, ready to be held against claims."""

    text: str
    pieces: tuple[Piece, ...]
    measure: Measure
    names: frozenset[str]  # the lexicon's indicators it names
    unknown: float  # how much of it stands in no indicator of the corpus
    said: frozenset[str]  # every pair of characters that counts as asked
    shares: bool  # a part of a whole is asked for

    @property
    def weight(self) -> float:
        return sum(p.weight for p in self.pieces) or 1.0


class Weights:
    """How telling a pair of characters is: the fewer of the corpus's names hold it, the more."""

    def __init__(self, names: Iterable[str]) -> None:
        held = [set(pairs(name)) for name in names]
        counts = Counter(pair for of_one in held for pair in of_one)
        n = len(held) + 1
        self._of = {pair: math.log(n / (count + 0.5)) / math.log(2 * n) for pair, count in counts.items()}

    def of(self, pair: str) -> float:
        """From nearly 0 (in every name) to 1 (in none)."""
        return max(0.05, self._of.get(pair, 1.0))

    def known(self, pair: str) -> bool:
        return pair in self._of


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters of `text`; none over a mark."""
    return [text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum()]


def matter(words: str, counter: str, lexicon: Lexicon, weights: Weights) -> Matter:
    """The matter of a question cut into the lexicon's words and what no lexicon knows."""
    text = plain(words)
    known = everyday(lexicon)
    pieces: list[Piece] = []
    for word, found in _cut(text, known):
        if len(word) < 2:
            continue
        spelled = spellings(word, lexicon)
        forms = tuple(_parts_of(p, weights) for w in spelled if (p := pairs(w)))
        if not forms:
            continue
        light = word in lexicon.light or word in lexicon.neutral or word in lexicon.heads or ends_a_name(word)
        weight = (_LIGHT if light else 1.0) * sum(map(weights.of, pairs(word) or forms[0]))
        pieces.append(Piece(word, forms, weight, found and not light, spelled))
    canonical = lexicon.canonical(text)
    names = frozenset(w for w in lexicon.indicators if w in canonical)
    wants = measure(canonical, counter)
    total = sum(p.weight for p in pieces) or 1.0
    strange = sum(p.weight for p in pieces if not any(all(map(weights.known, form)) for form in p.forms))
    said = frozenset(pair for piece in pieces for form in piece.forms for pair in form)
    shares = wants.kind == "share" or counter == "%" or not said.isdisjoint(_SHARES)
    wants = wants if wants.dimension else measure(text)
    return Matter(text, tuple(pieces), wants, names, strange / total, said, shares)


def _parts_of(spelling: list[str], weights: Weights) -> dict[str, float]:
    total = sum(map(weights.of, spelling))
    parts: dict[str, float] = {}
    for pair in spelling:
        parts[pair] = parts.get(pair, 0.0) + weights.of(pair) / total
    return parts


def spellings(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The word and what reports may write for it."""
    return (word, *everyday(lexicon).get(word, ()))


@cache
def everyday(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Words of questions with what reports may write for them: other spellings, and for an everyday word the
    words of offices."""
    table: dict[str, tuple[str, ...]] = dict.fromkeys(
        (w for w, tags in lexicon.tags.items() if len(w) > 1), ()
    )
    for spelling, name in lexicon.synonyms.items():
        table[spelling] = lexicon.forms(name)
    for offices in lexicon.everyday.values():
        for word in offices:
            table.setdefault(word, ())
    for word, offices in lexicon.everyday.items():
        forms = dict.fromkeys(f for w in offices for f in (w, *lexicon.forms(lexicon.synonyms.get(w, w))))
        table[word] = (*table.get(word, ()), *forms)
    return table


def _cut(text: str, known: Container[str]) -> list[tuple[str, bool]]:
    """`text` cut at the longest known words; what stands between them stays whole."""
    out: list[tuple[str, bool]] = []
    at = loose = 0
    while at < len(text):
        size = next((n for n in range(min(_LONGEST, len(text) - at), 1, -1) if text[at : at + n] in known), 0)
        if size:
            if loose < at:
                out.append((text[loose:at], False))
            out.append((text[at : at + size], True))
            loose = at + size
        at += size or 1
    if loose < len(text):
        out.append((text[loose:], False))
    return out
