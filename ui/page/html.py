"""Text into HTML: everything that comes from reports and people is escaped here, and nowhere else."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from index.records import Figure
from ui.page.cite import Cite

__all__ = [
    "attributes", "button", "cite_link", "escape", "figure_hint", "message", "period_text", "plain", "tag"
]  # fmt: skip
_SIGNS = re.compile(r"(?m)(?:^|(?<=\s))#{1,6}[ \t]+")
_BLANKS = re.compile(r"\s+")


def attributes(**values: object) -> str:
    """` name="value"` for each; `data_x` is `data-x`, `class_` is `class`; None and False are left out."""
    out = ""
    for name, value in values.items():
        if value is None or value is False:
            continue
        key = name.rstrip("_").replace("_", "-")
        out += f" {key}" if value is True else f' {key}="{escape(str(value))}"'
    return out


def tag(name: str, body: str, **values: object) -> str:
    """An element around `body`, which is HTML already."""
    return f"<{name}{attributes(**values)}>{body}</{name}>"


def button(sign: str, label: str, **values: object) -> str:
    """A button that shows a sign, and says its label to those who hover or listen."""
    return tag("button", escape(sign), type="button", title=label, aria_label=label, **values)


def cite_link(cite: Cite, body: str, label: str, class_: str = "xb-cite") -> str:
    """A link that opens `cite` in the report beside the answer; `body` is HTML already."""
    href = "?cite=" + quote(str(cite))
    return tag("a", body, class_=class_, href=href, data_cite=str(cite), title=label)


def message(text: str, remedy: str = "", kind: str = "error") -> str:
    """Something that went wrong, kept on the screen until it is mended."""
    more = tag("p", escape(remedy)) if remedy else ""
    return tag("div", tag("p", escape(text)) + more, class_=f"xb-message xb-{kind}", role="alert")


def plain(text: str) -> str:
    """A stretch of a report as a line to read: without the signs of Markdown headings and runs of blanks."""
    return _BLANKS.sub(" ", _SIGNS.sub("", text)).strip()


def period_text(period: tuple[str, str] | None) -> str:
    """2024, 2023-01–06 or 2021–2025."""
    if period is None:
        return ""
    (year, first), (last_year, last) = period[0].split("-"), period[1].split("-")
    if (first, last) == ("01", "12"):
        return year if year == last_year else f"{year}–{last_year}"
    if year != last_year:
        return f"{period[0]} – {period[1]}"
    return f"{year}-{first}" if first == last else f"{year}-{first}–{last}"


def figure_hint(figure: Figure) -> str:
    """What hovering over a figure says of it."""
    return " · ".join(p for p in (figure.indicator, figure.text, period_text(figure.period)) if p)
