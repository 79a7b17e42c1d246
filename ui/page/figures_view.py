"""指标: the table of all figures, the same as regions × years, and as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import urlencode

import gradio as gr

from index.records import Role, Status
from ui.export import Chart, Datum, bars, lines
from ui.page.cite import Cite
from ui.page.desk import Desk, Opened
from ui.page.figures import COLUMNS, Column, Row, Wanted, alike, choices, ordered, pivot, rows
from ui.page.html import cite_link, escape, figure_hint, tag
from ui.page.labels import Labels
from ui.page.turns import charted, figure_links

FORMS = ("table", "pivot", "bars", "lines")
_PAGE = 60


def add(desk: Desk, page: gr.Blocks, bridge: gr.HTML, t: Labels) -> tuple[gr.Dropdown, gr.Radio]:
    """The view; returns the indicator box and the choice of form."""
    regions, years, indicators = choices(desk.opened())
    with gr.Row(elem_classes="xb-bar"):
        name = gr.Dropdown(
            choices=["", *indicators], value="", label=t("figures.indicator"), allow_custom_value=True,
            elem_id="xb-indicator", scale=2, min_width=160,
        )  # fmt: skip
        form = gr.Radio(
            choices=[(t(f"figures.as_{one}"), one) for one in FORMS], value="table", label=t("figures.form"),
            scale=3, min_width=340, elem_id="xb-form",
        )  # fmt: skip
    with gr.Row(elem_classes="xb-bar xb-filters"):
        region = gr.Dropdown(choices=[*regions], multiselect=True, label=t("filter.region"), min_width=120)
        when = gr.Dropdown(choices=[*years], multiselect=True, label=t("filter.year"), min_width=120)
        role = gr.Dropdown(
            choices=[(t(f"role.{one}"), one) for one in get_args(Role)], multiselect=True,
            label=t("table.role"), min_width=120,
        )  # fmt: skip
        status = gr.Dropdown(
            choices=[(t(f"status.{one}"), one) for one in get_args(Status)], multiselect=True,
            label=t("table.status"), min_width=120,
        )  # fmt: skip
    shown = gr.HTML(
        "",
        elem_id="xb-figures",
        elem_classes="xb-scroll",
        js_on_load="window.xianbao.linked(watch, element);",
    )
    order = gr.State(Wanted())
    leaf = gr.State(0)
    inputs: list[Any] = [name, form, region, when, role, status]

    def wanted_of(values: Sequence[Any], before: Wanted) -> tuple[Wanted, str]:
        text, form, region, when, role, status = values
        wanted = Wanted(
            (text or "").strip(), frozenset(region), frozenset(when), frozenset(role), frozenset(status),
            before.sort, before.descending,
        )  # fmt: skip
        return wanted, form

    def show(before: Wanted, *values: Any) -> tuple[str, int]:
        wanted, form = wanted_of(values, before)
        return view_html(desk.opened(), wanted, form, 0, t), 0

    def turn(event: gr.EventData, before: Wanted, number: int, *values: Any) -> tuple[str, Wanted, int]:
        """A click on a column's head sorts by it, and again the other way; a click below turns the page."""
        data: dict[str, Any] = event._data or {}
        wanted, form = wanted_of(values, before)
        if data.get("column") in COLUMNS:
            column: Column = data["column"]
            again = wanted.sort == column
            # numbers are first wanted from the highest, words from the first
            down = not wanted.descending if again else column == "value"
            wanted, number = replace(wanted, sort=column, descending=down), 0
        elif isinstance(data.get("page"), int):
            number = max(0, data["page"])
        return view_html(desk.opened(), wanted, form, number, t), wanted, number

    quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    gr.on(
        [page.load, name.change, form.change, region.change, when.change, role.change, status.change], show,
        [order, *inputs], [shown, leaf], trigger_mode="always_last", **quiet,
    )  # fmt: skip
    bridge.figures(turn, [order, leaf, *inputs], [shown, order, leaf], **quiet)
    return name, form


def view_html(opened: Opened, wanted: Wanted, form: str, page: int, t: Labels) -> str:
    """The figures wanted in one form."""
    found = rows(opened, wanted)
    link = {"view": "figures", "indicator": wanted.text, "form": form}
    home = "?" + urlencode(link)
    take = _exports(wanted, t)
    if not found:
        return tag("p", escape(t("figures.nothing")), class_="xb-empty", data_link=home)
    if form != "table":
        found = alike(found, wanted.text)
    if form == "table":
        body = _table(found, wanted, page, t)
    elif form == "pivot":
        body = _pivot(opened, found, t)
    else:
        body = charted(_drawn(found, wanted.text, form, t), t)
        body = body or tag("p", escape(t("figures.choose")), class_="xb-empty")
    count = tag("p", escape(t("figures.count", n=f"{len(found):,}")), class_="xb-note")
    return tag("div", tag("div", count + take, class_="xb-line") + body, class_="xb-results", data_link=home)


