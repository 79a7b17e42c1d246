"""The page put together: views on the left, the report on the right, and the bridge between them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import gradio as gr
from gradio.themes import Base
from gradio.themes.utils import colors, sizes

from assistant.records import Language
from ui.page import api, ask_view, evidence, figures_view, reports_view, search_view
from ui.page.bridge import connect
from ui.page.desk import Desk
from ui.page.html import button, escape, tag
from ui.page.labels import Labels

#: Local families only: the page loads nothing from outside the machine.
_SANS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
VIEWS = ("ask", "search", "figures", "reports")
#: In the order in which they overrule each other.
STYLES = ("frame", "talk", "table", "evidence", "views", "reports", "chart", "narrow")
_MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")


def build(desk: Desk, language: Language) -> gr.Blocks:
    """The page over `desk` in one language."""
    t = Labels(language)
    with gr.Blocks(title=t("page.title"), analytics_enabled=False, fill_width=True) as page:
        head = gr.HTML(_header(desk, t), elem_id="xb-header")
        bridge = connect(page)
        with gr.Row(elem_id="xb-main", equal_height=False):
            with gr.Column(elem_id="xb-left", scale=3, min_width=320):
                panel_column = gr.Column(elem_id="xb-right", scale=2, min_width=320, render=False)
                with panel_column:
                    panel = evidence.add(desk, bridge, t)
                with gr.Tabs(elem_id="xb-tabs") as tabs:
                    with gr.Tab(t("view.ask"), id="ask", elem_id="xb-view-ask"):
                        ask_view.add(desk, bridge, t)
                    with gr.Tab(t("view.search"), id="search", elem_id="xb-view-search"):
                        search_view.add(desk, bridge, t)
                    with gr.Tab(t("view.figures"), id="figures", elem_id="xb-view-figures"):
                        figures_view.add(desk, bridge, t)
                    with gr.Tab(t("view.reports"), id="reports", elem_id="xb-view-reports"):
                        reports_view.add(desk, bridge, panel, t)
            panel_column.render()
        quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        page.load(_linked, None, tabs, **quiet)
        gr.on([page.load, bridge.published.change], lambda: _header(desk, t), None, head, **quiet)
        api.add(desk)
    return page


def _linked(request: gr.Request) -> Any:
    """The view that the page's address names; each view takes what it shows from the address itself."""
    view = request.query_params.get("view")
    return gr.Tabs(selected=view) if view in VIEWS else gr.skip()


def look() -> dict[str, Any]:
    """Theme, styles and scripts, as mounting the page takes them."""
    here = files("ui.page")
    style = "".join((here / "style" / f"{name}.css").read_text("utf-8") for name in STYLES)
    return {
        "theme": Base(
            primary_hue=colors.blue,
            neutral_hue=colors.slate,
            font=_SANS,
            font_mono=_MONO,
            radius_size=sizes.radius_sm,
            text_size=sizes.text_md,
        ),
        # not as `css`: Gradio rewrites the rules of what it is given there, and loses those for narrow screens
        "head": f"<style>{style}</style><script>{(here / 'page.js').read_text('utf-8')}</script>",
    }


def _header(desk: Desk, t: Labels) -> str:
    reports = desk.opened().index.reports
    status = t("page.status", reports=len(reports), figures=f"{sum(r.figures for r in reports):,}")
    other = "/en/" if t.language == "zh" else "/"
    speaks = "en" if t.language == "zh" else "zh"
    tools = tag("a", escape(t("page.language")), href=other, class_="xb-language", lang=speaks)
    tools += button("◐", t("page.theme"), class_="xb-theme")
    menu = button("☰", t("ask.chats"), class_="xb-menu")
    brand = menu + tag("h1", escape(t("page.brand")))
    return tag(
        "div", brand + tag("p", escape(status), class_="xb-status") + tag("nav", tools), class_="xb-header"
    )
