from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks import Discrepancy, check
from assistant.checks import words as checks_words
from assistant.checks.amounts import amount
from index.errors import XianbaoError
from index.reading.files import reports_in
from index.records import Figure
from index.report import Parsed, parse, read_report
from tests.growth import grows_with_length

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data" / "checks.txt"
HEAD = "临水县财政局2024年工作总结\n一、工作完成情况\n"


def read(sentences: str) -> Parsed:
    return parse(f"{HEAD}{sentences}\n", "临水县-2024-财政工作总结.txt")


def found(sentences: str) -> list[Discrepancy]:
    parsed = read(sentences)
    return check(parsed.claims, parsed.report.text)


def cases() -> list[object]:
    out: list[object] = []
    for line in DATA.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, _, text = line.partition("|")
        marks = [pytest.mark.xfail(reason="not found yet", strict=True)] if kind.startswith("?") else []
        out.append(pytest.param(kind.lstrip("?"), text.replace("\\n", "\n"), id=text[:24], marks=marks))
    return out


@pytest.mark.parametrize(("kind", "text"), cases())
def test_case(kind: str, text: str) -> None:
    parsed = read(text)
    findings = check(parsed.claims, parsed.report.text)
    assert [finding.kind for finding in findings] == ([] if kind == "-" else [kind])
    for finding in findings:
        assert finding.location.startswith("临水县-2024-财政工作总结.txt:")
        for stated in finding.figures:
            figure = stated.figure
            assert parsed.report.text[figure.start : figure.end] == figure.text
            assert stated.claim.start <= figure.start < figure.end <= stated.claim.end
            assert figure.text in finding.message
    # the quotes alone say the same, as long as no page furniture stands inside a sentence
    assert {f.message for f in check(parsed.claims)} >= {
        f.message for f in findings if f.kind != "two values"
    }


def test_a_settlement_that_does_not_add_up_is_told_in_full() -> None:
    (finding,) = found("结算项目12个，送审金额4820.50万元，审定金额4610.30万元。核减金额212.20万元。")
    assert finding.message == (
        "核减金额212.20万元与送审金额4820.50万元、审定金额4610.30万元对不上："
        "4820.50万元－4610.30万元＝210.2万元（计算），相差超出四舍五入。"
    )
    assert (finding.expected, finding.actual, finding.unit) == (210.2, 212.2, "万元")
    line = finding.to_json()
    assert [figure["text"] for figure in line["figures"]] == ["212.20万元", "4820.50万元", "4610.30万元"]
    first, second = (figure["sentence"] for figure in line["figures"][:2])
    assert second[1] <= first[0]  # the amounts and their difference stand in two sentences


def test_half_a_unit_of_every_figure_is_allowed_and_no_more() -> None:
    text = "送审金额{}万元，审定金额{}万元，核减金额{}万元。"
    assert not found(text.format("333.56", "146.90", "186.65"))
    assert not found(text.format("333.56", "146.90", "186.67"))
    assert found(text.format("333.56", "146.90", "186.68"))
    assert not found(text.format("333.56", "146.90", "187"))
    assert found(text.format("333.56", "146.90", "188"))


def test_the_line_that_a_page_breaks_is_one_sentence() -> None:
    assert found("评审做到应评尽评。全年送审金额3.20亿\n元，审定金额2.95亿元，核减金额0.35亿元。")
    assert found("全年评审项目４２个，送审金额３．２０亿元，审定金额２．９５亿元，核减金额０．３５亿元。")


def test_nothing_to_check_is_nothing_found() -> None:
    assert check([]) == []
    assert check(read("二、下一步打算").claims) == []


def _figure(text: str, value: float | None, unit: str) -> Figure:
    return Figure(0, len(text), text, value, unit, "收入", "level", None, "actual", None, None)


@pytest.mark.parametrize(
    ("text", "value", "unit", "low", "high", "base"),
    [
        ("885元", 885.0, "元/人/月", "884.5", "885.5", "元"),
        ("1,234.50万元", 1234.5, "万元", "12344950", "12345050", "元"),
        ("２．８２亿元", 2.82, "亿元", "281500000", "282500000", "元"),
        ("1.2万亿元", 1.2, "万亿元", "1150000000000", "1250000000000", "元"),
        ("8000万千瓦", 8000.0, "万千瓦", "79995000", "80005000", "千瓦"),
        ("3千克", 3.0, "千克", "2.5", "3.5", "千克"),
        ("2.3个百分点", 2.3, "个百分点", "2.25", "2.35", "%"),
    ],
)
def test_amount(text: str, value: float, unit: str, low: str, high: str, base: str) -> None:
    read = amount(_figure(text, value, unit))
    assert read is not None
    assert (read.span.low, read.span.high, read.unit) == (Fraction(low), Fraction(high), base)


@pytest.mark.parametrize(("text", "value"), [("XX亿元", None), ("三分之一", 0.333), ("*6亿元", None)])
def test_what_is_hidden_or_not_in_digits_has_no_amount(text: str, value: float | None) -> None:
    assert amount(_figure(text, value, "亿元")) is None


SCRAPS = ["", "0", "。", "，", "%", "（", "）", "|", "\n", "其中", "分别", "由", "到", "占", "XX", "-", "亿"]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(SCRAPS)), min_size=40, max_size=120))
def test_any_text_is_checked_without_complaint(edits: list[tuple[int, str]]) -> None:
    letters = list(DATA.read_text("utf-8").replace("\\n", "\n"))
    for at, scrap in edits:
        letters[at % len(letters)] = scrap
    parsed = read("".join(letters))
    for finding in [*check(parsed.claims, parsed.report.text), *check(parsed.claims)]:
        assert finding.message
        for stated in finding.figures:
            figure = stated.figure
            assert parsed.report.text[figure.start : figure.end] == figure.text


