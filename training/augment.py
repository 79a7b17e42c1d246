"""Varies marked questions, so that a matter is known by where it stands and not by having been seen.

What is politely said around a question, names of matters, helper verbs and wordings of the same part are exchanged;
marks and intents stay right. Everything is drawn from the generator given.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from assistant.understanding.reader_features import BOUND, REGION, TIME
from training.marked import Piece, Question

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PLACEHOLDER = {"T": TIME, "R": REGION, "B": BOUND}
#: How often a rule before the reader misses a time, a place or a bound, which then stays as it was written.
_MISSED = {"T": 0.15, "R": 0.15, "B": 0.08}
_KEPT_WORDINGS = "KDWSQPXV"  # kinds whose wordings are exchanged among questions with the same intents
_SHORTEST_NAME = 3


def _folder_lines(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of `training/<name>`: `[heading]` and below it one entry a line, or several with 、 between."""
    sections: dict[str, list[str]] = {}
    heading = ""
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[] ")
        elif line.strip() and not line.startswith("#"):
            sections.setdefault(heading, []).extend(part for part in line.strip().split("、") if part)
    return {heading: tuple(found) for heading, found in sections.items()}


@dataclass(frozen=True, slots=True)
class Varied:
    """What questions are varied with: see `training/filler.txt`."""

    filler: dict[str, tuple[str, ...]]
    names: tuple[str, ...]  # of matters
    wordings: dict[tuple[str, tuple[str, ...], bool], tuple[str, ...]]  # (kind, intents, Chinese) → texts

    @classmethod
    def of(cls, questions: Iterable[Question], indicators: Sequence[str]) -> Varied:
        wordings: dict[tuple[str, tuple[str, ...], bool], list[str]] = defaultdict(list)
        names: list[str] = []
        for question in questions:
            for mark in _KEPT_WORDINGS:
                found = [p.text for p in question.pieces if p.mark == mark]
                if len(found) == 1:
                    wordings[mark, question.intents, _chinese(question)].append(found[0])
            names += [p.text for p in question.pieces if p.mark == "M" and _is_name(p.text)]
        return cls(
            _folder_lines("filler.txt"),
            (*names, *names, *(name for name in indicators if _is_name(name))),
            {key: tuple(found) for key, found in wordings.items()},
        )


def _is_name(text: str) -> bool:
    return len(text) >= _SHORTEST_NAME and bool(_HAN.search(text))


def _chinese(question: Question) -> bool:
    return len(_HAN.findall(question.text)) * 2 >= len(re.findall(r"[A-Za-z]+", question.text))


def varied(question: Question, given: Varied, random: Random) -> Question:
    """Another question with the same intents."""
    parts = list(question.pieces)
    if _chinese(question):
        parts = [_another_name(p, given, random) for p in parts]
        parts = [_other_wording(p, question, given, random) for p in parts]
        parts = [_other_helpers(p, given, random) for p in parts]
        parts = _moved_time(parts, random)
        if "help" not in question.intents or random.random() < 0.3:
            parts = _framed(parts, given, random)
    elif "help" not in question.intents:
        parts = _framed_english(parts, given, random)
    return replace(question, pieces=tuple(parts))


def shown(question: Question, random: Random | None) -> tuple[Piece, ...]:
    """The pieces as the reader sees them: times, places and bounds as placeholders; some missed, with `random`."""
    out: list[Piece] = []
    for piece in question.pieces:
        holder = _PLACEHOLDER.get(piece.mark)
        if holder is None or (random is not None and random.random() < _MISSED[piece.mark]):
            out.append(piece)
        else:
            out.append(Piece("", holder))
    return tuple(out)


def _another_name(piece: Piece, given: Varied, random: Random) -> Piece:
    if piece.mark != "M" or not _is_name(piece.text) or random.random() > 0.55:
        return piece
    name = random.choice(given.names)
    draw = random.random()
    if draw < 0.2:
        name = random.choice(given.filler["qualifiers"]) + name
    elif draw < 0.45:
        name = random.choice(given.filler["strange heads"]) + random.choice(given.filler["strange tails"])
    return Piece("M", name)


