"""The words that the checks know, read once from `lexicon/checks.toml` and checked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.errors import XianbaoError
from index.messages import Message

_FILE = Path(__file__).parents[1] / "lexicon" / "checks.toml"


class UnusableCheckWords(XianbaoError):
    """The file of words is damaged: whoever changed it must act."""


@dataclass(frozen=True, slots=True)
class Difference:
    """whole - rest = difference, difference / whole = rate."""

    whole: tuple[str, ...]
    rest: tuple[str, ...]
    difference: tuple[str, ...]
    rate: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """part / whole = rate."""

    whole: tuple[str, ...]
    part: tuple[str, ...]
    rate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Names of parts that make up a whole between them; `also` may stand beside them."""

    whole: tuple[str, ...]  # these and the parts also without the neutral words at their ends
    parts: tuple[tuple[str, ...], ...]
    also: tuple[str, ...]
    marked: tuple[str, ...]  # one of them must stand before the first part


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in the file."""

    differences: tuple[Difference, ...]
    ratios: tuple[Ratio, ...]
    parts: tuple[Parts, ...]
    scope: tuple[str, ...]
    edges: re.Pattern[str]  # neutral words at either end
    bounded: tuple[str, ...]
    unbounded: tuple[str, ...]
    adjusted: tuple[str, ...]
    basis: tuple[str, ...]
    net: tuple[str, ...]
    statistic: tuple[str, ...]
    short: tuple[str, ...]
    counted: tuple[str, ...]

    def strip(self, clause: str) -> str:
        """`clause` without neutral words at either end: 全县完成税收收入 → 税收收入."""
        return self.edges.sub("", clause)

    def telling(self, name: str) -> bool:
        """Whether a name says what is measured, rather than how it moved or who did it."""
        return len(name) >= 2 and not name.startswith(
            ("由", "从", "并", "已", "增", "提", "较", "比", "同比", "|")
        )


def _edges(neutral: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, neutral), key=len, reverse=True))
    year = r"20\d\d年(?:度|底|末)?|[\"“”]"
    return re.compile(rf"^(?:{either}|{year})+|(?:{either})+$")


@cache
def words() -> Words:
    """The words. Raises `UnusableCheckWords` where the file is damaged."""
    try:
        table = tomllib.loads(_FILE.read_text("utf-8"))
        rest = _lists(table["words"])
        edges = _edges(rest.pop("neutral"))

        def bare(forms: object) -> tuple[str, ...]:
            found = _words(forms)
            return tuple(dict.fromkeys(form for form in (*found, *(edges.sub("", f) for f in found)) if form))

        return Words(
            tuple(Difference(**_lists(row)) for row in table["difference"]),
            tuple(Ratio(**_lists(row)) for row in table["ratio"]),
            tuple(
                Parts(
                    bare(row["whole"]),
                    tuple(map(bare, row["parts"])),
                    _words(row["also"]),
                    _words(row["marked"]),
                )
                for row in table["parts"]
            ),
            edges=edges,
            **rest,
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise UnusableCheckWords("checks.words", path=_FILE, reason=error) from error


def _lists(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: _words(value) for key, value in row.items()}


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise ValueError(Message("checks.no_list", value=repr(value)))
    return tuple(value)
