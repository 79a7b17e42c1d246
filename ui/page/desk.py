"""What the views share: the opened index and its assistant, taken anew when a newer index is published."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from assistant.checks import Discrepancy, check
from assistant.desk import Assistant
from index.records import Claim, Origin, Passage, Report
from index.store import Index

if TYPE_CHECKING:
    from ui.page.search import Entry


class Opened:
    """One published index and everything that the views look up in it. Never changes."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.assistant = Assistant(index)
        self.origins: dict[str, Origin] = self.assistant.origins

    @cached_property
    def examples(self) -> list[str]:
        """Questions that these reports answer."""
        from ui.page.examples import examples

        return examples(self)

    @cached_property
    def names(self) -> dict[str, str]:
        """Region by report."""
        return {id_: self.region(id_) for id_ in self.origins}

    @cached_property
    def claims(self) -> dict[str, list[Claim]]:
        """Claims by report."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.index.claims:
            found[claim.report].append(claim)
        return found

    @cached_property
    def passages(self) -> dict[str, list[Passage]]:
        """Passages by report."""
        found: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.index.passages:
            found[passage.report].append(passage)
        return found

    @cached_property
    def doubts(self) -> dict[str, list[Discrepancy]]:
        """By report, figures that do not add up."""
        found = ((id_, check(self.claims.get(id_, []), self.report(id_).text)) for id_ in self.origins)
        return {id_: doubts for id_, doubts in found if doubts}

    @cached_property
    def entries(self) -> tuple[list[Entry], list[Entry]]:
        """Passages and figures as searching goes through them."""
        from ui.page.search import entries

        return entries(self)

    def report(self, id_: str) -> Report:
        return self.index.report(id_)

    def region(self, id_: str) -> str:
        """A report's region as shown."""
        return self.assistant.region_of(id_)


class Desk:
    """The index in a folder, as last published. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._renewing = False
        self._opened = Opened(Index.open(folder))

    def opened(self) -> Opened:
        """What is open now. A newer index is opened aside, and questions go on with this one meanwhile."""
        with self._lock:
            now = self._opened
            if self._renewing or not now.index.outdated:
                return now
            self._renewing = True
        Thread(target=self._renew, daemon=True).start()
        return now

    def refresh(self) -> Opened:
        """Opens what is published now, and waits for it."""
        fresh = Opened(Index.open(self.folder))
        with self._lock:
            self._opened = fresh
        return fresh

    def warm(self) -> None:
        """Loads the model aside, so that the first question does not wait for it."""
        index = self.opened().index
        Thread(target=lambda: index.embedder.query("预备"), daemon=True).start()

    def _renew(self) -> None:
        try:
            self.refresh()
        finally:
            with self._lock:
                self._renewing = False
