"""Where a report comes from and when it speaks of: its title, kind, region and period."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from index.errors import BadMetadata
from index.messages import Message
from index.origin.region import region
from index.origin.timing import periods
from index.records import Origin
from index.sections import sections
from index.text import clean, paragraphs, sentences, simplified

#: The table that a person may put beside the reports, and its columns.
METADATA = "metadata.csv"
COLUMNS = ("file", "region", "year", "title")

_MARK = re.compile(r"#{1,6}\s+|\*\*|__")
#: What a title ends in, brackets and 草案 aside.
_TITLE = re.compile(
    r"(?:总结|报告|汇报|计划|要点|打算|安排|思路|方案|材料|公报|公告|公示|简报|决算|讲话|情况|建议|说明|总结和?评估)(?:[（(][^（）()]{1,12}[）)]|稿)?$"
)
#: Lines on top that are a title's first half: 云岭县财政局⏎2023年工作总结.
_HALF = re.compile(r"(?:局|委|办|厅|政府|中心|委员会|关于.*)$")
_KINDS = (
    (re.compile(r"政府工作报告|人民政府工作报告"), "政府工作报告"),
    (re.compile(r"[“\"]?三公[”\"]?(?:经费|支出)"), "三公经费说明"),
    (re.compile(r"审计(?:工作|结果|情况|整改)*(?:的)?(?:报告|公告)|审计局?.{0,20}审计结果"), "审计报告"),
    (re.compile(r"统计公报|普查.{0,12}公报"), "统计公报"),
    (re.compile(r"预算执行|预算[（(]?草案|预算(?:安排)?的?报告"), "预算执行情况报告"),
    (re.compile(r"决算"), "财政决算报告"),
    (re.compile(r"国民经济和社会发展计划执行"), "国民经济和社会发展计划报告"),
    (re.compile(r"述职"), "述职报告"),
)
_WORK = re.compile(
    r"(?:工作)(?:的)?(?:总结|汇报|情况(?:的)?(?:报告|汇报|总结)?|报告|计划|要点|打算|安排|思路)|(?:总结|报告|汇报)(?=如下)"
)
_LONGEST_TITLE = 70
_TOP = 12  # paragraphs among which a title is looked for


def origin(text: str, file: str, row: Mapping[str, str] | None = None) -> Origin:
    """Where `text` comes from, as its title, its words, its `file` name or its `row` of metadata.csv say.

    `file` is the path below the indexed folder, with `/`. What none of them says is `None`: nothing is
    guessed.
    """
    row = {key: value.strip() for key, value in (row or {}).items() if value and value.strip()}
    top = _top(text)
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", file.rsplit("/", 1)[-1])
    own = row.get("title") or _title(top)
    opening = _opening(text)
    title = own or stem
    kind = _kind(own) or _kind(stem) or _kind(opening)
    headings = list(dict.fromkeys(s.headings[0] for s in sections(text) if s.headings))
    year = int(row["year"]) if "year" in row else None
    first = next(iter(_sentences(opening)), "")
    period, plan = periods(own or "", stem, headings, _dated(top) + first, year, kind, text, top)
    block = simplified("\n".join([row.get("title", ""), own or "", *(line for line in top if line != own)]))
    where = region(block, file, text, row.get("region"))
    return Origin(title, kind, where.province, where.city, where.county, where.shown, period, plan)


def read_metadata(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of `metadata.csv` in `folder` by their file; none where there is no such table.

    Columns: file (name, or path below the folder), region, year, title, in any order; all but `file` may be
    missing or empty. UTF-8 or GB18030. Raises `BadMetadata`, with the line, where a row cannot be understood.
    """
    path = folder / METADATA
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadMetadata("metadata.closed", path=path, reason=error.strerror) from None
    reader = csv.reader(io.StringIO(_decoded(path, data), newline=""))
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        _check_head(path, head)
        rows: dict[str, dict[str, str]] = {}
        for values in reader:
            if any(value.strip() for value in values):
                row = _row(path, reader.line_num, head, values)
                if row["file"] in rows:
                    raise BadMetadata("metadata.twice", path=path, line=reader.line_num, file=row["file"])
                rows[row["file"]] = row
    except csv.Error as error:
        raise BadMetadata("metadata.csv", path=path, line=reader.line_num, reason=error) from None
    return rows


def _decoded(path: Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadMetadata("metadata.encoding", path=path)


def _check_head(path: Path, head: list[str]) -> None:
    unknown = [name for name in head if name not in COLUMNS]
    if "file" not in head or unknown or len(set(head)) < len(head):
        found = head if any(head) else Message("metadata.no_head")
        raise BadMetadata("metadata.head", path=path, line=1, found=found)


def _row(path: Path, line: int, head: list[str], values: list[str]) -> dict[str, str]:
    if len(values) > len(head) and any(value.strip() for value in values[len(head) :]):
        raise BadMetadata("metadata.columns", path=path, line=line, found=len(values), expected=len(head))
    row = {name: value.strip() for name, value in zip(head, values, strict=False)}
    row["file"] = row.get("file", "").replace("\\", "/")
    if not row["file"]:
        raise BadMetadata("metadata.no_file", path=path, line=line)
    year = row.get("year", "")
    if year and not re.fullmatch(r"20\d\d年?", year):
        raise BadMetadata("metadata.year", path=path, line=line, year=year)
    row["year"] = year.rstrip("年")
    return row


# --- the top of the text ------------------------------------------------------------------------------


def _top(text: str) -> list[str]:
    """The short lines before the text proper: title, session, names."""
    out: list[str] = []
    for a, b in paragraphs(text)[:_TOP]:
        line = re.sub(r"\s+", " ", _MARK.sub("", clean(text, a, b))).strip(" *_")
        if len(line) > _LONGEST_TITLE or "。" in line or re.match(r"[一二三]、|各位|现在", line):
            break
        if line:
            out.append(line)
    return out


def _title(top: list[str]) -> str | None:
    for i, line in enumerate(top):
        if _TITLE.search(simplified(line)) and not line.endswith(("：", ":")):
            before = top[i - 1] if i else ""
            if before and len(before) <= 20 and _HALF.search(before) and before not in line:
                return before + line
            return line
    return None


def _opening(text: str) -> str:
    """The first paragraph that is prose."""
    for a, b in paragraphs(text)[: _TOP * 2]:
        words = clean(text, a, b)
        if "。" in words or len(words) > _LONGEST_TITLE:
            return words[:600]
    return ""


def _sentences(words: str) -> list[str]:
    return [words[a:b] for a, b in sentences(words)][:1]


def _dated(top: list[str]) -> str:
    """The session's date, if a line on top gives one: 2026年1月27日在…会议上."""
    return next((line + "。" for line in top if re.search(r"会议?上[）)]?$", line)), "")


def _kind(words: str | None) -> str | None:
    if not words:
        return None
    words = simplified(words)
    for pattern, kind in _KINDS:
        if pattern.search(words):
            return kind
    work = _WORK.search(words)
    if not work:
        return None
    last = re.search(r"总结|汇报|报告|计划|要点|打算|安排|思路", work[0])
    noun = last[0] if last else _said_below(words)
    noun = {"打算": "计划", "安排": "计划", "思路": "计划"}.get(noun, noun)
    return ("财政" if "财政" in words[: work.start() + 40] else "") + "工作" + noun


def _said_below(words: str) -> str:
    """工作情况 alone: what it is called where the text says so, else a report."""
    m = re.search(r"汇报|总结|报告", words)
    return m[0] if m else "报告"
