"""A report to its claims: every sentence's figures with time and status, and claims without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import groupby

from index.grammar.discourse import Discourse, Sentence
from index.grammar.figures import figures
from index.grammar.lexicon import any_of, pattern, words
from index.grammar.moves import moves
from index.grammar.periods import TIME
from index.grammar.rows import Placed, is_row, listed, table, tables, unit_line
from index.grammar.scene import Found
from index.records import Claim, Direction, Figure, Period, Report, Role, Section, Status
from index.text import fold, kept, sentences, simplified

#: Where a sentence is longer than this, it is read in parts: text without a stop is no sentence of a report.
_LONGEST = 2000
_BACK = 200  # so far back a break between clauses is looked for
_BREAKS = frozenset("，,、；;：: \t|）)")


def read_claims(report: Report) -> list[Claim]:
    """The claims of a report in the order they stand in; `Claim.figures` holds each claim's figures.

    Every figure's `text` is what stands at its span in `report.text`; no two spans overlap.
    """
    claims: list[Claim] = []
    discourse = Discourse(report.origin)
    for section in report.sections:
        discourse.enter(section)
        caption = section.headings[-1] if section.headings else ""
        groups = [(row, list(group)) for row, group in groupby(_sentences(report.text, section), is_row)]
        for k, (in_table, read) in enumerate(groups):
            if not in_table:
                claims += _lines(report, section, read, discourse)
                caption = _caption(read)
                continue
            below = _unit_below(groups[k + 1 :])
            for rows in tables(report.text, read):
                placed = table(rows, fold(caption) if "单位" in caption else below + fold(caption), discourse)
                if placed is not None:
                    claims += _of_table(report, section, placed, discourse)
                    continue
                for sentence in rows:
                    claims += _read(report, section, sentence, discourse)
            caption = ""
    return claims


_LONGEST_CAPTION = 40


def _caption(lines: Sequence[Sentence]) -> str:
    """The lines right above a table that may say its unit and time: the last, and a unit's line before it."""
    over = "".join(
        s.text for s in lines[-2:-1] if unit_line(s.folded) and len(lines[-1].text) <= _LONGEST_CAPTION
    )
    return f"{over} {lines[-1].text}".strip()


def _unit_below(groups: Sequence[tuple[bool, Sequence[Sentence]]]) -> str:
    """The line right below a table that says its unit, "" where that line rather heads the next table."""
    if not groups:
        return ""
    lines = groups[0][1]
    heads_next = len(groups) > 1 and len(lines) <= _LINES_OF_CAPTION
    return "" if heads_next or not unit_line(lines[0].folded) else lines[0].folded + " "


_LINES_OF_CAPTION = 2


def _lines(
    report: Report, section: Section, lines: Sequence[Sentence], discourse: Discourse
) -> Iterator[Claim]:
    """The claims of lines that are no table's; below a line that says only a unit, bare numbers are of it."""
    unit = ""
    for s in lines:
        said = unit_line(s.folded)
        unit = said or unit
        placed = listed(s, unit, discourse) if unit and s.opens else []
        if placed:
            discourse.begin(s)
            yield from _of_table(report, section, placed, discourse)
            continue
        if not said and s.text.rstrip().endswith("。"):
            unit = ""  # the list is over
        yield from _read(report, section, s, discourse)


def _sentences(text: str, section: Section) -> Iterator[Sentence]:
    goes_on = False
    stop = section.start
    traditional = bool(_ways(text))
    for a, b in sentences(text, section.start, section.end):
        opens, stop = a == section.start or "\n" in text[stop:a], b
        at = kept(text, a, b)
        own = text[at.start : at.stop] if isinstance(at, range) else "".join(text[i] for i in at)
        for c, d in _parts(own):
            part = own[c:d]
            yield Sentence(
                at[c],
                at[d - 1] + 1,
                at[c:d],
                part,
                simplified(part) if traditional else part,
                fold(part),
                goes_on or c > 0,
                opens and c == 0,
            )
        goes_on = own.rstrip("”’」』）)】》")[-1:] in ("；", ";")


