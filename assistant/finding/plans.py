"""Plans held against results: what was aimed at beside what came of it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.finding.find import Found, Scope, each_moment, find
from assistant.records import Finding, Query


def held_against_plans(query: Query, evidence: Evidence, scope: Scope) -> Found:
    """What was planned and what came of it, whether a report plans it or tells of the plan when it looks back."""
    query = replace(query, threshold=None)  # 只完成不到七成 bounds the rate, and none of the figures
    out = each_moment(query, evidence, scope)
    told = find(replace(query, moments=(), operations=(), kind="list", direction=None), evidence, scope)
    known = {(f.aspect, f.claim.location, f.figures) for f in out.findings}
    more = tuple(f for f in told.findings if (f.aspect, f.claim.location, f.figures) not in known)
    found = out.findings + more
    plans = tuple(plan for f in found for plan in _own_plans(f, evidence))
    return replace(out, findings=found + tuple(dict.fromkeys(plans)))


#: What names a plan, or how far it was met: 完成预算数, 年度目标, 为预算的.
_PLAN = re.compile(r"(?:目标|任务|计划|预算)数?(?:的?比例|完成率)?$")


def _own_plans(finding: Finding, evidence: Evidence) -> list[Finding]:
    """What the finding's own sentence says of its plan: 完成年初预算8亿元的98.1%, 未完成2000人的年度目标."""
    owned: list[Finding] = []
    own = False
    for claim in evidence.beside(finding.claim):
        if not _PLAN.search(claim.indicator):
            own = claim == finding.claim
        elif own:
            owned.append(replace(finding, claim=claim, figures=claim.figures))
    return owned
