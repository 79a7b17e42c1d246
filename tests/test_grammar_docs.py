"""docs/grammar.md says what the grammar does: its worked example and its file of words are run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.grammar import lexicon
from tests.conftest import ROOT
from tests.reading_sentences import figures

_PAGE = (ROOT / "docs" / "grammar.md").read_text("utf-8")


def _block(kind: str) -> str:
    (block,) = re.findall(rf"```{kind}\n(.*?)```", _PAGE, re.DOTALL)
    return block


def test_the_worked_example() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in _PAGE.splitlines()
        if line[:1] == "|"
    ]
    head, expected = rows[0], rows[2:]
    assert head == ["text", "indicator", "role", "direction", "status", "period", "comparator"]
    got = [
        [
            f.text,
            f.indicator,
            f.role,
            f.direction or "",
            f.status,
            " ".join(f.period or ()),
            f.comparator or "",
        ]
        for f in figures(_block("text").strip(), "二、收支情况")
    ]
    assert got == expected


def test_the_bureaus_file_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "本局词表.toml"
    path.write_text(_block("toml"), "utf-8")
    lexicon.words.cache_clear()
    monkeypatch.setenv("XIANBAO_WORDS", str(path))
    assert "厢" in lexicon.words("units")["counter"]
    assert "号院" in lexicon.words("marks")["number"]["name_after"]
    lexicon.words.cache_clear()


def test_every_module_and_file_of_words_is_named() -> None:
    package = Path(lexicon.__file__).parent
    for name in [p.stem for p in package.glob("words/*.toml")]:
        assert f"`{name}`" in _PAGE, name
    for name in re.findall(r"\(`([a-z`, ]+)`\)", _PAGE):
        for module in re.findall(r"[a-z]+", name):
            assert (package / f"{module}.py").is_file(), module
