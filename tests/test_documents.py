"""Documents as offices have them: each kind of trouble from `data/cases`, and further inputs of the kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableReport
from index.reading import archives, files, ocr, office, sheets
from index.reading.archives import ARCHIVES
from index.reading.files import READABLE, read
from index.reading.lines import prose, spaced_digits
from index.reading.office import CONVERTED
from index.reading.word import document
from index.reading.word.numbering import counted
from index.records import Claim
from index.report import read_report
from tests.documents import W, column, docx, grid, p, pdf, tc

CASES = Path(__file__).parent / "data" / "cases"

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return file


def told(path: Path) -> list[str]:
    """What of a file could not be read."""
    return [gap.say("zh") for gap in read(path).gaps]


def said(path: Path) -> list[tuple[str, float | None, str, str]]:
    """Indicator, value, unit and status of every figure."""
    return [(f.indicator, f.value, f.unit, f.status) for c in read_report(path).claims for f in c.figures]


# --- the cases ---


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        (
            "01-autonum.docx",
            ["一、2023年工作回顾", "（三）存在的主要困难", "二、2024年主要任务", "3.城市低保"],
            ["- "],
        ),
        (
            "04-controls.docx",
            ["进出口总额4.8亿元", "增长-3.5%", "工业企业12家", "18.6万吨。\n"],
            ["17.2", "底稿"],
        ),
        ("07-vmerge.docx", ["| 东坪县 | 一般公共预算收入 | 4.12 |"], []),
        ("11-strike.docx", ["一般公共预算收入7.45亿元"], ["7.10"]),
        ("12-outline.docx", ["# 过去一年工作回顾", "## 民生改善", "# 今年工作安排"], []),
        ("14-fullwidth.docx", ["提高到720元/月", "３，２００人"], []),
        ("15-altchunk.docx", ["地区生产总值88.8亿元，增长5.6%。\n\n城镇"], []),
        ("17-omml.docx", ["税收占比=6.2/9.1，"], []),
        (
            "31-watermark.pdf",
            ["地区生产总值92.8亿元，增长4.8%，一般", "一般公共预算收入增长5%。"],
            ["政府办内部资料"],
        ),
        ("34-letterspaced.pdf", ["118.6亿元，增长5.9%", "725元"], []),
        ("38-linenumbers.pdf", ["82.6亿元，增长5.3%，城市低保标准提高到每月675元。"], ["\n2\n", "\n4\n"]),
    ],
)
def test_a_case_is_read_as_it_is_shown(name: str, there: list[str], absent: list[str]) -> None:
    reading = read(CASES / name)
    for text in there:
        assert text in reading.text
    for text in absent:
        assert text not in reading.text
    assert not reading.gaps


def test_items_of_a_numbered_plan_are_planned() -> None:
    figures = said(CASES / "01-autonum.docx")
    assert ("新建幼儿园", 3, "所", "planned") in figures
    assert ("城市低保标准", 730, "元/月", "planned") in figures
    assert ("城市低保标准", 690, "元/月", "actual") in figures


def test_a_comma_between_thousands_may_be_wide() -> None:
    assert ("城镇新增就业", 3200, "人", "actual") in said(CASES / "14-fullwidth.docx")


@pytest.fixture
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


@pytest.mark.usefixtures("without_recognition")
def test_what_is_not_read_is_told() -> None:
    assert told(CASES / "28-mixed-scan.pdf") == ["2 页未能读取（没有文字或是乱码：第 2、3 页）"]
    assert told(CASES / "16-pictures.docx") == ["2 张图片未能读取（其中可能有文字）"]
    with pytest.raises(UnreadableReport, match="乱码"):
        read(CASES / "23-wrong-tounicode.pdf")


# --- automatic numbers ---

_LEVELS = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]


def _numbering(levels: list[tuple[str, str]], more: str = "", extra: str = "") -> dict[str, str | bytes]:
    shown = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>{extra if k == len(levels) - 1 else ""}</w:lvl>'
        for k, (form, text) in enumerate(levels)
    )
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return {
        "numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{shown}</w:abstractNum>'
        f"{lists}{more}</w:numbering>"
    }


def _item(level: int, text: str, list_: int = 1) -> str:
    numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr></w:pPr>'
    return f"<w:p>{numbered}<w:r><w:t>{text}</w:t></w:r></w:p>"


_RESTART = (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


@pytest.mark.parametrize(
    ("levels", "items", "expected"),
    [
        (  # a level below begins again below each item
            _LEVELS,
            [(0, "甲", 1), (1, "乙", 1), (1, "丙", 1), (0, "丁", 1), (1, "戊", 1), (2, "5所", 1)],
            ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "1. 5所"],
        ),
        (  # another list of the same kind goes on, but where it says that it starts again
            _LEVELS,
            [(2, "甲", 1), (2, "乙", 1), (2, "丙", 2), (2, "丁", 2), (2, "戊", 1)],
            ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"],
        ),
        ([("decimal", "第%1条"), ("decimal", "%1.%2")], [(0, "甲", 1), (1, "乙", 1)], ["第1条甲", "1.1乙"]),
        ([("bullet", "\uf0b7")], [(0, "甲", 1)], ["- 甲"]),
        (
            _LEVELS,
            [(0, "甲", 1), (0, "乙", 0), (0, "丙", 7)],
            ["一、甲", "乙", "丙"],
        ),  # no list, unknown list
    ],
)
def test_numbers_are_written_out(
    write: Write, levels: list[tuple[str, str]], items: list[tuple[int, str, int]], expected: list[str]
) -> None:
    body = "".join(_item(level, text, list_) for level, text, list_ in items)
    path = write("总结.docx", docx(body, _numbering(levels, _RESTART)))
    assert read(path).text.split("\n\n") == expected


def test_a_style_numbers_its_paragraphs(write: Write) -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="x"><w:name w:val="公文一级"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="小标题"/><w:basedOn w:val="x"/></w:style></w:styles>'
    )
    body = p("回顾", "x") + p("正文。") + p("安排", "y")
    path = write("总结.docx", docx(body, {**_numbering(_LEVELS), "styles.xml": styles}))
    assert read(path).text.split("\n\n") == ["# 一、回顾", "正文。", "# 二、安排"]


@given(st.integers(1, 9999))
def test_chinese_numbers_count_as_the_grammar_reads_them(n: int) -> None:
    from index.grammar.numerals import chinese_number

    assert chinese_number(counted(n, "chineseCountingThousand")) == n


@pytest.mark.parametrize(
    ("n", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (21, "japaneseCounting", "二十一"),
        (105, "chineseCountingThousand", "一百〇五"),
        (10, "ideographDigital", "一〇"),
        (12, "chineseLegalSimplified", "拾贰"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (4, "lowerRoman", "iv"),
        (2, "upperLetter", "B"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (5, "somethingNew", "5"),
        (1, "none", ""),
    ],
)
def test_formats_of_numbers(n: int, form: str, text: str) -> None:
    assert counted(n, form) == text


# --- Word as it is shown ---

_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def _r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _par(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_CODE = "<w:r><w:instrText> =SUM(1,2) </w:instrText></w:r>"
_POWER = "<m:oMath {}><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            _par(_r("收入5亿元"), _r("，底稿6亿元", "<w:vanish/>"), _r("。", '<w:vanish w:val="0"/>')),
            "收入5亿元。",
        ),
        (_par(_r("收入"), _r("5", "<w:dstrike/>"), _r("6亿元", '<w:strike w:val="false"/>')), "收入6亿元"),
        (_par(_r("旧", '<w:rStyle w:val="gone"/>'), _r("新")), "新"),
        (
            _par("<w:moveFrom>" + _r("原处") + "</w:moveFrom>", "<w:moveTo>" + _r("新处") + "</w:moveTo>"),
            "新处",
        ),
        (  # the mark of the first paragraph was deleted
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + _r("增长") + "</w:p>" + _par(_r("5%。")),
            "增长5%。",
        ),
        (
            _par(_FIELD.format("begin"), _CODE, _FIELD.format("separate"), _r("3亿元"), _FIELD.format("end")),
            "3亿元",
        ),
        (_par(_FIELD.format("begin"), _CODE) + _par(_r("后文")), "后文"),  # a field that is never closed
        (_par(_r("产值"), _POWER.format(_M), _r("元")), "产值10^4元"),
        (_par("<w:r><w:t>降</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>2%</w:t></w:r>"), "降-2%"),
        (
            _par("<w:r><w:t>全年收入增</w:t><w:br/><w:t>长5%，支出平稳。</w:t></w:r>"),
            "全年收入增长5%，支出平稳。",
        ),
        (_par("<w:r><w:t>青岚县</w:t><w:br/><w:t>工作报告</w:t></w:r>"), "青岚县\n工作报告"),  # a title
        (_par("<w:r><w:t>一、回顾</w:t><w:br/><w:t>全年增长5%。</w:t></w:r>"), "一、回顾\n全年增长5%。"),
        (
            _par(
                "<w:r><w:ruby><w:rt>"
                + _r("lan")
                + "</w:rt><w:rubyBase>"
                + _r("岚")
                + "</w:rubyBase></w:ruby></w:r>"
            ),
            "岚",
        ),
        (_par(_r("面积12万m"), _r("2", '<w:vertAlign w:val="superscript"/>')), "面积12万m2"),
        (_par('<w:r><w:sym w:font="Symbol" w:char="F0B1"/></w:r>', _r("5%")), "±5%"),
        (_par('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', _r("是")), "是"),
        (p("目 录", "toc") + p("正文。"), "正文。"),
    ],
)
def test_word_as_it_is_shown(write: Write, body: str, text: str) -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="character" w:styleId="gone"><w:name w:val="删"/><w:rPr><w:strike/></w:rPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    assert read(write("总结.docx", docx(body, {"styles.xml": styles}))).text == text


def test_notes_and_text_boxes_follow_their_paragraph_once(write: Write) -> None:
    box = "<w:txbxContent>" + p("框内3亿元。") + "</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    drawing = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2">{p("按可比价。")}</w:footnote></w:footnotes>'
    )
    body = _par(_r("增长5%"), note, drawing, _r("。")) + p("后文。")
    text = read(write("总结.docx", docx(body, {"footnotes.xml": notes}))).text
    assert text.split("\n\n") == ["增长5%。", "按可比价。", "框内3亿元。", "后文。"]


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("aFChunk.docx", docx(p("中间5亿元。")), "前。\n\n中间5亿元。\n\n后。"),
        ("aFChunk.txt", "中间5亿元。\n".encode("gb18030"), "前。\n\n中间5亿元。\n\n后。"),
        ("aFChunk.htm", "<p>中间5亿元。</p>".encode(), "前。\n\n中间5亿元。\n\n后。"),
    ],
)
def test_documents_within_a_document(write: Write, name: str, data: bytes, text: str) -> None:
    body = p("前。") + f'<w:altChunk r:id="{name}"/>' + p("后。")
    assert read(write("总结.docx", docx(body, {name: data}))).text == text


def test_a_part_that_cannot_be_read_is_no_silence(write: Write) -> None:
    data = docx(p("前。") + '<w:altChunk r:id="aFChunk.rtf"/>', {"aFChunk.rtf": b"{\\rtf1 5}"})
    with pytest.raises(UnreadableReport, match=r"\.rtf"):
        read(write("总结.docx", data))


_PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="{}" cy="{}"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    "</wp:inline></w:drawing></w:r>"
)


@pytest.mark.usefixtures("without_recognition")
@pytest.mark.parametrize(
    ("pictures", "gaps"),
    [
        ([(5_000_000, 3_000_000)], ["1 张图片未能读取（其中可能有文字）"]),
        (
            [(5_000_000, 3_000_000), (4_000_000, 1_000_000), (400_000, 400_000)],
            ["2 张图片未能读取（其中可能有文字）"],
        ),
        ([(1_500_000, 1_500_000), (5_000_000, 20_000)], []),  # a seal, a rule
    ],
)
def test_pictures_in_place_of_text(write: Write, pictures: list[tuple[int, int]], gaps: list[str]) -> None:
    body = p("一、回顾") + "".join(_par(_PICTURE.format(*size)) for size in pictures)
    assert told(write("总结.docx", docx(body))) == gaps


def test_outline_levels_make_headings_but_not_of_paragraphs(write: Write) -> None:
    direct = '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>民生改善</w:t></w:r></w:p>'
    body_text = (
        '<w:p><w:pPr><w:pStyle w:val="1"/><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>'
    )
    long = p("（一）全年实现平稳增长，" * 12, "1")
    text = read(write("总结.docx", docx(direct + body_text + long))).text
    assert text.split("\n\n") == ["## 民生改善", "正文", "（一）全年实现平稳增长，" * 12]


# --- digits and lines ---


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("标准提高到 7 2 0 元/月", "标准提高到720元/月"),
        ("总值1 1 8 . 6亿元，增长5 . 9 %。", "总值118.6亿元，增长5.9%。"),
        ("惠及１ ２ ０户", "惠及１２０户"),
        ("| 收入 | 7 5 6 |", "| 收入 | 756 |"),
        ("2 0 2 4年", "2 0 2 4年"),  # nothing Chinese before it
        ("栏次 1 2 3 4 个", "栏次 1 2 3 4 个"),  # a row of numbers
        ("见表1 2个县", "见表1 2个县"),
        ("全年12 5亿元", "全年12 5亿元"),  # two numbers
        ("甲 5 乙 6 %", "甲 5 乙 6 %"),
        ("第1 2 期", "第1 2 期"),
    ],
)
def test_digits_set_apart(text: str, joined: str) -> None:
    assert spaced_digits(text) == joined


@given(st.text(alphabet="收入0123456789.亿元%，。| 年"))
def test_joining_digits_only_takes_spaces_away(text: str) -> None:
    assert spaced_digits(text).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["增长", "5%，其中", "工业6%。"], "增长5%，其中工业6%。"),
        (["增长5%。", "其中，工业6%。"], "增长5%。\n其中，工业6%。"),
        (["实施 big", "data 项目，", "共5个。"], "实施 big data 项目，共5个。"),
        (["青岚县", "二〇二四年"], "青岚县\n二〇二四年"),
        (["增长5%，", "（二）支出平稳。"], "增长5%，\n（二）支出平稳。"),
    ],
)
def test_lines_of_prose_are_joined(lines: list[str], text: str) -> None:
    assert prose(lines) == text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("城镇新增就业１２，５００人。", [12500.0]),
        ("发放资金1，234，567元。", [1234567.0]),
        ("惠及群众3，200人，增长5%。", [3200.0, 5.0]),
        ("分别为120，350，480人。", [480.0]),  # a list
        ("占比5，其中320人。", [5.0, 320.0]),
    ],
)
def test_wide_commas_between_thousands(write: Write, text: str, values: list[float]) -> None:
    path = write("总结.txt", f"青岚县2023年工作总结\n\n一、回顾\n{text}\n".encode())
    assert [f.value for c in read_report(path).claims for f in c.figures] == values


# --- PDF as it is shown ---

_TEXT = ["全县地区生产总值九十二点八亿元，增长百分之五，", "城市低保标准提高到每月七百三十五元，惠及群众。"]


def _ink(text: str, x: float, y: float, size: float, colour: str = "0.8 g") -> str:
    return f"{colour} BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET 0 g"


@pytest.mark.parametrize(
    "marks",
    [
        _ink("内部资料", 120, 690, 48),  # across two lines
        _ink("内部资料", 84, 702, 16),  # of the text's own size, in grey
    ],
)
def test_a_watermark_over_the_lines_is_left_out(write: Write, marks: str) -> None:
    data = pdf([(column(80, 700, _TEXT), marks)])
    assert read(write("总结.pdf", data)).text == "".join(_TEXT)


def test_a_large_title_is_no_watermark(write: Write) -> None:
    data = pdf([(column(80, 600, _TEXT), _ink("青岚县工作报告", 120, 690, 32, "0.2 g"))])
    assert read(write("总结.pdf", data)).text == "青岚县工作报告\n\n" + "".join(_TEXT)


@pytest.mark.parametrize(("first", "step"), [(1, 1), (5, 5)])
def test_numbers_of_lines_in_the_margin_are_dropped(write: Write, first: int, step: int) -> None:
    lines = ["全县地区生产总值九十二点八亿元增长百分之五点三，城市低保"] * 5 + ["标准提高。"]
    numbers = " ".join(
        _ink(str(first + step * i), 40, 702 - 28 * (k - first % 2), 9, "0 g")
        for i, k in enumerate(range(first - 1, len(lines), 1) if step == 1 else range(1, 5))
    )
    text = read(write("总结.pdf", pdf([(column(80, 700, lines), numbers)]))).text
    assert text == "".join(lines)


def test_a_column_of_numbers_in_a_table_stays(write: Write) -> None:
    cells = [(85.0, 600.0 - 30 * i, str(i + 1)) for i in range(4)]
    names = [(150.0, 600.0 - 30 * i, name) for i, name in enumerate(["甲项目", "乙项目", "丙项目", "丁项目"])]
    rules = grid((80, 140, 400), (620, 590, 560, 530, 500))
    assert "| 3 | 丙项目 |" in read(write("表.pdf", pdf([([*cells, *names], rules)]))).text


_RARE = "絢泐敶廓侓圕冟坧危畖仞壕閶侅朿兺絢泐敶廓侓圕冟坧畖仞壕閶侅朿兺"


@pytest.mark.usefixtures("without_recognition")
def test_a_page_of_garbled_text_is_told_and_left_out(write: Write) -> None:
    pages = [(column(80, 700, _TEXT), ""), ([(80.0, 700.0, _RARE[:20]), (80.0, 660.0, _RARE[20:])], "")]
    path = write("总结.pdf", pdf(pages))
    assert read(path).text == "".join(_TEXT)
    assert told(path) == ["1 页未能读取（没有文字或是乱码：第 2 页）"]
    with pytest.raises(UnreadableReport, match="乱码"):
        read(write("乱.pdf", pdf(pages[1:])))


_SCAN = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x20 EI Q"
_CHART = "q 400 0 0 250 80 200 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x20 EI Q"


@pytest.mark.usefixtures("without_recognition")
def test_scanned_pages_and_pictures_are_told(write: Write) -> None:
    text = (column(80, 760, _TEXT), "")
    assert told(write("1.pdf", pdf([text, ([(270.0, 30.0, "—2—")], _SCAN), text]))) == [
        "1 页未能读取（没有文字或是乱码：第 2 页）"
    ]
    assert told(write("2.pdf", pdf([(text[0], _CHART)]))) == ["1 张图片未能读取（其中可能有文字）"]
    assert told(write("3.pdf", pdf([text, ([], ""), text]))) == []  # an empty page misses nothing
    assert told(write("4.pdf", pdf([(column(80, 700, _TEXT * 4), _SCAN)]))) == []  # text over its own scan


# --- tables of places ---


def _places(path: Path) -> list[tuple[str | None, str, float | None]]:
    claims: tuple[Claim, ...] = read_report(path).claims
    return [(c.place, f.indicator, f.value) for c in claims for f in c.figures]


def test_figures_of_a_merged_county_cell_are_the_countys() -> None:
    found = _places(CASES / "07-vmerge.docx")
    assert ("东坪县", "地区生产总值", 93.5) in found
    assert ("东坪县", "一般公共预算收入", 4.45) in found
    assert ("西坪县", "一般公共预算收入", 6.62) in found
    assert {place for place, *_ in found} == {"东坪县", "西坪县"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "| 县（市、区） | 项目 | 2023年 |\n| --- | --- | --- |\n| 东坪 | 低保人数（人） | 930 |\n| 西坪 | 低保人数（人） | 126 |",
            [("东坪", "低保人数", 930), ("西坪", "低保人数", 126)],
        ),
        (  # without a head that says so
            "|  | 税收收入（万元） | 增长（%） |\n| --- | --- | --- |\n| 清溪镇 | 1520 | 3.2 |\n| 石桥乡 | 980 | 2.1 |\n| 合计 | 2500 | 2.8 |",
            [
                ("清溪镇", "清溪镇税收收入", 1520),
                ("清溪镇", "清溪镇税收收入", 3.2),
                ("石桥乡", "石桥乡税收收入", 980),
                ("石桥乡", "石桥乡税收收入", 2.1),
                (None, "合计税收收入", 2500),
                (None, "合计税收收入", 2.8),
            ],
        ),
        (
            "| 指标 | 东坪县 | 西坪县 | 全市 |\n| --- | --- | --- | --- |\n| 财政收入（亿元） | 4.5 | 6.6 | 11.1 |",
            [("东坪县", "财政收入", 4.5), ("西坪县", "财政收入", 6.6), (None, "财政收入", 11.1)],
        ),
        (  # no places
            "| 项目 | 数量（个） |\n| --- | --- |\n| 老旧小区 | 18 |\n| 农贸市场 | 3 |",
            [(None, "老旧小区数量", 18), (None, "农贸市场数量", 3)],
        ),
    ],
)
def test_tables_of_places(write: Write, table: str, expected: list[tuple[str | None, str, float]]) -> None:
    path = write("清河市2023年工作总结.md", f"清河市2023年工作总结\n\n一、指标\n\n{table}\n".encode())
    assert _places(path) == expected


def test_a_merged_county_cell_of_a_pdf(write: Write) -> None:
    xs, ys = (240, 380, 512), (650, 620, 590, 560)
    rules = (
        grid(xs, ys) + " 80 650 m 240 650 l S 80 620 m 240 620 l S 80 560 m 240 560 l S 80 650 m 80 560 l S"
    )
    lines = [(90.0, 630.0, "县区"), (250.0, 630.0, "指标"), (390.0, 630.0, "２０２３年")]
    lines += [(90.0, 580.0, "东坪县"), (250.0, 600.0, "总产值"), (390.0, 600.0, "８８亿元")]
    lines += [(250.0, 570.0, "总收入"), (390.0, 570.0, "９亿元")]
    path = write("清河市2023年工作总结.pdf", pdf([([(80.0, 760.0, "清河市工作总结"), *lines], rules)]))
    assert _places(path) == [("东坪县", "总产值", 88), ("东坪县", "总收入", 9)]


def test_merged_cells_of_a_word_table_carry_down(write: Write) -> None:
    rows = [
        tc("县区") + tc("指标") + tc("2023年"),
        tc("东坪县", '<w:vMerge w:val="restart"/>') + tc("总产值") + tc("88亿元"),
        tc("", "<w:vMerge/>") + tc("总收入") + tc("9亿元"),
        tc("", "<w:vMerge/>") + tc("总支出") + tc("12亿元"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    path = write("清河市2023年工作总结.docx", docx(p("清河市2023年工作总结") + table))
    assert _places(path) == [("东坪县", "总产值", 88), ("东坪县", "总收入", 9), ("东坪县", "总支出", 12)]


# --- what is written of the formats ---


def test_the_table_of_formats_is_what_is_read() -> None:
    table = (Path(__file__).parents[1] / "docs" / "formats.md").read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("| `")]
    named = [suffix for row in rows for suffix in re.findall(r"`(\.\w+)`", row[0])]
    assert len(named) == len(set(named))
    read_, unread = READABLE | CONVERTED.keys() | ARCHIVES, files._REMEDIES.keys() - ARCHIVES
    assert set(named) == read_ | unread
    for row in rows:
        for suffix in re.findall(r"`(\.\w+)`", row[0]):
            assert ("LibreOffice" in row[4]) == (suffix in CONVERTED), suffix
            assert (row[1].strip() == "nothing") == (suffix in unread), suffix


def test_the_limits_are_the_ones_written() -> None:
    text = (Path(__file__).parents[1] / "docs" / "formats.md").read_text("utf-8")
    mb = 1024 * 1024
    assert f"{files.MAX_BYTES // mb} MB a file, {document._MAX_PART // mb} MB of text in a `.docx`" in text
    assert f"{sheets._MAX_UNPACKED // mb} MB unpacked in a workbook" in text
    assert f"{archives._MAX_FILES:,} files and {archives._MAX_ALL // mb} MB in an archive" in text
    assert f"stopped\nafter {office.TIME_LIMIT} seconds a file" in text
    assert f"rows beyond {sheets._MAX_ROWS:,}" in text
