"""The claims that answer a question: every one in scope that says what is asked, of the time asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from assistant.evidence import Evidence
from assistant.finding.fit import (
    asked_period,
    both_ends,
    by_year,
    effective_status,
    is_future,
    moves_growth,
    names_fall,
    names_growth,
    period_fit,
    reports_on,
    role_fits,
    status_fits,
    sums_years,
    told_at_its_end,
)
from assistant.finding.match import OTHER, OTHER_IN_LIST, Match, is_event, matches
from assistant.periods import months
from assistant.records import Aspect, Finding, Query
from assistant.units import fits_unit, passes
from assistant.words import Lexicon
from assistant.written import ends
from index.records import Claim, Figure, Origin, Period

#: A claim must hold this much of what is asked to be an answer, and this much of what the best one holds.
SURE, SURE_MORE, BESIDE_BEST = 0.45, 0.4, 0.85
#: Lists and counts must be complete: a report whose claim is somewhat narrower still counts.
BESIDE_BEST_LIST = 0.7
#: Within one report, claims this close to its best one are of one kind (城市低保 beside 农村低保).
BESIDE_OWN_BEST = 0.78
#: A deed is told over several sentences, of which each holds a part of the words.
BESIDE_OWN_DEED = 0.6
#: A lookup shows so many figures, and of each further report that answers its best finding.
LOOKUP_FIGURES = 8


#: Why a report that speaks of the indicator does not answer: `named` where only its text names it,
#: `narrower` where it tells of a part only. The nearer a claim comes to answering, the later its reason.
Unmet = Literal["named", "narrower", "status", "direction", "numberless", "period", "quantity", "threshold"]
_NEARNESS: tuple[Unmet, ...] = get_args(Unmet)


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports asked, with what each speaks for."""

    origins: dict[str, Origin]
    reports: frozenset[str]
    region_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and why claims that speak of the subject do not answer."""

    findings: tuple[Finding, ...] = ()
    hidden: frozenset[str] = frozenset()  # reports that hide the number
    unmet: Mapping[str, Unmet] = field(default_factory=dict)  # speak of it, but not as asked: why not
    other_period: tuple[Finding, ...] = ()  # answers for another time
    other_status: tuple[Finding, ...] = ()  # planned where achieved is asked, or the reverse
    numberless: tuple[Finding, ...] = ()
    other_quantity: tuple[Finding, ...] = ()  # a level where growth is asked, or the reverse


def find(query: Query, evidence: Evidence, scope: Scope) -> Found:
    """Findings for each aspect of the question, best first; plans only where nothing was achieved yet."""
    if len(query.moments) > 1:
        if (whole := whole_span(query)) and (query.kind == "trend" or "sum" in query.operations):
            found = find(replace(query, period=whole, moments=()), evidence, scope)
            if any(f.period == whole for finding in found.findings for f in finding.figures):
                return found  # a report may tell of all the years at once: 2021到2025年新增就业
        return each_moment(query, evidence, scope)
    found = _find(query, evidence, scope, plans=False)
    if not found.findings and query.status == "estimated":
        found = _find(replace(query, status=None), evidence, scope, plans=False)
    elif (
        not found.findings
        and query.status is None
        and not any(reports_on(query, scope.origins[i]) for i in scope.reports)
    ):
        found = _find(query, evidence, scope, plans=True)
    return _with_mentions(query, found, evidence, scope)


def whole_span(query: Query) -> Period | None:
    """From the first to the last of the years asked for, where they are years without plans set beside results."""
    years = query.years
    return (years[0][0], years[-1][1]) if years and not any(m.status for m in query.moments) else None


def each_moment(query: Query, evidence: Evidence, scope: Scope) -> Found:
    """What is found for each of several moments that the question names."""
    out = Found()
    for number, moment in enumerate(query.moments):
        one = find(query.at(moment), evidence, scope)
        known = {(f.aspect, f.claim.location, f.figures) for f in out.findings}
        more = tuple(
            replace(f, moment=number)
            for f in one.findings
            if (f.aspect, f.claim.location, f.figures) not in known
        )
        out = replace(
            one,
            findings=out.findings + more,
            hidden=out.hidden | one.hidden,
            unmet={**one.unmet, **out.unmet},
        )
    return out


def named(query: Query, evidence: Evidence, scope: Scope) -> Found:
    """No findings, and the reports whose text names what is asked: for questions that passages answer."""
    return _with_mentions(query, Found(), evidence, scope)


def _with_mentions(query: Query, found: Found, evidence: Evidence, scope: Scope) -> Found:
    """`found` with the reports whose text names what is asked though no claim of theirs tells of it."""
    known = {f.claim.report for f in found.findings} | found.hidden | found.unmet.keys()
    left = scope.reports - known
    if not left or not query.aspects:
        return found
    naming = evidence.naming(query.aspects[0], left, core_only=query.kind == "passage")
    unmet: dict[str, Unmet] = {**found.unmet}
    unmet.update((report, "named") for report in sorted(naming))
    return replace(found, unmet=unmet)


def _find(query: Query, evidence: Evidence, scope: Scope, *, plans: bool) -> Found:
    parts = [_find_aspect(query, n, aspect, evidence, scope, plans) for n, aspect in enumerate(query.aspects)]
    if not parts:
        return Found()
    first = parts[0]
    for part in parts[1:]:
        if not part.findings:
            continue
        reports = {f.claim.report for f in first.findings}
        every = query.multi or len(query.regions) > 1
        beside = tuple(f for f in part.findings if every or not reports or f.claim.report in reports)
        first = replace(
            first,
            findings=first.findings + (beside or part.findings),
            hidden=first.hidden | part.hidden,
            unmet={**part.unmet, **first.unmet},
        )
    return first


def _find_aspect(
    query: Query, number: int, aspect: Aspect, evidence: Evidence, scope: Scope, plans: bool
) -> Found:
    lexicon = evidence.lexicon
    good: list[tuple[float, Finding]] = []
    other_period: list[Finding] = []
    other_status: list[Finding] = []
    numberless: list[Finding] = []
    other_quantity: list[Finding] = []
    unmet: dict[str, Unmet] = {}
    narrower: dict[str, Unmet] = {}
    withheld: set[str] = set()
    for match in matches(aspect, evidence, scope.reports):
        claim = evidence.claims[match.claim]
        if match.score < (SURE_MORE if number else SURE):
            continue
        if _other(query, aspect, match, claim):
            narrower[claim.report] = "narrower"
            continue
        origin = scope.origins[claim.report]
        verdict = _judge(query, aspect, claim, origin, lexicon, plans)
        made = Finding(
            claim,
            scope.region_of(claim.report),
            verdict.figures,
            match.score * verdict.fit,
            number,
            reasons=match.reasons,
            linked=match.linked,
        )
        if verdict.why:
            before = unmet.get(claim.report)
            if before is None or _NEARNESS.index(verdict.why) > _NEARNESS.index(before):
                unmet[claim.report] = verdict.why
        if verdict.why == "threshold" and made.masked:
            withheld.add(claim.report)
        if verdict.answers:
            good.append((match.score, made))
            narrower[claim.report] = "narrower"  # stays where better ones of other reports leave it out
        elif verdict.why == "period":
            other_period.append(made)
        elif verdict.why == "status":
            other_status.append(made)
        elif verdict.why == "numberless":
            numberless.append(made)
        elif verdict.why == "quantity":
            other_quantity.append(made)
    if query.negated and query.direction:
        good = _unmoved(query, good, unmet)
    best = max((score for score, _ in good), default=0.0)
    beside = BESIDE_BEST if query.kind == "lookup" else BESIDE_BEST_LIST
    own = BESIDE_OWN_BEST
    if is_event(aspect):
        beside, own = 0.0, BESIDE_OWN_DEED
    if aspect.asked == "transition" and any(_has_both_ends(f) for _, f in good):
        good = [(score, f) for score, f in good if _has_both_ends(f)]
    shown, hidden = _unhidden(query, aspect, _own_best(good, best * beside, own))
    return Found(
        tuple(_ordered(query, shown)),
        frozenset(hidden | (withheld - {f.claim.report for f in shown})),
        narrower | unmet,
        tuple(other_period[:5]),
        tuple(other_status[:5]),
        tuple(numberless[:5]),
        tuple(other_quantity[:5]),
    )


def _other(query: Query, aspect: Aspect, match: Match, claim: Claim) -> bool:
    """Whether the claim's indicator is a narrower one that must not stand beside the asked one."""
    if query.kind != "lookup" and any(t.core and t.text == "核减率" for t in aspect.terms):
        assessed = (
            "绩效" in claim.quote and "评审" not in claim.quote
        )  # an assessment's rate is none of reviews
        if assessed != ("绩效" in aspect.said):
            return True
    if query.kind != "lookup" and _is_account(aspect):  # 亩均税收 is no sum of taxes
        asked = aspect.said + "".join(t.text for t in aspect.terms)
        if any(per in claim.indicator and per not in asked for per in ("亩均", "户均", "人均")):
            return True
    if query.kind == "compare" and query.regions and not query.differs:
        return not match.exact(OTHER_IN_LIST)
    if query.kind in ("list", "count") and query.threshold is None:
        return not is_event(aspect) and not match.exact(OTHER if _is_account(aspect) else OTHER_IN_LIST)
    return query.kind != "lookup" and not match.exact()


