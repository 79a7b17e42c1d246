"""What stands before a number: the noun phrase that names the indicator, and the words between them.

`before("2023年我县城镇新增就业同比增长了约", …)` → noun 城镇新增就业, direction up, a change, not yet arrived.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.grammar.lexicon import any_of, words
from index.records import Direction


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words before a number, taken apart. `start:end` is the noun's place in the sentence."""

    start: int
    end: int
    direction: Direction | None  # of the verb right before the number, or of the verb that governs the noun
    moves: bool  # a verb of change stands before the number: 增长8.6%
    arrives: bool  # … and says where it arrived: 提高到885元, 增至
    reaches: bool  # 达到, 为, 完成 …
    governs: bool  # the verb of change stands before the noun: 压减一般性支出5%
    source: int  # where 由 or 从 stands that opens a transition (由4600元提高到…), -1 where none
    gap: int  # where 高于全国 begins in 高于全国0.7个百分点, -1 where none
    compared: bool  # nothing but 较年初 stands between the noun and the number
    among: bool  # 其中


@dataclass(frozen=True, slots=True)
class _Words:
    tail: dict[str, str]
    rank_tail: dict[str, str]
    longest: int
    front: frozenset[str]
    longest_front: int
    governing: dict[str, Direction]
    longest_governing: int
    relational: frozenset[str]
    predicate: re.Pattern[str]
    funding: re.Pattern[str]
    purpose: re.Pattern[str]


@cache
def lexicon() -> _Words:
    """The words of the grammar, as tables that are looked up by what a phrase ends or begins in."""
    verbs, marks, indicators = words("verbs"), words("marks"), words("indicators")
    tail: dict[str, str] = {w: "adverb" for w in verbs["adverb"]["words"]}
    tail |= {w: "reach" for w in verbs["reach"]["words"]}
    for direction in ("flat", "down", "up"):
        for verb in verbs["change"][direction]:
            tail[verb] = direction
            for particle in verbs["arrive"]["words"]:
                tail[verb + particle] = "arrive " + direction
            for particle in ("了", "幅度", "幅度达", "的幅度"):
                tail[verb + particle] = direction
    tail |= {w: "either" for w in verbs["change"]["either"]}
    tail |= {w: "arrive " + d for d in ("up", "down", "open") for w in verbs["arrive"][d]}
    rank = verbs["rank"]
    rank_tail = {w: "reach" for w in (*rank["words"], *rank["where"], *verbs["adverb"]["words"])}
    rank_tail |= {w: "arrive " + d for d in ("up", "down") for w in rank[d]}
    for kind, listed in marks["comparator"]["before"].items():
        tail |= {w: "comparator" for w in listed if kind}
    governing: dict[str, Direction] = {w: "up" for w in verbs["governing"]["up"]}
    governing |= {w: "down" for w in verbs["governing"]["down"]}
    front = frozenset(indicators["front"])
    return _Words(
        tail=tail,
        rank_tail=rank_tail,
        longest=max(map(len, tail | rank_tail)),
        front=front,
        longest_front=max(map(len, front)),
        governing=governing,
        longest_governing=max(map(len, governing)),
        relational=frozenset(indicators["relational"]),
        predicate=re.compile(any_of(indicators["predicates"])),
        funding=re.compile(any_of(verbs["fund"]["words"]) + "$"),
        purpose=re.compile(any_of(verbs["fund"]["purpose"])),
    )


