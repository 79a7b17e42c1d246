"""Noun phrases: tidied, joined to the subject they depend on, found behind a number or in a clause."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.grammar.lexicon import any_of, pattern, unless_followed, words
from index.grammar.names import OUTLINE
from index.grammar.phrases import Times, before, is_verb
from index.records import Direction

_LONGEST = 60
_LONGEST_BEHIND = 40
_EDGE = " 　、，,。；;：:的和与及等-—·"
_PAIRED = ("“”", "（）", "()", "《》")
_PAIRS = pattern("[“”（）()《》]")
#: So many nouns are remembered: a sentence asks the same of each several times.
_REMEMBERED = 256


def tidy(noun: str) -> str:
    """`noun` without marks at its edges and without a bracket or quotation that opens or closes alone."""
    noun, no_joint = noun[-_LONGEST:], tuple(words("particles")["joint"]["words"])
    noun = noun.lstrip(_EDGE) if noun.endswith(("”", "）", ")", *no_joint)) else noun.strip(_EDGE)
    for a, b in _PAIRED if _PAIRS.search(noun) else ():
        while noun.count(a) > noun.count(b):
            k = noun.find(a)
            noun = noun[k + 1 :] if k < len(noun) / 2 else noun[:k]
        while noun.count(b) > noun.count(a):
            noun = noun[noun.find(b) + 1 :]
    return noun.lstrip(_EDGE) if noun.endswith(no_joint) else noun.strip(_EDGE)


def joined(base: str, more: str) -> str:
    """`base` and what depends on it (地区生产总值 + 增速), without saying anything twice."""
    if not base or more.startswith(base):
        return more
    if not more or base.endswith(more):
        return base
    shared = next((k for k in range(len(more) - 1, 1, -1) if base.endswith(more[:k])), 0)
    return base + more[shared:]


# --- verbs in front of a noun -----------------------------------------------------------------------


@cache
def _verbs() -> re.Pattern[str]:
    table = words("verbs")
    every = [*table["object"]["keep"], *table["object"]["words"], *table["fund"]["words"]]
    return pattern(rf"(?:{any_of([*every, *table['object']['between']])})+$")


@lru_cache(_REMEMBERED)
def only_verbs(noun: str) -> bool:
    """Whether `noun` is nothing but verbs (建成, 培育打造, 新建改扩建)."""
    return _verbs().fullmatch(noun) is not None


@cache
def _leading_verb() -> re.Pattern[str]:
    """A verb of doing that is not the beginning of what is measured (安排…, not 支出进度)."""
    table = words("verbs")
    heads = any_of(table["object"]["not_before"])
    verbs = [*table["object"]["keep"], *table["object"]["words"], *table["fund"]["words"]]
    return pattern(rf"{any_of(verbs)}(?!{heads})")


def leads_with_verb(clause: str) -> bool:
    """Whether a clause begins with a verb of doing (拨付…, 新建…), not with what is measured."""
    return _leading_verb().match(clause) is not None


@cache
def _leading_verbs() -> re.Pattern[str]:
    table = words("verbs")
    return pattern(rf"{any_of([*table['object']['keep'], *table['object']['words']])}+")


@lru_cache(_REMEMBERED)
def leading_verbs(noun: str) -> str:
    """The verbs of doing at the front of `noun` (获批建设), "" where none."""
    m = _leading_verbs().match(noun)
    return m[0] if m else ""


@cache
def _done_again() -> re.Pattern[str]:
    table = words("verbs")
    done = any_of([*table["done"]["whole"], *table["fund"]["words"], *table["object"]["words"]])
    return pattern(rf".{{0,12}}?(?:已经?|现已|实际|实)(?:累计|全部)?{done}(?:到位)?")


def done_again(clause: str) -> bool:
    """Whether a clause says only what has been done of what was spoken of (截至11月底已|发放)."""
    return _done_again().fullmatch(clause) is not None


@cache
def _kept() -> re.Pattern[str]:
    return pattern(any_of(words("verbs")["object"]["keep"]))


def kept_verb(noun: str) -> str:
    """The verb at the front of `noun` that changes what is measured (新增), "" where none."""
    m = _kept().match(noun)
    return m[0] if m else ""


def without_flow(noun: str) -> str:
    """The stock that a flow adds to: 新增企业 → 企业, 通车里程新增 → 通车里程."""
    return noun.removeprefix(kept_verb(noun)).removesuffix("新增").removesuffix("净增") or noun


@cache
def _carried() -> re.Pattern[str]:
    table = words("verbs")["object"]
    no_noun = any_of(table["not_before"])
    return pattern(
        rf"(?:{any_of(table['keep'])}|{any_of(table['carried'])}(?=[\u4e00-\u9fff“]{{2}}))(?!{no_noun})"
    )


def carried_verb(noun: str) -> str:
    """The verb at the front of `noun` that holds for the items of a list too (改造|小区…、棚户区), "" where none."""
    m = _carried().match(noun)
    return m[0] if m else ""


@cache
def _paying() -> re.Pattern[str]:
    fund = words("verbs")["fund"]
    paid = rf"(?=.{{2,}}{any_of(fund['paid'])}$)"
    return pattern(rf"^{any_of(fund['adverbs'])}?{any_of(fund['paying'])}{paid}")


@cache
def _for_someone() -> re.Pattern[str]:
    fund = words("verbs")["fund"]
    return pattern(rf"^[^、]{{2,30}}?(?={any_of([*fund['paying'], *fund['serving']])}.{{2,}}$)")


def unpaid(noun: str) -> str:
    """`noun` without the verb that pays it out (发放高龄补贴 → 高龄补贴)."""
    return _paying().sub("", noun)


def without_receiver(noun: str) -> str:
    """What is done, without for whom: (为)老年人发放高龄补贴 → 发放高龄补贴."""
    return _for_someone().sub("", noun)


# --- nouns that depend on another -------------------------------------------------------------------


@cache
def _dependent() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words("indicators")
    of_plan = rf"完成{any_of(table['of_plan'])}"
    return pattern(rf"{any_of(table['of_whole'])}|{of_plan}"), pattern(rf".{{0,2}}{any_of(table['amounts'])}")


@lru_cache(_REMEMBERED)
def of_whole(noun: str) -> bool:
    """Whether a noun measures its subject against a whole or a plan (占地区生产总值比重, 完成年初预算)."""
    return _dependent()[0].match(noun) is not None


@lru_cache(_REMEMBERED)
def depends(noun: str) -> bool:
    """Whether a noun needs its subject before it: 增速, 送审金额, 占地区生产总值比重."""
    share, amount = _dependent()
    if noun in words("indicators")["relational"]:
        return True
    return share.match(noun) is not None or amount.fullmatch(noun) is not None


@lru_cache(_REMEMBERED)
def without_head(noun: str) -> str:
    """`noun` without a dependent head (评审项目送审金额 → 评审项目), for the next dependent noun."""
    table, amount = words("indicators"), _dependent()[1]
    for k in range(min(8, len(noun) - 3), 1, -1):
        head = noun[-k:]
        whole = k % 2 == 0 and amount.fullmatch(head)  # 问题金额, not 题金额
        inside = noun.count("（", 0, len(noun) - k) > noun.count("）", 0, len(noun) - k)  # 中标（成交）|金额
        if not inside and (whole or (head in table["relational"] and head not in table["own"])):
            return noun[:-k]
    return noun


# --- nouns behind a number --------------------------------------------------------------------------


#: 对 and 为 before the next number (组织|87个|单位|对|364个), not 配对, 行为.
_BEFORE_WHOM = "(?<![结配校核绝应相面])对|(?<![行作认成])为"
#: Where what is said of a counted thing begins: 群众|远离了, 问题|并在全县, 企业|2022年.
_SAID = pattern(
    r"[\u4e00-\u9fff]{2}了|(?<![合归兼吞裁])并(?!购|网|轨|发症)|(?:19|20)\d\d年|未(?!来|成年|利用|婚)"
    r"|(?<!即)将(?!军|来)|年初"
)


#: 按每人5元|的标准 says at what rate, not what is counted.
_AT = ("的标准", "的额度", "的比例", "的幅度", "的速度")
_RATE = pattern(
    "(?:水质)?(?:优良|达标|合格|覆盖|普及|开工|竣工|投产|完成|整改|办结|满意|参保|入学|签约|利用)(?:率|比例)$"
)


@cache
def _behind() -> tuple[re.Pattern[str], ...]:
    no_noun = unless_followed(words("particles")["not_counted"])
    thresholds = any_of(words("marks")["comparator"]["threshold"])
    comparators = words("marks")["comparator"]["before"]
    return (
        pattern(rf"[,，、。;；:：)）|\s]|{no_noun}|[和的]$"),
        pattern(rf"新?{thresholds}"),
        pattern(any_of(words("indicators")["predicates"])),
        pattern(any_of(w for listed in comparators.values() for w in listed) + "$"),
        pattern(
            rf"(?:{any_of(words('verbs')['relative']['adverbs'])}+地?|{_BEFORE_WHOM}|中有|第|(?<![高初途集空其年期])中|(?:平均)?(?:只有|仅有?|就有)|[尚仍]未?)$"
        ),
    )


def after_noun(text: str, sort: str) -> str:
    """The noun that follows a counted number (304个|省列重大项目|完成投资), "" where none does."""
    no_noun, threshold, predicate, comparator, tail = _behind()
    text = text[: 2 * _LONGEST_BEHIND].strip()
    if text.startswith(_AT):
        return ""
    text = text.removeprefix("的")
    if not text or no_noun.match(text) or (sort == "money" and threshold.match(text)):
        return ""
    if any(is_verb(text[:k]) for k in range(2, 6)):
        return ""
    cuts = [
        m.start()
        for m in predicate.finditer(text)
        if text.count("“", 0, m.start()) == text.count("”", 0, m.start())
    ]
    if cuts and cuts[0] == 0:
        return ""
    end = cuts[0] if cuts and cuts[0] >= 2 else len(text)
    if (said := _SAID.search(text, 2, end)) is not None:
        end = said.start()
    noun = tidy(comparator.sub("", text[: min(end, _LONGEST_BEHIND)]))  # of the next number: 80个乡镇|近
    noun = tail.sub("", noun)
    if len(things := _RATE.sub("", noun)) >= 2:  # 6个|国考断面|水质达标率100%
        noun = things
    return noun if len(noun) >= 2 else ""


# --- labels -----------------------------------------------------------------------------------------

_LABEL = pattern(
    rf"\s*(?:{OUTLINE}"
    r"|[-•●◆·]\s?|[（(]?[\d一二三四五六七八九十]{1,2}[)）、.]\s?|[一二三四五六七八九十]是)?"
    r"(?P<label>[\u4e00-\u9fff“”（）、]{2,16})[：:](?=.)"
)
#: An account whose two sides follow (养老保险基金|收支情况：收入…，支出…).
_ACCOUNT = pattern(r"(?P<of>[^、]{2,14})(?:收支|收入支出)(?:执行|决算|预算)?(?:情况)?")


@cache
def _no_label() -> re.Pattern[str]:
    return pattern(any_of(words("indicators")["no_label"]) + "$")


def label_of(line: str) -> str:
    """What a line says before a colon that it is about (城市低保：每人每月850元), "" where it names nothing."""
    m = _LABEL.match(line)
    if m and (account := _ACCOUNT.fullmatch(m["label"])):
        return tidy(account["of"])
    if m is None or _no_label().search(m["label"]) or leads_with_verb(m["label"]):
        return ""
    return tidy(m["label"])


@cache
def _ends_in_head() -> re.Pattern[str]:
    return pattern(any_of(words("indicators")["heads"]) + "$")


def labelled(label: str, noun: str) -> str:
    """`noun` with the label of its line where only that says what is measured (公用经费：小学… → 公用经费小学)."""
    if not label or _ends_in_head().search(noun) or not _ends_in_head().search(label):
        return noun
    return joined(label, noun)


#: Of the old and of what they get: 高龄津贴50元，|90—99岁|100元.
_AGES = pattern(
    r"\d{1,3}(?:周岁|岁)?(?:(?:[-—－~至到]+\d{1,3}(?:周岁|岁))|及?以上|(?<=岁))?的?(?:老人|老年人|高龄老人)?"
)


@cache
def _over() -> re.Pattern[str]:
    return pattern(
        rf"(?P<over>.{{2,30}}{any_of(_STANDARDS)})(?:分别|统一|均)?(?:提高到|提高至|调整为|调整到|达到|确定为|定为|为|(?:继续)?按)"
        rf"(?P<item>[\u4e00-\u9fff]{{2,6}}|{_AGES.pattern})"
    )


_STANDARDS = ("标准", "水平", "定额", "生活费", "补贴", "补助", "津贴", "养老金", "价格", "工资")


def over_items(noun: str) -> tuple[str, str] | None:
    """What the items of a list are of, and the first of them: 供养标准为城市 → 供养标准, 城市; else `None`."""
    m = _over().fullmatch(noun) if any(word in noun for word in _STANDARDS) else None
    return (m["over"], m["item"]) if m and not _ends_in_head().search(m["item"]) else None


def like_last(last: str, noun: str) -> str:
    """A receiver with what it gets, as the money before was named: 散居孤儿 after 集中供养孤儿生活费 →
    散居孤儿生活费; what names its money itself is returned as it is.
    """
    if not last or _ends_in_head().search(noun):
        return noun
    if _AGES.fullmatch(noun) and "岁" in noun:
        return _AGES.sub("", last) + noun if "岁" in last else last + noun
    k = last.find(noun[-2:]) if len(noun) > 2 else -1
    got = last[k + 2 :] if k > 0 else ""
    return noun + got if 2 <= len(got) <= 8 and _ends_in_head().search(got) else noun


# --- clauses without a number -----------------------------------------------------------------------


@cache
def _reached() -> re.Pattern[str]:
    inside = any_of(words("verbs")["reach"]["inside"])
    return pattern(rf"(.{{2,}}?)(?:{inside}|保持$)")


def reached(noun: str) -> str:
    """What stands before a verb of reaching inside `noun` (经济总量|跨过两个大关), "" where none does."""
    m = _reached().match(noun)
    return tidy(m[1]) if m else ""


@cache
def _stated() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table, verbs = words("indicators"), words("verbs")
    heads, none = any_of(table["stating"]), any_of(table["not_stating"])
    return (
        pattern(rf"([^，,。；;]{{0,40}}{heads})(?![\u4e00-\u9fff]?{none})(?=$|[\u4e00-\u9fff、])"),
        pattern(any_of(verbs["moves"]["raised"])),
        pattern(rf"^(?:{any_of(verbs['moves']['before_noun'])})+"),
    )


@cache
def _comment() -> re.Pattern[str]:
    return pattern(rf"(?P<of>[^，,。]{{2,14}}?)(?:{any_of(words('verbs')['comment']['words'])}|[应能]\w尽\w)")


_LONGEST_CLAUSE = 60


def stated(text: str, start: int, end: int, times: Times, first: bool) -> tuple[str, Direction | None] | None:
    """The indicator that a clause without a number speaks of, and which way it says it went.

    统一城乡困难残疾人两项补贴 → 城乡困难残疾人两项补贴; 提高…限额标准 → 限额标准, up; `None` where the
    clause names no indicator. The `first` subject of a sentence may be anything that is said to go well.
    """
    while end > start and text[end - 1] in "，,、；;：: ":
        end -= 1
    if end - start > _LONGEST_CLAUSE or end <= start:
        return None
    heads, raised, verbs = _stated()
    p = before(text, start, end, times, False)
    clause = text[p.start : end]
    if first and (said := _comment().fullmatch(clause)) and not leads_with_verb(clause):
        return tidy(said["of"]), None
    m = heads.match(clause) or (_reached().match(clause) if first else None)
    if m is None:
        noun = tidy(text[p.start : p.end])  # 孤儿基本生活费|与上年持平: whatever it is, it stays
        return (noun, "flat") if p.direction == "flat" and len(noun) >= 2 else None
    direction = p.direction
    if direction is None and raised.search(clause, m.end(1)):
        direction = "up"
    noun = verbs.sub("", tidy(m[1]))
    return (noun, direction) if len(noun) >= 2 else None
