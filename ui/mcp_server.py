"""xianbao for programs: an MCP server with the tools ask, search, figures and report over one index.

A server of its own, beside the page: a page with login would show the list of tools to anybody.
"""

from __future__ import annotations

import inspect
import socket
from pathlib import Path
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from assistant import search as lookup
from assistant.records import figure_json
from index.errors import XianbaoError
from index.records import Role, Status
from ui import reports as listed
from ui.page.desk import Desk

_INSTRUCTIONS = """县报：通读一批中国政府工作报告，回答问题并给出原文出处；报告没说的，就说没说。
不写参数的 report 列出全部报告。先用 ask 提问；要原文段落用 search，要数字用 figures，要看出处前后文用 report。所有偏移量都指 report 返回的全文中的字符位置。

Cited answers from Chinese government work reports; what the reports do not say is said to be missing. Start with
ask; use search for passages, figures for numbers, report for the text around a citation. Offsets are characters of
the report's text, end not included."""

#: One answer's text for a program: a whole section fits, a whole report comes in parts.
_LONGEST_TEXT = 20_000
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Question = Annotated[
    str,
    Field(description="问题，中文或英文 / a question in Chinese or English", pattern=r"\S", max_length=1000),
]
History = Annotated[
    tuple[str, ...],
    Field(
        description="同一对话里先前的问题，最早的在前 / earlier questions of the conversation, oldest first",
        max_length=50,
    ),
]
Words = Annotated[
    str, Field(description="要找的词或句子 / words or a sentence", pattern=r"\S", max_length=400)
]
Indicator = Annotated[
    str,
    Field(
        description="指标名里应有的词，用空格隔开，同义词算数；空为全部 / words of the indicator's name; empty for all",
        max_length=100,
    ),
]
Region = Annotated[
    str,
    Field(
        description="省、市或县名，含其下各地；空为全部 / a place and those within it; empty for all",
        max_length=50,
    ),
]
Year = Annotated[
    int | None, Field(description="年份，如 2023；空为全部 / a year; null for all", ge=1949, le=2100)
]
ReportId = Annotated[
    str,
    Field(
        description="报告的文件名，如其他工具所给；空则列出全部报告 / a report's id; empty to list all reports",
        max_length=1000,
    ),
]
AnyReport = Annotated[
    str, Field(description="只看这一份报告；空为全部 / only this report; empty for all", max_length=1000)
]
Limit = Annotated[int, Field(description="最多返回多少条 / at most so many", ge=1, le=200)]
Offset = Annotated[int, Field(description="从第几条起，0 为第一条 / the first one returned, from 0", ge=0)]
Headings = Annotated[
    tuple[str, ...],
    Field(
        description="标题，由外到内，可只写一部分；空为全文 / headings, outermost first, in part or whole; empty for all",
        max_length=10,
    ),
]
Start = Annotated[
    int | None,
    Field(
        description="从第几个字符起；空为该节开头 / first character; null for the section's beginning", ge=0
    ),
]
Length = Annotated[
    int, Field(description="最多返回多少字符 / at most so many characters", ge=1, le=_LONGEST_TEXT)
]
AnyRole = Annotated[
    Role | None,
    Field(
        description="level 水平、previous 原水平、change 变动、rate 增速、rank 位次；空为全部 / the figure's role"
    ),
]
AnyStatus = Annotated[
    Status | None,
    Field(
        description="actual 已实现、estimated 预计、planned 计划；空为全部 / achieved, estimated or planned"
    ),
]


