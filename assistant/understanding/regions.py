"""The places that a question names, and the reports that speak for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.records import Level, Region
from assistant.understanding.language import pinyin
from index.origin.places import place
from index.records import Origin

#: What a full name ends in, longest first; without it the short name remains (江西省 → 江西).
_SUFFIX = re.compile(
    r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[\u4e00-\u9fff]{1,4}族自治[州县]$|自治[州县旗]$|新区$|地区$|省$|市$|县$|区$|旗$|州$|盟$"
)
#: 那个县, 的县, 某县 behind a province: the county reports of that province.
_WITHIN = re.compile(
    r"的?(?:那个|这个|某个?|哪个|一个|下面的|的|那|这)?(县|市|区)(?![\u4e00-\u9fff]*[级域属直])"
)
#: A name that no list has: two to four characters before 县 or 市, after nothing that could begin it.
_NAMED = re.compile(
    r"(?:请问一?下?|[查问看说讲]一?下|想知道|麻烦|帮忙|^|[，。、；？！\s和与及跟比较在把对从向]|对比)((?![和与及跟比在把对从向])[\u4e00-\u9fff]{2,4}?(?:自治[县州区旗]|[县州省旗]|市(?!场|民|政|县|区|级|辖|会|值|价)))"
)
_NOT_NAMES = re.compile(
    r"怎么|怎样|如何|什么|防止|[的最哪各那这某几全每有些个多少县省市区和与比较]|什么|所有|一个|其他|别的|以上|公布|提高|多数|部分|多少|目前|现在|我们|本|该|列出|请问|统计"
)


def short(name: str) -> str:
    """江西省 → 江西, 内蒙古自治区 → 内蒙古; a name that would be left with one character stays."""
    cut = _SUFFIX.sub("", name)
    return cut if len(cut) >= 2 else name


def level_of(origin: Origin) -> Level | None:
    """What kind of place the report speaks for; `None` where it does not say."""
    if origin.county and origin.county.endswith("市") and place(origin.county) is None:
        return "city"  # no gazetteer has it as a county
    if origin.county or (origin.region or "").endswith("某县"):
        return "county"
    if origin.city:
        return "city"
    return "province" if origin.province else None


#: A report's own title or file name begins with the place it speaks for: 2026-岭东省-政府工作报告.
_OWN_NAME = re.compile(
    r"^(?:关于)?(?:\d{4}年?)?[-_ ]*([\u4e00-\u9fff]{2,7}?(?:省|自治[区州县旗]|市|县|区|旗))(?=[-_ ]|人民政府|政府|财政局|\d{4}|$)"
)


def complete(origins: Mapping[str, Origin]) -> dict[str, Origin]:
    """`origins` with what the reports say of each other: a county that one report names with its province
    (湖南省青禾县) and another without is one place; a place that only the title or the file names is named."""
    out = {report: _own_place(report, origin) for report, origin in origins.items()}
    homes: dict[str, set[tuple[str, str | None]]] = {}
    for origin in out.values():
        if origin.province:
            for name in (origin.county, origin.city):
                homes.setdefault(name or "", set()).add((origin.province, origin.city))
    for report, origin in out.items():
        own = origin.county or origin.city
        known = homes.get(own or "", set())
        if not own or len({province for province, _ in known}) != 1:
            continue
        province, city = max(known, key=lambda home: (home[1] is not None, home[1] or ""))
        city = origin.city or city
        city = None if city == origin.county else city
        region = f"{province}{city or ''}{origin.county or ''}"
        out[report] = replace(origin, province=province, city=city, region=region)
    return out


def _own_place(report: str, origin: Origin) -> Origin:
    if origin.region:
        return origin
    stem = report.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    found = next((m for text in (origin.title, stem) if (m := _OWN_NAME.match(text))), None)
    if not found or _NOT_NAMES.search(found[1][:-1]):
        return origin
    name = found[1]
    part = "province" if name.endswith(("省", "自治区")) else "city" if name.endswith("市") else "county"
    return replace(origin, region=name, **{part: name})


def _one_off(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


@dataclass(frozen=True, slots=True)
class Places:
    """Names that questions may use, each with the ids of the reports that speak for it or lie within."""

    reports: dict[str, tuple[str, ...]]  # name → ids
    own: dict[str, tuple[str, ...]]  # name → ids of the reports that speak for the place itself
    province: dict[str, str]  # place → its province
    regions: tuple[str, ...]  # of the corpus, as shown

    @staticmethod
    def of(origins: Iterable[tuple[str, Origin]]) -> Places:
        reports: dict[str, list[str]] = {}
        own: dict[str, list[str]] = {}
        province: dict[str, str] = {}
        regions: dict[str, None] = {}
        for report, origin in origins:
            named = [name for name in (origin.province, origin.city, origin.county) if name]
            for name in named:
                for spelling in {name, short(name)}:
                    reports.setdefault(spelling, []).append(report)
                    if name == named[-1] and not (origin.region or "").endswith("某县"):
                        own.setdefault(spelling, []).append(report)
                    if origin.province:
                        province[spelling] = origin.province
            if origin.region:
                regions[origin.region] = None
        frozen = {name: tuple(ids) for name, ids in reports.items()}
        return Places(frozen, {name: tuple(ids) for name, ids in own.items()}, province, tuple(regions))

    def near(self, name: str, province: str | None = None) -> tuple[str, ...]:
        """Regions of the corpus in the same province, or a few of all."""
        known = place(name) if province is None else None
        home = province or self.province.get(name) or (known.province if known else None)
        found = [r for r in self.regions if home and r.startswith(short(home))]
        alike = [r for r in self.regions if len(name) > 2 and _one_off(name, r[-len(name) :])]
        if alike:  # 望朝县 for 望潮县
            return tuple(alike[:5])
        return tuple(found or self.regions)[:5]


@dataclass(frozen=True, slots=True)
class Named:
    """The places named in a question, and the question without them."""

    rest: str
    regions: tuple[Region, ...] = ()
    level: Level | None = None
    group: bool = False  # one name for several places: 西部省份
    number: int | None = None  # 西部四个省区: so many of them


#: What may stand behind the name of a group: 西部四个省区, 长三角的省市, 东北三省.
_MEMBERS = re.compile(
    r"(?:的|各|这|那|里的?|几个?|([两二三四五六七八九十]|(?<!\d)\d{1,2}(?!\d|年|月))个?)*(省区市|省份|省区|省市|地区|地方|各地|城市|市县|县市|县区|省|市|县|区|地)?"
    r"(?:里面?|中间?|当中|之中|内)?"
)
_NUMERALS = {n: i for i, n in enumerate("零一二三四五六七八九十")} | {"两": 2}


def read_groups(question: str, places: Places, groups: Mapping[str, Sequence[str]]) -> Named:
    """The groups of places in `question` (西部, 长三角), each one region of all reports that lie in it."""
    regions: list[Region] = []
    level: Level | None = None
    number: int | None = None
    for name in sorted(groups, key=lambda n: (-len(n), n)):
        at = question.find(name)
        if at < 0 or (name == "自治区" and question[max(0, at - 1) : at].strip()):
            continue
        m = _MEMBERS.match(question, at + len(name))
        end = m.end() if m else at + len(name)
        if question[end : end + 1] == "部" or (name in ("沿海", "中部") and not (m and m[2])):
            continue
        ids = dict.fromkeys(i for member in groups[name] for i in places.reports.get(member, ()))
        if m and m[1]:
            number = int(m[1]) if m[1].isdigit() else _NUMERALS[m[1]]
        if m and m[2]:
            level = "province" if m[2].startswith("省") else "county" if m[2] in ("县", "县区") else None
        regions.append(Region(name, tuple(ids), () if ids else places.regions[:5]))
        question = question[:at] + " " * (end - at) + question[end:]
    return Named(question, tuple(regions), level, bool(regions), number)


def read_regions(
    question: str,
    places: Places,
    counties: Sequence[str],
    aliases: Mapping[str, str],
    known: Callable[[str], bool] = lambda name: False,
    elsewhere: Callable[[str], Iterable[str]] = lambda text: (),
) -> Named:
    """The places in `question`. `counties` are the ids of county reports; `known` tells whether a word is
    one of the lexicon's (and so no place); `elsewhere` finds places of the gazetteer in a text; `aliases` are
    the lexicon's place names, each with the full one."""
    names = sorted({*places.reports, *aliases}, key=lambda n: (-len(n), n))
    provinces = {short(full) for full in aliases.values()}
    found: list[tuple[int, int, Region]] = []
    level: Level | None = None
    taken = [False] * len(question)
    for name in (n for n in names if n in question):
        for m in re.finditer(re.escape(name), question):
            a, b = m.span()
            if any(taken[a:b]) or _inside_word(question, a, b, name, known):
                continue
            if name == short(name) and any(short(r.name) == name for _, _, r in found):
                continue  # 上海市的上海港: the second is part of what is asked
            full = aliases.get(name, name)
            ids = places.reports.get(name) or places.reports.get(full, ())
            label = name
            if (w := _WITHIN.match(question, b)) and short(full) in provinces:
                inside = tuple(i for i in ids if i in set(counties))
                b, ids, label = w.end(), inside, f"{name}的县"
                level = "county"
            found.append((a, b, Region(label, ids, () if ids else places.near(name))))
            taken[a:b] = [True] * (b - a)
    rest = "".join(" " if t else c for c, t in zip(question, taken, strict=True))
    for name in (*elsewhere(rest), *(m[1] for m in _NAMED.finditer(rest))):
        a = rest.find(name)
        if (
            a < 0
            or any(short(r.name) == short(name) for _, _, r in found)
            or known(name)
            or known(short(name))
            or _NOT_NAMES.search(_SUFFIX.sub("", name))
            or len(name) < 2
        ):
            continue
        region = _sounding(name, places) or Region(name, (), places.near(name))
        found.append((a, a + len(name), region))
        rest = rest[:a] + " " * len(name) + rest[a + len(name) :]
    found.sort(key=lambda item: item[0])
    merged: dict[str, Region] = {}
    for _, _, region in _nested(found):
        merged.setdefault(region.name, region)
    return Named(rest, tuple(merged.values()), level)


