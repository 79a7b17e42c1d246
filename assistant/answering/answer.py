"""Findings and passages made into an `Answer`: ordered, counted, compared, and covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from assistant.answering import wording
from assistant.answering.compute import attained, computed, main_figure, steps
from assistant.finding.find import Found, Scope
from assistant.finding.fit import asked_period, is_future
from assistant.finding.told import names_number, speaks
from assistant.periods import year_of
from assistant.records import Answer, Cited, Computed, Coverage, Finding, Query
from assistant.units import Amount, comparable, of
from index.messages import Message
from index.records import Origin, Period

#: By report, what of its file could not be read.
Gaps: TypeAlias = Mapping[str, tuple[Message, ...]]

if TYPE_CHECKING:
    from assistant.checks.records import Discrepancy


def compose(
    query: Query,
    found: Found,
    scope: Scope,
    passages: tuple[Cited, ...],
    sure: bool,
    origins: Mapping[str, Origin],
    gaps: Gaps,
) -> Answer:
    """The answer to `query`. `sure` tells whether the passages answer by themselves, `gaps` of the reports that
    were read in part what is missing.
    """
    findings = found.findings
    if speaks(query) and query.subject and scope.reports:
        answer = _from_mentions(query, found, scope)
    elif query.kind == "passage" or (sure and tells(query, found)):
        answer = _from_passages(query, found, scope, passages, sure)
    elif findings:
        answer = _from_findings(query, found, scope)
    elif query.view == "silent" and query.subject and scope.reports:  # that nobody says it is the answer
        answer = Answer(query, True, coverage=_coverage(found, scope, ()))
    else:
        answer = Answer(query, False, passages=passages[:3], coverage=_coverage(found, scope, ()))
    if not answer.answered:
        answer = replace(answer, missing=wording.missing(query, found, scope, origins))
    return wording.worded(_with_gaps(answer, scope, gaps), scope)


def _with_gaps(answer: Answer, scope: Scope, gaps: Gaps) -> Answer:
    unread = tuple((report, gaps[report]) for report in sorted(scope.reports & gaps.keys()))
    return replace(answer, coverage=replace(answer.coverage, unread=unread))


def checked(query: Query, scope: Scope, found: Sequence[Discrepancy], gaps: Gaps) -> Answer:
    """Figures that do not add up, each with the sentences they stand in."""
    findings = tuple(
        Finding(stated.claim, scope.region_of(stated.claim.report), (stated.figure,), 1.0)
        for one in found
        for stated in one.figures
    )
    answering = tuple(dict.fromkeys(one.report for one in found))
    computed = tuple(Computed("check", one.message, tuple(s.figure for s in one.figures)) for one in found)
    silent = tuple(sorted(scope.reports - set(answering)))
    coverage = Coverage(tuple(sorted(scope.reports)), answering, silent=silent)
    answer = Answer(query, bool(found), findings, coverage=coverage, computed=computed)
    if not found:
        answer = replace(answer, missing=wording.nothing_wrong(query, scope))
    return wording.worded(_with_gaps(answer, scope, gaps), scope)


def tells(query: Query, found: Found) -> bool:
    """Whether passages answer better than what was found: a matter of which no figure speaks at any time."""
    if any(f.figures for f in found.findings) or found.other_period:
        return False
    return _narrative(query) and (not found.findings or query.kind == "lookup")


def _narrative(query: Query) -> bool:
    """Whether sentences may answer: nothing was asked that only a figure or a direction can answer."""
    aspect = query.aspects[0]
    plain_ask = aspect.asked == "any" and not aspect.units and not aspect.head and not names_number(aspect)
    return plain_ask and query.kind in ("lookup", "list") and not query.direction and not query.threshold


def _from_passages(
    query: Query, found: Found, scope: Scope, passages: tuple[Cited, ...], sure: bool
) -> Answer:
    timed = tuple(p for p in passages if in_time(query, scope.origins[p.passage.report]))
    answering = tuple(dict.fromkeys(p.passage.report for p in timed)) if sure else ()
    coverage = _coverage(found, scope, answering)
    return Answer(query, sure and bool(timed), passages=timed or passages, coverage=coverage)


def _from_mentions(query: Query, found: Found, scope: Scope) -> Answer:
    """Which reports speak of a matter, and which do not; that nobody does answers the second question only."""
    answering = tuple(dict.fromkeys(f.claim.report for f in found.findings))
    coverage = _coverage(found, scope, answering)
    if query.view == "silent":
        return Answer(query, True, coverage=coverage)
    count = len({f.region for f in found.findings}) if query.kind == "count" else None
    return Answer(query, bool(answering), _once(found.findings), coverage=coverage, count=count)


def in_time(query: Query, origin: Origin) -> bool:
    """Whether the report speaks of the time asked about, looking back or ahead."""
    asked = asked_period(query, origin)
    if asked is None or origin.period is None:
        return query.relative is None or asked is not None or origin.period is None
    if is_future(asked, origin):
        return origin.plan_period is not None and asked[0] <= origin.plan_period[1]
    return asked[0] <= origin.period[1] and origin.period[0] <= asked[1]


def _from_findings(query: Query, found: Found, scope: Scope) -> Answer:
    findings = _once(found.findings)
    count: int | None = None
    worked: tuple[Computed, ...] = ()
    note = ""
    match query.kind:
        case "rank":
            findings = ranked(query, findings)
        case "compare":
            findings = _by_region(query, findings)
        case "count":
            count = len({_region_key(f) for f in findings})
        case "trend":
            findings = tuple(sorted(findings, key=lambda f: (f.region, _time(f), f.claim.start)))
        case "list" if query.threshold is not None or query.top is not None:
            findings = ranked(query, findings)
        case _:
            pass
    if query.operations:
        # of 前三 only three are put together
        every = "attain" in query.operations or (query.kind == "rank" and query.top is None)
        operands = found.findings if every else findings
        work = attained if "attain" in query.operations else computed
        totals = work(query, _once(operands), found.hidden, scope)
        kept = query.kind == "rank" or query.differs or "attain" in query.operations
        findings = totals.findings or (findings if kept else ranked(query, findings))
        worked = totals.computed
        note = wording.not_computed(query, totals) if totals.reason else ""
    elif query.kind in ("compare", "lookup", "rank", "list"):
        worked = steps(findings)
    # of all that was found: 前三 shows three of the reports that answer
    answering = tuple(dict.fromkeys(f.claim.report for f in (*findings, *found.findings)))
    answer = Answer(
        query, True, findings, coverage=_coverage(found, scope, answering), count=count, computed=worked
    )
    return replace(answer, missing=note)


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without those that a report says again, in its table or in fewer words."""
    out: list[Finding] = []
    told: dict[tuple[str, int, str], list[set[tuple[object, ...]]]] = {}
    for f in findings:
        said: set[tuple[object, ...]] = {(g.value, g.unit.split("/")[0], g.role, g.period) for g in f.figures}
        before = told.setdefault((f.claim.report, f.aspect, f.claim.indicator), [])
        if said and None not in {g.value for g in f.figures} and any(said <= other for other in before):
            continue
        before.append(said)
        out.append(f)
    return tuple(out)


