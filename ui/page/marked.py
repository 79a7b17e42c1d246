"""A report's text as HTML: every character of it, escaped, with what is cited, its figures and its headings marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from index import text as layout
from index.records import Claim, Figure, Report
from ui.page.html import attributes, escape, figure_hint, tag

#: What a report of another format than plain text became: rows of tables, the line below their heads, the
#: signs of headings. They stand in the text, and are shown as what they mean.
_ROW = re.compile(r"^[ \t]*\|.*", re.M)
_RULE = re.compile(r"[ \t]*\|[\s|:-]*")
_ID = re.compile(r' id="[^"]*"')
_SIGN = re.compile(r"^#{1,6}[ \t]+", re.M)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at a cite: the figures to mark, and the sentence or passage around them."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    headings: tuple[str, ...]


def marked(report: Report, claims: Sequence[Claim], shown: Place) -> str:
    """The report's text line by line, every character escaped, spans marked at their offsets."""
    rows = {m.start(): m for m in _ROW.finditer(report.text)}
    signs = {m.start() for m in _SIGN.finditer(report.text)}
    bars = {m.start() + n for m in rows.values() for n, c in enumerate(m.group()) if c == "|"}
    cuts = {x + n for x in bars for n in (0, 1)} | {m.end() for m in _SIGN.finditer(report.text)}
    out: list[str] = []
    line: list[str] = []
    row: re.Match[str] | None = None
    for start, end, open_, close in _pieces(report, claims, shown, cuts):
        at = start
        for n, part in enumerate(report.text[start:end].split("\n")):
            if n:
                out.append(_line(line, row))
                line, row = [], None
                at += 1
            if part:
                row = rows.get(at) if not line else row
                if at in signs:
                    line.append(f"{open_}{tag('span', escape(part), class_='xb-sign')}{close}")
                elif at in bars:
                    line.append('</span><span class="xb-sign">|</span><span class="xb-cell">')
                else:
                    line.append(f"{open_}{escape(part)}{close}")
                open_ = _ID.sub("", open_)  # a place is named once, however many lines it goes over
            at += len(part)
    out.append(_line(line, row))
    return "".join(out)


def _line(parts: list[str], row: re.Match[str] | None) -> str:
    """A line of text, or the row of a Markdown table with its cells."""
    if not parts:
        return ""
    if row is None:
        return tag("p", "".join(parts))
    cells = tag("span", "".join(parts), class_="xb-cell")
    return tag("p", cells, class_="xb-row xb-rule" if _RULE.fullmatch(row.group()) else "xb-row")


def _pieces(
    report: Report, claims: Sequence[Claim], shown: Place, also: Set[int]
) -> Iterator[tuple[int, int, str, str]]:
    """Stretches of the text that are marked alike, with the elements around each; cut at `also`, too."""
    figures = {(f.start, f.end): f for c in claims for f in c.figures}
    hits = {(f.start, f.end) for f in shown.figures}
    sections = {(s.start, s.body): (n, s.level) for n, s in enumerate(report.sections) if s.headings}
    holes = layout.furniture(report.text)
    cuts = {0, len(report.text), *also, *(x for span in (*figures, *sections, *holes) for x in span)}
    cuts |= {x for x in (shown.start, shown.end) if x >= 0}
    figure_at, section_at, hole_at = _Covering(figures), _Covering(sections), _Covering(holes)
    first = True
    for start, end in pairwise(sorted(cuts)):
        open_ = close = ""
        if (inside := section_at(start)) is not None:
            n, level = sections[inside]
            anchor = f"xb-section-{n}" if inside[0] == start else None
            open_, close = f"<span{attributes(class_='xb-heading', id=anchor, data_level=level)}>", "</span>"
        if hole_at(start) is not None:
            open_, close = open_ + '<span class="xb-furniture">', "</span>" + close
        cited = shown.start <= start < shown.end
        if cited:
            anchor = "xb-sentence" if first and report.text[start] != "|" else None
            first = first and anchor is None
            open_, close = open_ + f"<span{attributes(class_='xb-said', id=anchor)}>", "</span>" + close
        if (span := figure_at(start)) is not None:
            hint = figure_hint(figures[span])
            name = "mark" if span in hits else "span"
            values = attributes(class_="xb-hit" if span in hits else "xb-figure", title=hint)
            open_, close = f"{open_}<{name}{values}>", f"</{name}>{close}"
        yield start, end, open_, close


class _Covering:
    """Which of some spans, none overlapping another, covers an offset; the first where two do."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._next = 0

    def __call__(self, offset: int) -> tuple[int, int] | None:
        """Offsets must be asked for in order."""
        while self._next < len(self._spans) and self._spans[self._next][1] <= offset:
            self._next += 1
        if self._next < len(self._spans) and self._spans[self._next][0] <= offset:
            return self._spans[self._next]
        return None