def _sounding(name: str, places: Places) -> Region | None:
    """The one region of the corpus that sounds like `name` and is written otherwise: 陇园市 for 陇源市."""
    own = [n for n in places.own if len(n) == len(name) and n[-1] == name[-1] and _one_off(n, name)]
    alike = [n for n in own if pinyin(n) == pinyin(name)] if place(name) is None else []
    return Region(alike[0], places.reports[alike[0]]) if len(alike) == 1 else None


def _inside_word(question: str, a: int, b: int, name: str, known: Callable[[str], bool]) -> bool:
    """A short name inside a longer word of the lexicon is no place (吉林 in no such word, 海南 in 海南…)."""
    if name.endswith(("省", "市", "县", "区", "州", "旗")):
        return False
    return any(
        known(question[x:y])
        for x in range(max(0, a - 3), a + 1)
        for y in range(b, min(len(question), b + 3) + 1)
        if y - x > b - a
    )


def _nested(found: list[tuple[int, int, Region]]) -> list[tuple[int, int, Region]]:
    """安徽省金寨县 names one place, the county: an outer name directly before an inner one is dropped."""
    out: list[tuple[int, int, Region]] = []
    for item in found:
        if out and out[-1][1] == item[0]:
            outer, inner = out[-1][2], item[2]
            if not inner.reports or set(inner.reports) <= set(outer.reports):
                out[-1] = item
                continue
        out.append(item)
    return out