def _parts(sentence: str) -> Iterator[tuple[int, int]]:
    """Cuts what is far too long for a sentence: between clauses where it can, never inside a number."""
    a = 0
    while len(sentence) - a > _LONGEST:
        near = range(a + _LONGEST, a + _LONGEST - _BACK, -1)
        b = next((k for k in near if sentence[k - 1] in _BREAKS and not sentence[k].isdigit()), near[0])
        while b < len(sentence) and sentence[b - 1].isdigit() and sentence[b].isdigit():
            b += 1
        yield a, b
        a = b
    if a < len(sentence):
        yield a, len(sentence)


def _read(report: Report, section: Section, s: Sentence, discourse: Discourse) -> list[Claim]:
    discourse.begin(s)
    spans = [(t.start, t.end) for t in discourse.times]
    found = figures(s.folded, s.text, spans, discourse.context)
    made: list[Figure] = []
    for f in found:
        period = discourse.period_of(f)
        made.append(_figure(report, section, s, f, discourse, period, discourse.status_of_figure(f, period)))
    claims = _claims(report, section, s, _directed(made))
    said = {c.indicator for c in claims}
    for move in moves(s.folded, s.text, [f.quantity for f in found]):
        indicator = move.indicator.translate(_written(report.text, s))
        if not found:
            discourse.context.subject = move.indicator
        if indicator not in said:
            said.add(indicator)
            status = discourse.status_of(move.at)
            claims.append(_claim(report, section, s, indicator, move.direction, status, discourse.period))
    return claims


def _of_table(
    report: Report, section: Section, placed: Sequence[Placed], discourse: Discourse
) -> list[Claim]:
    out: list[Claim] = []
    for _, cells in groupby(placed, lambda cell: cell.row.start):
        line = list(cells)
        for place in dict.fromkeys(cell.place for cell in line):
            made = []
            for cell in line:
                if cell.place == place:
                    status = (
                        "planned" if cell.planned else discourse.status_of_figure(cell.found, cell.period)
                    )
                    made.append(
                        _figure(report, section, cell.row, cell.found, discourse, cell.period, status)
                    )
            out += [replace(claim, place=place) for claim in _claims(report, section, line[0].row, made)]
    return out


def _written(text: str, s: Sentence) -> dict[int, str]:
    """How a sentence in traditional characters writes the simplified ones that it was read in; those that
    stand only in what its figures take over from elsewhere are written as the report does.
    """
    if s.quote == s.text:
        return {}
    return _ways(text) | {ord(plain): c for plain, c in zip(s.text, s.quote, strict=True)}


@lru_cache(maxsize=2)
def _ways(text: str) -> dict[int, str]:
    plain = simplified(text)
    return {ord(p): c for p, c in zip(plain, text, strict=True) if p != c} if plain != text else {}


def _figure(
    report: Report,
    section: Section,
    s: Sentence,
    f: Found,
    discourse: Discourse,
    period: Period | None,
    status: Status,
) -> Figure:
    q = f.quantity
    start, end = s.at[q.start], s.at[q.end - 1] + 1
    indicator = f.indicator or discourse.spoken or _subject([simplified(h) for h in section.headings])
    unit = q.unit
    if written := _written(report.text, s):
        unit, indicator = unit.translate(written), indicator.translate(written)
    return Figure(
        start,
        end,
        report.text[start:end],
        q.value,
        unit,
        indicator,
        f.role,
        f.direction,
        status,
        period,
        f.comparator,
    )


def _claims(report: Report, section: Section, s: Sentence, made: Sequence[Figure]) -> list[Claim]:
    out: list[Claim] = []
    for (indicator, status, period), members in _groups(made).items():
        ways: list[Direction] = [f.direction for f in members if f.direction]
        direction = ways[0] if ways else None
        out.append(_claim(report, section, s, indicator, direction, status, period, members))
    return out


