"""Passages that answer in other words than the question's: how a region explains what happened, or what it does.

A passage is held against the question by what of its words stands there (each pair of characters by its rarity, with
the lexicon's other words for it), by the model's cosine against those of all passages, and by what its sentences do:
state a cause, tell of trouble, name deeds. A small logistic regression decides; `training/tell.py` learns it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.finding.matter import Matter, Weights, matter, pairs
from assistant.finding.passages import Candidate
from assistant.records import Query
from assistant.words import Lexicon, plain
from index.grammar.status import is_plan
from index.records import Origin, Passage

if TYPE_CHECKING:
    from index.storage.vectors import Matrix, Vector
    from index.store import Index

#: What a passage answers from, and beside one that does the next ones are shown; so many are.
SURE, BESIDE, SHOWN = 0.3, 0.1, 4
#: Of the question's words so much must stand in a passage: of one region's, and of nobody's in particular.
LEAST_OF_ONE, LEAST = 0.1, 0.3
#: … unless it is so near, in parts of `_DEVIATIONS`.
NEAR = 0.9
#: So many passages by meaning and by words are looked at, and so many of the corpus tell how rare a pair is.
_NEAREST, _BY_WORDS, _SAMPLE = 25, 25, 1000
#: So many passages that were looked at, and vectors of questions, are kept.
_REMEMBERED = 5_000
#: Cosines lie so many deviations apart that four of them are the whole.
_DEVIATIONS = 4.0
#: Words of asking, of the state and of times: what is asked about stands between them.
_IDLE = re.compile(
    r"为什么|为啥|为何|(?:是|有)?(?:什么|哪些|啥)(?:样的)?(?:主要)?(?:原因|办法|法子|措施|举措|做法|安排|动作|对策|手段|工作|打算)?|"
    r"(?:请|麻烦)?(?:说明|介绍|解释|讲|谈|说)(?:一下|说|讲)|请问|麻烦|(?:主要)?原因|成因|缘故|根子|根源|症结|"
    r"怎么回事|咋回事|怎么样|怎么|怎样|咋样|咋|如何|多少|哪一?[个项条环里儿]|谁|"
    r"(?:准备|打算|计划|想要?|要|将)?(?:采取|解决|应对|处理|怎么办)|准备|打算|想了|措施|办法|法子|举措|"
    r"(?:当地|政府|官方|县里|市里|区里|县政府|市政府|旗里|部门)|这么|那么|厉害|这样|会不会|是不是|有没有|"
    r"(?:越来越|变)?(?:少|多|差|高|低|慢|快|大|小)(?:了|起来)|(?:下降|下滑|减少|增加|上升|缩水|退步|走低|变差|变少|变多|越来越少|越来越多|增多|不行|不好|"
    r"没完成|没达到|上不去|上不来|卖不动|不动|往下掉?|往下走|掉|不够|不足|拖延|拖)[了得的]?|"
    r"20\d{2}年?|[今去明前]年|当年|全年|年初|年底|[上下]半年|\d+月份?|[的了吗呢吧啊呀哪啥是]"
)
_CAUSE = re.compile(
    r"原因|主因|由于|因为|缘于|源于|根源|症结|主要是|受[^，。；]{1,24}(?:影响|冲击|拖累|制约)|所致|导致|造成|拖累|得益于|带动|"
    r"(?<![原成主起病死基])因(?![此素地而])|抬高|减收"
)
_TROUBLE = re.compile(
    r"困难|问题|不足|短板|挑战|压力|矛盾|制约|薄弱|突出|滞后|瓶颈|不够|不高|不强|偏[低高弱紧]"
)
_DEED = re.compile(
    r"出台|印发|制定|建立|设立|成立|组建|实施|推行|推广|开展|组织|启动|建设|建成|新建|新增|改造|投入|安排|拨付|下拨|下达|落实|推动|推进|"
    r"加快|支持|鼓励|引导|强化|加强|完善|优化|健全|打击|整治|盘活|招聘|引进|培训|培养|发放|补助|争取|统筹|协调|整合|简化|压减|清理|规范|对接"
)
#: Of a question and of a sentence: that something fell or is lacking, that it rose.
_FALLS = (
    re.compile(r"掉|降|跌|少|下滑|减|不行|不动|慢|差|亏|没|未|拖|低|不足|不够|紧|难"),
    re.compile(
        r"下降|减少|下滑|回落|减收|短收|不足|滞后|未[能达按完]|没有|低于|负增长|外流|停产|不高|不及|缺"
    ),
)
_RISES = (re.compile(r"涨|增|多了|升|高|快|好"), re.compile(r"增长|上升|提高|增加|提升|较快|回升|扩大"))
#: Asks for nothing in particular: a passage near to this is near to every question of its kind.
_FRAMES = {"why": "为什么会这样？是什么原因？", "how": "怎么解决？采取了哪些措施？"}
_SENTENCE = re.compile(r"(?<=[。；;！？\n])")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that asks to be told, as it is held against passages."""

    matter: Matter
    why: bool
    ahead: bool  # what is planned is asked for
    one: bool  # of one region
    text: str


