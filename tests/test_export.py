"""Answers taken away: every file is opened again and must say what the answer says, and nothing more."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import cast
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from assistant.answering import layout
from assistant.desk import Assistant
from assistant.records import Answer, Language, Query
from index.errors import FontMissing
from index.store import Index
from tests.test_answer import MemoryIndex
from ui import export
from ui.export import drawing, fonts, labels, safe
from ui.export.charts import Chart
from ui.export.table import COLUMNS

TEXTS = {
    "云溪县2022年财政工作总结.txt": """云溪县财政局2022年工作总结
一、2022年工作情况
（一）收入情况。全县一般公共预算收入完成12.06亿元，同比增长4.7%。城市低保标准由每人每月560元提高到600元。
""",
    "云溪县2023年财政工作总结.txt": """云溪县财政局2023年工作总结
一、2023年工作情况
（一）收入情况。全县一般公共预算收入完成12.84亿元，同比增长6.5%。城市低保标准由每人每月600元提高到650元。
二、2024年工作打算
力争一般公共预算收入完成13.2亿元。
""",
    "白石县2023年财政工作总结.txt": """白石县财政局2023年工作总结
一、2023年工作情况
（一）收入情况。全县一般公共预算收入完成98600万元，同比下降3.1%。农村低保标准提高到每人每年5400元。
（二）化解债务。积极化解隐性债务，多渠道盘活资金资产，全年未发生违约。
""",
    "松岭县2023年财政工作总结.txt": """松岭县财政局2023年工作总结
一、2023年工作情况
（一）收入情况。全县一般公共预算收入完成XX亿元，同比增长5.0%。城乡低保标准稳步提高。
""",
    "青石县2023年财政工作总结.txt": """青石县财政局2023年工作总结
