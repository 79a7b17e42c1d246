"""Building an index: reading what is new, carrying over what is not, publishing the whole.

A file is read again when its bytes, its row in `metadata.csv` or the program's readers have changed; a text
is embedded only when it is a new text. The result is the same as that of a build from nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Literal

import numpy as np

from index.embedding import e5
from index.embedding import models as embedding
from index.errors import IndexUnusable, NothingToIndex
from index.messages import Message, missing
from index.readers import Readers
from index.reading import office
from index.reading.files import MAX_BYTES
from index.records import Passage
from index.report import Parsed
from index.storage import generations, sources, tables, versions
from index.storage.generations import CLAIMS, DATABASE, PASSAGES
from index.storage.sources import Source
from index.storage.tables import FileRow, Writer
from index.storage.vectors import Vector, Vectors
from index.store import Failure, Index, Meta

Stage = Literal["reading", "embedding", "publishing"]

#: A heading says what its passages are about; more of it than this would crowd them out.
_HEADING = 40


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come."""

    stage: Stage
    reports_done: int
    reports: int
    passages_done: int  # embedded ones, and indicators with them
    passages: int  # to be embedded; those carried over are not counted
    seconds_left: float | None  # of the embedding, which takes nearly all the time; None while unknown
    page: tuple[str, int, int] | None = None  # a file that is being read, pages of it that are, all its pages

    @property
    def done(self) -> int:
        """Of `total`, in `unit`: what a bar shows."""
        return self.passages_done if self.stage == "embedding" else self.reports_done

    @property
    def total(self) -> int:
        return self.passages if self.stage == "embedding" else self.reports

    @property
    def unit(self) -> str:
        return "段" if self.stage == "embedding" else "份"


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build found and did."""

    folder: Path
    model: str
    reports: int
    passages: int
    claims: int
    figures: int
    failures: tuple[Failure, ...]
    partly: tuple[tuple[str, tuple[Message, ...]], ...]  # id of a report read in part, what is missing
    duplicates: tuple[tuple[str, str], ...]  # id of the duplicate, id of the report it is
    read: int  # files that were read; the others were as before
    embedded: int  # texts that were embedded
    removed: int  # reports that are gone
    published: bool  # False where nothing had changed and the index was left as it was
    unusable: str | None  # why an earlier index could not be used, where there was one
    seconds: float

    def text(self) -> str:
        """What a person reads at the end: the counts, what was done, and every file left out, wholly or in part."""
        held = f"{self.reports} 份报告，{self.passages} 个段落，{self.claims} 条论断，{self.figures} 个数字"
        if self.published:
            done = f"新读 {self.read} 个文件，移除 {self.removed} 份报告，新算 {self.embedded} 个向量"
        else:
            done = "没有变化"
        lines = [f"索引 {self.folder}：{held}；{done}，用时 {self.seconds:.1f} 秒。"]
        if self.unusable:
            lines.insert(0, f"原有索引不能用，已重建（{self.unusable.partition('：')[0]}）。")
        lines += [f"内容重复，未另计：{copy}（与 {first} 相同）" for copy, first in self.duplicates]
        lines += [f"只读了一部分：{id_}（{missing(gaps, 'zh')}）" for id_, gaps in self.partly]
        lines += [f"未能读取：{failure.id}（{failure.reason}）" for failure in self.failures]
        return "\n".join(lines)


def build(
    places: Sequence[Path],
    folder: Path,
    model: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildSummary:
    """Make the index in `folder` hold exactly the reports in `places`, folders or files.

    Without places, those of the index as it is; without a model, the one it was made with, else the
    packaged one. Files that cannot be read are recorded and stop nothing. Raises `NothingToIndex` where
    there is no file to read, `IndexBusy` where another build is running, `IndexUnusable` where the folder
    cannot be written, `ModelUnusable`. Until it is published the old index stays as it is.
    """
    with Readers() as readers:
        return _built(places, Path(folder), model, progress, readers)


def _built(
    places: Sequence[Path],
    folder: Path,
    model: str | None,
    progress: Callable[[Progress], None] | None,
    readers: Readers,
) -> BuildSummary:
    began = time.monotonic()
    wanted = sources.resolve(places)
    old, unusable = _old(folder)
    try:
        if not wanted:
            wanted = sources.resolve([Path(place) for place in old.meta.sources] if old else [])
        if not wanted:
            raise NothingToIndex("sources.no_index", folder=folder)
        found = sources.files(wanted, readers.listed)
        if not found:
            raise NothingToIndex("sources.no_reports", places=wanted)
        with generations.building(folder) as place:
            if old is not None and old.outdated:  # another build was quicker
                old.close()
                old, unusable = _old(folder)
            run = _Run(old, found, [str(path) for path in wanted], model, readers, progress)
            published = run.changed()
            try:
                if published:
                    run.write(place)
                    generations.publish(folder, place)
            except (OSError, sqlite3.Error) as error:
                raise IndexUnusable("index.not_written", folder=folder, reason=error) from error
    finally:
        if old is not None:
            old.close()
    return run.summary(folder, published, unusable, time.monotonic() - began)


def parser_version() -> str:
    """Fingerprint of everything that reads reports; reports read with another one are read again."""
    return versions.parser()


def embedded_text(passage: Passage) -> str:
    """What of a passage is embedded: its innermost heading, unless it begins with it, and its text."""
    heading = passage.headings[-1][:_HEADING] if passage.headings else ""
    return passage.text if not heading or passage.text.startswith(heading) else f"{heading}\n{passage.text}"


def _old(folder: Path) -> tuple[Index | None, str | None]:
    """The index as it is, and why it cannot be used where it cannot."""
    try:
        return Index.open(folder), None
    except IndexUnusable as error:
        return None, str(error) if (folder / "current").exists() else None


class _Run:
    """One build: from the files found to the files of a new generation."""

    def __init__(
        self,
        old: Index | None,
        found: Sequence[Source],
        places: Sequence[str],
        model: str | None,
        readers: Readers,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._readers = readers
        self._telling = Lock()
        self._told: Progress | None = None
        self._old = old
        self._found = found
        self._tell = progress or (lambda _: None)
        self._before = {file.id: file for file in old.files} if old else {}
        self._seen = [_seen(source) for source in found]
        self._meta = Meta(
            model=old.meta.model if old else "",
            asked=_asked(model) if model is not None else old.meta.asked if old else "",
            dimension=old.meta.dimension if old else 0,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            sources=tuple(places),
            parser=versions.parser(),
            program=versions.program(),
        )
        self.read = 0
        self.embedded = 0

    def changed(self) -> bool:
        """Whether the index would come out otherwise than it is."""
        if self._old is None or not self._same_model():
            return True
        made, will = self._old.meta, self._meta
        return (
            (made.sources, made.asked, made.program, made.parser)
            != (will.sources, will.asked, will.program, will.parser)
            or [(f.id, f.path, f.bytes_digest, f.row_digest) for f in self._old.files]
            != [(f.id, f.path, f.bytes_digest, f.row_digest) for f in self._seen]
            or any(f.bytes_digest == _UNREADABLE for f in self._seen)
            or any(_lacked_a_program(f) for f in self._before.values())
        )

    def write(self, place: Path) -> None:
        """Fill `place` with the files of an index."""
        with closing(sqlite3.connect(place / DATABASE)) as db:
            # Nobody reads it before it is published, and publishing waits for the disk.
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            writer = Writer(db)
            self._read_all(writer)
            passages, indicators = self._embed(db, list(writer.indicators))
            self._progress("publishing", len(self._found), self.embedded, self.embedded)
            writer.meta(self._meta.stored())
            db.execute("INSERT INTO keywords(keywords) VALUES ('optimize')")
            db.commit()
        (place / PASSAGES).write_bytes(passages.to_bytes())
        (place / CLAIMS).write_bytes(indicators.to_bytes())

    def summary(self, folder: Path, published: bool, unusable: str | None, seconds: float) -> BuildSummary:
        with Index.open(folder) as index:
            reports = index.reports
            kept = {item.id for item in reports}
            return BuildSummary(
                folder=folder,
                model=index.model,
                reports=len(reports),
                passages=sum(item.passages for item in reports),
                claims=sum(item.claims for item in reports),
                figures=sum(item.figures for item in reports),
                failures=tuple(index.failures),
                partly=tuple((item.id, item.gaps) for item in reports if item.gaps),
                duplicates=tuple((d, item.id) for item in reports for d in item.duplicates),
                read=self.read,
                embedded=self.embedded,
                removed=sum(f.report == f.id and f.id not in kept for f in self._before.values()),
                published=published,
                unusable=unusable,
                seconds=seconds,
            )

    def _read_all(self, writer: Writer) -> None:
        """Reports, sections, passages, claims, figures and failures, file by file."""
        stands: dict[str, str] = {}  # digest of a text to the id of the first report with it
        files: list[FileRow] = []
        before = [self._carried(seen) for seen in self._seen]
        new = [source for source, one in zip(self._found, before, strict=True) if one is None]
        self._readers.told = self._page_read
        read = self._readers.read(new)
        for done, (source, seen, one) in enumerate(zip(self._found, self._seen, before, strict=True)):
            self._progress("reading", done, 0)
            files.append(self._added(source, seen, one, read, stands, writer))
        writer.files(files)
        self._progress("reading", len(self._found), 0)

    def _added(
        self,
        source: Source,
        seen: FileRow,
        before: FileRow | None,
        read: Iterator[Parsed | Message],
        stands: dict[str, str],
        writer: Writer,
    ) -> FileRow:
        """What becomes of one file; it is read where nothing of it is known `before`."""
        if before is not None and before.reason is not None:
            return replace(seen, reason=before.reason)
        if before is not None and before.text_digest in stands:
            return replace(
                seen, text_digest=before.text_digest, report=stands[before.text_digest], gaps=before.gaps
            )
        parsed = self._stored(source.id, before.gaps) if before is not None else None
        if parsed is None:
            self.read += 1
            # a copy whose original is gone is known, but not what stands in it
            parsed = next(read if before is None else self._readers.read([source]))
            if isinstance(parsed, Message):
                return replace(seen, reason=parsed)
        digest = parsed.report.digest
        if digest not in stands:
            stands[digest] = source.id
            writer.add(parsed)
        return replace(seen, text_digest=digest, report=stands[digest], gaps=parsed.gaps)

    def _carried(self, seen: FileRow) -> FileRow | None:
        """What became of this very file before, where it would become the same again."""
        before = self._before.get(seen.id)
        if self._old is None or before is None or self._old.meta.parser != self._meta.parser:
            return None
        same = (before.bytes_digest, before.row_digest) == (seen.bytes_digest, seen.row_digest)
        again = seen.bytes_digest == _UNREADABLE or _lacked_a_program(before)
        return before if same and not again else None

    def _stored(self, id_: str, gaps: tuple[Message, ...]) -> Parsed | None:
        """A report as the old index holds it."""
        if self._old is None:
            return None
        stored = tables.report(self._old.rows, id_)
        if stored is None:
            return None
        number, whole = stored
        passages, claims = tables.passages(self._old.rows, number), tables.claims(self._old.rows, number)
        return Parsed(whole, tuple(passages), tuple(claims), gaps)

    def _same_model(self) -> bool:
        """Whether the old index's vectors are those that the model would give now, as far as names tell."""
        if self._old is None or self._old.meta.asked != self._meta.asked:
            return False
        return bool(self._meta.asked) or self._old.model == e5.name()

    def _embed(self, db: sqlite3.Connection, indicators: list[str]) -> tuple[Vectors, Vectors]:
        """Vectors of all passages and of all indicators, the old ones where there are some."""
        texts = [
            embedded_text(p) for p in tables.passages(lambda sql, *args: db.execute(sql, args).fetchall())
        ]
        same = self._same_model()
        known = self._known() if same else {}
        missing = _missing(known, texts, indicators)
        if missing or not same:
            self._progress("embedding", len(self._found), 0, len(missing))
            embedder = embedding.load(self._meta.asked or None)
            made = (embedder.name, embedder.dimension)
            if same and made != (self._meta.model, self._meta.dimension):
                known, missing = {}, _missing({}, texts, indicators)
            self._meta = replace(self._meta, model=embedder.name, dimension=embedder.dimension)
            rows = embedder.passages(missing, self._timed(len(missing)))
            known.update(zip(missing, rows, strict=True))
            self.embedded = len(missing)
        return self._vectors(known, texts), self._vectors(known, indicators)

    def _known(self) -> dict[str, Vector]:
        """Vectors of the old index by the text that was embedded."""
        if self._old is None:
            return {}
        passages, indicators = self._old.vectors()
        known = dict(zip(self._old.indicators, indicators.rows(), strict=True))
        known.update(zip(map(embedded_text, self._old.passages), passages.rows(), strict=True))
        return known

    def _vectors(self, known: dict[str, Vector], texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._meta.dimension), np.float32)
        for i, text in enumerate(texts):
            rows[i] = known[text]
        return Vectors.of(rows)

    def _timed(self, total: int) -> Callable[[int, int], None]:
        began = time.monotonic()

        def embedded(done: int, _: int) -> None:
            left = (time.monotonic() - began) / done * (total - done) if done else None
            self._progress("embedding", len(self._found), done, total, left)

        return embedded

    def _progress(
        self, stage: Stage, reports: int, done: int, total: int = 0, left: float | None = None
    ) -> None:
        with self._telling:
            self._told = Progress(stage, reports, len(self._found), done, total, left)
            self._tell(self._told)

    def _page_read(self, name: str, done: int, pages: int) -> None:
        """Comes from the threads that wait for the processes."""
        with self._telling:
            if self._told is not None and self._told.stage == "reading":
                self._tell(replace(self._told, page=(name, done, pages)))


