"""Whether a claim speaks of what is asked, and how surely.

A claim's score is what of the question's words its evidence holds (the indicator counts most, then the
clause, the sentence, the headings), times how little the indicator adds that was not asked for. Every
weight is named here with its reason; a claim that lacks a word the question needs is no answer at any score.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace

from assistant.evidence import Evidence
from assistant.finding.indicator import (
    ENOUGH_PAIRS,
    IN_INDICATOR,
    IN_PARTS,
    OTHER,
    Compared,
    compared,
    in_parts,
    others,
    pair_share,
    pairs_of,
    shortened,
)
from assistant.records import Aspect, Term
from assistant.words import Lexicon
from index.records import Claim

#: From this probability on a claim that meaning links to the question stands as an answer, and as how sure a one
#: it counts: below any that has the question's own words.
SAME, LINKED = 0.65, 0.85
#: A report that has the question's own words for just what is asked, at least so surely, is linked to no others.
SAID = 0.45
#: Where a word of the question stands when not in the indicator, and what that is worth.
IN_CLAUSE, IN_SENTENCE, IN_HEADING, BEFORE = 0.8, 0.6, 0.5, 0.45
#: The word that names the indicator weighs twice a modifier; a word that may be missing weighs little.
CORE, MODIFIER, OPTIONAL = 2.0, 1.0, 0.3
#: Each character the indicator has beyond what was asked makes it something narrower; down to a floor.
NARROWER, FLOOR = 0.06, 0.5
#: Where the subject stands beside the indicator (改造涉及5200户), what the indicator adds hardly counts.
BESIDE_FLOOR = 0.85
#: In a list, which must be complete, one more character is let pass.
OTHER_IN_LIST = 4


@dataclass(frozen=True, slots=True)
class Match:
    """How well a claim meets one aspect of a question."""

    claim: int
    score: float
    extra: int  # characters of the indicator that the question did not ask for
    words: int  # of the question's words, how many the indicator itself holds
    reasons: tuple[str, ...]
    same: float | None = None  # where meaning was asked: how likely it measures what is asked
    linked: bool = False  # by meaning alone, in other words than the question's

    def exact(self, other: int = OTHER) -> bool:
        """Whether it is the asked indicator itself and not a narrower one."""
        return self.extra < other or (self.words > 1 and self.extra <= other * self.words)


def matches(aspect: Aspect, evidence: Evidence, reports: Container[str]) -> list[Match]:
    """Every claim of `reports` that speaks of what the aspect asks for, best first; ties in the order of the
    claims."""
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
        for number in evidence.sentences_with(term.forms if term.known else pairs_of(term.text)):
            candidates.update(evidence.by_sentence[number])
    known: dict[str, Compared | None] = {}
    found: list[Match] = []
    for i in candidates:
        claim = evidence.claims[i]
        if claim.report not in reports:
            continue
        indicator = claim.indicator
        if indicator not in known:
            known[indicator] = compared(aspect, evidence.profiles[indicator], evidence.lexicon)
        one = known[indicator]
        if one is not None and (match := _match(aspect, i, one, evidence)) is not None:
            found.append(match)
    return sorted(_linked(aspect, evidence, reports, found), key=lambda m: (-m.score, m.claim))


def _linked(aspect: Aspect, evidence: Evidence, reports: Container[str], found: list[Match]) -> list[Match]:
    """`found` with what meaning adds for reports that have no claim of just what is asked: claims that measure it
    in other words, and of those with its words the ones whose further words make it nothing narrower."""
    unread = all(term.text.isascii() for term in aspect.terms)  # English words that no list puts into Chinese
    if evidence.linker is None or unread:
        return found
    exact = {evidence.claims[m.claim].report for m in found if m.score >= SAID and m.exact()}
    links = {link.claim: link for link in evidence.linker.links(aspect, reports, exact)}
    out: list[Match] = []
    for match in found:
        link = links.pop(match.claim, None)
        if link is not None and link.relation == "same" and not match.exact():
            match = replace(match, extra=0, score=max(match.score, LINKED * link.same))
        out.append(replace(match, same=link.same) if link is not None else match)
    more = [
        link
        for link in links.values()
        if link.same >= SAME and not _another(aspect, evidence.claims[link.claim].indicator, evidence)
    ]
    return out + [Match(k.claim, LINKED * k.same, 0, 1, ("换了说法",), k.same, True) for k in more]


def _another(aspect: Aspect, indicator: str, evidence: Evidence) -> bool:
    """Whether the indicator is a name that has the asked one's letters and means something else (进出口, 出口)."""
    name = evidence.profiles[indicator].text
    held = (longer for t in aspect.terms for longer in others(t, evidence.lexicon))
    return any(longer in name for longer in held)


