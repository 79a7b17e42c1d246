"""A report to its claims: every sentence's figures with time and status, and claims without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.grammar.figures import figures
from index.grammar.moves import moves
from index.grammar.nouns import leads_with_verb
from index.grammar.periods import Time, times
from index.grammar.scene import Context, Found
from index.grammar.status import Plan, is_plan, status_at
from index.records import Claim, Direction, Figure, Period, Report, Section, Status
from index.text import fold, kept, sentences


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    at: list[int]  # offset in the report of each character
    text: str
    folded: str
    goes_on: bool  # the sentence before ended with ；


def read_claims(report: Report) -> list[Claim]:
    """The claims of a report in the order they stand in; `Claim.figures` holds each claim's figures."""
    claims: list[Claim] = []
    reader = _Discourse(report)
    for section in report.sections:
        reader.enter(section)
        for sentence in _sentences(report.text, section):
            claims += reader.read(section, sentence)
    return claims


def _sentences(text: str, section: Section) -> Iterator[_Sentence]:
    goes_on = False
    for a, b in sentences(text, section.start, section.end):
        at = kept(text, a, b)
        if not at:
            continue
        own = "".join(text[i] for i in at)
        yield _Sentence(a, b, at, own, fold(own), goes_on)
        goes_on = own.rstrip("”’」』）)】》")[-1:] in "；;"


class _Discourse:
    """What holds beyond a sentence: the time and the plan that the section or its sentences set."""

    def __init__(self, report: Report):
        self.report = report
        origin = report.origin
        self.own: Period | None = origin.period
        self.year = int(origin.period[1][:4]) if origin.period else None
        self.plan_period = origin.plan_period
        self.plan = False
        self.section_period: Period | None = None
        self.span: Period | None = None  # set by a sentence, holds to the end of the chapter
        self.month: Period | None = None  # set by a sentence, holds to the end of the section
        self.chapter = ""
        self.context = Context()
        self.status: Plan | None = None
        self.sentence_period: Period | None = None

    def enter(self, section: Section) -> None:
        chapter = section.headings[0] if section.headings else ""
        if chapter != self.chapter:
            self.chapter, self.span = chapter, None
        self.month = None
        self.context = Context()
        self.plan = is_plan(section.headings, self.own)
        self.section_period = None
        for heading in section.headings:
            for t in times(fold(heading), self.year):
                if t.period and t.sort in ("year", "span", "month", "range"):
                    self.section_period = t.period
                    break
        if self.plan and (self.section_period is None or self.section_period == self.own):
            self.section_period = self.plan_period

    def read(self, section: Section, s: _Sentence) -> list[Claim]:
        found_times = times(s.folded, self._year_here())
        if not s.goes_on:
            self.context = Context(recent=[], subject="", last=None)
            self.sentence_period = None
            carried = self.status if s.folded.lstrip().startswith("其中") else None
            self.status = carried
        elif self.status and self.status.status == "estimated" and _new_verb(s.folded):
            self.status = None
        self._set_time(s, found_times)
        spans = [(t.start, t.end) for t in found_times]
        found = figures(s.folded, s.text, spans, self.context)
        out: list[Claim] = []
        made: list[Figure] = []
        for f in found:
            made.append(self._figure(s, f, found_times, made))
        made = _directed(made)
        self.status = status_at(s.folded, len(s.folded), self.status)
        out += _claims(self.report.id, section, s, made)
        out += moves(
            self.report.id,
            section.headings,
            s.start,
            s.end,
            s.text,
            s.folded,
            self._base_status(),
            self._period_here(),
            made,
        )
        return out

    def _year_here(self) -> int | None:
        if self.plan and self.plan_period:
            return int(self.plan_period[0][:4])
        return self.year

    def _base_status(self) -> Status:
        return "planned" if self._in_plan() else "actual"

    def _in_plan(self) -> bool:
        here = self.span or self.section_period
        if here and self.own:
            if here[0] > self.own[1]:
                return True
            if self.span and here[1] <= self.own[1]:
                return False
        return self.plan

    def _period_here(self) -> Period | None:
        return self.month or self.span or self.section_period or (self.plan_period if self.plan else self.own)

    def _set_time(self, s: _Sentence, found: list[Time]) -> None:
        """A time at the front of a sentence holds on: years for the chapter, months for the section."""
        for t in found:
            lead = _LEAD.sub("", s.folded[: t.start])
            if (
                t.sort in ("year", "span", "range")
                and t.period
                and not lead
                and s.folded[t.end : t.end + 1] != "的"
            ):
                if not s.goes_on and (t.sort != "year" or t.period == self.own or self._sets_year(s, t)):
                    self.span, self.month = t.period, None
            elif t.sort == "month" and t.period and not t.until and t.start <= 14 and not s.goes_on:
                self.month = t.period
            elif t.sort == "now" and t.start <= 6 and not s.goes_on:
                self.month = None
            break

    def _sets_year(self, s: _Sentence, t: Time) -> bool:
        return s.folded[t.end : t.end + 1] in ",，是" and not self.plan

    def _figure(self, s: _Sentence, f: Found, found: list[Time], made: list[Figure]) -> Figure:
        q = f.quantity
        start, end = s.at[q.start], s.at[q.end - 1] + 1
        period = self._period(q.start, f, found)
        self.status = status_at(s.folded, q.start, self.status)
        status: Status = self._base_status()
        if self.status is not None:
            status = self.status.status
        if status == "actual" and period and self.own and period[0] > self.own[1]:
            status = "planned"
        if (
            f.role == "level"
            and re.search(r"(?:完成|占|超)?(?:年初|年度|全年)(?:计划|目标)(?:任务)?(?:数)?$", f.indicator)
            and q.sort == "money"
        ):
            status = "planned"
        indicator = f.indicator or _heading_subject(self.context_headings)
        return Figure(
            start,
            end,
            self.report.text[start:end],
            q.value,
            q.unit,
            indicator,
            f.role,
            f.direction,
            status,
            period,
            f.comparator,
        )

    context_headings: tuple[str, ...] = ()

    def _period(self, at: int, f: Found, found: list[Time]) -> Period | None:
        best: Time | None = None
        for t in found:
            if t.end <= at and t.sort != "comparison":
                best = t
        if f.role == "previous":
            near = [t for t in found if f.clause <= t.start and t.end <= at]
            if not near:
                return None
            t = near[-1]
            return t.first if t.sort == "range" and t.first else t.period
        if best is None:
            return self.sentence_period or self._period_here()
        if best.sort == "now":
            return self.own if not self.plan else self._period_here()
        if best.sort == "range" and best.first and best.period and "到" in self.report.text:
            period: Period | None = best.period
        else:
            period = best.period
        self.sentence_period = period
        return period


