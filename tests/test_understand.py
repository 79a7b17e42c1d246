"""Questions as staff would word them, and what is understood."""

from __future__ import annotations

import pytest

from assistant.understanding.regions import Places
from assistant.understanding.understand import Context, understand
from assistant.words import lexicon
from index.records import Origin

REPORTS = {
    "云岭.txt": Origin("", province="江西省", county="云岭县", region="江西省云岭县"),
    "白鹿.txt": Origin("", province="湖南省", region="湖南省某县"),
    "江西.txt": Origin("", kind="政府工作报告", province="江西省", region="江西省"),
}
CONTEXT = Context(Places.of(REPORTS.items()), ("云岭.txt", "白鹿.txt"))


def read(question: str, *history: str):
    return understand(question, history, lexicon(), CONTEXT)


def words(question: str, *history: str) -> list[list[str]]:
    return [[t.text for t in a.terms] for a in read(question, *history).aspects]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪些县提高了低保标准？", "list"),
        ("低保标准高于800元/月的县有哪些", "list"),
        ("哪几个县打算提高低保标准", "list"),
        ("有几个县提高了低保标准？", "count"),
        ("税收收入下降的县有几个", "count"),
        ("云岭县低保标准是多少？", "lookup"),
        ("云岭县的资金节约率？", "lookup"),
        ("比较云岭县和湖南那个县的税收收入", "compare"),
        ("各县教育支出增长多少，哪个县增长最快？", "rank"),
        ("教育支出最低的是哪个县", "rank"),
        ("教育支出增速前三的县", "rank"),
        ("云岭县教育支出历年的变化趋势", "trend"),
        ("各县教育支出合计多少", "list"),
        ("各县怎么化解政府隐性债务？", "passage"),
        ("云岭县在优化营商环境方面做了哪些工作", "passage"),
        ("哪些报告的数字对不上", "check"),
        ("which counties raised 低保 standards", "list"),
        ("How many provinces raised the minimum wage?", "count"),
        ("Which province had the highest GDP growth?", "rank"),
    ],
)
def test_kind(question: str, kind: str) -> None:
    assert read(question).kind == kind


@pytest.mark.parametrize(
    ("question", "terms", "head"),
    [
        ("云岭县最低生活保障标准是多少", ["低保"], "标准"),
        ("云岭县低保资金是多少", ["低保资金"], None),
        ("云岭县低保人数是多少", ["低保人数"], None),
        ("地方一般公共预算收入完成多少", ["一般公共预算收入"], None),
        ("税收收入完成多少", ["税收收入"], None),
        ("全市生产总值是多少", ["地区生产总值"], None),
        ("人均GDP是多少", ["人均地区生产总值"], None),
        ("全社会研发经费支出相当于生产总值的比例是多少", ["研发经费投入强度"], None),
        ("直达资金支付率是多少", ["直达资金", "支付进度"], None),
        ("农村特困人员供养标准是多少", ["农村", "特困供养"], "标准"),
    ],
)
def test_indicator(question: str, terms: list[str], head: str | None) -> None:
    aspect = read(question).aspects[0]
    assert [t.text for t in aspect.terms] == terms
    assert aspect.head == head


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("税收收入是多少", "level"),
        ("税收收入增长多少", "growth"),
        ("税收收入下降了多少？", "growth"),
        ("税收收入增速", "growth"),
        ("低保标准提高到多少", "level"),
        ("低保标准从多少提高到多少", "transition"),
        ("税收收入增长最快的县", "growth"),
        ("云岭县税收占比在全市排第几", "rank"),
        ("哪些县提高了低保标准", "any"),
    ],
)
def test_asked(question: str, asked: str) -> None:
    assert read(question).aspects[0].asked == asked


@pytest.mark.parametrize(
    ("question", "aspects"),
    [
        ("老旧小区改造涉及多少户、总投资多少？", [("户",), ()]),
        ("高龄补贴发放给了多少人，一共多少钱？", [("人",), ("元",)]),
        ("清查出多少宗闲置国有资产，盘活了多少宗？", [("宗",), ("宗",)]),
        ("评审核减了多少金额？", [("元",)]),
        ("哪些县提高了低保标准？提高到多少？", [()]),
    ],
)
def test_several_quantities(question: str, aspects: list[tuple[str, ...]]) -> None:
    assert [a.units for a in read(question).aspects] == aspects


@pytest.mark.parametrize(
    ("question", "period", "relative"),
    [
        ("2023年税收收入", ("2023-01", "2023-12"), None),
        ("2023年1-9月税收收入", ("2023-01", "2023-09"), None),
        ("２０２３年上半年税收收入", ("2023-01", "2023-06"), None),
        ("二〇二三年前三季度税收收入", ("2023-01", "2023-09"), None),
        ("23年税收多少", ("2023-01", "2023-12"), None),
        ("“十四五”时期税收收入", ("2021-01", "2025-12"), None),
        ("2022年到2024年税收收入", ("2022-01", "2024-12"), None),
        ("tax revenue from 2022 to 2024", ("2022-01", "2024-12"), None),
        ("去年税收收入", None, -1),
        ("上半年税收收入", None, 0),
        ("2025年税收收入比2024年增加多少", ("2025-01", "2025-12"), None),
        ("对比2024年各县税收收入", ("2024-01", "2024-12"), None),
        ("60岁以上老人有多少", None, None),
        ("832平台采购了多少", None, None),
    ],
)
def test_time(question: str, period: tuple[str, str] | None, relative: int | None) -> None:
    query = read(question)
    assert (query.period, query.relative) == (period, relative)


