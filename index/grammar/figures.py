"""A sentence to its figures: which indicator each quantity measures, in what role and direction.

The quantities of a sentence are read from left to right. Each stands in a clause; what stands before it
in the clause names its indicator, or the noun behind it does (304个省列重大项目), or it speaks of the
subject that the clause before spoke of. 分别 hands its quantities out to the items in order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.grammar.nouns import (
    after_noun,
    joined,
    kept_verb,
    only_verbs,
    purpose_of,
    reached,
    share,
    stated,
    tidy,
    unpaid,
    without_head,
)
from index.grammar.phrases import Phrase, before, lexicon
from index.grammar.quantities import Quantity, quantities
from index.records import Comparator, Direction, Role

_CLOSE = {"(": ")", "（": "）"}
_STOPS = ",，;；:：。!！?？|"
_LIST_GAP = re.compile(r"^(?:[、,，和与及以]|以及)$")


@dataclass(slots=True)
class Context:
    """What the clauses before have set: what is spoken of, and what a later 分别 refers to."""

    subject: str = ""  # what a growth rate without a noun speaks of
    topic: str = ""  # what 金额, 占比, 增速 depend on
    verb: str = ""  # 新增 in 新增A 30个、B 100户
    recent: list[str] = field(default_factory=list)  # subjects of the sentence, in order
    last: Found | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity with what it measures; times and status are added by the caller."""

    quantity: Quantity
    indicator: str
    role: Role
    direction: Direction | None
    comparator: Comparator | None
    clause: int  # where its clause begins
    base: str  # the subject that a growth rate behind it speaks of


def figures(folded: str, text: str, times: Sequence[tuple[int, int]], context: Context) -> list[Found]:
    """The figures of a sentence, in order. `folded` and `text` are the same sentence, half width and as
    written; `context` is carried on to the next one.
    """
    found = quantities(folded)
    if not found:
        return []
    return _Reader(folded, text, list(times), found, context).read()


