"""The answer in words: a sentence that answers, how the question was understood, and the coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from assistant.answering import english, layout
from assistant.answering.compute import Totals
from assistant.answering.layout import listed
from assistant.answering.worked import OPERATION, STATUS, one, worked
from assistant.finding.find import Found, Scope
from assistant.finding.fit import asked_period
from assistant.periods import spoken
from assistant.records import Answer, Finding, Query
from assistant.understanding.spoken import greets
from index.records import Origin, Period

_DIRECTION = {"up": "提高", "down": "下降", "flat": "持平"}
#: Why a report that speaks of the indicator does not answer, by `find.Unmet`.
UNMET = {
    "named": "只提到字眼",
    "narrower": "只讲了其中某一项，不是全部",
    "status": "计划与实绩不同",
    "direction": "升降方向不同",
    "numberless": "没有数字",
    "period": "说的是别的时间",
    "quantity": "没有所问的量",
    "threshold": "不在所问范围",
}
_KIND = {
    "list": "列举",
    "lookup": "查数",
    "compare": "比较",
    "rank": "排序",
    "count": "计数",
    "trend": "趋势",
    "passage": "综述",
    "check": "核对",
    "none": "不明",
}
_ASKED = {"level": "数值", "growth": "增减", "change": "增减", "transition": "从多少到多少", "rank": "位次"}
#: Why nothing is computed, by `compute.Reason`; `{}` says whose number is meant.
_REASONS = {
    "few": "有数字的不足两处",
    "lacking": "没有{}的数字",
    "hidden": "{}的数字被隐去",
    "number": "有数字的不是这么多个，是{}",
    "units": "单位或口径不同",
    "periods": "所说的时间不同",
    "rates": "百分比不能相加",
    "stands": "各年末的数不能相加",
    "two": "{}的报告对它给出了不同的数",
    "bounds": "有的数只是界限（如“超过”“不低于”），不是准数",
}
_PER = ("每", "月", "年")
#: Said before plans that answer for want of anything else.
_ONLY_PLANNED = "没有找到已实现的数字，以下是计划或目标。"
#: So many silent reports are named when they are asked for.
_NAMED = 300


def subject(query: Query) -> str:
    """The indicator as a person reads it."""
    labels: list[str] = []
    for aspect in query.aspects:
        # 每月 says how it is counted, not what it is
        name = "".join(t.text for t in aspect.terms if not (t.optional and t.text.startswith(_PER)))
        name += aspect.head if aspect.head and not name.endswith(aspect.head) else ""
        rate = aspect.asked == "growth" and not any(unit[-1:] not in ("%", "点") for unit in aspect.units)
        name += "增速" if rate and name and not aspect.head else ""
        if name and name not in labels:
            labels.append(name)
    return "、".join(labels) or query.text.strip("？?。 ")


def understanding(query: Query, scope: Scope) -> str:
    """理解为：指标 低保标准 · 方向 提高 · 时间 不限 · 范围 15 份报告."""
    if query.language == "en":
        return english.understanding(query, scope, subject(query))
    parts = [f"{_KIND[query.kind]}", f"指标 {subject(query)}"]
    parts.extend(f"求{OPERATION[o]}" for o in query.operations)
    asked = {a.asked for a in query.aspects} & _ASKED.keys()
    if asked:
        parts.append(f"问 {'、'.join(sorted({_ASKED[a] for a in asked}))}")
    if query.direction:
        parts.append(f"方向 {'没有' if query.negated else ''}{_DIRECTION[query.direction]}")
    if query.status:
        parts.append(f"状态 {STATUS[query.status]}")
    if query.threshold:
        parts.append(f"条件 {query.threshold}")
    if query.top:
        parts.append(f"{'后' if query.ascending else '前'} {query.top} 名")
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
    line = "" if greets(query.text) else understanding(query, scope)
    table = layout.table(answer, query.language) if answer.findings else ""
    sources = layout.sources(answer)
    if sources and not answer.answered:
        near = (
            "可能有关的段落（不是答案）：" if query.language == "zh" else "Passages nearby (not an answer):"
        )
        sources = f"{near}\n\n{sources}"
    coverage = _coverage_line(answer, scope)
    if coverage and (gaps := _unread(answer)):
        head, line_end, names = coverage.partition("\n\n")
        coverage = head + (" " if query.language == "en" else "") + gaps + line_end + names
    sentence = _sentence(answer) + (_absent(query) if answer.answered else "")
    if query.only_planned and answer.answered:
        sentence = (english.ONLY_PLANNED if query.language == "en" else _ONLY_PLANNED) + sentence
    parts = (sentence, f"> {line}" if line else "", table, coverage, sources)
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
    if not c.scope or not (query.subject or query.kind == "check" or answer.answered):
        return ""
    if query.language == "en":
        return english.coverage_line(answer, scope)
    if query.kind == "check":
        return f"{len(c.scope)} 份报告中 {len(c.answering)} 份有对不上的数字。"
    parts: list[str] = []
    if c.hidden:
        parts.append(f"{len(c.hidden)} 份未公开数字")
    if c.unmet:
        why = "、".join(dict.fromkeys(UNMET[reason] for reason in c.reasons))
        parts.append(f"{len(c.unmet)} 份提到但不符（{why}）")
    if c.silent:
        parts.append(f"{len(c.silent)} 份未提及")
    if answer.answered:
        line = "；".join([f"{len(c.scope)} 份报告中 {len(c.answering)} 份{_does(query)}", *parts]) + "。"
    else:
        line = f"已查阅范围内全部 {len(c.scope)} 份报告"
        line += f"：{'；'.join(parts)}。" if parts and query.subject else "。"
    return line + _listing(answer, scope) if query.view == "silent" else line


def _unread(answer: Answer) -> str:
    """How many of the reports were read in part, and how much of them is missing; "" where none was."""
    unread = answer.coverage.unread
    counts: Counter[str] = Counter()
    for _, gaps in unread:
        for gap in gaps:
            counts[gap.key] += int(str(gap.values["count"]))
    if not counts:
        return ""
    if answer.query.language == "en":
        return english.unread(len(unread), counts)
    what = "、".join(f"{count} {_UNREAD[key]}" for key, count in counts.items())
    return f"{len(unread)} 份报告有 {what}未能读取。"


_UNREAD = {
    "gap.pages": "页",
    "gap.pictures": "张图片",
    "gap.formulas": "个单元格",
    "gap.rows": "行",
    "gap.characters": "个字符",
}


def _listing(answer: Answer, scope: Scope) -> str:
    """The reports that do not answer, by name, with why those that mention it do not."""
    c = answer.coverage
    why = {report: f"，{UNMET[reason]}" for report, reason in zip(c.unmet, c.reasons, strict=True)}
    out = ""
    for label, ids in (("未公开数字的", c.hidden), ("提到但不符的", c.unmet), ("未提及的", c.silent)):
        if ids:
            names = [f"{scope.region_of(i)}（{i}{why.get(i, '')}）" for i in ids]
            out += f"\n\n{label}：{listed(names, 'zh', _NAMED)}。"
    return out


def _does(query: Query) -> str:
    if query.view == "hidden":
        return f"隐去了{subject(query)}的数字"
    if query.kind == "passage":
        return f"谈到{subject(query)}"
    if _moves(query) and query.kind in ("list", "count"):
        return _moved(query)
    if query.threshold and query.kind in ("list", "count"):
        return "符合条件"
    return f"给出了{subject(query)}{'的计划或目标' if query.status == 'planned' else ''}"


def _moves(query: Query) -> bool:
    """Whether the direction is what is asked for; 增长目标 and 增长多少 leave it open."""
    return bool(query.direction) and query.aspects[0].asked != "growth"


def _moved(query: Query) -> str:
    """提高了低保标准, 固定资产投资下降: with the question's own verb, where it stands in the question."""
    name = subject(query)
    verb = query.verb if len(query.verb) > 1 else _DIRECTION[query.direction or "up"]
    planned = "计划" if query.status == "planned" else ""
    if query.governs:
        return f"{planned}{verb}{'' if planned else '了'}{name}"
    return f"{name}{planned}{verb}"


