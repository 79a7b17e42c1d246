"""Texts to vectors: the packaged model, and any other through the same door."""
