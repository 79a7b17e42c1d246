"""The store: records come back as they were, searches find, damage is named, readers are never disturbed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import invented
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import build
from index.embedding import models as embedding
from index.embedding.models import HashEmbedder
from index.errors import IndexUnusable, XianbaoError
from index.records import Claim, Figure, Origin, Passage, Report, Section
from index.report import Parsed
from index.storage import generations, tables
from index.storage.generations import CLAIMS, DATABASE, FILES, FORMAT, PASSAGES
from index.storage.tables import Writer
from index.storage.vectors import Vectors
from index.store import Index

# --- records come back as they were ---

_text = st.text(max_size=8)
_some = st.none() | _text
_number = st.integers(0, 2**40)
_period = st.none() | st.tuples(_text, _text)
_headings = st.lists(_text, max_size=3).map(tuple)
_direction = st.sampled_from([None, "up", "down", "flat"])
_status = st.sampled_from(["actual", "estimated", "planned"])
_origins = st.builds(
    Origin, _text, _some, _some, _some, _some, _some, _period, _period
)  # title to region, then both periods
_sections = st.builds(Section, _headings, st.integers(0, 5), _number, _number, _number)
_figures = st.builds(
    Figure,
    _number,
    _number,
    _text,
    st.none() | st.floats(allow_nan=False),
    _text,
    _text,
    st.sampled_from(["level", "previous", "change", "rate", "rank"]),
    _direction,
    _status,
    _period,
    st.sampled_from([None, "ge", "le", "gt", "lt", "approx"]),
)


@st.composite
def _parsed(draw: st.DrawFn, id_: str) -> Parsed:
    sections = tuple(draw(st.lists(_sections, max_size=3)))
    report = Report(id_, draw(st.text()), draw(_origins), sections, draw(_text))
    passage = st.builds(Passage, st.just(id_), _headings, _number, _number, _text)
    figures = st.lists(_figures, max_size=3).map(tuple)
    claim = st.builds(
        Claim,
        st.just(id_),
        _text,
        _direction,
        _status,
        _period,
        _headings,
        _number,
        _number,
        _text,
        figures,
    )
    return Parsed(
        report, tuple(draw(st.lists(passage, max_size=3))), tuple(draw(st.lists(claim, max_size=4)))
    )


@settings(max_examples=60)
@given(_parsed("甲/一.txt"), _parsed("乙.txt"))
def test_records_come_back_as_they_were(first: Parsed, second: Parsed) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        writer = Writer(db)
        for parsed in (first, second):
            writer.add(parsed)

        def rows(sql: str, *args: object) -> list[tuple]:
            return db.execute(sql, args).fetchall()

        for number, parsed in enumerate((first, second)):
            assert tables.report(rows, parsed.report.id) == (number, parsed.report)
            assert tuple(tables.passages(rows, number)) == parsed.passages
            assert tuple(tables.claims(rows, number)) == parsed.claims
        assert tuple(tables.passages(rows)) == first.passages + second.passages
        assert tuple(tables.claims(rows)) == first.claims + second.claims
        assert tables.origins(rows) == [(p.report.id, p.report.origin) for p in (first, second)]
        assert tables.counts(rows) == [
            (len(p.report.text), len(p.passages), len(p.claims), sum(len(c.figures) for c in p.claims))
            for p in (first, second)
        ]


@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3), max_size=8), st.integers(0, 9))
def test_vectors_come_back_and_the_nearest_are_exact(numbers: list[list[float]], k: int) -> None:
    rows = np.array(numbers, dtype=np.float32).reshape(-1, 3)
    vectors = Vectors.from_bytes(Vectors.of(rows).to_bytes())
    assert np.array_equal(vectors.rows(), rows)
    asked = np.array([0.5, -0.25, 1], dtype=np.float32)
    found = vectors.nearest(asked, k)
    assert [score for _, score in found] == pytest.approx(sorted(rows @ asked, reverse=True)[:k], abs=1e-6)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    assert all(score == pytest.approx(float(rows[n] @ asked), abs=1e-6) for n, score in found)


def test_tables_change_only_with_the_format() -> None:
    """Whoever changes the tables raises FORMAT and puts the new fingerprint here."""
    fingerprint = hashlib.sha256(" ".join(tables.SCHEMA.split()).encode()).hexdigest()[:12]
    assert (FORMAT, fingerprint) == (4, "0241fb1baf6c")


# --- reading ---


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the invented reports, a duplicate and a file that cannot be read. Not to be changed."""
    home = tmp_path_factory.mktemp("made")
    reports = invented.write(home / "报告")
    (reports / "空白.txt").write_bytes(b"")
    (reports / "白石县副本.txt").write_text(invented.REPORTS["白石县2023.txt"], encoding="utf-8")
    build([reports], home / "index", model="hash")
    return home / "index"


@pytest.fixture
def opened(made: Path):
    with Index.open(made) as index:
        yield index


