"""The quantities that a question asks for, read from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.records import Asked, Aspect, Term
from assistant.understanding.segment import Token
from assistant.words import Lexicon

#: What asks for a number; what follows in the same word names what is counted.
_ASKS = re.compile(r"^(?:是|有|达|为|至)?(?:多少|几)")
_MONEY = frozenset(("元", "块钱", "块", "钱", "金额", "资金", "万元", "亿元"))
_PARTICLES = frozenset("的了率到至为是有在由从")
_PER_HEAD = frozenset(("人均", "单位", "亩均", "户均"))
_TOTALS = frozenset(("一共", "总共", "共", "共计", "累计", "合计", "总计", "一共是", "合共"))
_BUILDING = frozenset(("改造", "提升", "升级"))
#: What the names of things measured end in, and what joins two of them.
_MEASURES = (
    "收入",
    "支出",
    "余额",
    "投资",
    "总额",
    "总值",
    "增加值",
    "率",
    "量",
    "价格",
    "里程",
    "面积",
    "就业",
)
_JOINING = frozenset(("和", "与", "及", "以及", "、"))
_SHARES = frozenset(("占", "占比", "比重", "比例", "之比", "之和"))
#: Kinds of number that stand for different things counted of one deed.
_KINDS = frozenset(("标准", "资金", "人数", "户数", "数量", "面积"))
#: Words so weak that an aspect made of them alone asks nothing.
_WEAK = frozenset(("新增", "资金", "项目", "建设", "工作", "新建", "建成", "改建", "扩建", "带动", "总额"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the question between marks: its words, and whether a number is asked for."""

    tokens: tuple[Token, ...]
    amount: bool
    units: tuple[str, ...]
    asked: Asked


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """The question cut at its marks; at 、 only behind a number that is asked for."""
    out: list[list[Token]] = [[]]
    for token in tokens:
        if token.has("mark") and (token.text != "、" or any(t.has("amount") for t in out[-1])):
            out.append([])
        else:
            out[-1].append(token)
    return [_clause(part) for part in out if part]


def _clause(tokens: list[Token]) -> Clause:
    kept: list[Token] = []
    units: list[str] = []
    amount = False
    for token in tokens:
        if token.has("amount"):
            amount = True
            tail = _ASKS.sub("", token.text) if _ASKS.match(token.text) else ""
            if tail and tail not in ("个", "大", "高", "长"):
                units.append("个" if tail.startswith("个") and "百分点" not in tail else tail)
            kept.append(token)
        elif kept and kept[-1].has("amount") and token.text in ("资金", "金额"):
            units.append("元")
        else:
            kept.append(token)
    return Clause(tuple(kept), amount, tuple("元" if u in _MONEY else u for u in units), _asked(kept, amount))


def _asked(tokens: list[Token], amount: bool) -> Asked:
    """What of the indicator is asked: 增长多少 its growth, 提高到多少 its level."""
    words = [t for t in tokens if not t.has("mark")]
    if sum(t.has("amount") for t in words) >= 2 and any(t.text in ("从", "由") for t in words):
        return "transition"
    for i, token in enumerate(words):
        if not token.has("up", "down") or token.has("term"):
            continue
        after = words[i + 1 :]
        if after and after[0].text in ("到", "至", "为", "成"):
            return "level" if amount else "any"
        if amount and _asks_at_once(after):
            return "growth"
        if any(t.has("rank_up", "rank_down") for t in after[:2]) or any(
            t.text.endswith("目标") for t in after[:2]
        ):
            return "growth"
    return "any"


def _asks_at_once(after: list[Token]) -> bool:
    """增长多少, 增长了多少; in 提升工程是多少 the verb is a part of a name."""
    if after and after[0].text in ("了", "约", "过", "幅度", "了约"):
        after = after[1:]
    return bool(after) and after[0].has("amount") and not after[0].text.startswith("是")


def read_aspects(
    parts: Sequence[Clause], lexicon: Lexicon, *, ranked: bool, every: bool = False, apart: bool = False
) -> tuple[Aspect, ...]:
    """The quantities asked for, one an `Aspect`; a clause without a subject of its own adds to the first.

    With `every` (各省, 前三) 排名 asks for an order, else for the place a report gives in one; with `apart` each
    clause that names something is a quantity of its own (城市低保标准，农村低保标准 of which the difference is asked).
    """
    out: list[Aspect] = []
    counted = False
    for part, own in (
        (one, len(ones) > 1) for whole in parts for ones in [_parted(whole, lexicon)] for one in ones
    ):
        aspect = _aspect(part, lexicon, every)
        if not out or ((own or apart) and _names(aspect) and all(_names(a) for a in out)):
            out.append(aspect)
        elif not aspect.terms:
            out = _added(out, aspect, part, counted)
        elif not out[0].terms:
            out[0] = _merged(out[0], aspect)
        elif part.amount and counted:
            shared = tuple(replace(t, core=False, optional=True) for t in out[0].terms)
            own = tuple(t for t in aspect.terms if t.text not in {s.text for s in shared})
            out.append(replace(aspect, terms=shared + own))
        elif any(t.has("passage") for t in part.tokens) and not part.amount:  # 交易情况怎样 asks for more
            out[0] = _merged(
                out[0], replace(aspect, terms=tuple(replace(t, optional=True) for t in aspect.terms))
            )
        else:
            out[0] = _merged(out[0], aspect)
        counted = counted or part.amount
    settled = [b for a in out for b in _both(a, ranked)]
    said = ",".join("".join(t.text for t in part.tokens) for part in parts)
    settled = [replace(a, said=said) for a in settled]
    return tuple(a for a in settled if a.terms or a.asked != "any" or a.head or a.units)


