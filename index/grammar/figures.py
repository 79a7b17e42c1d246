"""A sentence to its figures: which indicator each quantity measures, in what role and direction.

The quantities of a sentence are read from left to right. Each stands in a clause; what stands before it
in the clause names its indicator, or the noun behind it does (304个省列重大项目), or it speaks of the
subject that the clause before spoke of. 分别 hands its quantities out to the items in order.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from index.grammar.clauses import clauses_of
from index.grammar.indicators import name
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.lists import share
from index.grammar.nouns import depends, joined, only_verbs, stated, tidy
from index.grammar.phrases import Phrase, Times, before
from index.grammar.quantities import Quantity, quantities
from index.grammar.scene import Context, Found, Scene
from index.records import Direction, Role


def figures(folded: str, text: str, times: Times, context: Context) -> list[Found]:
    """The figures of a sentence, in order. `folded` and `text` are the same sentence, half width and as
    written; `times` are the spans of its time expressions, in order; `context` is carried on to the next.
    """
    found = quantities(folded)
    if not found:
        return []
    scene = Scene(folded, text, times, found, clauses_of(folded, found), context)
    brackets = list(reversed(scene.clauses.brackets))
    inside: list[tuple[int, Context]] = []  # the brackets that are open, and what held before each
    i = 0
    while i < len(found):
        start = found[i].start
        while inside and start > inside[-1][0]:
            context.restore(inside.pop()[1])
        while brackets and brackets[-1][0] < start:
            _, end = brackets.pop()
            if start < end:
                inside.append((end, context.copy()))
        left = scene.clauses.left(start)
        handed_out = _hand_out(scene, i, left)
        if handed_out is None:
            _read(scene, i, left)
        i = handed_out or i + 1
    return scene.found


def _read(scene: Scene, i: int, left: int) -> None:
    """Reads quantity `i`, whose clause begins at `left`."""
    q = scene.quantities[i]
    last = scene.found[-1] if scene.found else None
    if last and i and _goes_on(scene, i):
        if last.comparator is None and q.comparator not in (None, "le"):
            scene.found[-1] = replace(last, comparator=q.comparator)
        scene.add(replace(last, quantity=q, comparator=q.comparator))
        return
    if i + 1 < len(scene.quantities) and scene.quantities[i + 1].rank and _among(scene, i + 1):
        scene.found.append(Found(q, _those(scene, i, left), "level", None, q.comparator, left, ""))
        return
    begin, end = scene.begin(i, left), q.start - q.negative
    phrase = before(scene.folded, begin, end, scene.times, q.sort == "ratio", q.rank)
    if q.rank and i and (among := _among(scene, i)):
        phrase = among
    noun = scene.noun_of(phrase)
    if q.sort == "counter" and (grade := _GRADE.search(scene.text, begin, q.start)):
        noun, phrase = _graded(scene, phrase, grade), Phrase(phrase.start, q.start, reaches=True)
    if noun and i and _of_last(scene, i, noun):
        noun, phrase = "", Phrase(phrase.end, phrase.end)
    if not noun and phrase.moves and (each := _each().match(scene.text, phrase.end, end)):
        noun, phrase = each[0], Phrase(phrase.end, end)
    elif phrase.moves and _improves(scene, i, phrase, noun):
        noun, phrase = "", Phrase(phrase.end, phrase.end)
    elif not noun:
        phrase = _heard(scene, phrase, left)
    elif phrase.reaches and phrase.direction is None and "翻番" in scene.text[phrase.start : end]:
        phrase = replace(phrase, direction="up")
    role, direction = _role(q, phrase, noun, scene.folded[begin:end])
    if role == "level" and noun in ("", "较", "比") and (way := _compared_from(scene, i, begin)):
        role, direction, noun = "previous", way, ""
    indicator, base = name(scene, i, phrase, noun, role, left)
    if direction is None and role in ("level", "previous") and phrase.gap < 0:
        changed = last or scene.context.last
        arrived = phrase.reaches and not noun and _ARRIVED.search(scene.folded, phrase.end, q.start)
        if role == "level" and arrived and changed and _changed(changed, base):
            direction = changed.direction
        direction = direction or phrase.direction
    scene.add(_signed(Found(q, indicator, role, direction, q.comparator, left, base)))
    if q.stop > q.end and q.sort == "counter":
        _compare_list(scene)


def _compare_list(scene: Scene) -> None:
    """Gives the comparator after a list's last number to all of it (新增A 30家、B 20家以上)."""
    last = scene.found[-1]
    start = last.quantity.start
    for k in range(len(scene.found) - 2, -1, -1):
        f = scene.found[k]
        between = scene.folded[f.quantity.stop : start]
        if f.comparator or f.quantity.unit != last.quantity.unit or not _LISTED.match(between):
            return
        scene.found[k] = replace(f, comparator=last.comparator)
        start = f.quantity.start


