"""Where the quantities of a sentence stand: numbers with units, hidden ones, and what only looks like one.

Works on folded text (`index.text.fold`). Every pattern is a bounded run over the text: linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from index.grammar.lexicon import any_of, words
from index.grammar.numerals import chinese_number
from index.grammar.periods import TIME
from index.records import Comparator

#: 1,234.5 or 1234.5; not glued to Latin letters (PM2.5, G60) or to another number
_NUMBER = r"(?<![\w.+])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|(?<=[\u4e00-\u9fff])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
#: XX, **, *6 (half hidden), 3X
_HIDDEN = r"(?<![A-Za-z\d*])(?:\*+\d*(?:\.\d+)?|\d+\*+|[Xx]+(?:\.[Xx]+)?)"
#: 一千二, 两百, 三
_CHINESE = r"[一二三四五六七八九十百千万亿两零〇]+"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `start:end` of the sentence; `stop` is where its comparator ends."""

    start: int
    end: int
    stop: int
    value: float | None
    unit: str
    sort: str  # money, ratio, measure, counter, duration, bare
    comparator: Comparator | None = None
    rank: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    quantity: re.Pattern[str]
    chinese: re.Pattern[str]
    names: re.Pattern[str]
    after: re.Pattern[str]
    duration: re.Pattern[str]
    bare: re.Pattern[str]
    class_mark: re.Pattern[str]
    sort_of: dict[str, str]
    comparator_of: dict[str, Comparator]


#: A counter is part of a word when one of these follows (项 in 项目, 单 in 单位).
_WORD_GOES_ON = {
    "项": "目", "单": "位", "条": "例件款", "个": "性", "家": "庭属园长具政电禽畜", "人": "大民员均才口力工社事论制会",
    "名": "单录牌优称额", "位": "于列居", "户": "外籍均", "所": "有属需得", "批": "复准发", "种": "植子业养粮", "处": "置理罚级",
    "台": "账湾", "面": "积向临对貌", "支": "出持付部行农撑援", "组": "织", "门": "类店诊", "场": "景馆所地", "款": "项",
    "片": "区", "口": "岸径", "份": "额", "大": "型棚力学会", "道": "路", "岗": "位", "次": "产", "方": "面案式", "度": "假",
    "起": "来", "对": "外象口", "本": "级地", "行": "业", "站": "点", "镇": "村", "村": "民庄", "部": "门分", "里": "程", "克": "服", "根": "据", "双": "", "节": "约", "级": "", "床": "",
}  # fmt: skip


@cache
def _patterns() -> _Patterns:
    units, marks = words("units"), words("marks")
    sort_of = {u: sort for sort in ("money", "ratio", "measure", "counter", "duration") for u in units[sort]}
    goes_on = {u: f"(?![{_WORD_GOES_ON[u[-1]]}])" for u in sort_of if _WORD_GOES_ON.get(u[-1])}
    ordered = sorted(sort_of, key=lambda w: (-len(w), w))
    base = (
        "(?:"
        + "|".join(
            re.escape(u) + goes_on.get(u, "(?![A-Za-z])" if u.isascii() and u.isalpha() else "")
            for u in ordered
        )
        + ")"
    )
    multiplier = any_of(units["multipliers"])
    per = rf"(?:(?:[/·]每?|每){any_of(units['per'])}){{0,3}}"
    more = "[" + "".join(marks["comparator"]["more"]) + "]"
    unit = rf"(?P<unit>{multiplier}?)(?P<more>{more}?)(?P<base>{base}?)(?P<twin>(?:[(（]{base}[)）])?)(?P<per>{per})"
    after = marks["comparator"]["after"]
    return _Patterns(
        quantity=re.compile(
            rf"(?:(?P<number>{_NUMBER})|(?P<hidden>{_HIDDEN})) ?(?P<some>(?:[余多](?={multiplier}))?){unit}"
        ),
        chinese=re.compile(
            rf"(?<![第“])(?P<chinese>{_CHINESE})(?P<more>[余多]?)(?P<base>{base})(?P<per>{per})"
            rf"|(?P<whole>{_CHINESE})分之(?P<part>{_CHINESE})|翻(?:了)?(?P<double>[一两二三])番"
        ),
        names=re.compile(_names(any_of(marks["number"]["name_after"]))),
        after=re.compile("|".join(f"(?P<{k}>{any_of(v)})" for k, v in after.items())),
        duration=re.compile(any_of(marks["number"]["duration_heads"])),
        bare=re.compile(any_of(marks["number"]["bare_heads"])),
        class_mark=re.compile(rf"(?:及?以[上下]|级)?的?{any_of(marks['number']['class_nouns'])}"),
        sort_of=sort_of,
        comparator_of={w: k for k, v in marks["comparator"]["before"].items() for w in v},
    )


