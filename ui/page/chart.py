"""Charts as SVG of our own: bars for orders, lines for trends. The axis begins at 0; nothing is drawn for a
number that a report hides but a sign that says so. Each point opens its source.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ui.page.cite import Cite
from ui.page.html import attributes, escape, tag
from ui.page.labels import Labels

#: Told apart by people who see colours differently (Okabe and Ito 2008), darkened for contrast on white.
_COLOURS = ("#1c4e8c", "#b3541e", "#00755e", "#8c3f77", "#7a6000", "#2f7fb5", "#a3202c", "#4d5a66")
_WIDTH, _LEFT, _RIGHT = 680, 64, 20
_FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
#: Colours stand in the picture itself, so that it looks the same where it is taken away to.
_STYLE = (
    f"text{{font-family:{_FONT};font-size:12px;fill:#1a2230}}.m{{fill:#53606f}}"
    ".g{stroke:#dbe1e8}.a{stroke:#8592a2}.h{fill:none;stroke:#8a4b00;stroke-dasharray:3 3}"
)
_MOST_BARS = 40
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart. `value` is in the chart's unit; None where the report hides it."""

    series: str
    label: str  # where it stands on the axis: a region or a year
    value: float | None
    text: str  # as the report writes it
    cite: Cite


def bars(title: str, unit: str, points: Sequence[Point], t: Labels) -> str:
    """Horizontal bars in the order given."""
    shown = points[:_MOST_BARS]
    names = [f"{p.label}" for p in shown]
    left = min(220, 16 + max((_width(name) for name in names), default=0))
    top, row = 40, 26
    height = top + row * len(shown) + 12
    low = min([0.0, *(p.value for p in shown if p.value is not None)])
    high = max([0.0, *(p.value for p in shown if p.value is not None)]) or 1.0
    room = _WIDTH - left - 110

    def x(value: float) -> float:
        return left + room * (value - low) / ((high - low) or 1.0)

    out = ""
    for n, (p, name) in enumerate(zip(shown, names, strict=True)):
        y = top + n * row
        out += _text(left - 8, y + 17, _fit(name, left - 16), "end")
        if p.value is None:
            mark = f'<rect class="h" x="{left}" y="{y + 4}" width="70" height="17"/>'
            mark += _text(left + 80, y + 17, f"{p.text} {t('table.hidden')}", class_="m")
        else:
            a, b = sorted((x(0), x(p.value)))
            mark = f'<rect x="{a:.1f}" y="{y + 4}" width="{max(b - a, 1):.1f}" height="17" fill="{_COLOURS[0]}"/>'
            mark += _text(b + 6, y + 17, p.text)
        out += _linked(p, mark)
    axis = f'<line class="a" x1="{x(0):.1f}" x2="{x(0):.1f}" y1="{top - 2}" y2="{height - 10}"/>'
    return _picture(title, unit, height, out + axis)


def lines(title: str, unit: str, points: Sequence[Point], t: Labels) -> str:
    """A line for each series over its labels in order; a gap where a year is missing."""
    series = list(dict.fromkeys(p.series for p in points))[:_MOST_LINES]
    labels = sorted({p.label for p in points})
    values = [p.value for p in points if p.value is not None and p.series in series]
    ticks = _ticks(min([0.0, *values]), max([0.0, *values]) or 1.0)
    top, plot = 44, 200
    height = top + plot + 34 + 20 * math.ceil(len(series) / 4)
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)

    def x(label: str) -> float:
        return _LEFT + step * (labels.index(label) + 0.5)

    def y(value: float) -> float:
        return top + plot * (1 - (value - ticks[0]) / (ticks[-1] - ticks[0]))

    out = ""
    for tick in ticks:
        kind = "a" if tick == 0 else "g"
        out += f'<line class="{kind}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        out += _text(_LEFT - 8, y(tick) + 4, f"{tick:g}", "end", "m")
    for label in labels:
        out += _text(x(label), top + plot + 18, label, "middle", "m")
    for n, name in enumerate(series):
        mine = {p.label: p for p in points if p.series == name}
        out += _line(mine, labels, x, y, _COLOURS[n], t)
        key_x, key_y = _LEFT + (n % 4) * 150, top + plot + 40 + 20 * (n // 4)
        out += f'<rect x="{key_x}" y="{key_y - 9}" width="14" height="4" fill="{_COLOURS[n]}"/>'
        out += _text(key_x + 20, key_y - 2, _fit(name, 124))
    return _picture(title, unit, height, out)


def _line(mine: dict[str, Point], labels: Sequence[str], x, y, colour: str, t: Labels) -> str:
    out = dots = ""
    stretch: list[str] = []
    for label in [*labels, ""]:
        p = mine.get(label)
        if p is not None and p.value is not None:
            stretch.append(f"{x(label):.1f},{y(p.value):.1f}")
            dot = f'<circle cx="{x(label):.1f}" cy="{y(p.value):.1f}" r="5" fill="{colour}"/>'
            dots += _linked(p, dot + _text(x(label), y(p.value) - 10, p.text, "middle"))
            continue
        if len(stretch) > 1:
            out += (
                f'<polyline fill="none" stroke="{colour}" stroke-width="2.5" points="{" ".join(stretch)}"/>'
            )
        stretch = []
        if p is not None:
            mark = f'<circle class="h" cx="{x(label):.1f}" cy="{y(0):.1f}" r="5"/>'
            dots += _linked(p, mark + _text(x(label), y(0) - 10, t("table.hidden"), "middle", "m"))
    return out + dots


def _picture(title: str, unit: str, height: float, body: str) -> str:
    head = _text(0, 16, title, class_="t") + _text(_WIDTH, 16, unit, "end", "m")
    return tag(
        "svg", f"<style>{_STYLE}.t{{font-size:14px;font-weight:600}}</style>{head}{body}",
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {height:g}", class_="xb-chart",
        role="group", aria_label=f"{title} {unit}",
    )  # fmt: skip


def _linked(point: Point, body: str) -> str:
    hint = " · ".join(p for p in (point.series, point.label, point.text, point.cite.report) if p)
    values = attributes(data_cite=str(point.cite), tabindex="0", role="button", aria_label=hint)
    return f"<g{values}><title>{escape(hint)}</title>{body}</g>"


def _text(x: float, y: float, text: str, anchor: str = "start", class_: str | None = None) -> str:
    return tag("text", escape(text), x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=class_)


def _width(text: str) -> float:
    return sum(12.0 if ord(c) > 0x2E7F else 7.0 for c in text)


def _fit(text: str, room: float) -> str:
    while _width(text) > room and len(text) > 2:
        text = text[:-2] + "…"
    return text


def _ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values that hold `low` to `high`, 0 among them."""
    raw = (high - low) / about
    size = 10 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 5, 10) if m * size >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, last + 1)]
