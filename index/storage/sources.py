"""From the folders and files of a command to the reports to read, each with its id.

An id is the path below its folder, with `/`; a single file's is its name. Where two sources would give one id
to two files, both put their folder's name before it, and the next folder's above where that is the same.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import NothingToIndex
from index.messages import Message
from index.origin.origin import read_metadata
from index.reading import archives
from index.reading.archives import Listed
from index.reading.files import reports_in


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and what `metadata.csv` beside the reports says of it."""

    id: str
    path: Path
    row: dict[str, str] | None
    digest: str | None = None  # SHA-256 of a file in an archive


def resolve(places: Sequence[Path]) -> list[Path]:
    """The places as absolute paths. Raises `NothingToIndex` where one is missing."""
    for place in places:
        if not place.exists():
            raise NothingToIndex("sources.missing", place=place)
    return list(dict.fromkeys(Path(os.path.abspath(place)) for place in places))


def files(
    places: Sequence[Path], listed: Callable[[Path], Listed | Message] = archives.attempted
) -> list[Source]:
    """Every file to read, in the order of the places and sorted within each; none twice. `listed` opens archives."""
    found: list[tuple[Path, Path]] = []  # the folder that ids count from, and the file
    digests: dict[Path, str] = {}

    def inside_of(archive: Path) -> Sequence[Path]:
        files = listed(archive)
        if isinstance(files, Message):  # reading it says why
            return []
        digests.update({archive / name: digest for name, digest in files})
        return [archive / name for name, _ in files]

    seen: set[Path] = set()
    for place in places:
        inside = reports_in(place, inside_of)
        root = place if place.is_dir() else place.parent
        for path in inside:
            real = Path(os.path.realpath(path))  # of a link that leads to itself, too
            if real not in seen:
                seen.add(real)
                found.append((root, path))
    metadata = {root: read_metadata(root) for root in dict.fromkeys(root for root, _ in found)}
    out: list[Source] = []
    for (root, path), id_ in zip(found, _ids(found), strict=True):
        rows = metadata[root]
        inside = path.relative_to(root).as_posix()
        out.append(Source(id_, path, rows.get(inside) or rows.get(path.name), digests.get(path)))
    return out


def _ids(found: Sequence[tuple[Path, Path]]) -> list[str]:
    above = dict.fromkeys((root for root, _ in found), 0)  # how many folders' names stand before an id
    while True:
        ids = [_id(root, path, above[root]) for root, path in found]
        count = Counter(ids)
        clashing = {root for (root, _), id_ in zip(found, ids, strict=True) if count[id_] > 1}
        more = [root for root in clashing if above[root] < len(root.parts)]
        if not more:
            return ids
        for root in more:
            above[root] += 1


def _id(root: Path, path: Path, above: int) -> str:
    names = (*root.parts[len(root.parts) - above :], *path.relative_to(root).parts)
    return shown("/".join(name.strip("/\\") or name for name in names))


def shown(path: str) -> str:
    """A path as text that can be stored, whatever bytes the file's name is made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
