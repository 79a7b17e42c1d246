"""An answer as a Word file in the manner of an official brief, every row with a footnote to its source."""

from __future__ import annotations

import io
import re
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.records import Answer
from ui.page.exports import answer_table
from ui.page.labels import Labels
from ui.page.turns import Source, sources

#: Faces and sizes of official documents (GB/T 9704-2012): title 小标宋 22 pt, text 仿宋 16 pt, lines 28 pt.
_TITLE, _TEXT, _TABLE = ("方正小标宋简体", 22.0), ("仿宋_GB2312", 16.0), ("仿宋_GB2312", 12.0)
_LINE = 28.0
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_COLUMNS = 6  # of the answer's table; report and sentence go into the footnotes
_SOURCE = 7  # where the table has the source's number


def brief(answer: Answer, t: Labels) -> bytes:
    """The `.docx` file."""
    document = docx.Document()
    _page(document)
    numbered = sources(answer)
    _paragraph(document, answer.query.text.rstrip("？?"), _TITLE, centred=True)
    _paragraph(document, answer.sentence, _TEXT, indent=True)
    marks: dict[int, int] = {}
    if answer.findings:
        _table(document, answer, numbered, marks, t)
    else:
        for source in numbered:
            said = _paragraph(document, f"“{source.quote}”", _TEXT, indent=True)
            _mark(said, marks, source.number)
    if answer.coverage_line:
        _paragraph(document, answer.coverage_line, _TEXT, indent=True)
    _footnotes(document, [_note(numbered[number - 1]) for number in marks])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _paragraph(
    document: Document, text: str, face: tuple[str, float], centred: bool = False, indent: bool = False
) -> Paragraph:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_after = Pt(_LINE), Pt(0)
    if centred:
        paragraph.alignment, layout.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(_LINE)
    if indent:
        layout.first_line_indent = Pt(2 * face[1])
    _face(paragraph.add_run(_CONTROL.sub("", text)), face)
    return paragraph


def _face(run: Run, face: tuple[str, float], bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = face[0], Pt(face[1]), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face[0])


def _table(
    document: Document, answer: Answer, numbered: list[Source], marks: dict[int, int], t: Labels
) -> None:
    head, *rows = answer_table(answer, t)
    kept = [n for n in range(_COLUMNS) if n < 2 or any(row[n] for row in rows)]
    table = document.add_table(rows=1, cols=len(kept), style="Table Grid")
    for cell, n in zip(table.rows[0].cells, kept, strict=True):
        _face(cell.paragraphs[0].add_run(head[n]), _TABLE, bold=True)
    for row in rows:
        cells = table.add_row().cells
        for cell, n in zip(cells, kept, strict=True):
            _face(cell.paragraphs[0].add_run(_CONTROL.sub("", str(row[n]))), _TABLE)
        _mark(cells[-1].paragraphs[0], marks, int(row[_SOURCE].strip("[]")))


def _mark(paragraph: Paragraph, marks: dict[int, int], source: int) -> None:
    """The raised number of a footnote; a source that was cited before is noted again under a new number."""
    number = marks.setdefault(source, len(marks) + 1)
    run = paragraph.add_run()
    run.font.superscript = True
    run._element.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))


def _note(source: Source) -> str:
    where = " › ".join((source.cite.report, *source.headings))
    return f"{where}：“{source.quote}”"


def _footnotes(document: Document, notes: list[str]) -> None:
    """The footnotes part, which python-docx does not write: two separators, then the notes."""
    body = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    for number, note in enumerate(notes, 1):
        text = escape(_CONTROL.sub("", note))
        body += (
            f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{body}</w:footnotes>'
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, xml.encode("utf-8"), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
