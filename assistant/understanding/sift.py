"""What the learned reader says of a question, laid over the words that the rules have left of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from assistant.understanding.reader import Intent, PartKind, read_parts
from assistant.understanding.segment import Token
from assistant.words import Lexicon

_MATTER = (PartKind.matter, PartKind.measure_of_growth)
_LATIN = re.compile(r"[a-z][a-z&'-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The kind of every character of the question, `None` for filler, and what the whole asks for."""

    text: str
    kinds: tuple[PartKind | None, ...]
    intents: Mapping[Intent, float]

    def intends(self, *intents: Intent, least: float = 0.6) -> bool:
        """Whether one of the intents is as probable as `least`."""
        return any(self.intents.get(intent, 0.0) >= least for intent in intents)

    def said(self, kind: PartKind) -> list[str]:
        """The stretches of the question that are of the kind."""
        runs = groupby(zip(self.text, self.kinds, strict=True), key=lambda pair: pair[1])
        return ["".join(c for c, _ in run) for k, run in runs if k is kind]


def read(text: str, lexicon: Lexicon) -> Reading:
    """The question (with placeholders for times, places and bounds) as the learned reader takes it."""
    found = read_parts(text, lexicon)
    kinds: list[PartKind | None] = [None] * len(text)
    for part in found.parts:
        kinds[part.start : part.end] = [part.kind] * (part.end - part.start)
    return Reading(text, tuple(kinds), found.intents)


def sifted(tokens: Sequence[Token], rest: str, reading: Reading) -> list[Token]:
    """`tokens` of `rest` (what the rules left of the question) without those that tell nothing of what is asked."""
    kinds = _laid_over(rest, reading)
    if not any(kind in _MATTER for kind in kinds):
        return list(tokens)
    out: list[Token] = []
    for token in tokens:
        own = kinds[token.start : token.end]
        if token.unknown and _whole(token, own, tokens):
            out.append(token)
        elif token.unknown:
            out += _matter_of(token, own)
        elif not token.has("term", "head") or _tells(token, own):
            out.append(token)
    return out


def _laid_over(rest: str, reading: Reading) -> list[PartKind | None]:
    """The kind of each character of `rest`, which has most of the reading's characters in their order."""
    kinds: list[PartKind | None] = [None] * len(rest)
    for a, b, size in SequenceMatcher(None, reading.text, rest, autojunk=False).get_matching_blocks():
        kinds[b : b + size] = reading.kinds[a : a + size]
    return kinds


#: What has a name of its own before it: 兰亭幼儿园, 石板桥水库.
_NAMED = (
    "幼儿园",
    "小学",
    "中学",
    "学校",
    "学院",
    "医院",
    "公司",
    "集团",
    "水库",
    "公园",
    "园区",
    "大桥",
    "社区",
    "敬老院",
    "福利院",
)


def _whole(token: Token, kinds: Sequence[PartKind | None], tokens: Sequence[Token]) -> bool:
    """Whether an unknown word is all matter: half of it is, or it is the name of what stands behind it."""
    if 2 * sum(kind in _MATTER for kind in kinds) >= len(kinds):
        return True
    return any(t.start == token.end and t.text.startswith(_NAMED) for t in tokens)


def _matter_of(token: Token, kinds: Sequence[PartKind | None]) -> list[Token]:
    """The stretches of a word that nothing knows which are matter."""
    out: list[Token] = []
    at = token.start
    for matter, run in groupby(kinds, key=lambda kind: kind in _MATTER):
        size = len(list(run))
        if matter:
            text = token.text[at - token.start : at - token.start + size]
            out.append(replace(token, text=text, start=at, end=at + size))
        at += size
    return out


def _tells(token: Token, kinds: Sequence[PartKind | None]) -> bool:
    """Whether a known word tells what is asked, and is not read as something else."""
    if token.has("head") or any(kind in _MATTER for kind in kinds):
        return True
    return not {
        PartKind.places,
        PartKind.telling,
        PartKind.mention,
        PartKind.display,
        PartKind.operation,
    }.intersection(kinds)


def without_filler(rest: str, question: str, lexicon: Lexicon) -> str:
    """`rest` (what is left of an English question, its known words in Chinese) without the English words that tell
    nothing of what is asked."""
    reading = read(question.lower(), lexicon)
    words = list(_LATIN.finditer(reading.text))
    told = {m[0] for m in words if any(k in _MATTER for k in reading.kinds[m.start() : m.end()])}
    filler = {m[0] for m in words} - told if told else set()
    return _LATIN.sub(lambda m: "" if m[0] in filler else m[0], rest)