def is_event(aspect: Aspect) -> bool:
    """给承租国有房屋的小微企业减免租金: a deed told in several words, not the name of an indicator."""
    return aspect.head is None and sum(not t.optional for t in aspect.terms) >= 3


def _may_miss(aspect: Aspect) -> int:
    """Of a deed told in five words or more, a report may put two differently."""
    return 2 if is_event(aspect) and sum(not t.optional for t in aspect.terms) >= 5 else 0


def _match(aspect: Aspect, number: int, known: Compared, evidence: Evidence) -> Match | None:
    places = list(known.places)
    if not known.whole and not _fill(aspect, number, known, places, evidence):
        return None
    got = total = own = core_place = 0.0
    reasons: list[str] = []
    words = 0
    for term, place in zip(aspect.terms, places, strict=True):
        weight = CORE if term.core else OPTIONAL if term.optional else MODIFIER
        if place and place < IN_INDICATOR:
            reasons.append(f"{term.text}见于{'句中' if place >= IN_SENTENCE else '标题'}")
        total += weight
        got += weight * place
        own += weight * (place >= 0.9)
        words += place >= 0.9 and not term.optional
        if term.core:
            core_place = place
    event = is_event(aspect)
    item = not known.rest and words > 0  # 普通高中 in a sentence about 生均公用经费
    apart = bool(core_place) and own < total / 2 and core_place < IN_CLAUSE
    if apart and not (known.empty or event or aspect.units or (item and core_place >= IN_SENTENCE)):
        return None
    if 0 < core_place < IN_PARTS and known.another:
        return None
    if core_place >= IN_PARTS and not event and not aspect.units and known.goes_on:
        return None
    beside = known.empty or event or (bool(aspect.units) and core_place < IN_PARTS)
    precision = max(BESIDE_FLOOR if beside else FLOOR, 1 - NARROWER * known.extra)
    return Match(number, got / total * precision, known.extra, words, tuple(reasons))


def _fill(aspect: Aspect, number: int, known: Compared, places: list[float], evidence: Evidence) -> bool:
    """Finds the words that the indicator lacks around it; false where one that is needed stands nowhere."""
    missing = 0
    for i, term in enumerate(aspect.terms):
        if places[i]:
            continue
        places[i] = shortened(term, known.prof, evidence.sentences[evidence.sentence_of[number]])
        if not places[i] and not (term.core and known.another):  # another's claim, wherever the word stands
            places[i] = _elsewhere(term, number, evidence)
        if not places[i] and not term.optional:
            missing += 1
            if term.core or missing > _may_miss(aspect):
                return False
    return True


def _elsewhere(term: Term, number: int, evidence: Evidence) -> float:
    """What the word is worth in the claim's clause, its sentence, its headings, or what stands before."""
    at = evidence.sentence_of[number]
    claim, sentence = evidence.claims[number], evidence.sentences[at]
    if worth := stands(term, sentence, evidence.lexicon):
        return max(IN_CLAUSE * stands(term, _clause(claim, sentence), evidence.lexicon), IN_SENTENCE * worth)
    if term.known and len(term.text) >= 4 and in_parts(term.text, sentence):
        return IN_SENTENCE * IN_PARTS
    if worth := stands(term, evidence.headings[claim.headings], evidence.lexicon):
        return IN_HEADING * worth
    return BEFORE * stands(term, evidence.before(at), evidence.lexicon)


def stands(term: Term, text: str, lexicon: Lexicon) -> float:
    """1 where the word stands in `text`; of an unknown one the share of its pairs, from enough on."""
    if any(form in text for form in term.forms):
        own = lexicon.without_others(term.text, text) if term.text in lexicon.synonyms else text
        if any(form in own for form in term.forms):
            return 1.0
    if term.known:
        return 0.0
    share = pair_share(term.text, text)
    return share if share >= ENOUGH_PAIRS else 0.0


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
