"""When a report speaks of: the months it reports on, and those its plan is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.origin.spoken import spoken_year
from index.records import Period
from index.sections import sections
from index.text import clean, fold

_HAN_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_HAN_YEAR = re.compile(r"二[〇○Ｏ零][〇○Ｏ零一二三四五六七八九]{2}(?=年)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年度?|(?=[-_ )）]|$|[01]\d[0-3]\d(?!\d)|(?:政府|财政|工作)))")
#: 2026年1月9日在…会议上, 黑龙江省丰穗县人民政府 二〇二六年一月: when a report was given.
_GIVEN = re.compile(r"(?<!\d)(20[0-4]\d)年(?:1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月")
_YEARS = re.compile(r"(?<!\d)(20[0-4]\d)年?\s*(?:-{1,2}|~|至|到)\s*(20[0-4]\d)年")
#: Parts of a year and the months they are.
_PARTS = (
    (re.compile(r"前三季度|[一1]至三季度"), (1, 9)),
    (re.compile(r"上半年"), (1, 6)),
    (re.compile(r"下半年"), (7, 12)),
    (re.compile(r"(?:第?一|首)季度"), (1, 3)),
    (re.compile(r"第?二季度"), (4, 6)),
    (re.compile(r"第?三季度"), (7, 9)),
    (re.compile(r"第?四季度"), (10, 12)),
)
_MONTHS = re.compile(r"(?<!\d)(1[0-2]|[1-9])月?\s*(?:-{1,2}|~|至|到)\s*(1[0-2]|[1-9])月")
_UNTIL = re.compile(r"截[至止]到?(?:20\d\d年)?(1[0-2]|[1-9])月")
_PLAN = (
    r"(?:计划|打算|安排|思路|要点|谋划|展望|目标|重点|任务|部署|工作设想|工作建议|工作考虑|工作举措|"
    r"努力方向|下一步|下步|预算草案|预算[（(]草案)"
)
_PLANNED_YEAR = re.compile(rf"(20[0-4]\d)年度?[^20]{{0,12}}?{_PLAN}")
_PLAN_HEADING = re.compile(_PLAN)
_LOOKING_BACK = re.compile(
    r"回顾|成效|总结|完成情况|工作情况|开展情况|主要工作|发展成就|运行情况|工作开展|执行情况|成绩"
)
#: The moment of a census: 2020年11月1日零时.
_MOMENT = re.compile(r"(20[0-4]\d)年(1[0-2]|[1-9])月\d{1,2}日(?:零时|0时|0:00)")
_NEAR_TOP = 3000
#: A budget report's two years: 2024年预算执行情况与2025年预算草案.
_EXECUTED = re.compile(r"(20[0-4]\d)年[^，。；\n]{0,16}?执行(?:情况)?[^，。；\n]{0,6}?(20[0-4]\d)年")
_NEXT = re.compile(r"关于(20[0-4]\d)年工作|(20[0-4]\d)年(?:重点|主要|政府|财政|具体)?工作")


def periods(
    title: str,
    name: str,
    headings: Sequence[str],
    opening: str,
    year: int | None,
    kind: str | None,
    text: str = "",
    session: Sequence[str] = (),
) -> tuple[Period | None, Period | None]:
    """What a report reports on, and what its plan speaks of.

    Asked in turn: the title, the file's `name`, the first of the `headings` (outermost ones, in order), the
    `opening` sentence; of a congress's report first the lines on its top that say when it was given (`session`).
    `year` is what a person has written down, and wins over them. A congress's report
    (政府工作报告) of a year reports on the year before and plans the year itself. Where all of them are
    silent, the sections of the `text` are asked for the year that they speak of as their own.
    """
    title, name, opening = _plain(title), _plain(name), _plain(opening)
    headings = [_plain(h) for h in headings]
    range_ = next((m for s in (title, name) if (m := _YEARS.search(s))), None)
    if range_:
        return (f"{range_[1]}-01", f"{range_[2]}-12"), None
    if "普查" in (title or name) and (moment := _MOMENT.search(_plain(text[:_NEAR_TOP]))):
        return _months(int(moment[1]), (int(moment[2]), int(moment[2]))), None
    executed = next((m for s in (title, name, opening) if (m := _EXECUTED.search(s))), None)
    if executed and year is None:
        return _months(int(executed[1]), None), _months(int(executed[2]), None)
    back = next((h for h in headings if _LOOKING_BACK.search(h) and _year(h)), "")
    if kind == "政府工作报告":
        own = year or _given(session) or _year(title) or _year(name) or _year(opening)
        past = _year(back) if back else None
        if past is None and own is not None:
            past = own - 1
        return _congress(past, headings)
    sources = [title, name, *_first(headings), opening]
    found, span = _year_and_part(sources)
    found = year or found or (None if _pure_plan(title or name) else _spoken(text))
    if found is None:
        return None, None
    if _pure_plan(title or name):
        whole = _months(found, span)
        return whole, whole
    period = _months(found, span)
    return period, _plan(period, [title, name, *headings])


def _spoken(text: str) -> int | None:
    """The year that the sections which review speak of as their own, `None` where that is not sure."""
    review = [s for s in sections(text) if not (s.headings and _plans(_plain(s.headings[0])))]
    headings = [_plain(h) for s in review for h in s.headings]
    return spoken_year(_plain("\n".join(clean(text, s.start, s.end) for s in review)), headings)


def _plans(heading: str) -> bool:
    return _PLAN_HEADING.search(heading) is not None and _LOOKING_BACK.search(heading) is None


def _plain(words: str) -> str:
    return _HAN_YEAR.sub(lambda m: m[0].translate(_HAN_DIGITS).replace("二", "2"), fold(words))


def _year(words: str) -> int | None:
    m = _YEAR.search(words)
    return int(m[1]) if m else None


def _given(lines: Iterable[str]) -> int | None:
    """The year in which a report was given, by the lines on its top."""
    return next((int(m[1]) for line in lines if (m := _GIVEN.search(_plain(line)))), None)


def _first(headings: Sequence[str]) -> list[str]:
    return [h for h in headings[:1] if not _PLAN_HEADING.search(h) or _LOOKING_BACK.search(h)]


def _year_and_part(sources: Iterable[str]) -> tuple[int | None, tuple[int, int] | None]:
    """The first year that the sources name, and the part of it named before or with it."""
    part: tuple[int, int] | None = None
    for words in sources:
        head = _before_plan(words)
        year = _year(head)
        part = part or _part(head)
        if year is not None:
            return year, part
    return None, part


def _before_plan(words: str) -> str:
    """`words` up to the year that its plan is for: 2023年总结及2024年计划."""
    years = list(_YEAR.finditer(words))
    return words[: years[1].start()] if len(years) > 1 else words


def _part(words: str) -> tuple[int, int] | None:
    months = _MONTHS.search(words)
    if months and int(months[1]) < int(months[2]):
        return int(months[1]), int(months[2])
    until = _UNTIL.search(words)
    if until:
        return 1, int(until[1])
    return next((span for pattern, span in _PARTS if pattern.search(words)), None)


def _months(year: int, span: tuple[int, int] | None) -> Period:
    first, last = span or (1, 12)
    return f"{year}-{first:02d}", f"{year}-{last:02d}"


def _pure_plan(title: str) -> bool:
    return bool(re.search(r"(?:工作)?(?:计划|要点|打算|安排|思路)$", title)) and not re.search(
        r"总结|情况|回顾|报告|汇报", title
    )


def _plan(period: Period, sources: Sequence[str]) -> Period | None:
    """What the plan is for: the year it names, else the rest of the year, else the next one."""
    year, last = int(period[1][:4]), int(period[1][5:])
    planning = [words for words in sources if _PLAN_HEADING.search(words)]
    for words in planning:
        m = _PLANNED_YEAR.search(words)
        if m and int(m[1]) > year:
            return _months(int(m[1]), None)
    if not planning:
        return None
    return _months(year, (last + 1, 12)) if last < 12 else _months(year + 1, None)


def _congress(past: int | None, headings: Sequence[str]) -> tuple[Period | None, Period | None]:
    if past is None:
        return None, None
    named = [int(m[1] or m[2]) for h in headings if (m := _NEXT.search(h))]
    planned = [int(m[1]) for h in headings if (m := _PLANNED_YEAR.search(h))]
    ahead = next((y for y in planned + named if y > past), past + 1)
    return _months(past, None), _months(ahead, None)
