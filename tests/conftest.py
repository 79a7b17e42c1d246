"""What every test may use: the shared reports where they are, and no test skipped where all must run."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# nor may Hypothesis judge by the clock
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def documented(file: str) -> list[str]:
    """The Python examples of a page of the documentation."""
    return re.findall(r"```python\n(.*?)```", (ROOT / file).read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real reports and their labels; skips where a part of it is missing, and says so."""
    for part, holds in (
        ("reports", "the real reports"),
        ("eval", "their hand-made labels, questions and scorer"),
    ):
        if not (SHARED / part).is_dir():
            pytest.skip(
                f"{SHARED / part} is missing: it holds {holds}, which are kept beside the project and not in it; "
                f"ask those who keep the project for the folder, and put it at {SHARED}"
            )
    return SHARED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turns a skip into a failure where XIANBAO_NO_SKIP is set, so that no check is passed over unseen."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("XIANBAO_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where nothing may be: {report.longrepr}"
