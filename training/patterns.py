"""Further questions made from the patterns of `patterns.txt`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.marked import Question, pieces

_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"<(\w+)>")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns with their intents, and the slots that they use."""

    patterns: tuple[tuple[tuple[str, ...], str], ...]
    slots: dict[str, str]

    def question(self, given: dict[str, Sequence[str]], random: Random) -> Question:
        """A question made from one pattern; `given` holds what fills the slots M, R, T and B."""
        intents, pattern = random.choice(self.patterns)
        suffix = "" if _HAN.search(re.sub(r"<\w+>", "", pattern)) or "<E" not in pattern else "e"
        return Question(pieces(self._filled(pattern, suffix, given, random)), intents)

    def _filled(self, pattern: str, suffix: str, given: dict[str, Sequence[str]], random: Random) -> str:
        def slot(match: re.Match[str]) -> str:
            name = match[1]
            if name in given:
                return f"[{name}:{random.choice(given[name + suffix])}]"
            mark = self.slots[name]
            return _picked(mark, random)

        before = ""
        while before != pattern:
            before, pattern = pattern, _SLOT.sub(slot, _picked(pattern, random))
        return pattern


def _picked(pattern: str, random: Random) -> str:
    """`pattern` with its alternatives decided: (a|b|), and those that fill the whole of a mark, [W:a|b]."""
    before = ""
    while before != pattern:
        before, pattern = pattern, _CHOICE.sub(lambda m: random.choice(m[1].split("|")), pattern)
    return re.sub(r"\[(\w):([^\]]*)\]", lambda m: f"[{m[1]}:{random.choice(m[2].split('|'))}]", pattern)


def read_patterns(path: Path) -> Patterns:
    """The patterns and slots of a file; see its head."""
    patterns: list[tuple[tuple[str, ...], str]] = []
    slots: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if slot := re.match(r"(\w+) = ", line):
            slots[slot[1]] = line[slot.end() :]
        else:
            intents, _, pattern = line.partition(": ")
            patterns.append((tuple(intents.split()), pattern))
    return Patterns(tuple(patterns), slots)