class Tools:
    """The tools, over the index as last published in the desk's folder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(self, question: Question, history: History = ()) -> CallToolResult:
        """就全部报告提问，得到带出处的完整回答；报告没说的，answered 为 false。

        返回的文字是回答（Markdown：结论、表格、出处、覆盖情况）；结构化结果另有 findings（每个数字及其所在的
        报告、原句、偏移量）、passages（段落）、coverage（哪些报告有、没有、隐去）和 count（计数的问题）。

        Asks all reports and gives a complete answer with its sources; `answered` is false where they do not say.
        The text is the answer in Markdown. The structured result adds `findings` (every figure with report, quote
        and offsets), `passages`, `coverage` (reports that answer, are silent, hide the number) and `count`.
        """
        answer = self._desk.opened().assistant.ask(question, history)
        record = {"question": question, **answer.to_json()}
        return CallToolResult(content=[TextContent(text=answer.text)], structured_content=record)

    def search(
        self, text: Words, region: Region = "", year: Year = None, report: AnyReport = "", limit: Limit = 10
    ) -> dict[str, Any]:
        """按字面和意思查找原文段落，最相关的在前；可限定地区、报告所述年份或某一份报告。

        passages 每条有 report、region、section（标题，由外到内）、text、start、end、score。

        Passages by words and by meaning, best first, of all reports or those of a place, a year or one report.
        Each has report, region, section (headings, outermost first), text, start, end and score.
        """
        assistant = self._desk.opened().assistant
        reports = lookup.reports_within(assistant, region, year, report)
        found = lookup.passages(assistant, text, reports, limit)
        return {
            "passages": [
                {
                    "report": cited.passage.report,
                    "region": cited.region,
                    "section": list(cited.passage.headings),
                    "text": cited.passage.text,
                    "start": cited.passage.start,
                    "end": cited.passage.end,
                    "score": round(cited.score, 5),
                }
                for cited in found
            ]
        }

    def figures(
        self,
        indicator: Indicator = "",
        region: Region = "",
        year: Year = None,
        role: AnyRole = None,
        status: AnyStatus = None,
        report: AnyReport = "",
        limit: Limit = 50,
        offset: Offset = 0,
    ) -> dict[str, Any]:
        """列出报告里的数字，可按指标、地区、数字所指年份、角色、状态或某一份报告筛选。

        total 是符合条件的总数；figures 是其中从 offset 起的 limit 条，每条有 report、region、section、quote（原句）、
        start、end、text（原文写法）、value（被隐去的为 null）、unit、indicator、role、direction、status、period、comparator。

        Figures of all reports, or by indicator, place, year spoken of, role, status or report. `total` is how many
        there are; `figures` holds `limit` of them from `offset` on, with the sentence (`quote`) each stands in;
        `value` is null where the report hides it.
        """
        assistant = self._desk.opened().assistant
        reports = lookup.reports_within(assistant, region, report=report)
        found = lookup.figures(assistant, reports, indicator, year, role, status)
        return {
            "total": len(found),
            "figures": [
                {
                    "report": stated.claim.report,
                    "region": stated.region,
                    "section": list(stated.claim.headings),
                    "quote": stated.claim.quote,
                    **figure_json(stated.figure),
                }
                for stated in found[offset : offset + limit]
            ],
        }

    def report(
        self,
        report: ReportId = "",
        section: Headings = (),
        start: Start = None,
        length: Length = 4000,
    ) -> dict[str, Any]:
        """一份报告的原文：全文或某个标题之下（连同下级标题），从 start 起最多 length 个字符，并附全部标题。

        text 就是全文的 start 到 end；next 是接着读的位置，读完为 null；characters 是全文的字符数；
        sections 列出每个标题及其位置。不写 report，则 reports 列出全部报告和没能读取的文件（有 reason）。

        A report's text: all of it or what stands under a heading and below, `length` characters from `start` on.
        `text` is exactly `start` to `end` of the report; `next` is where to go on, null at the end; `sections` is
        the outline with offsets. Without an id, `reports` lists what is indexed, and failures with their `reason`.
        """
        opened = self._desk.opened()
        if not report:
            return {"reports": listed.records(opened.index)}
        whole = opened.report(report)
        first, last = 0, len(whole.text)
        if section:
            found, last = lookup.stretch(whole, section)
            first = found.start
        begin = first if start is None else start
        if not first <= begin <= last:
            raise XianbaoError("tools.start", start=begin, first=first, last=last)
        end = min(begin + length, last)
        origin = whole.origin
        return {
            "report": whole.id,
            "title": origin.title,
            "region": opened.region(whole.id),
            "period": list(origin.period) if origin.period else None,
            "characters": len(whole.text),
            "start": begin,
            "end": end,
            "next": end if end < last else None,
            "text": whole.text[begin:end],
            "sections": [
                {"headings": list(s.headings), "start": s.start, "end": s.end}
                for s in whole.sections
                if s.headings and s.start < s.body
            ],
        }


class _Server(MCPServer[Any]):
    """Says what is wrong with a call in one sentence."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        schema = next((tool.input_schema for tool in await self.list_tools() if tool.name == name), None)
        known = list(schema["properties"]) if schema else list(arguments)
        if unknown := sorted(set(arguments) - set(known)):
            raise ToolError(f"{name} 没有参数 {'、'.join(unknown)}，可用的参数是 {'、'.join(known)}。")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            match error.__cause__:
                case XianbaoError() as cause:
                    raise ToolError(str(cause)) from cause
                case ValidationError() as cause:
                    raise ToolError(_mistake(cause, schema or {})) from cause
                case _:
                    raise


def _mistake(error: ValidationError, schema: dict[str, Any]) -> str:
    """The first mistake in a call's arguments: which, what is wrong, what it is for."""
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    meant = schema.get("properties", {}).get(name, {}).get("description", "")
    return f"参数 {name} 不对（{first['msg']}），应为：{meant}。"


def build(desk: Desk) -> MCPServer[Any]:
    """The server over `desk`, not yet serving."""
    from importlib.metadata import version

    server = _Server(
        "xianbao", title="县报", instructions=_INSTRUCTIONS, version=version("xianbao"), log_level="WARNING"
    )
    tools = Tools(desk)
    for tool, title in (
        (tools.ask, "提问 Ask"),
        (tools.search, "查找段落 Search"),
        (tools.figures, "查找数字 Figures"),
        (tools.report, "阅读报告 Report"),
    ):
        server.add_tool(tool, title=title, description=inspect.getdoc(tool), annotations=_READ_ONLY)
    return server


def serve(index_folder: Path, http: tuple[str, int] | None = None) -> None:
    """Serves until the client goes away (standard input and output) or until interrupted (`http`).

    Raises `XianbaoError` where there is no usable index or the address cannot be listened on.
    """
    desk = Desk(index_folder)
    desk.warm()
    server = build(desk)
    if http is None:
        server.run()
        return
    host, port = http
    _free(host, port)
    server.run("streamable-http", host=host, port=port, stateless_http=True, json_response=True)


def _free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family):
            return
    except OSError as error:
        raise XianbaoError("tools.address", host=host, port=port, reason=error.strerror or error) from error
