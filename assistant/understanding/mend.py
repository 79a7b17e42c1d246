"""Typing errors of one character: 低保彪准 is met as 低保标准, 碧桂圆幼儿园 as the 碧桂园幼儿园 of a report."""

from __future__ import annotations

from collections.abc import Callable

from assistant.evidence import Evidence
from assistant.understanding.language import pinyin, sounds
from assistant.understanding.segment import Token, segment
from assistant.words import Lexicon, plain

_SHORTEST, _LONGEST = 3, 14


def mended(
    text: str,
    lexicon: Lexicon,
    mend: Callable[[str], str | None],
    homophone: Callable[[str, str], str | None],
) -> tuple[list[Token], tuple[str, ...]]:
    """The tokens of `text` with a typing error mended where one stands in a stretch that nothing knows, and what
    was mended: 低保彪准 → 低保标准."""
    tokens = segment(text, lexicon)
    for i, token in enumerate(tokens):
        if not token.unknown:
            continue
        for a, b in sorted(_windows(tokens, token), key=lambda w: w[0] - w[1]):
            if 3 <= b - a <= 14 and (better := mend(text[a:b])) and _mends(text, a, b, better, token):
                return segment(text[:a] + better + text[b:], lexicon), (f"{text[a:b]} → {better}",)
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        if behind and behind.has("term") and (better := homophone(token.text, behind.text)):
            whole = text[: token.start] + better + text[token.end :]
            return segment(whole, lexicon), (f"{token.text} → {better}",)
    return tokens, ()


def _mends(text: str, a: int, b: int, better: str, token: Token) -> bool:
    """Whether the change lies in the stretch that nothing knows."""
    if len(better) < b - a:
        return False
    first = next((i for i in range(b - a) if text[a + i] != better[i]), b - a)
    return token.start <= a + first <= token.end


def _windows(tokens: list[Token], token: Token) -> set[tuple[int, int]]:
    """Stretches around `token` that may be one word."""
    near = [t for t in tokens if abs(t.start - token.end) <= 3 or abs(token.start - t.end) <= 3 or t is token]
    near = [t for t in near if not t.has("mark", "list", "which", "amount", "particle", "up", "down")]
    starts = {t.start for t in near if t.start <= token.start}
    ends = {t.end for t in near if t.end >= token.end}
    return {(a, b) for a in starts for b in ends}


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
                if _one_apart(text, word) and _slip(text, word):
                    found[word] = None
        known = [w for w in found if w in self._lexicon.tags] or list(found)
        return min(known, key=lambda w: (abs(len(w) - len(text)), w)) if known else None

    def homophone(self, word: str, behind: str) -> str | None:
        """What the reports write before `behind` that sounds like `word`, of the same length and one character
        apart; `None` where they have the word itself, nothing such, or several."""
        if len(word) < 2 or self._evidence.says(word):
            return None
        found: set[str] = set()
        for number in self._evidence.sentences_with((behind,)):
            sentence = self._evidence.sentences[number]
            at = sentence.find(behind)
            while at >= 0:
                before = sentence[max(0, at - len(word)) : at]
                if len(before) == len(word) and _one_apart(word, before) and pinyin(word) == pinyin(before):
                    found.add(before)
                at = sentence.find(behind, at + 1)
        return found.pop() if len(found) == 1 else None

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


def _slip(text: str, word: str) -> bool:
    """Whether `text` may be `word` mistyped, and is no word of its own: 地铁里程 is not 高铁里程, 小学 not 大学.

    A slip sounds alike, or misses the last character of a word that is begun rightly, or leaves one out within.
    """
    if len(text) != len(word):
        return text not in (word[1:], word[:-1])
    at = next(i for i, (x, y) in enumerate(zip(text, word, strict=True)) if x != y)
    return bool(sounds(text[at]) & sounds(word[at])) or (at == len(text) - 1 and at >= _SHORTEST)


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
