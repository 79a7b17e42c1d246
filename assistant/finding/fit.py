"""Whether a figure speaks of the asked time, state and quantity."""

from __future__ import annotations

import re

from assistant.periods import months, shift, year_of
from assistant.records import Aspect, Query
from index.records import Claim, Figure, Origin, Period

#: How well a figure's period meets the one asked for; below `PASSING` it does not.
SAME, WITHIN, UNSTATED, AT_ITS_END, PASSING = 1.0, 0.92, 0.85, 0.7, 0.6
#: Sums over several years say nothing of the last one; levels do.
_FLOW = re.compile(r"累计|新增|年均|总共|合计|完成|建成|改造|发放|投入|五年")


#: Given in the year after the one they report on, which is 去年 to them; a half-year's is given in its own.
_GIVEN_AFTER = ("预算执行情况报告", "国民经济和社会发展计划报告", "财政决算报告")


def asked_period(query: Query, origin: Origin) -> Period | None:
    """The months asked about, by the report's own date where the question says 去年 or 上半年."""
    if query.period is not None:
        return query.period
    if query.span and origin.period is not None:
        last = year_of(origin.period)
        return (shift(last, 1 - query.span)[0], last[1])
    if query.relative is None or origin.period is None:
        return None
    own = year_of(origin.period)
    given_after = origin.kind == "政府工作报告" or (
        origin.kind in _GIVEN_AFTER and own == origin.period and not query.months
    )
    year = shift(own, query.relative + given_after)
    if query.months:
        a, b = query.months
        return (f"{year[0][:4]}-{a:02}", f"{year[1][:4]}-{b:02}")
    return year


def reports_on(query: Query, origin: Origin) -> bool:
    """Whether the report looks back on the time asked about, if any is."""
    asked = asked_period(query, origin)
    if asked is None or origin.period is None:
        return asked is None
    return asked[0] <= origin.period[1] and origin.period[0] <= asked[1]


def is_future(asked: Period | None, origin: Origin) -> bool:
    """Whether the asked time lies behind what the report reports on."""
    return asked is not None and origin.period is not None and asked[0] > origin.period[1]


def period_fit(
    asked: Period | None, has: Period | None, figure: Figure | None, claim: Claim, origin: Origin
) -> float:
    """From 0 (another time) to 1 (the same)."""
    if asked is None:
        return _unasked(has, origin)
    if has is None:
        has = origin.period
        if has is None:
            return 0.0 if asked else UNSTATED
        return UNSTATED if _overlap(asked, has) and months(has) <= 12 else 0.0
    if has == asked:
        return SAME
    if asked[0] <= has[0] and has[1] <= asked[1]:
        if months(asked) >= 36 and months(has) <= 12 and figure is not None and _flows(claim, figure):
            return 0.0  # one year's new jobs are not five years'
        return WITHIN if months(asked) <= 24 else AT_ITS_END
    if (
        has[1] == asked[1]
        and min(months(has), months(asked)) >= 36
        and abs(months(has) - months(asked)) <= 12
    ):
        return WITHIN  # 2020年到2025年 is how “十四五” is told
    if has[0] <= asked[0] and asked[1] <= has[1]:
        if months(has) <= 12:
            return 0.0  # a year's revenue is not half a year's
        if figure is None:
            return AT_ITS_END if has[1] == asked[1] else 0.0
        flow = _FLOW.search(figure.indicator) or _FLOW.search(_around(claim, figure))
        return AT_ITS_END if figure.role == "level" and has[1] == asked[1] and not flow else 0.0
    return 0.0


def _unasked(has: Period | None, origin: Origin) -> float:
    if has is None or origin.period is None or has == origin.period:
        return SAME
    if _overlap(has, origin.period) and months(has) <= 12:
        return SAME
    if months(has) > 12:
        return 0.93
    return 0.95 if has[1] >= origin.period[0] else 0.8


def by_year(claim: Claim, figure: Figure) -> bool:
    """Whether the figure is a yearly average over several years (年均增长5.7%)."""
    return _YEARLY.search(figure.indicator + _around(claim, figure)) is not None


def sums_years(claim: Claim, figure: Figure) -> bool:
    """Whether the figure adds up several years (五年城镇新增就业522万人)."""
    period = figure.period or claim.period
    if period is None or months(period) <= 12:
        return False
    if figure.indicator.endswith(_STOCKS):
        return False
    if figure.indicator.startswith("建成") and figure.unit.strip("万亿千百") in _COUNTED:
        return False  # 建成5G基站25万个 stand there
    return bool(_FLOW.search(figure.indicator) or _FLOW.search(_around(claim, figure)))


