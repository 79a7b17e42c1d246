"""The answer's table as one structure, for every file that it is written to and for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering import layout
from assistant.answering.layout import numbered
from assistant.answering.wording import subject
from assistant.records import Answer, Cited, Computed, Finding, Language
from index.records import Claim, Figure, Period, Status
from ui.export.labels import Say, labels

#: Columns of a row as text, in the order they are shown.
COLUMNS = ("region", "indicator", "before", "value", "change", "period", "status", "source")
#: What follows them where there is room: where it stands.
PLACE = ("report", "section", "quote", "start", "end")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says, as the reports write it, and the figures it rests on.

    `computed` is a number that stands in no report, in `unit`; `text` says so.
    """

    text: str = ""
    figures: tuple[Figure, ...] = ()
    computed: float | None = None

    @property
    def hidden(self) -> bool:
        """Whether the report hides every number of the cell."""
        return bool(self.figures) and all(figure.value is None for figure in self.figures)

    @property
    def number(self) -> float | None:
        """The cell's number where it has exactly one; a fall is negative."""
        if self.computed is not None:
            return self.computed
        return signed(self._figure) if self._figure else None

    @property
    def unit(self) -> str:
        """The unit of `number`, as written."""
        return self._figure.unit if self._figure else ""

    @property
    def _figure(self) -> Figure | None:
        """The one figure that `number` is of: 10.42亿元 where the cell says 10.42亿元、突破10亿元."""
        exact = [figure for figure in self.figures if figure.comparator is None] or self.figures
        return exact[0] if len(exact) == 1 else None


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, or one passage that answers; offsets are of the sentence in the report's text."""

    region: str
    indicator: str
    before: Cell
    value: Cell
    change: Cell
    period: str  # as a person writes it
    months: Period | None
    status: Status
    source: int  # number of its source
    report: str
    headings: tuple[str, ...]
    quote: str
    start: int
    end: int
    claim: Claim | None = None  # None for a passage

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the row, in the order they stand in the report."""
        found = (*self.before.figures, *self.value.figures, *self.change.figures)
        return tuple(sorted(found, key=lambda figure: (figure.start, figure.end)))


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source: the sentence or passage, under its headings, at its offsets."""

    number: int
    region: str
    report: str
    headings: tuple[str, ...]
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a file says of an answer. `rows` is empty where the reports do not answer."""

    question: str
    subject: str
    language: Language
    answered: bool
    sentence: str
    understanding: str
    coverage: str
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    computed: tuple[str, ...]  # numbers that stand in no report
    hidden: tuple[str, ...]  # reports that hide the number
    unmet: tuple[str, ...]  # reports that speak of the matter, but not as asked
    silent: tuple[str, ...]  # reports that do not say

    @property
    def say(self) -> Say:
        """The labels in the table's language."""
        return labels(self.language)

    def header(self, names: Sequence[str] = COLUMNS) -> tuple[str, ...]:
        """Names of columns as shown."""
        return tuple(self.say(f"column.{name}") for name in names)

    def cells(self, row: Row) -> dict[str, str]:
        """A row as text by column."""
        status = "" if not row.indicator and not row.figures else self.say(f"status.{row.status}")
        return {
            "region": row.region,
            "indicator": row.indicator,
            "before": row.before.text,
            "value": row.value.text,
            "change": row.change.text,
            "period": row.period,
            "status": status,
            "source": f"[{row.source}]",
            "report": row.report,
            "section": " / ".join(row.headings),
            "quote": row.quote,
            "start": str(row.start),
            "end": str(row.end),
        }


def rows(answer: Answer, language: Language | None = None) -> Table:
    """The table of `answer`, its words in `language` (the question's own where none is given)."""
    language = language or answer.query.language
    say = labels(language)
    numbers = numbered(answer)
    steps = {id(c.sources[0]): c for c in answer.computed if c.label == "step" and len(c.sources) == 2}
    shown = layout.rows(answer, language)
    found = [
        _row(f, numbers[f.claim.location], cells, steps, say)
        for f, cells in zip(answer.findings, shown, strict=True)
    ]
    if not found and answer.answered:
        found = [_passage_row(cited, numbers[cited.passage.location]) for cited in answer.passages]
    return Table(
        question=answer.query.text,
        subject=say("brief.check") if answer.query.kind == "check" else subject(answer.query),
        language=language,
        answered=answer.answered,
        sentence=answer.sentence,
        understanding=answer.understanding,
        coverage=answer.coverage_line,
        rows=tuple(found),
        sources=sources(answer),
        computed=tuple(c.text for c in answer.computed if c.label != "step"),
        hidden=answer.coverage.hidden,
        unmet=_unmet(answer),
        silent=answer.coverage.silent,
    )


def sources(answer: Answer) -> tuple[Source, ...]:
    """The numbered sources, each place once, numbered as the answer's text numbers them."""
    numbers = numbered(answer)
    out: dict[int, Source] = {}
    for f in answer.findings:
        c, n = f.claim, numbers[f.claim.location]
        out.setdefault(n, Source(n, f.region, c.report, c.headings, c.quote, c.start, c.end))
    for cited in answer.passages:
        p, n = cited.passage, numbers[cited.passage.location]
        out.setdefault(n, Source(n, cited.region, p.report, p.headings, p.text, p.start, p.end))
    return tuple(out[n] for n in sorted(out))


def signed(figure: Figure) -> float | None:
    """The figure's number as written, in its own unit; a growth downwards is negative."""
    if figure.value is None:
        return None
    down = figure.role in ("rate", "change") and figure.direction == "down"
    return -figure.value if down else figure.value


def _unmet(answer: Answer) -> tuple[str, ...]:
    """Reports in scope that neither answer nor hide the number nor are silent."""
    c = answer.coverage
    known = {*c.answering, *c.hidden, *c.silent}
    return tuple(report for report in c.scope if report not in known)


def _row(finding: Finding, source: int, cells: tuple[str, ...], steps: dict[int, Computed], say: Say) -> Row:
    """`cells` as the answer's own table has them; the figures behind them beside."""
    claim, figures = finding.claim, finding.figures
    region, indicator, *texts, period, _ = cells
    roles = (("previous",), ("level", "rank"), ("change", "rate"))
    behind = [tuple(f for f in figures if f.role in role) for role in roles]
    before, value, change = (Cell(t, held) for t, held in zip(texts, behind, strict=True))
    step = next((steps[id(f)] for f in before.figures if id(f) in steps), None)
    if not change.figures and step is not None:
        a, b = (figure.value or 0.0 for figure in step.sources)
        change = Cell(change.text, (), round(b - a, 6))
    status = figures[0].status if figures else claim.status
    mark = say("mark.open") + say(f"status.{status}") + say("mark.close")
    return Row(
        region=region,
        indicator=indicator.removesuffix(mark),
        before=before,
        value=value,
        change=change,
        period=period,
        months=next((f.period for f in figures if f.period and f.role != "previous"), claim.period),
        status=status,
        source=source,
        report=claim.report,
        headings=claim.headings,
        quote=claim.quote,
        start=claim.start,
        end=claim.end,
        claim=claim,
    )


def _passage_row(cited: Cited, source: int) -> Row:
    p, empty = cited.passage, Cell()
    return Row(
        cited.region, "", empty, empty, empty, "", None, "actual", source,
        p.report, p.headings, p.text, p.start, p.end,
    )  # fmt: skip
