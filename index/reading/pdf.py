"""PDF pages as text: what is drawn over the text or beside it is left out, and pages that hold no text, or only
characters that their font names wrongly, are counted.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from index.errors import UnreadableReport
from index.messages import Message
from index.reading import limits
from index.reading.encodings import commonness, hanzi
from index.reading.layout import Block, Char, Ruled, inside, page_blocks, rows_of, text_of
from index.records import Reading

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: A page with fewer characters under a picture of this share of it is a scan with a stamp.
_SCANNED, _PICTURE = 15, 0.25
#: A picture of this share of a page with fewer characters over it may hold text itself.
_LARGE, _CAPTIONED = 0.12, 10
#: So many curves on a page without text draw its characters.
_DRAWN = 100
#: A report of more pages is none; a page drawn with more bytes is a map or does harm.
MOST_PAGES = 1000
_MOST_LINES = 5000  # that may rule tables: more of them hatch a map
_MOST_DRAWING = 8 * 1024 * 1024
_CID = re.compile(r"\(cid:\d+\)")
_UNKNOWN = 0.3  # share of characters without a name
#: Pages of reports show 0.95 and more of common characters; wrong character maps give about 0.6.
_COMMON, _ENOUGH = 0.85, 30
#: Characters drawn over others: this share of those of one font, size and colour.
_OVER = 0.4
_FEWEST_NUMBERS = 3  # that make a margin column
_APART = 1.0  # sizes between a margin's number and its line


def pdf_text(data: bytes) -> Reading:
    """The text of the PDF file `data`, "" where no page has any, and its pages and pictures without text.

    Raises `UnreadableReport` without the file's name where it is encrypted, damaged, or its fonts do not say
    which characters they draw.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    reader = _Reader()
    try:
        with _quiet(), pdfplumber.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
            if pages > MOST_PAGES:
                raise UnreadableReport("pdf.too_many_pages", count=pages, limit=MOST_PAGES)
            for done, page in enumerate(document.pages, 1):
                reader.read(page)
                page.close()
                limits.page_done(done, pages)
    except UnreadableReport:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file makes it stumble over
        reason = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(reason, PDFPasswordIncorrect):
            raise UnreadableReport("pdf.encrypted") from error
        raise UnreadableReport("pdf.broken", reason=type(reason).__name__) from error
    return reader.reading()


