"""The figures of one report in the order they stand in, each with the words around it and its amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from assistant.checks.amounts import Amount, alike, amount
from assistant.checks.words import words
from index.records import Claim, Figure
from index.text import fold

#: Sentences further apart than this, or with a line end between them, do not go on with each other.
_GAP = 3
_CLAUSE = re.compile(r"[，,。;；:（(、]")
#: What numbers a sentence of a list: 二是, 其三.
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|其[一二三四五]|首先|其次|再次|最后)")
#: Words that a finding leaves out before and after a name.
_IDLE = re.compile(
    r"^(?:其中|20\d\d年(?:度)?|\d+-\d+月|全年|今年|全[县区市省]|我[县区市省]|共|累计|完成|实现|预计|仅)+|"
    r"(?:完成|实现|(?<!下)达到?|为|共|累计|的|仅)+$"
)
_TOTAL = re.compile(r"(?:合计|共计|总计)(?:为|达到?)?")
#: No figure is held against one that stands so many figures away in its sentence or stretch: in a text that
#: is one long row of numbers, the time stays linear.
_FAR = 60
_PAIRS = ("“”", "()", "《》")
_OPEN, _CLOSE = "（(", "）)"
#: A relation word may stand this far before its figure: 送审金额累计达到4756万元.
_REACH = 8


@dataclass(frozen=True)
class Mention:
    """One figure where it stands. Not slotted: the clause and its name are found once, when asked for."""

    figure: Figure
    claim: Claim
    amount: Amount | None  # None where nothing can be computed from it
    lead: str  # folded, without white space: from the figure before it or the sentence's beginning
    tail: str  # to the figure after it or the sentence's end
    sentence: int  # running number; sentences of another block are never neighbours
    block: int  # running number of the stretch of sentences that follow each other under one heading
    bracket: int  # where the bracket that it stands in opens, -1 outside
    place: int  # its own running number

    @cached_property
    def clause(self) -> str:
        """The words right before the figure: 审定金额."""
        return _ORDINAL.sub("", _CLAUSE.split(self.lead)[-1])

    @cached_property
    def name(self) -> str:
        """The clause without the words that name nothing of their own (全县, 完成, 其中)."""
        return words().strip(self.clause)

    @cached_property
    def indicator(self) -> str:
        """The figure's indicator without the words that name nothing of their own."""
        return words().strip(self.figure.indicator)

    @property
    def called(self) -> set[str]:
        """Both names of the figure: by the words before it, and by its indicator."""
        return {self.name, self.indicator} - {""}

    @property
    def listed(self) -> bool:
        """Whether the words before it are those of a whole list, or none."""
        return "分别" in self.clause or not self.clause.strip("和及与")

    @cached_property
    def scopes(self) -> frozenset[str]:
        return frozenset(word for word in words().scope if word in self.clause)

    @property
    def cell(self) -> bool:
        """Whether the figure stands in a table's row."""
        return self.claim.quote.startswith("|")

    @property
    def level(self) -> bool:
        return self.figure.role == "level"

    def fits(self, other: Mention) -> bool:
        """Whether the two figures are known, count the same thing, and are equally real."""
        return (
            self.amount is not None
            and other.amount is not None
            and alike(self.amount, other.amount)
            and self.figure.status == other.figure.status
        )

    def word(self, forms: Sequence[str]) -> int:
        """How near the end of the words before the figure one of `forms` stands: 1 + its end, 0 for none.

        In a list (送审、审定、核减金额分别为…), the figure's indicator stands for them.
        """
        label = self.figure.indicator if self.listed else self.clause
        ends = [label.rfind(form) + len(form) for form in forms if form in label]
        return 1 + max(ends) if ends and len(label) - max(ends) <= _REACH else 0


def mentions(claims: Iterable[Claim], text: str | None) -> list[Mention]:
    """Every figure of a report's claims. Without `text`, the words around it come from the claims' quotes."""
    found: dict[int, tuple[Figure, Claim]] = {}
    for claim in claims:
        for figure in claim.figures:
            found.setdefault(figure.start, (figure, claim))
    ordered = [found[start] for start in sorted(found)]
    out: list[Mention] = []
    block = sentence = -1
    before: Claim | None = None
    for group in _by_sentence(ordered):
        claim = group[0][1]
        follows = before is not None and _follows(before, claim, text)
        block += not follows
        sentence += 1 if follows else 2
        before = claim
        figures = [figure for figure, _ in group]
        gaps = _gaps(claim, figures, text)
        depth: list[int] = []
        for i, (figure, own) in enumerate(group):
            raw = gaps[i]
            for at, char in enumerate(raw):
                if char in _OPEN:
                    depth.append(figure.start - len(raw) + at)
                elif char in _CLOSE and depth:
                    depth.pop()
            out.append(
                Mention(
                    figure,
                    own,
                    amount(figure),
                    _plain(raw),
                    _plain(gaps[i + 1]),
                    sentence,
                    block,
                    depth[-1] if depth else -1,
                    len(out),
                )
            )
    return out


def _by_sentence(ordered: list[tuple[Figure, Claim]]) -> Iterator[list[tuple[Figure, Claim]]]:
    group: list[tuple[Figure, Claim]] = []
    for item in ordered:
        if group and item[1].start != group[0][1].start:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _follows(before: Claim, claim: Claim, text: str | None) -> bool:
    if before.headings != claim.headings or claim.start - before.end > _GAP:
        return False
    rows = before.quote.startswith("|") and claim.quote.startswith("|")
    return rows or text is None or "\n" not in text[before.end : claim.start]


def _gaps(claim: Claim, figures: list[Figure], text: str | None) -> list[str]:
    """What stands before the first figure of a sentence, between them, and after the last."""
    if text is None and len(claim.quote) == claim.end - claim.start:
        text, shift = claim.quote, claim.start
    else:
        shift = 0
    out: list[str] = []
    if text is not None:
        at = claim.start
        for figure in figures:
            out.append(text[at - shift : max(at, figure.start) - shift])
            at = max(at, figure.end)
        return [*out, text[at - shift : claim.end - shift]]
    # page furniture stands inside the sentence: its figures are looked for in the quote, one after another
    at = 0
    for figure in figures:
        found = claim.quote.find(figure.text, at)
        found = at if found < 0 else found
        out.append(claim.quote[at:found])
        at = found + len(figure.text)
    return [*out, claim.quote[at:]]


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", fold(text)).replace("（", "(").replace("）", ")")


def before(ordered: Sequence[Mention], place: int) -> Iterator[Mention]:
    """The figures before `place`, the nearest first."""
    return (ordered[i] for i in range(place - 1, max(-1, place - 1 - _FAR), -1))


def after(ordered: Sequence[Mention], place: int) -> Iterator[Mention]:
    """The figures after `place`, in their order."""
    return (ordered[i] for i in range(place + 1, min(len(ordered), place + 1 + _FAR)))


def before_in_sentence(ordered: Sequence[Mention], mention: Mention) -> list[Mention]:
    """The figures that stand before this one in its sentence, in their order."""
    near = takewhile(lambda m: m.sentence == mention.sentence, before(ordered, mention.place))
    return list(near)[::-1]


def label(mention: Mention) -> str:
    """What the figure is called where a finding names it, ending in the figure as written."""
    name = _IDLE.sub("", mention.clause)
    if _TOTAL.fullmatch(mention.clause):
        name = mention.clause
    elif mention.listed or not words().telling(name) or any((a in name) != (b in name) for a, b in _PAIRS):
        name = mention.figure.indicator
    return f"{name}{mention.figure.text}"
