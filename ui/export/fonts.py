"""A Chinese font of this machine, for pictures; text files and SVG need none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from index.errors import FontMissing

#: Names of font files in the order they are wanted; for a collection, the families in it that write
#: simplified Chinese.
_WANTED = (
    "NotoSansCJK-Regular", "NotoSansCJKsc-Regular", "NotoSansSC-Regular", "NotoSansSC", "SourceHanSansSC-Regular",
    "SourceHanSans-Regular", "SourceHanSansCN-Regular", "msyh", "PingFang", "Hiragino Sans GB", "HarmonyOS_Sans_SC_Regular",
    "wqy-microhei", "wqy-zenhei", "Deng", "simhei", "STHeiti Light", "DroidSansFallbackFull", "DroidSansFallback",
    "simsun", "NotoSerifCJK-Regular", "uming", "ukai",
)  # fmt: skip
_BOLD = {"NotoSansCJK-Regular": "NotoSansCJK-Bold", "msyh": "msyhbd"}
_FAMILIES = (" SC", "Microsoft YaHei", "SimSun", "GB", "Micro Hei", "Zen Hei")
_SUFFIXES = (".ttc", ".otf", ".ttf", ".otc")
#: Characters that a font for reports cannot do without; they differ between no two Chinese fonts.
_NEEDED = "县国务院增长低保标准未公开（）"
#: Code points that no font draws; what is shown for them stands for a missing glyph.
_UNDRAWN = "\U000f1a2b"


@lru_cache(maxsize=2)
def chinese_font(bold: bool = False) -> tuple[str, int]:
    """File and face number of a font with Chinese glyphs; the regular one where there is no bold.

    `XIANBAO_FONT` names a file to use instead. Raises `FontMissing` where there is none.
    """
    own = os.environ.get("XIANBAO_FONT")
    if own:
        face = _face(Path(own)) if Path(own).is_file() else None
        if face is None:
            raise FontMissing("font.unusable", path=own)
        return face
    found = {path.stem: path for path in _files()}
    for stem in _WANTED:
        for name in (_BOLD.get(stem, stem), stem) if bold else (stem,):
            if name in found and (face := _face(found[name])) is not None:
                return face
    raise FontMissing("font.missing")


def glyphless(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Characters of `text` that `font` has no glyph for, each once."""
    blank = _shape(_UNDRAWN, font)
    return "".join(c for c in dict.fromkeys(text) if not c.isspace() and _shape(c, font) == blank)


def _shape(char: str, font: ImageFont.FreeTypeFont) -> bytes:
    image = Image.new("L", (64, 64))
    ImageDraw.Draw(image).text((8, 8), char, fill=255, font=font)
    return image.tobytes()


def _face(path: Path) -> tuple[str, int] | None:
    """The face of a file that writes simplified Chinese; `None` where its glyphs do not suffice."""
    faces: list[int] = []
    for number in range(16):
        try:
            font = ImageFont.truetype(str(path), 32, index=number)
        except OSError:  # no such face, or no font at all
            break
        if not glyphless(_NEEDED, font):
            family = font.getname()[0] or ""
            if any(word in family for word in _FAMILIES) and "Mono" not in family:
                return str(path), number
            faces.append(number)
    return (str(path), faces[0]) if faces else None


def _files() -> Iterator[Path]:
    for folder in _folders():
        if folder.is_dir():
            for path in sorted(folder.rglob("*"), reverse=True):
                if path.suffix.lower() in _SUFFIXES:
                    yield path


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"))
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        own = [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
        return [*own, Path("/System/Library/AssetsV2")]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"]
