"""A sentence to its figures: which indicator each quantity measures, in what role and direction.

The quantities of a sentence are read from left to right. Each stands in a clause; what stands before it
in the clause names its indicator, or the noun behind it does (304个省列重大项目), or it speaks of the
subject that the clause before spoke of. 分别 hands its quantities out to the items in order.
"""

from __future__ import annotations

import re
from functools import cache

from index.grammar.against import held_against
from index.grammar.clauses import clauses_of
from index.grammar.handing import hand_out
from index.grammar.indicators import name
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.nouns import depends, label_of, leading_verbs, of_whole, only_verbs, stated, tidy
from index.grammar.phrases import Phrase, Times, before
from index.grammar.placing import place_among, those
from index.grammar.quantities import quantities
from index.grammar.roles import role_of, signed
from index.grammar.scene import Context, Found, Scene


def figures(folded: str, text: str, times: Times, context: Context) -> list[Found]:
    """The figures of a sentence, in order. `folded` and `text` are the same sentence, half width and as
    written; `times` are the spans of its time expressions, in order; `context` is carried on to the next.
    """
    found = quantities(folded)
    if not found:
        return []
    scene = Scene(folded, text, times, found, clauses_of(folded, found), context)
    if not context.subject and (label := label_of(text)):
        context.subject = context.topic = context.label = label
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
        read = hand_out(scene, i, left) or held_against(scene, i, left)
        if read is None:
            _read(scene, i, left)
        i = read or i + 1
    return scene.found


def _read(scene: Scene, i: int, left: int) -> None:
    """Reads quantity `i`, whose clause begins at `left`."""
    q = scene.quantities[i]
    last = scene.found[-1] if scene.found else None
    if last and i and _goes_on(scene, i):
        if last.comparator is None and q.comparator not in (None, "le"):
            scene.found[-1] = last._replace(comparator=q.comparator)
        scene.add(last._replace(quantity=q, comparator=q.comparator))
        return
    if i + 1 < len(scene.quantities) and scene.quantities[i + 1].rank and place_among(scene, i + 1):
        scene.found.append(Found(q, those(scene, i, left), "level", None, q.comparator, left, ""))
        return
    begin = scene.begin(i, left)
    if (
        last
        and last.role == "previous"
        and i
        and _ARRIVES.fullmatch(scene.folded, scene.quantities[i - 1].stop, q.start)
    ):
        # 国有企业由11户|整合为|5户: the values say which way
        scene.add(Found(q, last.indicator, "level", None, q.comparator, left, last.base))
        return
    phrase, noun = _before(scene, i, begin, left)
    role, direction = role_of(q, phrase, noun, scene.folded[begin : q.start - q.negative])
    indicator, base = name(scene, i, phrase, noun, role, left)
    if direction is None and role in ("level", "previous") and phrase.gap < 0:
        changed = last or scene.context.last
        arrived = phrase.reaches and not noun and _ARRIVED.search(scene.folded, phrase.end, q.start)
        if role == "level" and arrived and changed and _changed(changed, base):
            direction = changed.direction
        direction = direction or phrase.direction
    scene.add(signed(Found(q, indicator, role, direction, q.comparator, left, base)))
    if q.stop > q.end and q.sort == "counter":
        _compare_list(scene)


def _before(scene: Scene, i: int, begin: int, left: int) -> tuple[Phrase, str]:
    """What stands before quantity `i`, from `begin` on in the clause that begins at `left`, and its noun."""
    q = scene.quantities[i]
    end = q.start - q.negative
    phrase = before(scene.folded, begin, end, scene.times, q.sort == "ratio", q.rank)
    if q.rank and i and (among := place_among(scene, i)):
        phrase = among
    noun = scene.noun_of(phrase)
    if _WITHOUT.fullmatch(noun):  # 扣除政策因素后|增长2%: of what was spoken of
        noun, phrase = "", phrase._replace(start=phrase.end)
    if not noun and q.sort in ("counter", "measure") and _upgraded(scene, phrase, begin, i):
        noun = tidy(scene.text[phrase.start : q.start])
        phrase = Phrase(phrase.start, q.start)
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
    elif depends(noun) and not scene.context.topic and not of_whole(noun):
        _heard(scene, phrase, left)
    elif phrase.reaches and phrase.direction is None and "翻番" in scene.text[phrase.start : end]:
        phrase = phrase._replace(direction="up")
    return phrase, noun


