"""A conversation as HTML: each question, how it was understood, and the answer in parts as they are ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.answering.glossary import beside, place
from assistant.answering.layout import ROWS_SHOWN, when
from assistant.records import Answer, Computed, Finding
from assistant.written import written
from index.records import Claim, Figure
from ui.export import Chart, chart, to_svg
from ui.page.cite import Cite
from ui.page.html import cite_link, escape, figure_hint, message, plain, tag
from ui.page.labels import Labels


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and as much of its answer as there is."""

    question: str
    understanding: str = ""
    answer: Answer | None = None
    error: str = ""  # why there is no answer: what was found and how to mend it
    stopped: bool = False
    editing: bool = False  # whether the question stands in the box, to be asked otherwise
    judged: bool = False  # whether the person said what they think of it

    @property
    def pending(self) -> bool:
        return self.answer is None and not self.error and not self.stopped


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered source of an answer."""

    number: int
    cite: Cite
    headings: tuple[str, ...]
    quote: str


def sources(answer: Answer) -> list[Source]:
    """The sources of an answer, numbered as its text numbers them: findings first, each place once."""
    found: dict[Cite, Source] = {}
    for finding in answer.findings:
        claim = finding.claim
        cite = Cite(claim.report, claim.start, claim.end)
        found.setdefault(cite, Source(len(found) + 1, cite, claim.headings, claim.quote))
    for cited in answer.passages:
        passage = cited.passage
        cite = Cite(passage.report, passage.start, passage.end)
        found.setdefault(cite, Source(len(found) + 1, cite, passage.headings, passage.text))
    return list(found.values())


def log(turns: Sequence[Turn], names: Mapping[str, str], t: Labels) -> str:
    """The whole conversation. `names`: report to its region."""
    questions = [turn.question for turn in turns]
    body = "".join(_turn(n, turns[: n + 1], names, t, last=n == len(turns) - 1) for n in range(len(turns)))
    link = "?" + urlencode([("q", question) for question in questions])
    return tag("div", body, class_="xb-turns", data_link=link, role="log", aria_label=t("ask.log"))


def _turn(number: int, turns: Sequence[Turn], names: Mapping[str, str], t: Labels, last: bool) -> str:
    turn = turns[-1]
    question = tag("h3", escape(turn.question), class_="xb-question")
    parts = [message(t("ask.editing"), kind="info")] if turn.editing else []
    parts.append(_understood(turn.understanding, t))
    if turn.pending:
        parts.append(tag("p", escape(t("ask.reading")), class_="xb-pending"))
    elif turn.error:
        parts.append(message(turn.error))
    elif turn.stopped:
        parts.append(tag("p", escape(t("ask.stopped")), class_="xb-note"))
    elif turn.answer is not None:
        parts.append(answer_html(turn.answer, names, t))
    actions = "" if turn.pending else _actions(number, turn, [one.question for one in turns], t)
    body = tag(
        "div", "".join(parts) + actions, class_="xb-answer", aria_busy="true" if turn.pending else None
    )
    return tag("article", question + body, class_="xb-turn" + (" xb-last" if last else ""), data_turn=number)


def _understood(line: str, t: Labels) -> str:
    """The understood query as labelled chips: 指标 低保标准 · 方向 提高."""
    if not line:
        return ""
    _, _, rest = line.partition("：") if "：" in line[:8] else line.partition(":")
    chips = ""
    for part in (rest or line).split(" · "):
        name, _, value = part.strip().partition(" ")
        chips += tag("li", tag("span", escape(name)) + (tag("b", escape(value)) if value else ""))
    return tag("div", tag("span", escape(t("ask.understood"))) + tag("ul", chips), class_="xb-understood")


def answer_html(answer: Answer, names: Mapping[str, str], t: Labels) -> str:
    """Sentence, table, coverage and sources of an answer."""
    said = Labels(answer.query.language)
    numbered = sources(answer)
    numbers = {source.cite: source.number for source in numbered}
    parts = [
        tag("p", escape(answer.sentence), class_="xb-sentence" if answer.answered else "xb-sentence xb-none")
    ]
    if answer.findings:
        parts.append(_table(answer, numbers, said))
        parts.append(charted(chart(answer, regions=names), t))
    if answer.coverage_line:
        parts.append(tag("p", escape(answer.coverage_line), class_="xb-coverage"))
    if numbered:
        parts.append(_sources(answer, numbered, t))
    return "".join(parts)


def _table(answer: Answer, numbers: dict[Cite, int], t: Labels) -> str:
    steps = {id(c.sources[0]): c for c in answer.computed if c.label == "step" and c.sources}
    glossed: set[str] = set()
    rows = [_row(finding, numbers, steps, glossed, t) for finding in answer.findings[:ROWS_SHOWN]]
    names = ("region", "indicator", "before", "value", "change", "period", "source")
    shown = [
        n for n, name in enumerate(names) if name not in ("before", "change") or any(row[n] for row in rows)
    ]
    head = "".join(tag("th", escape(t(f"table.{names[n]}")), scope="col") for n in shown)
    body = "".join(
        tag(
            "tr",
            "".join(
                tag("td", row[n], class_=f"xb-{names[n]}", data_name=t(f"table.{names[n]}")) for n in shown
            ),
        )
        for row in rows
    )
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body))
    more = len(answer.findings) - len(rows)
    note = tag("p", escape(t("table.more", n=more)), class_="xb-note") if more else ""
    return (
        tag("div", table, class_="xb-table", tabindex="0", role="region", aria_label=t("table.label")) + note
    )


def _row(
    finding: Finding, numbers: dict[Cite, int], steps: dict[int, Computed], glossed: set[str], t: Labels
) -> list[str]:
    """The cells of a row. An indicator's English stands beside it once: `glossed` holds those that have it."""
    claim, figures = finding.claim, finding.figures
    before = [f for f in figures if f.role == "previous"]
    level = [f for f in figures if f.role in ("level", "rank")]
    change = [f for f in figures if f.role in ("change", "rate")]
    changed = figure_links(claim, change, t)
    step = next((steps[id(f)] for f in before if id(f) in steps), None)
    if not changed and step is not None:
        changed = escape(step.text) + tag("small", escape(t("table.computed")))
    if not changed and not level and claim.direction:
        changed = escape(t(f"direction.{claim.direction}"))
    status = figures[0].status if figures else claim.status
    mark = tag("small", escape(t(f"status.{status}"))) if status != "actual" else ""
    name = claim.indicator
    if t.language == "en" and name not in glossed:
        glossed.add(name)
        name = beside(name)
    cite = Cite(claim.report, claim.start, claim.end)
    return [
        escape(finding.region if t.language == "zh" else place(finding.region)),
        escape(name) + mark,
        figure_links(claim, before, t),
        figure_links(claim, level, t),
        changed,
        escape(when(finding, t.language)),
        cite_link(cite, f"[{numbers[cite]}]", t("evidence.open")),
    ]


