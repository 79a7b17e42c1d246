"""Cuts a question into the lexicon's words; what stands in no lexicon stays whole."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.words import Lexicon

#: Costs of a word and of a character that belongs to none: long words win, few words win.
_WORD, _SINGLE, _UNKNOWN = 1.0, 1.5, 1.7
_LONGEST = 24
_ALONE = frozenset("的了呢吗吧啊和与及或年月省市县各哪几")
_LEVELS = frozenset("省市县区")
#: Small words that are as often a part of a longer one: 研发, 中心, 下山, 人大, 户籍.
_NOUNISH = frozenset(
    "新名发中上下内外地人户家级期多里后前点本种次张条样份等单花付做用建办理会总共末底位起间分全双占列排比"
)
_LEADING = frozenset("对向为给把在从由被将到至比跟用等按")
_AFTER_VERB = frozenset(("到", "至", "了", "为", "成", "多", "得", "没", "还", "或"))
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


def _token(text: str, a: int, b: int, lexicon: Lexicon) -> Token:
    word = text[a:b]
    tags = {"mark"} if word in _MARKS else lexicon.tags.get(word, set())
    return Token(word, frozenset(tags), a, b)


def _joined(text: str, tokens: list[Token]) -> list[Token]:
    """Single characters beside one that nothing knows are one word with it: 研 发 中 心 is 研发中心."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and (tokens[end].unknown or _loose(tokens, end)):
            end += 1
        run = tokens[at:end]
        while run and run[0].text in _LEADING and not run[0].unknown:
            out.append(run.pop(0))
            at += 1
        if any(t.unknown for t in run):
            _append(out, text, run[0].start, run[-1].end)
            at = end
        elif run:
            out.extend(run)
            at = end
        elif at < len(tokens):
            out.append(tokens[at])
            at += 1
    return out


def _append(out: list[Token], text: str, a: int, b: int) -> None:
    last = out[-1] if out else None
    beside = last is not None and last.end == a and last.has("term") and not last.has("light")
    if last is not None and beside and b - a == 1 and text[a] in _SUFFIXES:  # 支付 + 率 is one word
        out[-1] = Token(text[last.start : b], frozenset(), last.start, b)
        return
    out.append(Token(text[a:b], frozenset(), a, b))


def _loose(tokens: list[Token], i: int) -> bool:
    """A single character that is a word only when it stands alone."""
    token = tokens[i]
    if token.text in _LEVELS:  # 跨省通办
        around = tokens[max(0, i - 1) : i] + tokens[i + 1 : i + 2]
        return len(around) == 2 and all(t.unknown for t in around)
    if len(token.text) != 1 or token.has("mark") or token.text in _ALONE:
        return False
    if token.has("up", "down"):
        follower = tokens[i + 1] if i + 1 < len(tokens) else None
        return (
            follower is not None and not follower.has("amount", "mark") and follower.text not in _AFTER_VERB
        )
    return token.text in _NOUNISH
