"""指标: the table of all figures, the same as regions × years, and as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import urlencode

import gradio as gr

from index.records import Role, Status
from ui.export import Chart, Datum, bars, lines
from ui.page.bridge import Bridge
from ui.page.desk import Desk, Opened
from ui.page.figures import COLUMNS, Column, Row, Wanted, alike, choices, ordered, pivot, rows
from ui.page.html import escape, tag
from ui.page.labels import Labels
from ui.page.turns import charted, figure_links

FORMS = ("table", "pivot", "bars", "lines")
_PAGE = 60


def add(desk: Desk, bridge: Bridge, t: Labels) -> None:
    """The view: every change looks the figures up anew."""
    with gr.Row(elem_classes="xb-bar"):
        name = gr.Dropdown(
            choices=[""], value="", label=t("figures.indicator"), allow_custom_value=True,
            elem_id="xb-indicator", scale=2, min_width=160,
        )  # fmt: skip
        form = gr.Radio(
            choices=[(t(f"figures.as_{one}"), one) for one in FORMS], value="table", label=t("figures.form"),
            scale=3, min_width=340, elem_id="xb-form",
        )  # fmt: skip
    with gr.Row(elem_classes="xb-bar xb-filters"):
        region = gr.Dropdown(choices=[], multiselect=True, label=t("filter.region"), min_width=120)
        when = gr.Dropdown(choices=[], multiselect=True, label=t("filter.year"), min_width=120)
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

    def offered(*chosen: list[str]) -> list[Any]:
        """What may be chosen now; what was chosen stays, even where the reports no longer hold it."""
        regions, years, indicators = choices(desk.opened())
        both = zip((regions, years), chosen, strict=True)
        kept = [gr.update(choices=list(dict.fromkeys([*found, *held]))) for found, held in both]
        return [gr.update(choices=["", *indicators]), *kept]

    def linked(request: gr.Request) -> list[Any]:
        """What the page's address asks for (see `link`)."""
        asked = request.query_params
        if asked.get("view") != "figures":
            return [gr.skip()] * (1 + len(inputs))
        sort = asked.get("sort")
        wanted = Wanted(sort=sort if sort in COLUMNS else None, descending="down" in asked)
        form, roles, statuses = asked.get("form"), set(get_args(Role)), set(get_args(Status))
        return [
            wanted,
            asked.get("indicator", ""),
            form if form in FORMS else gr.skip(),
            *(gr.update(value=v, choices=v) for v in map(asked.getlist, ("region", "year"))),
            [one for one in asked.getlist("role") if one in roles],
            [one for one in asked.getlist("status") if one in statuses],
        ]

    quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    looks_up = {"fn": show, "inputs": [order, *inputs], "outputs": [shown, leaf], **quiet}
    offers = {"fn": offered, "inputs": [region, when], "outputs": [name, region, when], **quiet}
    bridge.page.load(linked, None, [order, *inputs], **quiet).then(**offers).then(**looks_up)
    bridge.published.change(**offers).then(**looks_up)
    gr.on([one.input for one in inputs], **looks_up, trigger_mode="always_last")
    bridge.clicks.figures(turn, [order, leaf, *inputs], [shown, order, leaf], **quiet)


def link(wanted: Wanted, form: str) -> str:
    """The address that opens the view with these figures in this form and order."""
    query = [("view", "figures"), ("indicator", wanted.text), ("form", form), *_chosen(wanted)]
    if wanted.sort:
        query += [("sort", wanted.sort), *([("down", "1")] if wanted.descending else [])]
    return "?" + urlencode(query)


def _chosen(wanted: Wanted) -> list[tuple[str, str]]:
    """The filters as an address names them."""
    named = {
        "region": wanted.regions, "year": wanted.years, "role": wanted.roles, "status": wanted.statuses
    }  # fmt: skip
    return [(name, value) for name, values in named.items() for value in sorted(values)]


def view_html(opened: Opened, wanted: Wanted, form: str, page: int, t: Labels) -> str:
    """The figures wanted in one form."""
    found = rows(opened, wanted)
    home = link(wanted, form)
    take = _exports(wanted, t)
    if not found:
        why = "figures.nothing" if opened.index.reports else "page.no_reports"
        return tag("p", escape(t(why)), class_="xb-empty", data_link=home)
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
    query = [("text", wanted.text), *_chosen(wanted)]
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
        status = row.figure.status
        mark = tag("small", escape(t(f"status.{status}"))) if status != "actual" else ""
        part = tag("span", escape(row.when), class_="xb-part") if row.part_of_a_year else ""
        out.append(figure_links(row.claim, [row.figure], t) + mark + part)
    if len(inside) > most:
        out.append(escape(t("figures.more", n=len(inside) - most)))
    return "<br>".join(dict.fromkeys(out)) or tag(
        "span", "—", class_="xb-none-said", title=t("figures.missing")
    )
