"""What stands before a number: the noun phrase that names the indicator, and the words between them.

2023年我县城镇新增就业同比增长了约|8.6% → noun 城镇新增就业, direction up, a change, no arrival. The words are
taken off from the number leftwards until something stands there that is neither a verb of change or
reaching, an adverb, a comparison nor a time; the noun begins behind marks, times and prepositions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from index.grammar.lexicon import any_of, pattern, unless_followed, words
from index.grammar.names import OUTLINE
from index.records import Direction


class Phrase(NamedTuple):
    """The words before a number, taken apart. `start:end` is the noun's place in the sentence."""

    start: int
    end: int
    direction: Direction | None = None  # of the verb before the number, or of the one that governs the noun
    moves: bool = False  # a verb of change stands before the number: 增长8.6%
    arrives: bool = False  # … and says where it arrived: 提高到885元, 增至
    reaches: bool = False  # 达到, 为, 完成 …
    governs: bool = False  # the verb of change stands before the noun: 压减一般性支出5%
    source: int = -1  # where 由 or 从 stands that opens a transition (由4600元提高到…), -1 where none
    gap: int = -1  # where 高于全国 begins in 高于全国0.7个百分点, -1 where none
    compared: bool = False  # nothing but 较年初 stands between the noun and the number
    among: bool = False  # 其中


Times = Sequence[tuple[int, int]]

_Sort = Literal["adverb", "reach", "move", "arrive"]
_Step = tuple[_Sort, Direction | None]


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[str, _Step]  # what the words before a number do
    before_rank: dict[str, _Step]  # … and before a place in an order
    longest: int
    word_end: dict[str, frozenset[str]]
    front: frozenset[str]
    longest_front: int
    governing: dict[str, Direction]
    longest_governing: int
    preposition: re.Pattern[str]
    compared: re.Pattern[str]
    source_rest: re.Pattern[str]
    gap: re.Pattern[str]
    amount_gap: re.Pattern[str]  # … of an amount: 比全国低7883元, but 比上年少 is a change
    of_plan: re.Pattern[str]  # 完成年初计划, 占年度目标: shares and amounts of a plan keep their verb


@cache
def _words() -> _Words:
    verbs, marks, small = words("verbs"), words("marks"), words("particles")
    before: dict[str, _Step] = dict.fromkeys(verbs["adverb"]["words"], ("adverb", None))
    before |= dict.fromkeys(verbs["reach"]["words"], ("reach", None))
    flat: tuple[Direction, ...] = ("flat", "down", "up")
    for way in flat:
        for verb in verbs["change"][way]:
            before[verb] = ("move", way)
            if verb not in verbs["change"]["named"]:
                before |= dict.fromkeys((verb + w for w in verbs["arrive"]["words"]), ("arrive", way))
            before |= dict.fromkeys((verb + w for w in verbs["change"]["ending"]), ("move", way))
    before |= dict.fromkeys(verbs["change"]["either"], ("move", None))
    before |= dict.fromkeys(verbs["arrive"]["up"], ("arrive", "up"))
    before |= dict.fromkeys(verbs["arrive"]["down"], ("arrive", "down"))
    before |= dict.fromkeys(verbs["arrive"]["open"], ("arrive", None))
    for listed in marks["comparator"]["before"].values():
        before |= dict.fromkeys(listed, ("adverb", None))
    rank = verbs["rank"]
    before_rank: dict[str, _Step] = dict.fromkeys(
        (*rank["words"], *rank["where"], *verbs["adverb"]["words"]), ("reach", None)
    )
    before_rank |= dict.fromkeys(rank["up"], ("arrive", "up"))
    before_rank |= dict.fromkeys(rank["down"], ("arrive", "down"))
    governing: dict[str, Direction] = dict.fromkeys(verbs["governing"]["up"], "up")
    governing |= dict.fromkeys(verbs["governing"]["down"], "down")
    indicators = words("indicators")
    front = frozenset(indicators["front"])
    times, nouns = any_of(indicators["plan_times"]), any_of(indicators["plan_nouns"])
    done = any_of(w for w in marks["status"]["plan_verbs"] if w not in indicators["heads"])
    gap = small["gap"]
    others = rf"(?:{any_of(small['compared']['with'])}|[12]\d|“?十[一二三四五]五|[一二三四]季度|\*)"
    return _Words(
        before=before,
        before_rank=before_rank,
        longest=max(map(len, before | before_rank)),
        word_end={word: frozenset(ends) for word, ends in small["word_end"].items()},
        front=front,
        longest_front=max(map(len, front)),
        governing=governing,
        longest_governing=max(map(len, governing)),
        preposition=pattern(unless_followed(small["preposition"])),
        compared=pattern(
            rf"(?:较|(?<![占环同相对无])比(?![例重值率较])|同(?=20|去年|上年)){others}[^,，。;；]{{0,16}}$"
            rf"|与{others}[^,，。;；]{{0,16}}(?:比|持平|相当|一致)较?$|(?<!现)在[^,，。;；]{{2,16}}基础上$"
        ),
        source_rest=re.compile(
            rf"(?:{any_of(small['source']['rest'])}|“?十[一二三四五]五”?(?:初|末|期)?|\d+年(?:的|底|末|初)?)*$"
        ),
        gap=pattern(
            rf"(?:{any_of(gap['far'])}[\u4e00-\u9fffA-Z]{{0,12}}?|(?<!提){any_of(gap['near'])})"
            rf"{any_of(gap['than'])}[^,，。;；、\d]{{0,12}}$"
            rf"|(?:较|比){any_of(gap['than'])}[^,，。;；、\d]{{0,12}}?(?<![提降调增加减放拉])(?:高|低|快|慢)出?$"
        ),
        amount_gap=pattern(rf"(?:较|比){any_of(gap['others'])}[^,，。;；、\d]{{0,8}}?(?:高|低|多|少)出?$"),
        of_plan=pattern(rf"(?:完成|占|超|为)?{times}{nouns}(?!{done})|(?:完成|占|为){nouns}(?!{done})"),
    )


