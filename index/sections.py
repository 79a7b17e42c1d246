"""Headings, wherever they stand, and the sections below them.

A heading is a line (一、…), or it opens a sentence inside a paragraph (…。一是…。…；二是…). Which kind of
mark stands below which is read from the report: where 1、2、3、 each hold a fresh （一）（二）, （一） is the
inner one, although most reports have it the other way round.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.records import Section
from index.text import Span, clean, paragraphs

#: Kinds of marks, outermost first, as most reports nest them.
_KINDS = (
    *("front", "part", "outline", "node", "han", "paren"),
    *("number", "bracket", "circle", "plain", "dash", "item"),
)
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}

_HAN = "[一二三四五六七八九十]{1,3}"
#: 一、二产业, 一、二季度 and 1、2号线 are lists, not headings.
_NO_LIST = r"(?![一二三四五六七八九十]+(?:、|季度|产业|级|类|线|等|号|楼|期|批|孩|手|次产))"
#: 三要素 is a noun, 三要抓好 is not.
_NO_NOUN = "(?![素点件事求闻职务害么道塞领旨地冲])"
_MARKS = {
    "part": rf"第(?:{_HAN}|\d{{1,2}})(?:部分|[章篇])",
    "outline": r"\d{1,2}\u3000+(?=(?:20\d\d年)?[\u4e00-\u9fff]{2,20}$)",  # 1　收入
    "node": rf"第(?:{_HAN}|\d{{1,2}})节",
    "han": rf"[壹贰叁肆伍陆柒捌玖拾]{{1,2}}[、\u3000]|{_HAN}[、.．]{_NO_LIST}",
    "paren": rf"[（(〔]{_HAN}[）)〕]",
    "number": r"\d{1,2}、(?!\d)|\d{1,2}[.．](?!\s?\d)|\d{1,2}[.．]\s?(?=20\d\d年)",
    "bracket": r"[（(]\d{1,2}[）)]|\d{1,2}[）)]",
    "circle": "[①-⑳]",
    "item": rf"{_HAN}是(?!否|非|[一二三四五六七八九十][、，])|{_HAN}要{_NO_NOUN}",
}
_PART = re.compile(rf"(?P<han>{_HAN}[、.．])")
_MARK = re.compile("|".join(f"(?P<{kind}>{mark})" for kind, mark in _MARKS.items()))
#: Where in a paragraph a heading may stand: after a stop or a colon, after a wide gap.
_PLACE = re.compile(r"[。！？；;：:][”’）)》】]*\s*|\u3000\s*| {2}\s*")
#: A first （一） that follows a heading's words without a stop: 二、存在问题（一）收支矛盾突出。
_FIRST = re.compile(r"(?<=[^第、和及至到（(])[（(〔]一[）)〕]")
_DASH = re.compile(r"(?:[—－–]{2}|--)\s*(?=[^\s—－–-])")
_HASH = re.compile(r"(#{1,6})[ \t]+")
_BOLD = re.compile(r"[*_\s]{0,6}")

#: The end of a heading's text; a colon between digits is a time.
_STOP = re.compile(r"[。！？；;]|(?<!\d)[：:](?!//)|[：:](?![\d/])")
_LONGEST_HEADING = 60
_LONG_POINT = 20  # 1、 with a longer sentence and no more is a point of a list
#: What headings without any mark speak of.
_TOPIC = re.compile(
    r"(?:工作|回顾|目标|任务|安排|计划|问题|情况|成效|打算|措施|建议|做法|思路|重点|实事|概况|成绩|成就|困难|不足|总结|展望|要点|部署|"
    r"经验|亮点|考虑|要求|建设|收入|支出|管理|改革|保障|发展|服务|说明|结语|前言)$"
)
_APPENDIX = re.compile(
    r"附件\s*\d*|附表\s*\d*|附[：:]?|名词(?:解释|注释|释义)|.{0,20}名词(?:解释|注释|释义)|有关说明"
)
#: Marks of lists: what such a mark heads ends with its paragraph.
_LEAVES = frozenset({"bracket", "circle", "dash", "item"})
#: Of the outer marks a heading may go on behind its colon (贰　春风又起：2025年怎么干).
_OUTER = frozenset({"part", "outline", "node", "han"})
_SUBTITLE = re.compile(r"(?:20\d\d年)?[\u4e00-\u9fff]{2,16}")
#: With these words a speech turns from a part's last point to the whole part.
_ADDRESS = ("各位代表", "各位委员", "同志们")
_NUMERAL = {c: i for row in ("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾") for i, c in enumerate(row, 1)}


@dataclass(frozen=True, slots=True)
class _Heading:
    kind: str
    start: int
    text_end: int  # where the heading's own words end, its stop not counted
    body: int
    label: str  # the mark alone: 一是
    ordinal: int  # 0 where the mark has none
    hashes: int  # Markdown's level, 0 elsewhere
    paragraph: Span  # where it stands
    sentence: bool  # its words are a sentence of their own, ending at 。 or ；

    @property
    def inline(self) -> bool:
        """Whether text of the same paragraph stands before it."""
        return self.start > self.paragraph[0] + 6

    @property
    def alone(self) -> bool:
        """Whether it fills its paragraph, so that what it heads can only be the next."""
        return self.body >= self.paragraph[1] and not self.inline


def sections(text: str) -> tuple[Section, ...]:
    """The sections of `text` in order, covering it without gap or overlap.

    `start` is where the heading begins and `body` where the text under it does. A heading may itself be a
    sentence that says something (一是财政收入增长5%。), so whoever reads sentences reads them from `start`.
    Where an item is one sentence only, `headings` holds its mark alone (二是) and `body` begins after it.
    What follows a list (一是… 二是… ⏎ 一年来，全县…) belongs to the heading above the list again: such a
    section has that heading's path and level, and `start` equals `body`.
    """
    found = _headings(text)
    levels, parents = _nest(found)
    paths: list[tuple[str, ...]] = []
    out: list[Section] = []
    if not found or found[0].start > 0:
        out.append(Section((), 0, 0, 0, found[0].start if found else len(text)))
    starts = [a for a, _ in paragraphs(text)]
    for i, heading in enumerate(found):
        end = found[i + 1].start if i + 1 < len(found) else len(text)
        deeper = i + 1 < len(found) and levels[i + 1] > levels[i]
        mark_end = heading.start + len(heading.label)
        lonely = heading.sentence and not deeper and (heading.kind in _LEAVES or _is_long(heading))
        if heading.text_end <= mark_end or (lonely and heading.body >= min(end, heading.paragraph[1])):
            words, body = heading.label, mark_end
        else:
            words, body = clean(text, heading.start, heading.text_end), heading.body
        up = parents[i]
        paths.append((*paths[up], _tidy(words)) if up >= 0 else (_tidy(words),))
        goes_on = i + 1 < len(found) and parents[i + 1] == parents[i] and _follows(heading, found[i + 1])
        listed = end if goes_on else _list_end(starts, heading, end)
        spoken = _address(text, starts, heading, end) if parents[i] >= 0 else end
        own = min(listed, spoken)
        out.append(Section(paths[i], levels[i], heading.start, min(body, own), own))
        if listed < spoken:
            up = _climb(parents, i, lambda j: found[j].kind not in _LEAVES)
            out.append(_rest(paths, levels, up, listed, spoken))
        if spoken < end:
            out.append(_rest(paths, levels, _climb(parents, i, lambda j: parents[j] < 0), spoken, end))
    return tuple(out)


def _is_long(heading: _Heading) -> bool:
    return heading.kind == "number" and heading.text_end - heading.start > _LONG_POINT


def _rest(paths: list[tuple[str, ...]], levels: list[int], up: int, start: int, end: int) -> Section:
    """What belongs to the heading `up` again, or to none."""
    return Section(paths[up], levels[up], start, start, end) if up >= 0 else Section((), 0, start, start, end)


def _climb(parents: list[int], i: int, stop: Callable[[int], bool]) -> int:
    """The nearest heading above the one at `i` at which to stop, or -1."""
    up = parents[i]
    while up >= 0 and not stop(up):
        up = parents[up]
    return up


def _follows(heading: _Heading, after: _Heading) -> bool:
    return heading.kind == after.kind and (not after.ordinal or after.ordinal > heading.ordinal)


def _list_end(starts: list[int], heading: _Heading, end: int) -> int:
    """Where the list ends whose last point is `heading`: with its paragraph."""
    after = bisect_left(starts, heading.paragraph[1])
    if heading.kind not in _LEAVES or heading.alone or after == len(starts):
        return end
    return min(starts[after], end)


def _address(text: str, starts: list[int], heading: _Heading, end: int) -> int:
    """Where a section's speaker turns to the hearers, and from the section's subject to the whole part's."""
    after = starts[bisect_left(starts, heading.paragraph[1]) : bisect_left(starts, end)]
    return next((at for at in after if text.startswith(_ADDRESS, at)), end)


