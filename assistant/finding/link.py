"""Linking by meaning: which claims of the corpus measure what a question asks for, in whatever words.

Vectors and character pairs propose claims; a small learned model decides of each whether it measures the
same, something narrower, something wider or something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.finding.decide import RELATIONS, Relation, model
from assistant.finding.features import Name, Zones, beside, clause, features, measured
from assistant.finding.matter import Matter, Weights, matter, pairs, spellings
from assistant.records import Aspect
from index.records import Claim

#: Indicators near in meaning to some words, with the deviations of their cosines, best first.
Near = Callable[[str], Mapping[str, float]]

#: So many indicators each way of proposing may name, so many words are looked for in sentences, and so many
#: claims are looked at.
_BY_PAIRS, _BY_VECTOR, _IN_SENTENCES, _CLAIMS = 60, 40, 2, 400
#: A share, as names of measures say it.
_SHARES = ("占", "比", "率", "份额")
#: So many texts' character pairs are remembered.
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Link:
    """How a claim stands to what is asked: the probability of each relation, and what decided it."""

    claim: int
    same: float
    narrower: float
    wider: float
    features: dict[str, float]

    @property
    def relation(self) -> Relation:
        other = 1 - self.same - self.narrower - self.wider
        return max(zip((self.same, self.narrower, self.wider, other), RELATIONS, strict=True))[1]


@dataclass(frozen=True, slots=True)
class Proposed:
    """Claims that may measure a matter, the indicators near to it, and how much of it the best one's name holds."""

    claims: tuple[int, ...]
    near: Mapping[str, float]
    best: float


class Linker:
    """The claims of a corpus, prepared so that any words can be linked to what they measure."""

    def __init__(self, evidence: Evidence, near: Near) -> None:
        self.evidence = evidence
        self._near = near
        self._lexicon = evidence.lexicon
        self._reports = {claim.report for claim in evidence.claims}
        self._weights = Weights(evidence.profiles[i].whole for i in evidence.by_indicator)
        self._holding: dict[str, list[str]] = {}  # pair of characters → indicators
        for indicator, profile in evidence.profiles.items():
            for pair in {*pairs(profile.whole), *pairs(profile.plain)}:
                self._holding.setdefault(pair, []).append(indicator)
        self._bags: dict[str, frozenset[str]] = {}
        self._names: dict[str, Name] = {}

    def links(self, aspect: Aspect, reports: Container[str], but: Container[str] = ()) -> list[Link]:
        """How the claims of `reports`, those of `but` left out, stand to what the aspect asks for; the likeliest
        first. None where there is no model to know meanings by."""
        of = {r for r in self._reports if r in reports and r not in but}
        asked = self.matter(aspect) if of else None
        if asked is None or not asked.pieces:
            return []
        proposed = self.proposed(asked)
        if not proposed.near:
            return []
        numbers = [n for n in proposed.claims if self.evidence.claims[n].report in of][:_CLAIMS]
        found = [self.features(asked, n, proposed) for n in numbers]
        rows = model().chances(found).tolist()
        links = [Link(n, row[0], row[1], row[2], f) for n, row, f in zip(numbers, rows, found, strict=True)]
        return sorted(links, key=lambda link: (-link.same, link.claim))

    def matter(self, aspect: Aspect) -> Matter:
        """What an aspect asks for, as it is compared."""
        words = aspect.label or "".join(term.text for term in aspect.terms)
        if aspect.head == "占比" and not any(word in words for word in _SHARES):
            words += aspect.head
        counters = aspect.units or self._lexicon.units.get(aspect.head or "", ())
        return self.words(words, counters[0] if counters else "")

    def words(self, words: str, counter: str = "") -> Matter:
        """Words for something measured, as they are compared; `counter` is the unit asked for (户, 元)."""
        return matter(words, counter, self._lexicon, self._weights)

    def proposed(self, asked: Matter) -> Proposed:
        """Claims that may measure the matter: by the indicator's pairs, by vectors, by words of the sentence."""
        scores: Counter[str] = Counter()
        for pair in sorted(asked.said):
            weight = self._weights.of(pair)
            for indicator in self._holding.get(pair, ()):
                scores[indicator] += weight  # pyright: ignore[reportArgumentType]
        near = self._near(asked.text)
        named = dict.fromkeys([i for i, _ in scores.most_common(_BY_PAIRS)] + [*near][:_BY_VECTOR])
        claims = dict.fromkeys(n for i in named for n in self.evidence.by_indicator[i])
        for piece in sorted(asked.pieces, key=lambda p: -p.weight)[:_IN_SENTENCES]:
            for sentence in sorted(self.evidence.sentences_with(spellings(piece.text, self._lexicon))):
                claims.update(dict.fromkeys(self.evidence.by_sentence[sentence]))
        held = (sum(p.weight * p.within(self._name(i).bag) for p in asked.pieces) for i in named)
        return Proposed(tuple(claims), near, max(held, default=0.0) / asked.weight)

    def features(self, asked: Matter, number: int, proposed: Proposed) -> dict[str, float]:
        """What the decision about a claim is made by, each named."""
        claim = self.evidence.claims[number]
        name = self._name(claim.indicator)
        out = features(
            asked,
            name,
            self._zones(claim, name, number),
            measured(claim, name.text),
            self._weights,
            self._lexicon.contrasts,
        )
        nearest = max(proposed.near.values(), default=0.0)
        return out | beside(out["own"], proposed.near.get(claim.indicator), proposed.best, nearest)

    def _zones(self, claim: Claim, name: Name, number: int) -> Zones:
        at = self.evidence.sentence_of[number]
        sentence = self.evidence.sentences[at]
        return Zones(
            name.bag,
            name.bag | self._bag(clause(claim, sentence)),
            name.bag | self._bag(sentence),
            self._bag(self.evidence.headings[claim.headings]) | self._bag(self.evidence.before(at)),
        )

    def _bag(self, text: str) -> frozenset[str]:
        bag = self._bags.get(text)
        if bag is None:
            if len(self._bags) >= _REMEMBERED:
                self._bags.clear()
            bag = self._bags[text] = frozenset(pairs(text))
        return bag

    def _name(self, indicator: str) -> Name:
        name = self._names.get(indicator)
        if name is None:
            name = self._names[indicator] = Name.of(self.evidence.profiles[indicator], self._lexicon)
        return name
