"""What of a text was recognised from a picture (OCR), and how surely.

While a format is read, such stretches stand between marks that no document writes, so that joining lines and
cleaning up move them along; at the end the marks become offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.records import Stretch

_OPENS, _SURE, _END = 0x10F000, 1000, "\U0010f7ff"
_MARK = re.compile(f"[{chr(_OPENS)}-{chr(_OPENS + _SURE)}{_END}]")


def marked(text: str, confidence: float | None) -> str:
    """`text` between marks that say how surely it was recognised, from 0 to 1; as it is where it was not."""
    if confidence is None or not text:
        return text
    return chr(_OPENS + round(min(max(confidence, 0.0), 1.0) * _SURE)) + text + _END


def taken(text: str) -> tuple[str, tuple[Stretch, ...]]:
    """`text` without marks, and the stretches that they enclosed."""
    out: list[str] = []
    found: list[Stretch] = []
    length = last = 0
    opened: tuple[int, float] | None = None
    for mark in _MARK.finditer(text):
        piece = text[last : mark.start()]
        out.append(piece)
        length, last = length + len(piece), mark.end()
        if mark[0] != _END:
            opened = length, (ord(mark[0]) - _OPENS) / _SURE
        elif opened is not None:
            found.append((opened[0], length, opened[1]))
            opened = None
    out.append(text[last:])
    return "".join(out), tuple(one for one in found if one[0] < one[1])


def confidence(stretches: Iterable[Stretch], start: int, end: int) -> float | None:
    """Of the least sure stretch that reaches into `start:end`; `None` where none does."""
    return min((sure for first, last, sure in stretches if first < end and start < last), default=None)
