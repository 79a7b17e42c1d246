"""Typing errors of one character: 低保标谁 is met as 低保标准."""

from __future__ import annotations

from assistant.evidence import Evidence
from assistant.words import Lexicon, plain

_SHORTEST, _LONGEST = 3, 14


class Mender:
    """Finds the word of the lexicon or the indicator of a report that is one character away."""

    def __init__(self, lexicon: Lexicon, evidence: Evidence) -> None:
        self._lexicon = lexicon
        self._evidence = evidence
        self._near: dict[str, list[str]] | None = None
        self._all: set[str] = set()

    def mend(self, text: str) -> str | None:
        """The word one changed, missing or added character away; `None` where there is none or several."""
        if not _SHORTEST <= len(text) <= _LONGEST:
            return None
        near = self._table()
        if text in self._all or self._evidence.says(text):
            return None
        found: dict[str, None] = {}
        for key in _shorter(text):
            for word in near.get(key, ()):
                if _one_apart(text, word):
                    found[word] = None
        known = [w for w in found if w in self._lexicon.tags] or list(found)
        return min(known, key=lambda w: (abs(len(w) - len(text)), w)) if known else None

    def _table(self) -> dict[str, list[str]]:
        if self._near is None:
            words = {w for w, tags in self._lexicon.tags.items() if tags & {"term", "head"}}
            words |= {
                w + "标准"
                for w, name in self._lexicon.synonyms.items()
                if len(w) <= 6 and name in ("低保", "特困供养", "最低工资")
            }
            words |= {plain(i) for i in self._evidence.by_indicator}
            self._all = {w for w in words if _SHORTEST <= len(w) <= _LONGEST}
            table: dict[str, list[str]] = {}
            for word in sorted(self._all):
                for key in _shorter(word):
                    table.setdefault(key, []).append(word)
            self._near = table
        return self._near


def _shorter(word: str) -> set[str]:
    """The word, and the word without each of its characters: two words one apart share one of these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _one_apart(a: str, b: str) -> bool:
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return len(short) >= _SHORTEST and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
