"""Coordinated lists: their items, each with the head noun that only the last one says."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.nouns import tidy

_ITEM = pattern(r"、|以及|和(?!美|谐|平)|与|及(?!其)|，")
#: What of them may part a list, the most cautious reading first.
_CUTS = ("、，", "、，和以与及", "、，和以")


@cache
def _heads() -> re.Pattern[str]:
    return pattern(any_of(words("indicators")["heads"]) + "$")


def share(noun: str, n: int) -> list[str] | None:
    """The n items that 分别 hands n numbers out to, each with the head noun that the last one carries.

    城镇和农村居民人均可支配收入, 2 → 城镇居民人均可支配收入, 农村居民人均可支配收入; `None` where the noun
    does not hold n items.
    """
    if n == 1:
        return [noun]
    for word, parts in words("particles")["pair"].items():
        rest = noun.replace(word, "", 1)
        if rest != noun and len(parts) == n and not (n == 2 and re.search("、|和|与", rest)):
            return [noun.replace(word, part, 1) for part in parts]
    joints = [m.span() for m in _ITEM.finditer(noun) if not _enclosed(noun, m.start())]
    for cuts in _CUTS:
        items = _split(noun, [span for span in joints if noun[span[0]] in cuts])
        if len(items) == n:
            return _received(_headed(items))
    return None


#: Who gets something, at the front of an item.
_RECEIVER = pattern("[^、]{0,10}?(?:人员|对象|居民|家庭|儿童|孤儿|老人|老年人|残疾人|学生|职工)")


def _received(items: list[str]) -> list[str]:
    """The items, each with who gets it, where only the first says so: 特困人员集中供养标准, 分散供养标准."""
    m = _RECEIVER.match(items[0])
    if m is None or any(_RECEIVER.match(item) for item in items[1:]):
        return items
    rest = items[0][m.end() :]
    alike = all(len(item) == len(rest) and item[-4:] == rest[-4:] for item in items[1:])
    return [items[0], *(m[0] + item for item in items[1:])] if alike and len(rest) > 4 else items


def _enclosed(text: str, at: int) -> bool:
    """Whether `at` stands within quotation marks or brackets."""
    return any(text.count(a, 0, at) > text.count(b, 0, at) for a, b in ("“”", "（）"))


def _split(noun: str, cuts: list[tuple[int, int]]) -> list[str]:
    out, at = [], 0
    for a, b in cuts:
        out.append(noun[at:a])
        at = b
    out.append(noun[at:])
    return [tidy(x) for x in out if x.strip()]


def _headed(items: list[str]) -> list[str]:
    """The items, each with the head of the last one where it has none of its own."""
    last = items[-1]
    if not _heads().search(last):
        return items
    return [
        *(i + _second_head(i, last) if _heads().search(i) else i + _head_for(i, last) for i in items[:-1]),
        last,
    ]


def _second_head(item: str, last: str) -> str:
    """The head that `last` has behind one as `item` has it (存款、贷款|余额), "" where it has none."""
    for k in range(2, min(6, len(last) - 1)):
        stem, head = last[:-k], last[-k:]
        if stem[-1] == item[-1] and _heads().fullmatch(head) and _heads().search(stem):
            return head
    return ""


@cache
def _kinds() -> re.Pattern[str]:
    return pattern(any_of(words("particles")["kind"]["words"]) + "$")


@cache
def _shares() -> re.Pattern[str]:
    return pattern(r"占[^占]{2,30}(?:比重|比例)$|" + _heads().pattern)


def _head_for(item: str, last: str) -> str:
    """What of `last` is said of `item` too: what follows the part parallel to it, else the head noun."""
    for word, others in words("particles")["parallel"].items():
        if item.endswith(word):
            for other in others:
                if other in last:
                    return last[last.index(other) + len(other) :]
    kind = _kinds().search(item)
    if kind and kind[0] in last:
        return last[last.index(kind[0]) + len(kind[0]) :]
    k = next(
        (k for k in _around(len(item), len(last)) if last[k - 1] == item[-1]), 0
    )  # 食品、药|品|抽检合格率
    if k:
        return last[k:]
    head = _shares().search(last)
    if head and len(head[0]) == 1 and len(last) - len(item) > _TAIL:  # 高血压、糖尿病|患者规范管理率
        return last[len(item) :]
    return head[0] if head else ""


#: A head of one character (率) seldom is all that an item lacks, where so much more stands before it.
_TAIL = 3


def _around(k: int, length: int) -> list[int]:
    """Where an item about as long as one of `k` characters may end, nearest first."""
    return [n for n in (k, k - 1, k + 1, k + 2) if 1 < n < length]


#: 等 at a list's end, and what may stand between it and the head noun.
_ETC = pattern(r"等(?:各类|各项|相关|重点|方面)?(?!级|次|效|待(?!遇)|于)")


@cache
def _moving() -> re.Pattern[str]:
    return pattern(any_of(words("indicators")["moving"]) + "$")


def items(noun: str) -> list[str]:
    """养老金、医保、低保等民生保障待遇标准 → 养老金, 医保标准, 低保标准; a noun that is no list is itself."""
    parts = [p for p in re.split(r"、|和(?=[^美谐平])|及|与", noun) if p]
    head = _moving().search(noun)
    if len(parts) < 2 or head is None:
        return [noun]
    etc = _ETC.search(parts[-1])
    if etc:
        parts[-1] = parts[-1][: etc.start()]
    named = [tidy(p) for p in parts]
    return [p if _moving().search(p) else p + head[0] for p in named if p]
