"""Characters, paragraphs and sentences: folding, page furniture, and where a sentence ends.

Nothing here changes the length of the text: a span found in the folded text is a span of the report.
Everything is found once for a whole text and kept for the last few, so that asking for the sentences of
one section after another stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

Span = tuple[int, int]

#: Full-width and typographic characters that mean an ASCII one, folded one character for one.
_WIDTH = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B)}  # ０-９ Ａ-Ｚ ａ-ｚ and what lies between
    | {
        "％": "%",
        "／": "/",
        "．": ".",
        "－": "-",
        "～": "~",
        "＋": "+",
        "＊": "*",
        "—": "-",
        "–": "-",
        "−": "-",
    }
    | {"﹪": "%", "∶": ":", "＝": "=", "：": ":", "；": ";", "〜": "~", "×": "×", "\u3000": " ", "\xa0": " "}
)

#: Groups of three digits behind one to three, unless numbers are listed (分别为120，350，480).
_THOUSANDS = re.compile(r"(?<![\d.,，/])(?<!分别为)(?<!分别是)(?<!分别)[1-9]\d{0,2}(?:，\d{3})+(?![\d年])")
_GROUPED = re.compile(r"\d，\d")  # where there may be one: quick to look for

#: A sentence ends here, with the closing marks that follow.
_STOP = re.compile(r"[。！？!?；;]+[”’」』）)】》]*")


@cache
def _traditional() -> dict[int, str]:
    """Traditional characters and the simplified one that each is written as (OpenCC's table, its first choice)."""
    table = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split() for line in table.splitlines())
    return {ord(pair[0]): pair[1] for pair in pairs if len(pair) > 1 and len(pair[0]) == len(pair[1]) == 1}


@cache
def _folding() -> dict[int, str | int]:
    return {**_traditional(), **_WIDTH}


def simplified(text: str) -> str:
    """`text` in simplified characters, one for one, whatever word they stand in."""
    return text.translate(_traditional())


def fold(text: str) -> str:
    """Half-width form of `text` in simplified characters, one character for one character; so is a comma between
    thousands (３，２００)."""
    folded = text.translate(_folding())
    if not _GROUPED.search(folded):
        return folded
    return _THOUSANDS.sub(lambda m: m[0].replace("，", ","), folded)


def furniture(text: str) -> list[Span]:
    """Spans of page furniture and paywall marks, in order, none touching another."""
    return list(_layout(text).furniture)


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs, furniture lines left out: lines that a page broke are one paragraph."""
    return list(_layout(text).paragraphs)


def clean(text: str, start: int, end: int) -> str:
    """`text[start:end]` without page furniture and without the line ends that break a sentence."""
    at = kept(text, start, end)
    return text[at.start : at.stop] if isinstance(at, range) else "".join(text[i] for i in at)


def kept(text: str, start: int, end: int) -> Sequence[int]:
    """Offsets in `start:end` of the characters that belong to the report itself, in order.

    How a character is said, in brackets behind it (萬(wàn)元), is what a web page adds to keep its text from
    being copied, and belongs to it no more than page furniture does.

    Of the line ends only one is kept between two paragraphs, so that a heading does not grow together with
    the text below it; none at either end, and none inside a sentence.
    """
    layout = _layout(text)
    out: list[int] = []
    holes = layout.furniture
    hole = bisect_right(holes, (start, -1))
    if hole and holes[hole - 1][1] > start:
        hole -= 1
    if (hole == len(holes) or holes[hole][0] >= end) and not _LINE_ENDS.search(text, start, end):
        return range(start, end)
    for i in range(start, end):
        while hole < len(holes) and holes[hole][1] <= i:
            hole += 1
        if hole < len(holes) and holes[hole][0] <= i:
            continue
        if text[i] in _LINE_END:
            if i in layout.breaks and out and text[out[-1]] != "\n":
                out.append(i)
            continue
        out.append(i)
    while out and text[out[-1]] == "\n":
        out.pop()
    return out


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in `start:end`, without surrounding white space.

    A sentence ends at 。！？； or at the end of its paragraph; a line end in the middle of a sentence does
    not end it. A table row (`| … |`) is one sentence.
    """
    end = len(text) if end is None else end
    layout = _layout(text)
    spans: list[Span] = []
    first = bisect_left(layout.ends, start + 1)
    for a, b in layout.paragraphs[first:]:
        if a >= end:
            break
        row = text.startswith("|", a)
        a, b = max(a, start), min(b, end)
        if row:
            spans.append((a, b))
            continue
        for m in _STOP.finditer(text, a, b):
            spans.append((a, m.end()))
            a = m.end()
        spans.append((a, b))
    trimmed = (_trim(text, a, b) for a, b in spans)
    return [(a, b) for a, b in trimmed if a < b and _says_something(text[a:b])]


