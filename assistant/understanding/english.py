"""An English question in Chinese words and Chinese order: what is measured before what is asked of it.

An English noun stands before what it is of (the balance of government debt), a Chinese one behind (政府债务余额);
places and times stand behind in English and first in Chinese. Words that no lexicon knows stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from assistant.words import Lexicon

#: `matter` names what is measured, `deed` what is done to it, `moves` a change of it, `asks` asks, `small` tells nothing and parts two names;
#: an article is no word at all.
Class = Literal[
    "matter",
    "unknown",
    "moves",
    "deed",
    "asks",
    "place",
    "time",
    "bound",
    "joins",
    "links",
    "small",
    "article",
    "mark",
]

#: Words of the lexicon's longest English phrase.
_LONGEST = 10
_TOKEN = re.compile(
    r"[a-z]+\d[\d.]*\d|[a-z]+\d|\d+[a-z]\b|[a-z][a-z&'-]*[a-z]|[a-z]|(?:[^\x00-\x7f]|\d+(?:\.\d+)*|[%/])+|[,.;?!:()]"
)
_LATIN_RUN = re.compile(r"[A-Za-z][\w.&'-]*(?: +[A-Za-z][\w.&'-]*)*", re.ASCII)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ARTICLES = frozenset(
    ("the", "a", "an", "its", "their", "his", "her", "our", "this", "that", "these", "those")
)
_LINKS = frozenset(
    ("of", "in", "on", "for", "to", "from", "at", "into", "with", "against", "by", "among", "within", "per")
)
_KINDS_OF_PLACE = {
    "county": "县",
    "city": "市",
    "district": "区",
    "province": "省",
    "banner": "旗",
    "municipality": "市",
}
_TIME = re.compile(
    r"(?:19|20)\d{2}(?:年|[-~至、])?|.*(?:年|月|月份|季度|半年|十四五|十五五|期间|以来|年末|年底)$"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PLACE = re.compile(r".+[县市区旗省州]$")
#: What is done to something, and stands before it in Chinese wherever English has it.
_DEEDS = frozenset(
    [
        "新增",
        "新建",
        "改造",
        "加装",
        "登记",
        "发放",
        "发行",
        "化解",
        "清偿",
        "培训",
        "救助",
        "销售",
        "开工",
        "安排",
        "使用",
        "建设",
        "减少",
        "花了",
    ]
)
#: What is counted, as it stands behind 多少.
_COUNTED = frozenset(["人", "户", "钱", "资金", "公里", "亩", "家庭", "企业", "项目", "村"])
#: Stands before what is asked of everything named (see `phrases`).
_LAST = "→"
_BOUND = re.compile(r"(?:不?[高低]于|超过)\d")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question in Chinese, or as it stands where no lexicon knows it."""

    text: str
    kind: Class
    written: bool = False  # in the question itself, and no translation


def in_order(text: str, lexicon: Lexicon, places: Sequence[str]) -> str:
    """`text`, in lower case and with amounts, times and bounds in Chinese, as a Chinese question."""
    words = [w for w in _words(text, lexicon, tuple(places)) if w.kind != "article"]
    words = _named(_without_glosses(words))
    words = _bounds_last(_deeds_first(_turned(_places_first(words))))
    return _joined(_asked_last(words))


def in_place(text: str, lexicon: Lexicon, places: Sequence[str]) -> str:
    """A Chinese question in which English words stand (PM2.5浓度, 全年GDP): each in Chinese where it stands, and
    where no lexicon knows one, all of them as they are."""
    out, at = "", 0
    for run in _LATIN_RUN.finditer(text):
        words = list(_words(run[0].lower(), lexicon, tuple(places)))
        known = not any(w.kind == "unknown" for w in words)
        out += text[at : run.start()] + (_joined(words) if known else run[0])
        at = run.end()
        at += _said_twice(out, text[at:])
    return out + text[at:]


# -- words


