"""Files of questions with expected answers: over the sample reports, and over real ones where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.audit import unsupported
from assistant.desk import Assistant
from assistant.judging.judge import Expected
from assistant.judging.scoring import score
from index.build import build
from index.store import Index

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "data" / "questions.jsonl"


def read(path: Path) -> list[Expected]:
    return [Expected.of(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def desk(folder: Path, place: Path) -> Assistant:
    build([folder], place, model="hash")
    return Assistant(Index.open(place))


@pytest.fixture(scope="module")
def corpus_desk(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return desk(ROOT / "corpus", tmp_path_factory.mktemp("corpus"))


def test_questions_over_the_sample_reports(corpus_desk: Assistant) -> None:
    result = score(corpus_desk, read(OWN))
    assert result.accuracy >= 0.9, result.misses


def test_no_false_answer_over_the_sample_reports(corpus_desk: Assistant) -> None:
    unanswerable = [q for q in read(OWN) if q.kind == "none"]
    assert len(unanswerable) >= 10
    assert not score(corpus_desk, unanswerable).misses


def test_every_digit_of_every_answer_is_proved(corpus_desk: Assistant) -> None:
    for question in read(OWN):
        answer = corpus_desk.ask(question.question, question.history)
        assert not unsupported(answer), question.question


@pytest.mark.parametrize("name", ["seeds", "provinces"])
def test_questions_over_real_reports(name: str, shared: Path, tmp_path: Path) -> None:
    assistant = desk(shared / "reports" / name, tmp_path / "index")
    questions = read(shared / "eval" / "questions" / f"{name}.jsonl")
    result = score(assistant, questions)
    assert result.accuracy >= 0.95, result.misses
    for question in questions:
        answer = assistant.ask(question.question, question.history)
        assert not unsupported(answer), question.question