@dataclass(frozen=True, slots=True)
class _Window:
    """A sentence with the one before it, which it may go on from."""

    text: str
    bag: frozenset[str]
    cause: bool
    deeds: int


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage as it is held against questions."""

    headings: frozenset[str]  # character pairs
    bag: frozenset[str]  # of the headings too
    windows: tuple[_Window, ...]
    trouble: bool
    ahead: bool  # of what is planned

    @classmethod
    def of(cls, passage: Passage, ahead: bool) -> _Read:
        above = plain("/".join(passage.headings))
        text = plain(passage.text)
        parts = [part for part in _SENTENCE.split(text) if len(part) > 1]
        windows = tuple(
            _Window(said, frozenset(pairs(said)), bool(_CAUSE.search(said)), len(_DEED.findall(said)))
            for said in map(str.__add__, ["", *parts], parts)
        )
        headings = frozenset(pairs(above))
        whole = headings | frozenset(pairs(text))
        return cls(headings, whole, windows, bool(_TROUBLE.search(above + text)), ahead)


class Teller:
    """The passages of an index, prepared so that a question can be held against them."""

    def __init__(self, index: Index, lexicon: Lexicon, origins: Mapping[str, Origin]) -> None:
        self._index = index
        self._lexicon = lexicon
        self._origins = origins
        self._kept: dict[int, _Read] = {}
        self._vector_of: dict[str, Vector] = {}

    @cached_property
    def _vectors(self) -> Matrix:
        return self._index.vectors()[0].rows()

    @cached_property
    def _weights(self) -> Weights:
        passages = self._index.passages
        return Weights(plain(p.text) for p in passages[:: max(1, len(passages) // _SAMPLE)])

    def vector(self, query: Query) -> Vector | None:
        """The vector of the question's words without its places; `None` without a model."""
        return self._embedded(_unplaced(query)) if self._index.embedder is not None else None

    def _embedded(self, text: str) -> Vector:
        """The same words are embedded once."""
        found = self._vector_of.get(text)
        if found is None:
            if len(self._vector_of) >= _REMEMBERED:
                self._vector_of.clear()
            found = self._vector_of[text] = self._index.embedder.query(text)
        return found

    def asked(self, query: Query) -> Asked:
        """What is asked to be told, with the words of the question it follows."""
        text = plain(_unplaced(query))
        words = matter(_IDLE.sub("，", text), "", self._lexicon, self._weights)
        one = len(query.regions) == 1
        return Asked(words, query.way == "why", query.status == "planned", one, text)

    def answers(self, query: Query, reports: frozenset[str]) -> list[Candidate]:
        """Passages of `reports` that answer, best first: of each report that surely answers its best one, then those
        little behind; none where no one is sure."""
        numbers, found = self.features(query, reports)
        made = [Candidate(n, chance(f, weights()), 1.0) for n, f in zip(numbers, found, strict=True)]
        made.sort(key=lambda c: (-c.fused, c.number))
        first: dict[str, Candidate] = {}
        for c in made:
            if c.fused >= SURE:
                first.setdefault(self._index.passages[c.number].report, c)
        leading = list(first.values())
        beside = [c for c in made if c.fused >= BESIDE and c not in leading] if leading else []
        return (leading + beside)[: max(SHOWN, len(leading))]

    def holds(self, query: Query, found: Sequence[Candidate]) -> bool:
        """Whether enough of the question's words, by rarity, stands in one of these passages: 材料 alone is no answer
        to 护照换发要什么材料. English words stand in none and are not held against them."""
        asked = self.asked(query)
        if query.language == "en" or not asked.matter.pieces:
            return True
        return any(_held(asked, self._read(c.number).bag) >= _least(asked.one) for c in found)

    def features(self, query: Query, reports: frozenset[str]) -> tuple[list[int], list[dict[str, float]]]:
        """The passages looked at, and what the decision about each is made by."""
        asked, vector = self.asked(query), self.vector(query)
        if not asked.matter.pieces or vector is None:
            return [], []
        passages = self._index.passages
        deviations = _deviations(self._vectors @ vector)
        frame = _deviations(self._vectors @ self._embedded(_FRAMES[query.way or "how"]))
        near = [n for n in map(int, np.argsort(-deviations, kind="stable")) if passages[n].report in reports]
        words = " ".join(form for piece in asked.matter.pieces for form in piece.spelled)
        named = [n for n, _ in self._index.keyword_passages(words, 400) if passages[n].report in reports]
        numbers = [*dict.fromkeys((*near[:_NEAREST], *named[:_BY_WORDS]))]
        if not numbers:
            return [], []
        place = {n: i for i, n in enumerate(near)}
        top = float(deviations[near[0]])
        second = float(deviations[near[min(1, len(near) - 1)]])
        found = [_told(asked, self._read(n)) for n in numbers]
        most = max(f["held"] for f in found)
        for n, features in zip(numbers, found, strict=True):
            own = float(deviations[n])
            features |= {
                "near": own / _DEVIATIONS,
                "frame": float(frame[n]) / _DEVIATIONS,
                "nearest": 1 / (1 + place[n]),
                "behind": (top - own) / _DEVIATIONS,
                "lead": (own - second) / _DEVIATIONS if n == near[0] else 0.0,
                "held_behind": most - features["held"],
                "near_and_held": max(own, 0) / _DEVIATIONS * features["held"],
            }
        return numbers, found

    def _read(self, number: int) -> _Read:
        """A passage as it is held against questions; those once looked at are kept."""
        read = self._kept.get(number)
        if read is None:
            if len(self._kept) >= _REMEMBERED:
                self._kept.clear()
            passage = self._index.passages[number]
            origin = self._origins.get(passage.report)
            ahead = is_plan(passage.headings, origin.period if origin else None)
            read = self._kept[number] = _Read.of(passage, ahead)
        return read


