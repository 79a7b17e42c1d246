"""The reports themselves: adding, correcting, removing files, and reading them again. Nothing is deleted:
what is removed lies in a hidden folder beside its reports, where it can be taken back from.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from index.build import BuildSummary, Progress, build
from index.errors import XianbaoError
from index.origin.origin import COLUMNS, METADATA, read_metadata
from ui.page.desk import Desk, Opened

#: Below the index's folder: what was uploaded through the page.
UPLOADS = "uploads"
#: Below a folder of reports: what was removed through the page; its name keeps it from being indexed.
REMOVED = ".removed"
_YEARS = range(1949, 2100)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a report's file lies: below a folder that was indexed."""

    root: Path
    path: Path
    inside: str  # the report below the folder, also in an archive: 包.zip/总结.docx


def home(opened: Opened, id_: str) -> Home:
    """The file of a report, or of one that could not be read. Raises `XianbaoError` where it is gone."""
    paths = {file.id: Path(file.path) for file in opened.index.files}
    inside = paths.get(id_)  # of a file in an archive the archive is what can be moved
    path = next((p for p in (inside, *inside.parents) if p.is_file()), None) if inside else None
    if path is None or inside is None:
        raise XianbaoError("page.file_gone", report=id_)
    roots = [Path(source) for source in opened.index.meta.sources]
    root = next((root for root in roots if root.is_dir() and path.is_relative_to(root)), path.parent)
    return Home(root, path, inside.relative_to(root).as_posix())


def keep(folder: Path, uploaded: Sequence[Path]) -> list[Path]:
    """Copies uploaded files to the index's folder; a file of another content under a name that is taken
    gets a number after its name.
    """
    place = folder / UPLOADS
    place.mkdir(parents=True, exist_ok=True)
    kept: list[Path] = []
    for path in uploaded:
        if path.name.startswith("~"):  # what an office program leaves beside an open document
            continue
        target, n = place / path.name, 1
        while target.exists() and target.read_bytes() != path.read_bytes():
            n += 1
            target = place / f"{path.stem}（{n}）{path.suffix}"
        shutil.copyfile(path, target)
        kept.append(target)
    return kept


def remove(opened: Opened, id_: str) -> Path:
    """Moves a report's file out of what is indexed, and returns where it lies now.

    Raises `XianbaoError` where it is gone or cannot be moved.
    """
    found = home(opened, id_)
    place = found.root / REMOVED
    try:
        place.mkdir(exist_ok=True)
        target, n = place / found.path.name, 1
        while target.exists():
            n += 1
            target = place / f"{found.path.stem}（{n}）{found.path.suffix}"
        shutil.move(found.path, target)
    except OSError as error:
        raise XianbaoError("page.not_moved", report=id_, reason=error.strerror or error) from error
    return target


def correct(opened: Opened, id_: str, region: str, year: str, title: str) -> Path:
    """Writes a report's region, year and title into `metadata.csv` beside the reports; empty says nothing.

    Raises `XianbaoError` where the year is none, or the table cannot be read or written.
    """
    year = year.strip()
    if year and not (year.isascii() and year.isdigit() and int(year) in _YEARS):
        raise XianbaoError("page.year", year=year[:20])
    found = home(opened, id_)
    table = read_metadata(found.root)
    row = {"file": found.inside, "region": region.strip(), "year": year, "title": title.strip()}
    table.pop(found.path.name, None)
    table[found.inside] = row
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list[str](COLUMNS), extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.values())
    target = found.root / METADATA
    aside = target.with_name(f".{METADATA}.new")
    try:
        aside.write_text(out.getvalue(), "utf-8-sig")  # the mark lets table programs see that it is UTF-8
        os.replace(aside, target)
    except OSError as error:
        raise XianbaoError("page.not_corrected", path=target, reason=error.strerror or error) from error
    return target


def places(opened: Opened) -> list[Path]:
    """Every folder and file to index: those of the index, and the uploads."""
    found = [Path(source) for source in opened.index.meta.sources]
    uploads = opened.index.folder.resolve() / UPLOADS
    if uploads.is_dir() and any(uploads.iterdir()) and uploads not in found:
        found.append(uploads)
    elif uploads in found and not (uploads.is_dir() and any(uploads.iterdir())):
        found.remove(uploads)
    return found


def rebuild(desk: Desk) -> Iterator[Progress | BuildSummary]:
    """Reads what is new, telling how far it has come; questions are answered from the old index meanwhile.

    Raises what `index.build.build` raises. Goes on to its end even where nobody listens any more.
    """
    told: SimpleQueue[Progress | BuildSummary | BaseException] = SimpleQueue()
    wanted = places(desk.opened())

    def work() -> None:
        try:
            summary = build(wanted, desk.folder, progress=told.put)
            desk.refresh()
            told.put(summary)
        except BaseException as error:  # handed to the listener, which raises it
            told.put(error)

    Thread(target=work, daemon=True).start()
    while True:
        step = told.get()
        if isinstance(step, BaseException):
            raise step
        yield step
        if isinstance(step, BuildSummary):
            return
