"""What was computed in words: the number and what it was computed from, or why nothing was."""

from __future__ import annotations

from assistant.answering import layout
from assistant.records import Answer, Computed, Finding

STATUS = {"planned": "计划", "estimated": "预计", "actual": "已实现"}
#: What is computed, by `records.Operation`.
OPERATION = {
    "sum": "合计",
    "mean": "平均",
    "median": "中位数",
    "share": "占比",
    "difference": "相差",
    "ratio": "倍数",
    "attain": "计划与实际",
}

#: Said where numbers of different parts of the time asked were put together.
_OF_PARTS = "各数所属时间不同：{}。"


def worked(answer: Answer, name: str, head: str) -> str:
    """What was computed, from what, or why nothing was; `head` says what comes first in an order."""
    query = answer.query
    words = "、".join(OPERATION[o] for o in query.operations)
    if not answer.computed:
        return f"{name}不能求{words}：{answer.missing}。报告里有的数字如下。"
    if "attain" in query.operations:
        return _attained(answer, name)
    parts = [_result(answer, c, name, bool(head)) for c in answer.computed]
    return head + "；".join(parts) + "。" + layout.of_parts(answer, _OF_PARTS)


def _result(answer: Answer, computed: Computed, name: str, headed: bool) -> str:
    """One computed number in words."""
    query = answer.query
    regions = list(dict.fromkeys(f.region for f in answer.findings))
    whose = f"{len(regions)} 个地区" if len(regions) > 1 else regions[0] + query.period_text
    match computed.label:
        case "difference":
            first, last = answer.findings[0], answer.findings[-1]
            ends = "最高与最低" if len(answer.findings) > 2 else ""
            both = "" if headed and len(answer.findings) <= 2 else f"{dated(first)}，{dated(last)}，"
            return f"{both}{ends}相差{computed.text}（计算）"
        case "ratio":
            return f"{dated(answer.findings[0])}，是{dated(answer.findings[-1])}的{computed.text}（计算）"
        case "share":
            part = "" if headed else next((r.name for r in query.regions), regions[0])
            return f"{part}占{whose}合计的{computed.text}（计算）"
        case _:
            return f"{whose}{name}{OPERATION[computed.label]}{computed.text}（计算）"


def _attained(answer: Answer, name: str) -> str:
    """甲县2024年一般公共预算收入8.2亿元，甲县2024年一般公共预算收入（计划）8亿元，高于计划0.2亿元（计算）."""
    told: list[str] = []
    for c in answer.computed:
        parts = [dated(f) for g in c.sources for f in answer.findings if g in f.figures]
        told.append("，".join(dict.fromkeys(parts)) + f"，{c.text}（计算）")
    return "；".join(told) + "。"


def dated(finding: Finding) -> str:
    """A finding in words, with its time."""
    return layout.when(finding) + one(finding)


def one(finding: Finding) -> str:
    """A finding in words; a hidden number is said to be hidden."""
    status = finding.figures[0].status if finding.figures else finding.claim.status
    mark = f"（{STATUS[status]}）" if status != "actual" else ""
    figures = "数字被隐去" if finding.masked else layout.figures_text(finding, "zh")
    return f"{finding.region}{finding.claim.indicator}{mark}{figures}"
