"""Questions as staff would word them, and what is understood."""

from __future__ import annotations

from typing import Literal

import pytest

from assistant.records import Threshold
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
        ("税收收入增速两位数的县", "ge", 10, "%"),
        ("税收收入增速只有个位数的县", "lt", 10, "%"),
        ("低保标准过了一千块的县", "gt", 1000, "元"),
        ("新改建农村公路上了100公里的县", "gt", 100, "公里"),
    ],
)
def test_threshold(question: str, sign: str, value: float, unit: str) -> None:
    bound = read(question).threshold
    assert bound is not None
    assert (bound.sign, bound.value, bound.unit) == (sign, value, unit)


@pytest.mark.parametrize(
    ("question", "bound"),
    [
        ("税收收入增速目标定在6%的有哪些县", Threshold("ge", 6, "%", 6)),
        ("民生支出占比保持在80%以上的县", Threshold("ge", 80, "%")),  # no less, and more
    ],
)
def test_a_bound_of_no_more_and_no_less(question: str, bound: Threshold) -> None:
    assert read(question).threshold == bound


def test_a_bound_holds_on_its_side() -> None:
    sides: dict[Literal["gt", "ge", "lt", "le"], tuple[bool, bool]]
    sides = {"gt": (False, True), "ge": (True, True), "lt": (False, False), "le": (True, False)}
    for sign, (at, above) in sides.items():
        bound = Threshold(sign, 5, "%")
        assert (bound.holds(5), bound.holds(6), bound.holds(4)) == (at, above, sign in ("lt", "le")), sign
    assert [Threshold("ge", 5, "%", 6).holds(v) for v in (4.9, 5, 6, 6.1)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("question", "kind", "ascending"),
    [
        ("各县2024年税收收入由低到高排个序", "rank", True),
        ("各县2024年税收收入从高到低", "rank", False),
        ("各县税收收入排个队", "rank", False),
        ("云岭县税收收入从多少到多少", "lookup", False),
    ],
)
def test_in_which_order(question: str, kind: str, ascending: bool) -> None:
    query = read(question)
    assert (query.kind, query.ascending) == (kind, ascending)


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("税收收入增速超过5%的，一共几家", True),
        ("2024年税收收入超过5亿元的有几个？", True),
        ("税收收入增速在5%以上的区县数量", True),
        ("税收收入超过5亿元的几个县，教育支出多少", False),  # which they are, is known
    ],
)
def test_how_many_places(question: str, counted: bool) -> None:
    assert (read(question).kind == "count") is counted


def test_a_level_inside_a_word() -> None:
    assert next(t.text for t in read("跨省通办办了多少件").aspects[0].terms) == "跨省通办"
    assert read("各省税收收入").level == "province"


def test_two_facets_of_one_matter() -> None:
    assert [a.label for a in read("云岭县城里人跟农村人的收入差多少").aspects] == ["城镇收入", "农村收入"]
    assert [a.label for a in read("云岭县城乡居民收入差多少").aspects] == ["城乡居民收入"]


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


@pytest.mark.parametrize(
    ("question", "view", "matter"),
    [
        ("哪些县的政府工作报告压根没提隐性债务？", "silent", ["隐性债务"]),
        ("哪些县在报告里提到要治理高价彩礼", "mention", ["高价彩礼"]),
        ("哪几家的报告里说到了隐性债务", "mention", ["隐性债务"]),
    ],
)
def test_what_is_spoken_of_is_told_without_the_report_and_the_deed(
    question: str, view: str, matter: list[str]
) -> None:
    assert (read(question).view, words(question)) == (view, [matter])


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("云岭县农民的人均收入", ["农村居民人均可支配收入"]),
        ("云岭县空气里细颗粒物年均浓度", ["pm2.5", "浓度"]),
        ("云岭县PM2.5浓度是多少", ["pm2.5"]),
        ("云岭县高速公路通车总里程", ["高速公路", "通车", "里程"]),
        ("一般公共预算收入（或地方财政收入）最高的县", ["一般公共预算收入"]),
    ],
)
def test_said_in_other_words(question: str, terms: list[str]) -> None:
    assert words(question) == [terms]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("云岭县投资由增转降，原因出在哪里", "passage"),
        ("云岭县那几个冷库收益覆盖不了利息，后面准备怎么处理？", "passage"),
        ("云岭县有哪些指标没完成年初目标", "passage"),
        ("云岭县今年准备安排多少教育资金", "lookup"),
        ("云岭县教育支出预算安排", "lookup"),
        ("云岭县粮食收购多少万吨", "lookup"),
        ("云岭县细颗粒物浓度压到什么水平", "lookup"),
    ],
)
def test_what_is_told_and_what_is_counted(question: str, kind: str) -> None:
    assert read(question).kind == kind


def test_words_inside_other_words_stay() -> None:
    assert words("云岭县粮食收购多少万吨") == [["粮食收购"]]
    assert "化工" in words("哪些县提到化工材料")[0][0]
    assert read("云岭县怎么降低企业成本").way == "how"
    assert read("最近几年云岭县财政收入为什么下降").way == "why"


def test_a_group_beside_its_members_is_no_place_more() -> None:
    found = read("江西、湖南中部两省的税收收入分别是多少").regions
    assert sorted(r.name for r in found) == ["江西", "湖南"]
    assert [r.name for r in read("中部省份的税收收入").regions] == ["中部"]


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

    def test_a_place_is_held_beside_the_one_before(self) -> None:
        query = read("跟江西省比谁多", "云岭县2023年粮食产量多少")
        assert [r.name for r in query.regions] == ["云岭县", "江西省"]
        assert (query.kind, query.operations) == ("compare", ("difference",))

    def test_a_time_or_a_mean_is_no_place(self) -> None:
        before = "云岭县2023年粮食产量多少"
        assert len(read("与全省平均相比，江西省是多少？", before).regions) == 1
        assert len(read("跟上年比，江西省呢？", before).regions) == 1

    def test_the_places_named_before_are_meant_by_their_number(self) -> None:
        before = "云岭县、江西省2023年粮食产量合计多少"
        assert len(read("这两地哪个最多", before).regions) == 2
        assert not read("哪个县最多", before).regions
