"""English for the lexicon's Chinese words, as far as the lexicon has it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.words import lexicon, plain

#: No Chinese word of the lexicon that has an English one is longer.
_LONGEST = 12
_SHORT = re.compile(r"\b(?:gdp|r&d|cpi|fdi|vat|ai)\b")
_SEPARATORS = "、和及与"


@cache
def _english() -> dict[str, str]:
    """Chinese → English: of several English phrases the one that stands first in the lexicon."""
    words: dict[str, str] = {}
    known = lexicon()
    for english, chinese in known.english.items():
        words.setdefault(known.canonical(chinese), english)
        words.setdefault(chinese, english)
    return words


@lru_cache(maxsize=4096)
def in_english(text: str) -> str:
    """`text` in English where every word of it stands in the lexicon (农村低保标准 → rural minimum living
    allowance standard); empty where one does not."""
    known = lexicon()
    rest, words = known.canonical(plain(text)), _english()
    out: list[str] = []
    while rest:
        size = next((n for n in range(min(_LONGEST, len(rest)), 0, -1) if rest[:n] in words), 0)
        idle = next((w for w in known.neutral if rest.startswith(w) and len(w) > size), "")
        if size and not idle:
            out.append(words[rest[:size]])
            rest = rest[size:]
        elif idle or rest[0] in _SEPARATORS + "的":
            if not idle and rest[0] in _SEPARATORS:
                out.append("and")
            rest = rest[len(idle or rest[0]) :]
        else:
            return ""
    return _SHORT.sub(lambda m: m[0].upper(), " ".join(out))


def beside(text: str) -> str:
    """`text` with its English behind it: 低保标准 (minimum living allowance standard)."""
    english = in_english(text)
    return f"{text} ({english})" if english else text


def place(name: str) -> str:
    """A place with its English name behind it: 江西省 (Jiangxi)."""
    english = in_english(name)
    return f"{name} ({english.title()})" if english else name