@pytest.mark.parametrize(
    ("question", "regions", "reports"),
    [
        ("云岭县税收收入", ["云岭县"], ["云岭.txt"]),
        ("云岭税收收入", ["云岭"], ["云岭.txt"]),
        ("Yunling county tax revenue", ["云岭县"], ["云岭.txt"]),
        ("湖南那个县的税收收入", ["湖南的县"], ["白鹿.txt"]),
        ("江西省的县税收收入", ["江西省的县"], ["云岭.txt"]),
        ("tax revenue of the county in Hunan", ["湖南省的县"], ["白鹿.txt"]),
        ("台湾省税收收入", ["台湾省"], []),
        ("黑山谷县的税收收入", ["黑山谷县"], []),
        ("请问黑山谷县税收收入完成情况", ["黑山谷县"], []),
        ("课后服务县级配套资金", [], []),
        ("各县税收收入", [], []),
        ("全县税收收入", [], []),
    ],
)
def test_regions(question: str, regions: list[str], reports: list[str]) -> None:
    found = read(question).regions
    assert [r.name for r in found] == regions
    assert [i for r in found for i in r.reports] == reports


@pytest.mark.parametrize(
    ("question", "sign", "value", "unit"),
    [
        ("税收收入增速超过5%的县", "gt", 5, "%"),
        ("低保标准高于800元/月的县", "gt", 800, "元/月"),
        ("农村低保标准超过每年5500元的县", "gt", 5500, "元/年"),
        ("失业率低于5%的省份", "lt", 5, "%"),
        ("教育支出不低于10亿元的县", "ge", 10, "亿元"),
        ("教育支出10亿元以上的县", "ge", 10, "亿元"),
    ],
)
def test_threshold(question: str, sign: str, value: float, unit: str) -> None:
    bound = read(question).threshold
    assert bound is not None
    assert (bound.sign, bound.value, bound.unit) == (sign, value, unit)


def test_a_class_of_enterprises_is_no_threshold() -> None:
    assert read("纳税100万元以上税源企业有多少户").threshold is None


@pytest.mark.parametrize(
    ("question", "status", "direction"),
    [
        ("哪些县计划提高低保标准", "planned", "up"),
        ("哪些县已经下调了收费标准", "actual", "down"),
        ("预计全年税收收入是多少", "estimated", None),
        ("2026年税收收入目标", "planned", None),
        ("城镇新增就业多少人", None, None),
        ("提拔了多少干部", None, None),
    ],
)
def test_status_and_direction(question: str, status: str | None, direction: str | None) -> None:
    query = read(question)
    assert (query.status, query.direction) == (status, direction)


def test_traditional_characters_are_read() -> None:
    assert words("哪些縣提高了農村低保標準") == [["农村", "低保"]]


def test_a_typing_error_of_one_character_is_mended() -> None:
    def mend(text: str) -> str | None:
        return "地区生产总值" if text == "地区生成总值" else None

    query = understand("地区生成总值增长最快的县", (), lexicon(), Context(CONTEXT.places, mend=mend))
    assert [t.text for t in query.aspects[0].terms] == ["地区生产总值"]
    assert query.notes == ("地区生成总值 → 地区生产总值",)


class TestFollowUps:
    FIRST = "哪些县提高了低保标准？"

    def test_another_indicator_keeps_the_rest(self) -> None:
        query = read("那特困供养标准呢？", self.FIRST)
        assert (query.kind, query.direction, query.level) == ("list", "up", "county")
        assert words("那特困供养标准呢？", self.FIRST) == [["特困供养"]]

    def test_another_region_keeps_indicator_and_time(self) -> None:
        query = read("湖南那个县呢？", "云岭县2023年税收收入增长多少？")
        assert [r.name for r in query.regions] == ["湖南的县"]
        assert query.period == ("2023-01", "2023-12")
        assert query.aspects[0].asked == "growth"
        assert "指标" in query.inherited

    def test_another_quantity_keeps_the_indicator(self) -> None:
        query = read("同比呢？", "云岭县2023年税收收入是多少？")
        assert [t.text for t in query.aspects[0].terms] == ["税收收入"]
        assert query.aspects[0].asked == "growth"

    def test_another_time_keeps_the_question(self) -> None:
        query = read("只看2022年", self.FIRST)
        assert query.period == ("2022-01", "2022-12")
        assert (query.kind, query.direction) == ("list", "up")

    @pytest.mark.parametrize(
        ("question", "view"), [("换成表格", "table"), ("为什么？", "why"), ("还有哪些县没提到？", "silent")]
    )
    def test_a_wish_for_another_view_keeps_the_subject(self, question: str, view: str) -> None:
        query = read(question, self.FIRST)
        assert query.view == view
        assert [t.text for t in query.aspects[0].terms] == ["低保"]

    def test_a_new_subject_starts_afresh(self) -> None:
        query = read("各县税收收入增长多少？", "云岭县2023年计划提高低保标准吗？")
        assert (query.regions, query.period, query.status) == ((), None, None)

    def test_small_talk_inherits_nothing(self) -> None:
        assert not read("你好", self.FIRST).subject or read("你好", self.FIRST).kind != "list"