_LISTED = pattern("、[^，,。；;：:]+$")


def _signed(f: Found) -> Found:
    """A minus sign turns a change round (增长-3% fell by 3%) and belongs to any other number."""
    q = f.quantity
    if not q.negative or q.value is None:
        return f
    if f.role in ("change", "rate"):
        return replace(f, direction="up" if f.direction == "down" else "down")
    return replace(f, quantity=replace(q, start=q.start - 1, value=-q.value))


@cache
def _improve() -> re.Pattern[str]:
    return pattern(any_of(words("verbs")["change"]["improve"]) + "$")


@cache
def _programme() -> re.Pattern[str]:
    return pattern(any_of(words("verbs")["change"]["programmes"]) + "$")


def _improves(scene: Scene, i: int, p: Phrase, noun: str) -> bool:
    """Whether a verb of change says what was done to what is counted (巩固提升|80个|村级服务站, “强校”工程|提升|40所|学校)."""
    q = scene.quantities[i]
    done = not noun or only_verbs(noun) or _programme().search(noun)
    verb = done and _improve().fullmatch(scene.folded, p.end, q.start)
    return bool(verb) and q.sort in ("counter", "measure") and scene.noun_behind(i) != ""


@cache
def _each() -> re.Pattern[str]:
    return pattern(rf"{any_of(words('verbs')['adverb']['each'])}[\u4e00-\u9fff]{{2}}$")


def _among(scene: Scene, i: int) -> Phrase | None:
    """What stands before the count of those that a place is among (增速|列全市|7个县|第2位)."""
    counted, q = scene.quantities[i - 1], scene.quantities[i]
    left = scene.clauses.left(counted.start)
    if counted.sort != "counter" or counted.stop < scene.clauses.left(q.start):
        return None
    p = before(scene.folded, left, counted.start, scene.times, False, True)
    placed = _PLACED.search(scene.folded, left, counted.start)
    return replace(p, end=min(p.end, placed.start()), arrives=False) if placed else None


_PLACED = pattern(
    "(?:排名|名列|位[居列于次]|[居列排]|在(?=全|中部|西部|东部))(?:第|全[县省市区国州球]|世界)?"
)
_PLACES = pattern("中?(?:排名|名列|位[居列于]|[居列排])$|中$")


def _those(scene: Scene, i: int, left: int) -> str:
    """Those that a place is among (列|全市|7个|县|第2位 → 全市县)."""
    start = scene.quantities[i].start
    *_, placed = _PLACED.finditer(scene.folded, left, start)
    return tidy(placed[0].lstrip("居列排在位于次名第") + _PLACES.sub("", scene.noun_behind(i)))


def _of_last(scene: Scene, i: int, noun: str) -> bool:
    """Whether `noun` is what the quantity before `i` counts (惠及80个|乡镇|近30万群众, 委托4家|事务所对|36家企业)."""
    counted = scene.noun_behind(i - 1)
    return counted != "" and noun.removesuffix("对") == counted and scene.noun_behind(i) != ""


_GRADE = pattern("(?P<grade>“[^“”]{1,8}”)的$")
_GRADED = pattern("“[^“”]{1,8}”")


def _graded(scene: Scene, p: Phrase, grade: re.Match[str]) -> str:
    """What a count of one grade is of: 评价为|“优”的|2个、|“良”的|7个 → 评价为“优”, 评价为“良”."""
    said = tidy(scene.text[p.start : grade.end("grade")])
    if said != grade["grade"] or not scene.found:
        return said
    return _GRADED.sub(lambda _: grade["grade"], scene.found[-1].indicator, count=1)


_COMPARED = pattern("[较比][^,，。;；]{1,14}的$")


