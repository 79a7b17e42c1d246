"""Whose 收入, 支出, 结余, 余额 or 限额 it is where only a heading or the first word of a paragraph says so."""

from __future__ import annotations

from collections.abc import Sequence

from index.grammar.lexicon import pattern

_ACCOUNT = pattern(
    "(?P<of>一般公共预算|(?:政府性)?基金(?:预算)?|国有资本经营(?:预算)?|(?:社会保险|社保)基金(?:预算)?|(?:政府|地方|法定)?债务)"
    "(?:收支|收入支出|执行|预算|决算|运行|管理|完成|余额)*(?:情况)?"
)
_MARK = pattern(
    r"[^\u4e00-\u9fff]+|[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[部分章节]{1,2}\s*"
)
_SIDES = pattern("(?:本年|当年)?(?:收入|支出)|(?:滚存|累计|当年|本年|年末|年终|当期)*(?:结余|缺口)")
_STOCKS = pattern("(?:年末|期末)?(?:余额|限额)")
_LEAD = pattern(r"(?P<lead>[\u4e00-\u9fff“”]{2,8})。")


def account_of(headings: Sequence[str]) -> str:
    """The account that the innermost of the headings to name one names (（二）政府性基金预算), "" where none does."""
    for heading in reversed(headings):
        name = heading
        while m := _MARK.match(name):
            name = name[m.end() :]
        if m := _ACCOUNT.fullmatch(name.strip()):
            return m["of"]
    return ""


def side_of(account: str, noun: str) -> bool:
    """Whether a noun is one side of an account (收入), or of debts what is owed or may be (余额, 限额)."""
    return (_STOCKS if account.endswith("债务") else _SIDES).fullmatch(noun) is not None


def lead_of(sentence: str) -> str:
    """What a paragraph is about whose first sentence is a noun alone (转移支付。22.6亿元), "" where it is none."""
    m = _LEAD.fullmatch(sentence.strip())
    return m["lead"] if m else ""
