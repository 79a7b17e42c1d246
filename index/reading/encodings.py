"""Bytes to text: which encoding a plain file is in, and whether what comes out is Chinese at all."""

from __future__ import annotations

import unicodedata

from index.errors import UnreadableReport
from index.messages import Message

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and encrypted new ones
_MAGIC = {
    b"%PDF-": (".pdf", Message("kind.pdf")),
    b"PK\x03\x04": (".docx", Message("kind.docx")),
    _OLE: (".doc", Message("kind.office")),
    b"\xff\xd8\xff": (".jpg", Message("kind.picture")),
    b"\x89PNG": (".png", Message("kind.picture")),
}

#: Below this share of common characters, Chinese text was decoded with the wrong table: real reports show
#: 0.97 and more, Big5 read as GB18030 about 0.5.
_COMMON_ENOUGH = 0.75
#: With fewer Chinese characters than this the share means nothing.
_ENOUGH_HANZI = 10
#: A damaged byte or two, or a file cut inside a character, does not make a UTF-8 report unreadable.
_DAMAGED = 0.002


def decode(data: bytes) -> str:
    """The text in `data`, newlines as `\\n`, without byte order mark.

    Tried in this order: a byte order mark; UTF-16 where null bytes stand; UTF-8; then GB18030 or Big5,
    whichever yields the larger share of common Chinese characters. Raises `UnreadableReport`, without the
    file's name, for binary data and unknown encodings.
    """
    for magic, (suffix, kind) in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableReport("reading.other_content", kind=kind, suffix=suffix)
    text = _decoded(data)
    if _control_share(text) > 0.01 or "\0" in text:
        raise UnreadableReport("reading.binary")
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _attempt(data, "utf-16")
        if text is not None:
            return text
    if b"\0" in data:
        # line ends, digits and spaces put null bytes into UTF-16; no other text has any
        wide = [text for name in ("utf-16-le", "utf-16-be") if (text := _attempt(data, name)) is not None]
        best = max(wide, key=_plain_share, default="")
        if _plain_share(best) < 0.9:
            raise UnreadableReport("reading.binary")
        return best
    text = _attempt(data, "utf-8")
    if text is not None:
        return text
    mended = _mended(data, "utf-8")
    if mended is not None and len(hanzi(mended)) >= _ENOUGH_HANZI and commonness(mended) >= _COMMON_ENOUGH:
        return mended
    return _chinese(data)


def _chinese(data: bytes) -> str:
    found = [
        (_level_one(text, table), commonness(text), text)
        for name, table in (("gb18030", "gb2312"), ("cp950", "big5"))
        if (text := _mended(data, name)) is not None
    ]
    if found:
        _, common, text = max(found, key=lambda one: one[0])  # GB18030 where they tie
        if common >= _COMMON_ENOUGH:
            return text
    for name in ("utf-16-le", "utf-16-be"):  # a single line without a digit has no null bytes
        text = _attempt(data, name) or ""
        if _plain_share(text) > 0.9 and len(hanzi(text)) >= _ENOUGH_HANZI and commonness(text) > 0.9:
            return text
    raise UnreadableReport("reading.encoding")


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _mended(data: bytes, encoding: str) -> str | None:
    """`data` decoded, U+FFFD where it is damaged; `None` where too much of it is."""
    text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    return text if damaged <= _DAMAGED * len(text) + (len(text) >= 50) else None


def hanzi(text: str) -> list[str]:
    """The Chinese characters of a text's beginning, those of the private area among them."""
    return [c for c in text[:20000] if "\u3400" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff"]


def _level_one(text: str, table: str) -> float:
    """Share of the Chinese characters in `text` that the first level of `table` holds: GB 2312 has 3,755
    there, Big5 5,401, the ones in daily use. Characters of the private area count as uncommon.
    """
    found = hanzi(text)
    return sum(_in_level_one(c, table) for c in found) / len(found) if found else 1.0


def commonness(text: str) -> float:
    """Share of the Chinese characters in `text` that are in daily use, simplified or traditional."""
    found = hanzi(text)
    if len(found) < _ENOUGH_HANZI:
        return 1.0
    return sum(_in_level_one(c, "gb2312") or _in_level_one(c, "big5") for c in found) / len(found)


def _in_level_one(char: str, table: str) -> bool:
    try:
        lead = char.encode(table)[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 if table == "gb2312" else 0xA4 <= lead <= 0xC6


def _plain_share(text: str) -> float:
    """Share of `text` that Chinese reports are written in: ASCII, Chinese characters and punctuation."""
    sample = text[:20000]
    plain = sum(
        c in "\t\n\r\ufeff"
        or " " <= c <= "~"
        or "\u2000" <= c <= "\u303f"
        or "\u4e00" <= c <= "\u9fff"
        or c >= "\uff00"
        for c in sample
    )
    return plain / len(sample) if sample else 0.0


def _control_share(text: str) -> float:
    sample = text[:20000]
    wrong = sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x1a" for c in sample)
    return wrong / len(sample) if sample else 0.0