def test_work_grows_with_the_length_of_one_endless_sentence() -> None:
    parts = [f"税收收入{i}.5亿元，占比{i % 90}.5%，其中增值税{i}.2亿元" for i in range(1000, 3000)]
    short, long = ("，".join(part) for part in (parts[:125], parts))
    assert grows_with_length(read, short, long)
    assert grows_with_length(lambda one: check(one.claims, one.report.text), read(short), read(long))


def test_a_damaged_file_of_words_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "checks.toml"
    damaged.write_text("[words]\nneutral = 3\n", "utf-8")
    monkeypatch.setattr(checks_words, "_FILE", damaged)
    checks_words.words.cache_clear()
    try:
        with pytest.raises(XianbaoError, match="词表"):
            check([])
    finally:
        checks_words.words.cache_clear()


# --- reports made of consistent numbers, and the same with one digit changed -------------------------

Numbers = tuple[int, int]  # in hundredths
Sentence = Callable[[int, int], tuple[str, str]]


def _two(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _percent(part: int, whole: int) -> str:
    return f"{(2000 * part + whole) // (2 * whole) / 10:.1f}"


def _review(a: int, b: int) -> tuple[str, str]:
    text = f"评审项目42个，送审金额{_two(a + b)}万元，审定金额{_two(a)}万元，核减金额{{}}万元，核减率{_percent(b, a + b)}%。"
    return text, _two(b)


def _review_rate(a: int, b: int) -> tuple[str, str]:
    text = f"评审项目42个，送审金额{_two(a + b)}万元，审定金额{_two(a)}万元，核减金额{_two(b)}万元，核减率{{}}%。"
    return text, _percent(b, a + b)


def _income(a: int, b: int) -> tuple[str, str]:
    text = f"全县一般公共预算收入{{}}万元，其中税收收入{_two(a)}万元，非税收入{_two(b)}万元。"
    return text, _two(a + b)


def _bonds(a: int, b: int) -> tuple[str, str]:
    return f"争取新增债券资金{_two(a + b)}万元（一般债券{_two(b)}万元，专项债券{{}}万元）。", _two(a)


def _transition(a: int, b: int) -> tuple[str, str]:
    text = f"小额贷款余额由{_two(a)}万元增加到{_two(a + b)}万元，增加{{}}万元，增长{_percent(b, a)}%。"
    return text, _two(b)


def _change(a: int, b: int) -> tuple[str, str]:
    text = f"安排衔接资金{_two(a + b)}万元，比上年增加{_two(b)}万元，增长{{}}%。"
    return text, _percent(b, a)


def _spending(a: int, b: int) -> tuple[str, str]:
    return f"下达直达资金{_two(a + b)}万元，支出{_two(a)}万元，支付进度{{}}%。", _percent(a, a + b)


def _share(a: int, b: int) -> tuple[str, str]:
    text = f"一般公共预算支出{_two(a + b)}万元，其中民生支出{_two(a)}万元，占比{{}}%。"
    return text, _percent(a, a + b)


SENTENCES: list[Sentence] = [
    _review,
    _review_rate,
    _income,
    _bonds,
    _transition,
    _change,
    _spending,
    _share,
]
#: The second number is the smaller one, and neither so small that a rate is lost in its rounding.
numbers = st.tuples(st.integers(300_000, 9_000_000), st.integers(120_000, 290_000))


@settings(max_examples=60)
@given(st.lists(numbers, min_size=len(SENTENCES), max_size=len(SENTENCES)), st.data())
def test_consistent_reports_are_silent_and_one_changed_digit_is_heard(
    pairs: list[Numbers], data: st.DataObject
) -> None:
    made = [sentence(*pair) for sentence, pair in zip(SENTENCES, pairs, strict=True)]
    texts = [text.format(right) for text, right in made]
    assert found("\n".join(texts)) == []

    at = data.draw(st.integers(0, len(made) - 1))
    text, right = made[at]
    digits = [i for i in range(right.index(".")) if right[i].isdigit()]
    i = data.draw(st.sampled_from(digits))
    wrong = right[:i] + str((int(right[i]) + data.draw(st.integers(1, 9))) % 10) + right[i + 1 :]
    texts[at] = text.format(wrong)
    findings = found("\n".join(texts))
    assert len({finding.location for finding in findings}) == 1
    assert any(stated.figure.text.startswith(wrong) for stated in findings[0].figures)


# --- whole reports -----------------------------------------------------------------------------------

INCONSISTENT = {
    "青禾县-2024-财政工作总结.html": ("difference", 547.2, 557.2),
    "望潮县-2022-财政工作总结.txt": ("sum", 21.4, 21.3),
    "桐渡县-2024-财政工作总结.pdf": ("two values", 1895.0, 1985.0),
}


@pytest.mark.parametrize("path", reports_in(ROOT / "corpus"), ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    parsed = read_report(path)
    told = [(f.kind, f.expected, f.actual) for f in check(parsed.claims, parsed.report.text)]
    assert told == ([INCONSISTENT[path.name]] if path.name in INCONSISTENT else [])


def test_real_reports(shared: Path) -> None:
    told: list[tuple[str, str, float, float]] = []
    for path in reports_in(shared / "reports"):
        parsed = read_report(path)
        findings = check(parsed.claims, parsed.report.text)
        told += [(path.name, f.kind, f.expected, f.actual) for f in findings]
    assert told == [("seed-004.txt", "difference", 205.45, 212.75)]
