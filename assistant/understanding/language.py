"""A question as it is written: its language, and its words in simplified Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from assistant.records import Language
from assistant.understanding.phrases import rewritten
from assistant.words import Lexicon
from index.text import fold

_LATIN = re.compile(r"[a-z][a-z&'.-]*[a-z]|[a-z]", re.IGNORECASE)
_MONTH = r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_COUNTY_IN = re.compile(
    r"(?:\b[Tt]he\s+)?\b[Cc]ount(?:y|ies)\s+(?:in|of)\s+"
    rf"(?!(?:{_MONTH}|the\b))([A-Za-z]+(?:\s[A-Z][a-z]+)?)"
)
#: Words of the lexicon's longest English phrase.
_LONGEST = 7
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?!\w)")
#: Chinese in brackets, or behind a quotation mark: "two cancers" (两癌).
_GLOSS = re.compile(r"""["”'’]?\s*[(（][\u4e00-\u9fff]""")
_HAN = re.compile(r"[\u4e00-\u9fff]")


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
    text = rewritten(text)
    out: list[str] = []
    at = 0
    for match in re.finditer(r"[A-Za-z0-9&][A-Za-z0-9&'., -]*", text):
        out.append(text[at : match.start()])
        glossed = bool(_GLOSS.match(text, match.end()))
        out.append(_phrase(match[0], lexicon, tuple(places), glossed))
        at = match.end()
    out.append(text[at:])
    return "".join(out)


def _phrase(phrase: str, lexicon: Lexicon, places: tuple[str, ...], glossed: bool) -> str:
    """The phrase in Chinese, with `glossed` without the unknown words that the Chinese behind it explains: port of
    Shanghai (上海港)."""
    words = re.findall(
        r"[A-Za-z]+\d[\d.]*\d|[A-Za-z]+\d|\d+[A-Za-z]\b|[A-Za-z][A-Za-z&'-]*|\d[\d.,]*\d|\d|[.,]",
        _POSSESSIVE.sub("", phrase),
    )
    lower = [w.lower() for w in words]
    out: list[str] = []
    at, gloss = 0, _glossed(lower, lexicon) if glossed else len(words)
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            found = lexicon.english.get(" ".join(lower[at : at + size]))
            place = None if found else _place("".join(lower[at : at + size]), places)
            if found or place:
                out.append(found or place or "")
                at += size
                break
        else:
            word = "" if at >= gloss and lower[at].isalpha() else words[at]
            if lower[at] not in lexicon.english_stop or not word.isalpha():
                out.append(word if word not in ".," else "，" if word == "," else " ")
            elif lower[at] in ("and", "with"):
                out.append("和")
            at += 1
    return _tidy(out)


def _glossed(words: list[str], lexicon: Lexicon) -> int:
    """Where the noun phrase at the end of `words` begins: behind the last small word but of and the."""
    at = len(words)
    while at and (words[at - 1] in ("of", "the", "two") or words[at - 1] not in lexicon.english_stop):
        at -= 1
    return at


def _tidy(words: list[str]) -> str:
    out = ""
    for word in words:
        gap = out and out[-1].isascii() and out[-1].isalnum() and word[:1].isascii() and word[:1].isalnum()
        out += (" " if gap else "") + word
    return out


def _place(sound: str, places: tuple[str, ...]) -> str | None:
    if len(sound) < 4:
        return None
    return next((place for place in places if pinyin(place) == sound), None)
