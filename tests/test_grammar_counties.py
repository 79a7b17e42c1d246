"""What county reports leave to a heading, a label or the first word of a paragraph; aims held against results.

Each case is a sentence and its figures: `text indicator role direction status period`, where the role is a level,
the direction null, the status actual and the period the report's own unless said.
"""

from __future__ import annotations

import pytest

from index.grammar import read_claims
from index.records import Figure
from index.sections import sections
from tests.reading_sentences import AHEAD, OWN, figures, report

_AIMS = [
    (
        "固定资产投资增长13.2%，高于12%的年初目标。",
        [
            "13.2% 固定资产投资 rate up",
            "12% 固定资产投资年初目标 rate up planned",
        ],
    ),
    (
        "城镇新增就业1876人，未完成2000人的年度目标。",
        ["1876人 城镇新增就业", "2000人 城镇新增就业年度目标 planned"],
    ),
    (
        "实际利用外资4.2亿美元，超额完成3.8亿美元的年度目标。",
        ["4.2亿美元 实际利用外资", "3.8亿美元 实际利用外资年度目标 planned"],
    ),
    # what was aimed at is no plan of what follows
    (
        "地区生产总值增长6.4%，虽低于年初确定的7%的预期目标，但高于全省平均水平0.6个百分点，工业投资增长8.1%。",
        [
            "6.4% 地区生产总值 rate up",
            "7% 地区生产总值预期目标 rate up planned",
            "0.6个百分点 地区生产总值高于全省平均水平",
            "8.1% 工业投资 rate up",
        ],
    ),
    (
        "粮食产量31万吨，比预期目标多1万吨，蔬菜产量20万吨。",
        ["31万吨 粮食产量", "1万吨 粮食产量 change up", "20万吨 蔬菜产量"],
    ),
    (
        "十四五时期实现高质量发展的主要目标是：地区生产总值年均增长6%。",
        ["6% 地区生产总值 rate up planned 2021-01..2025-12"],
    ),
    (
        "会议提出比较积极的预期目标：地区生产总值增长5%，城镇新增就业5000人。",
        ["5% 地区生产总值 rate up planned", "5000人 城镇新增就业 planned"],
    ),
    (
        "全力实现主要预期目标，地区生产总值增长5%以上。",
        ["5% 地区生产总值 rate up planned"],
    ),
    (
        "主要预期目标：地区生产总值增长6%，城镇新增就业5000人。",
        ["6% 地区生产总值 rate up planned", "5000人 城镇新增就业 planned"],
    ),
    # … but a share of a plan and a gap to one are facts
    (
        "城镇新增就业2576人，完成年度目标的103%。",
        ["2576人 城镇新增就业", "103% 城镇新增就业完成年度目标"],
    ),
    (
        "城镇登记失业率3.26%，低于年目标0.74个百分点。",
        ["3.26% 城镇登记失业率", "0.74个百分点 城镇登记失业率低于年目标"],
    ),
    (
        "地区生产总值目标增长6%，实际完成146亿元，增长4.4%，未完成。",
        [
            "6% 地区生产总值目标 rate up planned",
            "146亿元 地区生产总值",
            "4.4% 地区生产总值 rate up",
        ],
    ),
    (
        "城镇新增就业目标4.8万人，实际5.12万人，完成。",
        ["4.8万人 城镇新增就业目标 planned", "5.12万人 城镇新增就业"],
    ),
    ("编制绩效目标项目625个。", ["625个 编制绩效目标项目"]),
    (
        "化解隐性债务5.1亿元，完成三年任务的41%。",
        ["5.1亿元 化解隐性债务", "41% 化解隐性债务完成三年任务"],
    ),
    (
        "淠河灌区改造投资2.1亿元，只及计划的70%。",
        ["2.1亿元 淠河灌区改造投资", "70% 淠河灌区改造投资只及计划"],
    ),
    (
        "1.1　一般公共预算收入：年初预算33500万元，实际完成31246万元，完成预算的93.3%，下降3.6%。",
        [
            "33500万元 一般公共预算收入年初预算",
            "31246万元 一般公共预算收入",
            "93.3% 一般公共预算收入完成预算",
            "3.6% 一般公共预算收入 rate down",
        ],
    ),
]
_WORDS = [
    ("2.4　“三公”经费：1146万元，下降12.0%。", ["1146万元 “三公”经费", "12.0% “三公”经费 rate down"]),
    ("2.2　分科目。教育64813万元。", ["64813万元 教育"]),
    ("投资2.1 亿元。", ["2.1 亿元 投资"]),
    ("6.4　个别项目支出进度仅41%。", ["41% 个别项目支出进度"]),
    (
        "城乡收入比从1.61缩到1.58。",
        ["1.61 城乡收入比 previous down ?", "1.58 城乡收入比 level down"],
    ),
    (
        "县属国有企业由11户整合为5户。",
        ["11户 县属国有企业 previous down ?", "5户 县属国有企业 level down"],
    ),
    (
        "规上企业亩均税收22.4万元，比全省平均少3.9万元。",
        ["22.4万元 规上企业亩均税收", "3.9万元 规上企业亩均税收比全省平均少"],
    ),
    (
        "规上企业亩均税收22.4万元，比上年少3.9万元。",
        ["22.4万元 规上企业亩均税收", "3.9万元 规上企业亩均税收 change down"],
    ),
    ("清理与全国统一大市场不符的文件37份。", ["37份 清理与全国统一大市场不符的文件"]),
    ("降水量382毫米，比常年偏少15.8%。", ["382毫米 降水量", "15.8% 降水量 rate down"]),
    ("主要原因是房地产开发投资下降31.5%。", ["31.5% 房地产开发投资 rate down"]),
    ("增支主要是支付教师工资3200万元。", ["3200万元 支付教师工资"]),
    ("城市低保标准拟提高到每人每月905元。", ["905元 城市低保标准 level up planned"]),
    (
        "“三公”经费支出259万元，上年139万元，增支120万元。",
        [
            "259万元 “三公”经费支出",
            "139万元 “三公”经费支出 2023-01..2023-12",
            "120万元 “三公”经费支出 change up",
        ],
    ),
    ("去年完成投资139万元，增长5%。", ["139万元 投资 2023-01..2023-12", "5% 投资 rate up 2023-01..2023-12"]),
    (
        "收入总计9293万元，减去支出总计9000万元，年终结转293万元。",
        ["9293万元 收入总计", "9000万元 支出总计", "293万元 年终结转"],
    ),
    ("其他税种合计3140万元。", ["3140万元 其他税种"]),
    ("“12345”平台工单按期办结率98.2%。", ["98.2% “12345”平台工单按期办结率"]),
    ("发放稳岗返还1.9亿元。", ["1.9亿元 发放稳岗返还"]),
    ("每月发放岗位津贴200元至500元。", ["200元 每月发放岗位津贴", "500元 每月发放岗位津贴"]),
    ("库款保障系数0.34，最低降至0.11。", ["0.34 库款保障系数", "0.11 库款保障系数 level down"]),
    ("城乡低保标准在2023年基础上再提高5%。", ["5% 城乡低保标准 rate up"]),
    ("农村危房改造能改尽改，预计120户。", ["120户 农村危房改造 estimated"]),
    ("全市收入**218.6亿元**，增长2.9%。", ["218.6亿元 收入", "2.9% 收入 rate up"]),
    ("收入**万元，增长**%，支出**万元。", ["**万元 收入", "**% 收入 rate up", "**万元 支出"]),
]


