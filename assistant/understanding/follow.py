"""Follow-ups: what a question leaves unsaid is taken from the question before it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.periods import shift, spoken, year_of
from assistant.records import Kind, Query, Term
from assistant.words import Lexicon, plain

_FOLLOW = re.compile(
    r"^(?:其中|那么?|再|还有|另外|换成|改成|改为|只看|只要|如果是|同样|以及)|呢[？?吗]?$|怎么变(?:成|的)$"
)
_FOLLOW_IN_ENGLISH = re.compile(
    r"^\s*(?:and|what about|how about)\b|\b(?:of|among) (?:them|these|those)\b", re.IGNORECASE
)
#: Kinds that say by themselves what to do with an indicator named before: 哪个最高, 有几个, 平均呢, 历年呢.
_OWN = frozenset(("rank", "count", "trend"))
#: What a question asks for that only says that something is to be told: 那准备怎么增加.
_TOPICS = frozenset(("打算", "思路", "困难", "问题"))


def follow(query: Query, before: Query | None, latest: str, lexicon: Lexicon) -> Query:
    """`query` with what it leaves unsaid taken from the question `before`; a new subject starts afresh.

    `latest` is the last month that the reports look back on: plans are not asked of a time before it.
    """
    if before is None:
        return query
    if _tells_on(query, before):
        return _told_on(query, before, latest)
    text = plain(query.text)
    short_ask = bool(_FOLLOW.search(text) or _FOLLOW_IN_ENGLISH.search(query.text)) or (
        query.view is not None and not query.subject
    )
    if query.subject and (turned := _turned(query, before, lexicon)) is not None:
        return _inherit(turned, before, latest)
    if query.subject and _deed_of(query, before):
        return _inherit(_joined(query, before), before, latest)
    if query.subject and not short_ask:
        return query
    if not query.subject and not (
        short_ask
        or query.regions
        or query.period
        or query.relative is not None
        or query.aspects
        or query.direction
        or query.multi
        or query.status
        or query.top
        or query.threshold
        or query.kind in _OWN
        or query.operations
    ):
        return query
    return _inherit(query, before, latest)


#: 为啥没按时开门, 为什么会下降 leave out what of.
_OF_WHAT = re.compile(
    r"^(?:那么?|这|究竟|到底)?(?:是|又)?(?:为什么|为啥|为何|怎么|咋)(?:就|又|还|都|一直)?(?:会|没|不|未|能|这么|那么|下|减|掉|降|涨|增|拖|慢|少)"
)


def _tells_on(query: Query, before: Query) -> bool:
    """Whether the question asks why or how of what the one before asked about: it names no place and no matter."""
    anew = query.regions or query.multi or query.which or query.operations or not before.regions
    named = any(t.text for a in query.aspects for t in a.terms if a.label not in _TOPICS)
    return (
        query.way is not None
        and not anew
        and (not named or (query.way == "why" and bool(_OF_WHAT.search(plain(query.text)))))
    )


def _told_on(query: Query, before: Query, latest: str) -> Query:
    found = _inherit(query, before, latest)
    return replace(found, kind="passage", direction=query.direction, before=before.before + before.text)


#: Words of which one stands in the place of another: 城镇…？ 农村的呢？
_INSTEAD = (
    ("城镇", "城市", "农村"),
    ("集中养育", "集中供养", "集中", "机构养育", "社会散居", "散居", "分散供养", "分散"),
    ("完全失能", "失能", "半失能", "全自理", "自理"),
    ("收入", "支出"),
    ("存款", "贷款"),
    ("出口", "进口"),
)


def _turned(query: Query, before: Query, lexicon: Lexicon) -> Query | None:
    """The question before with the one word that the new one puts in another's place."""
    own = "".join(t.text for a in query.aspects for t in a.terms)
    group = next((g for g in _INSTEAD if own in g), None)
    if group is None or not before.subject:
        return None
    old = next((w for w in group if any(w in t.text for a in before.aspects for t in a.terms)), None)
    if old is None or old == own:
        return None
    aspects = tuple(
        replace(
            a,
            terms=tuple(_named(t, t.text.replace(old, own), lexicon) for t in a.terms),
            label=a.label.replace(old, own),
            said=a.said.replace(old, own),
        )
        for a in before.aspects
    )
    return replace(query, aspects=aspects)


def _named(term: Term, text: str, lexicon: Lexicon) -> Term:
    name = lexicon.synonyms.get(text, text)
    return replace(term, text=name, forms=lexicon.forms(name))


#: What is done with what was named before: 直达资金有多少？ 已经支出了多少？
_DEEDS = frozenset(
    (
        "支出",
        "支付",
        "拨付",
        "发放",
        "下达",
        "使用",
        "完成",
        "到位",
        "投入",
        "兑付",
        "发",
        "投放",
        "落实",
        "开工",
        "竣工",
        "建成",
        "安排",
    )
)


def _deed_of(query: Query, before: Query) -> bool:
    """Whether the question names only what was done with the subject of the one before."""
    named = [t.text for a in query.aspects for t in a.terms if not t.optional]
    return bool(named) and set(named) <= _DEEDS and before.subject and not query.regions and not query.which


