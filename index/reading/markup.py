"""Web pages as Markdown: headings `#`, tables as `|` rows, every other mark-up dropped.

A page is cleared of what a reader does not read (menus, scripts, hidden parts), its merged cells are written
out, and markitdown turns the rest into Markdown. Bold and links are dropped, since their asterisks and
addresses would stand among hidden numbers (`**县`) and figures.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import UnreadableReport

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: Elements that hold no part of a report.
_UNREAD = re.compile(
    r"(?:script|style|noscript|template|head|nav|aside|form|button|select|option|iframe|object|svg|canvas"
    r"|audio|video|img|hr|footer)"
)
#: Elements whose text stays and whose mark-up goes.
_BARE = ["a", "b", "strong", "i", "em", "u", "s", "del", "ins", "strike", "font", "span", "q", "mark"]
_BARE += ["code", "kbd", "samp", "sub", "sup"]
#: Cells with more text than this lay out a page, they do not tabulate.
LAYOUT_CELL = 300
#: A page of 100,000 characters with tables has some 20,000.
_MOST_TAGS = 200_000
_CJK = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"


def html_text(html: str) -> str:
    """Markdown of the page `html`, its title on top where the text does not repeat it."""
    if html.count("<") > _MOST_TAGS:
        raise UnreadableReport("html.too_many", limit=_MOST_TAGS // 10_000)
    soup = _parsed(html)
    if soup.find() is None:
        return html  # plain text under a web page's name
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    text = _markdown(soup)
    return text if not title or title in text or not text else f"{title}\n\n{text}"


@contextmanager
def _quiet() -> Iterator[None]:
    """The parser warns of XHTML and of text that looks like a file name, and logs damaged characters: all
    harmless here.
    """
    from bs4 import UnusualUsageWarning

    logger = logging.getLogger("bs4.dammit")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UnusualUsageWarning)
            yield
    finally:
        logger.setLevel(level)


def _parsed(html: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup, ParserRejectedMarkup

    try:
        with _quiet():
            return BeautifulSoup(html, "html.parser")
    except (ParserRejectedMarkup, AssertionError, ValueError) as error:  # what no browser would write
        raise UnreadableReport("html.broken", reason=type(error).__name__) from error


def _markdown(soup: BeautifulSoup) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import HtmlConverter

    try:
        _tidy(soup)
        with _quiet():
            result = HtmlConverter().convert(
                io.BytesIO(str(soup).encode("utf-8", "replace")),
                StreamInfo(extension=".html", charset="utf-8"),
                strict=True,
                strip=_BARE,
                bullets="-",
                escape_asterisks=False,
                escape_underscores=False,
                table_infer_header=True,
            )
        text = result.markdown
    except RecursionError:  # nested too deeply for the converter: the words without the outline
        text = "\n".join(soup.stripped_strings)
    text = text.replace("\r", "\n").replace("\0", "")
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _tidy(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(_unread):
        if not tag.decomposed:
            tag.decompose()
    for tag in soup.find_all("pre"):
        lines = [line.strip() for line in tag.get_text().split("\n") if line.strip()]
        tag.clear()
        tag.name = "div"
        for line in lines:
            tag.append(soup.new_tag("p", string=line))
    for tag in soup.find_all("blockquote"):
        tag.name = "div"
    for table in soup.find_all("table"):
        if _lays_out(table):
            for part in [table, *table.find_all(["tbody", "thead", "tfoot", "tr", "td", "th"])]:
                if part is table or part.find_parent("table") is table or part.find_parent("table") is None:
                    part.name = "div"
    for table in soup.find_all("table"):
        _write_out(table, soup)
    for text in soup.find_all(string=re.compile(r"\S")):
        # a line end in the source is a space on the page, and beside Chinese characters nothing
        text.replace_with(type(text)(_LINE_END.sub(lambda m: " " if _latin(m) else "", str(text))))


_LINE_END = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def _latin(line_end: re.Match[str]) -> bool:
    text, start, end = line_end.string, line_end.start(), line_end.end()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before.isascii() and after.isascii()


def _unread(tag: Tag) -> bool:
    if _UNREAD.fullmatch(tag.name):
        return True
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return tag.has_attr("hidden") or "display:none" in style


def _lays_out(table: Tag) -> bool:
    """Whether `table` arranges a page: it holds another table, one column only, or whole paragraphs."""
    rows = table.find_all("tr")
    cells = table.find_all(["td", "th"])
    return (
        table.find("table") is not None
        or len(cells) <= len(rows)
        or any(len(cell.get_text()) > LAYOUT_CELL for cell in cells)
    )


def _write_out(table: Tag, soup: BeautifulSoup) -> None:
    """Replace the rows of `table` by plain ones, a merged cell's text in every place that it covers."""
    covered: dict[tuple[int, int], str] = {}
    rows = table.find_all("tr")
    grid: list[list[str]] = []
    for y, row in enumerate(rows):
        x = 0
        cells = row.find_all(["td", "th"])
        for cell in cells:
            while (y, x) in covered:
                x += 1
            text = cell_text(" ".join(cell.stripped_strings))
            wide, high = _span(cell, "colspan", 100), _span(cell, "rowspan", len(rows) - y)
            for j in range(high):
                for i in range(wide):
                    # a title over the whole table is said once
                    covered[y + j, x + i] = text if i == 0 or len(cells) > 1 else ""
            x += wide
        width = max((i for (j, i) in covered if j == y), default=-1) + 1
        grid.append([covered.get((y, i), "") for i in range(width)])
    caption = table.find("caption")
    title = caption.get_text(" ", strip=True) if caption else ""
    table.clear()
    table.attrs.clear()
    if title:
        table.insert_before(soup.new_tag("p", string=title))
    width = max((len(cells) for cells in grid), default=0)
    for cells in grid:
        if any(cells):
            row = soup.new_tag("tr")
            for text in cells + [""] * (width - len(cells)):
                row.append(soup.new_tag("td", string=text))
            table.append(row)


def _span(cell: Tag, name: str, most: int) -> int:
    value = str(cell.get(name) or "1").strip()
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def cell_text(text: str) -> str:
    """`text` fit for a Markdown cell: one line, no bars, no space between Chinese characters."""
    text = re.sub(r"\s+", " ", text).strip().replace("|", "｜")
    return re.sub(rf"(?<={_CJK}) (?={_CJK})", "", text)


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a Markdown table, the first one its head; empty rows and columns are left out."""
    rows = [[cell_text(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    used = [k for k in range(width) if any(row[k] for row in rows)]
    lines = ["| " + " | ".join(row[k] for k in used) + " |" for row in rows]
    return "\n".join([*lines[:1], "|" + " --- |" * len(used), *lines[1:]]) if lines else ""
