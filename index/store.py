"""Reading an index: reports, passages and claims as they were, found by number, by words and by vectors.

Safe to read from several threads at once. What is open stays readable while another build publishes.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from index.embedding import models as embedding
from index.embedding.models import Embedder
from index.errors import IndexUnusable, XianbaoError
from index.messages import Message
from index.records import Claim, Origin, Passage, Report
from index.storage import generations, keywords, tables
from index.storage.generations import CLAIMS, DATABASE, PASSAGES, Generation
from index.storage.vectors import Vector, Vectors

_T = TypeVar("_T")

#: How often opening starts again because a build published, and removed what was being opened.
_TRIES = 10
#: Headings weigh less than the text: a heading's words hold for all its passages.
_KEYWORD_WEIGHTS = "0.5, 1.0"


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index was made with."""

    model: str  # the embedder's own name, see `Embedder.name`
    asked: str  # what the person asked for with --model; "" for the packaged model
    dimension: int
    created: str  # ISO 8601, UTC
    sources: tuple[str, ...]  # folders and files, absolute
    parser: str  # of everything that reads reports, see `build.parser_version`
    program: str  # of everything that makes an index

    @classmethod
    def of(cls, stored: dict[str, str]) -> Meta:
        sources = tuple(json.loads(stored["sources"]))
        rest = {key: stored[key] for key in ("model", "asked", "created", "parser", "program")}
        return cls(dimension=int(stored["dimension"]), sources=sources, **rest)

    def stored(self) -> dict[str, str]:
        return {
            "format": str(generations.FORMAT),
            "model": self.model,
            "asked": self.asked,
            "dimension": str(self.dimension),
            "created": self.created,
            "sources": json.dumps(self.sources, ensure_ascii=False),
            "parser": self.parser,
            "program": self.program,
        }


@dataclass(frozen=True, slots=True)
class IndexedReport:
    """One report as a list of reports shows it."""

    id: str
    origin: Origin
    path: str
    characters: int
    passages: int
    figures: int
    claims: int
    duplicates: tuple[str, ...]  # ids of files with the same content
    gaps: tuple[Message, ...]  # what of its file could not be read, see `Reading`


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    id: str
    path: str
    why: Message

    @property
    def reason(self) -> str:
        """Why, in Chinese."""
        return self.why.say("zh")


