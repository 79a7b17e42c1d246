"""Texts into vectors: the packaged model, or any other that sentence-transformers can load.

Importing this module loads neither torch nor a model; `load` does.
"""

from __future__ import annotations

import logging
import os
import random
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

import numpy as np

from index.embedding import e5
from index.errors import ModelUnusable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: Name of the test double, see `HashEmbedder`.
HASH = "hash"

#: Texts done and texts in all.
Progress = Callable[[int, int], None]

#: Characters in a batch, padding included. Measured on two cores: 1,000 to 4,000 are alike, less and more are
#: slower (16,000 by a quarter, for the activations no longer stay in the processor's cache).
_BATCH = 2_000
#: Families of models trained with the prefixes `query: ` and `passage: ` (https://arxiv.org/abs/2402.05672).
_E5 = re.compile(r"e5", re.IGNORECASE)


class Embedder(Protocol):
    """Turns texts into vectors of unit length, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """What an index records: `load(name)` gives this model again, another name another model."""
        ...

    @property
    def dimension(self) -> int: ...

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        """Vectors of texts to be searched: (n, dimension) float32, in the order of `texts`."""
        ...

    def query(self, text: str) -> np.ndarray:
        """The vector of a question: (dimension,) float32."""
        ...


def load(model: str | None = None) -> Embedder:
    """The packaged model, or another by hub name, by folder, or by the name that an index recorded.

    The packaged model never touches the network. A hub name is looked up in the hub's cache first and
    downloaded only where it is not there and `HF_HUB_OFFLINE` is not set. Raises `ModelUnusable`.
    """
    if model == HASH:
        return HashEmbedder()
    if model is None or model.startswith(e5.NAME):
        return _packaged()
    path = Path(model).expanduser()
    if path.is_dir():
        return _from_folder(path.resolve())
    if model.startswith((".", "~", os.sep)) or model.count("/") > 1 or "\\" in model or path.exists():
        raise ModelUnusable("model.no_folder", model=model)
    return _from_hub(model)


class SentenceEmbedder:
    """A sentence-transformers model with the prompts it was trained with.

    `short` multiplies passages in bfloat16: for the packaged model twice as fast as float32 where the
    processor does so itself, at a cosine of 0.99999 to float32. A single question is faster in float32.
    """

    def __init__(self, name: str, model: SentenceTransformer, *, short: bool = False) -> None:
        self.name = name
        self._short = short
        self._model = model
        prompts = {key: text for key, text in model.prompts.items() if text}
        named = bool(_E5.search(name.rstrip("/\\").replace("\\", "/").rpartition("/")[2])) and not prompts
        #: Given only where the model does not know its own.
        self._query_prompt = "query: " if named else None
        self._passage_prompt = "passage: " if named else None
        self.dimension: int = len(self.query("一"))

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        out = np.zeros((len(texts), self.dimension), np.float32)
        places: dict[str, list[int]] = {}
        for i, text in enumerate(texts):
            places.setdefault(text, []).append(i)  # sentences recur: each is embedded once
        done = 0
        for batch in _batches(places):
            for text, vector in zip(batch, self._encode(batch), strict=True):
                out[places[text]] = vector
                done += len(places[text])
            if progress:
                progress(done, len(texts))
        return out

    def query(self, text: str) -> np.ndarray:
        import torch

        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # a question is so short that threads spend more in waiting for each other
        try:
            vector = self._model.encode_query(
                text, prompt=self._query_prompt, show_progress_bar=False, normalize_embeddings=True
            )
        finally:
            torch.set_num_threads(threads)
        return np.asarray(vector, np.float32)

    def _encode(self, batch: list[str]) -> np.ndarray:
        import torch

        with torch.autocast("cpu", torch.bfloat16, enabled=self._short):
            vectors = self._model.encode_document(
                batch, prompt=self._passage_prompt, batch_size=len(batch), show_progress_bar=False
            )
        vectors = np.asarray(vectors, np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def _batches(texts: Iterable[str]) -> list[list[str]]:
    """Texts of like length together; batches in a shuffled order that is always the same.

    Long batches are slower than short ones: shuffled, the time left can be told from the share done.
    """
    batches: list[list[str]] = []
    for text in sorted(texts, key=lambda text: (len(text), text)):
        if not batches or (len(batches[-1]) + 1) * max(len(text), 1) > _BATCH:
            batches.append([])
        batches[-1].append(text)
    random.Random(0).shuffle(batches)
    return batches


def _packaged() -> SentenceEmbedder:
    folder = e5.folder()
    try:
        return SentenceEmbedder(folder.name, _open(str(folder), local=True), short=_has_bfloat16())
    except _failures():
        # Sizes and times were right: read every byte, unpack again where one differs, and try once more.
        folder = e5.folder(thorough=True)
    try:
        return SentenceEmbedder(folder.name, _open(str(folder), local=True), short=_has_bfloat16())
    except _failures() as error:
        raise ModelUnusable("model.not_loaded", folder=folder, reason=_reason(error)) from error


def _from_folder(path: Path) -> SentenceEmbedder:
    if not any((path / name).is_file() for name in ("modules.json", "config.json")):
        raise ModelUnusable("model.empty_folder", folder=path)
    try:
        return SentenceEmbedder(str(path), _open(str(path), local=True))
    except _failures() as error:
        raise ModelUnusable("model.broken_folder", folder=path, reason=_reason(error)) from error


def _from_hub(name: str) -> SentenceEmbedder:
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    try:
        return SentenceEmbedder(name, _open(name, local=True))
    except _failures() as error:
        if offline:
            raise ModelUnusable("model.offline", model=name) from error
    try:
        _reach_hub(name)
        return SentenceEmbedder(name, _open(name, local=False))
    except _failures() as error:
        raise ModelUnusable("model.no_download", model=name, reason=_reason(error)) from error


def _reach_hub(name: str) -> None:
    """Fail at once where there is no network: loading would retry each file for a minute and more."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    try:
        HfApi().model_info(name, timeout=10)
    except HfHubHTTPError:
        return  # it answers; what it lacks is told by loading