def _names(after: str) -> str:
    """What holds digits and is no quantity: dates, numbers of documents, lines, versions, names."""
    digits = r"(?:\d+(?:\.\d+)?|\*+|[Xx]+)"
    return "|".join(
        (
            rf"{TIME}",
            r"[(（〔\[](?:\d{4}|[*Xx]+)[)）〕\]]\s*第?[\d*Xx]*号",  # 〔2023〕5号
            rf"第{digits}(?![位名\d.,，、;；。!(（]|$)(?:次|届|个|批|条|号|期|轮|代|[\u4e00-\u9fff])?",  # 第32个
            r"[A-Za-z_]+[-_.]?\d+(?:\.\d+)*[A-Za-z]*",  # PM2.5, G60, C919
            r"\d+(?:\.\d+)?[+×xX]\d*[A-Za-z]*(?:[+×]\w+)*",  # 5+3, 1+1+N
            r"\d{1,2}\.\d{1,2}(?=[”\"])",  # “5.15”
            r"\d+[ABCSTH](?![A-Za-z])(?:级|股|轮|类)?|\d+[Gg](?![A-Za-z])|\d+[DdKk](?![A-Za-z])",  # 4A级, 5G
            rf"{digits}(?:{after}|余?载)",
            r"\d+:\d+(?::\d+)?|\d+-\d+-\d+|\d{3,4}-\d{7,8}|\d+/\d+(?![\u4e00-\u9fff])",
            r"[*Xx]+-[*Xx]+月|[*Xx]+(?:月|年|日|县|市|镇|乡|村|号|区|局|办)",
        )
    )


