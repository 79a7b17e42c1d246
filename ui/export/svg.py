"""A chart as SVG: text stays text in local fonts, every point carries its source, nothing is loaded."""

from __future__ import annotations

from html import escape

from ui.export import draw_bars, draw_lines
from ui.export.charts import Chart, Point
from ui.export.drawing import INK, PAPER, Dot, Drawing, Line, Mark, Rect, Shape, Text
from ui.export.safe import plain

_FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','Hiragino Sans GB',SimHei,sans-serif"


def drawing(chart: Chart) -> Drawing:
    """The chart laid out."""
    return (draw_bars if chart.kind == "bars" else draw_lines).draw(chart)


def to_svg(chart: Chart) -> str:
    """The chart as one SVG element that stands alone.

    Each point is a `<g class="xb-point">` with `data-cite="report@start-end"`, the offsets of its figure, and a
    `<title>` with the number as written and its sentence. Classes `xb-ink` and `xb-paper` are for a dark page.
    """
    scene = drawing(chart)
    body = "\n".join(_mark(part) if isinstance(part, Mark) else _shape(part) for part in scene.parts)
    title = escape(plain(scene.title), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="xb-chart" role="group" aria-label="{title}" '
        f'width="{scene.width:g}" height="{scene.height:g}" viewBox="0 0 {scene.width:g} {scene.height:g}" '
        f'font-family="{_FONT}">\n'
        f'<rect class="xb-paper" width="100%" height="100%" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def hint(point: Point) -> str:
    """What a pointer over the point is told: region, number as written, report and sentence."""
    said = " ".join(p for p in (point.name, point.detail, point.text) if p)
    return "\n".join(p for p in (said, point.report, point.quote) if p)


def _mark(mark: Mark) -> str:
    point = mark.point
    text = escape(plain(hint(point)), quote=True)
    cite = ""
    if point.end:
        cite = f' data-cite="{escape(f"{point.report}@{point.start}-{point.end}", quote=True)}" tabindex="0"'
    number = f' data-source="{point.source}"' if point.source is not None else ""
    label = escape(plain(" ".join(p for p in (point.name, point.detail, point.text) if p)), quote=True)
    shapes = "".join(_shape(shape) for shape in mark.shapes)
    return (
        f'<g class="xb-point xb-{point.state}"{cite}{number} role="img" aria-label="{label}">'
        f"<title>{text}</title>{shapes}</g>"
    )


def _shape(shape: Shape) -> str:
    match shape:
        case Text():
            weight = ' font-weight="600"' if shape.bold else ""
            ink = ' class="xb-ink"' if shape.colour == INK else ""
            halo = f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"' if shape.halo else ""
            return (
                f'<text{ink} x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" '
                f'text-anchor="{shape.anchor}" fill="{shape.colour}"{weight}{halo}>{escape(plain(shape.text))}</text>'
            )
        case Rect():
            paper = ' class="xb-paper"' if shape.fill == PAPER else ""
            stroke = f' stroke="{shape.stroke}"' if shape.stroke else ""
            return (
                f'<rect{paper} x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" '
                f'height="{shape.height:.1f}" fill="{shape.fill}"{stroke}{_dash(shape.dashed)}/>'
            )
        case Line():
            return (
                f'<line x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}" '
                f'stroke="{shape.colour}" stroke-width="{shape.width:g}"{_dash(shape.dashed)}/>'
            )
        case Dot():
            return (
                f'<circle cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}" fill="{shape.fill}" '
                f'stroke="{shape.stroke}" stroke-width="2"/>'
            )


def _dash(dashed: bool) -> str:
    return ' stroke-dasharray="5 4"' if dashed else ""
