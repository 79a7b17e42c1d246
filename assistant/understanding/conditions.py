"""Which places a question asks for, how many of them, and the bound that their figures must pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.records import Level, Threshold
from assistant.understanding.reader import BOUND, REGION, TIME

_PLACEHOLDERS = re.compile(f"[{REGION}{TIME}{BOUND}]")
_NUMBERS = {n: i for i, n in enumerate("零一二三四五六七八九十")} | {"两": 2}
_PLACE = r"(?:市县|县区|县市区|县市|区县|县|地级市|市州|市|省区市|省份|省区|省|自治区|州|区|地区|地方)"
_COUNT = re.compile(
    rf"(?:(?:一共|总共|共)?有(?:几|多少)|(?<![哪的这那])(?:几|多少))个?({_PLACE}|份?报告)(?!级|里|域)"
    rf"|({_PLACE})的?(?:数量|个数|数目)(?=$|[，。？?])"
    rf"|(?:的|，|^)({_PLACE})(?:一共|总共|共)?有?(?:几|多少)个"
)
#: 增速超过3%的县, 的县有哪些, 的是哪个省: the places asked for come last.
_LAST = re.compile(
    rf"的({_PLACE})(?:有哪些|是哪些|是哪几个|是哪个|是哪一个|都有哪些|名单|有哪几个|是谁|呢)?(?=$|[?？，,。]|是|有)"
)
_WHICH = re.compile(
    rf"(?:哪些|哪几个|哪几|哪个|哪一个|哪)({_PLACE})|(?:哪些|哪几份|哪几个|哪一?份|哪个)(?:的)?报告(?:里|中)?|(?:哪里|哪儿|哪些地方)"
)
_EACH = re.compile(
    rf"(?:各个?|每个|每一个|所有的?|全部|分|这些|这几个|这些个)({_PLACE})|(?:各地|各自)"
    rf"|(?:这|那)?几个?({_PLACE})(?:里头|里面|里边|当中|之中|中间|中|里)|({_PLACE})一级(?:的)?"
)
#: 超过5%的有几个, 数一数有几家: of the places that meet a bound.
_HOW_MANY = re.compile(
    r"(?:的|，|^)+(?:数一数|算一算|数数|算算|统计一下|一共|总共|共计|共)*，?(?:一共|总共|共)?(?:有|是)?(?:几|多少)[个家](?=$|[?？。，呢])"
)
#: 最高和最低的县: of all the two ends.
_EXTREMES = re.compile(
    rf"最[高多快大][的]?(?:{_PLACE})?(?:和|与|跟|、)最[低少慢小](?:的({_PLACE}))?(?:之间)?"
)
#: What stands behind a bound without a unit.
_BARE = re.compile(r"的|$|[，。？?]")
#: 四县一旗: so many of several kinds.
_KINDS = re.compile(
    r"([一两二三四五六七八九十])([县市区旗省州])([一两二三四五六七八九十])([县市区旗省州])(?:([一两二三四五六七八九十])([县市区旗省州]))?"
)
#: 四个县, 两省: so many regions, no more and no fewer.
_SO_MANY = re.compile(
    rf"(?<![第前后\d哪])(?:这|那)?([两二三四五六七八九十]|\d{{1,2}})(?:个?({_PLACE})(?![级里域直])|地(?![区方级市])|家(?=平均|合计|加|一共|总|中|里|谁|哪|的?[中平]|各|分别|[，。？?]|$))"
)
_TOP = re.compile(r"(?:前|top\s*)(\d+|[一二三四五六七八九十两])(?:名|位|个|的|强)?(?!年|月|季|十)")
_UNIT = (
    r"(?:[微毫]克/(?:立方米|升)|[微毫]克|[亿万]?(?:立方米|平方米|公顷|千瓦时|千瓦|笔|套|所|件|辆|宗|张|对|台|部|名|位|座|条|门|头|只|例|册|项|个(?!百分点))|万亿元|千亿元|亿元|万元|元|万亿|亿斤|万斤"
    r"|亿吨|万吨|吨|亿|万人次|人次|万人|人次|万户|万亩|万|%|个百分点|平方公里|公里|人|户|家|亩|倍)"
)
#: 定在6%, 正好是5%: no more and no less.
_EQUAL = re.compile(
    rf"(?:定在|定为|定的是|刚好|恰好|正好|等于|维持在|保持在)(?:了|是|为|在)?(\d+(?:\.\d+)?)({_UNIT})(?:左右)?(?=的|，|,|$|[?？。]|有)"
)
_THRESHOLD = re.compile(
    r"(不低于|不少于|不小于|大于等于|至少|起码|最少|≥|>=|不高于|不大于|不超过|没有?超过|未超过|没过|至多|最多|≤|<=|超过了?|超了?|高于|大于|多于|快于|高过|"
    r"突破了?|过了?|>|没有?达到|未达到?|没有?到|没达|还?不到|不及|不满|达到|满|低于|少于|小于|慢于|跌破|不足|<)"
    r"(?:每(人)?每?(月|年)?)?(\d+(?:\.\d+)?)("
    + _UNIT
    + r")?(?:/|每)?(人)?(?:/|每)?(月|年)?(?:大关|关口)?(以上|以下)?"
)
_BOUND = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)("
    + _UNIT
    + r")(?:/|每)?(人)?(?:/|每)?(月|年)?((?:及|或)?以上|(?:及|或)?以下|以内|之上|之下|之内|开外|往上)"
    r"(?=的|，|,|$|[?？。]|有|是|都|者|[省县市])"
)
_BETWEEN = re.compile(
    rf"(?:在|介于|处于)?(?<![\d.])(\d+(?:\.\d+)?)({_UNIT})?(?:到|至|-|~|—|和|与)(\d+(?:\.\d+)?)({_UNIT})(?:/|每)?(月|年)?(?:之间|以内的?|区间)"
)
_SIGNS: dict[str, str] = dict.fromkeys(
    ("不低于", "不少于", "不小于", "大于等于", "至少", "起码", "最少", "≥", ">=", "达到", "满"), "ge"
)
_SIGNS |= dict.fromkeys(
    ("不高于", "不大于", "不超过", "没超过", "没有超过", "未超过", "没过", "至多", "最多", "≤", "<="), "le"
)
_SIGNS |= dict.fromkeys(
    (
        "低于",
        "少于",
        "小于",
        "慢于",
        "不到",
        "还不到",
        "不及",
        "不满",
        "不足",
        "跌破",
        "没达到",
        "没有达到",
        "未达到",
        "未达",
        "没达",
        "没到",
        "没有到",
        "<",
    ),
    "lt",
)
#: 六成, 百分之五, 一半, 5个点, 三分之一: numbers that only a person writes so.
_TENTHS = re.compile(
    r"(?<![\d一二三四五六七八九十收增建完])([一二两三四五六七八九])成(?:([一二三四五六七八九])(?!个))?(?![立为员本果功效长交绩品年都])"
)
_PERCENT = re.compile(r"百分之([零一二三四五六七八九十]{1,3})(?:点([零一二三四五六七八九]{1,2}))?")
#: 新增托位破千, 过百: more than so many.
_OVER = re.compile(r"(?:突?破|超|过)了?(?=[百千](?!分|瓦)|万(?!人次|亿|千|元|户|亩|吨))")
#: 三千对, 两百户, 一万人: behind a word that bounds, or before one.
_HUNDREDS = re.compile(
    r"(?<=[过到超足于达近满破低高少多大小了])([一二两三四五六七八九])?([百千])(万|亿)?(?!分|瓦|克|米)|(?<![\d一二三四五六七八九十])([一二两三四五六七八九])([百千])(万|亿)?(?=[^，。]{0,3}(?:以上|以下))"
)
_TENS = {"百": 100, "千": 1000}
_HALF = re.compile(r"(?<=[过到超足于达近满破])了?一半|一半(?=以上|以下|左右)")
_POINTS = re.compile(r"(?<=\d)个点")
#: 两位数的增长: ten of a hundred and more.
_TWO_DIGITS = re.compile(r"(?<!第)(?:达到|超过|过|为|是|在|突破)?了?(两|双|一|个)位数(?!字)")
_PIECES = re.compile(r"(?<=[\d万千百])块钱?(?=的|以|，|$|[？?。])")
#: 过了1000元, 上了100公里: more than so many.
_PAST = re.compile(r"(?<=[过上])了(?=\d)|(?<=[一-龥])上(?=了\d)")


def in_digits(text: str) -> str:
    """`text` with the bounds that are said in words written in digits: 六成 → 60%, 百分之五 → 5%."""
    text = _TENTHS.sub(lambda m: f"{_NUMBERS[m[1]]}{_NUMBERS[m[2]] if m[2] else 0}%", text)
    text = _PERCENT.sub(
        lambda m: f"{_whole(m[1])}{'.' + ''.join(str(_NUMBERS[c]) for c in m[2]) if m[2] else ''}%", text
    )
    text = _OVER.sub("超过", text).replace("超过万", "超过1万")
    text = _TWO_DIGITS.sub(lambda m: "达到10%" if m[1] in "两双" else "低于10%", text)
    text = _PAST.sub(lambda m: "过" if m[0] == "上" else "", _HUNDREDS.sub(_hundreds, text))
    text = _PIECES.sub("元", text)
    return _POINTS.sub("个百分点", _HALF.sub("50%", text))


def _hundreds(m: re.Match[str]) -> str:
    count, tens, scale = (m[1], m[2], m[3]) if m[2] else (m[4], m[5], m[6])
    return f"{_NUMBERS.get(count or '一', 1) * _TENS[tens]}{scale or ''}"


def _whole(text: str) -> int:
    """十二 → 12, 三十 → 30, 五 → 5."""
    tens, ten, ones = text.partition("十")
    return (_NUMBERS.get(tens, 1) * 10 + _NUMBERS.get(ones, 0)) if ten else _NUMBERS.get(text, 0)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a question says of the places it asks and of their figures; `rest` is the question without it."""

    rest: str
    marked: str  # the question with placeholders for places, times and bounds
    threshold: Threshold | None = None
    top: int | None = None
    number: int | None = None  # 四个县
    level: Level | None = None
    multi: bool = False  # every report is asked
    counted: bool = False  # a number of regions is asked for
    which: bool = False  # the regions themselves are asked for

    @property
    def every(self) -> bool:
        """Whether more than one report is asked."""
        return self.multi or self.top is not None