def _says_something(sentence: str) -> bool:
    if "##" in sentence:
        sentence = _PAYWALL.sub("", sentence)
    return any(c not in _PAUSES for c in sentence)


_LINE_ENDS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LINE_END = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_PAUSES = frozenset("。！？!?；;”’」』）)】》 \t\u3000\xa0*_")


# --- page furniture ---------------------------------------------------------------------------------

#: Words of web pages that surround a report: buttons, font sizes, share bars.
_BUTTON = (
    r"下载|打印(?:本[页文])?|全屏|收藏|加大|还原|减小|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表)?|分享到?|"
    r"字[号体]|大|中|小|复制链接|上一[页篇]|下一[页篇]|阅读[原全]文|点击查看(?:更多)?|首页|微信|微博|QQ空间|"
    r"扫一扫在手机打开当前页|扫码(?:阅读|分享)?|来源|作者|编辑|责任编辑|责编|浏览次数|阅读次数|点击数"
)
_PAGE_NUMBER = r"第\s*\d+\s*页(?:[,，/\s]*共\s*\d+\s*页)?|[-—–－]\s*\d+\s*[-—–－]|\d+\s*/\s*\d+"
#: Lines that say where the page, not the report, comes from.
_FIELD = (
    r"(?:文章|信息|稿件)?来源[:：]\s*\S{1,20}|(?:责任编辑|责编|编辑|作者|记者|审核|校对)[:：]\s*\S{1,16}|"
    r"(?:发布|发稿|更新|成文)?(?:时间|日期)[:：]\s*\d{4}\S{2,10}(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|"
    r"(?:浏览|阅读|点击)(?:次数|量|数)?[:：]\s*\d*(?:次)?|索引号[:：]\s*\S{0,30}"
)
#: Buttons and such fields may fill a line together: 发布时间：2023-01-16　来源：某局　【打印】.
_TOKEN = re.compile(rf"{_FIELD}|{_BUTTON}|[\s|｜【】\[\]()（）:：]+")
_IMPRINT = r"\d{4}年\d{1,2}月\d{1,2}日\s+\d{1,2}[时:：]\d{1,2}分?|[a-f0-9]{32}[:：]?"
#: What stands round the text on a government's web page: the site, the path, the owner.
_SITE = (
    r"(?:您|你)?(?:现在|当前)?(?:所在)?位置[:：].{0,60}|首页\s*[>》›].{0,60}|"
    r"[^。]{0,40}(?:门户网站|无障碍|网站地图|ICP备|公网安备|网站标识码|版权所有|技术支持|设为首页)[^。]{0,50}"
)
#: The caption under a picture, and the line that parts a table's head from its rows.
_CAPTION = r".{0,60}(?:记者|通讯员).{1,24}摄(?:影报道)?"
_RULE = r"\|?(?:\s*:?-{3,}:?\s*\|)+\s*"
_FURNITURE_LINE = re.compile(rf"{_PAGE_NUMBER}|{_IMPRINT}|{_SITE}|{_CAPTION}|{_RULE}|##[A-Za-z_]{{2,20}}##")
#: From here on a web page lists other pages, as long as the lines are titles and no sentences.
_LINKS = re.compile(r"(?:相关|推荐|延伸)(?:报道|链接|附件|阅读|新闻|文章|信息)\s*[:：>》]*")
_PAYWALL = re.compile(r"##[A-Za-z_]{2,20}##")
#: How the traditional character before it is said: 萬(wàn)元, 億(yi)元.
_SAID = re.compile(r"(?<=[\u4e00-\u9fff])\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6})\)")
#: What Markdown sets in bold, with a number in it (**收入达到12.5亿元**);
#: before a unit stars are a hidden number (**万元，增长**%).
_EMPHASIS = re.compile(
    r"(?P<open>(?<!\*)\*\*)(?=[^*\n]{0,60}?\d)(?:\d|(?![万亿千百多余元个人家户项件名年月日号县市区镇乡村])[\u4e00-\u9fff“])"
    r"[^*\n]{1,80}(?P<close>\*\*(?![*万亿千百多余元%‰个人]))"
)
#: A number whose digits a page sets apart: 1 1 8 . 6亿元, 2 0 2 4年.
_SPACED = re.compile(
    r"(?<![\d０-９.．][ \u3000])(?<![\d０-９.．,，])[\d０-９](?:[ \u3000][\d０-９.．])+(?=[ \u3000]?[%％‰万萬亿億元人个個户戶家名亩畝年月日])"
)
_APART = re.compile(r"[\d０-９][ \u3000][\d０-９.．]")
_PAGE_MARK = re.compile(rf"\s*(?:{_PAGE_NUMBER})\s*")
_LONGEST_FURNITURE = 80