一、2023年工作情况
（一）收入情况。全县一般公共预算收入完成20.4亿元，其中税收收入15.1亿元、非税收入5.9亿元。
""",
}
QUESTIONS = {
    "list": "哪些县提高了低保标准？",
    "rank": "2023年各县一般公共预算收入排名",
    "compare": "比较云溪县和白石县2023年一般公共预算收入",
    "trend": "云溪县历年一般公共预算收入",
    "growth": "2023年各县一般公共预算收入增速排名",
    "masked": "松岭县一般公共预算收入是多少？",
    "passage": "怎么化解隐性债务？",
    "sum": "2023年云溪县和青石县一般公共预算收入合计多少？",
    "check": "哪些报告的数字对不上？",
    "none": "黑水县一般公共预算收入是多少？",
    "step": "云溪县2023年城市低保标准由多少提高到多少？",
    "english": "Which counties raised the subsistence allowance?",
}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(cast(Index, MemoryIndex(TEXTS)))


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {name: assistant.ask(question) for name, question in QUESTIONS.items()}


@pytest.fixture(params=QUESTIONS)
def answer(request: pytest.FixtureRequest, answers: dict[str, Answer]) -> Answer:
    return answers[request.param]


def test_the_questions_cover_what_is_exported(answers: dict[str, Answer]) -> None:
    assert {a.query.kind for a in answers.values()} >= {
        "list",
        "rank",
        "compare",
        "trend",
        "passage",
        "check",
    }
    assert not answers["none"].answered
    assert answers["masked"].findings[0].masked
    assert answers["english"].query.language == "en"


# --- the table ----------------------------------------------------------------------------------------


def test_rows_say_what_the_answers_own_table_says(answer: Answer) -> None:
    table = export.rows(answer)
    if not answer.findings:
        assert all(row.claim is None for row in table.rows)
        return
    for row, own in zip(table.rows, layout.rows(answer, answer.query.language), strict=True):
        region, indicator, before, value, change, period, source = own
        assert (row.region, row.period, f"[{row.source}]") == (region, period, source)
        assert indicator.startswith(row.indicator)
        assert [cell.text for cell in (row.before, row.value, row.change)] == [before, value, change]


def test_every_row_stands_where_it_says(answer: Answer, assistant: Assistant) -> None:
    table = export.rows(answer)
    held = {source.number: source for source in table.sources}
    for row in table.rows:
        text = assistant.index.report(row.report).text
        assert "".join(row.quote.split()) in "".join(text[row.start : row.end].split())
        assert (held[row.source].report, held[row.source].start) == (row.report, row.start)
        for figure in row.figures:
            assert text[figure.start : figure.end] == figure.text


def test_numbers_of_cells(answers: dict[str, Answer]) -> None:
    down = next(row for row in export.rows(answers["growth"]).rows if row.region == "白石县")
    assert (down.change.text, down.change.number, down.change.unit) == ("下降3.1%", -3.1, "%")
    hidden = export.rows(answers["masked"]).rows[0].value
    assert (hidden.text, hidden.number, hidden.hidden) == ("XX亿元（未公开）", None, True)
    steps = [row for row in export.rows(answers["step"]).rows if row.change.computed is not None]
    assert {(row.before.number, row.value.number, row.change.number) for row in steps} >= {(600, 650, 50)}
    assert all("计算" in row.change.text for row in steps)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_follow_the_language(answers: dict[str, Answer], language: Language) -> None:
    table = export.rows(answers["rank"], language)
    assert table.header()[0] == {"zh": "地区", "en": "Region"}[language]
    assert len(set(table.header())) == len(COLUMNS)


def test_no_label_is_missing_in_a_language() -> None:
    for group, names in labels.table().items():
        for name, words in names.items():
            assert set(words) == {"zh", "en"}, f"{group}.{name}"
            assert all(words.values()), f"{group}.{name}"
            fields = [sorted(re.findall(r"{\w+}", text)) for text in words.values()]
            assert fields[0] == fields[1], f"{group}.{name}"


# --- csv ----------------------------------------------------------------------------------------------


def test_csv_opens_with_the_same_rows(answer: Answer) -> None:
    data = export.to_csv(answer)
    assert data.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    table = export.rows(answer)
    assert tuple(header[: len(COLUMNS)]) == table.header()
    for line, row in zip(lines, table.rows, strict=True):
        cells = table.cells(row)
        assert [text.removeprefix("'") for text in line] == list(cells.values())


RUN = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "-5+cmd",
    " =1",
    "+5/A1",
    "%0",
)
KEPT = ("-5.2%", "+60元（计算）", "+35元/人/月（计算）", "－3.1个百分点", "885元", "低保", "", "12%", "%", "（计划）")  # fmt: skip


@pytest.mark.parametrize("text", RUN)
def test_a_formula_is_kept_from_running(text: str) -> None:
    assert safe.inert(text).startswith("'")


@pytest.mark.parametrize("text", KEPT)
def test_a_number_is_left_as_it_is(text: str) -> None:
    assert safe.inert(text) == text


@given(st.text(max_size=30))
@example("+5/A1")
@example("\x00=1")
def test_what_begins_like_a_formula_is_a_number_or_guarded(text: str) -> None:
    out = safe.inert(text)
    begins = out.lstrip()[:1] in tuple("=+-@＝＋－＠|%") and out.lstrip() != ""
    assert not begins or re.fullmatch(r"(?:[+\-＋－]\d[\d.,]*)?[\u4e00-\u9fff（）%％ /]*", out)


# --- xlsx ---------------------------------------------------------------------------------------------


def _sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_workbook_opens_with_the_same_rows(answer: Answer) -> None:
    table = export.rows(answer, "zh")
    sheets = _sheets(export.to_xlsx(answer, "zh"))
    header, *lines = sheets["结果"]
    at = {name: n for n, name in enumerate(header)}
    assert len(lines) == len(table.rows)
    for line, row in zip(lines, table.rows, strict=True):
        cells = table.cells(row)
        shown = [name for name in COLUMNS[:-1] if table.say(f"column.{name}") in at]
        assert [line[at[table.say(f"column.{name}")]] or "" for name in shown] == [cells[n] for n in shown]
        assert line[at["来源"]] == row.source
        if "数值（数）" in at:
            said = "未公开" if row.value.hidden else row.value.number
            assert line[at["数值（数）"]] == said
            assert line[at["变化（数，降为负）"]] == ("未公开" if row.change.hidden else row.change.number)
    assert [line[0] for line in sheets["来源"][1:]] == [source.number for source in table.sources]
    assert [line[4] for line in sheets["来源"][1:]] == [source.quote for source in table.sources]
    about = [line[1] for line in sheets["说明"]]
    assert about[0] == answer.query.text
    assert answer.sentence in about


def test_workbook_lists_every_figure_with_its_offsets(answers: dict[str, Answer]) -> None:
    answer = answers["list"]
    header, *lines = _sheets(export.to_xlsx(answer))["数字"]
    at = {name: n for n, name in enumerate(header)}
    listed = [(line[at["写法"]], line[at["起"]], line[at["止"]]) for line in lines]
    assert sorted(listed) == sorted((f.text, f.start, f.end) for g in answer.findings for f in g.figures)


def test_workbook_names_the_silent_reports(answers: dict[str, Answer]) -> None:
    answer = answers["trend"]
    about = _sheets(export.to_xlsx(answer))["说明"]
    assert [b for a, b, *_ in about if a == "未提及的报告"] == list(answer.coverage.silent)


def test_every_report_in_scope_is_answered_for(answer: Answer) -> None:
    table = export.rows(answer)
    groups = (answer.coverage.answering, table.hidden, table.unmet, table.silent)
    assert sorted(report for group in groups for report in group) == sorted(answer.coverage.scope)


def test_workbook_holds_no_formula_and_no_forbidden_character(answers: dict[str, Answer]) -> None:
    finding = answers["rank"].findings[0]
    claim = replace(finding.claim, indicator="=HYPERLINK(A1)", quote="=1+1\x00\x0b\ud800收入")
    answer = replace(answers["rank"], findings=(replace(finding, claim=claim, region="@SUM(A1)"),))
    book = openpyxl.load_workbook(io.BytesIO(export.to_xlsx(answer)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=HYPERLINK(A1)" in [cell.value for cell in cells]
    assert "'=HYPERLINK(A1)" in export.to_csv(answer).decode("utf-8-sig")
    assert docx.Document(io.BytesIO(export.to_docx(answer))).tables[0].cell(1, 0).text == "@SUM(A1)"


# --- docx ---------------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_brief_opens_with_the_same_rows_and_its_sources_as_footnotes(answer: Answer) -> None:
    data = export.to_docx(answer)
    table = export.rows(answer)
    document = docx.Document(io.BytesIO(data))
    text = "\n".join(p.text for p in document.paragraphs)
    assert answer.query.text in text
    assert answer.sentence.split("\n")[0] in text
    assert answer.coverage_line in text
    if answer.findings:
        lines = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        names = [n for n in COLUMNS if table.say(f"column.{n}") in lines[0]]
        for line, row in zip(lines[1:], table.rows, strict=True):
            for text, name in zip(line, names, strict=True):
                said = table.cells(row)[name]
                assert text == said or re.fullmatch(r"\d+", text.removeprefix(said))  # a source cited again
    notes = _footnotes(data)
    assert len(notes) == len(table.sources)
    for note, source in zip(notes, table.sources, strict=True):
        assert source.report in note
        if answer.findings:
            assert " ".join(source.quote.split()) in note


def _footnotes(data: bytes) -> list[str]:
    """Texts of the footnotes, each referred to once in the document, in this order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/footnotes.xml" not in archive.namelist():
            return []
        notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        types = archive.read("[Content_Types].xml").decode()
        settings = ElementTree.fromstring(archive.read("word/settings.xml"))
    assert "/word/footnotes.xml" in types
    assert settings.find(f"{_W}footnotePr") is not None
    by_id = {note.get(f"{_W}id"): note for note in notes}
    assert {note.get(f"{_W}type") for note in notes} == {"separator", "continuationSeparator", None}
    cited = [reference.get(f"{_W}id") for reference in body.iter(f"{_W}footnoteReference")]
    assert len(cited) == len(set(cited)) == len(by_id) - 2
    return ["".join(t.text or "" for t in by_id[number].iter(f"{_W}t")) for number in cited]


