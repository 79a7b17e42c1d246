"""The answer as an official brief: layout after GB/T 9704-2012, table, and its sources as footnotes.

No addressee and no date are written: the answer has neither, and whoever sends the brief adds them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.records import Answer, Language
from ui.export.charts import Chart, Series
from ui.export.footnotes import Footnotes
from ui.export.labels import labels
from ui.export.png import to_png
from ui.export.safe import plain, steady
from ui.export.table import Row, Source, Table, rows

#: Fonts of official documents by their names on Windows and WPS; a machine without them shows its own.
_TITLE, _BODY, _HEADING, _SECOND, _FOLIO = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
_LATIN = "Times New Roman"
_W = nsdecls("w")
#: 156 mm by 225 mm of type on A4, 28 points a line, third size (16 points) for the body.
_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
_TEXT_WIDTH = 156.0
_LISTED = 30
_HIGHEST = Mm(190)  # of a picture
_MOST_BARS = 20
_LEAST = {
    "region": 20.0,
    "indicator": 30.0,
    "before": 20.0,
    "value": 22.0,
    "change": 20.0,
    "period": 20.0,
    "status": 15.0,
}


def to_docx(answer: Answer, language: Language | None = None, chart: Chart | None = None) -> bytes:
    """The brief, with `chart` as a picture where one is given. The same answer gives the same bytes.

    Raises `FontMissing` where a chart is to be drawn and the machine has no Chinese font.
    """
    table = rows(answer, language)
    document = Document()
    brief = _Brief(document, table)
    brief.write(chart)
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


class _Brief:
    def __init__(self, document: Doc, table: Table) -> None:
        self._document = document
        self._table = table
        self._say = table.say
        self._notes = Footnotes(document)
        self._sources = {source.number: source for source in table.sources}
        self._headings = 0
        _set_page(document)
        _set_styles(document, self._notes.text_style)

    def write(self, chart: Chart | None) -> None:
        table, say = self._table, self._say
        title = say("brief.title", subject=table.subject)
        self._document.add_paragraph(plain(title), style="Title")
        self._heading(say("brief.question"))
        self._text(table.question)
        self._heading(say("brief.findings"))
        for line in table.sentence.split("\n"):
            self._text(line.removeprefix("- "))
        if any(row.indicator for row in table.rows):
            self._findings(table.rows)
        elif table.sources:
            if not table.answered:
                self._text(say("about.near"))
            self._passages(table.sources)
        if chart is not None:
            self._heading(say("brief.chart"))
            self._picture(chart)
        if table.coverage:
            self._heading(say("brief.coverage"))
            for line in table.coverage.split("\n"):
                self._text(line)
            self._reports("hidden", table.hidden)
            self._text(table.understanding)
        self._text(say("about.figures").split("。")[0] + "。" if table.language == "zh" else "")
        self._document.core_properties.title = plain(title)
        self._document.core_properties.author = "xianbao"
        self._notes.close()

    def _heading(self, text: str) -> None:
        number = self._say("brief.number", n=self._say("brief.numbers")[self._headings])
        self._headings += 1
        self._document.add_paragraph(number + text, style="Heading 1")

    def _text(self, text: str) -> Paragraph | None:
        if not text.strip():
            return None
        return self._document.add_paragraph(plain(text.strip()), style="Body Text")

    def _reports(self, kind: str, reports: Sequence[str]) -> None:
        if reports:
            listed = "、".join(reports[:_LISTED]) + ("…" if len(reports) > _LISTED else "")
            self._text(f"{self._say(f'about.{kind}')}（{len(reports)}）：{listed}")

    def _cite(self, paragraph: Paragraph, number: int) -> None:
        self._notes.add(paragraph, number, _note(self._sources[number]))

    def _passages(self, sources: Sequence[Source]) -> None:
        for source in sources:
            paragraph = self._text(f"{source.region}：“{' '.join(source.quote.split())}”")
            if paragraph is not None:
                self._notes.add(paragraph, source.number, _place(source))

    def _findings(self, found: Sequence[Row]) -> None:
        table = self._table
        texts = [table.cells(row) for row in found]
        names = [
            name
            for name in ("region", "indicator", "before", "value", "change", "period", "status")
            if any(cells[name] for cells in texts)
            and (name != "status" or any(row.status != "actual" for row in found))
        ]
        caption = self._document.add_paragraph(
            plain(self._say("brief.table", subject=table.subject)), style="Caption"
        )
        caption.paragraph_format.keep_with_next = True
        grid = self._document.add_table(1, len(names), style="Table Grid")
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        grid.autofit = False
        widths = _widths(names, texts)
        for cell, title, width in zip(grid.rows[0].cells, table.header(names), widths, strict=True):
            _fill(cell, title, width, WD_ALIGN_PARAGRAPH.CENTER, _HEADING)
        grid.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {_W}/>"))
        for row, cells in zip(found, texts, strict=True):
            line = grid.add_row()
            line._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {_W}/>"))
            cited = next(name for name in ("value", "change", "before", "indicator") if cells[name])
            for cell, name, width in zip(line.cells, names, widths, strict=True):
                side = (
                    WD_ALIGN_PARAGRAPH.LEFT if name in ("region", "indicator") else WD_ALIGN_PARAGRAPH.CENTER
                )
                paragraph = _fill(cell, cells[name], width, side)
                if name == cited:
                    self._cite(paragraph, row.source)

    def _picture(self, chart: Chart) -> None:
        paragraph = self._document.add_paragraph(style="Caption")
        picture = paragraph.add_run().add_picture(io.BytesIO(to_png(_for_page(chart))), width=Mm(_TEXT_WIDTH))
        if picture.height > _HIGHEST:
            picture.width, picture.height = round(picture.width * _HIGHEST / picture.height), _HIGHEST
        said = "；".join(" ".join(p for p in (q.name, q.detail, q.text) if p) for q in chart.points)
        picture._inline.docPr.set("descr", plain(f"{chart.title}：{said}"))


def _for_page(chart: Chart) -> Chart:
    """The chart as a page can hold it; the footnotes already name the sources."""
    if chart.kind == "bars" and len(chart.points) > _MOST_BARS:
        more = labels(chart.language)("chart.more", n=len(chart.points) - _MOST_BARS)
        kept = Series(chart.title, chart.points[:_MOST_BARS])
        chart = replace(chart, series=(kept,), notes=(*chart.notes, more))
    return replace(chart, sources=())


def _note(source: Source) -> str:
    return plain(f"{_place(source)}：“{' '.join(source.quote.split())}”")


def _place(source: Source) -> str:
    return plain(" › ".join((source.report, *source.headings)))


def _fill(cell: _Cell, text: str, width: float, side: WD_ALIGN_PARAGRAPH, font: str = "") -> Paragraph:
    cell.width = Mm(width)
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.alignment = side
    run = paragraph.add_run(plain(text))
    if font:
        _fonts(run, font)
    return paragraph


def _widths(names: Sequence[str], texts: Sequence[dict[str, str]]) -> list[float]:
    """Widths in mm that fill the line, by the longest text of each column and no less than it needs."""
    wanted = {name: max((min(len(c[name]), 24) for c in texts), default=1) * 4.0 + 4 for name in names}
    wanted = {name: max(width, _LEAST[name]) for name, width in wanted.items()}
    spare = _TEXT_WIDTH - sum(_LEAST[name] for name in names)
    more = {name: wanted[name] - _LEAST[name] for name in names}
    whole = sum(more.values()) or 1.0
    return [
        round(_LEAST[name] + spare * (more[name] / whole if any(more.values()) else 1 / len(names)), 1)
        for name in names
    ]


def _set_page(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.footer_distance = Mm(25)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = paragraph.add_run("— ")
    for xml in (
        f'<w:fldChar {_W} w:fldCharType="begin"/>',
        f'<w:instrText {_W} xml:space="preserve"> PAGE </w:instrText>',
        f'<w:fldChar {_W} w:fldCharType="separate"/>',
        f"<w:t {_W}>1</w:t>",
        f'<w:fldChar {_W} w:fldCharType="end"/>',
    ):
        run = paragraph.add_run()
        run._r.append(parse_xml(xml))
        _fonts(run, _FOLIO, 14)
    _fonts(field, _FOLIO, 14)
    _fonts(paragraph.add_run(" —"), _FOLIO, 14)


def _set_styles(document: Doc, note: BaseStyle) -> None:
    styles = document.styles
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:eastAsia"), "zh-CN")
    for element in document.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:eastAsia"), "zh-CN")
    _style(styles["Normal"], _BODY, 16)
    _style(styles["Title"], _TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER, line=34, after=28)
    _style(styles["Heading 1"], _HEADING, 16, indent=True)
    _style(styles["Body Text"], _BODY, 16, indent=True, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _style(styles["Caption"], _SECOND, 14, align=WD_ALIGN_PARAGRAPH.CENTER, line=0, before=8)
    cell = cast(ParagraphStyle, styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH))
    cell.base_style = cast(ParagraphStyle, styles["Normal"])
    _style(cell, _BODY, 10.5, line=16)
    _style(note, _BODY, 9, line=13)


def _style(
    style: BaseStyle,
    font: str,
    size: float,
    *,
    indent: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    line: float = 28,
    before: float = 0,
    after: float = 0,
) -> None:
    """Font, size in points, line height in points (0 for what the content needs)."""
    _fonts(style, font, size)
    form = style.paragraph_format  # type: ignore[attr-defined]
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        form.line_spacing = Pt(line)
    if align is not None:
        form.alignment = align
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    if indent:
        form.first_line_indent = Pt(2 * size)
        properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _fonts(holder: BaseStyle | Run, font: str, size: float = 0) -> None:
    """Chinese in `font`, the rest in a serif; black and upright whatever the template says."""
    shown = holder.font  # type: ignore[union-attr]
    if size:
        shown.size = Pt(size)
    shown.name = _LATIN
    shown.bold = shown.italic = False
    shown.color.rgb = RGBColor(0, 0, 0)
    fonts = shown.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)
