"""What the styles and properties of a Word document say of its paragraphs and runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.reading.word.numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING_NAME = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLE_NAMES = frozenset(("title", "标题"))
#: A paragraph longer than this is text, whatever its outline level.
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's or a run's style says, with what the styles that it is based on say."""

    name: str = ""
    outline: int | None = None  # 0 is the highest
    shown: bool = True
    list: str = ""
    level: int | None = None


def styles_of(root: _Element | None) -> dict[str, Style]:
    """The styles of a document by their ids."""
    raw = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iterfind(f"{W}style")}
    return {id_: _style(id_, raw) for id_ in raw}


def _style(id_: str, raw: dict[str, _Element]) -> Style:
    chain: list[_Element] = []
    at = id_
    while at in raw and raw[at] not in chain:
        chain.append(raw[at])
        at = value(raw[at], "basedOn") or ""
    name = value(raw[id_], "name") or ""
    found = _HEADING_NAME.fullmatch(name)
    level_said = int(found[1]) - 1 if found else 0 if name.lower() in _TITLE_NAMES else None
    visible, list_, level = True, "", None
    for style in reversed(chain):  # the outermost first, its own last
        properties = style.find(f"{W}pPr")
        level_said = level_said if found else _own_outline(properties, level_said)
        visible = shown(style.find(f"{W}rPr"), visible)
        numbers = None if properties is None else properties.find(f"{W}numPr")
        if numbers is not None:
            list_ = value(numbers, "numId") or list_
            own = value(numbers, "ilvl")
            level = int(own) if own and own.isdecimal() else level
    return Style(name, level_said, visible, list_, level)


def _own_outline(properties: _Element | None, otherwise: int | None) -> int | None:
    own = value(properties, "outlineLvl")
    if own is None or not own.isdecimal():
        return otherwise
    return int(own) if int(own) < 9 else None  # 9 is body text


def outline(properties: _Element | None, style: Style) -> int | None:
    """The outline level of a paragraph, 0 the highest; `None` for body text."""
    return _own_outline(properties, style.outline)


def heading(text: str, level: int | None) -> str:
    """A paragraph's text with the marks of its outline level."""
    if level is None or len(text) > _LONGEST_HEADING or "\n" in text:
        return text
    return "#" * min(level + 1, 6) + " " + text


def shown(properties: _Element | None, otherwise: bool) -> bool:
    """Whether text is shown: neither hidden nor struck through."""
    if properties is None:
        return otherwise
    said = [
        _on(mark)
        for name in ("vanish", "strike", "dstrike")
        if (mark := properties.find(f"{W}{name}")) is not None
    ]
    return not any(said) if said else otherwise


def _on(mark: _Element) -> bool:
    return mark.get(f"{W}val", "true") not in ("0", "false", "off")


def value(parent: _Element | None, name: str) -> str | None:
    """The value of a property, `None` where it is not there."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def span(properties: _Element | None, name: str, otherwise: int) -> int:
    """How many columns of a table a property speaks of."""
    said = value(properties, name)
    return min(int(said), _WIDEST) if said is not None and said.isdecimal() else otherwise


_WIDEST = 100


def within(parent: _Element, name: str) -> list[_Element]:
    """Rows of a table, or cells of a row, also those inside content controls."""
    out: list[_Element] = []
    for child in parent:
        if child.tag == f"{W}{name}":
            out.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            out += within(child, name)
    return out


def row_gone(row: _Element) -> bool:
    """Whether a table's row was deleted or is hidden."""
    properties = row.find(f"{W}trPr")
    return properties is not None and any(properties.find(f"{W}{n}") is not None for n in ("del", "hidden"))
