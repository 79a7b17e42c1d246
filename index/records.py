"""The words every layer shares: what a report holds once it has been read.

All offsets are character offsets into `Report.text`, the report's decoded text, so that anything can be
shown where it stands. Records are frozen; `location` reads `report:start-end`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from index.messages import Message

Role = Literal["level", "previous", "change", "rate", "rank"]
Direction = Literal["up", "down", "flat"]
Status = Literal["actual", "estimated", "planned"]
Comparator = Literal["ge", "le", "gt", "lt", "approx"]

#: First and last month spoken of, both included: ("2023-01", "2023-09").
Period = tuple[str, str]


#: Start and end of what was recognised from a picture, and how surely, from 0 to 1.
Stretch = tuple[int, int, float]


class Reading(NamedTuple):
    """The text of a file, and what of the file could not be read: messages `gap.*`, each with its `count`."""

    text: str
    gaps: tuple[Message, ...] = ()
    recognised: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report comes from and when it speaks of; `None` where neither it nor its file name says."""

    title: str
    kind: str | None = None  # 政府工作报告, 财政工作总结 …
    province: str | None = None  # 江西省
    city: str | None = None  # 六安市
    county: str | None = None  # 金寨县
    region: str | None = None  # as shown: 安徽省六安市金寨县, 江西省某县; None where nothing is named
    period: Period | None = None  # what the report reports on (its own year or months)
    plan_period: Period | None = None  # what its plan sections speak of


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, down to the next heading of its level or above."""

    headings: tuple[str, ...]  # outermost first, this section's own last; () before the first heading
    level: int  # 0 before the first heading, 1 for 一、, 2 for （一）, …
    start: int  # where the heading begins
    body: int  # where the text under the heading begins
    end: int  # where the section's own text ends: at the next heading of any level


@dataclass(frozen=True, slots=True)
class Report:
    """One document, decoded and taken apart into sections in the order they stand in."""

    id: str  # path below the indexed folder, with '/'; the file name for a single file
    text: str
    origin: Origin
    sections: tuple[Section, ...]
    digest: str  # of the text, so that two files with one content are one report


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section, small enough to embed. `text` is the span without page furniture."""

    report: str
    headings: tuple[str, ...]
    start: int
    end: int
    text: str

    @property
    def location(self) -> str:
        return f"{self.report}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity. `text` is exactly what stands at `start:end` in the report."""

    start: int
    end: int
    text: str
    value: float | None  # as written before the unit's multiplier; None where the report hides it
    unit: str  # half width: 亿元, %, 元/人/月; "" for a bare number
    indicator: str
    role: Role
    direction: Direction | None
    status: Status
    period: Period | None
    comparator: Comparator | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of one indicator: its direction and its figures, none or several."""

    report: str
    indicator: str
    direction: Direction | None
    status: Status
    period: Period | None
    headings: tuple[str, ...]
    start: int  # the sentence it stands in
    end: int
    quote: str  # that sentence without page furniture
    figures: tuple[Figure, ...] = field(default=())
    place: str | None = (
        None  # as a table names it whose row or column this is (东坪县); None: the report's own
    )
    confidence: float | None = None  # of the recognition (OCR) of its sentence, 0 to 1; None: it was text

    @property
    def location(self) -> str:
        return f"{self.report}:{self.start}-{self.end}"