def _shown(f: Figure) -> str:
    role = "" if f.role == "level" and not f.direction else f.role
    status = "" if f.status == "actual" else f.status
    period = "" if f.period == OWN else "..".join(f.period) if f.period else "?"
    return " ".join(filter(None, (f.text, f.indicator or "-", role, f.direction, status, period)))


@pytest.mark.parametrize(
    ("text", "expected"), _AIMS + _WORDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_figures(text: str, expected: list[str]) -> None:
    assert [_shown(f) for f in figures(text)] == expected


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("（二）政府性基金预算", "收入0.84亿元，下降44.0%。支出3.12亿元。", ["政府性基金预算收入"] * 2 + ["政府性基金预算支出"]),
        ("（五）社会保险基金", "收入512.8亿元；支出476.3亿元；年末滚存结余688.1亿元。", ["社会保险基金收入", "社会保险基金支出", "社会保险基金滚存结余"]),
        ("四、债务", "限额30.10亿元，余额28.64亿元。", ["债务限额", "债务余额"]),
        ("一、执行情况", "基金。收入0.84亿元。", ["基金收入"]),
        ("一、执行情况", "转移支付。22.60亿元，增长2.5%。", ["转移支付", "转移支付"]),
        # what has a name of its own keeps it, and so does a part
        ("（二）政府性基金预算", "土地出让收入0.84亿元。", ["土地出让收入"]),
        ("（二）政府性基金预算", "余额0.84亿元。", ["余额"]),
        ("四、债务", "收入5亿元。", ["收入"]),
        ("一、执行情况", "收入0.84亿元。", ["收入"]),
    ],
)  # fmt: skip
def test_the_account_is_said_above(heading: str, text: str, expected: list[str]) -> None:
    assert [f.indicator for f in figures(text, heading)] == expected


