"""The lexicon: what it knows, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence import profile
from assistant.understanding.segment import segment
from assistant.words import LexiconError, lexicon, plain, read_lexicon


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("城乡居民最低生活保障标准", "低保标准"),
        ("全市生产总值", "地区生产总值"),
        ("人均GDP", "人均地区生产总值"),
        ("“三公”经费支出", "三公经费"),
        ("外贸进出口总值", "进出口总额"),
        ("税收", "税收收入"),
        ("一般公共预算收入", "一般公共预算收入"),
        ("城市低保金", "城市低保资金"),
    ],
)
def test_names(written: str, name: str) -> None:
    assert lexicon().canonical(written) == name


def test_a_share_of_the_product_is_an_intensity() -> None:
    written = "全社会研发经费支出相当于全市生产总值的比例"
    assert profile(written, lexicon()).text == "研发经费投入强度"
    assert profile("制造业增加值占地区生产总值比重", lexicon()).share


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("哪些县提高了低保标准", ["哪些", "县", "提高", "了", "低保", "标准"]),
        ("城镇新增就业多少人", ["城镇新增就业", "多少人"]),
        ("外资研发中心", ["外资", "研发中心"]),
        ("怎么做红烧肉", ["怎么做", "红烧肉"]),
    ],
)
def test_segments(text: str, words: list[str]) -> None:
    found = [t.text for t in segment(plain(text), lexicon())]
    assert "".join(found) == text
    assert found == words or len(found) <= len(words)


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ("[同义词]\n低保 = 最低生活保障", "own.txt:1"),
        ("低保 = 最低生活保障", "own.txt:1"),
        ("[同义]\n\n# 注\n低保", "own.txt:4"),
        ("[同义]\n低保 =", "own.txt:2"),
        ("[状态]\n打算 = 计划", "own.txt:2"),
        ("[同义]\n特困供养 = 最低生活保障", "own.txt:2"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, lines: str, where: str) -> None:
    own = tmp_path / "own.txt"
    own.write_text(lines, "utf-8")
    with pytest.raises(LexiconError, match=where):
        lexicon(str(own))


def test_a_bureau_adds_its_own_words(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("[同义]\n惠民通补贴 = 惠民通\n[地名]\n云岭县 = 小云岭\n", "utf-8-sig")
    words = lexicon(str(own))
    assert words.canonical("发放惠民通") == "发放惠民通补贴"
    assert words.places["小云岭"] == "云岭县"


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(LexiconError, match="UTF-8"):
        read_lexicon(own)
