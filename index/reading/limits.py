"""How much time and memory the reading of one file may take, kept by the operating system where it can.

Only a process that reads files and does nothing else (`index.readers`) sets limits; in any other one these
functions do nothing, so that formats may ask for more time wherever they are read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Seconds of work, not of waiting, so that a busy machine reads the same files as an idle one.
SECONDS = 15
#: What a page adds: a document of 300 pages takes longer than one of three.
PAGE_SECONDS = 2
MEMORY_MB = 450
#: What recognising a page adds, in seconds, and what it needs at all, in MB.
RECOGNISING_SECONDS, RECOGNISING_MB = 60, 1500

_used = False
_told: Callable[[int, int], None] | None = None


def on_page(told: Callable[[int, int], None]) -> None:
    """Whom `page_done` tells in this process."""
    global _told
    _told = told


def page_done(done: int, pages: int) -> None:
    """A page of so many is read, which earns time for the next ones."""
    more(PAGE_SECONDS)
    if _told is not None:
        _told(done, pages)


def begin() -> None:
    """A new file: it may take `SECONDS` and `MEMORY_MB` from now on."""
    global _used
    _used = True
    memory(MEMORY_MB)
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        _soft(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + SECONDS)


def more(seconds: int) -> None:
    """So many seconds more, for work that is known to come to an end."""
    if _used and sys.platform != "win32":
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
        _soft(resource.RLIMIT_CPU, soft + seconds)


def memory(megabytes: int) -> None:
    """Lets the process hold so much."""
    if _used and sys.platform != "win32":
        import resource

        _soft(resource.RLIMIT_DATA, megabytes * 1024 * 1024)


def recognising() -> None:
    """A picture is about to be recognised, which takes more of both."""
    more(RECOGNISING_SECONDS)
    memory(RECOGNISING_MB)


@contextmanager
def lifted() -> Iterator[None]:
    """For a program that is started and has limits of its own, which it would inherit."""
    if not _used or sys.platform == "win32":
        yield
        return
    import resource

    kept = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA)}
    for kind, (_, hard) in kept.items():
        resource.setrlimit(kind, (hard, hard))
    try:
        yield
    finally:
        for kind, limits in kept.items():
            resource.setrlimit(kind, limits)


if sys.platform != "win32":

    def _soft(kind: int, limit: int) -> None:
        """Sets a limit that can be raised again."""
        import resource

        _, hard = resource.getrlimit(kind)
        within = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (within, hard))
