"""Archives (.zip) and letters (.eml) as folders: the files in them, read in memory, never written to the disk.

Size, number and depth are limited, so that a small file can fill neither the memory nor the day.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from index.errors import UnreadableReport
from index.messages import Message

#: What is a folder here.
ARCHIVES = frozenset({".zip", ".eml"})

_MB = 1024 * 1024
_MAX_FILE = 50 * _MB
_MAX_ALL = 200 * _MB
_MAX_FILES = 2000
_DEEPEST = 3

#: Path below the archive, with `/`, and content.
Member = tuple[str, bytes]
#: Path below the archive and SHA-256 of each file in it.
Listed = tuple[tuple[str, str], ...]


def members(path: Path) -> tuple[Member, ...]:
    """The files in an archive, those in archives inside it among them, sorted by path.

    Raises `UnreadableReport` where it is damaged, encrypted, too large or empty.
    """
    try:
        stat = path.stat()
        if stat.st_size > _MAX_FILE:
            raise UnreadableReport(
                "reading.too_large", name=path.name, size=stat.st_size // _MB, limit=_MAX_FILE // _MB
            )
        return _members(path, stat.st_mtime_ns, stat.st_size)
    except OSError as error:
        raise UnreadableReport("reading.failed", name=path.name, reason=error) from error


def listed(path: Path) -> Listed:
    """The files in an archive and their digests. Raises `UnreadableReport` as `members` does."""
    return tuple((name, hashlib.sha256(content).hexdigest()) for name, content in members(path))


def attempted(path: Path) -> Listed | Message:
    """The files in an archive, or why it cannot be opened."""
    try:
        return listed(path)
    except UnreadableReport as error:
        return error.message


def paths(path: Path) -> list[Path]:
    """The files in an archive, none where it cannot be opened."""
    files = attempted(path)
    return [] if isinstance(files, Message) else [path / name for name, _ in files]


@lru_cache(maxsize=1)
def _members(path: Path, _modified: int, _size: int) -> tuple[Member, ...]:
    """Kept for the last archive, whose files are asked for one after another."""
    try:
        found = sorted(dict(_unpacked(path.name, path.read_bytes(), _Budget())).items())
    except UnreadableReport as error:
        raise UnreadableReport("reading.file", name=path.name, why=error.message) from error.__cause__
    if not found:
        raise UnreadableReport("reading.empty", name=path.name)
    return tuple(found)


def content(path: Path) -> bytes | None:
    """The content of a file in an archive (包.zip/总结.docx); `None` where `path` leads into no archive.

    Raises `UnreadableReport` where the archive cannot be read or does not hold it.
    """
    for above in path.parents:
        if above.suffix.lower() in ARCHIVES and above.is_file():
            found = dict(members(above)).get(path.relative_to(above).as_posix())
            if found is None:
                raise UnreadableReport("reading.missing", path=path)
            return found
    return None


class _Budget:
    """How much may still be unpacked."""

    def __init__(self) -> None:
        self._files, self._bytes = _MAX_FILES, _MAX_ALL

    def take(self, size: int) -> None:
        self._files -= 1
        self._bytes -= size
        if self._files < 0 or self._bytes < 0 or size > _MAX_FILE:
            raise UnreadableReport("archive.too_large", files=_MAX_FILES, limit=_MAX_ALL // _MB)


def _unpacked(name: str, data: bytes, budget: _Budget, depth: int = 1) -> Iterator[Member]:
    if depth > _DEEPEST:
        raise UnreadableReport("archive.too_deep", limit=_DEEPEST)
    letter = name.lower().endswith(".eml")
    for inside, content in _letter(data, budget) if letter else _zip(data, budget):
        if Path(inside).suffix.lower() in ARCHIVES:
            for below, inner in _unpacked(inside, content, budget, depth + 1):
                yield f"{inside}/{below}", inner
        else:
            yield inside, content


def _zip(data: bytes, budget: _Budget) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                name = _safe(_named(info))
                if info.is_dir() or not name:
                    continue
                if info.flag_bits & 1:
                    raise UnreadableReport("archive.encrypted")
                budget.take(info.file_size)
                with archive.open(info) as part:
                    yield name, part.read(info.file_size)  # never more than it says
    except UnreadableReport:
        raise
    except Exception as error:  # BadZipFile, but also struct, zlib, Unicode and other errors
        raise UnreadableReport("archive.broken", reason=type(error).__name__) from error


def _named(info: zipfile.ZipInfo) -> str:
    """A name as it was meant: Chinese programs write GBK where the format says otherwise."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _letter(data: bytes, budget: _Budget) -> Iterator[Member]:
    """The text of a letter, and what is attached to it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    try:
        if body is not None:
            text = str(body.get_content())
            if text.strip():
                budget.take(len(text))
                subject = str(message["subject"] or "").strip()
                html = body.get_content_subtype() == "html"
                top = f"<p>{subject}</p>" if html and subject else f"{subject}\n\n" if subject else ""
                yield f"正文{'.html' if html else '.txt'}", (top + text).encode("utf-8", "replace")
        for number, part in enumerate(message.iter_attachments(), 1):
            content = part.get_content()  # a text, bytes, or another letter
            raw = bytes(content) if not isinstance(content, str) else content.encode("utf-8", "replace")
            budget.take(len(raw))
            yield _safe(part.get_filename() or "") or f"附件{number}.eml", raw
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableReport("archive.broken", reason=type(error).__name__) from error


def _safe(name: str) -> str:
    """A name below the archive, whatever it says: neither absolute nor upwards, and nothing hidden."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if not parts or any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
        return ""
    return "/".join(part.replace(":", "_") for part in parts)