def _compared_from(scene: Scene, i: int, begin: int) -> Direction | None:
    """Which way it went from quantity `i`, an earlier state with which a change compares (较上年的|5亿元|增加1亿元)."""
    start, stop = scene.quantities[i].start, scene.quantities[i].stop
    if i + 1 == len(scene.quantities) or not _COMPARED.search(scene.folded, max(begin, start - 20), start):
        return None
    step = before(scene.folded, stop, scene.next_start(i), scene.times, False)
    return step.direction if step.moves and not tidy(scene.text[stop : step.end]) else None


_ARRIVED = pattern("[达到至]")


def _changed(last: Found, base: str) -> bool:
    """Whether what stands before said how the same subject changed (增加60元，达到885元)."""
    return last.base == base and (
        last.role == "rate" or (last.role == "change" and last.quantity.unit != "%")
    )


def _goes_on(scene: Scene, i: int) -> bool:
    """Whether quantity `i` only goes on a list (420元、440元) or ends a range (0.3-0.8)."""
    earlier, q = scene.quantities[i - 1], scene.quantities[i]
    gap = scene.folded[earlier.stop : q.start]
    if scene.makes_range(i - 1):
        return True
    return gap in ("、", "和", "与", "及") and earlier.unit[-1:] == q.unit[-1:] and not scene.noun_behind(i)


def _heard(scene: Scene, p: Phrase, left: int) -> Phrase:
    """Takes the subject from the clauses without a quantity right before.

    经济总量连跨两个台阶，|年均增长5.7%: of the 经济总量.
    """
    since = scene.found[-1].quantity.stop if scene.found else 0
    for a, b in reversed(scene.clauses.between(since, max(p.start, left))):
        if scene.only_times(a, b):
            continue
        named = stated(scene.text, a, b, scene.times)
        if named is None:
            return p
        noun, direction = named
        scene.context.subject = scene.context.topic = noun
        scene.context.recent.append(noun)
        return p if p.moves else replace(p, direction=p.direction or direction)
    return p


@cache
def _cut() -> re.Pattern[str]:
    return pattern(rf".{{0,12}}{any_of(words('indicators')['cut'])}$")


def _changed_role(q: Quantity) -> Role:
    """A change in percent or in multiples is relative, one in points is not."""
    return "rate" if q.sort == "ratio" and not q.unit.endswith("百分点") else "change"


def _role(q: Quantity, p: Phrase, noun: str, between: str) -> tuple[Role, Direction | None]:
    """The role and direction that the words before a quantity give it."""
    changed = _changed_role(q)
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
        return changed, p.direction
    if q.unit == "番":
        return "rate", "up"
    if p.compared:
        return changed, None
    if p.governs and p.reaches:
        return "level", p.direction
    if p.governs and not _cut().match(noun):
        return changed, p.direction
    return "level", None


# --- 分别 -------------------------------------------------------------------------------------------

_LIST_GAP = pattern("(?:[、,，和与及以]|以及)$")
_JOINTS = tuple("、,，和与及以")
#: A list handed out with commas is at most so long.
_LONGEST_WITH_COMMAS = 5


@cache
def _handing() -> re.Pattern[str]:
    return pattern(any_of(words("particles")["hand_out"]["words"]))


def _hand_out(scene: Scene, i: int, left: int) -> int | None:
    """Hands the quantities of 分别 out from the i-th on; the index behind them, `None` where none stands."""
    q, c = scene.quantities[i], scene.context
    begin = scene.begin(i, left)
    handing = _handing().search(scene.folded, begin, q.start)
    last = _list_end(scene, i)
    n = last - i + 1
    if handing is None:
        return _hand_plainly(scene, i, begin, left, last)
    at = handing.start()
    head = before(scene.folded, begin, at, scene.times, False)
    verb = before(scene.folded, handing.end(), q.start, scene.times, q.sort == "ratio", q.rank)
    noun = scene.noun_of(head)
    tail = tidy(scene.text[verb.start : verb.end]) if verb.end > verb.start else ""
    names = _names(scene, noun, n)
    if tail and not verb.governs:
        names = [joined(item, tail) for item in names]
    if verb.gap >= 0:
        gap = scene.text[head.end : at].strip() + scene.text[verb.gap : q.start].strip()  # 增速|分别|高于全国
        names = [joined(item, gap) for item in names]
    role, _ = _role(q, verb, tail, scene.folded[at : q.start])
    direction = verb.direction or (head.direction if head.governs else None)
    if role == "level" and head.moves and not verb.arrives and verb.gap < 0:  # 提标幅度分别为5.8%和9.7%
        role, direction = _changed_role(q), head.direction
    elif role == "level" and head.governs:
        direction = head.direction
    elif role == "level" and not verb.arrives:
        direction = None
    shared = scene.quantities[last].comparator or (q.comparator if q.stop == q.end else None)
    for k, item in enumerate(names, i):
        own = _counted_alike(scene.quantities[k], q)
        way = _own_verb(scene, k) if k > i else None
        scene.add(_signed(Found(own, item, role, way or direction, own.comparator or shared, left, item)))
    if noun:
        c.recent = [*c.recent[:-n], *names]
    if role == "previous" and last + 1 < len(scene.quantities):
        return _arrival(scene, last, names, left)
    return last + 1


