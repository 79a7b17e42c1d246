"""Figures of one report that do not add up, found from what the report itself says.

A finding must be right: nothing hidden is guessed, nothing approximate is judged, every number may have
been rounded, and where several readings are possible, one that agrees is enough to stay silent.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checks.differences import differences, progress
from assistant.checks.growth import growth
from assistant.checks.mentions import mentions
from assistant.checks.parts import parts, totals
from assistant.checks.records import Discrepancy, Kind, Stated
from assistant.checks.repeats import percentages, repeats
from assistant.checks.shares import shares
from index.records import Claim

__all__ = ["Discrepancy", "Kind", "Stated", "check"]

#: The order decides which finding stands where two speak against one figure.
_CHECKS = (differences, progress, growth, parts, totals, shares, percentages, repeats)


def check(claims: Sequence[Claim], text: str | None = None) -> list[Discrepancy]:
    """What does not add up in one report, in the order of the figures that are spoken against.

    `claims` are all the claims of the report, `text` its decoded text; without it the claims' quotes stand
    for it. Raises `XianbaoError` where the file of words for the checks is damaged.
    """
    found: dict[int, Discrepancy] = {}
    for place in dict.fromkeys([None, *(claim.place for claim in claims)]):  # one county's with one another
        ordered = mentions([claim for claim in claims if claim.place == place], text)
        for rule in _CHECKS:
            for finding in rule(ordered):
                found.setdefault(finding.figures[0].figure.start, finding)
    return [found[start] for start in sorted(found)]
