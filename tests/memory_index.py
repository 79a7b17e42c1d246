"""A double of the index for tests of the assistant: reports given as texts, nothing on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from index.messages import Message
from index.records import Claim, Origin, Passage, Report
from index.report import parse


@dataclass(frozen=True)
class Listed:
    id: str
    origin: Origin
    gaps: tuple[Message, ...] = ()


@dataclass
class MemoryIndex:
    """A double of the index: reports given as texts, keyword search by shared character pairs."""

    texts: dict[str, str]
    reports: list[Listed] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    embedder: None = None

    def __post_init__(self) -> None:
        self._reports: dict[str, Report] = {}
        for name, text in self.texts.items():
            parsed = parse(text, name)
            self._reports[name] = parsed.report
            self.reports.append(Listed(name, parsed.report.origin))
            self.claims.extend(parsed.claims)
            self.passages.extend(parsed.passages)

    def report(self, name: str) -> Report:
        return self._reports[name]

    def keyword_passages(self, query: str, k: int) -> list[tuple[int, float]]:
        pairs = {w[i : i + 2] for w in query.split() for i in range(len(w) - 1)}
        scored = [(float(sum(p in x.text for p in pairs)), i) for i, x in enumerate(self.passages)]
        return [(i, s) for s, i in sorted(scored, key=lambda t: (-t[0], t[1]))[:k] if s]

    def nearest_passages(self, vector: Any, k: int) -> list[tuple[int, float]]:
        return []
