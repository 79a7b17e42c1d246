"""Vectors on disk and the nearest of them: exact inner product in FAISS.

Flat on purpose: 100,000 vectors of 384 numbers take 25 ms and miss nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vector = NDArray[np.float32]  # (d,)
Matrix = NDArray[np.float32]  # (n, d), rows of unit length


class Vectors:
    """Unit vectors, numbered from 0 in the order they were given."""

    def __init__(self, flat: faiss.Index) -> None:
        self._flat = flat

    @classmethod
    def of(cls, rows: Matrix) -> Vectors:
        import faiss

        flat = faiss.IndexFlatIP(rows.shape[1])
        flat.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(flat)

    @classmethod
    def from_bytes(cls, data: bytes) -> Vectors:
        """What `to_bytes` gave. Raises ValueError for anything else."""
        import faiss

        try:
            return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))
        except RuntimeError as error:
            raise ValueError("not a FAISS index") from error

    def to_bytes(self) -> bytes:
        import faiss

        return faiss.serialize_index(self._flat).tobytes()

    def __len__(self) -> int:
        return int(self._flat.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._flat.d)

    def rows(self) -> Matrix:
        """All vectors, (n, d)."""
        if not len(self):
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._flat.reconstruct_n(0, len(self)), dtype=np.float32)

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """Numbers and inner products of the `k` nearest, best first; ties by number."""
        k = min(k, len(self))
        if k <= 0:
            return []
        scores, numbers = self._flat.search(np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1), k)
        found = [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))
