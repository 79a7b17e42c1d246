"""What can be said to a person when something is wrong, in Chinese and English, from one table (`messages.toml`).

A message is kept as its key and its values, and becomes a sentence only where it is shown: the command line
says it in Chinese, the page in the language of whoever reads it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

#: What goes into a hole: a text, another message, or a list of either, said with commas. Of an error that carries
#: a message that message, of anything else its text.
Value: TypeAlias = "str | Message | tuple[Value, ...]"

_COMMA: dict[Language, str] = {"zh": "、", "en": ", "}
_HOLE = re.compile(r"(?<!\{)\{(\w+)\}")


class Message:
    """A key of the table and the values for its holes. Never changes; equal where both are equal."""

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = {name: _plain(value) for name, value in values.items()}

    def say(self, language: Language) -> str:
        """The sentence, with the messages inside it in the same language."""
        said = {name: _said(value, language) for name, value in self.values.items()}
        return table()[self.key][language].format(**said)

    def stored(self) -> str:
        """One line of JSON, from which `read` makes the same message."""
        return json.dumps(_record(self), ensure_ascii=False)

    @classmethod
    def read(cls, stored: str) -> Message:
        """What `stored` wrote. Where another version of the program wrote it and the table does not hold it
        (any more), a message that says so.
        """
        try:
            message = _value(json.loads(stored))
        except (ValueError, TypeError, KeyError, AttributeError):
            message = None
        return message if isinstance(message, Message) else cls("reading.unknown")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash((self.key, tuple(self.values.items())))

    def __repr__(self) -> str:
        return f"Message({self.stored()})"


def missing(gaps: Iterable[Message], language: Language) -> str:
    """What of a file could not be read, in one line."""
    return ("；" if language == "zh" else "; ").join(gap.say(language) for gap in gaps)


def holes(sentence: str) -> frozenset[str]:
    """Names of the values that a sentence of the table asks for."""
    return frozenset(_HOLE.findall(sentence))


@cache
def table() -> dict[str, dict[Language, str]]:
    """Dotted key to language to sentence, read at the first use."""
    groups = tomllib.loads((files("index") / "messages.toml").read_text("utf-8"))
    return {f"{group}.{name}": said for group, names in groups.items() for name, said in names.items()}


def _plain(value: object) -> Value:
    if isinstance(value, Message):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(map(_plain, value))
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Message):
        return value.args[0]
    # a file's name may hold bytes that are no text, which can be neither stored nor sent
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def _said(value: Value, language: Language) -> str:
    if isinstance(value, Message):
        return value.say(language)
    return value if isinstance(value, str) else _COMMA[language].join(_said(v, language) for v in value)


def _record(value: Value) -> object:
    if isinstance(value, Message):
        return {"key": value.key, "values": {name: _record(v) for name, v in value.values.items()}}
    return value if isinstance(value, str) else [_record(v) for v in value]


def _value(record: object) -> Value:
    if isinstance(record, dict):
        values = {name: _value(one) for name, one in record["values"].items()}
        if holes(table()[record["key"]]["zh"]) != set(values):
            raise KeyError(record["key"])
        return Message(record["key"], **values)
    if isinstance(record, list):
        return tuple(map(_value, record))
    if not isinstance(record, str):
        raise TypeError(record)
    return record
