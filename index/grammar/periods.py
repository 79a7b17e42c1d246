"""Time expressions: where they stand in a sentence and which months they mean.

2023年1-9月, 上半年, 截至5月底, 今年以来, “十四五”时期, 五年来, 到2030年; a comparison (较2020年) sets
no time.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from index.grammar.numerals import chinese_number
from index.records import Period

#: A year in digits or Chinese numerals; a part of one.
_YEAR = r"(?:(?:19|20)\d{2}|二[〇零○][〇零○一二三四五六七八九]{2})年"
_MONTHS = r"(?:\d{1,2}月?份?(?:-{1,2}|~|至|到)\d{1,2}月份?|\d{1,2}月份?)"
_QUARTERS = r"(?:前(?:[2-9]|1[01]|十一|[三六九十])个月|[一二三四]、[一二三四]季度|(?:第?[一二三四1-4]|前[一二三])季度|上半年|下半年|全年)"
_PART = rf"(?:{_MONTHS}|{_QUARTERS})"
#: What names a time by digits: its digits are no quantity.
TIME = (
    rf"(?:{_YEAR}度?{_PART}?(?:\d{{1,2}}日|[初底末])?"
    rf"|(?:19|20)\d{{2}}(?:-{{1,2}}|~|至)(?:19|20)\d{{2}}(?:学?年度?)?"
    rf"|{_MONTHS}(?:\d{{1,2}}日|[初底末])?)"
)
#: 全年进度, 全年计划的 and 2035年远景目标 are what something is measured against, no time.
_NO_TIME = (
    r"(?!远景|(?:收支|收入|支出)?(?:进度|预算|任务|目标|指标|考核|计划(?:$|[数的任目,，。;；)）\d*Xx×])))"
)

#: From then on: 从7月份|开始.
_ONWARD = "起|开始|以后"
_EXPRESSION = re.compile(
    # what a time, or what stands before one, may begin with: tried nowhere else
    r"(?=[截较比与同超高是为恢相由从\d二今本去上明来一三四五前第全下十“\"过这近回未再目])"
    rf"(?P<until>截[至止]到?)?(?P<compared>较|比|与|同|超|高于|是|为|恢复[到至]|相当于)?(?P<from>由|从)?(?P<time>"
    rf"(?P<years>(?P<first>(?:19|20)\d{{2}})年?(?:-{{1,2}}|~|至|到)(?P<last>(?:19|20)\d{{2}})(?:学?年度?))"
    rf"|(?P<year>{_YEAR})度?(?:的?(?P<of_year>{_PART}{_NO_TIME}))?(?!远景)(?:\d{{1,2}}日)?[初底末]?(?P<since>以?来(?!说))?(?P<onward>{_ONWARD})?"
    rf"|(?P<relative>(?:今年|本年度|去年|上年度?|明年|来年)(?!结转|结余|滚存))(?:的?(?P<of_relative>{_PART}{_NO_TIME}))?(?P<so_far>以?来(?!说))?"
    rf"|(?P<part>{_PART}{_NO_TIME})(?:\d{{1,2}}日)?[初底末]?(?P<goes_on>{_ONWARD})?"
    rf"|[“\"]?十(?P<plan>[一二三四五六])五[”\"]?+(?!规划(?!期))(?:时期|期间|以来|末|目标)?"
    rf"|(?P<past>(?:过去|这|近|回望过去|回顾过去|过去的)?五年(?:来|间)|(?:过去|这)的?五年)"
    rf"|(?P<future>今后五年|未来五年|再奋斗五年)"
    rf"|(?P<now>截[至止]目前|目前|一年来|过去一年))"
)

#: First years of the five-year plans.
_PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
#: 上年同期, 去年底 and 上年预算 are compared with.
_COMPARED_YEAR = re.compile("同期|[末底度]|预算|决算")

#: In 2023年|基础上 and 1998年|以前建成的 a year says from where, not when.
_BASE = re.compile("的?基础上|(?:以|之)前(?=[\u4e00-\u9fff]{1,4}的)")

#: A comparison sets no time; `now` is the report's own; a range runs over years; a span over a plan.
TimeSort = Literal["comparison", "month", "year", "range", "span", "now"]


class Time(NamedTuple):
    """A time expression at `start:end` of a sentence."""

    start: int
    end: int
    period: Period | None
    sort: TimeSort
    until: bool = False  # 截至
    source: bool = False  # 由 or 从 before it: where a transition began
    first: Period | None = None  # of a range, its first and last year
    last: Period | None = None


def months(year: int, first: int = 1, last: int = 12) -> Period:
    """The months from `first` to `last` of a year, both included."""
    return f"{year}-{first:02d}", f"{year}-{last:02d}"


def times(text: str, own: int | None, here: int | None) -> list[Time]:
    """The time expressions of a folded sentence, in order.

    `own` is the year that the report reports on, for 五年来; `here` the year that its section speaks of, for
    今年 and months without a year.
    """
    out: list[Time] = []
    for m in _EXPRESSION.finditer(text):
        resolved = _resolve(m, own, here, text)
        if resolved is None:
            continue
        period, sort, first, last = resolved
        until = m["until"] is not None
        based = _BASE.match(text, m.end()) is not None
        compared = (m["compared"] or based) and (m["compared"] != "为" or text.startswith("的", m.end()))
        if compared and not until and sort != "now":
            sort = "comparison"
        start = m.start("time") if m["year"] or m["from"] or not compared else m.start()
        out.append(Time(start, m.end(), period, sort, until or bool(m["now"]), bool(m["from"]), first, last))
    return out


_Resolved = tuple[Period | None, TimeSort, Period | None, Period | None]


def _resolve(m: re.Match[str], own: int | None, here: int | None, text: str) -> _Resolved | None:
    until = m["until"] is not None
    if m["years"]:
        a, b = int(m["first"]), int(m["last"])
        return ((f"{a}-01", f"{b}-12"), "range", months(a), months(b)) if a <= b else None
    if m["year"]:
        year = _number(m["year"][:-1])
        if year is None:
            return None
        if m["since"] and year == own and not m["of_year"]:
            return None, "now", None, None
        period, sort, *_ = _of_year(year, m["of_year"], until)
        if m["onward"] and period:
            period = period[0], f"{year}-12"
        elif m["since"] and period and own and year <= own:
            return (period[0], f"{own}-12"), "span" if year < own else sort, None, None
        return period, sort, None, None
    if m["relative"]:
        return _relative(m, here, text)
    if m["part"]:
        alone = re.fullmatch(r"\d{1,2}月", m["part"]) and not text.startswith(("当月", "单月"), m.end())
        alone = alone and (not m["time"].endswith("末") or text.startswith("前", m.end()))
        if here is None or (alone and not until and not m["goes_on"]):
            return None  # a bare month dates an event, 9月份 does not
        period, sort, *_ = _of_year(here, m["part"], until)
        return ((period[0], f"{here}-12") if m["goes_on"] and period else period), sort, None, None
    if m["plan"]:
        start = _PLANS[m["plan"]]
        if m["time"].endswith("末") and (m["compared"] or m["from"]):  # 较“十三五”末
            return months(start + 4), "year", None, None
        return (f"{start}-01", f"{start + 4}-12"), "span", None, None
    if m["now"]:
        return None, "now", None, None
    if own is None:
        return None
    first, last = (own - 4, own) if m["past"] else (own + 1, own + 5)
    return (f"{first}-01", f"{last}-12"), "span", None, None


def _number(year: str) -> int | None:
    return int(year) if year.isdigit() else chinese_number(year.replace("○", "〇"))


def _relative(m: re.Match[str], here: int | None, text: str) -> _Resolved:
    """今年以来, 去年上半年, 明年; 今年 alone is the report's own time."""
    word, part = m["relative"], m["of_relative"]
    if here is None or m["so_far"] or word == "本年度" or (word == "今年" and not part):
        return None, "now", None, None
    if word == "上年度" or (word in ("去年", "上年") and not part and _COMPARED_YEAR.match(text, m.end())):
        return None, "comparison", None, None
    year = here + {"去": -1, "上": -1, "明": 1, "来": 1}.get(word[0], 0)
    return _of_year(year, part, m["until"] is not None)


def _of_year(year: int, part: str | None, until: bool) -> _Resolved:
    sort: TimeSort = "month" if part and part != "全年" else "year"
    return _part(year, part, until), sort, None, None


def _part(year: int, part: str | None, until: bool) -> Period:
    """Months of `part` (1-9月, 上半年, 一季度) of a year; from its first on where the text says 截至."""
    if not part or part == "全年":
        return months(year)
    if part == "上半年":
        return months(year, 1, 6)
    if part == "下半年":
        return months(year, 7, 12)
    if "季度" in part:
        quarters = [_ORDINAL[c] for c in re.findall("[一二三四1-4]", part)]
        first = 1 if until or part.startswith("前") else quarters[0]
        return months(year, 3 * first - 2, 3 * quarters[-1])
    if part.endswith("个月"):
        return months(year, 1, int(part[1:-2]) if part[1:-2].isdigit() else chinese_number(part[1:-2]) or 12)
    numbers = [min(12, max(1, int(n))) for n in re.findall(r"\d+", part)]
    if len(numbers) == 1:
        return months(year, 1 if until else numbers[0], numbers[0])
    return months(year, min(numbers), max(numbers))
