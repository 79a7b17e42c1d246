"""The small model that decides how a claim stands to what is asked; `training/link.py` learns its weights."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Relation = Literal["same", "narrower", "wider", "other"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
#: So much of a word that the lexicon knows may be missing.
_LACKS = 0.25
#: Features that bar a claim by themselves: another unit, town for country, another age, a distance from another
#: number, the number added for the number of all, a share for no share, by what it is counted, 支出 for 收入.
BARS = (
    *("dimension_other", "town_or_country", "town_lacking", "ages", "gap", "added_of_total"),
    *("share_unasked", "per_other", "contrast"),
)


class Model:
    """For each relation a weight of every feature, and one without a feature; `chances` gives a row of
    probabilities for each claim."""

    def __init__(self, weights: dict[str, Sequence[float]]) -> None:
        self.features = tuple(name for name in weights if name != "always")
        self.weights = np.array([*(weights[name] for name in self.features), weights["always"]])

    def rows(self, found: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """The features as a matrix, with a column of ones."""
        return np.array([[*(f[name] for name in self.features), 1.0] for f in found])

    def chances(self, found: Sequence[dict[str, float]]) -> NDArray[np.float64]:
        """Of each claim the chance of each relation; none of `same` where something bars it."""
        if not found:
            return np.zeros((0, len(RELATIONS)))
        chances = softmax(self.rows(found) @ self.weights)
        chances[[barred(f) for f in found], 0] = 0.0
        return chances


def softmax(out: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of probabilities."""
    out = np.exp(out - out.max(axis=1, keepdims=True))
    return out / out.sum(axis=1, keepdims=True)


@cache
def model() -> Model:
    """The model that is shipped."""
    return Model(tomllib.loads(Path(__file__).with_name("link.toml").read_text("utf-8"))["weights"])


def barred(features: dict[str, float]) -> bool:
    """Whether a claim is certainly none of what is asked, however alike: a word that the lexicon knows stands
    nowhere, the unit is of another kind, one is of towns and one of the country."""
    return features["lacks"] > _LACKS or any(features[bar] for bar in BARS)