def _sentence(answer: Answer) -> str:
    query, name = answer.query, subject(answer.query)
    if query.language == "en":
        return english.sentence(answer, name)
    if not answer.answered:
        return answer.missing
    if query.view == "silent" and not answer.computed:
        c = answer.coverage
        left = len(c.scope) - len(c.answering)
        if _moves(query):
            return f"{len(c.scope)} 份报告中有 {left} 份没有说{_moved(query)}，名单见下。"
        parts = [f"{len(c.silent)} 份没有提到{name}"]
        if left > len(c.silent):
            parts.append(f"{left - len(c.silent)} 份提到而没有给出所问的内容")
        return f"{len(c.scope)} 份报告中有 {'、'.join(parts)}，名单见下。"
    if not answer.findings and query.view == "overview":
        where = listed(list(dict.fromkeys(p.region for p in answer.passages)), "zh")
        return f"{where}的报告主要讲了以下内容；也可以只问一项，例如“一般公共预算收入是多少”。"
    if not answer.findings:
        where = listed(list(dict.fromkeys(p.region for p in answer.passages)), "zh")
        return f"关于{name}，{where}的报告有以下说明。"
    regions = list(dict.fromkeys(f.region for f in answer.findings))
    where = listed(regions, "zh")
    if all(f.masked for f in answer.findings):
        return f"{where}的报告提到了{name}，但数字被隐去（未公开）。"
    if query.kind == "check":
        lines = "\n".join(f"- {c.text}" for c in answer.computed[: layout.ROWS_SHOWN])
        return f"{len(answer.coverage.answering)} 份报告里有对不上的数字：\n\n{lines}"
    if query.operations:
        head = f"{_end(query, name)}的是{_first(answer.findings[0], name)}；" if query.kind == "rank" else ""
        return worked(answer, name, head)
    match query.kind:
        case "count":
            return f"有 {answer.count} 个地区{_does(query)}：{where}。"
        case "list" if _moves(query):
            return f"{where}{_moved(query)}。"
        case "rank":
            if lacking := _lacking(answer):
                only = listed(lacking, "zh")
                return f"{only}的报告没有给出{query.period_text}{name}，不能比较；{one(answer.findings[0])}。"
            return f"{_end(query, name)}的是{_first(answer.findings[0], name)}。"
        case "lookup":
            return "；".join(dict.fromkeys(one(f) + _step(answer, f) for f in answer.findings[:2])) + "。"
        case "trend":
            told: dict[tuple[str, str], Finding] = {}
            for f in answer.findings:  # a table says again what the text says
                told.setdefault((layout.when(f), f.claim.indicator), f)
            first = list(told.values())[:8]
            steps = "，".join(f"{layout.when(f)}{layout.figures_text(f, 'zh')}" for f in first)
            given = {layout.when(f)[:4] for f in answer.findings}
            lacking = [f"{p[0][:4]}年" for p in query.years if p[0][:4] not in given]
            return (
                f"{where}的{name}：{steps}{'；没有给出' + '、'.join(lacking) + '的数' if lacking else ''}。"
            )
        case _ if query.threshold:
            return f"{len(regions)} 个地区的{name}{query.threshold}：{where}。"
        case _:
            return f"{len(regions)} 个地区的报告给出了{name}：{where}。"


