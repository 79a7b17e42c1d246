"""检索: passages and figures found while typing, with filters and counts."""

from __future__ import annotations

from typing import Any, get_args
from urllib.parse import urlencode

import gradio as gr

from ui.page.cite import Cite
from ui.page.desk import Desk
from ui.page.html import cite_link, escape, figure_hint, period_text, tag
from ui.page.labels import Labels
from ui.page.search import FACETS, Entry, Facet, Filters, Hits, Order, find, marked_words

#: So many of each are shown; the counts say how many there are.
_SHOWN = 40
#: Characters of a passage around the first word found.
_AROUND = 90


def add(desk: Desk, page: gr.Blocks, t: Labels) -> gr.Textbox:
    """The view; returns the search box, whose change searches."""
    with gr.Row(elem_classes="xb-bar"):
        box = gr.Textbox(
            placeholder=t("search.placeholder"), label=t("search.words"), show_label=False, container=False,
            elem_id="xb-find", scale=4, type="text",
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
        return [results_html(hits, text, t), *(_offer(hits, facet, wanted) for facet in FACETS)]

    gr.on(
        [page.load, box.change, order.change, *(f.input for f in filters)], found, [box, order, *filters], [results, *filters],
        queue=False, trigger_mode="always_last", show_progress="hidden", api_visibility="private",
    )  # fmt: skip
    return box


def _offer(hits: Hits, facet: Facet, wanted: Filters) -> dict[str, Any]:
    """The values of a filter with their counts; chosen ones stay even where nothing is left of them."""
    counts = dict(hits.counts[facet])
    for value in sorted(wanted.chosen.get(facet, ())):
        counts.setdefault(value, 0)
    return gr.update(choices=[(f"{value}（{n}）", value) for value, n in counts.items()])


def results_html(hits: Hits, text: str, t: Labels) -> str:
    """Figures and passages found, each a link to where it stands."""
    link = "?" + urlencode({"view": "search", "find": text})
    if not hits.passages and not hits.figures:
        return tag("p", escape(t("search.nothing")), class_="xb-empty", data_link=link)
    figures = "".join(_figure(e, t) for e in hits.figures[:_SHOWN])
    passages = "".join(_passage(e, hits.words, t) for e in hits.passages[:_SHOWN])
    out = _part(t("search.figures"), len(hits.figures), tag("ul", figures, class_="xb-found-figures"), t)
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
    hidden = tag("small", escape(t("table.hidden"))) if figure.value is None else ""
    body = (
        tag("span", escape(entry.values["region"]), class_="xb-place")
        + tag("span", escape(figure.indicator), class_="xb-name")
        + tag("b", escape(figure.text) + hidden)
        + tag("span", escape(period_text(figure.period)), class_="xb-when")
    )
    cite = Cite(entry.report, entry.start, entry.end)
    return tag("li", cite_link(cite, body, figure_hint(figure), "xb-cite xb-card"))


def _passage(entry: Entry, words: tuple[str, ...], t: Labels) -> str:
    if entry.passage is None:
        return ""
    where = " › ".join((entry.values["region"], entry.values["year"], *entry.passage.headings[-2:]))
    text, spans = _clipped(entry.passage.text, marked_words(entry.passage.text, words))
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
