"""Scans and pictures: recognised as they are laid out, marked as recognised wherever they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from assistant.desk import Assistant
from index.build import build
from index.errors import UnreadableReport
from index.reading import ocr
from index.reading.encodings import commonness
from index.reading.files import PICTURES, read
from index.reading.recognised import confidence, marked, taken
from index.reading.rules import ruled
from index.store import Index
from tests import scans
from tests.documents import docx, p
from tests.test_archives import TEXT

needs_ocr = pytest.mark.skipif(
    not ocr.available(), reason='recognition is not installed: pip install "xianbao[ocr]"'
)


# --- marks ---

_PIECES = st.lists(
    st.tuples(st.text("收入5亿 \n", max_size=6), st.one_of(st.none(), st.floats(0, 1))), max_size=8
)


@given(_PIECES)
def test_marks_become_the_offsets_of_what_they_enclosed(pieces: list[tuple[str, float | None]]) -> None:
    text, stretches = taken("".join(marked(text, sure) for text, sure in pieces))
    assert text == "".join(text for text, _ in pieces)
    wanted = [(text, sure) for text, sure in pieces if text and sure is not None]
    assert [text[start:end] for start, end, _ in stretches] == [text for text, _ in wanted]
    assert [sure for *_, sure in stretches] == pytest.approx([sure for _, sure in wanted], abs=0.0006)


@pytest.mark.parametrize(
    ("start", "end", "sure"),
    [(0, 5, None), (0, 6, 0.9), (8, 25, 0.5), (10, 20, None), (29, 99, 0.5), (30, 99, None)],
)
def test_the_least_sure_stretch_counts(start: int, end: int, sure: float | None) -> None:
    assert confidence([(5, 10, 0.9), (20, 30, 0.5)], start, end) == sure


# --- what is read ---


@pytest.mark.parametrize(
    ("read_", "meant"),
    [
        ("-年来，增长5%。-般预算收入", "一年来，增长5%。一般预算收入"),
        ("收入(亿元),下降-5.2%", "收入（亿元），下降-5.2%"),
        ("2021-2023年，1-6月", "2021-2023年，1-6月"),
        ("——税收收入1,234.5万元", "——税收收入1,234.5万元"),
        ("GDP(a,b)", "GDP(a,b)"),
    ],
)
def test_signs_beside_chinese_characters(read_: str, meant: str) -> None:
    assert ocr._in_full(read_) == meant


def _ruled(*, broken: int = 0, without: Sequence[tuple[int, int, int, int]] = ()) -> list[list[float]]:
    """Cells found in three by three cells of 100 by 60 pixels, their lines broken off by so many pixels."""
    picture = Image.new("L", (400, 300), 255)
    draw = ImageDraw.Draw(picture)
    for n in range(4):
        draw.line((50 + broken, 50 + 60 * n, 350 - broken, 50 + 60 * n), fill=0, width=2)
        draw.line((50 + 100 * n, 50 + broken, 50 + 100 * n, 230 - broken), fill=0, width=2)
    for box in without:
        draw.rectangle(box, fill=255)
    return sorted(
        [round(side / 10) * 10 for side in cell] for t in ruled(np.asarray(picture), 1.0) for cell in t.cells
    )


def test_rules_are_cells() -> None:
    grid = sorted(
        [50 + 100 * x, 50 + 60 * y, 150 + 100 * x, 110 + 60 * y] for x in range(3) for y in range(3)
    )
    assert _ruled() == grid
    assert _ruled(broken=15) == grid  # ends are missing
    assert _ruled(without=[(180, 100, 240, 120)]) == grid  # a seal took part of a rule
    merged = [cell for cell in grid if cell not in ([150, 50, 250, 110], [150, 110, 250, 170])]
    assert _ruled(without=[(155, 100, 245, 120)]) == sorted([*merged, [150, 50, 250, 170]])
    assert _ruled(without=[(0, 0, 400, 300)]) == []


@needs_ocr
@pytest.mark.parametrize(("seed", "tilt", "kind"), [(1, -0.5, "PDF"), (8, 0.5, "JPEG")])
def test_a_damaged_page_is_read(tmp_path: Path, seed: int, tilt: float, kind: str) -> None:
    lines, table = scans.report(seed)
    path = tmp_path / ("扫描.pdf" if kind == "PDF" else "扫描.jpg")
    path.write_bytes(scans.saved(scans.page(lines, table, tilt=tilt, seed=seed), kind=kind))
    reading = read(path)
    characters, digits = scans.found(scans.shown(lines, table), reading.text)
    assert characters >= 0.99, reading.text
    assert digits >= 0.995, reading.text
    assert not reading.gaps
    for row in table[1:]:
        assert f"| {' | '.join(row[1:])} |" in reading.text
    assert reading.text.count("\n| ") == len(table) + 1
    assert "青岚县人民政府" not in reading.text
    covered = sum(end - start for start, end, _ in reading.recognised)
    assert covered >= 0.95 * len("".join(reading.text.split()))


@needs_ocr
def test_a_page_that_lies_on_its_side_or_its_head(tmp_path: Path) -> None:
    lines = ["青岚县2023年工作总结", "　　全县粮食总产量达到32.45万吨，增长6.8%。"]
    page = scans.page(lines, tilt=0, grain=0, stamp="")
    for turned in (90, 180):
        path = tmp_path / f"{turned}.png"
        path.write_bytes(scans.saved(page.rotate(turned, expand=True), kind="PNG"))
        assert "32.45万吨，增长6.8%。" in read(path).text, turned


@needs_ocr
def test_pictures_among_text_are_read_where_they_stand(tmp_path: Path) -> None:
    picture = scans.page(["全县粮食总产量达到32.45万吨。"], tilt=0, grain=0, stamp="").crop(
        (100, 120, 900, 220)
    )
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="5000000" cy="2500000"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' r:embed="image1.png"/></wp:inline></w:drawing></w:r></w:p>'
    )
    path = tmp_path / "总结.docx"
    made = docx(p("一、回顾") + drawing + p("二、打算"), {"image1.png": scans.saved(picture, kind="PNG")})
    path.write_bytes(made)
    reading = read(path)
    assert reading.text == "一、回顾\n\n全县粮食总产量达到32.45万吨。\n\n二、打算"
    assert not reading.gaps
    ((start, end, sure),) = reading.recognised
    assert reading.text[start:end] == "全县粮食总产量达到32.45万吨。"
    assert sure > 0.9


@needs_ocr
def test_a_picture_without_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "空.png"
    path.write_bytes(scans.saved(Image.new("RGB", (600, 800), "white"), kind="PNG"))
    with pytest.raises(UnreadableReport, match="看不出文字"):
        read(path)
    path.write_bytes(b"\x89PNG broken")
    with pytest.raises(UnreadableReport, match="损坏或不是图片"):
        read(path)


def test_a_picture_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_MOST_PIXELS", 100)
    with pytest.raises(UnreadableReport, match="百万像素"):
        ocr.characters(Image.new("RGB", (20, 20)))


@needs_ocr
def test_pages_without_text_and_with_wrong_characters_are_read_among_others() -> None:
    cases = Path(__file__).parent / "data" / "cases"
    for name in ("28-mixed-scan.pdf", "23-wrong-tounicode.pdf"):
        reading = read(cases / name)
        assert not reading.gaps, name
        assert reading.recognised, name
        assert commonness(reading.text) > 0.95


# --- without it ---


@pytest.mark.parametrize("suffix", sorted(PICTURES))
def test_without_recognition_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    path = tmp_path / f"扫描{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(UnreadableReport, match=r'pip install "xianbao\[ocr\]"'):
        read(path)


# --- in the index and in answers ---


@needs_ocr
def test_what_was_recognised_is_marked_in_index_and_answers(tmp_path: Path) -> None:
    reports = tmp_path / "报告"
    reports.mkdir()
    lines = ["青岚县2023年工作总结", "　　全县粮食总产量达到32.45万吨，增长6.8%。"]
    page = scans.page(lines, tilt=0, grain=2, stamp="")
    (reports / "扫描.pdf").write_bytes(scans.saved(page))
    (reports / "文字.txt").write_text(TEXT.replace("青岚", "白石"), "utf-8")
    folder = tmp_path / "index"
    build([reports], folder, model="hash")
    with Index.open(folder) as index:
        by_report = {claim.report: claim.confidence for claim in index.claims}
        answer = Assistant(index).ask("各县粮食总产量是多少？")
    assert by_report["文字.txt"] is None
    assert (by_report["扫描.pdf"] or 0) > 0.9
    rows = [line for line in answer.table.splitlines() if "万吨" in line]
    assert ["（识别）" in row for row in rows] == ["青岚" in row for row in rows] != []
    assert "扫描.pdf（识别）：" in answer.sources
    records = {row["report"]: row.get("recognised") for row in answer.to_json()["findings"]}
    assert records == {"扫描.pdf": by_report["扫描.pdf"], "文字.txt": None}
    assert not build([], folder).published  # recognised once
