"""Whether an answer is right: what a question's author expects, held against the line that was answered.

A record of a file of questions has `question` and `kind`, may have `id`, `history`, `corpus` and `note`, and says
what is right: `reports` (must be among the findings; `optional` may, no other), `values` and `not_values` (figures
that must and must not be), `first`, `count`, `quotes` (one of them in the first five passages), `says` (in the text).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from assistant.units import scaled
from index.errors import BadQuestions
from index.messages import Message
from index.text import fold

KINDS = ("list", "lookup", "compare", "rank", "count", "trend", "passage", "none", "masked")
_ASKED = ("id", "question", "history", "corpus", "kind", "note")
_FLAGS = ("silent", "mention")
_EXPECTED = (*_FLAGS, "reports", "optional", "values", "not_values", "first", "count", "quotes", "says")
#: An answer that hides nothing itself says so with one of these.
_HIDDEN = ("隐去", "隐藏", "未公开", "脱敏", "未披露", "遮", "redact", "mask", "hidden", "withheld")
#: A lookup must bring its figures among the first so many, a passage question its passage.
_LOOKUP, _PASSAGES = 8, 5
#: Amounts are the same up to what floating point loses.
_TOLERANCE = 1e-9
#: What an error calls a record that stands in no file.
_ONE = Message("questions.one")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that an answer must bring, or must not: `value` in `unit`, as the report writes them."""

    report: str
    value: int | float
    unit: str

    def __str__(self) -> str:
        return f"{self.report} 的 {self.value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Expected:
    """A question with what its author expects. `None` where nothing is expected of that kind."""

    question: str
    kind: str
    id: str = ""
    history: tuple[str, ...] = ()
    reports: tuple[str, ...] | None = None
    optional: tuple[str, ...] = ()
    values: tuple[Wanted, ...] = ()
    not_values: tuple[Wanted, ...] = ()
    first: tuple[str, ...] | None = None
    count: int | None = None
    quotes: tuple[str, ...] | None = None
    says: tuple[str, ...] = ()
    silent: bool = False  # `reports` are those that do not speak of it
    mention: bool = False  # `reports` are those that speak of it, with a figure or without

    @classmethod
    def of(cls, record: Mapping[str, Any], where: str | Message = _ONE) -> Expected:
        """The record of one question. Raises `BadQuestions`, beginning with `where`, where it is none."""
        if unknown := sorted(set(record) - {*_ASKED, *_EXPECTED}):
            raise BadQuestions("questions.unknown_fields", where=where, fields=unknown)
        for name in ("question", "kind"):
            if not isinstance(record.get(name), str) or not record[name].strip():
                raise BadQuestions("questions.no_text", where=where, name=name)
        if record["kind"] not in KINDS:
            raise BadQuestions("questions.kind", where=where, kind=record["kind"], known=KINDS)
        count = record.get("count")
        if count is not None and (not isinstance(count, int) or isinstance(count, bool)):
            raise BadQuestions("questions.count", where=where, count=repr(count))
        asked = cls(
            record["question"],
            record["kind"],
            str(record.get("id", "")),
            _strings(record, "history", where) or (),
            _strings(record, "reports", where),
            _strings(record, "optional", where) or (),
            _wanted(record, "values", where),
            _wanted(record, "not_values", where),
            _strings(record, "first", where),
            count,
            _strings(record, "quotes", where),
            _strings(record, "says", where) or (),
            *(record.get(flag) is True for flag in _FLAGS),
        )
        if asked.kind not in ("none", "masked") and not asked.expects:
            raise BadQuestions("questions.nothing_expected", where=where)
        return asked

    @property
    def expects(self) -> bool:
        """Whether anything is expected beyond an answer at all."""
        some = (self.reports, self.first, self.count, self.quotes)
        return any(s is not None for s in some) or bool(self.values or self.not_values or self.says)

    @property
    def named(self) -> tuple[str, ...]:
        """Every report that it names, once."""
        figures = (wanted.report for wanted in (*self.values, *self.not_values))
        return tuple(dict.fromkeys(chain(self.reports or (), self.optional, self.first or (), figures)))


def _strings(record: Mapping[str, Any], name: str, where: str | Message) -> tuple[str, ...] | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadQuestions("questions.strings", where=where, name=name)
    return tuple(value)


