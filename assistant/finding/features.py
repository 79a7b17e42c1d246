"""What a decision is made by: the named features of a claim beside the matter of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.evidence import Profile
from assistant.finding.matter import Matter, Weights, pairs
from assistant.finding.measure import Measure, measure
from assistant.words import Lexicon, plain
from index.records import Claim

#: A cosine so many deviations above the corpus's mean, or less, is no sign of likeness; so many more are a full one.
_UNLIKE, _ALIKE = 1.0, 4.0
_CLAUSE_MARKS = ",;。!?，；！？"
_TOWNS = frozenset("城乡")
_SHARED = re.compile("占|比重|比例|份额")


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator of the corpus as it is compared."""

    text: str  # canonical
    bag: frozenset[str]
    bare: tuple[str, ...]  # pairs of what it measures, without words that change nothing
    names: frozenset[str]  # the lexicon's indicators it holds

    @classmethod
    def of(cls, profile: Profile, lexicon: Lexicon) -> Name:
        text = profile.whole
        bare = text
        for word in _idle(lexicon):
            if word in bare:
                bare = bare.replace(word, "|")
        held = frozenset(name for name in lexicon.indicators if name in text)
        return cls(text, frozenset((*pairs(text), *pairs(profile.plain))), tuple(pairs(bare)), held)


@dataclass(frozen=True, slots=True)
class Zones:
    """The character pairs of a claim's indicator, and of it with its clause, its sentence, and what stands around."""

    own: frozenset[str]
    clause: frozenset[str]
    sentence: frozenset[str]
    around: frozenset[str]


def features(
    asked: Matter,
    name: Name,
    zones: Zones,
    has: Measure,
    weights: Weights,
    contrasts: Sequence[Sequence[str]],
) -> dict[str, float]:
    """The features of one claim by itself."""
    out = _words(asked, zones)
    out |= _rest(asked, name, weights)
    out |= _parts(asked.measure, has, "城乡" in name.text)
    out["share_unasked"] = float(bool(_SHARED.search(name.text)) and not asked.shares)
    out["contrast"] = float(any(_contrast(asked.text, name.text, words) for words in contrasts))
    out["exact"] = float(out["missing_own"] < 0.01 and out["rest"] == 0)
    out["replaced"] = out["missing_own"] * out["rest"]
    out["lacking"] = out["missing_own"] * (1 - out["rest"])
    out["adding_only"] = (1 - out["missing_own"]) * out["rest"]
    return out


def _contrast(asked: str, name: str, words: Sequence[str]) -> bool:
    """Whether one of the words is asked for and only others of them are named."""
    wanted = [word for word in words if word in asked]
    return bool(wanted) and any(word in name for word in words) and not any(word in name for word in wanted)


def beside(own: float, near: float | None, best_own: float, best_near: float) -> dict[str, float]:
    """The features of a claim beside the best that the corpus has: by words, and by the deviation of its cosine."""
    near = _UNLIKE if near is None else max(near, _UNLIKE)
    return {
        "own_behind": max(0.0, best_own - own),
        "cosine": (near - _UNLIKE) / _ALIKE,
        "cosine_behind": min(2.0, max(0.0, best_near - near)) / 2,
    }


def measured(claim: Claim, name: str) -> Measure:
    """What the claim's level measures, or its first figure where it has none."""
    figure = next(
        (f for f in claim.figures if f.role == "level"), claim.figures[0] if claim.figures else None
    )
    return measure(name, figure.unit, figure.role) if figure else measure(name)


def clause(claim: Claim, sentence: str) -> str:
    """The stretch between marks in which the claim's figure stands; `sentence` is its quote in plain form."""
    mark = plain(claim.figures[0].text) if claim.figures else plain(claim.indicator)[-2:]
    at = sentence.find(mark)
    if at < 0:
        return ""
    start = max(sentence.rfind(m, 0, at) for m in _CLAUSE_MARKS) + 1
    ends = [e for e in (sentence.find(m, at) for m in _CLAUSE_MARKS) if e >= 0]
    return sentence[start : min(ends, default=len(sentence))]


@cache
def _idle(lexicon: Lexicon) -> tuple[str, ...]:
    words = {w for w in (*lexicon.neutral, *lexicon.light) if len(w) > 1}
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def _words(asked: Matter, zones: Zones) -> dict[str, float]:
    """How much of what is asked stands in the indicator, in the clause, in the sentence, and around it."""
    total = asked.weight
    got = [0.0] * 4
    missing = missing_own = core = core_sentence = lacks = 0.0
    for piece in asked.pieces:
        own = piece.within(zones.own)
        clause = 1.0 if own == 1.0 else piece.within(zones.clause)
        sentence = 1.0 if clause == 1.0 else piece.within(zones.sentence)
        around = 1.0 if sentence == 1.0 else max(sentence, piece.within(zones.around))
        for i, share in enumerate((own, clause, sentence, around)):
            got[i] += piece.weight * share / total
        missing = max(missing, piece.weight * (1 - sentence))
        missing_own = max(missing_own, piece.weight * (1 - own))
        core, core_sentence = own, sentence
        if piece.known:
            lacks = max(lacks, 1 - around)
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
        "unknown": asked.unknown,
        "pieces": min(len(asked.pieces), 5) / 5,
    }


def _rest(asked: Matter, name: Name, weights: Weights) -> dict[str, float]:
    """What the indicator names beyond what is asked."""
    said = asked.said
    total = sum(map(weights.of, name.bare))
    rest = sum(weights.of(pair) for pair in name.bare if pair not in said)
    shared = len(asked.names & name.names)
    return {
        "rest": rest / total if total else 0.0,
        "rest_size": min(rest, 6.0) / 6,
        "nameless": float(not name.bare),
        "name_shared": float(shared > 0),
        "name_other": float(not shared and bool(name.names)),
        "name_both": float(not shared and bool(name.names) and bool(asked.names)),
        "end": float(name.text[-2:] in said),
    }


def _parts(wants: Measure, has: Measure, both_towns: bool) -> dict[str, float]:
    """Where the parts of the two measures agree and where they do not."""
    both, either = wants.facets & has.facets, wants.facets ^ has.facets
    crossed = bool(wants.facets & _TOWNS and has.facets & _TOWNS and not both & _TOWNS) and not both_towns
    return {
        "facets": min(len(both), 2) / 2,
        "facet_lacking": min(len(wants.facets - has.facets), 2) / 2,
        "facet_added": min(len(has.facets - wants.facets), 2) / 2,
        "town_or_country": float(crossed),
        "adding": float("新增" in either),
        "added_of_total": float({"新增", "总"} <= either),
        "dimension": float(bool(wants.dimension) and wants.dimension == has.dimension),
        "dimension_other": float(
            bool(wants.dimension and has.dimension) and wants.dimension != has.dimension
        ),
        "share": float((wants.kind == "share") != (has.kind == "share")),
        "ratio_unasked": float(has.dimension == "ratio" and has.kind != "growth" and wants.kind != "share"),
        "gap": float(has.kind == "gap" and wants.kind != "gap"),
        "per": float(bool(wants.per) != bool(has.per)),
        "per_other": float(wants.per != has.per and (bool(wants.per) or has.per not in ("", "人均"))),
        "town_lacking": float(bool(wants.facets & _TOWNS) and not has.facets & _TOWNS and not both_towns),
        "ages": float(bool(wants.ages and has.ages) and not wants.ages & has.ages),
        "benefits": float(has.benefits),
    }
