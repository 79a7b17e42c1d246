"""A place in a report, as links carry it."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import XianbaoError


@dataclass(frozen=True, slots=True)
class Cite:
    """A figure, a sentence or a passage, at the offsets that the index stores. Reads `report@start-end`."""

    report: str
    start: int
    end: int

    @classmethod
    def read(cls, text: str) -> Cite:
        """The place that `text` names. Raises `XianbaoError` where it names none."""
        report, _, span = text.rpartition("@")
        start, _, end = span.partition("-")
        if not (report and _number(start) and _number(end)):
            raise XianbaoError("page.no_cite", text=text[:80])
        return cls(report, int(start), int(end))

    def __str__(self) -> str:
        return f"{self.report}@{self.start}-{self.end}"


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
