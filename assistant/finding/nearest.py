"""Indicators near in meaning to some words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.embedding.models import Embedder
    from index.storage.vectors import Matrix
    from index.store import Index

#: So many indicators are named, and the words of so many questions remembered.
_NEAREST, _REMEMBERED = 512, 512


class Nearest:
    """The indicators of an index by meaning: how many deviations above the mean of all their cosines lie, for
    cosines themselves say little (unrelated words have 0.91)."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: dict[str, dict[str, float]] = {}

    @property
    def embedder(self) -> Embedder | None:
        """The model, loaded on first use; `None` where the index has none."""
        return self._index.embedder

    @cached_property
    def _vectors(self) -> Matrix:
        return self._index.vectors()[1].rows()

    @cached_property
    def _indicators(self) -> Sequence[str]:
        return self._index.indicators

    def __call__(self, words: str) -> dict[str, float]:
        """The nearest indicators, best first; none without a model. The same words are embedded once."""
        found = self._kept.get(words)
        if found is not None:
            return found
        embedder = self.embedder
        if embedder is None or not len(self._vectors):
            return {}
        if len(self._kept) >= _REMEMBERED:
            self._kept.clear()
        found = self._kept[words] = nearest(self._vectors, embedder.query(words), self._indicators)
        return found


def nearest(vectors: Matrix, vector: np.ndarray, names: Sequence[str]) -> dict[str, float]:
    """Names with the deviations of their vectors' cosines to `vector`, best first; ties in their order. No name of one
    character or none, whose vector is near to anything."""
    cosines = vectors @ vector
    deviations = (cosines - cosines.mean()) / (cosines.std() + 1e-6)
    best = np.argsort(-deviations, kind="stable")[:_NEAREST]
    return {names[n]: float(deviations[n]) for n in map(int, best) if len(names[n]) > 1}
