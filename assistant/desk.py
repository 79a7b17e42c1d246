"""The assistant: a question in, a cited answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from assistant.answering.answer import checked, compose, in_time, tells
from assistant.evidence import Evidence
from assistant.finding.find import Found, Scope, find, named, whole_span
from assistant.finding.fit import reports_on
from assistant.finding.link import Linker
from assistant.finding.nearest import Nearest
from assistant.finding.passages import Candidate, candidates, choose, cite, openings
from assistant.finding.plans import held_against_plans
from assistant.finding.telling import Teller
from assistant.finding.told import asks_who, mentions, speaks, told
from assistant.records import Answer, Cited, Query
from assistant.understanding.mend import Mender
from assistant.understanding.regions import Places, complete, level_of
from assistant.understanding.spoken import greets, related
from assistant.understanding.understand import Context, understand
from assistant.words import Lexicon, lexicon
from index.origin.places import find_places, place
from index.records import Claim

if TYPE_CHECKING:
    from assistant.checks.records import Discrepancy
    from index.store import Index


class Assistant:
    """Answers questions over one opened index; everything it needs of the claims is prepared once."""

    def __init__(self, index: Index, words: Lexicon | None = None) -> None:
        self.index = index
        self.lexicon = words or lexicon()
        self.origins = complete({report.id: report.origin for report in index.reports})
        self.evidence = Evidence(index.claims, self.lexicon, index.passages)
        self.evidence.linker = Linker(self.evidence, Nearest(index))
        self._unnamed = _unnamed([report for report, origin in self.origins.items() if not origin.region])
        self.teller = Teller(index, self.lexicon, self.origins)
        self._gaps = {report.id: report.gaps for report in index.reports if report.gaps}
        self._checked: dict[str, tuple[Discrepancy, ...]] = {}
        self.places = Places.of(self.origins.items())
        counties = tuple(i for i, o in self.origins.items() if level_of(o) == "county")
        mender = Mender(self.lexicon, self.evidence)
        latest = max((o.period[1] for o in self.origins.values() if o.period), default="")
        self.context = Context(
            self.places, counties, _elsewhere, _is_place, mender.mend, mender.homophone, latest
        )

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to `question`; `history` holds the conversation's earlier questions, oldest first."""
        return self.answer(self.understand(question, history))

    def understand(self, question: str, history: Sequence[str] = ()) -> Query:
        """The question as it is understood."""
        if greets(question):
            query = understand(question, (), self.lexicon, self.context)
            language = "en" if question.isascii() else "zh"
            return replace(query, aspects=(), kind="lookup", regions=(), language=language)
        query = understand(question, history, self.lexicon, self.context)
        return replace(query, aspects=related(query.aspects)) if query.kind == "passage" else query

    def answer(self, query: Query) -> Answer:
        """The answer to an understood question."""
        scope = self.scope(query)
        if query.kind == "check":
            return checked(query, scope, self._discrepancies(scope), self._gaps)
        found = Found()
        if query.subject and scope.reports:
            asked = query.kind != "passage"
            if speaks(query):
                scope = self._looking_back(query, scope)
                found = mentions(query, self.evidence, scope, self._text)
            elif asked and "attain" in query.operations:
                found = held_against_plans(query, self.evidence, scope)
            elif asked:
                found = find(query, self.evidence, scope)
            else:
                found = named(query, self.evidence, scope)
            looked = asked and not speaks(query)
            if looked and not found.findings and (meant := self._meant(query)) is not None:
                again = find(meant, self.evidence, scope)
                query, found = (meant, again) if again.findings else (query, found)
            if looked and _may_be_planned(query, found):
                ahead = replace(query, status="planned", only_planned=True)
                again = find(ahead, self.evidence, scope)
                if any(not f.linked for f in again.findings):
                    query, found = ahead, again
            if asked and _told_whole(query, found):
                query = replace(query, kind="lookup", moments=(), operations=())
            if looked and asks_who(query):
                more = told(query, found, self.evidence, scope, self._text)
                found = replace(found, findings=found.findings + more)
        passages: tuple[Cited, ...] = ()
        sure = False
        if (not found.findings or tells(query, found)) and query.subject and scope.reports:
            passages, sure = self.passages(query, scope)
        elif query.view == "overview" and not query.subject and scope.reports:
            passages = self._overview(query, scope)
            sure = bool(passages)
        return compose(query, found, scope, passages, sure, self.origins, self._gaps)

    def _looking_back(self, query: Query, scope: Scope) -> Scope:
        """Those of the reports in scope that report on the time asked about: 2023年的报告里哪些没提到."""
        own = frozenset(i for i in scope.reports if reports_on(query, self.origins[i]))
        return replace(scope, reports=own) if own else scope

    def _text(self, report: str) -> str:
        return self.index.report(report).text

    def _overview(self, query: Query, scope: Scope) -> tuple[Cited, ...]:
        """What the reports of the time asked open with and how each of their parts begins; of the latest report of
        each region where no time is asked."""
        timed = [i for i in sorted(scope.reports) if in_time(query, self.origins[i])]
        if query.period is None and query.relative is None:
            ends = {i: period[1] if (period := self.origins[i].period) else "" for i in timed}
            last = {
                self.region_of(i): max(ends[j] for j in timed if self.region_of(j) == self.region_of(i))
                for i in timed
            }
            timed = [i for i in timed if ends[i] == last[self.region_of(i)]]
        chosen = openings(self.index.passages, timed)
        return cite(chosen, self.index.passages, {i: self.region_of(i) for i in timed})

    def _discrepancies(self, scope: Scope) -> list[Discrepancy]:
        """Figures that do not add up in the reports asked, one report after the other; each report is gone
        through once."""
        from assistant.checks import check  # its words are read only when it is asked for

        new = scope.reports - self._checked.keys()
        by_report: dict[str, list[Claim]] = {report: [] for report in new}
        for claim in self.index.claims if new else ():
            if claim.report in new:
                by_report[claim.report].append(claim)
        for report, claims in by_report.items():
            self._checked[report] = tuple(check(claims, self.index.report(report).text))
        return [found for report in sorted(scope.reports) for found in self._checked[report]]

    def _meant(self, query: Query) -> Query | None:
        """The question with a loose name (财政收入) as the lexicon takes it; `None` where it has none."""
        near = self.lexicon.near
        loose = [t.text for a in query.aspects for t in a.terms if t.text in near]
        if not loose:
            return None
        aspects = tuple(
            replace(
                a,
                terms=tuple(
                    replace(t, text=near[t.text], forms=self.lexicon.forms(near[t.text]))
                    if t.text in near
                    else t
                    for t in a.terms
                ),
            )
            for a in query.aspects
        )
        notes = tuple(f"{word}（报告没有）→ {near[word]}" for word in dict.fromkeys(loose))
        return replace(query, aspects=aspects, notes=query.notes + notes)

    def scope(self, query: Query) -> Scope:
        """The reports that the question is asked of."""
        ids = set(self.origins)
        whole = (
            "share" in query.operations and len(query.regions) == 1
        )  # 甲县占全部的百分之几 is asked of all
        if query.regions and not whole:
            ids = {i for region in query.regions for i in region.reports}
            own = {i for region in query.regions for i in self.places.own.get(region.name, ())}
            if own and query.level in (None, "province"):
                ids = own | {i for r in query.regions if not self.places.own.get(r.name) for i in r.reports}
        if query.level and query.regions and not whole:
            ids = {i for i in ids if level_of(self.origins[i]) == query.level} or ids
        elif query.level:
            unnamed = None if query.level == "county" else query.level  # provinces name themselves
            ids = {i for i in ids if level_of(self.origins[i]) in (query.level, unnamed)}
        return Scope(self.origins, frozenset(ids), self.region_of)

    def region_of(self, report: str) -> str:
        """The report's region as shown; where it names none, that it does not, never its file's name."""
        return self.origins[report].region or self._unnamed[report]

    def passages(self, query: Query, scope: Scope) -> tuple[tuple[Cited, ...], bool]:
        """The passages nearest to the question, and whether they answer it."""
        vector = self.teller.vector(query)
        nearest = [n for n, _ in self.index.nearest_passages(vector, 120)] if vector is not None else []
        timed = frozenset(i for i in scope.reports if in_time(query, self.origins[i]))
        found = candidates(query, self.index, nearest, timed or scope.reports)
        spread = len(scope.reports) > 1
        good: list[Candidate] = choose(found, self.index.passages, spread=spread)
        if not self.teller.holds(query, good):
            good = []
        if not good and query.kind == "passage" and query.way:
            good = self.teller.answers(query, timed or scope.reports)
        regions = {i: self.region_of(i) for i in scope.reports}
        if good:
            return cite(good, self.index.passages, regions), True
        return cite(found[:3], self.index.passages, regions), False