def test_brief_is_laid_out_as_an_official_document(answers: dict[str, Answer]) -> None:
    document = docx.Document(io.BytesIO(export.to_docx(answers["rank"])))
    page = document.sections[0]
    sizes = [page.page_width, page.page_height, page.top_margin, page.left_margin, page.right_margin]
    assert [round(length.mm) for length in sizes if length is not None] == [210, 297, 37, 28, 26]
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Title"] == [
        "关于一般公共预算收入的情况简报"
    ]
    xml = document.styles.element.xml
    assert all(font in xml for font in ("仿宋", "黑体", "楷体", "方正小标宋简体"))
    numbered = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert numbered == ["一、查询事项", "二、查询结果", "三、查阅范围"]


def test_brief_reads_in_another_programs_eyes(answers: dict[str, Answer]) -> None:
    from markitdown import MarkItDown

    answer = answers["compare"]
    text = (
        MarkItDown().convert_stream(io.BytesIO(export.to_docx(answer)), file_extension=".docx").text_content
    )
    for finding in answer.findings:
        assert finding.claim.quote in text  # in its footnote
        assert f"| {finding.region} |" in text


def test_brief_cites_a_sentence_once_for_several_rows(answers: dict[str, Answer]) -> None:
    answer = answers["rank"]
    twice = replace(answer, findings=(answer.findings[0], answer.findings[0], *answer.findings[1:]))
    assert len(_footnotes(export.to_docx(twice))) == len(_footnotes(export.to_docx(answer)))


