"""Reads single sentences of an invented report, as the tests of the grammar need them."""

from __future__ import annotations

from index.grammar import read_claims
from index.records import Claim, Figure, Origin, Period, Report
from index.sections import sections

OWN: Period = ("2024-01", "2024-12")
AHEAD: Period = ("2025-01", "2025-12")
REVIEW = "一、2024年工作完成情况"
PLAN = "二、2025年工作计划"


def report(text: str, own: Period = OWN, ahead: Period = AHEAD) -> Report:
    origin = Origin("测试县2024年财政工作总结", period=own, plan_period=ahead)
    return Report("测试县.txt", text, origin, sections(text), "")


def claims(sentence: str, heading: str = REVIEW) -> list[Claim]:
    return read_claims(report(f"{heading}\n{sentence}\n"))


def figures(sentence: str, heading: str = REVIEW) -> list[Figure]:
    """The figures of a sentence that stands under `heading`, in the order they stand in."""
    return sorted((f for c in claims(sentence, heading) for f in c.figures), key=lambda f: f.start)


def moves(sentence: str, heading: str = REVIEW) -> list[tuple[str, str | None]]:
    """Indicator and direction of the claims without a number."""
    return [(c.indicator, c.direction) for c in claims(sentence, heading) if not c.figures]
