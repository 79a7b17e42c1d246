"""`xianbao eval` as whole transcripts: accuracy by kind, every miss, and files that cannot be used."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.judging.judge import Expected
from tests.conftest import ROOT
from tests.test_cli import REPORT, xianbao

REVENUE = {"question": "云岭县一般公共预算收入完成多少？", "kind": "lookup"}
RIGHT = REVENUE | {"id": "a", "values": [{"report": "云岭县.txt", "value": 10.97, "unit": "亿元"}]}
WRONG = REVENUE | {"id": "b", "values": [{"report": "云岭县.txt", "value": 11.97, "unit": "亿元"}]}
NONE = {"id": "c", "question": "云岭县的粮食总产量是多少吨？", "kind": "none", "note": "报告没写"}
FOLLOWING = WRONG | {"id": "d", "question": "青禾县呢？", "history": ["云岭县一般公共预算收入完成多少？"]}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "报告").mkdir()
    (folder / "报告" / "云岭县.txt").write_text(REPORT, "utf-8")
    done = xianbao("index", "报告", "--model", "hash", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def write(folder: Path, *records: dict[str, Any] | str) -> str:
    lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    (folder / "问题.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return "问题.jsonl"


def test_accuracy_by_kind_and_every_miss(desk: Path) -> None:
    done = xianbao("eval", write(desk, RIGHT, "", WRONG, NONE, FOLLOWING), cwd=desk)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.replace("│", " ").split() for line in done.stdout.splitlines()]
    assert ["查数", "lookup", "1", "3", "33.3%"] in rows
    assert ["无答案", "none", "1", "1", "100.0%"] in rows
    assert ["合计", "2", "4", "50.0%"] in rows
    assert done.stdout.count("✗") == 2
    assert "✗ b [查数] 云岭县一般公共预算收入完成多少？" in done.stdout
    assert "不对：依据里没有 云岭县.txt 的 11.97亿元" in done.stdout
    assert "10.97亿元" in done.stdout
    assert "✗ d [查数] 青禾县呢？（上文：云岭县一般公共预算收入完成多少？）" in done.stdout


def test_nothing_to_say_of_a_file_that_is_all_right(desk: Path) -> None:
    done = xianbao("eval", write(desk, RIGHT, NONE), cwd=desk)
    assert "100.0%" in done.stdout
    assert "✗" not in done.stdout


def test_records_for_programs(desk: Path) -> None:
    done = xianbao("eval", write(desk, RIGHT, WRONG), "--json", cwd=desk)
    first, second, total = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["right"], first["wrong"]) == ("a", True, [])
    assert (second["id"], second["right"], len(second["wrong"])) == ("b", False, 1)
    assert second["said"]
    assert total == {"asked": 2, "right": 1, "accuracy": 0.5, "kinds": {"lookup": {"right": 1, "asked": 2}}}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "JSON"),
        (json.dumps({"kind": "none"}), "question"),
        (json.dumps(REVENUE), "怎样才算对"),
        (json.dumps(RIGHT | {"kind": "lok"}), "lok"),
        (json.dumps(RIGHT | {"value": 3}), "value"),
        (json.dumps(REVENUE | {"reports": ["云领县.txt"]}), "云领县.txt 不在索引"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(desk: Path, line: str, says: str) -> None:
    done = xianbao("eval", write(desk, RIGHT, line), cwd=desk)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("xianbao: 问题.jsonl 第 2 行")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_or_an_index_that_is_not_there(desk: Path, tmp_path: Path) -> None:
    assert "没有的.jsonl" in xianbao("eval", "没有的.jsonl", cwd=desk).stderr
    assert "没有问题" in xianbao("eval", write(desk, "", " "), cwd=desk).stderr
    shutil.copy(desk / write(desk, RIGHT), tmp_path / "q.jsonl")
    done = xianbao("eval", "q.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "xianbao index" in done.stderr


def test_the_records_in_the_readme_are_records() -> None:
    lines = re.findall(r"^ {4}(\{.*\})$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {Expected.of(json.loads(line)).kind for line in lines} == {"list", "lookup", "passage", "none"}
