"""The command line: `xianbao index`, `ask`, `eval`, `figures`, `reports`, `check`, `serve`, `mcp`.

Exit codes: 0 done, 1 something a person can mend (one line on standard error says what), 2 a command that
was not understood, 130 interrupted.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated, Any

import typer

from index.errors import XianbaoError

_EPILOG = """示例：

\b
  xianbao index 报告文件夹
  xianbao ask 哪些县提高了低保标准？
  xianbao figures 报告.docx --mark 校对.html
  xianbao serve
"""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="县报：通读每一份政府工作报告，回答问题并注明出处。不联网，不用语言模型。",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)

IndexFolder = Annotated[
    Path, typer.Option("--index", envvar="XIANBAO_INDEX", help="索引文件夹", show_envvar=True)
]
_DEFAULT_INDEX = Path(".xianbao")
AsJson = Annotated[bool, typer.Option("--json", help="每行输出一条 JSON 记录")]


def main() -> None:
    """Runs the command line; errors that a person can mend become one line and exit code 1."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit code."""
    try:
        app(arguments, prog_name="xianbao")
    except SystemExit as end:  # how a command that ended, or was not understood, says so
        return end.code if isinstance(end.code, int) else 1
    except XianbaoError as error:
        print(f"xianbao: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("xianbao: 已中断。", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output went away (… | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _version(asked: bool) -> None:
    if asked:
        print(f"xianbao {installed_version('xianbao')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)
    ] = False,
) -> None:
    del version  # the callback has answered it


@app.command()
def index(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="报告所在的文件夹或文件；不写则更新上次的", metavar="FOLDER..."),
    ] = None,
    index_folder: IndexFolder = _DEFAULT_INDEX,
    model: Annotated[
        str | None, typer.Option(help="向量模型：hub 名称或文件夹；默认用随包自带的模型")
    ] = None,
) -> None:
    """建立或更新索引：通读每份报告，抽出论断和数字。

    没有变化的报告不再重读；读不了的文件记下原因，不影响其他报告。
    """
    from index.build import build
    from ui.progress import Bar

    with Bar() as bar:
        summary = build(folders or [], index_folder, model=model, progress=bar.show)
    print(summary.text())


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="问题，中文或英文")] = None,
    index_folder: IndexFolder = _DEFAULT_INDEX,
    batch: Annotated[
        Path | None, typer.Option(help="JSONL 文件，每行一个问题：id、question、history")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """就已索引的全部报告提问，得到带出处的回答。"""
    from assistant.desk import Assistant
    from index.store import Index
    from ui import questions

    if (question is None) == (batch is None):
        raise typer.BadParameter("请写一个问题，或用 --batch 给出一个问题文件，二者取一。")
    asked: list[dict[str, Any]] = (
        [{"question": question}] if batch is None else [one for _, one in questions.read(batch)]
    )
    assistant = Assistant(Index.open(index_folder))
    for one in asked:
        answer = assistant.ask(one["question"], one.get("history", ()))
        if as_json:
            _print_json({**{k: one[k] for k in ("id", "question") if k in one}, **answer.to_json()})
        else:
            print(answer.text)


def _print_json(record: dict[str, Any]) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)


@app.command(name="eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="JSONL 文件，每行一个问题和应有的答案", metavar="FILE")],
    index_folder: IndexFolder = _DEFAULT_INDEX,
    as_json: AsJson = False,
) -> None:
    """用一批知道答案的问题检验回答：按种类列出准确率，并逐条列出答错的。

    每行写 question、kind（list、lookup、compare、rank、count、trend、passage、none、masked），以及怎样才算对：
    reports、optional、values、not_values、first、count、quotes、says。可有 id、history。
    用 --json 时每题一条记录，最后一条是合计。有答错的题，退出码仍为 0；文件或索引有误才是 1。
    """
    from assistant.desk import Assistant
    from assistant.judging.scoring import score
    from index.store import Index
    from ui import evaluate as shown

    opened = Index.open(index_folder)
    result = score(Assistant(opened), shown.expected(file, opened))
    if as_json:
        for record in shown.records(result):
            _print_json(record)
    else:
        print(shown.table(result))