def _names(aspect: Aspect) -> bool:
    return any(not t.optional for t in aspect.terms)


def _parted(part: Clause, lexicon: Lexicon) -> list[Clause]:
    """存款余额和贷款余额分别增长多少 asks of two indicators; what stands before and behind them is shared."""
    part = replace(part, tokens=_unshortened(part.tokens, lexicon))
    heads = [t for t in part.tokens if t.has("head") and not t.has("light")]
    if len(heads) > 1 and all(t in heads or t.text in _JOINING for t in part.tokens):  # 人数和金额
        return [replace(part, tokens=(t,), amount=True, asked="level") for t in heads]
    if pair := _two_heads(part.tokens, lexicon):  # 国家助学金的人数和金额
        before, behind = part.tokens[: pair[0]], part.tokens[pair[1] + 1 :]
        return [
            replace(part, tokens=(*before, part.tokens[i], *behind), amount=True, asked="level") for i in pair
        ]
    names = [
        i
        for i, t in enumerate(part.tokens)
        if t.text in lexicon.synonyms and lexicon.synonyms[t.text].endswith(_MEASURES)
    ]
    joined = [
        (a, b)
        for a, b in pairwise(names)
        if b - a == 2 and part.tokens[a + 1].text in _JOINING and not part.tokens[a].text.endswith("占")
    ]
    if not joined or len(joined) != len(names) - 1:
        return [part]
    before, behind = part.tokens[: names[0]], part.tokens[names[-1] + 1 :]
    if any(t.has("compare") or t.text in _SHARES for t in (*before, *behind)):
        return [part]
    # each asks for a number of its own, or the second would be read as more of the first
    return [
        replace(part, tokens=(*before, part.tokens[i], *behind), amount=True, asked=part.asked) for i in names
    ]


