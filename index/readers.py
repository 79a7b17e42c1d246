"""Processes that read files: one file can take neither the run nor the machine, and all cores read.

Each process reads one file after another within the limits of `index.reading.limits`. Where one breaks them or
breaks down, it ends, the file's reason says so, and a new process goes on with the next file. Processes start
when the first file needs one; a few small plain texts are read without.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from types import TracebackType
from typing import Any, BinaryIO

from index import report
from index.errors import UnreadableReport
from index.messages import Message
from index.reading import limits
from index.reading.archives import Listed
from index.report import Parsed
from index.storage.sources import Source

#: Seconds without a sign of progress after which a process is ended that waits for something (a disk, LibreOffice).
_PATIENCE = 180
#: So much plain text is read sooner than a process starts.
_FEW_BYTES = 128 * 1024
_PLAIN = frozenset({".txt", ".md"})
#: Files that are read ahead of the one whose turn it is, for each process.
_AHEAD = 4
#: A process of its own needs no copy of the program that started it, which may be a page or a notebook.
_PROGRAM = "import sys; sys.path[:] = {path!r}; from index.readers import serve; serve()"

#: How lxml says that the memory is full, among errors of syntax.
_NO_MEMORY = 2

#: A page that is done, and of how many.
Told = Callable[[str, int, int], None]


class Readers:
    """The processes of one run; at its end they are gone."""

    def __init__(self, processes: int | None = None) -> None:
        self.told: Told | None = None  # called from several threads
        self._count = processes or os.cpu_count() or 1
        self._processes = [_Process() for _ in range(self._count)]
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            for process in self._processes:
                process.end()
            self._threads.shutdown()
            for process in self._processes:  # that was started meanwhile
                process.end()

    def read(self, sources: Sequence[Source]) -> Iterator[Parsed | Message]:
        """What each file holds, or why it cannot be read, in order."""
        if _few(sources):
            yield from (_read(source) for source in sources)
            return
        waiting: deque[Future[Any]] = deque()
        left = iter(sources)
        while True:
            while len(waiting) < _AHEAD * self._count and (source := next(left, None)) is not None:
                waiting.append(self._start(_read, source, source.path.name))
            if not waiting:
                return
            yield waiting.popleft().result()

    def listed(self, archive: Path) -> Listed | Message:
        """The files in an archive with their digests, or why it cannot be opened."""
        return self._start(_list, archive, archive.name).result()

    def _start(self, work: Callable[[Any], Any], given: object, name: str) -> Future[Any]:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._count, "xianbao-reading")
            for process in self._processes:
                self._idle.put(process)
        return self._threads.submit(self._with_a_process, work, given, name)

    def _with_a_process(self, work: Callable[[Any], Any], given: object, name: str) -> Any:
        process = self._idle.get()
        try:
            return process.ask(work, given, name, self.told)
        finally:
            self._idle.put(process)


def read_one(path: Path, report_id: str | None = None) -> Parsed:
    """One file, read within the limits. Raises `UnreadableReport`."""
    with Readers(processes=1) as readers:
        (found,) = readers.read([Source(report_id or path.name, path, None)])
    if isinstance(found, Message):
        raise UnreadableReport.of(found)
    return found


def _few(sources: Sequence[Source]) -> bool:
    """Whether files are so small and plain that they can do no harm."""
    left = _FEW_BYTES
    for source in sources:
        if any(above.is_file() for above in source.path.parents):  # it lies in an archive
            return False
        try:
            left -= source.path.stat().st_size
        except (OSError, ValueError):
            continue
        if source.path.suffix.lower() not in _PLAIN or left < 0:
            return False
    return True


class _Process:
    """One process, started again whenever it is gone."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None

    def ask(self, work: Callable[[Any], Any], given: object, name: str, told: Told | None) -> Any:
        """What `work(given)` returns there, or why it came to no end."""
        running = self._running
        if running is None or running.poll() is not None:
            running = self._running = _started()
        assert running.stdin is not None
        assert running.stdout is not None
        slow: list[bool] = []
        while True:
            timer = Timer(_PATIENCE, lambda: (slow.append(True), running.kill()))
            timer.daemon = True
            timer.start()
            try:
                if given is not None:
                    pickle.dump((work.__name__, given), running.stdin)
                    running.stdin.flush()
                    given = None
                kind, answer = pickle.load(running.stdout)
            except (OSError, EOFError, pickle.UnpicklingError):
                self.end()
                return _broken(name, running.returncode, bool(slow))
            finally:
                timer.cancel()
            if kind != "page":
                if kind == "full":
                    self.end()
                return answer
            if told is not None:
                told(name, *answer)

    def end(self) -> None:
        """Ends the process, whatever it does."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.wait()
            for pipe in (running.stdin, running.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # what was not sent any more
                        continue


def _started() -> subprocess.Popen[bytes]:
    program = _PROGRAM.format(path=sys.path)
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _broken(name: str, code: int | None, slow: bool) -> Message:
    """Why a process ended in the middle of a file."""
    if slow:
        return Message("reading.file", name=name, why=Message("reading.waiting", limit=_PATIENCE))
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return Message("reading.file", name=name, why=Message("reading.slow", limit=limits.SECONDS))
    return Message("reading.file", name=name, why=Message("reading.broke_down", reason=code))


# --- in the process ---


def serve() -> None:
    """Does what it is asked to until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # libraries that print would break the answers
    limits.on_page(lambda done, total: _send(answers, "page", (done, total)))
    work = {"_read": _read, "_list": _list}
    while True:
        try:
            name, given = pickle.load(asked)
        except EOFError:
            return
        limits.begin()
        _send(answers, *_done(work[name], given))


def _send(answers: BinaryIO, kind: str, answer: object) -> None:
    pickle.dump((kind, answer), answers)
    answers.flush()


def _done(work: Callable[[Any], Any], given: object) -> tuple[str, object]:
    name = given.path.name if isinstance(given, Source) else Path(str(given)).name
    try:
        return "done", work(given)
    except MemoryError:
        return "full", Message(
            "reading.file", name=name, why=Message("reading.memory", limit=limits.MEMORY_MB)
        )
    except Exception as error:  # a reader's own mistake is the file's reason, never the run's end
        return "full", Message("reading.failed", name=name, reason=type(error).__name__)


def _read(source: Source) -> Parsed | Message:
    try:
        return report.read_report(source.path, source.id, source.row)
    except UnreadableReport as error:
        _raise_memory(error)
        return error.message


def _list(archive: Path) -> Listed | Message:
    from index.reading import archives

    try:
        return archives.listed(archive)
    except UnreadableReport as error:
        _raise_memory(error)
        return error.message


def _raise_memory(error: BaseException) -> None:
    """Formats take whatever goes wrong for damage; that the memory was full is another reason."""
    cause: BaseException | None = error
    while cause is not None:
        full = type(cause).__module__.startswith("lxml") and getattr(cause, "code", None) == _NO_MEMORY
        if isinstance(cause, MemoryError) or full:
            raise MemoryError from cause
        cause = cause.__cause__ or cause.__context__
