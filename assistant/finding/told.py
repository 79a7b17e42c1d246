"""Sentences that tell of what is asked without a claim of the grammar's: which regions did, mentioned, have it.

哪些省份提到了春秋假 asks for every report whose text says so, numbered or not; a finding without figures
stands for the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from assistant.evidence import Evidence
from assistant.finding.find import Found, Scope
from assistant.finding.fit import asked_period, effective_status, is_future, period_fit, status_fits
from assistant.finding.match import stands
from assistant.records import Aspect, Finding, Query, Term
from assistant.words import plain
from index.grammar.status import is_plan
from index.records import Claim, Origin, Passage, Status
from index.text import clean, sentences

#: What the names of measured things end in: they are answered by numbers, not by being named.
_MEASURES = (
    "收入",
    "支出",
    "余额",
    "投资",
    "总额",
    "总值",
    "增加值",
    "率",
    "价格",
    "产量",
    "比例",
    "占比",
    "强度",
    "系数",
)
#: So many sentences of one report are shown.
_SHOWN = 2
#: A sentence that names the matter and a claim that tells of it are about equally good; the claim goes first.
_SCORE = 0.6


def names_number(aspect: Aspect) -> bool:
    """Whether the aspect names what only a number tells of: 城镇居民人均可支配收入."""
    core = next((t for t in aspect.terms if t.core), None)
    return core is not None and core.text.endswith(_MEASURES)


def asks_who(query: Query) -> bool:
    """Whether the question asks which regions tell of something, and for nothing that only a number says."""
    if not query.which or query.kind not in ("list", "count") or not query.aspects:
        return False
    first = query.aspects[0]
    core = next((t for t in first.terms if t.core), None)
    plain_ask = first.asked == "any" and not first.units and not first.head and len(query.aspects) == 1
    bare = not (query.direction or query.threshold or query.top or query.view in ("silent", "hidden"))
    return plain_ask and bare and core is not None and not names_number(first)


def told(
    query: Query, found: Found, evidence: Evidence, scope: Scope, text_of: Callable[[str], str]
) -> tuple[Finding, ...]:
    """Findings for the reports in scope that `found` leaves out and whose sentences tell of it."""
    aspect = query.aspects[0]
    left = scope.reports - {f.claim.report for f in found.findings} - found.hidden
    out: list[Finding] = []
    for report in sorted(evidence.naming(aspect, left)):
        origin = scope.origins[report]
        shown = 0
        for claim in _sentences(aspect, evidence, report, origin, text_of(report)):
            if shown < _SHOWN and _fits(query, claim, origin):
                out.append(Finding(claim, scope.region_of(report), (), _SCORE))
                shown += 1
    return tuple(out)


def speaks(query: Query) -> bool:
    """Whether the question asks only which reports speak of a matter, or which do not."""
    first = query.aspects[0] if query.aspects else Aspect(())
    bare = not (query.operations or query.threshold or query.direction or first.units)
    return query.view in ("silent", "mention") and bare and first.asked == "any"


def mentions(query: Query, evidence: Evidence, scope: Scope, text_of: Callable[[str], str]) -> Found:
    """The sentences of the reports in scope that speak of any of the matters asked, with a number or without one."""
    found = _mentions(query, query.aspects, evidence, scope, text_of)
    if not found:  # 零基预算改革 may be told of as 零基预算
        found = _mentions(query, tuple(map(_longest, query.aspects)), evidence, scope, text_of)
    return Found(found)


def _longest(aspect: Aspect) -> Aspect:
    needed = [t for t in aspect.terms if not t.optional] or list(aspect.terms)
    return replace(aspect, terms=(max(needed, key=lambda t: len(t.text)),) if needed else ())


def _mentions(
    query: Query,
    aspects: tuple[Aspect, ...],
    evidence: Evidence,
    scope: Scope,
    text_of: Callable[[str], str],
) -> tuple[Finding, ...]:
    out: list[Finding] = []
    for report in sorted(scope.reports):
        origin = scope.origins[report]
        told = (
            c for aspect in aspects for c in _sentences(aspect, evidence, report, origin, text_of(report))
        )
        timed = (c for c in told if _in_time(query, c, origin))
        out += [Finding(c, scope.region_of(report), (), _SCORE) for c in islice(timed, _SHOWN)]
    return tuple(out)


def _sentences(aspect: Aspect, evidence: Evidence, report: str, origin: Origin, text: str) -> Iterable[Claim]:
    words = [t for t in aspect.terms if not t.optional] or list(aspect.terms)
    if not words:
        return
    core = next((t for t in words if t.core), words[-1])
    for passage in evidence.passages_of(report):
        if not stands(core, plain(passage.text), evidence.lexicon):
            continue
        for start, end in sentences(text, passage.start, passage.end):
            quote = clean(text, start, end)
            said = plain(quote)
            if _says(words, said, evidence):
                yield _claim(aspect, passage, origin, start, end, quote)


#: A matter named in three words or more is told of by a sentence with so much of them (清偿拖欠企业账款 for 清理拖欠…).
_MOST = 0.7


def _says(words: Sequence[Term], sentence: str, evidence: Evidence) -> bool:
    there = [t for t in words if stands(t, sentence, evidence.lexicon)]
    if len(words) < 3:
        return len(there) == len(words)
    return sum(len(t.text) for t in there) >= _MOST * sum(len(t.text) for t in words)


def _claim(aspect: Aspect, passage: Passage, origin: Origin, start: int, end: int, quote: str) -> Claim:
    ahead = is_plan(passage.headings, origin.period)
    status: Status = "planned" if ahead else "actual"
    period = origin.plan_period if ahead else origin.period
    name = "".join(t.text for t in aspect.terms if not t.optional)
    return Claim(passage.report, name, None, status, period, passage.headings, start, end, quote)


def _fits(query: Query, claim: Claim, origin: Origin) -> bool:
    asked = asked_period(query, origin)
    if asked is None and query.relative is not None:
        return False
    status = effective_status(claim.status, claim.period, origin)
    plans = is_future(asked, origin) or query.status is None
    return status_fits(query, status, plans) and period_fit(asked, claim.period, None, claim, origin) > 0


def _in_time(query: Query, claim: Claim, origin: Origin) -> bool:
    asked = asked_period(query, origin)
    if asked is None:
        return query.relative is None
    return period_fit(asked, claim.period, None, claim, origin) > 0
