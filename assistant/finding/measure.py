"""What a figure measures, in parts, read from its indicator and its unit; what a question asks for, in the same parts.

It stands here and not in the grammar because the parts are told by the lexicon, to which a bureau adds its
own words without reading its reports again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.units import scaled

#: What of its concept a number tells.
Kind = Literal["level", "growth", "share", "rank", "gap", "count"]
Dimension = Literal[
    "money",
    "persons",
    "households",
    "firms",
    "area",
    "length",
    "ratio",
    "mass",
    "energy",
    "time",
    "things",
    "",
]

_DIMENSIONS: dict[Dimension, tuple[str, ...]] = {
    "money": ("元", "美元", "块钱", "钱"),
    "persons": ("人", "名", "位", "人次", "人·次", "对", "例"),
    "households": ("户",),
    "firms": ("家",),
    "area": ("亩", "平方米", "平方公里", "公顷", "顷"),
    "length": ("公里", "米", "千米"),
    "ratio": ("%", "‰", "个百分点", "百分点", "倍", "成"),
    "mass": ("吨", "斤", "公斤", "千克", "吨标准煤", "标箱", "立方米"),
    "energy": ("千瓦", "千瓦时", "度", "兆瓦"),
    "time": ("年", "岁", "天", "月", "个月", "小时"),
}
_OF_UNIT: dict[str, Dimension] = {unit: name for name, units in _DIMENSIONS.items() for unit in units}
#: What the end of a name says of its unit where a question names none; the longest end that fits holds.
_ENDS: dict[Dimension, tuple[str, ...]] = {
    "ratio": ("率", "比例", "比重", "占比", "之比", "百分之几", "占几成", "占多少", "强度"),
    "money": (
        *("钱", "额", "资金", "收入", "支出", "贷款", "补贴", "补助", "津贴", "工资", "余额"),
        *("花费", "花销", "投资", "投入", "经费", "债", "标准", "价格"),
    ),
    "persons": ("人数", "人次", "多少人"),
    "households": ("户数", "住户", "多少户", "户人家", "家庭"),
    "area": ("面积", "亩数", "多少亩"),
    "length": ("里程", "公里", "长度", "总长"),
}
_OF_END: dict[str, Dimension] = {end: name for name, ends in _ENDS.items() for end in ends}
_SHARE = re.compile(r"^(.{2,}?)(?:相当于|占|与)(.{2,}?)(?:的)?(?:比例|比重|之比|比率|份额|占比|多少|几成)?$")
_RATIO = re.compile(r"占|相当于|比重|比例|占比|份额|比率|[^效功频税费汇利]率(?!先)")
_GAP = re.compile(r"高于|低于|快于|好于|高出")
_GROWTH = re.compile(r"增速|增长率|增长速度|[增降涨跌升]幅")
_PER = re.compile(
    r"人均|户均|亩均|每千人口?|千人|每万人口?|每人每[月年]|每月|单位(?=地区|GDP|生产)|万元(?=地区|GDP|生产)"
)
_BENEFIT = re.compile(r"惠及|涉及|受益|覆盖")
_AGE = re.compile(r"\d+(?:-\d+)?周?岁")
#: What narrows a name: of two that do not name the same of one group, one is not the other.
_FACETS: dict[str, tuple[str, ...]] = {
    "城": ("城市", "城镇", "城里", "市民", "职工"),
    "乡": ("农村", "农民", "乡村", "乡下", "村民", "农户"),
    "新增": ("新增", "净增", "新登记", "新设", "新开", "增加", "增补", "新认定"),
    "在建": ("在建", "开工"),
    "规上": ("规模以上", "规上", "限额以上", "限上"),
    "国家级": ("国家级", "省级", "市级"),
    "民办": ("民办", "民营", "民间", "私"),
    "公办": ("公办", "国有"),
    "标准": ("标准", "每人每月", "一个月", "水平"),
    "占比": ("占比", "比重", "比例", "率"),
    "总": ("总数", "总量", "累计", "总规模"),
    "夏": ("夏粮", "早稻", "秋粮"),
    "小微": ("小微",),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number tells of: `concept` is the name without its parts, `whole` what a share is a part of."""

    concept: str
    kind: Kind
    dimension: Dimension
    facets: frozenset[str] = frozenset()
    whole: str = ""
    per: str = ""
    ages: frozenset[str] = frozenset()
    benefits: bool = False  # it counts whom something reaches (惠及), and the thing is named beside it


def dimension(unit: str) -> Dimension:
    """万元 → money, 户 → households; "" for a bare number, "things" for any counter of its own."""
    bare = scaled(1.0, unit.split("/")[0])[1].lstrip("余多")
    return _OF_UNIT.get(bare, "things" if bare else "")


def measure(name: str, unit: str = "", role: str = "") -> Measure:
    """The measure of a name in canonical form; `unit` and `role` are its figure's, or what a question asks for."""
    kind: Kind = "level"
    whole = ""
    concept = name
    if role in ("rate", "change") or _GROWTH.search(name):
        kind = "growth"
    elif role == "rank":
        kind = "rank"
    elif _GAP.search(name):
        kind = "gap"
    elif _RATIO.search(name):
        kind = "share"
    elif dimension(unit) in ("persons", "households", "firms", "things"):
        kind = "count"
    if _RATIO.search(name) and (m := _SHARE.match(name)):
        concept, whole = m[1], m[2]
    return Measure(
        concept,
        kind,
        dimension(unit) if unit else _by_end(name),
        frozenset(facet for facet, words in _FACETS.items() if any(word in name for word in words)),
        whole,
        m[0] if (m := _PER.search(name)) else "",
        frozenset(_AGE.findall(name)),
        bool(_BENEFIT.match(name)),
    )


def _by_end(name: str) -> Dimension:
    end = max((end for end in _OF_END if name.endswith(end)), key=len, default="")
    return _OF_END[end] if end else ""


def ends_a_name(word: str) -> bool:
    """Whether the word only says by what something is measured: 里程, 金额, 占比."""
    return (word in _OF_END and _OF_END[word] != "money") or word in ("金额", "额", "资金", "钱")
