"""The page in the browser: questions and cited answers, and the reports themselves beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from assistant.records import Language
    from ui.page.desk import Desk


def build_page(desk: Desk, language: Language = "zh") -> gr.Blocks:
    """The page over `desk`, in `zh` or `en`."""
    from ui.page.app import build

    return build(desk, language)


def serve(index_folder: Path, host: str, port: int, open_browser: bool = False) -> None:
    """Serves the page until interrupted. Raises `XianbaoError` where there is no usable index."""
    from ui.page.server import run

    run(index_folder, host, port, open_browser)