def read_conditions(text: str) -> Conditions:
    """The conditions in `text`, a question in plain form with placeholders for its places and times."""
    threshold, marked = read_threshold(in_digits(text))
    top, rest = read_top(_PLACEHOLDERS.sub(lambda m: "" if m[0] == BOUND else "，", marked))
    number, level, rest = read_number(rest)
    other, multi, counted, which, rest = read_scope(rest)
    if threshold and (m := _HOW_MANY.search(rest)):
        counted = multi = True
        rest = rest[: m.start()] + "，" + rest[m.end() :]
    if m := _EXTREMES.search(rest):  # 最高和最低的两个县: of all the two ends
        multi, number, other = True, None, other or _level(m[1] or "")
        rest = rest[: m.start()] + rest[m.end() :]
    return Conditions(
        rest, marked, threshold, top, number, level or other, multi or number is not None, counted, which
    )


def read_number(text: str) -> tuple[int | None, Level | None, str]:
    """四个县: how many regions are meant, of which level, and the text without them."""
    if m := _KINDS.search(text):
        level = "county" if set("县旗") & set(m[0]) and not set("市省州") & set(m[0]) else None
        return sum(_NUMBERS[c] for c in m[0] if c in _NUMBERS), level, text[: m.start()] + text[m.end() :]
    m = _SO_MANY.search(text)
    if not m:
        return None, None, text
    count = int(m[1]) if m[1].isdigit() else _NUMBERS[m[1]]
    return count, _level(m[2] or ""), text[: m.start()] + text[m.end() :]


