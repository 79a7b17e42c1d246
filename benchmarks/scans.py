"""How well and how fast scans are read: ten pages that are drawn and damaged here.

python benchmarks/scans.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from index.report import parse, read_report
from tests import scans

PAGES = 10


def _figures(claims: object) -> set[tuple[str, str]]:
    return {(f.indicator, f.text) for c in claims for f in c.figures}  # type: ignore[attr-defined]


def main() -> None:
    right: list[tuple[float, float]] = []
    same = wanted = made = 0
    spent = 0.0
    for seed in range(PAGES):
        lines, table = scans.report(seed)
        tilt, grain = (seed % 5 - 2) * 0.5, 4 + seed % 3 * 2
        with tempfile.TemporaryDirectory() as place:
            path = Path(place, "扫描.pdf")
            path.write_bytes(scans.saved(scans.page(lines, table, tilt=tilt, grain=grain, seed=seed)))
            began = time.perf_counter()
            read = read_report(path)
            spent += time.perf_counter() - began
        right.append(scans.found(scans.shown(lines, table), read.report.text))
        rows = ["| " + " | ".join(row) + " |" for row in table]
        rows.insert(1, "|" + " --- |" * len(table[0]))
        text = "\n\n".join([lines[0], "".join(lines[1:]).strip(), "\n".join(rows)])
        truth, got = _figures(parse(text, "扫描.pdf").claims), _figures(read.claims)
        same, wanted, made = same + len(truth & got), wanted + len(truth), made + len(got)
        print(
            f"page {seed}: tilt {tilt:+.1f}, grain {grain}: {right[-1][0]:.4f} of characters, {right[-1][1]:.4f} of digits"
        )
    characters, digits = (sum(one[n] for one in right) / PAGES for n in range(2))
    print(
        f"{PAGES} pages: {characters:.4f} of characters, {digits:.4f} of digits, {spent / PAGES:.1f} s a page"
    )
    print(
        f"figures against those of the text: f1 {2 * same / max(wanted + made, 1):.4f} ({same} of {wanted})"
    )


if __name__ == "__main__":
    main()