# --- nothing added, nothing that changes --------------------------------------------------------------


def test_every_digit_of_a_table_stands_in_the_answer(answer: Answer) -> None:
    said = " ".join([
        answer.text, *(f.claim.quote for f in answer.findings), *(f.claim.report for f in answer.findings),
        *(p.passage.text for p in answer.passages), *(h for f in answer.findings for h in f.claim.headings),
        *(h for p in answer.passages for h in p.passage.headings),
    ])  # fmt: skip
    known = set(re.findall(r"\d+(?:\.\d+)?", said))
    for row in export.rows(answer).rows:
        for cell in (row.before, row.value, row.change):
            assert set(re.findall(r"\d+(?:\.\d+)?", cell.text)) <= known
            if cell.number is not None:
                assert f"{abs(cell.number):g}" in {f"{float(n):g}" for n in known}


def test_the_same_answer_gives_the_same_bytes(answer: Answer) -> None:
    assert export.to_xlsx(answer) == export.to_xlsx(answer)
    assert export.to_docx(answer) == export.to_docx(answer)
    with zipfile.ZipFile(io.BytesIO(export.to_docx(answer))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- charts -------------------------------------------------------------------------------------------


def _charted(answer: Answer) -> Chart:
    chart = export.chart(answer)
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    ("name", "kind"),
    [("rank", "bars"), ("compare", "bars"), ("growth", "bars"), ("sum", "bars"), ("trend", "lines")],
)
def test_what_compares_is_drawn(answers: dict[str, Answer], name: str, kind: str) -> None:
    assert _charted(answers[name]).kind == kind


@pytest.mark.parametrize("name", ["masked", "passage", "check", "none", "list", "english"])
def test_what_does_not_compare_is_not_drawn(answers: dict[str, Answer], name: str) -> None:
    assert export.chart(answers[name]) is None


def test_points_carry_the_number_as_written_and_its_place(
    answers: dict[str, Answer], assistant: Assistant
) -> None:
    for name in ("rank", "compare", "growth", "trend"):
        for point in _charted(answers[name]).points:
            if point.end:
                text = assistant.index.report(point.report).text[point.start : point.end]
                assert text in point.text
                assert point.source is not None


def test_units_are_converted_for_drawing_only(answers: dict[str, Answer]) -> None:
    chart = _charted(answers["rank"])
    assert (chart.unit, chart.converted) == ("亿元", True)
    point = next(p for p in chart.points if p.name == "白石县")
    assert (point.value, point.text) == (pytest.approx(9.86), "98600万元")


def test_a_hidden_number_is_shown_as_hidden(answers: dict[str, Answer]) -> None:
    answer = answers["rank"]
    point = next(p for p in _charted(answer).points if p.state == "hidden")
    assert point.value is None
    assert "未公开" in point.text
    named = export.chart(answer, regions={point.report: "松岭县"})
    assert named is not None
    assert "松岭县" in [p.name for p in named.points if p.state == "hidden"]


def test_a_trend_names_the_reports_that_hide_the_number(assistant: Assistant) -> None:
    chart = _charted(assistant.ask("各县历年一般公共预算收入"))
    assert chart.kind == "lines"
    assert [p.name for p in chart.points if p.state == "hidden"] == ["松岭县"]


def test_a_region_asked_for_that_says_nothing_is_shown_as_missing(assistant: Assistant) -> None:
    answer = assistant.ask("比较云溪县、白石县和青石县2023年一般公共预算收入增速")
    chart = _charted(answer)
    assert [(p.name, p.text) for p in chart.points if p.state == "missing"] == [("青石县", "报告没有给出")]


