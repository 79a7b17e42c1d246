"""Time expressions: where they stand in a sentence and which months they mean.

2023年1-9月, 上半年, 截至5月底, 今年以来, “十四五”时期, 五年来, 到2030年; a comparison (较2020年) sets no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.grammar.numerals import chinese_number
from index.records import Period

#: A year, a part of one, or a run of years, in digits or Chinese numerals.
_YEAR = r"(?:(?:19|20)\d{2}|二[〇零○][〇零○一二三四五六七八九]{2})年"
_MONTHS = r"(?:\d{1,2}月?(?:份)?(?:-{1,2}|~|至|到)\d{1,2}月(?:份)?|\d{1,2}月(?:份)?)"
_QUARTERS = r"(?:[一二三四]、[一二三四]季度|(?:第?[一二三四1-4]|前[一二三])季度|上半年|下半年|全年)"
#: What names a time; used to keep its digits out of the quantities.
TIME = (
    rf"(?:{_YEAR}(?:度)?(?:{_MONTHS}|{_QUARTERS})?(?:\d{{1,2}}日|[初底末])?"
    rf"|(?:19|20)\d{{2}}(?:-{{1,2}}|~|至)(?:19|20)\d{{2}}(?:年|学年)?"
    rf"|{_MONTHS}(?:\d{{1,2}}日|[初底末])?)"
)

_EXPRESSION = re.compile(
    rf"(?P<until>截[至止](?:到)?)?(?P<compared>较|比|与|同|在|超|高于|是)?"
    rf"(?:(?P<years>(?P<y1>(?:19|20)\d{{2}})年?(?:-{{1,2}}|~|至|到)(?P<y2>(?:19|20)\d{{2}})年)"
    rf"|(?P<year>{_YEAR})度?(?:的?(?P<ym>{_MONTHS}|{_QUARTERS}))?(?:\d{{1,2}}日)?(?P<yend>[初底末])?(?P<from>起)?"
    rf"|(?P<rel>今年|本年度|今年以来|去年|上年|明年|来年)(?:的?(?P<rm>{_MONTHS}|{_QUARTERS}))?(?:以来)?"
    rf"|(?P<m>{_MONTHS}|{_QUARTERS})(?:\d{{1,2}}日)?[初底末]?"
    rf"|(?P<plan>[“\"]?十[一二三四五六]五[”\"]?(?:时期|期间|规划|以来|末|目标)?)"
    rf"|(?P<past>(?:过去|这|近|回望过去|回顾过去|过去的)?五年(?:来|间)|(?:过去|这)(?:的)?五年)"
    rf"|(?P<future>今后五年|未来五年|再奋斗五年)"
    rf"|(?P<now>截至目前|截止目前|目前|一年来|过去一年))"
)

#: first years of the five-year plans
_PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
_QUARTER_MONTHS = {
    "一": (1, 3),
    "二": (4, 6),
    "三": (7, 9),
    "四": (10, 12),
    "1": (1, 3),
    "2": (4, 6),
    "3": (7, 9),
    "4": (10, 12),
}


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression at `start:end`. `sort`: comparison, month, year, span or now (the report's own)."""

    start: int
    end: int
    period: Period | None
    sort: str
    until: bool = False
    first: Period | None = None  # the first year of 2020年到2025年, for the earlier end of a transition


def months(year: int, first: int = 1, last: int = 12) -> Period:
    return f"{year}-{first:02d}", f"{year}-{last:02d}"


def times(text: str, year: int | None) -> list[Time]:
    """The time expressions of a folded sentence; `year` is the report's own, for 今年 and bare months."""
    out: list[Time] = []
    for m in _EXPRESSION.finditer(text):
        time = _resolve(m, year, text)
        if time is not None:
            out.append(time)
    return out


def _resolve(m: re.Match[str], year: int | None, text: str) -> Time | None:
    until, end = bool(m["until"]), m.end()
    compared = m["compared"] in ("较", "比", "与", "同", "超", "高于", "是") and not until
    period: Period | None = None
    sort, first = "year", None
    if m["years"]:
        a, b = int(m["y1"]), int(m["y2"])
        period, first, sort = (f"{a}-01", f"{b}-12"), months(a), "range"
    elif m["year"]:
        number = (
            int(m["year"][:4])
            if m["year"][0].isdigit()
            else chinese_number(m["year"][:-1].replace("○", "〇"))
        )
        if number is None:
            return None
        part = m["ym"]
        period = _part(number, part, until)
        sort = "month" if part and part != "全年" else "year"
    elif m["rel"]:
        if year is None:
            return Time(m.start(), end, None, "now", until)
        number = year + {"去": -1, "上": -1, "明": 1, "来": 1}.get(m["rel"][0], 0)
        if (
            m["rel"] in ("今年以来", "本年度")
            or text.startswith("以来", end)
            or (m["rel"] == "今年" and not m["rm"])
        ):
            return Time(m.start(), end, None, "now", until)
        if (
            m["rel"] in ("去年", "上年")
            and re.match(r"同期|末|底|度|预算|决算", text[end : end + 2])
            and not m["rm"]
        ):
            return Time(m.start(), end, None, "comparison", until)
        period = _part(number, m["rm"], until)
        sort = "month" if m["rm"] else "year"
    elif m["m"]:
        if re.match(r"\d{1,2}月(?:份)?$", m["m"]) and not until:
            return None  # a bare month dates an event, it is no span
        if year is None:
            return None
        period = _part(year, m["m"], until)
        sort = "month" if m["m"] != "全年" else "year"
    elif m["plan"]:
        start = _PLANS.get(re.sub(r"[“\"]", "", m["plan"])[1])
        if start is None:
            return None
        period, sort = (f"{start}-01", f"{start + 4}-12"), "span"
    elif m["past"]:
        if year is None:
            return None
        period, sort = (f"{year - 4}-01", f"{year}-12"), "span"
    elif m["future"]:
        if year is None:
            return None
        period, sort = (f"{year + 1}-01", f"{year + 5}-12"), "span"
    else:
        return Time(m.start(), end, None, "now", True)
    if compared:
        sort = "comparison"
    return Time(m.start("year") if m["year"] else m.start(), end, period, sort, until, first)


def _part(year: int, part: str | None, until: bool) -> Period:
    """Months of `part` (1-9月, 上半年, 一季度) of a year; up to it where the text says 截至."""
    if not part or part == "全年":
        return months(year)
    if part == "上半年":
        return months(year, 1, 6)
    if part == "下半年":
        return months(year, 7, 12)
    if "季度" in part:
        quarters = re.findall(r"[一二三四1-4]", part)
        first, last = _QUARTER_MONTHS[quarters[0]][0], _QUARTER_MONTHS[quarters[-1]][1]
        return months(year, 1 if part.startswith("前") or until else first, last)
    numbers = [min(12, max(1, int(n))) for n in re.findall(r"\d+", part)]
    if len(numbers) == 1:
        return months(year, 1 if until else numbers[0], numbers[0])
    return months(year, min(numbers), max(numbers))