def test_reports_are_listed_with_their_counts(opened: Index) -> None:
    assert [r.id for r in opened.reports] == ["云溪县2023.txt", "松岭县2023.txt", "白石县2023.txt"]
    for item in opened.reports:
        report = opened.report(item.id)
        assert report.text == invented.REPORTS[item.id]
        assert item.characters == len(report.text)
        assert item.origin == report.origin
        assert Path(item.path).name == item.id
        claims = [c for c in opened.claims if c.report == item.id]
        assert item.claims == len(claims) > 0
        assert item.figures == sum(len(c.figures) for c in claims) > 0
        assert item.passages == sum(p.report == item.id for p in opened.passages) > 0


def test_duplicates_and_failures_are_kept(opened: Index) -> None:
    assert [r.duplicates for r in opened.reports] == [(), (), ("白石县副本.txt",)]
    (failure,) = opened.failures
    assert failure.id == "空白.txt"
    assert "空" in failure.reason


def test_an_unknown_report_is_named(opened: Index) -> None:
    with pytest.raises(XianbaoError, match=r"没有报告 无此县\.txt"):
        opened.report("无此县.txt")


def test_words_find_passages(opened: Index) -> None:
    hits = opened.keyword_passages("低保标准", 10)
    texts = [opened.passages[n].text for n, _ in hits]
    assert "农村低保标准" in texts[0] + texts[1]
    assert all(score > 0 for _, score in hits)
    assert hits == sorted(hits, key=lambda hit: (-hit[1], hit[0]))
    assert opened.keyword_passages("低保标准", 1) == hits[:1]
    assert opened.keyword_passages("？", 10) == opened.keyword_passages("低保", 0) == []


def test_vectors_find_passages_and_claims(opened: Index) -> None:
    for number, claim in enumerate(opened.claims):
        hits = opened.nearest_claims(opened.embedder.query(claim.indicator), len(opened.claims))
        assert len(hits) == len(opened.claims)
        best = [n for n, score in hits if score > 0.999]
        assert number in best
        assert {opened.claims[n].indicator for n in best} == {claim.indicator}
    asked = opened.embedder.query("化解隐性债务")
    (number, score), *_ = opened.nearest_passages(asked, 3)
    assert "化解隐性债务" in opened.passages[number].text
    assert 0 < score <= 1.001
    assert len(opened.nearest_claims(asked, 2)) == 2


def test_indicators_lead_to_their_claims(opened: Index) -> None:
    found = [n for i in range(len(opened.indicators)) for n in opened.claims_of(i)]
    assert sorted(found) == list(range(len(opened.claims)))
    for number, text in enumerate(opened.indicators):
        assert {opened.claims[n].indicator for n in opened.claims_of(number)} == {text}


def test_many_threads_read_at_once(made: Path) -> None:
    with Index.open(made) as index, ThreadPoolExecutor(8) as pool:

        def look(_: int) -> tuple:
            hits = index.keyword_passages("低保标准 地区生产总值", 9)
            return hits, index.claims, index.report("云溪县2023.txt"), index.nearest_claims(vector, 5)

        vector = HashEmbedder().query("低保标准")
        first, *rest = pool.map(look, range(64))
        assert all(other == first for other in rest)


# --- damage, failing closed ---


def _edit_pointer(change: Callable[[dict], object]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        pointer = folder / "current"
        told = json.loads(pointer.read_text("utf-8"))
        pointer.write_text(json.dumps(change(told)), "utf-8")

    return edit


def _generation(folder: Path) -> Path:
    return generations.current(folder).folder


def _flip(name: str) -> Callable[[Path], None]:
    def flip(folder: Path) -> None:
        path = _generation(folder) / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))

    return flip


def _cut(name: str) -> Callable[[Path], None]:
    def cut(folder: Path) -> None:
        path = _generation(folder) / name
        path.write_bytes(path.read_bytes()[:-100])

    return cut


