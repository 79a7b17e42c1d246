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
_ONE = r"(?:place|area|locality|town|jurisdiction|region)"
_MANY = r"(?:places|areas|localities|towns|jurisdictions|regions)"
_KIND = r"(?:counties|districts|cities|banners|towns)"
_SMALL = r"(?:counties|districts|banners)"
_ASKED_OF = r"(which|what|how many|rank|list|each|all|all the|among)"
_NOT = r"(?:do not|does not|did not|don't|doesn't|didn't|never|fail to|fails to|failed to|have not|has not|are not|without)"
_SPEAK = (
    r"(?:mention(?:s|ing)?|report(?:s|ing)?|give|gives|giving|say|says|cover|covers|include|includes|state|states|discuss(?:es)?|"
    r"disclose|publish|refer to|talk about|write about|touch (?:on|upon)|speak of|bring up|address)"
)
_MEET = r"(?:meet|met|meets|reach(?:ed|es)?|hit|hits|achieve[sd]?|attain(?:ed)?|fulfil(?:l|led)?|complete[d]?|deliver(?:ed)?|make|made)"
_OWN = r"(?:its|their|the|his)\s+"
_WHEN = r"(?:(?:annual|yearly|full-year|original|initial|planned|set)\s+)?"
_TARGET = r"(?:targets?|goals?|plans?|objectives?)"
_VERBS_OF_GROWTH = (
    r"(?:grow|grown|grew|rise|risen|rose|increased?|expand(?:ed)?|climb(?:ed)?|gone up|go up|went up)"
)
_COMPARED = r"(?:higher|more|larger|bigger|greater|faster|better|longer|lower|less|fewer|smaller|slower|worse|shorter)"
#: Multipliers as Chinese writes them.
_SCALES = {
    "hundred": (100, ""),
    "thousand": (1000, ""),
    "hundred thousand": (10, "万"),
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
    "mu": "亩",
    "km": "公里",
    "kilometres": "公里",
    "kilometers": "公里",
    "micrograms": "微克",
    "tonnes": "吨",
    "tons": "吨",
    "square metres": "平方米",
    "square meters": "平方米",
}
_NUMBER = re.compile(
    r"(?<![\w.])(?:rmb\s*|cny\s*|¥\s*)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
    r"(?:\s*(hundred thousand|hundred|thousand|million|billion|trillion)\b)?"
    r"(?:\s*(percentage points?|per cent|percent|yuan|rmb|cny|mu|km|kilomet(?:re|er)s|micrograms|tonnes|tons|square met(?:re|er)s)\b)?"
    r"(?:\s*(?:per|a|each|/)\s*(month|year|person)\b)?"
)
#: Three thousand, a hundred: a count before a scale.
_IN_WORDS = re.compile(
    r"\b(?:(one|two|three|four|five|six|seven|eight|nine|ten)|an?)(?=\s+(?:hundred|thousand|million|billion)\b)"
)
_PER = {"month": "/月", "year": "/年", "person": "/人"}
_AMOUNT = r"(\d+(?:\.\d+)?(?:[亿万]?(?:元|人|亩|公里|微克|吨|平方米)|[亿万]|%|个百分点)?(?:/[月年人])?)"


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
        # places in whatever words
        (rf"\b{_ASKED_OF} {_SMALL}(?:,? (?:and|or) {_SMALL})+\b", r"\1 counties "),
        (rf"\b{_ASKED_OF} {_KIND}(?:,? (?:and|or) {_KIND})+\b", r"\1 regions "),
        (
            rf"\b(which|what|how many|each|every|these|those|all|all the|across|among|of all) {_COUNT} {_MANY}\b",
            r"\1 \2 regions",
        ),
        (rf"\b(which|what|how many|all|all the|these|those|other|across|among) {_MANY}\b", r"\1 regions"),
        (
            rf"\b(?:which|what) (?:{_ONE}\b|(?:county|city|district) or (?:county|city|district))",
            "which region",
        ),
        (rf"\b(?:each|every) {_ONE}\b", "each regions"),
        (
            rf"^(?:list|show|name)(?: me)?(?: all)?(?: the)? {_MANY}\b(?: that| which| where| with| whose)?",
            "which regions ",
        ),
        (rf"^(rank|order|sort)(?: all)?(?: the)? {_MANY}\b", r"\1 each regions "),
        (r"^(rank|order|sort)(?: all)?(?: the)? (counties|cities|provinces)\b", r"\1 each \2 "),
        (rf"\bthe {_COUNT} (?:{_MANY}|{_KIND}) (?:of|in) (?:the )?", " "),
        (rf"\bthe {_COUNT} (?=[a-z]+ern {_KIND}\b)", " "),
        (rf"\bin (?:the )?(\w+ern) (?:{_MANY}|{_KIND})\b", r" in \1 "),
        (
            r"^(?:and )?(?:who|whose|where)\b(?! (?:else|takes the lead|is responsible|is in charge))",
            "which region ",
        ),
        (r"^is (?:any|there any|there a) (?:region|place|county|city)\b", "which region "),
        # what a report is, where only its place is meant
        (r"(?<!which )(?<!each )\b(?:the )?(?:final accounts|annual|budget|government|work) report\b", " "),
        # those that say it, and those that do not
        (
            rf"\b{_NOT}\s+(?:even\s+|once\s+|ever\s+)?{_SPEAK}\b(?: anything)?(?: about| on| at all)?",
            " 没有提到 ",
        ),
        (r"\b(?:say|says|said) nothing (?:about|on|of)\b", " 没有提到 "),
        (
            r"\b(?:are|is|remain|stay) silent (?:on|about)\b|\bmakes? no mention of\b|\bleaves? out\b|\bomits?\b",
            " 没有提到 ",
        ),
        (
            r"\b(which (?:regions?|reports?|counties|cities|provinces|county|city)) (?:also )?"
            r"(?:mention(?:s|ed)?|talks? about|refers? to|discuss(?:es)?|speak of|bring up|touch on|write about|covers?|describes?)\b",
            r"\1 提到 ",
        ),
        (r"\bat all\b", " "),
        # plans held against results
        (
            rf"\b(?:miss(?:ed|es)?|fell short of|fall short of|{_NOT} {_MEET})\s+(?:{_OWN})?{_WHEN}(.+?)\s?{_TARGET}\b",
            r" 没有完成 \1目标 ",
        ),
        (
            rf"^(?:did|has|have)\s+(.+?)\s+{_MEET}\s+(?:{_OWN})?{_WHEN}(.*?)\s?{_TARGET}(?: (?:for|of) (?:the|that) year)?\b",
            r"\1 \2 →目标完成了没有 ",
        ),
        (
            r"^(?:did|has|have)\s+(.+?)\s+(?:finish|finished|complete|completed|carry out|carried out)\s+(.+?)\s+(?:as )?planned\b",
            r"\1 \2 →计划完成了没有 ",
        ),
        (
            rf"\bhow (?:many|much)\s+([a-z]+\s)?(?:far )?short of {_OWN}{_WHEN}{_TARGET}\b(?: was| were| is| are| did)?",
            " →离目标还差多少 ",
        ),
        (
            r"^(?:how (?:many|much)|what)\s+(.+?)\s+did\s+(.+?)\s+(?:aim for|aim at|plan for|plan to \w+|plan|target|set out to \w+|set|budget for)\b(.*?)"
            r",?\s+(?:and|but)\s+(?:what|how (?:many|much))\b.*$",
            r" \2 \3 \1 →目标多少、实际多少",
        ),
        # the middle, the mean and the sum of several
        (r"\b(?:the )?median(?: of)?\b", " →中位数是多少 "),
        (r"^on average,?|\bon average\b", " →平均是多少 "),
        (r"\b(?:the )?annual average of\b|\baverage per year\b", " →年均多少 "),
        (r"\bwhat (?:is|was|were) the (?:average|mean) of\b", " →平均是多少 "),
        (
            r"\b(?:what (?:is|was|were) )?(?:the )?(?:combined|total|sum of the|overall combined)(?: of)?"
            r"(?= (?!gdp|population|electricity|area|value|deposits|loans|assets|length|"
            r"output|retail|trade|import|export|invest|grain|fiscal|imports|exports|power|number))",
            " →合计多少 ",
        ),
        (
            r"\b(?:altogether|put together|all together|together|in total|in all|added up|combined)\b",
            " →合计多少 ",
        ),
        # so much of what they spend
        (
            rf"\b(?:put|puts|spend|spends|spent|devoted?|devotes|allocated?)\s+(.{{2,30}}?)\s+"
            rf"of\s+(?:{_OWN})?(?:total |fiscal |budget )*(?:spending|expenditure|budget)\s+(?:on|into|to|for)\s+([^,?.]+)",
            r" \2 spending share \1 ",
        ),
        (r"\b(more|less)(?= on\b)", " →谁更高 "),
        # so much of something
        (r"\b(?:make|makes|made) up\s+((?:不?[高低]于)\S+)\s+of\b", r" share \1 of "),
        # growth below nothing
        (r"\bnegative growth(?: rate)? (?:in|of)\s+(.+?)(?=\s+(?:in|for|during)\s|[?,.]|$)", r" \1 负增长 "),
        # whatever it is that is told
        (
            rf"\b(?:what|how (?:much|far|high|low)) (?:did|has|have) (.+?) (?:{_VERBS_OF_GROWTH}|fall|fallen|drop|dropped|decrease|decreased|come|get) to\b",
            r" \1 →是多少 ",
        ),
        (
            r"^(?:and|what about|how about)\s+(?:the )?(rural|urban)(?: (?:residents?|areas?|ones?|people|households?))?\s*\??$",
            r" \1 →的呢 ",
        ),
        (r"^(?:and|but|what about|how about|and what about)\s+(?!how|what|which|why|who|when)", " →呢 "),
        (r"\b(?:of|among) (?:them|these|those)\b", " 其中 "),
        (
            r",?\s*(?:most|highest|largest|biggest|fastest|best) first\b"
            r"|\bfrom (?:the )?(?:high(?:est)?|most) to (?:the )?(?:low(?:est)?|least|fewest)\b|\bin descending order\b",
            " →从高到低 ",
        ),
        (
            r",?\s*(?:least|lowest|smallest|fewest|slowest) first\b|\bfrom (?:the )?low(?:est)? to (?:the )?high(?:est)?\b|\bin ascending order\b",
            " →从低到高 ",
        ),
        (
            r"\bwhat (?:has|have|did|will|does|do|is|are|can)\s+(?:the )?(.{1,40}?)\s+(?:done|doing|do|undertake|undertaken|"
            r"going to do|planning to do|plan to do|intend to do)\b([^?.]*)",
            r" \1 \2 →采取了哪些措施 ",
        ),
        (r"\bwho (?:takes the lead|is responsible|is in charge)\s+(?:in|for|of|on)?\b", " 由谁牵头 "),
        (r"\bfrom what to what\b", " →从多少到多少 "),
        (
            r"\b(?:rise or fall|rising or falling|increase or decrease|go up or down|grow or shrink|up or down)\b",
            " →是升是降 ",
        ),
        (r"\bover the (?:past |last )?years\b|\bover time\b|\bin recent years\b", " →历年变化 "),
        # times
        (r"\bover ((?:19|20)\d{2}) and ((?:19|20)\d{2})\b", r" \1年和\2年 "),
        (r"\bafter (?:the|an?) (?:increase|rise|raise|adjustment|hike)\b", " "),
        (
            r"^(?:and|what about|how about) (?:the year before|the previous year|in the year before)\b",
            " 前一年 →呢 ",
        ),
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
        (r"\b(?:from|between) ((?:19|20)\d{2}) (?:to|and) ((?:19|20)\d{2})\b", r" \1年到\2年 "),
        (rf"\b(?:at|by|as of) (?:the )?end of ({_MONTH})(?!\w)", lambda m: f" {_month(m[1])}月末 "),
        (r"\b(?:at|by|as of) (?:the )?(?:year-?end|end of the year|end of (?:the )?year)\b", " 年末 "),
        (r"\b(?:at|by|as of) (?:the )?end of\b", " in "),
        (rf"\bin ((?!may\b){_MONTH})(?!\w)", lambda m: f" {_month(m[1])}月 "),
        (r"\bsince ((?:19|20)\d{2})\b", r" \1年以来 "),
        (r"\bby (?:the end of )?((?:19|20)\d{2})\b", r" \1年 "),
        # and how much did it grow: asked of what was named before
        (
            r"(?:,?\s*\band\s+)?\b(?:by\s+)?how (?:much|fast) (?:did|has|have) (?:it|they|this|that) "
            r"(?:grow|grown|rise|risen|increased?|gone up|go up)\b",
            " →，增长多少 ",
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
        # not shown, not right
        (
            r"\b(?:hide|hides|hid|hidden by|withhold|withholds|withheld|conceal|conceals|redact|redacted)\b",
            " 隐去 ",
        ),
        (r"\b(?:figures|numbers)?\s*(?:that\s+)?(?:do|does)(?: not|n't)\s+add up\b", " 数字对不上 "),
        (r"\binconsistent (?:figures|numbers)\b", " 数字对不上 "),
        # which is more, and by how much
        (
            r"\bby how (?:much|many|far)(?: percentage points?| points?)?\s+(?:do|does|did)\s+(.+?)\s+differ\b",
            r" \1 →相差多少 ",
        ),
        (
            rf",?\s*(?:and )?(?:by )?how (?:much|many)(?: percentage points?| points?)?(?: {_COMPARED})?(?=\s*[?.]?\s*$)",
            r" →高多少 ",
        ),
        (
            rf"\bhow (?:much|many)(?: (?:percentage )?points?)? {_COMPARED}(?! than \d)\b",
            " →相差多少 ",
        ),
        (r"\b(?:what is |what's |what was )?the (?:difference|gap) (?:between|in)\b", " →相差多少 "),
        (
            rf"\b(?:had|has|have|is|was|with|did) (?:the )?{_COMPARED}\b|(?<!\d )\b(?:the )?{_COMPARED}(?=\s*(?:[,?→]|$| in (?:19|20)| and))",
            " →谁更高 ",
        ),
        # how it went
        (r"\bhow (?:did|does|has|have)\s+(.+?)\s+(?:chang(?:e|ed)|develop(?:ed)?|evolved?)\b", r" \1 →变化 "),
    )
)


def rewritten(text: str) -> str:
    """`text` with English bounds, amounts, times and orders put into Chinese."""
    text = _IN_WORDS.sub(lambda m: _count(m[1] or "one"), text.lower())
    text = _NUMBER.sub(_number, text)
    for pattern, made in _RULES:
        text = pattern.sub(made, text)
    return text
