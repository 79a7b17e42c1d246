"""The grammar's words, read once from the files in `words/` and checked.

A bureau adds words in a file of its own with the same tables (`XIANBAO_WORDS` names it); lists are joined.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from index.errors import XianbaoError

_WORDS = Path(__file__).with_name("words")


class WordsUnusable(XianbaoError):
    """A file of words that cannot be read: whoever wrote it must act."""


@cache
def words(name: str) -> dict[str, Any]:
    """The tables of `words/<name>.toml`, with those of the same name from the bureau's own file added."""
    table = _read(_WORDS / f"{name}.toml")
    own = os.environ.get("XIANBAO_WORDS")
    if own:
        _add(table, _read(Path(own)).get(name, {}), where=f"{own} [{name}]")
    return table


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WordsUnusable(
            f"词表 {path} 读不出来（{error}），应为 UTF-8 文本，请检查路径和编码。"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise WordsUnusable(f"词表 {path} 不是合法的 TOML（{error}），请改正该处后重试。") from error


def _add(table: dict[str, Any], more: Any, where: str) -> None:
    if not isinstance(more, dict):
        raise WordsUnusable(
            f"词表 {where} 应为一个表，实为 {type(more).__name__}，请按 words/ 下的文件书写。"
        )
    for key, value in more.items():
        if key not in table:
            raise WordsUnusable(f"词表 {where} 中没有“{key}”这一项，可用的有：{'、'.join(table)}。")
        if isinstance(table[key], dict):
            _add(table[key], value, f"{where}.{key}")
        elif isinstance(value, list) and all(isinstance(v, str) and v for v in value):
            table[key] = table[key] + value
        else:
            raise WordsUnusable(f"词表 {where}.{key} 应为非空词语的列表，请改正后重试。")


def any_of(items: Iterable[str]) -> str:
    """A regular expression that matches any of the words, longest first; refuses an empty word."""
    ordered = sorted(set(items), key=lambda w: (-len(w), w))
    if not ordered or not ordered[-1]:
        raise ValueError("a list of words may be neither empty nor hold an empty word")
    return "(?:" + "|".join(re.escape(w) for w in ordered) + ")"
