"""Passages: whole sentences of one section, small enough to embed and to read at a glance.

A paragraph is the unit that an author wrote to be read as one, so passages follow paragraphs where they can:
short ones join their neighbours, long ones are cut between sentences into parts of about the same length.
Bare headings go with the first text below them, and the tiny points of one list (一是… 二是…, a glossary)
share a passage under the heading they have in common: a line of twenty characters finds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.records import Passage, Section
from index.text import Span, clean, kept, paragraphs, sentences

LONGEST = 350  # characters, page furniture not counted
_ENOUGH = 100  # a passage of this length ends with its paragraph
_TINY = 100  # points of a list shorter than this share a passage
_SCRAP = 40  # a last sentence shorter than this joins what stands before or below it
#: Marks of points, as against those of a report's parts.
_POINT = re.compile(r"\d|[（(]\d|[①-⑳]|[一二三四五六七八九十]{1,3}[是要]|[—－-]{2}")


@dataclass(slots=True)
class _Draft:
    """Sentences gathered so far for one passage."""

    text: str
    headings: tuple[str, ...] = ()
    spans: list[Span] = field(default_factory=list)
    size: int = 0  # characters that the passage would show

    def cost(self, spans: Sequence[Span]) -> int:
        """How many characters more the passage would show with `spans`, what stands before them included."""
        before = self.spans[-1][1] if self.spans else None
        size = 0
        for a, b in spans:
            size += len(kept(self.text, a, b))
            if before is not None:
                size += len(kept(self.text, before, a)) + 1
            before = b
        return size

    def takes(self, spans: Sequence[Span]) -> bool:
        return self.size + self.cost(spans) <= LONGEST

    def add(self, spans: Sequence[Span]) -> None:
        self.size += self.cost(spans)
        self.spans.extend(spans)


def passages(report_id: str, text: str, sections: Sequence[Section]) -> list[Passage]:
    """The passages of a report in order: every sentence in exactly one, none longer than `LONGEST`.

    A sentence that is longer than that by itself is cut at a comma. `headings` is the path of the section the
    passage lies in; where points of a list share one, of the section that holds the list.
    """
    starts = [a for a, _ in paragraphs(text)]
    out: list[Passage] = []
    for draft in _drafts(text, sections, starts):
        start, end = draft.spans[0][0], draft.spans[-1][1]
        out.append(Passage(report_id, draft.headings, start, end, clean(text, start, end)))
    return out


def _drafts(text: str, sections: Sequence[Section], starts: list[int]) -> Iterator[_Draft]:
    bare = _Draft(text)  # headings and scraps that wait for the text below them
    points = _Draft(text)  # tiny points of one list
    for i, section in enumerate(sections):
        spans = [part for span in sentences(text, section.start, section.end) for part in _parts(text, span)]
        if not spans:
            continue
        point = _is_point(text, section) and bare.cost(spans) < _TINY
        if points.spans:
            if (
                point
                and section.headings[:-1] == points.headings[: section.level - 1]
                and points.takes(spans)
            ):
                points.add(spans)
                points.headings = section.headings[:-1]
                continue
            yield points
            points = _Draft(text)
        if bare.spans and not (
            section.headings[: len(bare.headings)] == bare.headings
            and bare.size < _ENOUGH
            and bare.takes(spans[:1])
        ):
            yield bare
            bare = _Draft(text)
        if section.headings and bare.takes(spans) and not clean(text, section.body, section.end).strip():
            bare.add(spans)
            bare.headings = section.headings
        elif point:
            points, bare = bare, _Draft(text)
            points.add(spans)
            points.headings = section.headings
        else:
            drafts = list(_fill(text, section.headings, bare.spans + spans, starts))
            bare = _Draft(text)
            if drafts[-1].size < _SCRAP and _holds(section, sections[i + 1 : i + 2]):
                bare = drafts.pop()
            elif drafts[-1].size < _SCRAP and len(drafts) > 1 and drafts[-2].takes(drafts[-1].spans):
                drafts[-2].add(drafts.pop().spans)
            yield from drafts
    yield from (draft for draft in (points, bare) if draft.spans)


def _is_point(text: str, section: Section) -> bool:
    return section.start < section.body and _POINT.match(text, section.start) is not None


def _holds(section: Section, after: Sequence[Section]) -> bool:
    return bool(after) and len(after[0].headings) > len(section.headings) > 0


def _fill(text: str, headings: tuple[str, ...], spans: list[Span], starts: list[int]) -> Iterator[_Draft]:
    """Drafts of one section's sentences, filled paragraph by paragraph."""
    draft = _Draft(text, headings)
    for paragraph in _by_paragraph(spans, starts):
        if draft.spans and not draft.takes(paragraph) and _Draft(text).takes(paragraph):
            yield draft
            draft = _Draft(text, headings)
        whole = draft.size + draft.cost(paragraph)
        share = whole / -(-whole // LONGEST)  # so that the parts of a long paragraph are of one length
        for span in paragraph:
            if draft.spans and (draft.size >= share or not draft.takes([span])):
                yield draft
                draft = _Draft(text, headings)
            draft.add([span])
        if draft.size >= _ENOUGH:
            yield draft
            draft = _Draft(text, headings)
    if draft.spans:
        yield draft


def _by_paragraph(spans: list[Span], starts: list[int]) -> list[list[Span]]:
    out: list[list[Span]] = []
    last = -1
    for span in spans:
        paragraph = bisect_right(starts, span[0])
        if paragraph != last:
            out.append([])
            last = paragraph
        out[-1].append(span)
    return out


def _parts(text: str, span: Span) -> Iterator[Span]:
    """`span` itself, or its parts where it is longer than a passage, cut at ；, at ， or anywhere."""
    offsets = kept(text, *span)
    a = span[0]
    while len(offsets) > LONGEST:
        part = offsets[: LONGEST - 1]
        cut = next(
            (n for mark in ("；;", "，,", "、") if (n := _last(text, part, mark)) > LONGEST // 3), len(part)
        )
        b = part[cut - 1] + 1
        if _shows(text, part[:cut]):
            yield a, b
        a, offsets = b, offsets[cut:]
    if _shows(text, offsets):
        yield a, span[1]


def _shows(text: str, offsets: Sequence[int]) -> bool:
    return any(not text[i].isspace() for i in offsets)


def _last(text: str, offsets: Sequence[int], marks: str) -> int:
    """How many characters there are up to the last of `marks`, it included; 0 if there is none."""
    return next((n + 1 for n in range(len(offsets) - 1, -1, -1) if text[offsets[n]] in marks), 0)
