"""The papers of a package as blocks, from which docx and pdf are written with the same text. Pure."""
