"""Places in running text, with what they lie in."""

from __future__ import annotations

import pytest

from index.origin.places import find_places, place, short

NAMES = [
    ("金寨", ("安徽省", "六安市", "金寨县")),
    ("金寨县", ("安徽省", "六安市", "金寨县")),
    ("六安金寨县", ("安徽省", "六安市", "金寨县")),
    ("安徽省六安市金寨县", ("安徽省", "六安市", "金寨县")),
    ("湖南", ("湖南省", None, None)),
    ("内蒙古", ("内蒙古自治区", None, None)),
    ("黑龙江", ("黑龙江省", None, None)),
    ("广西", ("广西壮族自治区", None, None)),
    ("吉林", ("吉林省", None, None)),
    ("黔南州", ("贵州省", "黔南布依族苗族自治州", None)),
    ("黔南", ("贵州省", "黔南布依族苗族自治州", None)),
    ("东莞", ("广东省", "东莞市", None)),
    ("上海市浦东新区", ("上海市", None, "浦东新区")),
    ("长春市朝阳区", ("吉林省", "长春市", "朝阳区")),
    ("朝阳区", (None, None, "朝阳区")),
    ("积石山县", ("甘肃省", "临夏回族自治州", "积石山保安族东乡族撒拉族自治县")),
    ("石河子", ("新疆维吾尔自治区", None, "石河子市")),
]


@pytest.mark.parametrize(("name", "parts"), NAMES)
def test_a_name_alone(name: str, parts: tuple[str | None, ...]) -> None:
    found = place(name)
    assert found is not None
    assert (found.province, found.city, found.county) == parts
    assert (found.start, found.end) == (0, len(name))


@pytest.mark.parametrize("name", ["云岭县", "", "县", "全省", "湖南那个县"])
def test_no_name(name: str) -> None:
    assert place(name) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赴合肥参加培训", ["合肥"]),
        ("四川省和金寨县", ["四川省", "金寨县"]),
        ("强县富县工程", []),
        ("在新城区打造阅读圈", []),
        ("平安建设、和平发展、安居工程", []),
        ("白银价格上涨，来宾不断", []),
        ("上海南站改造", ["上海"]),
        ("福州市鼓楼区与南京市鼓楼区", ["福州市鼓楼区", "南京市鼓楼区"]),
    ],
)
def test_running_text(text: str, names: list[str]) -> None:
    found = find_places(text)
    assert [p.name for p in found] == names
    assert all(text[p.start : p.end] == p.name for p in found)


def test_short_counties_only_on_demand() -> None:
    assert find_places("金寨的收入") == []
    assert [p.county for p in find_places("金寨的收入", short_counties=True)] == ["金寨县"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [("湖南省", "湖南"), ("内蒙古自治区", "内蒙古"), ("恩施土家族苗族自治州", "恩施"), ("丰县", "丰县")],
)
def test_short(name: str, stem: str) -> None:
    assert short(name) == stem
