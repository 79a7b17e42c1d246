"""Pictures of pages as characters at their places (OCR), which the layout then reads like those of a PDF.

A page is turned upright and set straight, red seals are taken off, its text is recognised by rapidocr, whose
models come with its package, and its ruled lines are found, so that tables have their cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import UnreadableReport
from index.messages import Message
from index.reading import limits
from index.reading.layout import Block, Char, Ruled, page_blocks, text_of
from index.reading.rules import ruled
from index.records import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]

#: What is recognised at all: text in which a third of the characters is unsure is none.
_SURE = 0.6
#: Text that stands upright is surer than this.
_UPRIGHT = 0.85
#: Pixels along the longer side: 200 to the inch of an A4 page. More make nothing surer, fewer lose characters.
_LONGEST = 2340
_MOST_PIXELS = 100_000_000
_MOST_FRAMES = 200
#: Height of a character in its line's box.
_IN_BOX = 0.8
#: How much redder than green and blue a seal's pixel is.
_RED = 40
#: How far most pixels of the paper are from what their neighbours let expect, four times the deviation of its grain
#: before a JPEG smoothed it, and what is blurred then: width and spread in pixels.
_BLURS = ((4.0, (5, 1.2)), (1.0, (3, 0.8)), (0.0, (0, 0.0)))
#: Tilt that is tried, in degrees.
_STEEPEST, _STEP = 6.0, 0.2
_CJK = "[\u2e80-\u9fff\uff00-\uffef]"
_ONE = re.compile(r"(?<![0-9A-Za-z%％—–-])[-—–](?=[\u4e00-\u9fff])")
_HALF = str.maketrans("(),;:?!", "（），；：？！")


@cache
def available() -> bool:
    """Whether the extra that recognises text is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def remedy(missing: Iterable[Sequence[Message]]) -> list[Message]:
    """How to read the pages and pictures that files lack; nothing where they lack none, or it would not help."""
    lacking = any(gap.key in ("gap.pages", "gap.pictures") for gaps in missing for gap in gaps)
    return [Message("ocr.add")] if lacking and not available() else []


def picture_text(data: bytes) -> Reading:
    """The text of the picture file `data`, page by page. Raises `UnreadableReport` without the file's name."""
    if not available():
        raise UnreadableReport("ocr.missing")
    from PIL import Image, ImageSequence

    pages: list[list[Block]] = []
    empty: list[str] = []
    try:
        with Image.open(io.BytesIO(data)) as picture:
            frames = min(getattr(picture, "n_frames", 1), _MOST_FRAMES)
            for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
                if number > frames:
                    break
                pages.append(blocks(frame))
                if not pages[-1]:
                    empty.append(str(number))
                limits.page_done(number, frames)
    except UnreadableReport:
        raise
    except Exception as error:  # Pillow raises whatever a damaged file makes it stumble over
        raise UnreadableReport("ocr.broken", reason=type(error).__name__) from error
    gaps = (Message("gap.pages", count=len(empty), where=empty),) if empty and len(empty) < len(pages) else ()
    return Reading(text_of(pages), gaps)


def blocks(picture: Image) -> list[Block]:
    """Lines and tables of a picture in the order of reading; none where it shows no text."""
    chars, ruled, width = characters(picture)
    return page_blocks(chars, ruled, width) if chars else []


def characters(picture: Image, wide: float = 595.0) -> tuple[list[Char], list[Ruled], float]:
    """Characters and ruled tables of a picture that is shown `wide` points wide, and its width when upright."""
    from PIL import ImageOps

    if picture.width * picture.height > _MOST_PIXELS:
        raise UnreadableReport("ocr.too_large", size=picture.width * picture.height // 1_000_000)
    limits.recognising()
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((_LONGEST, _LONGEST))
    lines, grey = _recognised(_smooth(_without_seals(np.asarray(picture.convert("RGB")))))
    lines, grey = _straight(lines, grey)
    scale = wide / picture.width
    chars = [char for line in lines for char in _chars(line, scale)]
    return chars, ruled(grey, scale) if chars else [], grey.shape[1] * scale


# --- the picture ---


def _without_seals(colours: Pixels) -> Pixels:
    """Grey pixels; red ink is white, and dark what stands under it."""
    red, green, blue = (colours[..., n].astype(np.int16) for n in range(3))
    grey = (red * 299 + green * 587 + blue * 114) // 1000
    inked = red - np.maximum(green, blue) > _RED
    return np.where(inked, np.where(red > 140, 255, red), grey).astype(np.uint8)


def _smooth(grey: Pixels) -> Pixels:
    """Without the grain of a scanner, at which recognition loses whole lines; fine strokes stay where there is none."""
    import cv2

    rough = cv2.filter2D(grey, cv2.CV_32F, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32))
    grain = float(np.median(np.abs(rough)))
    width, spread = next(blur for least, blur in _BLURS if grain >= least)
    return np.asarray(cv2.GaussianBlur(grey, (width, width), spread), np.uint8) if width else grey