def _end(query: Query, name: str) -> str:
    """低保标准最高, 教育支出增幅最小, 三公经费降幅最大."""
    if query.aspects[0].asked != "growth":
        return name + ("最低" if query.ascending else "最高")
    way = "降幅" if query.direction == "down" else "增幅"
    return name.removesuffix("增速") + way + ("最小" if query.ascending else "最大")


def _absent(query: Query) -> str:
    """The places asked for of which there is no report, said beside what the others answer."""
    names = [r.name for r in query.regions if not r.reports]
    if not names:
        return ""
    if query.language == "en":
        return english.no_report(names)
    return f"语料中没有{listed(names, 'zh')}的报告。"


def _lacking(answer: Answer) -> list[str]:
    """Of several regions named to be compared the ones without a number, where only one has any."""
    given = {f.claim.report for f in answer.findings}
    named = [r for r in answer.query.regions if r.reports]
    lacking = [r.name for r in named if not given.intersection(r.reports)]
    return lacking if len(named) > 1 and len(named) - len(lacking) == 1 else []


def _first(finding: Finding, name: str) -> str:
    """望潮县，2024年24.60亿元: the indicator is named again only where the report's own differs."""
    whole = one(finding)
    bare = finding.claim.indicator == name or finding.claim.indicator == name.removesuffix("增速")
    when = layout.when(finding)
    said = whole.removeprefix(finding.region).removeprefix(finding.claim.indicator if bare else "")
    return f"{finding.region}，{when}{said}"


