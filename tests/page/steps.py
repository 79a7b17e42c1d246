"""What a person does on the page, for the tests."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

QUESTION = "哪些县提高了低保标准？"


def ask(page: Page, question: str = QUESTION) -> Locator:
    """Types a question, waits for its answer, and returns the turn."""
    turns = page.locator(".xb-turn").count()
    page.locator("#xb-box textarea").fill(question)
    page.locator("#xb-send").click()
    turn = page.locator(".xb-turn").nth(turns)
    turn.locator(".xb-actions").wait_for()
    return turn


def view(page: Page, name: str) -> None:
    """Shows a view by its tab."""
    page.get_by_role("tab", name=name).click()
