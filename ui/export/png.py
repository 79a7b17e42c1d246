"""A chart as a picture, drawn with Pillow and a Chinese font of this machine."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw, ImageFont

from ui.export.charts import Chart
from ui.export.drawing import PAPER, Dot, Line, Rect, Shape, Text
from ui.export.fonts import chinese_font
from ui.export.safe import plain
from ui.export.svg import drawing

_SCALE = 2  # of the picture: sharp on paper and on dense screens
_FINE = 2  # drawn so much larger, then reduced, so that slanting lines are smooth
_DASH = (5.0, 4.0)


def to_png(chart: Chart) -> bytes:
    """The chart at twice its CSS size. Raises `FontMissing` where the machine has no Chinese font."""
    scene = drawing(chart)
    k = _SCALE * _FINE
    image = Image.new("RGB", (round(scene.width * k), math.ceil(scene.height) * k), PAPER)
    pen = _Pen(ImageDraw.Draw(image), k)
    for shape in scene.shapes():
        pen.draw(shape)
    out = io.BytesIO()
    image.reduce(_FINE).quantize(colors=128, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True, dpi=(192, 192)
    )
    return out.getvalue()


class _Pen:
    """Draws shapes at `k` times their size."""

    def __init__(self, draw: ImageDraw.ImageDraw, k: int) -> None:
        self._draw = draw
        self._k = k
        self._fonts: dict[tuple[float, bool], ImageFont.FreeTypeFont] = {}

    def draw(self, shape: Shape) -> None:
        k = self._k
        match shape:
            case Text():
                anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
                font = self._font(shape.size, shape.bold)
                at = (shape.x * k, shape.y * k)
                text, ink = plain(shape.text), shape.colour
                if shape.halo:
                    rim = {"stroke_width": 2 * k, "stroke_fill": PAPER}
                    self._draw.text(at, text, fill=PAPER, font=font, anchor=anchor, **rim)
                self._draw.text(at, text, fill=ink, font=font, anchor=anchor)
            case Rect():
                box = (shape.x * k, shape.y * k, (shape.x + shape.width) * k, (shape.y + shape.height) * k)
                self._draw.rectangle(box, fill=shape.fill)
                if shape.stroke:
                    self._frame(shape)
            case Line():
                self._line(shape)
            case Dot():
                r = shape.radius
                box = ((shape.x - r) * k, (shape.y - r) * k, (shape.x + r) * k, (shape.y + r) * k)
                self._draw.ellipse(box, fill=shape.fill, outline=shape.stroke, width=2 * k)

    def _frame(self, r: Rect) -> None:
        x, y = r.x + r.width, r.y + r.height
        for x1, y1, x2, y2 in ((r.x, r.y, x, r.y), (x, r.y, x, y), (x, y, r.x, y), (r.x, y, r.x, r.y)):
            self._line(Line(x1, y1, x2, y2, r.stroke, 1.0, r.dashed))

    def _line(self, line: Line) -> None:
        k = self._k
        length = math.hypot(line.x2 - line.x1, line.y2 - line.y1)
        on, off = _DASH if line.dashed else (length or 1.0, 1.0)
        at = 0.0
        while at < length:
            a, b = at / length, min(at + on, length) / length
            ends = [
                (line.x1 + (line.x2 - line.x1) * t) * k if n == 0 else (line.y1 + (line.y2 - line.y1) * t) * k
                for t in (a, b)
                for n in (0, 1)
            ]
            self._draw.line(ends, fill=line.colour, width=max(1, round(line.width * k)))
            at += on + off

    def _font(self, size: float, bold: bool) -> ImageFont.FreeTypeFont:
        key = (size, bold)
        if key not in self._fonts:
            path, face = chinese_font(bold)
            self._fonts[key] = ImageFont.truetype(path, round(size * self._k), index=face)
        return self._fonts[key]
