"""The claims of an index, prepared once so that a question is met by every one of them in milliseconds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.records import Aspect
from assistant.words import Lexicon, plain
from index.records import Claim, Passage

if TYPE_CHECKING:
    from assistant.finding.link import Linker

#: 研发经费支出相当于生产总值的比例 and 研发经费占生产总值的比重 say the same.
_SHARE = re.compile(r"^(.{2,}?)(?:相当于|占|与)(.{2,}?)(?:的)?(?:比例|比重|之比|比率|份额|占比)?$")
_SHARED = re.compile(r"占|相当于|比重|比例|占比|份额")
#: 新增上市公司48家、总量达122家 is told of 新增上市公司总量, which is the number of all of them.
_TOTAL_OF_NEW = re.compile(r"^(?:累计)?(?:新增|净增)(.+?)(总量|总数|总规模|总里程)$")
#: A name of so many characters is left behind a place.
_NAMED = 4
#: A sentence this close before another speaks of the same thing.
_NEAR = 80
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
#: A sentence of a plain text ends here.
_STOPS = ("。", ";", "！", "!", "？", "?", "\n")
#: So many questions' naming reports are remembered.
_REMEMBERED = 512
_PUNCTUATION = re.compile(r"[^\w%]|_")
#: Times and manners inside an indicator say nothing of what is measured.
_IDLE = re.compile(r"\d{4}年|\d{1,2}月份?|通过.*?(?:方式|形式|渠道|途径)|在.*?(?:基础上|方面)|\d")
_FULL_SHARE = re.compile(r"(?:相当于|占|与).+(?:比例|比重|之比|比率|份额)$")


@dataclass(frozen=True, slots=True)
class Profile:
    """An indicator as it is compared: its canonical form, its head noun's class, what kind of ratio it is."""

    text: str  # canonical, without brackets
    plain: str  # as written, in plain form
    head: str | None
    share: bool
    growth: bool
    whole: str  # canonical, brackets and all


def profile(indicator: str, lexicon: Lexicon) -> Profile:
    """The profile of an indicator in a report's own words."""
    written = plain(indicator)
    text = lexicon.canonical(_unplaced(_TOTAL_OF_NEW.sub(r"\1\2", _BRACKETS.sub("", written)), lexicon))
    if _FULL_SHARE.search(text) and (m := _SHARE.match(text)):
        text = lexicon.canonical(f"{_bare(m[1], lexicon)}占{_bare(m[2], lexicon)}比重")
    head = _head(text, lexicon)
    growth = head == "增速"
    return Profile(text, written, head, bool(_SHARED.search(text)), growth, lexicon.canonical(written))


def _unplaced(text: str, lexicon: Lexicon) -> str:
    """`text` without the province it begins with: 上海机场旅客吞吐量."""
    for size in range(min(7, len(text) - _NAMED), 1, -1):
        if text[:size] in lexicon.places:
            return text[size:]
    return text


def _bare(text: str, lexicon: Lexicon) -> str:
    """`text` without the words that change nothing at its ends (全社会研发经费支出 → 研发经费)."""
    text = lexicon.canonical(text)
    for word in ("全社会", "全市", "全省", "全县", "同期", "当年"):
        text = text.removeprefix(word)
    return lexicon.canonical(text.removesuffix("的"))


def _head(text: str, lexicon: Lexicon) -> str | None:
    for size in range(min(6, len(text)), 0, -1):
        if text[-size:] in lexicon.heads:
            return lexicon.heads[text[-size:]]
    return None