#: single characters at the front that are prepositions unless they begin a word
_PREPOSITION = re.compile(
    r"(?:均(?![衡价等田])|共(?![同享建有产青])|已|又|将(?![军来])|对(?![外口接象公等东共非])|为(?!民|企|老|群众实事)|把(?!关)|经(?![济营费常贸开])|由(?!于)|从(?![业事严])|在(?![建园校保册岗编沪库职外读线途产用黔])|向(?!上|社会募)|使(?![用馆])|于|并(?![购网])|且|还(?![款本贷建林])|按(?!揭)|给(?!排水)|与|和(?![美谐平])|及|可(?![支持再用利降研])|为了|让|令|就(?![业读近医])|等(?![级效])|了|的|也|则|即|其|以(?![旧工奖]))"
)
_MARKS = re.compile(
    r"(?:[\s,，。、;；:：\-—·•●◆|]+|[(（]?[一二三四五六七八九十\d]{1,3}[)）][、.]?|[一二三四五六七八九十]{1,3}(?:是|、)|\d{1,2}[、.](?!\d)|首先|其次|再次|最后|此外|同时)"
)
#: 较2023年预算数, 比全国平均水平: what is compared with
_COMPARED = re.compile(
    r"(?:较|(?<![占环同相对无])比(?![例重值率较])|同(?=20|去年|上年)|与)(?:上|去|前|同|年|往|今|[12]\d|20|全国|全省|全市|计划|预算|年初|期初|本|“?十[一二三四]五|原|历史|规划|目标|序时|[一二三四]季度|\*|预期)[^,，。;；]{0,16}$"
)
_AMONG = re.compile(r"其中[:：]?")
_SOURCE = re.compile(r"(?:由|从)(?:[^,，。;；:：由从]{0,14})$")
_SOURCE_REST = re.compile(
    r"^(?:第|全国|全省|全市|中部|西部|东部|地区|省内|国内|世界|全球|原来|原先|原|之前|以前|最初|此前|上年|去年|年初|每人每[月年]|每[年月人]|人均|不足|的|[约近超]|分别|同期|平均|期末|期初|初期|末|“?十[一二三四五]五”?(?:初|末|期)?|改革前|提标前|\d+年(?:的|底|末|初)?)*$"
)
_GAP = re.compile(
    r"(?:(?:高于|低于|快于|好于|优于|高出|低出|领先于?|慢于|落后于?|超出)[\u4e00-\u9fffA-Z]{0,12}?"
    r"|(?:超过|(?<!提)高|低|超|快))"
    r"(?:全国|全省|全市|全区|全州|中部|西部|东部|年度|年初|时序|序时|预期|目标|计划|上年|去年|国家|平均|增速|增幅|进度|水平|增长)"
    r"[^,，。;；、\d]{0,12}$"
)


def before(
    text: str, start: int, end: int, times: Sequence[tuple[int, int]], ratio: bool, rank: bool = False
) -> Phrase:
    """Takes apart `text[start:end]`, what stands before a number in its clause.

    `times` are the spans of time expressions; `ratio` says that the number is a percentage or a multiple,
    `rank` that it is a place in an order.
    """
    table = lexicon()
    among = False
    starts = {b: a for a, b in times if a >= start}
    direction: Direction | None = None
    moves = arrives = reaches = compared = False
    source = gap = -1
    at = end
    if ratio and (m := _GAP.search(text, max(start, at - 24), at)):
        gap = at = m.start()
    if rank:
        at -= text.endswith("第", start, end)
    while at > start:
        if text[at - 1] in ' :：“”",，':
            if text[at - 1] in '”"' and not moves and not reaches:
                break
            at -= 1
            continue
        if text[at - 1] == "、" and (moves or arrives or reaches or gap >= 0):
            return Phrase(at, at, direction, moves, arrives, reaches, False, source, gap, compared, among)
        if at in starts and starts[at] >= start:
            at = starts[at]
            continue
        if (moves or arrives) and (m := _COMPARED.search(text, max(start, at - 24), at)):
            at = m.start()
            continue
        if source < 0 and text[at - 1] not in "业" and (m := _SOURCE.search(text, max(start, at - 16), at)):
            inner = _without_times(text, m.start() + 1, at, times)
            if _SOURCE_REST.match(inner) and (m.start() == start or text[m.start() - 1] not in "自理经"):
                source, at = m.start(), m.start()
                continue
        step = _tail(text, start, at, table.rank_tail if rank else table.tail, table.longest)
        if step is None:
            if gap < 0 and not reaches and (m := _COMPARED.search(text, max(start, at - 24), at)):
                compared, at = True, m.start()
                continue
            break
        length, sort = step
        if text[at - length] in "较比" and not (moves or arrives or reaches):
            compared = True
        if sort == "either":
            moves = True
        elif sort in ("up", "down", "flat"):
            if moves or arrives:
                break
            if reaches and not ratio and sort != "flat":
                break  # …金额增幅达X元 is no change; the verb belongs to the noun
            direction, moves = sort, True  # type: ignore[assignment]
        elif sort.startswith("arrive"):
            if moves:
                break
            way = sort.split()[1]
            direction, arrives = (None if way == "open" else way), True  # type: ignore[assignment]
        elif sort == "reach":
            reaches = True
        at -= length
    begin = _front(text, start, at, times, table)
    if (m := _AMONG.search(text, start, max(begin, start))) is not None:
        among = True
    governs = False
    if not moves and not arrives and source < 0 and gap < 0 and not rank:
        for k in range(min(table.longest_governing, at - begin - 1), 0, -1):
            verb = text[begin : begin + k]
            if verb in table.governing and text[begin + k : begin + k + 1] not in "值税到至长免":
                direction, governs, begin = table.governing[verb], True, begin + k
                begin = _front(text, begin, at, times, table)
                break
    return Phrase(begin, at, direction, moves, arrives, reaches, governs, source, gap, compared, among)


