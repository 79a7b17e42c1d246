"""Chinese numerals: 一 to 万亿, with 两, 〇 and the fraction X分之Y."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}


def chinese_number(word: str) -> int | None:
    """Value of a Chinese numeral (两千零五 → 2005, 二〇二三 → 2023), `None` where it is none."""
    if not word or any(c not in DIGITS and c not in TENS and c not in MYRIADS for c in word):
        return None
    if all(c in DIGITS for c in word):
        return int("".join(str(DIGITS[c]) for c in word))
    total = part = digit = 0
    seen = False
    for c in word:
        if c in DIGITS:
            digit, seen = DIGITS[c], True
        elif c in TENS:
            part += (digit if seen else 1) * TENS[c]
            digit, seen = 0, False
        else:
            whole = part + digit
            if not whole and not total:
                whole = 1
            total = (total + whole) * MYRIADS[c] if c == "亿" else total + whole * MYRIADS[c]
            part, digit, seen = 0, 0, False
    return total + part + digit
