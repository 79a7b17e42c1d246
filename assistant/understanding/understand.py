"""A question in words → a `Query`: what is asked, of whom, when, and how the answer should look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import profile
from assistant.periods import each_year, read_moments, spoken
from assistant.records import Aspect, Direction, Moment, Query, Region, Term, Threshold
from assistant.understanding.aspects import Clause, clauses, read_aspects
from assistant.understanding.conditions import Conditions, read_conditions
from assistant.understanding.follow import follow
from assistant.understanding.kind import gather, kind_of
from assistant.understanding.language import chinese, language_of, untranslated
from assistant.understanding.mend import mended
from assistant.understanding.operations import Asked, read_operations
from assistant.understanding.reader import REGION, TIME, PartKind
from assistant.understanding.regions import Named, Places, read_groups, read_regions
from assistant.understanding.segment import Token, segment
from assistant.understanding.sift import Reading, read, sifted, without_filler
from assistant.understanding.spoken import since_year, spoken_out
from assistant.understanding.views import (
    AGAIN,
    MENTIONS,
    SILENT,
    alternatives,
    asks_deeds,
    read_view,
    read_way,
    tells_only,
    told_or_hidden,
)
from assistant.words import Lexicon, plain

_SHARE = re.compile(
    r"[\u4e00-\u9fff&A-Za-z]{2,20}?(相当于|占)[\u4e00-\u9fffA-Za-z]{2,12}?的?(?:比例|比重|比率|份额|之比)"
)
#: What an indicator's name ends in where it is a ratio itself.
_RATIOS = ("率", "比", "占比", "比重", "比例", "强度", "系数", "度", "进度")
#: 税收收入增幅排名 of nobody in particular asks for an order; 在全市排名 for a place that a report gives.
_AMONG = ("全省", "全市", "全国", "第几")
_ORDER = re.compile(r"(?:排名|排行榜?)(?:情况)?[？?。]?$")
#: 由高到低排个序, 排个队: in which order all are asked for.
_SORTED = re.compile(
    r"(?:[由从按](?P<first>[高低多少大小快慢])[到至往][高低多少大小快慢])?的?(?:[排牌]个?[队序名]|排一排|排一下|排列|排序)(?:一下|看看)?"
    r"|[由从按](?P<only>[高低多少大小快慢])[到至往][高低多少大小快慢](?:列出来?|列一下|给我|来)?"
)
_LOW = frozenset("低少小慢")
#: 金寨县存在哪些困难 names no matter but the kind of thing told: it is looked for by these words.
_TOPICS = {
    "困难": ("困难", "难题", "压力", "不足", "短板", "制约", "问题"),
    "问题": ("问题", "困难", "不足", "短板", "难题", "薄弱"),
    "亮点": ("亮点", "特色", "创新", "突破"),
    "经验": ("经验", "做法", "机制"),
    "成效": ("成效", "成绩", "成果"),
    "成绩": ("成绩", "成效", "成果"),
    "打算": ("打算", "计划", "安排", "下一步", "思路"),
    "没完成": (
        *("没完成", "没有完成", "未完成", "未能完成", "没有达到", "未达", "未能达到"),
        *("低于预期", "不及预期", "预期目标有差距", "预期有差距", "低于年初预期"),
    ),
    "思路": ("思路", "打算", "安排"),
}
#: 哪些指标没完成: of all that was aimed at.
_UNMET = re.compile(
    r"(?:哪些|什么|哪几[个项])(?:主要|预期|年度|约束性)*(?:指标|目标|任务)[^，。？?]{0,4}(?:没|未|不)[^，。？?]{0,4}(?:完成|达到|实现|达标)"
)
#: Said in brackets of what counts, and no part of the matter: （含2023年）, （不算市本级）.
_ASIDES = re.compile(
    r"[（(][^（）()]{1,16}(?:不算|除外|不含|不计|不包括|在内|都算|也算|均可|都行|都可以)[)）]|[（(](?:含|包括|包含|不含|不包括|不算|不要|注|保留|按|如有|报告里|不分|指|或者?|也叫|又称|即)[^）)]*[）)]|保留[一二两三]位小数"
)
_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff”])[（(][\u4e00-\u9fff]{1,6}[)）]")
#: 这三年分别有多少: of each year its own number.
_YEARLY = re.compile(r"分别|各是|各有|每年|逐年|各年")
_REASON = re.compile(r"为什么|为啥|为何|原因|怎么回事|咋回事")
#: Where a place stood; a space of the question's own is another one meanwhile.
_GAPS, _SPACE = re.compile(r" +"), "\u2005"
_NOT = re.compile(r"(?<!有)(?:没有|没|未能?|并未|不曾|尚未|未曾)(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Context:
    """What the corpus holds, as far as a question's understanding needs it."""

    places: Places
    counties: tuple[str, ...] = ()
    elsewhere: Callable[[str], Iterable[str]] = lambda text: ()
    is_place: Callable[[str], bool] = lambda text: False  # a short name of the gazetteer
    mend: Callable[[str], str | None] = lambda text: None  # a typing error of one character
    homophone: Callable[[str, str], str | None] = lambda word, behind: None  # one in a report's own name
    latest: str = ""  # the last month that a report looks back on: 2025-12


