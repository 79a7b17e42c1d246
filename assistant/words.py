"""The lexicon: the field's words, read from `lexicon/*.txt` and a bureau's own file, checked when loaded.

A file is made of sections, `[同义]`, and entries, `统一名称 = 写法、写法`; `#` begins a comment. Words
are kept in the form that `plain` gives: half width, lower case, without quotation marks and spaces.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.errors import XianbaoError
from index.text import fold

_FOLDER = Path(__file__).with_name("lexicon")
_DROP = str.maketrans("", "", "“”\"‘’'「」『』《》〈〉 \t\u3000\r\n")
_KEYS: dict[str, tuple[str, ...] | None] = {
    "同义": None,  # any key
    "问题同义": None,
    "近似": None,
    "俗称": None,
    "相对": None,
    "英文": None,
    "英汉": None,
    "中心词": None,
    "地名": None,
    "地区组": None,
    "词语": (),
    "上升": ("verbs",),
    "下降": ("verbs",),
    "持平": ("verbs",),
    "英文虚词": ("words",),
    "问法": (
        *("silent", "hidden", "check", "count", "rank_up", "rank_down", "compare", "trend", "sum", "average"),
        *("passage", "list", "which", "amount"),
    ),
    "状态": ("planned", "estimated", "actual"),
    "虚词": (
        *("neutral", "facet", "per", "light", "particle", "period"),
        *("level_county", "level_city", "level_province", "level_any", "counter"),
    ),
}


_INDICATOR = 5
_BEFORE_COUNTER = ("多少", "是多少", "有多少", "达多少", "为多少", "几", "有几", "是几")


class LexiconError(XianbaoError):
    """A lexicon file with a mistake in it: whoever wrote the file must act."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon file."""

    section: str
    key: str
    values: tuple[str, ...]
    where: str  # file:line


def plain(text: str) -> str:
    """`text` as words are compared: half width, lower case, without quotation marks and spaces."""
    return fold(text).lower().translate(_DROP)


class Lexicon:
    """Words by what they are for; see the files themselves for what each section means."""

    def __init__(self, entries: list[Entry]) -> None:
        self.synonyms: dict[str, str] = {}  # spelling → the name that stands for it
        self.asked: dict[str, str] = {}  # the same, in questions only
        self.near: dict[str, str] = {}  # a loose name → what is meant where no report has it
        self.everyday: dict[str, tuple[str, ...]] = {}  # a word people say → what reports may write for it
        self.contrasts: tuple[tuple[str, ...], ...] = ()  # words of which one is never the other
        self.english: dict[str, str] = {}
        self.places: dict[str, str] = {}  # name or short name of a place → its full name
        self.groups: dict[str, tuple[str, ...]] = {}  # 西部 → the full names of its places
        self.english_stop: frozenset[str] = frozenset()
        self.heads: dict[str, str] = {}  # head noun → class
        self.units: dict[str, tuple[str, ...]] = {}  # class → units a figure of it may have
        self.tags: dict[str, set[str]] = {}  # word → what it may be in a question
        self.neutral: tuple[str, ...] = ()
        self.facets: tuple[str, ...] = ()
        self.per: tuple[str, ...] = ()
        self.light: frozenset[str] = frozenset()
        for entry in entries:
            self._add(entry)
        self._forms: dict[str, tuple[str, ...]] = {}
        self._others: dict[str, tuple[str, ...]] = {}
        spellings: dict[str, set[str]] = {}
        for spelling, name in self.synonyms.items():
            spellings.setdefault(name, {name}).add(spelling)
        for name, found in spellings.items():
            self._forms[name] = tuple(sorted(found, key=lambda w: (-len(w), w)))
        self._by_first = _by_first(self.synonyms)
        #: Names long enough to be indicators by themselves.
        self.indicators = tuple(sorted(n for n in spellings if len(n) >= _INDICATOR))
        self._longer: dict[str, tuple[str, ...]] = {}
        names = sorted(spellings)
        for name in names:
            self._longer[name] = tuple(
                n for n in names if name in n and n != name and self._is_other(name, n)
            )

    def _add(self, entry: Entry) -> None:
        key, values = plain(entry.key), [plain(v) for v in entry.values]
        if entry.section in ("同义", "问题同义"):
            table = self.synonyms if entry.section == "同义" else self.asked
            for spelling in (key, *values):
                before = table.get(spelling)
                if before not in (None, key, spelling) and spelling != key:
                    raise LexiconError(
                        "lexicon.two_names", where=entry.where, spelling=spelling, before=before, name=key
                    )
                table[spelling] = key
                if entry.section == "同义" or spelling != key:
                    self._tag(spelling, "term" if entry.section == "同义" else "asked")
        elif entry.section == "近似":
            for loose in values:
                self.near[loose] = key
                self._tag(loose, "term")
        elif entry.section == "俗称":
            self.everyday[key] = self.everyday.get(key, ()) + tuple(values)
        elif entry.section == "相对":
            self.contrasts += ((key, *values),)
        elif entry.section == "英文":
            self.english[" ".join(fold(entry.key).lower().split())] = plain(entry.values[0])
        elif entry.section == "英汉":
            self.english |= {" ".join(fold(v).lower().split()): key for v in entry.values}
        elif entry.section == "英文虚词":
            self.english_stop |= frozenset(entry.values[0].lower().split())
        elif entry.section == "地名":
            self.places |= dict.fromkeys((key, *values), key)
        elif entry.section == "地区组":
            self.groups[key] = tuple(values)
        elif entry.section == "中心词":
            self._add_head(entry, key)
        elif entry.section == "词语":
            for word in values:
                self._tag(word, "term")
        else:
            self._add_tagged(entry, key, values)

    def _add_head(self, entry: Entry, key: str) -> None:
        nouns, _, units = "、".join(entry.values).partition(":")
        self.units[key] = tuple(plain(unit) for unit in units.split())
        for noun in nouns.split("、"):
            self.heads[plain(noun)] = key
            self._tag(plain(noun), "head")

    def _add_tagged(self, entry: Entry, key: str, values: list[str]) -> None:
        names = {"上升": "up", "下降": "down", "持平": "flat"}
        tag = names.get(entry.section, key)
        if tag == "counter":  # 多少户, 是多少户: one word that asks for a number of this kind
            values = [before + word for word in values for before in _BEFORE_COUNTER]
            tag = "amount"
        for word in values:
            self._tag(word, tag)
        if tag == "neutral":
            self.neutral += tuple(values)
        elif tag == "facet":
            self.facets += tuple(values)
        elif tag == "per":
            self.per += tuple(values)
        elif tag == "light":
            self.light |= frozenset(values)

    def _tag(self, word: str, tag: str) -> None:
        if word:
            self.tags.setdefault(word, set()).add(tag)

    def _is_other(self, name: str, longer: str) -> bool:
        """Whether the longer name measures something else (进出口总额 for 出口总额), and not a part of the
        same (低保资金 for 低保, 城镇居民人均可支配收入 for 居民人均可支配收入)."""
        before, _, after = longer.partition(name)
        return not (after in self.heads and not before) and not (before in self.facets and not after)

    def longer(self, name: str) -> tuple[str, ...]:
        """Names that hold `name` and mean something else."""
        return self._longer.get(name, ())

    def without_others(self, name: str, text: str) -> str:
        """`text` without the words that have the letters of `name`'s spellings and mean something else: 税收 does
        not stand in 非税收入."""
        if name not in self._others:
            forms = self.forms(name)
            self._others[name] = tuple(
                word
                for word, meant in self.synonyms.items()
                if meant != name and name not in word and any(form in word for form in forms)
            )
        for word in self._others[name]:
            text = text.replace(word, "|")
        return text

    def canonical(self, text: str) -> str:
        """`text` in plain form with every synonym replaced by the name that stands for it."""
        return _replace(plain(text), self.synonyms, self._by_first)

    def forms(self, name: str) -> tuple[str, ...]:
        """Every spelling of `name`, longest first."""
        return self._forms.get(name, (name,))


