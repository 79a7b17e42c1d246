"""The words that exports add to an answer, in Chinese and English, from one table (`labels.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import lru_cache, partial
from importlib.resources import files

from assistant.records import Language

Say = Callable[..., str]


def labels(language: Language) -> Say:
    """`say("column.region")` in `language`; values go where the label has `{name}`."""
    return partial(_label, language)


def _label(language: Language, key: str, **values: object) -> str:
    group, _, name = key.partition(".")
    label = table()[group][name][language]
    return label.format(**values) if values else label


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, dict[str, str]]]:
    """Group to name to language to label."""
    return tomllib.loads((files("ui.export") / "labels.toml").read_text("utf-8"))