def _joined(query: Query, before: Query) -> Query:
    """The question with the words of the subject before its own."""
    first = before.aspects[0]
    aspects = tuple(
        replace(
            a,
            terms=(*(replace(t, core=False) for t in first.terms), *a.terms),
            head=a.head,
            said=first.said + a.said,
        )
        for a in query.aspects
    )
    return replace(query, aspects=aspects, inherited=("指标",))


#: 跟乙县比谁多, and no time or mean.
_BESIDE = re.compile(
    r"(?:那么?|再)?(?:跟|和|与|同)(?!上年|去年|同期|往年|以前|\d|全[国省市县]|平均|计划|目标)[^，。？?]{2,24}?(?:相比|比起来|比较|比)"
)
#: 这三个县, 上述地区.
_THOSE = re.compile(r"(?:这|那|上述|以上)(?:几|些|[两二三四五六七八九十])个?(?:地方|地区|[省市县区家地])")


def _those(query: Query, before: Query) -> bool:
    """Whether the places named before are meant: 这几个县, or as many as there were (占三省合计的百分之几)."""
    several = len(before.regions) > 1
    return several and (query.counted == len(before.regions) or _THOSE.search(query.text) is not None)


def _inherit(query: Query, before: Query, latest: str) -> Query:
    taken: list[str] = []
    aspects = query.aspects
    kind: Kind = query.kind
    if not query.subject:
        if before.subject:
            taken.append("指标")
        own = query.aspects[0] if query.aspects else None
        if own and query.kind == "rank" and own.asked == "level":
            own = replace(own, asked="any")  # 最慢的呢 says nothing of level or growth
        aspects = tuple(
            replace(
                a,
                asked=own.asked if own and own.asked != "any" else a.asked,
                head=(own and own.head) or a.head,
            )
            for a in before.aspects
        )
        if (
            kind not in _OWN
            and not query.operations
            and not (query.multi and before.kind in ("lookup", "passage"))
        ):
            kind = before.kind
    elif before.aspects and aspects:
        first, old = aspects[0], before.aspects[0]
        aspects = (
            replace(
                first,
                head=first.head
                or (None if any(t.text.endswith(("率", "收入", "支出")) for t in first.terms) else old.head),
                asked=first.asked if first.asked != "any" else old.asked,
            ),
            *aspects[1:],
        )
        if kind in ("lookup", "passage") and not query.multi:
            kind = before.kind
    if query.view == "why":
        kind = "passage"
    regions, level, multi = query.regions, query.level, query.multi
    operations = query.operations
    beside = _BESIDE.match(plain(query.text)) is not None and len(regions) == 1
    if (
        (beside or (query.against and not query.subject))
        and len(before.regions) == 1
        and before.regions != regions
    ):
        # 甲县是多少？ 比乙县多多少？ 跟乙县比谁多？
        regions, operations, multi = before.regions + regions, ("difference",), False
        kind = "compare"
    if regions and level is None:
        level = before.level
    if query.view in ("silent", "hidden") and not query.subject:
        multi = before.multi
        kind = before.kind
    if multi and not regions and _those(query, before):
        multi = False
    if not regions and not multi:
        regions, level, multi = before.regions, level or before.level, before.multi
        if regions or level or multi:
            taken.append("范围")
    elif (
        regions
        and kind in ("list", "compare", "rank", "count")
        and len(regions) == 1
        and not multi
        and not operations
    ):
        kind = "lookup" if before.kind != "passage" else "passage"
    period, period_text, relative, months = query.period, query.period_text, query.relative, query.months
    if relative in (-2, -1, 1) and before.period and before.period == year_of(before.period):
        period, relative = shift(before.period, relative), None  # 2024年…？ 去年呢？
        period_text = spoken(period)
    past = before.period is not None and before.period[1] <= latest
    past = past or (before.relative is not None and before.relative < 0)
    turned = query.status == "planned" and before.status != "planned" and past  # 2025年…？ 目标呢？
    back = (query.relative is not None and query.relative < 0) or bool(
        query.period and query.period[1] <= latest
    )  # 2026年目标是多少？ 去年完成了多少？
    if period is None and relative is None and not turned:
        period, period_text, relative, months = (
            before.period,
            before.period_text,
            before.relative,
            before.months,
        )
        if period or relative is not None:
            taken.append("时间")
    mover = query if query.direction else before
    if query.direction is None and before.direction:
        taken.append("方向")
    return replace(
        query,
        kind=kind,
        aspects=aspects,
        regions=regions,
        level=level,
        multi=multi,
        operations=operations,
        which=query.which or (multi and not query.multi and before.which),
        period=period,
        period_text=period_text,
        relative=relative,
        months=months,
        direction=mover.direction,
        filters=mover.filters,
        verb=mover.verb,
        governs=mover.governs,
        status=query.status or (None if back else before.status),
        threshold=query.threshold or before.threshold,
        top=query.top or before.top,
        yearly=query.yearly or (before.yearly and not query.subject),
        ascending=query.ascending or (before.ascending and query.kind != "rank"),
        inherited=tuple(taken),
    )