@app.command()
def figures(
    report: Annotated[Path, typer.Argument(help="一份报告：docx、pdf、xlsx、html、txt 等", metavar="REPORT")],
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV（可用表格软件打开）")] = False,
    mark: Annotated[Path | None, typer.Option(help="写出一个 HTML 文件，数字都标在原处，供校对")] = None,
) -> None:
    """列出一份报告里的全部数字：数值、单位、指标、角色、方向、时期。"""
    from index.readers import read_one
    from ui import figures as shown

    if as_json + as_csv + (mark is not None) > 1:
        raise typer.BadParameter("--json、--csv、--mark 只能取其一。")
    parsed = read_one(report)
    if mark is not None:
        mark.write_text(shown.marked_page(parsed.report, parsed.claims), "utf-8")
        print(f"已写出 {mark}")
    elif as_json:
        for _, figure in shown.in_order(parsed.claims):
            _print_json(shown.record(figure))
    elif as_csv:
        sys.stdout.write(shown.csv_text(parsed.claims))
    else:
        print(shown.table(parsed.claims))


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="报告文件夹或一份报告；不写则核对已索引的报告", metavar="FOLDER")
    ] = None,
    index_folder: IndexFolder = _DEFAULT_INDEX,
    as_json: AsJson = False,
) -> None:
    """找出对不上的数字：分项加不成合计，差额、增速、占比算不出来，同一指标前后不一。

    隐去的数字不猜，四舍五入的出入不算。
    """
    from index.store import Index
    from ui import checks as shown

    reports_found = wrong = 0
    for report, found in shown.of_folder(folder) if folder else shown.of_index(Index.open(index_folder)):
        if isinstance(found, str):
            print(f"未能读取：{report}（{found}）", file=sys.stderr)
            continue
        reports_found += 1
        wrong += len(found)
        if as_json:
            for one in found:
                _print_json(one.to_json())
        elif found:
            print(shown.text(report, found))
    if not as_json:
        print(
            f"核对了 {reports_found} 份报告，{f'有 {wrong} 处对不上' if wrong else '没有发现对不上的数字'}。"
        )


@app.command()
def reports(index_folder: IndexFolder = _DEFAULT_INDEX, as_json: AsJson = False) -> None:
    """列出已索引的报告，以及没能读取的文件和原因。"""
    from index.store import Index
    from ui import reports as shown

    opened = Index.open(index_folder)
    if as_json:
        for record in shown.records(opened):
            _print_json(record)
    else:
        print(shown.table(opened))


@app.command()
def serve(
    index_folder: IndexFolder = _DEFAULT_INDEX,
    host: Annotated[str, typer.Option(help="监听地址；0.0.0.0 表示局域网内都可访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=0, max=65535)] = 7860,
) -> None:
    """在浏览器里打开县报。"""
    from ui.page import serve as open_page

    open_page(index_folder, host, port)


@app.command()
def mcp(
    index_folder: IndexFolder = _DEFAULT_INDEX,
    http: Annotated[
        str | None,
        typer.Option(
            help="改为在这个地址上用 HTTP 服务（路径 /mcp），不设登录；例如 127.0.0.1:7861",
            metavar="HOST:PORT",
        ),
    ] = None,
) -> None:
    """供其他程序使用：MCP 服务，提供 ask、search、figures、report 四个工具。

    默认走标准输入输出，由 MCP 客户端启动。
    """
    from ui.mcp_server import serve as serve_tools

    serve_tools(index_folder, _address(http) if http else None)


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise typer.BadParameter(f"--http 是 {text}，应为 HOST:PORT，例如 127.0.0.1:7861。")
    return host.strip("[]"), int(port)


if __name__ == "__main__":
    main()
