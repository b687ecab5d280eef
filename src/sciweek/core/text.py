"""Text in the form in which it is compared and searched: one width, no invisible signs, no letter-spacing. Pure."""

import re
import unicodedata

from sciweek.core.errors import BadInput

SHORTEST_REASON, LONGEST_REASON = 6, 500
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
RUBY = re.compile(r"(?<=[一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}\)")
_SPACED = re.compile(r"(?<![一-鿿])(?:[一-鿿][ \t]){2,}[一-鿿](?![一-鿿])")
_BLANKS = re.compile(r"[^\S\n]+")


def normal_text(text: str) -> str:
    """The text in NFKC without zero-width signs, letter-spacing (青 海 省) and pinyin behind a character (学(xué)).

    Lines stay; blanks within a line are one space. Offsets of the original do not hold in the result.
    Letter-spacing needs three characters or more, so that two-word slogans keep their space.
    """
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text.replace("\r\n", "\n")))
    plain = _BLANKS.sub(" ", RUBY.sub("", plain))
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), plain)


def comparable(text: str) -> str:
    """Text as two values are compared: normal, without any blank, in lower case."""
    return re.sub(r"\s+", "", normal_text(text)).casefold()


# The rarer planes are worked out each time, so that a strange text cannot fill the memory.
MOST_KEPT = 0xFFFF


class _EvenSigns(dict[int, str]):
    """The even form of every sign, worked out when it is first met."""

    _ODD = {
        **dict.fromkeys("　\xa0", " "),
        **dict.fromkeys("—–－―‐‑‒−", "-"),
        "﹝": "〔",
        "﹞": "〕",
        "［": "[",
        "］": "]",
        "～": "~",
        "〜": "~",
        "：": ":",
        "﹕": ":",
        "︰": ":",
    }
    _KEPT = "。、《》“”‘’〔〕【】"

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = unicodedata.normalize("NFKC", sign)
        even = self._ODD.get(sign, folded if len(folded) == 1 and sign not in self._KEPT else sign)
        if code <= MOST_KEPT:
            self[code] = even
        return even


_EVEN_SIGNS = _EvenSigns()


def even(text: str) -> str:
    """The text with half-width letters, digits and punctuation, sign for sign: every offset holds in the original."""
    return text.translate(_EVEN_SIGNS)


def clean_words(text: str, what: str) -> str:
    """A reason as it is kept: at least six characters without blanks, at most 500; `what` names it in the refusal.

    Raises:
        BadInput: too short or too long.
    """
    words = " ".join(text.split())
    if len(words.replace(" ", "")) < SHORTEST_REASON:
        raise BadInput(f"{what}至少写 {SHORTEST_REASON} 个字，讲清原因。")
    if len(words) > LONGEST_REASON:
        raise BadInput(f"{what}最多 {LONGEST_REASON} 个字，现有 {len(words)} 个字，请精简。")
    return words