class _Reader:
    def __init__(
        self, s: str, text: str, times: list[tuple[int, int]], found: list[Quantity], context: Context
    ):
        self.s, self.text, self.times, self.q, self.context = s, text, times, found, context
        self.out: list[Found] = []
        self.marks = _delimiters(s, found)

    def read(self) -> list[Found]:
        stack: list[tuple[int, Context]] = []
        i = 0
        while i < len(self.q):
            q = self.q[i]
            while stack and q.start > stack[-1][0]:
                self.context = self._leave(stack.pop()[1])
            for a, b in self.marks.brackets:
                if a < q.start < b and (not stack or stack[-1][0] != b) and not any(x == b for x, _ in stack):
                    stack.append((b, replace(self.context, recent=list(self.context.recent))))
            left = self.marks.left(q.start)
            group = self._group(i, left)
            if group is not None:
                i = group
                continue
            self._one(i, left)
            i += 1
        return self.out

    def _leave(self, outer: Context) -> Context:
        self.context.subject, self.context.topic, self.context.verb = outer.subject, outer.topic, outer.verb
        self.context.recent, self.context.last = outer.recent, outer.last
        return self.context

    # --- one quantity -----------------------------------------------------------------------------

    def _one(self, i: int, left: int) -> None:
        q = self.q[i]
        prev = self.q[i - 1] if i else None
        begin = max(left, prev.stop if prev else 0)
        phrase = before(self.s, begin, q.start, self.times, q.sort == "ratio", q.rank)
        noun = self._noun(phrase)
        last = self.out[-1] if self.out else None
        if last and prev and self._repeats(prev, q):
            same = replace(last, quantity=q, comparator=q.comparator)
            if last.comparator is None and q.comparator not in (None, "le"):
                self.out[-1] = replace(last, comparator=q.comparator)
            self._add(same)
            return
        if not noun:
            phrase = self._heard(phrase, left)
        elif phrase.reaches and phrase.direction is None and "翻番" in self.text[phrase.start : q.start]:
            phrase = replace(phrase, direction="up")
        role, direction = _role(q, phrase, noun, self.s[begin : q.start])
        indicator, base = self._indicator(i, q, phrase, noun, role, left)
        last = last or self.context.last
        if role == "level" and direction is None and phrase.reaches and not noun and last:
            if (
                last.role in ("change", "rate")
                and last.base == base
                and last.quantity.unit != "%"
                or (last.role == "rate" and last.base == base)
            ):
                direction = last.direction
        if direction is None and role in ("level", "previous") and phrase.direction:
            direction = phrase.direction
        self._add(Found(q, indicator, role, direction, q.comparator, left, base))

    def _noun(self, p: Phrase) -> str:
        noun = tidy(self.text[p.start : p.end])
        if noun in ("计", "共计", "合"):
            return ""
        return reached(noun) or noun

    def _repeats(self, prev: Quantity, q: Quantity) -> bool:
        """Whether `q` only goes on a list (420元、440元) or ends a range (0.3-0.8)."""
        gap = self.s[prev.stop : q.start]
        if prev.comparator == "ge" and q.comparator == "le" and gap.strip("-~至到—") == "":
            return True
        return gap in ("、", "和", "与", "及") and prev.unit[-1:] == q.unit[-1:] and not self._behind(q)

    def _behind(self, q: Quantity) -> str:
        k = bisect_right([x.start for x in self.q], q.start)
        right = self.marks.right(q.stop, self.q[k].start if k < len(self.q) else len(self.s))
        return after_noun(self.text[q.stop : right], q.sort)

    def _heard(self, p: Phrase, left: int) -> Phrase:
        """Takes the subject from the clauses without a quantity right before (经济总量连跨两个台阶，年均增长5.7%)."""
        since = self.out[-1].quantity.stop if self.out else 0
        for a, b in reversed(self.marks.clauses(since, p.start if p.start > left else left)):
            if self.times and any(x <= a and b - 1 <= y for x, y in self.times):
                continue
            named = stated(self.text, a, b, self.times)
            if named is None:
                return p
            noun, direction = named
            self.context.subject = self.context.topic = noun
            self.context.recent.append(noun)
            return replace(p, direction=p.direction or direction) if not p.moves else p
        return p

    def _add(self, f: Found) -> None:
        self.out.append(f)
        c = self.context
        c.last = f
        if f.base:
            c.subject = f.base
            if not c.recent or c.recent[-1] != f.base:
                c.recent.append(f.base)
                del c.recent[:-8]

    def _indicator(self, i: int, q: Quantity, p: Phrase, noun: str, role: Role, left: int) -> tuple[str, str]:
        """What the quantity measures, and what a growth rate behind it would speak of."""
        table, c = lexicon(), self.context
        if role == "rank" or q.rank:
            return self._ranked(p, noun)
        if p.gap >= 0:
            base = noun or c.subject
            return joined(base, self.text[p.gap : q.start].strip()), base
        if q.sort == "money" or q.unit in ("亿", "万"):
            named = purpose_of(self.text, q.stop, self.marks.sentence_end(q.stop), noun, self._next_start(i))
            if named is not None:
                c.topic = named
                return named, named
        if not p.moves and not p.arrives and (behind := self._behind(q)):
            counted = q.sort in ("counter", "duration")
            verbs = not noun or only_verbs(noun) or _PAYS.search(noun) is not None
            if counted or (verbs and (not p.reaches or not noun)):
                whole = self._counted(q, noun, behind, verbs)
                c.topic = whole
                return whole, whole
        if not noun:
            return c.subject, c.subject
        if (
            (noun in table.relational or _DEPENDENT.match(noun) or _AMOUNT.fullmatch(noun))
            and c.topic
            and not (p.among and len(noun) > 4)
        ):
            whole = joined(c.topic, noun)
            return whole, (c.subject if noun in _SHARES or _DEPENDENT.match(noun) else whole)
        prev = self.q[i - 1] if i else None
        if prev and prev.stop > left and prev.sort == "counter" and (m := _PAID.match(noun)) and self.out:
            noun = joined(self.out[-1].base, noun[m.end() :])
        else:
            noun = unpaid(noun)
        if v := kept_verb(noun):
            c.verb = v
        elif self._listed(q):
            noun = c.verb + noun if c.verb and not p.reaches and not p.moves else noun
        else:
            c.verb = ""
        c.topic = without_head(noun, table.relational, _AMOUNT)
        return noun, noun

    def _next_start(self, i: int) -> int:
        return self.q[i + 1].start if i + 1 < len(self.q) else len(self.s)

    def _counted(self, q: Quantity, noun: str, behind: str, verbs: bool) -> str:
        """The indicator of a number whose noun follows: 培育|304个|项目, 思哲等|5户|企业, 局机关|63名|干部."""
        c = self.context
        if v := kept_verb(noun):
            c.verb = v
        elif not noun and c.verb and self._listed(q):
            return c.verb + behind
        if not noun:
            return behind
        if q.sort == "money" and verbs:
            m = re.search(r"(?:投资|贷款|补助|补贴|奖励|资助)$", noun)
            return joined(behind, m[0]) if m else behind
        if (
            self.s[: q.start].endswith("等")
            or noun.endswith("领域")
            or noun.count("、") >= 2
            or _EXAMPLES.search(noun)
        ):
            return behind
        return joined(noun, behind)

    def _listed(self, q: Quantity) -> bool:
        """Whether the clause follows a 、 (新增A 30个、B 100户)."""
        at = self.marks.left(q.start)
        return at > 0 and self.s[at - 1] in "、和"

    def _ranked(self, p: Phrase, noun: str) -> tuple[str, str]:
        c = self.context
        if not noun:
            grown = c.last is not None and c.last.role == "rate" and p.source < 0
            return (joined(c.subject, "增速") if grown else c.subject), c.subject
        if noun in lexicon().relational and c.topic:
            return joined(c.topic, noun), c.subject
        c.topic = noun
        return noun, noun

    # --- 分别 and transitions ---------------------------------------------------------------------

    def _group(self, i: int, left: int) -> int | None:
        """Hands out the quantities of 分别 from the i-th on; the index behind them, `None` where it is no list."""
        q = self.q[i]
        begin = max(left, self.q[i - 1].stop if i else 0)
        at = self.s.find("分别", begin, q.start)
        if at < 0:
            return None
        last = self._list_end(i)
        n = last - i + 1
        head = before(self.s, begin, at, self.times, False)
        verb = before(self.s, at + 2, q.start, self.times, q.sort == "ratio", q.rank)
        noun = self._noun(head)
        tail = tidy(self.text[verb.start : verb.end]) if verb.end > verb.start else ""
        if not noun:
            names = self.context.recent[-n:] if len(self.context.recent) >= n else [self.context.subject] * n
        else:
            names = share(noun, n) or [noun] * n
            if (noun in lexicon().relational or _DEPENDENT.match(noun)) and self.context.topic:
                before_names = (
                    self.context.recent[-n:] if len(self.context.recent) >= n else [self.context.subject] * n
                )
                names = [joined(b, noun) for b in before_names] if len(set(names)) == 1 else names
        if tail and not verb.governs:
            names = [joined(name, tail) for name in names]
        direction: Direction | None = verb.direction or (head.direction if head.governs else None)
        role, _ = _role(q, verb, tail, self.s[at : q.start])
        if role == "level" and head.governs:
            direction = head.direction
        elif role == "level" and not verb.arrives:
            direction = None
        comparator = self.q[last].comparator
        for k in range(i, last + 1):
            qk = self.q[k]
            self._add(
                Found(
                    qk,
                    names[k - i],
                    role,
                    direction,
                    qk.comparator or (comparator if n > 1 else None),
                    left,
                    names[k - i],
                )
            )
        self.context.recent = [*self.context.recent[:-n], *names] if noun else self.context.recent
        nxt = last + 1
        if role == "previous" and nxt < len(self.q):
            return self._arrival(i, last, names, left)
        return nxt

    def _arrival(self, i: int, last: int, names: list[str], left: int) -> int:
        """The later ends of 分别从A、B增加到C、D."""
        first = last + 1
        q = self.q[first]
        step = before(self.s, self.q[last].stop, q.start, self.times, q.sort == "ratio", q.rank)
        if not step.arrives:
            return first
        end = self._list_end(first)
        for k in range(first, end + 1):
            name = names[min(k - first, len(names) - 1)]
            self._add(
                Found(
                    self.q[k],
                    name,
                    "rank" if q.rank else "level",
                    step.direction,
                    self.q[k].comparator,
                    left,
                    name,
                )
            )
        self._point(len(self.out) - (end - i + 1), step.direction)
        return end + 1

    def _point(self, start: int, direction: Direction | None) -> None:
        for k in range(max(0, start), len(self.out)):
            if self.out[k].role == "previous":
                self.out[k] = replace(self.out[k], direction=direction)

    def _list_end(self, i: int) -> int:
        last = i
        while last + 1 < len(self.q):
            gap = self.s[self.q[last].stop : self.q[last + 1].start]
            if not _LIST_GAP.match(gap.strip()) or (gap.strip() in ",，" and last + 1 - i > 5):
                break
            last += 1
        return last