def _whole_years(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without those of a part of a year of which another of the region tells the whole."""
    whole = {(f.region, f.aspect, p[0][:4]) for f in findings if (p := _span(f)) and p == year_of(p)}

    def part(f: Finding) -> bool:
        p = _span(f)
        return p is not None and p != year_of(p) and (f.region, f.aspect, p[1][:4]) in whole

    return tuple(f for f in findings if not part(f))


def _span(finding: Finding) -> Period | None:
    main = main_figure(finding)
    return (main.period if main else None) or finding.claim.period


def _region_key(finding: Finding) -> str:
    return finding.region


def _coverage(found: Found, scope: Scope, answering: tuple[str, ...]) -> Coverage:
    hidden = tuple(sorted(found.hidden - set(answering)))
    unmet = tuple(sorted((found.unmet.keys() & scope.reports) - set(answering) - set(hidden)))
    silent = tuple(sorted(scope.reports - set(answering) - set(hidden) - set(unmet)))
    reasons = tuple(found.unmet[report] for report in unmet)
    return Coverage(tuple(sorted(scope.reports)), answering, hidden, unmet, reasons, silent)


def _time(finding: Finding) -> str:
    period = next((f.period for f in finding.figures if f.period), finding.claim.period)
    return period[1] if period else ""


def ranked(query: Query, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings by their amounts, highest first (lowest where asked); one of each report, the best match."""
    best: dict[tuple[str, str, str], Finding] = {}
    whole = _whole_years(findings)
    yearly = {f.claim.report for f in findings} - {f.claim.report for f in whole}  # left out with their parts
    lost = {(f.region, _time(f)[:4]) for f in findings if f.claim.report in yearly}
    for f in whole:
        if main_figure(f) is None:
            continue
        year = _time(f)[:4]
        key = (f.claim.report, f.region, year if (f.region, year) in lost else "")
        if key not in best or _closer(f, best[key]):
            best[key] = f
    grown = query.aspects[0].asked in ("growth", "change")
    known = [(a, f) for f in best.values() if (a := _compared(f, grown)) is not None]
    if not known:
        return findings
    unit = _usual(tuple(a for a, _ in known))
    alike = [(a, f) for a, f in known if comparable(a, unit)]
    other = [f for a, f in known if not comparable(a, unit)]
    ascending = query.ascending
    if query.aspects[0].asked == "growth" and query.direction == "down":  # 降幅最大 is the lowest growth
        ascending = not ascending
        alike = [(a, f) for a, f in alike if a.value < 0] or alike
    alike.sort(key=lambda pair: (pair[0].value if ascending else -pair[0].value, pair[1].claim.report))
    out = [f for _, f in alike]
    if query.top:
        return tuple(out[: query.top])
    return tuple(out + other)


def _compared(finding: Finding, grown: bool) -> Amount | None:
    """What a finding is ordered by; where growth is asked and only its two ends are given, the step between."""
    figure = main_figure(finding)
    amount = of(figure, finding.claim.quote) if figure else None
    before = next((f for f in finding.figures if f.role == "previous"), None)
    if not (grown and figure and before and amount and figure.role == "level"):
        return amount
    was = of(before, finding.claim.quote)
    return replace(amount, value=amount.value - was.value) if was and comparable(was, amount) else None


def _closer(a: Finding, b: Finding) -> bool:
    if abs(a.score - b.score) > 0.02:
        return a.score > b.score
    one, two = main_figure(a), main_figure(b)
    if one is None or two is None:
        return two is None
    x, y = of(one, a.claim.quote), of(two, b.claim.quote)
    return (
        _time(a) > _time(b)
        if _time(a) != _time(b)
        else bool(x and y and comparable(x, y) and x.value > y.value)
    )


def _usual(amounts: tuple[Amount, ...]) -> Amount:
    counts = Counter((a.unit, a.per) for a in amounts)
    return max(amounts, key=lambda a: counts[a.unit, a.per])


def _by_region(query: Query, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    order = {i: n for n, region in enumerate(query.regions) for i in region.reports}
    return tuple(sorted(findings, key=lambda f: (order.get(f.claim.report, 99), -f.score, f.claim.report)))