def _tail(text: str, start: int, at: int, tail: dict[str, str], longest: int) -> tuple[int, str] | None:
    for k in range(min(longest, at - start), 0, -1):
        sort = tail.get(text[at - k : at])
        if sort is None:
            continue
        prior = text[at - k - 1 : at - k] if at - k > start else ""
        word = text[at - k : at]
        if word in _WORD_ENDS and prior and prior in _WORD_ENDS[word]:
            return None
        return k, sort
    return None


#: one-character words that end a longer one after these characters (国有, 作为)
_WORD_ENDS = {
    "有": "国所拥私持含占现", "为": "作行成视认因", "达": "发到", "是": "于还但凡", "占": "", "的": "目", "增": "新倍", "升": "毫提", "降": "下", "减": "核审加",
    "共": "公", "计": "合统审设累预共估", "均": "人年月日户生亩平地师车单床园容栋", "已": "而", "可": "许认", "要": "需重主概", "还": "偿归", "再": "", "也": "", "又": "", "了": "", "各": "", "都": "成首",
    "近": "附最", "约": "节合契预", "超": "", "破": "", "涨": "", "跌": "", "翻": "", "就": "成", "仅": "", "略": "战策", "净": "", "预计": "", "共计": "公", "累计": "", "全部": "", "投资": "", "增速": "", "规模": "", "实际": "", "目前": "",
}  # fmt: skip


def _without_times(text: str, start: int, end: int, times: Sequence[tuple[int, int]]) -> str:
    out, at = [], start
    for a, b in times:
        if start <= a and b <= end and a >= at:
            out.append(text[at:a])
            at = b
    out.append(text[at:end])
    return "".join(out)


#: 完成年初计划, 占年度目标: shares and amounts of a plan keep their verb
_OF_PLAN = re.compile(r"(?:完成|占|超|为)?(?:年初|年度|全年|调整|当年|本年|序时)(?:计划|预算|目标|任务|进度)")


def _front(text: str, start: int, end: int, times: Sequence[tuple[int, int]], table: _Words) -> int:
    """Where the noun begins: behind marks, times, adverbs, prepositions."""
    ends = dict(times)
    at = start
    while at < end:
        if _OF_PLAN.match(text, at, end):
            break
        if m := _MARKS.match(text, at, end):
            at = m.end()
            continue
        if at in ends and ends[at] <= end:
            at = ends[at]
            if text.startswith(("以来", "时期", "期间", "年底", "年末", "底", "末"), at):
                at += len(
                    next(
                        w
                        for w in ("以来", "时期", "期间", "年底", "年末", "底", "末")
                        if text.startswith(w, at)
                    )
                )
            continue
        for k in range(min(table.longest_front, end - at), 1, -1):
            if text[at : at + k] in table.front:
                at += k
                break
        else:
            m = _PREPOSITION.match(text, at, end)
            if m is None:
                break
            at = m.end()
    return min(at, end)
