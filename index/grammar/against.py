"""What a number is held against in the same clause: a plan, an earlier time, another region.

为预算数45000万元的102.7%, 完成年计划的88%, 较上年4.6亿元增收0.6亿元, 比全省的36%低18.7个百分点. What a
plan or another time had is a figure of its own, and what follows is said of the subject again.
"""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.nouns import depends, joined, tidy
from index.grammar.phrases import before
from index.grammar.quantity import Quantity
from index.grammar.scene import Found, Scene
from index.records import Direction


@cache
def _plan() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A share of a plan before its number (为县人大批准年初预算|的102%), and a plan that something is compared with."""
    table = words("indicators")
    times, nouns = any_of(table["plan_times"]), any_of(table["plan_nouns"])
    by = r"(?:[\u4e00-\u9fff]{0,6}?(?:人民代表大会|人大|政府)(?:常委会)?)?"
    set_by = rf"{by}(?:审?[查议]?批准|审议通过|通过|下达|核定|确定|分解)?的?"
    plan = rf"(?:{times}|[国省市州县]定|[国省市州县]级?|上级|下达|总|后的?){{0,3}}{nouns}(?:任务|目标)?(?:数|指标|总数|额)?"
    near = "(?:约|近|将近)?$"
    return (
        pattern(
            rf"(?P<share>(?:已|累计|共)?(?:完成|占|为|达|达到|是|相当于|只及|仅及|超额完成)了?(?P<plan>{set_by}{plan}))的?{near}"
        ),
        pattern(rf"(?:{plan}|控制数|限额)"),
    )


_COMPARED = pattern(
    r"(?<![占环同相对无])[较比](?![例重值率较])(?P<what>(?![为是达由从在])[^,，。;；、:：较比(（]{1,24}?)的?(?:约|近|将近)?$"
)
_ALONGSIDE = pattern(r"(?<![参给赠])[与同跟和](?P<what>[^,，。;；、:：(（]{1,24}?)的?(?:约|近|将近)?$")
_BESIDE = pattern("(?:相比较?|比较|相较)[,，]?")
_PAST = pattern("上年|去年|前年|上一年|同期|上期|上月|上季|普查|[12]\\d{3}年|“?十[一二三四]五")
_THEN = pattern("年初|期初|年末|年底|月初|原来|以前|此前|改革前|往年")
_BEYOND = pattern("(?:还|仍|要)?(?P<way>高|低|多|少|快|慢)(?:出|了|于)?(?:约|近)?$")
_WAYS: dict[str, Direction] = {"高": "up", "多": "up", "快": "up", "低": "down", "少": "down", "慢": "down"}
_NEAR = 32


def held_against(scene: Scene, i: int, left: int) -> int | None:
    """Reads quantity `i` where its clause, which begins at `left`, holds it or what it is against; the index of
    the first quantity not read, `None` where nothing is held against anything.
    """
    q = scene.quantities[i]
    if q.rank:
        return None
    return _of_plan(scene, i, left) or _compared(scene, i, left) or _aimed(scene, i, left)


def _of_plan(scene: Scene, i: int, left: int) -> int | None:
    """完成预算数|12140万元|的101.7%: the plan, and the share of it; 为年预算的|41.8%: the share alone."""
    q, begin = scene.quantities[i], scene.begin(i, left)
    m = _plan()[0].search(scene.folded, max(begin, q.start - _NEAR), q.start)
    if m is None:
        return None
    share = i
    if q.unit != "%":
        following = scene.quantities[i + 1] if i + 1 < len(scene.quantities) else None
        if (
            following is None
            or following.unit != "%"
            or not _OF.fullmatch(scene.folded, q.stop, following.start)
        ):
            return None
        share = i + 1
    subject = _subject(scene, begin, m.start())
    if share > i:
        base = joined(subject, tidy(scene.text[m.start("plan") : m.end("plan")]))
        scene.add(Found(q, base, "level", None, q.comparator, left, subject, "year"))
    own = scene.quantities[share]
    said = joined(subject, scene.text[m.start("share") : m.end("share")])
    scene.add(Found(own, said, "level", None, own.comparator, left, subject))
    return share + 1


_OF = pattern("的(?:约|近|将近)?")


@cache
def _aims() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is said of an aim before its number, and the aim behind it (高于|12%的年初目标, 未完成|2000人的年度任务)."""
    table = words("indicators")
    aim = rf"(?:{any_of(table['plan_times'])}|预期){{0,2}}(?:{any_of(table['plan_nouns'])}|预期)(?:值|数)?"
    met = any_of(words("verbs")["reach"]["met"])
    return (
        pattern(
            rf"(?:虽然?|尽管|但|仍)?(?P<met>(?:超额|没有|尚?未|[提如]前|圆满)*{met}了?|[与同离]|距离?)"
            rf"(?:(?:{any_of(table['plan_times'])}|[我自]们?自?己?|[省市县区旗]里|人代?会)*(?:[确设制预所]?定|提出|下达)的)?(?:约|近)?$"
        ),
        pattern(rf"的(?P<aim>{aim})(?=$|[,，。;；、)）]|(?:还|尚|仍)?[有存]|相比|相差|还差)"),
    )


