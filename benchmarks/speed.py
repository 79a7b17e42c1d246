"""Times indexing and answering: passages a second, and warm answers' median and 95th percentile.

    python benchmarks/speed.py [--reports FOLDER] [--questions FILE...] [--model M] [--copies N]

Over ../shared/reports where it is there, else over corpus/. With --copies N the reports of corpus/ are varied
into N reports first (other counties, other digits), to see how answers scale.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

from assistant.desk import Assistant
from index.build import build
from index.reading.files import read, reports_in
from index.store import Index

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, nargs="*", help="folders to index")
    parser.add_argument("--questions", type=Path, nargs="*", help="JSONL files of questions")
    parser.add_argument("--model", help="embedding model; the packaged one by default")
    parser.add_argument("--copies", type=int, help="vary corpus/ into this many reports")
    args = parser.parse_args()
    shared = SHARED.is_dir() and not args.copies
    folders = args.reports or (
        [SHARED / "reports/seeds", SHARED / "reports/provinces"] if shared else [ROOT / "corpus"]
    )
    files = args.questions or (
        sorted((SHARED / "eval/questions").glob("*.jsonl"))
        if shared
        else [ROOT / "tests/data/questions.jsonl"]
    )
    with tempfile.TemporaryDirectory() as scratch:
        if args.copies:
            folders = [varied(ROOT / "corpus", Path(scratch) / "reports", args.copies)]
        print(", ".join(map(str, folders)))
        folder = Path(scratch) / "index"
        for name in ("built from nothing", "again, unchanged"):
            began = time.perf_counter()
            made = build(folders, folder, args.model)
            seconds = time.perf_counter() - began
            rate = f", {made.embedded / seconds:.0f} texts embedded a second" if made.embedded else ""
            print(f"{name}: {made.reports} reports, {made.passages} passages, {seconds:.2f} s{rate}")
        answers(folder, files)


def answers(folder: Path, files: list[Path]) -> None:
    """Asks every question twice and times the second round, when everything is loaded."""
    asked = [
        json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()
    ]
    with Index.open(folder) as index:
        began = time.perf_counter()
        assistant = Assistant(index)
        assistant.ask("低保标准")
        print(f"assistant ready and warm after {time.perf_counter() - began:.2f} s")
        for question in asked:
            assistant.ask(question["question"], question.get("history", []))
        spent: list[float] = []
        for question in asked:
            began = time.perf_counter()
            assistant.ask(question["question"], question.get("history", []))
            spent.append(1000 * (time.perf_counter() - began))
    spent.sort()
    p95 = spent[int(0.95 * (len(spent) - 1))]
    median = statistics.median(spent)
    print(f"{len(spent)} warm answers: median {median:.1f} ms, 95 % {p95:.1f} ms, max {spent[-1]:.0f}")


def varied(corpus: Path, folder: Path, copies: int) -> Path:
    """`copies` reports made from those of `corpus`: other counties, other last digits."""
    chance = random.Random(0)
    texts = [read(path).text for path in reports_in(corpus)]
    first, second = "安北东永新长平宁清和", "川山陵溪泉江原林口阳"
    folder.mkdir(parents=True)
    for number in range(copies):
        text = texts[number % len(texts)]
        county = (
            first[number // 10 % 10] + second[number % 10] + "临望集桥店湾峰坪河谷"[number // 100 % 10] + "县"
        )
        text = re.sub(r"云岭县|青禾县|望潮县|桐渡县", county, text)
        text = re.sub(r"(?<=\d)\d(?=[.%万亿元户人家])", lambda _: str(chance.randrange(10)), text)
        (folder / f"{county}-{number:04d}.txt").write_text(text, "utf-8")
    return folder


if __name__ == "__main__":
    main()
