"""A question as the reader sees it: tokens, each with the hashed features that its parts are told by.

Chinese is read by characters, words and numbers of Latin script as wholes. A feature is a short text such as `b+1多`
(the next token is 多), hashed into one of `BUCKETS`; weights are kept by bucket, so no list of features is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from assistant.understanding.segment import segment
from assistant.words import Lexicon
from index.text import fold

#: What the caller puts, one character each, for stretches that rules have read before.
TIME, REGION, BOUND = "\ue000", "\ue001", "\ue002"
PLACEHOLDERS = TIME + REGION + BOUND
BUCKETS = 1 << 16
INTENT_BUCKETS = 1 << 14

_TOKEN = re.compile(r"[a-z0-9]+(?:[&._-][a-z0-9]+)*|\S")
_CLAUSE = frozenset("，。、；？！,;?!：:（）()")
_SUFFIXES = frozenset("率额量数费金款户者业园厂车店品物站所库区村镇级制线点面长比值员亩产费值度")
_ENDS = ("^", "$")
_LONGEST = 7  # words of the lexicon's longest English phrase
_WIDEST = 12  # characters of a lexicon word looked for across the cuts of the segmentation


@dataclass(frozen=True, slots=True)
class Token:
    """A character of Chinese, or a word or number of Latin script."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    """The lexicon's word that covers a token, and the token's place in it (B, I, E or S)."""

    text: str
    tags: str
    place: str


def lowered(text: str) -> str:
    """`text` in half width and lower case, one character for one character."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in fold(text))


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, which is in half width and lower case."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


@lru_cache(1 << 16)
def bucket(feature: str, buckets: int) -> int:
    """The number of a feature among `buckets`, a power of two."""
    return crc32(feature.encode()) & (buckets - 1)


def features(text: str, found: Sequence[Token], lexicon: Lexicon) -> list[list[str]]:
    """The features of every token of `found`, the tokens of `text`."""
    shown = [_shown(t.text) for t in found]
    words = _words(text, found, lexicon)
    wide = _wide_terms(found, lexicon)
    clauses = _clauses(found, words)
    return [
        _letters(shown, i) + _lexical(words, i) + wide[i] + clauses[i] + _shape(found[i].text)
        for i in range(len(found))
    ]


def _shown(token: str) -> str:
    return "#" if token[0].isdigit() and not token.isalpha() else token


def _letters(shown: Sequence[str], i: int) -> list[str]:
    n = len(shown)
    a, b, c, d, e, f, g = (_ENDS[j >= n] if not 0 <= j < n else shown[j] for j in range(i - 3, i + 4))
    return [
        *(f"a{a}", f"b{b}", f"c{c}", f"d{d}", f"e{e}", f"f{f}", f"g{g}"),
        *(f"bc{b}{c}", f"cd{c}{d}", f"de{d}{e}", f"ef{e}{f}", f"ce{c}|{e}", f"fg{f}{g}", f"ab{a}{b}"),
        *(f"bd{b}{c}{d}", f"cde{c}{d}{e}", f"df{d}{e}{f}", f"eg{e}{f}{g}", f"ac{a}{b}{c}"),
    ]


def _lexical(words: Sequence[_Word], i: int) -> list[str]:
    word, before, after = words[i], _beside(words, i, -1), _beside(words, i, 1)
    further = _beside(words, i, 2)
    return [
        *(f"w{word.text}", f"wp{word.place}{word.text}", f"t{word.place}{word.tags}"),
        *(
            f"w-{before.text}",
            f"w+{after.text}",
            f"w-w{before.text}|{word.text}",
            f"ww+{word.text}|{after.text}",
        ),
        *(f"t-{word.place}{before.tags}", f"t+{word.place}{after.tags}", f"t++{word.place}{further.tags}"),
        *(f"tt-{word.place}{before.tags}|{word.tags}", f"tt+{word.place}{word.tags}|{after.tags}"),
        f"ttt{word.place}{before.tags}|{word.tags}|{after.tags}",
        *(f"t={tag}{word.place}" for tag in word.tags.split(",")),
    ]


_EDGES = (_Word("^", "^", "S"), _Word("$", "$", "S"))


def _beside(words: Sequence[_Word], i: int, step: int) -> _Word:
    """The word `step` words from that of token `i`."""
    way = 1 if step > 0 else -1
    for _ in range(abs(step)):
        stop = "ES" if way > 0 else "BS"
        while words[i].place not in stop:
            i += way
        i += way
        if not 0 <= i < len(words):
            return _EDGES[way > 0]
    return words[i]


def _words(text: str, found: Sequence[Token], lexicon: Lexicon) -> list[_Word]:
    at = {t.start: i for i, t in enumerate(found)}
    words: list[_Word | None] = [None] * len(found)
    for i, size, tags in _english(found, lexicon):
        _cover(words, i, size, " ".join(t.text for t in found[i : i + size]), tags)
    for cut in segment(re.sub(f"[{PLACEHOLDERS}]", "，", text), lexicon):
        held = [at[j] for j in range(cut.start, cut.end) if j in at and words[at[j]] is None]
        if held:
            tags = ",".join(sorted(cut.tags)) or "?"
            _cover(words, held[0], len(held), cut.text, tags)
    for i, token in enumerate(found):
        if words[i] is None or token.text in PLACEHOLDERS:
            words[i] = _Word(token.text, token.text if token.text in PLACEHOLDERS else "?", "S")
    return [word for word in words if word is not None]


