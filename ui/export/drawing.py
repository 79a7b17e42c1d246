"""A chart laid out as shapes, so that the SVG and the PNG show the same thing in the same places.

Lengths are in CSS pixels. The width of text is reckoned without a font: a Chinese character is as wide as
it is high, anything else six tenths of that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ui.export.charts import Chart, Point
from ui.export.labels import labels

Anchor = Literal["start", "middle", "end"]

#: Told apart by people who see colours differently (Okabe and Ito 2008), dark enough to read on white.
COLOURS = ("#1c5d8c", "#b3541e", "#00755e", "#8c3f77", "#7a6000", "#3d6fd1", "#a3202c", "#4d5a66")
INK, MUTED, RULE, PAPER = "#1a2230", "#53606f", "#dde3e9", "#ffffff"
WIDTH = 860.0
MARGIN = 28.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; `halo` keeps it readable where a line runs behind it."""

    x: float
    y: float  # of the base line
    text: str
    size: float = 13.0
    anchor: Anchor = "start"
    colour: str = INK
    bold: bool = False
    halo: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A box from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle with a rim."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str


Shape = Text | Rect | Line | Dot


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes that belong to one point, so that a pointer or a keyboard finds its source."""

    point: Point
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be drawn, from the back to the front."""

    width: float
    height: float
    title: str
    parts: tuple[Shape | Mark, ...]

    def shapes(self) -> Iterator[Shape]:
        """Every shape, those of the marks too."""
        for part in self.parts:
            if isinstance(part, Mark):
                yield from part.shapes
            else:
                yield part


def width_of(text: str, size: float) -> float:
    """The width of `text`, reckoned generously."""
    return sum(size if ord(c) > 0x2E7F or c in "“”‘’…—" else size * 0.6 for c in text)


def fit(text: str, size: float, room: float) -> str:
    """`text`, cut with … where it is wider than `room`."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


#: A number with its unit, or a word of another script, is never broken over two lines.
_PIECE = re.compile(r"[\x21-\x7e]+[%％]?|.", re.DOTALL)
_NEVER_FIRST = "，。；：、！？）》”’」』】"


def wrap(text: str, size: float, room: float) -> list[str]:
    """`text` in lines no wider than `room`."""
    out = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if out[-1] and width_of(out[-1] + piece, size) > room and piece not in _NEVER_FIRST:
            out.append("")
        while width_of(piece, size) > room:  # a word longer than a line
            cut = max(1, int(room / size))
            out[-1], piece = out[-1] + piece[:cut], piece[cut:]
            out.append("")
        out[-1] += piece if out[-1] else piece.lstrip()
    return [line for line in out if line]


def label(point: Point) -> str:
    """The number as written, with the number of its source."""
    return point.text + (f" [{point.source}]" if point.source is not None else "")


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from at most `low` to at least `high`."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / about
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def tick_text(value: float) -> str:
    """A tick's number without needless digits: 1.5, 20000."""
    return f"{value:.10f}".rstrip("0").rstrip(".") or "0"


def head(chart: Chart, key: Sequence[tuple[str, str]] = ()) -> tuple[list[Shape], float]:
    """Title, unit and key; and the height that they take."""
    say = labels(chart.language)
    shapes: list[Shape] = []
    y = 40.0
    for line in wrap(chart.title, 19, WIDTH - 2 * MARGIN):
        shapes.append(Text(MARGIN, y, line, 19, bold=True))
        y += 26
    unit = say("chart.unit", unit=chart.unit)
    if chart.converted:
        unit += say("mark.open") + say("chart.converted", unit=chart.unit) + say("mark.close")
    shapes.append(Text(MARGIN, y, unit, 13, colour=MUTED))
    x = MARGIN
    y += 26 if key else 0
    for name, colour in key:
        name = fit(name, 13, 300)
        if x > MARGIN and x + 24 + width_of(name, 13) > WIDTH - MARGIN:
            x, y = MARGIN, y + 22
        shapes += [Rect(x, y - 8, 16, 5, colour), Text(x + 22, y, name, 13)]
        x += 22 + width_of(name, 13) + 24
    return shapes, y + 18


def foot(chart: Chart, y: float) -> tuple[list[Shape], float]:
    """Notes and sources below the plot; and where they end."""
    say, room = labels(chart.language), WIDTH - 2 * MARGIN
    shapes: list[Shape] = []
    for note in chart.notes:
        for line in wrap(note, 12, room):
            shapes.append(Text(MARGIN, y + 14, line, 12, colour=MUTED))
            y += 18
    if chart.sources:
        shapes.append(Line(MARGIN, y + 4, WIDTH - MARGIN, y + 4, RULE))
        shapes.append(Text(MARGIN, y + 24, say("chart.sources"), 12, bold=True, colour=MUTED))
        y += 30
    for source in chart.sources:
        mark = f"[{source.number}]"
        where = " › ".join((source.report, *source.headings[-2:]))
        for n, line in enumerate(wrap(where, 12, room - 40)):
            if n == 0:
                shapes.append(Text(MARGIN + 30, y + 14, mark, 12, "end", MUTED))
            shapes.append(Text(MARGIN + 40, y + 14, line, 12, colour=MUTED))
            y += 18
    return shapes, y + 20
