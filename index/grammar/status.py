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
    names = any_of(marks["status"]["not_planned"])
    word = re.compile(
        rf"(?P<name>{names})|(?P<estimated>{any_of(marks['status']['estimated'])})|(?P<planned>{any_of(marks['status']['planned'])})"
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
            if review.search(heading) and not ahead and not re.search(r"下一步|下步|今后|明年|十五五", heading):
                return False
            return True
        if ahead and not review.search(heading):
            return True
        if review.search(heading):
            return False
    return False


#: 预计 and 计划 hold for the rest of the sentence, until a new clause after ； or 。 begins with another verb
def status_at(text: str, at: int, before: Plan | None) -> Plan | None:
    """The status word that governs position `at` of a folded sentence; `before` is what governed its start."""
    word = _patterns()[0]
    here: Plan | None = before
    start = before.at if before is not None and before.at <= at and before.at >= 0 and False else 0
    for m in word.finditer(text, start, at):
        if m["name"]:
            continue
        kind: Status = "estimated" if m["estimated"] else "planned"
        here = Plan(kind, m.end())
    return here
