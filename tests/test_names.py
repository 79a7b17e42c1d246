"""Reports whose region is found nowhere: asked for first, and no file name in place of a region."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk import Assistant
from index.build import build
from index.messages import LANGUAGES
from index.store import Index
from ui import reports as shown
from ui.page.desk import Desk
from ui.page.labels import Labels
from ui.page.reports_view import list_html

SAID = "2023年工作总结\n粮食总产量达到{}万吨。"
#: Two reports that name their county, one that names none.
FILES = {
    "a/甲.txt": "安徽省六安市金寨县" + SAID.format(3),
    "a/乙.txt": "安徽省六安市霍山县" + SAID.format(4),
    "a/扫描件0012.txt": SAID.format(5),
}


@pytest.fixture
def index_of(tmp_path: Path):
    def made(files: dict[str, str]) -> Path:
        for name, text in files.items():
            (tmp_path / "报告" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "报告" / name).write_text(text, "utf-8")
        build([tmp_path / "报告"], tmp_path / "index", model="hash")
        return tmp_path / "index"

    return made


def test_a_file_name_never_stands_as_a_region(index_of) -> None:
    with Index.open(index_of(FILES)) as index:
        answer = Assistant(index).ask("各地粮食总产量是多少？")
    regions = {f.claim.report: f.region for f in answer.findings}
    assert regions["a/扫描件0012.txt"] == "未写明地区"
    assert "金寨县" in regions["a/甲.txt"]
    assert "扫描件0012" not in answer.table


def test_several_stay_apart(index_of) -> None:
    with Index.open(index_of({**FILES, "b/扫描件0013.txt": SAID.format(6)})) as index:
        answer = Assistant(index).ask("各地粮食总产量是多少？")
    regions = {f.claim.report: f.region for f in answer.findings}
    assert regions["a/扫描件0012.txt"] == "未写明地区（A）"
    assert regions["b/扫描件0013.txt"] == "未写明地区（B）"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({}, "安徽省六安市"),
        ({"a/丙.txt": "安徽省六安市金寨县2022年工作总结\n粮食总产量2万吨。"}, "安徽省六安市金寨县"),
        ({"a/丙.txt": "江西省" + SAID.format(1), "a/丁.txt": "江西省" + SAID.format(2)}, ""),
        ({"b/丙.txt": "江西省" + SAID.format(1), "b/丁.txt": "江西省" + SAID.format(2)}, "安徽省六安市"),
    ],
    ids=["the same city", "mostly one county", "no majority", "another folder does not count"],
)
def test_what_the_folder_suggests(index_of, more: dict[str, str], place: str) -> None:
    with Index.open(index_of({**FILES, **more})) as index:
        ((item, suggested),) = shown.unnamed(index)
    assert (item.id, suggested) == ("a/扫描件0012.txt", place)


def test_they_are_listed_first_with_what_to_do(index_of) -> None:
    folder = index_of(FILES)
    with Index.open(folder) as index:
        first = shown.table(index).splitlines()[0]
    assert first.startswith(
        "未写明地区：a/扫描件0012.txt（请在 metadata.csv 的 region 列写上；同一文件夹的报告多属安徽省六安市）"
    )
    for language, said in zip(LANGUAGES, ("未写明地区", "Region not found"), strict=True):
        page = list_html(Desk(folder).opened(), Labels(language))
        assert page.index(said) < page.index("a/甲.txt")
        assert 'data-report-act="edit"' in page[: page.index("a/甲.txt")]


def test_nothing_is_asked_where_all_are_named(index_of) -> None:
    folder = index_of({name: text for name, text in FILES.items() if "扫描" not in name})
    with Index.open(folder) as index:
        assert "未写明地区：" not in shown.table(index)
    assert "xb-failures" not in list_html(Desk(folder).opened(), Labels("zh"))
