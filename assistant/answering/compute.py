"""Sums, averages, medians, shares, differences and ratios: computed from figures that may be put together, else refused
with why.

Operands are of one indicator and one time in several regions, or of several times or several indicators in one
region. Nothing is computed where an operand is hidden or missing, where units or times differ, where a report
gives two numbers for one thing, or where only a bound is given (超过3万).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import median
from typing import Literal

from assistant.finding.find import Scope
from assistant.finding.fit import last_year, sums_years, told_at_its_end
from assistant.periods import months, spoken
from assistant.records import Computed, Finding, Moment, Operation, Query
from assistant.units import Amount, amount, comparable, counted_by, of
from assistant.written import place
from index.records import Figure, Period

#: Why nothing is computed.
Reason = Literal["few", "lacking", "hidden", "number", "units", "periods", "rates", "stands", "two", "bounds"]

#: Findings this close to the best one of a region are as good as it.
_AS_GOOD = 0.02
#: The same amount, written with fewer digits.
_ROUNDED = 0.005
#: What only bounds an amount; both ends of a range do too.
_BOUNDS = ("gt", "ge", "lt", "le")


@dataclass(frozen=True, slots=True)
class Totals:
    """What was computed from which findings, or why nothing was, and for the lack of whose number."""

    findings: tuple[Finding, ...] = ()
    computed: tuple[Computed, ...] = ()
    reason: Reason | Literal[""] = ""
    whose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Operand:
    finding: Finding
    figure: Figure
    amount: Amount
    unit: str  # as written, counted by what its sentence says
    period: Period | None


def main_figure(finding: Finding) -> Figure | None:
    """The figure that a finding is compared by: the first level or growth whose number is not hidden."""
    shown = [f for f in finding.figures if f.value is not None]
    now = [f for f in shown if f.role != "previous"]
    if now and all(
        f.role in ("change", "rate") for f in now
    ):  # 增支1.24亿元，增长5.8%: growth is compared by rates
        now = [f for f in now if f.role == "rate"] or now
    exact = [f for f in now if f.comparator not in ("gt", "lt")]  # 突破3万亿元、达3.6万亿元
    return next(iter(exact or now or shown), None)


def computed(query: Query, findings: Sequence[Finding], hidden: frozenset[str], scope: Scope) -> Totals:
    """What `query.operations` ask for; `hidden` are the reports that hide the number."""
    groups = _groups(query, findings, scope)
    if empty := [name for name, group in groups.items() if not group]:
        owners = {i for region in query.regions if region.name in empty for i in region.reports}
        masked = hidden & owners if owners else hidden
        return Totals(reason="hidden" if masked else "lacking", whose=tuple(empty))
    if query.multi and (masked := {scope.region_of(i) for i in hidden} - groups.keys()):
        return Totals(reason="hidden", whose=tuple(sorted(masked)))
    if len(groups) < 2:
        return Totals(reason="few")
    if query.counted is not None and len(groups) != query.counted:
        return Totals(reason="number", whose=tuple(groups))
    made = _meeting(query, list(groups.values()))
    if isinstance(made, Totals):
        return made
    if query.kind == "rank":
        made = sorted(made, key=lambda o: o.amount.value if query.ascending else -o.amount.value)
    done: list[Computed] = []
    shown: Sequence[_Operand] = made
    for operation in query.operations:
        one = _OPERATIONS[operation](query, made)
        if isinstance(one, str):
            return Totals(reason=one, whose=())
        text, shown = one
        done.append(Computed(operation, text, tuple(o.figure for o in shown)))
    return Totals(tuple(o.finding for o in shown), tuple(done))


def _groups(query: Query, findings: Sequence[Finding], scope: Scope) -> dict[str, list[_Operand]]:
    """The operands of each region, time or indicator that is to be put together with the others."""
    told = [f for f in findings if not (_grown(query, f) and any(g.role == "previous" for g in f.figures))]
    operands = [o for f in told if (o := _operand(f, scope)) is not None]
    if len(query.moments) > 1:
        return {
            named(m): [o for o in operands if o.finding.moment == n and _within(m, o)]
            for n, m in enumerate(query.moments)
        }
    if len(query.regions) > 1 and "share" not in query.operations:
        return {
            region.name: [o for o in operands if o.finding.claim.report in region.reports]
            for region in query.regions
        }
    if len(query.aspects) > 1 and not query.multi:
        return {a.label: [o for o in operands if o.finding.aspect == n] for n, a in enumerate(query.aspects)}
    regions = dict.fromkeys(o.finding.region for o in operands)
    return {name: [o for o in operands if o.finding.region == name] for name in regions}


def named(moment: Moment) -> str:
    """2023年, 今年计划: a moment as a sentence names it."""
    time = spoken(moment.period) or moment.text
    return time + {"planned": "计划", "actual": "实际", "estimated": "预计", None: ""}[moment.status]


def _within(moment: Moment, operand: _Operand) -> bool:
    """Whether the figure lies in the time of the moment: the sum of two years is neither year's."""
    p, own = moment.period, operand.period
    return p is None or (own is not None and p[0] <= own[0] and own[1] <= p[1])


