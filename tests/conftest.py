"""What every test may use: the shared reports where they are, and no test skipped where all must run."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def documented(file: str) -> list[str]:
    """The Python examples of a page of the documentation."""
    return re.findall(r"```python\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real reports and their labels; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the shared reports are not beside this checkout")
    return SHARED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turns a skip into a failure where XIANBAO_NO_SKIP is set, so that no check is passed over unseen."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("XIANBAO_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where nothing may be: {report.longrepr}"
