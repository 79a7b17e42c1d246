"""The year that a report speaks of where neither its title nor its file name, headings or opening say one.

Only what cannot be said of another year counts; where two years are said so, or a later one is spoken of
as past, the report's year stays unknown.
"""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年")
_DONE = r"(?:完成|实现|达到|累计|共|争取|拨付|发放|兑付|支出|收入|新增|建成|增长|下降)"
_AHEAD = r"(?:将|力争|计划|预计|拟|目标|确保|争取在)"
#: 2023年县财政年初安排5亿元，截至目前已支出4亿元: the year that was running.
_RUNNING = re.compile(
    r"(?<!\d)(20[0-4]\d)年[^。；;\n]{0,30}?年初[^。；;\n]{0,50}?(?:截[至止]到?)?(?:目前|(?:[*Xx×]+|1[0-2]|[1-9])月[底末])"
)
#: 今年（2023年）, 2023年是全面推进…的关键一年.
_NAMED = re.compile(
    r"今年[(（](20[0-4]\d)年?[)）]|(?<!\d)(20[0-4]\d)年是[^。；;\n]{2,40}(?:之年|一年|年份|第[一二三四五]年)"
)
_AS_OF = re.compile(r"截[至止]到?(20[0-4]\d)年(?:(1[0-2]|[1-9])月|[底末])")
#: A year at the front of a sentence that says what was done in it.
_TOLD = re.compile(
    rf"(?:^|[。；;\n])\s*(20[0-4]\d)年(?:度|以来|全年)?[,，]?(?P<said>[^。；;\n]*{_DONE}[^。；;\n]*)"
)
_FUTURE = re.compile(_AHEAD)
#: Words of a report that is written within its year and calls it so: other years in it are other years.
_THIS_YEAR = re.compile(r"今年|本年|去年")
_HEADED = re.compile(
    r"(20[0-4]\d)年度?(?:上半年|前三季度|全年)?(?:财政|预算|收支|工作|主要|重点|各项|经济|执行|总体|决算)"
)
#: Beside a year that is still to come when a report is written: 编制2024年预算, 自2024年1月起, 到2025年.
_COMING = re.compile(
    r"(?:编制|编报|谋划|部署|申报|储备|提前|启动|布置|做好|[到至自从于])[^,，。；;\n\d]{0,6}$"
)
_COMES = re.compile(
    r"年(?:度)?(?:[^,，。；;\n\d]{0,8}(?:预算|计划)|[底末]?前|(?:1[0-2]|[1-9])月(?:\d{1,2}日)?(?:起|开始))"
)
_SIGNED = re.compile(r"(20[0-4]\d)年(1[0-2]|[1-9])月(?:\d{1,2}日)?\s*$")
_AUTUMN = 10
_DECEMBER = 12


def spoken_year(review: str, headings: list[str]) -> int | None:
    """The year that a report reviews, by the folded text of its sections that review (`review`, its
    paragraphs as lines) and the `headings` among them, `None` where that is not sure.
    """
    this_year = _THIS_YEAR.search(review) is not None
    said = {int(m[1]) for m in _RUNNING.finditer(review)}
    said |= {int(m[1] or m[2]) for m in _NAMED.finditer(review)}
    dates = [(int(m[1]), int(m[2] or _DECEMBER)) for m in _AS_OF.finditer(review)]
    if dates and not (this_year and max(dates)[1] == _DECEMBER):
        said.add(max(dates)[0])
    if headed := [int(m[1]) for h in headings for m in _HEADED.finditer(h)]:
        said.add(max(headed))
    if not this_year:
        told = [int(m[1]) for m in _TOLD.finditer(review) if not _FUTURE.search(m["said"])]
        if told:
            said.add(max(told))
    signed = _SIGNED.search(review)
    if signed and int(signed[2]) >= _AUTUMN:
        said.add(int(signed[1]))
    if len(said) != 1:
        return None
    (year,) = said
    return None if _later(review, year) else year


def _later(review: str, year: int) -> bool:
    """Whether a year after `year` is spoken of as one that has come."""
    return any(
        int(m[1]) > year
        and not _COMING.search(review, max(0, m.start() - 12), m.start())
        and not _COMES.match(review, m.end() - 1)
        for m in _YEAR.finditer(review)
    )
