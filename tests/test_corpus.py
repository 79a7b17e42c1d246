"""The sample reports and what is labelled on them agree: no label speaks of words that are not there."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from index.reading.files import read, reports_in
from index.text import fold

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
DATA = Path(__file__).parent / "data"

Record = dict[str, Any]


def _lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@cache
def _texts() -> dict[str, str]:
    return {path.name: read(path).text for path in reports_in(CORPUS)}


@cache
def _folded(report: str) -> str:
    return re.sub(r"[\r\n]", "", fold(_texts()[report]))


QUESTIONS = _lines(DATA / "questions.jsonl")
LABELS = sorted((DATA / "figures").glob("*.jsonl"))


def test_twelve_reports_of_a_readable_length() -> None:
    lengths = {name: len(text) for name, text in _texts().items()}
    assert len(lengths) >= 12
    assert all(1500 <= n <= 3000 for n in lengths.values()), lengths


def test_every_form_is_there() -> None:
    assert {Path(name).suffix for name in _texts()} == {".txt", ".md", ".html", ".docx", ".pdf"}
    with pytest.raises(UnicodeDecodeError):
        (CORPUS / "青禾县-2023-前三季度财政工作总结.txt").read_text("utf-8")


def test_the_readme_tells_of_every_report() -> None:
    readme = (CORPUS / "README.md").read_text("utf-8")
    assert "invented" in readme
    assert [name for name in _texts() if name not in readme] == []


def test_questions_of_every_kind() -> None:
    kinds = Counter(q["kind"] for q in QUESTIONS)
    assert len({q["id"] for q in QUESTIONS}) == len(QUESTIONS) >= 90
    assert set(kinds) == {"list", "lookup", "compare", "rank", "count", "trend", "passage", "none", "masked"}
    assert kinds["none"] >= 15
    assert kinds["masked"] >= 6
    assert sum("history" in q for q in QUESTIONS) >= 8


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_what_is_expected_stands_in_the_reports(question: Record) -> None:
    texts = _texts()
    named = [*question.get("reports", []), *question.get("optional", []), *question.get("first", [])]
    assert [name for name in named if name not in texts] == []
    for wanted in [*question.get("values", []), *question.get("not_values", [])]:
        # 38.2 also stands as 38.20; in a table the unit is in the head of its column
        number = re.escape(str(wanted["value"])) + (r"0*" if "." in str(wanted["value"]) else r"(?:\.0+)?")
        unit = re.escape(wanted["unit"].split("/")[0])
        pattern = rf"(?<![\d.]){number}(?:{unit}| \|)"
        assert re.search(pattern, _folded(wanted["report"])), wanted
    for quote in question.get("quotes", []):
        assert any(fold(quote) in _folded(name) for name in texts), quote


@pytest.mark.parametrize("path", LABELS, ids=[p.stem for p in LABELS])
def test_labelled_figures_stand_where_they_say(path: Path) -> None:
    own = DATA / "reports" / f"{path.stem}.txt"
    text, at = own.read_text("utf-8") if own.is_file() else _texts()[f"{path.stem}.txt"], 0
    for figure in _lines(path):
        start, end = figure["start"], figure["end"]
        assert at <= start < end
        assert text[start:end] == figure["text"]
        number = re.match(r"-?[\d.]+", figure["text"])
        assert figure["value"] == (float(number[0]) if number else None)
        at = end
