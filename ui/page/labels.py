"""Every label and message of the page, in Chinese and English, from one table (`labels.toml`)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from assistant.records import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Labels:
    """The table in one language: `labels("ask.send")`; values go where the label has `{name}`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._table = table()

    def __call__(self, key: str, **values: object) -> str:
        label = self._table[key][self.language]
        return label.format(**values) if values else label


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    """Dotted key to language to label."""
    out: dict[str, dict[str, str]] = {}
    stack: list[tuple[str, dict[str, object]]] = [
        ("", tomllib.loads((files("ui.page") / "labels.toml").read_text("utf-8")))
    ]
    while stack:
        prefix, branch = stack.pop()
        for name, value in branch.items():
            if not isinstance(value, dict):
                raise ValueError(f"label {prefix}{name} is not in any language")
            if "zh" in value or "en" in value:
                out[prefix + name] = {str(k): str(v) for k, v in value.items()}
            else:
                stack.append((f"{prefix}{name}.", value))
    return out
