"""The page's functions for programs: named endpoints `/ask`, `/search`, `/figures` and `/report` of Gradio's API.

They give what the MCP tools of the same names give (`docs/programs.md`).
"""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.events import api

from index.errors import XianbaoError
from index.records import Role, Status
from ui.mcp_server import Tools
from ui.page.desk import Desk

_MOST = 200


def add(desk: Desk) -> None:
    """Adds the endpoints to the page being built."""
    tools = Tools(desk)

    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        """The answer line of `xianbao ask --json`; `history`: earlier questions, oldest first."""
        if not question.strip():
            raise gr.Error("question 是空的，应为一个问题：请写明要问什么。")
        try:
            return {"question": question, **desk.opened().assistant.ask(question, history or ()).to_json()}
        except XianbaoError as error:
            raise gr.Error(str(error)) from error

    def search(
        text: str, region: str = "", year: int | None = None, report: str = "", limit: int = 10
    ) -> dict[str, Any]:
        """Passages by words and by meaning, best first."""
        try:
            return tools.search(text, region, year, report, _few(limit))
        except XianbaoError as error:
            raise gr.Error(str(error)) from error

    def figures(
        indicator: str = "",
        region: str = "",
        year: int | None = None,
        role: Role | None = None,
        status: Status | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> dict[str, Any]:
        """Figures by what they are, `limit` of `total` from `offset` on."""
        try:
            return tools.figures(indicator, region, year, role, status, "", _few(limit), max(0, offset))
        except XianbaoError as error:
            raise gr.Error(str(error)) from error

    def report(report: str = "", start: int = 0, length: int = 4000) -> dict[str, Any]:
        """The text of one report from `start` on; without its id the list of all reports."""
        try:
            return tools.report(report, (), start, max(1, min(length, 20_000)))
        except XianbaoError as error:
            raise gr.Error(str(error)) from error

    api(ask, api_name="ask")
    api(search, api_name="search")
    api(figures, api_name="figures")
    api(report, api_name="report")


def _few(limit: int) -> int:
    return max(1, min(limit, _MOST))
