"""Reading report files: what each format keeps, and why a file cannot be read."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from index.errors import UnreadableReport
from index.reading import ocr, office
from index.reading.encodings import decode
from index.reading.files import MAX_BYTES, READABLE, read, reports_in
from tests.documents import column, docx, grid, p, pdf, tc, workbook
from tests.scans import saved

REPORT = (
    "青岚县2023年财政工作总结\n\n一、收入完成情况\n　　全县一般公共预算收入完成10.97亿元，同比增长８.６％，"
    "其中**镇增收XX万元。\n城市低保标准由每人每月825元提高到885元。\n"
)
TRADITIONAL = (
    "嵐縣政府工作報告：全縣認真落實各項決策部署，統籌推進民生保障，城市低保標準提高到885元，增長8.6%。\n"
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def file(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return file


Write = Callable[[str, bytes], Path]


def text_of(path: Path) -> str:
    return read(path).text


# --- Plain text ---


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"],
)
@pytest.mark.parametrize("times", [1, 60])
def test_every_encoding_gives_the_same_text(encoding: str, times: int) -> None:
    text = REPORT * times
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gb18030", "utf-8", "utf-16-le"])
def test_traditional_text_is_not_taken_for_simplified(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("一、收入\r\n10亿元\r二、支出\n".encode(), "一、收入\n10亿元\n二、支出\n"),
        ("一、收入\r\n10亿元\r\n".encode("utf-16"), "一、收入\n10亿元\n"),
        ("  　　全县\t增长\f5%  \n\n".encode(), "  　　全县\t增长\f5%  \n\n"),  # nothing else is touched
        ("\ufeff\ufeff县".encode(), "\ufeff县"),
        ("某县".encode("gb18030"), "某县"),
        (b"Revenue rose by 5%.", "Revenue rose by 5%."),
        ("某县一般公共预算收入稳步增长没有数字".encode("utf-16-le"), "某县一般公共预算收入稳步增长没有数字"),
    ],
)
def test_text_is_decoded_and_otherwise_left_alone(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_inside_a_character_is_still_read(encoding: str) -> None:
    data = (REPORT * 3).encode(encoding)
    whole = decode(data[: -len("。\n".encode(encoding))])
    cut = decode(data[: -len("\n".encode(encoding)) - 1])
    assert cut.startswith(whole)
    assert len(cut) <= len(whole) + 2


def test_real_reports_are_read_as_they_are(shared: Path) -> None:
    paths = reports_in(shared / "reports")
    assert len(paths) == 15
    for path in paths:
        text = path.read_text("utf-8")
        assert text_of(path) == text
        assert decode(text.encode("gb18030")) == text
        assert decode(text.encode("utf-16-be")) == text


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=["Cc"]))
)
def test_any_text_comes_back_from_utf_8(text: str) -> None:
    assert decode(text.encode()) == text or text.encode().startswith((b"%PDF-", b"PK"))


# --- Web pages ---

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>青岚县人民政府</title>
<style>p{color:red}</style><script>var n = 1024;</script></head><body><nav><a href="/">首页</a></nav>
<h1>2023年<b>工作总结</b></h1>
<p>　　全县一般公共预算
收入完成<strong>10.97亿元</strong>，<a href="/tj?y=2022">同比</a>增长8.6%，
**县节约XX亿元，a_b*c。<br>第二行。</p>
<p style="display: none">隐藏的30%</p><!-- 注释40% -->
{}
<footer>版权所有 2024</footer></body></html>"""


