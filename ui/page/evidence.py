"""The report beside the answer: its whole text, its outline, and what is cited marked where it stands.

A mark is put at offsets that the index stores for a figure, a sentence or a passage. A place that the index
does not store is refused, never searched for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.checks import Discrepancy
from index.errors import XianbaoError
from index.records import Claim, Passage, Report
from ui.page.bridge import Bridge
from ui.page.cite import Cite
from ui.page.desk import Desk, Opened
from ui.page.html import button, cite_link, escape, message, period_text, tag
from ui.page.labels import Labels
from ui.page.marked import Place, marked


def place(cite: Cite, claims: Sequence[Claim], passages: Sequence[Passage]) -> Place:
    """What the index stores at exactly these offsets. Raises `XianbaoError` where it stores nothing."""
    span = (cite.start, cite.end)
    for claim in claims:
        for figure in claim.figures:
            if (figure.start, figure.end) == span:
                return Place(claim.start, claim.end, (figure,), claim.headings)
    said = [c for c in claims if (c.start, c.end) == span]
    if said:
        figures = tuple(dict.fromkeys(f for c in said for f in c.figures))
        return Place(*span, figures, said[0].headings)
    for passage in passages:
        if (passage.start, passage.end) == span:
            return Place(*span, (), passage.headings)
    raise XianbaoError("page.nothing_there", report=cite.report, start=cite.start, end=cite.end)


def panel(opened: Opened, cite: Cite, t: Labels) -> str:
    """The report of `cite`, marked, as the panel shows it."""
    claims, passages = opened.claims.get(cite.report, []), opened.passages.get(cite.report, [])
    return _panel(opened, cite.report, place(cite, claims, passages), str(cite), t)


def whole(opened: Opened, report_id: str, t: Labels) -> str:
    """A report with nothing cited: all its figures can be hovered over."""
    return _panel(opened, report_id, Place(-1, -1, (), ()), f"{report_id}@", t)


def _panel(opened: Opened, report_id: str, shown: Place, name: str, t: Labels) -> str:
    report = opened.report(report_id)
    text = marked(report, opened.claims.get(report_id, []), shown)
    body = tag("div", text, class_="xb-report", tabindex="0", role="region", aria_label=t("evidence.text"))
    head = _head(report, shown, opened.region(report_id), opened.doubts.get(report_id, []), t)
    return tag("div", head + body, class_="xb-evidence-inner", data_open=name)


def empty(t: Labels) -> str:
    """What the panel says before anything was clicked."""
    return tag("div", tag("p", escape(t("evidence.empty"))), class_="xb-evidence-empty")


def _head(report: Report, shown: Place, region: str, doubts: Sequence[Discrepancy], t: Labels) -> str:
    origin = report.origin
    facts = [region, period_text(origin.period), origin.kind or "", report.id]
    line = " · ".join(escape(f) for f in dict.fromkeys(facts) if f)
    path = (
        tag("ol", "".join(tag("li", escape(_short(h))) for h in shown.headings), class_="xb-path")
        if shown.headings
        else ""
    )
    steps = button("‹", t("evidence.previous"), class_="xb-step", data_step="-1")
    steps += tag("span", "", class_="xb-step-count")
    steps += button("›", t("evidence.next"), class_="xb-step", data_step="1")
    steps += button("✕", t("evidence.close"), class_="xb-close")
    return tag(
        "header",
        tag(
            "div",
            tag("h2", escape(origin.title)) + tag("div", steps, class_="xb-steps"),
            class_="xb-evidence-title",
        )
        + tag("p", line, class_="xb-facts")
        + tag("div", _outline(report, t) + _doubts(doubts, t), class_="xb-line")
        + path,
        class_="xb-evidence-head",
    )


def _doubts(doubts: Sequence[Discrepancy], t: Labels) -> str:
    """Figures that do not agree with each other, each with what speaks against it."""
    items = ""
    for doubt in doubts:
        first = doubt.figures[0]
        cite = Cite(doubt.report, first.figure.start, first.figure.end)
        items += tag("li", cite_link(cite, escape(doubt.message), t("evidence.open")))
    if not items:
        return ""
    title = tag("summary", escape(t("evidence.doubts", n=len(doubts))))
    return tag("details", title + tag("ul", items), class_="xb-outline xb-doubts")


def _short(heading: str, most: int = 42) -> str:
    return heading if len(heading) <= most else heading[: most - 1] + "…"


def _outline(report: Report, t: Labels) -> str:
    items = "".join(
        tag(
            "li",
            tag("button", escape(_short(s.headings[-1])), type="button", data_section=str(n)),
            style=f"--level:{min(s.level, 5) - 1}",
        )
        for n, s in enumerate(report.sections)
        if s.headings and s.level <= 3 and len(s.headings[-1]) > 2
    )
    if not items:
        return ""
    return tag(
        "details", tag("summary", escape(t("evidence.outline"))) + tag("ul", items), class_="xb-outline"
    )


def add(desk: Desk, bridge: Bridge, t: Labels) -> gr.HTML:
    """The panel, filled by clicks on citations."""
    shown = gr.HTML(empty(t), elem_id="xb-evidence", js_on_load="window.xianbao.evidence(element, watch);")

    def show(event: gr.EventData) -> str:
        try:
            return panel(desk.opened(), Cite.read(str(event.cite)), t)
        except XianbaoError as error:
            return message(error.say(t.language))

    def linked(request: gr.Request) -> Any:
        cite = request.query_params.get("cite")
        if cite is None:
            return gr.skip()
        try:
            return panel(desk.opened(), Cite.read(cite), t)
        except XianbaoError as error:
            return message(error.say(t.language))

    bridge.page.load(linked, None, shown, queue=False, show_progress="hidden", api_visibility="private")
    bridge.clicks.cite(show, None, shown, queue=False, show_progress="hidden", api_visibility="private")
    return shown
