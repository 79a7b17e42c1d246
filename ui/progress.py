"""How far an index has been built, as a line on standard error."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from tqdm import tqdm

from index.build import Progress

_STAGES = {"reading": "读取报告", "embedding": "计算向量", "publishing": "写入索引"}


class Bar:
    """A progress bar that names the stage, the reports and passages done, and the time left."""

    def __enter__(self) -> Bar:
        self._bar: tqdm[Any] | None = None
        self._stage = ""
        return self

    def show(self, progress: Progress) -> None:
        """Shows one step of the build."""
        if progress.stage != self._stage:
            self._close()
            self._stage = progress.stage
            self._bar = tqdm(
                desc=_STAGES[progress.stage], total=progress.total, unit=progress.unit, leave=False
            )
        if self._bar is not None:
            self._bar.total = progress.total
            if progress.page is not None:
                name, page, pages = progress.page
                self._bar.set_postfix_str(f"{name} 第 {page}/{pages} 页", refresh=False)
            self._bar.update(progress.done - self._bar.n)
            if progress.page is not None:
                self._bar.refresh()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ):
        self._close()
