"""What a question wants worked out: sums, means, medians, shares, differences, ratios, plans held against results."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.records import Operation

_PLACES = r"(?:省区市|省份|省区|省市|县区|县市区|市县|区县|省|市|县|区|州|地区|地方|地|单位)"
_MORE = r"(?:高|低|多|少|快|慢|大|小|长|短|贵)"
#: 中位数, 居中的那个数.
_MEDIAN = re.compile(r"的?(?:中位数|中位值|中间值|居中的(?:那个)?数)(?:水平)?")
#: 平均增速, 平均是多少, 求平均; of one place or one time only where a report says so itself (年平均, 人均).
_MEAN = re.compile(
    r"(?<![月年人户亩日])(?:的|求|取|算|求个|算个|取个)?(?:简单)?平均(?:数|值|水平|下来|一下)?"
    rf"(?=每个?{_PLACES}|增速|增幅|涨幅|增长(?!率)|增长率是|是|为|有|达|多少|到底|大概|呢|$|[，。？?])|的?均值"
)
_SUM = re.compile(
    r"(?:加|汇|合|累)(?:起来|在一起|到一起|到一块儿?|一块儿?|一起|总|计|加)(?:起来)?(?:是|有|为|达|一共|共|总共|一下)*(?=多少|几|呢|算|[，。？?]|$)"
    r"|合计|总和|之和|相加|合起来|求和|汇总(?:起来)?|(?:的)?总计(?=是|为|有|多少)"
)
#: Said of one report's own number as often: only where several are asked and an amount is.
_IN_ALL = re.compile(r"一共(?:是|有|为)?|总共(?:是|有|为)?|合共|共计|统共|拢共|总计")
#: 占全部的百分之几, 占各省合计的比重: of all that is asked, and no share that a report gives (占全市的12%).
_SHARE = re.compile(
    rf"[，,]?(?:它|其|这个数|该数|这)?占(?:到|了)?(?:这|上述)?(?:全部|全体|整体|总数|总量|总额|总和|合计|所有|(?:各|几|[\d一二三四五六七八九十两]+)个?{_PLACES})"
    rf"(?:{_PLACES})?(?:加起来|合计|总和|总量|总数|总额|加总|全部)*(?:数|量)?(?:的)?(?:百分之几|百分之多少|百分比|比重|比例|份额|几成|多少|多大(?:比例|比重)?)(?:是多少|为多少|有多大|多大|多少|呢)?"
)
#: 最大的那个占多大份额: of all that is put in order.
_PART = re.compile(
    r"(?:的?那?个?(?:县|市|省|区|地方)?)?占(?:到|了|多大|多少|几成|百分之几|百分之多少)+(?:的)?(?:比重|比例|份额|百分比)?(?:呢|是多少)?(?=[，。？?]|$)"
)
_RATIO = re.compile(
    r"(?:相当于|等于|是|为|占)，?[^，。？?]{0,12}?的?(?:百分之几|百分之多少|几成)(?=[，。？?]|$)|"
    r"(?:是|为|相当于|等于|顶)?[^，。？?是为]{0,14}?的?(?:多少|几)倍(?!增)|(?:之比|比值)(?:是|为)?(?:多少|几)?"
)
#: 差多少, 相差几个百分点, 缺口.
_DIFFERENCE = re.compile(
    r"(?:相差|差距|差额|差别|之差|差值?|差了|悬殊)(?:是|为|有|了|出|约|大约|到)*(?=多少|几|多大|多远)|差额|差值|之差|差距|相差(?=$|[，。？?])"
)
#: 比乙县高多少 with what it is held against.
_EXCEEDS = re.compile(
    rf"(?<=比)(?![例重率价])([^。？?]*?)(?:要|又|还|再)?{_MORE}(?:出|了|上|得)*(?=多少|几)(?!多少倍|几倍)"
)
#: 谁高，高多少; 哪个退得多？多几家: the one that is more is said by how much.
_WHO_AND_HOW_MUCH = re.compile(
    rf"(?P<who>谁|哪一?[个家边省县市]|哪里)(?P<does>[^，,。？?、]{{0,8}}?)(?:更|要|最)?{_MORE}(?:一些|一点|些|点)?[，,、？?。 ]*"
    rf"(?:又|要|会|能|并且|而且|各)*{_MORE}(?:出|了|上|多)*(?=多少|几)"
)
#: 少了多少, where 今年的计划 and 去年的实际 are named before.
_BY_HOW_MUCH = re.compile(
    rf"(?:相比|比较|比起来)?[，,]?(?:要|会|又)?(?:{_MORE}|[增减降升]|增加|减少|提高|下降)(?:出|了)*(?=多少|几)"
)
#: What stands behind the amount of a difference: 相差几个百分点, 高多少微克; money stays, to tell a rate of pay from heads.
_COUNTED = re.compile(
    r"(?:多少|几)(?:(?P<money>[万亿]*元|块钱|块|钱)|个百分点|个点|百分点|个|家|户|公里|微克|亩|[万亿]+[人吨斤亩]?|倍)?"
)
_ATTAIN = re.compile(
    r"(?:没有?|未|未能|没能|有没有|是否|能否|都|已经?|如期|超额|全面|顺利)*(?P<verb>完成|达到|实现|兑现|达成)(?:了|过)?(?:没有|没|与否)?"
    r"(?P<of>[^，。？?]{0,22}?)(?:目标|任务|计划|预算数?(?![内外收支资])|盘子)(?:数|值|任务)?(?:了没有|了吗|没有|没|了|吗)?"
    r"|(?P<set>(?:年初|预期|全年)?(?:目标|任务|计划)(?:数|值)?)(?:[^，。？?]{0,4}?)(?P<done>完成|实现|兑现|达成|达到)(?:得|了)?(?:没有|没|了吗|吗|如何|怎么样|怎样|情况|多少|了没有)"
    r"|(?P<told>(?:目标|计划|任务)(?:数|值)?(?:定|是|为|设|定为|定在)*(?:的|了)?(?:多少|几)[^，。？?]{0,6}[，,、；;]?(?:而|那|和)?(?:实际|最后|最终|结果|到头来|年底)(?:上)?[^，。？?]{0,6}(?:多少|几)[^，。？?]{0,3})"
    r"|(?P<verb2>(?:年初|原|原来|当初)?(?:计划|目标|任务|打算)[^，。？?]{0,6}(?:多少|几)[^，。？?]{0,4}[，,、；;](?:而|那|和)?(?:实际|最后|最终|结果|年底)[^，。？?]{0,8}(?:多少|几)[^，。？?]{0,3})"
    r"|(?P<other>(?:实际|最后|最终)[^，。？?]{0,6}(?:多少|几)[^，。？?]{0,3}[，,、；;](?:目标|计划|任务)(?:数|值)?(?:定|是|为)*(?:的|了)?(?:多少|几)[^，。？?]{0,3})"
    r"|(?P<short>(?:离|距离?|比|较)(?:年初|全年|年度|原定|既定|预期|当年)*(?:的)?(?:目标|任务|计划|预算)(?:数|值|任务)?(?:还|仍|尚|又)*(?:差|少|缺|欠|短)(?:了|着)?(?=多少|几))"
    r"|(?P<fixed>原(?:定|先|计划|打算|来)(?:计划|打算|定|要)?(?P<what>[^，。？?]{0,6}?)(?:多少|几)[^，。？?]{0,3}[，,、；;？?](?:而|那|和)?(?:实际|最后|最终|结果|到头来|年底|后来)(?P<did>[^，。？?]{0,8}?)(?:(?:多少|几)[^，。？?]{0,3}|呢|如何|怎么样))"
    r"|(?P<with>(?:跟|与|和|同|对比|比)(?:年初|当初|原来|原先)?(?:定|制定|确定|设定)?(?:的)?(?:目标|计划|预期|任务)(?:数|值)?(?:相?比|对比|比较|差|怎么样))"
    r"|(?P<plan>原?(?:计划|目标|任务)(?:数)?(?:和|与|跟|同)?(?:实际|最后|最终)+(?:完成)?(?:差了?|相差|差距|偏离))"
    r"|(?P<both>(?:目标|计划|任务)(?:数|值)?(?:和|与|跟|同|及|对比|、)(?:的)?(?:实际|实绩|完成)(?:完成|执行)?(?:数|值|情况|结果)?)"
)

#: Once more what a plan held against its result is asked for: 目标多少、实际多少.
_BOTH_NUMBERS = re.compile(
    r"[，,、；;？?]*(?:都要)?(?:目标|计划|实际|完成|最后|结果)数?(?:(?:是|为|各)*(?:多少|几)[^，。？?、]{0,4}|(?:和|与|跟)(?:完成|实际)数?(?:都要|都给)?)"
)
#: 为啥没完成预算 asks for the cause.
_WHY = re.compile(r"为什么|为啥|为何|原因|怎么(?:就)?(?:没|会)")
#: What says only whose plan it is: 年初确定的.
_WHOSE = re.compile(r"年初|全年|预期|既定|当年|年度|自己|原定|上年|确定|设定|定下?|(?<!增)的")


@dataclass(frozen=True, slots=True)
class Asked:
    """The operations of a question, in the order in which it names them, and the question without their words."""

    operations: tuple[Operation, ...]
    rest: str
    negated: bool = False  # 没完成目标: those that did not


def read_operations(text: str, *, several: bool, ranked: bool, moments: bool = False) -> Asked:
    """The operations in `text` (in plain form). `several`: more than one place or time is asked; `ranked`: an order is;
    `moments`: two times or states stand against each other."""
    found: list[tuple[int, Operation]] = []

    def take(pattern: re.Pattern[str], name: Operation, instead: str = "") -> None:
        nonlocal text
        if m := pattern.search(text):
            found.append((m.start(), name))
            text = text[: m.start()] + instead + text[m.end() :]

    negated = False
    if (m := _ATTAIN.search(text)) and not _WHY.search(text):
        found.append((m.start(), "attain"))
        negated = bool(re.match(r"(?:都|已经?)*(?:没|未)", m[0]))
        of = _WHOSE.sub("", m["of"] or (m["what"] or "").replace("增长", "增速"))
        text = f"{text[: m.start()]}{'' if m['what'] else '，'}{of}{text[m.end() :]}"
        text = _BOTH_NUMBERS.sub("", text)
    take(_MEDIAN, "median")
    if several or ranked:
        take(_SHARE, "share")
    if ranked and not any(name == "share" for _, name in found):
        take(_PART, "share")
    if several:
        take(_MEAN, "mean")
        if re.search(r"多少|几|算", text):
            take(_SUM, "sum")
        if not found and not ranked and re.search(r"多少|几", text):
            take(_IN_ALL, "sum")
        take(_RATIO, "ratio", "多少")
    if not any(name in ("sum", "mean", "median") for _, name in found):
        text = _difference(text, found, moments)
    return Asked(tuple(name for _, name in sorted(found)), text, negated)


def _difference(text: str, found: list[tuple[int, Operation]], moments: bool) -> str:
    if moments and (m := _BY_HOW_MUCH.search(text)):
        rest = text[: m.start()] + text[m.end() :]
    elif m := _WHO_AND_HOW_MUCH.search(text):
        rest = text[: m.start()] + m["does"].rstrip("得") + "，" + text[m.end() :]
    elif m := _EXCEEDS.search(text):
        rest = f"{text[: m.start() - 1]}，{m[1]}{text[m.end() :]}"
    elif m := _DIFFERENCE.search(text):
        asks = "" if text.startswith(("多少", "几", "多大", "多远"), m.end()) else "多少"
        rest = text[: m.start()] + asks + text[m.end() :]
    else:
        return text
    found.append((m.start(), "difference"))
    return _COUNTED.sub(lambda m: "多少钱" if m["money"] else "多少", rest)
