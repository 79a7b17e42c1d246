"""Whether a claim speaks of what is asked, and how surely.

A claim's score is what of the question's words its evidence holds (the indicator counts most, then the
clause, the sentence, the headings), times how little the indicator adds that was not asked for. Every
weight is named here with its reason; a claim that lacks a word the question needs is no answer at any score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.evidence import Evidence, Profile, bare_rest
from assistant.records import Aspect, Term
from assistant.words import Lexicon
from index.records import Claim, Figure

#: Where a word of the question stands, and what that is worth.
IN_INDICATOR, IN_CLAUSE, IN_SENTENCE, IN_HEADING, BEFORE = 1.0, 0.8, 0.6, 0.5, 0.45
#: The two halves of a word apart from each other by a few characters.
IN_PARTS, _GAP = 0.95, 8
#: The word that names the indicator weighs twice a modifier; a word that may be missing weighs little.
CORE, MODIFIER, OPTIONAL = 2.0, 1.0, 0.3
#: An unknown stretch counts as present when so much of its character pairs is.
ENOUGH_PAIRS = 0.6
#: Each character the indicator has beyond what was asked makes it something narrower; down to a floor.
NARROWER, FLOOR = 0.06, 0.5
#: Where the subject stands beside the indicator (改造涉及5200户), what the indicator adds hardly counts.
BESIDE_FLOOR = 0.85
#: From so many characters on, the indicator is another, narrower one (跨境电商进出口, not 进出口).
OTHER = 2
#: In a list, which must be complete, one more character is let pass.
OTHER_IN_LIST = 4

_EXCLUSIVE = (("城市", "城镇"), ("农村",))
_TOTAL = re.compile(r"^总(?=..)")
#: Numbers that tell one class from another: 90-99岁, 纳税100万元以上企业, 5A级.
_CLASS = re.compile(r"\d+(?:\.\d+)?(?:-\d+)?(?:周?岁|[万亿]?元|[a-z]?级)")


@dataclass(frozen=True, slots=True)
class Match:
    """How well a claim meets one aspect of a question."""

    claim: int
    score: float
    extra: int  # characters of the indicator that the question did not ask for
    words: int  # of the question's words, how many the indicator itself holds
    reasons: tuple[str, ...]

    def exact(self, other: int = OTHER) -> bool:
        """Whether it is the asked indicator itself and not a narrower one."""
        return self.extra < other or (self.words > 1 and self.extra <= other * self.words)


def matches(aspect: Aspect, evidence: Evidence) -> list[Match]:
    """Every claim that speaks of what the aspect asks for, best first; ties in the order of the claims."""
    required = [t for t in aspect.terms if not t.optional] or list(aspect.terms)
    if not required:
        return []
    candidates: set[int] = set()
    for term in required:
        if term.known:
            halves = (term.text[:2],) if len(term.text) >= 4 else ()
            for indicator in evidence.indicators_with((*term.forms, *halves)):
                candidates.update(evidence.by_indicator[indicator])
    core = next((t for t in required if t.core), required[-1])
    for term in required if not core.known else [core]:
        for number in evidence.sentences_with(term.forms if term.known else _pairs_of(term.text)):
            candidates.update(evidence.by_sentence[number])
    found = [m for i in candidates if (m := _match(aspect, i, evidence)) is not None]
    return sorted(found, key=lambda m: (-m.score, m.claim))


def is_event(aspect: Aspect) -> bool:
    """给承租国有房屋的小微企业减免租金: a deed told in several words, not the name of an indicator."""
    return aspect.head is None and sum(not t.optional for t in aspect.terms) >= 3


def _may_miss(aspect: Aspect) -> int:
    """Of a deed told in five words or more, a report may put two differently."""
    return 2 if is_event(aspect) and sum(not t.optional for t in aspect.terms) >= 5 else 0


def _pairs_of(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + 2] for i in range(len(text) - 1)) or (text,)


def _match(aspect: Aspect, number: int, evidence: Evidence) -> Match | None:
    claim = evidence.claims[number]
    prof = _item(aspect, evidence.profiles[claim.indicator], evidence.lexicon)
    if not _same_kind(aspect, prof):
        return None
    sentence = evidence.sentences[evidence.sentence_of[number]]
    headings = evidence.headings[claim.headings]
    got = total = own = 0.0
    reasons: list[str] = []
    core_place = 0.0
    words = 0
    missing = 0
    clause: str | None = None
    for term in aspect.terms:
        weight = CORE if term.core else OPTIONAL if term.optional else MODIFIER
        place = _in_indicator(term, prof, evidence.lexicon)
        if not place:
            if clause is None:
                clause = _clause(claim, sentence)
            place = _shortened(term, prof, sentence, evidence.lexicon) or _elsewhere(
                term, clause, sentence, headings, evidence.before(evidence.sentence_of[number])
            )
        if not place and not term.optional:
            missing += 1
            if term.core or missing > _may_miss(aspect):
                return None
        if place and place < IN_INDICATOR:
            reasons.append(f"{term.text}见于{'句中' if place >= IN_SENTENCE else '标题'}")
        total += weight
        got += weight * place
        own += weight * (place >= 0.9)
        words += place >= 0.9 and not term.optional
        if term.core:
            core_place = place
    empty = _is_empty(prof.text, _words(evidence.lexicon, True))
    event = is_event(aspect)
    rest = _rest(aspect, prof, evidence.lexicon)
    item = not rest and words > 0  # 普通高中 in a sentence about 生均公用经费
    apart = bool(core_place) and own < total / 2 and core_place < IN_CLAUSE
    if apart and not (empty or event or aspect.units or (item and core_place >= IN_SENTENCE)):
        return None
    if _contradicts(aspect, prof) or _other_class(aspect, prof) or _compares(aspect, prof):
        return None
    if 0 < core_place < IN_PARTS and _names_another(aspect, prof, evidence.lexicon):
        return None
    if core_place >= IN_PARTS and not event and not aspect.units and _goes_on(aspect, prof, evidence.lexicon):
        return None
    extra = 0 if len(rest) > 1 and _said(rest, aspect) else len(rest)
    beside = empty or event or (bool(aspect.units) and core_place < IN_PARTS)
    precision = max(BESIDE_FLOOR if beside else FLOOR, 1 - NARROWER * extra)
    return Match(number, got / total * precision, extra, words, tuple(reasons))


def _item(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> Profile:
    """Of an indicator that lists several (社会消费品零售总额、固定资产投资) the one that is asked for."""
    if "、" not in prof.text:
        return prof
    core = next((t for t in aspect.terms if t.core), None)
    items = prof.text.split("、")
    if core is None or not all(item in lexicon.synonyms for item in items) or core.text not in items:
        return prof
    return replace(prof, text=core.text, plain=core.text)


def _in_indicator(term: Term, prof: Profile, lexicon: Lexicon) -> float:
    if term.text in prof.text or any(form in prof.plain for form in term.forms):
        text = prof.text
        for longer in lexicon.longer(term.text):
            text = text.replace(longer, "|")
        # 出口总额 inside 进出口总额 is not there
        return IN_INDICATOR if term.text in text or term.text not in prof.text else 0.0
    if term.known and len(term.text) >= 4 and _in_parts(term.text, prof.text):
        return IN_PARTS
    if term.text in ("城市", "农村", "城镇") and "城乡" in prof.text:
        return IN_INDICATOR
    if term.text == "城市" and "城镇" in prof.text:
        return IN_INDICATOR
    if not term.known:
        share = _pair_share(term.text, prof.plain)
        return 0.9 * share if share >= ENOUGH_PAIRS else 0.0
    return 0.0


def _shortened(term: Term, prof: Profile, sentence: str, lexicon: Lexicon) -> float:
    """新增高速公路里程1523公里，总里程达8667公里: a later clause says only the end of the name."""
    end = _TOTAL.sub("", prof.plain)
    if not term.known or len(end) < 2 or end != prof.plain.removeprefix("总"):
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
    halves = _in_parts(core.text, prof.text) if not ends else None
    if halves:
        ends = [prof.text.rfind(halves[1]) + len(halves[1])]
    if not ends:
        return False
    tail = prof.text[max(ends) :]
    if tail.startswith(("等", "、", "和", "及")):  # one of several items
        return False
    terms = tuple(t.text for t in aspect.terms)
    standard = "标准" in (aspect.head, prof.head)
    rest = _rest_cached(terms, tail, standard, id(lexicon), _words(lexicon, standard))
    return len(rest) >= OTHER and not _said(rest, aspect)


def _said(rest: str, aspect: Aspect) -> bool:
    """Whether the question says these words too, though none of them is needed."""
    return _pair_share(rest, aspect.said) >= 0.5 or set(rest) <= set(aspect.said)


def _in_parts(word: str, text: str) -> tuple[str, str] | None:
    """The halves of `word` that stand in `text` in order and near: 特困集中供养 holds 特困供养."""
    for cut in range(2, len(word) - 1):
        last = text.rfind(word[cut:])
        at = text.rfind(word[:cut], 0, last) if last > 0 else -1
        if at >= 0 and last - at - cut <= _GAP:
            return word[:cut], word[cut:]
    return None


def _elsewhere(term: Term, clause: str, sentence: str, headings: str, before: str) -> float:
    places = ((clause, IN_CLAUSE), (sentence, IN_SENTENCE), (headings, IN_HEADING), (before, BEFORE))
    for text, worth in places:
        if any(form in text for form in term.forms):
            return worth
        if not term.known:
            share = _pair_share(term.text, text)
            if share >= ENOUGH_PAIRS:
                return worth * share
        elif text is sentence and len(term.text) >= 4 and _in_parts(term.text, text):
            return worth * IN_PARTS
    return 0.0


def _pair_share(text: str, inside: str) -> float:
    pairs = _pairs_of(text)
    return sum(pair in inside for pair in pairs) / len(pairs)


def _clause(claim: Claim, sentence: str) -> str:
    """The stretch between marks in which the claim's figure stands (its indicator, where it has none)."""
    mark = claim.figures[0].text if claim.figures else claim.indicator[-2:]
    at = sentence.find(mark.translate(_PLAIN).lower())
    if at < 0:
        return ""
    start = max((m.end() for m in re.finditer(r"[,;。!?，；]", sentence[:at])), default=0)
    end = next((at + m.start() for m in re.finditer(r"[,;。!?，；]", sentence[at:])), len(sentence))
    return sentence[start:end]


