"""Passages that answer why and how in other words: what is asked, what is refused, and what was learned."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk import Assistant
from assistant.finding import telling
from assistant.understanding.views import asks_deeds, read_way
from index.build import build
from index.store import Index
from training import tell


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("财政收入为啥下降", "why"),
        ("房子怎么卖不动了", "why"),
        ("那座桥咋拖了", "why"),
        ("卡在哪一环", "why"),
        ("学位不够准备怎么解决", "how"),
        ("征地的事归谁牵头", "how"),
        ("采取了哪些措施", "how"),
        ("财政收入怎么样", None),
        ("准备新增多少学位", None),  # a number is asked for
        ("财政收入下降了吗", None),
    ],
)
def test_why_or_how(question: str, way: str | None) -> None:
    assert read_way(question) == way


@pytest.mark.parametrize(
    ("question", "deeds"),
    [
        ("想了哪些帮扶的法子", True),
        ("要带哪些材料", True),
        ("哪些县出台了措施", False),  # the places are asked for
        ("哪些地方有办法", False),
        ("有什么变化", False),
    ],
)
def test_measures_are_asked_for_and_no_places(question: str, deeds: bool) -> None:
    assert asks_deeds(question) is deeds


TEXT = """# 乙溪县2024年政府工作报告
## 一、2024年工作回顾
全县生产总值86亿元，增长5.1%，一般公共预算收入6.2亿元，固定资产投资增长3.4%，社会消费品零售总额31亿元，居民人均可支配收入2.9万元，各项指标好于全市平均水平，发展的基础更加牢固。
出口3.4亿元，下降18%，主要是两家纺织厂的欧洲订单被取消，海运价格又涨了一倍，外贸企业利润变薄，有的转做内销，有的把车间搬到了邻省的开发区，全县有出口实绩的企业只剩27家。
城区内涝治理见效，更换雨水管道21公里，新建泵站3座，十二处易涝点配上水位报警和移动泵车，汛期有专班值守，街道、社区、物业三方联动，全年没有发生人员被困。
教育质量稳步提高，高考上线率提高2个百分点，新聘教师120名，改造食堂14所，校园安保达标率100%，入学材料精简一半，课后服务覆盖所有义务教育学校，家长满意度测评居全市第三位。
文化惠民演出210场，新建农家书屋升级点18个，博物馆接待观众16万人次，非遗项目新增4个，全民阅读活动走进所有乡镇，广播电视覆盖率巩固在99%以上。
## 二、2025年工作安排
大力培育林下经济，发展中药材1.2万亩、食用菌800万棒，建设烘干车间6座，办好丰收节，统一品牌统一包装，带动农户增收，村集体经营性收入全部超过十五万元。
持续改善乡村面貌，整治农房风貌3200户，硬化入户路90公里，落实垃圾日产日清，评选美丽庭院500户，建设污水处理站16座，村村配齐保洁员，厕所粪污资源化利用。
"""
OTHER = TEXT.replace("乙溪县", "丙原县").replace(
    "出口3.4亿元，下降18%，主要是两家纺织厂的欧洲订单被取消，", "口岸建设稳步推进，报关大厅投入使用，"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("telling")
    (folder / "reports").mkdir()
    (folder / "reports/乙溪县2024年政府工作报告.md").write_text(TEXT, "utf-8")
    (folder / "reports/丙原县2024年政府工作报告.md").write_text(OTHER, "utf-8")
    build([folder / "reports"], folder / "index")
    return Assistant(Index.open(folder / "index"))


@pytest.mark.parametrize(
    ("question", "history", "quote"),
    [
        ("乙溪县的外贸为什么不行了", (), "两家纺织厂的欧洲订单被取消"),
        ("为什么会这样", ("乙溪县2024年出口怎么样",), "两家纺织厂的欧洲订单被取消"),
        ("乙溪县的老师不够怎么解决", (), "新聘教师120名"),
        pytest.param(
            *("下大雨街上积水，乙溪县怎么治内涝的", (), "更换雨水管道21公里"),
            marks=pytest.mark.xfail(reason="the passage tells of more than this", strict=True),
        ),
    ],
)
def test_a_passage_answers(assistant: Assistant, question: str, history: tuple[str, ...], quote: str) -> None:
    answer = assistant.ask(question, history)
    assert answer.answered
    assert quote in answer.passages[0].passage.text
    assert "未提及" not in answer.coverage_line


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("乙溪县地铁为什么停工", ()),
        ("乙溪县护照丢了怎么补办", ()),
        ("护照到期了怎么换发，要带哪些材料？", ()),
        ("怎么做红烧肉？", ("乙溪县2024年出口多少？",)),  # follows no question
        ("乙溪县煤矿关停职工怎么安置", ()),
        ("护照换发要什么材料", ()),
        ("怎么做红烧肉？", ()),  # of nobody in particular
        ("丁川县的外贸为什么不行了", ()),  # no report
    ],
)
def test_what_no_passage_tells_is_refused(
    assistant: Assistant, question: str, history: tuple[str, ...]
) -> None:
    assert not assistant.ask(question, history).answered


def test_the_words_of_a_question_are_embedded_once(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "乙溪县的外贸为什么越来越差"
    assistant.ask(
        "乙溪县的外贸为什么不行了"
    )  # what the model says of no question in particular is known then
    embedder, asked = assistant.index.embedder, []
    plain = embedder.query
    monkeypatch.setattr(embedder, "query", lambda text: (asked.append(text), plain(text))[1])
    assistant.ask(question)
    assistant.ask(question)
    assert len(asked) == 1


@pytest.fixture(scope="module")
def hands() -> tuple[list[tell.Asked], list[tell.Asked]]:
    return tell.asked_of(tell.LEARNED), tell.asked_of(tell.JUDGED)


def test_one_hand_is_learned_and_the_other_judged(hands: tuple[list[tell.Asked], list[tell.Asked]]) -> None:
    terse, worded = hands
    found = tell.judged(tell.learn(terse), worded)
    held = {"right": 0.27, "answered_of_none": 0.031}
    assert {key: found[key] for key in held} == pytest.approx(held, abs=0.03)


def test_the_shipped_weights_are_those_that_are_learned(
    hands: tuple[list[tell.Asked], list[tell.Asked]],
) -> None:
    found = tell.learn([*hands[0], *hands[1]])
    shipped = telling.weights()
    assert list(found) == list(shipped)
    assert max(abs(found[name] - shipped[name]) for name in found) < 0.05


def test_every_question_of_a_hand_is_answered_by_its_report() -> None:
    for path in (tell.LEARNED, tell.JUDGED):
        assert isinstance(path, Path)
        for row in tell.rows_of(path):
            for one in row["questions"]:
                assert one.get("quote", "") in row["text"], one
                assert ("quote" in one) is (one.get("matter") in row["matters"]), one