def _words(text: str, lexicon: Lexicon, places: tuple[str, ...]) -> Iterator[Word]:
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        end = at
        while (
            end < min(len(tokens), at + _LONGEST)
            and tokens[end].isascii()
            and (tokens[end][0].isalnum() or tokens[end] == ",")
        ):
            end += 1
        if end == at or tokens[at] == ",":
            word, size = Word(tokens[at], _class_of_written(tokens[at], places), True), 1
        else:
            word, size = _longest(tokens[at:end], lexicon, places)
        at += size
        yield word


def _class_of_written(token: str, places: tuple[str, ...]) -> Class:
    if token in ",.;?!:()":
        return "mark"
    if token.startswith(_LAST):
        return "asks"
    if _BOUND.match(token):
        return "bound"
    if _TIME.fullmatch(token):
        return "time"
    if any(p in token for p in places) or _PLACE.fullmatch(token):
        return "place"
    return "matter" if _HAN.search(token) else "unknown"


def _longest(tokens: Sequence[str], lexicon: Lexicon, places: tuple[str, ...]) -> tuple[Word, int]:
    """The word that the longest run of `tokens` means, and how many they are."""
    for size in range(len(tokens), 0, -1):
        if size == 1 and tokens[0] in lexicon.english_stop and tokens[0] not in lexicon.english:
            break
        if tokens[size - 1] == ",":
            continue
        if meant := _meaning(tuple(t for t in tokens[:size] if t != ","), lexicon):
            return Word(meant, _class_of(meant, lexicon)), size
        if "," not in tokens[:size] and (place := _place("".join(tokens[:size]), places)):
            kind = _KINDS_OF_PLACE.get(tokens[size], "") if size < len(tokens) else ""
            return Word(place if place.endswith(kind) else place + kind, "place"), size + bool(kind)
    word = tokens[0]
    if not word.isalpha() and word[0].isdigit():
        return Word(word, _class_of_written(word, places)), 1
    if word in _ARTICLES:
        return Word("", "article"), 1
    if word in ("and", "or"):
        return Word("和", "joins"), 1
    if word in _LINKS:
        return Word("", "links"), 1
    return Word(
        "" if word in lexicon.english_stop else word, "small" if word in lexicon.english_stop else "unknown"
    ), 1


def _class_of(meant: str, lexicon: Lexicon) -> Class:
    tags = lexicon.tags.get(meant, ())
    if meant in lexicon.places or meant in lexicon.groups:
        return "place"
    if "up" in tags or "down" in tags or "flat" in tags:
        return "moves"
    if meant in _DEEDS:
        return "deed"
    asks = (
        "amount",
        "which",
        "list",
        "passage",
        "rank_up",
        "rank_down",
        "compare",
        "trend",
        "planned",
        "estimated",
    )
    if any(tag in tags for tag in asks) or meant[0] in "哪几" or meant.startswith("有几"):
        return "asks"
    return "time" if _TIME.fullmatch(meant) else "matter"


@lru_cache(maxsize=4096)
def _meaning(words: tuple[str, ...], lexicon: Lexicon) -> str | None:
    """The Chinese word for some English ones: as they stand, else in the singular, else whatever their ending."""
    for table, form in zip(_tables(lexicon), (str, _singular, _stem), strict=True):
        if found := table.get(" ".join(map(form, words))):
            return found
    return None


@cache
def _tables(lexicon: Lexicon) -> tuple[dict[str, str], ...]:
    forms: tuple[dict[str, str], ...] = ({}, {}, {})
    for phrase, meant in lexicon.english.items():
        words = re.sub(r"'s\b|(?<=s)'|,", "", phrase).split()
        for table, form in zip(forms, (str, _singular, _stem), strict=True):
            table.setdefault(" ".join(map(form, words)), meant)
    return forms


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


def _stem(word: str) -> str:
    word = _singular(word)
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            word = word[: -len(ending)]
            word = word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls" else word
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _place(sound: str, places: tuple[str, ...]) -> str | None:
    from assistant.understanding.language import pinyin

    return next((p for p in places if pinyin(p) == sound), None) if len(sound) >= 4 else None


# -- order


