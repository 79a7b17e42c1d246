"""The grammar's words, read once from the files in `words/` and checked.

A bureau adds words in a file of its own, named by `XIANBAO_WORDS`, with the same tables one level down:
what stands in `words/units.toml` as `counter` is `[units] counter = ["厢"]` there. Lists are joined; in a
table whose keys are words themselves ([units.goes_on]) new keys may be added.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from index.errors import WordsUnusable

_WORDS = Path(__file__).with_name("words")
_TABLES = tuple(sorted(path.stem for path in _WORDS.glob("*.toml")))


@cache
def words(name: str) -> dict[str, Any]:
    """The tables of `words/<name>.toml`, with those that the bureau's own file adds.

    Leaves are lists of words, never empty strings. Raises `WordsUnusable` for a file that cannot be read,
    is no TOML, names an unknown table or holds something other than lists of words.
    """
    path = _WORDS / f"{name}.toml"
    table = _read(path)
    _check(table, f"{path}")
    own = os.environ.get("XIANBAO_WORDS")
    if own:
        more = _read(Path(own))
        for key in more:
            if key not in _TABLES:
                raise WordsUnusable("words.unknown_group", path=own, name=key, known=_TABLES)
        _check(more, own)
        _add(table, more.get(name, {}), f"{own} [{name}]")
    return table


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WordsUnusable("words.unreadable", path=path, reason=error) from error
    except tomllib.TOMLDecodeError as error:
        raise WordsUnusable("words.no_toml", path=path, reason=error) from error


def _check(table: Any, where: str) -> None:
    if isinstance(table, dict):
        for key, value in table.items():
            _check(value, f"{where}.{key}" if key.isascii() else f"{where}“{key}”")
    elif not isinstance(table, list) or not all(isinstance(w, str) and w.strip() for w in table):
        raise WordsUnusable("words.no_list", where=where)


def _add(table: dict[str, Any], more: Any, where: str) -> None:
    if not isinstance(more, dict):
        raise WordsUnusable("words.no_table", where=where)
    for key, value in more.items():
        if key not in table:
            if key.isascii() or any(k.isascii() for k in table):
                raise WordsUnusable("words.unknown_entry", where=where, name=key, known=list(table))
            table[key] = value
        elif isinstance(table[key], dict):
            _add(table[key], value, f"{where}.{key}")
        elif isinstance(value, list):
            table[key] = table[key] + value
        else:
            raise WordsUnusable("words.table", where=f"{where}.{key}")


def any_of(items: Iterable[str]) -> str:
    """A regular expression that matches any of the words, longest first; refuses an empty list or word."""
    ordered = sorted(set(items), key=lambda w: (-len(w), w))
    if not ordered or not ordered[-1]:
        raise ValueError("a list of words may be neither empty nor hold an empty word")
    return "(?:" + "|".join(re.escape(w) for w in ordered) + ")"


def unless_followed(table: Mapping[str, Sequence[str]]) -> str:
    """A regular expression for any of the keys, each unless one of its words follows it."""
    ordered = sorted(table, key=lambda w: (-len(w), w))
    if not ordered or not ordered[-1]:
        raise ValueError("a table of words may be neither empty nor hold an empty word")
    return (
        "(?:"
        + "|".join(re.escape(w) + (f"(?!{any_of(table[w])})" if table[w] else "") for w in ordered)
        + ")"
    )


def pattern(expression: str) -> re.Pattern[str]:
    """Compiles a rule, and refuses one that matches the empty string: it would match everywhere."""
    compiled = re.compile(expression)
    if compiled.match("") is not None:
        raise ValueError(f"the rule {expression[:60]!r} matches the empty string")
    return compiled
