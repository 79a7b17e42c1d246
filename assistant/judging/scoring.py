"""Questions with expected answers, asked and judged: what a bureau checks its own corpus with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.judging.judge import Expected, judge
from assistant.records import Answer


class Asked(Protocol):
    """What answers questions: an `Assistant`."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question that was asked: what is wrong with the answer, what was understood and what was said."""

    expected: Expected
    wrong: tuple[str, ...]  # empty where it is right
    understood: str
    said: str  # the sentence that answers


@dataclass(frozen=True, slots=True)
class Score:
    """How the questions were answered, in the order they were asked."""

    outcomes: tuple[Outcome, ...]

    @property
    def misses(self) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.wrong)

    @property
    def asked(self) -> int:
        return len(self.outcomes)

    @property
    def right(self) -> int:
        return self.asked - len(self.misses)

    @property
    def accuracy(self) -> float:
        """Share of the questions answered rightly, 0 to 1; 0 where none was asked."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def by_kind(self) -> Mapping[str, tuple[int, int]]:
        """Kind → (right, asked), by name."""
        kinds: dict[str, tuple[int, int]] = {}
        for outcome in sorted(self.outcomes, key=lambda o: o.expected.kind):
            right, asked = kinds.get(outcome.expected.kind, (0, 0))
            kinds[outcome.expected.kind] = (right + (not outcome.wrong), asked + 1)
        return kinds


def score(assistant: Asked, questions: Iterable[Expected]) -> Score:
    """Asks every question and judges the answers."""
    outcomes: list[Outcome] = []
    for expected in questions:
        answer = assistant.ask(expected.question, expected.history)
        wrong = judge(expected, answer.to_json())
        said = next(iter((answer.sentence or answer.text).splitlines()), "")
        outcomes.append(Outcome(expected, wrong, answer.understanding, said))
    return Score(tuple(outcomes))