class Evidence:
    """Claims by indicator and by sentence."""

    def __init__(self, claims: Sequence[Claim], lexicon: Lexicon, passages: Sequence[Passage] = ()) -> None:
        self.claims = claims
        self.linker: Linker | None = None  # links other words to what claims measure, where a model can
        self.lexicon = lexicon
        self.profiles: dict[str, Profile] = {}
        self.by_indicator: dict[str, list[int]] = {}
        self.sentences: list[str] = []  # in plain form
        self.sentence_of: list[int] = []
        self.by_sentence: list[list[int]] = []
        self.headings: dict[tuple[str, ...], str] = {}
        self._numbers: dict[tuple[str, int, int], int] = {}
        for i, claim in enumerate(claims):
            if claim.indicator not in self.profiles:
                self.profiles[claim.indicator] = profile(claim.indicator, lexicon)
            if claim.place is not None:  # a county's figure in a city's table is none of the city's
                self.sentence_of.append(-1)
                continue
            self.by_indicator.setdefault(claim.indicator, []).append(i)
            where = (claim.report, claim.start, claim.end)
            number = self._numbers.get(where)
            if number is None:
                number = self._numbers[where] = len(self.sentences)
                self.sentences.append(plain(claim.quote))
                self.by_sentence.append([])
            self.sentence_of.append(number)
            self.by_sentence[number].append(i)
            if claim.headings not in self.headings:
                self.headings[claim.headings] = plain("/".join(claim.headings))
        self._before: dict[int, str] = {}
        self._texts: dict[str, str] = {}
        self._naming: dict[tuple[tuple[str, ...], ...], frozenset[str]] = {}
        self._passages: dict[str, tuple[list[int], list[Passage]]] = {}
        for passage in sorted(passages, key=lambda p: p.start):
            starts, kept = self._passages.setdefault(passage.report, ([], []))
            starts.append(passage.start)
            kept.append(passage)
        self._starts: list[int] = []
        at = 0
        for sentence in self.sentences:
            self._starts.append(at)
            at += len(sentence) + 1
        self._blob = "\n".join(self.sentences)

    def beside(self, claim: Claim) -> list[Claim]:
        """The claims of the claim's own sentence, in the order of their figures."""
        number = self._numbers.get((claim.report, claim.start, claim.end))
        found = [self.claims[i] for i in self.by_sentence[number]] if number is not None else []
        return sorted(found, key=lambda c: c.figures[0].start if c.figures else c.start)

    def before(self, number: int) -> str:
        """What stands shortly before the sentence in its passage; empty at the passage's beginning."""
        found = self._before.get(number)
        if found is None:
            claim = self.claims[self.by_sentence[number][0]]
            found = self._before[number] = plain(self._lead(claim))
        return found

    def _lead(self, claim: Claim) -> str:
        """The end of the passage text before the claim's sentence."""
        starts, passages = self._passages.get(claim.report, ([], []))
        i = bisect_right(starts, claim.start) - 1
        if i < 0 or passages[i].end < claim.start:
            return ""
        text = passages[i].text
        at = text.find(claim.quote[:12])
        return text[max(0, at - _NEAR) : at] if at > 0 else ""

    def says(self, text: str) -> bool:
        """Whether any sentence holds `text` (in plain form)."""
        return text in self._blob

    def sentences_with(self, forms: Iterable[str]) -> set[int]:
        """Numbers of the sentences in which any of the spellings stands."""
        found: set[int] = set()
        for form in forms:
            at = self._blob.find(form)
            while at >= 0:
                number = bisect_right(self._starts, at) - 1
                found.add(number)
                at = self._blob.find(form, self._starts[number] + len(self.sentences[number]))
        return found

    def naming(self, aspect: Aspect, reports: Iterable[str], *, core_only: bool = False) -> frozenset[str]:
        """Those of `reports` in whose text one sentence holds every word that the aspect needs, or, with
        `core_only`, of many words the one that names the matter."""
        needed = [t for t in aspect.terms if not t.optional] or list(aspect.terms)
        if not needed:
            return frozenset()
        core = next((t for t in needed if t.core), needed[-1])
        heads = (
            tuple(w for w, kind in self.lexicon.heads.items() if kind == aspect.head) if aspect.head else ()
        )
        if core_only and len(needed) > 2:
            needed, heads = [core], ()
        wanted = (core.forms, *(t.forms for t in needed if t is not core), *((heads,) if heads else ()))
        found = self._naming.get(wanted)
        if found is None:
            if len(self._naming) >= _REMEMBERED:
                self._naming.clear()
            found = self._naming[wanted] = frozenset(r for r in self._passages if self._names(r, wanted))
        return found.intersection(reports)

    def passages_of(self, report: str) -> Sequence[Passage]:
        """The passages of a report, in order."""
        return self._passages.get(report, ([], []))[1]

    def _names(self, report: str, wanted: tuple[tuple[str, ...], ...]) -> bool:
        text = self._text(report)
        for form in wanted[0]:
            at = text.find(form)
            while at >= 0:
                start = max(text.rfind(stop, 0, at) for stop in _STOPS)
                ends = [e for e in (text.find(stop, at) for stop in _STOPS) if e >= 0]
                end = min(ends, default=len(text))
                sentence = text[start + 1 : end]
                if all(any(other in sentence for other in forms) for forms in wanted[1:]):
                    return True
                at = text.find(form, end)
        return False

    def _text(self, report: str) -> str:
        """The passages of a report, in plain form."""
        text = self._texts.get(report)
        if text is None:
            text = self._texts[report] = "\n".join(plain(p.text) for p in self._passages[report][1])
        return text

    def indicators_with(self, forms: Iterable[str]) -> list[str]:
        """Indicators whose canonical or written form holds any of the spellings."""
        wanted = tuple(forms)
        return [
            indicator
            for indicator, p in self.profiles.items()
            if any(form in p.text or form in p.plain for form in wanted)
        ]


def bare_rest(text: str, words: Iterable[str]) -> str:
    """What is left of `text` when the words (longest first) and all punctuation are taken out."""
    text = _IDLE.sub("|", text)
    for word in words:
        text = text.replace(word, "|")
    return _PUNCTUATION.sub("", text)
