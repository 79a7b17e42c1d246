"""Building: one result whatever the way to it, nothing done twice, the old one safe until the new stands."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import invented
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import build as building
from index import readers, report
from index.build import BuildSummary, Progress, build, embedded_text
from index.embedding import models as embedding
from index.embedding.models import HashEmbedder
from index.errors import IndexBusy, IndexUnusable, ModelUnusable, NothingToIndex
from index.reading import ocr
from index.records import Passage, Reading
from index.storage import generations, versions
from index.storage.generations import CLAIMS, DATABASE, PASSAGES
from index.store import Index
from ui import reports as reports_shown

ROOT = Path(__file__).resolve().parents[1]


class Spy(HashEmbedder):
    """Remembers what was embedded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def passages(self, texts: Sequence[str], progress: embedding.Progress | None = None) -> np.ndarray:
        self.texts += texts
        return super().passages(texts, progress)


class Watch:
    """What a build read and embedded since it was last asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._read: list[str] = []
        self._spy = Spy()
        self.loaded: list[str | None] = []
        really = report.read

        def read(path: Path) -> Reading:
            self._read.append(path.name)
            return really(path)

        def load(model: str | None) -> HashEmbedder:
            self.loaded.append(model)
            return self._spy

        monkeypatch.setattr(report, "read", read)
        monkeypatch.setattr(embedding, "load", load)

    def read(self) -> list[str]:
        out, self._read = self._read, []
        return out

    def embedded(self) -> list[str]:
        out, self._spy.texts = self._spy.texts, []
        return out

    def forget(self) -> None:
        self.read()
        self.embedded()
        self.loaded.clear()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


def dump(folder: Path) -> dict[str, object]:
    """All that an index holds, but for when it was made."""
    place = generations.current(folder).folder
    out: dict[str, object] = {}
    with closing(sqlite3.connect(place / DATABASE)) as db:
        for (table,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall():
            if not table.startswith("keywords"):
                out[table] = [row for row in db.execute(f"SELECT * FROM {table}") if row[0] != "created"]
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'keywords', 'instance')")
        out["keywords"] = db.execute("SELECT * FROM temp.words ORDER BY term, doc, col, offset").fetchall()
    out["vectors"] = [(place / name).read_bytes() for name in (PASSAGES, CLAIMS)]
    return out


def _fresh(places: Sequence[Path], home: Path) -> dict[str, object]:
    with tempfile.TemporaryDirectory(dir=home) as folder:
        build(places, Path(folder), model="hash")
        return dump(Path(folder))


# --- the same index whatever the way to it ---

_TEXTS = [*invented.REPORTS.values(), "", "只有一句话的报告，增长3%。"]
_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["甲.txt", "乙.txt", "丙/甲.txt", "丁.md"]),
        st.none() | st.integers(0, len(_TEXTS) - 1),  # remove the file, or write this text
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15)
@given(st.lists(_EDITS, min_size=2, max_size=4))
def test_an_updated_index_equals_one_built_from_nothing(rounds: list[list[tuple[str, int | None]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        reports = invented.write(home / "报告", {"常在.txt": "常在县报告\n粮食总产量达到3万吨。"})
        for edits in rounds:
            for name, text in edits:
                if text is None:
                    (reports / name).unlink(missing_ok=True)
                else:
                    invented.write(reports, {name: _TEXTS[text]})
            build([reports], home / "index", model="hash")
            assert dump(home / "index") == _fresh([reports], home)


def test_the_metadata_file_counts(tmp_path: Path, watch: Watch) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    watch.forget()
    (reports / "metadata.csv").write_text(
        "file,region,year,title\n白石县2023.txt,江西省某市白石县,2023,白石县报告\n", "utf-8"
    )
    build([], folder)
    assert watch.read() == ["白石县2023.txt"]
    assert watch.embedded() == []
    with Index.open(folder) as index:
        assert index.report("白石县2023.txt").origin.title == "白石县报告"
    assert dump(folder) == _fresh([reports], tmp_path)


# --- nothing done twice ---


def test_only_what_is_new_is_read_and_embedded(tmp_path: Path, watch: Watch) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    first = build([reports], folder, model="hash")
    assert sorted(watch.read()) == sorted(invented.REPORTS)
    texts = watch.embedded()
    assert len(texts) == len(set(texts)) == first.embedded
    with Index.open(folder) as index:
        assert set(texts) == {*map(embedded_text, index.passages), *index.indicators}
        assert first.read == first.reports == 3

    path = reports / "松岭县2023.txt"
    path.write_text(path.read_text("utf-8") + "\n三、结语\n全县旅游综合收入达到5.5亿元。\n", "utf-8")
    invented.write(reports, {"新.txt": "青石县报告\n一、回顾\n地区生产总值达到12亿元。"})
    (reports / "白石县2023.txt").unlink()
    second = build([reports], folder)
    assert sorted(watch.read()) == ["新.txt", "松岭县2023.txt"]
    new = watch.embedded()
    assert new
    assert not set(new) & set(texts)
    assert (second.read, second.embedded, second.removed, second.reports) == (2, len(new), 1, 3)
    assert dump(folder) == _fresh([reports], tmp_path)


def test_nothing_changed_nothing_done(tmp_path: Path, watch: Watch) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    (reports / "空白.txt").write_bytes(b"")
    first = build([reports], folder, model="hash")
    watch.forget()
    before = generations.current(folder)
    for again in (build([reports], folder, model="hash"), build([reports], folder), build([], folder)):
        assert not again.published
        assert (again.read, again.embedded, again.reports) == (0, 0, first.reports)
        assert again.failures == first.failures
        assert "没有变化" in again.text()
    assert generations.current(folder) == before
    assert watch.read() == watch.loaded == []


def test_a_renamed_report_is_read_again_and_not_embedded(tmp_path: Path, watch: Watch) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    watch.forget()
    (reports / "松岭县2023.txt").rename(reports / "旧报告.txt")
    build([], folder)
    assert watch.read() == ["旧报告.txt"]
    assert watch.embedded() == []


def test_changed_rules_read_again_and_do_not_embed(
    tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    watch.forget()
    monkeypatch.setattr(versions, "parser", lambda: "changed")
    assert build([], folder).published
    assert sorted(watch.read()) == sorted(invented.REPORTS)
    assert watch.embedded() == []


def test_another_program_writes_again_and_does_not_read(
    tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    watch.forget()
    monkeypatch.setattr(versions, "program", lambda: "changed")
    assert build([], folder).published
    assert watch.read() == watch.embedded() == []


def test_another_model_embeds_again_and_does_not_read(
    tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    first = build([reports], folder, model="hash")
    watch.read()

    class Other(HashEmbedder):
        name = "other"

    monkeypatch.setattr(embedding, "load", lambda model: Other(16))
    second = build([], folder, model="other")
    assert (second.model, second.embedded) == ("other", first.embedded)
    assert watch.read() == []
    with Index.open(folder) as index:
        assert (index.meta.model, index.meta.asked, index.meta.dimension) == ("other", "other", 16)
    assert not build([], folder).published  # the model is remembered


def test_a_model_that_came_out_otherwise_embeds_everything_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    monkeypatch.setattr(embedding, "load", lambda model: HashEmbedder(32))
    invented.write(reports, {"新.txt": "青石县报告\n地区生产总值达到12亿元。"})
    build([], folder)
    with Index.open(folder) as index:
        assert index.meta.dimension == 32
        assert index.nearest_passages(HashEmbedder(32).query(index.passages[0].text), 1)[0][1] > 0.8


def test_a_failed_file_is_not_tried_again_until_it_changes(tmp_path: Path, watch: Watch) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    (reports / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    summary = build([reports], folder, model="hash")
    assert [f.id for f in summary.failures] == ["坏.docx"]
    assert summary.failures[0].reason in summary.text()
    watch.read()
    invented.write(reports, {"新.txt": "青石县报告\n地区生产总值达到12亿元。"})
    assert build([], folder).failures == summary.failures
    assert watch.read() == ["新.txt"]
    (reports / "坏.docx").unlink()
    assert build([], folder).failures == ()


def test_an_unchanged_build_loads_neither_torch_nor_model(tmp_path: Path) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    program = (
        "import sys; from pathlib import Path; from index.build import build;"
        f"assert not build([Path({str(reports)!r})], Path({str(folder)!r})).published;"
        "print({'torch', 'sentence_transformers', 'markitdown', 'pdfplumber'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


# --- the old index is safe until the new one stands ---

_KILLED = """
import os, signal, sys
from pathlib import Path
from index.embedding import models as embedding
from index.build import build