def _other_wording(piece: Piece, question: Question, given: Varied, random: Random) -> Piece:
    if piece.mark not in _KEPT_WORDINGS or not piece.mark or random.random() > 0.3:
        return piece
    if sum(p.mark == piece.mark for p in question.pieces) != 1:
        return piece
    found = given.wordings.get((piece.mark, question.intents, True), ())
    return Piece(piece.mark, random.choice(found)) if found else piece


def _other_helpers(piece: Piece, given: Varied, random: Random) -> Piece:
    if piece.mark or random.random() > 0.4:
        return piece
    verbs = given.filler["helpers"]
    for verb in verbs:
        if piece.text.startswith(verb):
            return Piece("", random.choice(verbs) + piece.text[len(verb) :])
    return piece


def _moved_time(parts: list[Piece], random: Random) -> list[Piece]:
    """A time at the front is put at the end, behind a comma, and the other way round."""
    at = [i for i, p in enumerate(parts) if p.mark == "T"]
    if len(at) != 1 or len(parts) < 3 or random.random() > 0.15:
        return parts
    i = at[0]
    beside = parts[i - 1 : i] + parts[i + 1 : i + 2]
    if any(not p.mark and p.text[:1] in "到至和跟从比与的" for p in beside):
        return parts
    rest = parts[:i] + parts[i + 1 :]
    if i == 0:
        return [*rest, Piece("", random.choice("，, ")), parts[i]]
    return [parts[i], *rest]


def _framed(parts: list[Piece], given: Varied, random: Random) -> list[Piece]:
    """The question with other polite words and reasons before and behind it."""
    if random.random() < 0.4:
        if not parts[0].mark and parts[0].text[-1] in "，,：:" and len(parts) > 1:
            parts = parts[1:]
        if random.random() < 0.75:
            parts = [Piece("", _opening(given, random)), *parts]
    if random.random() < 0.4:
        if not parts[-1].mark and re.fullmatch(r"[？?。.！! ]+", parts[-1].text):
            parts = parts[:-1]
        if random.random() < 0.8:
            parts = [*parts, Piece("", _closing(given, random))]
    return [p for p in parts if p.text] or parts


def _opening(given: Varied, random: Random) -> str:
    filler = given.filler
    out = ""
    if random.random() < 0.45:
        out += random.choice(filler["reasons"] if random.random() < 0.6 else _reasons(given, random))
        out += random.choice(("，", ",", "，", " ", "。", "："))
    if not out or random.random() < 0.6:
        out += random.choice(filler["openings"])
        out += random.choice(("", "", "", "，", " "))
    return out


def _reasons(given: Varied, random: Random) -> tuple[str, ...]:
    """A reason put together: 局长下午汇报要用."""
    filler = given.filler
    when = random.choice(filler["whens"]) if random.random() < 0.6 else ""
    who = random.choice(filler["persons"]) if random.random() < 0.8 else ""
    what = random.choice(filler["wants"])
    return (who + when + what, when + who + what)


def _closing(given: Varied, random: Random) -> str:
    filler = given.filler
    out = random.choice(filler["tails"]) if random.random() < 0.45 else ""
    if not out or random.random() < 0.5:
        out += random.choice(("，", ",", "，", " ", "？", "。", "；"))
        out += random.choice(filler["closings"] if random.random() < 0.5 else _reasons(given, random))
    return out + random.choice(("", "", "。", "？", "?", "！"))


def _framed_english(parts: list[Piece], given: Varied, random: Random) -> list[Piece]:
    if random.random() < 0.3:
        parts = [Piece("", random.choice(given.filler["english openings"]) + " "), *parts]
    if random.random() < 0.25:
        parts = [*parts, Piece("", random.choice(given.filler["english closings"]))]
    return parts
