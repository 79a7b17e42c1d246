"""Serving the page: both languages on one server, nothing loaded from outside the machine."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant.records import Language
from ui.page.app import build, look
from ui.page.desk import Desk
from ui.page.downloads import routes

#: Reports uploaded are texts: larger files are refused before they are stored.
_MAX_FILE = "50mb"
#: The longer path first: the shorter one would take everything below it.
_PATHS: tuple[tuple[Language, str], ...] = (("en", "/en"), ("zh", "/"))
#: Pages about an API that would load scripts from outside.
_NO_DOCS: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}


def application(desk: Desk) -> FastAPI:
    """The web application: `/` in Chinese, `/en/` in English."""
    app = FastAPI(**_NO_DOCS)
    app.include_router(routes(desk))
    for language, path in _PATHS:
        gr.mount_gradio_app(
            app, build(desk, language), path, run_history=False, footer_links=[], max_file_size=_MAX_FILE,
            show_error=False, app_kwargs=_NO_DOCS, ssr_mode=False, pwa=False, mcp_server=False, enable_monitoring=False, **look(),
        )  # fmt: skip
    return app


class _Server(uvicorn.Server):
    """A server that says where it is once it listens, and no earlier."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(index_folder: Path, host: str, port: int, open_browser: bool) -> None:
    """Serves until interrupted."""
    desk = Desk(index_folder)
    desk.warm()
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"

    def ready() -> None:
        print(f"县报已就绪：{address}（按 Ctrl+C 结束）", flush=True)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

    config = uvicorn.Config(
        application(desk), host=host, port=port, log_level="warning", timeout_graceful_shutdown=2
    )
    _Server(config, ready).run()