def _open(place: str, *, local: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()
    if local:  # a download takes minutes and keeps its bar
        transformers_logging.disable_progress_bar()
    else:
        transformers_logging.enable_progress_bar()
    return SentenceTransformer(place, local_files_only=local, model_kwargs={"dtype": "float32"})


def _has_bfloat16() -> bool:
    """Whether passages are computed on this processor and it multiplies bfloat16 itself."""
    import torch

    if torch.cuda.is_available() or torch.backends.mps.is_available():
        return False
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def _failures() -> tuple[type[Exception], ...]:
    """What loading a model that is missing, damaged or of another make is known to raise."""
    from huggingface_hub.errors import HfHubHTTPError
    from safetensors import SafetensorError

    # The hub's error derives from that of its HTTP library, which is another one in each major version.
    http = tuple(base for base in HfHubHTTPError.__bases__ if issubclass(base, Exception))
    return (OSError, ValueError, RuntimeError, ImportError, KeyError, TypeError, SafetensorError, *http)


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:160]}" if lines else type(error).__name__


class HashEmbedder:
    """A double for tests of the store and the commands: instantaneous, deterministic, needs no model.

    Each character bigram falls into one of `dimension` places, so texts that share wording are near each
    other. It knows nothing of meaning. `--model hash` selects it; it is not offered to users.
    """

    name = HASH

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        out = np.zeros((len(texts), self.dimension), np.float32)
        for i, text in enumerate(texts):
            out[i] = self.query(text)
            if progress:
                progress(i + 1, len(texts))
        return out

    def query(self, text: str) -> np.ndarray:
        vector = np.zeros(self.dimension, np.float32)
        framed = f"\x02{text}\x03"
        for a, b in pairwise(framed):
            hashed = crc32((a + b).encode("utf-8", "surrogatepass"))
            vector[hashed % self.dimension] += 1.0 if hashed & 0x8000_0000 else -1.0
        norm = float(np.linalg.norm(vector))
        if norm == 0:  # bigrams that cancel each other
            vector[0] = norm = 1.0
        return vector / np.float32(norm)