def figure_links(claim: Claim, figures: Sequence[Figure], t: Labels) -> str:
    """Figures as the report writes them, each a link to where it stands; a hidden one says so."""
    links: list[str] = []
    for one in written(figures, claim, t.language):
        first, last = one.figures[0], one.figures[-1]
        # the two ends of a range are one text; each of them is a place of its own
        cite = Cite(claim.report, first.start, first.end)
        hint = figure_hint(first) if first is last else f"{figure_hint(first)} – {last.text}"
        links.append(cite_link(cite, escape(one.text), hint, "xb-cite xb-number"))
    return "<br>".join(links)


def charted(picture: Chart | None, t: Labels) -> str:
    """A chart with the buttons that take it away; "" where there is none."""
    if picture is None:
        return ""
    buttons = "".join(
        tag("button", escape(t(f"export.{form}")), type="button", data_picture=form)
        for form in ("png", "svg")
    )
    body = to_svg(picture) + tag("div", buttons, class_="xb-take")
    return tag("figure", body, class_="xb-figure-chart")


def _sources(answer: Answer, numbered: Sequence[Source], t: Labels) -> str:
    items = ""
    for source in numbered:
        link = cite_link(source.cite, f"[{source.number}]", t("evidence.open"))
        where = " › ".join((_stem(source.cite.report), *source.headings[-2:]))
        body = tag("span", escape(where), class_="xb-where") + tag("q", escape(plain(source.quote)))
        items += tag("li", link + tag("div", body))
    title = t("ask.sources", n=len(numbered)) if answer.answered else t("ask.nearest", n=len(numbered))
    opened = not answer.findings
    return tag(
        "details", tag("summary", escape(title)) + tag("ol", items), class_="xb-sources", open=opened or None
    )


def _stem(report: str) -> str:
    return report.rsplit("/", 1)[-1]


def _actions(number: int, turn: Turn, questions: Sequence[str], t: Labels) -> str:
    names = ["copy", "link", "retry", "edit"] if turn.answer is not None else ["retry", "edit"]
    out = "".join(_act(name, number, t) for name in names)
    if turn.answer is not None:
        query = urlencode([("q", question) for question in questions])
        out += "".join(
            tag("a", escape(t(f"export.{form}")), href=f"/export/answer.{form}?{query}", download=True)
            for form in ("xlsx", "docx", "csv")
        )
        if turn.judged:
            out += tag("span", escape(t("act.noted")), class_="xb-note", role="status")
        else:
            reasons = "".join(
                _act(reason, number, t, "judge") for reason in ("figure", "source", "incomplete")
            )
            wrong = tag("details", tag("summary", escape(t("act.bad"))) + reasons, class_="xb-wrong")
            out += _act("good", number, t, "judge") + wrong
    return tag("div", out, class_="xb-actions")


def _act(name: str, number: int, t: Labels, act: str = "") -> str:
    reason = name if act else None
    return tag(
        "button",
        escape(t(f"act.{name}")),
        type="button",
        data_act=act or name,
        data_turn=number,
        data_reason=reason,
    )
