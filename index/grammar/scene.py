"""A sentence while it is read: its quantities, clauses and times, and what has been found so far."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from index.grammar.clauses import Clauses
from index.grammar.lexicon import pattern
from index.grammar.nouns import after_noun, depends, reached, tidy
from index.grammar.phrases import Phrase, Times
from index.grammar.quantity import Quantity
from index.grammar.relative import said_of
from index.records import Comparator, Direction, Role

#: So many subjects back 分别 may refer.
_RECENT = 8


@dataclass(slots=True)
class Context:
    """What the clauses before have set: what is spoken of, and what a later 分别 refers to."""

    subject: str = ""  # what a growth rate without a noun speaks of
    topic: str = ""  # what 金额, 占比, 增速 depend on
    verb: str = ""  # 新增 in 新增A 30个、B 100户
    recent: list[str] = field(default_factory=list)  # subjects of the sentence, in order
    label: str = ""  # what a line is about that begins with it (城市低保：每人每月850元)
    over: str = ""  # what the items of a list are of (标准为城市1100元、农村820元)
    money: str = ""  # the money that was last spoken of (新增债券5亿元，支持项目14个，|支出进度…)
    handed: list[str] = field(default_factory=list)  # what a list of numbers was handed out to last
    last: Found | None = None
    spoken: str = ""  # what the sentences before spoke of
    account: str = ""  # whose 收入, 支出 or 余额 it is where a heading says so

    def copy(self) -> Context:
        """The same, unchanged by what is read from now on."""
        return replace(self, recent=list(self.recent))

    def restore(self, outer: Context) -> None:
        """Goes back to what held before a bracket."""
        self.subject, self.topic, self.verb = outer.subject, outer.topic, outer.verb
        self.recent, self.last = outer.recent, outer.last

    def speak_of(self, noun: str) -> None:
        """Makes `noun` the latest subject."""
        self.subject = noun
        if not self.recent or self.recent[-1] != noun:
            self.recent.append(noun)
            del self.recent[:-_RECENT]

    def subjects(self, n: int) -> list[str]:
        """The last `n` subjects; the current one for each where there were fewer."""
        return self.recent[-n:] if len(self.recent) >= n else [self.subject] * n


class Found(NamedTuple):
    """A quantity with what it measures; times and status are added by the caller."""

    quantity: Quantity
    indicator: str
    role: Role
    direction: Direction | None
    comparator: Comparator | None
    clause: int  # where its clause begins
    base: str  # the subject that a growth rate behind it speaks of
    # of the whole year, as a plan; of the whole year, and planned; of the year before, as 上年
    when: Literal["", "year", "aim", "before"] = ""
    nth: tuple[int, int] | None = None  # its place in a list that was handed out, and the list's length


@dataclass(slots=True)
class Scene:
    """One sentence: `folded` and `text` are the same, half width and as written."""

    folded: str
    text: str
    times: Times
    quantities: list[Quantity]
    clauses: Clauses
    context: Context
    found: list[Found] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """Takes a figure in, and makes its subject the latest."""
        self.found.append(found)
        self.context.last = found
        if found.quantity.sort == "money" and found.role == "level" and found.base:
            self.context.money = found.base
        if found.base:
            self.context.speak_of(found.base)

    def begin(self, i: int, left: int) -> int:
        """Where the words before quantity `i` begin: its clause's begin or the quantity before it."""
        return max(left, self.quantities[i - 1].stop if i else 0)

    def next_start(self, i: int) -> int:
        """Where the quantity after `i` begins, or the sentence ends."""
        return self.quantities[i + 1].start if i + 1 < len(self.quantities) else len(self.folded)

    def noun_behind(self, i: int) -> str:
        """The noun that quantity `i` counts and that follows it, "" where none does."""
        q = self.quantities[i]
        following = self.quantities[i + 1] if i + 1 < len(self.quantities) else None
        if following and q.comparator == "ge" and self.makes_range(i):
            return self.noun_behind(i + 1)
        if following and following.start == q.stop and q.unit.endswith(("户", "家")):  # 120户|350名|群众
            return self.noun_behind(i + 1)
        return after_noun(self.text[q.stop : self.clauses.right(q.stop, self.next_start(i))], q.sort)

    def said_behind(self, i: int) -> tuple[str, str] | None:
        """The noun behind quantity `i` and what is said of it (入选…, and behind 为 or 对 发放…)."""
        q = self.quantities[i]
        end = self.clauses.right(q.stop, self.next_start(i))
        served = self.serves(i)
        if end == self.next_start(i) < len(self.text) and not served:  # 3家企业实现利润|5亿元
            return None
        return said_of(self.text[q.stop : end], served)

    def rest_of_clause(self, i: int) -> str:
        """What follows quantity `i` in its clause, "" where that is short, long or holds another quantity."""
        stop = self.quantities[i].stop
        end = self.clauses.right(stop, len(self.text))
        said = self.text[stop:end].strip()
        return said if 2 <= len(said) <= _LONGEST_SAID and end <= self.next_start(i) else ""

    def serves(self, i: int) -> bool:
        """Whether something is done for what quantity `i` counts (为|120户|农户)."""
        start = self.quantities[i].start
        if i and start > self.quantities[i - 1].stop and self.text[start - 1] == "、":
            between = self.text[self.quantities[i - 1].stop : start]
            if not _STOP.search(between):  # 对45个项目、|8个部门|开展评价
                return self.serves(i - 1)
        return _SERVED.search(self.folded, max(0, start - 4), start) is not None

    def makes_range(self, i: int) -> bool:
        """Whether quantity `i` and the next are the two ends of a range (0.3-0.8)."""
        low, high = self.quantities[i], self.quantities[i + 1]
        between = self.folded[low.stop : high.start]
        return low.comparator == "ge" and high.comparator == "le" and not between.strip("-~至到")

    def noun_of(self, p: Phrase) -> str:
        """The noun that a phrase found before a quantity, "" where it only adds up (共计)."""
        noun = tidy(_ADDED.split(self.text[p.start : p.end])[-1])
        if (each := _EACH.match(noun)) and depends(noun[each.end() :]):  # 岗位60个，|每人每月补贴|800元
            return noun[each.end() :]
        return "" if noun in _SUMS else reached(noun) or noun

    def begins(self, p: Phrase, left: int) -> bool:
        """Whether a phrase's noun stands at the front of its clause, without a verb before it."""
        return self.text[left : p.start].strip(" 、和及与") == ""

    def only_times(self, a: int, b: int) -> bool:
        """Whether nothing but a time stands at `a:b`."""
        k = bisect_right(self.times, (a, len(self.folded)))
        return k > 0 and b - 1 <= self.times[k - 1][1]


#: 本年收入|加上|上年结转5亿元, 主要是|契税减收5亿元.
_ADDED = pattern("(?<=.)(?:加上|减去)|(?:主要)?原因(?:是|在于)|主要[是系]|主因是|是?因为|由于")
#: Before whom or what something is done for: 为, 对全县.
_SERVED = pattern("(?<![认作成视])[为给向对](?:全[县省市区州旗]|[我本][县省市区州旗])?$")
_STOP = pattern("[，,；;。：:]")
_LONGEST_SAID = 20
_EACH = pattern("(?:每[人户生年月天日]){1,2}")
_SUMS = frozenset(("计", "共计", "合"))
