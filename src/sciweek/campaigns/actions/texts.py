"""Texts that people write into papers: made clean, and refused where they are too long or bear a mark of secrecy."""

from collections.abc import Mapping

from sciweek.core.errors import BadInput
from sciweek.core.files import refuse_secrecy_marks


def clean_texts(texts: Mapping[str, str], limits: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """The texts with line ends as one sign and without blanks around; `limits`: what each is called, how long it may be.

    Raises:
        BadInput: a text too long, or one with a mark of secrecy.
    """
    clean = {name: "\n".join(text.splitlines()).strip() for name, text in texts.items()}
    for name, (label, longest) in limits.items():
        if len(clean[name]) > longest:
            words = f"“{label}”超过 {longest:,} 个字，请精简。"
            raise BadInput(words, {name: words})
        refuse_secrecy_marks(clean[name])
    return clean
