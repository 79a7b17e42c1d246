"""问答: the conversation, the question box, the examples."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.answering import wording
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
#: So many people's questions are answered at the same time; further ones wait.
_AT_ONCE = 8
_log = logging.getLogger(__name__)


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
    except Exception:  # a fault of the program: told as one, and never as an answer
        _log.exception("no answer to %r", question)
        turn = replace(turn, error=t("page.crash"))
    yield [*turns, turn]


def add(desk: Desk, bridge: Bridge, t: Labels) -> None:
    """The view. A page opened by a link with questions (`?q=…&q=…`) asks them."""
    turns = gr.State([])
    #: Sessions whose person asked to stop. Gradio's own way of cancelling leaves open whether the last part or
    #: the word that it was stopped comes last.
    stopping: set[str | None] = set()
    with gr.Row(elem_id="xb-ask"):
        gr.HTML(_chats(t), elem_id="xb-chats", js_on_load="window.xianbao.chats(element);", scale=0)
        with gr.Column(elem_id="xb-talk"):
            # one of the two is shown; what is indexed may change the welcome at any time, and no conversation
            welcome = gr.HTML(
                _welcome(desk, t), elem_id="xb-start", js_on_load="window.xianbao.linked(watch, element);"
            )
            log = gr.HTML("", elem_id="xb-log", js_on_load="window.xianbao.log(element, watch);")
            with gr.Row(elem_id="xb-composer"):
                box = gr.Textbox(
                    placeholder=t("ask.placeholder"), label=t("ask.question"), show_label=False, container=False,
                    lines=1, max_lines=5, elem_id="xb-box", scale=8, autofocus=True,
                )  # fmt: skip
                send = gr.Button(t("ask.send"), variant="primary", elem_id="xb-send", scale=1, min_width=84)
                stop = gr.Button(t("ask.stop"), elem_id="xb-stop", scale=1, min_width=84)

    def html(state: Sequence[Turn]) -> str:
        return shown.log(state, desk.opened().names, t) if state else ""

    def answer(questions: Sequence[str], before: list[Turn], session: str | None) -> Iterator[_Step]:
        stopping.discard(session)
        for n, question in enumerate(questions, 1):
            for state in steps(desk, question, before, t):
                if session in stopping:
                    state = [*state[:-1], replace(state[-1], answer=None, stopped=True)]
                    yield html(state), state
                    return
                before = state
                # an answer is shown with the next question, so that it is seen that more is to come
                if n == len(questions) or state[-1].pending:
                    yield html(state), state

    def submit(question: str, before: list[Turn], request: gr.Request) -> Iterator[tuple[Any, Any, str]]:
        edited = next((n for n, turn in enumerate(before) if turn.editing), len(before))
        if not question.strip():
            before = [replace(turn, editing=False) for turn in before]
            yield html(before), before, ""
            return
        before = before[:edited]
        for log, state in answer([question.strip()], before, request.session_hash):
            yield log, state, ""

    def cut(request: gr.Request) -> None:
        stopping.add(request.session_hash)

    def act(before: list[Turn], event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, Any, Any]]:
        """Asks an example, a conversation or a question again; an edit puts it back into the box."""
        data: dict[str, Any] = event._data or {}
        name, number = data.get("act"), data.get("turn")
        questions = [str(q)[:_LONGEST] for q in data.get("questions") or ()][:_MOST_OPENED]
        if name in ("open", "new"):
            before = []
        elif name in ("retry", "edit") and isinstance(number, int) and 0 <= number < len(before):
            questions = [before[number].question]
            if name == "retry":
                before = before[:number]
            else:  # what is there stays until another question takes its place
                before = [replace(turn, editing=n == number) for n, turn in enumerate(before)]
        if name == "new" or (name == "edit" and questions):
            yield html(before), before, questions[0] if name == "edit" else ""
        elif name in ("ask", "open", "retry"):
            for log, state in answer(questions, before, request.session_hash):
                yield log, state, gr.skip()
        yield gr.skip(), gr.skip(), gr.skip()  # a generator that gives nothing empties the page

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

    def linked(before: list[Turn], request: gr.Request) -> Iterator[Any]:
        """Asks what the address holds, unless a question came first: its link is in the address by now."""
        questions = [q[:_LONGEST] for q in request.query_params.getlist("q") if q.strip()]
        if not before:
            yield from answer(questions[:_MOST_OPENED], before, request.session_hash)
        yield gr.skip(), gr.skip()

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asks: dict[str, Any] = {**quiet, "concurrency_limit": _AT_ONCE}
    gr.on([box.submit, send.click], submit, [box, turns], [log, turns, box], **asks)
    bridge.clicks.act(act, turns, [log, turns, box], trigger_mode="always_last", **asks)
    bridge.page.load(linked, turns, [log, turns], **asks)
    stop.click(cut, None, None, queue=False, **quiet)
    bridge.clicks.judge(judge, turns, [log, turns], queue=False, **quiet)
    gr.on(
        [bridge.page.load, bridge.published.change],
        lambda: _welcome(desk, t),
        None,
        welcome,
        queue=False,
        **quiet,
    )


def _chats(t: Labels) -> str:
    """The list of conversations, which the browser keeps and fills."""
    new = tag("button", escape(t("ask.new")), type="button", class_="xb-new", data_act="new")
    title = tag("h2", escape(t("ask.chats")))
    words = {"data_open": t("act.open"), "data_drop": t("act.drop")}
    return tag("nav", new + title + tag("ul", "", **words), class_="xb-chats", aria_label=t("ask.chats"))


def _welcome(desk: Desk, t: Labels) -> str:
    opened = desk.opened()
    if not opened.index.reports:
        return tag(
            "div",
            tag("h2", escape(t("page.title"))) + tag("p", escape(t("page.no_reports"))),
            class_="xb-welcome",
        )
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
