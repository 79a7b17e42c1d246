"""Actual, estimated or planned: from the headings a sentence stands under and the words before a number."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.records import Period, Status
from index.text import fold


@cache
def _status_words() -> re.Pattern[str]:
    status = words("marks")["status"]
    before_verb = rf"(?<![个项动])计划(?={any_of(status['plan_verbs'])})|(?<![年初度占超])计划(?=[*Xx×\d])"
    return pattern(
        rf"(?P<none>{any_of(status['not_planned'])})|(?P<actual>{any_of(status['actual'])})"
        rf"|(?P<estimated>{any_of(status['estimated'])})|(?P<planned>{any_of(status['planned'])}|{before_verb})"
    )


@cache
def _headings() -> tuple[re.Pattern[str], ...]:
    heading = words("marks")["heading"]
    return tuple(pattern(any_of(heading[key])) for key in ("plan", "review", "looks_back", "looks_ahead"))


_TITLE = pattern(r"(?![一二三四五六七八九十\d（(第])[^，,。]{6,}(?:报告|公报|说明|汇报)$")


def parts(headings: tuple[str, ...]) -> tuple[str, ...]:
    """The headings below the report's title, which names years of review and of plan alike."""
    return headings[1:] if len(headings) > 1 and _TITLE.match(headings[0]) else headings


_YEAR = pattern(r"(20\d\d)年")


def is_plan(headings: tuple[str, ...], own: Period | None) -> bool:
    """Whether a section speaks of the future: the outermost of its headings that says so decides.

    `own` is what the report reports on; a heading that names a later year looks ahead.
    """
    plan, review, looks_back, looks_ahead = _headings()
    for heading in map(fold, parts(headings)):
        years = [int(y) for y in _YEAR.findall(heading)]
        ahead = bool(own and years and max(years) > int(own[1][:4]))
        if looks_back.search(heading) and not ahead:
            return False
        if plan.search(heading):
            return ahead or not review.search(heading) or looks_ahead.search(heading) is not None
        if review.search(heading):
            return False
        if ahead:
            return True
    return False


#: 截至 says when, and leaves an estimate one.
_DATES = frozenset(("截至", "截止"))


def statuses(text: str, before: Status | None) -> list[tuple[int, Status | None]]:
    """Where in a folded sentence the governing status changes, and to what; `before` governs its start.

    A status word holds until its bracket or the sentence ends or says what is so already (目前仅完成…): `None` then.
    """
    out: list[tuple[int, Status | None]] = [(0, before)]
    outside: tuple[int, Status | None] | None = None  # where the bracket ends, and what held before it
    for m in _status_words().finditer(text):
        if outside and outside[0] <= m.start():
            out.append(outside)
            outside = None
        here = out[-1][1]
        if m["none"] or (m["actual"] and here == "estimated" and m[0] in _DATES):
            continue
        status: Status | None = None if m["actual"] else "estimated" if m["estimated"] else "planned"
        if outside is None and (end := _bracket_end(text, m.start())) > 0:
            outside = (end, here)
        out.append((m.end(), status))
    return [*out, outside] if outside else out


_FARTHEST = 60


def _bracket_end(text: str, at: int) -> int:
    """Where the bracket that position `at` stands in ends, 0 where it stands in none."""
    before, behind = text[max(0, at - _FARTHEST) : at], text[at : at + _FARTHEST]
    if max(map(before.rfind, "(（")) <= max(map(before.rfind, ")）")):
        return 0
    return at + next((k + 1 for k, c in enumerate(behind) if c in ")）"), -at)


def status_at(changes: list[tuple[int, Status | None]], at: int) -> Status | None:
    """The status that governs position `at`, `None` where no word does."""
    return next(status for start, status in reversed(changes) if start <= at)
