"""The index folder: its tables, its vectors, its publishing whole."""