def _compare_list(scene: Scene) -> None:
    """Gives the comparator after a list's last number to all of it (新增A 30家、B 20家以上)."""
    last = scene.found[-1]
    start = last.quantity.start
    for k in range(len(scene.found) - 2, -1, -1):
        f = scene.found[k]
        between = scene.folded[f.quantity.stop : start]
        if f.comparator or f.quantity.unit != last.quantity.unit or not _LISTED.match(between):
            return
        scene.found[k] = f._replace(comparator=last.comparator)
        start = f.quantity.start


_LISTED = pattern("、[^，,。；;：:]+$")


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


def _upgraded(scene: Scene, p: Phrase, begin: int, i: int) -> bool:
    """Whether nothing but a verb of doing stands before quantity `i` of a list (其中新建2亩、|改造提升|1亩)."""
    verb = tidy(scene.text[max(p.start, begin) : scene.quantities[i].start])
    return (
        bool(leading_verbs(verb))
        and not verb.endswith(_ARRIVING)
        and only_verbs(verb)
        and not scene.noun_behind(i)
    )


_ARRIVING = ("完成", "落实", "覆盖", "拥有")


def _of_last(scene: Scene, i: int, noun: str) -> bool:
    """Whether `noun` is what the quantity before `i` counts (惠及80个|乡镇|近30万群众, 委托4家|事务所对|36家企业)."""
    counted = scene.noun_behind(i - 1)
    return counted != "" and noun.removesuffix("对") == counted and scene.noun_behind(i) != ""


_WITHOUT = pattern("(?:扣除|剔除|还原|考虑|不计)[\u4e00-\u9fff“”]{2,16}(?:因素|影响)?(?:后|影响|因素)")
_PLAIN = "优秀?|良好?|中|差|合格|不合格"
_GRADE = pattern(f"(?P<grade>“[^“”]{{1,8}}”|(?:(?<=[为是、])|^)(?:{_PLAIN}))的$")
_GRADED = pattern(f"“[^“”]{{1,8}}”|(?<=[为是])(?:{_PLAIN})$")


def _graded(scene: Scene, p: Phrase, grade: re.Match[str]) -> str:
    """What a count of one grade is of: 评价为|“优”的|2个、|“良”的|7个 → 评价为“优”, 评价为“良”."""
    said = tidy(scene.text[p.start : grade.end("grade")])
    if said != grade["grade"] or not scene.found:
        return said
    return _GRADED.sub(lambda _: grade["grade"], scene.found[-1].indicator, count=1)


_ARRIVED = pattern("[达到至]")
#: A verb between the two ends of a transition that no list knows.
_ARRIVES = pattern("(?![提上增升扩跃攀下降缩减压收])[\u4e00-\u9fff]{1,3}(?:到|至|为|成)(?:约|近)?")


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
        own = left <= a and p.start == p.end  # 截至目前共完成|3万亩, 按照|每生每天5元
        if own or scene.only_times(a, b) or _FRAME.match(scene.text, a, b):
            continue
        named = stated(scene.text, a, b, scene.times, not scene.context.subject)
        if named is None:
            return p
        noun, direction = named
        scene.context.subject = scene.context.topic = noun
        scene.context.recent.append(noun)
        return p if p.moves else p._replace(direction=p.direction or direction)
    return p


#: A clause that says how something is counted (按不变价格计算，) or what it is like (与全市标准一致，).
_FRAME = pattern(
    "[与同跟][^,，。;；]{1,16}(?:一致|持平|相当|同步|接近)[，,]?$|(?:按照?|根?据|以|从)[^，,。；;]{1,20}(?:计算|核算|统计|测算|折算|口径|来?看|分|划分)[，,]?$"
)