def _by_first(words: dict[str, str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        table.setdefault(word[0], []).append(word)
    return table


def _replace(text: str, names: dict[str, str], by_first: dict[str, list[str]]) -> str:
    out: list[str] = []
    at, end = 0, len(text)
    while at < end:
        for word in by_first.get(text[at], ()):
            if text.startswith(word, at):
                out.append(names[word])
                at += len(word)
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def read_lexicon(path: Path) -> list[Entry]:
    """The entries of one file; a mistake is reported with its line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError("lexicon.unreadable", path=path, reason=error) from error
    return list(_entries(path.name, lines))


def _entries(name: str, lines: list[str]) -> Iterator[Entry]:
    section = ""
    for number, raw in enumerate(lines, 1):
        line, where = raw.split("#", 1)[0].strip(), f"{name}:{number}"
        if not line:
            continue
        if heading := re.fullmatch(r"\[(.+)\]", line):
            section = heading[1].strip()
            if section not in _KEYS:
                raise LexiconError("lexicon.unknown_section", where=where, section=section, known=list(_KEYS))
            continue
        if not section:
            raise LexiconError("lexicon.no_section", where=where, line=line)
        if section == "词语":
            yield Entry(section, "", tuple(line.replace("、", " ").split()), where)
            continue
        key, equals, value = line.partition("=")
        values = tuple(v.strip() for v in re.split("[、]", value) if v.strip())
        if not equals or not key.strip() or not values:
            raise LexiconError("lexicon.no_entry", where=where, line=line)
        keys = _KEYS[section]
        if keys and key.strip() not in keys:
            raise LexiconError(
                "lexicon.unknown_key", where=where, section=section, key=key.strip(), known=keys
            )
        yield Entry(section, key.strip(), values, where)


@cache
def lexicon(own: str | None = None) -> Lexicon:
    """The lexicon with a bureau's own file added; `own` defaults to `XIANBAO_LEXICON`."""
    entries = [entry for path in sorted(_FOLDER.glob("*.txt")) for entry in read_lexicon(path)]
    own = own or os.environ.get("XIANBAO_LEXICON")
    if own:
        entries += read_lexicon(Path(own))
    return Lexicon(entries)