def _tidy(words: str) -> str:
    words = re.sub(r"^[#\s*_]+|^[—－–-]{2,}\s*|\*\*|__", "", words)
    return re.sub(r"\s+", " ", words).strip().rstrip("。！？；;：:，、*_ ")


# --- finding headings ---------------------------------------------------------------------------------


def _headings(text: str) -> list[_Heading]:
    found: list[_Heading] = []
    spans = paragraphs(text)
    opened = False  # after the title, the date and the names on top
    for i, (a, b) in enumerate(spans):
        if text.startswith("|", a):
            continue
        hashes = _HASH.match(text, a, b)
        at = hashes.end() if hashes else a
        at = _bold_end(text, at, b)
        mark = _MARK.match(text, at, b) or _next_part(text, at, b, found)
        dash = _DASH.match(text, a, b)
        if mark:
            found.append(_marked(text, mark, a, (a, b), len(hashes[1]) if hashes else 0))
        elif hashes:
            if not _is_title(text, spans, i, found, opened, hashes):
                found.append(_Heading("front", a, b, b, text[a:b], 0, len(hashes[1]), (a, b), False))
        elif dash and opened and _stop(text, dash.end(), b):
            found.append(_worded("dash", text, a, dash.end(), (a, b), 0, 0))
        elif opened and _is_plain(text, spans, i, found[-1].paragraph if found else None):
            kind = "front" if _APPENDIX.fullmatch(text, a, b) else "plain"
            found.append(_Heading(kind, a, b, b, text[a:b], 0, 0, (a, b), False))
        opened = opened or bool(mark) or text.find("。", a, b) >= 0
        found.extend(_inline(text, found[-1].text_end if mark else at, (a, b)))
    return _confirmed(found)