def _step(answer: Answer, finding: Finding) -> str:
    """The computed step between the two ends of a finding, where it is what is asked for: ，减少52辆（计算）."""
    if answer.query.aspects[finding.aspect].asked not in ("growth", "change"):
        return ""
    step = next(
        (c.text for c in answer.computed if c.label == "step" and c.sources[0] in finding.figures), ""
    )
    return f"，{'减少' if step.startswith('-') else '增加'}{step[1:]}（计算）" if step else ""


def not_computed(query: Query, totals: Totals) -> str:
    """Why a sum, an average or a difference that was asked for is not computed."""
    reasons = english.REASONS if query.language == "en" else _REASONS
    return reasons[totals.reason or "units"].format(listed(totals.whose, query.language))


def missing(query: Query, found: Found, scope: Scope, origins: Mapping[str, Origin]) -> str:
    """What the reports lack: the place, the time, the indicator, the number."""
    if query.language == "en":
        return english.missing(query, found, scope, subject(query))
    absent = [r for r in query.regions if not r.reports]
    if absent:
        names, near = "、".join(r.name for r in absent), "、".join(absent[0].near)
        if meant := [n for r in absent for n in r.near if _misspelt(r.name, n)]:
            return f"语料中没有{names}的报告；名称只差一个字的有{'、'.join(dict.fromkeys(meant))}。"
        return f"语料中没有{names}的报告" + (f"；有的是{near}等地的报告。" if near else "。")
    if greets(query.text):
        return "你好！可以问报告里的数字和工作，例如“哪些县提高了低保标准？”“各县2024年教育支出是多少？”。"
    if not query.subject:
        regions = list(dict.fromkeys(scope.region_of(i) for i in sorted(scope.reports)))
        have = f"语料里有{listed(regions, 'zh')}的 {len(scope.reports)} 份报告。" if regions else ""
        return "没有认出要问的指标或事项，请写明要查什么，例如“哪些县提高了低保标准？”。" + have
    name = subject(query)
    if not scope.reports:
        return "语料中没有这一范围的报告。"
    where = "、".join(r.name for r in query.regions) or f"范围内 {len(scope.reports)} 份"
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
    if found.unmet:
        return f"{where}报告提到了{name}，但没有给出所问的内容。"
    return f"{where}报告里没有找到{name}。"


def _misspelt(name: str, region: str) -> bool:
    """望朝县 for 望潮县: one character is another."""
    tail = region[-len(name) :]
    return (
        len(name) > 2 and len(tail) == len(name) and sum(a != b for a, b in zip(name, tail, strict=True)) == 1
    )


def nothing_wrong(query: Query, scope: Scope) -> str:
    """No report has figures that do not add up."""
    if query.language == "en":
        return english.nothing_wrong(scope)
    return f"核对了 {len(scope.reports)} 份报告，没有发现对不上的数字。"


def _period(finding: Finding) -> Period | None:
    return next((f.period for f in finding.figures if f.period), finding.claim.period)


def _covers(query: Query, origin: Origin) -> bool:
    asked = asked_period(query, origin)
    if asked is None or origin.period is None:
        return True
    last = max(origin.period[1], origin.plan_period[1]) if origin.plan_period else origin.period[1]
    return asked[0] <= last and origin.period[0] <= asked[1]
