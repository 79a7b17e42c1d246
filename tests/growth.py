"""How work grows with the length of a text. The one file of the tests that reads a clock.

What a regular expression does inside one call is seen by nothing but the clock. So the times of one run are
compared with each other, never with a number of seconds, and over lengths so far apart that what a busy machine
adds is small beside the difference between growing with the length and growing with its square.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

SHORT, LONG = 6_250, 100_000
#: 16 times the length is 16 times the work where it grows with the length, 256 times where it grows with its square.
_BETWEEN = 64
_RUNS = 3
Text = TypeVar("Text")


def grows_with_length(work: Callable[[Text], object], short: Text, long: Text) -> bool:
    """Whether `work` grows with the length of what it is given, `long` being 16 times as long as `short`.

    The best of several runs of each; a run that was not disturbed is enough.
    """
    work(short)  # patterns are built once
    fast = min(_time(work, short) for _ in range(_RUNS))
    return any(_time(work, long) < _BETWEEN * fast for _ in range(_RUNS))


def repeated(unit: str, length: int) -> str:
    """A text of this length, but for a part of `unit`."""
    return unit * (length // len(unit))


def _time(work: Callable[..., object], text: object) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start
