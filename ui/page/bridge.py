"""What is clicked inside HTML of our own, brought to Python as Gradio events."""

from __future__ import annotations

import gradio as gr

#: `page.js` keeps the trigger and sends `cite` (a place was clicked), `act` and `judge`
#: (buttons of an answer), `figures` (a column or page of the table) and `reports` and `remove` (buttons of a report).
_ON_LOAD = "window.xianbao.connect(trigger, ['cite', 'act', 'figures', 'judge', 'reports', 'remove']);"


def connect() -> gr.HTML:
    """The invisible component that carries the events."""
    return gr.HTML("", js_on_load=_ON_LOAD, elem_id="xb-bridge", visible="hidden")
