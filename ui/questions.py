"""Files of questions: lines of JSON, each a question with the conversation before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.errors import BadQuestions


def read(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every record with the place it stands in, as errors name it: (`问题.jsonl 第 3 行`, record).

    Raises `BadQuestions`, naming the line of the first mistake.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestions(f"问题文件 {path} 读不出来（{error}），应为 UTF-8 的 JSONL 文件。") from error
    records: list[tuple[str, dict[str, Any]]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path} 第 {number} 行"
        try:
            one = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadQuestions(f"{where}不是合法的 JSON（{error.msg}），请改正该行。") from error
        if not isinstance(one, dict) or not isinstance(one.get("question"), str) or not _history(one):
            raise BadQuestions(f"{where}应有 question（文字），可有 history（文字列表），请改正该行。")
        records.append((where, one))
    return records


def _history(record: dict[str, Any]) -> bool:
    value = record.get("history", [])
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
