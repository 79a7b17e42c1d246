"""Sentences a second that the grammar reads on one core, and that its time grows with a line's length only.

    python benchmarks/grammar.py [FOLDER]

Reads the reports of FOLDER, else of ../shared/reports, else of corpus/ (text files only, each as one
report), several times over, and prints the best run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from index.grammar import read_claims
from index.records import Origin, Report
from index.sections import sections
from index.text import sentences

_ROOT = Path(__file__).resolve().parents[1]
_RUNS = 5
_LENGTH = 100_000
_LINES = {
    "no punctuation": "全县经济平稳运行",
    "digits": "1",
    "stars": "*",
    "opening brackets": "（",
    "digits and commas": "1,",
    "a rate after a rate": "增长5%",
    "money and purposes": "安排资金5万元用于道路",
}


def reports(folder: Path) -> Iterator[Report]:
    for path in sorted(folder.rglob("*.txt")):
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        yield _report(path.name, text)


def _report(name: str, text: str) -> Report:
    origin = Origin(name, period=("2024-01", "2024-12"), plan_period=("2025-01", "2025-12"))
    return Report(name, text, origin, sections(text), "")


def main() -> None:
    shared = _ROOT.parent / "shared" / "reports"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared if shared.is_dir() else _ROOT / "corpus"
    read = list(reports(folder))
    count = sum(len(sentences(r.text)) for r in read)
    for r in read:  # the patterns are built once
        read_claims(r)
    best = min(_timed(read) for _ in range(_RUNS))
    figures = sum(len(c.figures) for r in read for c in read_claims(r))
    print(f"{len(read)} reports, {count} sentences, {figures} figures")
    print(f"{count / best:,.0f} sentences a second")
    for name, unit in _LINES.items():
        half, whole = (_timed([_report(name, unit * (n // len(unit)))]) for n in (_LENGTH // 2, _LENGTH))
        print(f"{name}: {whole:.2f} s for {_LENGTH:,} characters, {whole / half:.1f} times half of them")


def _timed(read: list[Report]) -> float:
    start = time.process_time()
    for report in read:
        read_claims(report)
    return time.process_time() - start


if __name__ == "__main__":
    main()
