"""Files made for tests: Word documents from their XML, PDF pages from lines at their places."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """A document with `body`; `more` parts below word/ are related to it by their names."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{relations}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{relations}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relations}/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"{head}"
        f'<Relationships xmlns="{relations}/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="{relations}/officeDocument/2006/relationships/'
            f'{name.split(".")[0]}" Target="{name}"/>'
            for name in ("styles.xml", *(more or {}))
        )
        + "</Relationships>",
        "word/styles.xml": f"{head}<w:styles {W}>"
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style></w:styles>',
        "word/document.xml": f"{head}<w:document {W} {R}><w:body>{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**parts, **{f"word/{name}": part for name, part in (more or {}).items()}}.items():
            archive.writestr(name, text)
    return out.getvalue()


def p(text: str, style: str = "") -> str:
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{chosen}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, merged: str = "") -> str:
    return f"<w:tc><w:tcPr>{merged}</w:tcPr>{p(text)}</w:tc>"


Line = tuple[float, float, str]  # x and y in points from the lower left corner


def pdf(
    pages: Sequence[tuple[Sequence[Line], str]], size: int = 16, extra: str = "", trailer: str = ""
) -> bytes:
    """A PDF of lines at their places and drawing commands; every character is as wide as high."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        " /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 /FontBBox [-25 -254 1000 880] >> >>",
    ]
    for i, (lines, drawing) in enumerate(pages):
        shown = [f"1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj" for x, y, text in lines]
        content = f"{drawing} BT /F1 {size} Tf {' '.join(shown)} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * i} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> {extra} >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("ascii")


def column(x: float, y: float, lines: Sequence[str], step: float = 28) -> list[Line]:
    """Lines below each other; one that begins with two ideographic spaces is indented by two characters."""
    return [
        (x + 32 * line.startswith("　　"), y - step * i, line.removeprefix("　　"))
        for i, line in enumerate(lines)
    ]


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    level = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    upright = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return " ".join([*level, *upright])


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of these sheets' rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