def _may_be_planned(query: Query, found: Found) -> bool:
    """Whether plans may answer, told as such, for want of what was achieved: a number is asked of a place, and no
    movement, bound or order of what came about."""
    if found.findings or found.hidden or query.status is not None or len(query.moments) > 1:
        return False
    filters = query.threshold or query.operations or query.negated
    return not filters and (query.kind == "lookup" or (query.kind == "compare" and not query.direction))


def _told_whole(query: Query, found: Found) -> bool:
    """Whether a report itself gives the sum over the years asked (2021-2025年累计)."""
    whole = whole_span(query)
    summed = "sum" in query.operations and whole is not None
    return summed and any(g.period == whole for f in found.findings for g in f.figures)


def _elsewhere(text: str) -> tuple[str, ...]:
    """Places of the gazetteer that the text names in full."""
    return tuple(p.name for p in find_places(text))


def _is_place(name: str) -> bool:
    return place(name) is not None


def _unnamed(reports: Sequence[str]) -> dict[str, str]:
    """What stands for the region of each report that names none: 未写明地区, lettered where there are several."""
    letters = ("".join(some) for length in count(1) for some in product(ascii_uppercase, repeat=length))
    if len(reports) == 1:
        return {reports[0]: "未写明地区"}
    return {report: f"未写明地区（{letter}）" for report, letter in zip(reports, letters, strict=False)}
