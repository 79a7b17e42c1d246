"""The figures of one report for people: a table under its outline, CSV, and the report as a marked page."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any

from rich.console import Console
from rich.table import Table

from index.records import Claim, Figure, Period, Report

FIELDS = (
    "start",
    "end",
    "text",
    "value",
    "unit",
    "indicator",
    "role",
    "direction",
    "status",
    "period",
    "comparator",
)

ROLES = {"level": "水平", "previous": "原水平", "change": "变动", "rate": "增速", "rank": "位次"}
DIRECTIONS = {"up": "↑", "down": "↓", "flat": "→", None: ""}
STATUSES = {"actual": "已实现", "estimated": "预计", "planned": "计划"}
COMPARATORS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "approx": "约", None: ""}


def in_order(claims: Iterable[Claim]) -> list[tuple[Claim, Figure]]:
    """Every figure with its claim, in the order they stand in the report."""
    pairs = [(claim, figure) for claim in claims for figure in claim.figures]
    return sorted(pairs, key=lambda pair: (pair[1].start, pair[1].end))


def record(figure: Figure) -> dict[str, Any]:
    """A figure's fields as they are written to JSON."""
    return {name: _plain(getattr(figure, name)) for name in FIELDS}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def period_text(period: Period | None) -> str:
    """2023-01–2023-09; "" where the report does not say."""
    if period is None:
        return ""
    return period[0] if period[0] == period[1] else f"{period[0]}–{period[1]}"


def csv_text(claims: Iterable[Claim]) -> str:
    """The figures as CSV with a byte order mark, which spreadsheet programs need to see Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*FIELDS, "section", "quote"])
    for claim, figure in in_order(claims):
        row = record(figure) | {"period": period_text(figure.period)}
        writer.writerow(
            [*(_cell(row[name]) for name in FIELDS), " / ".join(claim.headings), _cell(claim.quote)]
        )
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is kept as text."""
    if isinstance(value, str) and value[:1] in "=+-@" and value[1:2] not in "0123456789":
        return "'" + value
    return "" if value is None else value


def table(claims: Sequence[Claim], width: int | None = None) -> str:
    """The figures as a table for the terminal, under the report's headings."""
    shown = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name, justify in (
        ("数字", "right"),
        ("指标", "left"),
        ("角色", "left"),
        ("状态", "left"),
        ("时期", "left"),
    ):
        shown.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    headings: tuple[str, ...] = ()
    pairs = in_order(claims)
    for claim, figure in pairs:
        for depth, heading in enumerate(claim.headings):
            if headings[: depth + 1] != claim.headings[: depth + 1]:
                shown.add_row("", f"[bold]{'  ' * depth}{_escape(heading[:40])}[/bold]")
        headings = claim.headings
        role = ROLES[figure.role] + DIRECTIONS[figure.direction]
        number = COMPARATORS[figure.comparator] + figure.text
        shown.add_row(
            _escape(number),
            _escape(figure.indicator),
            role,
            STATUSES[figure.status],
            period_text(figure.period),
        )
    out = io.StringIO()
    console = Console(
        file=out, width=width or max(100, Console().width), force_terminal=False, highlight=False
    )
    if pairs:
        console.print(shown)
    console.print(f"共 {len(pairs)} 个数字。" if pairs else "这份报告里没有找到数字。")
    return out.getvalue().rstrip("\n")


def _escape(text: str) -> str:
    return text.replace("[", "\\[")


def marked_page(report: Report, claims: Sequence[Claim]) -> str:
    """The report as one HTML page that loads nothing: every figure marked where it stands, coloured by role,
    its fields on hover and in a list that is read out.
    """
    parts: list[str] = []
    at = 0
    heads = {section.start: section for section in report.sections if section.headings}
    cuts = sorted({*heads, *(section.body for section in heads.values())})
    figures = [figure for _, figure in in_order(claims)]

    def plain(start: int, end: int) -> None:
        for cut in [c for c in cuts if start <= c < end]:
            parts.append(html.escape(report.text[start:cut]))
            parts.append("<b>" if cut in heads else "</b>")
            start = cut
        parts.append(html.escape(report.text[start:end]))

    for figure in figures:
        if figure.start < at:
            continue
        plain(at, figure.start)
        parts.append(
            f'<mark class="{figure.role}" tabindex="0" title="{html.escape(_title(figure), quote=True)}">'
            f"{html.escape(report.text[figure.start : figure.end])}</mark>"
        )
        at = figure.end
    plain(at, len(report.text))
    legend = " ".join(f'<mark class="{role}">{name}</mark>' for role, name in ROLES.items())
    page = Template(Path(__file__).with_name("proof.html").read_text("utf-8"))
    return page.substitute(
        title=html.escape(report.origin.title or report.id),
        count=len(figures),
        legend=legend,
        body="".join(parts),
    )


def _title(figure: Figure) -> str:
    value = "未公开" if figure.value is None else f"{figure.value:g}"
    lines = [
        f"指标：{figure.indicator}",
        f"数值：{COMPARATORS[figure.comparator]}{value} {figure.unit}".rstrip(),
        f"角色：{ROLES[figure.role]}{DIRECTIONS[figure.direction]}　状态：{STATUSES[figure.status]}",
        f"时期：{period_text(figure.period) or '未写明'}",
    ]
    return "\n".join(lines)
