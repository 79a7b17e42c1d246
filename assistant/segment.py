"""Cuts a question into the lexicon's words; what stands in no lexicon stays whole."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.words import Lexicon

#: Costs of a word and of a character that belongs to none: long words win, few words win.
_WORD, _SINGLE, _UNKNOWN = 1.0, 1.5, 1.7
_LONGEST = 24
_ALONE = frozenset("的了呢吗吧啊和与及或年月省市县")
_SUFFIXES = frozenset("率额量数费金款户者业园厂车店品物站所库区村镇级制线点面长比值")
_MARKS = frozenset("，。、；？！,;?!：:（）() \t")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question; `tags` tells what it may be, none for an unknown stretch."""

    text: str
    tags: frozenset[str]
    start: int
    end: int

    @property
    def unknown(self) -> bool:
        return not self.tags

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)


def segment(text: str, lexicon: Lexicon) -> list[Token]:
    """The words of `text` (in plain form, marks kept as tokens tagged `mark`)."""
    n = len(text)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * n
    for at in range(n):
        cost = best[at][0]
        if cost + _UNKNOWN < best[at + 1][0]:
            best[at + 1] = (cost + _UNKNOWN, at)
        for end in range(at + 1, min(n, at + _LONGEST) + 1):
            if text[at:end] in lexicon.tags:
                more = cost + (_WORD if end - at > 1 else _SINGLE)
                if more < best[end][0]:
                    best[end] = (more, at)
    cuts: list[tuple[int, int]] = []
    at = n
    while at > 0:
        cuts.append((best[at][1], at))
        at = best[at][1]
    tokens = [_token(text, a, b, lexicon) for a, b in reversed(cuts)]
    return _joined(text, tokens)


def _takes_suffix(before: Token, token: Token, text: str) -> bool:
    """支付 + 率 is one word: a character that belongs to nothing ends the term before it."""
    return (
        before.has("term")
        and not before.has("light")
        and before.end == token.start
        and token.text in _SUFFIXES
    )


def _token(text: str, a: int, b: int, lexicon: Lexicon) -> Token:
    word = text[a:b]
    tags = {"mark"} if word in _MARKS else lexicon.tags.get(word, set())
    return Token(word, frozenset(tags), a, b)


def _joined(text: str, tokens: list[Token]) -> list[Token]:
    """Unknown characters that stand together are one stretch, with single-character words caught between."""
    out: list[Token] = []
    for i, token in enumerate(tokens):
        loose = token.unknown
        if not loose and len(token.text) == 1 and not token.has("mark") and token.text not in _ALONE:
            before = i > 0 and tokens[i - 1].unknown
            after = i + 1 < len(tokens) and tokens[i + 1].unknown
            after_one = (
                before and tokens[i - 1].end - tokens[i - 1].start == 1 and not token.has("up", "down")
            )
            term_next = i + 1 < len(tokens) and tokens[i + 1].has("term")
            loose = before and (after or (after_one and term_next))
        if loose and len(token.text) == 1 and token.unknown and out and _takes_suffix(out[-1], token, text):
            out[-1] = Token(text[out[-1].start : token.end], frozenset(), out[-1].start, token.end)
        elif loose and out and out[-1].unknown:
            out[-1] = Token(text[out[-1].start : token.end], frozenset(), out[-1].start, token.end)
        else:
            out.append(Token(token.text, frozenset(), token.start, token.end) if loose else token)
    return out
