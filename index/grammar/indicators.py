"""What a quantity measures: the noun before it, the noun behind it, or the subject that is spoken of."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.accounts import side_of
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.nouns import (
    carried_verb,
    depends,
    done_again,
    joined,
    kept_verb,
    labelled,
    leading_verbs,
    leads_with_verb,
    like_last,
    of_whole,
    only_verbs,
    over_items,
    unpaid,
    without_flow,
    without_head,
    without_receiver,
)
from index.grammar.phrases import Phrase
from index.grammar.purposes import purpose_before, purpose_of
from index.grammar.quantity import Quantity
from index.grammar.relative import action
from index.grammar.scene import Scene
from index.records import Role

#: A list of examples before the number (A、B和C|7个|产业).
_EXAMPLES = pattern(r"、.*(?:和|及)")


_ITEMS = pattern("、|和|与|及")
#: Between the ends of a transition (由11户|整合为|5户), no noun.
_TURNED = pattern("[\u4e00-\u9fff]{1,3}[到至为成](?:约|近)?")
#: Before whom something is done for (为80岁以上老人|发放高龄津贴).
_FOR_SOMEONE = ("为", "给", "向", "对")


@cache
def _giving() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    fund = words("verbs")["fund"]
    return (
        pattern(any_of(fund["goes_to"]) + "$"),
        pattern(any_of(fund["named"]) + "$"),
        pattern(rf"{any_of(fund['adverbs'])}?{any_of(fund['received'])}"),
    )


@cache
def _done() -> re.Pattern[str]:
    done = any_of(words("verbs")["done"]["whole"])
    return pattern(rf"(?:完成|实现|得到|按期|如期|按时|及时|全部)*(?P<done>{done})(?=[,，。;；、:：)）]|$)")


def name(scene: Scene, i: int, p: Phrase, noun: str, role: Role, left: int) -> tuple[str, str]:
    """What quantity `i` measures, and what a growth rate behind it would speak of.

    `noun` stands before it in its clause, which begins at `left`; "" where none does.
    """
    q, c = scene.quantities[i], scene.context
    if role == "rank" or q.rank:
        return _ranked(scene, p, noun)
    if role == "level" and (total := _account(scene, i, left)):
        c.topic = total
        return total, total
    if p.gap >= 0:
        ratio = c.last is not None and c.last.quantity.unit == "%" and c.last.role == "level"
        base = noun or (c.last.indicator if c.last and ratio else c.subject)
        base = joined(c.topic, noun) if noun and depends(noun) else base
        base = (
            joined(base, scene.text[p.end : p.gap].strip()) if p.moves and noun else base
        )  # 进出口|增速|高于全国
        gap = joined(base, scene.text[p.gap : q.start].strip())
        return gap, (c.subject or base if _PROGRESS.search(noun) else base)
    if q.sort == "money" or q.unit in ("亿", "万"):
        end = scene.clauses.sentence_end(q.stop)
        purpose = purpose_of(scene.text, q.stop, end, noun, scene.next_start(i))
        if purpose is None and q.sort == "money" and not p.moves and not p.arrives:
            since = scene.found[-1].quantity.stop if scene.found else 0
            clauses = scene.clauses.between(since, left)
            purpose = purpose_before(scene.text[slice(*clauses[-1])], noun) if noun and clauses else None
        if purpose is not None:
            c.topic = purpose
            return purpose, purpose
    if q.unit == "%" and role == "level" and (done := _done().match(scene.folded, q.stop)):
        share = joined(noun or c.subject, done["done"] + "率")  # 保交房项目实现|100%|交付
        return share, share
    if (counted := _counted(scene, i, p, noun)) is not None:
        if c.topic and counted.startswith(_INVOLVED):
            return counted, c.subject
        said = scene.said_behind(i)
        c.topic = (action(said[1]) if said and scene.serves(i) else "") or counted
        return counted, counted
    if not noun:
        return _unsaid(scene, q, p), c.subject
    own = not c.topic or side_of(c.account, c.topic.removeprefix(c.account))
    if (
        c.account and own and "其中" not in scene.folded[: p.start] and side_of(c.account, noun)
    ):  # 二、政府性基金：|收入|5亿元
        noun = joined(c.account, noun)
    if (total := _of_what_follows(scene, i, noun)) is not None:
        c.topic = total
        return total, total
    if c.money and noun in words("indicators")["spent"] and c.last and c.last.quantity.sort == "counter":
        c.subject = c.topic = without_head(c.money)  # 新增债券5亿元，支持项目14个，|支出进度|90%
    side = _SIDE.search(c.topic) if _SIDES.fullmatch(noun) else None
    if side or (c.topic and depends(noun) and not (p.among and len(noun) > 4)):
        if of_whole(noun) or noun in words("indicators")["shares"]:
            whole = c.subject or c.topic
            return noun if _SHARE.search(whole) else joined(whole, noun), c.subject
        if len(noun) > 2 and c.topic.startswith(noun[:2]):  # 税收收入5亿元，|税收占比
            return noun, c.subject
        if side:
            whole = noun if side["alone"] else c.topic[: side.start()] + noun
        else:
            whole = joined(without_flow(c.topic) if _STOCK.match(noun) else c.topic, noun)
        return whole, whole
    return _named(scene, i, p, noun, left)


_TOTAL = pattern(
    "(?:加上|减去)?(?:[本全当]年|总)?(?P<side>收入|支出|收支|财力|资金)(?P<total>总计|合计|总量|总额)(?:为|达|达到|是|共)?$"
)


def _account(scene: Scene, i: int, left: int) -> str:
    """The total at the end of a chain (收入5亿元，加上上级补助3亿元，|收入总计|8亿元): of the account that the chain
    began with and not of its last item, "" where quantity `i` is no such total.
    """
    start = scene.quantities[i].start
    begin = scene.begin(i, left)
    m = _TOTAL.fullmatch(
        scene.folded, begin + len(scene.folded[begin:start]) - len(scene.folded[begin:start].lstrip()), start
    )
    if m is None:
        return ""
    side = m["side"]
    account = next((f.base for f in scene.found if f.base.endswith(side) and f.role == "level"), side)
    return account + m["total"]


#: The two sides of an account, and what is left of it: 基金预算|收入2亿元，支出1亿元，结余1亿元.
#: Taxes have no other side, and what may be spent none of its name.
_SIDE = pattern("(?P<alone>税收?收入$)|(?:可支配|总)?(?:收入|支出)$")
_SIDES = pattern("总?(?:收入|支出)|(?:滚存|累计|当年|本年|年末|年终)*结余")
#: What there is in all, of which a flow before is a part: 新增企业12家，|总数|达60家.
_STOCK = pattern("总[数量]|数量|保有量")
#: A share has no share: 税收占比65%、非税占比35%.
_SHARE = pattern("(?:占比|比重)$")


#: What is said of the subject and leaves it what the sentence speaks of.
_PROGRESS = pattern("(?:进度|占比|比重|增速|增幅)$")
#: Who has to do with it (改造小区26个，|涉及居民|800户，总投资5亿元).
_INVOLVED = ("涉及", "惠及", "覆盖", "受益")
_AMONG = pattern("[^、，]+(?<![高初途集空其年期])中")
_OF_THESE = pattern("[^高初途集空其年期]中[,，]$")
_LEVELS = pattern("[两三四五]级$")
_PART = pattern("约?占比?约?(?:为|达)?")


@cache
def _totals() -> re.Pattern[str]:
    return pattern(any_of(words("particles")["totals"]["words"]) + "$")


def _of_what_follows(scene: Scene, i: int, noun: str) -> str | None:
    """What a total measures that a relative clause states (总规模100亿元的|产业投资母基金), `None` where it is none."""
    total = _totals().search(noun)
    if total is None or not scene.text.startswith("的", scene.quantities[i].stop):
        return None
    follows = scene.noun_behind(i) or (scene.noun_behind(i + 1) if i + 1 < len(scene.quantities) else "")
    return joined(follows, total[0]) if follows else None


def _unsaid(scene: Scene, q: Quantity, p: Phrase) -> str:
    """What a quantity without a noun measures: the subject; for points and places what they are added to.

    占比60%，提高2个百分点 is a change of the share, 增长5%，回落2个百分点 one of the growth,
    居第2位，前移3位 one of the place; the later end of a transition is of what the earlier one was.
    """
    c, last = scene.context, scene.context.last
    if q.unit == "%" and c.subject and _PART.fullmatch(scene.folded, p.end, q.start):
        return c.subject if _SHARE.search(c.subject) else joined(c.subject, "占比")
    if not p.moves and (each := _EACH.search(scene.folded, max(0, q.start - 4), q.start)):
        return joined(c.subject, each["each"])  # 救助120人，支出5万元，|人均|416元
    if last is None or last.base != c.subject:
        return c.subject
    reached = scene.folded[p.end : q.start]
    if "累计" in reached or (_REACHED.search(reached) and _beyond(q, last.quantity)):
        return without_flow(c.subject)  # 新增项目26个，累计达到46个
    if p.arrives and last.role == "previous":
        return last.indicator
    if not p.moves:
        return c.subject
    if q.unit.endswith("百分点") and last.quantity.unit == "%":
        return last.indicator if last.role in ("level", "previous") else joined(c.subject, "增速")
    if q.unit in ("位", "名") and last.role == "rank":
        return last.indicator
    return c.subject


_EACH = pattern("(?P<each>[人户亩村]均)(?:约|达|为)?$")
_REACHED = pattern("突破|超过|达|[增升]至")


def _beyond(q: Quantity, flow: Quantity) -> bool:
    """Whether a number is of the same things as the one before and larger, as a stock is than what was added to it."""
    if q.value is None or flow.value is None or q.unit.lstrip("万亿") != flow.unit.lstrip("万亿"):
        return False
    return q.value * _times_of(q.unit) > flow.value * _times_of(flow.unit)


def _times_of(unit: str) -> int:
    return 10 ** (8 * unit.startswith("亿") + 4 * unit.startswith("万"))


def _of_sector(scene: Scene) -> str:
    """What of a sector grows where the sentence has said it of the whole (增加值), "" where it has not."""
    for f in scene.found:
        if f.role == "rate" and (m := _SECTORS.search(f.base)):
            return m[0]
    return ""


@cache
def _plan_name() -> re.Pattern[str]:
    table = words("indicators")
    times, nouns = any_of([*table["plan_times"], "年内"]), any_of(table["plan_nouns"])
    return pattern(rf"{times}{{0,2}}(?:{nouns}(?:数|指标)|(?:{times}){nouns}(?:数|指标|总?投资)?)")


_BUDGET = pattern(
    "(?:.*(?:批准|通过|下达)的)?(?:全[省市县区州旗])?(?P<of>.{2,}(?:收入|支出))(?:年初|调整)?预算数?"
)
#: What is aimed at, behind what it is the aim of.
_AIM = pattern("(?P<of>.{2,}?)(?:的?(?:年初|年度|全年|预期))?目标值?")
_LONGEST_ITEM = 8
#: A part that stands behind 其中 and says no more of itself than this needs its whole.
_SHORT = 4
#: Whose money a part of it is.
_LEVEL = pattern("^(?:中央|国家级?|上级|[省市州县区]本?级|本级)(?:财政)?(?=$|[\u4e00-\u9fff]{2})")
_TIER = pattern("中央|国家级|省级|市级|州级|县级|乡镇?级|村级|[一二三]级(?:医院)?")
_SECTORS = pattern("(?:增加值|投资|总产值|产值|利润|税收|用电量|营业收入)$")


def _named(scene: Scene, i: int, p: Phrase, noun: str, left: int) -> tuple[str, str]:
    """The noun before the quantity, without who is paid and with the verb that a list carries on."""
    q, c = scene.quantities[i], scene.context
    before = scene.quantities[i - 1] if i else None
    counted = scene.noun_behind(i - 1) if before and before.stop > left and before.sort == "counter" else ""
    paid = _giving()[2].match(noun, len(counted) if counted and noun.startswith(counted) else 0)
    if before and before.stop > left and before.sort == "counter" and paid and scene.found:
        noun = joined(counted or scene.found[-1].base, noun[paid.end() :])
    else:
        for_someone = scene.folded[p.start - 1 : p.start] in _FOR_SOMEONE
        noun = unpaid(without_receiver(noun) if for_someone else noun)
    if c.topic and c.subject and q.sort == "counter" and noun.startswith(_INVOLVED):
        return noun, c.subject
    if _plan_name().fullmatch(noun):  # 年度计划投资5亿元，|完成投资|3亿元: of the projects again
        return joined(c.topic or c.subject, noun), c.topic or c.subject
    paid = q.sort == "money" and c.last and c.last.quantity.sort == "counter" and only_verbs(noun)
    if aim := _AIM.fullmatch(noun):  # 地区生产总值目标|增长6%，实际完成90亿元，增长4%: of the product
        c.topic = aim["of"]
        return noun, aim["of"]
    if budget := _BUDGET.fullmatch(noun):  # 批准的收入预算为9亿元，|实际完成|8亿元: of the revenue
        c.topic = budget["of"]
        return noun, budget["of"]
    spoken = c.subject or c.spoken
    if spoken and (paid or done_again(scene.folded[left : p.end])):  # 计划发放补贴9万元，|已发放|5万元
        c.topic = c.topic or spoken
        return (spoken if noun in spoken else joined(spoken, noun)), spoken
    if only_verbs(noun) and q.sort in ("counter", "measure") and (done := leading_verbs(c.subject)):
        whole = joined(noun, c.subject[len(done) :])  # 建设果园5亩，其中|新建|3亩
        return whole, whole
    if noun.endswith("业") and p.moves and (of := _of_sector(scene)):  # 工业增加值增长8%，其中|采矿业|增长2%
        whole = joined(noun, of)
        return whole, whole
    if (
        _TIER.fullmatch(noun)
        and c.last
        and (tier := _TIER.search(c.last.base))
        and tier.end() == len(c.last.base)
    ):
        whole = c.last.base[: tier.start()] + noun  # 报销比例县级75%、|市级|65%
        return whole, whole
    if verb := carried_verb(noun):
        c.verb = verb
    elif not _listed(scene, q):
        c.verb = ""
    elif not p.reaches and not p.moves and not leads_with_verb(noun) and scene.begins(p, left):
        noun = c.verb + noun
    if q.sort == "money" and c.money and _LEVEL.fullmatch(noun):  # 衔接资金5亿元，其中|中央|2亿元
        kept = leading_verbs(c.money)
        return (whole := joined(noun, _LEVEL.sub("", c.money.removeprefix(kept), count=1))), whole
    if over := over_items(noun):
        c.over, noun = over[0], joined(*over)
    elif not _listed(scene, q):
        c.over = ""
    elif c.over and len(noun) <= _LONGEST_ITEM:
        noun = labelled(c.over, noun)
    if q.sort == "money" and c.last and c.last.quantity.sort == "money":
        noun = like_last(c.last.base, noun)
    if noun != c.label:
        noun = joined(c.label, noun) if only_verbs(noun) else labelled(c.label, noun)
    if (
        p.among
        and len(noun) <= _SHORT
        and c.subject
        and noun not in c.subject
        and not labelled(c.subject, noun).startswith(noun)
    ):
        noun = joined(c.subject, noun)  # 城镇新增就业900人，其中|农民工|300人
    c.topic = "" if depends(noun) else without_head(noun)
    return noun, noun


def _counted(scene: Scene, i: int, p: Phrase, noun: str) -> str | None:
    """The indicator of a number whose noun follows, `None` where none does.

    培育|304个|项目, 思哲等|5户|企业, 局机关|63名|干部.
    """
    q, c = scene.quantities[i], scene.context
    if (p.moves and (noun or q.sort != "counter")) or p.arrives:
        return None
    goes_to, named, _ = _giving()
    verbs = not noun or only_verbs(noun) or goes_to.search(noun) is not None
    if q.sort not in ("counter", "duration") and not (verbs and (not p.reaches or not noun)):
        return None
    behind = (
        ""
        if p.source >= 0 and _TURNED.fullmatch(scene.folded, q.stop, scene.next_start(i))
        else scene.noun_behind(i)
    )
    behind = action(behind) or behind  # 对1875户|给予救助
    if _LEVELS.search(noun):  # 市、区两级|709个|项目
        noun = ""
    examples = scene.folded.endswith("等", 0, q.start) or noun.endswith("领域") or noun.count("、") >= 2
    if (not noun or examples or scene.serves(i)) and (said := scene.said_behind(i)):
        return f"{said[1]}的{said[0]}"
    if q.sort == "counter" and _AMONG.fullmatch(noun) and (said := scene.rest_of_clause(i)):
        return f"{said}的{noun[:-1]}"  # 15个|乡镇中|14个|达标
    these = not noun and not p.moves and _OF_THESE.search(scene.text, max(0, q.start - 3), q.start)
    if these and c.subject and (said := scene.rest_of_clause(i)):  # 3万亩农田中，|1亩|管护不到位
        return f"{said}的{c.subject}"
    if not behind:
        return None
    if verb := kept_verb(noun):
        c.verb = verb
    elif not noun and c.verb and _listed(scene, q):
        return c.verb + behind
    if not noun:
        return joined(c.subject, behind) if behind.endswith("区间") else behind
    if q.value and q.value == len(_ITEMS.split(noun)) > 1:  # 建成A、B和C|3个|中心
        return leading_verbs(noun) + behind
    if q.sort == "money" and verbs:
        kind = named.search(noun)
        return joined(behind, kind[0]) if kind else behind
    return behind if examples or _EXAMPLES.search(noun) else joined(noun, behind)


def _listed(scene: Scene, q: Quantity) -> bool:
    """Whether the quantity's clause follows a 、 (新增A 30个、B 100户)."""
    at = scene.clauses.left(q.start)
    return at > 0 and scene.folded[at - 1] in "、和"


def _ranked(scene: Scene, p: Phrase, noun: str) -> tuple[str, str]:
    c = scene.context
    if not noun:
        grown = c.last is not None and c.last.role == "rate" and p.source < 0
        return (joined(c.subject, "增速") if grown else c.subject), c.subject
    if noun in words("indicators")["shares"]:
        return joined(c.subject or c.topic, noun), c.subject
    if noun in words("indicators")["relational"] and c.topic:
        return joined(c.topic, noun), c.subject
    c.topic = noun
    return noun, noun