# --- lines and paragraphs -----------------------------------------------------------------------------

_LINES = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
#: A line that begins like this begins something new.
_NEW = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:[、.．]|是|要)|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[、）)]|[.．](?!\d))|[①-⑳]|"
    r"#|[-*•·●◆■] |第[一二三四五六七八九十\d]{1,3}(?:部分|[章节篇])|\||[—－-]{2}|各位(?:代表|委员|领导)"
)
#: No line and no sentence begins with these, so what stands before goes on.
_CLOSERS = frozenset("，。；：、！？）》”’」』】%％,;")
_ENDS = frozenset("。！？!?；;：:|】>》")
_OPEN, _CLOSE = "（(《“「『【", "）)》”」』】"
#: An unnumbered line longer than this, with a comma in it, is prose rather than a heading or a title.
_LONG_LINE = 40
#: So many lines must share a width before a text counts as wrapped to it.
_WRAPPED_LINES = 4


@dataclass(frozen=True, slots=True)
class _Layout:
    furniture: tuple[Span, ...]
    paragraphs: tuple[Span, ...]  # trimmed of white space
    ends: tuple[int, ...]  # of the paragraphs
    breaks: frozenset[int]  # offsets of the line ends that part two paragraphs


@lru_cache(maxsize=8)
def _layout(text: str) -> _Layout:
    lines = [s for s in (_trim(text, *m.span()) for m in _LINES.finditer(text)) if s[0] < s[1]]
    holes: list[Span] = []
    own: list[Span] = []
    listing = False
    for a, b in lines:
        line = text[a:b] if b - a <= _LONGEST_FURNITURE else ""
        listing = bool(line) and (_LINKS.fullmatch(line) is not None or (listing and not _prose(line)))
        if line and (listing or _is_furniture(line)):
            holes.append((a, b))
        else:
            own.append((a, b))
            holes.extend(m.span() for m in _PAYWALL.finditer(text, a, b))
            holes.extend(m.span() for m in _SAID.finditer(text, a, b) if _is_said(m))
            if text.find("**", a, b) >= 0:
                holes.extend(m.span(k) for m in _EMPHASIS.finditer(text, a, b) for k in ("open", "close"))
            if _APART.search(text, a, b):
                holes.extend(span for m in _SPACED.finditer(text, a, b) for span in _gaps(m))
    paragraphs = _join(text, own)
    breaks = (text.find("\n", a[1], b[0]) for a, b in pairwise(paragraphs))
    return _Layout(
        tuple(sorted(holes)),
        tuple(paragraphs),
        tuple(b for _, b in paragraphs),
        frozenset(i for i in breaks if i >= 0),
    )