def _grown(query: Query, finding: Finding) -> bool:
    return query.aspects[finding.aspect].asked in ("growth", "change")


def _operand(finding: Finding, scope: Scope) -> _Operand | None:
    figure = main_figure(finding)
    value = of(figure, finding.claim.quote) if figure else None
    if figure is None or value is None:
        return None
    period = figure.period or finding.claim.period or scope.origins[finding.claim.report].period
    if period and figure.role == "level" and not sums_years(finding.claim, figure):
        period = last_year(period)
    return _Operand(finding, figure, value, counted_by(figure, finding.claim.quote), period)


def _meeting(query: Query, groups: Sequence[Sequence[_Operand]]) -> list[_Operand] | Totals:
    """One operand of each group, all of one time (the latest that all have) and in comparable units."""
    across_years = len(query.moments) > 1
    shared = set.intersection(*({_time(o, across_years) for o in group} for group in groups))
    if shared:
        latest = max(shared, key=lambda t: (t[-1], t))
        best = [_best([o for o in group if _time(o, across_years) == latest]) for group in groups]
    elif _parts_do(query):  # all of the time asked, but of parts of it, which is said
        best = [_best(_widest(group)) for group in groups]
    else:
        return Totals(reason="periods")
    if len(best) == 2 and len(query.aspects) == 1:
        made = list(min(product(*best), key=lambda pair: _unlike(*pair)))
    else:
        made = [group[0] for group in best]
    if any(not comparable(made[0].amount, o.amount) for o in made):
        return Totals(reason="units")
    if two := [o for o, group in zip(made, best, strict=True) if _contradicted(o, group)]:
        return Totals(reason="two", whose=tuple(o.finding.region for o in two))
    return made


def _time(operand: _Operand, across_years: bool) -> tuple[str, ...]:
    """What must agree: the months, of what is told at their end its year; across years the months alone."""
    if operand.period is None:
        return ("",)
    if told_at_its_end(operand.figure):
        return ("",) if across_years else (operand.period[1][:4],)
    return tuple(month[5:] if across_years else month for month in operand.period)


def _parts_do(query: Query) -> bool:
    """Whether figures of parts of the time asked may be put together: a year less nine months is no difference."""
    timed = query.period is not None or query.relative is not None
    return timed and len(query.moments) < 2 and not {"difference", "ratio"} & set(query.operations)


def _widest(group: Sequence[_Operand]) -> list[_Operand]:
    """Those of a group that tell of the longest time: of a year rather than of its first half."""
    spans = [months(o.period) if o.period else 0 for o in group]
    return [o for o, span in zip(group, spans, strict=True) if span == max(spans)]


def _best(group: Sequence[_Operand]) -> list[_Operand]:
    top = max(o.finding.score for o in group)
    return [o for o in group if o.finding.score >= top - _AS_GOOD]


def _unlike(a: _Operand, b: _Operand) -> tuple[bool, bool]:
    """城市低保标准 is held against 城市低保标准 where both have it."""
    return not comparable(a.amount, b.amount), a.finding.claim.indicator != b.finding.claim.indicator


def _contradicted(operand: _Operand, group: Iterable[_Operand]) -> bool:
    """Whether the report gives another number for the same thing."""
    return any(
        o.finding.claim.indicator == operand.finding.claim.indicator
        and o.finding.claim.report == operand.finding.claim.report
        and comparable(o.amount, operand.amount)
        and abs(o.amount.value - operand.amount.value) > _ROUNDED * abs(operand.amount.value)
        for o in group
    )