def _tilt(grey: Pixels) -> float:
    """The angle, counter-clockwise in degrees, at which the rows of ink are most distinct when turned by it."""
    from PIL import Image

    small = Image.fromarray(grey)
    small.thumbnail((700, 700))
    ink = Image.fromarray((np.asarray(small) < 128).astype(np.uint8) * 255)

    def distinct(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle)).sum(1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 1, 1.0), key=distinct)
    fine = float(max(np.arange(coarse - 1, coarse + 1, _STEP), key=distinct))
    return fine if distinct(fine) > 1.02 * distinct(0.0) else 0.0


def _straight(lines: Sequence[_Line], grey: Pixels) -> tuple[list[_Line], Pixels]:
    """The places turned level, and the pixels for the sake of their rules: text is surer as it was scanned."""
    from PIL import Image

    angle = _tilt(grey)
    if not angle:
        return list(lines), grey
    turn = np.radians(angle)
    middle = np.array([grey.shape[1] / 2, grey.shape[0] / 2])
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])

    def level(corners: Any) -> Any:
        return (np.asarray(corners, np.float64) - middle) @ matrix.T + middle

    turned = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return [
        (level(corners), [(text, sure, level(box)) for text, sure, box in words], score)
        for corners, words, score in lines
    ], np.asarray(turned)


# --- its text ---

#: A line's four corners, its text with each character's corners, and how sure it is.
_Line = tuple[Any, Sequence[tuple[str, float, Any]], float]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={"Global.log_level": "critical", "Global.use_cls": False, "Global.max_side_len": _LONGEST}
    )


def _recognised(grey: Pixels) -> tuple[list[_Line], Pixels]:
    """The lines of a page, and the page as they stand on it: it may have lain on its side or on its head."""
    best: tuple[float, list[_Line], Pixels] = (-1.0, [], grey)
    for quarters in range(4):
        turned = np.ascontiguousarray(np.rot90(grey, quarters))
        lines = _lines(turned)
        level = [line for line in lines if line[2] >= _SURE and not _tall(line[0])]
        weight = sum(len(words) * sure for _, words, sure in level)
        if weight > best[0]:
            best = weight, level, turned
        if not quarters and len(level) * 2 > len(lines) and _mean(level) > _UPRIGHT:
            break
    return best[1], best[2]


def _lines(grey: Pixels) -> list[_Line]:
    found = _engine()(np.stack([grey] * 3, -1), return_word_box=True, return_single_char_box=True)
    if found.boxes is None or found.word_results is None:
        return []
    return [
        (corners, words, float(score))
        for corners, words, score in zip(found.boxes, found.word_results, found.scores, strict=False)
        if words
    ]


def _tall(corners: Any) -> bool:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return max(ys) - min(ys) > 1.5 * (max(xs) - min(xs))


def _mean(lines: Sequence[_Line]) -> float:
    weight = sum(len(words) for _, words, _ in lines)
    return sum(len(words) * sure for _, words, sure in lines) / weight if weight else 0.0


def _chars(line: _Line, scale: float) -> list[Char]:
    corners, words, sure = line
    ys = sorted(y for _, y in corners)
    top, bottom = (ys[0] + ys[1]) / 2 * scale, (ys[2] + ys[3]) / 2 * scale
    text = _in_full("".join(word for word, _, _ in words))
    size = round((bottom - top) * _IN_BOX, 1)
    out: list[Char] = []
    at = 0
    for word, _, box in words:
        left, right = min(x for x, _ in box) * scale, max(x for x, _ in box) * scale
        step = (right - left) / max(len(word), 1)
        for n in range(len(word)):
            place = {"x0": left + n * step, "x1": left + (n + 1) * step, "top": top, "bottom": bottom}
            out.append({"text": text[at], "size": size, "confidence": sure, **place})
            at += 1
    return [char for char in out if char["text"].strip()]


def _in_full(text: str) -> str:
    """Punctuation beside Chinese characters is Chinese, whichever was recognised, and a dash that a Chinese character
    follows is 一, unless a number or another dash goes before.
    """
    text = _ONE.sub("一", text)
    return re.sub(rf"(?<={_CJK})[(),;:?!]|[(),;:?!](?={_CJK})", lambda m: m[0].translate(_HALF), text)
