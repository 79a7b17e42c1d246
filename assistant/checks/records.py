"""What a check hands back: figures of one report that cannot all be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.checks.amounts import Amount, Span, scaled, written
from assistant.checks.mentions import Mention, label
from assistant.records import figure_json
from index.records import Claim, Figure

Kind = Literal["sum", "difference", "rate", "share", "percentage", "two values"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with the sentence it stands in."""

    figure: Figure
    claim: Claim

    @property
    def location(self) -> str:
        """`report:start-end` of the sentence."""
        return self.claim.location


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Figures that do not agree with each other.

    `figures[0]` is the one that the others speak against; `actual` is its value as written, `expected` what
    follows from the others, in the same unit (`unit`). For "percentage", `expected` is 100, the most there can be.
    Numbers in `message` stand in the report as written, except the one marked 计算.
    """

    kind: Kind
    message: str
    figures: tuple[Stated, ...]
    expected: float
    actual: float
    unit: str

    @property
    def report(self) -> str:
        return self.figures[0].claim.report

    @property
    def location(self) -> str:
        """`report:start-end` of the sentence with the figure that the others speak against."""
        return self.figures[0].location

    def to_json(self) -> dict[str, Any]:
        """One line of `xianbao check --json`: each figure with its fields and its sentence's offsets."""
        return {
            "report": self.report,
            "kind": self.kind,
            "message": self.message,
            "expected": self.expected,
            "actual": self.actual,
            "unit": self.unit,
            "figures": [
                figure_json(stated.figure)
                | {"sentence": [stated.claim.start, stated.claim.end], "quote": stated.claim.quote}
                for stated in self.figures
            ],
        }


def discrepancy(
    kind: Kind,
    stated: Mention,
    others: Sequence[Mention],
    formula: str,
    computed: Span,
    *,
    exact: bool,
) -> Discrepancy:
    """A finding against `stated`: `formula` is how `computed` follows from `others`, in the figures' own words."""
    own = known(stated)
    value = written(computed.value, own, _unit(stated), exact=exact)
    names = "、".join(label(other) for other in others)
    return Discrepancy(
        kind,
        f"{label(stated)}与{names}对不上：{formula}{value}（计算），相差超出四舍五入。",
        tuple(Stated(mention.figure, mention.claim) for mention in (stated, *others)),
        scaled(computed.value, own),
        abs(stated.figure.value or 0.0),
        stated.figure.unit,
    )


def known(mention: Mention) -> Amount:
    """The amount of a mention that is already known to have one."""
    if mention.amount is None:
        raise ValueError(f"{mention.figure.text}: no amount, expected a mention with one")
    return mention.amount


def _unit(mention: Mention) -> str:
    return mention.figure.unit.partition("/")[0]