def _wanted(record: Mapping[str, Any], name: str, where: str | Message) -> tuple[Wanted, ...]:
    value = record.get(name, [])
    if isinstance(value, list):
        made = tuple(_figure(item) for item in value)
        if None not in made:
            return tuple(figure for figure in made if figure)
    raise BadQuestions("questions.figures", where=where, name=name)


def _figure(item: object) -> Wanted | None:
    match item:
        case {"report": str(report), "value": int() | float() as value, "unit": str(unit), **rest}:
            return None if rest or isinstance(value, bool) else Wanted(report, value, unit)
        case _:
            return None


def judge(expected: Expected, line: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with an answer line (`Answer.to_json`), a phrase each; empty where it is right."""
    findings: Sequence[Mapping[str, Any]] = line.get("findings") or ()
    text = line.get("text") or ""
    answered = bool(line.get("answered"))
    if expected.kind == "none":
        return ("报告没有说的，却作了回答",) if answered else ()
    if expected.kind == "masked":
        hidden = any(f.get("value") is None for f in findings) and any(word in text for word in _HIDDEN)
        return () if hidden or not answered else ("没有说明数字被隐去",)
    if not answered:
        return ("没有回答",)
    return (
        *_wrong_reports(expected, findings, line.get("coverage") or {}),
        *_wrong_values(expected, findings, _shown(text)),
        *_wrong_order(expected, findings, line.get("count")),
        *_wrong_passages(expected, findings, line.get("passages") or ()),
        *(f"回答里没有“{said}”" for said in expected.says if _shown(said) not in _shown(text)),
    )


def _wrong_reports(
    expected: Expected, findings: Sequence[Mapping[str, Any]], coverage: Mapping[str, Any]
) -> Iterable[str]:
    if expected.reports is None:
        return
    got, need = {str(f.get("report")) for f in findings}, set(expected.reports)
    if expected.silent or expected.mention:
        got = set(coverage.get("silent" if expected.silent else "answering") or ())
    if lacking := sorted(need - got):
        yield f"缺少 {'、'.join(lacking)}"
    if extra := sorted(got - need - set(expected.optional)):
        yield f"多出 {'、'.join(extra)}"


def _wrong_values(expected: Expected, findings: Sequence[Mapping[str, Any]], shown: str) -> Iterable[str]:
    looked = findings[:_LOOKUP] if expected.kind == "lookup" else findings
    for wanted in expected.values:
        if not any(_is(wanted, f) for f in looked):
            yield f"依据里没有 {wanted}"
        elif str(wanted.value) not in shown and f"{wanted.value:g}" not in shown:
            yield f"依据里有、回答里没写 {wanted}"
    for wanted in expected.not_values:
        if any(_is(wanted, f) for f in findings):
            yield f"不该有 {wanted}"


def _wrong_order(
    expected: Expected, findings: Sequence[Mapping[str, Any]], count: int | None
) -> Iterable[str]:
    if expected.first is not None:
        first = findings[0].get("report") if findings else "空的"
        if first not in expected.first:
            yield f"排在首位的是 {first}，应为 {'或'.join(expected.first)}"
    if expected.count is not None and count != expected.count:
        yield f"数目是 {'空的' if count is None else count}，应为 {expected.count}"


def _wrong_passages(
    expected: Expected, findings: Sequence[Mapping[str, Any]], passages: Sequence[Mapping[str, Any]]
) -> Iterable[str]:
    if expected.quotes is None:
        return
    read = [p.get("text", "") for p in passages[:_PASSAGES]] + [f.get("quote", "") for f in findings]
    if not any(quote in text for quote in expected.quotes for text in read):
        yield f"前 {_PASSAGES} 段里没有“{'”或“'.join(expected.quotes)}”"


def _is(wanted: Wanted, finding: Mapping[str, Any]) -> bool:
    """Whether the finding is this figure: 1.2亿元 is 12000万元, and 885元 is 885元/月."""
    value = finding.get("value")
    if finding.get("report") != wanted.report or value is None:
        return False
    a, unit = scaled(wanted.value, _base(wanted.unit))
    b, other = scaled(value, _base(finding.get("unit") or ""))
    return unit == other and abs(a - b) <= _TOLERANCE * max(1.0, abs(a), abs(b))


def _base(unit: str) -> str:
    """The unit without what it is counted by."""
    return fold(unit).replace("·", "/").split("/")[0].strip()


def _shown(text: str) -> str:
    """Text as numbers are looked for in it: half width, without thousands separators."""
    return fold(text).replace(",", "").replace("，", "")