def _page(write: Write, body: str = "", encoding: str = "utf-8") -> str:
    return text_of(write("页.html", PAGE.replace("{}", body).encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_keeps_its_text_and_headings(write: Write, encoding: str) -> None:
    assert _page(write, encoding=encoding) == (
        "青岚县人民政府\n\n# 2023年工作总结\n\n"
        "　　全县一般公共预算收入完成10.97亿元，同比增长8.6%，**县节约XX亿元，a_b*c。\n第二行。"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<table><tr><th>指标</th><th>2022年</th><th>2023年</th></tr>"
            "<tr><td><p>低保标准</p></td><td>885</td><td> 885 </td></tr></table>",
            "| 指标 | 2022年 | 2023年 |\n| --- | --- | --- |\n| 低保标准 | 885 | 885 |",
        ),
        (  # merged cells stand in every place that they cover
            "<table><thead><tr><th rowspan=2>指标</th><th colspan=2>低保标准</th></tr>"
            "<tr><th>城市</th><th>农村</th></tr></thead><tbody><tr><td>甲|乙</td><td>825</td><td>600</td></tr></tbody></table>",
            "| 指标 | 低保标准 | 低保标准 |\n| --- | --- | --- |\n"
            "| 指标 | 城市 | 农村 |\n| 甲｜乙 | 825 | 600 |",
        ),
        (  # … but a title over the whole table is said once
            "<table><tr><td colspan=2>主要指标</td></tr><tr><td>收入</td><td>10亿元</td></tr></table>",
            "| 主要指标 |  |\n| --- | --- |\n| 收入 | 10亿元 |",
        ),
        ("<table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table>", "第一段。\n\n第二段。"),
        (
            "<table><tr><td>栏</td><td><table><tr><td>低保</td><td>1</td></tr><tr><td>特困</td><td>2</td></tr></table>",
            "栏\n\n| 低保 | 1 |\n| --- | --- |\n| 特困 | 2 |",
        ),
        ("<pre>\n一、收入\n增长5%\n</pre>", "一、收入\n\n增长5%"),
        ("<div>甲</div><div>乙</div><blockquote>丙</blockquote>", "甲\n\n乙\n\n丙"),
    ],
)
def test_tables_of_a_page_are_rows(write: Write, body: str, expected: str) -> None:
    assert _page(write, body).split("第二行。\n\n")[1] == expected


def test_plain_text_under_the_name_of_a_page(write: Write) -> None:
    assert text_of(write("报告.htm", REPORT.encode("gb18030"))) == REPORT


def test_deep_nesting_keeps_the_words(write: Write) -> None:
    assert "增长5%" in _page(write, "<div>" * 3000 + "增长5%" + "</div>" * 3000)


# --- Word ---

_WIDE = '<w:gridSpan w:val="2"/>'
WORD = docx(
    p("青岚县2023年财政工作总结", "a")
    + p("一、收入完成情况", "1")
    + p("（一）税收", "2")
    + "<w:p><w:r><w:t>低保标准提高到</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>885元</w:t></w:r>"
    "<w:ins><w:r><w:t>，增加60元</w:t></w:r></w:ins><w:del><w:r><w:delText>，下降1元</w:delText></w:r></w:del>"
    "<w:r><w:t>，**县XX亿元。</w:t></w:r></w:p>"
    + "<w:tbl>"
    + f"<w:tr>{tc('类别')}{tc('指标')}{tc('2023年')}</w:tr>"
    + "<w:tr>"
    + tc("民生", '<w:vMerge w:val="restart"/>')
    + f"{tc('低保')}{tc('885')}</w:tr>"
    + f"<w:tr>{tc('', '<w:vMerge/>')}{tc('特困')}{tc('1151')}</w:tr>"
    + f"<w:tr>{tc('合计', _WIDE)}{tc('2036')}</w:tr>"
    + "</w:tbl>"
    + p("后记。")
)


def test_a_word_document_keeps_headings_insertions_and_tables(write: Write) -> None:
    assert text_of(write("总结.DOCX", WORD)) == (
        "# 青岚县2023年财政工作总结\n\n# 一、收入完成情况\n\n## （一）税收\n\n"
        "低保标准提高到885元，增加60元，**县XX亿元。\n\n"
        "| 类别 | 指标 | 2023年 |\n| --- | --- | --- |\n| 民生 | 低保 | 885 |\n| 民生 | 特困 | 1151 |\n"
        "| 合计 | 合计 | 2036 |\n\n后记。"
    )


# --- PDF ---

# 27 characters fill a line between the margins at 80 and 512
PROSE = [
    "　　青岚县认真落实各项决策部署，统筹推进民生保障工作，一",
    "般公共预算收入完成十点九亿元，城市低保标准由每人每月８２",
    "５元提高到８８５元，惠及困难群众二点七六万人次以上的家庭",
    "（含农村），全年平稳。",
    "　　二是坚持节约。",
    "　　三是严肃财经纪律，强化预算约束，全面实施绩效管理，健",
    "全制度。",
]
JOINED = [
    "青岚县认真落实各项决策部署，统筹推进民生保障工作，一般公共预算收入完成十点九亿元，城市低保标准由每人每月"
    "８２５元提高到８８５元，惠及困难群众二点七六万人次以上的家庭（含农村），全年平稳。",
    "二是坚持节约。",
    "三是严肃财经纪律，强化预算约束，全面实施绩效管理，健全制度。",
]


