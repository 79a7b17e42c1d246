"""Documents of other office programs (.doc, .wps, .rtf …), which LibreOffice turns into .docx or .xlsx.

It runs once a file, without a window, with settings of its own, and is stopped after a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from index.errors import UnreadableReport
from index.reading import limits

#: What it turns a format into.
CONVERTED = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"), "docx"),
    **dict.fromkeys((".et", ".ods"), "xlsx"),
}
#: What such a file begins with: an old Office file, RTF, an archive, a web page or XML. LibreOffice would take
#: anything else for plain text.
_OLE, _OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 512
_BEGINNINGS = (_OLE, b"{\\rtf", b"PK\x03\x04", b"<", b"\xef\xbb\xbf<", b"MIME-Version:")
#: Seconds for one file. A report of 100 pages takes 10.
TIME_LIMIT = 90

_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


def program() -> str | None:
    """LibreOffice, wherever it is installed; `None` where it is not."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    for place in map(Path, _PLACES):
        for path in (
            sorted(Path(place.anchor).glob(str(place.relative_to(place.anchor)))) if place.anchor else ()
        ):
            if path.is_file():
                return str(path)
    return None


def converted(data: bytes, suffix: str) -> bytes:
    """`data` as a .docx or .xlsx file. Raises `UnreadableReport`, without the file's name, where LibreOffice is
    not installed, fails, or takes too long.
    """
    if not data.startswith(_BEGINNINGS) or (data.startswith(_OLE) and len(data) < _OLE_HEAD):
        raise UnreadableReport("office.other", suffix=suffix)
    office = program()
    if office is None:
        raise UnreadableReport("office.missing", suffix=suffix)
    with tempfile.TemporaryDirectory(prefix="xianbao-", ignore_cleanup_errors=True) as place:
        source, out = Path(place, f"report{suffix}"), Path(place, "out")
        source.write_bytes(data)
        kind = CONVERTED[suffix]
        profile = Path(place, "profile").as_uri()
        command = [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
        ]
        _run([*command, "--outdir", str(out), str(source)])
        made = out / f"report.{kind}"
        if not made.is_file():
            raise UnreadableReport("office.failed", suffix=suffix)
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Runs it with its children in a group of their own, so that all of them can be stopped."""
    with limits.lifted():
        process = subprocess.Popen(
            command,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise UnreadableReport("office.slow", limit=TIME_LIMIT) from error
    finally:
        if process.poll() is None:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