def test_bars_begin_at_zero_and_are_as_long_as_their_numbers(answers: dict[str, Answer]) -> None:
    for name in ("rank", "growth"):
        scene = export_drawing(_charted(answers[name]))
        bars = [
            (part.point.value, shape)
            for part in scene.parts
            if isinstance(part, drawing.Mark) and part.point.value is not None
            for shape in part.shapes
            if isinstance(shape, drawing.Rect)
        ]
        ratios = [shape.width / abs(value) for value, shape in bars if value]
        assert ratios == pytest.approx([ratios[0]] * len(ratios))
        zeros = [shape.x if (value or 0) > 0 else shape.x + shape.width for value, shape in bars]
        assert zeros == pytest.approx([zeros[0]] * len(zeros))


def export_drawing(chart: Chart) -> drawing.Drawing:
    from ui.export.svg import drawing as laid_out

    return laid_out(chart)


def test_everything_drawn_lies_on_the_picture(answers: dict[str, Answer]) -> None:
    for name in ("rank", "compare", "growth", "trend"):
        scene = export_drawing(_charted(answers[name]))
        for shape in scene.shapes():
            if isinstance(shape, drawing.Text):
                width = drawing.width_of(shape.text, shape.size)
                left = shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.anchor]
                assert left >= 0, shape
                assert left + width <= scene.width, shape
                assert 0 < shape.y < scene.height, shape


def test_plans_stand_apart_from_what_was_achieved(answers: dict[str, Answer]) -> None:
    f = next(f for f in answers["trend"].findings if f.figures[0].unit == "亿元")
    sure, plan = f.figures[0], replace(f.figures[0], status="planned", value=13.2, text="13.2亿元")
    chart = export.bars([export.Datum("云溪县", f.claim, g, 1) for g in (sure, plan)], "收入", "zh")
    assert chart is not None
    assert [p.text for p in chart.points] == [sure.text, "13.2亿元（计划）"]
    shapes = [s for s in export_drawing(chart).shapes() if isinstance(s, drawing.Rect)]
    assert [s.dashed for s in shapes] == [False, True]


def test_a_half_year_and_a_year_are_not_joined(answers: dict[str, Answer]) -> None:
    f = next(f for f in answers["trend"].findings if f.figures[0].unit == "亿元")
    periods = [("2021-01", "2021-12"), ("2022-01", "2022-12"), ("2023-01", "2023-06")]
    figures = [replace(f.figures[0], period=period) for period in periods]
    chart = export.lines([export.Datum("云溪县", f.claim, g, 1) for g in figures], "收入", "zh")
    assert chart is not None
    assert [(s.name, len(s.points)) for s in chart.series] == [("云溪县", 2), ("云溪县（6个月）", 1)]


def test_a_year_without_a_number_is_left_open(answers: dict[str, Answer]) -> None:
    f = next(f for f in answers["trend"].findings if f.figures[0].unit == "亿元")
    years = (2019, 2020, 2022)
    figures = [replace(f.figures[0], period=(f"{y}-01", f"{y}-12")) for y in years]
    figures.append(replace(figures[0], period=("2023-01", "2023-12"), value=None, text="XX亿元"))
    chart = export.lines([export.Datum("云溪县", f.claim, g, 1) for g in figures], "收入", "zh")
    assert chart is not None
    shapes = list(export_drawing(chart).shapes())
    said = [s.text for s in shapes if isinstance(s, drawing.Text)]
    assert "无数据" in said
    assert "XX亿元（未公开） [1]" in said
    strokes = [s for s in shapes if isinstance(s, drawing.Line) and s.width > 2]
    assert [s.dashed for s in strokes] == [False, True]


def test_many_bars_are_cut_with_a_word(answers: dict[str, Answer]) -> None:
    f = answers["rank"].findings[0]
    data = [export.Datum(f"第{n}县", f.claim, f.figures[0], n) for n in range(60)]
    chart = export.bars(data, "收入", "zh")
    assert chart is not None
    assert len(chart.points) == 40
    assert any("20" in note for note in chart.notes)
    assert export.bars(data[:1], "收入", "zh") is None