def test_lines_of_a_paragraph_are_joined_where_the_page_broke_them(write: Write) -> None:
    data = pdf([(column(80, 760, PROSE), "")])
    assert text_of(write("总结.pdf", data)).split("\n\n") == JOINED


def test_a_sentence_goes_on_over_page_numbers_and_running_heads(write: Write) -> None:
    heads = [(240.0, 810.0, "财政工作总结")]
    pages = [([*heads, *column(80, 700, PROSE[:2]), (270.0, 40.0, "—1—")], "")]
    pages += [([*heads, *column(80, 700, PROSE[2:]), (270.0, 40.0, "—2—")], "")]
    pages += [([*heads, *column(80, 700, ["　　四是强化监督检查工作。"]), (270.0, 40.0, "第3页")], "")]
    assert text_of(write("总结.pdf", pdf(pages))).split("\n\n") == [*JOINED, "四是强化监督检查工作。"]


def test_pages_that_begin_alike_keep_their_first_lines(write: Write) -> None:
    page = (column(80, 700, PROSE[:4]), "")
    assert text_of(write("总结.pdf", pdf([page] * 4))).split("\n\n") == [JOINED[0]] * 4


def test_a_title_of_two_lines_is_one(write: Write) -> None:
    title = [
        (88.0, 800.0, "关于青岚县二零二三年财政预算执行情况和二零二四年财政"),
        (176.0, 772.0, "预算草案以及相关工作安排的报告"),
    ]
    title.append((208.0, 744.0, "（二零二四年一月五日）"))
    text = text_of(write("总结.pdf", pdf([(title + column(80, 700, PROSE), "")])))
    assert text.split("\n\n")[:2] == [
        "关于青岚县二零二三年财政预算执行情况和二零二四年财政预算草案以及相关工作安排的报告",
        "（二零二四年一月五日）",
    ]


def test_a_ruled_table_is_rows_and_goes_on_over_the_page(write: Write) -> None:
    xs, ys = (80, 240, 380, 512), (620, 590, 560)
    rules = grid(xs, ys)
    first = [
        *column(80, 760, PROSE[:4]),
        (90.0, 600.0, "指标"),
        (250.0, 600.0, "城市低保"),
        (390.0, 600.0, "农村低保"),
    ]
    first += [(90.0, 570.0, "上年标准"), (250.0, 570.0, "８２５"), (390.0, 570.0, "６００")]
    second = [(90.0, 600.0, "今年标准"), (250.0, 600.0, "８８５"), (390.0, 600.0, "６６０")]
    second += [(90.0, 570.0, "增加"), (250.0, 570.0, "６０"), *column(80, 520, PROSE[4:])]
    text = text_of(write("总结.pdf", pdf([(first, rules), (second, rules)])))
    assert text.split("\n\n")[1] == (
        "| 指标 | 城市低保 | 农村低保 |\n| --- | --- | --- |\n| 上年标准 | ８２５ | ６００ |\n"
        "| 今年标准 | ８８５ | ６６０ |\n| 增加 | ６０ |  |"
    )
    assert text.split("\n\n")[2:] == JOINED[1:]


def test_merged_cells_stand_where_they_cover(write: Write) -> None:
    rules = (
        grid((240, 380, 512), (620, 590, 560))
        + " 80 620 m 240 620 l S 80 560 m 240 560 l S 80 620 m 80 560 l S"
    )
    lines = [(90.0, 580.0, "民生"), (250.0, 600.0, "低保"), (390.0, 600.0, "８８５"), (250.0, 570.0, "特困")]
    text = text_of(write("总结.pdf", pdf([([*lines, (390.0, 570.0, "８８５")], rules)])))
    assert text == "| 民生 | 低保 | ８８５ |\n| --- | --- | --- |\n| 民生 | 特困 | ８８５ |"


def test_columns_without_rules_are_rows(write: Write) -> None:
    rows = [("指标", "上年", "今年"), ("城市低保", "８２５", "８８５"), ("农村低保", "６００", "６６０")]
    lines = [
        (x, 500.0 - 28 * i, cell)
        for i, row in enumerate(rows)
        for x, cell in zip((80, 260, 400), row, strict=True)
    ]
    text = text_of(write("总结.pdf", pdf([([*column(80, 760, PROSE), *lines], "")])))
    assert text.split("\n\n") == [
        *JOINED,
        "| 指标 | 上年 | 今年 |\n| --- | --- | --- |\n| 城市低保 | ８２５ | ８８５ |\n"
        "| 农村低保 | ６００ | ６６０ |",
    ]


