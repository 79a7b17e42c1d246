"""What stands in a Word document without being written out: signs of other fonts, equations, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.reading.word.numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{W}txbxContent"
#: Pictures from this size on (7 cm by 2.5 cm, in EMU) may hold text; smaller ones are seals, signs, rules.
_WIDE, _HIGH = 2_500_000, 900_000
_EMU, _LARGE = 12_700, 1_000  # a point; where no size is said
_GREEK = dict(zip("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_OPERATORS = {f"{M}f": ("num", "/", "den"), f"{M}sSup": ("e", "^", "sup"), f"{M}sSub": ("e", "_", "sub")}


def shown_parts(drawing: _Element, *tags: str) -> list[_Element]:
    """Elements of a drawing that are shown, those inside its text boxes left to whoever reads these."""
    found: list[_Element] = []
    for element in drawing.iter(*tags):
        above = element.getparent()
        while above is not None and above is not drawing and above.tag not in (FALLBACK, BOX):
            above = above.getparent()
        if above is drawing or element is drawing:
            found.append(element)
    return found


def may_hold_text(extent: _Element | None, style: str) -> bool:
    """Whether a picture is larger than a seal, a rule or a sign."""
    if extent is not None:
        size = [int(extent.get(side, "0")) for side in ("cx", "cy")]
    else:
        said = dict(re.findall(r"(width|height):\s*([\d.]+)pt", style))
        size = [float(said.get(side, _LARGE)) * _EMU for side in ("width", "height")]
    return size[0] >= _WIDE and size[1] >= _HIGH


def symbol(font: str, code: str) -> str:
    """A character of a font of signs; dingbats are no text."""
    try:
        at = int(code, 16)
    except ValueError:
        return ""
    char = chr(at - 0xF000) if 0xF000 <= at <= 0xF0FF else chr(at)
    if font.lower() == "symbol":
        return (
            _GREEK.get(char.lower(), char)
            if char.isalpha()
            else char
            if char.isascii()
            else _SIGNS.get(char, "")
        )
    return "" if 0xF000 <= at <= 0xF0FF else char


_SIGNS = {"\xb1": "±", "\xb4": "×", "\xb8": "÷", "\xa3": "≤", "\xb3": "≥", "\xb0": "°", "\xbb": "≈"}


def equation(element: _Element) -> str:
    """An equation on one line: 6.2/9.1, 10^4."""
    tag = element.tag
    if tag == f"{M}t":
        return element.text or ""
    if tag in _OPERATORS:
        first, sign, second = _OPERATORS[tag]
        parts = [_wrapped(_equation_of(element, name)) for name in (first, second)]
        return sign.join(parts)
    if tag == f"{M}rad":
        return f"√{_wrapped(_equation_of(element, 'e'))}"
    if tag == f"{M}d":
        return f"({''.join(map(equation, element))})"
    return "".join(equation(child) for child in element if isinstance(child.tag, str))


def _equation_of(element: _Element, name: str) -> str:
    found = element.find(f"{M}{name}")
    return "" if found is None else equation(found)


def _wrapped(term: str) -> str:
    """A term in brackets where it is a sum."""
    return f"({term})" if re.search(r".[-+＋－−]", term) else term
