"""Scores the figures against labelled reports, per report and field, and what each group of rules contributes.

    python benchmarks/quality.py [--labels FOLDER...] [--reports FOLDER...] [--without]

Uses the comparison of ../shared/eval/score.py, so its numbers are that scorer's. `--without` measures every
group of rules by leaving it out: rules are switched off here, by replacing a function; the grammar has no
switches.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from index.grammar import discourse, figures, indicators, phrases, quantities, scene
from index.reading.files import read
from index.report import parse

_ROOT = Path(__file__).resolve().parents[1]
_EVAL = _ROOT.parent / "shared" / "eval"
_SOFT = ("period", "comparator")
_DIGIT = re.compile(r"[0-9０-９*＊XxＸ×]")
_NEVER = re.compile(r"(?!)")


@dataclass(slots=True)
class Score:
    """Counts over labelled figures; `wrong` by field, of those that were found."""

    labelled: int = 0
    extracted: int = 0
    found: int = 0
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.labelled + self.extracted)

    def add(self, other: Score) -> None:
        self.labelled += other.labelled
        self.extracted += other.extracted
        self.found += other.found
        self.right += other.right
        self.wrong += other.wrong


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with its labels; `ranges` are the stretches that were labelled."""

    name: str
    file: str
    text: str
    labels: list[dict[str, Any]]
    ranges: list[tuple[int, int]]


def labelled(folder: Path, reports: list[Path], scorer: Any) -> Iterator[Labelled]:
    """The labelled reports of a folder of `.jsonl` files, whose texts are looked for below `reports`."""
    for path in sorted(folder.glob("*.jsonl")):
        labels = scorer.read_jsonl(path)
        head = labels.pop(0) if labels and "ranges" in labels[0] else {}
        file = head.get("report", f"{path.stem}.txt")
        source = next(found for below in reports for found in below.rglob(file))
        text = read(source).text
        ranges = [(a, b) for a, b in head.get("ranges", [(0, len(text))])]
        yield Labelled(path.stem, file, text, labels, ranges)


def score(one: Labelled, scorer: Any) -> Score:
    """Every labelled figure takes the extracted one that overlaps it most; right where all core fields agree."""
    got = [f for c in parse(one.text, one.file).claims for f in c.figures if _DIGIT.search(f.text)]
    got = [f for f in got if any(a <= f.start < b for a, b in one.ranges)]
    out = Score(len(one.labels), len(got))
    taken: set[int] = set()
    for gold in one.labels:
        a, b = gold["start"], gold["end"]
        near = [(min(f.end, b) - max(f.start, a), -k) for k, f in enumerate(got) if k not in taken]
        overlap, at = max(near, default=(0, 0))
        if overlap <= 0:
            continue
        taken.add(-at)
        out.found += 1
        figure = {name: getattr(got[-at], name) for name in (*scorer.CORE, *_SOFT)}
        wrong = [name for name in figure if not scorer.agrees(gold, figure, name)]
        out.wrong.update(wrong)
        out.right += not set(wrong) & set(scorer.CORE)
    return out


# --- leaving rules out ------------------------------------------------------------------------------


def _plain_words(**changes: Any) -> Callable[[], Any]:
    words = replace(phrases._words(), **changes)
    return lambda: words


def _unranked(text: str) -> list[quantities.Quantity]:
    return [q._replace(rank=False) for q in quantities.quantities(text)]