#: Stands for the digest of a file that could not be opened: it is tried again by every build.
_UNREADABLE = ""


def _seen(source: Source) -> FileRow:
    """A file as it lies there, before it is read: what is written meanwhile is then found next time."""
    try:
        stat = None if source.digest else source.path.stat()
        if stat is not None and stat.st_size > MAX_BYTES:  # which is no report, whatever stands in it
            digest = f"{stat.st_size} {stat.st_mtime_ns}"
        else:
            digest = source.digest or generations.digest(source.path)
    except (OSError, ValueError):  # reading it says why
        digest = _UNREADABLE
    row = json.dumps(source.row, ensure_ascii=False, sort_keys=True) if source.row else ""
    row_digest = hashlib.sha256(row.encode("utf-8", "surrogatepass")).hexdigest() if row else ""
    return FileRow(source.id, sources.shown(str(source.path)), digest, row_digest)


def _lacked_a_program(file: FileRow) -> bool:
    """Whether a file could not be read for want of a program that is there now."""
    why = file.reason.values.get("why") if file.reason else None
    return isinstance(why, Message) and why.key == "office.missing" and office.program() is not None


def _missing(known: Mapping[str, object], *texts: Sequence[str]) -> list[str]:
    """Texts without a vector, each once."""
    return list(dict.fromkeys(text for part in texts for text in part if text not in known))


def _asked(model: str) -> str:
    """A model as it is asked for from any working folder."""
    path = Path(model).expanduser()
    return str(path.resolve()) if path.is_dir() else model
