"""Characters and sentences: folding, page furniture, and where a sentence ends.

Nothing here changes the length of the text: a span found in the folded text is a span of the report.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

#: Full-width and typographic characters that mean an ASCII one, folded one character for one.
_FOLD = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B)}  # ０-９ Ａ-Ｚ ａ-ｚ and what lies between
    | {"％": "%", "／": "/", "．": ".", "－": "-", "～": "~", "＋": "+", "＊": "*", "—": "-", "–": "-", "−": "-"}
    | {"﹪": "%", "＝": "=", "：": ":", "；": ";", "〜": "~", "×": "×", "\u3000": " ", "\xa0": " "}
)

#: Words of web pages that surround a report: buttons, font sizes, share bars, paywall marks.
_BUTTONS = (
    "下载|打印|全屏|收藏|加大|还原|减小|关闭|返回顶部|分享到?|字号|大|中|小|复制链接|扫一扫|上一篇|下一篇|来源|责任编辑|编辑"
)
_FURNITURE = re.compile(
    r"##\w{2,20}##"  # ##paidbegin##
    rf"|^[ \t]*[【\[]?(?:{_BUTTONS})[】\]：: ]*[ \t]*$"
    r"|^[ \t]*[】\]】]+[ \t]*$"
    r"|^[ \t]*(?:第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?|-\s*\d+\s*-|—\s*\d+\s*—)[ \t]*$"
    r"|^[ \t]*(?:上一页|下一页|阅读原文|阅读全文|点击查看|扫码|分享|相关链接|版权所有|打印本页|关闭窗口).{0,20}$",
    re.MULTILINE,
)

#: A sentence ends here, with the closing marks that follow.
_STOP = re.compile(r"[。！？!?；;]+[”’」』）)】》]*")


def fold(text: str) -> str:
    """Half-width form of `text`, one character for one character."""
    return text.translate(_FOLD)


def furniture(text: str) -> list[Span]:
    """Spans of page furniture and paywall marks, in order."""
    return [m.span() for m in _FURNITURE.finditer(text) if m.end() > m.start()]


def clean(text: str, start: int, end: int) -> str:
    """`text[start:end]` without page furniture and without the line ends that break a sentence."""
    return "".join(text[i] for i in kept(text, start, end))


def kept(text: str, start: int, end: int) -> list[int]:
    """Offsets in `start:end` of the characters that belong to the report itself, in order."""
    out: list[int] = []
    part = text[start:end]
    holes = [(start + a, start + b) for a, b in furniture(part)]
    hole = 0
    for i in range(start, end):
        while hole < len(holes) and holes[hole][1] <= i:
            hole += 1
        if hole < len(holes) and holes[hole][0] <= i:
            continue
        if text[i] in "\r\n":
            continue
        out.append(i)
    return out


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in `start:end`, without surrounding white space.

    A sentence ends at 。！？； or at the end of a paragraph; a line end inside a sentence (the line before
    it ends without a stop and is not short) does not end it.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    holes = furniture(text[start:end])
    for a, b in _paragraphs(text, start, end, [(start + x, start + y) for x, y in holes]):
        at = a
        for m in _STOP.finditer(text, a, b):
            spans.append((at, m.end()))
            at = m.end()
        if at < b:
            spans.append((at, b))
    trimmed = (_trim(text, a, b) for a, b in spans)
    return [(a, b) for a, b in trimmed if a < b]


def _paragraphs(text: str, start: int, end: int, holes: list[Span]) -> list[Span]:
    lines: list[Span] = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip() and not any(a <= at and stop <= b for a, b in holes if b > a and _whole(text, a, b)):
            lines.append((at, stop))
        at = stop + 1
    out: list[Span] = []
    for a, b in lines:
        if out and _runs_on(text, out[-1], (a, b)):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _whole(text: str, a: int, b: int) -> bool:
    """Whether the furniture at `a:b` fills its line."""
    return (a == 0 or text[a - 1] == "\n") and (b == len(text) or text[b] == "\n")


#: A line this long that stops in the middle of a sentence was broken by its page, not by its author.
_FULL_LINE = 15
_NEW_PARAGRAPH = re.compile(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.](?!\d)|#|[-*] |第[一二三四五六七八九十]+|[|—])|\u3000\u3000"
)


def _runs_on(text: str, before: Span, line: Span) -> bool:
    if text[before[1] : line[0]].count("\n") > 1:
        return False
    last = text[before[0] : before[1]].rstrip()
    tail = last[last.rfind("\n") + 1 :]
    if not last or last[-1] in "。！？!?；;：:|】" or len(tail) < _FULL_LINE or tail.lstrip().startswith(("#", "|")):
        return False
    return not _NEW_PARAGRAPH.match(text, line[0], line[1])


def _trim(text: str, a: int, b: int) -> Span:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b