class Dying(embedding.HashEmbedder):
    def passages(self, texts, progress=None):
        os.kill(os.getpid(), signal.SIGKILL)

embedding.load = lambda model: Dying()
build([Path(sys.argv[1])], Path(sys.argv[2]), model="hash")
"""


@pytest.mark.skipif(os.name == "nt", reason="kills by a signal")
def test_a_killed_build_leaves_the_old_index(tmp_path: Path) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    before = dump(folder)
    invented.write(reports, {"新.txt": "青石县报告\n地区生产总值达到12亿元。"})
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(reports), str(folder)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(folder.glob("building-*"))) == 1
    assert dump(folder) == before
    with Index.open(folder) as index:
        assert len(index.reports) == 3
    assert build([], folder).reports == 4
    assert sorted(p.name.partition("-")[0] for p in folder.iterdir()) == ["current", "generation", "lock"]


def test_a_build_killed_before_the_pointer_is_swept(tmp_path: Path) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    for name in ("generation-" + "a" * 16, "building-" + "b" * 16):
        (folder / name).mkdir()
        (folder / name / DATABASE).write_bytes(b"half")
    (folder / "notes.txt").write_text("a person's own file")
    build([], folder)
    assert sorted(p.name.partition("-")[0] for p in folder.iterdir()) == [
        "current", "generation", "lock", "notes.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("stage", ["reading", "embedding", "publishing"])
def test_an_interrupted_build_leaves_nothing_behind(tmp_path: Path, stage: str) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    before = dump(folder)
    invented.write(reports, {"新.txt": "青石县报告\n地区生产总值达到12亿元。"})

    def interrupt(progress: Progress) -> None:
        if progress.stage == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([], folder, progress=interrupt)
    assert dump(folder) == before
    assert not list(folder.glob("building-*"))


def test_a_model_that_cannot_be_loaded_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")

    def load(model: str | None) -> HashEmbedder:
        raise ModelUnusable("model.no_folder", model=model)

    monkeypatch.setattr(embedding, "load", load)
    with pytest.raises(ModelUnusable):
        build([], folder, model="某模型")
    with Index.open(folder) as index:
        assert index.model == "hash"


def test_two_builds_at_once(tmp_path: Path) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    with generations.building(folder), pytest.raises(IndexBusy, match="另一个 xianbao index 正在更新"):
        build([reports], folder, model="hash")
    assert build([reports], folder, model="hash").reports == 3


def test_an_index_folder_that_cannot_be_made(tmp_path: Path) -> None:
    reports = invented.write(tmp_path / "报告")
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexUnusable, match="无法写入索引文件夹"):
        build([reports], tmp_path / "file" / "index", model="hash")


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports, folder = invented.write(tmp_path / "报告"), tmp_path / "index"
    build([reports], folder, model="hash")
    invented.write(reports, {"新.txt": "青石县报告\n地区生产总值达到12亿元。"})

    def publish(folder: Path, place: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generations, "publish", publish)
    with pytest.raises(IndexUnusable, match=r"No space left.*原有索引没有改动"):
        build([], folder)
    with Index.open(folder) as index:
        assert len(index.reports) == 3


# --- duplicates and ids ---


def _ids(summary: BuildSummary) -> list[str]:
    with Index.open(summary.folder) as index:
        return [r.id for r in index.reports]


def test_the_first_of_equal_files_stands(tmp_path: Path, watch: Watch) -> None:
    text = invented.REPORTS["白石县2023.txt"]
    reports = invented.write(tmp_path / "报告", {"1.txt": text, "2.txt": text, "3/4.txt": text})
    (reports / "5.txt").write_text(
        text.replace("\n", "\r\n"), "utf-16", newline=""
    )  # the same text, other bytes
    folder = tmp_path / "index"
    summary = build([reports], folder, model="hash")
    assert _ids(summary) == ["1.txt"]
    assert sorted(summary.duplicates) == [("2.txt", "1.txt"), ("3/4.txt", "1.txt"), ("5.txt", "1.txt")]
    watch.read()
    (reports / "1.txt").unlink()
    summary = build([], folder)
    assert _ids(summary) == ["2.txt"]
    assert watch.read() == ["2.txt"]
    assert sorted(summary.duplicates) == [("3/4.txt", "2.txt"), ("5.txt", "2.txt")]
    assert dump(folder) == _fresh([reports], tmp_path)


def _numbered(folder: Path, *names: str) -> Path:
    return invented.write(folder, {name: f"{folder}的{name}报告\n粮食总产量达到3万吨。" for name in names})


@pytest.mark.parametrize(
    ("files", "places", "ids"),
    [
        (["甲/1.txt", "甲/子/2.txt"], ["甲"], ["1.txt", "子/2.txt"]),
        (["甲/1.txt", "乙/2.txt"], ["甲", "乙"], ["1.txt", "2.txt"]),
        (["甲/1.txt", "乙/1.txt", "丙/2.txt"], ["甲", "乙", "丙"], ["甲/1.txt", "乙/1.txt", "2.txt"]),
        (["一/甲/1.txt", "二/甲/1.txt"], ["一/甲", "二/甲"], ["一/甲/1.txt", "二/甲/1.txt"]),
        (["甲/1.txt"], ["甲/1.txt"], ["1.txt"]),
        (["甲/1.txt", "甲/2.txt"], ["甲/2.txt", "甲"], ["2.txt", "1.txt"]),
        (["甲/1.txt", "甲/2.txt"], ["甲", "甲/2.txt", "甲"], ["1.txt", "2.txt"]),
        (["甲/1.txt", "乙/1.txt"], ["甲/1.txt", "乙/1.txt"], ["甲/1.txt", "乙/1.txt"]),
    ],
)
def test_ids_are_paths_below_their_folder(
    tmp_path: Path, files: list[str], places: list[str], ids: list[str]
) -> None:
    invented.write(tmp_path, {name: f"{name}的报告\n粮食总产量达到3万吨。" for name in files})
    summary = build([tmp_path / place for place in places], tmp_path / "index", model="hash")
    assert _ids(summary) == ids


def test_the_index_folder_may_lie_among_the_reports(tmp_path: Path) -> None:
    reports = invented.write(tmp_path / "报告")
    for _ in range(2):
        assert build([reports], reports / ".xianbao", model="hash").reports == 3
        assert build([reports], reports / "index", model="hash").reports == 3


def test_any_file_name_will_do(tmp_path: Path) -> None:
    reports = _numbered(tmp_path / "报告", "带 空格'引号%#?.txt", "ＡＢ：①.txt")
    if sys.platform == "linux":
        name = os.path.join(os.fsencode(reports), b"\xff\xfe.txt")
        with open(name, "w", encoding="utf-8") as file:
            file.write("青石县报告\n地区生产总值达到12亿元。")
    summary = build([reports], tmp_path / "in dex#?%", model="hash")
    assert summary.failures == ()
    assert len(_ids(summary)) == len(list(reports.iterdir()))
    assert not build([], tmp_path / "in dex#?%").published


# --- what to index ---


def test_the_index_holds_exactly_the_places_named(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    first, second = _numbered(tmp_path / "甲", "1.txt"), _numbered(tmp_path / "乙", "2.txt")
    assert _ids(build([first], folder, model="hash")) == ["1.txt"]
    assert _ids(build([second], folder)) == ["2.txt"]
    assert _ids(build([], folder)) == ["2.txt"]


def test_relative_places_are_remembered_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _numbered(tmp_path / "甲", "1.txt")
    monkeypatch.chdir(tmp_path)
    build([Path("甲")], Path("index"), model="hash")
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert not build([], tmp_path / "index").published


def test_nothing_to_index_is_said_and_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with pytest.raises(NothingToIndex, match="没有可更新的索引"):
        build([], folder)
    with pytest.raises(NothingToIndex, match="没有找到"):
        build([tmp_path / "无"], folder)
    (tmp_path / "空").mkdir()
    with pytest.raises(NothingToIndex, match="没有报告"):
        build([tmp_path / "空"], folder)
    assert not folder.exists()
    reports = _numbered(tmp_path / "甲", "1.txt")
    build([reports], folder, model="hash")
    shutil.rmtree(reports)
    with pytest.raises(NothingToIndex, match="没有找到"):
        build([], folder)
    with Index.open(folder) as index:
        assert len(index.reports) == 1


def test_only_failures_make_an_index_that_tells_them(tmp_path: Path) -> None:
    reports, folder = tmp_path / "报告", tmp_path / "index"
    invented.write(reports, {"空.txt": ""})
    assert build([reports], folder, model="hash").reports == 0
    with Index.open(folder) as index:
        assert [f.id for f in index.failures] == ["空.txt"]
        assert index.claims == index.passages == []
        assert index.keyword_passages("低保", 3) == []
        assert index.nearest_claims(index.embedder.query("低保"), 3) == []
    assert not build([], folder).published


# --- progress, versions, what is embedded ---


def test_progress_goes_forward(tmp_path: Path) -> None:
    reports = invented.write(tmp_path / "报告")
    told: list[Progress] = []
    build([reports], tmp_path / "index", model="hash", progress=told.append)
    stages = list(dict.fromkeys(p.stage for p in told))
    assert stages == ["reading", "embedding", "publishing"]
    for stage in stages:
        steps = [p.done for p in told if p.stage == stage]
        assert steps == sorted(steps)
    assert all(p.reports == 3 and 0 <= p.done <= p.total for p in told)
    assert all(0 <= p.passages_done <= p.passages for p in told)
    last = [p for p in told if p.stage == "embedding"][-1]
    assert last.passages_done == last.passages > 0
    assert last.seconds_left == pytest.approx(0)


def test_the_fingerprints_cover_rules_and_word_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "index"
    shutil.copytree(ROOT / "index", home, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(versions, "_HOME", home)

    def now() -> tuple[str, str]:
        versions.parser.cache_clear()
        versions.program.cache_clear()
        return versions.parser(), versions.program()

    parser, program = now()
    assert building.parser_version() == parser
    for name in ("sections.py", "grammar/__init__.py", next(home.rglob("*.toml")).relative_to(home)):
        with (home / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        changed, whole = now()
        assert (changed != parser, whole != program) == (True, True)
        parser, program = changed, whole
    with (home / "store.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    changed, whole = now()
    assert (changed == parser, whole != program) == (True, True)
    monkeypatch.undo()
    now()


@pytest.mark.parametrize(
    ("headings", "text", "embedded"),
    [
        ((), "低保标准提高。", "低保标准提高。"),
        (("一、回顾", "（二）民生"), "低保标准提高。", "（二）民生\n低保标准提高。"),
        (("（二）民生",), "（二）民生。低保标准提高。", "（二）民生。低保标准提高。"),
        (("长" * 90,), "低保", "长" * 40 + "\n低保"),
    ],
)
def test_a_passage_is_embedded_with_its_heading(headings: tuple[str, ...], text: str, embedded: str) -> None:
    assert embedded_text(Passage("r", headings, 0, 1, text)) == embedded


def test_the_pointer_names_what_was_published(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build([invented.write(tmp_path / "报告")], folder, model="hash")
    told = json.loads((folder / "current").read_text("utf-8"))
    for name, (size, digest) in told["files"].items():
        data = (folder / told["generation"] / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (size, digest)


def test_what_is_read_in_part_is_kept_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = "from index.reading import ocr; ocr.available = lambda: False; serve()"
    monkeypatch.setattr(readers, "_PROGRAM", readers._PROGRAM.replace("serve()", without))
    monkeypatch.setattr(ocr, "available", lambda: False)
    cases = Path(__file__).parent / "data" / "cases"
    reports = invented.write(tmp_path / "报告")
    for name in ("28-mixed-scan.pdf", "16-pictures.docx"):
        shutil.copy(cases / name, reports / name)
    (reports / "数据.csv").write_text("a,b\n", "utf-8")
    folder = tmp_path / "index"
    first = build([reports], folder, model="hash")
    assert "只读了一部分：28-mixed-scan.pdf（2 页未能读取" in first.text()
    assert "未能读取：数据.csv（" in first.text()
    assert 'pip install "xianbao[ocr]"' in first.text()
    invented.write(reports, {"新.txt": "新县2023年工作总结\n粮食总产量达到3万吨。"})
    assert build([], folder).partly == first.partly  # carried over, not read again
    with Index.open(folder) as index:
        assert [r.id for r in index.reports if r.gaps] == ["16-pictures.docx", "28-mixed-scan.pdf"]
        shown = reports_shown.table(index)
        assert "只读了一部分：16-pictures.docx（2 张图片未能读取（其中可能有文字））" in shown
        unread = {line["report"]: line.get("unread") for line in reports_shown.records(index)}
    assert unread["28-mixed-scan.pdf"] == "2 页未能读取（没有文字或是乱码：第 2、3 页）"
    assert unread["云溪县2023.txt"] is None
    assert "数据.csv" in unread
