"""English turns of phrase put into Chinese before the words are: bounds, amounts, times, orders.

Each rule is a pattern and what stands in its place; they are tried in order, on lower-case text. What no
rule and no lexicon knows stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_WORDS = {
    w: i for i, w in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"))
}
_WORDS |= {"nine": 9, "ten": 10}
_MONTHS = {
    m: i
    for i, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:\s*(?:of|in|,)?\s*((?:19|20)\d{2}))?"
_COUNT = r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_PLACE = r"(provinces|counties|cities|regions|reports)"
#: Multipliers as Chinese writes them.
_SCALES = {
    "hundred": (100, ""),
    "thousand": (1000, ""),
    "million": (100, "万"),
    "billion": (10, "亿"),
    "trillion": (10000, "亿"),
}
_UNITS = {
    "percent": "%",
    "per cent": "%",
    "percentage points": "个百分点",
    "percentage point": "个百分点",
    "yuan": "元",
    "rmb": "元",
    "cny": "元",
    "people": "人",
    "persons": "人",
    "jobs": "人",
    "households": "户",
}
_NUMBER = re.compile(
    r"(?<![\w.])(?:rmb\s*|cny\s*|¥\s*)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    r"(?:\s*(hundred|thousand|million|billion|trillion)\b)?"
    r"(?:\s*(percentage points?|per cent|percent|yuan|rmb|cny)\b)?"
    r"(?:\s*(?:per|a|each|/)\s*(month|year|person)\b)?"
)
_PER = {"month": "/月", "year": "/年", "person": "/人"}
_AMOUNT = r"(\d+(?:\.\d+)?(?:[亿万]?元|[亿万]人?|人|%|个百分点)?(?:/[月年人])?)"


def _number(m: re.Match[str]) -> str:
    whole, part, scale, unit, per = m.groups()
    if not (scale or unit or per or "," in whole):
        return m[0]
    factor, word = _SCALES.get(scale or "", (1, ""))
    value = float(whole.replace(",", "") + (part or "")) * factor
    return (
        f"{value:.6f}".rstrip("0").rstrip(".") + word + _UNITS.get(unit or "", "") + _PER.get(per or "", "")
    )


def _count(text: str) -> str:
    return str(_WORDS.get(text, text))


def _month(text: str) -> int:
    return _MONTHS[text[:3]]


def _dated(year: str | None, months: str) -> str:
    return f" {year}年{months} " if year else f" {months} "


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str], ...] = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        # times
        (
            rf"\b(?:from\s+)?({_MONTH})\s*(?:to|-|–|through|until)\s*({_MONTH}){_YEAR}(?!\w)",
            lambda m: _dated(m[3], f"{_month(m[1])}至{_month(m[2])}月"),
        ),
        (rf"\b({_MONTH})\s+((?:19|20)\d{{2}})\b", lambda m: _dated(m[2], f"{_month(m[1])}月")),
        (rf"\b(?:the\s+)?first half(?:\s+year)?{_YEAR}\b", lambda m: _dated(m[1], "上半年")),
        (rf"\b(?:the\s+)?second half(?:\s+year)?{_YEAR}\b", lambda m: _dated(m[1], "下半年")),
        (rf"\b(?:the\s+)?first (?:three|3) quarters{_YEAR}\b", lambda m: _dated(m[1], "前三季度")),
        (
            rf"\b(?:the\s+)?first {_COUNT} months{_YEAR}\b",
            lambda m: _dated(m[2], f"1至{_count(m[1])}月"),
        ),
        (
            rf"\b(?:the\s+)?(first|second|third|fourth) quarter{_YEAR}\b",
            lambda m: _dated(
                m[2], f"{ {'first': '一', 'second': '二', 'third': '三', 'fourth': '四'}[m[1]] }季度"
            ),
        ),
        (rf"\bq([1-4]){_YEAR}\b", lambda m: _dated(m[2], f"{'一二三四'[int(m[1]) - 1]}季度")),
        (r"\bsince ((?:19|20)\d{2})\b", r" \1年以来 "),
        (r"\bby (?:the end of )?((?:19|20)\d{2})\b", r" \1年 "),
        # and how much did it grow: asked of what was named before
        (
            r"(?:,?\s*\band\s+)?\b(?:by\s+)?how (?:much|fast) (?:did|has|have) (?:it|they|this|that) "
            r"(?:grow|grown|rise|risen|increased?|gone up|go up)\b",
            "，增长多少 ",
        ),
        # bounds
        (r"(\d+(?:\.\d+)?[万亿]?)(?=\s+(?:new\s+)?(?:urban\s+)?(?:jobs|people|persons)\b)", r"\1人"),
        (rf"{_AMOUNT}\s*(?:or|and)\s+(?:more|above|over|higher|greater|up)\b", r" 不低于\1 "),
        (rf"{_AMOUNT}\s*(?:or|and)\s+(?:less|below|under|lower|fewer)\b", r" 不高于\1 "),
        (rf"\b(?:at least|no less than|not less than|no lower than|a minimum of)\s+{_AMOUNT}", r" 不低于\1 "),
        (rf"\b(?:at most|no more than|not more than|up to|within|no higher than)\s+{_AMOUNT}", r" 不高于\1 "),
        (
            rf"\b(?:over|above|more than|higher than|greater than|larger than|faster than|exceed(?:s|ed|ing)?"
            rf"|beyond|surpass(?:es|ed|ing)?|top(?:s|ped|ping)(?! \d+ ))\s+{_AMOUNT}",
            r" 高于\1 ",
        ),
        (rf"\b(?:under|below|less than|lower than|fewer than|slower than)\s+{_AMOUNT}", r" 低于\1 "),
        # orders
        (rf"\b(?:the\s+)?(?:top|leading)\s+{_COUNT}\b", lambda m: f" 排名前{_count(m[1])}名 "),
        (rf"\b(?:the\s+)?(?:bottom|last)\s+{_COUNT}\b", lambda m: f" 最低 前{_count(m[1])}名 "),
        (rf"\bwhich\s+{_COUNT}\s+{_PLACE}\b", lambda m: f" which {m[2]} 前{_count(m[1])}名 "),
        # which places
        (rf"^\s*{_PLACE}\s+(?:with|that|where|whose|in which|having|reporting)\b", r" which \1 "),
        (rf"^\s*{_PLACE}\s+(?=plan|target|aim|rais|increas|low|cut|reduc)", r" which \1 "),
        (
            rf"\b(?:across|for|in|of|among|between|over)\s+(?:all\s+)?(?:the\s+)?(?:ten\s+|five\s+)?{_PLACE}\b",
            r" each \1 ",
        ),
        (r"\b(?:for|in)\s+(?:each|every)\s+(province|county)\b", r" each \1 "),
        (rf"\b(?:list|show)\s+(?:me\s+)?(?:all\s+)?(?:the\s+)?{_PLACE}\b", r" which \1 "),
        # not said, not shown, not right
        (r"\b(?:do|does|did)(?: not|n't)\s+(?:mention|report|give|say anything about|cover)\b", " 没有提到 "),
        (r"\b(?:fail(?:s|ed)? to|never)\s+mention\b", " 没有提到 "),
        (
            r"\b(?:hide|hides|hid|hidden by|withhold|withholds|withheld|conceal|conceals|redact|redacted)\b",
            " 隐去 ",
        ),
        (r"\b(?:figures|numbers)?\s*(?:that\s+)?(?:do|does)(?: not|n't)\s+add up\b", " 数字对不上 "),
        (r"\binconsistent (?:figures|numbers)\b", " 数字对不上 "),
        # differences and sums
        (
            r"\bhow (?:much|many)(?: (?:percentage )?points?)? (?:higher|lower|more|less|larger|bigger|smaller|greater|fewer)\b",
            " 相差多少 ",
        ),
        (r"\b(?:what is |what's )?the (?:difference|gap) (?:between|in)\b", " 相差多少 "),
        (r"\b(?:altogether|combined|put together|in total|added up)\b", " 合计 "),
        # verbs that go apart
        (r"\bspen[dt](?:s|ing)?\s+on\s+(the\s+)?([a-z]+(?:\s+and\s+[a-z]+)?)", r" \2 spending "),
        (r"\bhow (?:did|does|has|have)\s+(.+?)\s+(?:chang(?:e|ed)|develop(?:ed)?|evolved?)\b", r" \1 变化 "),
    )
)


def rewritten(text: str) -> str:
    """`text` with English bounds, amounts, times and orders put into Chinese."""
    text = _NUMBER.sub(_number, text.lower())
    for pattern, made in _RULES:
        text = pattern.sub(made, text)
    return text
