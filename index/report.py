"""A file to everything that is known of it: its report, passages and claims. The one place that joins the readers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UnreadableReport
from index.grammar import read_claims
from index.messages import Message
from index.origin.origin import origin
from index.passages import passages
from index.reading.files import read
from index.records import Claim, Passage, Report
from index.sections import sections


@dataclass(frozen=True, slots=True)
class Parsed:
    """One report with what stands in it."""

    report: Report
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    gaps: tuple[Message, ...] = ()  # what of its file could not be read, see `Reading`


def read_report(path: Path, report_id: str | None = None, row: Mapping[str, str] | None = None) -> Parsed:
    """Reads one file. `row` is what `metadata.csv` says of it; raises `UnreadableReport`."""
    text, gaps = read(path)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableReport("reading.characters", name=path.name) from error
    return replace(parse(text, report_id or path.name, row), gaps=gaps)


def parse(text: str, report_id: str, row: Mapping[str, str] | None = None) -> Parsed:
    """Takes a decoded text apart. `digest` is of the text, so that two files with one content are one report."""
    parts = sections(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    report = Report(report_id, text, origin(text, report_id, row), parts, digest)
    return Parsed(report, tuple(passages(report_id, text, parts)), tuple(read_claims(report)))
