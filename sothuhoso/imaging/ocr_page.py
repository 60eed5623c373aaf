"""The text of a page, by tesseract: words with their places, and an unseen text layer for a PDF.

One thread and a time limit; it writes into a folder of its own in memory, which is gone afterwards. What is read is for
searching and for suggestions that a person confirms: no field is filled in by it.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Pdf

from sothuhoso.domain.errors import Unavailable
from sothuhoso.imaging.arrays import Pixels

DPI = 200
"""What tesseract reads best: more dots make it slower and, in bad light, worse."""
SECONDS = 40.0
_PROGRAM = "tesseract"
_LANGUAGE, _DIRECTION = "vie", "osd"  # what it must know: letters, and which way is up
_MEMORY, _FOLDER, _LEFT = "/dev/shm", "sothuhoso-page-", 600.0  # noqa: S108 - in folders of our own, 0700
_WORD = "5"  # the level of a word in tesseract's table
_SHOW = "TJ"  # PDF's operator
_GUESSED, _SPECK = 15.0, 70.0  # of tesseract: below, letters are guessed; below, signs are specks
_TURNS = ("Rotate:", "Orientation confidence:")


@dataclass(frozen=True, slots=True)
class Word:
    """One word; ``box`` is left, top, width, height in pixels of the picture read; ``sure`` 0 to 100."""

    text: str
    box: tuple[int, int, int, int]
    sure: float
    line: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read. ``layer`` is a PDF of one page with the unseen text only; ``None`` where it was not asked for.

    ``sure``: how sure tesseract is of its letters (``sureness``), of those too that were taken for specks.
    """

    words: tuple[Word, ...]
    layer: bytes | None
    sure: float = 0.0

    @property
    def text(self) -> str:
        """Line by line, in reading order."""
        lines: dict[tuple[int, int, int], list[str]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word.text)
        return "\n".join(" ".join(line) for line in lines.values())


def sureness(words: Sequence[Word]) -> float:
    """The mean over the letters of whole words, 0 to 100; 0 where there are none. Rules and specks are no words."""
    whole = [word for word in words if sum(map(str.isalnum, word.text)) > 1]
    signs = sum(len(word.text) for word in whole)
    return sum(word.sure * len(word.text) for word in whole) / signs if signs else 0.0


def read(
    grey: np.ndarray, dpi: float, *, layer: bool = True, block: bool = False, seconds: float = SECONDS
) -> PageText:
    """The text of a clean upright page (height, width), at about ``DPI``. ``block``: a cut-out, taken as one piece.

    Raises ``Unavailable('ocr.missing' | 'ocr.too_slow' | 'ocr.failed')``.
    """
    outputs = ["tsv", "pdf"] if layer else ["tsv"]
    options = ["-l", _LANGUAGE, "--psm", "6" if block else "3", "--dpi", str(round(dpi)), "-c", "textonly_pdf=1"]
    with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=_room()) as folder:
        base = Path(folder) / "out"
        _run(["stdin", str(base), *options, *outputs], _pgm(grey), seconds)
        words = tuple(_words(base.with_suffix(".tsv").read_text("utf-8")))
        kept = [_is_word(word) for word in words]
        unseen = _weeded(base.with_suffix(".pdf").read_bytes(), kept) if layer else None
        return PageText(tuple(compress(words, kept)), unseen, sureness(words))


def _is_word(word: Word) -> bool:
    """Whether it is more than noise, a rule or a flourish taken for letters: of a dash tesseract is sure."""
    return word.sure >= (_GUESSED if any(map(str.isalnum, word.text)) else _SPECK)


def _weeded(layer: bytes, kept: Sequence[bool]) -> bytes:
    """The text layer without the words that are none. It shows one word at a time, in the table's order."""
    if all(kept):
        return layer
    with Pdf.open(io.BytesIO(layer)) as pdf:
        page, left = pdf.pages[0], iter(kept)
        said = list(pikepdf.parse_content_stream(page))
        if sum(str(one.operator) == _SHOW for one in said) != len(kept):
            return layer
        told = [one for one in said if str(one.operator) != _SHOW or next(left)]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(told))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def check() -> None:
    """Whether tesseract is here and reads Vietnamese. Raises ``Unavailable('ocr.missing' | 'ocr.too_slow')``."""
    languages = _run(["--list-langs"], b"", SECONDS, check=False).decode("utf-8", "replace").split()
    if not {_LANGUAGE, _DIRECTION} <= set(languages):
        raise Unavailable("ocr.missing")


def tidy() -> None:
    """Delete what workers that were killed left behind: it may say what stood on a page."""
    old = time.time() - _LEFT
    for folder in Path(_room() or tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < old and folder.stat().st_uid == os.getuid():
                shutil.rmtree(folder)


def _room() -> str | None:
    """Memory rather than a disk, where there is such a folder: what is written holds a page's text."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None


def turn_of(grey: np.ndarray, dpi: float, *, seconds: float = SECONDS) -> tuple[int, float]:
    """By how many degrees clockwise the page must be turned to stand upright, and how sure that is (15 is very)."""
    said = _run(["stdin", "stdout", "--psm", "0", "--dpi", str(round(dpi))], _pgm(grey), seconds, check=False)
    found = dict(line.split(":", 1) for line in said.decode("utf-8", "replace").splitlines() if ":" in line)
    turn, sure = (found.get(name.rstrip(":"), "0").strip() for name in _TURNS)
    return int(turn), float(sure)


def _words(table: str) -> list[Word]:
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == _WORD and text:
            box = (int(row["left"]), int(row["top"]), int(row["width"]), int(row["height"]))
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            found.append(Word(text, box, max(0.0, float(row["conf"])), line))
    return found


def _run(arguments: list[str], content: bytes, seconds: float, *, check: bool = True) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, nothing of a stranger's in its arguments
            [_PROGRAM, *arguments],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
        )
    except FileNotFoundError as error:
        raise Unavailable("ocr.missing") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable("ocr.too_slow") from error
    if check and done.returncode:
        raise Unavailable("ocr.failed")
    return done.stdout


def _pgm(grey: np.ndarray) -> bytes:
    """Plain grey bytes with a line before them: nothing is computed to pack them."""
    pixels: Pixels = np.ascontiguousarray(grey)
    return b"P5 %d %d 255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.tobytes()