def _deviations(cosines: Vector) -> Vector:
    return (cosines - cosines.mean()) / (cosines.std() + 1e-6)


def _unplaced(query: Query) -> str:
    """The question, behind the one it follows, without the places that it names."""
    text = f"{query.before}，{query.text}" if query.before else query.text
    for region in query.regions:
        for name in (region.name, region.name.rstrip("省市县区旗州")):
            text = text.replace(name, "") if len(name) > 1 else text
    return text


def _told(asked: Asked, read: _Read) -> dict[str, float]:
    """What a passage says of the matter."""
    shares = [_held(asked, window.bag) for window in read.windows]
    best = max(range(len(shares)), key=lambda i: shares[i], default=-1)
    said = read.windows[best].text if best >= 0 else ""
    each = [*zip(shares, read.windows, strict=True)]
    why, how = float(asked.why), float(not asked.why)
    return {
        "held": _held(asked, read.bag),
        "held_sentence": shares[best] if best >= 0 else 0.0,
        "headed": _held(asked, read.headings),
        "held_known": _held(asked, read.bag, known=True),
        "known": sum(p.weight for p in asked.matter.pieces if p.known) / asked.matter.weight,
        "strange": asked.matter.unknown,
        "short": 1 / (1 + asked.matter.weight),
        "one": float(asked.one),
        "why": why,
        "why_cause": why * max((share for share, w in each if w.cause), default=0.0),
        "why_causes": why * any(w.cause for w in read.windows),
        "why_trouble": why * read.trouble,
        "why_same_way": why * _same_way(asked.text, said),
        "why_other_way": why * _same_way(asked.text, said, other=True),
        "why_planned": why * read.ahead,
        "how_deed": how * max((share * min(w.deeds, 3) / 3 for share, w in each), default=0.0),
        "how_deeds": how * min(sum(w.deeds for w in read.windows), 12) / 12,
        "how_ahead": how * float(asked.ahead == read.ahead),
    }


def _held(asked: Asked, bag: frozenset[str], *, known: bool = False) -> float:
    """The share of the question's words, or of those that the lexicon knows, that stands among these pairs."""
    here = bag & asked.matter.said
    if not here:
        return 0.0
    pieces = [p for p in asked.matter.pieces if p.known or not known]
    return sum(p.weight * p.within(here) for p in pieces) / (sum(p.weight for p in pieces) or 1.0)


def _same_way(asked: str, said: str, *, other: bool = False) -> bool:
    """Whether the question asks why something fell (rose) and the sentence tells of a fall (rise), or the reverse."""
    for (question, sentence), (_, opposite) in ((_FALLS, _RISES), (_RISES, _FALLS)):
        if question.search(asked):
            fits = bool(sentence.search(said))
            return bool(opposite.search(said)) and not fits if other else fits
    return False


def _least(one: bool) -> float:
    return LEAST_OF_ONE if one else LEAST


def chance(features: Mapping[str, float], by: Mapping[str, float]) -> float:
    """The probability that a passage answers, with these weights; none where too few of the question's words stand in
    it, for vectors alone bring something near to every question."""
    if features["held"] < _least(bool(features["one"])) and features["near"] < NEAR:
        return 0.0
    total = sum(weight * features.get(name, 1.0) for name, weight in by.items())
    return 1 / (1 + exp(-total))


@cache
def weights() -> dict[str, float]:
    """The weight of every feature, and `always`."""
    return tomllib.loads(Path(__file__).with_name("tell.toml").read_text("utf-8"))["weights"]
