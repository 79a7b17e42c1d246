"""A report file in, its text out: which files are reports, how they are decoded, why one cannot be read.

Offsets everywhere else count characters of the text that `read` returns, so it stays as close to the file
as its format allows: plain text is only decoded, other formats become Markdown (headings `#`, tables `|`).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from index.errors import UnreadableReport
from index.messages import Message
from index.reading.encodings import decode
from index.reading.lines import spaced_digits
from index.records import Reading

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


def read(path: Path) -> Reading:
    """The text of a report file, and what of the file could not be read.

    `.txt` and `.md` are decoded (UTF-8, UTF-16, GB18030 or Big5, told apart by their bytes) and otherwise
    left as they are, except that a byte order mark is dropped and line ends become `\\n`, as with Python's
    universal newlines. `.html`, `.docx` and `.pdf` become Markdown. Raises `UnreadableReport` for everything
    that yields no text, and nothing else.
    """
    data = _bytes_of(path)
    suffix = path.suffix.lower()
    try:
        reading = _convert(data, suffix)
    except UnreadableReport as error:
        raise UnreadableReport("reading.file", name=path.name, why=error.message) from error.__cause__
    if not _has_words(reading.text):
        raise UnreadableReport("reading.file", name=path.name, why=_NO_WORDS.get(suffix, _ONLY_SPACE))
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


def _convert(data: bytes, suffix: str) -> Reading:
    if suffix == ".pdf":
        from index.reading.pdf import pdf_text

        reading = pdf_text(data)
    elif suffix == ".docx":
        from index.reading.word.document import docx_text

        reading = docx_text(data)
    else:
        text = decode(data)
        if suffix in {".html", ".htm"}:
            from index.reading.markup import html_text

            text = html_text(text)
        return Reading(text, _damaged(text))
    return Reading(spaced_digits(reading.text), reading.gaps)


def _damaged(text: str) -> tuple[Message, ...]:
    """Characters that stand for bytes which are none of the encoding."""
    count = text.count("\ufffd")
    return (Message("gap.characters", count=count),) if count else ()


def _has_words(text: str) -> bool:
    """Whether anything but white space, marks and signs stands in `text`."""
    return any(c.isalnum() for c in text)
