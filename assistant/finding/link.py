"""Linking by meaning: which claims of the corpus measure what a question asks for, in whatever words.

Vectors and character pairs propose claims; a small learned model decides of each whether it measures the
same, something narrower, something wider or something else. What it decides by are the named features below;
`training/link.py` learns their weights from `training/links/`, and `link.toml` holds them.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Evidence
from assistant.finding.measure import Measure, measure
from assistant.records import Aspect
from assistant.words import Lexicon, plain
from index.records import Claim

Relation = Literal["same", "narrower", "wider", "other"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
#: Numbers of the indicators nearest to some words, with their cosines, best first.
Nearest = Callable[[str], Sequence[tuple[int, float]]]

#: So many indicators each way of proposing may name, and so many claims are looked at.
_BY_PAIRS, _BY_VECTOR, _CLAIMS = 60, 40, 400
#: A cosine this many deviations above the corpus's mean, or less, is no sign of likeness.
_UNLIKE = 1.0
#: What changes nothing about what is measured weighs so little.
_LIGHT = 0.15
#: So much of a word that the lexicon knows may be missing.
_LACKS = 0.4
_CLAUSE_MARKS = ",;。!?，；！？"


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of the question's matter with everything that reports may write for it."""

    text: str
    forms: tuple[tuple[str, ...], ...]  # character pairs of each spelling
    weight: float
    known: bool  # one of the lexicon's, of some meaning

    def within(self, bag: Container[str], weights: Weights) -> float:
        """The share of the word that stands among these character pairs: of its best spelling."""
        best = 0.0
        for pairs in self.forms:
            total = sum(map(weights.of, pairs))
            best = max(best, sum(weights.of(p) for p in pairs if p in bag) / total)
            if best > 0.999:
                return 1.0
        return best


@dataclass(frozen=True, slots=True)
class Asked:
    """The matter of a question, ready to be held against claims."""

    text: str
    pieces: tuple[Piece, ...]
    measure: Measure
    names: frozenset[str]  # the lexicon's indicators it names

    @property
    def weight(self) -> float:
        return sum(p.weight for p in self.pieces) or 1.0


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


class Weights:
    """How telling a pair of characters is: the fewer of the corpus's names hold it, the more."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        counts = Counter(pair for name in self.names for pair in set(pairs(name)))
        n = len(self.names) + 1
        self._of = {pair: math.log(n / (count + 0.5)) / math.log(2 * n) for pair, count in counts.items()}

    def of(self, pair: str) -> float:
        """From nearly 0 (in every name) to 1 (in none)."""
        return max(0.05, self._of.get(pair, 1.0))

    def known(self, pair: str) -> bool:
        return pair in self._of


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters of `text`; none over a mark."""
    return [text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum()]


