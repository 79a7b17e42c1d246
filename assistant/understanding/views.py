"""What a question asks to see: a table once more, the causes, who is silent, who mentions, an overview."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import Aspect, Region, View, Way
from assistant.understanding.aspects import clauses, read_aspects
from assistant.understanding.conditions import Conditions
from assistant.understanding.segment import Token, segment
from assistant.words import Lexicon, plain

#: 只字未提, 一句没说, 压根没有写到: the reports that do not speak of it are asked for.
SILENT = re.compile(
    r"(?:都|也|均|完全|压根|根本|从来?|始终|一直|里面?|当中)*(?:只字|一字|一句|半句|丝毫|一个字)?(?:没有?|未|不曾|不|并未|没能|没怎么)(?:都|再|曾|有|去)?"
    r"(?:提到|提及|提起|提过|提|讲到|讲过|讲|说到|说过|说起|说|写到|写|涉及|谈到|谈及|谈|出现|反映|体现)(?!高|升|前|供|出了|明)(?:到|过|及|起)?(?:了)?(?:的)?"
)
#: 提到了, 写进报告: those that speak of it, with a number or without one.
MENTIONS = re.compile(
    r"(?<!多少)(?:都|也|均|有|明确|专门|特别|在)*(?:提到|提及|提过|讲到|讲过|说到|说过|写到|写进|写入|写了|写明|涉及|谈到|谈及|谈了|讲了|说了)(?:了|过)?(?:的|要)?(?!多少|几|\d)"
)
_AMOUNT = re.compile(r"多少|(?<![哪这那])几")
#: Where it is spoken of, and what is to be done about it: 政府工作报告里提到要治理高额彩礼 asks for 高额彩礼.
_SOURCE = re.compile(r"(?:各自|各地|他们|自己)?的?(?:政府)?(?:工作)?(?:报告|总结)(?:里面?|当中|中)?")
_DOING = re.compile(
    r"(?<=，)(?:要|将|准备|打算|计划|如何|怎么)*(?:治理(?!能力|体系)|整治|遏制|推行|实行|实施|开展|推进|推动|推广|落实|搞|抓)(?=[\u4e00-\u9fff]{3})"
)
_EITHER = re.compile(r"[、()（）]|或者?|和|以及|及")
#: 干得怎么样, 总结一下全年工作: of a region and of nothing in particular.
_GENERAL = re.compile(
    r"(?:怎么样|怎样|如何|咋样|情况|概况|成绩|成效|进展|总结|概括|概述|介绍|工作|的|了|得|都|是|有|做|干|搞|过|"
    r"请|帮我|一下|说说|讲讲|谈谈|全年|全县|财政局?|总体|整体|主要|基本|哪些|什么|这|那|呢|吗|啊|吧|[，,。？?\s])+"
)
_ASKS_ALL = re.compile(
    r"怎么样|怎样|如何|咋样|情况|概况|成绩|成效|总结|概括|概述|介绍|哪些工作|什么工作|做了"
)
_TABLE = re.compile(
    r"(?:换成|改成|做成|列成|用|以|列个|给个)?(?:一张)?表格?(?:形式|展示|显示|列出来?|看看)?$|表格"
)
#: Asks for the same answer once more, with its sources; they always stand with it.
AGAIN = re.compile(
    r"^(?:那|请|再)?(?:还有[呢吗]?|还有没有|继续|详细(?:点|一点|说说)?|具体(?:点|一点|说说)?|出处|来源|原文|依据|哪里写的|在哪里?写的|"
    r"哪(?:一)?句|写在哪里?)(?:呢|吗|在哪|是什么|给我看看)?[？?。]?$"
)
_WHY = re.compile(
    r"^(?:那|这是|请问)?(?:为什么|为何|什么原因|原因(?:是什么)?|怎么得出的|依据(?:是什么)?)(?:呢|呀)?[？?]?$"
)
#: What asks for a cause: 怎么掉得这么厉害, 咋拖了, 卡在哪; 怎么样 does not.
_CAUSE = re.compile(
    r"为什么|为啥|为何|原因|成因|缘故|根源|根子|症结|怎么回事|咋回事|卡在|是什么(?:造成|导致)|怎么会|咋会|\bwhy\b|"
    r"(?:怎么|咋)(?:就|又|都|还|老是?|总是?)?(?:会|变)?(?:这么|那么|掉|降(?![低本])|跌|减(?![轻少税负])|少|下滑|下降|回落|不|没|拖|慢|卖不|亏|停|差|低|涨|高(?!质量)|升(?!级))|"
    r"(?:怎么|咋)[^，。？样办]{1,3}了[？?]?$",
    re.IGNORECASE,
)
#: What is done about something. 哪些措施 asks for no regions.
_DEED = r"(?:措施|办法|法子|举措|做法|对策|安排|动作|手段|照应|帮扶|招(?![商聘生引标工录考募收]))"
_HOW = re.compile(
    rf"(?:怎么|咋)(?![样回么])|怎样|如何|{_DEED}|做了(?:哪些|什么)|打算|准备|谁(?:来|牵头|负责)|归谁|由谁|\bhow\b"
)
_BY_WHAT_MEANS = re.compile(
    r"(?:怎么|咋)(?![样回么])|怎样|如何|(?:哪些|什么|啥|有何|哪几[项条个])[^，。？?]{0,6}(?:措施|办法|法子|举措|做法|对策|招)"
)
_NUMBER = re.compile(r"多少|(?<![哪这那好])几(?![乎度时年])")
_WHICH_DEEDS = re.compile(
    rf"哪(?:些|几[项条个])(?!地方|地区|省|[市县区旗]|单位)[\u4e00-\u9fff]{{0,6}}?(?:{_DEED}|材料|手续|证件)"
)


def read_way(text: str) -> Way | None:
    """Whether a question asks why, or how; one that asks for a number does neither."""
    text = plain(text)
    if _NUMBER.search(text):
        return None
    return "why" if _CAUSE.search(text) else "how" if _HOW.search(text) else None


def tells_only(text: str) -> bool:
    """Whether a question asks why, or in so many words how, and for no number: 原因出在哪里, 后面准备怎么处理."""
    way = read_way(text)
    return way == "why" or (way == "how" and _BY_WHAT_MEANS.search(plain(text)) is not None)


def asks_deeds(text: str) -> bool:
    """Whether 哪些 asks for measures and not for regions."""
    return _WHICH_DEEDS.search(plain(text)) is not None


def read_view(text: str, rest: str, regions: Sequence[Region], asked: Conditions) -> tuple[View | None, str]:
    """How the answer should look, and what is left of the question."""
    bare = plain(rest)
    if _WHY.search(plain(text)):
        return "why", rest
    if regions and _ASKS_ALL.search(bare) and _GENERAL.fullmatch(bare):
        return "overview", ""
    if AGAIN.search(plain(text)):
        return "table", ""
    amount = _AMOUNT.search(rest) is not None
    asks: tuple[tuple[re.Pattern[str], View], ...] = ((SILENT, "silent"), (MENTIONS, "mention"))
    for pattern, told in asks:
        if asked.which and not amount and (m := pattern.search(rest)):
            return told, _DOING.sub("", _SOURCE.sub("，", rest[: m.start()] + "，" + rest[m.end() :]))
    if _TABLE.search(rest) and len(rest) <= 12:
        return "table", _TABLE.sub("", rest)
    return None, rest


def told_or_hidden(tokens: Sequence[Token]) -> View | None:
    """Whether those that say nothing are asked for, or those that hide the number."""
    return next((v for v in ("silent", "hidden") if any(t.has(v) for t in tokens)), None)


def alternatives(aspect: Aspect, text: str, lexicon: Lexicon) -> tuple[Aspect, ...]:
    """充电桩、充电设施: either will do where only being spoken of is asked; one aspect each."""
    parts = [p for p in _EITHER.split(text) if p.strip("，。？? ")]
    if len(parts) < 2:
        return (aspect,)
    made = [a for p in parts for a in read_aspects(clauses(segment(p, lexicon)), lexicon, ranked=False)]
    return tuple(a for a in made if a.terms) or (aspect,)
