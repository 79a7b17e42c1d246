"""Lists of numbers handed out to lists of things: 分别增长5%、6%, 存款、贷款余额51亿元、38亿元."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.lists import share
from index.grammar.nouns import depends, joined, of_whole, tidy
from index.grammar.phrases import before
from index.grammar.quantity import Quantity
from index.grammar.roles import changed_role, role_of, signed
from index.grammar.scene import Found, Scene
from index.records import Direction, Role

_LIST_GAP = pattern("(?:[、,，和与及以]|以及)$")
_JOINTS = tuple("、,，和与及以")
#: So long a list may be: what is longer is no sentence, and would be read from every item on.
_LONGEST_LIST = 40
#: A list handed out with commas is at most so long.
_LONGEST_WITH_COMMAS = 5


@cache
def _handing() -> re.Pattern[str]:
    return pattern(any_of(words("particles")["hand_out"]["words"]))


def hand_out(scene: Scene, i: int, left: int) -> int | None:
    """Hands the quantities of 分别 out from the i-th on; the index behind them, `None` where none stands."""
    q, c = scene.quantities[i], scene.context
    begin = scene.begin(i, left)
    if not scene.folded[begin : q.start].strip("、和与及 "):
        return None  # a list goes on
    handing = _handing().search(scene.folded, begin, q.start)
    last = _list_end(scene, i)
    n = last - i + 1
    ratios = q.sort == "proportion" and last + 1 < len(scene.quantities)
    if handing is None and last > i and (ratios or _OUT.match(scene.folded, scene.quantities[last].stop)):
        p = before(scene.folded, begin, q.start, scene.times, q.sort == "ratio", q.rank)
        noun = scene.noun_of(p) if p.source >= 0 else ""
        if noun:  # 城乡低保标准由680元、520元|分别提高到720元、560元
            names = share(noun, n) or [noun] * n
            for k, item in enumerate(names, i):
                own = _counted_alike(scene.quantities[k], q)
                scene.add(Found(own, item, "previous", None, own.comparator, left, item))
            c.handed = names
            return _arrival(scene, last, names, left)
    if handing is None:
        return _hand_plainly(scene, i, begin, left, last)
    at = handing.start()
    head = before(scene.folded, begin, at, scene.times, False)
    verb = before(scene.folded, handing.end(), q.start, scene.times, q.sort == "ratio", q.rank)
    noun = scene.noun_of(head)
    tail = tidy(scene.text[verb.start : verb.end]) if verb.end > verb.start else ""
    names = _spelt_out(scene, begin, at, n) or _names(scene, noun, n)
    if tail and not verb.governs:
        names = [joined(item, tail) for item in names]
    if verb.gap >= 0:
        gap = scene.text[head.end : at].strip() + scene.text[verb.gap : q.start].strip()  # 增速|分别|高于全国
        names = [joined(item, gap) for item in names]
    role, _ = role_of(q, verb, tail, scene.folded[at : q.start])
    if role == "rate" and not noun:  # 占比分别为65%、35%，|分别增长3%、5%: not the shares did
        names = [_SHARE.sub("", item) or item for item in names]
    direction = verb.direction or (head.direction if head.governs else None)
    if role == "level" and head.moves and not verb.arrives and verb.gap < 0:  # 提标幅度分别为5.8%和9.7%
        role, direction = changed_role(q), head.direction
    elif role == "level" and head.governs:
        direction = head.direction
    elif role == "level" and not verb.arrives:
        direction = None
    bases = names
    if (
        role == "level" and not tail and scene.folded.startswith("占", handing.end())
    ):  # 收入、支出|分别占60%、40%
        names = [joined(_SHARE.sub("", item), "占比") for item in names]
    shared = scene.quantities[last].comparator or (q.comparator if q.stop == q.end else None)
    for k, item in enumerate(names, i):
        own = _counted_alike(scene.quantities[k], q)
        way = _own_verb(scene, k) if k > i else None
        found = Found(
            own, item, role, way or direction, own.comparator or shared, left, bases[k - i], nth=(k - i, n)
        )
        scene.add(signed(found))
    c.handed = names
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
    again = scene.context.handed
    if not noun and p.moves and len(again) == last - i + 1 and scene.context.subject == again[-1]:
        names = again  # 城乡居民收入分别达A和B，|增长4.8%、6.9%
    bases = names
    if names is None and noun and of_whole(noun) and len(again) == last - i + 1:
        names, bases = [joined(item, noun) for item in again], again  # A、B两项，占全市的|92%、95%
    if names is None or bases is None or q.rank or scene.noun_behind(last):
        return None
    scene.context.handed = bases
    role, direction = role_of(q, p, noun, scene.folded[begin : q.start])
    for k, (item, base) in enumerate(zip(names, bases, strict=True), i):
        own = _counted_alike(scene.quantities[k], q)
        scene.add(Found(own, item, role, direction, own.comparator, left, base))
    return last + 1


_BARE_GAPS = ("、", "和", "与", "及", ":", "∶")


def _spelt_out(scene: Scene, begin: int, at: int, n: int) -> list[str] | None:
    """The n items before 分别 that need the subject or share its words: 总量、增速|分别, 评为“优”“良”的|分别."""
    raw = scene.text[begin:at].strip(" ，,、")
    if (grades := _GRADES.search(raw)) and len(each := _GRADE.findall(grades["grades"])) == n:
        return [joined(tidy(raw[: grades.start()]), grade) for grade in each]
    items = _ITEM.split(raw)
    needing = words("indicators")["relational"]
    if len(items) == n and scene.context.subject and all(item in needing for item in items):
        return [joined(scene.context.subject, item) for item in items]
    return None


_ITEM = pattern("、|和|与|及")
_GRADE = pattern("“[^“”]{1,8}”")
_GRADES = pattern("(?P<grades>(?:“[^“”]{1,8}”[、和]?){2,9})的?$")


def _names(scene: Scene, noun: str, n: int) -> list[str]:
    """What the n quantities of 分别 measure: the items of `noun`, or the last subjects."""
    if not noun:
        return scene.context.subjects(n)
    names = _by(noun, n) or share(noun, n) or [noun] * n
    handed = scene.context.handed
    if len(handed) == n > 1 and noun.startswith(_EACH_OF) and len(set(names)) == 1:
        return [joined(_without_standard(item), noun) for item in handed]  # 城乡低保标准…，月人均补差分别为
    if noun in words("indicators")["shares"] and len(handed) == n > 1 and len(set(names)) == 1:
        return [joined(_SHARE.sub("", item), noun) for item in handed]  # 增加值分别为…，占比分别为
    if depends(noun) and scene.context.topic and len(set(names)) == 1:
        return [joined(subject, noun) for subject in scene.context.subjects(n)]
    return names


_SHARE = pattern("(?:占[^占]{0,12})?(?:占比|比重)$")
_OUT = pattern("分别(?:提高|增加|调整|上调|下调|降低|降|增|提|调|上升|下降|减少|扩大)")
_EACH_OF = ("月人均", "人均", "户均", "月均", "年人均", "补差", "补助", "平均")
_BY = pattern("(?P<of>[^、]{2,12})[按分](?P<items>[^、]{1,8}(?:、[^、]{1,8})+(?:[和及与][^、]{1,8})?)")


def _by(noun: str, n: int) -> list[str] | None:
    """The n kinds that one thing is parted by (护理费按全自理、半自理、全护理|分别), `None` where it is not."""
    m = _BY.fullmatch(noun)
    items = _ITEM.split(m["items"]) if m else []
    return [joined(m["of"], item) for item in items] if m and len(items) == n else None


def _without_standard(noun: str) -> str:
    return noun.removesuffix("标准").removesuffix("保障") or noun


def _arrival(scene: Scene, last: int, names: list[str], left: int) -> int:
    """The later ends of 分别从A、B增加到C、D, whose earlier ones end with quantity `last`."""
    first = last + 1
    q = scene.quantities[first]
    step = before(scene.folded, scene.quantities[last].stop, q.start, scene.times, q.sort == "ratio", q.rank)
    if not step.arrives:
        return first
    earlier = len(scene.found) - len(names)
    end = _list_end(scene, first)
    role: Role = "rank" if q.rank else "level"
    for k in range(first, end + 1):
        nth = min(k - first, len(names) - 1)
        item, own, was = names[nth], scene.quantities[k], scene.found[earlier + nth]
        way = step.direction or _way(was.quantity, own)
        scene.found[earlier + nth] = was._replace(direction=way)
        scene.add(Found(own, item, role, way, own.comparator, left, item))
    return end + 1


def _way(was: Quantity, now: Quantity) -> Direction | None:
    """Which way a transition went that leaves it open (由21.8:35.6调整为21.0:36.2)."""
    if was.value is None or now.value is None or was.value == now.value:
        return None
    return "up" if now.value > was.value else "down"


def _counted_alike(q: Quantity, first: Quantity) -> Quantity:
    """A quantity of a list, by what its first is counted by (每人每月850元、650元)."""
    base, _, per = first.unit.partition("/")
    return q._replace(unit=first.unit) if per and q.unit == base else q


def _own_verb(scene: Scene, k: int) -> Direction | None:
    """Which way quantity `k` of a list goes where it has a verb of its own (分别增长3%、下降2%)."""
    gap = _gap(scene, k - 1)
    p = before(gap, 0, len(gap), [], scene.quantities[k].sort == "ratio")
    return p.direction if p.moves and not p.arrives and not tidy(gap[: p.end]) else None


def _gap(scene: Scene, i: int) -> str:
    """What stands between quantity `i` and the next."""
    gap = scene.folded[scene.quantities[i].stop : scene.quantities[i + 1].start]
    gap = gap.removesuffix("-").strip() if scene.quantities[i + 1].negative else gap.strip()
    return _EACH.sub("", gap)


#: Before a number of the list and no part of what parts it: 、第|3位, 、每月|660元.
_EACH = pattern("第$|(?:每[人户生亩年月日天]){1,2}$")


def _list_end(scene: Scene, i: int) -> int:
    """The last quantity of the list that begins with quantity `i`."""
    last = i
    while last + 1 < len(scene.quantities) and last - i < _LONGEST_LIST:
        gap = _gap(scene, last)
        alike = scene.quantities[last + 1].unit == scene.quantities[i].unit and not _handing().search(gap)
        parts = gap in (":", "∶") and scene.quantities[i].sort == "proportion"
        if (
            not parts
            and not _LIST_GAP.match(gap)
            and not (alike and gap[:1] in _JOINTS and _own_verb(scene, last + 1))
        ):
            break
        if gap in ",，" and (last + 1 - i > _LONGEST_WITH_COMMAS or not alike):
            break
        last += 1
    return last
