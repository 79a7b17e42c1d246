"""Words found in passages and figures at once, with counts for every filter; where no passage holds them all,
those nearest in words and meaning. No input or output here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.search import passages as nearest
from index.records import Claim, Figure, Passage
from index.text import fold
from ui.page.desk import Opened

Facet = Literal["region", "year", "kind", "section"]
FACETS: tuple[Facet, ...] = ("region", "year", "kind", "section")
Order = Literal["relevance", "region", "year"]

#: What a heading has before its words: 一、 （二） 3. and the year it speaks of.
_MARK = re.compile(
    r"^[\s#]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]+(?:部分|[章节篇]))\s*"
)
_YEAR = re.compile(r"^(?:20\d\d|二[○〇零]..)年(?:度|的)?|^(?:前三季度|上半年|今年|明年|下一步)")
#: So many passages are offered where none holds every word.
_NEAREST = 12
#: A filter whose values are more than this offers its commonest.
_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage or one figure with what it is filtered by."""

    report: str
    start: int
    end: int
    folded: str  # what words are looked for in
    values: dict[Facet, str]
    passage: Passage | None = None
    claim: Claim | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Values chosen of each filter; none chosen lets everything through."""

    chosen: dict[Facet, frozenset[str]] = field(default_factory=dict)

    def admit(self, entry: Entry, without: Facet | None = None) -> bool:
        return all(
            facet == without or entry.values[facet] in wanted
            for facet, wanted in self.chosen.items()
            if wanted
        )


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: best first, with how many there are for each value of each filter."""

    words: tuple[str, ...]
    passages: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    counts: dict[Facet, tuple[tuple[str, int], ...]]
    near: bool = False  # whether nothing holds every word, and these passages are the nearest


def section_name(headings: Sequence[str]) -> str:
    """The outermost heading without its mark and year: 一、2024年工作回顾 → 工作回顾."""
    if not headings:
        return ""
    return _YEAR.sub("", _MARK.sub("", fold(headings[0]))).strip(" 、：:")[:24]


def entries(opened: Opened) -> tuple[list[Entry], list[Entry]]:
    """Every passage and every figure, in the order of the reports."""
    facts = {id_: _facts(opened, id_) for id_ in opened.origins}
    passages = [
        Entry(p.report, p.start, p.end, _folded(p.text), _values(facts[p.report], p.headings), passage=p)
        for p in opened.index.passages
    ]
    figures = [
        Entry(
            c.report, f.start, f.end, _folded(f"{f.indicator} {f.text} {c.quote}"),
            _values(facts[c.report], c.headings), claim=c, figure=f,
        )
        for c in opened.index.claims
        for f in c.figures
    ]  # fmt: skip
    return passages, figures


def _facts(opened: Opened, id_: str) -> dict[Facet, str]:
    origin = opened.origins[id_]
    year = origin.period[1][:4] if origin.period else ""
    return {"region": opened.region(id_), "year": year, "kind": origin.kind or ""}


def _values(facts: dict[Facet, str], headings: Sequence[str]) -> dict[Facet, str]:
    return {**facts, "section": section_name(headings)}


def _folded(text: str) -> str:
    return fold(text).lower()


def find(opened: Opened, text: str | None, filters: Filters, order: Order = "relevance") -> Hits:
    """Passages and figures that hold every word of `text`; all of them where there is no word."""
    words = tuple(dict.fromkeys(_folded(text or "").split()))
    found = [_holding(words, part) for part in opened.entries]
    if words and not any(found):
        return _nearest(opened, text or "", words, filters)
    counts: dict[Facet, tuple[tuple[str, int], ...]] = {
        facet: _counts((e for part in found for e in part), filters, facet) for facet in FACETS
    }
    passages, figures = ([e for e in part if filters.admit(e)] for part in found)
    ranks = (
        {n: rank for rank, (n, _) in enumerate(opened.index.keyword_passages(text or "", 400))}
        if words
        else {}
    )
    place = {id(e): ranks.get(n, len(ranks)) for n, e in enumerate(opened.entries[0])} if ranks else {}
    passages.sort(key=_key(order, lambda e: (place.get(id(e), 0),)))
    figures.sort(key=_key(order, lambda e: _closeness(e, words)))
    if not words:  # nothing asked for: what the reports tell comes before what they hide
        figures.sort(key=lambda e: e.figure is None or e.figure.value is None)
    return Hits(words, tuple(passages), tuple(figures), counts)


def _nearest(opened: Opened, text: str, words: tuple[str, ...], filters: Filters) -> Hits:
    """The passages nearest to `text`, best first whatever the order: the rest would only look like hits."""
    places = {(e.report, e.start, e.end): e for e in opened.entries[0]}
    cited = nearest(opened.assistant, text, list(opened.origins), _NEAREST)
    found = [places[c.passage.report, c.passage.start, c.passage.end] for c in cited]
    counts: dict[Facet, tuple[tuple[str, int], ...]] = {f: _counts(found, filters, f) for f in FACETS}
    return Hits(words, tuple(e for e in found if filters.admit(e)), (), counts, near=True)


def _holding(words: Sequence[str], part: Sequence[Entry]) -> list[Entry]:
    return [e for e in part if all(word in e.folded for word in words)]


def _counts(found: Iterable[Entry], filters: Filters, facet: Facet) -> tuple[tuple[str, int], ...]:
    count = Counter(e.values[facet] for e in found if filters.admit(e, without=facet))
    count.pop("", None)
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))[:_OFFERED]
    return tuple(sorted(ordered, reverse=True) if facet == "year" else ordered)


def _closeness(entry: Entry, words: Sequence[str]) -> tuple[int, int]:
    """Figures whose indicator holds the words come first, the shortest names before longer ones."""
    name = _folded(entry.figure.indicator) if entry.figure else ""
    return sum(word not in name for word in words), len(name) if words else 0


def _key(
    order: Order, relevance: Callable[[Entry], tuple[int, ...]]
) -> Callable[[Entry], tuple[object, ...]]:
    """Ties stand in the order of the reports: sorting is stable."""
    if order == "region":
        return lambda e: (e.values["region"], relevance(e))
    if order == "year":
        return lambda e: (-int(e.values["year"] or 0), relevance(e))
    return lambda e: relevance(e)


def marked_words(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in `text`, in order, none overlapping another."""
    folded = _folded(text)
    if len(folded) != len(text) or not words:  # a character whose small form is longer: rather no mark
        return []
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return [m.span() for m in re.finditer(pattern, folded)]
