"""问答: the conversation, the question box, the examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import wording
from index.errors import XianbaoError
from ui.page import turns as shown
from ui.page.desk import Desk
from ui.page.examples import examples
from ui.page.html import escape, tag
from ui.page.labels import Labels
from ui.page.turns import Turn

#: What a step of an answer gives the page: the conversation's HTML and its turns.
_Step = tuple[str, list[Turn]]


def steps(desk: Desk, question: str, turns: Sequence[Turn], t: Labels) -> Iterator[list[Turn]]:
    """The conversation as the answer to `question` grows: asked, understood, answered."""
    turn = Turn(question)
    yield [*turns, turn]
    assistant = desk.opened().assistant
    try:
        query = assistant.understand(question, [before.question for before in turns])
        turn = replace(turn, understanding=wording.understanding(query, assistant.scope(query)))
        yield [*turns, turn]
        turn = replace(turn, answer=assistant.answer(query))
    except XianbaoError as error:
        turn = replace(turn, error=str(error))
    yield [*turns, turn]


def add(desk: Desk, bridge: gr.HTML, t: Labels) -> gr.Textbox:
    """The view; returns the question box."""
    turns = gr.State([])
    asked = gr.State("")
    log = gr.HTML(
        lambda: _welcome(desk, t), elem_id="xb-log", js_on_load="window.xianbao.log(element, watch);"
    )
    with gr.Row(elem_id="xb-composer"):
        box = gr.Textbox(
            placeholder=t("ask.placeholder"), label=t("ask.question"), show_label=False, container=False,
            lines=1, max_lines=5, elem_id="xb-box", scale=8, autofocus=True,
        )  # fmt: skip
        send = gr.Button(t("ask.send"), variant="primary", elem_id="xb-send", scale=1, min_width=84)
        stop = gr.Button(t("ask.stop"), elem_id="xb-stop", scale=1, min_width=84)

    def html(state: Sequence[Turn]) -> str:
        return shown.log(state, desk.opened().names, t)

    def answer(question: str, before: list[Turn]) -> Iterator[_Step]:
        if question:
            for state in steps(desk, question, before, t):
                yield html(state), state

    def take(question: str) -> tuple[str, str]:
        return question.strip(), ""

    def stopped(before: list[Turn]) -> _Step:
        last = [replace(turn, stopped=True) if turn.pending else turn for turn in before]
        return html(last), last

    def failed(before: list[Turn]) -> _Step:
        last = [replace(turn, error=t("page.crash")) if turn.pending else turn for turn in before]
        return html(last), last

    def act(before: list[Turn], event: gr.EventData) -> tuple[str, str, list[Turn]]:
        """A retry or an example asks; an edit puts the question back into the box. Later turns go."""
        data: dict[str, Any] = event._data or {}
        name, number = data.get("act"), data.get("turn")
        if name == "ask":
            return str(data.get("question", "")), "", before
        if name in ("retry", "edit") and isinstance(number, int) and 0 <= number < len(before):
            question = before[number].question
            return (question, "", before[:number]) if name == "retry" else ("", question, before[:number])
        return "", "", before

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    runs: list[Any] = []
    for event in (
        box.submit(take, box, [asked, box], queue=False, **quiet),
        send.click(take, box, [asked, box], queue=False, **quiet),
        bridge.act(act, turns, [asked, box, turns], queue=False, **quiet),
    ):
        run = event.then(answer, [asked, turns], [log, turns], **quiet)
        run.failure(failed, turns, [log, turns], queue=False, **quiet)
        runs.append(run)
    stop.click(stopped, turns, [log, turns], cancels=runs, queue=False, **quiet)
    return box


def _welcome(desk: Desk, t: Labels) -> str:
    opened = desk.opened()
    buttons = "".join(
        tag(
            "li",
            tag(
                "button",
                escape(question),
                type="button",
                class_="xb-example",
                data_act="ask",
                data_question=question,
            ),
        )
        for question in examples(opened)
    )
    return tag(
        "div",
        tag("h2", escape(t("ask.title", reports=len(opened.index.reports))))
        + tag("p", escape(t("ask.intro")))
        + tag("h3", escape(t("ask.examples")))
        + tag("ul", buttons, class_="xb-examples"),
        class_="xb-welcome",
    )
