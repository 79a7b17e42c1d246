"""Right and wrong answers: case by case with near misses, and against the scorer that comes with the labels."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk import Assistant
from assistant.judging.judge import KINDS, Expected, judge
from assistant.judging.scoring import score
from index.build import build
from index.errors import BadQuestions
from index.store import Index
from tests.conftest import ROOT

Line = dict[str, Any]
A, B = "甲县.txt", "乙县.txt"


def found(report: str = A, value: float | None = 885, unit: str = "元", quote: str = "") -> Line:
    return {"report": report, "value": value, "unit": unit, "quote": quote}


def said(*findings: Line, text: str = "", **more: object) -> Line:
    return {"answered": True, "findings": list(findings), "passages": [], "text": text} | more


def wanted(report: str = A, value: float = 885, unit: str = "元") -> Line:
    return {"report": report, "value": value, "unit": unit}


REFUSED = said() | {"answered": False}
EIGHT = [found(value=n) for n in range(8)]

#: What is expected, what was answered, and what is wrong with it ("" where nothing is).
CASES: list[tuple[Line, Line, str]] = [
    ({"kind": "none"}, REFUSED, ""),
    ({"kind": "none"}, said(), "作了回答"),
    ({"kind": "masked"}, REFUSED, ""),
    ({"kind": "masked"}, said(found(value=None), text="报告隐去了数字"), ""),
    ({"kind": "masked"}, said(found(value=None), text="XX万元"), "隐去"),
    ({"kind": "masked"}, said(found(value=3), text="报告隐去了数字"), "隐去"),
    ({"kind": "list", "reports": [A]}, REFUSED, "没有回答"),
    ({"kind": "list", "reports": [A]}, said(found(A)), ""),
    ({"kind": "list", "reports": [A, B]}, said(found(A)), f"缺少 {B}"),
    ({"kind": "list", "reports": [A]}, said(found(A), found(B)), f"多出 {B}"),
    ({"kind": "list", "reports": [A], "optional": [B]}, said(found(A), found(B)), ""),
    ({"kind": "list", "reports": []}, said(found(A)), f"多出 {A}"),
    ({"kind": "lookup", "values": [wanted()]}, said(found(), text="885元"), ""),
    ({"kind": "lookup", "values": [wanted()]}, said(found(), text="八百八十五元"), "回答里没写"),
    ({"kind": "lookup", "values": [wanted()]}, said(found(value=886), text="885元"), "依据里没有"),
    ({"kind": "lookup", "values": [wanted()]}, said(found(B), text="885元"), "依据里没有"),
    ({"kind": "lookup", "values": [wanted()]}, said(found(value=None), text="885元"), "依据里没有"),
    ({"kind": "lookup", "values": [wanted()]}, said(found(unit="户"), text="885"), "依据里没有"),
    ({"kind": "lookup", "values": [wanted()]}, said(found(unit="元/人·月"), text="885元"), ""),
    ({"kind": "lookup", "values": [wanted(value=5040)]}, said(found(value=5040), text="５，０４０元"), ""),
    (
        {"kind": "lookup", "values": [wanted(value=1.2, unit="亿元")]},
        said(found(value=12000, unit="万元"), text="1.2亿元"),
        "",
    ),
    (
        {"kind": "lookup", "values": [wanted(value=1.2, unit="亿元")]},
        said(found(value=1.2, unit="万元"), text="1.2"),
        "依据里没有",
    ),
    ({"kind": "lookup", "values": [wanted()]}, said(*EIGHT, found(), text="885元"), "依据里没有"),
    ({"kind": "lookup", "values": [wanted()]}, said(*EIGHT[1:], found(), text="885元"), ""),
    ({"kind": "trend", "values": [wanted()]}, said(*EIGHT, found(), text="885元"), ""),
    ({"kind": "compare", "not_values": [wanted()]}, said(found(), text=""), "不该有"),
    ({"kind": "compare", "not_values": [wanted()]}, said(found(B)), ""),
    ({"kind": "rank", "first": [A, B]}, said(found(B), found(A)), ""),
    ({"kind": "rank", "first": [A]}, said(found(B), found(A)), "排在首位的是"),
    ({"kind": "rank", "first": [A]}, said(), "排在首位的是 空的"),
    ({"kind": "count", "count": 2}, said(count=2), ""),
    ({"kind": "count", "count": 2}, said(count=3), "数目是 3"),
    ({"kind": "count", "count": 2}, said(), "数目是 空的"),
    ({"kind": "passage", "quotes": ["修路", "架桥"]}, said(passages=[{"text": "去年架桥三座"}]), ""),
    ({"kind": "passage", "quotes": ["架桥"]}, said(found(quote="架桥三座")), ""),
    (
        {"kind": "passage", "quotes": ["架桥"]},
        said(passages=[{"text": ""}] * 5 + [{"text": "架桥"}]),
        "前 5 段",
    ),
    ({"kind": "compare", "says": ["10010"]}, said(text="合计10,010人"), ""),
    ({"kind": "compare", "says": ["10010"]}, said(text="合计1001人"), "回答里没有"),
]


@pytest.mark.parametrize(("record", "line", "wrong"), CASES)
def test_what_is_wrong(record: Line, line: Line, wrong: str) -> None:
    got = judge(Expected.of(record | {"question": "问"}), line)
    assert len(got) == bool(wrong)
    assert wrong in "".join(got)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"kind": "none"}, "question"),
        ({"question": " ", "kind": "none"}, "question"),
        ({"question": "问"}, "kind"),
        ({"question": "问", "kind": "lists"}, "lists"),
        ({"question": "问", "kind": "list"}, "怎样才算对"),
        ({"question": "问", "kind": "list", "optional": [A]}, "怎样才算对"),
        ({"question": "问", "kind": "list", "report": [A]}, "report"),
        ({"question": "问", "kind": "list", "reports": A}, "reports"),
        ({"question": "问", "kind": "list", "reports": [1]}, "reports"),
        ({"question": "问", "kind": "rank", "first": A}, "first"),
        ({"question": "问", "kind": "count", "count": "2"}, "count"),
        ({"question": "问", "kind": "count", "count": True}, "count"),
        ({"question": "问", "kind": "lookup", "values": {}}, "values"),
        ({"question": "问", "kind": "lookup", "values": [wanted() | {"value": "885"}]}, "values"),
        ({"question": "问", "kind": "lookup", "values": [wanted() | {"value": None}]}, "values"),
        ({"question": "问", "kind": "lookup", "values": [wanted() | {"value": True}]}, "values"),
        ({"question": "问", "kind": "lookup", "not_values": [{"report": A, "value": 1}]}, "not_values"),
        ({"question": "问", "kind": "none", "history": "前"}, "history"),
    ],
)
def test_a_record_that_is_none_says_what_is_wrong(record: Line, says: str) -> None:
    with pytest.raises(BadQuestions, match=says) as raised:
        Expected.of(record, "问题.jsonl 第 3 行")
    assert str(raised.value).startswith("问题.jsonl 第 3 行")
    assert "\n" not in str(raised.value)


def test_every_report_named_is_known() -> None:
    record = {"kind": "list", "reports": ["a"], "optional": ["b"], "first": ["a", "c"]}
    record |= {"values": [wanted("d")], "not_values": [wanted("e")]}
    assert Expected.of(record | {"question": "问"}).named == ("a", "b", "c", "d", "e")


# --- against the scorer that comes with the labels ----------------------------------------------------


@pytest.fixture(scope="module")
def scorer(shared: Path) -> Callable[[Line, Line], list[str]]:
    spec = importlib.util.spec_from_file_location("labels_scorer", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.judge


_reports = st.sampled_from([A, B, "丙县.docx"])
_numbers = st.sampled_from([0, 27, 0.5, 1.2, 12000, 120000000, 885, 885.0, -3.1, 4750.79, 1234567.5])
_units = st.sampled_from(
    ["元", "万元", "亿元", "元/月", "元／人·月", "％", "%", "个百分点", "万户", "户", "人", "", "万", "千米"]
)
_wanted = st.builds(wanted, _reports, _numbers, _units)
_texts = st.lists(
    st.sampled_from(
        ["885元", "1.2", "１２，０００", "4,750.79", "-3.1", "27", "1234567.5", "隐去", "未公开", "增长"]
    ),
    max_size=5,
).map("；".join)
_records = st.fixed_dictionaries(
    {
        "question": st.just("问"),
        "kind": st.sampled_from(KINDS),
        "not_values": st.lists(_wanted, min_size=1, max_size=2),
    },
    optional={
        "reports": st.lists(_reports, unique=True, max_size=3),
        "optional": st.lists(_reports, unique=True, max_size=2),
        "values": st.lists(_wanted, max_size=3),
        "first": st.lists(_reports, min_size=1, max_size=2),
        "count": st.integers(0, 3),
        "quotes": st.lists(st.sampled_from(["架桥", "修路", "27"]), min_size=1, max_size=2),
    },
)
_found = st.builds(found, _reports, st.none() | _numbers, _units, _texts)
_passages = st.lists(st.sampled_from([{"text": "架桥"}, {"text": ""}, {"text": "铺路"}]), max_size=7)
_lines = st.fixed_dictionaries(
    {"answered": st.sampled_from([True, True, False]), "findings": st.lists(_found, max_size=10)},
    optional={"text": _texts, "passages": _passages, "count": st.integers(0, 3)},
)


@given(_records, _lines)
def test_agrees_with_the_labels_scorer(
    scorer: Callable[[Line, Line], list[str]], record: Line, line: Line
) -> None:
    assert len(judge(Expected.of(record), line)) == len(scorer(record, line))


@given(st.lists(_wanted, min_size=1, max_size=3), _lines, st.sampled_from(KINDS))
def test_agrees_on_answers_that_bring_what_is_wanted(
    scorer: Callable[[Line, Line], list[str]], figures: list[Line], line: Line, kind: str
) -> None:
    findings = [found(f["report"], f["value"], f["unit"]) for f in figures] + line["findings"]
    line = line | {"findings": findings, "text": "".join(f"{f['value']}{f['unit']}；" for f in figures)}
    record = {"question": "问", "kind": kind, "values": figures}
    assert len(judge(Expected.of(record), line)) == len(scorer(record, line))


@pytest.mark.parametrize("name", ["corpus", "seeds"])
def test_agrees_on_real_answers(
    name: str, shared: Path, scorer: Callable[[Line, Line], list[str]], tmp_path: Path
) -> None:
    own = name == "corpus"
    folder = ROOT / "corpus" if own else shared / "reports" / name
    path = (
        ROOT / "tests" / "data" / "questions.jsonl"
        if own
        else shared / "eval" / "questions" / f"{name}.jsonl"
    )
    build([folder], tmp_path, model="hash")
    assistant = Assistant(Index.open(tmp_path))
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    answers: list[Line] = []
    for record in records:
        line = assistant.ask(record["question"], record.get("history", ())).to_json()
        answers.append(line)
        expected = Expected.of(
            {k: v for k, v in record.items() if k != "says"} | {"count": record.get("count")}
        )
        _same(expected, record, line, scorer)
    for record, line in zip(records, answers[1:] + answers[:1], strict=True):  # answers to other questions
        bare = {k: v for k, v in record.items() if k != "says"}
        _same(Expected.of(bare), bare, line, scorer)


def _same(expected: Expected, record: Line, line: Line, scorer: Callable[[Line, Line], list[str]]) -> None:
    assert len(judge(expected, line)) == len(scorer(record, line)), record["question"]


# --- asking and counting -------------------------------------------------------------------------------


def test_the_score_counts_by_kind_and_keeps_the_misses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "甲县.txt").write_text(
        "甲县2023年工作总结\n一、收支情况\n全县粮食总产量达到24.5万吨。\n", "utf-8"
    )
    build([tmp_path / "甲县.txt"], tmp_path / "index", model="hash")
    assistant = Assistant(Index.open(tmp_path / "index"))
    grain = {"question": "甲县粮食总产量是多少？", "kind": "lookup"}
    made = [
        Expected.of(grain | {"values": [wanted(value=24.5, unit="万吨")], "id": "right"}),
        Expected.of(grain | {"values": [wanted(value=25.4, unit="万吨")], "id": "wrong"}),
        Expected.of({"question": "甲县旅游收入是多少？", "kind": "none"}),
    ]
    result = score(assistant, made)
    assert (result.right, result.asked) == (2, 3)
    assert result.by_kind == {"lookup": (1, 2), "none": (1, 1)}
    assert [miss.expected.id for miss in result.misses] == ["wrong"]
    assert "24.5万吨" in result.misses[0].said
    assert score(assistant, []).accuracy == 0.0
