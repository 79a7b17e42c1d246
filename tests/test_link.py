"""Other words for what is measured: the parts of a measure, what is linked and what is not, and what was learned."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assistant.evidence import Evidence
from assistant.finding.decide import BARS, barred, model
from assistant.finding.link import Linker
from assistant.finding.match import SAME, matches
from assistant.finding.matter import Weights, matter, pairs
from assistant.finding.measure import dimension, measure
from assistant.finding.nearest import nearest
from assistant.records import Aspect, Term
from assistant.words import lexicon
from index.embedding.models import load
from tests.memory_index import MemoryIndex
from training import link as training


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("万元", "money"),
        ("亿美元", "money"),
        ("元/人/月", "money"),
        ("万户", "households"),
        ("家", "firms"),
        ("万人次", "persons"),
        ("万亩", "area"),
        ("公里", "length"),
        ("个百分点", "ratio"),
        ("亿斤", "mass"),
        ("台", "things"),
        ("", ""),
    ],
)
def test_the_dimension_of_a_unit(unit: str, expected: str) -> None:
    assert dimension(unit) == expected


@pytest.mark.parametrize(
    ("name", "unit", "role", "kind", "whole"),
    [
        ("地区生产总值", "亿元", "level", "level", ""),
        ("地区生产总值", "%", "rate", "growth", ""),
        ("民生支出占一般公共预算支出比重", "%", "level", "share", "一般公共预算支出"),
        ("护理型床位占比", "%", "level", "share", ""),
        ("地区生产总值高于全国", "个百分点", "level", "gap", ""),
        ("粮食产量", "位", "rank", "rank", ""),
        ("高新技术企业", "家", "level", "count", ""),
        ("税率", "%", "level", "level", ""),  # no part of a whole
    ],
)
def test_what_of_its_concept_a_number_tells(name: str, unit: str, role: str, kind: str, whole: str) -> None:
    found = measure(name, unit, role)
    assert (found.kind, found.whole) == (kind, whole)


def test_the_parts_of_a_measure() -> None:
    found = measure("农村居民人均可支配收入")
    assert (found.facets, found.per, found.dimension) == (frozenset("乡"), "人均", "money")
    assert measure("80-89岁老人高龄津贴").ages == {"80-89岁"}
    assert not measure("高龄津贴").ages
    assert measure("惠及居民", "户").benefits
    assert not measure("居民受益", "户").benefits


def test_everyday_words_stand_for_what_offices_write() -> None:
    words = lexicon()
    found = matter("老楼装电梯", "台", words, Weights(["既有住宅加装电梯", "新建住宅"]))
    assert [piece.text for piece in found.pieces] == ["老楼", "装电梯"]
    bag = frozenset(pairs("既有住宅加装电梯"))
    assert all(piece.within(bag) == 1.0 for piece in found.pieces)
    assert not any(piece.within(frozenset(pairs("高速公路里程"))) for piece in found.pieces)
    assert found.measure.dimension == "things"


def test_rare_pairs_tell_more_than_common_ones() -> None:
    weights = Weights(["农村低保标准", "城市低保标准", "特困供养标准"])
    assert weights.of("特困") > weights.of("低保") > weights.of("标准") > 0
    assert weights.of("电梯") > weights.of("特困")
    assert weights.known("低保")
    assert not weights.known("电梯")


def test_deviations_order_names_however_near_all_of_them_are() -> None:
    vectors = np.array([[1, 0], [0.99, 0.14], [0.98, 0.2]], np.float32)
    found = nearest(vectors, np.array([1, 0], np.float32), ["甲镇", "乙镇", "丙镇"])
    assert [*found] == ["甲镇", "乙镇", "丙镇"]
    assert sum(found.values()) == pytest.approx(0, abs=1e-4)


TEXT = """乙县2023年政府工作报告
一、2023年工作回顾
城镇居民人均可支配收入42100元，农村居民人均可支配收入20300元。既有多层住宅加装电梯128台，改造老旧小区46个，惠及居民8300户。
高速公路通车里程410公里，高铁营业里程93公里。消费品以旧换新带动销售额5.8亿元，发放以旧换新补贴4100万元。
一般公共预算收入18.3亿元，一般公共预算支出42.8亿元。新建口袋公园62个，绿道110公里。养老床位2300张，医院床位4600张。
生猪出栏31万头，生猪存栏19万头。常住人口城镇化率61.3%，户籍人口城镇化率46%。接待游客286万人次，旅游综合收入23亿元。
"""


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    index = MemoryIndex({"乙县-2023.txt": TEXT})
    evidence = Evidence(index.claims, lexicon(), index.passages)
    rows = training.JUDGED.read_text("utf-8").splitlines()
    others = {json.loads(row)["indicator"]: 0 for row in rows[::4]}  # as if there were more reports
    names, embedder = [*dict.fromkeys((*evidence.by_indicator, *others))], load()
    vectors = embedder.passages(names)

    def near(words: str) -> dict[str, float]:
        found = nearest(vectors, embedder.query(words), names)
        return {name: deviation for name, deviation in found.items() if name in evidence.by_indicator}

    evidence.linker = Linker(evidence, near)
    return evidence


def linked(evidence: Evidence, words: str, counter: str = "") -> list[str]:
    aspect = Aspect(
        (Term(words, (words,), core=True, known=False),), None, (counter,) if counter else (), label=words
    )
    found = matches(aspect, evidence, {"乙县-2023.txt"})
    return [evidence.claims[m.claim].indicator for m in found if m.same is not None and m.same >= SAME]


@pytest.mark.parametrize(
    ("asked", "counter", "expected"),
    [
        ("老楼装电梯", "台", "既有多层住宅加装电梯"),
        ("城里人收入", "元", "城镇居民人均可支配收入"),
        ("庄稼人收入", "元", "农村居民人均可支配收入"),
        ("高速路总长", "公里", "高速公路通车里程"),
        ("换新拉动的消费", "元", "消费品以旧换新带动销售额"),
        ("小公园", "个", "新建口袋公园"),
    ],
)
def test_other_words_for_the_same(evidence: Evidence, asked: str, counter: str, expected: str) -> None:
    found = linked(evidence, asked, counter)
    assert found
    assert set(found) == {expected}


@pytest.mark.parametrize(
    ("asked", "counter"),
    [
        ("老楼装电梯", "元"),  # another unit
        ("地铁通车里程", "公里"),  # not the railway, not the motorway
        ("县城口袋书店", "个"),
        ("出口退税", "元"),
        ("森林覆盖率", ""),  # the lexicon knows it, and nothing here is it
        ("小学床位", "张"),
        ("牛出栏", "头"),
        ("红烧肉做法", ""),
    ],
)
def test_what_is_not_there_is_linked_to_nothing(evidence: Evidence, asked: str, counter: str) -> None:
    assert linked(evidence, asked, counter) == []


def test_without_a_model_nothing_is_linked() -> None:
    index = MemoryIndex({"乙县-2023.txt": TEXT})
    plain = Evidence(index.claims, lexicon(), index.passages)
    plain.linker = Linker(plain, lambda words: {})
    assert linked(plain, "老楼装电梯", "台") == []


def test_each_bar_is_a_feature_and_bars_alone(evidence: Evidence) -> None:
    linker = evidence.linker
    assert linker is not None
    asked = linker.words("老楼装电梯", "台")
    proposed = linker.proposed(asked)
    features = linker.features(asked, proposed.claims[0], proposed) | dict.fromkeys((*BARS, "lacks"), 0.0)
    assert not barred(features)
    for bar in (*BARS, "lacks"):
        assert barred(features | {bar: 1.0}), bar
        assert model().chances([features | {bar: 1.0}])[0, 0] == 0


@pytest.fixture(scope="module")
def hands() -> tuple[training.Pairs, training.Pairs]:
    embedder = load()
    return training.pairs_of(training.LEARNED, embedder), training.pairs_of(training.JUDGED, embedder)


def test_one_hand_is_learned_and_the_other_judged(hands: tuple[training.Pairs, training.Pairs]) -> None:
    learned, judging = hands
    found = training.judged(training.learn(learned, [*learned.features[0]]), judging)
    held = {"right": 0.92, "precision_0.7": 0.75, "own_0.7": 0.80, "recall_0.7": 0.45, "calibration": 0.04}
    assert {key: found[key] for key in held} == pytest.approx(held, abs=0.03)


def test_the_shipped_weights_are_those_that_are_learned(hands: tuple[training.Pairs, training.Pairs]) -> None:
    both = training.joined(*hands)
    found = training.learn(both, [*both.features[0]])
    assert found.features == model().features
    assert np.abs(found.weights - model().weights).max() < 0.05
