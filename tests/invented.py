"""Short reports of invented counties, for tests of the index: enough to hold sections, claims and figures."""

from __future__ import annotations

from pathlib import Path

REPORTS = {
    "云溪县2023.txt": """云溪县2023年政府工作报告

一、2023年工作回顾
（一）经济运行平稳。全县地区生产总值完成128.6亿元，同比增长6.2%。粮食总产量达到24.5万吨。
（二）民生持续改善。城市低保月人均保障标准由780元提高到845元。城乡居民医保参保率稳定在97%以上。
二、2024年工作安排
力争地区生产总值增长6%左右。新建改建农村公路120公里。
""",
    "白石县2023.txt": """白石县2023年政府工作报告

一、过去一年的工作
地区生产总值达到96.4亿元，增长5.1%。农村低保标准稳步提高。化解隐性债务2.3亿元。
二、今后的打算
计划新增城镇就业3200人。
""",
    "松岭县2023.txt": """松岭县2023年财政工作总结

一、收支情况
一般公共预算收入完成XX亿元，增长4.8%。特困供养标准提高到每月1100元。
二、存在的问题
财政收支矛盾突出。
""",
}


def report(county: str, year: int, text: str, plan: str = "") -> tuple[str, str]:
    """Name and text of a finance bureau's report of one year, with `plan` for the next one."""
    head = f"{county}财政局{year}年工作总结\n一、{year}年工作情况\n（一）财政运行和民生保障。"
    tail = f"\n二、{year + 1}年工作计划\n（一）财政工作。{plan}" if plan else ""
    return f"{county}-{year}-财政工作总结.txt", head + text + tail


def write(folder: Path, reports: dict[str, str] | None = None) -> Path:
    """The reports as files in `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (REPORTS if reports is None else reports).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
