"""The files of words: checked when they are read, extended by a bureau's own file, never empty."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import WordsUnusable
from index.grammar import lexicon
from tests.conftest import ROOT

_FILES = sorted(Path(lexicon.__file__).with_name("words").glob("*.toml"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a bureau's own file is looked for; what is cached is forgotten before and after."""
    path = tmp_path / "本局.toml"
    monkeypatch.setenv("XIANBAO_WORDS", str(path))
    lexicon.words.cache_clear()
    yield path
    monkeypatch.undo()
    lexicon.words.cache_clear()


@pytest.mark.parametrize("path", _FILES, ids=[p.stem for p in _FILES])
def test_no_word_stands_twice_in_a_list(path: Path) -> None:
    def twice(table: object, where: str) -> list[str]:
        if isinstance(table, dict):
            return [w for key, value in table.items() for w in twice(value, f"{where}.{key}")]
        assert isinstance(table, list)
        return [f"{where}: {w}" for w in set(table) if table.count(w) > 1]

    assert twice(lexicon.words(path.stem), path.stem) == []


_SENTENCES = ("修缮祠堂12厢。", "修缮祠堂12厢房。", "小额贷款贴息加码。")
_READ = f"""
from tests.reading_sentences import claims
print([[(c.indicator, [f.text for f in c.figures]) for c in claims(s)] for s in {_SENTENCES!r}])
"""


def _read_in_a_new_process(words: Path | None) -> str:
    extra = {"XIANBAO_WORDS": str(words)} if words else {}
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **extra}
    if not words:
        env.pop("XIANBAO_WORDS", None)
    done = subprocess.run(
        [sys.executable, "-c", _READ], env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_bureau_adds_a_counter_a_head_noun_and_a_word_that_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "本局.toml"
    path.write_text(
        """
[units]
counter = ["厢"]
[units.goes_on]
"厢" = ["房"]
[indicators]
moving = ["贴息"]
[verbs.moves]
up = ["加码"]
""",
        "utf-8",
    )
    assert _read_in_a_new_process(None) == "[[], [], []]"
    assert _read_in_a_new_process(path) == str([[("修缮祠堂", ["12厢"])], [], [("小额贷款贴息", [])]])


_BAD = [
    ("[units\n", "TOML"),
    ("[einheiten]\ncounter = ['厢']\n", "einheiten"),
    ("[units]\nzaehler = ['厢']\n", "zaehler"),
    ("[units]\ncounter = '厢'\n", "列表"),
    ("[units]\ncounter = ['']\n", "非空"),
    ("[units]\ncounter = [' ']\n", "非空"),
    ("[units]\ncounter = [3]\n", "非空"),
    ("[units.counter]\nx = ['厢']\n", "列表"),
    ("[units]\ngoes_on = ['厢']\n", "表"),
]


@pytest.mark.parametrize(("text", "said"), _BAD)
def test_a_mistake_in_the_file_is_named(own: Path, text: str, said: str) -> None:
    own.write_text(text, "utf-8")
    with pytest.raises(WordsUnusable, match=said) as caught:
        lexicon.words("units")
    assert own.name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_missing_or_no_text_is_named(own: Path) -> None:
    with pytest.raises(WordsUnusable, match=own.name):
        lexicon.words("units")
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WordsUnusable, match="UTF-8"):
        lexicon.words("units")


def test_rules_that_match_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        lexicon.pattern("(?:万)?")
    with pytest.raises(ValueError, match="empty"):
        lexicon.any_of([])
    with pytest.raises(ValueError, match="empty"):
        lexicon.any_of(["万", ""])
    with pytest.raises(ValueError, match="empty"):
        lexicon.unless_followed({"": ["万"]})


def test_longer_words_win() -> None:
    assert lexicon.pattern(lexicon.any_of(["元", "元整"])).fullmatch("元整")
    assert lexicon.pattern(lexicon.unless_followed({"均": ["衡"]})).match("均衡") is None
    assert lexicon.pattern(lexicon.unless_followed({"均": ["衡"]})).match("均有") is not None
