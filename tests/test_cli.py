"""The command line as whole transcripts: what a person types, what is printed, the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import ROOT

REPORT = """云岭县财政局2023年工作总结
一、2023年工作回顾
（一）强化收支管理。2023年1-9月全县完成一般公共预算收入10.97亿元，同比下降11.7%。
（二）保障民生。城市低保标准由每人每月745元提高到800元。全年拨付临时救助资金*万元。
二、2024年工作计划
（一）一般公共预算收入增长5%左右。
"""


def xianbao(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the real command in a process of its own."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "PYTHONWARNINGS": "error"} | environment
    command = [sys.executable, "-m", "ui.cli", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with two reports, one broken file, and their index."""
    folder = tmp_path_factory.mktemp("desk")
    reports = folder / "报告"
    reports.mkdir()
    (reports / "云岭县.txt").write_text(REPORT, "utf-8")
    (reports / "青禾县.txt").write_text(
        REPORT.replace("云岭", "青禾").replace("800元", "810元").replace("10.97", "9.31"), "gb18030"
    )
    (reports / "坏了.docx").write_bytes(b"this is no docx")
    done = xianbao("index", "报告", "--model", "hash", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "2 份报告" in done.stdout
    assert "坏了.docx" in done.stdout
    return folder


def test_version_and_help(tmp_path: Path) -> None:
    assert xianbao("--version", cwd=tmp_path).stdout.startswith("xianbao 0.")
    shown = xianbao("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert "示例" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nope"], 2, "nope"),
        (["ask"], 2, "--batch"),
        (["ask", "低保标准", "--index", "没有的"], 1, "没有的"),
        (["reports", "--index", "没有的"], 1, "没有的"),
        (["figures", "没有的.txt"], 1, "没有的.txt"),
        (["figures", "a.txt", "--json", "--csv"], 2, "只能取其一"),
        (["index", "没有的文件夹"], 1, "没有的文件夹"),
        (["index"], 1, "xianbao index"),
    ],
)
def test_mistakes_end_in_one_line_that_says_how_to_mend_them(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    done = xianbao(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.startswith("xianbao: ")
        assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_index_again_with_nothing_changed(desk: Path) -> None:
    done = xianbao("index", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "没有变化" in done.stdout


def test_ask_prints_the_answer_with_its_sentences(desk: Path) -> None:
    done = xianbao("ask", "哪些县提高了低保标准？", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "800元" in done.stdout
    assert "810元" in done.stdout
    assert "[1]" in done.stdout
    assert "城市低保标准由每人每月745元提高到800元" in done.stdout


def test_ask_says_what_is_hidden_and_what_is_not_there(desk: Path) -> None:
    hidden = xianbao("ask", "云岭县拨付了多少临时救助资金？", cwd=desk)
    assert "隐去" in hidden.stdout or "未公开" in hidden.stdout
    record = json.loads(xianbao("ask", "各县的粮食总产量是多少吨？", "--json", cwd=desk).stdout)
    assert record["answered"] is False


def test_ask_in_a_batch_keeps_ids_order_and_history(desk: Path) -> None:
    questions = [
        {"id": "a", "question": "云岭县一般公共预算收入完成多少？"},
        {"id": "b", "question": "青禾县呢？", "history": ["云岭县一般公共预算收入完成多少？"]},
    ]
    (desk / "q.jsonl").write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in questions), "utf-8")
    done = xianbao("ask", "--batch", "q.jsonl", "--json", cwd=desk)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["a", "b"]
    assert 10.97 in [f["value"] for f in answers[0]["findings"]]
    assert 9.31 in [f["value"] for f in answers[1]["findings"]]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', '{"question": 3}', '{"question": "a", "history": "b"}'], ids=repr
)
def test_a_bad_batch_line_is_named(desk: Path, line: str) -> None:
    (desk / "bad.jsonl").write_text('{"question": "低保标准"}\n' + line + "\n", "utf-8")
    done = xianbao("ask", "--batch", "bad.jsonl", "--json", cwd=desk)
    assert done.returncode == 1
    assert "第 2 行" in done.stderr
    assert done.stdout == ""


def test_figures_as_records_stand_where_they_say(desk: Path) -> None:
    done = xianbao("figures", "报告/云岭县.txt", "--json", cwd=desk)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["text"] for r in records] == ["10.97亿元", "11.7%", "745元", "800元", "*万元", "5%"]
    for r in records:
        assert REPORT[r["start"] : r["end"]] == r["text"]
    assert [r["status"] for r in records][-1] == "planned"


def test_figures_as_csv_open_in_a_spreadsheet(desk: Path) -> None:
    done = xianbao("figures", "报告/青禾县.txt", "--csv", cwd=desk)
    assert done.stdout.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(done.stdout[1:])))
    assert rows[0]["text"] == "9.31亿元"
    assert rows[0]["section"].startswith("一、2023年工作回顾")


def test_figures_as_a_table_under_the_outline(desk: Path) -> None:
    shown = xianbao("figures", "报告/云岭县.txt", cwd=desk).stdout
    assert "二、2024年工作计划" in shown
    assert "共 6 个数字。" in shown


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.marks: list[str] = []
        self.loads: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "mark" and "title" in dict(attrs)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.marks.append(data)
            self.inside = False


def test_the_marked_page_marks_every_figure_and_loads_nothing(desk: Path) -> None:
    done = xianbao("figures", "报告/云岭县.txt", "--mark", "校对.html", cwd=desk)
    assert done.returncode == 0, done.stderr
    page = _Marks()
    page.feed((desk / "校对.html").read_text("utf-8"))
    assert page.marks == ["10.97亿元", "11.7%", "745元", "800元", "*万元", "5%"]
    assert not page.loads


def test_reports_lists_what_is_indexed_and_what_failed(desk: Path) -> None:
    shown = xianbao("reports", cwd=desk).stdout
    assert "云岭县" in shown
    assert "共 2 份报告" in shown
    assert "未能读取：坏了.docx" in shown
    records = [json.loads(line) for line in xianbao("reports", "--json", cwd=desk).stdout.splitlines()]
    assert [r["report"] for r in records] == ["云岭县.txt", "青禾县.txt", "坏了.docx"]
    assert records[-1]["reason"]


def test_check_says_what_does_not_add_up_and_where(desk: Path) -> None:
    (desk / "审.txt").write_text(
        "一、评审情况\n全年评审预算项目66个，送审金额500万元，审定金额450万元，核减金额80万元。\n", "utf-8"
    )
    done = xianbao("check", "审.txt", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "450万元" in done.stdout
    assert "50万元（计算）" in done.stdout
    assert "有 1 处对不上" in done.stdout
    record = json.loads(xianbao("check", "审.txt", "--json", cwd=desk).stdout)
    start, end = record["figures"][0]["sentence"]
    assert "核减金额80万元" in (desk / "审.txt").read_text("utf-8")[start:end]
    assert "没有发现" in xianbao("check", cwd=desk).stdout
    folder = xianbao("check", "报告", cwd=desk)
    assert "坏了.docx" in folder.stderr
    assert "核对了 2 份报告" in folder.stdout


def test_the_index_folder_may_come_from_the_environment(desk: Path, tmp_path: Path) -> None:
    done = xianbao("reports", cwd=tmp_path, XIANBAO_INDEX=str(desk / ".xianbao"))
    assert done.returncode == 0, done.stderr
