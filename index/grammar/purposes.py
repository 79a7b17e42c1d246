"""What money is for: 安排资金1000万元用于乡村振兴农业产业发展 → 乡村振兴农业产业发展资金."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.grammar.lexicon import any_of, pattern, unless_followed, words
from index.grammar.nouns import tidy


@dataclass(frozen=True, slots=True)
class _Patterns:
    money: re.Pattern[str]  # a noun that names money and nothing else
    bare: re.Pattern[str]  # … and says nothing of it: 共安排各级财政专项资金
    purpose: re.Pattern[str]  # 用于, 支持 …
    used: re.Pattern[str]  # of those, the words that are dropped
    aim: re.Pattern[str]  # what an amount is for without 用于: ，提升…, 在新城区打造…
    kind: re.Pattern[str]  # 专项债券 at the noun's end
    funding: re.Pattern[str]  # a verb at its front


@cache
def _patterns() -> _Patterns:
    fund = words("verbs")["fund"]
    heads = any_of(fund["heads"])
    verbs = any_of(fund["granting"])
    aims = unless_followed(words("verbs")["aim"])
    place = r"在(?=[\u4e00-\u9fff]{2,}(?:打造|建设|开展|实施|新建))"
    return _Patterns(
        money=pattern(rf".*(?:{heads}|{verbs})$"),
        bare=pattern(rf"{any_of([*fund['bare'], *fund['granting'], *fund['adverbs']])}+"),
        purpose=pattern(rf"[,，]?(?:资金)?{any_of(fund['purpose'])}"),
        used=re.compile(rf"^[,，]|资金|{any_of(fund['used'])}"),
        aim=pattern(rf"[,，]?(?:{aims}|{place}|为(?=[\u4e00-\u9fff]{{4,}}))"),
        kind=pattern(rf"[^，。；、]{{0,6}}{any_of(fund['kinds'])}$"),
        funding=pattern(rf"^{any_of([*fund['granting'], *fund['paying']])}"),
    )


@cache
def _aims_before() -> tuple[re.Pattern[str], ...]:
    verbs = any_of(words("verbs")["fund"]["aims"])
    return (
        pattern(
            r"对(?P<what>[\u4e00-\u9fff“”、]{2,24}?)(?:进行|开展|实施|予以)(?P<done>[\u4e00-\u9fff]{2,12})$"
        ),
        pattern(rf"为了?(?P<what>{verbs}[\u4e00-\u9fff“”、]{{2,24}})$"),
        pattern(r"(?:聚焦|围绕|针对)(?P<what>[\u4e00-\u9fff“”、]{2,20}?)(?:等?(?:方面|领域|工作|问题))?$"),
        pattern(r"在(?P<what>[\u4e00-\u9fff“”、]{2,16}?)(?:方面|领域)$"),
    )


_FRONT = pattern(r"(?:[\s、，,。;；]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]，|同时|此外|另外)+")


def purpose_before(clause: str, noun: str) -> str | None:
    """What money is for that a clause before it says: 对老旧管网进行改造，|安排资金|500万元 → 老旧管网改造资金.

    `noun` stands before the money; `None` where it names the money itself or the clause no purpose.
    """
    p = _patterns()
    if noun and not p.bare.fullmatch(noun):
        return None
    clause = clause.strip(" ，,")
    if front := _FRONT.match(clause):
        clause = clause[front.end() :]
    for rule in _aims_before():
        if m := rule.match(clause):
            purpose = tidy(m["what"] + (m.groupdict().get("done") or ""))
            kind = p.kind.search(noun)
            head = p.funding.sub("", kind[0]) if kind else "资金"
            return purpose + ("" if purpose.endswith(head) else head)
    return None


#: A number inside a purpose belongs to another figure (建设3万亩高标准农田).
_NUMBER = pattern(r"[\dXx*.]+(?:万|亿)?(?:余|多)?(?:亩|个|户|名|人|家|所|处|座|条|公里|件|项|套)")
_STOPS = pattern("[，,；;。、（]")
_LIST = pattern(r"[^，,；;。（\d]+")


def purpose_of(text: str, at: int, end: int, noun: str, limit: int) -> str | None:
    """What the money before `at` is for; `noun` stands before it, `limit` is where the next quantity begins.

    `None` where the noun names the money itself or no purpose follows before `end`.
    """
    p = _patterns()
    if noun and not p.money.match(noun):
        return None
    bare = not noun or p.bare.fullmatch(noun) is not None
    behind_stop = text[at : at + 1] in (",", "，")
    if m := p.purpose.match(text, at, end):
        if behind_stop and (not bare or (limit < end and not re.search("[，,；;]", text[at + 1 : limit]))):
            return None
        begin, verb = m.end(), p.used.sub("", m[0])
    elif noun and bare and p.aim.match(text, at, end):
        begin, verb = at + behind_stop, ""
    else:
        return None
    if limit < begin:
        return None
    stopped = _STOPS.search(text, begin, end)
    stop = stopped.start() if stopped else end
    if stopped and stopped[0] == "、" and (listed := _LIST.match(text, begin, end)):
        stop = listed.end()
    if limit < stop and m is None:  # the clause holds another quantity
        return None
    purpose = _NUMBER.sub("", tidy(text[begin:stop]))
    if len(purpose) > 6:
        purpose = re.sub("(?:工作|等)$", "", purpose)
    if len(purpose) < 2:
        return None
    kind = p.kind.search(noun)
    head = p.funding.sub("", kind[0]) if kind else "资金"
    return verb + purpose + ("" if purpose.endswith(head) else head)
