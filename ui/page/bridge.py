"""What the views share of the page: that it was opened, what is clicked inside HTML of our own, and that
another index was published.
"""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

#: `page.js` keeps the trigger and sends `cite` (a place was clicked), `act` and `judge`
#: (buttons of an answer), `figures` (a column or page of the table) and `reports` and `remove` (buttons of a report).
_ON_LOAD = "window.xianbao.connect(trigger, ['cite', 'act', 'figures', 'judge', 'reports', 'remove']);"


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where the views listen."""

    page: gr.Blocks
    clicks: gr.HTML  # invisible; brings clicks to Python as Gradio events
    published: gr.State  # when the index shown was made; its change says that there is a newer one


def connect(page: gr.Blocks) -> Bridge:
    """The bridge of the page that is being built."""
    clicks = gr.HTML("", js_on_load=_ON_LOAD, elem_id="xb-bridge", visible="hidden")
    return Bridge(page, clicks, gr.State(""))
