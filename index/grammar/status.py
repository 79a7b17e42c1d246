"""Actual, estimated or planned: from the headings a sentence stands under and the words before a number."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.records import Period, Status
from index.text import fold

#: At the front of a clause: what was done, or done by a month (计划投资5亿元，1-6月|完成…, 已发放…).
_MONTH = "(?:1[0-2]|[1-9])"
_DONE = (
    r"(?<=月[底末])已(?!知)|(?<=[,，;；:：(（])(?:已(?!知)"
    rf"|{_MONTH}(?:-{_MONTH})?月份?[底末]?[,，]?(?:累计|共|已|实际)*(?=完成|实现|到位|下达|拨付|发放|支出))"
)
#: What was aimed at, as a measure of what came of it: no plan of what follows (低于7%的|预期目标，…; 比|预期目标|低0.3个百分点).
_AIM = pattern("(?:预期|主要)目标")
_MEASURED = pattern(
    r"(?:[高低多少好快慢优]于|超过|超出|不及|达[到成]|未达|(?<![力保争动为])(?:完成|实现)|符合|接近"
    r"|(?<![占环同相对无可])[比较距离](?![例重率价较积高为快])[^,，。；;]{0,2}?|\d[%元人户]?的)[^,，。；;:：]{0,12}$"
)
#: … but an aim that something is said to be is one (主要目标是：…).
_SET = pattern("(?:是|为|[:：])")
#: Names what is planned for a year, and holds for its own clause alone (年度计划投资|5亿元，|完成投资4亿元).
_NAMES_PLAN = pattern("(?:年度?|全年|当年|年内)计划(?=总?投资)")


@cache
def _status_words() -> re.Pattern[str]:
    status = words("marks")["status"]
    before_verb = rf"(?<![个项动])计划(?={any_of(status['plan_verbs'])})|(?<![年初度占超])计划(?=[*Xx×\d])"
    first = {w[0] for key in ("not_planned", "actual", "estimated", "planned") for w in status[key]}
    return pattern(
        rf"(?=[{''.join(sorted(first))}计已1-9])(?:(?P<none>{any_of(status['not_planned'])})|(?P<actual>{any_of(status['actual'])}|{_DONE})"
        rf"|(?P<estimated>{any_of(status['estimated'])})|(?P<planned>{any_of(status['planned'])}|{before_verb}))"
    )


@cache
def _headings() -> tuple[re.Pattern[str], ...]:
    heading = words("marks")["heading"]
    return tuple(pattern(any_of(heading[key])) for key in ("plan", "review", "looks_back", "looks_ahead"))


#: A heading that leaves open whether its work is done or to be done.
_OPEN = pattern(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])?\s*重点工作$"
    r"|[^。]*(?:落实|执行)[^。]*[和及与][\u4e00-\u9fff]{0,4}重点工作$"
)
_JOINS = pattern("[和及与暨]")
_TITLE = pattern(r"(?![一二三四五六七八九十\d（(第])[^，,。]{6,}(?:报告|公报|说明|汇报)$")


def parts(headings: tuple[str, ...]) -> tuple[str, ...]:
    """The headings below the report's title, which names years of review and of plan alike."""
    plan, review, *_ = _headings()
    title = fold(headings[0]) if headings else ""
    both = _JOINS.search(title) and review.search(title) and plan.search(title)  # 上半年总结及下半年安排
    return headings[1:] if len(headings) > 1 and (_TITLE.match(title) or both) else headings


_YEAR = pattern(r"(20\d\d)年")


def is_plan(headings: tuple[str, ...], own: Period | None) -> bool:
    """Whether a section speaks of the future: the outermost of its headings that says so decides.

    `own` is what the report reports on; a heading that names a later year looks ahead.
    """
    plan, review, looks_back, looks_ahead = _headings()
    for heading in map(fold, parts(headings)):
        if _OPEN.match(heading):
            continue
        years = [int(y) for y in _YEAR.findall(heading)]
        ahead = bool(own and years and max(years) > int(own[1][:4]))
        if looks_back.search(heading) and not ahead:
            return False
        if plan.search(heading):
            ends = re.search(rf"{plan.pattern}(?:[和及与][措举建][施措议])?$", heading.rstrip(" 　：:"))
            return ahead or not review.search(heading) or bool(ends or looks_ahead.search(heading))
        if review.search(heading):
            return False
        if ahead:
            return True
    return False


def plans_year(headings: tuple[str, ...]) -> bool:
    """Whether a heading says of which year it is the plan (2024年主要工作安排), not only that it plans."""
    return any(_plan_of_year().search(fold(heading)) for heading in parts(headings))


@cache
def _plan_of_year() -> re.Pattern[str]:
    return pattern(
        rf"20\d\d年度?[^,，、和及与]{{0,10}}?{_headings()[0].pattern}(?:[和及与][措举建][施措议])?[:：\s]*$"
    )


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
        if (
            _AIM.fullmatch(m[0])
            and not _SET.match(text, m.end())
            and _MEASURED.search(text, _clause_start(text, m.start()), m.start())
        ):
            continue
        if m["none"] or (m["actual"] and here == "estimated" and m[0] in _DATES):
            continue
        status: Status | None = None if m["actual"] else "estimated" if m["estimated"] else "planned"
        if outside is None and (end := _bracket_end(text, m.start())) > 0:
            outside = (end, here)
        out.append((m.end(), status))
        if status == "planned" and _NAMES_PLAN.match(text, max(0, m.end() - 4)) and outside is None:
            outside = (_clause_end(text, m.end()), here)
    return [*out, outside] if outside else out


_FARTHEST = 60


def _clause_start(text: str, at: int) -> int:
    return next((k + 1 for k in range(at - 1, -1, -1) if text[k] in "，,；;。"), 0)


def _clause_end(text: str, at: int) -> int:
    return next((k for k in range(at, len(text)) if text[k] in "，,；;。)）"), len(text))


def _bracket_end(text: str, at: int) -> int:
    """Where the bracket that position `at` stands in ends, 0 where it stands in none."""
    before, behind = text[max(0, at - _FARTHEST) : at], text[at : at + _FARTHEST]
    if max(map(before.rfind, "(（")) <= max(map(before.rfind, ")）")):
        return 0
    return at + next((k + 1 for k, c in enumerate(behind) if c in ")）"), -at)


def status_at(changes: list[tuple[int, Status | None]], at: int) -> Status | None:
    """The status that governs position `at`, `None` where no word does."""
    return next(status for start, status in reversed(changes) if start <= at)