def _without_glosses(words: list[Word]) -> list[Word]:
    """One of two wordings: the Chinese one in brackets stands for the English one before it (two cancers (两癌)),
    and an English one in brackets behind a known one says nothing new (dibao (low-income))."""
    out: list[Word] = []
    at = 0
    while at < len(words):
        close = next((i for i in range(at, len(words)) if words[i].text == ")"), 0)
        inside = words[at + 1 : close] if words[at].text == "(" else []
        if not inside:
            out.append(words[at])
            at += 1
            continue
        told = all(w.kind in ("matter", "unknown", "small", "joins", "links", "moves") for w in inside)
        if told and any(w.written and w.kind == "matter" for w in inside):
            while out and (
                out[-1].kind in ("matter", "unknown") or (out[-1].kind == "links" and len(out) > 1)
            ):
                out.pop()
            out += inside
        elif not (told and out and out[-1].kind == "matter"):
            out += [Word(",", "mark"), *inside]
        at = close + 1
    return out


def _named(words: list[Word]) -> list[Word]:
    """Names said as one: words of matter side by side."""
    out: list[Word] = []
    for word in words:
        if word.kind in ("matter", "unknown") and out and out[-1].kind in ("matter", "unknown"):
            gap = " " if word.text[:1].isascii() and out[-1].text[-1:].isascii() else ""
            kind = "unknown" if "unknown" in (word.kind, out[-1].kind) else "matter"
            out[-1] = Word(out[-1].text + gap + word.text, kind)
        elif word.kind != "small" or word.text or not out or out[-1].kind != "small":
            out.append(word)
    return out


def _matter(word: Word) -> bool:
    return word.kind in ("matter", "unknown")


def _places_first(words: list[Word]) -> list[Word]:
    """Places, times and bounds that are linked to a name go from between two names: the debt of X in 2024."""
    out = list(words)
    at = 1
    while at < len(out) - 1:
        if out[at].kind == "links" and out[at + 1].kind in ("place", "time", "bound"):
            end = at + 2
            while end < len(out) and (
                out[end].kind == out[at + 1].kind
                or (
                    end + 1 < len(out)
                    and out[end].kind in ("joins", "mark")
                    and out[end + 1].kind == out[at + 1].kind
                )
            ):
                end += 1
            start = at - 1 if _matter(out[at - 1]) else at
            if end < len(out) and out[end].kind == "links" and start < at:
                out[start:end] = [*out[at + 1 : end], *out[start:at]]
                at = max(1, start)
                continue
            out[at : at + 1] = []
        at += 1
    return out


def _turned(words: list[Word]) -> list[Word]:
    """Of two linked names the second first: the balance of government debt, spending on roads, growth in exports."""
    out = list(words)
    at = len(out) - 2
    while at > 0:
        if out[at].kind == "links":
            end = at + 2
            while (
                end + 1 < len(out)
                and out[end].kind == "joins"
                and _matter(out[end + 1])
                and _matter(out[at + 1])
            ):
                end += 2
            if _matter(out[at + 1]) and out[at - 1].kind in ("matter", "unknown", "moves"):
                told = "".join(w.text for w in out[at + 1 : end])
                kind = "unknown" if "unknown" in (out[at - 1].kind, out[at + 1].kind) else "matter"
                if out[at - 1].kind == "moves":
                    out[at - 1 : end] = [Word(told, out[at + 1].kind), out[at - 1]]
                else:
                    out[at - 1 : end] = [Word(told + out[at - 1].text, kind)]
        at -= 1
    return out


def _deeds_first(words: list[Word]) -> list[Word]:
    """A deed goes before what it is done to: lifts that were added, the debt that they resolve."""
    out = list(words)
    for at in range(1, len(words)):
        if out[at].kind != "deed" or (at + 1 < len(out) and _matter(out[at + 1])):
            continue
        to = at - 1
        while to >= 0 and not _matter(out[to]) and out[to].kind not in ("mark", "deed"):
            to -= 1
        if to >= 0 and _matter(out[to]):
            told = out[to].text.startswith(out[at].text)  # 新建高标准农田 says so itself
            out[to : at + 1] = [Word("", "small") if told else out[at], *out[to:at]]
    return out