def _next_part(text: str, at: int, end: int, found: list[_Heading]) -> re.Match[str] | None:
    """三、四季度工作打算: a heading where 二、 came before, though it reads like a list."""
    mark = _PART.match(text, at, end)
    if mark is None:
        return None
    before = next((h.ordinal for h in reversed(found) if h.kind == "han"), 0)
    return mark if before and _ordinal(mark[0]) == before + 1 else None


def _bold_end(text: str, at: int, b: int) -> int:
    m = _BOLD.match(text, at, b)
    return m.end() if m else at


def _inline(text: str, start: int, paragraph: Span) -> Iterator[_Heading]:
    """The headings in the paragraph from `start` on, the first of which may begin there."""
    mark = _MARK.match(text, start, paragraph[1])
    if mark and start > paragraph[0]:
        yield _marked(text, mark, start, paragraph, 0)
    for place in _PLACE.finditer(text, start, paragraph[1]):
        mark = _MARK.match(text, place.end(), paragraph[1])
        if mark:
            yield _marked(text, mark, mark.start(), paragraph, 0)


def _marked(text: str, mark: re.Match[str], start: int, paragraph: Span, hashes: int) -> _Heading:
    return _worded(mark.lastgroup or "item", text, start, mark.end(), paragraph, _ordinal(mark[0]), hashes)


def _worded(
    kind: str, text: str, start: int, words: int, paragraph: Span, ordinal: int, hashes: int
) -> _Heading:
    """The heading whose mark ends at `words`."""
    label, end = text[start:words], paragraph[1]
    stop = _stop(text, words, end)
    if kind in ("part", "han"):
        first = _FIRST.search(text, words, stop.start() if stop else min(end, words + _LONGEST_HEADING))
        if first:
            at = first.start()
            return _Heading(kind, start, at, at, label, ordinal, hashes, paragraph, False)
    if stop is not None:
        body = stop.end()
        while body < end and text[body] in "”’」』）)】》":
            body += 1
        sentence = stop[0] not in "：:"
        if kind in _OUTER and not sentence and _SUBTITLE.fullmatch(text, body, end):
            return _Heading(kind, start, end, end, label, ordinal, hashes, paragraph, False)
        if stop[0] in "；;" and kind in _LEAVES:  # one clause of a list, not a heading and its text
            return _Heading(kind, start, words, words, label, ordinal, hashes, paragraph, sentence)
        return _Heading(kind, start, stop.start(), body, label, ordinal, hashes, paragraph, sentence)
    at = end if end - words <= _LONGEST_HEADING else words
    return _Heading(kind, start, at, at, label, ordinal, hashes, paragraph, False)


def _stop(text: str, a: int, b: int) -> re.Match[str] | None:
    return _STOP.search(text, a, min(b, a + _LONGEST_HEADING + 1))


def _ordinal(mark: str) -> int:
    digits = "".join(c for c in mark if c.isdecimal())
    if digits:
        return int(digits)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    han = [_NUMERAL[c] for c in mark if c in _NUMERAL]
    if not han:
        return 0
    if len(han) == 1:
        return han[0]
    if han[0] == 10:  # 十二
        return 10 + han[1]
    return han[0] * 10 + (han[2] if len(han) > 2 else 0 if han[1] == 10 else han[1])  # 二十, 二十三