def _is_account(aspect: Aspect) -> bool:
    """Whether one name of an account is asked for: what stands before it there (磷矿税收) makes it another."""
    needed = [t for t in aspect.terms if not t.optional]
    return len(needed) == 1 and len(needed[0].text) >= 4 and needed[0].text.endswith(("收入", "支出"))


#: Said of what did not move.
_STAYED = re.compile(r"持平|不变|未作?调整|没有调整|未调整|维持|暂缓|暂不")


#: A report's own plan is no result, though its number is a fact: 一般公共预算收入|年初预算.
_BUDGETED = re.compile(
    r"(?<!完成)(?<![占为达超])(?:年初|期初|调整|变动|全年|年度|当年)(?:预算|计划|目标|任务)(?:数|值|额)?$"
)


@dataclass(frozen=True, slots=True)
class _Verdict:
    answers: bool
    figures: tuple[Figure, ...] = ()
    fit: float = 0.0
    why: Unmet | Literal[""] = ""


def _judge(
    query: Query, aspect: Aspect, claim: Claim, origin: Origin, lexicon: Lexicon, plans: bool
) -> _Verdict:
    asked = asked_period(query, origin)
    if asked is None and query.relative is not None:
        return _Verdict(False, why="period")
    future = plans and is_future(asked, origin)

    def stated(status: str, period: Period | None) -> bool:
        return status_fits(query, effective_status(status, period, origin), future)

    if query.status == "actual" and _BUDGETED.search(claim.indicator):
        return _Verdict(False, claim.figures, 1.0, "status")
    if not stated(claim.status, claim.period) and not any(stated(f.status, f.period) for f in claim.figures):
        return _Verdict(False, claim.figures, 1.0, "status")
    if query.direction and _filters_direction(query, aspect) and _moves(query, claim) is query.negated:
        return _Verdict(False, why="direction")
    if not claim.figures:
        if (
            aspect.asked != "any"
            or aspect.units
            or query.threshold
            or query.kind in ("rank", "trend")
            or query.operations
        ):
            return _Verdict(False, why="numberless")
        if query.kind == "lookup" and aspect.head:
            return _Verdict(False, why="numberless")
        fit = period_fit(asked, claim.period, None, claim, origin)
        return _Verdict(fit > 0, (), fit * 0.97, "" if fit > 0 else "period")
    fitting = [f for f in claim.figures if role_fits(f, aspect, asked) and fits_unit(f, aspect, lexicon)]
    fitting = [f for f in fitting if _pace_fits(query, claim, f, asked)]
    if not fitting and aspect.asked in ("growth", "change"):  # 由75元提高到80元 tells how much it rose
        fitting = [f for f in both_ends(claim) if not aspect.units or fits_unit(f, aspect, lexicon)]
    if not fitting:
        return _Verdict(False, why="quantity")
    fitting = [f for f in fitting if stated(f.status, f.period)]
    if not fitting:
        return _Verdict(False, claim.figures, 1.0, "status")
    timed = [
        (0.0, f)
        if _only_part(query, f, claim, origin)
        else (period_fit(asked, f.period or claim.period, f, claim, origin), f)
        for f in fitting
    ]
    fit = max(t for t, _ in timed)
    if fit <= 0:
        return _Verdict(False, tuple(fitting), 1.0, "period")
    stepped = aspect.asked in ("growth", "change") and any(f.role == "previous" for f in fitting)
    whole = stepped or aspect.asked in ("any", "transition")
    kept = tuple(f for t, f in timed if t > 0 or (whole and f.role == "previous"))
    if query.threshold is not None:
        falls = query.direction == "down" and aspect.asked == "growth"
        passing = tuple(
            f
            for f in kept
            if all(passes(end, query.threshold, claim.quote, falls=falls) for end in ends(f, claim))
        )
        if not passing:
            return _Verdict(False, kept, why="threshold")
        kept = passing
    if not whole and len(kept) > 1:
        kept = tuple(f for t, f in timed if t >= fit - 0.01 and f in kept)
    return _Verdict(True, kept, fit)