_DEPENDENT = re.compile(
    r"(?:占|超|高于|低于|为年|为全年|相当于|快于|好于)"
    r"|完成(?:年|全年|调整|预算|目标|序时|计划|当年)"
)
#: shares and growth that a later growth rate does not speak of
_SHARES = frozenset(
    {
        "增速",
        "增幅",
        "占比",
        "比重",
        "完成率",
        "支付进度",
        "支出进度",
        "进度",
        "位次",
        "排名",
        "增长率",
        "非税占比",
        "贡献率",
    }
)
#: 支出金额, 惠及人数: what is counted needs what it is counted of
_AMOUNT = re.compile(r".{0,2}(?:金额|进度|总额|人数|户数|面积|占比|比重)")
_PAYS = re.compile(r"(?:投资|贷款|投入|安排|拨付|发放|给予|补助|奖励|资助)$")
_PAID = re.compile(r"(?:共|累计|共计|合计)?(?:发放|拨付|支付|享受|兑现|补助|给予)")
#: a list of examples before the number (A、B和C|7个|产业)
_EXAMPLES = re.compile(r"、.*(?:和|及)")


def _role(q: Quantity, p: Phrase, noun: str, between: str) -> tuple[Role, Direction | None]:
    """The role and direction that the words before a quantity give it."""
    relative = q.sort == "ratio" and not q.unit.endswith("百分点")
    if p.source >= 0 and not p.arrives and not p.moves:
        return "previous", None
    if q.rank:
        return "rank", p.direction if p.arrives else None
    if p.gap >= 0:
        return "level", None
    if p.arrives:
        return "level", p.direction
    if p.moves:
        if q.unit == "倍" and between.endswith("的"):
            return "level", None
        return ("rate" if relative else "change"), p.direction
    if q.unit == "番":
        return "rate", "up"
    if p.compared:
        return ("rate" if relative else "change"), None
    if p.governs and p.reaches:
        return "level", p.direction
    if p.governs and not re.match(r".{0,12}(?:金额|个数|率)$", noun):
        return ("rate" if relative else "change"), p.direction
    return "level", None