def understand(question: str, history: Sequence[str], lexicon: Lexicon, context: Context) -> Query:
    """`question`, with what it leaves out taken from `history` (earlier questions, oldest first)."""
    before: Query | None = None
    for earlier in history:
        before = follow(_read(earlier, lexicon, context), before, context.latest, lexicon)
    query = follow(_read(question, lexicon, context), before, context.latest, lexicon)
    return replace(query, moments=_plan_and_result(query)) if "attain" in query.operations else query


def _read(question: str, lexicon: Lexicon, context: Context) -> Query:
    text = chinese(_bracketed(question.strip()), lexicon, context.places.reports)
    text = _shares(_asked_synonyms(spoken_out(text, lexicon), lexicon), lexicon)
    text = since_year(text, context.latest)
    text = text.replace(" ", _SPACE)
    grouped = read_groups(text, context.places, lexicon.groups)
    named = read_regions(
        grouped.rest,
        context.places,
        context.counties,
        lexicon.places,
        lambda word: plain(word) in lexicon.tags,
        context.elsewhere,
    )
    where = named.regions if _apposed(grouped, named) else (*grouped.regions, *named.regions)
    time, moments = read_moments(_GAPS.sub(REGION, named.rest))
    asked = read_conditions(plain(time.rest.replace(" ", TIME).replace(_SPACE, "，")))
    reader = read(asked.marked, lexicon)
    asked = _places_asked(asked, reader)
    if grouped.group:
        asked = replace(
            asked, multi=True, number=asked.number or grouped.number, level=asked.level or grouped.level
        )
    many = asked.every or len(where) > 1 or len(moments) > 1
    spelled = each_year(time) if not moments else ()
    worked = _operations(asked.rest, lexicon, many or len(spelled) > 1, asked.top is not None, moments)
    view, rest = read_view(text, worked.rest, where, asked)
    if view == "table" and AGAIN.search(plain(text)):
        asked = replace(asked, multi=False, which=False)
    negated, rest = _negated(rest, lexicon)
    in_order = None if where and not many else _SORTED.search(rest)
    if in_order:
        rest = rest[: in_order.start()] + "，" + rest[in_order.end() :]
    if language_of(question) == "en":
        rest = without_filler(rest, question, lexicon)
    tokens, notes = mended(rest, lexicon, context.mend, context.homophone) if rest else ([], ())
    if language_of(question) != "en" and not notes:
        tokens = sifted(tokens, rest, reader)
    view = view or told_or_hidden(tokens)
    regions = where or _short_places(tokens, context)
    taken = {r.name for r in regions}
    tokens = [t for t in tokens if not (t.unknown and t.text in taken)]
    ordered = not regions and not any(a in text for a in _AMONG) and bool(_ORDER.search(plain(text)))
    every = asked.every or len(regions) > 1 or ordered or in_order is not None
    reading = gather(tokens, every)
    if in_order:
        reading.ranked = True
        reading.ascending = (in_order["first"] or in_order["only"]) in _LOW
    parts = clauses(tokens)
    filters = asked.which and _chooses(parts)
    operations = worked.operations
    aspects = read_aspects(
        parts,
        lexicon,
        ranked=reading.ranked or asked.top is not None,
        every=every,
        apart="difference" in operations and not many,
    )
    if "attain" not in operations:
        aspects = _growing(aspects, asked.threshold)
    aspects = _topical(aspects, tokens)
    if view in ("silent", "mention"):
        aspects = tuple(
            one for a in aspects for one in alternatives(a, rest, lexicon) if not untranslated(one)
        )
    years = len(moments) or (len(spelled) if operations else 0)
    kind = kind_of(reading, tokens, parts, asked, aspects, len(where), years, lexicon)
    if operations and kind not in ("check", "rank", "list", "count"):
        kind = "compare"
    if (
        kind == "count"
        and operations
        and not asked.number
        and {"difference", "sum", "mean"} & set(operations)
    ):
        kind = "compare"
    if operations:
        aspects = tuple(replace(a, asked="level") if a.asked == "any" else a for a in aspects)
    if spelled and (operations or (kind == "lookup" and not reading.direction)):
        kind = kind if operations else "trend"
        moments = tuple(Moment(spoken(p), p) for p in spelled)
    if moments and not operations and not time.periods and kind not in ("compare", "trend"):
        moments = ()
    if asked.top and kind == "lookup":
        kind = "rank"
    if time.span and kind == "lookup" and (_YEARLY.search(text) or all(a.asked == "any" for a in aspects)):
        kind = "trend"
    asks_why = reader.intends("why", "tell") or _REASON.search(text)
    if view is None and asks_why and not any(a.terms for a in aspects):
        view = "why"
    if (
        view is None
        and reader.intends("why", "tell", "compare_tell")
        and kind in ("list", "lookup")
        and not reading.amount
    ):
        kind = "passage" if not asked.which or reader.intends("tell", "compare_tell", least=0.8) else kind
    way = read_way(text)
    if view == "overview" or (kind == "list" and not (asked.level or view) and asks_deeds(text)):
        kind = "passage"
    if where and not asked.level and not operations and kind in ("list", "lookup") and tells_only(text):
        kind = "passage"
    if _UNMET.search(text) and not any(a.terms for a in aspects):
        kind, operations, aspects = "passage", (), (_topic("没完成"),)
    if kind == "compare" and not operations and way and reader.intends("compare_tell", least=0.8):
        kind = "passage"
    return Query(
        text=question,
        language=language_of(question),
        kind=kind,
        aspects=aspects,
        direction=None if _invents(reading.direction, aspects) and not filters else reading.direction,
        filters=filters,
        verb=reading.verb,
        negated=negated or worked.negated,
        governs=reading.governs,
        regions=regions,
        level=named.level or asked.level,
        which=asked.which or asked.counted,
        multi=asked.multi,
        counted=asked.number,
        operations=operations,
        against=not many and len(regions) == 1 and "difference" in _asked_operations(asked.rest).operations,
        period=time.period,
        period_text=time.text,
        relative=time.relative,
        months=time.months,
        span=time.span if kind == "lookup" and all(a.asked != "transition" for a in aspects) else None,
        moments=moments,
        yearly="年均" in text,
        status=None
        if "attain" in operations or len(moments) > 1
        else reading.status or ("actual" if any(t.text == "实际" for t in tokens) else None),
        threshold=asked.threshold,
        top=asked.top,
        ascending=reading.ascending,
        view=view,
        way=way,
        notes=notes,
    )


