"""Proof that an answer invents no number: every digit stands in what it cites, or is marked as computed."""

from __future__ import annotations

import re

from assistant.answering import layout
from assistant.records import Answer
from index.text import fold

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Columns of the table that hold figures: before, value, change.
_FIGURES = slice(2, 5)


def numbers(text: str) -> set[str]:
    """The numbers that stand in `text`, full width folded and separators dropped."""
    return set(_NUMBER.findall(fold(text).replace(",", "")))


def unsupported(answer: Answer) -> list[str]:
    """Numbers that the answer shows and cannot prove; empty where it is honest.

    Each row of the table is held against its own sentence, the leading sentence against all that is cited,
    the question and the counts of regions and reports.
    """
    wrong: list[str] = []
    computed = {n for c in answer.computed for n in numbers(c.text)}
    for finding, row in zip(answer.findings, layout.rows(answer, answer.query.language), strict=True):
        proved = numbers(finding.claim.quote) | computed
        for cell in row[_FIGURES]:
            wrong += [f"{finding.claim.location}: {n}" for n in sorted(numbers(cell) - proved)]
        for figure in finding.figures:
            if figure.text not in finding.claim.quote:
                wrong.append(f"{finding.claim.location}: {figure.text}")
    cited = " ".join([f.claim.quote for f in answer.findings] + [p.passage.text for p in answer.passages])
    names = " ".join([f.region + f.claim.indicator + layout.when(f) for f in answer.findings])
    names += " ".join(p.region for p in answer.passages)
    counts = {
        len(answer.coverage.answering),
        len({f.region for f in answer.findings}),
        len(answer.findings),
        answer.count or 0,
    }
    counts.add(len({p.region for p in answer.passages}))
    coverage = answer.coverage
    counts |= {len(coverage.scope), len(coverage.silent) + len(coverage.hidden)}
    counts |= {len(coverage.silent), len(coverage.unmet) + len(coverage.hidden)}
    counts.add(len(coverage.scope) - len(coverage.answering))
    known = numbers(cited) | numbers(names) | numbers(answer.query.text) | computed | {str(c) for c in counts}
    known |= {year[:4] for year, _ in answer.query.years}  # of 2022年到2024年 the year between
    if answer.answered:
        wrong += [f"sentence: {n}" for n in sorted(numbers(answer.sentence) - known)]
    return wrong