@dataclass(slots=True)
class _Marks:
    bounds: list[int]  # positions right behind a delimiter, ascending
    brackets: list[tuple[int, int]]
    length: int
    s: str

    def left(self, at: int) -> int:
        k = bisect_right(self.bounds, at)
        return self.bounds[k - 1] if k else 0

    def right(self, at: int, limit: int) -> int:
        k = bisect_right(self.bounds, at)
        end = self.bounds[k] - 1 if k < len(self.bounds) else self.length
        return max(at, min(end, limit))

    def clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses between two positions, in order."""
        cuts = [start, *(b for b in self.bounds if start < b < end), end]
        return [(a, b) for a, b in pairwise(cuts) if b > a]

    def sentence_end(self, at: int) -> int:
        for k in range(at, min(self.length, at + 90)):
            if self.s[k] in "。;；!！?？)）":
                return k
        return min(self.length, at + 90)


def _delimiters(s: str, found: list[Quantity]) -> _Marks:
    """Where clauses begin: behind a stop, behind a 、 or 和 that follows a quantity, and at brackets that
    hold a quantity; a bracket without one (直达资金（含参照直达）) is part of its noun."""
    inside: list[tuple[int, int]] = []
    opened: list[int] = []
    for i, c in enumerate(s):
        if c in _CLOSE:
            opened.append(i)
        elif c in _CLOSE.values() and opened:
            inside.append((opened.pop(), i))
    starts = [q.start for q in found]
    holding = [(a, b) for a, b in inside if _any_between(starts, a, b)]
    plain = [(a, b) for a, b in inside if not _any_between(starts, a, b)]
    covered = bytearray(len(s) + 1)
    for a, b in plain:
        covered[a : b + 1] = b"\1" * (b + 1 - a)
    bounds = {i + 1 for i, c in enumerate(s) if c in _STOPS and not covered[i]}
    for a, b in holding:
        bounds |= {a + 1, b + 1}
    for q in found:
        at = q.stop
        if (
            q.start
            and s[q.start - 1] in "、和与及"
            and any(
                x.stop <= q.start and q.start - x.stop < 24
                for x in found[max(0, found.index(q) - 1) : found.index(q)]
            )
        ):
            bounds.add(q.start)
        if s[at : at + 1] in ("、", "和", "与", "及") and at < len(s):
            bounds.add(at + 1)
        elif s.startswith("以及", at):
            bounds.add(at + 2)
    return _Marks(sorted(bounds), sorted(holding), len(s), s)


def _any_between(starts: list[int], a: int, b: int) -> bool:
    k = bisect_right(starts, a)
    return k < len(starts) and starts[k] < b