def _reseal(folder: Path, name: str, data: bytes) -> None:
    """Damage that a wrong build would do: the file is what was published, and does not fit the others."""
    (_generation(folder) / name).write_bytes(data)
    _edit_pointer(
        lambda told: told | {"files": told["files"] | {name: [len(data), hashlib.sha256(data).hexdigest()]}}
    )(folder)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no pointer": (lambda f: (f / "current").unlink(), "没有索引：请先运行 xianbao index"),
    "pointer of bytes": (lambda f: (f / "current").write_bytes(b"\xff\x00"), "current 文件无法解读"),
    "pointer cut short": (lambda f: (f / "current").write_text('{"format": 1, "gen'), "无法解读"),
    "pointer of a number": (lambda f: (f / "current").write_text("7"), "格式是第 None 版"),
    "older format": (_edit_pointer(lambda t: t | {"format": 0}), f"第 0 版，本程序需要第 {FORMAT} 版"),
    "newer format": (_edit_pointer(lambda t: t | {"format": 99}), "第 99 版"),
    "no generation": (_edit_pointer(lambda t: {"format": FORMAT}), "内容不全"),
    "foreign generation": (_edit_pointer(lambda t: t | {"generation": "../../etc"}), "内容不全"),
    "generation of no text": (_edit_pointer(lambda t: t | {"generation": 3}), "内容不全"),
    "unsealed": (_edit_pointer(lambda t: t | {"files": {}}), "内容不全"),
    "generation gone": (_edit_pointer(lambda t: t | {"generation": "generation-" + "0" * 16}), "缺少文件"),
    **{f"{n} gone": (lambda f, n=n: (_generation(f) / n).unlink(), f"缺少文件 {n}") for n in FILES},
    **{f"{n} cut short": (_cut(n), f"{n} 有 .* 字节，应有") for n in FILES},
    **{f"{n} changed": (_flip(n), f"{n} 已损坏") for n in FILES},
    "no vectors": (lambda f: _reseal(f, PASSAGES, b"x" * 200), "不是向量文件"),
    "no database": (lambda f: _reseal(f, DATABASE, b"x" * 5000), "前后不一"),
    "fewer vectors": (
        lambda f: _reseal(f, PASSAGES, Vectors.of(np.zeros((1, 64), np.float32)).to_bytes()),
        "passages 有 .* 行，passages.faiss 有 1 个向量",
    ),
    "other dimension": (
        lambda f: _reseal(
            f,
            CLAIMS,
            Vectors.of(np.zeros((len(Index.open(f).indicators), 3), np.float32)).to_bytes(),
        ),
        "应有 64 维，claims.faiss 有 3 维",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named_and_mended_by_building_again(name: str, tmp_path: Path) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    damage, message = DAMAGE[name]
    damage(folder)
    with pytest.raises(IndexUnusable, match=message) as caught:
        Index.open(folder)
    assert f"xianbao index 报告文件夹 --index {folder}" in str(caught.value)
    assert "\n" not in str(caught.value)
    summary = build([reports], folder, model="hash")
    assert summary.published
    assert (summary.unusable is None) == (name == "no pointer")
    with Index.open(folder) as index:
        assert len(index.reports) == len(invented.REPORTS)
    assert len(list(folder.glob("generation-*"))) == 1


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(IndexUnusable, match="没有索引"):
            Index.open(place)


# --- the model it was made with ---


def test_another_model_is_refused(made: Path) -> None:
    Index.open(made, model="hash").close()
    with pytest.raises(IndexUnusable, match=r"是用模型 hash 建的，不能用 某模型 查询.*--model 某模型 重建"):
        Index.open(made, model="某模型")


def test_a_model_that_became_another_is_refused(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "load", lambda model: HashEmbedder(32))
    with (
        Index.open(made) as index,
        pytest.raises(IndexUnusable, match=r"hash（64 维）建的，现有的是 hash（32 维）"),
    ):
        _ = index.embedder


def test_a_model_is_loaded_once_and_only_when_needed(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str | None] = []

    def load(model: str | None) -> HashEmbedder:
        loaded.append(model)
        return HashEmbedder()

    monkeypatch.setattr(embedding, "load", load)
    with Index.open(made) as index:
        assert index.reports
        assert index.keyword_passages("低保", 3)
        assert loaded == []
        assert index.embedder is index.embedder
    assert loaded == ["hash"]


# --- readers while a build publishes ---


def test_what_is_open_stays_readable(tmp_path: Path) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    with Index.open(folder) as old:
        assert not old.outdated
        (reports / "松岭县2023.txt").unlink()
        assert build([], folder).published
        assert old.outdated
        assert len(list(folder.glob("generation-*"))) == 1
        assert len(old.reports) == 3
        assert old.report("松岭县2023.txt").text == invented.REPORTS["松岭县2023.txt"]
        assert len(old.claims) == sum(r.claims for r in old.reports)
    with Index.open(folder) as new:
        assert len(new.reports) == 2


def test_readers_never_see_half_an_index(tmp_path: Path) -> None:
    """Each published index holds as many reports as its number says; readers open all the while."""
    reports, folder = tmp_path / "报告", tmp_path / "index"
    text = invented.REPORTS["白石县2023.txt"]
    invented.write(reports, {"0.txt": text})
    build([reports], folder, model="hash")
    done = Event()

    def publish() -> None:
        try:
            for n in range(1, 12):
                (reports / f"{n}.txt").write_text(f"{text}第{n}号县。", "utf-8")
                build([reports], folder)
        finally:
            done.set()

    def read() -> int:
        opened = 0
        while not done.is_set() or not opened:
            with Index.open(folder) as index:
                held = len(index.reports)
                assert [r.id for r in index.reports] == sorted(f"{n}.txt" for n in range(held))
                assert {c.report for c in index.claims} == {r.id for r in index.reports}
                opened += 1
        return opened

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        pool.submit(publish).result()
        assert all(reader.result() for reader in readers)
