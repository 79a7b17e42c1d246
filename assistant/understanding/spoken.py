"""Ways of speaking put into the words that indicators are named by: 收了多少 asks for 收入, 哪个高，高多少 for how far
two are apart, 比2022年提高了多少 for the difference of two years."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.records import Aspect
from assistant.words import Lexicon

#: 多少钱一个月 asks for a rate of pay and for no sum.
_PAY = re.compile(
    r"多少(?:块钱|钱|元|块)(?=一个月|每个?月|一年|每年|每人|一天|每天|一个人)(?:一(?:个月|年|天|个人)|每(?:个?月|年|人|天))+"
)
_SPOKEN = tuple(
    (re.compile(verb), noun)
    for verb, noun in (
        # 哪个县低保标准高 asks for the highest
        (
            r"((?:哪一?[个边家里儿]|谁)[^，。？?]{2,16}?)(?<![最更])(?:高|多|大|快)(?:一些|一点|些)?(?=$|[？?。])",
            r"\1最高",
        ),
        (
            r"((?:哪一?[个边家里儿]|谁)[^，。？?]{2,16}?)(?<![最更])(?:低|少|小|慢)(?:一些|一点|些)?(?=$|[？?。])",
            r"\1最低",
        ),
        # 哪个高，高多少 asks how far they are apart
        (
            r"(?:哪一?个|谁|哪边|哪里)更?(?:高|低|多|少|大|小|快|慢)(?:一些|一点|些)?[，,、]?又?(?:高|低|多|少|大|小|快|慢)(?:出|了|多)?多少",
            "相差多少",
        ),
        # 三年变化, 近五年: a span of time and no part of a name
        (
            r"(?<![十第\d])(?:近|最近|过去|这|前)?[两三四五几](?:个)?年(?:来|间|以来|内)?(?=的?(?:变化|趋势|走势|变动|对比|数据)|[？?。]?$)",
            "近年",
        ),
        # 城里人跟农村人的收入差多少 names two of one matter
        (
            r"(?:城里人?|城镇|城市)(?:居民|人口)?(?:跟|和|与|同|、)(?:农村|乡下|乡村)(?:人|居民|人口)?(?:之间)?的?([^，。？?相差比高多]{2,12}?)(?=相差|差|比起来|谁|哪个)",
            r"城镇\1，农村\1",
        ),
        # 是不是越来越少, 越来越多了吗
        (
            r"(?:是不是|是否|有没有)(?:在|都)?越来越[多少高低大小快慢好差](?:了|吗)*|(?:在|都)?越来越[多少高低大小快慢好差]了?(?:吗|没有)",
            "变化趋势",
        ),
        # 那场大水, 这次普查: pointed at
        (r"[那这][场次回](?=[\u4e00-\u9fff]{2})", ""),
        # whose income, whose benefit: 农民的人均收入, 城里低保; what fine dust is in
        (
            r"(?:农民|乡下人?|农村人|村里人|村民|老乡)(?:们)?的?人均(?:可支配|纯)?收入",
            "农村居民人均可支配收入",
        ),
        (r"(?:城里人?|城市居民|城镇人|市民)(?:们)?的?人均(?:可支配)?收入", "城镇居民人均可支配收入"),
        (r"城里人?的?(?=低保|最低生活)", "城市"),
        (r"(?:乡下人?|村里|农村人)的?(?=低保|最低生活)", "农村"),
        (r"(?:空气|大气)(?:里面?|中)?的?(?=细颗粒物|pm)", ""),
        # a report on revenue leaves out of what: 税收占比
        (
            r"税收(?:收入)?占(?:地方)?(?:财政|一般公共预算|公共预算)(?:总)?收入的?(?:比重|比例|比率|份额)",
            "税收占比",
        ),
        (
            r"(?<=粮食)(一共|总共|全年|合计)?(?:打|收(?![购储入割]))了?(?=[^，。？?]{0,3}(?:多少|几))",
            r"产量\1",
        ),
        (r"哪几?[家个份](?:地方|单位)?的?(?:工作)?报告里?(?:面|头)?", "哪些报告里"),
        # the revenue of a treasury, where nothing says whose: 2025年收入目标
        (
            r"(?:(?<=[年县省区度月，,])|(?<=全市)|(?<=[谁划排期标]的)|^)(?:财政)?收入(?=的?(?:增速|增幅|增长|目标|任务|计划|预算|预期))",
            "一般公共预算收入",
        ),
        (r"(?<![回征验接吸没签招查])收了?(?=多少)", "收入"),
        (r"(?<!开)支了?(?=多少)", "支出"),
        (r"成交了?(?=多少)", "成交金额"),
        (r"(?:是)?(?:盈利还是亏损|赚钱还是亏钱|赚了还是亏了|是盈是亏|盈亏(?:情况|如何)?)", "利润总额是多少"),
    )
)
#: 教育花得多, 教育上花的钱多: what is spent on something the lexicon knows the spending of.
_SPENDS = re.compile(r"(?:上面?|方面)?花(?:得|的钱|钱|了)?(?=更?[多少最])")
#: 比2022年提高了多少.
_THAN_YEAR = re.compile(
    r"(?<![对相])(?:比|较|相比于?|相较于?|与)(20\d{2})年(?:末|底)?(?:相比)?[，,]?([^，。？?]{0,12}?)"
    r"(提高|增加|增长|上涨|上升|提升|涨|增|多出|高出|多|高|减少|下降|降低|少|降|低)(?:了|出)?(多少|几|百分之几)(?:元|个百分点|钱)?"
)


#: Said to be friendly; nothing is asked.
_GREETING = re.compile(
    r"(?:你好|您好|嗨|哈喽|在吗|早上好|上午好|下午好|晚上好|谢谢|多谢|感谢|辛苦|再见|好的|"
    r"hello|hi|hey|good (?:morning|afternoon|evening)|thanks?|thank you|bye|goodbye)"
    r"(?:你|您|了|啦|啊|呀|呢|吗| there| you| very much| a lot)*[!！。.~，,？? ]*",
    re.IGNORECASE,
)
#: What a story is told of in other words.
_RELATED: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("老年人", "老人"), ("老年人", "老人", "养老", "老年", "高龄")
)


def greets(text: str) -> bool:
    """Whether the words only greet or thank."""
    return _GREETING.fullmatch(text.strip()) is not None


def related(aspects: tuple[Aspect, ...]) -> tuple[Aspect, ...]:
    """The aspects of a question for a story, each word with those that stories tell of it in: 老年人 → 养老."""
    return tuple(
        replace(a, terms=tuple(replace(t, forms=(*t.forms, *_RELATED.get(t.text, ()))) for t in a.terms))
        for a in aspects
    )


def since_year(text: str, latest: str) -> str:
    """2024年低保标准比2022年提高了多少: the difference of two years that do not follow upon each other, where one
    report's own growth does not answer; of no year named the last one reported on is meant."""
    m = _THAN_YEAR.search(text)
    if not m or (m[3] == "增长" and m[4].endswith(("百分之几", "百分之多少"))):
        return text
    years = set(re.findall(r"20\d{2}(?=年)", text)) - {m[1]}
    named = len(years) == 1
    other = years.pop() if named else "" if years else latest[:4]
    apart = abs(int(other) - int(m[1])) if other else 0
    if apart < 1 or (apart < 2 and m[3] not in ("多", "多出", "高", "高出", "少", "低")):
        return text
    done = "" if named else "已经"  # up to now: of plans nothing is meant
    rest = text[: m.start()] + m[2] + done + "相差多少" + text[m.end() :]
    return f"{min(other, m[1])}年和{max(other, m[1])}年{re.sub(rf'{other}年的?', '', rest)}"


def spoken_out(text: str, lexicon: Lexicon) -> str:
    """A verb that stands for the noun of an amount: 收了多少 asks for 收入, 教育花得多 for 教育支出."""
    for m in _SPENDS.finditer(text):
        words = (text[at : m.start()] for at in range(max(0, m.start() - 10), m.start()))
        if any(word + "支出" in lexicon.synonyms for word in words):
            text = f"{text[: m.start()]}支出{text[m.end() :]}"
            break
    for verb, noun in _SPOKEN:
        text = verb.sub(noun, text)
    if "标准" not in text:
        text = _PAY.sub("标准是多少", text)
    return text
