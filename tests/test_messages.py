"""Everything that is said when something is wrong: in both languages, from one table, with nothing missing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant.checks.words
import assistant.words  # noqa: F401  with the module above: every module that has errors of its own
from index.build import build
from index.errors import UnreadableReport, XianbaoError
from index.messages import LANGUAGES, Message, holes, table
from index.reading import office
from index.reading.files import READABLE, read
from index.store import Index
from tests.conftest import ROOT

#: Chinese characters and full-width signs.
_CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
#: Said where another version's message is read, see `Message.read`.
_BY_ITSELF = {"reading.unknown"}


def _errors(of: type[XianbaoError]) -> set[str]:
    return {of.__name__}.union(*(_errors(one) for one in of.__subclasses__()))


def _uses() -> Iterator[tuple[str, ast.Call]]:
    """Every place in the program that makes a message or an error, with its file and line."""
    names = _errors(XianbaoError) | {"Message"}
    for folder in ("index", "assistant", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path in (ROOT / "index" / "messages.py", ROOT / "index" / "errors.py"):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _key(call: ast.Call) -> str | None:
    match call.args:
        case [ast.Constant(str(key))]:
            return key
    return None


@pytest.mark.parametrize("key", table())
def test_a_message_is_whole_in_both_languages(key: str) -> None:
    said = table()[key]
    assert set(said) == set(LANGUAGES)
    assert holes(said["zh"]) == holes(said["en"])
    assert not _CHINESE.search(said["en"])
    whole = said["zh"].endswith("。")
    assert said["en"].endswith(".") == whole
    assert said["zh"].count("。") == whole
    assert not re.search(r"[.!?] [A-Z]|\n|  ", said["en"]), "one sentence, on one line"
    for language in LANGUAGES:
        text = Message(key, **{name: f"<{name}>" for name in holes(said[language])}).say(language)
        assert all(f"<{name}>" in text for name in holes(said[language]))


def test_every_use_names_a_message_and_gives_what_it_asks_for() -> None:
    """A key stands in the code as it is, so that all of them can be found."""
    for where, call in _uses():
        key = _key(call)
        assert key in table(), where
        given_ = {keyword.arg for keyword in call.keywords}
        assert given_ == holes(table()[key]["zh"]), where


def test_no_message_is_left_over() -> None:
    assert set(table()) == _BY_ITSELF | {_key(call) for _, call in _uses()}


def test_an_error_reads_in_chinese_and_says_itself_in_either_language() -> None:
    error = UnreadableReport(
        "reading.format", name="图.jpg", kind=Message("kind.suffix", suffix=".jpg"), remedy=Message("remedy.original")
    )  # fmt: skip
    assert str(error) == error.say("zh")
    assert error.say("zh") == (
        "「图.jpg」是 .jpg 文件，能读的是 .docx、.pdf（带文字）、.xlsx、.xls、.html、.txt、.md 等，"
        "请用原软件另存为 .docx 或带文字的 .pdf。"
    )
    assert error.say("en") == (
        "“图.jpg” is a file of type .jpg, and what can be read is .docx, .pdf (with text), .xlsx, .xls, .html, .txt, "
        ".md and others: save it as .docx or as .pdf with text in the program it comes from."
    )


def test_a_list_is_said_with_the_commas_of_the_language() -> None:
    some = Message("search.some", names=["甲县", "乙县"], count=2)
    error = XianbaoError("search.no_region", region="丙县", known=some)
    assert str(error) == "没有“丙县”的报告，请改用其中之一：甲县、乙县 等 2 个。"
    assert error.say("en") == "There is no report of “丙县”: use one of 甲县, 乙县 and more, 2 in all."


def test_an_error_that_carries_a_message_is_said_in_the_language() -> None:
    error = XianbaoError("checks.words", path="a", reason=ValueError(Message("checks.no_list", value="3")))
    assert "3 不是词语的列表" in str(error)
    assert "3 is no list of words" in error.say("en")


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "{name}" in str(UnreadableReport("reading.empty", name="{name}"))


_TEXTS = st.text(max_size=8)
_WHY = st.one_of(_TEXTS, st.builds(lambda text: Message("pdf.broken", reason=text), _TEXTS), st.lists(_TEXTS))


@given(name=st.text(), why=_WHY)
def test_what_is_stored_is_read_as_it_was(name: str, why: object) -> None:
    message = Message("reading.file", name=name, why=why)
    again = Message.read(message.stored())
    assert again == message
    assert [again.say(language) for language in LANGUAGES] == [message.say(one) for one in LANGUAGES]
    message.stored().encode()


@pytest.mark.parametrize(
    "stored",
    [
        "「甲.txt」是空文件。",
        "",
        "7",
        "[]",
        '"text"',
        "{}",
        '{"key": "reading.no_such_message", "values": {}}',
        '{"key": "reading.empty", "values": {}}',
        '{"key": "reading.empty", "values": {"name": "甲", "size": "1"}}',
        '{"key": "reading.empty", "values": {"name": 1}}',
        '{"key": "reading.empty", "values": []}',
        '{"key": ["reading.empty"], "values": {"name": "甲"}}',
        '{"key": "reading.file", "values": {"name": "甲", "why": {"key": "pdf.gone", "values": {}}}}',
    ],
)
def test_what_another_version_stored_says_to_read_the_file_again(stored: str) -> None:
    for language in LANGUAGES:
        assert "xianbao index" in Message.read(stored).say(language)


def test_the_index_tells_in_both_languages_why_a_file_failed(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "青石县.txt").write_text("青石县报告\n地区生产总值达到12亿元。", "utf-8")
    (reports / "空.txt").write_bytes(b"")
    build([reports], tmp_path / "index", model="hash")
    with Index.open(tmp_path / "index") as index:
        (failure,) = index.failures
    assert failure.reason == "「空.txt」是空文件（0 字节），需要有正文的报告，请重新下载或复制。"
    assert failure.why.say("en") == (
        "“空.txt” is empty (0 bytes), a report with text is needed: download or copy it again."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text here")
def test_a_file_whose_name_is_no_text_fails_with_its_reason(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "青石县.txt").write_text("青石县报告\n地区生产总值达到12亿元。", "utf-8")
    (reports / os.fsdecode(b"\xff.txt")).write_bytes(b"")
    build([reports], tmp_path / "index", model="hash")
    with Index.open(tmp_path / "index") as index:
        (failure,) = index.failures
    for language in LANGUAGES:
        failure.why.say(language).encode()


@pytest.mark.parametrize(
    "suffix", [*sorted(READABLE), ".doc", ".xls", ".ppt", ".ofd", ".png", ".zip", ".xyz", ""]
)
@pytest.mark.parametrize(
    "data", [b"", b" \n", b"\xff\xd8\xff", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_why_a_file_cannot_be_read_holds_no_chinese_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, data: bytes
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)  # on a machine with LibreOffice as on one without
    path = tmp_path / f"report{suffix}"
    path.write_bytes(data)
    with pytest.raises(UnreadableReport) as raised:
        read(path)
    assert not _CHINESE.search(raised.value.say("en").replace(str(tmp_path), ""))
    assert _CHINESE.search(str(raised.value))


def test_the_table_is_read_at_the_first_use() -> None:
    modules = "index.reading.files, index.build, assistant.judging.judge, assistant.words, ui.questions, ui.page.library"
    code = f"import {modules}; from index.messages import table; assert table.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-W", "error::SyntaxWarning", "-c", code], cwd=ROOT, check=True)