def _apposed(grouped: Named, named: Named) -> bool:
    """Whether the places named are what a group's name stands beside: 安徽、江西、湖南中部三省."""
    all_of = {i for region in grouped.regions for i in region.reports}
    return len(named.regions) > 1 and all(
        region.reports and all_of >= {*region.reports} for region in named.regions
    )


def _places_asked(asked: Conditions, reader: Reading) -> Conditions:
    """`asked` with the places that no rule found and the learned reader sees: 的有谁, 几家, 每个地方."""
    words = "".join(reader.said(PartKind.places))
    if asked.which or asked.counted or asked.multi or not words:
        return asked
    if reader.intends("count") and any(c in asked.rest for c in "几多"):
        return replace(asked, counted=True, multi=True)
    if any(c in words for c in "哪谁") or reader.intends("list"):
        return replace(asked, which=True, multi=True)
    return replace(asked, multi=any(c in words for c in "各每都所全"))


def _negated(text: str, lexicon: Lexicon) -> tuple[bool, str]:
    """Whether a verb of change is denied (没有提高), and the text without the denial; 有没有提高 denies nothing."""
    for m in _NOT.finditer(text):
        token = next(iter(segment(text[m.end() : m.end() + 6], lexicon)), None)
        if token is not None and token.has("up", "down") and not token.has("term"):
            return True, text[: m.start()] + text[m.end() :]
    return False, text


def _operations(text: str, lexicon: Lexicon, many: bool, ranked: bool, moments: Sequence[Moment]) -> Asked:
    """The operations asked for; a difference of one region at one time only where two indicators are named
    (城市低保标准比农村低保标准高多少), for 比全国高多少 asks for what a report says."""
    ranked = ranked or any(t.has("rank_up", "rank_down") for t in segment(text, lexicon))
    worked = read_operations(text, several=many, ranked=ranked, moments=len(moments) > 1)
    if many:
        return worked
    if "difference" in worked.operations:
        return worked if _two_matters(worked.rest, lexicon, apart=True) else Asked((), text)
    summed = read_operations(text, several=True, ranked=False)
    sums = set(summed.operations) <= {"sum", "mean", "ratio"} and summed.operations
    return summed if sums and _two_matters(summed.rest, lexicon, apart=False) else worked