class Index:
    """An index opened for reading. Numbers count from 0, in the order of `passages` and `claims`."""

    def __init__(self, folder: Path, generation: Generation, db: sqlite3.Connection, files: _Files) -> None:
        self.folder = folder
        self._generation = generation
        self._db = db
        weakref.finalize(self, db.close)
        self._lock = RLock()
        self._kept: dict[str, Any] = {}
        self.meta, self._passages, self._indicators = files

    @classmethod
    def open(cls, folder: Path, model: str | None = None) -> Index:
        """The index in `folder`, checked byte for byte against what was published.

        Raises `IndexUnusable`, saying what was found and how to mend it, where there is none, where it is of
        another format or damaged, or where it was made with another model than `model`.
        """
        folder = Path(folder)
        for _ in range(_TRIES):
            generation = generations.current(folder)
            try:
                index = cls._opened(folder, generation)
            except _GoneError as gone:
                if generations.current(folder) == generation:
                    raise IndexUnusable("index.gone", folder=folder, file=gone) from gone
                continue
            made = index.meta
            if model is not None and model not in (made.model, made.asked or made.model):
                index.close()
                raise IndexUnusable("index.asked_model", folder=folder, made=made.model, asked=model)
            return index
        raise IndexUnusable("index.restless", folder=folder, tries=_TRIES)

    @classmethod
    def _opened(cls, folder: Path, generation: Generation) -> Index:
        place, seals = generation.folder, generation.seals
        vectors: dict[str, Vectors] = {}
        for file in (PASSAGES, CLAIMS):
            data = _bytes(place / file)
            generations.check(folder, file, seals[file], len(data), hashlib.sha256(data).hexdigest())
            try:
                vectors[file] = Vectors.from_bytes(data)
            except ValueError as error:
                raise IndexUnusable("index.no_vectors", folder=folder, file=file) from error
        try:
            path = (place / DATABASE).resolve(strict=True)
            generations.check(
                folder, DATABASE, seals[DATABASE], path.stat().st_size, generations.digest(path)
            )
            # The file never changes again, so SQLite need not look for a journal or lock it.
            db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except FileNotFoundError as error:
            raise _GoneError(DATABASE) from error
        except OSError as error:
            raise IndexUnusable("index.closed", folder=folder, reason=error.strerror) from error
        except sqlite3.OperationalError as error:
            raise _GoneError(DATABASE) from error
        try:
            meta = Meta.of(dict(db.execute("SELECT key, value FROM meta")))
            uneven = _uneven(db, meta, vectors)
        except (sqlite3.Error, KeyError, ValueError, TypeError) as error:
            db.close()
            raise IndexUnusable("index.uneven", folder=folder, reason=error) from error
        if uneven is not None:
            db.close()
            raise IndexUnusable("index.uneven", folder=folder, reason=uneven)
        return cls(folder, generation, db, (meta, vectors[PASSAGES], vectors[CLAIMS]))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def model(self) -> str:
        """Name of the model whose vectors it holds."""
        return self.meta.model

    @property
    def outdated(self) -> bool:
        """Whether a newer index has been published in its folder since it was opened."""
        try:
            return generations.current(self.folder) != self._generation
        except IndexUnusable:
            return True

    @property
    def files(self) -> Sequence[tables.FileRow]:
        """Every file that the build saw, in order: reports, duplicates and failures."""
        return self._once("files", lambda: tables.files(self.rows))

    @property
    def reports(self) -> Sequence[IndexedReport]:
        """Every report, in order."""
        return self._once("reports", self._reports)

    @property
    def failures(self) -> Sequence[Failure]:
        """Files that could not be read, in order."""
        return [Failure(f.id, f.path, f.reason) for f in self.files if f.reason is not None]

    @property
    def passages(self) -> Sequence[Passage]:
        """Every passage, in the order of the reports; its place is its number."""
        return self._once("passages", lambda: tables.passages(self.rows))

    @property
    def claims(self) -> Sequence[Claim]:
        """Every claim, in the order of the reports; its place is its number."""
        return self._once("claims", lambda: tables.claims(self.rows))

    @property
    def indicators(self) -> Sequence[str]:
        """Every indicator that claims speak of, once, in the order of the first claim."""
        return self._once(
            "indicators", lambda: [t for (t,) in self.rows("SELECT text FROM indicators ORDER BY number")]
        )

    @property
    def embedder(self) -> Embedder:
        """The model it was made with, loaded on first use.

        Raises `ModelUnusable` where it cannot be loaded, `IndexUnusable` where it is not the same any more.
        """
        return self._once("embedder", self._load)

    def report(self, id_: str) -> Report:
        """One report with its text and sections. Raises `XianbaoError` where the index does not hold it."""
        found = tables.report(self.rows, id_)
        if found is None:
            raise XianbaoError("index.no_report", folder=self.folder, report=id_)
        return found[1]

    def keyword_passages(self, query: str, k: int) -> list[tuple[int, float]]:
        """Numbers and scores (BM25, higher is better) of the `k` best passages with any of the words."""
        wanted = keywords.expression(query)
        if wanted is None or k <= 0:
            return []
        score = f"bm25(keywords, {_KEYWORD_WEIGHTS})"  # lower is better in SQLite
        return self.rows(
            f"SELECT rowid, -{score} FROM keywords WHERE keywords MATCH ? ORDER BY {score}, rowid LIMIT ?",
            wanted,
            k,
        )

    def nearest_passages(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Numbers and cosines of the `k` nearest passages, best first."""
        return self._passages.nearest(vector, k)

    def nearest_indicators(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Numbers (places in `indicators`) and cosines of the `k` nearest indicators, best first."""
        return self._indicators.nearest(vector, k)

    def nearest_claims(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Numbers and cosines of the `k` claims whose indicators are nearest, best first."""
        found: list[tuple[int, float]] = []
        for indicator, score in self.nearest_indicators(vector, k):
            found += [(number, score) for number in self.claims_of(indicator)]
            if len(found) >= k:
                break
        return found[:k]

    def claims_of(self, indicator: int) -> list[int]:
        """Numbers of all claims that speak of the indicator with this number, in order."""
        return [
            n
            for (n,) in self.rows("SELECT number FROM claims WHERE indicator = ? ORDER BY number", indicator)
        ]

    def vectors(self) -> tuple[Vectors, Vectors]:
        """Of the passages and of the indicators, as a build carries them over."""
        return self._passages, self._indicators

    def rows(self, sql: str, *args: object) -> list[tuple[Any, ...]]:
        """All rows of one query; one thread at a time."""
        with self._lock:
            return self._db.execute(sql, args).fetchall()

    def _once(self, name: str, make: Callable[[], _T]) -> _T:
        with self._lock:
            if name not in self._kept:
                self._kept[name] = make()
            return self._kept[name]

    def _reports(self) -> list[IndexedReport]:
        files = {file.id: file for file in self.files}
        duplicates: dict[str, list[str]] = {}
        for file in self.files:
            if file.report is not None and file.report != file.id:
                duplicates.setdefault(file.report, []).append(file.id)
        return [
            IndexedReport(
                id_, origin, files[id_].path, characters, passages, figures, claims,
                tuple(duplicates.get(id_, ())), files[id_].gaps,
            )
            for (id_, origin), (characters, passages, claims, figures) in zip(
                tables.origins(self.rows), tables.counts(self.rows), strict=True
            )
        ]  # fmt: skip

    def _load(self) -> Embedder:
        made = self.meta
        embedder = embedding.load(made.model)
        if (embedder.name, embedder.dimension) != (made.model, made.dimension):
            raise IndexUnusable(
                "index.changed_model",
                folder=self.folder,
                made=made.model,
                made_size=made.dimension,
                found=embedder.name,
                found_size=embedder.dimension,
            )
        return embedder


_Files = tuple[Meta, Vectors, Vectors]


class _GoneError(Exception):
    """A file of the generation that is not there: never published whole, or replaced meanwhile."""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _GoneError(path.name) from error
    except OSError as error:
        raise IndexUnusable("index.closed_file", path=path, reason=error.strerror) from error


def _uneven(db: sqlite3.Connection, meta: Meta, vectors: dict[str, Vectors]) -> Message | None:
    """Where tables and vectors do not agree."""
    for table, file in (("passages", PASSAGES), ("indicators", CLAIMS)):
        ((rows,),) = db.execute(f"SELECT count(*) FROM {table}")
        if rows != len(vectors[file]):
            return Message("index.rows", table=table, rows=rows, file=file, vectors=len(vectors[file]))
        if (found := vectors[file].dimension) != meta.dimension:
            return Message("index.dimensions", expected=meta.dimension, file=file, found=found)
    return None
