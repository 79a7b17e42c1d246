"""Passages that answer: keywords and meaning merged by rank, and a check that the words asked stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.records import Aspect, Cited, Query, Term
from assistant.words import plain
from index.records import Passage

#: Reciprocal rank fusion, Cormack, Clarke and Büttcher 2009: each list adds 1 / (K + rank).
K = 60
#: Passages taken from each list, and shown.
DEPTH, SHOWN = 60, 8
#: A passage answers when it (with its headings) holds this share of the question's words by weight; a
#: report's best one when it is also this close to the best of all.
ENOUGH, BESIDE_BEST = 0.55, 0.6
#: With a third of the words a passage answers only if keywords and meaning both put it among the first.
SOME, FIRST = 0.3, 3
#: Beside fewer than so many passages that answer, those nearest in meaning are shown too.
FILLED = 5
#: A passage shorter than this is a heading or a line of a page's furniture.
_TELLING = 30
#: 为什么没完成 asks for a cause, and what a sentence that gives one says.
_WHY = re.compile(r"为什么|为啥|为何|什么原因|(?:主要)?原因(?:是什么|呢)?[？?]?$|\bwhy\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"原因|由于|因为|主要是|受[^，。；]{1,24}(?:影响|冲击|拖累)|影响|所致|导致|造成|拖累|得益于|带动"
)
#: A sentence that gives the cause of what the one before it tells.
_GOES_ON = re.compile(r"其?主要|原因|究其|这|受|由于|因为|[一1]是")
#: An unknown stretch weighs by its length, up to three characters.
_LENGTH = 3.0


class Searchable(Protocol):
    """What of an index is searched here."""

    @property
    def passages(self) -> Sequence[Passage]: ...
    def keyword_passages(self, query: str, k: int) -> Sequence[tuple[int, float]]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its fused rank score and the share of the question's words it holds."""

    number: int
    fused: float
    held: float
    near: bool = False  # among the nearest in meaning


def fuse(lists: Iterable[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion of ranked lists of passage numbers."""
    scores: dict[int, float] = {}
    for ranked in lists:
        for rank, number in enumerate(ranked, 1):
            scores[number] = scores.get(number, 0.0) + 1 / (K + rank)
    return scores


def search_words(query: Query) -> str:
    """The question's own words, with the lexicon's other spellings of them."""
    words: dict[str, None] = {}
    for aspect in query.aspects:
        for term in aspect.terms:
            for form in (term.text, *term.forms[:4]):
                words[form] = None
    return " ".join(words)


def candidates(
    query: Query, index: Searchable, nearest: Sequence[int], allowed: frozenset[str]
) -> list[Candidate]:
    """Passages of the allowed reports, best first."""
    passages = index.passages
    words = [
        n for n, _ in index.keyword_passages(search_words(query), DEPTH * 4) if passages[n].report in allowed
    ]
    near = [n for n in nearest if passages[n].report in allowed]
    fused = fuse((words[:DEPTH], near[:DEPTH]))
    aspect = query.aspects[0] if query.aspects else Aspect(())
    both = set(words[:FIRST]) & set(near[:FIRST])
    closest = set(near[:FILLED])
    why = bool(_WHY.search(query.text)) and any(not t.optional for t in aspect.terms)
    made: list[Candidate] = []
    causes = {n for n in fused if why and _explains(aspect, passages[n])}
    for n, score in fused.items():
        share = held(aspect, passages[n])
        share = max(share, ENOUGH) if n in both and share >= SOME else share
        if why:
            share = max(share, ENOUGH) if n in causes else min(share, ENOUGH / 2)
        made.append(Candidate(n, score, share, n in closest))
    return sorted(made, key=lambda c: (-(c.held >= ENOUGH), -(c.fused * (0.3 + c.held)), c.number))


def held(aspect: Aspect, passage: Passage) -> float:
    """The share of the aspect's words, by weight, that the passage or its headings hold; 0 without words."""
    text, headings = plain(passage.text), plain("/".join(passage.headings))
    total = got = 0.0
    for term in aspect.terms:
        weight = _weight(term)
        total += weight
        got += weight * max(_present(term, text), 0.9 * _present(term, headings))
    named = [t for t in aspect.terms if not t.known and any(c.isascii() and c.isalnum() for c in t.text)]
    if any(not _present(t, text) for t in named):  # 832平台 is a name: nothing else stands for it
        got /= 2
    return got / total if total else 0.0


def _explains(aspect: Aspect, passage: Passage) -> bool:
    """Whether a sentence gives a cause and names, with the one before it, all that is asked about."""
    sentences = [plain(s) for s in re.split(r"[。；！？\n]", passage.text)]
    needed = [t for t in aspect.terms if not t.optional]
    return any(
        _CAUSE.search(now) and all(_present(t, (before if _GOES_ON.match(now) else "") + now) for t in needed)
        for before, now in zip(["", *sentences], sentences, strict=False)
    )


def _weight(term: Term) -> float:
    if term.optional:
        return 0.3
    telling = term.known or any(c.isascii() for c in term.text)  # 832平台 is a name, 看得懂 is not
    base = min(_LENGTH, len(term.text)) / 2 if telling else 0.6
    return base * (1.5 if term.core else 1.0)


def _present(term: Term, text: str) -> float:
    if any(form in text for form in term.forms):
        return 1.0
    if term.known and len(term.text) < 4:
        return 0.0
    pairs = [term.text[i : i + 2] for i in range(len(term.text) - 1)]
    share = sum(p in text for p in pairs) / max(1, len(pairs))
    return share if share > 0.5 else 0.0


def choose(found: Sequence[Candidate], passages: Sequence[Passage], *, spread: bool) -> list[Candidate]:
    """Those that answer: with `spread` the best of each report first, then the rest."""
    good = [c for c in found if c.held >= ENOUGH]
    if not good:
        return []
    filling = [c for c in found if c.near and c not in good][: max(0, FILLED - len(good))]
    if not spread:
        return good[:SHOWN] + filling
    best = max(c.fused * (0.3 + c.held) for c in good)
    first: dict[str, Candidate] = {}
    for c in good:
        first.setdefault(passages[c.number].report, c)
    leading = [c for c in first.values() if c.fused * (0.3 + c.held) >= best * BESIDE_BEST or c.held >= 0.85]
    rest = [c for c in good if c not in leading]
    return (leading + rest)[: max(SHOWN, len(leading))] + filling


def openings(passages: Sequence[Passage], reports: Sequence[str]) -> list[Candidate]:
    """The first passage of every part (two headings deep) of these reports, as they stand, `SHOWN` in all."""
    each = max(1, SHOWN // max(1, len(reports)))
    out: list[Candidate] = []
    for report in reports:
        first: dict[tuple[str, ...], int] = {}
        for number, passage in enumerate(passages):
            if passage.report == report and len(passage.text) >= _TELLING:
                first.setdefault(passage.headings[:2], number)
        out += [Candidate(number, 0.0, 1.0) for number in list(first.values())[:each]]
    return out


def cite(
    found: Sequence[Candidate], passages: Sequence[Passage], regions: dict[str, str]
) -> tuple[Cited, ...]:
    """The chosen passages as they are shown."""
    return tuple(
        Cited(
            passages[c.number],
            regions.get(passages[c.number].report, passages[c.number].report),
            c.fused * (0.3 + c.held),
        )
        for c in found
    )
