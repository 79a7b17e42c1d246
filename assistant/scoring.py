"""Questions with expected answers, asked and judged: what a bureau checks its own corpus with.

The records are lines of JSON: `question`, `kind`, and what is right (`reports`, `optional`, `values`,
`not_values`, `first`, `count`, `quotes`). A `none` question is right when it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.records import Answer
from index.text import fold

_SCALES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "万": 1e4,
    "千": 1e3,
}
_HIDDEN = re.compile(r"隐去|隐藏|未公开|脱敏|未披露|遮|redact|mask|hidden|withheld")
#: A lookup must bring its figures among the first so many, a passage question its passage.
_LOOKUP, _PASSAGES = 8, 5


class Asked(Protocol):
    """What answers questions: an `Assistant`."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was answered wrongly, with what is wrong and what was said."""

    id: str
    kind: str
    question: str
    wrong: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the questions were answered rightly, in all and by kind."""

    right: int
    asked: int
    by_kind: Mapping[str, tuple[int, int]]  # kind → (right, asked)
    misses: tuple[Miss, ...]

    @property
    def accuracy(self) -> float:
        return self.right / self.asked if self.asked else 0.0


def score(assistant: Asked, questions: Iterable[Mapping[str, Any]]) -> Score:
    """Asks every question and judges the answers."""
    kinds: dict[str, list[int]] = {}
    misses: list[Miss] = []
    for gold in questions:
        answer = assistant.ask(str(gold["question"]), tuple(gold.get("history", ())))
        wrong = judge(gold, answer.to_json())
        kind = str(gold.get("kind", ""))
        tally = kinds.setdefault(kind, [0, 0])
        tally[0] += not wrong
        tally[1] += 1
        if wrong:
            said = answer.sentence.split("\n")[0]
            misses.append(Miss(str(gold.get("id", "")), kind, str(gold["question"]), tuple(wrong), said))
    right, asked = (sum(t[i] for t in kinds.values()) for i in (0, 1))
    return Score(right, asked, {k: (t[0], t[1]) for k, t in sorted(kinds.items())}, tuple(misses))


def judge(gold: Mapping[str, Any], line: Mapping[str, Any]) -> list[str]:
    """What is wrong with an answer line; empty where it is right."""
    findings = list(line.get("findings") or ())
    kind, answered = gold.get("kind"), bool(line.get("answered"))
    if kind == "none":
        return ["报告没有说的，却作了回答"] if answered else []
    if kind == "masked":
        hidden = any(f.get("value") is None for f in findings) and _HIDDEN.search(str(line.get("text") or ""))
        return [] if not answered or hidden else ["没有说明数字被隐去"]
    if not answered:
        return ["没有回答"]
    return [
        *_reports(gold, findings),
        *_values(gold, findings, str(line.get("text") or ""), kind == "lookup"),
        *_order(gold, findings, line),
        *_quotes(gold, findings, line),
    ]


def _reports(gold: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> list[str]:
    if "reports" not in gold:
        return []
    got, need = {str(f["report"]) for f in findings}, set(gold["reports"])
    extra = got - need - set(gold.get("optional", ()))
    lacking = [f"缺 {'、'.join(sorted(need - got))}"] if need - got else []
    return lacking + ([f"多出 {'、'.join(sorted(extra))}"] if extra else [])


def _values(
    gold: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], text: str, lookup: bool
) -> list[str]:
    wrong: list[str] = []
    shown = fold(text).replace(",", "")
    looked = findings[:_LOOKUP] if lookup else findings
    for v in gold.get("values", ()):
        name = f"{v['report']} 的 {v['value']}{v['unit']}"
        if not any(f["report"] == v["report"] and _same(v, f) for f in looked):
            wrong.append(f"没有 {name}")
        elif str(v["value"]) not in shown and f"{v['value']:g}" not in shown:
            wrong.append(f"文字中没有 {name}")
    for v in gold.get("not_values", ()):
        if any(f["report"] == v["report"] and _same(v, f) for f in findings):
            wrong.append(f"不该有 {v['report']} 的 {v['value']}{v['unit']}")
    return wrong


def _order(
    gold: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], line: Mapping[str, Any]
) -> list[str]:
    wrong: list[str] = []
    if "first" in gold and (not findings or findings[0]["report"] not in gold["first"]):
        wrong.append(f"排在第一的应是 {'、'.join(gold['first'])}")
    if "count" in gold and line.get("count") != gold["count"]:
        wrong.append(f"个数是 {line.get('count')}，应为 {gold['count']}")
    return wrong


def _quotes(
    gold: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], line: Mapping[str, Any]
) -> list[str]:
    if "quotes" not in gold:
        return []
    read = [str(p["text"]) for p in list(line.get("passages") or ())[:_PASSAGES]]
    read += [str(f["quote"]) for f in findings]
    found = any(quote in text for quote in gold["quotes"] for text in read)
    return [] if found else ["前五段里没有应有的段落"]


def _same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    (x, one), (y, two) = _magnitude(a), _magnitude(b)
    if x is None or y is None:
        return x is y and one == two
    return one == two and abs(x - y) <= 1e-9 * max(1.0, abs(x), abs(y))


def _magnitude(figure: Mapping[str, Any]) -> tuple[float | None, str]:
    unit = fold(str(figure.get("unit") or "")).replace("·", "/").split("/")[0].strip()
    value = figure.get("value")
    for word, factor in _SCALES.items():
        if unit.startswith(word):
            return (None if value is None else float(value) * factor), unit[len(word) :]
    return (None if value is None else float(value)), unit