def _drawn(found: Sequence[Row], name: str, form: str, t: Labels) -> Chart | None:
    """The chart of one indicator; `None` where none was chosen or fewer than two figures compare."""
    if not name:
        return None
    rows = ordered(found)
    data = [Datum(row.region, row.claim, row.figure) for row in rows]
    return bars(data, name, t.language) if form == "bars" else lines(data, name, t.language)


def _exports(wanted: Wanted, t: Labels) -> str:
    query: list[tuple[str, str]] = [("text", wanted.text)]
    for name, values in (
        ("region", wanted.regions), ("year", wanted.years), ("role", wanted.roles), ("status", wanted.statuses)
    ):  # fmt: skip
        query += [(name, value) for value in sorted(values)]
    links = "".join(
        tag(
            "a", escape(t(f"export.{form}")), href=f"/export/figures.{form}?{urlencode(query)}", download=True
        )
        for form in ("xlsx", "csv")
    )
    return tag("div", links, class_="xb-actions")


def _table(found: Sequence[Row], wanted: Wanted, page: int, t: Labels) -> str:
    pages = (len(found) - 1) // _PAGE + 1
    page = min(page, pages - 1)
    head = ""
    for column in COLUMNS:
        way = ("descending" if wanted.descending else "ascending") if wanted.sort == column else None
        sign = {"ascending": " ↑", "descending": " ↓", None: ""}[way]
        button = tag("button", escape(t(f"table.{column}") + sign), type="button", data_column=column)
        head += tag("th", button, scope="col", aria_sort=way)
    body = "".join(_row(row, t) for row in found[page * _PAGE : (page + 1) * _PAGE])
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body))
    turning = ""
    if pages > 1:
        back = tag(
            "button", "‹", type="button", data_page=page - 1, disabled=page == 0, aria_label=t("page.back")
        )
        on = tag(
            "button",
            "›",
            type="button",
            data_page=page + 1,
            disabled=page == pages - 1,
            aria_label=t("page.on"),
        )
        turning = tag("div", back + tag("span", f"{page + 1} / {pages}") + on, class_="xb-pages")
    return (
        tag("div", table, class_="xb-table", tabindex="0", role="region", aria_label=t("table.label"))
        + turning
    )


def _row(row: Row, t: Labels) -> str:
    f = row.figure
    cells = [
        escape(row.region),
        escape(f.indicator),
        figure_links(row.claim, [f], t),
        escape(t(f"role.{f.role}")),
        escape(t(f"status.{f.status}")),
        escape(row.when),
        escape(row.claim.report),
    ]
    names = [f"xb-{column}" for column in COLUMNS]
    return tag("tr", "".join(tag("td", c, class_=n) for c, n in zip(cells, names, strict=True)))


def _pivot(opened: Opened, found: Sequence[Row], t: Labels) -> str:
    whole = pivot(opened, found)
    head = tag("th", escape(t("table.region")), scope="col")
    head += "".join(tag("th", escape(year or t("figures.no_year")), scope="col") for year in whole.years)
    body = ""
    for region in whole.regions:
        cells = "".join(tag("td", _cell(whole.cells.get((region, year), ()), t)) for year in whole.years)
        body += tag("tr", tag("th", escape(region), scope="row") + cells)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body), class_="xb-pivot")
    return tag("div", table, class_="xb-table", tabindex="0", role="region", aria_label=t("figures.as_pivot"))


def _cell(inside: Sequence[Row], t: Labels, most: int = 6) -> str:
    out: list[str] = []
    for row in inside[:most]:
        f = row.figure
        hidden = tag("small", escape(t("table.hidden"))) if f.value is None else ""
        mark = tag("small", escape(t(f"status.{f.status}"))) if f.status != "actual" else ""
        cite = Cite(row.claim.report, f.start, f.end)
        out.append(cite_link(cite, escape(f.text) + hidden + mark, figure_hint(f), "xb-cite xb-number"))
    if len(inside) > most:
        out.append(escape(t("figures.more", n=len(inside) - most)))
    return "<br>".join(dict.fromkeys(out)) or tag(
        "span", "—", class_="xb-none-said", title=t("figures.missing")
    )
