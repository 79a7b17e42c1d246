"""What people think of answers, kept line by line in the index's folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from assistant.records import Answer
from index.errors import XianbaoError

FILE = "feedback.jsonl"
REASONS = ("good", "figure", "source", "incomplete")
FIELDS = ("when", "reason", "question", "history", "sentence", "sources")
_writing = Lock()


def add(folder: Path, questions: Sequence[str], answer: Answer, reason: str) -> None:
    """Keeps one judgement. `questions` is the conversation, the question answered last.

    Raises `XianbaoError` where the folder cannot be written.
    """
    if reason not in REASONS:
        raise ValueError(f"reason is {reason!r}, expected one of {REASONS}")
    record = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "reason": reason,
        "question": questions[-1],
        "history": list(questions[:-1]),
        "sentence": answer.sentence,
        "sources": [finding.claim.location for finding in answer.findings],
    }
    try:
        with _writing, (folder / FILE).open("a", encoding="utf-8") as out:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise XianbaoError("page.feedback", folder=folder, reason=error.strerror) from error


def read(folder: Path) -> list[dict[str, Any]]:
    """Every judgement, oldest first; a line that was cut short is left out."""
    try:
        lines = (folder / FILE).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    found: list[dict[str, Any]] = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:  # a write that a power cut ended
            continue
    return found
