"""Claims and figures out of a report: numbers, words and sentences, no model."""

from index.grammar.claims import read_claims

__all__ = ["read_claims"]
