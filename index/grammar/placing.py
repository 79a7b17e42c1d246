"""Places in an order among a count of others: 增速列|全市7个县|第2位."""

from __future__ import annotations

from index.grammar.lexicon import pattern
from index.grammar.nouns import tidy
from index.grammar.phrases import Phrase, before
from index.grammar.scene import Scene


def place_among(scene: Scene, i: int) -> Phrase | None:
    """What stands before the count of those that a place is among (增速|列全市|7个县|第2位)."""
    counted, q = scene.quantities[i - 1], scene.quantities[i]
    left = scene.clauses.left(counted.start)
    if counted.sort != "counter" or counted.stop < scene.clauses.left(q.start):
        return None
    p = before(scene.folded, left, counted.start, scene.times, False, True)
    placed = _PLACED.search(scene.folded, left, counted.start)
    return p._replace(end=min(p.end, placed.start()), arrives=False) if placed else None


_PLACED = pattern(
    "(?:排名|名列|位[居列于次]|[居列排]|在(?=全|中部|西部|东部))(?:第|全[县省市区国州球]|世界)?"
)
_PLACES = pattern("中?(?:排名|名列|位[居列于]|[居列排])$|中$")


def those(scene: Scene, i: int, left: int) -> str:
    """Those that a place is among (列|全市|7个|县|第2位 → 全市县)."""
    start = scene.quantities[i].start
    *_, placed = _PLACED.finditer(scene.folded, left, start)
    return tidy(placed[0].lstrip("居列排在位于次名第") + _PLACES.sub("", scene.noun_behind(i)))