def _aimed(scene: Scene, i: int, left: int) -> int | None:
    """增长13.2%，高于|12%|的年初目标: the aim, of the same sort as what it is held against."""
    q, begin = scene.quantities[i], scene.begin(i, left)
    met, aim = _aims()
    behind = aim.match(scene.folded, q.stop)
    m = met.search(scene.folded, max(begin, q.start - _NEAR), q.start) if behind else None
    if m is None or behind is None:
        return None
    subject, last = _subject(scene, begin, m.start()), scene.context.last
    grown = last and last.role == "rate" and q.unit == last.quantity.unit and last.base == subject
    role, way = ("rate", last.direction) if last and grown else ("level", None)
    name = joined(subject, tidy(scene.text[behind.start("aim") : behind.end("aim")]))
    scene.add(Found(q, name, role, way, None, left, subject, "aim"))
    return i + 1


def _subject(scene: Scene, begin: int, end: int) -> str:
    """What stands before a comparison in its clause, else what is spoken of."""
    noun = scene.noun_of(before(scene.folded, begin, end, scene.times, False)) if begin < end else ""
    if not noun:
        return scene.context.subject or scene.context.topic
    return joined(scene.context.topic, noun) if depends(noun) else noun


def _compared(scene: Scene, i: int, left: int) -> int | None:
    """较上年的|4.6亿元|增收0.6亿元: what was earlier; 比全省的|36%|低18.7个百分点: what others have, and the gap."""
    if i + 1 == len(scene.quantities):
        return None
    q, following, begin = scene.quantities[i], scene.quantities[i + 1], scene.begin(i, left)
    beside = _BESIDE.match(scene.folded, q.stop)  # 与2010年的|38万人|相比，减少2万人
    rule = _ALONGSIDE if beside else _COMPARED
    m = rule.search(scene.folded, max(begin, q.start - _NEAR), q.start)
    if m is None or _changes(scene, m.start("what"), q):
        return None
    stop = beside.end() if beside else q.stop
    step = before(scene.folded, stop, following.start, scene.times, following.sort == "ratio")
    beyond = _BEYOND.fullmatch(scene.folded, stop, following.start)
    if beyond is None and (not (step.moves or step.arrives) or tidy(scene.text[stop : step.end])):
        return None
    way = _WAYS[beyond["way"]] if beyond else step.direction
    subject, what = _subject(scene, begin, m.start()), scene.text[m.start("what") : m.end("what")]
    of_plan = _plan()[1].search(what)
    if _PAST.search(what) or (_THEN.search(what) and not of_plan):
        scene.add(Found(q, subject, "previous", way, q.comparator, left, subject, "before"))
        return _later(scene, i + 1, left, subject, way) if beyond else i + 1
    name = joined(subject, what) if of_plan else joined(what, subject)
    scene.add(Found(q, name, "level", None, q.comparator, left, subject, "year" if of_plan else ""))
    if beyond is None:
        return i + 1
    gap = subject + ("高于" if way == "up" else "低于") + what
    scene.add(Found(following, gap, "level", None, following.comparator, left, subject))
    return i + 2


def _changes(scene: Scene, start: int, q: Quantity) -> bool:
    """Whether quantity `q` is itself what has changed since (比上年减少|1.1亿元, 比全市平均高|4.1个百分点)."""
    step = before(scene.folded, start, q.start, scene.times, q.sort == "ratio")
    return step.moves or step.arrives or _BEYOND.search(scene.folded, start, q.start) is not None


def _later(scene: Scene, i: int, left: int, subject: str, way: Direction | None) -> int:
    """比上年93.4%高|2.8个百分点: how far the later state is from the earlier one."""
    q = scene.quantities[i]
    scene.add(Found(q, subject, "change", way, q.comparator, left, subject))
    return i + 1