def _two_heads(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[int, int] | None:
    """Where two kinds of number of one thing are asked for at once; its growth or place is no such kind."""
    for i in range(1, len(tokens) - 2):
        one, two = (lexicon.heads.get(tokens[j].text) for j in (i, i + 2))
        named = any(t.has("term") or t.unknown for t in tokens[:i])
        if named and one in _KINDS and two in _KINDS and one != two and tokens[i + 1].text in _JOINING:
            return i, i + 2
    return None


def _unshortened(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    """一般公共预算收入和支出: the second name is said without what it shares with the first."""
    out = list(tokens)
    for i in range(2, len(out)):
        first, last = out[i - 2].text, out[i].text
        if out[i - 1].text not in _JOINING or first not in lexicon.synonyms or last in lexicon.synonyms:
            continue
        whole = next(
            (w for n in range(len(first) - 1, 1, -1) if (w := first[:n] + last) in lexicon.synonyms), ""
        )
        if whole and last.endswith(_MEASURES):
            out[i] = replace(out[i], text=whole, tags=out[i - 2].tags)
    return tuple(out)


def _added(out: list[Aspect], aspect: Aspect, part: Clause, counted: bool) -> list[Aspect]:
    first = out[0]
    if part.units and (first.units or (part.amount and counted)):
        return [*out, replace(first, units=aspect.units, asked=aspect.asked, total=aspect.total)]
    if part.amount and counted and aspect.head and aspect.head not in ("增速", "位次", first.head):
        return [*out, replace(first, units=(), head=aspect.head, asked="level")]
    if {first.head, aspect.head} <= _KINDS and first.head != aspect.head and len(part.tokens) == 1:
        return [*out, replace(first, units=(), head=aspect.head, asked="level")]  # 国家助学金 人数 金额
    wanted = _settled(aspect, ranked=False).asked
    if first.asked == "level" and wanted in ("growth", "rank"):
        return [*out, replace(first, asked=wanted, units=(), head=None)]
    asked: Asked = first.asked
    if aspect.asked != "any":
        asked = aspect.asked
    elif part.amount and first.asked == "any":
        asked = "level"
    head = first.head or aspect.head
    if aspect.head == "增速":
        asked, head = "growth", first.head
    return [replace(first, asked=asked, head=head, units=first.units or aspect.units), *out[1:]]


def _merged(first: Aspect, more: Aspect) -> Aspect:
    own = tuple(t for t in more.terms if not any(t.text in s.text for s in first.terms))  # 把里程排一下
    base = tuple(replace(t, core=False) for t in first.terms) if own else first.terms
    return Aspect(
        terms=base + own,
        head=more.head or first.head,
        units=first.units or more.units,
        asked=first.asked if first.asked != "any" else more.asked,
        label=first.label + more.label,
        total=first.total or more.total,
        joined=more.joined if more.head else first.joined,
    )


def _both(aspect: Aspect, ranked: bool) -> tuple[Aspect, ...]:
    """教育支出和增速 asks for both the level and its growth."""
    if aspect.head == "增速" and aspect.joined:
        return (replace(aspect, head=None, asked="level"), replace(aspect, head=None, asked="growth"))
    return (_settled(aspect, ranked=ranked),)


def _settled(aspect: Aspect, *, ranked: bool) -> Aspect:
    asked = aspect.asked
    head = aspect.head
    if head == "增速":
        asked, head = "growth", None
    if head == "位次":
        asked, head = "rank", None
    if asked == "any" and ranked:
        asked = "level"
    return replace(aspect, asked=asked, head=head)


def _aspect(part: Clause, lexicon: Lexicon, every: bool) -> Aspect:
    terms: list[Term] = []
    head: str | None = None
    label = ""
    joined = False
    for i, token in enumerate(part.tokens):
        term = _term(token, part.tokens[i + 1] if i + 1 < len(part.tokens) else None, lexicon)
        if term is not None:
            terms.append(term)
            label += token.text
            head = None if not term.optional and head != "增速" else head  # growth of X, 增速最快的X
        elif every and lexicon.heads.get(token.text) == "位次":
            continue
        elif token.has("head") and not (token.has("light") and _is_verb(part.tokens, i)):
            head = lexicon.heads[token.text]
            joined = bool(terms) and i > 0 and part.tokens[i - 1].text in ("和", "及", "与", "以及", "、")
            label += token.text
    terms = _alternatives(terms, part.tokens)
    if any(t.text in _WEAK for t in terms):  # 新建和改造高标准农田
        terms = [replace(t, optional=True) if t.text in _BUILDING and len(terms) > 2 else t for t in terms]
    if head != "标准":  # 人均花费 is not 花费
        terms = [replace(t, optional=False) if t.text in _PER_HEAD else t for t in terms]
    terms = _with_core(terms)
    if head is None and any(t.text.startswith("占") for t in part.tokens):
        head = "占比"
    asked = part.asked
    if asked == "any" and part.amount and terms:
        asked = "level"
    total = part.amount and any(t.text in _TOTALS for t in part.tokens)
    return Aspect(tuple(terms), head, part.units, asked, label, "", total, joined)


def _alternatives(terms: list[Term], tokens: tuple[Token, ...]) -> list[Term]:
    """争取或发行专项债券: either will do."""
    either = {
        tokens[j].text
        for i, t in enumerate(tokens)
        if t.text in ("或", "或者")
        for j in (i - 1, i + 1)
        if 0 <= j < len(tokens)
    }
    kept = [t for t in terms if t.text not in either and not t.optional]
    return [replace(t, optional=t.optional or t.text in either) for t in terms] if kept else terms


def _is_verb(tokens: tuple[Token, ...], i: int) -> bool:
    """投入 before a number or an object is a verb: 投入多少, 投入了."""
    after = tokens[i + 1 : i + 2]
    return bool(after and (after[0].has("amount") or after[0].text in _PARTICLES or after[0].has("term")))


def _term(token: Token, after: Token | None, lexicon: Lexicon) -> Term | None:
    if token.unknown:
        # 通车总|里程, 成本占|地区生产总值: of the word behind
        text = token.text.rstrip("总占") if after and after.has("head", "term") else token.text
        return Term(text, (text,), known=False) if len(text) > 1 else None
    if token.has("term") and not token.has("head"):
        name = lexicon.synonyms.get(token.text, token.text)
        weak = token.text in _WEAK or token.has("neutral", "light", "passage")
        return Term(name, lexicon.forms(name), optional=weak)
    if token.has("facet", "per") and not (
        token.has("rank_up", "rank_down") and not (after and after.has("head", "term"))
    ):
        return Term(token.text, (token.text,), optional=True)
    return None


def _with_core(terms: list[Term]) -> list[Term]:
    """The last word names what is measured, or the last known one where an unknown stretch follows it."""
    needed = [i for i, t in enumerate(terms) if not t.optional]
    known = [i for i in needed if terms[i].known]
    last = (
        needed[-1:]
        if not known or known[-1] == needed[-1] or len(terms[needed[-1]].text) <= 4
        else known[-1:]
    )
    for i in last:
        terms[i] = replace(terms[i], core=True)
    return terms