def _gaps(m: re.Match[str]) -> list[Span]:
    """Where the white space inside a match stands."""
    return [(i, i + 1) for i in range(*m.span()) if m.string[i].isspace()]


def _is_said(m: re.Match[str]) -> bool:
    """Whether letters in brackets say a character's sound: they carry a tone, or it is a traditional one; 吨(t) is none."""
    return not m[1].isascii() or (len(m[1]) > 1 and ord(m.string[m.start() - 1]) in _traditional())


@lru_cache(maxsize=256)
def _is_furniture(line: str) -> bool:
    at = 0
    while token := _TOKEN.match(line, at):  # token by token: one expression for all would try every division
        at = token.end()
    return at == len(line) or _FURNITURE_LINE.fullmatch(line) is not None


def _prose(line: str) -> bool:
    return "。" in line or _NEW.match(line) is not None


def _join(text: str, lines: list[Span]) -> list[Span]:
    width = _wrap_width(text, lines)
    out: list[Span] = []
    before: Span | None = None
    unclosed = 0  # brackets and quotation marks that the paragraph's last sentence has opened
    for line in lines:
        if before is not None and _runs_on(text, before, line, width, unclosed > 0):
            out[-1] = (out[-1][0], line[1])
        else:
            out.append(line)
            unclosed = 0
        last = _last_stop(text, line)
        tail = text[max(last + 1, line[0]) : line[1]]
        balance = sum(map(tail.count, _OPEN)) - sum(map(tail.count, _CLOSE))
        unclosed = balance if last >= 0 else max(0, unclosed + balance)
        before = line
    return out


def _last_stop(text: str, line: Span) -> int:
    return max(text.rfind(stop, *line) for stop in "。！？；")


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The line length that a page was set in, or 0 where every line is a paragraph of its own."""
    count: dict[int, int] = {}
    open_lines = 0
    for a, b in lines:
        if b - a >= 15 and text[b - 1] not in _ENDS and not text.startswith(("#", "|"), a):
            open_lines += 1
            for near in (b - a - 1, b - a, b - a + 1):
                count[near] = count.get(near, 0) + 1
    if not count:
        return 0
    width, hits = max(count.items(), key=lambda item: (item[1], item[0]))
    longer = sum(b - a > width + 4 for a, b in lines)
    return width if hits >= _WRAPPED_LINES and hits * 2 >= open_lines and longer * 4 <= hits else 0


def _runs_on(text: str, before: Span, line: Span, width: int, unclosed: bool) -> bool:
    """Whether `line` goes on with the sentence in which the line before it breaks off."""
    (a, b), (c, d) = before, line
    gap = text[b:c]
    if gap.count("\n") > 1 and not _page_turned(gap):
        return False
    if text.startswith(("|", "#"), a) or text.startswith(("|", "#"), c):
        return False
    if text[c] in _CLOSERS:
        return text[b - 1] not in "。！？"
    if text[b - 1] in _ENDS or "\u3000\u3000" in gap or "    " in gap or _NEW.match(text, c, d):
        return False
    if text[b - 1] in "，、,（(《“" or unclosed:
        return True
    if _last_stop(text, before) >= 0:  # whole sentences stand before the broken one: this is prose
        return True
    if width and width - 2 <= b - a <= width + 3:
        return True
    return b - a > _LONG_LINE and "，" in text[a:b] and not _NEW.match(text, a, b)


def _page_turned(gap: str) -> bool:
    """Whether only a page number and white space stand between two lines."""
    parts = [part for part in gap.split("\n") if part.strip()]
    return "\x0c" in gap if not parts else all(_PAGE_MARK.fullmatch(part) for part in parts)


def _trim(text: str, a: int, b: int) -> Span:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b
