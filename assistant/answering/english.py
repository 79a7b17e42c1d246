"""The answer's words in English: sentence, understanding, coverage, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answering import layout
from assistant.answering.glossary import beside, place
from assistant.answering.layout import listed
from assistant.finding.find import Found, Scope
from assistant.periods import in_english as period_in_english
from assistant.records import Answer, Finding, Query
from assistant.understanding.language import untranslated
from assistant.understanding.spoken import greets

_MOVED = {"up": "raised", "down": "lowered", "flat": "kept"}
_MOVED_ITSELF = {"up": "rose", "down": "fell", "flat": "stayed unchanged"}
_DIRECTION = {"up": "up", "down": "down", "flat": "unchanged"}
_STATUS = {"planned": "planned", "estimated": "estimated", "actual": "achieved"}
_ASKED = {
    "level": "value",
    "growth": "growth",
    "change": "change",
    "transition": "from … to …",
    "rank": "place",
}
#: What is computed, by `records.Operation`.
_OPERATION = {
    "sum": "sum",
    "mean": "mean",
    "median": "median",
    "share": "share of the whole",
    "difference": "difference",
    "ratio": "ratio",
    "attain": "plan and result",
}
_KEPT = {"指标": "indicator", "范围": "scope", "时间": "period", "方向": "direction"}
_RELATIVE = {-2: "the year before last", -1: "last year", 0: "this year", 1: "next year"}
_UNMET = {
    "named": "named only",
    "narrower": "only a part of it",
    "status": "plan or result only",
    "direction": "moved otherwise",
    "numberless": "no number",
    "period": "another period",
    "quantity": "another quantity of it",
    "threshold": "outside the bound",
}
#: How a result stands to its plan, by the beginning of what `compute.attained` says.
_ATTAINED = {
    "高于计划": "above the plan by ",
    "低于计划": "below the plan by ",
    "与计划持平": "as planned",
    "未完成计划": "plan not met",
    "完成计划": "plan met",
}
_OF_PARTS = " The numbers are of different times: {}."
ONLY_PLANNED = "No achieved figure was found; these are plans or targets. "
#: Why nothing is computed, by `compute.Reason`; `{}` says whose number is meant.
REASONS = {
    "few": "fewer than two numbers are given",
    "lacking": "no number is given for {}",
    "hidden": "the number of {} is hidden",
    "number": "numbers are given for {}",
    "units": "the units differ",
    "periods": "the periods differ",
    "rates": "percentages do not add up",
    "stands": "levels at the end of several years do not add up",
    "two": "the report of {} gives different numbers for it",
    "bounds": "some numbers are only bounds (over, at least)",
}


def understanding(query: Query, scope: Scope, name: str) -> str:
    """Understood as: list · indicator 低保标准 (…) · direction up · period any · scope 15 reports."""
    parts = [query.kind, f"indicator {beside(name)}", *(_OPERATION[o] for o in query.operations)]
    asked = sorted({_ASKED[a.asked] for a in query.aspects if a.asked in _ASKED})
    if asked:
        parts.append(f"asked {', '.join(asked)}")
    if query.direction:
        parts.append(f"direction {_DIRECTION[query.direction]}")
    if query.status:
        parts.append(f"status {_STATUS[query.status]}")
    if query.threshold:
        parts.append(f"condition {query.threshold}")
    if query.top:
        parts.append(f"{'lowest' if query.ascending else 'top'} {query.top}")
    parts.append(f"period {when(query) or 'any'}")
    where = ", ".join(place(r.name) for r in query.regions)
    parts.append(f"scope {where + ' ' if where else ''}{reports(len(scope.reports))}")
    if query.inherited:
        parts.append(f"taken from before: {', '.join(_KEPT.get(w, w) for w in query.inherited)}")
    parts.extend(f"corrected {note}" for note in query.notes)
    return "Understood as: " + " · ".join(parts)


def when(query: Query) -> str:
    """The asked time in English; empty where none is named."""
    if query.period:
        return period_in_english(query.period)
    if query.relative is None:
        return ""
    months = ""
    if query.months:
        months = period_in_english((f"2000-{query.months[0]:02}", f"2000-{query.months[1]:02}"))
        months = months.removesuffix(" 2000") + " of "
    return months + _RELATIVE.get(query.relative, "")


def reports(count: int) -> str:
    """1 report, 2 reports."""
    return f"{count} report" + "s" * (count != 1)


def _are(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def coverage_line(answer: Answer, scope: Scope) -> str:
    """Which of the reports answer, hide the number, speak of it otherwise, or do not speak of it."""
    c, query = answer.coverage, answer.query
    if not c.scope:
        return ""
    if query.kind == "check":
        return f"{len(c.answering)} of {reports(len(c.scope))} have figures that do not add up."
    parts: list[str] = []
    if c.hidden:
        parts.append(_are(len(c.hidden), "hides the number", "hide the number"))
    if c.unmet:
        why = ", ".join(dict.fromkeys(_UNMET[r] for r in c.reasons))
        parts.append(f"{_are(len(c.unmet), 'mentions', 'mention')} it, but not as asked ({why})")
    if c.silent:
        parts.append(_are(len(c.silent), "does not mention it", "do not mention it"))
    if answer.answered:
        does = _are(len(c.answering), "", "").strip()
        line = (
            "; ".join([f"{does} of {reports(len(c.scope))} answer{'s' * (len(c.answering) == 1)}", *parts])
            + "."
        )
    else:
        line = f"All {reports(len(c.scope))} in scope were read"
        line += f": {'; '.join(parts)}." if parts and query.subject else "."
    if query.view == "silent":
        for title, ids in (
            ("Hiding the number", c.hidden),
            ("Mentioning it, but not as asked", c.unmet),
            ("Not mentioning it", c.silent),
        ):
            if ids:
                line += f"\n\n{title}: {listed([f'{scope.region_of(i)} ({i})' for i in ids], 'en', 300)}."
    return line


def unread(count: int, missing: Mapping[str, int]) -> str:
    """How many of the reports were read in part, and how much of them is missing."""
    what = ", ".join(f"{n} {_UNREAD[key]}{'s' * (n != 1)}" for key, n in missing.items())
    return f"{what} of {reports(count)} could not be read."


_UNREAD = {
    "gap.pages": "page",
    "gap.pictures": "picture",
    "gap.formulas": "cell",
    "gap.rows": "row",
    "gap.characters": "character",
}


def sentence(answer: Answer, name: str) -> str:
    """The sentence that answers."""
    query, name = answer.query, beside(name)
    if not answer.answered:
        return answer.missing
    if query.view == "silent":
        c = answer.coverage
        left = len(c.scope) - len(c.answering)
        return f"{left} of {reports(len(c.scope))} do not answer this; they are listed below."
    if not answer.findings:
        where = listed([place(r) for r in dict.fromkeys(p.region for p in answer.passages)], "en")
        return f"On {name}, the reports of {where} say the following."
    regions = list(dict.fromkeys(f.region for f in answer.findings))
    where = listed([place(r) for r in regions], "en")
    if all(f.masked for f in answer.findings):
        return f"The reports of {where} mention {name}, but the number is hidden (withheld)."
    if query.kind == "check":
        lines = "\n".join(f"- {c.text}" for c in answer.computed[: layout.ROWS_SHOWN])
        return f"Figures that do not add up in {reports(len(answer.coverage.answering))}:\n\n{lines}"
    moved = bool(query.direction) and query.aspects[0].asked != "growth"
    planned = "plan: " if query.status == "planned" else ""
    if query.operations:
        words = " and ".join(_OPERATION[o] for o in query.operations)
        if not answer.computed:
            return f"No {words} of {name}: {answer.missing}."
        told = (
            f"{_OPERATION[c.label].capitalize()} of {name}: {_attained(c.text)} (computed)"
            for c in answer.computed
        )
        return "; ".join(told) + "." + layout.of_parts(answer, _OF_PARTS)
    match query.kind:
        case "count":
            return f"{_are(answer.count or 0, 'region', 'regions')}: {where}."
        case "list" if moved and query.governs:
            return f"{planned}{where} {_MOVED[query.direction or 'up']} {name}."
        case "list" if moved:
            return f"{planned}{name} {_MOVED_ITSELF[query.direction or 'up']} in {where}."
        case "rank":
            end = "Lowest" if query.ascending else "Highest"
            if query.aspects[0].asked == "growth" and query.direction == "down":
                end = ("Smallest" if query.ascending else "Largest") + " fall of"
            return f"{end} {name}: {_one(answer.findings[0])}."
        case "lookup":
            return "; ".join(dict.fromkeys(_one(f) for f in answer.findings[:2])) + "."
        case _ if query.threshold:
            return f"{_are(len(regions), 'region', 'regions')} with {name} {query.threshold}: {where}."
        case _:
            return f"{name}: {_are(len(regions), 'region', 'regions')} ({where})."


def _attained(text: str) -> str:
    """低于计划0.2亿元 → below the plan by 0.2亿元; what was computed otherwise stays."""
    return next((told + text.removeprefix(zh) for zh, told in _ATTAINED.items() if text.startswith(zh)), text)


def _one(finding: Finding) -> str:
    status = finding.figures[0].status if finding.figures else finding.claim.status
    mark = f" ({_STATUS[status]})" if status != "actual" else ""
    figures = layout.figures_text(finding, "en")
    return f"{place(finding.region)}, {beside(finding.claim.indicator)}{mark}: {figures}"


def missing(query: Query, found: Found, scope: Scope, name: str) -> str:
    """What the reports lack: the place, the time, the indicator, the number."""
    absent = [r for r in query.regions if not r.reports]
    if absent:
        names, near = ", ".join(place(r.name) for r in absent), ", ".join(map(place, absent[0].near))
        return f"There is no report of {names} here" + (f"; there are reports of {near}." if near else ".")
    if greets(query.text):
        return (
            "Hello! Ask about the figures and the work in the reports, for example: "
            "Which counties raised the minimum living allowance standard?"
        )
    if not query.subject:
        return "No indicator or matter was recognised in the question; please name what to look for."
    if not scope.reports:
        return "There is no report in that scope."
    if words := [w for a in query.aspects for w in untranslated(a)]:
        return f"No Chinese word is known here for “{' '.join(words)}”; please ask with the word that reports write."
    time = when(query)
    name = beside(name) + (f" ({time})" if time else "")
    if found.other_period:
        return f"The reports do not give {name}; they speak of it at another time only."
    if found.other_quantity and query.status != "planned":
        return f"The reports speak of {name}, but not of the quantity asked for."
    if found.other_status:
        which = "plan or target" if query.status == "planned" else "result, only a plan or target,"
        return f"The reports give no {which} for {name}."
    if found.unmet:
        return f"The reports mention {name}, but do not say what is asked."
    return f"The reports do not say: {name}."


def no_report(names: list[str]) -> str:
    """The places asked for of which there is no report."""
    return f" There is no report of {', '.join(map(place, names))} here."


def nothing_wrong(scope: Scope) -> str:
    """No report has figures that do not add up."""
    return f"No figures that do not add up were found in {reports(len(scope.reports))}."
