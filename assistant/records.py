"""The words of asking: a question understood, and the answer that is given to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from index.messages import Language as Language
from index.messages import Message, missing
from index.records import Claim, Direction, Figure, Passage, Period, Status

Kind = Literal["list", "lookup", "compare", "rank", "count", "trend", "passage", "check", "none"]
#: What is worked out from the rows that a question asks for, in the order asked: 最高的占全部的百分之几 is an order
#: and then a share; `attain` sets a plan beside its result.
Operation = Literal["sum", "mean", "median", "share", "difference", "ratio", "attain"]
#: What is asked of the indicator: its level, its growth (rates and absolute changes), both ends of a
#: transition, its place in an order, or whatever the report gives.
Asked = Literal["level", "growth", "change", "transition", "rank", "any"]
Level = Literal["county", "city", "province"]
#: `silent` follows 哪些县没提到: the reports that do not speak of it are asked for; `mention` 哪些县提到: those that do,
#: with a number or without; `hidden` 哪些县没有公开: those that hide the number.
View = Literal["table", "why", "silent", "mention", "hidden", "overview"]
#: What a question asks to be told: why something happened, or how it is done.
Way = Literal["why", "how"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the evidence must contain, in the lexicon's own form."""

    text: str
    forms: tuple[str, ...]  # every spelling that counts as the word
    core: bool = False  # the word that names the indicator
    known: bool = True  # stands in the lexicon; an unknown stretch is compared by its character pairs
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """One quantity that is asked for: 涉及多少户 and 总投资多少 are two aspects of one question."""

    terms: tuple[Term, ...]
    head: str | None = None  # class of the head noun: 标准, 资金, 人数, 占比 …
    units: tuple[str, ...] = ()  # the counter asked for (多少户); empty where none is named
    asked: Asked = "any"
    label: str = ""  # the indicator as a person reads it
    said: str = ""  # the question's own words for it, whole
    total: bool = False  # 一共多少: a sum, not an amount per head
    joined: bool = False  # the head noun was joined by 和: 教育支出和增速