_PLAIN = {0xFF10 + i: str(i) for i in range(10)} | {
    ord("％"): "%",
    ord("／"): "/",
    ord("．"): ".",
    ord("＊"): "*",
}


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


def _compares(aspect: Aspect, prof: Profile) -> bool:
    """地区生产总值高于全国 is a distance, and answers only a question about one."""
    return any(word in prof.text and word not in aspect.said for word in ("高于", "低于", "快于", "好于"))


def _names_another(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> bool:
    """Whether the claim's indicator is one of the lexicon's own that was not asked for."""
    asked = "".join(t.text for t in aspect.terms)
    return any(name in prof.text and name not in asked for name in lexicon.indicators)


def _rest(aspect: Aspect, prof: Profile, lexicon: Lexicon) -> str:
    """What the indicator adds; by whom and per what a standard is counted adds nothing (农村, 人均)."""
    text, standard = prof.text, "标准" in (aspect.head, prof.head)
    return _rest_cached(
        tuple(t.text for t in aspect.terms), text, standard, id(lexicon), _words(lexicon, standard)
    )


@lru_cache(maxsize=65536)
def _is_empty(text: str, words: _Words) -> bool:
    """Whether the indicator names nothing by itself (发放, 完成)."""
    return not bare_rest(text, words.words)


@lru_cache(maxsize=65536)
def _rest_cached(terms: tuple[str, ...], text: str, standard: bool, key: int, words: _Words) -> str:
    ordered = sorted(terms, key=len, reverse=True)
    return bare_rest(bare_rest_keep(text, ordered), words.words)


def bare_rest_keep(text: str, words: list[str]) -> str:
    """`text` with the words cut out, the cut marked so that what was apart stays apart."""
    for word in words:
        for part in (word,) if word in text else _in_parts(word, text) or ():
            text = text.replace(part, "|")
    return text


class _Words:
    """Words that change nothing about what an indicator measures, longest first."""

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


def fits_unit(figure: Figure, aspect: Aspect, lexicon: Lexicon) -> bool:
    """Whether the figure's unit is one that the question's head noun or counter allows."""
    unit = figure.unit.split("/")[0]
    if aspect.total and "/" in figure.unit:
        return False
    if aspect.units:
        return any(same_counter(unit, wanted) for wanted in aspect.units)
    if aspect.head is None:
        return True
    if figure.role in ("rate", "change") and aspect.head != "占比":
        return unit in ("%", "倍", "个百分点", "") or _of_class(unit, aspect.head, lexicon)
    return _of_class(unit, aspect.head, lexicon)


_SCALE = re.compile(r"^(?:万亿|千亿|百亿|亿|千万|百万|万|千|百)(?=.)")
_COUNTERS = (
    {"人", "名", "位", "人次", "万人"},
    {"家", "户"},
    {"吨", "斤", "公斤", "万吨", "亿斤"},
    {"平方米", "亩", "公顷", "平方公里"},
    {"个", "项", "件", "处", "所", "座"},
)


def same_counter(unit: str, wanted: str) -> bool:
    """多少人 is answered by 人, 名 and 万人; 多少元 by 元, 万元 and 亿元."""
    a, b = _SCALE.sub("", unit), _SCALE.sub("", wanted)
    if a == b or (a.endswith("元") and b.endswith("元")):
        return True
    if b in ("个百分点", "百分点"):
        return a == "个百分点"
    return any(a in group and b in group for group in _COUNTERS)


def _of_class(unit: str, head: str, lexicon: Lexicon) -> bool:
    allowed = lexicon.units.get(head, ())
    if not allowed:
        return True
    if head == "标准":
        return unit in allowed
    bare = _SCALE.sub("", unit)
    return unit in allowed or bare in allowed
