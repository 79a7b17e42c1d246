"""How an answer looks: a Markdown table of findings, numbered sources, and what the table's cells hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answering.glossary import beside, place
from assistant.periods import in_english, spoken
from assistant.records import Answer, Finding, Language
from assistant.written import written
from index.records import Claim, Figure

_COLUMNS: dict[Language, tuple[str, ...]] = {
    "zh": ("地区", "指标", "原为", "数值", "变化", "时间", "来源"),
    "en": ("Region", "Indicator", "Before", "Value", "Change", "Period", "Source"),
}
_GROWTH = {"up": "增长", "down": "下降", "flat": "持平"}
_MOVED: dict[Language, dict[str, str]] = {
    "zh": {"up": "提高", "down": "下降", "flat": "持平"},
    "en": {"up": "raised", "down": "fell", "flat": "unchanged"},
}
_STATUS: dict[Language, dict[str, str]] = {
    "zh": {"planned": "（计划）", "estimated": "（预计）"},
    "en": {"planned": " (planned)", "estimated": " (estimated)"},
}
_COMPUTED: dict[Language, str] = {"zh": "（计算）", "en": " (computed)"}
_HEADINGS_SHOWN = 3
#: Findings beyond so many are counted in the text and stand in the findings themselves.
ROWS_SHOWN = 200


def numbered(answer: Answer) -> dict[str, int]:
    """Source numbers by location, in the order of the findings, then of the passages."""
    numbers: dict[str, int] = {}
    for finding in answer.findings:
        numbers.setdefault(finding.claim.location, len(numbers) + 1)
    for cited in answer.passages:
        numbers.setdefault(cited.passage.location, len(numbers) + 1)
    return numbers


def figure_text(figure: Figure, claim: Claim | None = None, language: Language = "zh") -> str:
    """A figure as the report writes it, with comparator and verb of change where its claim is given."""
    if claim is not None:
        return written((figure,), claim, language)[0].text
    if figure.role in ("rate", "change") and figure.direction:
        return _GROWTH[figure.direction] + figure.text
    return figure.text


def rows(answer: Answer, language: Language) -> list[tuple[str, ...]]:
    """The table's cells, one row for each finding."""
    return _rows(answer, answer.findings, language)


def _rows(answer: Answer, findings: Sequence[Finding], language: Language) -> list[tuple[str, ...]]:
    numbers = numbered(answer)
    steps = {id(c.sources[0]): c.text for c in answer.computed if c.label == "step"}
    out: list[tuple[str, ...]] = []
    for f in findings:
        before = [g for g in f.figures if g.role == "previous"]
        level = [g for g in f.figures if g.role in ("level", "rank")]
        change = [g for g in f.figures if g.role in ("change", "rate")]
        step = next((steps[id(g)] for g in before if id(g) in steps), "")
        changed = _cell(change, f.claim, language) or (step + _COMPUTED[language] if step else "")
        if not changed and not level:
            changed = _MOVED[language].get(f.claim.direction or "", "")
        status = f.figures[0].status if f.figures else f.claim.status
        indicator = f.claim.indicator if language == "zh" else beside(f.claim.indicator)
        name = indicator + _STATUS[language].get(status, "")
        source = f"[{numbers[f.claim.location]}]"
        was, now = _cell(before, f.claim, language), _cell(level, f.claim, language)
        region = f.region if language == "zh" else place(f.region)
        out.append((region, name, was, now, changed, when(f, language), source))
    return out


def figures_text(finding: Finding, language: Language) -> str:
    """A finding's figures in a sentence: 由4600元/年提高到5040元/年."""
    f, claim = finding, finding.claim
    before = [g for g in f.figures if g.role == "previous"]
    if before and any(g.role == "level" for g in f.figures):
        after = [g for g in f.figures if g.role != "previous"]
        one, two = _cell(before, claim, language), _cell(after, claim, language)
        return f"由{one}到{two}" if language == "zh" else f"from {one} to {two}"
    if not f.figures:
        return _MOVED[language].get(claim.direction or "", "")
    return _cell(f.figures, claim, language)


def when(finding: Finding, language: Language = "zh") -> str:
    """The time that a finding speaks of, as a person writes it."""
    period = next(
        (g.period for g in finding.figures if g.period and g.role != "previous"), finding.claim.period
    )
    return spoken(period) if language == "zh" else in_english(period)


def of_parts(answer: Answer, sentence: str) -> str:
    """`sentence` with whose number is of which time, where numbers of different times were put together; else ""."""
    language = answer.query.language
    times = {when(f, language) for f in answer.findings}
    if len(answer.query.moments) > 1 or len(times) < 2:
        return ""
    return sentence.format(
        listed(
            [f"{f.region}{' ' * (language == 'en')}{when(f, language)}" for f in answer.findings], language
        )
    )


def _cell(figures: Sequence[Figure], claim: Claim, language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(w.text for w in written(figures, claim, language))


def table(answer: Answer, language: Language) -> str:
    """The findings as a Markdown table."""
    columns = _COLUMNS[language]
    lines = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    shown = _rows(answer, answer.findings[:ROWS_SHOWN], language)
    lines += ["| " + " | ".join(_escaped(cell) for cell in row) + " |" for row in shown]
    if more := len(answer.findings) - len(shown):
        lines += [
            "",
            f"（另有 {more} 条未在此列出）" if language == "zh" else f"({more} more rows are not shown)",
        ]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("\n", " ")


def sources(answer: Answer) -> str:
    """The numbered sources, each with its report, its headings and what stands there."""
    numbers = numbered(answer)
    lines: dict[int, str] = {}
    for f in answer.findings[:ROWS_SHOWN]:
        lines.setdefault(numbers[f.claim.location], _source(f.claim.report, f.claim.headings, f.claim.quote))
    for cited in answer.passages:
        p = cited.passage
        lines.setdefault(numbers[p.location], _source(p.report, p.headings, p.text))
    return "\n\n".join(f"[{n}] {text}" for n, text in sorted(lines.items()))


def _source(report: str, headings: Sequence[str], text: str) -> str:
    where = "".join(f" › {h}" for h in headings[-_HEADINGS_SHOWN:])
    return f"{_escaped(report + where)}：“{_escaped(text)}”"


def listed(names: Sequence[str], language: Language, most: int = 12) -> str:
    """Names joined as a sentence holds them; the rest counted."""
    shown = ("、" if language == "zh" else ", ").join(names[:most])
    if len(names) <= most:
        return shown
    return f"{shown}等 {len(names)} 处" if language == "zh" else f"{shown} and {len(names) - most} more"


def regions_of(ids: Sequence[str], region: Mapping[str, str]) -> list[str]:
    """The regions of reports, each once."""
    return list(dict.fromkeys(region[i] for i in ids))
