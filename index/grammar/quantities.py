"""Where the quantities of a sentence stand: numbers with units, hidden ones, ranges, Chinese numerals.

Works on folded text (`index.text.fold`). Every rule is a bounded run over the text: linear time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from index.grammar.bare import clause_end, measuring, proportions, ranges
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.names import names_of
from index.grammar.numerals import DIGITS, MYRIADS, TENS, chinese_number
from index.grammar.quantity import Quantity
from index.records import Comparator

#: 1,234.5 or 1234.5; not glued to Latin letters (PM2.5, G60) or to another number.
_NUMBER = r"(?<![A-Za-z0-9_.+])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
#: XX, **, *6 (half hidden), 3*, 3X.
_HIDDEN = (
    r"(?<![A-Za-z\d*×])(?:\d+\*+(?!\d)|\d+[Xx×]+(?![A-Za-z\d])"
    r"|\*+(?:\d+(?:\.\d+)?|\.\*+)?|[Xx×]+(?:\.[Xx×]+)?)"
)
_HAN = "[" + "".join({**DIGITS, **TENS, **MYRIADS}) + "]"
#: 一千二, 两百, 三, from the first character of the run on.
_CHINESE = rf"(?<!{_HAN})(?<![第“]){_HAN}{{1,16}}"
_PAID = "(?:发放|补贴|补助|给予)[^,，。、；;0-9每共]{0,6}"
#: More digits than this are the number of a document or an account.
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class _Patterns:
    quantity: re.Pattern[str]
    chinese: re.Pattern[str]
    after: re.Pattern[str]  # a comparator behind the number
    passed: re.Pattern[str]  # 台阶, 大关
    duration: re.Pattern[str]
    term: re.Pattern[str]  # what makes a length of time a date or a term
    rented: re.Pattern[str]
    class_noun: re.Pattern[str]
    no_class: re.Pattern[str]
    allotted: re.Pattern[str]
    dimension: re.Pattern[str]  # what measures a class mark: 海拔, 单体面积
    item: re.Pattern[str]  # a section's number right before a count
    ordered: re.Pattern[str]
    in_front: re.Pattern[str]
    per_before: re.Pattern[str]
    per: re.Pattern[str]
    no_number: re.Pattern[str]
    sort_of: dict[str, str]
    comparator_of: dict[str, Comparator]
    word_end: dict[str, list[str]]
    longest_comparator: int
    comparator_ends: frozenset[str]  # their last characters


@cache
def _patterns() -> _Patterns:
    units, marks = words("units"), words("marks")
    number, comparator = marks["number"], marks["comparator"]
    sort_of = {u: sort for sort in _SORTS for u in units[sort]}
    whole = any_of(u for u in sort_of if u.startswith(tuple(units["multipliers"])))  # 千瓦时 is no 千 + 瓦
    multiplier = rf"(?!{whole}){any_of(units['multipliers'])}"
    base = _base(sort_of, units["goes_on"])
    per = rf"(?:(?:[/·]每?|每){any_of(units['per'])}){{0,3}}"
    more = any_of(comparator["more"])
    unit = (
        rf"(?P<unit>(?:{multiplier})?)(?P<more>{more}?)(?P<base>{base}?)"
        rf"(?P<twin>(?:[(（]{base}[)）])?)(?P<per>{per})"
    )
    each = any_of(units["each"])
    before = {w: k for k, listed in comparator["before"].items() for w in listed}
    return _Patterns(
        quantity=pattern(
            rf"(?:(?P<hidden>{_HIDDEN})|(?P<number>{_NUMBER})) ?(?P<some>(?:{more}(?={multiplier}))?){unit}"
        ),
        chinese=pattern(
            rf"(?P<whole>{_CHINESE})分之(?P<part>{_HAN}{{1,16}})"
            rf"|(?P<chinese>{_CHINESE})(?P<more>{more}?)(?P<base>{base})(?P<per>{per})"
            rf"|翻了?(?P<double>[一两二三])番"
        ),
        after=pattern("|".join(f"(?P<{k}>{any_of(v)})" for k, v in comparator["after"].items())),
        passed=pattern(rf"(?:以?上)?新?{any_of(comparator['threshold'])}"),
        duration=pattern(any_of(number["duration_heads"])),
        term=pattern(rf"{any_of(number['term'])}|以(?![上下])"),
        rented=pattern("的?(?:房屋)?(?:租金|房租)"),
        class_noun=pattern(
            rf"{any_of(number['class_nouns'])}"
            rf"|的[\u4e00-\u9fff]{{0,6}}{any_of(number['class_nouns_of'])}(?:达|有|\d|[*])"
        ),
        no_class=pattern(any_of(number["no_class"])),
        allotted=pattern(any_of(number["allotted"]) + "$"),
        dimension=pattern(any_of(number["dimensions"]) + "(?:在|达|达到)?$"),
        item=pattern(rf"\s*\d{{1,2}}\.(?=\d{{1,4}}{any_of(number['whole'])}(?!百分点))"),
        ordered=pattern(rf"{any_of(marks['rank']['before'])}[^,，。;；、]{{0,10}}第$"),
        in_front=pattern(rf"{any_of(marks['rank']['front'])}[^,，。、]{{0,8}}前$"),
        per_before=pattern(rf"(?:每{each}){{1,2}}(?:{_PAID})?[^,，。、；;0-9]{{0,3}}$"),
        per=pattern(rf"每({each})"),
        no_number=pattern(any_of(number["no_chinese"])),
        sort_of=sort_of,
        comparator_of=cast(dict[str, Comparator], before),
        word_end=words("particles")["word_end"],
        longest_comparator=max(map(len, before)),
        comparator_ends=frozenset(word[-1] for word in before),
    )


_SORTS = ("money", "ratio", "measure", "counter", "duration")


def _base(sort_of: dict[str, str], goes_on: dict[str, list[str]]) -> str:
    """Any unit, longest first, unless it is the beginning of a longer word (项 in 项目, m in mm)."""
    rules = []
    for unit in sorted(sort_of, key=lambda u: (-len(u), u)):
        more = goes_on.get(unit[-1])
        if more:
            rules.append(re.escape(unit) + f"(?!{any_of(more)})")
        else:
            rules.append(re.escape(unit) + ("(?![A-Za-z])" if unit.isascii() and unit.isalpha() else ""))
    return "(?:" + "|".join(rules) + ")"


#: What every quantity holds one of.
_ANY = re.compile(f"[\\d*Xx×{_HAN[1:-1]}]")


def quantities(text: str) -> list[Quantity]:
    """The quantities of a folded sentence, in order, without overlaps."""
    p = _patterns()
    if not _ANY.search(text):
        return []
    if item := p.item.match(text):  # 5.3个乡镇: the third item's mark, nothing is counted in parts
        text = text[: item.end() - 1] + "、" + text[item.end() :]
    names = names_of(text)
    found: list[Quantity] = []
    ratios = proportions(text, names)
    for m in p.quantity.finditer(text):
        if found and m.start() < found[-1].end:
            continue
        last = (m.end("number") if m["number"] else m.end("hidden")) - 1
        if names[m.start()] or names[last]:
            continue
        if (q := _read(text, m, p, found[-1] if found else None)) is not None:
            found.append(q)
    found = sorted([*found, *ratios], key=lambda q: q.start) if ratios else found
    return measuring(text, ranges(text, _chinese(text, names, found, p)))


def whole_number(text: str) -> Quantity | None:
    """The number, hidden or not, that a folded text is as a whole, with its unit if it has one.

    `None` where it is anything else, a year or a length of time included.
    """
    p = _patterns()
    m = p.quantity.fullmatch(text)
    if m is None or names_of(text)[0] or p.sort_of.get(m["base"]) == "duration":
        return None
    digits = m["number"].replace(",", "") if m["number"] else ""
    if len(digits.split(".")[0]) > _MOST_DIGITS:
        return None
    unit = m["unit"] + m["base"] + _per(m["per"], "", "", p)
    more = bool(m["more"] or m["some"])
    value, sort = (float(digits) if digits else None), p.sort_of.get(m["base"], "bare")
    return Quantity(0, len(text), len(text), value, unit, sort, "gt" if more else None)


def is_unit(text: str) -> bool:
    """Whether a folded text is a unit, with or without a multiplier (万元, %, 元/人)."""
    m = _patterns().quantity.fullmatch("1" + text)
    return bool(text) and m is not None and m["number"] == "1" and bool(m["unit"] or m["base"])


def sort_of_unit(unit: str) -> str:
    """The sort of a unit as written after a number (亿元 → money)."""
    m = _patterns().quantity.fullmatch("1" + unit)
    return _patterns().sort_of.get(m["base"], "bare") if m else "bare"


def _read(text: str, m: re.Match[str], p: _Patterns, last: Quantity | None) -> Quantity | None:
    unit, base, per, hidden = m["unit"], m["base"], m["per"], m["hidden"]
    sort = p.sort_of.get(base, "bare")
    if hidden and sort == "bare" and not unit.endswith(("亿", "万")):
        return None
    end = m.end()
    if not base and not unit and not hidden and (many := _MANY.match(text, end)):
        value = float(m["number"].replace(",", ""))
        return Quantity(m.start(), many.end(), many.end(), value, many[0], "measure")
    if not base:
        end, per = (m.end("more") if unit else m.end("hidden") if hidden else m.end("number")), ""
    before = text[max(0, m.start() - 24) : m.start()]
    ordinal, places = before.endswith("第"), base in ("位", "名")
    rank = (ordinal and (places or not base)) or (places and p.in_front.search(before) is not None)
    if ordinal and (not rank or (not base and not p.ordered.search(before))):
        return None
    if base == "个" and text.startswith("百分点", end):
        return None
    goes_on = last and last.sort == "duration" and last.stop > m.start() - len(clause_end(before))
    if sort == "duration" and not goes_on and not _measures_time(text, before, end, p):
        return None
    more = bool(m["more"] or m["some"])
    if sort == "bare" and not unit and more:
        return None
    if sort == "money" and not hidden and _is_class(text, before, end, p):
        return None
    if sort == "measure" and _marks_class(text, before, end, p):
        return None
    if hidden:
        value = None
    elif len(m["number"].split(".")[0].replace(",", "")) > _MOST_DIGITS:
        return None
    else:
        value = float(m["number"].replace(",", ""))
    comparator, stop = _comparator(text, m.start(), end, more, p)
    if rank and before.endswith("前"):
        comparator = "le"
    twin = m["twin"].translate(_HALF) if base else ""
    whole = unit + base + twin + _per(per, before, sort, p)
    negative = _MINUS.match(text, m.start() - 1, m.start()) is not None
    return Quantity(m.start(), end, stop, value, whole, sort, comparator, rank, negative)


#: Of how many: 46.8/10万.
_MANY = pattern("/(?:1|10|100|十|百)?万人?(?![\u4e00-\u9fff]*元)")
#: A sign, no dash of a range or between words (增长-3%).
_MINUS = re.compile(r"(?<=[长降幅速率额为达是至到于、,和(（: ])-")
_HALF = str.maketrans("（）", "()")
_PER = pattern("[/·]每?|每")


def _per(per: str, before: str, sort: str, p: _Patterns) -> str:
    """What a number is counted by, as `/人/月`; 每人每月 may stand before it."""
    if per:
        return _PER.sub("/", per)
    if sort == "money" and (each := p.per_before.search(before)):
        return "".join("/" + word for word in p.per.findall(each[0]))
    return ""


def _measures_time(text: str, before: str, end: int, p: _Patterns) -> bool:
    """Whether a length of time is what is measured (受教育年限10.5年), not a date or a term (3年内)."""
    if p.term.match(text, end):
        return False
    near = clause_end(before[-14:])
    return p.duration.search(near) is not None or p.rented.match(text, end) is not None


_THRESHOLD = pattern("及?以[上下]|级")
_CLASS = re.compile(r"^(?:及?以[上下]|级)(?:至\d+[^\s\d]{1,3}元(?:以下)?)?的?")


def _is_class(text: str, before: str, end: int, p: _Patterns) -> bool:
    """Whether a sum names a class (纳税100万元以上企业) rather than an amount (投入100万元支持企业)."""
    if not _THRESHOLD.match(text, end):
        return p.class_noun.match(text, end) is not None and p.allotted.search(before) is None
    tail = _CLASS.sub("", text[end : end + 12])
    return bool(tail) and "\u4e00" <= tail[0] <= "\u9fff" and p.no_class.match(tail) is None


def _marks_class(text: str, before: str, end: int, p: _Patterns) -> bool:
    """Whether a measure names a class (30万千瓦级机组, 海拔1500米以上的村), not an amount (建设5万亩以上果园)."""
    if text.startswith("级", end) and not text.startswith("级别", end):
        return True
    return p.dimension.search(before) is not None and _BOUND.match(text, end) is not None


_BOUND = pattern(r"及?以[上下]的?(?![的则，,])[\u4e00-\u9fff]{2}")


def _comparator(text: str, start: int, end: int, more: bool, p: _Patterns) -> tuple[Comparator | None, int]:
    """The comparator of the number at `start:end`, and where it ends when it stands behind it."""
    if m := p.after.match(text, end):
        return cast(Comparator, m.lastgroup), m.end()
    comparator: Comparator | None = "gt" if more else None
    longest = min(p.longest_comparator, start) if text[start - 1 : start] in p.comparator_ends else 0
    for k in range(longest, 0, -1):
        word = text[start - k : start]
        if word in p.comparator_of:
            if text[start - k - 1 : start - k] in p.word_end.get(word, ()):  # 签约, 附近
                break
            gap = word in ("高于", "低于") and text.startswith("全", end)
            comparator = None if gap else p.comparator_of[word]
            break
    return ("ge" if comparator is None and p.passed.match(text, end) else comparator), end


# --- Chinese numerals -------------------------------------------------------------------------------


def _chinese(text: str, names: bytearray, found: Sequence[Quantity], p: _Patterns) -> list[Quantity]:
    """`found` with the quantities in Chinese numerals: 三千余人, 三分之一, 翻一番, 超亿元."""
    taken = bytearray(names)
    for q in found:
        taken[q.start : q.end] = b"\1" * (q.end - q.start)
    out = list(found)
    for m in p.chinese.finditer(text) if _COUNTS.search(text) else ():
        if not any(taken[m.start() : m.end()]) and (q := _read_chinese(text, m, p)) is not None:
            out.append(q)
    return sorted(out, key=lambda q: q.start)


def _read_chinese(text: str, m: re.Match[str], p: _Patterns) -> Quantity | None:
    if m["double"]:
        times = chinese_number(m["double"])
        return Quantity(m.start("double"), m.end(), m.end(), float(times or 0), "番", "ratio")
    if m["part"]:
        whole, part = chinese_number(m["whole"]), chinese_number(m["part"])
        if not whole or part is None:
            return None
        comparator, stop = _comparator(text, m.start(), m.end(), False, p)
        share, unit = (float(part), "%") if whole == 100 else (part / whole, "")
        return Quantity(m.start(), m.end(), stop, share, unit, "ratio", comparator)
    value, sort = chinese_number(m["chinese"]), p.sort_of[m["base"]]
    if value is None or sort == "duration" or not _means_number(text, m, sort, p):
        return None
    comparator, stop = _comparator(text, m.start(), m.end(), bool(m["more"]), p)
    digits = m["chinese"].rstrip("万亿")  # as with 3000万元, the multiplier belongs to the unit
    unit = m["chinese"][len(digits) :] + m["base"] + _per(m["per"], "", sort, p)
    return Quantity(m.start(), m.end(), stop, float(chinese_number(digits) or 1), unit, sort, comparator)


#: What a quantity in Chinese numerals has in it beside a numeral: quick to look for.
_COUNTS = pattern(f"{_HAN}(?:{_HAN}|[余多番分])|亿")

#: Round numbers that stand for themselves in 超亿元, 突破千亿元.
_ROUND = frozenset(("亿", "千万", "百万", "十亿", "百亿", "千亿", "万亿"))
_BEYOND = pattern("(?:[超近约逾破达过]|[迈站跨跃登]上)$")


def _means_number(text: str, m: re.Match[str], sort: str, p: _Patterns) -> bool:
    """三千余人, 两百户 and 超亿元 are numbers; 千家万户, 百亿级, 一批, 十大 and 万元企业 are not."""
    word = m["chinese"]
    if p.no_number.match(text, m.end()) or m["base"] in _NEVER_COUNTED:
        return False
    if m["more"]:
        return True
    if len(word) >= 2 and word[-1] in "十百千万亿" and word[0] not in "十百千万亿":
        return text[m.start() - 1 : m.start()] not in tuple("几数上成近百千万")
    if sort == "money" and (beyond := _BEYOND.search(text, max(0, m.start() - 2), m.start())):
        inside = text[beyond.start() - 1 : beyond.start()] in p.word_end.get(beyond[0], ())  # 签约|亿元
        return word in _ROUND and not inside
    return len(word) >= 3 and any(c in "十百千万亿" for c in word[1:])


#: With a Chinese numeral these make names: 四个方面, 五大, 一成.
_NEVER_COUNTED = frozenset("大位成度方支道面口村")
