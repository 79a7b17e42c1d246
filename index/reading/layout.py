"""Characters at their places on a page as text: paragraphs joined again where the page broke them, tables as
`|` rows, two columns one after the other. What gives the characters (PDF, OFD) does not matter here.

markitdown's own reader was measured on Chinese pages first: it takes tables apart column by column and mixes
the lines of two columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

from index.reading.lines import BEGINS, STOPS
from index.reading.markup import cell_text
from index.reading.recognised import marked

Box = tuple[float, float, float, float]

#: A character with `text`, `x0`, `x1`, `top`, `bottom` (points from the page's upper left corner) and `size`; with
#: `confidence` where it was recognised from a picture.
Char: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text, or a table. Places are in points from the page's upper left corner."""

    x0: float
    x1: float
    top: float
    bottom: float
    size: float  # height of the characters
    text: str
    cells: tuple[tuple[str, ...], ...] = ()  # of a table, row by row
    column: str = ""  # lines of one column share their margins
    page: int = 0
    confidence: float | None = None  # where it was recognised from a picture


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as its rules draw it."""

    box: Box
    cells: list[Box]


#: Characters this far apart, in sizes, stand in different columns.
_GUTTER = 2.0
#: What a gap of this many sizes is between Latin words, and between Chinese ones.
_LATIN_SPACE, _WIDE_SPACE = 0.2, 1.2
_PAGE_NUMBER = re.compile(r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+")
#: Radicals that PDF writers put for the characters they look like, where Unicode does not say which:
#: each radical is followed by its character. ⼾ is 戶 to Unicode and 户 in simplified text.
_PAIRS = (
    "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⼾户"
)
_RADICALS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


# --- One page ---


def page_blocks(chars: Sequence[Char], ruled: Sequence[Ruled], width: float) -> list[Block]:
    """Lines and tables of a page in the order of reading."""
    tables: list[Block] = []
    for table in ruled:
        block = _table(table, chars)
        if block is not None:
            tables.append(block)
            chars = [c for c in chars if not inside(c, table.box)]
    column = str(round(width))
    lines = _unruled(_lines(chars), column)
    return _in_columns([*lines, *tables], column)


def inside(char: Char, box: Box) -> bool:
    """Whether the middle of a character lies in `box`."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters that stand on one line, from left to right, the lines from top to bottom."""
    rows: list[list[Char]] = []
    at = 0.0
    for char in sorted(chars, key=lambda c: (c["top"] + c["bottom"], c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if not rows or middle - at > 0.45 * max(char["size"], 1):
            rows.append([])
            at = middle
        rows[-1].append(char)
    return [sorted(row, key=lambda c: c["x0"]) for row in rows]


def _lines(chars: Sequence[Char]) -> list[list[Block]]:
    """The lines of a page; one that a gutter divides has several parts."""
    out: list[list[Block]] = []
    for row in rows_of(chars):
        parts: list[list[Char]] = [[row[0]]]
        for before, char in pairwise(row):
            if char["x0"] - before["x1"] > _GUTTER * max(char["size"], before["size"]):
                parts.append([])
            parts[-1].append(char)
        out.append([_line(part) for part in parts])
    return out


def _line(chars: list[Char]) -> Block:
    size = Counter(round(c["size"], 1) for c in chars).most_common(1)[0][0]
    return Block(
        x0=chars[0]["x0"],
        x1=max(c["x1"] for c in chars),
        top=min(c["top"] for c in chars),
        bottom=max(c["bottom"] for c in chars),
        size=size,
        text=_spelt(chars),
        confidence=_least(chars),
    )


def _least(chars: Sequence[Char]) -> float | None:
    return min((c["confidence"] for c in chars if "confidence" in c), default=None)


def _spelt(chars: Sequence[Char]) -> str:
    out: list[str] = []
    for i, char in enumerate(chars):
        text = _ordinary(char["text"])
        if out:
            gap = char["x0"] - chars[i - 1]["x1"]
            latin = out[-1][-1:].isascii() and text[:1].isascii()
            if gap > (_LATIN_SPACE if latin else _WIDE_SPACE) * max(char["size"], 1):
                out.append(" ")
        out.append(text)
    return "".join(out)


def _ordinary(text: str) -> str:
    """`text` with radicals and compatibility forms replaced by the characters that they stand for."""
    if text.isascii():
        return text
    return "".join(
        _RADICALS.get(c)
        or (unicodedata.normalize("NFKC", c) if "⺀" <= c <= "⿟" or "豈" <= c <= "\ufaff" else c)
        for c in text
        if not "\ud800" <= c <= "\udfff"
    )


def _table(table: Ruled, chars: Sequence[Char]) -> Block | None:
    """The table, or `None` where the lines only frame or underline text."""
    held = [c for c in chars if inside(c, table.box)]
    boxes = table.cells
    xs = sorted({box[0] for box in boxes})
    ys = sorted({box[1] for box in boxes})
    if len(xs) < 2 or len(ys) < 2:
        return None
    texts = {box: _cell([c for c in held if inside(c, box)]) for box in boxes}
    if any(len(text) > 300 for text in texts.values()) or not any(texts.values()):
        return None
    grid: list[tuple[str, ...]] = []
    for y in ys:
        # a merged cell's text stands in every place that it covers
        row = [next((b for b in boxes if b[0] <= x < b[2] and b[1] <= y < b[3]), None) for x in xs]
        if len(set(row)) == 1:
            row[1:] = [None] * (len(row) - 1)  # a title over the whole table is said once
        if any(texts[box] for box in row if box):
            grid.append(tuple(texts[box] if box else "" for box in row))
    x0, top, x1, bottom = table.box
    return Block(x0, x1, top, bottom, size=0, text="", cells=tuple(grid), confidence=_least(held))


def _cell(chars: Sequence[Char]) -> str:
    return cell_text(" ".join(_spelt(row) for row in rows_of(chars)))


def _unruled(lines: list[list[Block]], width: str) -> list[Block]:
    """Lines one by one. Where several lines in a row have the same three or more parts, they are a table
    without rules.
    """
    out: list[Block] = []
    at = 0
    while at < len(lines):
        parts = len(lines[at])
        end = at + 1
        while end < len(lines) and len(lines[end]) == parts:
            end += 1
        if parts >= 3 and end - at >= 2:
            run = [part for line in lines[at:end] for part in line]
            grid = tuple(tuple(cell_text(part.text) for part in line) for line in lines[at:end])
            bounds = min(p.x0 for p in run), max(p.x1 for p in run), run[0].top, run[-1].bottom
            sure = min((part.confidence for part in run if part.confidence is not None), default=None)
            out.append(Block(*bounds, size=0, text="", cells=grid, confidence=sure))
        else:
            out += [part for line in lines[at:end] for part in line]
        at = end
    return [replace(block, column=width) for block in out]


def _in_columns(blocks: list[Block], width: str) -> list[Block]:
    """`blocks` in the order of reading: where the page has two columns, the left one first."""
    blocks = sorted(blocks, key=lambda b: (b.top, b.x0))
    gutter = _gutter(blocks)
    if gutter is None:
        return _same_line_joined(blocks)
    out: list[Block] = []
    left: list[Block] = []
    right: list[Block] = []
    for block in blocks:
        if block.x1 <= gutter:
            left.append(replace(block, column=f"{width}l"))
        elif block.x0 >= gutter:
            right.append(replace(block, column=f"{width}r"))
        else:  # spans both columns, so what stands above is read first
            out += [*left, *right, block]
            left, right = [], []
    return [*out, *left, *right]


def _gutter(blocks: Sequence[Block]) -> float | None:
    """The place that divides two columns: many long lines on either side, few across."""
    if len(blocks) < 10:
        return None
    x0, x1 = min(b.x0 for b in blocks), max(b.x1 for b in blocks)
    long = [b for b in blocks if b.x1 - b.x0 > 0.3 * (x1 - x0)]
    best: tuple[int, float] | None = None
    for edge in {b.x0 - 1 for b in long if 0.35 < (b.x0 - x0) / (x1 - x0) < 0.65}:
        across = sum(b.x0 < edge < b.x1 for b in blocks)
        sides = sum(b.x1 <= edge for b in long), sum(b.x0 >= edge for b in long)
        if min(sides) >= 4 and across <= 0.2 * len(blocks) and (best is None or (across, edge) < best):
            best = across, edge
    return best[1] if best else None


def _same_line_joined(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            last
            and not last.cells
            and not block.cells
            and block.top < last.bottom - 0.5 * last.size
            and block.x0 > last.x1
        ):
            out[-1] = replace(last, x1=block.x1, text=f"{last.text}  {block.text}")
        else:
            out.append(block)
    return out


# --- The pages together ---


def text_of(pages: Sequence[Sequence[Block]]) -> str:
    """The pages' text, without page numbers and without what their edges repeat."""
    return _written(_without_furniture(pages))


def _without_furniture(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """All blocks in order, without page numbers and without headers and footers that pages repeat."""
    edges = Counter(
        _pattern(page[i]) for page in pages if len(page) > 2 for i in (0, -1) if _may_be_repeated(page[i])
    )
    repeated = {line for line, times in edges.items() if times >= 3 and times >= len(pages) / 2}
    out: list[Block] = []
    for number, page in enumerate(pages):
        last = len(page) - 1
        for i, block in enumerate(page):
            at_edge = i <= 1 or i >= last - 1
            if (
                at_edge
                and not block.cells
                and (_PAGE_NUMBER.fullmatch(block.text) or _pattern(block) in repeated)
            ):
                continue
            out.append(replace(block, page=number))
    return out


def _may_be_repeated(block: Block) -> bool:
    """Whether `block` could be a header or footer: a line that is no sentence."""
    return not block.cells and not set(block.text) & set("，。；、")


def _pattern(block: Block) -> str:
    return re.sub(r"\d+", "0", block.text)


def _continues(before: Block | None, table: Block) -> bool:
    """Whether `table` goes on with the table that ended the page before."""
    if before is None or not before.cells:
        return False
    return table.page == before.page + 1 and len(before.cells[0]) == len(table.cells[0])


def _written(blocks: Sequence[Block]) -> str:
    margins = _margins(blocks)
    out = ""
    before: Block | None = None
    for block in blocks:
        joint = "" if before is None else _joint(before, block, margins)
        if block.cells:
            rows = block.cells
            if _continues(before, block):
                rows = rows[1:] if before and before.cells[0] == rows[0] else rows  # a head said again
                joint = "\n"
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            if joint != "\n":
                lines.insert(1, "|" + " --- |" * len(rows[0]))
            out += joint + marked("\n".join(lines), block.confidence)
        else:
            out += joint + marked(block.text, block.confidence)
        before = block
    return re.sub(r"[ \t]+$", "", out, flags=re.MULTILINE).strip()


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    indents: bool  # whether paragraphs begin with an indent, so that a line without one goes on


def _margins(blocks: Sequence[Block]) -> dict[str, _Margins]:
    """The margins of each column; a few lines that stick out do not count."""
    margins: dict[str, _Margins] = {}
    for column in {b.column for b in blocks if not b.cells}:
        lines = [b for b in blocks if b.column == column and not b.cells]
        lefts, rights = sorted(b.x0 for b in lines), sorted(b.x1 for b in lines)
        left, right = lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]
        indented = sum(1.5 < (b.x0 - left) / max(b.size, 1) < 2.5 for b in lines)
        margins[column] = _Margins(left, right, indented >= 3)
    return margins


def _joint(before: Block, block: Block, margins: dict[str, _Margins]) -> str:
    """What stands between two blocks: nothing or a space inside a paragraph, else line ends."""
    size = max(before.size, block.size)
    if before.cells or block.cells or abs(before.size - block.size) > 0.15 * size:
        return "\n\n"
    here, there = margins[before.column], margins[block.column]
    full = before.x1 > here.right - 1.6 * size
    if block.x0 > there.left + size:
        # indented: a new paragraph, or the second line of a title whose first one is long
        centred = block.x0 > before.x0 and abs(before.x0 + before.x1 - block.x0 - block.x1) < size
        if not full or not centred or before.text[-1] in STOPS or block.text[0] in "（(—":
            return "\n\n"
    elif not full:
        return "\n\n"
    stopped = before.text[-1] in STOPS
    if BEGINS.match(block.text):
        return "\n\n" if stopped else "\n"
    if stopped and not there.indents:
        return "\n"
    latin = before.text[-1].isascii() and before.text[-1].isalpha() and block.text[0].isascii()
    return " " if latin else ""
