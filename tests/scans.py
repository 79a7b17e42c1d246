"""Pages as scanners leave them: drawn with the font of the machine, tilted, grained, stamped, 150 dots to the inch."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_DPI = 150
_MARGIN, _LINE = 80, 25  # points


@cache
def _font_file() -> str:
    """A font with Chinese glyphs, as fontconfig finds it."""
    said = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Serif CJK SC:lang=zh-cn"],
        capture_output=True,
        check=True,
        text=True,
    )
    return said.stdout


def _font(points: float) -> ImageFont.FreeTypeFont:
    path = _font_file()
    size = round(points * _DPI / 72)
    faces = (ImageFont.truetype(path, size, index=n) for n in range(5 if path.endswith(".ttc") else 1))
    return next(
        (face for face in faces if (face.getname()[0] or "").endswith("SC")), ImageFont.truetype(path, size)
    )


def page(
    lines: Sequence[str],
    table: Sequence[Sequence[str]] = (),
    *,
    tilt: float = 0.6,
    grain: float = 8,
    stamp: str = "青岚县人民政府",
    seed: int = 1,
) -> Image.Image:
    """A page with lines of 14 points, a ruled table below them and a red stamp over both."""
    k = _DPI / 72
    picture = Image.new("RGB", (round(595 * k), round(842 * k)), "white")
    draw = ImageDraw.Draw(picture)
    font, y = _font(14), 70.0
    for line in lines:
        draw.text((_MARGIN * k, y * k), line, font=font, fill=(20, 20, 20))
        y += _LINE
    if table:
        y = _table(draw, table, y + 10)
    if stamp:
        x, y, r = 400 * k, (y - 60) * k, 55 * k
        over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        red = ImageDraw.Draw(over)
        red.ellipse((x - r, y - r, x + r, y + r), outline=(210, 30, 30, 200), width=round(3 * k))
        red.text((x - 45 * k, y - 10 * k), stamp, font=_font(13), fill=(210, 30, 30, 200))
        picture.paste(over, (0, 0), over)
    picture = picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(seed).normal(0, grain, (picture.height, picture.width, 1))
    return Image.fromarray((np.asarray(picture) + noise).clip(0, 255).astype(np.uint8))


def _table(draw: ImageDraw.ImageDraw, table: Sequence[Sequence[str]], top: float) -> float:
    k, font = _DPI / 72, _font(14)
    right = 510.0
    xs = [_MARGIN + (right - _MARGIN) * n / len(table[0]) for n in range(len(table[0]) + 1)]
    bottom = top + 28 * len(table)
    for n, row in enumerate(table):
        for x, cell in zip(xs, row, strict=False):
            draw.text(((x + 8) * k, (top + 28 * n + 4) * k), cell, font=font, fill=(20, 20, 20))
    for n in range(len(table) + 1):
        y = (top + 28 * n) * k
        draw.line((_MARGIN * k, y, right * k, y), fill="black", width=2)
    for x in xs:
        draw.line((x * k, top * k, x * k, bottom * k), fill="black", width=2)
    return bottom


def saved(first: Image.Image, *others: Image.Image, kind: str = "PDF") -> bytes:
    """A file of these pages."""
    out = io.BytesIO()
    more = {"save_all": True, "append_images": others} if others else {}
    quality = {"quality": 85} if kind in ("PDF", "JPEG") else {}
    first.save(out, kind, resolution=_DPI, **quality, **more)
    return out.getvalue()


def report(seed: int, rows: int = 4) -> tuple[list[str], list[list[str]]]:
    """Lines of an invented report and a table of figures."""
    pick = random.Random(seed)

    def number(most: int) -> str:
        whole = f"{pick.randint(1, most)}"
        return whole if most > 999 else f"{whole}.{pick.randint(0, 99):02d}"

    names = [
        "粮食总产量",
        "社会消费品零售总额",
        "一般公共预算收入",
        "固定资产投资",
        "工业增加值",
        "旅游综合收入",
    ]
    text = f"　　一年来，全县地区生产总值完成{number(400)}亿元，增长{number(12)}%。"
    for name in pick.sample(names, 4):
        text += f"{name}达到{number(300)}亿元，同比增长{number(20)}%，增速居全市第{pick.randint(2, 9)}位；"
    text += f"新增城镇就业{number(9000)}人，城乡低保标准提高到每人每月{number(1200)}元。"
    lines = [f"青岚县202{seed % 6}年政府工作报告", *_wrapped(text)]
    table = [["指标", "上年", "本年"], *([n, number(300), number(300)] for n in pick.sample(names, rows - 1))]
    return lines, table


def _wrapped(text: str) -> list[str]:
    """Lines as wide as the page lets them be; none begins with a stop."""
    font, out = _font(14), [""]
    for char in text:
        if font.getlength(out[-1] + char) > 430 * _DPI / 72 and char not in "，。；%":
            out.append("")
        out[-1] += char
    return out


def shown(lines: Sequence[str], table: Sequence[Sequence[str]]) -> str:
    """All characters of a page, without spaces."""
    return "".join("".join([*lines, *(cell for row in table for cell in row)]).split())


def found(wanted: str, text: str) -> tuple[float, float]:
    """The shares of the characters, and of the digits, that a text has in the order of `wanted`."""
    plain = "".join(c for c in text if not c.isspace() and c not in "|-#")
    hits = [False] * len(wanted)
    for block in SequenceMatcher(None, wanted, plain, autojunk=False).get_matching_blocks():
        hits[block.a : block.a + block.size] = [True] * block.size
    digits = [hit for c, hit in zip(wanted, hits, strict=True) if c.isdigit()]
    return sum(hits) / len(hits), sum(digits) / len(digits)