def _bounds_last(words: list[Word]) -> list[Word]:
    """A bound goes behind what it bounds, and fell by more than 10 % is a rate: 降幅高于10%."""
    out = [w for w in words if w.kind != "links"]
    for at in range(len(out) - 2, -1, -1):
        if out[at].kind == "bound" and _matter(out[at + 1]):
            out[at : at + 2] = [out[at + 1], out[at]]
    size = len(out)
    for at, word in enumerate(list(out)):
        before = [i for i in range(max(0, at - 2), at) if out[i].kind == "moves"]
        if before and word.kind == "bound" and word.text.endswith(("%", "个百分点")):
            if not any(map(_matter, out)):
                out.insert(before[-1], Word("地区生产总值", "matter"))  # which counties grew faster than 6%
            out[before[-1] + (len(out) > size)] = Word(
                "降幅" if _falls(out[before[-1]].text) else "增速", "matter"
            )
    return out


def _falls(verb: str) -> bool:
    return any(c in verb for c in "降减跌落缩负少滑")


def _asked_last(words: list[Word]) -> list[Word]:
    """What is asked of all that was named comes last: how much it is, which is most, what they make together."""
    several = _several(words)
    if sum(w.kind == "place" for w in words) > 1 and any(w.text.startswith(f"{_LAST}谁") for w in words):
        words = [w for w in words if not w.text.startswith(("哪", "比较"))]
    out: list[Word] = []
    last: list[str] = []
    for at, word in enumerate(words):
        told = word.text.removeprefix(_LAST)
        if word.text in (".", "?", "!", ";"):
            out, last = [*out, Word(_together(last), "asks"), word], []
        elif told == "多少" and at + 1 < len(words) and words[at + 1].text in _COUNTED:
            out.append(word)
        elif (
            word.text.startswith(_LAST)
            or (word.kind == "asks" and told.startswith(("最", "多少")))
            or told == "花了"
        ):
            last.append(told if several or not told.startswith(("合计", "平均", "年均")) else "多少")
        else:
            out.append(word)
    return [*out, Word(_together(last), "asks")]


def _together(asked: Sequence[str]) -> str:
    """Several things asked, said once: 谁更高 and 高多少 are 谁高，高多少; an amount that another asks for is no other."""
    told = list(dict.fromkeys(asked))
    if "花了" in told:
        told = ["花了多少钱" if t == "多少" else t for t in told if t != "花了"]
    if any(t.startswith("最") for t in told):
        told = [t for t in told if t not in ("高多少", "多少")]
    if "高多少" in told:
        told = ["谁高，高多少"] if "谁更高" in told else ["相差多少"]
    if len(told) > 1 and any("多少" in t for t in told if t != "多少" and t[0] != "，"):
        told = [t for t in told if t != "多少"]
    return "".join(told)


def _several(words: Sequence[Word]) -> bool:
    """Whether more than one place or time is asked: none named is all."""
    places = sum(1 + w.text.count("、") for w in words if w.kind == "place")
    times = sum(1 for w in words if w.kind == "time")
    return places != 1 or times > 1


def _joined(words: Sequence[Word]) -> str:
    out = ""
    for word in words:
        text = "，" if word.text in (",", ":", ";", "(", ")") else " " if word.text == "." else word.text
        gap = out[-1:].isascii() and out[-1:].isalnum() and text[:1].isascii() and text[:1].isalnum()
        text = text + "年" if _YEAR.fullmatch(text) else text
        parted = (
            word.kind in ("place", "time", "bound")
            and out
            and not out.endswith((" ", "，"))
            and not text.startswith("的")
        )
        out += (" " if gap or parted else "") + text
    return out


def _said_twice(before: str, text: str) -> int:
    """So many characters that `text` begins with end what stands before it: PM2.5浓度|浓度."""
    sizes = range(min(len(before), len(text), 6), 1, -1)
    return next((n for n in sizes if _HAN.match(text) and before.endswith(text[:n])), 0)
