"""The tools for programs: in process case by case, over standard input and output and HTTP as a client sees them."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent, Tool

from index.build import build as build_index
from index.store import Index
from tests.conftest import ROOT, documented
from tests.test_cli import xianbao
from ui.mcp_server import build
from ui.page.desk import Desk

CLOUD = "云岭县-2022-财政工作总结.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with an index of the sample reports in the place where commands look for it."""
    folder = tmp_path_factory.mktemp("programs")
    build_index([ROOT / "corpus"], folder / ".xianbao", model="hash")
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    return Desk(folder / ".xianbao")


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with Index.open(folder / ".xianbao") as opened:
        yield opened


def call(desk: Desk, tool: str, **arguments: object) -> CallToolResult:
    async def once() -> CallToolResult:
        async with Client(build(desk)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(once())


def got(desk: Desk, tool: str, **arguments: object) -> dict[str, Any]:
    result = call(desk, tool, **arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_every_tool_and_parameter_is_described_in_both_languages(desk: Desk) -> None:
    async def listed() -> list[Tool]:
        async with Client(build(desk)) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(listed())
    assert [tool.name for tool in tools] == ["ask", "search", "figures", "report"]
    for tool in tools:
        described = [
            tool.description,
            *(p.get("description") for p in tool.input_schema["properties"].values()),
        ]
        for words in described:
            assert re.search(r"[\u4e00-\u9fff]", words or ""), tool.name
            assert re.search(r"[a-z]{4}", words or ""), tool.name
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint


def test_the_table_in_the_documentation_names_every_parameter(desk: Desk) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \|", (ROOT / "docs" / "programs.md").read_text("utf-8"), re.MULTILINE
    )
    named = {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in rows}

    async def listed() -> dict[str, set[str]]:
        async with Client(build(desk)) as client:
            return {t.name: set(t.input_schema["properties"]) for t in (await client.list_tools()).tools}

    assert named == asyncio.run(listed())


# --- ask -------------------------------------------------------------------------------------------------


def test_ask_gives_the_answer_as_text_and_as_a_record(desk: Desk) -> None:
    result = call(desk, "ask", question="哪些县提高了低保标准？")
    record = result.structured_content
    assert record is not None
    assert record["answered"]
    assert text_of(result) == record["text"]
    assert {"云岭县", "望潮县"} <= {found["region"].removeprefix("江西省") for found in record["findings"]}


def test_ask_goes_on_with_the_conversation_and_refuses_what_is_not_there(desk: Desk) -> None:
    before = ["云岭县2024年的一般公共预算收入是多少？"]
    record = got(desk, "ask", question="望潮县呢？", history=before)
    assert {found["region"] for found in record["findings"]} == {"望潮县"}
    assert not got(desk, "ask", question="云岭县的火星探测经费是多少？")["answered"]


# --- search ----------------------------------------------------------------------------------------------


def test_search_brings_passages_as_they_stand(desk: Desk, index: Index) -> None:
    found = got(desk, "search", text="政府采购 节约率")["passages"]
    assert len(found) == 10
    assert "节约率" in found[0]["text"]
    assert [p["score"] for p in found] == sorted((p["score"] for p in found), reverse=True)
    stored = {(p.report, p.start, p.end): p.text for p in index.passages}
    assert all(stored[p["report"], p["start"], p["end"]] == p["text"] for p in found)


@pytest.mark.parametrize(
    ("filters", "reports"),
    [
        ({"region": "望潮县"}, r"^望潮县-"),
        ({"region": "望潮", "year": 2023}, r"^望潮县-2023-"),
        ({"region": "江西省"}, r"^云岭县-"),
        ({"year": 2022}, r"-2022-"),
        ({"report": CLOUD}, re.escape(CLOUD)),
    ],
)
def test_search_keeps_to_what_it_is_asked_of(desk: Desk, filters: dict[str, Any], reports: str) -> None:
    found = got(desk, "search", text="低保标准", limit=30, **filters)["passages"]
    assert found
    assert all(re.search(reports, passage["report"]) for passage in found)


# --- figures ---------------------------------------------------------------------------------------------


def test_figures_all_of_them_a_part_at_a_time(desk: Desk, index: Index) -> None:
    total = sum(len(claim.figures) for claim in index.claims)
    pages = [got(desk, "figures", limit=200, offset=at) for at in range(0, total, 200)]
    assert {page["total"] for page in pages} == {total}
    assert sum(len(page["figures"]) for page in pages) == total
    texts = {report.id: index.report(report.id).text for report in index.reports}
    for page in pages:
        for figure in page["figures"]:
            assert texts[figure["report"]][figure["start"] : figure["end"]] == figure["text"]
    assert got(desk, "figures", offset=total)["figures"] == []


def test_figures_by_what_they_are(desk: Desk) -> None:
    found = got(
        desk,
        "figures",
        indicator="最低生活保障 城市",
        region="云岭县",
        year=2024,
        role="level",
        status="actual",
    )
    assert {figure["text"] for figure in found["figures"]} == {"885元"}
    assert {figure["indicator"] for figure in found["figures"]} == {"城市低保标准"}
    planned = got(desk, "figures", status="planned", limit=200)["figures"]
    assert {figure["status"] for figure in planned} == {"planned"}
    assert got(desk, "figures", indicator="火星") == {"total": 0, "figures": []}


# --- report ----------------------------------------------------------------------------------------------


def test_report_without_a_name_lists_them_all(desk: Desk, index: Index) -> None:
    listed = got(desk, "report")["reports"]
    assert [record["report"] for record in listed] == [report.id for report in index.reports]


def test_report_in_parts_is_the_report(desk: Desk, index: Index) -> None:
    whole, at, parts = index.report(CLOUD).text, 0, []
    while at is not None:
        part = got(desk, "report", report=CLOUD, start=at, length=700)
        parts.append(part["text"])
        at = part["next"]
    assert "".join(parts) == whole
    assert len(parts) > 2


def test_report_under_each_heading_of_its_outline(desk: Desk, index: Index) -> None:
    whole = index.report(CLOUD).text
    for section in got(desk, "report", report=CLOUD)["sections"]:
        part = got(desk, "report", report=CLOUD, section=section["headings"], length=20000)
        assert part["start"] == section["start"]
        assert part["end"] >= section["end"]
        assert part["text"] == whole[part["start"] : part["end"]]


def test_report_a_heading_in_part_brings_what_stands_below_it(desk: Desk) -> None:
    part = got(desk, "report", report=CLOUD, section=["民生底线"])
    assert part["text"].startswith("（三）兜牢民生底线")
    assert "一是困难群众保障标准" in part["text"]
    assert "（四）" not in part["text"]
    deeper = got(desk, "report", report=CLOUD, section=["主要工作", "困难群众"])
    assert part["start"] < deeper["start"] < deeper["end"] < part["end"]


# --- mistakes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {}, "question"),
        ("ask", {"question": " "}, "question"),
        ("ask", {"question": 3}, "question"),
        ("ask", {"question": "问", "history": "前"}, "history"),
        ("ask", {"query": "问"}, "可用的参数是 question、history"),
        ("search", {"text": "债务", "limit": 0}, "limit"),
        ("search", {"text": "债务", "limit": 1000}, "limit"),
        ("search", {"text": "债务", "region": "火星"}, "望潮县"),
        ("search", {"text": "债务", "year": 2010}, "2022、2023、2024"),
        ("search", {"text": "债务", "report": "没有.txt"}, "没有.txt"),
        ("figures", {"role": "levels"}, "role"),
        ("figures", {"status": "done"}, "status"),
        ("figures", {"offset": -1}, "offset"),
        ("report", {"report": "没有.txt"}, "没有.txt"),
        ("report", {"report": CLOUD, "section": ["火星"]}, "一、2022年主要工作"),
        ("report", {"report": CLOUD, "section": ["一"]}, "请写全"),
        ("report", {"report": CLOUD, "start": 99999}, "start"),
        ("report", {"report": CLOUD, "section": ["民生底线"], "start": 0}, "start"),
    ],
)
def test_a_mistake_is_one_sentence(desk: Desk, tool: str, arguments: dict[str, Any], says: str) -> None:
    result = call(desk, tool, **arguments)
    assert result.is_error
    assert says in text_of(result)
    assert "\n" not in text_of(result)
    assert "Error" not in text_of(result)