def _difference(query: Query, made: Sequence[_Operand]) -> _Done:
    """Between two; of more than two between the highest and the lowest."""
    if any(_only_bounded(o) for o in made):
        return "bounds"
    if len(made) > 2:
        made = sorted(made, key=lambda o: -o.amount.value)
    one, two = made[0], made[-1]
    text = _text(abs(one.amount.value - two.amount.value), one, points=True)
    about = "约" if one.figure.comparator or two.figure.comparator else ""
    return about + text, made


#: 低于年初5.5%的目标, 完成年度目标60%: a plan that a report names when it looks back.
_NAMES_PLAN = re.compile(r"目标|计划|任务|预期(?!寿命)|预算数")


#: 目标增长6%，实际完成1468亿元.
_NAMES_RESULT = re.compile(r"实际(?:完成|达到?|增长|为)?$")


def _planned(operand: _Operand) -> bool:
    figure, claim = operand.figure, operand.finding.claim
    if figure.status == "planned":
        return True
    at = place(figure, claim)
    around = claim.quote[max(0, at - 5) : at] + claim.quote[at + len(figure.text) : at + len(figure.text) + 4]
    near = re.split(r"[，,；;。、]", around)
    if _NAMES_RESULT.search(claim.quote[max(0, at - 5) : at]):
        return False
    return bool(_NAMES_PLAN.search(figure.indicator[-4:]) or any(_NAMES_PLAN.search(part) for part in near))


def _only_bounded(operand: _Operand) -> bool:
    """Whether the figure gives only a bound (超过3万); of a plan the bound is what is aimed at (436亿斤以上)."""
    return operand.figure.comparator in _BOUNDS and operand.figure.status != "planned"


def _ratio(query: Query, made: Sequence[_Operand]) -> _Done:
    """How many times the second the first is."""
    if any(o.figure.comparator in _BOUNDS for o in made):
        return "bounds"
    one, two = made[0], made[-1]
    if not two.amount.value:
        return "units"
    times = one.amount.value / two.amount.value
    return f"{times:.2f}".rstrip("0").rstrip(".") + f"倍（{100 * times:.1f}%）", made


def _share(query: Query, made: Sequence[_Operand]) -> _Done:
    """The part of the sum that the first of an order, or the one region named, has."""
    if _is_ratio(made[0]):
        return "rates"
    if any(o.figure.comparator in ("lt", "le") for o in made):
        return "bounds"
    own = query.regions[0].reports if len(query.regions) == 1 else ()
    part = next((o for o in made if o.finding.claim.report in own), made[0])
    total = sum(o.amount.value for o in made)
    if total <= 0:
        return "units"
    about = "约" if any(o.figure.comparator for o in made) else ""
    return f"{about}{100 * part.amount.value / total:.1f}%", made


def _sum(query: Query, made: Sequence[_Operand]) -> _Done:
    if _is_ratio(made[0]):
        return "rates"
    if len(query.moments) > 1 and any(told_at_its_end(o.figure) for o in made):
        return "stands"
    return _put_together(query, made, sum(o.amount.value for o in made))


def _mean(query: Query, made: Sequence[_Operand]) -> _Done:
    return _put_together(query, made, sum(o.amount.value for o in made) / len(made))


def _median(query: Query, made: Sequence[_Operand]) -> _Done:
    return _put_together(query, made, median(o.amount.value for o in made))


def _put_together(query: Query, made: Sequence[_Operand], value: float) -> _Done:
    if any(o.figure.comparator in ("lt", "le") for o in made):
        return "bounds"
    signs = {o.figure.comparator for o in made}
    about = "约" if "approx" in signs else "至少" if signs & {"gt", "ge"} else ""
    ordered = made if len(query.moments) > 1 else sorted(made, key=lambda o: -o.amount.value)
    return about + _text(value, made[0]), ordered


def _is_ratio(operand: _Operand) -> bool:
    return operand.amount.unit in ("%", "个百分点", "倍") or operand.figure.role == "rate"


#: 完成年初预算的93.3%: a result held against its plan by the report itself.
_COMPLETED = re.compile(r"(?:完成|占|为)[^，]{0,8}(?:预算|目标|任务|计划)数?(?:的?比例)?$")


@dataclass(frozen=True, slots=True)
class _Attained:
    """A result beside its plan, or a rate of completion alone (`plan` is `None`)."""

    result: _Operand
    plan: _Operand | None
    reached: bool
    rate: float  # of the plan, in percent
    text: str

    @property
    def operands(self) -> tuple[_Operand, ...]:
        return (self.result, self.plan) if self.plan else (self.result,)


