"""A report file in, its text out: which files are reports, how they are decoded, why one cannot be read.

Offsets everywhere else count characters of the text that `read` returns, so it stays as close to the file
as its format allows: plain text is only decoded, other formats become Markdown (headings `#`, tables `|`).
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from index.errors import UnreadableReport
from index.messages import Message

#: What `read` can read.
READABLE = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf"})

#: Documents that people put among reports and `read` cannot read: the remedy, by suffix.
_REMEDIES = {
    **dict.fromkeys((".doc", ".wps", ".wpt", ".dot", ".rtf", ".odt"), Message("remedy.word")),
    **dict.fromkeys((".xls", ".xlsx", ".et"), Message("remedy.table")),
    **dict.fromkeys((".ppt", ".pptx", ".dps"), Message("remedy.slides")),
    **dict.fromkeys((".ofd", ".caj", ".mht", ".mhtml"), Message("remedy.original")),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"), Message("remedy.picture")),
    **dict.fromkeys((".zip", ".rar", ".7z"), Message("remedy.archive")),
}

#: Larger files are not reports: the longest government report has some 50,000 characters.
_MB = 1024 * 1024
MAX_BYTES = 50 * _MB

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and encrypted new ones
_MAGIC = {
    b"%PDF-": (".pdf", Message("kind.pdf")),
    b"PK\x03\x04": (".docx", Message("kind.docx")),
    _OLE: (".doc", Message("kind.office")),
    b"\xff\xd8\xff": (".jpg", Message("kind.picture")),
    b"\x89PNG": (".png", Message("kind.picture")),
}


def reports_in(folder: Path) -> list[Path]:
    """Every file below `folder` that may be a report, sorted by path.

    Documents of formats that cannot be read (.doc, .xlsx, .jpg …) and folders that cannot be opened are
    among them, so that `read` says why and how to mend it. Left out are what nobody means as a report:
    data and programs (.csv, .json, .py …, with them `metadata.csv`), `README.md`, hidden files and folders
    (.git, .xianbao), lock files (~$…), and the parts that a browser saves beside a page (X_files). Links
    to folders are not followed. A single file stands for itself. Raises `UnreadableReport` where `folder`
    does not exist.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise UnreadableReport("reading.place_missing", path=folder)
    found: list[Path] = []
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(str(error.filename))))
    for place, folders, names in walk:
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = [name for name in folders if not _hidden(name) and _page_of(name) not in pages]
        found += [Path(place, name) for name in names if _may_be_report(name)]
    return sorted(found + closed, key=lambda path: path.parts)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX"))


def _page_of(folder: str) -> str | None:
    """The page whose parts a browser saves in a folder of this name."""
    saved = re.fullmatch(r"(.+)(?:_files|\.files)", folder)
    return saved[1] if saved else None


def _may_be_report(name: str) -> bool:
    suffix = Path(name).suffix.lower()
    return not _hidden(name) and name != "README.md" and (suffix in READABLE or suffix in _REMEDIES)


def read(path: Path) -> str:
    """The text of a report file.

    `.txt` and `.md` are decoded (UTF-8, UTF-16, GB18030 or Big5, told apart by their bytes) and otherwise
    left as they are, except that a byte order mark is dropped and line ends become `\\n`, as with Python's
    universal newlines. `.html`, `.docx` and `.pdf` become Markdown. Raises `UnreadableReport` for everything
    that yields no text, and nothing else.
    """
    data = _bytes_of(path)
    suffix = path.suffix.lower()
    try:
        text = _convert(data, suffix)
    except UnreadableReport as error:
        raise UnreadableReport("reading.file", name=path.name, why=error.message) from error.__cause__
    if not _has_words(text):
        raise UnreadableReport("reading.file", name=path.name, why=_NO_WORDS.get(suffix, _ONLY_SPACE))
    return text


_ONLY_SPACE = Message("reading.no_words")
_NO_WORDS = {
    ".docx": Message("reading.no_words_docx"),
    ".pdf": Message("reading.no_words_pdf"),
    **dict.fromkeys((".html", ".htm"), Message("reading.no_words_html")),
}


def _bytes_of(path: Path) -> bytes:
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            os.listdir(path)  # a closed folder is among the reports only to be named as such
            raise UnreadableReport("reading.is_folder", name=path.name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableReport(
                "reading.too_large", name=path.name, size=size // _MB, limit=MAX_BYTES // _MB
            )
        if suffix in _REMEDIES or suffix not in READABLE:
            raise _wrong_format(path, suffix)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableReport("reading.missing", path=path) from error
    except PermissionError as error:
        raise UnreadableReport("reading.closed", name=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        raise UnreadableReport("reading.failed", name=path.name, reason=error) from error
    if not data:
        raise UnreadableReport("reading.empty", name=path.name)
    return data


def _wrong_format(path: Path, suffix: str) -> UnreadableReport:
    remedy = _REMEDIES.get(suffix, Message("remedy.any"))
    with path.open("rb") as file:
        start = file.read(8)
    if suffix in {".doc", ".wps"} and start.startswith(b"PK\x03\x04"):
        remedy = Message("remedy.rename")
    kind = Message("kind.suffix", suffix=suffix) if suffix else Message("kind.none")
    return UnreadableReport("reading.format", name=path.name, kind=kind, remedy=remedy)


def _convert(data: bytes, suffix: str) -> str:
    if suffix == ".pdf":
        from index.reading.pdf import pdf_text

        return pdf_text(data)
    if suffix == ".docx":
        from index.reading.markup import docx_text

        return docx_text(data)
    text = decode(data)
    if suffix in {".html", ".htm"}:
        from index.reading.markup import html_text

        return html_text(text)
    return text


def _has_words(text: str) -> bool:
    """Whether anything but white space, marks and signs stands in `text`."""
    return any(c.isalnum() for c in text)


# --- Encodings ---

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
    if mended is not None and len(_hanzi(mended)) >= _ENOUGH_HANZI and _commonness(mended) >= _COMMON_ENOUGH:
        return mended
    return _chinese(data)


def _chinese(data: bytes) -> str:
    found = [
        (_level_one(text, table), _commonness(text), text)
        for name, table in (("gb18030", "gb2312"), ("cp950", "big5"))
        if (text := _mended(data, name)) is not None
    ]
    if found:
        _, commonness, text = max(found, key=lambda one: one[0])  # GB18030 where they tie
        if commonness >= _COMMON_ENOUGH:
            return text
    for name in ("utf-16-le", "utf-16-be"):  # a single line without a digit has no null bytes
        text = _attempt(data, name) or ""
        if _plain_share(text) > 0.9 and len(_hanzi(text)) >= _ENOUGH_HANZI and _commonness(text) > 0.9:
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


def _hanzi(text: str) -> list[str]:
    return [c for c in text[:20000] if "\u3400" <= c <= "\u9fff" or "\ue000" <= c <= "\uf8ff"]


def _level_one(text: str, table: str) -> float:
    """Share of the Chinese characters in `text` that the first level of `table` holds: GB 2312 has 3,755
    there, Big5 5,401, the ones in daily use. Characters of the private area count as uncommon.
    """
    hanzi = _hanzi(text)
    return sum(_in_level_one(c, table) for c in hanzi) / len(hanzi) if hanzi else 1.0


def _commonness(text: str) -> float:
    """Share of the Chinese characters in `text` that are in daily use, simplified or traditional."""
    hanzi = _hanzi(text)
    if len(hanzi) < _ENOUGH_HANZI:
        return 1.0
    return sum(_in_level_one(c, "gb2312") or _in_level_one(c, "big5") for c in hanzi) / len(hanzi)


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
