"""Prints the text of a doc."""

import sys

import legacy_doc.word
from legacy_doc import LegacyDocError, extract_text

# The library makes one line of a whole table. A row ends with two cell marks: there a line ends too.
_normal = legacy_doc.word.normalize_word_text
legacy_doc.word.normalize_word_text = lambda text: _normal(text.replace("\x07\x07", "\x07\r"))


def main() -> None:
    """Read the file from the input; a refusal goes to the error output."""
    try:
        text = extract_text(sys.stdin.buffer.read()).text
    except LegacyDocError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main()
