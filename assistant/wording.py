"""The answer in words: a sentence that answers, how the question was understood, and the coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant import layout
from assistant.find import Found, Scope
from assistant.fit import asked_period
from assistant.layout import figure_text, listed
from assistant.periods import spoken
from assistant.records import Answer, Finding, Query
from assistant.units import Amount
from index.records import Origin, Period

_DIRECTION = {"up": "提高", "down": "下降", "flat": "持平"}
_DIRECTION_EN = {"up": "raised", "down": "lowered", "flat": "kept"}
_STATUS = {"planned": "计划", "estimated": "预计", "actual": "已实现"}
_KIND = {
    "list": "列举",
    "lookup": "查数",
    "compare": "比较",
    "rank": "排序",
    "count": "计数",
    "trend": "趋势",
    "sum": "合计",
    "average": "平均",
    "passage": "综述",
    "check": "核对",
    "none": "不明",
}
_ASKED = {"level": "数值", "growth": "增减", "change": "增减", "transition": "从多少到多少", "rank": "位次"}
_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
_REASONS = {
    "few": ("有数字的地区不足两个", "fewer than two regions give a number"),
    "units": ("各地单位或口径不同", "the units differ"),
    "periods": ("各地所说的时间不同", "the periods differ"),
    "rates": ("百分比不能相加", "percentages do not add up"),
}


def subject(query: Query) -> str:
    """The indicator as a person reads it."""
    labels: list[str] = []
    for aspect in query.aspects:
        name = "".join(t.text for t in aspect.terms)
        name += aspect.head if aspect.head and not name.endswith(aspect.head) else ""
        name += "增速" if aspect.asked == "growth" and name and not aspect.head else ""
        if name and name not in labels:
            labels.append(name)
    return "、".join(labels) or query.text.strip("？?。 ")


def understanding(query: Query, scope: Scope) -> str:
    """理解为：指标 低保标准 · 方向 提高 · 时间 不限 · 范围 15 份报告."""
    parts = [f"{_KIND[query.kind]}", f"指标 {subject(query)}"]
    asked = {a.asked for a in query.aspects} & _ASKED.keys()
    if asked:
        parts.append(f"问 {'、'.join(sorted({_ASKED[a] for a in asked}))}")
    if query.direction:
        parts.append(f"方向 {_DIRECTION[query.direction]}")
    if query.status:
        parts.append(f"状态 {_STATUS[query.status]}")
    if query.threshold:
        parts.append(f"条件 {_SIGNS[query.threshold.sign]}{query.threshold.value:g}{query.threshold.unit}")
    parts.append(f"时间 {query.period_text or '不限'}")
    where = "、".join(r.name for r in query.regions)
    parts.append(f"范围 {where + ' ' if where else ''}{len(scope.reports)} 份报告")
    if query.inherited:
        parts.append(f"沿用上文的{'、'.join(query.inherited)}")
    parts.extend(f"更正 {note}" for note in query.notes)
    return "理解为：" + " · ".join(parts)


def worded(answer: Answer, scope: Scope) -> Answer:
    """`answer` with its words."""
    query = answer.query
    line = understanding(query, scope)
    table = layout.table(answer, query.language) if answer.findings else ""
    sources = layout.sources(answer)
    if sources and not answer.answered:
        near = (
            "可能有关的段落（不是答案）：" if query.language == "zh" else "Passages nearby (not an answer):"
        )
        sources = f"{near}\n\n{sources}"
    coverage = _coverage_line(answer, scope)
    sentence = _sentence(answer)
    parts = (sentence, f"> {line}", table, coverage, sources)
    return replace(
        answer,
        sentence=sentence,
        understanding=line,
        table=table,
        sources=sources,
        coverage_line=coverage,
        text="\n\n".join(p for p in parts if p),
    )


def _coverage_line(answer: Answer, scope: Scope) -> str:
    c, query = answer.coverage, answer.query
    if not c.scope:
        return ""
    region = {i: scope.region_of(i) for i in c.scope}
    if query.language == "en":
        if not answer.answered:
            return f"All {len(c.scope)} reports in scope were read."
        parts = [f"{len(c.answering)} of {len(c.scope)} reports answer"]
        parts += [f"{len(c.hidden)} hide the number"] * bool(c.hidden) + [
            f"{len(c.silent)} do not say"
        ] * bool(c.silent)
        return "; ".join(parts) + "."
    if not answer.answered:
        return f"已查阅范围内全部 {len(c.scope)} 份报告。"
    parts = [f"{len(c.scope)} 份报告中 {len(c.answering)} 份{_does(query)}"]
    if c.hidden:
        parts.append(f"{len(c.hidden)} 份未公开数字")
    if c.silent:
        parts.append(f"{len(c.silent)} 份未提及")
    line = "；".join(parts) + "。"
    if query.view == "silent":
        for label, ids in (("未公开数字的", c.hidden), ("未提及的", c.silent)):
            if ids:
                names = (f"{region[i]}（{i}）" for i in ids)
                line += f"\n\n{label}：{'、'.join(names)}。"
    return line


def _does(query: Query) -> str:
    if query.kind == "check":
        return "有对不上的数字"
    if query.kind == "passage":
        return "谈到此事"
    if query.direction and query.kind in ("list", "count"):
        return f"{_DIRECTION[query.direction]}了{subject(query)}"
    return f"给出了{subject(query)}"


def _sentence(answer: Answer) -> str:
    if not answer.answered:
        return answer.missing
    if answer.query.language == "en":
        return _sentence_en(answer)
    query, name = answer.query, subject(answer.query)
    if query.view == "silent" and query.inherited:
        missed = len(answer.coverage.silent) + len(answer.coverage.hidden)
        return f"{len(answer.coverage.scope)} 份报告中有 {missed} 份没有给出{name}，名单见下。"
    if not answer.findings:
        where = listed(list(dict.fromkeys(p.region for p in answer.passages)), "zh")
        return f"关于{name}，{where}的报告有以下说明。"
    regions = list(dict.fromkeys(f.region for f in answer.findings))
    where = listed(regions, "zh")
    if all(f.masked for f in answer.findings):
        return f"{where}的报告提到了{name}，但数字被隐去（未公开）。"
    if query.kind == "check":
        lines = "\n".join(f"- {c.text}" for c in answer.computed)
        return f"{len(answer.coverage.answering)} 份报告里有对不上的数字：\n\n{lines}"
    planned = "计划" if query.status == "planned" else ""
    match query.kind:
        case "count":
            does = _DIRECTION.get(query.direction or "", "说到")
            return f"有 {answer.count} 个地区{planned}{does}了{name}：{where}。"
        case "list" if query.direction and query.aspects[0].asked != "growth":
            return f"{where}{planned}{_DIRECTION[query.direction]}{'' if planned else '了'}{name}。"
        case "rank":
            end = "最低" if query.ascending else "最高"
            return f"{name}{end}的是{_one(answer.findings[0])}。"
        case "sum" | "average":
            return _total(answer, name)
        case "lookup":
            return "；".join(dict.fromkeys(_one(f) for f in answer.findings[:2])) + "。"
        case "trend":
            steps = "，".join(f"{layout.when(f)}{_figures(f)}" for f in answer.findings[:8])
            return f"{where}的{name}：{steps}。"
        case _:
            return f"{len(regions)} 个地区的报告给出了{name}：{where}。"


def _sentence_en(answer: Answer) -> str:
    query, name = answer.query, subject(answer.query)
    if not answer.findings:
        where = listed(list(dict.fromkeys(p.region for p in answer.passages)), "en")
        return f"On {name}, the reports of {where} say the following."
    where = listed(list(dict.fromkeys(f.region for f in answer.findings)), "en")
    if all(f.masked for f in answer.findings):
        return f"The reports of {where} mention {name}, but the number is hidden (withheld)."
    if query.kind == "check":
        lines = "\n".join(f"- {c.text}" for c in answer.computed)
        return f"Figures that do not add up in {len(answer.coverage.answering)} reports:\n\n{lines}"
    match query.kind:
        case "count":
            return f"{answer.count} regions: {where}."
        case "list" if query.direction:
            return f"{where} {_DIRECTION_EN[query.direction]} {name}."
        case "rank":
            return f"{'Lowest' if query.ascending else 'Highest'} {name}: {_one(answer.findings[0])}."
        case "sum" | "average" if answer.computed:
            return f"{query.kind.capitalize()} of {name}: {answer.computed[0].text} (computed)."
        case "sum" | "average":
            return (
                f"No {query.kind} of {name}: {_REASONS.get(answer.missing, ('', 'they do not compare'))[1]}."
            )
        case "lookup":
            return "; ".join(dict.fromkeys(_one(f) for f in answer.findings[:2])) + "."
        case _:
            return f"{name}: {where}."


def _figures(finding: Finding) -> str:
    return "、".join(figure_text(f) if f.value is not None else "数字被隐去" for f in finding.figures)


def _one(finding: Finding) -> str:
    return f"{finding.region}{finding.claim.indicator}{_figures(finding)}"


def _total(answer: Answer, name: str) -> str:
    word = "合计" if answer.query.kind == "sum" else "平均"
    totals = [c for c in answer.computed if c.label in ("sum", "average")]
    if totals:
        return f"{len(answer.findings)} 个地区{name}{word} {totals[0].text}（计算）。"
    reason = _REASONS.get(answer.missing, ("口径不同", ""))[0]
    return f"{name}不能求{word}：{reason}，各地数字如下。"


def amount_text(value: float, amount: Amount, unit: str) -> str:
    """A computed amount in the unit that the figures were written in."""
    base = unit.split("/")[0]
    for word, factor in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if base.startswith(word):
            return f"{_short(value / factor)}{base}"
    per = {"年": "/年"}.get(amount.per, "")
    return f"{_short(value)}{amount.unit}{per}"


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def missing(query: Query, found: Found, scope: Scope, origins: Mapping[str, Origin]) -> str:
    """What the reports lack: the place, the time, the indicator, the number."""
    english = query.language == "en"
    absent = [r for r in query.regions if not r.reports]
    if absent:
        names, near = "、".join(r.name for r in absent), "、".join(absent[0].near)
        if english:
            return f"There is no report of {names} here" + (
                f"; there are reports of {near}." if near else "."
            )
        return f"语料中没有{names}的报告" + (f"；有的是{near}等地的报告。" if near else "。")
    if not query.subject:
        if english:
            return "No indicator or matter was recognised in the question; please name what to look for."
        return "没有认出要问的指标或事项，请写明要查什么，例如“哪些县提高了低保标准？”。"
    name = subject(query)
    if not scope.reports:
        return "There is no report in that scope." if english else "语料中没有这一范围的报告。"
    where = "、".join(r.name for r in query.regions) or f"范围内 {len(scope.reports)} 份"
    if english:
        return f"The reports do not say: {name}{' (' + query.period_text + ')' if query.period_text else ''}."
    if found.other_period:
        times = "、".join(dict.fromkeys(spoken(p) for f in found.other_period if (p := _period(f))))
        return f"报告没有给出{query.period_text}的{name}" + (f"，只说到{times}的情况。" if times else "。")
    if query.period_text and not any(_covers(query, origins[i]) for i in scope.reports):
        return f"语料中没有讲{query.period_text}情况的报告，查不到{name}。"
    if found.other_quantity and query.status != "planned":
        lacks = "增减" if query.aspects[0].asked in ("growth", "change") else "这个数"
        return f"{where}报告讲到了{name}，但没有给出所问的{lacks}。"
    if found.other_status and query.status == "planned":
        return f"报告没有给出{name}的计划或目标。"
    if found.other_status:
        return f"报告没有给出已实现的{name}，只有计划或目标。"
    if found.mentions:
        return f"{where}报告提到了{name}，但没有给出所问的内容。"
    return f"{where}报告里没有找到{name}。"


def nothing_wrong(query: Query, scope: Scope) -> str:
    """No report has figures that do not add up."""
    if query.language == "en":
        return f"No figures that do not add up were found in {len(scope.reports)} reports."
    return f"核对了 {len(scope.reports)} 份报告，没有发现对不上的数字。"


def _period(finding: Finding) -> Period | None:
    return next((f.period for f in finding.figures if f.period), finding.claim.period)


def _covers(query: Query, origin: Origin) -> bool:
    asked = asked_period(query, origin)
    if asked is None or origin.period is None:
        return True
    last = max(origin.period[1], origin.plan_period[1]) if origin.plan_period else origin.period[1]
    return asked[0] <= last and origin.period[0] <= asked[1]
