"""Whether a report's indicator is the one that a question asks for, and what it adds to it.

An indicator is compared once for a question, however many claims have it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.evidence import Profile, bare_rest
from assistant.records import Aspect, Term
from assistant.words import Lexicon

#: What a word is worth that stands in the indicator, and one whose halves stand there a few characters apart.
IN_INDICATOR, IN_PARTS, _GAP = 1.0, 0.95, 8
#: An unknown stretch counts as present when so much of its character pairs is.
ENOUGH_PAIRS = 0.6
#: From so many characters on, the indicator is another, narrower one (跨境电商进出口, not 进出口).
OTHER = 2

_EXCLUSIVE = (("城市", "城镇"), ("农村",))
#: By which way a bond came (争取, 新增, 发行专项债券) and through which review a rate of cuts does not matter.
_RAISED = re.compile(r"(?:争取到?|新增|发行|到位|获批|获得)(?=(?:地方)?(?:政府)?(?:专项|一般)?债券)")
_REVIEWED = re.compile(
    r"(?:财政|预算|结算|投资)*(?:评审)?(?:备案)?(?:项目)?(?:送审|评审)?(?:审定)?(?=(?:核减|审减)率)"
)
#: Numbers that tell one class from another: 90-99岁, 纳税100万元以上企业, 5A级.
_CLASS = re.compile(r"\d+(?:\.\d+)?(?:-\d+)?(?:周?岁|[万亿]?元|[a-z]?级)")


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator held against what is asked."""

    prof: Profile
    places: tuple[float, ...]  # for each term of the aspect: what it is worth in the indicator, 0 where not
    whole: bool  # every term stands in it
    rest: str  # what it adds to the question
    extra: int  # characters of the rest, 0 where the question says them too
    empty: bool  # it names nothing by itself (发放, 完成)
    another: bool  # it is one of the lexicon's own that was not asked for
    goes_on: bool  # it goes on behind the asked word to measure something else


def compared(aspect: Aspect, profile: Profile, lexicon: Lexicon) -> Compared | None:
    """`profile` held against the aspect; `None` where it is of another kind or contradicts it."""
    prof = _item(aspect, profile, lexicon)
    if not _same_kind(aspect, prof):
        return None
    if (
        _contradicts(aspect, prof)
        or _other_class(aspect, prof)
        or _compares(aspect, prof)
        or _stands(aspect, prof)
    ):
        return None
    places = tuple(_in_indicator(term, prof, lexicon) for term in aspect.terms)
    core = max((p for p, t in zip(places, aspect.terms, strict=True) if t.core), default=0.0)
    rest = _rest(aspect, prof, lexicon)
    return Compared(
        prof,
        places,
        all(places),
        rest,
        0 if len(rest) > 1 and _said(rest, aspect) else len(rest),
        _is_empty(prof.text, _words(lexicon, True)),
        core < IN_PARTS and _names_another(aspect, prof, lexicon),
        core >= IN_PARTS and _goes_on(aspect, prof, lexicon),
    )


