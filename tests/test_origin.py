"""Origins: what titles, texts, file names and metadata.csv say, and what they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BadMetadata
from index.origin.origin import origin, read_metadata
from index.reading.files import read

PROSE = "我局认真履职，财政运行平稳。县委、县政府高度重视。我县收支平衡。\n"

# title or opening, file name, region as shown
REGIONS = [
    ("云岭县财政局2023年工作总结", "a.txt", "云岭县"),
    ("关于云岭县财政局2024年工作情况的报告", "a.txt", "云岭县"),
    ("云岭县人民政府2024年工作报告", "a.txt", "云岭县"),
    ("2023年财政工作总结", "云岭县-2023.txt", "云岭县"),
    ("2023年财政工作总结", "云岭县/2023.txt", "云岭县"),
    ("2023年财政工作总结", "江西省/云岭县/2023.txt", "江西省云岭县"),
    ("2023年财政工作总结", "江西省-云岭县-2023.txt", "江西省云岭县"),
    ("江西省云岭县财政局2023年工作总结", "a.txt", "江西省云岭县"),
    ("金寨县财政局2023年工作总结", "a.txt", "安徽省六安市金寨县"),
    ("2023年财政工作总结", "金寨2023年总结.txt", "安徽省六安市金寨县"),
    ("安徽省六安市金寨县2023年财政工作总结", "a.txt", "安徽省六安市金寨县"),
    ("六安市财政局2023年工作总结", "a.txt", "安徽省六安市"),
    ("2025年上海市政府工作报告", "a.txt", "上海市"),
    ("政府工作报告\n（2025年1月20日在黑龙江省第十四届人民代表大会第三次会议上）", "a.txt", "黑龙江省"),
    ("政府工作报告", "江西-01.txt", "江西省某县"),
    ("XX县财政局2023年工作总结", "a.txt", None),
    ("江西省XX县财政局2023年工作总结", "a.txt", "江西省某县"),
    ("2023年财政工作总结", "report-7.txt", None),
    ("关于禾州市2023年财政预算执行情况的报告", "a.txt", "禾州市"),
]

# what the text says, region as shown; the title names nothing
MENTIONS = [
    ("贯彻落实湖南省国有“三资”清查处置会议精神。", "湖南省某县"),
    ("上线江西省政府采购电子卖场。", "江西省某县"),
    ("学习贯彻习近平总书记视察江西重要讲话精神。", "江西省某县"),
    ("在贵州省财政厅指导下，预算管理更加规范。", "贵州省某县"),
    ("2023年，望潮县财政局迎难而上。望潮县人民政府印发了方案。", "望潮县"),
    ("金寨县财政局开展了检查。", "安徽省六安市金寨县"),
    ("湖南省住建厅和县委领导有力。", "湖南省某县"),
    ("湖南省及以上市级部门下达我县转移支付2亿元。", "湖南省某县"),
    ("湖南省知名企业来访。", None),
    ("40名干部赴合肥参加培训。", None),
    ("干部赴湖南省财政厅跟班学习。", None),
    ("参加湘黔桂三省联合宣传活动。", None),
    ("实施史河安徽段治理工程。", None),
    ("落实对口支援新疆资金。", None),
    ("与江西省财政厅、湖南省财政厅签订协议。在江西省财政厅和湖南省财政厅的见证下。", None),
    ("学习浙江省经验。", None),
    ("引进广东省企业3家。", None),
    ("配合县审计局完成审计。联合县税务局、会同县发改委出台办法。", None),
    ("与蒲溪镇党支部开展共建。", None),
    ("做好适应城市发展的工作，确保定期报告。", None),
]


@pytest.mark.parametrize(("top", "file", "shown"), REGIONS)
def test_region_by_name(top: str, file: str, shown: str | None) -> None:
    assert origin(f"{top}\n{PROSE}", file).region == shown


@pytest.mark.parametrize(("said", "shown"), MENTIONS)
def test_region_by_mention(said: str, shown: str | None) -> None:
    assert origin(f"2023年财政工作总结\n{PROSE}{said}\n", "report-7.txt").region == shown


def test_a_city_whose_own_office_speaks() -> None:
    said = "市委坚强有力，{}内蒙古云汉市财政局{}。我市收支平衡。\n"
    spoken = origin("财政局2023年工作总结\n" + said.format("", "立足本职"), "a.txt")
    assert spoken.region == "内蒙古自治区云汉市"
    assert origin("财政局2023年工作总结\n" + said.format("赴", "学习"), "a.txt").region is None


def test_a_province_by_its_file_name() -> None:
    text = "政府工作报告\n各位代表：\n我省经济平稳。全省上下努力。省委、省政府高度重视。\n"
    assert origin(text, "2025-内蒙古-政府工作报告.txt").region == "内蒙古自治区"


def test_the_title_wins_over_what_is_mentioned() -> None:
    found = origin(
        f"云岭县财政局2023年工作总结\n{PROSE}金寨县财政局来我县考察。湖南省财政厅印发通知。\n", "a.txt"
    )
    assert (found.county, found.region) == ("云岭县", "湖南省云岭县")


def test_a_row_wins_over_everything() -> None:
    row = {"region": "金寨县", "year": "2021", "title": "甲县总结"}
    found = origin(f"云岭县财政局2023年工作总结\n{PROSE}", "湖南省.txt", row)
    assert (found.title, found.region) == ("甲县总结", "安徽省六安市金寨县")
    assert found.period == ("2021-01", "2021-12")


@pytest.mark.parametrize(
    ("region", "parts"),
    [
        ("桐渡县", (None, None, "桐渡县")),
        ("湖南省桐渡县", ("湖南省", None, "桐渡县")),
        ("江西省某县", ("江西省", None, None)),
        ("金寨", ("安徽省", "六安市", "金寨县")),
        ("湖南", ("湖南省", None, None)),
    ],
)
def test_region_as_written_by_a_person(region: str, parts: tuple[str | None, ...]) -> None:
    found = origin("没有题目。", "a.txt", {"region": region})
    assert (found.province, found.city, found.county) == parts


Y21, Y22, Y23, Y24, Y25 = (f"{y}-01/{y}-12" for y in (2021, 2022, 2023, 2024, 2025))

# text, file name, period, plan period
PERIODS = [
    ("云岭县财政局2023年工作总结\n好。\n一、工作\n好。", "a.txt", Y23, None),
    ("云岭县财政局2023年工作总结\n好。\n一、工作\n好。\n二、下一步工作计划\n好。", "a.txt", Y23, Y24),
    ("2023年财政工作总结及2024年财政工作计划\n好。", "a.txt", Y23, Y24),
    ("2022年工作总结和2023年工作打算\n好。", "a.txt", Y22, Y23),
    (
        "关于云岭县2023年预算执行情况与2024年预算草案的报告，全文如下。\n好。",
        "云岭县预算报告2024.txt",
        Y23,
        Y24,
    ),
    ("云岭县财政局二〇二三年工作总结\n好。", "a.txt", Y23, None),
    ("云岭县２０２３年工作总结\n好。", "a.txt", Y23, None),
    (
        "2023年上半年工作汇报\n好。\n一、情况\n好。\n二、下半年工作计划\n好。",
        "a.txt",
        "2023-01/2023-06",
        "2023-07/2023-12",
    ),
    (
        "2023年前三季度工作总结\n好。\n一、情况\n好。\n二、四季度工作打算\n好。",
        "a.txt",
        "2023-01/2023-09",
        "2023-10/2023-12",
    ),
    ("2023年1-9月财政工作情况汇报\n好。", "a.txt", "2023-01/2023-09", None),
    ("2023年第一季度工作总结\n好。", "a.txt", "2023-01/2023-03", None),
    ("工作总结\n好。", "云岭县-2023-总结.txt", Y23, None),
    (
        "今年以来，我局努力。现将工作总结如下：\n一、2022年工作成效\n好。\n二、2023年工作计划\n好。",
        "a.txt",
        Y22,
        Y23,
    ),
    ("2023年是开局之年，县财政局努力。\n一、2023年工作回顾\n好。\n二、工作计划\n好。", "a.txt", Y23, Y24),
    (
        "半年工作汇报\n2023年上半年，我局努力。\n一、上半年工作\n好。\n二、下半年打算\n好。",
        "a.txt",
        "2023-01/2023-06",
        "2023-07/2023-12",
    ),
    ("2024年财政工作要点\n好。", "a.txt", Y24, Y24),
    (
        "2025年青山省政府工作报告\n各位代表：\n好。\n一、2024年工作回顾\n好。\n二、2025年工作安排\n好。",
        "a.txt",
        Y24,
        Y25,
    ),
    ("2025年青山省政府工作报告\n各位代表：\n好。\n一、成效显著\n好。\n二、奋勇争先\n好。", "a.txt", Y24, Y25),
    (
        "政府工作报告\n（2025年1月8日在云岭县第十届人民代表大会第四次会议上）\n各位代表：\n好。",
        "a.txt",
        Y24,
        Y25,
    ),
    ("今年以来，我局努力工作。配合完成2021年度审计。", "a.txt", None, None),
    ("工作总结\n投资2023万元。编号20231。", "a.txt", None, None),
]

# what the text says of its year where title, file name, headings and opening are silent, and the year
SPOKEN = [
    ("2023年县财政年初安排资金5亿元，截至目前已支出4亿元。", Y23),
    ("2023年县财政年初安排资金5亿元。", None),
    ("今年（2023年）收入5亿元。", Y23),
    ("2023年是迎难而上的关键之年。收支平衡。", Y23),
    ("截至2023年9月，累计支出5亿元。今年收入平稳。", Y23),
    # those of this year may look back at the end of the last one
    ("截至2022年底，债务余额5亿元。今年收入平稳。", None),
    ("截至2022年底，债务余额5亿元。", Y22),
    ("2023年，全县完成收入5亿元。收支平衡。", Y23),
    ("2022年，完成收入4亿元。2023年，完成收入5亿元。", Y23),
    ("2023年，全县完成收入5亿元。今年收支平衡。", None),
    ("2024年，力争完成收入5亿元。", None),
    ("收支平衡。配合完成2022年度审计。", None),
    # a later year that is to come, and one that has come
    ("截至2023年10月，收入5亿元。编制2024年预算。", Y23),
    ("截至2023年10月，收入5亿元。2024年收入6亿元。", None),
    ("截至2023年10月，收入5亿元。2022年是攻坚之年。", None),
    ("收支平衡。\n云岭县财政局\n2023年12月20日", Y23),
    ("收支平衡。\n云岭县财政局\n2023年3月20日", None),
]


@pytest.mark.parametrize(("said", "period"), SPOKEN)
def test_the_year_that_only_the_text_says(said: str, period: str | None) -> None:
    text = f"工作总结\n我局认真履职，财政运行平稳。\n一、工作开展情况\n{said}\n二、下一步工作计划\n落实2019年的办法。"
    found = origin(text, "a.txt")
    assert _span(found.period) == period
    assert (found.plan_period is None) == (period is None)


def test_a_plan_reviews_no_year() -> None:
    assert origin("工作要点\n好。\n一、任务\n2022年，完成收入4亿元。", "a.txt").period is None


def _span(period: tuple[str, str] | None) -> str | None:
    return "/".join(period) if period else None


@pytest.mark.parametrize(("text", "file", "period", "plan"), PERIODS)
def test_period(text: str, file: str, period: str | None, plan: str | None) -> None:
    found = origin(text, file)
    assert (_span(found.period), _span(found.plan_period)) == (period, plan)


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("云岭县财政局2023年工作总结\n好。", "云岭县财政局2023年工作总结", "财政工作总结"),
        ("云岭县财政局\n2023年工作总结\n好。", "云岭县财政局2023年工作总结", "财政工作总结"),
        (
            "下载\n打印\n# 2025年青山省政府工作报告\n来源：青山日报\n各位代表：\n好。",
            "2025年青山省政府工作报告",
            "政府工作报告",
        ),
        ("关于云岭县2023年预算执行情况和2024年预算草案的报告\n好。", None, "预算执行情况报告"),
        ("云岭县教育局2024年工作要点\n好。", "云岭县教育局2024年工作要点", "工作要点"),
        ("今年来，县财政局努力。现将工作总结如下：\n一、收入\n好。", "x-1", "财政工作总结"),
        ("我们走在大路上。", "x-1", None),
    ],
)
def test_title_and_kind(text: str, title: str | None, kind: str | None) -> None:
    found = origin(text, "x-1.txt")
    assert found.kind == kind
    assert found.title == (title or text.split("\n")[0])


@given(st.text(), st.text(alphabet="abc县省/.-2023", max_size=12))
@settings(max_examples=150)
def test_any_text_has_an_origin(text: str, file: str) -> None:
    found = origin(text, file)
    assert found.region is None or found.province or found.city or found.county


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("工作总结\n作为湖南的粮食产区，我们楚川市的家底并不厚，全市财政运行平稳。", "湖南省楚川市"),
        ("政府工作报告\n各位代表：\n广东省榕川市（下称“我市”）全年经济平稳。", "广东省榕川市"),
        ("政府工作报告\n2025年2月11日 浙江省苕川县十七届人大四次会议\n县长 某某\n好。", "浙江省苕川县"),
        ("洮川县政府工作报告\n2024年1月11日在会议上（甘肃）\n一、工作\n好。", "甘肃省洮川县"),
        (
            "松川县财政局2022年工作总结\n松川县财政局围绕浙江高质量发展建设共同富裕示范区的要求，稳步推进。",
            "浙江省松川县",
        ),
        (
            "霁川市政府工作报告\n全年地区生产总值967亿元，增长6.1%，在四川省21个市州中列第5位。",
            "四川省霁川市",
        ),
        # what is others' is no region of its own
        ("工作总结\n我县各项工作推进。全省产业转移落实浙江企业12家。", None),
        ("工作总结\n作为湖北企业的好邻居，全市财政运行平稳。", None),
        ("工作总结\n他们楚川市的家底并不厚。", None),
        ("工作总结\n我们不断开拓市场，我们激发市场活力，我们深入社区走访。", None),
        ("工作总结\n我们加快老城区改造，我们推进开发区建设。", None),
    ],
)
def test_what_a_report_calls_itself(text: str, region: str | None) -> None:
    assert origin(text, "x-1.txt").region == region


# --- metadata.csv -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows(tmp_path: Path, encoding: str) -> None:
    table = 'file,region,year,title\n甲.txt,桐渡县,2023,"总结，第一稿"\n\n子\\乙.txt,,,\n'
    (tmp_path / "metadata.csv").write_bytes(table.encode(encoding))
    rows = read_metadata(tmp_path)
    assert rows["甲.txt"] == {"file": "甲.txt", "region": "桐渡县", "year": "2023", "title": "总结，第一稿"}
    assert set(rows) == {"甲.txt", "子/乙.txt"}


def test_no_table_no_rows(tmp_path: Path) -> None:
    assert read_metadata(tmp_path) == {}


@pytest.mark.parametrize(
    ("table", "line", "word"),
    [
        ("file,地区\na.txt,x\n", 1, "表头"),
        ("region,year\nx,2023\n", 1, "表头"),
        ("", 1, "表头"),
        ("file,year\na.txt,去年\n", 2, "去年"),
        ("file,year\na.txt,2023\n,2022\n", 3, "文件名"),
        ("file,year\na.txt,2023\na.txt,2022\n", 3, "两次"),
        ("file,year\na.txt,2023,总结\n", 2, "列"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, table: str, line: int, word: str) -> None:
    (tmp_path / "metadata.csv").write_text(table, encoding="utf-8")
    with pytest.raises(BadMetadata, match=rf"第 {line} 行.*{word}"):
        read_metadata(tmp_path)


# --- real reports -------------------------------------------------------------------------------------

SEEDS = {
    "seed-000.txt": (None, Y22, Y23),
    "seed-001.txt": ("安徽省六安市金寨县", Y23, Y24),
    "seed-002.txt": (None, Y21, Y22),
    "seed-003.txt": ("湖南省某县", "2023-01/2023-06", "2023-07/2023-12"),
    "seed-004.txt": ("江西省某县", Y23, Y24),
}


def test_real_reports(shared: Path) -> None:
    seeds, provinces = (sorted((shared / "reports" / name).glob("*.txt")) for name in ("seeds", "provinces"))
    found = {path.name: origin(read(path).text, path.name) for path in seeds}
    assert {n: (o.region, _span(o.period), _span(o.plan_period)) for n, o in found.items()} == SEEDS
    for path in provinces:
        o = origin(read(path).text, "report.txt")  # the text alone tells
        assert o.region == path.name.split("-")[1]
        assert (_span(o.period), _span(o.plan_period)) == (Y25, "2026-01/2026-12")
        assert o.kind == "政府工作报告"
