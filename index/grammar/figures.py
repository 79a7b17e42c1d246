"""A sentence to its figures: which indicator each quantity measures, in what role and direction.

The quantities of a sentence are read from left to right. Each stands in a clause; what stands before it
in the clause names its indicator, or the noun behind it does (304个省列重大项目), or it speaks of the
subject that the clause before spoke of. 分别 hands its quantities out to the items in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.grammar.nouns import after_noun, joined, purpose_of, share, tidy
from index.grammar.phrases import Phrase, before, lexicon
from index.grammar.quantities import Quantity, quantities
from index.records import Comparator, Direction, Role

_CLOSE = {"(": ")", "（": "）"}
_STOPS = ",，;；:：。!！?？|"
_LIST_GAP = re.compile(r"^(?:[、,，和与及以]|以及)$")
_RANKED = re.compile(r"(?:分别)?(?:位居|居|位列|列|排名|排在|排位|排|位次|名列|跃居|稳居|保持|跃升至|跃升到|升至|升到|上升至|上升到|前移至|前移到|提升至|提升到|进入|位于|位|均为|为|获|进位|居于|并列|晋升)[^,，、。;；]{0,16}?(?:第|前)?$")


@dataclass(slots=True)
class Context:
    """What the clauses before have set: the subject, and the figures that a later 分别 refers to."""

    subject: str = ""
    verb: str = ""
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
    def __init__(self, s: str, text: str, times: list[tuple[int, int]], found: list[Quantity], context: Context):
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
        self.context.subject, self.context.verb = outer.subject, outer.verb
        self.context.recent, self.context.last = outer.recent, outer.last
        return self.context

    # --- one quantity -----------------------------------------------------------------------------

    def _one(self, i: int, left: int) -> None:
        q = self.q[i]
        prev = self.q[i - 1] if i else None
        begin = max(left, prev.stop if prev else 0)
        after_prev = prev is not None and begin > left  # the clause holds an earlier quantity
        phrase = before(self.s, begin, q.start, self.times, q.sort == "ratio")
        noun = tidy(self.text[phrase.start : phrase.end])
        between = self.s[begin : q.start]
        last = self.out[-1] if self.out else self.context.last
        if not between.strip("和与及、,， ") and last and prev and self.out and self._same_sort(last.quantity, q):
            self._add(replace(last, quantity=q, comparator=q.comparator or self._list_comparator(i)))
            return
        if last and q.comparator == "le" and prev and prev.comparator == "ge" and self.s[prev.end : q.start].strip("-~至到—") == "":
            self._add(replace(last, quantity=q, comparator="le"))
            return
        role, direction = self._role(q, phrase, noun, last, between)
        indicator, base = self._indicator(i, q, phrase, noun, role, after_prev, left)
        if role == "level" and direction is None and last and phrase.reaches:
            if last.role in ("change", "rate") and last.base == base and not noun:
                direction = last.direction
        self._add(Found(q, indicator, role, direction, q.comparator, left, base))

    @staticmethod
    def _same_sort(a: Quantity, b: Quantity) -> bool:
        return a.unit.split("/")[0][-1:] == b.unit.split("/")[0][-1:]

    def _list_comparator(self, i: int) -> Comparator | None:
        return self.q[i].comparator

    def _add(self, f: Found) -> None:
        self.out.append(f)
        c = self.context
        c.last = f
        if f.base:
            c.subject = f.base
            if not c.recent or c.recent[-1] != f.base:
                c.recent.append(f.base)
                del c.recent[:-8]

    def _role(self, q: Quantity, p: Phrase, noun: str, last: Found | None, between: str) -> tuple[Role, Direction | None]:
        ratio = q.sort == "ratio"
        points = q.unit.endswith("百分点")
        if q.rank:
            return ("previous", None) if p.source >= 0 else ("rank", p.direction if p.arrives else None)
        if p.source >= 0 and not p.arrives and not p.moves:
            return "previous", None
        if p.arrives:
            return "level", p.direction
        if p.gap and (points or ratio):
            return "level", None
        if p.moves:
            if q.unit in ("倍",) and re.search(r"的$", between):
                return "level", None
            return ("rate" if ratio and not points else "change"), p.direction
        if q.unit == "番":
            return "rate", "up"
        if p.governs:
            if p.reaches:
                return "level", p.direction
            if re.match(r"(?:.{0,12})(?:金额|个数|率)$", noun):
                return "level", None
            return ("rate" if ratio and not points else "change"), p.direction
        return "level", None

    def _indicator(
        self, i: int, q: Quantity, p: Phrase, noun: str, role: Role, after_prev: bool, left: int
    ) -> tuple[str, str]:
        table = lexicon()
        c = self.context
        right = self.marks.right(q.stop, self.q[i + 1].start if i + 1 < len(self.q) else len(self.s))
        follow = self.s[q.stop : right]
        if role == "rank":
            return self._ranked(p, noun, left, q)
        if p.gap:
            own = self.text[p.start : q.start].strip("，, ")
            own_noun, _, gap = _split_gap(own)
            base = own_noun or c.subject
            return joined(base, gap), base
        # 投资3000万元用于一中新建综合楼项目: the purpose names the money
        if q.sort == "money" or q.unit in ("亿", "万"):
            named = purpose_of(self.text, q.stop, self.marks.sentence_end(q.stop), noun)
            if named is not None:
                return named, named
        if (not p.moves and not p.arrives) and follow:
            behind = after_noun(self.text[q.stop : right], q.sort)
            if behind and (q.sort == "counter" or not noun or table.funding.search(noun) or _is_verb(noun)):
                if q.sort in ("counter", "duration") or not p.reaches or not noun:
                    whole = joined(noun, behind) if noun else (c.verb + behind if c.verb and self._listed(q) else behind)
                    if noun and (v := _kept_verb(noun)):
                        c.verb = v
                    return whole, whole
        if not noun:
            subject = c.subject or ""
            return subject, subject
        dependent = noun in table.relational or _DEPENDENT.match(noun) is not None
        if dependent and c.subject and not (p.among and len(noun) > 4):
            base = c.subject
            whole = joined(base, noun)
            keeps = noun.startswith(("占", "完成")) or noun in _SHARES
            return whole, (base if keeps else whole)
        if v := _kept_verb(noun):
            c.verb = v
        elif c.verb and self._listed(q) and not p.reaches and not p.moves:
            noun = c.verb + noun
        elif not self._listed(q):
            c.verb = ""
        return noun, noun

    def _listed(self, q: Quantity) -> bool:
        """Whether the clause follows a 、 (新增A 30个、B 100户)."""
        at = self.marks.left(q.start)
        return at > 0 and self.s[at - 1] in "、和"

    def _ranked(self, p: Phrase, noun: str, left: int, q: Quantity) -> tuple[str, str]:
        c = self.context
        words = self.s[max(left, p.start) : q.start]
        m = _RANKED.search(words)
        own = tidy(self.text[p.start : p.start + m.start()]) if m else ""
        own = re.sub(r"(?:均|都|分别|稳|首次|已|由全国|从全国)+$", "", own)
        if not own:
            return joined(c.subject, "增速") if c.last and c.last.role == "rate" else c.subject, c.subject
        if own in lexicon().relational and c.subject:
            return joined(c.subject, own), c.subject
        return own, own

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
        verb = before(self.s, at + 2, q.start, self.times, q.sort == "ratio")
        noun = tidy(self.text[head.start : head.end])
        tail = tidy(self.text[verb.start : verb.end]) if verb.end > verb.start else ""
        if not noun:
            names = self.context.recent[-n:] if len(self.context.recent) >= n else [self.context.subject] * n
        else:
            names = share(noun, n) or [noun] * n
            if (noun in lexicon().relational or _DEPENDENT.match(noun)) and self.context.subject:
                before_names = self.context.recent[-n:] if len(self.context.recent) >= n else [self.context.subject] * n
                names = [joined(b, noun) for b in before_names] if len(set(names)) == 1 else names
        if tail and not verb.governs:
            names = [joined(name, tail) for name in names]
        direction: Direction | None = verb.direction or (head.direction if head.governs else None)
        role, _ = self._role(q, verb, tail, None, self.s[at:q.start])
        if role == "level" and head.governs:
            direction = head.direction
        elif role == "level" and not verb.arrives:
            direction = None
        comparator = self.q[last].comparator
        for k in range(i, last + 1):
            qk = self.q[k]
            self._add(Found(qk, names[k - i], role, direction, qk.comparator or (comparator if n > 1 else None), left, names[k - i]))
        self.context.recent = [*self.context.recent[:-n], *names] if noun else self.context.recent
        nxt = last + 1
        if role == "previous" and nxt < len(self.q):
            return self._arrival(i, last, names, left)
        return nxt

    def _arrival(self, i: int, last: int, names: list[str], left: int) -> int:
        """The later ends of 分别从A、B增加到C、D."""
        first = last + 1
        step = before(self.s, self.q[last].stop, self.q[first].start, self.times, self.q[first].sort == "ratio")
        if not step.arrives:
            return first
        end = self._list_end(first)
        for k in range(first, end + 1):
            name = names[min(k - first, len(names) - 1)]
            self._add(Found(self.q[k], name, "level", step.direction, self.q[k].comparator, left, name))
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


_DEPENDENT = re.compile(r"(?:占|超|完成年|完成全年|完成调整|完成预算|完成目标|完成序时|高于|低于|为年|为全年|相当于|与上年|快于|好于)")
_SHARES = frozenset(words for words in ("增速", "增幅", "占比", "比重", "完成率", "支付进度", "支出进度", "进度", "位次", "排名", "增长率", "非税占比", "贡献率"))
_KEPT = re.compile(r"(?:新增|新建|新改建|新开工|新打造|新认定|新培育|新引进|新设|新开|净增|新入规|新集聚|建成|改造|培育|打造|新改扩建|新建改扩建|建设和改造)")


def _kept_verb(noun: str) -> str:
    m = _KEPT.match(noun)
    return m[0] if m and m[0].startswith(("新", "净")) else ""


def _is_verb(noun: str) -> bool:
    """Whether nothing but a verb stands before the number (培育打造20个…, 新建7家…)."""
    from index.grammar.nouns import only_verbs

    return only_verbs(noun)


def _split_gap(own: str) -> tuple[str, str, str]:
    m = re.search(r"(?:高于|低于|快于|好于|优于|高出|低出|超过|超出|超额|领先|慢于|落后|超|高|低|快)(?:于)?", own)
    if m is None:
        return own, "", ""
    return tidy(own[: m.start()]), m[0], own[m.start() :]


@dataclass(slots=True)
class _Marks:
    bounds: list[int]  # positions right behind a delimiter, ascending
    brackets: list[tuple[int, int]]
    length: int
    s: str

    def left(self, at: int) -> int:
        from bisect import bisect_right

        k = bisect_right(self.bounds, at)
        return self.bounds[k - 1] if k else 0

    def right(self, at: int, limit: int) -> int:
        from bisect import bisect_right

        k = bisect_right(self.bounds, at)
        end = self.bounds[k] - 1 if k < len(self.bounds) else self.length
        return max(at, min(end, limit))

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
        if s[at : at + 1] in ("、", "和", "与", "及") and at < len(s):
            bounds.add(at + 1)
        elif s.startswith("以及", at):
            bounds.add(at + 2)
    return _Marks(sorted(bounds), sorted(holding), len(s), s)


def _any_between(starts: list[int], a: int, b: int) -> bool:
    from bisect import bisect_right

    k = bisect_right(starts, a)
    return k < len(starts) and starts[k] < b
