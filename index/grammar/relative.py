"""What is said of counted things: 7所|高职学校|入选国家“双高计划” → 入选国家“双高计划”的高职学校."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, unless_followed, words

_LONGEST = 26
#: Of one character a noun is only an area (16个|区|获评…).
_NOUN = r"(?P<noun>[区县市州镇乡村]|[^,，。;；:：、“”（）()\s\d]{2,16}?)"

#: A class that the counted things are of: 100所|海拔1500米以上|农村学校.
_THRESHOLD = pattern(r"[\u4e00-\u9fff]{0,4}\d[\d.]{0,6}[\u4e00-\u9fff%]{1,4}及?以[上下]的?")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words("verbs")["relative"]
    adverbs = rf"(?:{any_of(table['adverbs'])})*"
    chosen, served = unless_followed(table["chosen"]), unless_followed(table["served"])
    inside = rf"(?<!{any_of(table['not_after'])})"
    return (
        pattern(rf"{_NOUN}{adverbs}{inside}(?P<said>{chosen}.*)$"),
        pattern(rf"{_NOUN}{adverbs}(?P<said>{served}.*)$"),
    )


@cache
def _light() -> re.Pattern[str]:
    return pattern(rf"{any_of(words('verbs')['relative']['light'])}(?=[\u4e00-\u9fff“]{{2}})")


def action(said: str) -> str:
    """What was done, without the verb that only says so (开展绩效自评 → 绩效自评), "" where there is none."""
    m = _light().match(said)
    return said[m.end() :] if m else ""


def said_of(behind: str, served: bool) -> tuple[str, str] | None:
    """The noun at the front of `behind`, what follows a counter, and what is said of it after that.

    `served` says that the count stands behind 为 or 对 (为6107名|新生|发放资助金); `None` where nothing is
    said that tells these things from others.
    """
    chosen, doing = _patterns()
    if threshold := _THRESHOLD.match(behind):
        behind = behind[threshold.end() :]
    m = chosen.match(behind) or (doing.match(behind) if served else None)
    if m is None:
        return None
    said = m["said"].rstrip(" ，、").removesuffix("等").replace("了", "", 1)
    if not 2 <= len(said) <= _LONGEST or said.count("“") != said.count("”"):
        return None
    return m["noun"].removeprefix("的"), said