def _item(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> Profile:
    """Of an indicator that lists several (社会消费品零售总额、固定资产投资) the one that is asked for."""
    if "、" not in prof.text:
        return prof
    core = next((t for t in aspect.terms if t.core), None)
    items = prof.text.split("、")
    if core is None or not all(item in lexicon.synonyms for item in items) or core.text not in items:
        return prof
    return replace(prof, text=core.text, plain=core.text)


#: 进出口 adds up 进口 and 出口, and has the letters of one of them.
_ADDED_UP = {"出口": ("进出口",)}


def others(term: Term, lexicon: Lexicon) -> tuple[str, ...]:
    """Names that hold the term's letters and mean something else."""
    return (*lexicon.longer(term.text), *_ADDED_UP.get(term.text, ()))


def _in_indicator(term: Term, prof: Profile, lexicon: Lexicon) -> float:
    named = term.text in prof.text or term.text in prof.plain or term.text in prof.whole
    spelled = term.text not in lexicon.synonyms and any(form in prof.plain for form in term.forms)
    text = prof.text
    for longer in others(term, lexicon):  # 出口总额 inside 进出口总额 is not there
        text = text.replace(longer, "|")
    if named or spelled:  # 非税收入 has the letters of 税收 and not its meaning
        return IN_INDICATOR if term.text in text or term.text not in prof.text else 0.0
    if term.known and len(term.text) >= 4 and in_parts(term.text, text):
        return IN_PARTS
    if term.text in ("城市", "农村", "城镇") and "城乡" in prof.text:
        return IN_INDICATOR
    if term.text == "城市" and "城镇" in prof.text:
        return IN_INDICATOR
    if not term.known:
        share = pair_share(term.text, prof.plain)
        return 0.9 * share if share >= ENOUGH_PAIRS else 0.0
    return 0.0


def shortened(term: Term, prof: Profile, sentence: str) -> float:
    """新增高速公路里程1523公里，总里程达8667公里: a later clause says only the end of the name."""
    end = prof.plain.removeprefix("总")
    if not term.known or len(end) < 2:
        return 0.0
    for form in (term.text, *term.forms):
        if form.endswith(end) and len(form) - len(end) >= 2 and form[: -len(end)] in sentence:
            return IN_PARTS
    return 0.0


def _goes_on(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> bool:
    """Whether the indicator goes on behind the asked word to measure something else (增加值 → 增加值能耗)."""
    core = next((t for t in aspect.terms if t.core), None)
    if core is None or aspect.head == "占比" or (aspect.head and aspect.head == prof.head):
        return False
    ends = [prof.text.rfind(word) + len(word) for word in (core.text, *core.forms) if word in prof.text]
    halves = in_parts(core.text, prof.text) if not ends else None
    if halves:
        ends = [prof.text.rfind(halves[1]) + len(halves[1])]
    if not ends:
        return False
    tail = prof.text[max(ends) :]
    if tail.startswith(("等", "、", "和", "及")):  # one of several items
        return False
    terms = tuple(t.text for t in aspect.terms)
    standard = "标准" in (aspect.head, prof.head)
    rest = _rest_cached(terms, tail, _words(lexicon, standard))
    return len(rest) >= OTHER and not _said(rest, aspect)


def _said(rest: str, aspect: Aspect) -> bool:
    """Whether the question says these words too, though none of them is needed."""
    return pair_share(rest, aspect.said) >= 0.5 or set(rest) <= set(aspect.said)


def in_parts(word: str, text: str) -> tuple[str, str] | None:
    """The halves of `word` that stand in `text` in order and near: 特困集中供养 holds 特困供养."""
    for cut in range(2, len(word) - 1):
        last = text.rfind(word[cut:])
        at = text.rfind(word[:cut], 0, last) if last > 0 else -1
        if at >= 0 and last - at - cut <= _GAP:
            return word[:cut], word[cut:]
    return None


def pairs_of(text: str) -> tuple[str, ...]:
    """The character pairs of `text`; the text itself where it has one character."""
    return tuple(text[i : i + 2] for i in range(len(text) - 1)) or (text,)


def pair_share(text: str, inside: str) -> float:
    """The share of the pairs of `text` that stand in `inside`."""
    pairs = pairs_of(text)
    return sum(pair in inside for pair in pairs) / len(pairs)


def _same_kind(aspect: Aspect, prof: Profile) -> bool:
    """Shares, growth and head nouns of another class are other indicators."""
    asked_share = aspect.head == "占比" or any(
        t.text.endswith(("占比", "比重", "比例", "比重率", "率", "强度", "比", "系数", "份额"))
        for t in aspect.terms
    )
    if prof.share and not asked_share:
        return False
    if aspect.head == "占比" and not prof.share and not prof.text.endswith("率"):
        return False
    if prof.growth and aspect.asked in ("level", "transition"):
        return False
    if aspect.head and prof.head and prof.head not in (aspect.head, "增速"):
        return {aspect.head, prof.head} <= {"资金", "标准"} and not prof.text.endswith(
            ("资金", "金额", "经费")
        )
    return True


def _contradicts(aspect: Aspect, prof: Profile) -> bool:
    """农村低保 is not 城市低保; 城乡低保 is both."""
    asked = {t.text for t in aspect.terms}
    if "城乡" in prof.text:
        return False
    for i, group in enumerate(_EXCLUSIVE):
        others = [w for j, g in enumerate(_EXCLUSIVE) if j != i for w in g]
        if (
            asked & set(group)
            and any(w in prof.text for w in others)
            and not any(w in prof.text for w in group)
        ):
            return True
    return False


def _other_class(aspect: Aspect, prof: Profile) -> bool:
    """70-79岁 is not 90-99岁; an indicator that names no class leaves it open."""
    asked = [t.text for t in aspect.terms if _CLASS.search(t.text)]
    return bool(asked and _CLASS.search(prof.plain)) and not any(
        m[0] in prof.plain for text in asked for m in _CLASS.finditer(text)
    )


def _stands(aspect: Aspect, prof: Profile) -> bool:
    """上市公司总数 is how many there are, and no answer to how many were added (新增上市公司)."""
    if not any("新增" in t.text for t in aspect.terms) or "新增" in prof.plain:
        return False
    return any(word in prof.plain and word not in aspect.said for word in ("总数", "总量", "存量"))


def _compares(aspect: Aspect, prof: Profile) -> bool:
    """地区生产总值高于全国 is a distance, and answers only a question about one."""
    return any(word in prof.text and word not in aspect.said for word in ("高于", "低于", "快于", "好于"))


def _names_another(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> bool:
    """Whether the claim's indicator is one of the lexicon's own that was not asked for."""
    asked = "".join(t.text for t in aspect.terms)
    return any(name in prof.text and name not in asked for name in lexicon.indicators)


def _rest(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> str:
    """What the indicator adds; by whom and per what a standard is counted adds nothing (农村, 人均)."""
    text, standard = _RAISED.sub("|", _REVIEWED.sub("|", prof.text)), "标准" in (aspect.head, prof.head)
    return _rest_cached(tuple(t.text for t in aspect.terms), text, _words(lexicon, standard))


@lru_cache(maxsize=65536)
def _is_empty(text: str, words: _Words) -> bool:
    """Whether the indicator names nothing by itself (发放, 完成)."""
    return not bare_rest(text, words.words)


@lru_cache(maxsize=65536)
def _rest_cached(terms: tuple[str, ...], text: str, words: _Words) -> str:
    ordered = sorted(terms, key=len, reverse=True)
    return bare_rest(_without(text, ordered), words.words)


def _without(text: str, words: list[str]) -> str:
    """`text` with the words cut out, the cut marked so that what was apart stays apart."""
    for word in words:
        for part in (word,) if word in text else in_parts(word, text) or ():
            text = text.replace(part, "|")
    return text


class _Words:
    """Words that change nothing about what an indicator measures, longest first; as a key of a cache told by
    identity, for there are hundreds of them."""

    __slots__ = ("words",)

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon, standard: bool) -> _Words:
    free = {*lexicon.neutral, *lexicon.heads, *(w for w in lexicon.light if len(w) > 1)}
    free |= {"的", "等", "和", "及", "与", "为", "由", "将", "已", "对", "在", "实现", "完成"}
    if standard:
        free |= {*lexicon.per, *lexicon.facets}
    return _Words(tuple(sorted(free, key=lambda w: (-len(w), w))))
