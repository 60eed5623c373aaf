"""Be Vietnam Pro as this house serves it: two weights, one small file each, with the letters our words are made of.

The npm package splits each weight into alphabets of 20 KB and more. One file with the Vietnamese alphabet, without
hinting, is 9 KB; whatever it does not hold (other scripts) the system's own font shows.
"""

from __future__ import annotations

import io
import logging
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "5.3.0"
PACKAGE = f"@fontsource/be-vietnam-pro@{VERSION}"
WEIGHTS = (400, 600)
#: The file names are in ``assets/fonts.css`` too. They carry the version: such files are cached for ever.
FONTS = tuple(f"be-vietnam-pro-{VERSION}-{weight}.woff2" for weight in WEIGHTS)

_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ALPHABETS = ("latin", "vietnamese")
_SIGNS = "–—“”‘’…·•°×₫\u00a0"
_UNUSED = frozenset("\\^`{|}~")  # no sentence has them; the system's own font shows what a person types


def alphabet() -> frozenset[str]:
    """ASCII but for ``_UNUSED``, every Vietnamese letter with every tone in both cases, the signs of our sentences."""
    plain = {chr(code) for code in range(0x20, 0x7F)} - _UNUSED
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", *_TONES)} | {"đ"}
    return frozenset(plain | toned | {letter.upper() for letter in toned} | set(_SIGNS))


def write(modules: Path, folder: Path) -> None:
    """Make the files from the npm package under ``modules`` and put them, with their licence, into ``folder``."""
    package = modules / "@fontsource" / "be-vietnam-pro"
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for weight, name in zip(WEIGHTS, FONTS, strict=True):
        parts = [TTFont(package / "files" / f"be-vietnam-pro-{part}-{weight}-normal.woff2") for part in _ALPHABETS]
        (folder / name).write_bytes(_merged(_disjoint(parts)))
    shutil.copy(package / "LICENSE", folder / "be-vietnam-pro-LICENSE.txt")


def _disjoint(parts: list[TTFont]) -> Iterator[io.BytesIO]:
    """Each part cut down to the letters it alone contributes."""
    wanted = {ord(letter) for letter in alphabet()}
    for part in parts:
        mine = wanted & set(part.getBestCmap() or ())
        wanted -= mine
        yield _cut(part, mine)


def _cut(font: TTFont, codes: set[int]) -> io.BytesIO:
    options: Any = subset.Options()
    options.layout_features = ["kern", "ccmp"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [1, 2, 13, 14]  # family, style, licence
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    out.seek(0)
    return out


def _merged(parts: Iterator[io.BytesIO]) -> bytes:
    font = Merger().merge(list(parts))
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
