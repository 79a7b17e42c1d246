"""What the keyword index finds and what it does not."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.storage import keywords


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("低保标准", ["低保", "保标", "标准", "准"]),
        ("粮", ["粮"]),
        ("低保、医保", ["低保", "保", "医保", "保"]),
        ("增长7.8%", ["增长", "长", "7.8"]),
        ("共12,345.6万元", ["共", "12345.6", "万元", "元"]),
        ("1,2345人", ["1", "2345", "人"]),
        ("１２３４５热线", ["12345", "热线", "线"]),
        ("ＧＤＰ与5G", ["gdp", "与", "5g"]),
        ("PM2.5浓度", ["pm2.5", "浓度", "度"]),
        ("1,2,3", ["1", "2", "3"]),
        ("a_b", ["a_b"]),
        ("", []),
        ("——“”。\n", []),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert keywords.words(text) == words


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("低保标准", '"低保" OR "保标" OR "标准"'),
        ("2023年低保", '"2023" OR "年低" OR "低保"'),
        ("1月 低保", '"1" OR "低保"'),
        ("粮？", '"粮"*'),
        ("2023年", '"2023"'),
        ("低保，低保", '"低保"'),
        ("？！", None),
        ("", None),
    ],
)
def test_question_becomes_an_expression(question: str, expression: str | None) -> None:
    assert keywords.expression(question) == expression


def _found(texts: list[str], question: str) -> list[int]:
    db = sqlite3.connect(":memory:")
    try:
        db.execute(f"CREATE VIRTUAL TABLE k USING fts5(t, content='', tokenize=\"{keywords.TOKENIZER}\")")
        for number, text in enumerate(texts):
            db.execute("INSERT INTO k(rowid, t) VALUES (?, ?)", (number, " ".join(keywords.words(text))))
        wanted = keywords.expression(question)
        if wanted is None:
            return []
        found = db.execute("SELECT rowid FROM k WHERE k MATCH ? ORDER BY rowid", (wanted,))
        return [number for (number,) in found]
    finally:
        db.close()


TEXTS = [
    "城乡低保标准稳步提高。",
    "粮食播种面积稳定，多打粮",
    "GDP增长7.8%，居第3位",
    "开通12345热线",
    "产销粮",
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("低保", [0]),
        ("粮", [1, 4]),  # at the beginning of a word and at the end of a clause
        ("gdp", [2]),
        ("7.8", [2]),
        ("7", []),
        ("８", []),
        ("12345", [3]),
        ("123", []),
        ("保低", []),
        ('低保" OR "', [0]),
        ("低保 NOT 标准", [0]),
        ("\x00低保\x00", [0]),
    ],
)
def test_search_finds_words_whole(question: str, found: list[int]) -> None:
    assert _found(TEXTS, question) == found


@given(st.text(alphabet="低保标准提高粮食aB7.,年 　。１％", max_size=30), st.data())
def test_any_part_of_a_chinese_run_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    if part and all("\u4e00" <= c <= "\u9fff" for c in part):
        assert _found([text], part) == [0]


@given(st.text())
def test_any_question_is_a_valid_expression(question: str) -> None:
    _found(["低保标准"], question)


def test_a_very_long_question_stays_quick() -> None:
    question = "".join(chr(0x4E00 + i) for i in range(20_000))
    wanted = keywords.expression(question)
    assert wanted is not None
    assert wanted.count(" OR ") == keywords.MOST_WORDS - 1