def read_scope(text: str) -> tuple[Level | None, bool, bool, bool, str]:
    """(level, every report asked, a number of regions asked, which regions asked, the rest of the text)."""
    level: Level | None = None
    multi = counted = named = False
    for pattern in (_COUNT, _WHICH, _LAST, _EACH):
        while m := pattern.search(text):
            multi = True
            counted = counted or pattern is _COUNT
            named = named or pattern in (_WHICH, _LAST)
            level = level or _level(next((g for g in m.groups() if g), ""))
            text = text[: m.start()] + "，" * (pattern is not _EACH and m.start() > 0) + text[m.end() :]
    return level, multi, counted, named, text


def _level(word: str) -> Level | None:
    if word in ("市县", "县市", "地区", "地方"):  # of either kind
        return None
    if "县" in word or word == "区":
        return "county"
    if "省" in word or word == "自治区":
        return "province"
    return "city" if "市" in word else None


def read_threshold(text: str) -> tuple[Threshold | None, str]:
    """增速超过5%, 800元/月以上, 600元到900元之间: the bound asked for, and the text without it."""
    if m := _BETWEEN.search(text):
        unit = _unit(m[4] or m[2], None, m[5])
        low, high = float(m[1]), float(m[3])
        if m[2] in (None, m[4]) and low <= high:
            return Threshold("ge", low, unit, high), text[: m.start()] + BOUND + text[m.end() :]
    if m := _EQUAL.search(text):
        value = float(m[1])
        return Threshold("ge", value, _unit(m[2], None, None), value), text[: m.start()] + BOUND + text[
            m.end() :
        ]
    m = _THRESHOLD.search(text)
    if m and (m[5] or m[3] or m[7] or _BARE.match(text, m.end())):
        sign = "le" if m[8] == "以下" else "ge" if m[8] == "以上" else _SIGNS.get(m[1], "gt")
        value, unit, word = float(m[4]), _unit(m[5], m[2] or m[6], m[3] or m[7]), m
    else:
        m = _BOUND.search(text)
        if not m:
            return None, text
        sign = "ge" if m[5].endswith(("以上", "之上", "开外", "往上")) else "le"
        value, unit, word = float(m[1]), _unit(m[2], m[3], m[4]), m
    return Threshold(sign, value, unit), text[: word.start()] + BOUND + text[word.end() :]  # type: ignore[arg-type]


def _unit(base: str | None, person: str | None, time: str | None) -> str:
    return "/".join(part for part in (base or "", person, time) if part)


def read_top(text: str) -> tuple[int | None, str]:
    """前三: how many are asked for, and the text without it."""
    m = _TOP.search(text)
    if not m:
        return None, text
    count = int(m[1]) if m[1].isdigit() else _NUMBERS[m[1]]
    return count, text[: m.start()] + text[m.end() :]
