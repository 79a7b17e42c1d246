"""Lines that a layout broke, put together again; digits that it set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

STOPS = "。！？!?；;：:"
#: What begins a line of its own: a number, a bracket with a number, a dash.
BEGINS = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.](?!\d)|第[一二三四五六七八九十]+[章节条部]|附[件表]|——"
)
_PAUSE = re.compile("[，,。；;]")
_SPACE = "[ \xa0\u2000-\u200a\u202f\u3000]"
_DIGIT = "[0-9０-９]"
#: Digits one by one with a space between each two, between Chinese and what they count: 达到1 1 8 . 6亿元.
_APART = re.compile(
    rf"(?<=[一-龥（(：:，,、|])(?<![表图件第])(?P<lead>{_SPACE}?)(?P<number>{_DIGIT}(?:{_SPACE}{_DIGIT})*"
    rf"(?:{_SPACE}?[.．]{_SPACE}?{_DIGIT}(?:{_SPACE}{_DIGIT})*)?)(?P<gap>{_SPACE}?)(?=[万亿元%％‰人户个家所年月日吨亩公平]|{_SPACE}*\|)"
)
_PAIR = 2  # of digits, which may follow one another in a number too


def prose(lines: Sequence[str]) -> str:
    """Lines of one paragraph: those of prose joined, with a space between Latin words, others kept apart.

    Lines without any stop or comma are a title, an address or a list, and stay as they are.
    """
    if not any(_PAUSE.search(line) for line in lines):
        return "\n".join(lines)
    out = lines[0] if lines else ""
    for before, line in pairwise(lines):
        out += _joint(before, line) + line
    return out


def _joint(before: str, line: str) -> str:
    heads = BEGINS.match(before) and not _PAUSE.search(before)
    if before[-1:] in STOPS or BEGINS.match(line) or line[:1] in "（(" or heads:
        return "\n"
    return " " if _latin(before[-1:]) and _latin(line[:1]) else ""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def spaced_digits(text: str) -> str:
    """`text` with numbers joined whose digits stand apart, where it is surely one number: single digits
    before a unit (7 2 0 元) or alone in a cell, and not a row of numbers that count on (1 2 3).
    """
    return _APART.sub(_joined, text) if " " in text or "\u3000" in text or "\xa0" in text else text


def _joined(m: re.Match[str]) -> str:
    number = re.sub(_SPACE, "", m["number"])
    digits = [int(c) for c in number if c not in ".．"]
    apart = len(number) < len(m["number"])
    counts_on = (
        len(digits) == len(number) and all(b == a + 1 for a, b in pairwise(digits)) and len(digits) > _PAIR
    )
    if not apart or counts_on:
        return m[0]
    alone = m.string[m.start() - 1] == "|"
    return f"{m['lead']}{number}{m['gap']}" if alone else number
