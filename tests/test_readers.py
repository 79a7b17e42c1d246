"""Processes that read files: one bad file stops nothing, whatever stands in it."""

from __future__ import annotations

import io
import os
import signal
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import readers
from index.build import Progress, build
from index.errors import UnreadableReport
from index.messages import Message
from index.readers import Readers, read_one
from index.reading import limits
from index.report import Parsed
from index.storage.sources import Source, files, resolve
from index.store import Index
from tests.documents import docx, p
from tests.test_archives import TEXT, packed

SENTENCE = "收入5亿元。"


def drawn_pdf(drawing: bytes, pages: int = 1) -> bytes:
    """A small PDF whose pages all show one compressed drawing with a line of text."""
    data = zlib.compress(b"BT /F1 12 Tf 72 700 Td (Revenue 5 million.) Tj ET\n" + drawing)
    shown = 4 + pages
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {shown} 0 R"
        " /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page.encode()] * pages,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _lines(count: int) -> bytes:
    level = [f"0 {n * 842 / count:.3f} m 595 {n * 842 / count:.3f} l S" for n in range(count // 2)]
    upright = [f"{n * 595 / count:.3f} 0 m {n * 595 / count:.3f} 842 l S" for n in range(count // 2)]
    return "\n".join([*level, *upright]).encode()


def _media() -> bytes:
    out = io.BytesIO(docx(p(SENTENCE)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(39):
            archive.writestr(f"word/media/image{number}.png", bytes(10_000_000))
    return out.getvalue()


_LOOP = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n0000000000 65535 f \n"
_LOOP += b"trailer\n<< /Size 2 /Root 1 0 R /Prev 46 >>\nstartxref\n46\n%%EOF\n"

#: Files that would take minutes or gigabytes: name, content, and how it ends.
_STRESS: list[tuple[str, Callable[[], bytes], str]] = [
    ("格线.pdf", lambda: drawn_pdf(_lines(10_000)), "Revenue 5 million."),
    ("线.pdf", lambda: drawn_pdf(_lines(1_300_000)), "没有文字"),
    ("页.pdf", lambda: drawn_pdf(b"", 5000), "5000 页"),
    ("环.pdf", lambda: _LOOP, "已损坏"),
    ("表.html", lambda: b"<table><tr><td>" * 100_000 + SENTENCE.encode(), "万个标记"),
    ("括号.html", lambda: b"<" * 500_000, "万个标记"),
    ("段落.docx", lambda: docx(p(SENTENCE) * 2_000_000), "超过 32 MB"),
    ("媒体.docx", _media, SENTENCE),
    ("数字.txt", lambda: b"1,234,567,890," * 36_000, "1,234"),
    ("年.txt", lambda: "2019年".encode() * 100_000, "2019年"),
    ("大.txt", lambda: b"5" * 100_000_000, "50 MB"),
    ("长.txt", lambda: SENTENCE.encode() * 1_000_000, "不应超过 200 万字"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "end"), _STRESS, ids=[name for name, _, _ in _STRESS])
def test_a_file_that_could_do_harm_ends_in_its_text_or_a_reason(
    tmp_path: Path, name: str, make: Callable[[], bytes], end: str
) -> None:
    """The process holds the limits, so that the test need not look at the clock."""
    path = tmp_path / name
    path.write_bytes(make())
    try:
        said = read_one(path).report.text[:1000]
    except UnreadableReport as error:
        said = str(error)
        assert said.startswith(f"「{name}」")
    assert end in said


def test_pipes_devices_and_loops_of_links_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(TEXT, "utf-8")
    os.mkfifo(tmp_path / "管道.txt")
    (tmp_path / "设备.txt").symlink_to("/dev/zero")
    (tmp_path / "环.txt").symlink_to(tmp_path / "环.txt")
    (tmp_path / "断.txt").symlink_to(tmp_path / "没有")
    (tmp_path / "回").symlink_to(tmp_path)
    (tmp_path / "一.txt").symlink_to(tmp_path / "二.txt")
    (tmp_path / "二.txt").symlink_to(tmp_path / "一.txt")
    summary = build([tmp_path], tmp_path / ".index", model="hash")
    assert summary.reports == 1
    assert {f.id for f in summary.failures} == {"环.txt", "断.txt", "一.txt", "二.txt"}


# --- what files cannot be made to do in every environment: work that misbehaves ---


def _hang(_given: object) -> None:
    while True:
        pass


def _fill(_given: object) -> int:
    return len(bytearray(2_000_000_000))


def _crash(_given: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _mistake(_given: object) -> None:
    raise ZeroDivisionError


@pytest.fixture
def misbehave(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process whose reading is one of the functions above, with few seconds of time."""
    program = (
        "import sys; sys.path[:] = {path!r}; from index import readers; from index.reading import limits;"
        "from tests import test_readers as t; limits.SECONDS = 3;"
        "good = readers._read;"
        "readers._read = lambda s: getattr(t, s.path.stem, good)(s); readers.serve()"
    )
    monkeypatch.setattr(readers, "_PROGRAM", program)
    monkeypatch.setattr(readers, "_FEW_BYTES", 0)


@pytest.mark.usefixtures("misbehave")
def test_what_misbehaves_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    names = ["a", "_hang", "b", "_fill", "c", "_crash", "d", "_mistake", "e"]
    for name in names:
        (tmp_path / f"{name}.txt").write_text(TEXT + name, "utf-8")
    sources = [Source(name, tmp_path / f"{name}.txt", None) for name in names]
    with Readers(processes=2) as some:
        found = dict(zip(names, some.read(sources), strict=True))
    for name in "abcde":
        parsed = found[name]
        assert isinstance(parsed, Parsed)
        assert parsed.report.text == TEXT + name
    said = {name: one.say("zh") for name, one in found.items() if isinstance(one, Message)}
    assert set(said) == {"_hang", "_fill", "_crash", "_mistake"}
    assert "秒仍未读完" in said["_hang"]
    assert "MB 内存" in said["_fill"]
    assert "意外中止（-11）" in said["_crash"]
    assert "ZeroDivisionError" in said["_mistake"]


@pytest.mark.usefixtures("misbehave")
def test_what_waits_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_PATIENCE", 0.01)
    path = tmp_path / "_hang.txt"
    path.write_text(TEXT, "utf-8")
    with pytest.raises(UnreadableReport, match="没有动静"):
        read_one(path)


@pytest.mark.usefixtures("misbehave")
def test_a_run_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    for name in ("a", "_hang"):
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
    sources = [Source(name, tmp_path / f"{name}.txt", None) for name in ("a", "_hang")]
    some = Readers(processes=2)
    with some:
        next(some.read(sources))
        running = [process._running for process in some._processes]
    assert all(one is None or one.returncode is not None for one in running)


def test_a_few_small_texts_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    really = readers._started
    monkeypatch.setattr(readers, "_started", lambda: started.append(1) or really())
    (tmp_path / "甲.txt").write_text(TEXT, "utf-8")
    (tmp_path / "包.zip").write_bytes(packed({"乙.txt": TEXT.encode()}))
    (tmp_path / "页.html").write_text(f"<p>{TEXT}</p>", "utf-8")
    (tmp_path / "长.txt").write_text(TEXT * 3000, "utf-8")
    for name, needed in (("甲.txt", 0), ("包.zip/乙.txt", 1), ("页.html", 1), ("长.txt", 1)):
        started.clear()
        assert read_one(tmp_path / name).report.text.startswith("青岚县")
        assert len(started) == needed, name


def test_an_index_is_the_same_with_processes_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = tmp_path / "报告"
    reports.mkdir()
    for n in range(12):
        (reports / f"{n}.txt").write_text(TEXT.replace("3", str(n % 9)), "utf-8")
    (reports / "包.zip").write_bytes(packed({"甲.txt": TEXT.encode(), "乙.jpg": b"x"}))
    held = []
    for few in (10**9, 0):
        monkeypatch.setattr(readers, "_FEW_BYTES", few)
        folder = tmp_path / f"index{few}"
        build([reports], folder, model="hash")
        with Index.open(folder) as index:
            held.append((index.reports, index.claims, index.passages, index.failures, index.files))
    assert held[0] == held[1]


def test_pages_are_told(tmp_path: Path) -> None:
    (tmp_path / "页.pdf").write_bytes(drawn_pdf(b"", 3))
    told: list[Progress] = []
    build([tmp_path], tmp_path / ".index", model="hash", progress=told.append)
    assert [step.page for step in told if step.page] == [("页.pdf", n, 3) for n in (1, 2, 3)]


def test_an_archive_is_opened_in_a_process(tmp_path: Path) -> None:
    (tmp_path / "包.zip").write_bytes(packed({"甲.txt": TEXT.encode()}))
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04")
    with Readers() as some:
        found = files(resolve([tmp_path]), some.listed)
        texts = list(some.read(found))
    assert [source.id for source in found] == ["包.zip/甲.txt", "坏.zip"]
    assert [isinstance(one, Parsed) for one in texts] == [True, False]


def test_limits_hold_for_reading_processes_only() -> None:
    resource = pytest.importorskip("resource")
    before = [resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA)]
    limits.more(5)
    limits.memory(100)
    limits.page_done(1, 2)
    with limits.lifted():
        assert [resource.getrlimit(k) for k in (resource.RLIMIT_CPU, resource.RLIMIT_DATA)] == before
