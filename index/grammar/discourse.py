"""What holds beyond a sentence: the times and the status that sections and sentences set for what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from index.grammar.accounts import account_of, lead_of
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.nouns import leads_with_verb
from index.grammar.periods import Time, months, times
from index.grammar.scene import Context, Found
from index.grammar.status import is_plan, parts, plans_year, status_at, statuses
from index.records import Origin, Period, Section, Status
from index.text import fold


class Sentence(NamedTuple):
    """One sentence of a report without page furniture; `at[i]` is the offset in the report of `text[i]`.

    `quote`, `text` and `folded` are the same: as written, in simplified characters, and half width besides.
    """

    start: int
    end: int
    at: Sequence[int]
    quote: str
    text: str
    folded: str
    goes_on: bool  # the sentence before it ended with ；
    opens: bool = False  # it begins a paragraph


#: What may stand before a time that a sentence begins with.
_LEAD = re.compile(
    r"^[\s“\"（(—\-#]*(?:[一二三四五六七八九十\d]+[、.)）是]|过去的?|这|刚刚过去的|在|回望|回顾|从|各位代表[!！,，]?|同志们[!！,，]?|截[至止]到?)*$"
)
#: A time further into a sentence than this is said of one clause only.
_FAR, _NEAR = 14, 6


@cache
def _plan_amount() -> re.Pattern[str]:
    return pattern(rf"{any_of(words('indicators')['planned'])}(?:任务|总?投资)?数?$")


def _of_plan(f: Found) -> bool:
    """Whether a figure is what was planned, with which something is compared (完成年初计划5亿元的90%)."""
    return f.role == "level" and f.quantity.sort == "money" and _plan_amount().search(f.indicator) is not None


def _aims(f: Found) -> bool:
    """Whether a figure is what its own noun calls an aim (城镇新增就业目标|4.8万人)."""
    if f.when or "目标" not in f.indicator or f.role not in ("level", "rate"):
        return False
    return _AIM.fullmatch(f.indicator.removeprefix(f.base)) is not None


_AIM = re.compile("的?(?:年初|年度|全年|预期)?目标值?")
#: What a paragraph begins with that speaks of the year to come.
_TURNS = re.compile(
    r"(?:(?:今|明|来|(?P<year>20\d\d))年的?|(?:围绕|为(?:确保)?(?:实现|完成))(?:这些|上述|以上))[^,，。;；:：\d]{0,12}?"
    r"(?:目标|任务|(?:预算|收支|工作|支出)的?(?:安排|打算|计划|草案))(?=如下|[是为]?[:：,，。])"
)
#: A budget that was adopted is a fact, though of a later year; 一般公共预算 names an account.
_ADOPTED = re.compile("(?<!公共)(?<!基金)(?<!经营)预算(?:安排|数|总额|资金)?$")


class Discourse:
    """Reads sections and sentences in order, and says of each figure its period and status."""

    def __init__(self, origin: Origin):
        self.own = origin.period
        self.ahead = origin.plan_period
        self.year = int(origin.period[1][:4]) if origin.period else None
        self.plan = False  # whether the section speaks of the future
        self.chapter = ""
        self.section: Period | None = None  # set by the headings
        self._headed = ""  # the account that the headings name
        self._account = ""  # … or the first word of the paragraph
        self._body = 0  # where the text below the section's heading begins
        self.span: Period | None = None  # set by a sentence, holds to the end of the chapter
        self.local: Period | None = None  # set by a sentence, holds to the end of the section
        self._until = False  # … or of the paragraph, where 截至 set it
        self.context = Context()
        self.spoken = ""  # what the paragraph spoke of before the current sentence
        self.times: list[Time] = []  # of the current sentence
        self._said = ""  # the current sentence
        self._statuses: list[tuple[int, Status | None]] = [(0, None)]
        self._sentence: Period | None = None  # the latest time that a figure of the sentence took

    def enter(self, section: Section) -> None:
        """Begins a section: its headings set the time and whether it speaks of the future."""
        chapter = next(iter(parts(section.headings)), "")
        if chapter != self.chapter:
            self.chapter, self.span = chapter, None
        self.local = None
        self.context = Context()
        self.spoken = ""
        self.plan = is_plan(section.headings, self.own)
        self.section = None
        for heading in section.headings:
            here = int(self.ahead[0][:4]) if self.ahead and _LAST.search(heading) else self.year
            dated = (t for t in times(fold(heading), self.year, here) if t.sort in _DATING)
            self.section = next((t.period for t in dated), self.section)
        if (
            self.plan
            and (self.section is None or self.section == self.own)
            and not plans_year(section.headings)
        ):
            self.section = self.ahead
        self._body = section.body
        self._headed = self._account = account_of(section.headings)

    def begin(self, s: Sentence) -> None:
        """Begins a sentence: finds its times and what its words say of the status."""
        self.times = times(s.folded, self.year, self.year_here)
        self._said = s.folded
        governing = self._statuses[-1][1]
        if s.opens:
            self.spoken = lead_of(s.text)
            self._account = account_of([self.spoken]) or self._headed
            self._turn_ahead(s.folded)
        elif self.context.subject:
            self.spoken = self.context.subject
        if not s.goes_on:
            spoken = "" if s.opens else self.context.topic
            self.context = Context(spoken=spoken or self.spoken, account=self._account)
            if not _BREAKDOWN.match(s.folded):
                governing = self._sentence = None
        elif governing == "estimated" and _new_verb(s.folded):
            governing = None
        self._statuses = statuses(s.folded, governing)
        self._set_time(s)

    def _turn_ahead(self, sentence: str) -> None:
        """A paragraph may turn to what is to come where no heading does (2025年预算安排如下。), to the section's end."""
        m = _TURNS.match(sentence)
        if self.plan or m is None or not self.ahead or not self.year or self.ahead[0] <= f"{self.year}-12":
            return
        if m["year"] is None or m["year"] == self.ahead[0][:4]:
            self.plan, self.section, self.span, self.local = True, self.ahead, None, None

    @property
    def year_here(self) -> int | None:
        """The year that the section speaks of."""
        return int(self.ahead[0][:4]) if self.plan and self.ahead else self.year

    def _set_time(self, s: Sentence) -> None:
        """A time at the front of a sentence holds on: years for the chapter, months for the section."""
        if not self.plan and _PROBLEMS.search(
            s.folded[:_FAR_PROBLEMS]
        ):  # those of now, whatever was reviewed
            self.span = self.local = None
        if s.opens and self._until:
            self.local, self._until = None, False
        if not self.times or s.goes_on or s.end <= self._body:  # a heading's times are the section's
            return
        t, *more = self.times
        if _dates_event(s.folded, t):
            return
        leads = not _LEAD.sub("", s.folded[: t.start])
        if t.sort in ("year", "span") and t.period and leads and s.folded[t.end : t.end + 1] != "的":
            if t.sort == "span" or t.period == self.own or self._sets_year(s, t):
                self.span, self.local = t.period, None
                if t.sort == "year" and self.own and not self.plan and _within(self.own, t.period):
                    self.span = self.own  # beyond the section, the report's own months hold again
                    self.local = t.period
        elif t.sort == "month" and t.period and (not t.until or leads) and t.start <= _FAR:
            self.local = None if any(other.sort == "year" for other in more) else t.period
            self._until = t.until
        elif t.sort == "now" and t.start <= _NEAR:
            self.local = None
            if not t.until:  # 今年
                self.span = self.ahead if self.plan else self.own

    def _sets_year(self, s: Sentence, t: Time) -> bool:
        """Whether a year heads what follows (2024年，…), and does not only date this sentence."""
        following = s.folded[t.end : t.end + 1]
        return following == "是" or (following in (",", "，") and (not self.plan or t.period == self.ahead))

    @property
    def period(self) -> Period | None:
        """What holds where the sentence gives no time: the section's, else the report's."""
        return self.local or self.span or self.section or (self.ahead if self.plan else self.own)

    @property
    def status(self) -> Status:
        """What holds where no word of the sentence says otherwise."""
        here = self.span or self.section
        if here and self.own:
            if here[0] > self.own[1]:
                return "planned"
            if self.span and here[1] <= self.own[1]:
                return "actual"
        return "planned" if self.plan else "actual"

    def status_of(self, at: int) -> Status:
        """The status at position `at` of the sentence."""
        return status_at(self._statuses, at) or self.status

    def status_of_figure(self, f: Found, period: Period | None) -> Status:
        """A figure's status; one of a later time is planned, and so is the plan that a share is of."""
        if f.when == "aim" or _aims(f):
            return "planned"
        status = "actual" if f.when == "before" else self.status_of(f.quantity.start)
        later = period and self.own and period[0] > self.own[1]
        if status == "actual" and later and not _ADOPTED.search(f.indicator):
            return "actual" if any(t.until and t.period == period for t in self.times) else "planned"
        return "planned" if _of_plan(f) else status

    def period_of(self, f: Found) -> Period | None:
        """The nearest time before a figure, else what holds for the section; the earlier end of a
        transition has only a time of its own.
        """
        if (_of_plan(f) or f.when == "aim" or _aims(f)) and self.year:
            return months(self.year)
        at = f.quantity.start
        before = [t for t in self.times if t.end <= at and t.sort != "comparison"]
        if f.when == "year" and self.year:
            return months(self.year_here or self.year)
        if f.role == "previous":
            return self._source_period(f, before)
        ranged = before[-1].sort == "range" if before else False
        # neither the time that a transition came from, nor that of another number (到2025年的4.8亿元、增长5%)
        said = [t for t in before if not t.source and not self._dates_another(t, at)]
        if not said:
            return self._sentence or self.period
        t = said[-1]
        if f.nth and (own := self._nth(f.nth, said)):
            return own
        if t.sort == "now" and self.year and self.status_of(at) == "planned" and not self.plan:
            return months(self.year)  # 今年计划改造
        if t.sort == "now":
            return self.own if not self.plan else self.period
        if ranged and f.role == "level" and f.direction:
            return t.last
        if not self._reached(t) and not self._dates_another(t, -1):
            self._sentence = t.period
        return t.period

    def _nth(self, nth: tuple[int, int], said: list[Time]) -> Period | None:
        """The time of a number of a list that was handed out to as many times (2021-2023年|分别为…)."""
        k, n = nth
        last = said[-1]
        if last.period and last.sort in ("range", "month"):
            parts = _parts(last.period, years=last.sort == "range")
            if len(parts) == n > 1:
                return parts[k]
        listed = said[-n:]
        joint = (self._said[a.end : b.start] for a, b in pairwise(listed))
        if len(listed) == n > 1 and all(gap in ("、", "和", "与", "及") for gap in joint):
            return listed[k].period
        return None

    def _dates_another(self, t: Time, at: int) -> bool:
        """Whether a time dates only the number right behind it (2025年的|4.8亿元, 上年|4万元), which is not at `at`, or
        in a plan what was done then (建设“十四五”|批复的6个基地).
        """
        number = _NUMBER_OF.match(self._said, t.end)
        if number is not None:
            return number.end() != at
        if self._said.startswith(("上年", "去年"), t.start) and self._said[t.end : t.end + 1].isdigit():
            return t.end != at  # 支出5万元，上年|4万元|，增支1万元
        old = self.plan and self.ahead and t.period and t.period[1] < self.ahead[0]
        return bool(old) and _DONE_THEN.match(self._said, t.end) is not None

    def _reached(self, t: Time) -> bool:
        """Whether a time says by when a clause is reached (…，到2030年达到5亿元；…), and holds for it alone."""
        return t.start > _FAR and self._said.startswith("到", t.start - 1)

    def _source_period(self, f: Found, before: list[Time]) -> Period | None:
        """When a transition began: the time in its own clause, or the first year of 2020年到2025年."""
        own = [t for t in before if t.start >= f.clause]
        if own:
            return own[-1].first or own[-1].period
        at = f.quantity.start
        compared = [t for t in self.times if f.clause <= t.start < at and t.sort == "comparison"]
        if f.direction and compared:  # 较2020年的5亿元增加1亿元
            if f.when != "before" or compared[-1].period:
                return compared[-1].period
            now = self._sentence or self.period
            return now and _year_before(now, not self._said.startswith("同期", compared[-1].end))
        return before[-1].first if before else None


