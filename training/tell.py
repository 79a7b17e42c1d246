"""Learns which passages answer a question that asks why or how: `python -m training.tell`.

One hand's reports and questions (`passages/terse.jsonl`) are learned, the other's (`passages/worded.jsonl`) judge what was
learned; the shipped weights are learned from both. Every question is also asked of the other reports of its hand, which do
not speak of its matter, and some of nobody in particular. The same files give the same weights on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.desk import Assistant
from assistant.finding import telling
from index.build import build
from index.store import Index

HERE = Path(__file__).parent
WEIGHTS = Path(telling.__file__).with_name("tell.toml")
LEARNED, JUDGED = HERE / "passages/terse.jsonl", HERE / "passages/worded.jsonl"
#: Steps of learning, how far each goes, and how strongly weights are held near nothing.
_STEPS, _RATE, _DECAY = 1500, 0.05, 3.0
#: What is asked of nobody in particular and of reports of no office.
FOREIGN = (
    "护照丢了怎么补办",
    "身份证到期了怎么换，要准备什么材料",
    "为什么天空是蓝色的",
    "世界杯中国队为什么没有出线",
    "红烧肉怎么做才不腻",
    "股票为什么跌得这么厉害",
    "手机开不了机怎么办",
    "感冒发烧吃什么药，怎么好得快",
    "英语四级怎么准备",
    "驾照扣满12分怎么处理",
    "孩子不爱写作业怎么解决",
    "电脑中病毒了有什么办法",
    "恐龙是什么原因灭绝的",
    "去日本旅游签证怎么办理",
    "离婚财产怎么分割",
    "结婚证丢了怎么补领",
)


@dataclass(frozen=True)
class Asked:
    """A question as it was asked, and what was looked at: features of every passage, and which of them answer."""

    text: str
    features: list[dict[str, float]]
    answers: list[bool]

    @property
    def answerable(self) -> bool:
        return any(self.answers)


@cache
def asked_of(path: Path) -> list[Asked]:
    """The questions of a hand, each asked of its own report, of the others, and some of all."""
    rows, others = rows_of(path), rows_of(JUDGED if path == LEARNED else LEARNED)
    with TemporaryDirectory() as folder:
        reports = Path(folder) / "reports"
        reports.mkdir()
        for row in rows:
            (reports / row["report"]).write_text(row["text"], "utf-8")
        build([reports], Path(folder) / "index")
        with Index.open(Path(folder) / "index") as index:
            assistant = Assistant(index)
            return [_looked(assistant, *one) for one in _questions(rows, others)]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The reports of a hand with their questions."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _questions(rows: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Questions with the quote that answers each, empty where none does."""
    places = [re.match(r".+?[市县区旗](?!海)", row["report"]) for row in rows]
    names = [m[0] for m in places if m]
    for n, row in enumerate(rows):
        for i, one in enumerate(row["questions"]):
            yield one["asked"].replace("{P}", names[n]), one.get("quote", "")
            if "quote" not in one:
                continue
            if i % 3 == 0:
                yield one["asked"].replace("{P}", ""), one["quote"]
            for m, other in enumerate(rows if i % 2 else ()):
                if one["matter"] not in other["matters"]:
                    yield one["asked"].replace("{P}", names[m]), ""
    told = {matter for row in rows for matter in row["matters"]}
    for row in others:
        for one in row["questions"]:
            if one.get("matter", "") not in told and "quote" in one:
                yield one["asked"].replace("{P}", ""), ""
    yield from ((text, "") for text in FOREIGN)
    yield from ((f"{name}{text}", "") for name in names[:3] for text in FOREIGN)


def _looked(assistant: Assistant, text: str, quote: str) -> Asked:
    query = assistant.understand(text)
    numbers, features = assistant.teller.features(query, assistant.scope(query).reports)
    passages = assistant.index.passages
    return Asked(text, features, [bool(quote) and quote in passages[n].text for n in numbers])


def learn(questions: Sequence[Asked]) -> dict[str, float]:
    """Logistic regression by full steps of Adam from nothing: the same questions give the same weights."""
    names = [*next(q.features[0] for q in questions if q.features)]
    rows = np.array([[*(f[n] for n in names), 1.0] for q in questions for f in q.features])
    truth = np.array([a for q in questions for a in q.answers], float)
    weights = np.zeros(len(names) + 1)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = (rows.T @ (1 / (1 + np.exp(-rows @ weights)) - truth) + _DECAY * weights) / len(rows)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return dict(zip((*names, "always"), map(float, weights), strict=True))


def judged(
    weights: dict[str, float], questions: Sequence[Asked], sure: float = telling.SURE
) -> dict[str, float]:
    """How questions that were not learned are answered: of those that have an answer how many, how many of these with
    the right passage first and among those shown; of those that have none how many."""
    counts = dict.fromkeys(("answerable", "answered", "first", "shown", "none", "wrongly"), 0)
    for q in questions:
        chances = [telling.chance(f, weights) for f in q.features]
        order = sorted(range(len(chances)), key=lambda i: -chances[i])[: telling.SHOWN]
        said = bool(order) and chances[order[0]] >= sure
        counts["answerable" if q.answerable else "none"] += 1
        if q.answerable and said:
            counts["answered"] += 1
            counts["first"] += q.answers[order[0]]
            counts["shown"] += any(q.answers[i] for i in order if chances[i] >= telling.BESIDE)
        elif said:
            counts["wrongly"] += 1
    has, none = counts["answerable"], counts["none"]
    return {
        "answered": counts["answered"] / has,
        "right": counts["shown"] / has,
        "right_first": counts["first"] / has,
        "answered_of_none": counts["wrongly"] / none,
    }


def written(weights: dict[str, float]) -> str:
    """The weights as the shipped file holds them."""
    lines = ["# Made by training/tell.py: how each feature speaks for a passage's answering.", "[weights]"]
    return "\n".join(lines + [f"{name} = {weight:.3f}" for name, weight in weights.items()]) + "\n"


def main() -> None:
    """Learns, judges, and writes the shipped weights."""
    learned, judging = asked_of(LEARNED), asked_of(JUDGED)
    for name, value in judged(learn(learned), judging).items():
        print(f"{name:16} {value:.3f}")
    WEIGHTS.write_text(written(learn([*learned, *judging])), "utf-8")


if __name__ == "__main__":
    main()