def attained(query: Query, findings: Sequence[Finding], hidden: frozenset[str], scope: Scope) -> Totals:
    """For each region and its latest year its plan beside its result, or the rate of completion that the report gives,
    and whether the plan was reached; those that a question asks for (哪些县没完成, 只完成不到七成) alone."""
    told: dict[tuple[str, Period], list[_Operand]] = {}
    for finding in findings:
        for figure in finding.figures:
            operand = _operand(replace(finding, figures=(figure,)), scope)
            if operand is not None and operand.period:
                told.setdefault((finding.region, operand.period), []).append(operand)
    latest: dict[str, tuple[Period, _Attained]] = {}
    for (region, period), operands in told.items():
        row = _held_against_plan(operands)
        if row is not None and (region not in latest or latest[region][0] < period):
            latest[region] = period, row
    rows = [row for _, row in latest.values()]
    bound = query.threshold
    if bound and bound.unit == "%":
        rows = [row for row in rows if bound.holds(row.rate)]
    elif query.which or (query.negated and not query.regions):
        rows = [row for row in rows if row.reached is not query.negated]
    if not rows:
        return Totals(reason="lacking", whose=("计划与实际",))
    made = tuple(o.finding for row in rows for o in row.operands)
    done = tuple(Computed("attain", row.text, tuple(o.figure for o in row.operands)) for row in rows)
    return Totals(made, done)


def _held_against_plan(operands: Sequence[_Operand]) -> _Attained | None:
    """What operands of one region and year say of plan and result: both where both stand, else the rate."""
    rates = [o for o in operands if o.unit == "%" and _COMPLETED.search(o.figure.indicator)]
    plans = [o for o in operands if o not in rates and _planned(o)]
    results = [o for o in operands if o not in rates and not _planned(o)]
    if plans and results:
        pairs = [p for p in product(_best(plans), _best(results)) if comparable(p[0].amount, p[1].amount)]
        if pairs:
            plan, result = min(pairs, key=lambda pair: _unlike(*pair))
            step = result.amount.value - plan.amount.value
            way = "高于计划" if step > 0 else "低于计划"
            text = way + _text(abs(step), plan, points=True) if step else "与计划持平"
            rate = 100 * result.amount.value / plan.amount.value if plan.amount.value else 100.0
            return _Attained(result, plan, step >= 0, rate, text)
    if rates:
        rate = _best(rates)[0]
        value = rate.amount.value
        return _Attained(rate, None, value >= 100, value, "完成计划" if value >= 100 else "未完成计划")
    return None


#: What is shown and from which operands, or why nothing is computed.
_Done = tuple[str, Sequence[_Operand]] | Reason
#: `attain` is worked out by `attained`, for each region by itself.
_OPERATIONS: dict[Operation, Callable[[Query, Sequence[_Operand]], _Done]] = {
    "difference": _difference,
    "ratio": _ratio,
    "share": _share,
    "sum": _sum,
    "mean": _mean,
    "median": _median,
}


def _text(value: float, like: _Operand, *, points: bool = False) -> str:
    """A comparable amount in the unit that the operand is written in; ratios differ by 个百分点."""
    unit = "个百分点" if points and like.unit == "%" else like.unit
    shown = f"{value / amount(1.0, like.unit).value:.4f}".rstrip("0").rstrip(".")
    return shown + unit


def steps(findings: Iterable[Finding]) -> tuple[Computed, ...]:
    """The step between the two ends of a transition, where the report does not state it itself."""
    out: list[Computed] = []
    for f in findings:
        before = [g for g in f.figures if g.role == "previous" and g.value is not None]
        after = [g for g in f.figures if g.role == "level" and g.value is not None]
        if len(before) != 1 or len(after) != 1 or any(g.role == "change" for g in f.claim.figures):
            continue
        a, b = of(before[0]), of(after[0])
        if a is None or b is None or not comparable(a, b) or before[0].unit != after[0].unit:
            continue
        step = round((after[0].value or 0) - (before[0].value or 0), 6)
        unit = after[0].unit if after[0].unit != "%" else "个百分点"
        out.append(Computed("step", f"{step:+g}{unit}", (before[0], after[0])))
    return tuple(out)
