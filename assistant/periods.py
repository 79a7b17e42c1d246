"""The time that a question speaks of: 2023年1-9月, 上半年, 去年, “十四五”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.records import Moment
from index.records import Period

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_NUMERALS = {n: i for i, n in enumerate("零一二三四五六七八九十")} | {"十一": 11, "十二": 12, "两": 2}
_PLANS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_RELATIVE = {
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前一年": -1,
    "头一年": -1,
    "上年度": -1,
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "明年": 1,
    "来年": 1,
    "下一年": 1,
}

_NUM = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_MONTHS = (
    rf"(?P<a>{_NUM})\s*月?份?\s*(?:-|~|至|到|—)\s*(?P<b>{_NUM})\s*月份?"
    rf"|(?P<half>[上下])半年|前(?P<first>{_NUM})个?(?P<fu>月|季度)"
    r"|(?:第)?(?P<quarter>[一二三四1-4])季度|全年"
    rf"|(?P<upto>(?:截至|截止到?|到|至)?)(?P<m>{_NUM})月份?[底末]?"
)
_YEAR = (
    r"(?<![\d.])(?P<y>(?:19|20)\d{2})(?!\d|\.\d|%|[万亿多余来]|个百分点|(?:人|户|元|个|家|亩|吨|套|公里|张|名|对|台|件|处|所|项|辆|次|米|度|斤)(?!均))"
    r"(?:\s*(?:年度|年末|年底|年))?"
)
#: 今年（2026年）: the year says which.
_THIS = re.compile(r"今年|本年度?")
_SHORT_YEAR = r"(?<![\d.])(?P<yy>[12]\d)年(?![来间内以级])"
_SPAN = re.compile(r"(?<!\d)(?P<from>20\d{2})年?\s*(?:-|~|至|到|—)\s*(?P<to>20\d{2})年?")
_SINCE = re.compile(r"[自从]?(?P<y>20\d{2})年?(?:以来|以后|之后|起)")
#: 比2024年增加多少: the year compared with is not the year asked about.
_AGAINST = re.compile(r"(?<![对相比])(?:比|较|同|相比|相较于?)(?:20\d{2}年|上一?年|去年)(?:同期)?")
_PLAN = re.compile(r"(?P<plan>十[二三四五]五)(?:规划)?(?:时期|期间|以来|末|期末)?")
_DATED = re.compile(rf"(?:到|至|截至|截止|从)?(?:{_YEAR}|{_SHORT_YEAR})(?:的)?(?:{_MONTHS})?")
_LOOSE = re.compile(rf"(?P<rel>{'|'.join(sorted(_RELATIVE, key=len, reverse=True))})(?:的)?(?:{_MONTHS})?")
_BARE = re.compile(rf"(?:{_MONTHS})")
_FROM_TO = re.compile(r"((?:19|20)\d{2})\s*(?:to|and|，|,|\s)\s*((?:19|20)\d{2})(?!\d|年)")
#: 2023年和2024年, 2022、2023、2024年: each of them.
_YEARS = re.compile(
    r"(?<!\d)(?:20\d{2}(?:年度?)?\s*(?:、|，|,|和|与|及|以及|同|跟|比|对比|相比)\s*)+20\d{2}(?:年度?|(?=两年|三年|四年))(?:全年|两年|三年|四年)?"
    r"(?!\d|[一二三四五六七八九十]+(?:个?月|季|至|到|-)|上半|下半|前[一二三四五六七八九十])"
)
#: 五年来, 近三年, 这五年, 过去两年: years up to the report's own.
_YEARS_BACK = re.compile(
    rf"(?<![第十\d])(?:这|近|最近|过去|前|头)(?P<n>{_NUM}|两)个?年(?:来|间|里面?|内|中|以来|时间|当中|的)*"
    rf"|(?<![第十\d])(?P<of>{_NUM}|两)年(?:来|间|里面?|以来|当中)"
)
_HAN_YEAR = re.compile(r"[一二][九〇零][〇零一二三四五六七八九]{2}年")


@dataclass(frozen=True, slots=True)
class Time:
    """What a question says of time; `rest` is the question without it."""

    rest: str
    text: str = ""
    period: Period | None = None
    relative: int | None = None
    months: tuple[int, int] | None = None
    periods: tuple[Period, ...] = ()  # each of the years, where several are named
    span: int | None = None  # 五年来, 近三年: so many years up to each report's own


def read_time(question: str) -> Time:
    """The period named in `question` (half width); the first one where it names several."""
    if m := _YEARS.search(_HAN_YEAR.sub(lambda m: m[0].translate(_DIGITS), question)):
        years = sorted(set(re.findall(r"20\d{2}", m[0])))
        if len(years) > 1:
            periods = tuple((f"{year}-01", f"{year}-12") for year in years)
            return Time(_cut(m.string, m), m[0], periods[0], periods=periods)
    question = _FROM_TO.sub(r"\1-\2年", question)
    question = _HAN_YEAR.sub(lambda m: m[0].translate(_DIGITS), question)
    if m := _SPAN.search(question):
        period = (f"{m['from']}-01", f"{m['to']}-12")
        return Time(_cut(question, m), m[0], period)
    if m := _SINCE.search(question):
        return Time(_cut(question, m), m[0].strip("自从"), (f"{m['y']}-01", "2099-12"))
    question = _AGAINST.sub(" ", question)
    if m := _DATED.search(question):
        year = int(m["y"] or f"20{m['yy']}")
        first, last = _months(m) or (1, 12)
        return Time(
            _THIS.sub("", _cut(question, m)),
            m[0].strip("到至从的截止"),
            (f"{year}-{first:02}", f"{year}-{last:02}"),
        )
    if m := _PLAN.search(question):
        a, b = _PLANS[m["plan"]]
        return Time(_cut(question, m), f"“{m['plan']}”", (f"{a}-01", f"{b}-12"))
    if m := _LOOSE.search(question):
        return Time(_cut(question, m), m[0].rstrip("的"), None, _RELATIVE[m["rel"]], _months(m))
    if m := _YEARS_BACK.search(question):
        return Time(_cut(question, m), m[0], span=_number(m["n"] or m["of"]))
    if (m := _BARE.search(question)) and not m[0].startswith("全年"):
        return Time(_cut(question, m), m[0], None, 0, _months(m))
    return Time(question)


#: Times in one question that are told apart.
_MOST_TIMES = 3
_PLANNED = re.compile(r"目标|计划|任务|预期|打算|安排(?:数|值)")
_RESULT = re.compile(r"实际|实绩|完成|已经?|做到|结果|产量")
#: 比去年实际产量低: what is compared with is asked for, too, where its result is named.
_AGAINST_RESULT = re.compile(
    r"[比较](?=(?:20\d{2}年|上一?年|去年)(?:的|底)?(?:实际|完成|实绩|产量|实有|结果))"
)


def read_moments(question: str) -> tuple[Time, tuple[Moment, ...]]:
    """The time of `question` (the first where it names several; `rest` is without all of them), and the moments that
    it tells apart: each of several years, or times with a plan here and a result there (今年的计划和去年的实际)."""
    question = _AGAINST_RESULT.sub("，", question)
    times = [read_time(question)]
    while len(times) < _MOST_TIMES and times[-1].text:
        more = read_time(times[-1].rest)
        if not more.text:
            break
        times.append(more)
    first, rest = times[0], times[-1].rest
    if first.periods:
        years = tuple(Moment(spoken(p), p) for p in first.periods)
        return replace(first, rest=rest), years
    at = [question.find(t.text) if t.text else -1 for t in times]
    found: list[Moment] = []
    for t, start in sorted(zip(times, at, strict=True), key=lambda pair: pair[1]):
        end = min((other for other in at if other > start), default=len(question))
        near = question[start:end]
        status = "planned" if _PLANNED.search(near) else "actual" if _RESULT.search(near) else None
        moment = Moment(t.text, t.period, t.relative, t.months, status)
        told = t.period is not None or t.relative is not None
        if told and not any(
            (m.period, m.relative, m.months) == (t.period, t.relative, t.months) for m in found
        ):
            found.append(moment)
    return replace(first, rest=rest), tuple(found) if len(found) > 1 else ()


def _cut(question: str, m: re.Match[str]) -> str:
    return question[: m.start()] + " " + question[m.end() :]


def _months(m: re.Match[str]) -> tuple[int, int] | None:
    if m["a"]:
        a, b = _number(m["a"]), _number(m["b"])
        return (a, b) if 1 <= a <= b <= 12 else None
    if m["half"]:
        return (1, 6) if m["half"] == "上" else (7, 12)
    if m["first"]:
        count = _number(m["first"]) * (3 if m["fu"] == "季度" else 1)
        return (1, count) if 1 <= count <= 12 else None
    if m["quarter"]:
        q = _number(m["quarter"])
        return (3 * q - 2, 3 * q)
    if m["m"]:
        month = _number(m["m"])
        whole = m["upto"] or m[0].endswith(("底", "末"))  # 到9月花了多少: since the year began
        return None if not 1 <= month <= 12 else (1, month) if whole else (month, month)
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMERALS[text]


def shift(period: Period, years: int) -> Period:
    """`period` moved by whole years."""
    return tuple(f"{int(p[:4]) + years}{p[4:]}" for p in period)  # type: ignore[return-value]


def months(period: Period) -> int:
    """How many months the period has."""
    (ya, ma), (yb, mb) = (map(int, p.split("-")) for p in period)
    return (yb - ya) * 12 + mb - ma + 1


def year_of(period: Period) -> Period:
    """The whole calendar year in which `period` ends."""
    return (f"{period[1][:4]}-01", f"{period[1][:4]}-12")


#: Of longer spans a report tells the whole and not each year.
_MOST_YEARS = 6


def each_year(time: Time) -> tuple[Period, ...]:
    """The single years of a span that the question spells out (2022年到2024年); none for any other time."""
    if time.period is None or not _SPAN.fullmatch(time.text):
        return ()
    first, last = (int(end[:4]) for end in time.period)
    if not first < last < first + _MOST_YEARS:
        return ()
    return tuple((f"{year}-01", f"{year}-12") for year in range(first, last + 1))


def spoken(period: Period | None) -> str:
    """`period` as a person writes it: 2023年, 2023年1-9月, 2021-2025年."""
    if period is None:
        return ""
    (ya, ma), (yb, mb) = (p.split("-") for p in period)
    if ya != yb:
        return f"{ya}-{yb}年"
    if (ma, mb) == ("01", "12"):
        return f"{ya}年"
    return f"{ya}年{int(ma)}月" if ma == mb else f"{ya}年{int(ma)}-{int(mb)}月"


_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_english(period: Period | None) -> str:
    """`period` in English: 2023, Jan–Sep 2023, 2021–2025."""
    if period is None:
        return ""
    (ya, ma), (yb, mb) = (p.split("-") for p in period)
    if ya != yb:
        return f"since {ya}" if yb == "2099" else f"{ya}–{yb}"
    if (ma, mb) == ("01", "12"):
        return ya
    first, last = _MONTHS_EN[int(ma) - 1], _MONTHS_EN[int(mb) - 1]
    return f"{first} {ya}" if ma == mb else f"{first}–{last} {ya}"
