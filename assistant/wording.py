"""The answer in words: a sentence, how the question was understood, a table, numbered sources, the coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.fit import asked_period
from assistant.find import Found, Scope
from assistant.periods import spoken
from assistant.records import Answer, Finding, Query
from assistant.units import Amount
from index.records import Figure, Origin

_DIRECTION = {"up": "提高", "down": "下降", "flat": "持平"}
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
_ASKED = {
    "level": "数值",
    "growth": "增减幅度",
    "change": "增减",
    "transition": "从多少到多少",
    "rank": "位次",
    "any": "",
}
_HEADS = 3


def subject(query: Query) -> str:
    """The indicator as a person reads it."""
    labels: list[str] = []
    for aspect in query.aspects:
        name = "".join(t.text for t in aspect.terms) + (aspect.head or "")
        if name and name not in labels:
            labels.append(name)
    return "、".join(labels) or query.text.strip("？?。 ")


def understanding(query: Query, scope: Scope) -> str:
    """理解为：指标 低保标准 · 方向 提高 · 时间 不限 · 范围 15 份报告."""
    parts = [f"问法 {_KIND[query.kind]}", f"指标 {subject(query)}"]
    asked = query.aspects[0].asked if query.aspects else "any"
    if _ASKED[asked]:
        parts.append(f"问 {_ASKED[asked]}")
    if query.direction:
        parts.append(f"方向 {_DIRECTION[query.direction]}")
    if query.status:
        parts.append(f"状态 {_STATUS[query.status]}")
    if query.threshold:
        signs = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
        parts.append(f"条件 {signs[query.threshold.sign]}{query.threshold.value:g}{query.threshold.unit}")
    parts.append(f"时间 {query.period_text or '不限'}")
    where = "、".join(r.name for r in query.regions)
    parts.append(f"范围 {where + ' ' if where else ''}{len(scope.reports)} 份报告")
    if query.inherited:
        parts.append(f"沿用上文 {'、'.join(query.inherited)}")
    parts.extend(f"更正 {note}" for note in query.notes)
    return "理解为：" + " · ".join(parts)


def worded(answer: Answer, scope: Scope) -> Answer:
    """`answer` with its words."""
    query = answer.query
    numbers = _numbered(answer)
    line = understanding(query, scope)
    table = _table(answer, numbers) if answer.findings else ""
    sources = _sources(answer, numbers)
    coverage = _coverage_line(answer)
    sentence = _sentence(answer)
    parts = [sentence, f"> {line}", table, sources, coverage]
    return replace(
        answer,
        sentence=sentence,
        understanding=line,
        table=table,
        sources=sources,
        coverage_line=coverage,
        text="\n\n".join(p for p in parts if p),
    )


def _numbered(answer: Answer) -> dict[str, int]:
    """Source numbers by location, in the order of the findings."""
    numbers: dict[str, int] = {}
    for f in answer.findings:
        numbers.setdefault(f.claim.location, len(numbers) + 1)
    for cited in answer.passages:
        numbers.setdefault(cited.passage.location, len(numbers) + 1)
    return numbers


def figure_text(figure: Figure) -> str:
    """A figure as the report writes it, with the word for its direction where it is a growth."""
    word = {"up": "增长", "down": "下降", "flat": "持平"}.get(figure.direction or "", "")
    if figure.role in ("rate", "change") and word:
        return word + figure.text
    return figure.text


def _cell(figures: list[Figure]) -> str:
    return "、".join(dict.fromkeys(figure_text(f) + ("（隐去）" if f.value is None else "") for f in figures))


def _table(answer: Answer, numbers: Mapping[str, int]) -> str:
    rows = [
        "| 地区 | 指标 | 原为 | 数值 | 变化 | 时间 | 来源 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    steps = {id(c.sources[0]): c.text for c in answer.computed if c.label == "step"}
    for f in answer.findings:
        before = [g for g in f.figures if g.role == "previous"]
        level = [g for g in f.figures if g.role in ("level", "rank")]
        change = [g for g in f.figures if g.role in ("change", "rate")]
        step = next((steps[id(g)] for g in before if id(g) in steps), "")
        period = next((g.period for g in f.figures if g.period and g.role != "previous"), f.claim.period)
        changed = _cell(change) or (f"{step}（计算）" if step else "") or (_moved(f) if not level else "")
        mark = {"planned": "（计划）", "estimated": "（预计）"}.get(
            f.figures[0].status if f.figures else f.claim.status, ""
        )
        cells = [
            f.region,
            f.claim.indicator + mark,
            _cell(before),
            _cell(level),
            changed,
            spoken(period),
            f"[{numbers[f.claim.location]}]",
        ]
        rows.append("| " + " | ".join(c.replace("|", "\\|").replace("*", "\\*") for c in cells) + " |")
    return "\n".join(rows)


def _moved(finding: Finding) -> str:
    return _DIRECTION.get(finding.claim.direction or "", "")


def _sources(answer: Answer, numbers: Mapping[str, int]) -> str:
    lines: dict[int, str] = {}
    for f in answer.findings:
        lines.setdefault(numbers[f.claim.location], _source(f.claim.report, f.claim.headings, f.claim.quote))
    for cited in answer.passages:
        p = cited.passage
        lines.setdefault(numbers[p.location], _source(p.report, p.headings, p.text))
    return "\n".join(f"[{n}] {text}" for n, text in sorted(lines.items()))


def _source(report: str, headings: tuple[str, ...], text: str) -> str:
    where = " › ".join(headings[-_HEADS:])
    return f"{report}{' › ' + where if where else ''}：“{text}”".replace("*", "\\*")


def _coverage_line(answer: Answer) -> str:
    c = answer.coverage
    if not c.scope:
        return ""
    if not answer.answered:
        return f"已查阅范围内全部 {len(c.scope)} 份报告。"
    parts = [f"{len(c.scope)} 份报告中 {len(c.answering)} 份{_does(answer.query)}"]
    if c.hidden:
        parts.append(f"{len(c.hidden)} 份未公开数字")
    if c.silent:
        parts.append(f"{len(c.silent)} 份未提及")
    return "；".join(parts) + "。"


def _does(query: Query) -> str:
    if query.direction and query.kind in ("list", "count"):
        return f"{_DIRECTION[query.direction]}了{subject(query)}"
    return f"给出了{subject(query)}" if query.kind != "passage" else "谈到此事"


def _sentence(answer: Answer) -> str:
    query = answer.query
    if not answer.answered:
        return answer.missing
    if not answer.findings:
        regions = list(dict.fromkeys(p.region for p in answer.passages))
        return f"关于{subject(query)}，{'、'.join(regions[:6])}的报告有如下说明。"
    regions = list(dict.fromkeys(f.region for f in answer.findings))
    name = subject(query)
    if all(f.masked for f in answer.findings):
        return f"{'、'.join(regions)}的报告提到了{name}，但数字被隐去（未公开）。"
    match query.kind:
        case "count":
            return f"有 {answer.count} 个地区{_DIRECTION.get(query.direction or '', '说到')}了{name}：{'、'.join(regions)}。"
        case "list" if query.direction:
            return f"{'、'.join(regions)}{_DIRECTION[query.direction]}了{name}。"
        case "rank":
            return f"{name}{'最低' if query.ascending else '最高'}的是{_one(answer.findings[0])}。"
        case "sum" | "average":
            return _total(answer, name)
        case "lookup":
            return "；".join(dict.fromkeys(_one(f) for f in answer.findings[:2])) + "。"
        case _:
            return f"{len(regions)} 个地区的报告给出了{name}：{'、'.join(regions)}。"


def _one(finding: Finding) -> str:
    figures = "、".join(figure_text(f) if f.value is not None else "数字被隐去" for f in finding.figures)
    return f"{finding.region}（{finding.claim.indicator}{figures}）"


def _total(answer: Answer, name: str) -> str:
    reasons = {
        "few": "只有一个地区给出了数字",
        "units": "各地单位不同",
        "periods": "各地所说的时间不同",
        "rates": "百分比不能相加",
    }
    if answer.computed and answer.computed[0].label in ("sum", "average"):
        word = "合计" if answer.computed[0].label == "sum" else "平均"
        return f"{len(answer.findings)} 个地区{name}{word} {answer.computed[0].text}（计算）。"
    return f"{name}不能{'相加' if answer.query.kind == 'sum' else '平均'}：{reasons.get(answer.missing, '口径不同')}，各地数字如下。"


def amount_text(value: float, amount: Amount, unit: str) -> str:
    """A computed amount in the unit that the figures were written in."""
    base = unit.split("/")[0]
    for word, factor in (("万亿", 1e12), ("亿", 1e8), ("万", 1e4)):
        if base.startswith(word):
            return f"{round(value / factor, 4):g}{base}"
    per = {"年": "/年"}.get(amount.per, "")
    return f"{round(value, 4):g}{amount.unit}{per}"


def missing(query: Query, found: Found, scope: Scope, origins: Mapping[str, Origin]) -> str:
    """What the reports lack: the place, the time, the indicator, the number."""
    absent = [r for r in query.regions if not r.reports]
    if absent:
        near = "、".join(absent[0].near)
        return f"语料中没有{'、'.join(r.name for r in absent)}的报告" + (
            f"；有的是{near}等地的报告。" if near else "。"
        )
    if not query.subject:
        return "没有认出要问的指标或事项，请写明要查什么，例如“哪些县提高了低保标准？”。"
    name = subject(query)
    if not scope.reports:
        return "语料中没有这一范围的报告。"
    if found.other_period:
        times = "、".join(dict.fromkeys(spoken(_period(f)) for f in found.other_period if _period(f)))
        return f"报告没有给出{query.period_text}的{name}" + (f"，只说到{times}的情况。" if times else "。")
    if found.other_status:
        return (
            f"报告没有给出已实现的{name}，只有计划或目标。"
            if query.status != "planned"
            else f"报告没有给出{name}的计划或目标。"
        )
    if query.period_text and not any(_covers(query, origins[i]) for i in scope.reports):
        return f"语料中没有讲{query.period_text}情况的报告，查不到{name}。"
    if found.mentions:
        return f"报告提到了{name}，但没有给出所问的内容。"
    where = "、".join(r.name for r in query.regions)
    return f"{where + '的' if where else f'范围内 {len(scope.reports)} 份'}报告没有提到{name}。"


def _period(finding: Finding) -> tuple[str, str] | None:
    return next((f.period for f in finding.figures if f.period), finding.claim.period)


def _covers(query: Query, origin: Origin) -> bool:
    asked = asked_period(query, origin)
    return (
        asked is None
        or origin.period is None
        or (asked[0] <= origin.period[1] and origin.period[0] <= asked[1])
    )
