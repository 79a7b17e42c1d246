"""Files of questions: lines of JSON, each a question with the conversation before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.errors import BadQuestions
from index.messages import Message


def read(path: Path) -> list[tuple[Message, dict[str, Any]]]:
    """Every record with the place it stands in, as errors name it: (`问题.jsonl 第 3 行`, record).

    Raises `BadQuestions`, naming the line of the first mistake.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestions("questions.unreadable", path=path, reason=error) from error
    records: list[tuple[Message, dict[str, Any]]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = Message("questions.line", path=path, line=number)
        try:
            one = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadQuestions("questions.no_json", where=where, reason=error.msg) from error
        if not isinstance(one, dict) or not isinstance(one.get("question"), str) or not _history(one):
            raise BadQuestions("questions.no_question", where=where)
        records.append((where, one))
    return records


def _history(record: dict[str, Any]) -> bool:
    value = record.get("history", [])
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
