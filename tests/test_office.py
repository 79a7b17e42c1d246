"""Documents that LibreOffice turns into ones that are read here: with a double of it, and with itself."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from index.errors import UnreadableReport
from index.reading import office
from index.reading.files import read
from tests.documents import docx, p, workbook

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)  # as old Office files begin
RTF = b"{\\rtf1\\ansi\\ansicpg936 \\u38738?\\u23706?\\u21439?\\u24037?\\u20316?\\u25253?\\u21578? 118.6\\par}"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place on the path for a program called soffice; nothing else is found."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    monkeypatch.setattr(office, "_PLACES", ())
    return place


def _install(place: Path, script: str) -> None:
    path = place / "soffice"
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("总结.doc", docx(p("收入5亿元。"))),
        ("总结.WPS", docx(p("收入5亿元。"))),
        ("表.et", workbook([["收入5亿元。"]])),
    ],
)
def test_a_document_is_read_as_what_it_is_turned_into(
    fake: Path, tmp_path: Path, name: str, made: bytes
) -> None:
    (tmp_path / "made").write_bytes(made)
    # …/soffice -env:… --headless --norestore --convert-to KIND --outdir OUT SOURCE
    _install(fake, f'mkdir -p "$7" && cp "{tmp_path}/made" "$7/report.$5" && [ -s "$8" ]')
    path = tmp_path / name
    path.write_bytes(OLD)
    assert "收入5亿元。" in read(path).text


@pytest.mark.parametrize(
    ("script", "reason"),
    [(None, "没有，请安装 LibreOffice"), ("exit 1", "打不开它"), ("sleep 60 & sleep 60", "超过 1 秒")],
)
def test_why_a_document_was_not_turned(
    fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, reason: str
) -> None:
    monkeypatch.setattr(office, "TIME_LIMIT", 1)
    if script is not None:
        _install(fake, script)
    path = tmp_path / "总结.doc"
    path.write_bytes(OLD)
    with pytest.raises(UnreadableReport, match=reason):
        read(path)


@pytest.mark.parametrize("suffix", sorted(office.CONVERTED))
@pytest.mark.parametrize(
    "data", [b"\x01\x02\xff\xfe\x99\x88\x77\x66", b"garbage!", OLD[:8], OLD[:500], "收入5亿元。".encode()]
)
def test_what_is_no_such_document_is_never_taken_for_text(
    fake: Path, tmp_path: Path, suffix: str, data: bytes
) -> None:
    _install(fake, "echo never asked >&2")
    path = tmp_path / f"总结{suffix}"
    path.write_bytes(data)
    with pytest.raises(UnreadableReport, match="内容不是"):
        read(path)


def test_libreoffice_itself(tmp_path: Path) -> None:
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "总结.rtf"
    path.write_bytes(RTF)
    assert read(path).text == "青岚县工作报告 118.6"