def _groups() -> dict[str, tuple[Any, str, Any]]:
    """The groups of rules: where the function stands that is replaced, its name, and by what."""
    return {
        "names made of digits, dates": (quantities, "names_of", lambda text: bytearray(len(text) + 1)),
        "subject of the clause before": (scene.Context, "speak_of", lambda self, noun: None),
        "nouns that depend on another": (indicators, "depends", lambda noun: False),
        "nouns behind the number": (scene.Scene, "noun_behind", lambda self, i: ""),
        "what money is for": (indicators, "purpose_of", lambda *args: None),
        "verb carried over a list": (indicators, "carried_verb", lambda noun: ""),
        "what is said of counted things": (scene.Scene, "said_behind", lambda self, i: None),
        "lines with a label": (figures, "label_of", lambda line: ""),
        "分别": (figures, "hand_out", lambda *args: None),
        "what a number is held against": (figures, "held_against", lambda *args: None),
        "clauses without a number": (figures, "_heard", lambda scene, p, left: p),
        "earlier ends of transitions": (phrases, "_source", lambda *args: -1),
        "gaps (高于全国)": (phrases, "_words", _plain_words(gap=_NEVER)),
        "comparisons (较上年)": (phrases, "_words", _plain_words(compared=_NEVER)),
        "verbs before the noun (压减…5%)": (phrases, "_words", _plain_words(governing={})),
        "prepositions before the noun": (phrases, "_words", _plain_words(preposition=_NEVER)),
        "places in an order": (figures, "quantities", _unranked),
        "ranges": (quantities, "ranges", lambda text, found: list(found)),
        "status words": (discourse, "statuses", lambda text, before: [(0, None)]),
        "plan headings": (discourse, "is_plan", lambda headings, own: False),
        "times that hold on": (discourse.Discourse, "_set_time", lambda self, s: None),
    }


@contextmanager
def _without(group: tuple[Any, str, Any]) -> Iterator[None]:
    owner, name, instead = group
    with patch.object(owner, name, instead):
        yield


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus = [_ROOT / "tests" / "data" / "figures"]
    parser.add_argument("--labels", type=Path, nargs="*", default=[_EVAL / "figures", *corpus])
    parser.add_argument(
        "--reports",
        type=Path,
        nargs="*",
        default=[_EVAL.parent / "reports", _ROOT / "corpus", _ROOT / "tests" / "data" / "reports"],
    )
    parser.add_argument("--without", action="store_true", help="leave out each group of rules in turn")
    args = parser.parse_args()
    scorer = _scorer()
    reports = [
        one for folder in args.labels if folder.is_dir() for one in labelled(folder, args.reports, scorer)
    ]
    if not reports:
        raise SystemExit(f"no labels below {', '.join(map(str, args.labels))}: name a folder with --labels")
    whole = _print_all(reports, scorer)
    if args.without:
        _print_without(reports, scorer, whole)


def _scorer() -> Any:
    path = _EVAL / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{path} is missing: the comparison of fields stands there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _total(reports: list[Labelled], scorer: Any) -> Score:
    total = Score()
    for one in reports:
        total.add(score(one, scorer))
    return total


def _print_all(reports: list[Labelled], scorer: Any) -> Score:
    fields = (*scorer.CORE, *_SOFT)
    print("| report | labelled | found | precision | right_f1 | " + " | ".join(fields) + " |")
    print("| --- |" + " ---: |" * (4 + len(fields)))
    total = Score()
    for one in reports:
        mine = score(one, scorer)
        total.add(mine)
        _print_row(one.name, mine, fields)
    _print_row("all", total, fields)
    return total


def _print_row(name: str, s: Score, fields: tuple[str, ...]) -> None:
    shares = " | ".join(f"{1 - s.wrong[f] / max(1, s.found):.3f}" for f in fields)
    recall, precision = s.found / max(1, s.labelled), s.found / max(1, s.extracted)
    print(f"| {name} | {s.labelled} | {recall:.3f} | {precision:.3f} | {s.f1:.3f} | {shares} |")


def _print_without(reports: list[Labelled], scorer: Any, whole: Score) -> None:
    print("\n| without | right_f1 | loses | periods lost |")
    print("| --- | ---: | ---: | ---: |")
    rows = []
    for name, group in _groups().items():
        with _without(group):
            rows.append((name, _total(reports, scorer)))
    for name, s in sorted(rows, key=lambda row: row[1].f1):
        periods = s.wrong["period"] - whole.wrong["period"]
        print(f"| {name} | {s.f1:.3f} | {whole.f1 - s.f1:.3f} | {periods} |")


if __name__ == "__main__":
    main()
