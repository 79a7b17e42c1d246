"""Actual, estimated or planned: from the headings a sentence stands under and the words before a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.grammar.lexicon import any_of, words
from index.records import Period, Status
from index.text import fold


@dataclass(frozen=True, slots=True)
class Plan:
    """A status word and how far into the sentence it was read."""

    status: Status
    at: int


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    marks = words("marks")
    status = marks["status"]
    word = re.compile(
        rf"(?P<name>{any_of(status['not_planned'])})|(?P<actual>{any_of(status['actual'])})"
        rf"|(?P<estimated>{any_of(status['estimated'])})"
        rf"|(?P<planned>{any_of(status['planned'])}|(?<![个项])计划(?={any_of(status['plan_verbs'])})|(?<![年初度占])计划(?=[*Xx\d]))"
    )
    return (
        word,
        re.compile(any_of(marks["heading"]["plan"])),
        re.compile(any_of(marks["heading"]["review"])),
        re.compile(r"(20\d\d)年"),
    )


def is_plan(headings: tuple[str, ...], own: Period | None) -> bool:
    """Whether a section under these headings speaks of the future: the outermost heading that says so decides."""
    _, plan, review, year = _patterns()
    for heading in headings:
        heading = fold(heading)
        years = [int(y) for y in year.findall(heading)]
        ahead = bool(own and years and max(years) > int(own[1][:4]))
        if re.search(r"回顾|总结", heading) and not ahead:
            return False
        if plan.search(heading):
            if (
                review.search(heading)
                and not ahead
                and not re.search(r"下一步|下步|今后|明年|十五五", heading)
            ):
                return False
            return True
        if ahead and not review.search(heading):
            return True
        if review.search(heading):
            return False
    return False


def status_at(text: str, at: int, before: Plan | None) -> Plan | None:
    """The status word that governs position `at` of a folded sentence; `before` is what governed its start.

    A status word holds until the sentence ends or says what is so already (目前仅完成…).
    """
    here = before
    for m in _patterns()[0].finditer(text, 0, at):
        if m["actual"]:
            if here is None or here.status == "planned" or m[0] not in ("截至", "截止"):
                here = None
        elif not m["name"]:
            here = Plan("estimated" if m["estimated"] else "planned", m.end())
    return here
