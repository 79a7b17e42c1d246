"""How the reader of questions is taught: marked questions in, `assistant/understanding/reader.npz` out."""
