"""What is indexed and what could not be read, for people and for programs."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from index.messages import missing
from index.reading import ocr
from index.store import Index, IndexedReport
from ui.figures import period_text


def records(index: Index) -> list[dict[str, Any]]:
    """One record a report, then one a failure (which has a `reason`). `unread`: what of a report is missing."""
    indexed = [
        {
            "report": item.id,
            "title": item.origin.title,
            "region": item.origin.region,
            "kind": item.origin.kind,
            "period": list(item.origin.period) if item.origin.period else None,
            "characters": item.characters,
            "passages": item.passages,
            "claims": item.claims,
            "figures": item.figures,
            "duplicates": list(item.duplicates),
            "unread": missing(item.gaps, "zh") or None,
        }
        for item in index.reports
    ]
    return indexed + [{"report": failure.id, "reason": failure.reason} for failure in index.failures]


def unnamed(index: Index) -> list[tuple[IndexedReport, str]]:
    """Reports whose region is found nowhere, each with the region of most reports beside it, "" where they differ."""
    return [(item, _suggested(item, index.reports)) for item in index.reports if not item.origin.region]


def _suggested(item: IndexedReport, others: Sequence[IndexedReport]) -> str:
    folder = item.id.rpartition("/")[0]
    places = [
        (o.origin.province or "", o.origin.city or "", o.origin.county or "")
        for o in others
        if o.origin.province and o.id.rpartition("/")[0] == folder
    ]
    for depth in (3, 2, 1):
        counted = Counter(place[:depth] for place in places if place[depth - 1])
        for place, times in counted.most_common(1):
            if times >= 2 and times * 2 > len(places):
                return "".join(place)
    return ""


def table(index: Index, width: int | None = None) -> str:
    """Reports with region, period and counts, those without a region first; below them the files left out, each with
    its reason.
    """
    shown = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("报告", "地区", "时期", "类别"):
        shown.add_column(name, overflow="fold")
    for name in ("字数", "段落", "数字"):
        shown.add_column(name, justify="right")
    for item in index.reports:
        origin = item.origin
        counts = (f"{item.characters:,}", str(item.passages), str(item.figures))
        shown.add_row(
            escape(item.id),
            escape(origin.region or "（未写明）"),
            period_text(origin.period),
            escape(origin.kind or ""),
            *counts,
        )
    out = io.StringIO()
    console = Console(
        file=out, width=width or max(100, Console().width), force_terminal=False, highlight=False
    )
    for item, suggested in unnamed(index):
        beside = f"；同一文件夹的报告多属{escape(suggested)}" if suggested else ""
        console.print(
            f"未写明地区：{escape(item.id)}（请在 metadata.csv 的 region 列写上{beside}）", soft_wrap=True
        )
    console.print(shown)
    console.print(f"共 {len(index.reports)} 份报告。")
    for item in index.reports:
        for copy in item.duplicates:
            console.print(f"内容重复，未另计：{escape(copy)}（与 {escape(item.id)} 相同）", soft_wrap=True)
    for item in index.reports:
        if item.gaps:
            gaps = missing(item.gaps, "zh")
            console.print(f"只读了一部分：{escape(item.id)}（{escape(gaps)}）", soft_wrap=True)
    for failure in index.failures:
        console.print(f"未能读取：{escape(failure.id)}（{escape(failure.reason)}）", soft_wrap=True)
    for remedy in ocr.remedy(item.gaps for item in index.reports):
        console.print(escape(remedy.say("zh")), soft_wrap=True)
    return out.getvalue().rstrip("\n")
