"""Which region a report speaks for, from what it says itself. Nothing is guessed.

The evidence, strongest first: what a person has written down; the title and the lines around it; the file's
name; the bureau that speaks (云岭县财政局); the only province whose offices the report names. A place that is
merely mentioned, as a destination, a neighbour or a partner, is no evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from index.origin.places import Place, find_places, place
from index.text import fold

_LONGEST_NAME = 6  # characters of a county that no gazetteer has


@dataclass(frozen=True, slots=True)
class Region:
    """A region as far as it is known; all `None` where nothing is named."""

    province: str | None = None
    city: str | None = None
    county: str | None = None
    shown: str | None = None  # 安徽省六安市金寨县, 江西省某县


#: Offices, whose names begin with the region they serve.
_OFFICE = (
    r"(?:财政|人民政府|政府|县委|市委|区委|省委|旗委|党委|人大|政协|发展和?改革|发改|审计|统计|税务|民政|教育|人力资源|人社|卫生|"
    r"卫健|农业|自然资源|生态环境|住房|住建|交通|水利|商务|工业|工信|科技|科学|文化|文旅|应急|市场监|医疗保障|医保|国有资产|国资|"
    r"林业|乡村振兴|公安|司法|信访|机关事务|行政审批|经济|国民经济|政务|第?[一二三四五六七八九十\d]+届|20\d\d年)"
)
#: A division that no gazetteer knows, in front of an office or at the end of a name.
_NAMED = re.compile(
    rf"(?:(?:^|[^一-龥])(?:年度?)?(?:关于)?|(?<=[省市州盟]))([一-龥]{{2,15}}?(?:自治县|自治旗|[县旗]|[市区](?={_OFFICE})))"
    rf"(?={_OFFICE}|[^一-龥]|$)"
)
_SPEAKS = re.compile(
    rf"(?:^|[^一-龥]|(?<=[在由向经据是为将受表]))([一-龥]{{2,4}}?(?:自治县|自治旗|[县旗]|[市区](?=人民政府|财政局|民政局)))(?={_OFFICE})"
)
#: Words that end like a name and are none.
_NO_NAME = re.compile(
    r"^[我本全各该某此每两几多数个一二三四五六七八九十百]|(?:[省市县区旗]|州(?!市$)).*[县旗区市]$|[的了和与及等在为对各全我本该]|"
    r"所有|其他|有关|相关|部分|先进|百强|贫困|脱贫|试点|示范|邻近|周边|直管|年度|工作|情况|总结"
)
#: So many characters before or behind a place's name say where it lies.
_PARENTS = 12
_LIES_IN = re.compile(r"(?:隶属于?|地处|位于|属于?|系|是|作为|[（(])")
_CITY_NAME = re.compile(r"[一-龥]{2,4}?(?:市|自治州|州|盟)")
_CITY_SPEAKS = re.compile(rf"[一-龥]{{2,4}}?市(?={_OFFICE})")
_COUNTY_NAME = re.compile(r"[一-龥]{2,4}?(?:自治县|自治旗|[县旗])")
#: A report calls its region by name and its own: 我们楚平市, 云岭县（以下简称“我县”）.
_CALLS_ITSELF = re.compile(
    r"(?:我们|咱们)([一-龥]{2,3}[县旗市])(?=[的是地财政府位，、]|处于)|([一-龥]{3,12}[县旗市区])(?=[（(](?:以?下)?简?称[“\"‘]?[我全][县旗市区])"
)
#: 在贵州省|88个县中列第5位: of the report's own province, as is what it heeds (围绕|浙江|高质量发展…的要求).
_AMONG_OWN = re.compile(r"(?:全部|所有|的)?\d{1,3}个(?:地级)?[县市州区旗]{1,3}(?:中|里|之中|当中|排)")
_HEEDS = re.compile(r"(?:围绕|按照|融入|贯彻|落实|对标|聚焦|服务)$")
#: A province in brackets of its own, beside a title: （甘肃）.
_IN_BRACKETS = re.compile(r"[（(]([一-龥]{2,8})[）)]")
#: Before the name of a county that speaks: 现将舒丰县民政局….
_LEADS = re.compile(r"^(?:现将?|将|并报?|我?代表|受|经|由|向|在|为|是)+(?=[一-龥]{3,})")
#: A county that hides its name.
_MASKED = re.compile(r"(?:[XxＸ×*＊某]{1,4}|[○〇]{2,3})(?:自治)?[县旗]")
_COUNTY = re.compile(r"[我全][县旗]|县(?:委|政府|人民政府|财政局|人大|直)|旗(?:委|政府|财政局)")
_CITY = re.compile(r"[我全]市(?!场)|市(?:委|人民政府)")
_PROVINCE = re.compile(r"[我全]省|省(?:委|政府|人民政府)|自治区(?:党委|人民政府)")
#: Before a place: it is somebody else's.
_ELSEWHERE = re.compile(
    r"(?:赴|到|去|往|与|和|同|跟|向|对口|支援|援助?|帮扶|协作|学习|借鉴|考察|参观|来自|引进|邻|较|比|跨|从|籍|、)$"
)
_BESIDE = re.compile(r"[、和与及同跟]$")
_OTHERS = re.compile(r"(?:[、和与等]|籍|企业|商会|客商|经验|做法|对口|驻|方向|段|线)")
_BEHIND = re.compile(
    r"(?:省?委|党委|加快建[设成]|高质量发展|全面振兴|现代化建设|人民政府|政府|财政|国有|审计|统计|税务|发改|人大|人社|民政|教育|卫健|农业|自然资源|生态环境|交通|水利|商务|工信|"
    r"科技|直属|高院|第[一二三四五六七八九十]+[届次]|实施|[一-龥]{2,6}?[厅委](?:的|和|、|下达|安排)|及(?:以上)?市|下达|补助我|全面推进|"
    r"[^，。；]{0,8}(?:办法|条例|规划|意见|通知|方案))"
)
#: 习近平总书记视察江西重要讲话精神 stands in the reports of that province alone.
_VISIT_BEFORE = re.compile(r"总书记.{0,6}(?:视察|考察|亲临|对|关于|在)$")
_VISIT_AFTER = re.compile(r"(?:工作|发展|考察|视察)?(?:时|期间)?的?(?:系列)?重要(?:讲话|指示|论述)")


def region(block: str, file: str, text: str, given: str | None = None) -> Region:
    """The region of a report whose title and the lines around it are `block`."""
    if given:
        return _written(given)
    name = re.sub(r"\.[A-Za-z]{2,5}$", "", file.rsplit("/", 1)[-1])
    titled = _first(*(_in_title(line) for line in block.split("\n")))
    found = (
        titled
        or _in_file(name)
        or _speaker(text)
        or _governing(text)
        or _calls_itself(text)
        or _described(text)
    )
    for folder in reversed(file.split("/")[:-1]):
        found = _joined(found, _in_file(folder))
    found = _joined(_within(found, text), _bracketed(block) or _office_province(text))
    if found is None:
        return Region()
    alone = found.county is None and found.city is None
    if alone and (_MASKED.search(block) or (titled is None and _level(text) == "县")):
        return Region(found.province, None, None, f"{found.province}某县")
    return _shown(found)


def _first(*found: Place | None) -> Place | None:
    return next((p for p in found if p is not None), None)


def _joined(found: Place | None, outer: Place | None) -> Place | None:
    """`found` with the parents that it lacks taken from `outer`."""
    if found is None or outer is None:
        return found or outer
    if outer.county is not None or found.province is not None:
        return found
    known = place(f"{outer.province}{outer.city or ''}{found.county or found.city}")
    if known is not None and known.province == outer.province:
        return known
    return replace(found, province=outer.province, city=found.city or outer.city)


def _within(found: Place | None, text: str) -> Place | None:
    """`found` with the province and city that the text puts before its name (四川省岷澜市罗溪区) or says it lies in
    (潭桥县隶属安徽省淠宁市)."""
    if found is None or found.province is not None:
        return found
    text = fold(text)
    for m in re.finditer(re.escape(found.county or found.city or found.name), text):
        outer = _ending(text[max(0, m.start() - _PARENTS) : m.start()])
        if outer is None and (lies := _LIES_IN.match(text, m.end())):
            outer = _beginning(text[lies.end() : lies.end() + _PARENTS])
        if outer is not None:
            city = outer.city if found.county else None
            return replace(found, province=outer.province, city=found.city or city)
    return found


def _ending(words: str) -> Place | None:
    """The province, with a city behind it, that `words` end in."""
    for p in find_places(words):
        if p.province is None or p.county is not None:
            continue
        rest = words[p.end :]
        if not rest or (p.city is None and _CITY_NAME.fullmatch(rest)):
            return replace(p, city=p.city or rest or None)
    return None


def _beginning(words: str) -> Place | None:
    """The province, with a city behind it, that `words` begin with."""
    p = next((p for p in find_places(words) if p.start == 0 and p.province and not p.county), None)
    if p is None or p.city is not None:
        return p
    city = _CITY_NAME.match(words[p.end :])
    return replace(p, city=city[0] if city else None)


def _calls_itself(text: str) -> Place | None:
    """The one region that the report calls by its name and its own."""
    text = fold(text)
    names = {m[1] or m[2] for m in _CALLS_ITSELF.finditer(text)}
    return _in_title(f"{names.pop()}政府") if len(names) == 1 else None


def _bracketed(block: str) -> Place | None:
    """The province that stands in brackets beside the title."""
    found = {m[1]: place(m[1]) for m in _IN_BRACKETS.finditer(block)}
    known = [p for p in found.values() if p is not None and p.province and not p.city and not p.county]
    return known[0] if len(known) == 1 else None


def _described(text: str) -> Place | None:
    """The one county or city that stands behind its province in the text, where the report speaks of itself as one:
    四川省云硖县; a city only where its own office speaks (内蒙古云汉市财政局)."""
    text = fold(text)
    level = _level(text)
    shape = {"县": _COUNTY_NAME, "市": _CITY_SPEAKS}.get(level)
    if shape is None:
        return None
    found = {
        (p.province, m[0])
        for p in find_places(text)
        if p.province and not p.city and not _ELSEWHERE.search(text[max(0, p.start - 4) : p.start])
        if (m := shape.match(text, p.end)) and not _NO_NAME.search(m[0])
    }
    if len(found) != 1:
        return None
    province, name = found.pop()
    return _named(name, Place(province or "", province, None, None, 0, 0))


def _shown(p: Place) -> Region:
    parts = [p.province, p.city, p.county]
    return Region(p.province, p.city, p.county, "".join(part for part in parts if part) or None)


def _written(given: str) -> Region:
    """A region as a person has written it: 桐渡县, 江西省云岭县, 金寨."""
    given = given.strip()
    known = place(given)
    if known is not None:
        return _shown(known)
    outer = next((p for p in find_places(given) if p.start == 0), None)
    rest = given[outer.end :] if outer else given
    if outer is None:
        return Region(None, None, rest, given)
    if not rest or rest == "某县":
        return Region(outer.province, outer.city, None, given)
    return Region(outer.province, outer.city, rest, given)


def _in_title(line: str) -> Place | None:
    """The region that a title names: the innermost place, known or not, before an office or a year."""
    if _MASKED.search(line):
        known = [p for p in find_places(line) if p.county is None]
        return known[0] if known else None
    known = [p for p in find_places(line) if p.county is not None or not _ELSEWHERE.search(line[: p.start])]
    for m in _NAMED.finditer(line):
        a, b = m.span(1)
        inside = [p for p in known if p.start < b and a < p.end]
        if any(p.county is not None or p.end == b for p in inside):
            continue
        outer = max((p for p in known if p.end < b), key=lambda p: p.end, default=None)
        county = line[max(a, outer.end if outer else 0) : b]
        if 2 < len(county) <= _LONGEST_NAME and not _NO_NAME.search(county):
            return _named(county, outer)
    return max(known, key=lambda p: (p.county is not None, p.city is not None, -p.start), default=None)


def _named(name: str, outer: Place | None) -> Place:
    province, city = (outer.province, outer.city) if outer else (None, None)
    return Place(name, province, city, name, 0, len(name))


def _in_file(name: str) -> Place | None:
    """The region in the name of a file or folder: 2026-江西省-政府工作报告, 江西省-云岭县, 金寨2023年总结."""
    found: Place | None = None
    for part in reversed(re.split(r"[-_\s—·、,，()（）\[\]【】]+|\d+年?度?", name)):
        named = (place(part) if len(part) > 1 else None) or _in_title(part)
        found = _joined(found, named)
    return found


#: 扶沟县辖16个乡镇: whom a report describes.
_GOVERNS = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,12}[县市区旗])(?:现|共|下|管)?辖")
_NEAR_TOP = 2000


def _governing(text: str) -> Place | None:
    """The region that the text says, near its top, to govern others."""
    m = _GOVERNS.search(fold(text[:_NEAR_TOP]))
    return _in_title(m[1]) if m else None


def _speaker(text: str) -> Place | None:
    """The one county whose own offices the report names, again and again or first of all."""
    count: Counter[tuple[str | None, str | None, str]] = Counter()
    for p in find_places(text):
        serves = p.county and p.province and re.match(_OFFICE, text[p.end : p.end + 6])
        if serves and p.county and not _ELSEWHERE.search(text[max(0, p.start - 4) : p.start]):
            count[p.province, p.city, p.county] += 1
    if not count:
        named = Counter(_LEADS.sub("", m[1]) for m in _SPEAKS.finditer(text) if not _MASKED.search(m[0]))
        for name, times in named.items():
            if not _NO_NAME.search(name) and _is_name(name, text):
                count[None, None, name] = times
    best = count.most_common(2)
    if not best or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
        return None
    province, city, county = best[0][0]
    return Place(county, province, city, county, 0, 0)


def _is_name(name: str, text: str) -> bool:
    """Whether a name that no gazetteer has is one: it comes back, always with 县 (配合县审计局 is none)."""
    times = text.count(name)
    told = re.search(rf"(?:现将|我?代表|受){name}", text) is not None
    return (times > 1 or told) and times * 2 > text.count(name[:-1])


def _office_province(text: str) -> Place | None:
    """The only province whose offices, or whose visit by the head of state, the report names."""
    found: set[str] = set()
    rivals: set[str] = set()  # named beside another: 与湖南省财政厅, 江西省财政厅、湖南省财政厅
    for p in find_places(text):
        if p.city is not None or p.county is not None or p.province is None:
            continue
        before, after = text[max(0, p.start - 20) : p.start], text[p.end : p.end + 20]
        own = (
            _AMONG_OWN.match(after)
            or (_HEEDS.search(before) and _BEHIND.match(after))
            or (before.endswith("作为") and after.startswith(("的", "省的")))
        )
        visited = _VISIT_BEFORE.search(before) and _VISIT_AFTER.match(after)
        office = p.name == p.province and _BEHIND.match(after) and not _OTHERS.match(after)
        if own or visited or (office and not _ELSEWHERE.search(before)):
            found.add(p.province)
        elif office and _BESIDE.search(before):
            rivals.add(p.province)
    if len(found) != 1 or not rivals <= found:
        return None
    province = found.pop()
    return Place(province, province, None, None, 0, 0)


def _level(text: str) -> str:
    """The level of division whose words the report uses of itself."""
    text = fold(text)
    count = {
        "县": len(_COUNTY.findall(text)) + 3 * len(_MASKED.findall(text)),
        "市": len(_CITY.findall(text)),
        "省": len(_PROVINCE.findall(text)),
    }
    return max(count, key=lambda level: count[level]) if any(count.values()) else ""