def _cover(words: list[_Word | None], at: int, size: int, text: str, tags: str) -> None:
    for j in range(size):
        place = "S" if size == 1 else "B" if j == 0 else "E" if j == size - 1 else "I"
        words[at + j] = _Word(text, tags, place)


def _english(found: Sequence[Token], lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Where words of Latin script stand: first token, number of tokens, tags of what they mean in Chinese."""
    out: list[tuple[int, int, str]] = []
    i = 0
    while i < len(found):
        if not found[i].text[0].isascii() or not found[i].text[0].isalpha():
            i += 1
            continue
        for size in range(min(_LONGEST, len(found) - i), 0, -1):
            phrase = " ".join(t.text for t in found[i : i + size])
            if meant := lexicon.english.get(phrase):
                out.append((i, size, "en," + (",".join(sorted(lexicon.tags.get(meant, ()))) or "said")))
                i += size
                break
        else:
            word = found[i].text
            tags = lexicon.tags.get(word, ())
            out.append((i, 1, "en,stop" if word in lexicon.english_stop else ",".join(sorted(tags)) or "en"))
            i += 1
    return out


def _wide_terms(found: Sequence[Token], lexicon: Lexicon) -> list[list[str]]:
    """The longest term that covers each token, wherever the segmentation cuts."""
    best: list[tuple[int, str]] = [(0, "-")] * len(found)
    for i in range(len(found)):
        word = ""
        for j in range(i, min(len(found), i + _WIDEST)):
            word += found[j].text
            if "term" in lexicon.tags.get(word, ()):
                size = j - i + 1
                for k in range(i, j + 1):
                    if size > best[k][0]:
                        best[k] = (size, "B" if k == i else "E" if k == j else "I")
    return [[f"T{min(size, 6)}{place}"] for size, place in best]


def _clauses(found: Sequence[Token], words: Sequence[_Word]) -> list[list[str]]:
    """What the clause of each token holds, and what stands nearest before and behind."""
    out: list[list[str]] = []
    bounds = [-1, *(i for i, t in enumerate(found) if t.text in _CLAUSE), len(found)]
    for number, (a, b) in enumerate(pairwise(bounds)):
        tags = {tag for word in words[a + 1 : b] for tag in word.tags.split(",")}
        held = "".join(
            mark
            for mark, names in (
                ("p", PLACEHOLDERS),
                ("m", ("term",)),
                ("a", ("amount",)),
                ("w", ("which", "list")),
            )
            if any(name in tags for name in names)
        )
        order = ("f" if number == 0 else "") + ("l" if b == len(found) else "")
        for i in range(a + 1, min(b + 1, len(found))):
            left = next((found[j].text for j in range(i - 1, a, -1) if found[j].text in PLACEHOLDERS), "^")
            right = next((found[j].text for j in range(i + 1, b) if found[j].text in PLACEHOLDERS), "$")
            word = words[i]
            out.append(
                [
                    *(f"q{held}", f"o{order}", f"qo{held}{order}{word.place}{word.tags}"),
                    *(f"l{left}", f"r{right}", f"lr{left}{right}{word.tags}"),
                    *(f"s{min(i - a - 1, 5)}", f"z{min(b - i, 5)}"),
                ]
            )
    return out


def _shape(token: str) -> list[str]:
    if token[0].isascii() and token[0].isalnum():
        return ["latin" if token[0].isalpha() else "number", f"x{token[-3:]}", f"y{token[:3]}"]
    return ["suffix"] if token in _SUFFIXES else []


def intent_features(found: Sequence[Token], spans: Sequence[tuple[str, int, int]]) -> list[str]:
    """What tells the intents: the parts' kinds and words in order and the words between, without the matters' own.

    `spans` are (mark, first token, last token), as `reader.Span`; R, T and B are places, times and bounds.
    """
    words: list[str] = []
    kinds: list[str] = []
    out: list[str] = []
    at = 0
    for mark, first, last in spans:
        between = [t.text for t in found[at:first]]
        words += between
        kinds += [_HOLDERS[w] for w in between if w in _HOLDERS]
        inner = [t.text for t in found[first:last]]
        words += ["M"] if mark == "M" else [mark] if mark in "RTB" else inner
        kinds.append(mark)
        if mark not in "MRTB":
            out.append(f"{mark}={''.join(inner)}")
            out += [f"{mark}:{w}" for w in inner]
            out += [f"{mark}:{a}{b}" for a, b in pairwise(inner)]
        at = last
    words += [t.text for t in found[at:]]
    kinds += [_HOLDERS[t.text] for t in found[at:] if t.text in _HOLDERS]
    words = ["^", *(_HOLDERS.get(w, w) for w in words), "$"]
    out += [f"u{w}" for w in words] + [f"d{a}{b}" for a, b in pairwise(words)]
    out += [f"h{a}{b}{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
    ways = ["^", *kinds, "$"]
    out += [f"k{k}" for k in kinds] + [f"kk{a}{b}" for a, b in pairwise(ways)]
    out += [f"kkk{a}{b}{c}" for a, b, c in zip(ways, ways[1:], ways[2:], strict=False)]
    out += [f"n{k}{min(kinds.count(k), 3)}" for k in "MRTBWQODSP"]
    out.append("K" + "".join(kinds))
    return out


_HOLDERS = {TIME: "T", REGION: "R", BOUND: "B"}
