"""The page for programs: Gradio's client against the running server, and nothing but what is meant for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.conftest import documented
from tests.page.steps import QUESTION
from ui.page.desk import Desk


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    client = Client(address, verbose=False)
    yield client
    client.close()


def test_only_the_named_functions_are_offered(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert isinstance(offered, dict)
    assert set(offered["named_endpoints"]) == {"/ask", "/search", "/figures", "/report"}


def test_asking_gives_what_the_command_gives(client: Client, desk: Desk) -> None:
    given = client.predict(question=QUESTION, api_name="/ask")
    assert given["findings"] == desk.opened().assistant.ask(QUESTION).to_json()["findings"]


def test_a_follow_up_takes_the_history(client: Client) -> None:
    given = client.predict(question="那特困供养标准呢？", history=[QUESTION], api_name="/ask")
    assert given["answered"]


def test_passages_figures_and_text_agree(client: Client) -> None:
    found = client.predict(text="乡村振兴", limit=3, api_name="/search")["passages"]
    assert len(found) == 3
    first = found[0]
    length = first["end"] - first["start"]
    text = client.predict(report=first["report"], start=first["start"], length=length, api_name="/report")
    assert text["text"].replace("\n", "")[:20] == first["text"].replace("\n", "")[:20]
    figures = client.predict(indicator="教育支出", year=2024, api_name="/figures")
    assert figures["total"] > 0
    assert all("教育" in one["indicator"] for one in figures["figures"])


def test_the_documented_client_runs(address: str) -> None:
    (example,) = (code for code in documented("docs/programs.md") if "gradio_client" in code)
    code = example.replace("http://127.0.0.1:7860/", address)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    said, place, figures, near = done.stdout.splitlines()[:4]
    assert "提高了低保标准" in said
    assert place.endswith("县 True")
    assert figures.count("元") == 3
    assert near


def test_what_is_wrong_is_said_in_one_sentence(client: Client) -> None:
    with pytest.raises(AppError, match=r"没有报告 没有\.txt"):
        client.predict(report="没有.txt", api_name="/report")