@dataclass(frozen=True, slots=True)
class Threshold:
    """增速超过5%, 高于800元/月: `sign` compares the figure with `value` `unit`."""

    sign: Literal["gt", "ge", "lt", "le"]
    value: float
    unit: str
    upto: float | None = None  # 600元到900元之间: from `value` to this

    def holds(self, value: float) -> bool:
        """Whether a value in the threshold's own unit lies on the asked side."""
        if self.upto is not None:
            return self.value <= value <= self.upto
        over = value > self.value if self.sign in ("gt", "le") else value >= self.value
        return over is (self.sign in ("gt", "ge"))

    def __str__(self) -> str:
        if self.upto is not None:
            return f"{self.value:g}—{self.upto:g}{self.unit}"
        return f"{ {'gt': '>', 'ge': '≥', 'lt': '<', 'le': '≤'}[self.sign] }{self.value:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time and state that is asked for: 今年的计划, 去年实际完成."""

    text: str = ""
    period: Period | None = None
    relative: int | None = None  # 今年 0, 去年 -1: by each report's own date
    months: tuple[int, int] | None = None  # 上半年 (1, 6), where no year is named
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place that the question names, as it names it, and the reports that speak for it."""

    name: str
    reports: tuple[str, ...]  # ids; empty where the corpus has none
    near: tuple[str, ...] = ()  # regions of the corpus nearby, where it has none


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood."""

    text: str
    language: Language
    kind: Kind
    aspects: tuple[Aspect, ...] = ()
    direction: Direction | None = None
    regions: tuple[Region, ...] = ()
    level: Level | None = None  # 哪些县: only county reports are asked
    verb: str = ""  # the question's own word for the direction: 提高, 下降
    operations: tuple[Operation, ...] = ()
    against: bool = False  # 比云岭县多多少, where the one that is more was named before
    counted: int | None = None  # 四个县: so many regions
    filters: bool = False  # 哪些省下降了，降了多少: the direction chooses, whatever else is asked
    negated: bool = False  # 没有提高: those that did not
    governs: bool = False  # the verb stands before what is asked: 提高了低保标准
    which: bool = False  # 哪些县, 有几个县: the regions themselves are asked for
    multi: bool = False  # 各县, 哪些省: every report in scope is asked for
    period: Period | None = None
    period_text: str = ""
    moments: tuple[Moment, ...] = ()  # 2023年和2024年: each of them, where several are named
    relative: int | None = None  # 今年 0, 去年 -1: by each report's own date
    months: tuple[int, int] | None = None  # 上半年 (1, 6), where no year is named
    span: int | None = None  # 五年来: so many years up to each report's own
    yearly: bool = False  # 年均增长多少
    status: Status | None = None
    only_planned: bool = False  # plans answer, since nothing was achieved
    threshold: Threshold | None = None
    top: int | None = None
    ascending: bool = False  # 最低, 最慢
    view: View | None = None
    way: Way | None = None  # 为什么下降, 打算怎么解决
    before: str = ""  # the question whose matter and places it takes over
    inherited: tuple[str, ...] = ()  # what was taken from the conversation: 指标, 范围 …
    notes: tuple[str, ...] = ()  # corrections made: 低保彪准 → 低保标准

    @property
    def subject(self) -> bool:
        """Whether anything is asked about at all."""
        return any(aspect.terms for aspect in self.aspects)

    @property
    def differs(self) -> bool:
        """Whether a difference is asked for: 差多少, 比乙县高多少."""
        return "difference" in self.operations

    @property
    def years(self) -> tuple[Period, ...]:
        """The periods of the moments that name one."""
        return tuple(m.period for m in self.moments if m.period)

    def at(self, moment: Moment) -> Query:
        """The same asked of one moment."""
        status = moment.status or self.status
        return replace(
            self,
            period=moment.period,
            period_text=moment.text,
            relative=moment.relative,
            months=moment.months,
            status=status,
            moments=(),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that answers, with those of its figures that do."""

    claim: Claim
    region: str
    figures: tuple[Figure, ...]
    score: float
    aspect: int = 0
    moment: int = 0  # of several asked for
    reasons: tuple[str, ...] = ()
    linked: bool = False  # by meaning alone

    @property
    def masked(self) -> bool:
        return bool(self.figures) and all(figure.value is None for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that answers, with how well it does."""

    passage: Passage
    region: str
    score: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """The reports in scope, each in one of four groups; report ids."""

    scope: tuple[str, ...] = ()
    answering: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()  # give the indicator and hide its number
    unmet: tuple[str, ...] = ()  # speak of the indicator, but not as asked (it rose, another year, a plan)
    reasons: tuple[str, ...] = ()  # why not, for each of `unmet`: a key of `wording.UNMET`
    silent: tuple[str, ...] = ()  # do not speak of the indicator at all
    unread: tuple[tuple[str, tuple[Message, ...]], ...] = ()  # read in part only, and what is missing


@dataclass(frozen=True, slots=True)
class Computed:
    """A number that stands in no report: what it is, and the figures it was computed from."""

    label: str
    text: str
    sources: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question, and everything that it rests on."""

    query: Query
    answered: bool
    findings: tuple[Finding, ...] = ()
    passages: tuple[Cited, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    count: int | None = None
    computed: tuple[Computed, ...] = ()
    missing: str = ""  # what the reports lack, where they do not answer
    sentence: str = ""  # the sentence that answers
    understanding: str = ""  # 理解为：…
    table: str = ""  # Markdown
    sources: str = ""  # numbered quotes
    coverage_line: str = ""
    text: str = ""  # all of it, Markdown

    def to_json(self) -> dict[str, Any]:
        """The answer line of `xianbao ask --json`, without `id` and `question`."""
        line: dict[str, Any] = {
            "answered": self.answered,
            "kind": self.query.kind if self.answered else "none",
            "text": self.text,
            "findings": [row for finding in self.findings for row in _rows(finding)],
            "passages": [
                {
                    "report": cited.passage.report,
                    "section": list(cited.passage.headings),
                    "text": cited.passage.text,
                    "start": cited.passage.start,
                    "end": cited.passage.end,
                    "score": round(cited.score, 4),
                }
                for cited in self.passages
            ],
            "understanding": self.understanding,
            "coverage": {
                "reports": list(self.coverage.scope),
                "answering": list(self.coverage.answering),
                "hidden": list(self.coverage.hidden),
                "unmet": [
                    {"report": report, "reason": reason}
                    for report, reason in zip(self.coverage.unmet, self.coverage.reasons, strict=True)
                ],
                "silent": list(self.coverage.silent),
                "unread": [
                    {"report": report, "missing": missing(gaps, self.query.language)}
                    for report, gaps in self.coverage.unread
                ],
            },
        }
        if self.count is not None:
            line["count"] = self.count
        return line


def _rows(finding: Finding) -> list[dict[str, Any]]:
    claim = finding.claim
    base: dict[str, Any] = {"report": claim.report, "region": finding.region, "quote": claim.quote}
    if claim.confidence is not None:
        base["recognised"] = claim.confidence
    if not finding.figures:
        bare: dict[str, Any] = {
            "start": claim.start,
            "end": claim.end,
            "text": "",
            "value": None,
            "unit": "",
            "indicator": claim.indicator,
            "role": None,
            "direction": claim.direction,
            "status": claim.status,
            "period": list(claim.period) if claim.period else None,
            "comparator": None,
        }
        return [base | bare]
    return [base | figure_json(figure) for figure in finding.figures]


def figure_json(figure: Figure) -> dict[str, Any]:
    """Every field of a figure, as the labels have them."""
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "value": figure.value,
        "unit": figure.unit,
        "indicator": figure.indicator,
        "role": figure.role,
        "direction": figure.direction,
        "status": figure.status,
        "period": list(figure.period) if figure.period else None,
        "comparator": figure.comparator,
    }