def _two_matters(text: str, lexicon: Lexicon, *, apart: bool) -> bool:
    """Whether two matters are named that may be put together: 多少人，多少钱 of one are none."""
    aspects = read_aspects(clauses(segment(text, lexicon)), lexicon, ranked=False, apart=apart)
    return len(aspects) > 1 and len({a.units for a in aspects if a.units}) < 2


def _asked_operations(text: str) -> Asked:
    return read_operations(text, several=False, ranked=False)


def _plan_and_result(query: Query) -> tuple[Moment, ...]:
    """What was planned for the time asked about and what came of it."""
    return tuple(
        Moment(query.period_text, query.period, query.relative, query.months, status)
        for status in ("planned", "actual")
    )


def _invents(direction: Direction | None, aspects: Sequence[Aspect]) -> bool:
    """增长多少, 增长目标 ask how much it moved and do not say that it rose; 下降最多 does say which way."""
    return direction == "up" and bool(aspects) and aspects[0].asked == "growth"


def _chooses(parts: Sequence[Clause]) -> bool:
    """Whether a clause says which way it went and asks for no number: 哪些省下降了，降了多少."""
    return any(
        any(t.has("up", "down", "flat") and not t.has("term") for t in part.tokens)
        and not part.amount
        and not any(t.has("rank_up", "rank_down", "planned") or t.text.endswith("目标") for t in part.tokens)
        for part in parts
    )


def _growing(aspects: tuple[Aspect, ...], threshold: Threshold | None) -> tuple[Aspect, ...]:
    """地区生产总值目标5%以上 is a growth, for a sum has no percentage; 城镇化率超过60% is none."""
    if not aspects or threshold is None or threshold.unit not in ("%", "个百分点"):
        return aspects
    first = aspects[0]
    ratio = first.head == "占比" or any(t.text.endswith(_RATIOS) for t in first.terms)
    if first.asked != "any" or first.head or ratio:
        return aspects
    return (replace(first, asked="growth"), *aspects[1:])


def _topical(aspects: tuple[Aspect, ...], tokens: list[Token]) -> tuple[Aspect, ...]:
    """Where nothing else is named, the kind of thing told is what is asked for: 面临哪些困难."""
    if any(a.terms for a in aspects):
        return aspects
    topic = next((word for word in _TOPICS for t in tokens if word in t.text and t.has("passage")), None)
    if topic is None and any(t.has("planned") for t in tokens) and any(t.has("passage") for t in tokens):
        topic = "打算"  # 明年打算干什么
    if topic is None:
        return aspects
    return (_topic(topic),)


def _topic(name: str) -> Aspect:
    return Aspect((Term(name, _TOPICS[name], core=True),), label=name, said=name)


def _bracketed(text: str) -> str:
    """A Chinese question without other wordings in brackets: 免费筛查（检查）."""
    text = _ASIDES.sub("", text)
    if language_of(text) == "en" or SILENT.search(text) or MENTIONS.search(text):
        return text
    return _BRACKETS.sub("", text)


def _asked_synonyms(text: str, lexicon: Lexicon) -> str:
    for spelling in sorted(lexicon.asked, key=len, reverse=True):
        longer = (w for w in lexicon.tags if spelling in w and w != spelling and w in text)
        if spelling in text and lexicon.asked[spelling] not in text and not any(longer):
            text = text.replace(spelling, lexicon.asked[spelling])
    return text


def _short_places(tokens: list[Token], context: Context) -> tuple[Region, ...]:
    """A short name of a place elsewhere (霍山的低保标准), where a question begins with it."""
    for i, token in enumerate(tokens):
        begins = i == 0 or tokens[i - 1].has("mark")
        follower = tokens[i + 1] if i + 1 < len(tokens) else None
        if begins and token.unknown and context.is_place(token.text) and not (follower and follower.unknown):
            return (Region(token.text, (), context.places.near(token.text)),)
    return ()


def _shares(text: str, lexicon: Lexicon) -> str:
    """研发经费支出相当于生产总值的比例 is named as the lexicon names it, where it does: 研发经费投入强度."""
    for m in _SHARE.finditer(text):
        for at in range(m.start(), m.start(1)):
            name = profile(text[at : m.end()], lexicon).text
            if name in lexicon.synonyms and name != plain(text[at : m.end()]):
                return text[:at] + name + text[m.end() :]
    return text
