"""报告: what is indexed, what failed and why, adding, correcting and removing reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from index.build import BuildSummary, Progress
from index.errors import XianbaoError
from index.messages import missing
from index.store import IndexedReport
from ui.page import evidence, library
from ui.page.bridge import Bridge
from ui.page.desk import Desk, Opened
from ui.page.html import escape, message, period_text, tag
from ui.page.labels import Labels

#: The list, what is going on, and when the index shown was made (skipped until another is published).
_Step = tuple[str, str, Any]


def add(desk: Desk, bridge: Bridge, panel: gr.HTML, t: Labels) -> None:
    """The view."""
    with gr.Row(elem_classes="xb-bar xb-adding"):
        files = gr.UploadButton(t("reports.upload"), file_count="multiple", elem_id="xb-upload", size="sm")
        folder = gr.UploadButton(t("reports.folder"), file_count="directory", elem_id="xb-folder", size="sm")
        again = gr.Button(t("reports.again"), elem_id="xb-again", size="sm")
    news = gr.HTML("", elem_id="xb-news")
    with gr.Column(visible=False, elem_id="xb-correct") as form:
        which = gr.State("")
        name = gr.HTML("")
        with gr.Row():
            title = gr.Textbox(label=t("reports.title"), scale=3)
            region = gr.Textbox(label=t("filter.region"), scale=2, info=t("reports.region_hint"))
            year = gr.Textbox(label=t("filter.year"), scale=1, info=t("reports.year_hint"))
        with gr.Row():
            save = gr.Button(t("reports.save"), variant="primary", size="sm", elem_id="xb-save")
            cancel = gr.Button(t("reports.cancel"), size="sm")
    listed = gr.HTML(
        "", elem_id="xb-list", elem_classes="xb-scroll", js_on_load="window.xianbao.linked(watch, element);"
    )

    def show() -> str:
        return list_html(desk.opened(), t)

    def failed(error: XianbaoError) -> _Step:
        return show(), message(error.say(t.language)), gr.skip()

    def read_again(done: str = "") -> Iterator[_Step]:
        try:
            for step in library.rebuild(desk):
                whole = isinstance(step, BuildSummary)
                yield show(), done + told(step, t), desk.opened().index.meta.created if whole else gr.skip()
        except XianbaoError as error:
            yield failed(error)

    def upload(paths: list[str] | None) -> Iterator[_Step]:
        if paths:
            yield from _kept(paths)

    def _kept(paths: list[str]) -> Iterator[_Step]:
        try:
            kept = library.keep(desk.folder, [Path(path) for path in paths])
        except OSError as error:
            yield show(), message(t("reports.not_kept", reason=error.strerror or str(error))), gr.skip()
            return
        yield from read_again(tag("p", escape(t("reports.kept", n=len(kept)))))

    def act(event: gr.EventData) -> list[Any]:
        """Opens a report, or the form that corrects it."""
        data: dict[str, Any] = event._data or {}
        opened, id_ = desk.opened(), str(data.get("report", ""))
        origin = opened.origins.get(id_)
        form_as_it_is = [gr.skip()] * 6
        try:
            if data.get("act") == "open":
                return [evidence.whole(opened, id_, t), *form_as_it_is]
            library.home(opened, id_)
        except XianbaoError as error:
            return [message(error.say(t.language)), *form_as_it_is]
        said = origin.period[1][:4] if origin and origin.period else ""
        return [
            gr.skip(), gr.update(visible=True), id_, tag("h3", escape(t("reports.correcting", name=id_))),
            origin.title if origin else "", (origin.region or "") if origin else "", said,
        ]  # fmt: skip

    def corrected(id_: str, title: str, region: str, year: str) -> Iterator[tuple[Any, ...]]:
        try:
            library.correct(desk.opened(), id_, region, year, title)
        except XianbaoError as error:
            yield *failed(error), gr.skip()
            return
        for step in read_again(tag("p", escape(t("reports.corrected", name=id_)))):
            yield *step, gr.update(visible=False)

    def removed(event: gr.EventData) -> Iterator[_Step]:
        data: dict[str, Any] = event._data or {}
        try:
            target = library.remove(desk.opened(), str(data.get("report", "")))
        except XianbaoError as error:
            yield failed(error)
            return
        yield from read_again(tag("p", escape(t("reports.removed", path=str(target)))))

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    steps = [listed, news, bridge.published]
    files.upload(upload, files, steps, **quiet)
    folder.upload(upload, folder, steps, **quiet)
    again.click(read_again, None, steps, **quiet)
    bridge.clicks.reports(act, None, [panel, form, which, name, title, region, year], queue=False, **quiet)
    bridge.clicks.remove(removed, None, steps, **quiet)
    save.click(corrected, [which, title, region, year], [*steps, form], **quiet)
    cancel.click(lambda: gr.update(visible=False), None, form, queue=False, **quiet)
    bridge.page.load(show, None, listed, queue=False, **quiet)


def told(step: Progress | BuildSummary, t: Labels) -> str:
    """How far reading has come, or what came of it."""
    if isinstance(step, BuildSummary):
        return tag(
            "p",
            escape(t("reports.done", reports=step.reports, read=step.read, seconds=f"{step.seconds:.1f}"))
            + (tag("b", escape(t("reports.failing", n=len(step.failures)))) if step.failures else ""),
        )
    share = step.done / step.total if step.total else 0.0
    left = t("reports.left", seconds=round(step.seconds_left)) if step.seconds_left is not None else ""
    page = t("stage.page", name=step.page[0], done=step.page[1], all=step.page[2]) if step.page else ""
    text = f"{t('stage.' + step.stage)} {step.done} / {step.total} {left}{page}"
    bar = tag("progress", "", max="1", value=f"{share:.3f}", aria_label=t(f"stage.{step.stage}"))
    return tag("div", bar + tag("span", escape(text)), class_="xb-progress", role="status")


def list_html(opened: Opened, t: Labels) -> str:
    """Failures first, for they need somebody; then every report."""
    index = opened.index
    body = ""
    if index.failures:
        items = "".join(
            tag(
                "li",
                tag("b", escape(f.id))
                + tag("span", escape(f.why.say(t.language)))
                + _buttons(f.id, ("remove",), t),
            )
            for f in index.failures
        )
        title = tag(
            "h3", escape(t("reports.failed")) + tag("span", str(len(index.failures)), class_="xb-count")
        )
        body += tag("section", title + tag("ul", items, class_="xb-failures"))
    columns = ("title", "place", "year", "kind", "passages", "figures", "doubts", "act")
    head = "".join(tag("th", escape(t(f"column.{name}")), scope="col") for name in columns)
    rows = "".join(_row(opened, report, t) for report in index.reports)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    count = tag("h3", escape(t("reports.indexed")) + tag("span", str(len(index.reports)), class_="xb-count"))
    since = tag("p", escape(t("reports.since", when=_local(index.meta.created), model=index.model)))
    feedback = tag("a", escape(t("reports.feedback")), href="/export/feedback.csv", download=True)
    region = tag(
        "div", table, class_="xb-table", tabindex="0", role="region", aria_label=t("reports.indexed")
    )
    body += tag("section", count + region + tag("div", since + feedback, class_="xb-line xb-note"))
    return tag("div", body, class_="xb-results", data_link="?view=reports")


def _local(stamp: str) -> str:
    """An ISO time as the clock on this machine's wall shows it."""
    return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")


