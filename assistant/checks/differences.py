"""送审 − 审定 = 核减, 预算 − 采购 = 节约, and the rates that follow from them; 支出 / 下达 = 支付进度."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.checks.amounts import Span, alike, relative
from assistant.checks.mentions import Mention, before, before_in_sentence
from assistant.checks.records import Discrepancy, discrepancy, known
from assistant.checks.words import Difference, Ratio, words

_MORE_OR_LESS = re.compile(r"较|同比|环比|比[上去]年|比20\d\d年")
_Roles = dict[str, Mention]


def differences(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Differences and their rates that do not follow from the two amounts before them."""
    for family in words().differences:
        yield from _difference(ordered, family)


def _difference(ordered: Sequence[Mention], family: Difference) -> Iterator[Discrepancy]:
    amounts = [m for m in ordered if m.amount is None or m.amount.unit != "%"]
    used: set[int] = set()
    # the whole first; only then the difference first, so that a row of reviews is not cut in the wrong place
    for first in ("whole", "difference"):
        for i in range(len(amounts) - 2):
            three = amounts[i : i + 3]
            if used & {m.place for m in three} or not _neighbours(three):
                continue
            roles = _roles(three, family)
            if roles is None or _role(three[0], family) != first:
                continue
            if first == "difference" and three[0].sentence != three[2].sentence:
                continue
            used |= {m.place for m in three}
            whole, rest, stated = roles["whole"], roles["rest"], roles["difference"]
            if not (stated.fits(whole) and stated.fits(rest)) or _another(ordered, three, family):
                continue
            computed = known(whole).span - known(rest).span
            if not computed.meets(known(stated).span):
                formula = f"{whole.figure.text}－{rest.figure.text}＝"
                yield discrepancy("difference", stated, (whole, rest), formula, computed, exact=True)
    for rate in ordered:
        if rate.level and rate.amount and rate.amount.unit == "%" and rate.word(family.rate):
            if "平均" in rate.clause or "综合" in rate.clause:
                continue  # the mean of several rates
            yield from _rate(ordered, rate, family)


def _role(mention: Mention, family: Difference) -> str | None:
    """Which of the three the figure is: the word that stands last before it, the longest of those."""
    if not mention.level:
        return None
    forms = {"whole": family.whole, "rest": family.rest, "difference": family.difference}
    if _MORE_OR_LESS.search(mention.clause):
        return None  # 较上年节约100万元: measured against another year
    best = max(forms, key=lambda role: (mention.word(forms[role]), _longest(mention, forms[role])))
    return best if mention.word(forms[best]) else None


def _longest(mention: Mention, forms: Sequence[str]) -> int:
    return max((len(form) for form in forms if form in mention.clause), default=0)


def _roles(three: Sequence[Mention], family: Difference) -> _Roles | None:
    roles = {role: m for m in three if (role := _role(m, family))}
    return roles if len(roles) == len(three) else None


def _neighbours(row: Sequence[Mention]) -> bool:
    """Whether the figures stand in one sentence or in sentences that follow each other."""
    return all(a.block == b.block and b.sentence - a.sentence <= 1 for a, b in pairwise(row))


def _another(ordered: Sequence[Mention], three: Sequence[Mention], family: Difference) -> bool:
    """Whether a second part of the difference (核增) is stated with the three."""
    last = max(m.place for m in three)
    near = [m for m in ordered[three[0].place : last + 2] if m.block == three[0].block]
    return any(word in m.clause for m in near for word in family.against)


def _rate(ordered: Sequence[Mention], rate: Mention, family: Difference) -> Iterator[Discrepancy]:
    roles: _Roles = {}
    for m in before(ordered, rate.place):
        if m.block != rate.block or rate.sentence - m.sentence > 1 or m.place < rate.place - 5:
            break
        if m.amount is not None and m.amount.unit == "%":
            if m.word(family.rate):
                break
            continue
        role = _role(m, family)
        if role is None:
            if roles and m.amount is not None and alike(m.amount, known(next(iter(roles.values())))):
                break
            continue
        if m.amount is None or role in roles:
            return
        roles[role] = m
        if role == "whole":
            break
    whole = roles.pop("whole", None)
    stated = relative(known(rate))
    if whole is None or not roles or stated is None or not all(whole.fits(m) for m in roles.values()):
        return
    parts = {
        role: known(m).span if role == "difference" else known(whole).span - known(m).span
        for role, m in roles.items()
    }
    computed = {role: span for role, part in parts.items() if (span := part.over(known(whole).span))}
    if not computed or any(span.meets(stated) for span in computed.values()):
        return
    role = "rest" if "rest" in computed else "difference"
    other = roles[role]
    top = f"（{whole.figure.text}－{other.figure.text}）" if role == "rest" else other.figure.text
    formula = f"{top}÷{whole.figure.text}＝"
    yield discrepancy("rate", rate, (whole, other), formula, computed[role], exact=False)


def progress(ordered: Sequence[Mention]) -> Iterator[Discrepancy]:
    """Rates of spending that do not follow from the amounts given out and spent before them."""
    for family in words().ratios:
        for rate in ordered:
            if rate.level and rate.amount and rate.amount.unit == "%" and rate.word(family.rate):
                yield from _progress(ordered, rate, family)


def _progress(ordered: Sequence[Mention], rate: Mention, family: Ratio) -> Iterator[Discrepancy]:
    row = [m for m in before_in_sentence(ordered, rate) if m.amount is None or m.amount.unit != "%"]
    subject = rate.name
    for form in sorted(family.rate, key=len, reverse=True):
        subject = subject.replace(form, "")
    if subject and not any(subject in m.lead for m in row):
        return
    if len(row) < 2 or any(m.amount is None or not m.level for m in row):
        return
    part = row[-1]
    wholes = [m for m in row[:-1] if m.fits(part)]
    stated = relative(known(rate))
    given = [m for m in wholes if any(form in m.lead for form in family.whole)]
    if stated is None or not part.word(family.part) or not given:
        return
    whole = given[-1]
    between = ordered[whole.place + 1 : part.place]
    if between and "其中" not in between[0].lead:
        return
    share = _share(part, whole)
    others = (_share(b, a) for i, a in enumerate(row) for b in row[i + 1 :] if a.fits(b))
    if share is None or share.meets(stated) or any(other and other.meets(stated) for other in others):
        return
    formula = f"{part.figure.text}÷{whole.figure.text}＝"
    yield discrepancy("rate", rate, (part, whole), formula, share, exact=False)


def _share(part: Mention, whole: Mention) -> Span | None:
    return known(part).span.over(known(whole).span)
