"""What a file must not hold: formulas that a spreadsheet would run, characters that XML forbids, the time."""

from __future__ import annotations

import io
import re
import zipfile

#: A spreadsheet may run what begins like this; full-width signs count as ASCII ones in East Asian settings.
_RUNS = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠|%]")
#: Signed numbers with their unit are no formula, nor is a unit alone: +60元（计算）, -5.2%, %.
_NUMBER = re.compile(r"(?:[+\-＋－]?\d[\d.,]*)?[\u4e00-\u9fff（）%％ ]*(?:/[\u4e00-\u9fff（）]+)*")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: The earliest time that a zip archive can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")


def runs(text: str) -> bool:
    """Whether a spreadsheet program might take `text` for a formula."""
    return _RUNS.match(text) is not None and _NUMBER.fullmatch(text) is None


def inert(text: str) -> str:
    """`text` as a CSV cell that no spreadsheet runs: an apostrophe in front where it might."""
    text = plain(text)
    return "'" + text if runs(text) else text


def plain(text: str) -> str:
    """`text` without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def steady(archive: bytes) -> bytes:
    """The same office file with no time in it, so that one answer always gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()
