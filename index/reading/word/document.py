"""Word documents (.docx) as they are shown: automatic numbers written out, headings by their outline level,
results of fields, equations, notes and text boxes where they stand; deleted, hidden and struck text left out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import UnreadableReport
from index.messages import Message
from index.reading import ocr
from index.reading.encodings import decode
from index.reading.lines import prose
from index.reading.markup import LAYOUT_CELL, html_text, table_text
from index.reading.word.numbering import Numbering, W
from index.reading.word.signs import BOX, FALLBACK, M, equation, may_hold_text, shown_parts, symbol
from index.reading.word.styles import Style, heading, outline, row_gone, shown, span, styles_of, value, within
from index.records import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The text of a document may unpack to this much, so that a small file cannot fill the memory; a report of
#: 100,000 characters has 5 MB.
_MB = 1024 * 1024
_MAX_PART = 32 * _MB
_MAX_PARTS = 3000
_DEEPEST = 4  # documents within documents

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/"
_PICTURES = (f"{_DRAWING}main}}blip", f"{_DRAWING}chart}}chart", f"{_DRAWING}diagram}}relIds")
_PICTURES += ("{urn:schemas-microsoft-com:vml}imagedata",)

#: Pictures that are recognised.
_READ = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")

#: What was deleted or moved away, what only a form or a program reads.
_GONE = frozenset(
    f"{W}{n}" for n in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "rt")
) | {FALLBACK}
_CONTENTS_NAME = re.compile(r"(?:toc|目录) ?\d", re.IGNORECASE)


def docx_text(data: bytes, depth: int = 0) -> Reading:
    """The Word document `data` as Markdown, and how many of its pictures may hold text that is not read.

    Page headers and footers and comments are left out, and so are tables of contents. Raises
    `UnreadableReport` without the file's name.
    """
    with _opened(data) as archive:
        try:
            return _Document(archive, depth).read()
        except UnreadableReport:
            raise
        except Exception as error:  # zipfile and lxml raise whatever a damaged file makes them stumble over
            raise UnreadableReport("docx.broken", reason=type(error).__name__) from error


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableReport("docx.encrypted")
        raise UnreadableReport("docx.old")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except Exception as error:  # BadZipFile, but also struct, Unicode and other errors
        raise UnreadableReport("docx.no_archive") from error
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableReport("docx.encrypted")
    if not any(info.filename.lower().startswith("word/") for info in infos):
        raise UnreadableReport("docx.no_document")
    return archive


class _Document:
    def __init__(self, archive: zipfile.ZipFile, depth: int) -> None:
        self._archive = archive
        self._depth = depth
        self._names = {info.filename.lower(): info for info in archive.infolist()[:_MAX_PARTS]}
        self._main = self._main_part()
        self._targets = self._relations(self._main)
        self._styles = styles_of(self._related("styles"))
        lists = {id_: (style.list, style.level) for id_, style in self._styles.items() if style.list}
        self._numbering = Numbering(self._related("numbering"), lists)
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._fields: list[bool] = []  # of each open field, whether its result has begun
        self._pictures = 0
        self._held = ""  # a paragraph whose mark was deleted goes on with the next
        self._beside: list[str] = []  # notes and text boxes, which follow their paragraph

    def read(self) -> Reading:
        body = self._xml(self._main).find(f"{W}body")
        blocks = list(self._blocks(body)) if body is not None else []
        text = "\n\n".join([*blocks, self._held])
        gaps = (Message("gap.pictures", count=self._pictures),) if self._pictures else ()
        return Reading(re.sub(r"\n{3,}", "\n\n", text).strip(), gaps)

    # --- parts ---

    def _main_part(self) -> str:
        for target in self._relations("", "officedocument").values():
            return target
        return "word/document.xml"

    def _relations(self, part: str, kind: str = "") -> dict[str, str]:
        """Where each relation of a part leads, by its id."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path.lower() not in self._names:
            return {}
        found = {}
        for one in self._xml(path).iter(_RELATION):
            if one.get("TargetMode") != "External" and one.get("Type", "").lower().endswith(kind):
                target = one.get("Target", "")
                found[one.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found

    def _related(self, kind: str) -> _Element | None:
        """The part of a kind (styles, numbering, footnotes) that belongs to the document."""
        for path in self._relations(self._main, f"/{kind}").values():
            if path.lower() in self._names:
                return self._xml(path)
        return None

    def _bytes(self, path: str) -> bytes:
        info = self._names[path.lower()]
        if info.file_size > _MAX_PART:
            raise UnreadableReport("docx.too_large", limit=_MAX_PART // _MB)
        with self._archive.open(info) as part:
            return part.read(_MAX_PART)

    def _xml(self, path: str) -> _Element:
        import lxml.etree as etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(self._bytes(path), parser)

    def _read_notes(self, kind: str) -> dict[str, _Element]:
        root = self._related(f"{kind}s")
        if root is None:
            return {}
        return {
            note.get(f"{W}id", ""): note
            for note in root.iterfind(f"{W}{kind}")
            if note.get(f"{W}type") is None
        }

    # --- blocks ---

    def _blocks(self, parent: _Element) -> Iterator[str]:
        """Paragraphs and tables in order, as Markdown."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}altChunk":
                yield from self._chunk(child)
            elif child.tag not in _GONE and isinstance(child.tag, str):
                yield from self._blocks(child)  # sdt, sdtContent, ins, customXml …

    def _paragraph(self, p: _Element) -> Iterator[str]:
        properties = p.find(f"{W}pPr")
        style = self._styles.get(value(properties, "pStyle") or "", Style())
        if _CONTENTS_NAME.fullmatch(style.name):
            return
        text = self._held + self._inline(p, style)
        self._held = ""
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            self._held = text
            return
        self._fields = [begun for begun in self._fields if begun]  # a field's code ends with its paragraph
        text = prose([line.rstrip() for line in text.split("\n") if line.strip()])
        if text:
            number = self._number(properties, style)
            if number.endswith(".") and text[0].isdigit():
                number += " "  # 1. 5亿元 is not 1.5亿元
            yield heading(number + text, outline(properties, style))
        beside, self._beside = self._beside, []
        yield from beside

    def _number(self, properties: _Element | None, style: Style) -> str:
        own = None if properties is None else properties.find(f"{W}numPr")
        list_ = value(own, "numId") or style.list
        level = value(own, "ilvl")
        return self._numbering.number(
            list_,
            int(level) if level and level.isdecimal() else style.level,
            value(properties, "pStyle") or "",
        )

    def _table(self, table: _Element) -> Iterator[str]:
        rows = [row for row in within(table, "tr") if not row_gone(row)]
        cells = [[(cell, list(self._blocks(cell))) for cell in within(row, "tc")] for row in rows]
        contents = [blocks for row in cells for _, blocks in row]
        lays_out = (
            len(contents) <= len(rows)
            or any(sum(map(len, blocks)) > LAYOUT_CELL for blocks in contents)
            or any(block.startswith("|") for blocks in contents for block in blocks)
        )
        if lays_out:
            for blocks in contents:
                yield from blocks
            return
        grid: list[list[str]] = []
        for row, own in zip(rows, cells, strict=True):
            above = grid[-1] if grid else []
            line = [""] * span(row.find(f"{W}trPr"), "gridBefore", 0)
            for cell, blocks in own:
                properties = cell.find(f"{W}tcPr")
                wide = span(properties, "gridSpan", 1)
                merged = None if properties is None else properties.find(f"{W}vMerge")
                text = " ".join(block.lstrip("# ") for block in blocks)
                if merged is not None and merged.get(f"{W}val") != "restart" and len(line) < len(above):
                    text = above[len(line)]
                # a merged cell's text stands in every place that it covers; a title over all is said once
                line += [text] * wide if len(own) > 1 else [text] + [""] * (wide - 1)
            grid.append(line)
        if shown := table_text(grid):
            yield shown

    def _chunk(self, chunk: _Element) -> Iterator[str]:
        """A document of another kind that Word shows at this place."""
        path = self._targets.get(chunk.get(f"{_R}id", ""), "")
        if path.lower() not in self._names:
            return
        data = self._bytes(path)
        if data.startswith(b"PK") and self._depth < _DEEPEST:
            inner = docx_text(data, self._depth + 1)
            self._pictures += sum(int(str(gap.values["count"])) for gap in inner.gaps)
            yield inner.text
        elif path.lower().endswith((".htm", ".html", ".xhtml", ".txt")):
            text = decode(data)
            yield text.strip() if path.lower().endswith(".txt") else html_text(text)
        else:
            raise UnreadableReport("docx.chunk", kind=posixpath.splitext(path)[1])

    # --- inside a paragraph ---

    def _inline(self, parent: _Element, style: Style) -> str:
        out: list[str] = []
        for child in parent:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                out.append(self._run(child, style))
            elif tag == f"{M}oMath":
                out.append(equation(child))
            elif tag == f"{W}p":  # never inside a paragraph but in text boxes, which `_run` reads
                continue
            else:
                out.append(self._inline(child, style))  # ins, hyperlink, smartTag, fldSimple, sdt …
        return "".join(out)

    def _run(self, run: _Element, style: Style) -> str:
        properties = run.find(f"{W}rPr")
        character = self._styles.get(value(properties, "rStyle") or "", Style())
        visible = shown(properties, style.shown and character.shown)
        out: list[str] = []
        for child in run:
            if child.tag == f"{W}fldChar":
                self._turn(child.get(f"{W}fldCharType", ""))
            elif visible and all(self._fields) and child.tag not in _GONE:
                out.append(self._piece(child))
        return "".join(out)

    def _turn(self, kind: str) -> None:
        """Goes into a field, from its code to its result, or out of it."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _piece(self, child: _Element) -> str:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        match name:
            case "t":
                return child.text or ""
            case "br" | "cr":
                return "\n"
            case "tab" | "ptab":
                return " "
            case "noBreakHyphen":
                return "-"
            case "sym":
                return symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
            case "footnoteReference" | "endnoteReference":
                note = self._notes[name.removesuffix("Reference")].get(child.get(f"{W}id", ""))
                if note is not None:
                    self._aside(note)
                return ""
            case "ruby":
                base = child.find(f"{W}rubyBase")
                return "" if base is None else self._inline(base, Style())
            case _:
                self._drawing(child)
                return ""

    def _drawing(self, drawing: _Element) -> None:
        """Text boxes follow their paragraph; of pictures only that there are some is known."""
        for box in shown_parts(drawing, BOX):
            self._aside(box)
        extent = next(drawing.iter(_EXTENT), None)
        style = next((s for shape in drawing.iter() if (s := shape.get("style"))), "")
        for shape in shown_parts(drawing, *_PICTURES):
            if may_hold_text(extent, style) and not self._recognise(shape):
                self._pictures += 1

    def _recognise(self, shape: _Element) -> bool:
        """Reads a picture, which follows its paragraph; whether it shows text."""
        path = self._targets.get(shape.get(f"{_R}embed") or shape.get(f"{_R}id") or "", "")
        info = self._names.get(path.lower())
        if (
            info is None
            or not path.lower().endswith(_READ)
            or info.file_size > _MAX_PART
            or not ocr.available()
        ):
            return False
        try:
            reading = ocr.picture_text(self._bytes(path))
        except UnreadableReport:
            return False
        self._beside.append(reading.text)
        return bool(reading.text)

    def _aside(self, content: _Element) -> None:
        """Reads what is shown beside a paragraph, without mixing it into the paragraph."""
        held, self._held = self._held, ""
        fields, self._fields = self._fields, []
        beside, self._beside = self._beside, []
        blocks = list(self._blocks(content))
        self._held, self._fields = held, fields
        self._beside = [*beside, *self._beside, *blocks]