def _hand_plainly(scene: Scene, i: int, begin: int, left: int, last: int) -> int | None:
    """Hands a list of numbers out to a list of as many items (存款、贷款余额51亿元、38亿元), as 分别 would."""
    if last == i or any(_gap(scene, k) not in _BARE_GAPS or scene.noun_behind(k) for k in range(i, last)):
        return None
    q = scene.quantities[i]
    p = before(scene.folded, begin, q.start, scene.times, q.sort == "ratio", q.rank)
    noun = scene.noun_of(p)
    names = share(noun, last - i + 1) if noun and p.gap < 0 and p.source < 0 else None
    if names is None or q.rank or scene.noun_behind(last):
        return None
    role, direction = _role(q, p, noun, scene.folded[begin : q.start])
    for k, item in enumerate(names, i):
        own = _counted_alike(scene.quantities[k], q)
        scene.add(Found(own, item, role, direction, own.comparator, left, item))
    return last + 1


_BARE_GAPS = ("、", "和", "与", "及")


def _names(scene: Scene, noun: str, n: int) -> list[str]:
    """What the n quantities of 分别 measure: the items of `noun`, or the last subjects."""
    if not noun:
        return scene.context.subjects(n)
    names = share(noun, n) or [noun] * n
    if depends(noun) and scene.context.topic and len(set(names)) == 1:
        return [joined(subject, noun) for subject in scene.context.subjects(n)]
    return names


def _arrival(scene: Scene, last: int, names: list[str], left: int) -> int:
    """The later ends of 分别从A、B增加到C、D, whose earlier ones end with quantity `last`."""
    first = last + 1
    q = scene.quantities[first]
    step = before(scene.folded, scene.quantities[last].stop, q.start, scene.times, q.sort == "ratio", q.rank)
    if not step.arrives:
        return first
    earlier = len(scene.found) - len(names)
    for k in range(earlier, len(scene.found)):
        scene.found[k] = replace(scene.found[k], direction=step.direction)
    end = _list_end(scene, first)
    for k in range(first, end + 1):
        item, own = names[min(k - first, len(names) - 1)], scene.quantities[k]
        role: Role = "rank" if q.rank else "level"
        scene.add(Found(own, item, role, step.direction, own.comparator, left, item))
    return end + 1


def _counted_alike(q: Quantity, first: Quantity) -> Quantity:
    """A quantity of a list, by what its first is counted by (每人每月850元、650元)."""
    base, _, per = first.unit.partition("/")
    return replace(q, unit=first.unit) if per and q.unit == base else q


def _own_verb(scene: Scene, k: int) -> Direction | None:
    """Which way quantity `k` of a list goes where it has a verb of its own (分别增长3%、下降2%)."""
    gap = _gap(scene, k - 1)
    p = before(gap, 0, len(gap), [], scene.quantities[k].sort == "ratio")
    return p.direction if p.moves and not p.arrives and not tidy(gap[: p.end]) else None


def _gap(scene: Scene, i: int) -> str:
    """What stands between quantity `i` and the next."""
    gap = scene.folded[scene.quantities[i].stop : scene.quantities[i + 1].start]
    return gap.removesuffix("-").strip() if scene.quantities[i + 1].negative else gap.strip()


def _list_end(scene: Scene, i: int) -> int:
    """The last quantity of the list that begins with quantity `i`."""
    last = i
    while last + 1 < len(scene.quantities):
        gap = _gap(scene, last)
        alike = scene.quantities[last + 1].unit == scene.quantities[i].unit and not _handing().search(gap)
        if not _LIST_GAP.match(gap) and not (alike and gap[:1] in _JOINTS and _own_verb(scene, last + 1)):
            break
        if gap in ",，" and last + 1 - i > _LONGEST_WITH_COMMAS:
            break
        last += 1
    return last