def test_two_columns_are_read_one_after_the_other(write: Write) -> None:
    left = ["　　全县经济运行总体平稳，民", *["生保障持续改善收入稳步增长城"] * 6, "乡面貌焕新。"]
    right = ["　　下一步我们将继续努力，坚", *["持以人民为中心办好民生实事项"] * 6, "目，完成目标。"]
    lines = column(60, 740, left) + column(320, 735, right)
    text = text_of(write("总结.pdf", pdf([(lines, "")])))
    assert text.split("\n\n") == ["".join(left).lstrip("　"), "".join(right).lstrip("　")]


def test_radicals_become_the_characters_that_they_look_like(write: Write) -> None:
    from index.reading.layout import _ordinary

    assert _ordinary("⼈⺠政府⼯作报告，⾼⻔⼾，１２％") == "人民政府工作报告，高门户，１２％"


# --- What cannot be read ---

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_LOCKED = (
    f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
    f" /O <{'41' * 32}> /U <{'42' * 32}> >>"
)
_OTHER_ZIP = io.BytesIO()
with zipfile.ZipFile(_OTHER_ZIP, "w") as _archive:
    _archive.writestr("xl/workbook.xml", "<x/>")


@pytest.mark.parametrize(
    ("name", "data", "found", "remedy"),
    [
        ("空.txt", b"", "空文件", "重新下载"),
        ("空.docx", b"", "空文件", "重新下载"),
        ("白.txt", b" \r\n\t\n", "只有空白", "检查"),
        ("白.md", "　　\n".encode(), "只有空白", "检查"),
        ("白.txt", b"\xef\xbb\xbf", "只有空白", "检查"),
        ("乱.txt", bytes(range(256)) * 8, "二进制", "另存为"),
        ("乱.txt", bytes(range(1, 32)) * 8, "二进制", "另存为"),
        ("表.txt", b"PK\x03\x04" + b"\0" * 99, "压缩文件", ".docx"),
        ("表.txt", b"%PDF-1.4\n", "PDF", "扩展名改成 .pdf"),
        ("旧.html", _OLE, "旧版 Office", ".doc"),
        ("码.txt", "Предварительный отчёт".encode("koi8-r") * 9, "编码", "UTF-8"),
        ("脚本.html", b"<html><body><script>var a = 1</script></body></html>", "没有正文", "复制正文"),
        ("坏.docx", "只是文字".encode(), "不是 Office 压缩格式", "修复"),
        ("坏.docx", WORD[: len(WORD) // 2], "损坏", "修复"),
        ("坏.docx", WORD.replace(b"word/document.xml", b"word/dokument.xml"), "损坏", "修复"),
        ("密.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), "加密", "取消密码"),
        ("旧.docx", _OLE, ".doc", "另存为 .docx"),
        ("表.docx", _OTHER_ZIP.getvalue(), "没有 Word 正文", "另存为 .docx"),
        ("图.docx", docx("<w:p/>"), "没有文字", "OCR"),
        ("坏.pdf", b"%PDF-1.4 nothing", "损坏", "重新下载"),
        ("坏.pdf", REPORT.encode(), "不是 PDF", "重新下载"),
        ("密.pdf", pdf([([(80, 700, "低保")], "")], trailer=_LOCKED), "加密", "取消密码"),
        ("扫描.pdf", pdf([([], "")]), "扫描件", "OCR"),
        ("扫描.pdf", pdf([([(270, 40, "—1—")], "")]), "扫描件", "OCR"),
        ("总结.doc", _OLE, ".doc", "另存为 .docx"),
        ("总结.WPS", _OLE, ".wps", "另存为 .docx"),
        ("表.xlsx", WORD, "损坏或不是表格", "另存为 .xlsx"),
        ("表.xls", _OLE, "损坏或不是表格", "另存为 .xlsx"),
        ("密.xlsx", _OLE, "加密", "取消密码"),
        ("表.et", _OLE, ".et", "安装 LibreOffice"),
        ("图.jpg", b"\xff\xd8\xff", ".jpg", "OCR"),
        ("包.zip", WORD, ".zip", "解压"),
        ("报告", REPORT.encode(), "没有扩展名", "另存为"),
        ("报告.xyz", REPORT.encode(), ".xyz", "另存为"),
    ],
)
def test_a_failure_names_the_file_the_reason_and_the_remedy(
    write: Write, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, found: str, remedy: str
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)  # on a machine with LibreOffice as on one without
    monkeypatch.setattr(ocr, "available", lambda: False)  # and so with recognition
    with pytest.raises(UnreadableReport) as raised:
        text_of(write(name, data))
    message = str(raised.value)
    assert message.startswith(f"「{name}」")
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "\n" not in message
    assert found in message
    assert remedy in message


def test_an_old_name_does_not_hide_a_new_document(write: Write) -> None:
    assert text_of(write("总结.doc", WORD)) == text_of(write("总结.docx", WORD))


def test_a_scan_with_a_stamp_is_a_scan(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    picture = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x20 EI Q"
    with pytest.raises(UnreadableReport, match="扫描件"):
        text_of(write("扫描.pdf", pdf([([(400, 30, "扫描软件创建")], picture)])))
    text_of(write("总结.pdf", pdf([(column(80, 760, PROSE), picture)])))


def test_missing_large_closed_and_folder(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnreadableReport, match="找不到"):
        read(tmp_path / "没有.txt")
    with pytest.raises(UnreadableReport, match="找不到"):
        reports_in(tmp_path / "没有")
    with pytest.raises(UnreadableReport, match="是文件夹"):
        read(tmp_path)
    with pytest.raises(UnreadableReport, match="读取失败"):
        read(Path("a\0b.txt"))
    large = write("大.txt", b"")
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableReport, match="50 MB"):
        read(large)

    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = write("锁.txt", REPORT.encode())
    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(UnreadableReport, match="没有读取权限"):
        read(path)


def _either_text_or_reason(path: Path) -> None:
    try:
        text = text_of(path)
    except UnreadableReport:
        return
    assert text.strip()
    text.encode("utf-8")


_BASES = {
    ".txt": REPORT.encode(),
    ".md": REPORT.encode("gb18030"),
    ".html": PAGE.encode(),
    ".htm": PAGE.encode("utf-16"),
    ".docx": WORD,
    ".pdf": pdf([(column(80, 760, PROSE), grid((80, 240, 512), (500, 470, 440)))]),
    ".xlsx": workbook([["指标", "2023年"], ["低保", 885]]),
    ".xlsm": workbook([["指标", "2023年"], ["低保", 885]]),
    ".xls": workbook([["指标", "2023年"], ["低保", 885]]),
}
_BASES |= {
    f".{suffix}": saved(Image.new("L", (60, 80), 255), kind=kind)
    for kind, suffixes in (("JPEG", "jpg jpeg"), ("TIFF", "tif tiff"), ("PNG", "png"), ("BMP", "bmp"))
    for suffix in suffixes.split()
}
_FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_FEW
@given(
    data=st.binary(max_size=400),
    start=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><![", b"\xff\xfe"]),
)
@pytest.mark.parametrize("suffix", sorted(READABLE))
def test_any_bytes_are_a_text_or_a_reason(tmp_path: Path, suffix: str, data: bytes, start: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(start + data)
    _either_text_or_reason(path)


@_FEW
@given(data=st.data())
@pytest.mark.parametrize("suffix", sorted(READABLE))
def test_a_damaged_file_is_a_text_or_a_reason(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    whole = _BASES[suffix]
    damaged = bytearray(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))
    path = tmp_path / f"a{suffix}"
    path.write_bytes(damaged)
    _either_text_or_reason(path)


@given(data=st.binary(max_size=300))
def test_decoding_raises_nothing_else(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableReport:
        return
    assert "\r" not in text
    assert "\0" not in text


# --- Folders ---


def test_a_folder_gives_every_file_in_it(tmp_path: Path, write: Write) -> None:
    wanted = "a.TXT b.txt e.htm f.doc g.xlsx h.jpg z_files/own.txt 子/c.docx 子/readme.md 子/深/d.pdf 说明.md"
    wanted += " x.json y.py 无后缀 数.csv"
    left_out = (
        "README.md 子/README.md metadata.csv Thumbs.db .DS_Store .git/z.txt .xianbao/z.txt"
        " ~$总结.docx 子/.~总结.docx e_files/part.html e.files/logo.png __MACOSX/b.txt"
    )
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "环").symlink_to(tmp_path)
    for name in f"{wanted} {left_out}".split():
        write(name, b"x")
    found = [path.relative_to(tmp_path).as_posix() for path in reports_in(tmp_path)]
    assert sorted(found) == sorted(wanted.split())
    assert reports_in(tmp_path) == sorted(reports_in(tmp_path), key=lambda path: path.parts)
    assert reports_in(tmp_path / "b.txt") == [tmp_path / "b.txt"]
    assert reports_in(tmp_path / "子" / "深") == [tmp_path / "子" / "深" / "d.pdf"]
