"""Automatic numbers of Word paragraphs (一、（一）1.) as their document shows them.

A paragraph only names a list and a level; the number is counted while the document is read. `numbering.xml`
says how each level is written, where it starts, and which level above sets it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_ROMAN = zip(
    (100, 90, 50, 40, 10, 9, 5, 4, 1), ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True
)
_ROMAN_PARTS = tuple(_ROMAN)
#: Formats that count through a row of signs, for so long as it reaches.
_ROWS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
}
_COUNTED = re.compile(r"(?:chinese|japanese|taiwanese|korean).*|ideographDigital")
_FINANCIAL = dict(zip(_DIGITS + "十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟", strict=True))


def counted(n: int, form: str) -> str:
    """The number `n` in one of Word's number formats; decimal where the format has no sign for it."""
    if form in _ROWS:
        return _ROWS[form][n - 1] if 0 < n <= len(_ROWS[form]) else str(n)
    if form == "none":
        return ""
    if form in ("upperRoman", "lowerRoman"):
        out, left = "", n
        for value, sign in _ROMAN_PARTS:
            out += sign * (left // value)
            left %= value
        return out.upper() if form == "upperRoman" else out
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"):
        return "".join(_DIGITS[int(c)] for c in str(n))
    if _COUNTED.fullmatch(form):
        said = _chinese(n)
        return "".join(_FINANCIAL[c] for c in said) if "Legal" in form else said
    if form == "decimalFullWidth":
        return "".join(chr(ord(c) + 0xFEE0) for c in str(n))
    return f"{n:02}" if form == "decimalZero" else str(n)


def _chinese(n: int) -> str:
    """十一, 二十, 一百〇五: `n` below ten thousand as Chinese says it."""
    if not 0 < n < 10_000:
        return str(n) if n else "〇"
    out = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            out += _DIGITS[digit] + name
        elif out and not out.endswith("〇") and n % place:
            out += "〇"
    return out.removeprefix("一") if out.startswith("一十") else out


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written."""

    form: str = "decimal"
    text: str = ""  # %1、 or （%2）, the number of each level in its place
    start: int = 1
    restart: int | None = None  # the level (from 1) that sets it back; 0 none, by default each one above
    legal: bool = False  # all numbers in it as decimals
    space: bool = True  # whether a space or tab follows
    style: str = ""


@dataclass
class _List:
    levels: list[Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document, counted as its paragraphs come. Without `root` nothing is numbered."""

    def __init__(self, root: _Element | None, styles: dict[str, tuple[str, int | None]]) -> None:
        """`styles` says for each style's id the list and the level that the style gives its paragraphs."""
        self._lists: dict[str, _List] = {}  # by abstract list, which the lists of one kind share
        self._kinds: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}  # overrides, taken once
        self._styles = styles
        if root is not None:
            self._define(root)

    def _define(self, root: _Element) -> None:
        linked: dict[str, str] = {}
        for kind in root.iterfind(f"{W}abstractNum"):
            id_ = kind.get(f"{W}abstractNumId", "")
            self._lists[id_] = _List(_levels(kind))
            link = kind.find(f"{W}numStyleLink")
            if link is not None:
                linked[id_] = link.get(f"{W}val", "")
        for num in root.iterfind(f"{W}num"):
            id_ = num.get(f"{W}numId", "")
            self._kinds[id_] = _value(num, "abstractNumId") or ""
            for override in num.iterfind(f"{W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None and start.isdecimal():
                    self._starts.setdefault(id_, {})[_level(override)] = int(start)
        for id_, style in linked.items():  # a list that only says which style's list it is
            kind = self._kinds.get(self._styles.get(style, ("", None))[0], "")
            if kind in self._lists:
                self._lists[id_] = self._lists[kind]

    def number(self, list_: str, level: int | None, style: str) -> str:
        """The number of the next paragraph of a list, "" where it has none; a bullet is `- `."""
        found = self._lists.get(self._kinds.get(list_, ""))
        if found is None or not found.levels:
            return ""
        if level is None:
            level = next((k for k, one in enumerate(found.levels) if style and one.style == style), 0)
        level = min(level, len(found.levels) - 1)
        self._count(found, list_, level)
        own = found.levels[level]
        if own.form == "bullet":
            return "- "
        text = re.sub(r"%([1-9])", lambda m: self._part(found, int(m[1]) - 1, own.legal), own.text)
        return text + " " * (own.space and text[-1:].isalnum())

    def _count(self, found: _List, list_: str, level: int) -> None:
        starts = self._starts.get(list_, {})
        if level in starts:
            found.counts[level] = starts.pop(level)
        elif level in found.counts:
            found.counts[level] += 1
        else:
            found.counts[level] = found.levels[level].start
        for below in [k for k in found.counts if k > level]:
            restart = found.levels[below].restart
            if restart is None or level < restart:
                del found.counts[below]

    def _part(self, found: _List, level: int, legal: bool) -> str:
        if level >= len(found.levels):
            return ""
        shape = found.levels[level]
        return counted(found.counts.get(level, shape.start), "decimal" if legal else shape.form)


def _levels(kind: _Element) -> list[Level]:
    levels: dict[int, Level] = {}
    for lvl in kind.iterfind(f"{W}lvl"):
        start, restart = _value(lvl, "start") or "1", _value(lvl, "lvlRestart")
        levels[_level(lvl)] = Level(
            form=_value(lvl, "numFmt") or "decimal",
            text=_value(lvl, "lvlText") or "",
            start=int(start) if start.isdecimal() else 1,
            restart=int(restart) if restart is not None and restart.isdecimal() else None,
            legal=lvl.find(f"{W}isLgl") is not None,
            space=_value(lvl, "suff") != "nothing",
            style=_value(lvl, "pStyle") or "",
        )
    return [levels.get(k, Level()) for k in range(max(levels, default=-1) + 1)]


def _level(element: _Element) -> int:
    level = element.get(f"{W}ilvl", "0")
    return min(int(level), _LEVELS - 1) if level.isdecimal() else 0


def _value(element: _Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
