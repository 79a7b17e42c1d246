"""An index on the disk: whole generations, one of them current, replaced in one step.

    .xianbao/current                  which generation to read: one small file, replaced in one step
    .xianbao/generation-…/            index.sqlite, passages.faiss, claims.faiss: never written to again
    .xianbao/building-…/              what a build is writing, or what a killed one left
    .xianbao/lock                     held by the build that is running

A reader therefore sees the old index or the new one and never half of either, and a build that is killed
leaves the old one in place. Files that a reader holds open outlive their folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, IndexUnusable

#: Grows with every change of the tables, the vectors or the words of the keyword index.
FORMAT = 4

DATABASE = "index.sqlite"
PASSAGES = "passages.faiss"
CLAIMS = "claims.faiss"
FILES = (DATABASE, PASSAGES, CLAIMS)

_CURRENT = "current"
_LOCK = "lock"
_GENERATION = re.compile(r"generation-[0-9a-f]{16}")
_BUILDING = re.compile(r"building-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Seal:
    """What a published file was: size in bytes and SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Generation:
    """One published index: its folder, and what each of its files was when it was published."""

    folder: Path
    seals: dict[str, Seal]


def current(folder: Path) -> Generation:
    """The generation to read. Raises `IndexUnusable` where there is none, or none of this format."""
    pointer = folder / _CURRENT
    try:
        told = json.loads(pointer.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnusable("index.none", folder=folder) from None
    except ValueError as error:  # neither UTF-8 nor JSON
        raise IndexUnusable("index.pointer", folder=folder, file=_CURRENT) from error
    except OSError as error:
        raise IndexUnusable("index.closed", folder=folder, reason=error.strerror) from error
    found = told.get("format") if isinstance(told, dict) else None
    if found != FORMAT:
        raise IndexUnusable("index.format", folder=folder, found=found, expected=FORMAT)
    try:
        name = told["generation"]
        seals = {file: Seal(int(told["files"][file][0]), str(told["files"][file][1])) for file in FILES}
        if not _GENERATION.fullmatch(name):
            raise ValueError(name)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise IndexUnusable("index.pointer_part", folder=folder, file=_CURRENT) from error
    return Generation(folder / name, seals)


def check(folder: Path, file: str, seal: Seal, size: int, digest: str) -> None:
    """Raise `IndexUnusable` unless a file is byte for byte what was published."""
    if size != seal.size:
        raise IndexUnusable("index.size", folder=folder, file=file, found=size, expected=seal.size)
    if digest != seal.digest:
        raise IndexUnusable("index.changed", folder=folder, file=file)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A new folder to build in, held alone; removed again unless `publish` took it.

    Removes what killed builds left. Raises `IndexBusy` where another build is running, `IndexUnusable` where
    the folder cannot be written.
    """
    with locked(folder):
        _sweep(folder)
        place = folder / f"building-{secrets.token_hex(8)}"
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; it is released when the process ends, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexBusy("index.busy", folder=folder) from None
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or error
        raise IndexUnusable("index.unwritable", folder=folder, reason=reason) from error
    try:
        yield
    finally:
        lock.release()


def publish(folder: Path, place: Path) -> None:
    """Make what was built in `place` the current generation and remove the older ones."""
    seals: dict[str, tuple[int, str]] = {}
    for file in FILES:
        _to_disk(place / file)
        seals[file] = ((place / file).stat().st_size, digest(place / file))
    final = folder / place.name.replace("building-", "generation-")
    place.rename(final)
    _to_disk(final)
    aside = folder / f"{_CURRENT}.new"
    told = {"format": FORMAT, "generation": final.name, "files": seals}
    aside.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    _to_disk(aside)
    aside.replace(folder / _CURRENT)
    _to_disk(folder)
    _sweep(folder)


def _sweep(folder: Path) -> None:
    """Remove what killed builds left and generations that are not current."""
    try:
        kept = current(folder).folder.name
    except IndexUnusable:
        kept = None  # which one was current cannot be told: none is touched until there is a new one
    for found in folder.iterdir():
        left = _BUILDING.fullmatch(found.name) or (
            kept and found.name != kept and _GENERATION.fullmatch(found.name)
        )
        if left:
            shutil.rmtree(found, ignore_errors=True)  # where it is still open, the next build removes it


def _to_disk(path: Path) -> None:
    """Wait until a file or a folder's names are on the disk, so that a power cut finds them there."""
    if path.is_dir() and os.name == "nt":
        return
    with suppress(OSError):  # some network folders cannot; the rename is still one step
        handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
