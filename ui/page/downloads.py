"""Files to take away, as plain addresses: `/export/answer.xlsx?q=…`, `/export/figures.csv?…`, `/export/feedback.csv`."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response

from index.errors import XianbaoError
from ui import export
from ui.export.csv import written_csv
from ui.page import feedback
from ui.page.desk import Desk
from ui.page.figures import Wanted, rows
from ui.page.labels import Labels

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
_Many = Annotated[list[str], Query()]


def routes(desk: Desk) -> APIRouter:
    """The addresses, answered from what is indexed now."""
    router = APIRouter(prefix="/export")

    @router.get("/answer.{form}")
    def answer(form: str, q: _Many) -> Response:
        """The answer to the last question of a conversation."""
        if form not in _TYPES:
            return _unknown(form)
        try:
            found = desk.opened().assistant.ask(q[-1], q[:-1])
        except XianbaoError as error:
            return PlainTextResponse(str(error), 409)
        if form == "docx":
            data = export.to_docx(found)
        else:
            data = export.to_xlsx(found) if form == "xlsx" else export.to_csv(found)
        return _file(data, q[-1], form)

    @router.get("/figures.{form}")
    def figures(
        form: str, text: str = "", region: _Many = [], year: _Many = [], role: _Many = [], status: _Many = []  # noqa: B006
    ) -> Response:  # fmt: skip
        """The figures that a view shows."""
        if form not in ("xlsx", "csv"):
            return _unknown(form)
        t = Labels("zh")
        wanted = Wanted(text, frozenset(region), frozenset(year), frozenset(role), frozenset(status))
        found = [export.Datum(row.region, row.claim, row.figure) for row in rows(desk.opened(), wanted)]
        name = text or t("view.figures")
        data = export.figures_xlsx(found) if form == "xlsx" else export.figures_csv(found, t.language)
        return _file(data, name, form)

    @router.get("/feedback.csv")
    def judgements() -> Response:
        """What people thought of answers."""
        found = feedback.read(desk.folder)
        table = [list(feedback.FIELDS)]
        table += [[_joined(one.get(name, "")) for name in feedback.FIELDS] for one in found]
        return _file(written_csv(table), "feedback", "csv")

    return router


def _joined(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _file(data: bytes, name: str, form: str) -> Response:
    safe = "".join(c for c in name if c.isalnum() or c in "-_")[:40] or "xianbao"
    where = f"attachment; filename=\"xianbao.{form}\"; filename*=UTF-8''{quote(safe)}.{form}"
    return Response(data, media_type=_TYPES[form], headers={"Content-Disposition": where})


def _unknown(form: str) -> Response:
    return PlainTextResponse(f"没有 {form[:10]} 这种格式，可用的是 xlsx、csv、docx。", 404)