def _parts(period: Period, years: bool) -> list[Period]:
    """The years, or the months, that a period is made of."""
    (y, m), (to_year, to_month) = ((int(end[:4]), int(end[5:])) for end in period)
    if years:
        return [months(year) for year in range(y, to_year + 1)]
    return [months(y, month, month) for month in range(m, to_month + 1)] if y == to_year else []


def _year_before(period: Period, whole: bool) -> Period:
    """The same months of the year before, or all of it."""
    first, last = (f"{int(month[:4]) - 1}{month[4:]}" for month in period)
    return (f"{last[:4]}-01", f"{last[:4]}-12") if whole else (first, last)


def _within(inner: Period, outer: Period) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _dates_event(text: str, t: Time) -> bool:
    """Whether a time only says when something happened or was to happen (1月9日，…（原定10月，…）)."""
    if text.startswith("日", t.end - 1) and not t.until:
        return True
    bracket = text.count("(", 0, t.start) > text.count(")", 0, t.start)
    return bracket or _SCHEDULED.search(text, max(0, t.start - 4), t.start) is not None


_SCHEDULED = re.compile("(?:原定|定于|拟于|计划于?)$")
#: Of the years that a report looks back on and ahead to, a heading's 去年 is the first.
_LAST = re.compile("上年|去年")
_DONE_THEN = re.compile(r"[\u4e00-\u9fff]{2,4}的")
_FAR_PROBLEMS = 24
_PROBLEMS = re.compile(
    "(?:清醒|看到|认识到|存在|面临).{0,10}(?:认识|看到|问题|困难|挑战|不足|短板|差距)|清醒地?(?:看到|认识)"
)
_NUMBER_OF = re.compile(r"的(?:约|近|超)?(?=[\d*Xx×])")
_DATING = ("year", "span", "month", "range")


#: A sentence that only parts what the one before gave (分产业看，…), of which 预计 there holds too.
_BREAKDOWN = re.compile(r"\s*(?:其中|[分按从][\u4e00-\u9fff]{1,8}(?:来?看|划分|分)[,，:])")
_EAGER = re.compile("^(?:向上|积极|全力|大力|力争|继续|加快|持续|同时)+")


def _new_verb(sentence: str) -> bool:
    """Whether what follows a ；begins with a clause or a verb of its own, so that 预计 does not reach it."""
    first = re.split("[,，:：]", sentence.lstrip("；; "), maxsplit=1)[0]
    first = _EAGER.sub("", first)
    return not re.search(r"[\d*Xx×]", first) or leads_with_verb(first)