def _claim(
    report: Report,
    section: Section,
    s: Sentence,
    indicator: str,
    direction: Direction | None,
    status: Status,
    period: Period | None,
    members: Sequence[Figure] = (),
) -> Claim:
    return Claim(
        report.id,
        indicator,
        direction,
        status,
        period,
        section.headings,
        s.start,
        s.end,
        s.quote,
        tuple(members),
    )


@cache
def _heading() -> tuple[re.Pattern[str], ...]:
    """Marks in front of a heading, what stands at its end and is not named, and headings that name nothing."""
    han, table = "[一二三四五六七八九十]", words("indicators")
    marks = rf"[#\s]+|[(（]?(?:{han}|\d)+[)）、.．]+|{han}是|——|第{han}+[章部分]+"
    said = any_of(words("verbs")["comment"]["words"])
    return (
        pattern(rf"(?:{marks}|{TIME}|今年|全年|[上下]半年|前三季度)+"),
        pattern(rf"(?:{any_of(table['heading_ends'])}+|{said})[:：]?$"),
        pattern(rf"{any_of(table['nameless'])}+"),
    )


def _subject(headings: Sequence[str]) -> str:
    """What the innermost heading that names anything speaks of (1、收入完成情况： → 收入), else ""."""
    marks, ends, nameless = _heading()
    for heading in reversed(headings):
        name = re.split("[。，,]", heading)[0]
        if m := marks.match(name):
            name = name[m.end() :]
        name = ends.sub("", name)
        if len(name) >= _SHORTEST_SUBJECT and not nameless.fullmatch(name):
            return name
    return ""


_SHORTEST_SUBJECT = 2


# --- transitions ------------------------------------------------------------------------------------


def _directed(made: Sequence[Figure]) -> list[Figure]:
    """The figures with the earlier end of each transition given the direction and name of the later one."""
    out = list(made)
    later: dict[str, int] = {}  # by unit, the nearest level or rank to come
    for k in range(len(out) - 1, -1, -1):
        f, unit = out[k], out[k].unit.split("/")[0]
        if f.role in ("level", "rank"):
            later[unit] = k
        elif (
            f.role == "previous"
            and f.direction
            and k + 1 < len(out)
            and out[k + 1].role in ("change", "rate")
        ):
            continue  # 较上年的5亿元增加1亿元: the later state is stated before
        elif f.role == "previous" and unit in later:
            to = out[later[unit]]
            way = f.direction or to.direction or _way(f.value, to.value, to.role)
            out[k] = replace(f, direction=way, indicator=f.indicator or to.indicator)
            counted = f.unit if "/" in f.unit and "/" not in to.unit else to.unit  # 每人每月128元提高到148元
            out[later[unit]] = replace(to, direction=to.direction or way, unit=counted)
    return out


def _way(before: float | None, after: float | None, role: Role) -> Direction | None:
    """Which way a transition went whose verb leaves it open (由1960元调整为2070元)."""
    if before is None or after is None or before == after:
        return None
    return "up" if (after > before) == (role != "rank") else "down"


_Group = tuple[str, Status, Period | None]


def _groups(made: Sequence[Figure]) -> dict[_Group, list[Figure]]:
    """The figures of each claim: those of one indicator, status and time, with the earlier end of a
    transition beside its later one (提高60元，由825元提高到885元 is one claim).
    """
    groups: dict[_Group, list[Figure]] = {}
    held: dict[str, Figure] = {}  # earlier ends whose later one has not come
    for f in made:
        if f.role == "previous":
            held[f.indicator] = f
            continue
        members = groups.setdefault((f.indicator, f.status, f.period), [])
        if f.indicator in held:
            members.append(held.pop(f.indicator))
        members.append(f)
    for f in held.values():
        groups.setdefault((f.indicator, f.status, f.period), []).append(f)
    return groups