def _only_part(query: Query, figure: Figure, claim: Claim, origin: Origin) -> bool:
    """Whether the figure tells of a part of the year where the whole is asked for (全年): half a year's revenue."""
    has = figure.period or claim.period or origin.period
    return "全年" in query.period_text and bool(has and months(has) < 12) and not told_at_its_end(figure)


def _pace_fits(query: Query, claim: Claim, figure: Figure, asked: Period | None) -> bool:
    """A yearly average answers a question about one; sums over years stand in no order with single years."""
    yearly = by_year(claim, figure)
    if query.yearly:
        return yearly
    if asked is not None:  # 年均增长2.8% is not what one year grew by
        grown = query.aspects[0].asked in ("growth", "change") and figure.role in ("rate", "change")
        return not (yearly and grown and asked[0][:4] == asked[1][:4])
    return query.kind in ("lookup", "list", "count") or not (yearly or sums_years(claim, figure))


def _unmoved(
    query: Query, found: list[tuple[float, Finding]], unmet: Mapping[str, Unmet]
) -> list[tuple[float, Finding]]:
    """Of those that did not move the asked way the claims that say so (it stayed, or went the other way); of a report
    with a claim that did move so none."""
    moved = {report for report, why in unmet.items() if why == "direction"}
    return [
        (score, f)
        for score, f in found
        if f.claim.report not in moved
        and (f.claim.direction not in (None, query.direction) or _STAYED.search(f.claim.quote))
    ]


