"""Looking things up without asking a question: passages by words and meaning, figures by what they are, and the
text under a heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.desk import Assistant
from assistant.finding.passages import DEPTH, fuse, search_words
from assistant.records import Cited
from assistant.words import plain
from index.errors import XianbaoError
from index.messages import Message
from index.records import Claim, Figure, Report, Role, Section, Status

#: An error names so many of the choices there are.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with the claim it belongs to and its report's region as shown."""

    claim: Claim
    figure: Figure
    region: str


def reports_within(
    assistant: Assistant, region: str = "", year: int | None = None, report: str = ""
) -> list[str]:
    """Ids, in order, of the reports of a place and those within it, that speak of a year; all without either.

    `region` is a name (青禾县, 青禾, 湖南) or a part of a region as shown. Raises `XianbaoError` where no report
    fits, saying which there are.
    """
    ids = list(assistant.origins)
    if report:
        assistant.index.report(report)
        ids = [report]
    if region:
        named = set(assistant.places.reports.get(region.strip(), ()))
        ids = [i for i in ids if i in named or (not named and region.strip() in assistant.region_of(i))]
        if not ids:
            known = dict.fromkeys(assistant.region_of(i) for i in assistant.origins)
            raise XianbaoError("search.no_region", region=region, known=_some(list(known)))
    if year is not None:
        spoken = {i: _years(assistant, i) for i in ids}
        ids = [i for i in ids if year in spoken[i]]
        if not ids:
            known = sorted({str(y) for years in spoken.values() for y in years})
            raise XianbaoError("search.no_year", year=year, known=_some(known))
    return ids


def passages(assistant: Assistant, text: str, reports: Sequence[str], limit: int) -> tuple[Cited, ...]:
    """The passages of these reports nearest to `text` by words and by meaning, best first.

    Words and meaning are merged by rank; the score is the sum of both lists' 1 / (60 + rank).
    """
    index, allowed = assistant.index, frozenset(reports)
    most = len(index.passages) if len(allowed) < len(assistant.origins) else DEPTH + limit
    words = f"{text} {search_words(assistant.understand(text))}"
    by_words = [n for n, _ in index.keyword_passages(words, most)]
    by_meaning = [n for n, _ in index.nearest_passages(index.embedder.query(text), most)]
    merged = fuse(
        [n for n in ranked if index.passages[n].report in allowed] for ranked in (by_words, by_meaning)
    )
    best = sorted(merged.items(), key=lambda item: (-item[1], item[0]))[:limit]
    found = ((index.passages[n], score) for n, score in best)
    return tuple(Cited(passage, assistant.region_of(passage.report), score) for passage, score in found)


def figures(
    assistant: Assistant,
    reports: Sequence[str],
    indicator: str = "",
    year: int | None = None,
    role: Role | None = None,
    status: Status | None = None,
) -> list[Stated]:
    """The figures of these reports whose indicator holds every word of `indicator`, in the order they stand in.

    Words are compared with their synonyms: 低保 finds 最低生活保障. `year` is the one that the figure speaks of.
    """
    words = [(plain(word), assistant.lexicon.canonical(word)) for word in indicator.split()]
    profiles = assistant.evidence.profiles
    allowed = frozenset(reports)
    return [
        Stated(claim, figure, claim.place or assistant.region_of(claim.report))
        for claim in assistant.index.claims
        if claim.report in allowed
        for figure in claim.figures
        if all(
            word in plain(figure.indicator) or meant in profiles[claim.indicator].text
            for word, meant in words
        )
        and role in (None, figure.role)
        and status in (None, figure.status)
        and year in (None, *_spoken(assistant, claim, figure))
    ]


def _spoken(assistant: Assistant, claim: Claim, figure: Figure) -> range:
    """The years that a figure speaks of; its report's where it says none."""
    period = figure.period or claim.period or assistant.origins[claim.report].period
    return range(int(period[0][:4]), int(period[1][:4]) + 1) if period else range(0)


def _years(assistant: Assistant, report: str) -> range:
    period = assistant.origins[report].period
    return range(int(period[0][:4]), int(period[1][:4]) + 1) if period else range(0)


def stretch(report: Report, headings: Sequence[str]) -> tuple[Section, int]:
    """The section with these headings, outermost first, and where its text with all below it ends.

    The last heading and any above it may be given in part: ["保障民生"]. Raises `XianbaoError` where there is no
    such section or several.
    """
    parts = [part.strip() for part in headings if part.strip()]
    exact = [s for s in report.sections if s.headings == tuple(parts)]
    found = {s.headings: s for s in reversed(exact or [s for s in report.sections if _fits(s, parts)])}
    if not found:
        known = list(dict.fromkeys(s.headings[-1] for s in report.sections if s.headings))
        raise XianbaoError(
            "search.no_heading", report=report.id, heading=" / ".join(parts), known=_some(known)
        )
    if len(found) > 1:
        paths = [" / ".join(path) for path in reversed(found)]
        raise XianbaoError(
            "search.many_headings",
            report=report.id,
            count=len(paths),
            heading=" / ".join(parts),
            known=_some(paths),
        )
    (section,) = found.values()
    depth, end = len(section.headings), section.end
    for below in report.sections[report.sections.index(section) + 1 :]:
        if below.headings[:depth] != section.headings:
            break
        end = below.end
    return section, end


def _fits(section: Section, parts: Sequence[str]) -> bool:
    """Whether the last part stands in the section's own heading and the others, in order, above it."""
    if not section.headings or not parts or parts[-1] not in section.headings[-1]:
        return False
    above = iter(section.headings[:-1])
    return all(any(part in heading for heading in above) for part in parts[:-1])


def _some(names: Sequence[str]) -> Sequence[str] | Message:
    if len(names) <= _NAMED:
        return names
    return Message("search.some", names=names[:_NAMED], count=len(names))