def test_svg_is_well_formed_loads_nothing_and_cites(answers: dict[str, Answer]) -> None:
    for name in ("rank", "trend"):
        chart = _charted(answers[name])
        svg = export.to_svg(chart)
        root = ElementTree.fromstring(svg)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(|<script|<style", svg)
        marks = [g for g in root.iter("{http://www.w3.org/2000/svg}g") if "xb-point" in g.get("class", "")]
        assert len(marks) == len(chart.points)
        cited = [g.get("data-cite") for g in marks if g.get("data-cite")]
        assert cited == [f"{p.report}@{p.start}-{p.end}" for p in chart.points if p.end]
        shown = " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))
        assert all(p.text in shown for p in chart.points)
        assert svg == export.to_svg(chart)


def test_svg_escapes_what_reports_say(answers: dict[str, Answer]) -> None:
    f = answers["rank"].findings[0]
    claim = replace(f.claim, report='<script>&".txt', quote="<b>\x00")
    data = [export.Datum(name, claim, f.figures[0], 1) for name in ("<甲>", "乙&")]
    chart = export.bars(data, "<收入>", "zh")
    assert chart is not None
    root = ElementTree.fromstring(export.to_svg(chart))
    assert root.get("aria-label") == "<收入> · 2023年"


@pytest.fixture(scope="module")
def font() -> ImageFont.FreeTypeFont:
    try:
        path, face = fonts.chinese_font()
    except FontMissing:
        pytest.skip("this machine has no Chinese font")
    return ImageFont.truetype(path, 32, index=face)


def test_png_draws_chinese_and_no_empty_boxes(
    answers: dict[str, Answer], font: ImageFont.FreeTypeFont
) -> None:
    for name in ("rank", "trend"):
        chart = _charted(answers[name])
        scene = export_drawing(chart)
        text = "".join(shape.text for shape in scene.shapes() if isinstance(shape, drawing.Text))
        assert fonts.glyphless(text, font) == ""
        data = export.to_png(chart)
        assert data == export.to_png(chart)
        image = Image.open(io.BytesIO(data))
        assert image.size == (round(scene.width * 2), image.height)
        box = (0, 0, image.width, 100)
        ink = sum(
            count
            for count, colour in image.convert("RGB").crop(box).getcolors(1 << 20) or ()
            if colour != (255, 255, 255)
        )
        assert ink > 500  # the title


def test_a_missing_glyph_is_noticed(font: ImageFont.FreeTypeFont) -> None:
    assert fonts.glyphless("县\U000f2b3c县", font) == "\U000f2b3c"


def test_a_brief_holds_its_chart(answers: dict[str, Answer], font: ImageFont.FreeTypeFont) -> None:
    answer = answers["compare"]
    document = docx.Document(io.BytesIO(export.to_docx(answer, chart=_charted(answer))))
    assert len(document.inline_shapes) == 1
    assert "98600万元" in document.inline_shapes[0]._inline.docPr.get("descr", "")


def test_without_a_chinese_font_the_error_says_what_to_do(
    answers: dict[str, Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_files", lambda: iter(()))
    monkeypatch.delenv("XIANBAO_FONT", raising=False)
    fonts.chinese_font.cache_clear()
    try:
        with pytest.raises(FontMissing, match="Noto Sans CJK SC"):
            export.to_png(_charted(answers["rank"]))
        monkeypatch.setenv("XIANBAO_FONT", __file__)
        with pytest.raises(FontMissing, match="XIANBAO_FONT"):
            export.to_png(_charted(answers["rank"]))
    finally:
        fonts.chinese_font.cache_clear()


# --- laws of drawing ----------------------------------------------------------------------------------


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_ticks_are_even_and_hold_the_range(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    if high - low < 1e-6 * max(1.0, abs(high), abs(low)):
        high = low + max(1.0, abs(low))
    found = drawing.ticks(low, high)
    slack = (high - low) * 1e-6
    assert found[0] <= low + slack
    assert found[-1] >= high - slack
    assert 3 <= len(found) <= 9
    steps = [y - x for x, y in pairwise(found)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-4)


@given(st.text("县国12345.6%（），。abc 亿元", max_size=80), st.integers(40, 300))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, room: int) -> None:
    lines = drawing.wrap(text, 12, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(drawing.width_of(line.rstrip("，。）"), 12) <= room for line in lines)


def test_nothing_asked_nothing_drawn() -> None:
    assert export.chart(Answer(Query("", "zh", "rank"), False)) is None
    assert export.rows(Answer(Query("？", "zh", "none"), False)).rows == ()