@contextmanager
def _quiet() -> Iterator[None]:
    """pdfminer logs every oddity of a file, which is nothing that its reader could act on."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Reader:
    """Takes the pages of one document in order."""

    def __init__(self) -> None:
        self._pages: list[list[Block]] = []
        self._unread: list[int] = []  # numbers of pages without text or with garbled text
        self._garbled = False
        self._pictures = 0
        self._over: set[_Ink] = set()

    def read(self, page: Page) -> None:
        """Takes the next page."""
        self._pages.append([])
        if _drawn(page) > _MOST_DRAWING:
            self._unread.append(len(self._pages))
            return
        # watermarks run aslant; the same character drawn twice makes it bold
        chars = [c for c in page.dedupe_chars().chars if c["upright"] and c["text"].strip()]
        chars = self._without_overlay(chars)
        if _without_text(page, chars):
            self._unread.append(len(self._pages))
            return
        drawn = len(page.lines) + len(page.rects) + len(page.curves)
        tables = page.find_tables() if drawn <= _MOST_LINES else []
        ruled = [Ruled(table.bbox, table.cells) for table in tables]
        chars = _without_line_numbers(chars, ruled)
        blocks = page_blocks(chars, ruled, float(page.width))
        if _is_garbled(chars):
            self._garbled = True
            self._unread.append(len(self._pages))
            return
        self._pages[-1] = blocks
        self._pictures += sum(_in_place_of_text(page, image, chars) for image in page.images)

    def reading(self) -> Reading:
        """All pages together. Raises `UnreadableReport` where all that they have is garbled."""
        text = text_of(self._pages)
        if self._garbled and not text:
            raise UnreadableReport("pdf.no_characters")
        unknown = len(_CID.findall(text))
        gaps: list[Message] = []
        if self._unread:
            gaps.append(Message("gap.pages", count=len(self._unread), where=list(map(str, self._unread))))
        if self._pictures:
            gaps.append(Message("gap.pictures", count=self._pictures))
        if unknown:
            gaps.append(Message("gap.characters", count=unknown))
        return Reading(_CID.sub("\ufffd", text), tuple(gaps))

    def _without_overlay(self, chars: list[Char]) -> list[Char]:
        """Leaves out what is written over the text: a watermark in another size or colour."""
        inks = Counter(map(_ink, chars))
        if len(inks) < 2:
            return chars
        (main, _), *others = inks.most_common()
        for ink, count in others:
            own = [c for c in chars if _ink(c) == ink]
            rest = [c for c in chars if _ink(c) != ink]
            if ink not in self._over and count * 2 < len(chars) and ink[1:] != main[1:]:
                over = sum(any(_covers(c, other) for other in rest) for c in own)
                if over >= _OVER * count:
                    self._over.add(ink)
        return [c for c in chars if _ink(c) not in self._over or _ink(c) == main]


# --- one page ---


def _drawn(page: Page) -> int:
    """Bytes of drawing commands."""
    from pdfminer.pdftypes import PDFStream, resolve1

    parts = (resolve1(part) for part in page.page_obj.contents)
    return sum(len(part.get_data()) for part in parts if isinstance(part, PDFStream))


#: Font, size and colour.
_Ink = tuple[str, float, str]


def _ink(char: Char) -> _Ink:
    return char["fontname"], round(char["size"], 1), str(char["non_stroking_color"])


def _covers(char: Char, other: Char) -> bool:
    """Whether one of two characters stands on the middle of the other."""
    return _on_middle(char, other) or _on_middle(other, char)


def _on_middle(char: Char, other: Char) -> bool:
    x, y = (other["x0"] + other["x1"]) / 2, (other["top"] + other["bottom"]) / 2
    wide, high = 0.1 * (char["x1"] - char["x0"]), 0.1 * (char["bottom"] - char["top"])
    return char["x0"] + wide < x < char["x1"] - wide and char["top"] + high < y < char["bottom"] - high


def _without_text(page: Page, chars: Sequence[Char]) -> bool:
    """Whether a page shows something and it is no text."""
    if len(chars) >= _SCANNED:
        return False
    return sum(_share(page, image) for image in page.images) >= _PICTURE or len(page.curves) >= _DRAWN


def _share(page: Page, image: Char) -> float:
    """How much of a page a picture covers."""
    wide = min(image["x1"], page.width) - max(image["x0"], 0)
    high = min(image["bottom"], page.height) - max(image["top"], 0)
    return max(0.0, float(wide)) * max(0.0, float(high)) / max(1.0, float(page.width * page.height))


def _in_place_of_text(page: Page, image: Char, chars: Sequence[Char]) -> bool:
    box = (image["x0"], image["top"], image["x1"], image["bottom"])
    return _share(page, image) >= _LARGE and sum(inside(c, box) for c in chars) < _CAPTIONED


def _is_garbled(chars: Sequence[Char]) -> bool:
    """Whether a page's font names its characters wrongly or not at all."""
    text = "".join(c["text"] for c in chars)
    if len(_CID.findall(text)) > _UNKNOWN * len(chars) > 0:
        return True
    return len(hanzi(text)) >= _ENOUGH and commonness(text) < _COMMON


def _without_line_numbers(chars: list[Char], ruled: Sequence[Ruled]) -> list[Char]:
    """Leaves out the column of running numbers that stands in the margin beside the lines."""
    outside = [c for c in chars if not any(inside(c, table.box) for table in ruled)]
    rows = rows_of(outside)
    numbers = [number for row in rows if (number := _margin_number(row))]
    held = {id(c) for number in numbers for c in number}
    left = min((c["x0"] for c in chars if id(c) not in held), default=0.0)
    numbers = [number for number in numbers if number[-1]["x1"] < left]
    counted = [int("".join(c["text"] for c in number)) for number in numbers]
    steps = {b - a for a, b in pairwise(counted)}
    many = len(numbers) * 2 >= len(rows) or steps == {5}
    if len(numbers) < _FEWEST_NUMBERS or len(steps) != 1 or steps.pop() < 1 or not many:
        return chars
    gone = {id(c) for number in numbers for c in number}
    return [c for c in chars if id(c) not in gone]


def _margin_number(row: Sequence[Char]) -> list[Char]:
    """The number that a row begins with, apart from what follows; none where it has no such number."""
    number: list[Char] = []
    for char in row:
        if number and char["x0"] - number[-1]["x1"] > _APART * char["size"]:
            return number
        if not (char["text"].isascii() and char["text"].isdigit()) or len(number) == 3:
            return []
        number.append(char)
    return number