class Linker:
    """The claims of a corpus, prepared so that any words can be linked to what they measure."""

    def __init__(self, evidence: Evidence, indicators: Sequence[str], nearest: Nearest | None = None) -> None:
        self.evidence = evidence
        self.indicators = indicators
        self.lexicon = evidence.lexicon
        self._nearest = nearest
        self.weights = Weights(evidence.profiles[i].whole for i in evidence.by_indicator)
        self._holding: dict[str, list[str]] = {}
        for indicator in evidence.by_indicator:
            p = evidence.profiles[indicator]
            for pair in {*pairs(p.whole), *pairs(p.plain)}:
                self._holding.setdefault(pair, []).append(indicator)
        self._reports = {claim.report for claim in evidence.claims}
        self._bags: dict[str, frozenset[str]] = {}
        self._names: dict[str, _Name] = {}

    def asked(self, words: str, counter: str = "") -> Asked:
        """The matter of a question as it is compared; `counter` is the unit it asks for (户, 元)."""
        return asked(words, counter, self.lexicon, self.weights)

    def of(self, aspect: Aspect) -> Asked:
        """The matter of an aspect."""
        words = aspect.label or "".join(t.text for t in aspect.terms)
        counters = aspect.units or self.lexicon.units.get(aspect.head or "", ())
        return self.asked(words, counters[0] if counters else "")

    def links(self, aspect: Aspect, reports: Container[str], said: Container[str] = ()) -> list[Link]:
        """How the proposed claims of `reports`, without those of `said`, stand to the aspect; the likeliest first."""
        asked_of = {r for r in self._reports if r in reports and r not in said}
        matter = self.of(aspect) if asked_of else None
        if matter is None or not matter.pieces:
            return []
        cosines = self._cosines(matter.text)
        proposed = self._proposed(matter, cosines)
        best = self.best(matter, proposed)
        numbers = [n for n in proposed if self.evidence.claims[n].report in asked_of][:_CLAIMS]
        found = [self.features(matter, n, cosines, best) for n in numbers]
        if not found:
            return []
        chances = model().chances(found)
        chances[[barred(f) for f in found], 0] = 0.0
        links = [
            Link(n, float(c[0]), float(c[1]), float(c[2]), f)
            for n, c, f in zip(numbers, chances, found, strict=True)
        ]
        return sorted(links, key=lambda link: (-link.same, link.claim))

    def _cosines(self, words: str) -> dict[str, float]:
        """Of the indicators nearest in meaning: how far above the corpus's mean their cosines lie."""
        if self._nearest is None:
            return {}
        return {self.indicators[n]: z for n, z in self._nearest(words)}

    def _proposed(self, matter: Asked, cosines: dict[str, float]) -> list[int]:
        """Claims that may measure the matter: by the indicator's pairs, by vectors, by words of the sentence."""
        scores: Counter[str] = Counter()
        for pair in {p for piece in matter.pieces for form in piece.forms for p in form}:
            for indicator in self._holding.get(pair, ()):
                scores[indicator] += self.weights.of(pair)  # type: ignore[assignment]
        named = [i for i, _ in scores.most_common(_BY_PAIRS)]
        named += sorted(cosines, key=lambda i: -cosines[i])[:_BY_VECTOR]
        numbers = dict.fromkeys(n for i in named for n in self.evidence.by_indicator[i])
        heaviest = sorted(matter.pieces, key=lambda p: -p.weight)[:2]
        for piece in heaviest:
            spelled = [w for w in (piece.text, *spellings(piece.text, self.lexicon)) if len(w) > 1]
            for sentence in sorted(self.evidence.sentences_with(spelled)):
                numbers.update(dict.fromkeys(self.evidence.by_sentence[sentence]))
        return list(numbers)

    def best(self, matter: Asked, proposed: Iterable[int]) -> float:
        """How much of what is asked the best of the proposed indicators holds."""
        names = {self.evidence.claims[n].indicator: n for n in proposed}
        held = (
            sum(p.weight * p.within(bag, self.weights) for p in matter.pieces)
            for n in names.values()
            for bag in [self._name(self.evidence.claims[n]).bag]
        )
        return max(held, default=0.0) / matter.weight

    def features(
        self, matter: Asked, number: int, cosines: dict[str, float], best_own: float
    ) -> dict[str, float]:
        """What the decision is made by, each named; `best_own` is how much the corpus's best indicator holds."""
        claim = self.evidence.claims[number]
        name = self._name(claim)
        at = self.evidence.sentence_of[number]
        sentence = self.evidence.sentences[at]
        clause = self._bag(_clause(claim, sentence))
        zones = (
            name.bag,
            clause | name.bag,
            self._bag(sentence) | name.bag,
            self._bag(self.evidence.headings[claim.headings] + "|" + self.evidence.before(at)),
        )
        out = _words(matter, zones, self.weights)
        out |= _rest(matter, name, self.weights)
        out |= _parts(matter, name, measured(claim, name.text))
        out["own_behind"] = max(0.0, best_own - out["own"])
        out["exact"] = float(out["missing_own"] < 0.01 and out["rest"] == 0)
        out["replaced"] = out["missing_own"] * out["rest"]
        out["lacking"] = out["missing_own"] * (1 - out["rest"])
        out["adding_only"] = (1 - out["missing_own"]) * out["rest"]
        z = cosines.get(claim.indicator, _UNLIKE)
        best = max(cosines.values(), default=_UNLIKE)
        out["cosine"] = max(0.0, z - _UNLIKE) / 4
        out["cosine_behind"] = min(2.0, best - max(z, _UNLIKE)) / 2
        return out

    def _bag(self, text: str) -> frozenset[str]:
        bag = self._bags.get(text)
        if bag is None:
            if len(self._bags) > 20000:
                self._bags.clear()
            bag = self._bags[text] = frozenset(pairs(text))
        return bag

    def _name(self, claim: Claim) -> _Name:
        name = self._names.get(claim.indicator)
        if name is None:
            p = self.evidence.profiles[claim.indicator]
            text = p.whole
            names = frozenset(w for w in self.lexicon.indicators if w in text)
            bag = frozenset((*pairs(text), *pairs(p.plain)))
            name = self._names[claim.indicator] = _Name(text, bag, _bare(text, self.lexicon), names)
        return name


@dataclass(frozen=True, slots=True)
class _Name:
    """An indicator of the corpus as it is compared."""

    text: str
    bag: frozenset[str]
    bare: tuple[str, ...]  # pairs of what it measures, without words that change nothing
    names: frozenset[str]


