"""Figures that do not add up, for people: what disagrees, and every sentence that says so with its offsets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.checks import Discrepancy, check
from index.messages import Message
from index.readers import Readers
from index.storage import sources
from index.store import Index


def of_index(index: Index) -> Iterator[tuple[str, list[Discrepancy] | str]]:
    """Each indexed report's id with what does not add up in it."""
    for item in index.reports:
        claims = [claim for claim in index.claims if claim.report == item.id]
        yield item.id, check(claims, index.report(item.id).text)


def of_folder(place: Path) -> Iterator[tuple[str, list[Discrepancy] | str]]:
    """Each report below a folder, or one file, read without an index; a file that cannot be read gives its reason."""
    with Readers() as readers:
        found = sources.files(sources.resolve([place]), readers.listed)
        for source, parsed in zip(found, readers.read(found), strict=True):
            if isinstance(parsed, Message):
                yield source.id, parsed.say("zh")
            else:
                yield source.id, check(parsed.claims, parsed.report.text)


def text(report: str, found: list[Discrepancy]) -> str:
    """What disagrees in one report, with `start-end` before each sentence it rests on."""
    lines = [f"{report}："]
    for one in found:
        lines.append(f"  - {one.message}")
        sentences = {(stated.claim.start, stated.claim.end): stated.claim.quote for stated in one.figures}
        lines += [f"      {start}-{end}  “{quote}”" for (start, end), quote in sentences.items()]
    return "\n".join(lines)
