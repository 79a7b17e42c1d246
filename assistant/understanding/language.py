"""A question as it is written: its language, and its words in simplified Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from assistant.records import Aspect, Language
from assistant.understanding.english import in_order, in_place
from assistant.understanding.phrases import rewritten
from assistant.words import Lexicon
from index.text import fold

_LATIN = re.compile(r"[a-z][a-z&'.-]*[a-z]|[a-z]", re.IGNORECASE)
_MONTH = r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_COUNTY_IN = re.compile(
    r"(?:\b[Tt]he\s+)?\b[Cc]ount(?:y|ies)\s+(?:in|of)\s+"
    rf"(?!(?:{_MONTH}|the\b))([A-Za-z]+(?:\s[A-Z][a-z]+)?)"
)
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?!\w)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: No report in Chinese writes it, for it is too long to be a name made of initials (PPP, LNG, ETC).
_ENGLISH = re.compile(r"[a-z][a-z'-]{4,}")


@cache
def _converter() -> Any:
    from opencc import OpenCC  # reads its tables when made

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` with traditional characters written as simplified ones."""
    return _converter().convert(text) if _HAN.search(text) else text


def language_of(text: str) -> Language:
    """English where the sentence is built of English words, even with Chinese terms in it."""
    words = [w for w in _LATIN.findall(text) if len(w) > 1]
    han = len(_HAN.findall(text))
    return "en" if len(words) >= 2 and len(words) * 2 > han else "zh"


@cache
def pinyin(name: str) -> str:
    """The name's sounds in Latin letters without tones: 金寨 → jinzhai."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name)).lower()


def sounds(character: str) -> frozenset[str]:
    """Every way to say a character, without tones: 曾 → ceng, zeng."""
    from pypinyin import Style
    from pypinyin import pinyin as spelled

    return frozenset(spelled(character, style=Style.NORMAL, heteronym=True)[0])


def chinese(text: str, lexicon: Lexicon, places: Iterable[str]) -> str:
    """`text` with its English words put into Chinese; `places` may be named by their sounds.

    English words that stand in no lexicon stay: they are part of what is asked.
    """
    text = _COUNTY_IN.sub(r"\1 的县", simplified(fold(text)))
    if not _LATIN.search(text):
        return text
    if language_of(text) == "zh":
        return in_place(text, lexicon, tuple(places))
    return in_order(_POSSESSIVE.sub("", rewritten(text)), lexicon, tuple(places))


def untranslated(aspect: Aspect) -> tuple[str, ...]:
    """The English words of an aspect that no lexicon knows: whether reports speak of them cannot be said."""
    return tuple(term.text for term in aspect.terms if not term.known and _ENGLISH.fullmatch(term.text))