#: “6969”工程, “四个1”: digits inside a short quotation are a name
_QUOTED = re.compile(r"[“‘\"《][^“”‘’\"《》,，。；;]{0,24}[”’\"》]")
#: a section's number at the front of a sentence
_MARK = re.compile(r"^\s*[(（]?\d{1,2}(?:[)）、]|\.(?!\d))")
#: between the two ends of a range
_RANGE = re.compile(r"(?:-{1,2}|~|至|到|—)$")
_PER_BEFORE = re.compile(
    r"(?:每(?:人|户|生|亩|家|村|年|月|天|次|名|套|平方米|学年)){1,2}(?:[^，,。、；;0-9]{0,3})$"
)
#: 居全国第9, without 位
_ORDERED = re.compile(
    r"(?:居|列|排名|排在|位于|升至|跃升至|升到|跃居|为|排|保持|获|降至)[^,，。;；、]{0,10}第$"
)
_HALF = str.maketrans("（）", "()")
_ALLOT = re.compile(
    r"(?:投入|安排|拨付|争取|投资|筹措|下达|完成|补助|补贴|给予|奖励|资助|贷款|融资|达|为|到|至|放款|减免|整合)$"
)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a folded sentence, in order, without overlaps."""
    p = _patterns()
    blocked = _blocked(text, p)
    found: list[Quantity] = []
    at = 0
    for m in p.quantity.finditer(text):
        if m.start() < at:
            continue
        if blocked[m.start()] or blocked[max(m.start(), m.end("number") - 1, m.end("hidden") - 1)]:
            continue
        q = _read(text, m, p)
        if q is not None:
            found.append(q)
            at = q.end
    found = _chinese(text, p, blocked, found)
    return _ranges(text, found, p)


def _blocked(text: str, p: _Patterns) -> bytearray:
    mask = bytearray(len(text) + 1)
    for pattern in (p.names, _MARK):
        for m in pattern.finditer(text):
            mask[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    for m in _QUOTED.finditer(text):
        inside = text[m.start() + 1 : m.end() - 1]
        if len(inside) <= 12 or text[m.start()] == "《":
            mask[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    return mask


def _read(text: str, m: re.Match[str], p: _Patterns) -> Quantity | None:
    unit, base, per = m["unit"], m["base"], m["per"]
    hidden = m["hidden"]
    sort = p.sort_of.get(base, "bare")
    if hidden and sort == "bare" and "亿" not in unit and "万" not in unit:
        return None
    end = m.end()
    if not base:
        end = m.end("more") if unit else (m.end("number") if m["number"] else m.end("hidden"))
        per = ""
    before = text[max(0, m.start() - 24) : m.start()]
    ordinal = before.endswith("第")
    rank = (ordinal and (base in ("位", "名") or not base)) or bool(
        base in ("位", "名") and re.search(r"(?:居|列|进入|位居|跻身|排名)[^,，。、]{0,8}前$", before)
    )
    if ordinal and (not rank or (not base and not _ORDERED.search(before))):
        return None
    if base == "个" and text.startswith("百分点", end):
        return None
    if sort == "duration" and not _is_span(text, before, end, p):
        return None
    if sort == "bare" and not unit and (m["more"] or m["some"]):
        return None
    value = None if hidden else float(m["number"].replace(",", ""))
    comparator, stop = _comparator(text, m.start(), end, bool(m["more"] or m["some"]), p)
    if rank and before.endswith("前"):
        comparator = "le"
    if sort == "money" and not hidden and _is_class(text, before, end, p):
        return None
    if not per and (each := _PER_BEFORE.search(before)) and sort == "money":
        per = "".join("/" + w for w in re.findall(r"每(平方米|学年|[人户生亩家村年月天次名套])", each[0]))
    elif per:
        per = re.sub(r"[/·]每?|每", "/", per)
    return Quantity(
        m.start(),
        end,
        stop,
        value,
        unit + base + (m["twin"].translate(_HALF) if base else "") + per,
        sort,
        comparator,
        rank,
    )


def _is_span(text: str, before: str, end: int, p: _Patterns) -> bool:
    """Whether a length of time is what is measured (受教育年限10.5年), not a date or a term (3年内)."""
    if re.match(r"[内后前来底末初间多]|以(?![上下])|行动|试点", text[end : end + 2]):
        return False
    near = before[-14:]
    near = near[max(near.rfind(c) for c in "，,。；;、：:") + 1 :]
    return bool(p.duration.search(near) or re.match(r"的?(?:房屋)?(?:租金|房租)", text[end : end + 6]))


def _is_class(text: str, before: str, end: int, p: _Patterns) -> bool:
    """Whether a sum names a class (纳税100万元以上企业) rather than an amount (投入100万元支持企业)."""
    after = text[end : end + 12]
    if not re.match(r"(?:及?以[上下]|级)", after):
        named = r"(?:企业|项目|工程|主体|园区|级)|的[\u4e00-\u9fff]{0,6}(?:企业|项目|园区|乡镇|村|产业)(?:达|有|\d|[*])"
        return bool(re.match(named, after)) and not _ALLOT.search(before)
    tail = re.sub(r"^(?:及?以[上下]|级)(?:至\d+\S{1,3}元(?:以下)?)?的?", "", after)
    return (
        bool(tail)
        and "\u4e00" <= tail[0] <= "\u9fff"
        and not re.match(r"(?:用于|支持|资金|投资|台阶|，)", tail)
    )


def _comparator(text: str, start: int, end: int, more: bool, p: _Patterns) -> tuple[Comparator | None, int]:
    comparator: Comparator | None = "gt" if more else None
    for k in range(6, 0, -1):
        word = text[max(0, start - k) : start]
        if len(word) == k and word in p.comparator_of:
            comparator = p.comparator_of[word]
            if (comparator == "gt" and word == "高于") or word == "低于":
                comparator = None if re.match(r"全", text[end : end + 1]) else comparator
            break
    m = p.after.match(text, end)
    if m is not None:
        return m.lastgroup, m.end()  # type: ignore[return-value]
    level = re.match(r"(?:以?上)?(?:新)?台阶|大关", text[end : end + 5])
    return ("ge" if level and comparator is None else comparator), end


def _chinese(text: str, p: _Patterns, blocked: bytearray, found: list[Quantity]) -> list[Quantity]:
    """Adds quantities in Chinese numerals: 三千余人, 三分之一, 翻一番, 超亿元."""
    taken = bytearray(len(text) + 1)
    for q in found:
        taken[q.start : q.end] = b"\1" * (q.end - q.start)
    out = list(found)
    for m in p.chinese.finditer(text):
        if any(blocked[m.start() : m.end()]) or any(taken[m.start() : m.end()]):
            continue
        if m["double"]:
            out.append(
                Quantity(
                    m.start("double"),
                    m.end(),
                    m.end(),
                    float(chinese_number(m["double"]) or 0),
                    "番",
                    "ratio",
                )
            )
            continue
        if m["part"]:
            whole, part = chinese_number(m["whole"]), chinese_number(m["part"])
            if whole and part is not None:
                share = (part / whole, "") if whole != 100 else (float(part), "%")
                out.append(Quantity(m.start(), m.end(), m.end(), *share, "ratio"))
            continue
        word = m["chinese"]
        value = chinese_number(word)
        sort = p.sort_of[m["base"]]
        if value is None or sort == "duration" or not _means_number(text, m, sort):
            continue
        comparator, stop = _comparator(text, m.start(), m.end(), bool(m["more"]), p)
        out.append(Quantity(m.start(), m.end(), stop, float(value), m["base"] + m["per"], sort, comparator))
    return sorted(out, key=lambda q: q.start)


def _means_number(text: str, m: re.Match[str], sort: str) -> bool:
    """三千余人, 两百户 and 超亿元 are numbers; 千家万户, 百亿级, 一批, 十大 and 万元企业 are not."""
    word = m["chinese"]
    if re.match(r"级|强|年|村|企业|以上企业|家|户", text[m.end() : m.end() + 2]) or m["base"] in (
        "大",
        "位",
        "成",
        "度",
        "方",
        "支",
        "道",
        "面",
        "口",
        "村",
        "个百分点" if len(word) < 2 else "",
    ):
        return False
    if m["more"] or (len(word) >= 2 and word[-1] in "十百千万亿" and word[0] not in "十百千万亿"):
        return text[m.start() - 1 : m.start()] not in "几数上成近百千万" or bool(m["more"])
    if sort == "money" and re.search(
        r"(?:超|超过|近|约|逾|突破|达)$", text[max(0, m.start() - 2) : m.start()]
    ):
        return word in ("亿", "千万", "百万", "十亿", "百亿", "千亿", "万亿")
    return len(word) >= 3 and any(c in "十百千万亿" for c in word[1:])


def _ranges(text: str, found: list[Quantity], p: _Patterns) -> list[Quantity]:
    """Joins the two ends of a range and drops bare numbers that are neither part of one nor a ratio."""
    out: list[Quantity] = []
    low_end = -1
    for q in found:
        last = out[-1] if out else None
        between = text[last.end : q.start] if last else ""
        if (
            last
            and _RANGE.match(between)
            and last.comparator is None
            and last.value is not None
            and last.end != low_end
        ):
            if (
                q.value is not None
                and last.value < q.value
                and (last.unit == q.unit or not last.unit or last.unit in q.unit)
            ):
                before = text[max(0, last.start - 6) : last.start]
                if not re.search(r"[由从]$", before):
                    out[-1] = replace(last, unit=q.unit, sort=q.sort, comparator="ge", stop=last.end)
                    out.append(replace(q, comparator="le"))
                    low_end = q.end
                    continue
        out.append(q)
    for k in range(len(out) - 1):  # 高于全国12.7个、12个百分点
        if (
            out[k].unit == "个"
            and out[k + 1].unit == "个百分点"
            and text[out[k].end : out[k + 1].start] in "、和"
        ):
            out[k] = replace(out[k], unit="个百分点", sort="ratio")
    return [
        q
        for q in out
        if q.unit
        or q.rank
        or _bare_is_ratio(text, q, p)
        or (q.comparator in ("ge", "le") and _bare_is_ratio(text, q, p))
    ]


def _bare_is_ratio(text: str, q: Quantity, p: _Patterns) -> bool:
    """库款系数0.2, 城乡收入比2.93, 库款系数应维持在0.3-0.8."""
    if q.sort == "ratio":
        return True
    near = text[max(0, q.start - 16) : q.start]
    near = near[max(near.rfind(c) for c in "，,。；;") + 1 :]
    nxt = text[q.end : q.end + 1]
    return bool(p.bare.search(near)) and not (
        "\u4e00" <= nxt <= "\u9fff" and nxt not in "左以的，属之提降和增升至到调"
    )