def both_ends(claim: Claim) -> list[Figure]:
    """The two levels of a transition that states no step itself; none where there is none or one is hidden."""
    before = [f for f in claim.figures if f.role == "previous"]
    after = [f for f in claim.figures if f.role == "level"]
    stepped = any(f.role in ("change", "rate") and not by_year(claim, f) for f in claim.figures)
    hidden = any(f.value is None for f in (*before, *after))
    return [*before, *after] if len(before) == len(after) == 1 and not (stepped or hidden) else []


def names_growth(text: str) -> bool:
    """Whether the text names a rate of growth (增幅, 降幅, 增速): that it falls is no fall of what it is told of."""
    return _GROWTH.search(text) is not None


def names_fall(text: str) -> bool:
    """Whether the text names a fall (降幅), so that less of it is no fall but the end of one."""
    return _FALL.search(text) is not None


def moves_growth(claim: Claim, figure: Figure) -> bool:
    """Whether the figure tells how a rate of growth moved and not its indicator: 增长2.6%，增幅回落3.9个百分点,
    降幅收窄4.1个百分点. A ratio itself moves by 个百分点: 税收占比下降2个百分点."""
    if figure.role not in ("rate", "change"):
        return False
    if (
        names_growth(figure.indicator)
        or names_growth(claim.indicator)
        or names_growth(_around(claim, figure))
    ):
        return figure.role == "change"
    stepped = figure.role == "change" and figure.unit.endswith("百分点")
    return stepped and any(f.role == "rate" and f.unit == "%" for f in claim.figures)


def told_at_its_end(figure: Figure) -> bool:
    """Whether the figure is a level that stands at the end of its time (城镇化率, 贷款余额, 低保标准) rather than
    what came about in it."""
    standing = _LEVELS.search(figure.indicator) or figure.unit.endswith(("/月", "/年"))  # 每月1160元
    return figure.role == "level" and bool(standing)


def last_year(period: Period) -> Period:
    """The last year of several: a level told of them (“十四五”时期，地区生产总值达3万亿元) is that year's."""
    return year_of(period) if months(period) > 12 else period


def _flows(claim: Claim, figure: Figure) -> bool:
    """Whether the level is what came about in its time rather than what stood at its end."""
    said = _FLOW.search(figure.indicator) or _FLOW.search(_around(claim, figure))
    return figure.role == "level" and said is not None


def _around(claim: Claim, figure: Figure) -> str:
    """The words before the figure in its own clause."""
    at = claim.quote.find(figure.text)
    near = claim.quote[max(0, at - 14) : at] if at >= 0 else ""
    return near[max(near.rfind(mark) for mark in "，,；;。") + 1 :]


def _overlap(a: Period, b: Period) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def status_fits(query: Query, status: str, plans: bool) -> bool:
    """Planned and achieved are kept apart: plans answer questions about plans, and with `plans` those about
    a time to come of which no report says what was achieved."""
    if query.status == "planned":
        return status == "planned"
    if query.status == "estimated":
        return status == "estimated"
    return status in ("actual", "estimated") or (plans and query.status is None)


def effective_status(status: str, period: Period | None, origin: Origin) -> str:
    """What lies behind the time a report reports on can only be planned, whatever its words."""
    if period is not None and origin.period is not None and period[0] > origin.period[1]:
        return "planned"
    return status


#: 新增上市公司总数 is told of all of them.
_STOCKS = ("总量", "总数", "总里程", "总规模")
_LEVELS = re.compile(
    r"(?:标准|水平|余额|率|比重|占比|比例|强度|里程|人口|床位|保有量|拥有量|总量|总数|规模)数?$"
)
_YEARLY = re.compile(r"年均|年平均|平均每年|每年平均")
_FALL = re.compile(r"[降减跌]幅")
_GROWTH = re.compile(r"[增降减跌涨升]幅|增速|增长率|增长速度")
_COUNTED = frozenset(("个", "座", "家", "张", "台", "条", "所", "处", "户"))
_ADDING = re.compile(r"^.{0,8}?(?:新增|增加|增补|净增|扩充|扩增)")


def _adds(figure: Figure) -> bool:
    """增补学位2万个 says how many were added."""
    return figure.role == "level" and figure.unit not in ("%",) and bool(_ADDING.match(figure.indicator))


def role_fits(figure: Figure, aspect: Aspect, asked: Period | None) -> bool:
    """Whether the figure is the level, the growth, the place … that is asked for."""
    match aspect.asked:
        case "level":
            if figure.role == "previous":
                return (
                    asked is not None
                    and figure.period is not None
                    and figure.period[1] <= asked[1]
                    and figure.period[0] >= asked[0]
                )
            return figure.role == "level"
        case "growth" | "change":
            return figure.role in ("rate", "change") or _adds(figure)
        case "transition":
            return figure.role in ("level", "previous", "change")
        case "rank":
            return figure.role == "rank"
        case _:
            return figure.role != "rank"
