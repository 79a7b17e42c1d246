"""What holds digits and is no quantity: dates, numbers of documents, versions, names made of digits."""

from __future__ import annotations

import re
from functools import cache

from index.grammar.lexicon import any_of, pattern, words
from index.grammar.periods import TIME

#: A run of digits, stars or X, from its first character on: tried nowhere inside a run, so that a long one
#: costs no more than its length.
_RUN = r"(?<![\d*Xx×])(?:\d+(?:\.\d+)?|\*+|[Xx×]+)"
_DIGITS = r"(?<!\d)\d+"

#: “6969”工程, “四个1”: digits inside a short quotation are a name, in 《》 always.
_QUOTED = pattern(r"[“‘\"《][^“”‘’\"《》,，。；;]{0,24}[”’\"》]")
_LONGEST_NAME = 12
#: A number of an outline before its words (2.1 收入), no amount (2.1 亿元).
OUTLINE = r"\d{1,2}(?:\.\d{1,2}){1,2}\s+(?![万亿千百元美%‰吨公平亩米倍])(?=[\u4e00-\u9fff“])"
#: A section's number at the front of a sentence: 1、 （2） 3. 2.1
_SECTION = pattern(rf"^\s*(?:[(（]?\d{{1,2}}(?:[)）、]|\.(?!\d))|{OUTLINE})")


#: What such a name begins with: tried nowhere else.
_FIRST = r"(?=[\d*Xx×(（〔\[第A-Za-z_连每二一三四前上下全])"


@cache
def _names() -> re.Pattern[str]:
    number, units = words("marks")["number"], words("units")
    after = tuple(number["name_after"])
    counted = [
        u
        for sort in ("money", "measure", "counter")
        for u in units[sort]
        if u.startswith((*after, "载")) and u not in after
    ]
    return pattern(
        _FIRST
        + "(?:"
        + "|".join(
            (
                rf"{TIME}",
                r"[(（〔\[](?:\d{4}|[*Xx×]{1,8})[)）〕\]]\s{0,2}第?[\d*Xx×]{0,8}号",  # 〔2023〕5号
                # 第32个, but not the place 第5位 or 第5，
                rf"第(?:\d+(?:\.\d+)?|\*+|[Xx×]+)(?![位名\d.,，、;；。!(（]|$){any_of(number['ordinal'])}?",
                r"(?<![A-Za-z_])[A-Za-z_]+[-_.]?\d+(?:\.\d+)*[A-Za-z]*",  # PM2.5, G60, C919
                rf"{_DIGITS}(?:\.\d+)?[+×xX]\d*[A-Za-z]*(?:[+×][\w“”]+)*",  # 5+3, 1+1+N
                r"(?<!\d)\d{1,2}\.\d{1,2}(?=[”\"])",  # “5.15”
                rf"{_DIGITS}(?:[ABCSTH](?![A-Za-z])(?:级|股|轮|类)?|[GgDdKk](?![A-Za-z]))",  # 4A级, 5G, 3D
                r"每\d+[百千万]*[人名户](?!均)",  # 每10万人中
                r"连续\d+(?:个月|个季度|[年次届轮期])",  # how long, not how much
                rf"{_RUN}(?!{any_of(counted)})(?:{any_of(after)}|余?载)",
                r"(?<![\d.:])\d{1,2}:[0-5]\d(?::[0-5]\d)?(?![\d.:])",  # 10:30
                rf"{_DIGITS}(?:\.\d+)?[%‰](?=[\u4e00-\u9fff]{{0,4}}抽样)",  # 1%人口抽样调查
                rf"{_DIGITS}-\d+-\d+|(?<!\d)\d{{3,4}}-\d{{7,8}}",  # 010-12345678
                rf"{_DIGITS}/\d+(?![\d\u4e00-\u9fff])",
                rf"(?<![*Xx×])[*Xx×]+(?:-[*Xx×]+月|{any_of(number['hidden_name'])})",  # X-X月, **县
            )
        )
        + ")"
    )


@cache
def _issued() -> re.Pattern[str]:
    return pattern(rf"{any_of(words('marks')['number']['issued'])}[^,，。;；]{{0,16}}$")


def _counts_issues(text: str, m: re.Match[str]) -> bool:
    """Whether 4期 counts what is held or printed (举办培训班4期), no stage of a work (4期工程)."""
    stage = tuple(words("units")["goes_on"]["期"])
    if not m[0].endswith("期") or not m[0][0].isdigit() or text.startswith(stage, m.end()):
        return False
    return _issued().search(text, max(0, m.start() - 24), m.start()) is not None


def names_of(text: str) -> bytearray:
    """A mask over a folded sentence: 1 where a character belongs to a name and to no quantity."""
    mask = bytearray(len(text) + 1)
    for m in _names().finditer(text):
        if not _counts_issues(text, m):
            mask[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    if m := _SECTION.match(text):
        mask[: m.end()] = b"\1" * m.end()
    for m in _QUOTED.finditer(text):
        if m.end() - m.start() - 2 <= _LONGEST_NAME or m[0].startswith("《"):
            mask[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    return mask