def measured(claim: Claim, name: str) -> Measure:
    """What the claim's first figure measures."""
    figure = claim.figures[0] if claim.figures else None
    level = next((f for f in claim.figures if f.role == "level"), figure)
    return measure(name, level.unit if level else "", level.role if level else "")


def asked(words: str, counter: str, lexicon: Lexicon, weights: Weights) -> Asked:
    """The matter of a question cut into the lexicon's words and what no lexicon knows."""
    text = plain(words)
    known = everyday(lexicon)
    pieces: list[Piece] = []
    for word, found in _cut(text, known):
        if len(word) < 2:
            continue
        forms = tuple(tuple(p) for w in (word, *known.get(word, ())) if (p := pairs(w)))
        if not forms:
            continue
        light = word in lexicon.light or word in lexicon.neutral or word in lexicon.heads
        weight = (_LIGHT if light else 1.0) * sum(map(weights.of, forms[0]))
        pieces.append(Piece(word, forms, weight, found and not light))
    canonical = lexicon.canonical(text)
    names = frozenset(w for w in lexicon.indicators if w in canonical)
    wants = measure(canonical, counter)
    return Asked(text, tuple(pieces), wants if wants.dimension else measure(text), names)


def spellings(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What reports may write for the word."""
    return everyday(lexicon).get(word, ())


@cache
def everyday(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Words of questions with what reports may write for them: other spellings, and for an everyday word the
    words of offices."""
    table: dict[str, tuple[str, ...]] = dict.fromkeys(
        (w for w, tags in lexicon.tags.items() if len(w) > 1), ()
    )
    for spelling, name in lexicon.synonyms.items():
        table[spelling] = lexicon.forms(name)
    for word, offices in lexicon.everyday.items():
        forms = dict.fromkeys(f for w in offices for f in (w, *lexicon.forms(lexicon.synonyms.get(w, w))))
        table[word] = (*table.get(word, ()), *forms)
    return table


def _cut(text: str, known: Container[str]) -> list[tuple[str, bool]]:
    """`text` cut at the longest known words; what stands between them stays whole."""
    out: list[tuple[str, bool]] = []
    at = loose = 0
    while at < len(text):
        size = next((n for n in range(min(20, len(text) - at), 1, -1) if text[at : at + n] in known), 0)
        if size:
            if loose < at:
                out.append((text[loose:at], False))
            out.append((text[at : at + size], True))
            loose = at + size
        at += size or 1
    if loose < len(text):
        out.append((text[loose:], False))
    return out


@cache
def _idle(lexicon: Lexicon) -> tuple[str, ...]:
    words = {w for w in (*lexicon.neutral, *lexicon.light) if len(w) > 1}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def _bare(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    for word in _idle(lexicon):
        if word in text:
            text = text.replace(word, "|")
    return tuple(pairs(text))


def barred(features: dict[str, float]) -> bool:
    """Whether a claim is certainly none of what is asked, however alike: a word that the lexicon knows stands
    nowhere, the unit is of another kind, one is of towns and one of the country."""
    bars = ("dimension_other", "town_or_country", "ages", "gap")
    return features["lacks"] > _LACKS or any(features[bar] for bar in bars)


def _words(matter: Asked, zones: Sequence[frozenset[str]], weights: Weights) -> dict[str, float]:
    """How much of what is asked stands in the indicator, in the clause, in the sentence, and around it."""
    total = matter.weight
    got = [0.0] * 4
    missing = missing_own = core = core_sentence = lacks = 0.0
    for piece in matter.pieces:
        own = piece.within(zones[0], weights)
        clause = 1.0 if own == 1.0 else piece.within(zones[1], weights)
        sentence = 1.0 if clause == 1.0 else piece.within(zones[2], weights)
        around = 1.0 if sentence == 1.0 else max(sentence, piece.within(zones[3], weights))
        for i, share in enumerate((own, clause, sentence, around)):
            got[i] += piece.weight * share / total
        missing = max(missing, piece.weight * (1 - sentence))
        missing_own = max(missing_own, piece.weight * (1 - own))
        core, core_sentence = own, sentence
        if piece.known:
            lacks = max(lacks, 1 - around)
    unknown = sum(
        p.weight
        for p in matter.pieces
        if not any(all(weights.known(pair) for pair in form) for form in p.forms)
    )
    return {
        "own": got[0],
        "clause": got[1] - got[0],
        "sentence": got[2] - got[1],
        "around": got[3] - got[2],
        "missing": missing / total,
        "missing_own": missing_own / total,
        "lacks": lacks,
        "core": core,
        "core_sentence": core_sentence,
        "unknown": unknown / total,
        "pieces": min(len(matter.pieces), 5) / 5,
    }


def _rest(matter: Asked, name: _Name, weights: Weights) -> dict[str, float]:
    """What the indicator names beyond what is asked."""
    said = {pair for piece in matter.pieces for form in piece.forms for pair in form}
    total = sum(map(weights.of, name.bare))
    rest = sum(weights.of(pair) for pair in name.bare if pair not in said)
    shared = len(matter.names & name.names)
    return {
        "rest": rest / total if total else 0.0,
        "rest_size": min(rest, 6.0) / 6,
        "nameless": float(not name.bare),
        "name_shared": float(shared > 0),
        "name_other": float(not shared and bool(name.names)),
        "name_both": float(not shared and bool(name.names) and bool(matter.names)),
        "end": float(name.text[-2:] in said),
    }


def _parts(matter: Asked, name: _Name, has: Measure) -> dict[str, float]:
    """Where the parts of the two measures agree and where they do not."""
    wants = matter.measure
    both, either = wants.facets & has.facets, wants.facets ^ has.facets
    towns = {"城", "乡"}
    crossed = (
        bool(wants.facets & towns and has.facets & towns and not both & towns) and "城乡" not in name.text
    )
    return {
        "facets": min(len(both), 2) / 2,
        "facet_lacking": min(len(wants.facets - has.facets), 2) / 2,
        "facet_added": min(len(has.facets - wants.facets), 2) / 2,
        "town_or_country": float(crossed),
        "adding": float("新增" in either),
        "dimension": float(bool(wants.dimension) and wants.dimension == has.dimension),
        "dimension_other": float(
            bool(wants.dimension and has.dimension) and wants.dimension != has.dimension
        ),
        "share": float((wants.kind == "share") != (has.kind == "share")),
        "ratio_unasked": float(has.dimension == "ratio" and has.kind != "growth" and wants.kind != "share"),
        "gap": float(has.kind == "gap" and wants.kind != "gap"),
        "per": float(bool(wants.per) != bool(has.per)),
        "ages": float(bool(wants.ages and has.ages) and not wants.ages & has.ages),
        "benefits": float(has.benefits),
    }


def _clause(claim: Claim, sentence: str) -> str:
    """The stretch between marks in which the claim's figure stands."""
    mark = plain(claim.figures[0].text) if claim.figures else plain(claim.indicator)[-2:]
    at = sentence.find(mark)
    if at < 0:
        return ""
    start = max(sentence.rfind(m, 0, at) for m in _CLAUSE_MARKS) + 1
    ends = [e for e in (sentence.find(m, at) for m in _CLAUSE_MARKS) if e >= 0]
    return sentence[start : min(ends, default=len(sentence))]


class Model:
    """For each relation a weight of every feature, and one without a feature; `chances` gives a row of
    probabilities for each claim."""

    def __init__(self, weights: dict[str, Sequence[float]]) -> None:
        self.features = tuple(name for name in weights if name != "always")
        self.weights = np.array([*(weights[name] for name in self.features), weights["always"]])

    def rows(self, found: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """The features as a matrix, with a column of ones."""
        return np.array([[*(f[name] for name in self.features), 1.0] for f in found])

    def chances(self, found: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        return softmax(self.rows(found) @ self.weights)


def softmax(out: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of probabilities."""
    out = np.exp(out - out.max(axis=1, keepdims=True))
    return out / out.sum(axis=1, keepdims=True)


@cache
def model() -> Model:
    """The model that is shipped."""
    return Model(tomllib.loads(Path(__file__).with_name("link.toml").read_text("utf-8"))["weights"])


class Near:
    """Indicators near in meaning, with the deviations of their cosines; the same words are embedded once."""

    def __init__(
        self,
        vectors: Callable[[], NDArray[np.float32]],
        embed: Callable[[str], NDArray[np.float32]],
        k: int = 512,
    ) -> None:
        self._rows = vectors
        self._embed = embed
        self._k = k
        self._kept: dict[str, list[tuple[int, float]]] = {}

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return self._rows()

    def __call__(self, words: str) -> list[tuple[int, float]]:
        found = self._kept.get(words)
        if found is None:
            if len(self._kept) >= 512:
                self._kept.clear()
            cosines = self._vectors @ self._embed(words)
            z = (cosines - cosines.mean()) / (cosines.std() + 1e-6)
            best = np.argsort(-z, kind="stable")[: self._k]
            found = self._kept[words] = [(int(n), float(z[n])) for n in best]
        return found
