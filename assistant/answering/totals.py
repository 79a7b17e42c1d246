"""Sums, averages and differences: computed from figures that may be put together, else refused with why.

Operands are of one indicator and one time in several regions, or of several times or several indicators in one
region. Nothing is computed where an operand is hidden or missing, where units or times differ, where a report
gives two numbers for one thing, or where only a bound is given (超过3万).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from assistant.finding.find import Scope
from assistant.finding.fit import last_year, sums_years, told_at_its_end
from assistant.records import Computed, Finding, Query
from assistant.units import Amount, amount, comparable, counted_by, of
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


def totalled(query: Query, findings: Sequence[Finding], hidden: frozenset[str], scope: Scope) -> Totals:
    """The sum or average that was asked for, or with `query.differs` the difference; `hidden` are the reports
    that hide the number."""
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
    return _difference(made) if query.differs else _total(query, made)


def _groups(query: Query, findings: Sequence[Finding], scope: Scope) -> dict[str, list[_Operand]]:
    """The operands of each region, time or indicator that is to be put together with the others."""
    told = [f for f in findings if not (_grown(query, f) and any(g.role == "previous" for g in f.figures))]
    operands = [o for f in told if (o := _operand(f, scope)) is not None]
    if len(query.periods) > 1:
        return {
            f"{p[0][:4]}年": [o for o in operands if o.period and p[0] <= o.period[0] and o.period[1] <= p[1]]
            for p in query.periods
        }
    if len(query.regions) > 1:
        return {
            region.name: [o for o in operands if o.finding.claim.report in region.reports]
            for region in query.regions
        }
    if len(query.aspects) > 1 and not query.multi:
        return {a.label: [o for o in operands if o.finding.aspect == n] for n, a in enumerate(query.aspects)}
    regions = dict.fromkeys(o.finding.region for o in operands)
    return {name: [o for o in operands if o.finding.region == name] for name in regions}


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
    across_years = len(query.periods) > 1
    shared = set.intersection(*({_time(o, across_years) for o in group} for group in groups))
    if not shared:
        return Totals(reason="periods")
    latest = max(shared, key=lambda t: (t[-1], t))
    best = [_best([o for o in group if _time(o, across_years) == latest]) for group in groups]
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


def _difference(made: Sequence[_Operand]) -> Totals:
    """Between two; of more than two between the highest and the lowest."""
    if any(o.figure.comparator in _BOUNDS for o in made):
        return Totals(reason="bounds")
    if len(made) > 2:
        made = sorted(made, key=lambda o: -o.amount.value)
    one, two = made[0], made[-1]
    text = _text(abs(one.amount.value - two.amount.value), one, points=True)
    about = "约" if one.figure.comparator or two.figure.comparator else ""
    return _made("difference", about + text, made)


def _total(query: Query, made: Sequence[_Operand]) -> Totals:
    if any(o.figure.comparator in ("lt", "le") for o in made):
        return Totals(reason="bounds")
    ratio = made[0].amount.unit in ("%", "个百分点", "倍") or made[0].figure.role == "rate"
    if query.kind == "sum" and ratio:
        return Totals(reason="rates")
    if query.kind == "sum" and len(query.periods) > 1 and any(told_at_its_end(o.figure) for o in made):
        return Totals(reason="stands")
    total = sum(o.amount.value for o in made)
    value = total if query.kind == "sum" else total / len(made)
    signs = {o.figure.comparator for o in made}
    about = "约" if "approx" in signs else "至少" if signs & {"gt", "ge"} else ""
    ordered = made if len(query.periods) > 1 else sorted(made, key=lambda o: -o.amount.value)
    return _made("sum" if query.kind == "sum" else "average", about + _text(value, made[0]), ordered)


def _made(label: str, text: str, operands: Sequence[_Operand]) -> Totals:
    computed = Computed(label, text, tuple(o.figure for o in operands))
    return Totals(tuple(o.finding for o in operands), (computed,))


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
