"""Text as people write it: one normal form to keep, one folded form to search by.

Vietnamese comes composed (NFC), decomposed (NFD, from some keyboards and card readers) and with invisible
characters from copying; everything that is kept or compared passes through here first.
"""

from __future__ import annotations

import unicodedata

_BREAKS = frozenset("\t\n\v\f\r")  # control characters that are white space
_DROPPED = frozenset({"Cc", "Cf", "Cs"})  # control, format (BOM, zero width, bidi marks), lone surrogates
_D_BAR = str.maketrans({"đ": "d", "Đ": "D"})  # a letter of its own: NFD does not take it apart


def nfc(text: str) -> str:
    """The text composed, without control, invisible and unencodable characters; white space stays as it is."""
    kept = "".join(c for c in text if c in _BREAKS or unicodedata.category(c) not in _DROPPED)
    return unicodedata.normalize("NFC", kept)


def collapse(text: str) -> str:
    """``nfc``, trimmed, every run of white space one plain space. Doing it twice changes nothing."""
    return " ".join(nfc(text).split())


def fold(text: str) -> str:
    """For search: lower case, no accents, đ → d, single spaces. Doing it twice changes nothing."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", nfc(text).lower()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_D_BAR).lower().split())