#: Marks at the front of a clause: stops, bullets, section numbers, 一是.
_MARKS = pattern(
    rf"{OUTLINE}"
    r"|[\s,，。、;；:：\-—·•●◆|]+|[(（]?[一二三四五六七八九十\d]{1,3}[)）][、.]?"
    r"|[一二三四五六七八九十]{1,3}(?:是|、(?![一二三四五六七八九十]+[级类等档次季产]))|\d{1,2}[、.](?!\d)"
    r"|(?:截[至止]到?)?[*Xx×]+(?:-[*Xx×]+)?[年月](?:份|底|末|度)?"  # a hidden time
)
_AMONG = pattern("其中[:：]?")
#: 由 and from where: 由每人每月|600元. Not 由 in 理由, 从 in 自从.
_SOURCE = pattern(r"(?<![自理经])[由从](?:[^,，。;；:：由从]{0,14})$")
#: What goes on from a time: “十四五”|时期.
_TIME_GOES_ON = pattern("以来|时期|期间|年底|年末|底|末")
_COMPARES = pattern("(?:较|(?<![占环同相对无])比)$")
_NAMED_SO = pattern(
    "有效(?:灌溉|投资|供给|需求|发明|专利|面积|期)|继续(?:教育|医学)|平均(?:气温|温度|降水|降雨|受教育|预期|寿命|浓度|工资)"
    "|平均[\u4e00-\u9fff]{0,6}(?:率|价|成本|年龄|用时|时长|标准|得分|规模|环节)"
)
_RATE = pattern("率(?!先|领|队)")
#: After a verb that governs a noun; 增加值 and 提高到 hold none.
_NOT_GOVERNING = frozenset("值税到至长免率额数幅量")
#: 连续19年 says since when, 提前3个月 how early, neither how much.
_FOR_YEARS = pattern(
    r"(?:(?:已|实现)?连续(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个月|个季度|[年次届轮期])"
    r"|提前(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个(?:多|半)?月|个?季度|[年天日周]))$"
)
_SPANS = frozenset("月度年次届轮期天日周")  # what it ends in
#: How far back a comparison, a transition's 由 and a gap are looked for.
_NEAR_COMPARED, _NEAR_SOURCE, _NEAR_GAP = 24, 16, 24


def before(text: str, start: int, end: int, times: Times, ratio: bool, rank: bool = False) -> Phrase:
    """Takes apart `text[start:end]`, what stands before a number in its clause.

    `times` are the spans of time expressions; `ratio` says that the number is a percentage or a multiple,
    `rank` that it is a place in an order.
    """
    table = _words()
    p = _taken_off(text, start, end, times, ratio, rank)
    at = p.end
    if p.start == p.end > start:  # a list goes on: nothing names the number
        return p
    begin = _front(text, start, at, times, table)
    among = begin > start and _AMONG.search(text, start, begin) is not None
    if begin > p.start or among:
        p = p._replace(start=begin, among=among)
    if p.moves or p.arrives or p.source >= 0 or p.gap >= 0 or rank:
        return p
    for k in range(min(table.longest_governing, at - begin - 1), 0, -1):
        way = table.governing.get(text[begin : begin + k])
        if way and text[begin + k : begin + k + 1] not in _NOT_GOVERNING:
            noun = _front(text, begin + k, at, times, table)
            return p._replace(start=noun, direction=way, governs=True)
    return p


