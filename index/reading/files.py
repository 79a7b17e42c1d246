"""A report file in, its text out: which files are reports, how they are decoded, why one cannot be read.

Offsets everywhere else count characters of the text that `read` returns, so it stays as close to the file
as its format allows: plain text is only decoded, other formats become Markdown (headings `#`, tables `|`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from index.errors import UnreadableReport
from index.messages import Message
from index.reading import archives
from index.reading.encodings import decode
from index.reading.lines import spaced_digits
from index.reading.office import CONVERTED, converted
from index.records import Reading

#: What `read` can read by itself; what it reads with LibreOffice stands in `office.CONVERTED`.
READABLE = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".xlsx", ".xlsm", ".xls"})

#: Documents that people put among reports and `read` cannot read: the remedy, by suffix.
_REMEDIES = {
    **dict.fromkeys((".ppt", ".pptx", ".dps"), Message("remedy.slides")),
    **dict.fromkeys((".ofd", ".caj", ".mht", ".mhtml"), Message("remedy.original")),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"), Message("remedy.picture")),
    **dict.fromkeys((".zip", ".eml", ".rar", ".7z", ".tar", ".gz"), Message("remedy.archive")),
}

#: What stands among reports and is none: a person's notes and table for them, what file managers leave.
_OURS = frozenset({"README.md", "metadata.csv", "Thumbs.db", "desktop.ini"})

#: Larger files are not reports: the longest government report has some 50,000 characters.
_MB = 1024 * 1024
MAX_BYTES = 50 * _MB
MAX_CHARACTERS = 2_000_000


def reports_in(folder: Path, inside_of: Callable[[Path], Sequence[Path]] = archives.paths) -> list[Path]:
    """Every file below `folder`, sorted by path; an archive (.zip, .eml) is a folder too: 包.zip/总结.docx.

    What cannot be read (.jpg, .csv, a folder that cannot be opened …) is among them, so that `read` says why
    and how to mend it. Left out are `metadata.csv`, `README.md`, hidden files and folders (.git, .xianbao),
    lock files (~$…), the parts that a browser saves beside a page (X_files), and what is no file (pipes,
    devices). Links to folders are not followed. A single file stands for itself. `inside_of` gives the files in an
    archive, none where it cannot be opened. Raises `UnreadableReport` where `folder` does not exist.
    """
    if folder.is_file():
        return _inside(folder, inside_of)
    if not folder.is_dir():
        raise UnreadableReport("reading.place_missing", path=folder)
    found: list[Path] = []
    closed: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: closed.append(Path(str(error.filename))))
    for place, folders, names in walk:
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        folders[:] = [name for name in folders if not _hidden(name) and _page_of(name) not in pages]
        paths = (Path(place, name) for name in names if not _hidden(name) and name not in _OURS)
        found += [path for path in paths if path.is_file() or not path.exists()]  # a broken link says so
    inside = [below for path in found for below in _inside(path, inside_of)]
    return sorted(inside + closed, key=lambda path: path.parts)


def _inside(path: Path, inside_of: Callable[[Path], Sequence[Path]]) -> list[Path]:
    """The files in an archive; a path that is none, or cannot be opened, as it is."""
    if path.suffix.lower() not in archives.ARCHIVES or not path.is_file():
        return [path]
    return [below for below in inside_of(path) if below.name not in _OURS] or [path]


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX"))


def _page_of(folder: str) -> str | None:
    """The page whose parts a browser saves in a folder of this name."""
    saved = re.fullmatch(r"(.+)(?:_files|\.files)", folder)
    return saved[1] if saved else None


def read(path: Path) -> Reading:
    """The text of a report file, and what of the file could not be read.

    `.txt` and `.md` are decoded (UTF-8, UTF-16, GB18030 or Big5, told apart by their bytes) and otherwise
    left as they are, except that a byte order mark is dropped and line ends become `\\n`, as with Python's
    universal newlines. `.html`, `.docx` and `.pdf` become Markdown. Raises `UnreadableReport` for everything
    that yields no text, and nothing else.
    """
    return read_bytes(path.name, _bytes_of(path))


def read_bytes(name: str, data: bytes) -> Reading:
    """The text of a report file whose name and content are given, as `read` has it."""
    suffix = Path(name).suffix.lower()
    if not data:
        raise UnreadableReport("reading.empty", name=name)
    try:
        reading = _convert(data, suffix)
    except UnreadableReport as error:
        raise UnreadableReport("reading.file", name=name, why=error.message) from error.__cause__
    if not _has_words(reading.text):
        raise UnreadableReport("reading.file", name=name, why=_NO_WORDS.get(suffix, _ONLY_SPACE))
    if len(reading.text) > MAX_CHARACTERS:
        why = Message("reading.too_long", count=len(reading.text) // 10_000, limit=MAX_CHARACTERS // 10_000)
        raise UnreadableReport("reading.file", name=name, why=why)
    return reading


_ONLY_SPACE = Message("reading.no_words")
_NO_WORDS = {
    ".docx": Message("reading.no_words_docx"),
    ".pdf": Message("reading.no_words_pdf"),
    **dict.fromkeys((".html", ".htm"), Message("reading.no_words_html")),
}


def _bytes_of(path: Path) -> bytes:
    suffix = path.suffix.lower()
    try:
        if suffix in archives.ARCHIVES:
            archives.members(path)  # says why it cannot be opened
        if not path.exists() and (data := archives.content(path)) is not None:
            if suffix not in READABLE and suffix not in CONVERTED:
                raise _wrong_format(path.name, suffix)
            return data
        if path.is_dir():
            os.listdir(path)  # a closed folder is among the reports only to be named as such
            raise UnreadableReport("reading.is_folder", name=path.name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableReport(
                "reading.too_large", name=path.name, size=size // _MB, limit=MAX_BYTES // _MB
            )
        if suffix not in READABLE and suffix not in CONVERTED:
            raise _wrong_format(path.name, suffix)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableReport("reading.missing", path=path) from error
    except PermissionError as error:
        raise UnreadableReport("reading.closed", name=path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        raise UnreadableReport("reading.failed", name=path.name, reason=error) from error


def _wrong_format(name: str, suffix: str) -> UnreadableReport:
    remedy = _REMEDIES.get(suffix, Message("remedy.any"))
    kind = Message("kind.suffix", suffix=suffix) if suffix else Message("kind.none")
    return UnreadableReport("reading.format", name=name, kind=kind, remedy=remedy)


def _convert(data: bytes, suffix: str) -> Reading:
    if suffix in CONVERTED:
        wanted = f".{CONVERTED[suffix]}"
        return _convert(data if data.startswith(b"PK\x03\x04") else converted(data, suffix), wanted)
    match suffix:
        case ".pdf":
            from index.reading.pdf import pdf_text

            reading = pdf_text(data)
        case ".docx":
            from index.reading.word.document import docx_text

            reading = docx_text(data)
        case ".xlsx" | ".xlsm":
            from index.reading.sheets import xlsx_text

            return xlsx_text(data)
        case ".xls":
            from index.reading.sheets import xls_text

            return xls_text(data)
        case ".html" | ".htm":
            from index.reading.markup import html_text

            return _decoded(html_text(decode(data)))
        case _:
            return _decoded(decode(data))
    return Reading(spaced_digits(reading.text), reading.gaps)


def _decoded(text: str) -> Reading:
    return Reading(text, _damaged(text))


def _damaged(text: str) -> tuple[Message, ...]:
    """Characters that stand for bytes which are none of the encoding."""
    count = text.count("\ufffd")
    return (Message("gap.characters", count=count),) if count else ()


def _has_words(text: str) -> bool:
    """Whether anything but white space, marks and signs stands in `text`."""
    return any(c.isalnum() for c in text)