#: what may stand before a time that a sentence begins with
_LEAD = re.compile(
    r"^[\s“\"（(—\-#]*(?:[一二三四五六七八九十\d]+[、.)）是]|过去的?|这|刚刚过去的|在|回望|回顾|从|各位代表[!！,，]?|同志们[!！,，]?)*$"
)


def _new_verb(sentence: str) -> bool:
    """Whether what follows a ；begins with a clause or a verb of its own, so that 预计 before it does not reach it."""
    first = re.split("[,，:：]", sentence.lstrip("；; "), maxsplit=1)[0]
    return not re.search(r"[\d*Xx]", first) or leads_with_verb(first)


def _directed(made: list[Figure]) -> list[Figure]:
    """Gives the earlier end of a transition the direction of the later one."""
    out = list(made)
    for k in range(len(out) - 1, -1, -1):
        if out[k].role == "previous" and out[k].direction is None:
            later = next(
                (x for x in out[k + 1 :] if x.role in ("level", "rank") and _same_unit(x.unit, out[k].unit)),
                None,
            )
            if later is not None:
                way = later.direction or _way(out[k].value, later.value, later.role)
                out[k] = replace(out[k], direction=way, indicator=out[k].indicator or later.indicator)
                if later.direction is None and way:
                    out[out.index(later)] = replace(later, direction=way)
    return out


def _same_unit(a: str, b: str) -> bool:
    return a.split("/")[0] == b.split("/")[0]


def _way(before: float | None, after: float | None, role: str) -> Direction | None:
    """Which way a transition went whose verb leaves it open (由1960元调整为2070元)."""
    if before is None or after is None or before == after:
        return None
    return "up" if (after > before) == (role != "rank") else "down"


def _claims(report: str, section: Section, s: _Sentence, made: list[Figure]) -> Iterator[Claim]:
    """Figures of one indicator and status that stand together are one claim."""
    groups: dict[tuple[str, Status], list[Figure]] = {}
    for f in made:
        groups.setdefault((f.indicator, f.status), []).append(f)
    for (indicator, status), members in groups.items():
        direction = next((f.direction for f in members if f.direction), None)
        period = next((f.period for f in members if f.role != "previous"), members[0].period)
        yield Claim(
            report,
            indicator,
            direction,
            status,
            period,
            section.headings,
            s.start,
            s.end,
            s.text,
            tuple(members),
        )


def _heading_subject(headings: tuple[str, ...]) -> str:
    for heading in reversed(headings):
        name = re.sub(
            r"^[#\s]*(?:[(（]?[一二三四五六七八九十\d]+[)）、.．]+|[一二三四五六七八九十]是|——|第[一二三四五六七八九十]+[章部分]+)\s*",
            "",
            heading,
        )
        name = re.sub(r"(?:完成|执行)?情况[:：]?$", "", name.split("。")[0].split("，")[0])
        if len(name) >= 2:
            return name
    return ""
