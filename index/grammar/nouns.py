"""Noun phrases: tidied, joined to the subject they depend on, shared out over a list, found behind a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.grammar.lexicon import any_of, words
from index.grammar.phrases import before, lexicon
from index.records import Direction

_LONGEST = 60
_EDGE = " 　、，,。；;：:的和与及等-—·"


def tidy(noun: str) -> str:
    """`noun` without marks at its edges and without a bracket or quotation that opens or closes alone."""
    noun = noun[-_LONGEST:].strip(_EDGE) if noun[-1:] not in "”）)" else noun[-_LONGEST:].lstrip(_EDGE)
    for a, b in ("“”", "（）", "()", "《》"):
        while noun.count(a) > noun.count(b):
            k = noun.find(a)
            noun = noun[k + 1 :] if k < len(noun) / 2 else noun[:k]
        while noun.count(b) > noun.count(a):
            noun = noun[noun.find(b) + 1 :]
    return noun.strip(_EDGE)


def joined(base: str, more: str) -> str:
    """`base` and what depends on it (地区生产总值 + 增速), without saying anything twice."""
    if not base or more.startswith(base):
        return more
    if not more or base.endswith(more):
        return base
    return base + more


@cache
def _verbs() -> re.Pattern[str]:
    table = words("verbs")
    every = [*table["object"]["keep"], *table["object"]["words"], *table["fund"]["words"]]
    return re.compile(rf"(?:{any_of(every)}|了|和|及|、|并|将|新|已|高质量|高标准|累计|再|拟|共|成功|率先)+$")


def only_verbs(noun: str) -> bool:
    """Whether `noun` is nothing but verbs (建成, 培育打造, 新建改扩建)."""
    return _verbs().fullmatch(noun) is not None


@cache
def _leading_verbs() -> re.Pattern[str]:
    table = words("verbs")
    return re.compile(rf"(?:{any_of([*table['object']['words'], *table['fund']['words']])})")


def leads_with_verb(clause: str) -> bool:
    """Whether a clause begins with a verb of doing (拨付…, 新建…), not with what is measured."""
    m = _leading_verbs().match(clause)
    return m is not None and not re.match(r"(?:余额|收入|支出|资金|金额|总额|率|款|额)", clause[m.end() :])


@cache
def _predicates() -> re.Pattern[str]:
    return re.compile(any_of(words("indicators")["predicates"]))


_NO_NOUN = re.compile(
    r"[,，、。;；:：)）|\s]|用于|支持|左右|以上|以内|并|且|后|和$|的$|等(?![级])|由|以|被|均|已|都|之|多(?!功|元|式)|还|至|到|及时|按|享受|有力|其中|为|进行|投入(?!品)|实施|发放|分别|人民币|与|或"
)


def after_noun(text: str, sort: str) -> str:
    """The noun that follows a counted number (304个|省列重大项目|完成投资), "" where none does."""
    text = text.strip()
    if text.startswith("的"):
        text = text[1:]
    if (
        not text
        or _NO_NOUN.match(text)
        or (sort == "money" and re.match(r"(?:新)?台阶|大关|关口|门槛", text))
    ):
        return ""
    tail = lexicon().tail
    if any(text[:k] in tail and tail[text[:k]] not in ("adverb", "comparator") for k in range(2, 6)):
        return ""
    m = _predicates().search(text)
    if m is not None and m.start() == 0:
        return ""
    end = m.start() if m is not None and m.start() >= 2 else len(text)
    noun = tidy(text[:end][:40])
    return noun if len(noun) >= 2 else ""


@cache
def _money() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|.*)(?:资金|经费|专项债券|债券|贷款|补助|投资|投入|安排|拨付|筹措|争取|统筹|落实|下达|整合|资金共计|款|财政存量资金)$"
    )


#: money that nothing else names (安排专项债券资金N元，提升…)
_BARE_MONEY = re.compile(
    r"(?:共|累计|全年|合计)?(?:安排|拨付|落实|投入|统筹|争取|筹措|整合|下达|到位)?(?:各类|各级|县级|本级|县本级|省级|中央|上级|财政)?(?:财政|专项|债券|配套|补助)*(?:资金|经费|债券)?"
)


#: what an amount without a name is for, without 用于 (拨付资金N元在新城区打造…)
_AIM = re.compile(
    r"[,，]?(?:提升|改善|提高(?!到|至)|增强|在(?=[\u4e00-\u9fff]{2,}(?:打造|建设|开展|实施|新建))|为(?=[\u4e00-\u9fff]{4,})|帮助|巩固|解决)"
)


@cache
def _purposes() -> re.Pattern[str]:
    return re.compile(rf"[,，]?(?:资金)?(?:{any_of(words('verbs')['fund']['purpose'])})")


def purpose_of(text: str, at: int, end: int, noun: str, limit: int) -> str | None:
    """What the money before `at` is for (安排资金1000万元用于乡村振兴农业产业发展 → 乡村振兴农业产业发展资金).

    `None` where the noun names the money itself or no purpose follows.
    """
    if noun and not _money().match(noun):
        return None
    m = _purposes().match(text, at, end)
    if m is None:
        aim = _AIM.match(text, at, end)
        if not noun or aim is None or not _BARE_MONEY.fullmatch(noun):
            return None
        begin, verb = at + (text[at] in ",，"), ""
    else:
        if text[at] in ",，" and noun and not _BARE_MONEY.fullmatch(noun):
            return None
        if text[at] in ",，" and limit < end and not re.search("[，,；;]", text[at + 1 : limit]):
            return None
        begin = m.end()
        verb = re.sub(r"^[,，]|资金|专项用于|主要用于|重点用于|全部用于|用于|用以|用来|对", "", m[0])
    if limit < begin:
        return None
    stop = min((k for k in (text.find(c, begin, end) for c in "，,；;。、（") if k >= 0), default=end)
    if text[stop : stop + 1] == "、":  # a list of purposes
        more = re.match(r"[^，,；;。（\d]*", text[begin:end])
        stop = begin + (more.end() if more else 0)
    if limit < stop and m is None:  # the clause holds another quantity
        return None
    purpose = re.sub(
        r"[\dXx*.]+(?:万|亿)?(?:余|多)?(?:亩|个|户|名|人|家|所|处|座|条|公里|件|项|套)",
        "",
        tidy(text[begin:stop]),
    )
    purpose = re.sub(r"(?:工作|等)?$", "", purpose) if len(purpose) > 6 else purpose
    if len(purpose) < 2:
        return None
    kind = re.search(r"(?:[^，。；、]{0,6})(?:资金|经费|债券资金|专项债券|债券|贷款|补助|投资)$", noun)
    head = kind[0] if kind else "资金"
    head = re.sub(r"^(?:安排|拨付|落实|投入|统筹|争取|筹措|整合|下达)", "", head)
    return verb + purpose + ("" if purpose.endswith(head) else head)


_KEPT = re.compile(
    r"(?:新增|新建|新改建|新开工|新打造|新认定|新培育|新引进|新设|新开|净增|新入规|新集聚|新改扩建|新建改扩建)"
)
_PAYING = re.compile(
    r"^(?:共|累计|共计|及时|足额|已)?(?:发放|拨付|安排|落实|下达|支付|兑现|给予|兑付)(?=.{2,}(?:金|补贴|补助|津贴|经费|费|款|奖励)$)"
)


def kept_verb(noun: str) -> str:
    """The verb at the front of `noun` that changes what is measured (新增), "" where none."""
    m = _KEPT.match(noun)
    return m[0] if m else ""


def unpaid(noun: str) -> str:
    """`noun` without the verb that pays it out (发放高龄补贴 → 高龄补贴)."""
    return _PAYING.sub("", noun)


def without_head(noun: str, relational: frozenset[str], amount: re.Pattern[str]) -> str:
    """`noun` without a dependent head (评审项目送审金额 → 评审项目), for the next dependent noun."""
    for k in range(min(8, len(noun) - 3), 1, -1):
        if noun[-k:] in relational or amount.fullmatch(noun[-k:]):
            return noun[:-k]
    return noun


#: a noun that a verb of reaching ends (经济总量|跨过两个大关)
_REACHED_INSIDE = re.compile(
    r"(.{2,}?)(?:跨过|连跨|连续跨越|跨越|突破|超过|迈上|实现翻番|翻番|翻一番|保持$|稳居|稳步|持续|较快)"
)


def reached(noun: str) -> str:
    """What stands before a verb of reaching inside `noun`, "" where there is none."""
    m = _REACHED_INSIDE.match(noun)
    return tidy(m[1]) if m else ""


def stated(
    text: str, start: int, end: int, times: Sequence[tuple[int, int]]
) -> tuple[str, Direction | None] | None:
    """The indicator that a clause without a number speaks of, and which way it says it went.

    统一城乡困难残疾人两项补贴 → 城乡困难残疾人两项补贴; 提高…限额标准 → 限额标准, up; `None` where the
    clause names no indicator.
    """
    while end > start and text[end - 1] in "，,、；;：: ":
        end -= 1
    if end - start > 60 or end <= start:
        return None
    p = before(text, start, end, times, False)
    clause = text[p.start : end]
    m = _stated().match(clause) or _REACHED_INSIDE.match(clause)
    if m is None:
        return None
    noun = tidy(m[1])
    rest = clause[m.end(1) :]
    direction: Direction | None = p.direction
    if direction is None and re.search("翻番|翻一番|倍增|提高|增长|上升|提升|上调", rest):
        direction = "up"
    noun = re.sub(
        r"^(?:统一|规范|调整|落实|完善|适时|适当|适度|再次|同步|相应|全面|提高|进一步提高|进一步)+", "", noun
    )
    return (noun, direction) if len(noun) >= 2 else None


@cache
def _stated() -> re.Pattern[str]:
    heads = any_of(words("indicators")["stating"])
    return re.compile(
        rf"([^，,。；;]{{0,40}}{heads})(?![\u4e00-\u9fff]{{0,1}}(?:化|性|制度|机制|体系|工作|管理|改革|监管|保障|结构))(?=$|[\u4e00-\u9fff、])"
    )


_ITEM = re.compile(r"、|以及|和(?!美|谐|平)|与|及(?!其)|，")
_PAIRS = {
    "城乡": ("城镇", "农村"),
    "一二三产": ("一产", "二产", "三产"),
    "一二三次产业": ("第一产业", "第二产业", "第三产业"),
    "一、二、三产": ("一产", "二产", "三产"),
}


def share(noun: str, n: int) -> list[str] | None:
    """The n items that 分别 hands n numbers out to, each with the head noun that the last one carries.

    城镇和农村常住居民人均可支配收入, 2 → 城镇常住居民人均可支配收入, 农村常住居民人均可支配收入.
    """
    if n == 1:
        return [noun]
    for word, parts in _PAIRS.items():
        if word in noun and len(parts) == n and (word != "城乡" or not re.search("、|和|与", noun)):
            return [noun.replace(word, p, 1) for p in parts]
    cuts = [(m.start(), m.end()) for m in _ITEM.finditer(noun) if not _quoted(noun, m.start())]
    items = _split(noun, [c for c in cuts if noun[c[0]] in "、，"])
    if len(items) != n:
        items = _split(noun, cuts)
    if len(items) != n:
        items = _split(noun, [c for c in cuts if noun[c[0]] in "、，以和"])
    if len(items) != n:
        return None
    return _headed(items)


def _quoted(text: str, at: int) -> bool:
    return text.count("“", 0, at) > text.count("”", 0, at) or text.count("（", 0, at) > text.count(
        "）", 0, at
    )


def _split(noun: str, cuts: list[tuple[int, int]]) -> list[str]:
    out, at = [], 0
    for a, b in cuts:
        out.append(noun[at:a])
        at = b
    out.append(noun[at:])
    return [tidy(x) for x in out if x.strip()]


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(any_of(words("indicators")["heads"]) + "$")


def _headed(items: list[str]) -> list[str]:
    """Gives each item the head that only the last one says, and the beginning that only the first says."""
    last = items[-1]
    if _heads().search(last):
        out = []
        for item in items[:-1]:
            out.append(item if _heads().search(item) else item + _tail_for(item, last))
        items = [*out, last]
    first = items[0]
    if "占" in first and all("占" not in x for x in items[1:]):
        return items
    return items


def _tail_for(item: str, last: str) -> str:
    """What of `last` follows the part that is parallel to `item`: as many characters as the item has,
    where that leaves a phrase that begins like a word; else the shortest head noun."""
    short = re.search(r"(?:占[^占]{2,30}(?:比重|比例))$|" + _heads().pattern, last)
    parallel = {
        "城镇": "农村",
        "城市": "农村",
        "东部": "西部",
        "省外": "入境",
        "旅客": "货邮",
        "客运": "货运",
        "进口": "出口",
        "小学": "初中",
        "初中": "高中",
        "职工": "居民",
        "男": "女",
        "一般": "专项",
        "市级": "县级",
        "机关": "企业",
        "公办": "民办",
    }
    for a, b in parallel.items():
        if item.endswith(a) and b in last:
            return last[last.index(b) + len(b) :]
    same = re.search(r"(产业|居民|人员|对象|学校|游客|企业|国家|债券)$", item)
    if same and same[1] in last:
        return last[last.index(same[1]) + len(same[1]) :]
    return short[0] if short else ""