# --- the real thing --------------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    beside = str(Path(sys.executable).parent)  # where the command is installed
    return os.environ | {"PATH": beside + os.pathsep + os.environ["PATH"], "PYTHONPATH": str(ROOT)}


def test_the_documented_client_runs(folder: Path) -> None:
    (example,) = (code for code in documented("docs/programs.md") if "from mcp " in code)
    command = [sys.executable, "-W", "error", "-c", example]
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "提高了低保标准" in lines[0]
    assert lines[1].endswith(" True")
    assert all("元" in line for line in lines[2:5])
    assert "隐性债务" in "".join(lines[5:])


def test_over_http_and_an_address_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = xianbao("mcp", "--http", f"127.0.0.1:{port}", cwd=folder)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert f"127.0.0.1:{port}" in done.stderr
    command = [sys.executable, "-m", "ui.cli", "mcp", "--http", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(port, server)

        async def once() -> CallToolResult:
            async with Client(f"http://127.0.0.1:{port}/mcp") as client:
                return await client.call_tool("ask", {"question": "望潮县2024年的一般公共预算收入是多少？"})

        assert "24.6" in text_of(asyncio.run(once()))
    finally:
        server.terminate()
        server.communicate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until the server listens; it fails where the server ends instead."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
                pytest.fail(f"the server ended: {server.communicate()[0]}")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["mcp", "--index", "没有的"], 1, "没有的"),
        (["mcp", "--http", "7861"], 2, "HOST:PORT"),
        (["mcp", "--http", "127.0.0.1:99999"], 2, "HOST:PORT"),
        (["mcp", "--http", "127.0.0.1:web"], 2, "HOST:PORT"),
    ],
)
def test_mistakes_at_the_command_line(folder: Path, arguments: list[str], code: int, says: str) -> None:
    done = xianbao(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