def _row(opened: Opened, report: IndexedReport, t: Labels) -> str:
    origin = report.origin
    same = (
        tag("small", escape(t("reports.same", names="、".join(report.duplicates))))
        if report.duplicates
        else ""
    )
    opening = tag(
        "button", escape(origin.title), type="button", class_="xb-link", data_report=report.id,
        data_report_act="open", title=t("reports.open"),
    )  # fmt: skip
    doubts = len(opened.doubts.get(report.id, ()))
    gaps = (
        tag("small", escape(t("reports.part", what=missing(report.gaps, t.language))), class_="xb-part")
        if report.gaps
        else ""
    )
    cells = [
        opening + tag("span", escape(report.id), class_="xb-file", title=report.path) + same + gaps,
        escape(opened.region(report.id)),
        escape(period_text(origin.period)),
        escape(origin.kind or ""),
        f"{report.passages:,}",
        f"{report.figures:,}",
        tag(
            "button",
            str(doubts),
            type="button",
            class_="xb-doubt",
            data_report=report.id,
            data_report_act="open",
            title=t("evidence.doubts", n=doubts),
        )
        if doubts
        else "",
        _buttons(report.id, ("edit", "remove"), t),
    ]
    return tag("tr", "".join(tag("td", cell) for cell in cells))


def _buttons(id_: str, names: tuple[str, ...], t: Labels) -> str:
    buttons = "".join(
        tag(
            "button",
            escape(t(f"reports.{name}")),
            type="button",
            data_report=id_,
            data_report_act=name,
            aria_label=f"{t(f'reports.{name}')} {id_}",
            data_confirm=t("reports.sure", name=id_) if name == "remove" else None,
        )
        for name in names
    )
    return tag("div", buttons, class_="xb-actions")
