"""Example questions that the reports themselves suggest, each answered before it is offered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from assistant.understanding.regions import level_of
from ui.page.desk import Opened

#: An indicator's name that a person would type.
_SHORT, _LONG = 3, 10
#: How many candidates of one kind are tried.
_TRIES = 6
#: What every government work report speaks of.
_TOPICS = ("乡村振兴", "优化营商环境", "就业")
_PLACES = {"county": "县", "city": "市", "province": "省", None: "地方"}


def examples(opened: Opened) -> list[str]:
    """Questions of several kinds over these reports, each of which has an answer."""
    found: list[str] = []
    for kind in _kinds(opened):
        for question in islice(kind, _TRIES):
            if opened.assistant.ask(question).answered:
                found.append(question)
                break
    return list(dict.fromkeys(found))


def _kinds(opened: Opened) -> Iterator[Iterator[str]]:
    """Candidates of each kind of question, likely ones first."""
    raised, stated = _indicators(opened)
    regions: dict[str, list[str]] = defaultdict(list)
    for id_, origin in opened.origins.items():
        name = origin.county or origin.city or origin.province
        if name and origin.period:
            regions[name].append(id_)
    several = sorted(regions, key=lambda name: (-len(regions[name]), name))
    levels = [level_of(origin) for origin in opened.origins.values()]
    place = _PLACES[max(dict.fromkeys(levels), key=levels.count, default=None)]
    yield (f"哪些{place}提高了{name}？" for name in raised)
    yield (f"哪个{place}的{name}最高？" for name in stated)
    yield (f"{region}{name}近几年怎样变化？" for region in several for name in stated[1:4])
    yield (
        f"{region}{year}年{name}是多少？"
        for region in several[1:]
        for name in stated[2:4]
        for year in _years(opened, regions[region])
    )
    yield (f"各{place}的{name}是多少？" for name in stated[3:])
    yield (f"{region}在{topic}方面做了什么？" for topic in _TOPICS for region in several)


def _indicators(opened: Opened) -> tuple[list[str], list[str]]:
    """Indicators that were raised, and those with a level, by how many reports say so."""
    raised: dict[str, set[str]] = defaultdict(set)
    stated: dict[str, set[str]] = defaultdict(set)
    for claim in opened.index.claims:
        name = claim.indicator
        if not _SHORT <= len(name) <= _LONG or claim.status != "actual":
            continue
        if any(f.role == "previous" for f in claim.figures) and claim.direction == "up":
            raised[name].add(claim.report)
        if any(f.role == "level" and f.value is not None for f in claim.figures):
            stated[name].add(claim.report)
    return _usual(raised), _usual(stated)


def _usual(reports: dict[str, set[str]]) -> list[str]:
    """Indicators by how many reports speak of them, those of one report left out."""
    return sorted((n for n, ids in reports.items() if len(ids) > 1), key=lambda n: (-len(reports[n]), n))


def _years(opened: Opened, reports: list[str]) -> list[str]:
    """Years that these reports report on, latest first."""
    periods = (opened.origins[i].period for i in reports)
    return sorted({period[1][:4] for period in periods if period}, reverse=True)
