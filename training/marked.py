"""Questions with their parts marked, `[M:农村低保标准]是[Q:多少]`, read and written."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\[([MKDNWRTBSQOPXV]):([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a question: a part of kind `mark`, or, where that is empty, what stands between parts."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question cut into pieces, and what it asks for."""

    pieces: tuple[Piece, ...]
    intents: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def pieces(marked: str) -> tuple[Piece, ...]:
    """The pieces of a marked question, in order."""
    out: list[Piece] = []
    at = 0
    for match in _MARK.finditer(marked):
        if match.start() > at:
            out.append(Piece("", marked[at : match.start()]))
        if match[2]:
            out.append(Piece(match[1], match[2]))
        at = match.end()
    if at < len(marked):
        out.append(Piece("", marked[at:]))
    return tuple(out)


def read_questions(path: Path) -> list[Question]:
    """The questions of a file, one JSON object a line."""
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Question(pieces(r["marked"]), tuple(r["intents"])) for r in records]
