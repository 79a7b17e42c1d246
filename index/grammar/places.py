"""Tables of places: a column or a head that names counties (districts, towns), to which its figures belong.

| 县区 | 指标 | 2023年 |      | 县区 | 生产总值 |      | 指标 | 东坪县 | 西坪县 |
| 东坪县 | 生产总值 | 93.5 |    | 东坪县 | 93.5 |      | 生产总值 | 93.5 | 126.3 |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from index.grammar.lexicon import any_of, pattern, words

#: So many different places make a column or a head one of places.
_FEWEST = 2
_LONGEST = 12


@cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    own = words("tables")
    named = rf"[\u4e00-\u9fff]{{1,{_LONGEST}}}?{any_of(own['place']['ends'])}"
    never, every = any_of(own["place"]["never"]), any_of(own["place"]["all"])
    return (
        pattern(any_of(own["head"]["place"])),
        pattern(rf"(?!.*{never}$){named}"),
        pattern(rf"(?:其中[:：]?)?{every}"),
    )


def names_places(head: str) -> bool:
    """Whether a column's head says that places stand below it."""
    return _rules()[0].fullmatch(_bare(head)) is not None


def place(cell: str) -> str | None:
    """The place that a cell names by its ending, `None` where it names none."""
    return _bare(cell) if _rules()[1].fullmatch(_bare(cell)) else None


def place_column(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column whose cells say which place a row is of: its head says so, or all of them are names."""
    for k, head in enumerate(heads):
        if names_places(head):
            return k
    for k in range(len(heads)):
        cells = {_bare(row[k]) for row in rows if k < len(row) and not adds_up(row[k])}
        if len(cells) >= _FEWEST and all(map(place, cells)):
            return k
    return None


def place_of(cell: str, *, named: bool) -> str | None:
    """The place of a row; `None` for one that adds the others up. `named`: the column's head says that it
    holds places, so that a cell need not look like one (东坪).
    """
    if adds_up(cell):
        return None
    return _bare(cell) or None if named else place(cell)


def adds_up(cell: str) -> bool:
    """Whether a row is the sum of the places, or of none."""
    return not _bare(cell) or _rules()[2].fullmatch(_bare(cell)) is not None


def places_in_head(cells: Sequence[str]) -> list[str | None]:
    """For each cell of a head its place, "" for all places together, `None` for anything else; all `None` where
    the head is not one of places.
    """
    found = ["" if _bare(cell) and adds_up(cell) else place(cell) for cell in cells]
    return found if len({name for name in found if name}) >= _FEWEST else [None] * len(cells)


def _bare(cell: str) -> str:
    return re.sub(r"\s", "", cell)
