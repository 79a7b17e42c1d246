"""Word documents: numbering, styles, signs, and the document that they make."""