def _is_title(
    text: str, spans: list[Span], i: int, found: list[_Heading], opened: bool, hashes: re.Match[str]
) -> bool:
    """Whether a Markdown heading on top is the report's title: the first, and none like it below."""
    if found or opened:
        return False
    same = hashes[1] + " "
    return all(
        _MARK.match(text, _bold_end(text, a + len(same), b), b) is not None
        for a, b in spans[i + 1 :]
        if text.startswith(same, a)
    )


def _is_plain(text: str, spans: list[Span], i: int, headed: Span | None) -> bool:
    """Whether a line without a mark is a heading: short, no sentence, and text follows."""
    a, b = spans[i]
    if not 2 <= b - a <= 30 or i + 1 == len(spans):
        return False
    line = text[a:b].strip("*_ ")
    if _APPENDIX.fullmatch(line):
        return True
    if len(line) < 4 or re.search(r"[。！？；;：:!?，,|…》）)]", line) or not _TOPIC.search(line):
        return False
    before, (c, d) = spans[i - 1], spans[i + 1]
    follows = text.find("。", c, d) >= 0 or _MARK.match(text, _bold_end(text, c, d), d) is not None
    return follows and (text[before[1] - 1] in "。！？!?；;：:”）)" or before == headed)


def _confirmed(found: list[_Heading]) -> list[_Heading]:
    """`found` without marks that only look like one: 一要 counts where 二要 follows it."""
    wanted = [h for h in found if h.kind == "item" and h.label.endswith("要")]
    good: set[int] = set()
    for h, after in pairwise(wanted):
        if after.ordinal == h.ordinal + 1 and (h.ordinal == 1 or h.start in good):
            good |= {h.start, after.start}
    return [h for h in found if not (h.kind == "item" and h.label.endswith("要")) or h.start in good]


# --- nesting them -------------------------------------------------------------------------------------


def _nest(found: list[_Heading]) -> tuple[list[int], list[int]]:
    """Level and parent (an index, or -1) of every heading."""
    inner = _inversions(found)
    leading = _leading_plain(found)
    levels: list[int] = []
    parents: list[int] = []
    stack: list[int] = []
    for i, heading in enumerate(found):
        same = next((n for n, j in enumerate(stack) if _same(found[j], heading)), None)
        if same is not None:  # the same kind further up ends everything below it
            del stack[same:]
        else:
            while stack and not _holds(found[stack[-1]], heading, inner, leading):
                stack.pop()
        while stack and _over(found[stack[-1]], heading):
            stack.pop()
        parents.append(stack[-1] if stack else -1)
        stack.append(i)
        levels.append(len(stack))
    return levels, parents


def _over(outer: _Heading, heading: _Heading) -> bool:
    """Whether a list has ended with its paragraph before `heading`."""
    return outer.kind in _LEAVES and outer.paragraph != heading.paragraph and not outer.alone


def _same(outer: _Heading, heading: _Heading) -> bool:
    return outer.kind == heading.kind and outer.kind != "front" and not (outer.hashes and heading.hashes)


def _holds(outer: _Heading, heading: _Heading, inner: set[tuple[str, str]], leading: bool) -> bool:
    """Whether `heading` can stand below `outer`."""
    if heading.hashes:
        return 0 < outer.hashes < heading.hashes
    a, b = outer.kind, heading.kind
    if b == "front" or a == b:
        return outer.hashes > 0 and a == "front" and b != "front"
    if leading and "plain" in (a, b):
        return a == "plain" or a == "front"
    if (a, b) in inner or (a == "plain" and heading.ordinal == 1):
        return True
    if (b, a) in inner:
        return False
    # a mark on its own line does not stand below an item of the paragraph before it
    return _RANK[a] < _RANK[b] or (
        heading.inline and a in ("item", "dash") and b in ("number", "bracket", "circle")
    )


def _leading_plain(found: list[_Heading]) -> bool:
    """Whether lines without a mark are the report's outermost headings: the first heading is one."""
    return bool(found) and found[0].kind == "plain"


def _inversions(found: list[_Heading]) -> set[tuple[str, str]]:
    """Pairs (outer, inner) that this report nests against the custom.

    Evidence that a holds b: a goes on from n to n + 1 while b began anew at 1 in between.
    """
    count: dict[tuple[str, str], int] = {}
    last: dict[str, tuple[int, int]] = {}  # kind → its last ordinal and where
    first: dict[str, int] = {}  # kind → where it last began at 1
    for i, heading in enumerate(found):
        a, n = heading.kind, heading.ordinal
        if not n:
            continue
        if a in last and n == last[a][0] + 1:
            for b, at in first.items():
                if b != a and at > last[a][1]:
                    count[a, b] = count.get((a, b), 0) + 1
        last[a] = (n, i)
        if n == 1:
            first[a] = i
    return {(a, b) for (a, b), n in count.items() if n > count.get((b, a), 0) and _RANK[a] > _RANK[b]}