def _status(text: str) -> list[tuple[str, str, tuple[str, str] | None]]:
    r = report(text)
    every = sorted((f for c in read_claims(r) for f in c.figures), key=lambda f: f.start)
    return [(f.text, f.status, f.period) for f in every]


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("2025年预算安排如下。收入12.2亿元。", True),
        ("今年的目标，我们定得实在些：生产总值增长5.5%。\n围绕这些目标，改造小区10个。", True),
        ("为实现上述目标，新建学校2所。", True),
        ("2025年“三公”经费预算安排380万元，比上年预算减少15万元。", False),
        ("今年的目标任务全面完成，新建学校2所。", False),
        ("为实现脱贫目标，新建学校2所。", False),
    ],
)
def test_a_paragraph_turns_to_what_is_to_come(text: str, planned: bool) -> None:
    assert {status for _, status, _ in _status(text)} == {"planned" if planned else "actual"}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1月9日，全市召开大会。\n新建学校2所。", OWN),
        ("新院区未启用（原定2024年10月，消防验收未过）。\n建成服务站54个。", OWN),
        ("对1998年以前建成的住宅逐栋鉴定。\n认定C级16栋。", OWN),
        ("自7月1日起，最低生活保障标准提高到1105元。", ("2024-07", "2024-12")),
        ("12月末库款保障系数0.34。", ("2024-12", "2024-12")),
        ("2024年1-10月，全县攻坚克难。\n新建学校2所。", ("2024-01", "2024-10")),
    ],
)
def test_what_dates_an_event_dates_nothing_else(text: str, period: tuple[str, str]) -> None:
    assert {p for _, _, p in _status(f"一、工作情况\n{text}")} == {period}


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("第一章　2024年工作总结\n第一节　综合\n新建学校1所。\n第三章　2025年安排\n第一节　目标\n新建学校2所。", [False, True]),
        ("壹　走过2024年\n新建学校1所。\n贰　春风又起：2025年怎么干\n新建学校2所。", [False, True]),
        ("1　收入\n增值税5亿元。\n2　2025年安排\n增值税6亿元。", [False, True]),
        ("二、落实人大决议和财政重点工作\n新建学校1所。\n三、下一步重点工作\n新建学校2所。", [False, True]),
    ],
)  # fmt: skip
def test_headings_of_other_hands(text: str, planned: list[bool]) -> None:
    assert [(status == "planned", period) for _, status, period in _status(text)] == [
        (p, AHEAD if p else OWN) for p in planned
    ]


def test_a_section_stands_below_its_chapter() -> None:
    text = "第一章　总结\n第一节　农业\n产粮5吨。\n第二节　工业\n产值5亿元。\n第二章　安排\n第一节　目标\n产粮6吨。\n"
    assert [s.headings for s in sections(text)][-1] == ("第二章 安排", "第一节 目标")
