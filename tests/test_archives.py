"""Archives and letters as folders: what is in them is read, what could do harm is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.build import build
from index.errors import UnreadableReport
from index.reading import archives
from index.reading.files import read, reports_in
from index.store import Index
from tests.documents import docx, p

TEXT = "青岚县2023年工作总结\n粮食总产量达到3万吨。"


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def letter() -> bytes:
    message = EmailMessage()
    message["Subject"] = "报送工作总结"
    message.set_content("附件为2023年工作总结，请查收。\n")
    message.add_attachment(docx(p("粮食总产量5万吨。")), "application", "octet-stream", filename="总结.docx")
    return message.as_bytes()


def _names(path: Path) -> list[str]:
    return [found.relative_to(path).as_posix() for found in reports_in(path)]


def test_files_in_archives_are_reports(tmp_path: Path) -> None:
    inner = packed({"深/丙.txt": TEXT.encode()})
    files = {
        "甲.txt": TEXT.encode("gb18030"),
        "子/乙.docx": docx(p("收入5亿元。")),
        "内.zip": inner,
        "图.jpg": b"x",
    }
    (tmp_path / "包.zip").write_bytes(packed({**files, "README.md": b"x", "__MACOSX/甲.txt": b"x"}))
    (tmp_path / "信.eml").write_bytes(letter())
    assert _names(tmp_path) == [
        "信.eml/总结.docx", "信.eml/正文.txt", "包.zip/内.zip/深/丙.txt", "包.zip/图.jpg", "包.zip/子/乙.docx", "包.zip/甲.txt",
    ]  # fmt: skip
    assert read(tmp_path / "包.zip" / "甲.txt").text == TEXT
    assert read(tmp_path / "包.zip" / "子" / "乙.docx").text == "收入5亿元。"
    assert read(tmp_path / "包.zip" / "内.zip" / "深" / "丙.txt").text == TEXT
    assert read(tmp_path / "信.eml" / "正文.txt").text.startswith("报送工作总结\n\n附件为")
    with pytest.raises(UnreadableReport, match="图片"):
        read(tmp_path / "包.zip" / "图.jpg")
    with pytest.raises(UnreadableReport, match="找不到"):
        read(tmp_path / "包.zip" / "丁.txt")


def test_names_in_gbk(tmp_path: Path) -> None:
    data = packed({"AAAA.txt": TEXT.encode()}).replace(b"AAAA.txt", "总结.txt".encode("gb18030"))
    (tmp_path / "包.zip").write_bytes(data)
    assert _names(tmp_path) == ["包.zip/总结.txt"]


@pytest.mark.parametrize("name", ["../../甲.txt", "/etc/甲.txt", "C:\\甲.txt", "子/../甲.txt"])
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "包.zip").write_bytes(packed({name: TEXT.encode()}))
    (found,) = reports_in(tmp_path)
    assert found.is_relative_to(tmp_path / "包.zip")
    assert ".." not in found.parts
    assert read(found).text == TEXT


def _nested(depth: int) -> bytes:
    data = packed({"甲.txt": TEXT.encode()})
    for _ in range(depth):
        data = packed({"内.zip": data})
    return data


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("坏.zip", b"PK\x03\x04 nothing", "损坏"),
        ("坏.zip", packed({"甲.txt": b"x" * 999})[:60], "损坏"),
        ("空.zip", packed({}), "空文件"),
        ("深.zip", _nested(5), "超过 3 层"),
        ("多.zip", packed({f"{n}.txt": b"x" for n in range(12)}), "超过 10 个"),
        ("大.zip", packed({"大.txt": b"0" * 3_000_000}), "MB"),
    ],
    ids=[
        "torn",
        "cut off",
        "empty",
        "deep",
        "many",
        "large",
    ],  # of the bytes each run would make another name
)
def test_an_archive_that_cannot_be_opened_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, reason: str
) -> None:
    monkeypatch.setattr(archives, "_MAX_FILES", 10)
    monkeypatch.setattr(archives, "_MAX_FILE", 1_000_000)
    path = tmp_path / name
    path.write_bytes(data)
    assert reports_in(tmp_path) == [path]
    with pytest.raises(UnreadableReport, match=reason) as raised:
        read(path)
    assert str(raised.value).startswith(f"「{name}」")


def test_an_index_of_an_archive_is_kept_up_to_date(tmp_path: Path) -> None:
    reports = tmp_path / "报告"
    reports.mkdir()
    (reports / "包.zip").write_bytes(packed({"甲.txt": TEXT.encode()}))
    folder = tmp_path / "index"
    assert build([reports], folder, model="hash").reports == 1
    assert not build([], folder).published
    (reports / "包.zip").write_bytes(
        packed({"甲.txt": TEXT.encode(), "乙.txt": TEXT.replace("3", "5").encode()})
    )
    summary = build([], folder)
    assert (summary.reports, summary.read) == (2, 1)
    with Index.open(folder) as index:
        assert [item.id for item in index.reports] == ["包.zip/乙.txt", "包.zip/甲.txt"]