def _taken_off(text: str, start: int, end: int, times: Times, ratio: bool, rank: bool) -> Phrase:
    """The words between noun and number, read leftwards; `Phrase.end` is where the noun must end.

    `Phrase.start` equals it where a list goes on, else it is `start`.
    """
    table = _words()
    begins = {b: a for a, b in times if a >= start}
    direction: Direction | None = None
    moves = arrives = reaches = compared = False
    source = gap = -1
    at = end
    apart = table.gap if ratio else table.amount_gap
    if m := apart.search(text, max(start, at - _NEAR_GAP), at):
        gap = at = m.start()
    if rank:
        at -= text.endswith("第", start, end)
    while at > start:
        last = text[at - 1]
        if last in ' :：“”",，':
            if last in '”"' and not moves and not reaches:
                break
            at -= 1
            continue
        if last in _SPANS and (m := _FOR_YEARS.search(text, max(start, at - _NEAR_SOURCE), at)):
            at = m.start()
            continue
        if last == "、" and (moves or arrives or reaches or gap >= 0):
            return Phrase(at, at, direction, moves, arrives, reaches, False, source, gap, compared)
        if at in begins:
            at = begins[at]
            if (
                (moves or arrives)
                and text[at] not in "较比"
                and (m := _COMPARES.search(text, max(start, at - 2), at))
            ):
                at = m.start()  # 比|2022年|增支
            continue
        if (moves or arrives) and (m := table.compared.search(text, max(start, at - _NEAR_COMPARED), at)):
            at = m.start()
            continue
        if source < 0 and last != "业" and (found := _source(text, start, at, times, table)) >= 0:
            source = at = found
            continue
        step = _step(text, start, at, table.before_rank if rank else table.before, table)
        if step is None:
            if (
                gap < 0
                and not reaches
                and (m := table.compared.search(text, max(start, at - _NEAR_COMPARED), at))
            ):
                compared, at = True, m.start()
                continue
            break
        length, (sort, way) = step
        if text[at - length] in "较比" and not (moves or arrives or reaches):
            compared = True
        if sort == "move" and way is None:
            moves = True
        elif sort == "move":
            if moves or arrives or (reaches and not ratio and way != "flat"):
                break  # …金额增幅达X元 is no change: the verb belongs to the noun
            direction, moves = way, True
        elif sort == "arrive":
            if moves:
                break
            direction, arrives = way, True
        elif sort == "reach":
            reaches = True
        at -= length
    return Phrase(start, at, direction, moves, arrives, reaches, False, source, gap, compared)


def _source(text: str, start: int, at: int, times: Times, table: _Words) -> int:
    """Where 由 or 从 stands that says from where a transition began, -1 where none does."""
    m = _SOURCE.search(text, max(start, at - _NEAR_SOURCE), at)
    if m is None or not table.source_rest.match(_without_times(text, m.start() + 1, at, times)):
        return -1
    return m.start()


def _step(text: str, start: int, at: int, steps: dict[str, _Step], table: _Words) -> tuple[int, _Step] | None:
    """The longest word that ends at `at`, with what it does; `None` where it ends a longer word (国有)."""
    for k in range(min(table.longest, at - start), 0, -1):
        word = text[at - k : at]
        step = steps.get(word)
        if step is not None:
            ends = table.word_end.get(word)
            if ends is not None and at - k > start and text[at - k - 1] in ends:
                return None
            return k, step
    return None


def is_verb(word: str) -> bool:
    """Whether a word says that a number is reached or changes (达到, 增长)."""
    step = _words().before.get(word)
    return step is not None and step[0] != "adverb"


def _without_times(text: str, start: int, end: int, times: Times) -> str:
    out, at = [], start
    for a, b in times:
        if start <= a and b <= end and a >= at:
            out.append(text[at:a])
            at = b
    out.append(text[at:end])
    return "".join(out)


def _front(text: str, start: int, end: int, times: Times, table: _Words) -> int:
    """Where the noun begins: behind marks, times, adverbs, prepositions."""
    ends = dict(times)
    at = start
    while at < end and not table.of_plan.match(text, at, end):
        if at in ends and ends[at] <= end:
            at = ends[at]
            if m := _TIME_GOES_ON.match(text, at):
                at = m.end()
        elif m := _MARKS.match(text, at, end):
            at = m.end()
        elif k := next(
            (k for k in range(min(table.longest_front, end - at), 1, -1) if text[at : at + k] in table.front),
            0,
        ):
            if _NAMED_SO.match(text, at) or _RATE.match(text, at + k):  # 完成|率, 有效|灌溉面积
                break
            at += k
        elif m := table.preposition.match(text, at, end):
            at = m.end()
        else:
            break
    return min(at, end)
