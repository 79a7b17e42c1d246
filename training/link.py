"""Learns how a question's words stand to the measures of reports: `python -m training.link`.

One hand's pairs (`links/terse.jsonl`) are learned, the other's (`links/worded.jsonl`) judge what was learned;
the shipped weights are learned from both. The same pairs give the same weights on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Evidence
from assistant.finding import decide
from assistant.finding.decide import RELATIONS, Model, softmax
from assistant.finding.link import Linker
from assistant.finding.matter import pairs as pairs_of_text
from assistant.finding.nearest import nearest
from assistant.words import lexicon, plain
from index.embedding.models import Embedder, load
from index.records import Claim, Figure

HERE = Path(__file__).parent
WEIGHTS = Path(decide.__file__).with_name("link.toml")
LEARNED, JUDGED = HERE / "links/terse.jsonl", HERE / "links/worded.jsonl"
#: Of each asked matter so many claims of other matters are added as `other`, the nearest by words and by vectors.
_STRANGERS = 12
#: Steps of learning, how far each goes, and how strongly weights are held near nothing.
_STEPS, _RATE, _DECAY = 800, 0.05, 5.0


@dataclass(frozen=True)
class Pairs:
    """Pairs of a file with their features."""

    asked: list[str]
    indicators: list[str]
    features: list[dict[str, float]]
    relations: list[int]
    own: list[bool]  # written by a hand, not added as a stranger


def pairs_of(path: Path, embedder: Embedder) -> Pairs:
    """The pairs that stand in a file and the strangers beside them."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    claims = list(dict.fromkeys(_claim(row) for row in rows))
    number = {claim: i for i, claim in enumerate(claims)}
    evidence = Evidence(claims, lexicon())
    indicators = list(evidence.by_indicator)
    vectors = embedder.passages(indicators)
    linker = Linker(evidence, lambda words: nearest(vectors, embedder.query(words), indicators))
    by_asked: dict[tuple[str, str], dict[int, int]] = {}
    for row in rows:
        to = by_asked.setdefault((row["asked"], row.get("counter", "")), {})
        to[number[_claim(row)]] = RELATIONS.index(row["relation"])
    kin = _kin(rows)
    out = Pairs([], [], [], [], [])
    for (asked, counter), labels in by_asked.items():
        matter = linker.words(asked, counter)
        proposed = linker.proposed(matter)
        akin = {k for n, r in labels.items() if RELATIONS[r] != "other" for k in kin[claims[n].indicator]}
        strangers = [n for n in proposed.claims if n not in labels and not _akin(claims[n].indicator, akin)]
        strangers = strangers[:_STRANGERS]
        for n in (*labels, *strangers):
            out.asked.append(asked)
            out.indicators.append(claims[n].indicator)
            out.features.append(linker.features(matter, n, proposed))
            out.relations.append(labels.get(n, RELATIONS.index("other")))
            out.own.append(n in labels)
    return out


def joined(one: Pairs, two: Pairs) -> Pairs:
    """The pairs of both."""
    return Pairs(*(a + b for a, b in zip(vars(one).values(), vars(two).values(), strict=True)))


def _kin(rows: Sequence[dict[str, str]]) -> dict[str, set[str]]:
    """Of each indicator the names that some asked words are said to mean as well, in canonical form."""
    together: dict[str, set[str]] = {}
    for row in rows:
        if row["relation"] == "same":
            together.setdefault(row["asked"], set()).add(row["indicator"])
    kin: dict[str, set[str]] = {row["indicator"]: {_name(row["indicator"])} for row in rows}
    for names in together.values():
        for name in names:
            kin[name] |= {_name(n) for n in names}
    return kin


def _name(indicator: str) -> str:
    return lexicon().canonical(plain(indicator))


def _akin(indicator: str, names: set[str]) -> bool:
    """Whether a claim of another matter may still measure the same: it is no stranger."""
    own = _name(indicator)
    return any(own in name or name in own or _alike(own, name) for name in names)


def _alike(a: str, b: str) -> bool:
    """Whether two names share most of their character pairs."""
    one, two = set(pairs_of_text(a)), set(pairs_of_text(b))
    return len(one & two) >= 0.6 * max(1, min(len(one), len(two)))


def _claim(row: dict[str, str]) -> Claim:
    text = row["sentence"]
    at = max(text.find(row["unit"], text.find(row["indicator"][-2:])), 0) if row["unit"] else 0
    start = at
    while start > 0 and (text[start - 1].isdigit() or text[start - 1] in ".万亿"):
        start -= 1
    written = text[start : at + len(row["unit"])]
    role = row.get("role", "level")
    figure = Figure(start, at, written, 1.0, row["unit"], row["indicator"], role, None, "actual", None, None)  # type: ignore[arg-type]
    end = len(text)
    return Claim(text, row["indicator"], None, "actual", None, (), 0, end, text, (figure,))


def learn(pairs: Pairs, names: Sequence[str]) -> Model:
    """Multinomial logistic regression by full steps of Adam from nothing: the same pairs give the same weights."""
    found = Model(dict.fromkeys((*names, "always"), [0.0] * len(RELATIONS)))
    rows = found.rows(pairs.features)
    truth = np.eye(len(RELATIONS))[pairs.relations]
    mean, square = np.zeros_like(found.weights), np.zeros_like(found.weights)
    for step in range(1, _STEPS + 1):
        error = softmax(rows @ found.weights) - truth
        slope = (rows.T @ error + _DECAY * found.weights) / len(rows)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        found.weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return found


def judged(found: Model, pairs: Pairs) -> dict[str, float]:
    """How right a model is about pairs that it did not learn."""
    chances = found.chances(pairs.features)
    truth = np.array(pairs.relations)
    said = chances.argmax(axis=1)
    same, is_same = chances[:, 0], truth == 0
    own = np.array(pairs.own)
    out = {
        "right": float((said == truth).mean()),
        "right_own": float((said == truth)[own].mean()),
        "right_same": float(((same > 0.5) == is_same)[own].mean()),
    }
    for level in (0.5, 0.6, 0.7, 0.8, 0.9):
        picked = same >= level
        out[f"precision_{level}"] = float(is_same[picked].mean()) if picked.any() else 1.0
        out[f"recall_{level}"] = float(picked[is_same].mean())
        out[f"own_{level}"] = float(is_same[picked & own].mean()) if (picked & own).any() else 1.0
    out["calibration"] = _calibration(same, is_same)
    return out


def _calibration(chances: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """The mean distance of what is claimed from what is so, over ten classes of probability."""
    classes = np.minimum((chances * 10).astype(int), 9)
    total = sum(
        abs(float(chances[classes == c].mean()) - float(truth[classes == c].mean()))
        * int((classes == c).sum())
        for c in range(10)
        if (classes == c).any()
    )
    return total / len(chances)


def written(found: Model) -> str:
    """The weights as the shipped file holds them."""
    lines = [
        "# Made by training/link.py. For each feature its weight for: " + ", ".join(RELATIONS),
        "[weights]",
    ]
    for name, row in zip((*found.features, "always"), found.weights, strict=True):
        lines.append(f"{name} = [{', '.join(f'{w:.3f}' for w in row)}]")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learns, judges, and writes the shipped weights."""
    embedder = load()
    learned, judging = pairs_of(LEARNED, embedder), pairs_of(JUDGED, embedder)
    names = list(learned.features[0])
    for name, value in judged(learn(learned, names), judging).items():
        print(f"{name:16} {value:.3f}")
    both = joined(learned, judging)
    WEIGHTS.write_text(written(learn(both, names)), "utf-8")


if __name__ == "__main__":
    main()
