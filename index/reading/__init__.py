"""Files to text: formats and encodings."""
