"""Keyword search on Chinese: text cut into character bigrams, and a question made into an FTS5 expression.

Chinese has no spaces, and SQLite's trigram tokenizer finds nothing for two characters (低保). So the text is
cut here, before SQLite sees it: a run of Chinese characters gives its bigrams (低保标准 → 低保 保标 标准) and
its last character, which no bigram begins with; a number or a word in Latin letters stays whole.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.text import fold

#: What SQLite is told about the words cut here: they hold no spaces, but dots (7.8) and underscores.
TOKENIZER = "ascii tokenchars '._'"

#: Longest question in words of the index: beyond it a word adds time (0.6 ms) and no meaning.
MOST_WORDS = 128

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    r"|(?P<grouped>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d))"  # 12,345.6
    rf"|[^\W{_HAN}]+(?:\.\d+)*"  # 7.8, gdp, 5g, pm2.5
)


def words(text: str) -> list[str]:
    """The words that `text` is found by, in order, repeated as often as they stand in it."""
    out: list[str] = []
    for run, han in _runs(text):
        if han:
            out.extend(map(str.__add__, run, run[1:]))
            out.append(run[-1])
        else:
            out.append(run)
    return out


def expression(question: str) -> str | None:
    """FTS5 expression that finds texts with any of the question's words; `None` where it has none.

    A Chinese character that stands alone (年 in 2023年) is looked for only where there is nothing longer.
    """
    found: dict[str, None] = {}
    alone: dict[str, None] = {}
    for run, han in _runs(question):
        if han and len(run) == 1:
            alone[f'"{run}"*'] = None  # as the beginning of a bigram, or as a run's last character
        elif han:
            found.update((f'"{a}{b}"', None) for a, b in pairwise(run))
        else:
            found[f'"{run}"'] = None
    return " OR ".join(list(found or alone)[:MOST_WORDS]) or None


def _runs(text: str) -> list[tuple[str, bool]]:
    """Runs of Chinese characters (True), and numbers and words as they are looked up (False)."""
    out: list[tuple[str, bool]] = []
    for m in _RUN.finditer(fold(text).lower()):
        run = m.group()
        out.append((run.replace(",", "") if m["grouped"] else run, m["han"] is not None))
    return out
