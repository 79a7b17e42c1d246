"""How the questions of a file were answered, for people and for programs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.judging.judge import Expected
from assistant.judging.scoring import Outcome, Score
from index.errors import BadQuestions
from index.store import Index
from ui import questions

KINDS = {
    "list": "列举",
    "lookup": "查数",
    "compare": "比较",
    "rank": "排序",
    "count": "计数",
    "trend": "趋势",
    "passage": "综述",
    "none": "无答案",
    "masked": "数字隐去",
}


def expected(path: Path, index: Index) -> list[Expected]:
    """The questions of a file with what is expected, checked against the reports that are indexed.

    Raises `BadQuestions`, naming the line, where a record is none or names a report that is not there:
    a wrong file name would show as a wrong answer.
    """
    records = questions.read(path)
    if not records:
        raise BadQuestions("questions.none", path=path)
    ids = {report.id for report in index.reports}
    made: list[Expected] = []
    for where, record in records:
        one = Expected.of(record, where)
        if missing := [name for name in one.named if name not in ids]:
            raise BadQuestions("questions.no_report", where=where, report=missing[0], folder=index.folder)
        made.append(one)
    return made


def records(score: Score) -> list[dict[str, Any]]:
    """One record a question, then one with the accuracy in all and by kind."""
    by_kind = {kind: {"right": right, "asked": asked} for kind, (right, asked) in score.by_kind.items()}
    total = {"asked": score.asked, "right": score.right, "accuracy": score.accuracy, "kinds": by_kind}
    return [*map(_record, score.outcomes), total]


def _record(outcome: Outcome) -> dict[str, Any]:
    asked = outcome.expected
    return {
        "id": asked.id,
        "question": asked.question,
        "kind": asked.kind,
        "right": not outcome.wrong,
        "wrong": list(outcome.wrong),
        "understood": outcome.understood,
        "said": outcome.said,
    }


def table(score: Score, width: int | None = None) -> str:
    """Accuracy by kind, then every miss: the question, what is wrong, what was understood and said."""
    shown = Table(show_edge=False, pad_edge=False, header_style="bold")
    shown.add_column("种类")
    for name in ("答对", "共", "准确率"):
        shown.add_column(name, justify="right")
    for kind, (right, asked) in score.by_kind.items():
        shown.add_row(f"{KINDS[kind]} {kind}", str(right), str(asked), f"{right / asked:.1%}")
    shown.add_section()
    shown.add_row("合计", str(score.right), str(score.asked), f"{score.accuracy:.1%}")
    out = io.StringIO()
    console = Console(
        file=out, width=width or max(100, Console().width), force_terminal=False, highlight=False
    )
    console.print(shown)
    for line in _misses(score.misses):
        console.print(escape(line), soft_wrap=True)
    return out.getvalue().rstrip("\n")


def _misses(misses: Sequence[Outcome]) -> list[str]:
    lines: list[str] = []
    for outcome in misses:
        asked = outcome.expected
        name = f"{asked.id} " if asked.id else ""
        before = f"（上文：{' → '.join(asked.history)}）" if asked.history else ""
        lines += ["", f"✗ {name}[{KINDS[asked.kind]}] {asked.question}{before}"]
        lines += [f"    不对：{wrong}" for wrong in outcome.wrong]
        lines += [f"    {outcome.understood}"] if outcome.understood else []
        lines += [f"    回答：{outcome.said}"]
    return lines
