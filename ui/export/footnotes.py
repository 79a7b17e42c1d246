"""Real footnotes for python-docx, which (1.2) reads documents with footnotes but cannot write one.

Parts and elements as in ECMA-376, part 1, 17.11: a footnotes part, its two separators, references in the text.
"""

from __future__ import annotations

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

_W = nsdecls("w")
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)


class Footnotes:
    """The footnotes of one document: `add` while it is written, `close` once at the end."""

    def __init__(self, document: Document) -> None:
        self._document = document
        styles = document.styles
        text = cast(ParagraphStyle, styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH))
        text.base_style = cast(ParagraphStyle, styles["Normal"])
        mark = cast(CharacterStyle, styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER))
        mark.font.superscript = True
        text.font.size = Pt(9)
        text.paragraph_format.line_spacing = 1.0
        self.text_style = text
        self._text, self._mark = text.style_id, mark.style_id
        self._root = parse_xml(f"<w:footnotes {_W}>{_SEPARATORS}</w:footnotes>")
        self._numbers: dict[int, int] = {}

    def add(self, paragraph: Paragraph, key: int, text: str) -> None:
        """A reference at the end of `paragraph`: a new footnote, or the number of the one that `key` has."""
        run = paragraph.add_run()
        if key in self._numbers:
            run.text = str(self._numbers[key])
            run.font.superscript = True
            return
        number = self._numbers[key] = len(self._numbers) + 1
        run._r.get_or_add_rPr().append(parse_xml(f'<w:rStyle {_W} w:val="{self._mark}"/>'))
        run._r.append(parse_xml(f'<w:footnoteReference {_W} w:id="{number}"/>'))
        note = parse_xml(
            f'<w:footnote {_W} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self._text}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{self._mark}"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
        )
        note.findall(".//" + qn("w:t"))[0].text = f" {text}"
        self._root.append(note)

    def close(self) -> None:
        """Puts the footnotes into the document; nothing where there are none."""
        if not self._numbers:
            return
        blob = serialize_part_xml(self._root)
        main = self._document.part
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        properties = parse_xml(
            f'<w:footnotePr {_W}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        )
        settings = self._document.settings.element
        settings.find(qn("w:compat")).addprevious(properties)
