"""检索: passages and figures found while typing, with filters and counts."""

from __future__ import annotations

from typing import Any, get_args
from urllib.parse import urlencode

import gradio as gr

from assistant.written import written
from ui.page.bridge import Bridge
from ui.page.cite import Cite
from ui.page.desk import Desk
from ui.page.html import cite_link, escape, figure_hint, period_text, plain, tag
from ui.page.labels import Labels
from ui.page.search import FACETS, Entry, Facet, Filters, Hits, Order, find, marked_words

#: So many of each are shown; the counts say how many there are.
_SHOWN = 100
#: Characters of a passage around the first word found.
_AROUND = 90


def add(desk: Desk, bridge: Bridge, t: Labels) -> None:
    """The view: every change searches."""
    with gr.Row(elem_classes="xb-bar"):
        box = gr.Textbox(
            placeholder=t("search.placeholder"), label=t("search.words"), show_label=False, container=False,
            elem_id="xb-find", scale=4, type="text", value="",
        )  # fmt: skip
        order = gr.Dropdown(
            choices=[(t(f"search.by_{name}"), name) for name in get_args(Order)], value="relevance",
            label=t("search.order"), container=False, scale=1, min_width=120, filterable=False,
        )  # fmt: skip
    with gr.Row(elem_classes="xb-bar xb-filters"):
        filters = [
            gr.Dropdown(
                choices=[],
                multiselect=True,
                label=t(f"filter.{facet}"),
                elem_id=f"xb-filter-{facet}",
                min_width=120,
            )
            for facet in FACETS
        ]
    results = gr.HTML(
        "",
        elem_id="xb-results",
        elem_classes="xb-scroll",
        js_on_load="window.xianbao.linked(watch, element);",
    )

    def found(text: str, order: Order, *chosen: list[str]) -> list[Any]:
        wanted = Filters(dict(zip(FACETS, map(frozenset, chosen), strict=True)))
        hits = find(desk.opened(), text, wanted, order)
        offers = (_offer(hits, facet, wanted) for facet in FACETS)
        if not desk.opened().index.reports:
            return [tag("p", escape(t("page.no_reports")), class_="xb-empty"), *offers]
        return [results_html(hits, link(text, wanted, order), t), *offers]

    def linked(request: gr.Request) -> list[Any]:
        """What the page's address asks for (see `link`)."""
        asked = request.query_params
        if asked.get("view") != "search":
            return [gr.skip()] * (1 + len(FACETS))
        chosen = [asked.getlist(facet) for facet in FACETS]
        # a value is taken only where it is offered
        offered = [gr.update(value=values, choices=values) if values else gr.skip() for values in chosen]
        sort = asked.get("order")
        return [sort if sort in get_args(Order) else gr.skip(), *offered]

    def typed(request: gr.Request) -> Any:
        asked = request.query_params
        # what was typed while the page loaded stays
        return (asked.get("view") == "search" and asked.get("find")) or gr.skip()

    quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    asks = {"fn": found, "inputs": [box, order, *filters], "outputs": [results, *filters], **quiet}
    # the words last: their change searches, with whatever filters stand there
    opened = bridge.page.load(linked, None, [order, *filters], **quiet)
    opened.then(typed, None, box, **quiet).then(**asks)
    changed = [bridge.published.change, box.change, order.input, *(f.input for f in filters)]
    gr.on(changed, **asks, trigger_mode="always_last")


def link(text: str, wanted: Filters, order: Order) -> str:
    """The address that opens the view with these words, filters and order."""
    chosen = [(facet, value) for facet in FACETS for value in sorted(wanted.chosen.get(facet, ()))]
    sort = [("order", order)] if order != "relevance" else []
    return "?" + urlencode([("view", "search"), ("find", text), *sort, *chosen])


def _offer(hits: Hits, facet: Facet, wanted: Filters) -> dict[str, Any]:
    """The values of a filter with their counts; chosen ones stay even where nothing is left of them."""
    counts = dict(hits.counts[facet])
    for value in sorted(wanted.chosen.get(facet, ())):
        counts.setdefault(value, 0)
    return gr.update(choices=[(f"{value}（{n}）", value) for value, n in counts.items()])


def results_html(hits: Hits, link: str, t: Labels) -> str:
    """Figures and passages found, each a link to where it stands; `link` opens the same view again."""
    if not hits.passages and not hits.figures:
        return tag("p", escape(t("search.nothing")), class_="xb-empty", data_link=link)
    figures = "".join(_figure(e, t) for e in hits.figures[:_SHOWN])
    passages = "".join(_passage(e, hits.words, t) for e in hits.passages[:_SHOWN])
    near = tag("p", escape(t("search.near")), class_="xb-near", role="status") if hits.near else ""
    out = near + _part(
        t("search.figures"), len(hits.figures), tag("ul", figures, class_="xb-found-figures"), t
    )
    out += _part(t("search.passages"), len(hits.passages), tag("ul", passages, class_="xb-found"), t)
    return tag("div", out, class_="xb-results", data_link=link)


def _part(title: str, count: int, body: str, t: Labels) -> str:
    if not count:
        return ""
    note = t("search.first", n=_SHOWN) if count > _SHOWN else ""
    number = tag("span", f"{count:,}", class_="xb-count")
    return tag("section", tag("h3", escape(title) + number + tag("small", escape(note))) + body)


def _figure(entry: Entry, t: Labels) -> str:
    claim, figure = entry.claim, entry.figure
    if claim is None or figure is None:
        return ""
    said = written([figure], claim, t.language)[0].text
    marks = [t(f"status.{figure.status}")] if figure.status != "actual" else []
    marks += [t("role.previous")] if figure.role == "previous" else []
    badges = "".join(tag("small", escape(mark)) for mark in marks)
    body = (
        tag("span", escape(entry.values["region"]), class_="xb-place")
        + tag("span", escape(figure.indicator), class_="xb-name")
        + tag("b", escape(said) + badges)
        + tag("span", escape(period_text(figure.period)), class_="xb-when")
    )
    cite = Cite(entry.report, entry.start, entry.end)
    return tag("li", cite_link(cite, body, figure_hint(figure), "xb-cite xb-card"))


def _passage(entry: Entry, words: tuple[str, ...], t: Labels) -> str:
    if entry.passage is None:
        return ""
    where = " › ".join((entry.values["region"], entry.values["year"], *entry.passage.headings[-2:]))
    said = plain(entry.passage.text)
    text, spans = _clipped(said, marked_words(said, words))
    body = tag("span", escape(where), class_="xb-where") + tag(
        "span", _highlit(text, spans), class_="xb-snippet"
    )
    cite = Cite(entry.report, entry.start, entry.end)
    return tag("li", cite_link(cite, body, t("evidence.open"), "xb-cite xb-card"))


def _clipped(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The stretch around the first word found, with the spans moved to it."""
    first = spans[0][0] if spans else 0
    start = max(0, first - _AROUND // 2)
    end = min(len(text), start + 2 * _AROUND)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    by = len(before) - start
    return before + text[start:end] + after, [(a + by, b + by) for a, b in spans if a >= start and b <= end]


def _highlit(text: str, spans: list[tuple[int, int]]) -> str:
    out, at = "", 0
    for start, end in spans:
        out += escape(text[at:start]) + tag("mark", escape(text[start:end]), class_="xb-word")
        at = end
    return out + escape(text[at:])