def _has_both_ends(finding: Finding) -> bool:
    return any(f.role == "previous" for f in finding.figures)


def _filters_direction(query: Query, aspect: Aspect) -> bool:
    return query.kind in ("list", "count") and (aspect.asked != "growth" or query.filters)


def _moves(query: Query, claim: Claim) -> bool:
    """Whether the claim goes the asked way; a target (占比达到70%) need not say that it is a rise."""
    direction = query.direction
    if direction == "flat" and "持平" in claim.quote:
        return True
    if query.status == "planned" and claim.direction is None and claim.figures:
        return True
    moved = [f for f in claim.figures if f.direction]
    asked = query.aspects[0].said
    if query.filters and names_growth(asked):  # 哪些县增幅回落了 is not met by 降幅收窄
        alike = names_fall(asked) == names_fall(claim.indicator)
        return alike and any(f.direction == direction and moves_growth(claim, f) for f in moved)
    own = [f for f in moved if not moves_growth(claim, f)]
    if any(f.direction == direction for f in own):
        return True
    return claim.direction == direction and len(own) == len(moved) and not names_growth(claim.indicator)


def _own_best(findings: list[tuple[float, Finding]], least: float, own: float) -> list[Finding]:
    """Of each report, the claims about as good as its best."""
    best: dict[str, float] = {}
    for score, f in findings:
        best[f.claim.report] = max(best.get(f.claim.report, 0.0), score)
    return [f for score, f in findings if score >= max(least, best[f.claim.report] * own)]


def _unhidden(query: Query, aspect: Aspect, findings: list[Finding]) -> tuple[list[Finding], set[str]]:
    """Hidden numbers stand beside shown ones only where no number is asked for."""
    if query.view == "hidden":
        kept = [(f, tuple(g for g in f.figures if g.value is None)) for f in findings]
        masked = [replace(f, figures=figures) for f, figures in kept if figures]
        return masked, {f.claim.report for f in masked}
    shown_reports = {f.claim.report for f in findings if not f.masked}
    hidden = {f.claim.report for f in findings if f.masked} - shown_reports
    asks_number = aspect.asked != "any" or bool(aspect.units) or query.kind not in ("list", "count")
    if not asks_number:
        return findings, hidden
    if query.kind == "lookup":
        top = max((f.score for f in findings), default=0.0)
        best = [f for f in findings if f.score >= top - 0.02]
        if best and all(f.masked for f in best):
            return best, hidden
    shown = [f for f in findings if not f.masked]
    return shown or findings, hidden


def _ordered(query: Query, findings: list[Finding]) -> list[Finding]:
    """Best first; equally good ones by time, the latest first, then as they stand."""

    def key(f: Finding) -> tuple[float, str, str, int]:
        period = f.claim.period or next((g.period for g in f.figures if g.period), None)
        newest = "".join(chr(0x10FFF - ord(c)) for c in (period[1] if period else "0000-00"))
        return (-round(f.score, 2), newest, f.claim.report, f.claim.start)

    out = sorted(findings, key=key)
    if query.kind != "lookup":
        return out
    kept: list[Finding] = []
    seen: set[str] = set()
    sentences: set[str] = set()
    room = LOOKUP_FIGURES
    for f in out:
        if room > 0:
            kept.append(replace(f, figures=f.figures[:room]))
            sentences.add(f.claim.location)
            room -= max(1, len(f.figures))
        elif f.claim.report not in seen or f.claim.location in sentences:
            kept.append(f)  # a report that answers is never left out, nor a part of what one sentence tells
            sentences.add(f.claim.location)
        seen.add(f.claim.report)
    return kept
