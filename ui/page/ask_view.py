"""问答: the conversation, the question box, the examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import wording
from index.errors import XianbaoError
from ui.page import feedback
from ui.page import turns as shown
from ui.page.bridge import Bridge
from ui.page.desk import Desk
from ui.page.html import escape, message, tag
from ui.page.labels import Labels
from ui.page.turns import Turn

#: What a step of an answer gives the page: the conversation's HTML and its turns.
_Step = tuple[str, list[Turn]]
#: A link may hold so many questions of a conversation.
_MOST_OPENED = 40
_LONGEST = 2000


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
        turn = replace(turn, error=error.say(t.language))
    yield [*turns, turn]


def add(desk: Desk, bridge: Bridge, t: Labels) -> None:
    """The view. A page opened by a link with questions (`?q=…&q=…`) asks them."""
    turns = gr.State([])
    with gr.Row(elem_id="xb-ask"):
        gr.HTML(_chats(t), elem_id="xb-chats", js_on_load="window.xianbao.chats(element);", scale=0)
        with gr.Column(elem_id="xb-talk"):
            log = gr.HTML(
                _welcome(desk, t), elem_id="xb-log", js_on_load="window.xianbao.log(element, watch);"
            )
            with gr.Row(elem_id="xb-composer"):
                box = gr.Textbox(
                    placeholder=t("ask.placeholder"), label=t("ask.question"), show_label=False, container=False,
                    lines=1, max_lines=5, elem_id="xb-box", scale=8, autofocus=True,
                )  # fmt: skip
                send = gr.Button(t("ask.send"), variant="primary", elem_id="xb-send", scale=1, min_width=84)
                stop = gr.Button(t("ask.stop"), elem_id="xb-stop", scale=1, min_width=84)

    def html(state: Sequence[Turn]) -> str:
        return shown.log(state, desk.opened().names, t) if state else _welcome(desk, t)

    def answer(questions: Sequence[str], before: list[Turn]) -> Iterator[_Step]:
        for question in questions:
            for state in steps(desk, question, before, t):
                before = state
                yield html(state), state

    def submit(question: str, before: list[Turn]) -> Iterator[tuple[Any, Any, str]]:
        if not question.strip():
            yield gr.skip(), gr.skip(), ""
            return
        for log, state in answer([question.strip()], before):
            yield log, state, ""

    def ended(how: dict[str, Any]) -> Any:
        def end(before: list[Turn]) -> _Step:
            last = [replace(turn, **how) if turn.pending else turn for turn in before]
            return html(last), last

        return end

    def act(before: list[Turn], event: gr.EventData) -> Iterator[tuple[Any, Any, Any]]:
        """Asks an example, a conversation or a question again; an edit puts it back into the box."""
        data: dict[str, Any] = event._data or {}
        name, number = data.get("act"), data.get("turn")
        questions = [str(q)[:_LONGEST] for q in data.get("questions") or ()][:_MOST_OPENED]
        if name in ("open", "new"):
            before = []
        elif name in ("retry", "edit") and isinstance(number, int) and 0 <= number < len(before):
            questions, before = [before[number].question], before[:number]
        if name == "new" or (name == "edit" and questions):
            yield html(before), before, questions[0] if name == "edit" else ""
        elif name in ("ask", "open", "retry"):
            for log, state in answer(questions, before):
                yield log, state, gr.skip()

    def judge(before: list[Turn], event: gr.EventData) -> _Step:
        data: dict[str, Any] = event._data or {}
        number, reason = data.get("turn"), data.get("reason")
        if not (isinstance(number, int) and 0 <= number < len(before)) or reason not in feedback.REASONS:
            return html(before), before
        turn = before[number]
        if turn.answer is None:
            return html(before), before
        try:
            feedback.add(
                desk.folder, [one.question for one in before[: number + 1]], turn.answer, str(reason)
            )
        except XianbaoError as error:
            return html(before) + message(error.say(t.language)), before
        after = [*before[:number], replace(turn, judged=True), *before[number + 1 :]]
        return html(after), after

    def linked(before: list[Turn], request: gr.Request) -> Iterator[_Step]:
        questions = [q[:_LONGEST] for q in request.query_params.getlist("q") if q.strip()]
        if not questions and not before:
            yield html([]), []  # what is indexed may have changed since the server started
        yield from answer(questions[:_MOST_OPENED], before)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    runs = [
        box.submit(submit, [box, turns], [log, turns, box], **quiet),
        send.click(submit, [box, turns], [log, turns, box], **quiet),
        bridge.clicks.act(act, turns, [log, turns, box], trigger_mode="always_last", **quiet),
        bridge.page.load(linked, turns, [log, turns], **quiet),
    ]
    for run in runs:
        run.failure(ended({"error": t("page.crash")}), turns, [log, turns], queue=False, **quiet)
    bridge.clicks.judge(judge, turns, [log, turns], queue=False, **quiet)
    bridge.published.change(
        lambda before: gr.skip() if before else html(before), turns, log, queue=False, **quiet
    )
    stop.click(ended({"stopped": True}), turns, [log, turns], cancels=runs, queue=False, **quiet)


def _chats(t: Labels) -> str:
    """The list of conversations, which the browser keeps and fills."""
    new = tag("button", escape(t("ask.new")), type="button", class_="xb-new", data_act="new")
    title = tag("h2", escape(t("ask.chats")))
    words = {"data_open": t("act.open"), "data_drop": t("act.drop")}
    return tag("nav", new + title + tag("ul", "", **words), class_="xb-chats", aria_label=t("ask.chats"))


def _welcome(desk: Desk, t: Labels) -> str:
    opened = desk.opened()
    buttons = "".join(
        tag(
            "li",
            tag("button", escape(q), type="button", class_="xb-example", data_act="ask", data_question=q),
        )
        for q in opened.examples
    )
    return tag(
        "div",
        tag("h2", escape(t("ask.title", reports=len(opened.index.reports))))
        + tag("p", escape(t("ask.intro")))
        + tag("h3", escape(t("ask.examples")))
        + tag("ul", buttons, class_="xb-examples"),
        class_="xb-welcome",
        data_link="?view=ask",
    )
