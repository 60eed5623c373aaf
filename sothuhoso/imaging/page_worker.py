"""The program of a worker process that makes pages: a photo in, a verdict or a one-page PDF out.

Apart from ``worker.py``: it needs more memory and time, and tesseract writes into a folder that is gone afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import cv2

from sothuhoso.domain.papers import OwnSize, PaperSize
from sothuhoso.imaging import ocr_page, page, pdf
from sothuhoso.imaging.bundle import apart
from sothuhoso.imaging.geometry import Quad
from sothuhoso.imaging.worker import Answer, serve

_NICENESS = 10  # photos that people wait for go first


def _check(content: bytes, *, paper: str | list[float], corners: list[list[float]] | None, **asked: Any) -> Answer:
    return {"seen": asdict(page.check(content, _size(paper), corners=_quad(corners), **asked))}, ()


def _make(content: bytes, *, paper: str | list[float], corners: list[list[float]] | None, **asked: Any) -> Answer:
    made = page.make(content, _size(paper), corners=_quad(corners), **asked)
    told = {"text": made.text.text, "words": made.words, "dpi": made.dpi, "turned": made.turned, "sure": made.sure}
    return {"page": told}, (pdf.written([made.sheet], title=""),)


def _bind(content: bytes, *, title: str) -> Answer:
    return {}, (pdf.bound(apart(content), title=title),)


def _size(paper: str | list[float]) -> PaperSize | OwnSize:
    return PaperSize(paper) if isinstance(paper, str) else OwnSize(*paper)


def _check_reader(_content: bytes) -> Answer:
    ocr_page.check()
    return {}, ()


def _quad(corners: list[list[float]] | None) -> Quad | None:
    return tuple((float(x), float(y)) for x, y in corners) if corners else None


_JOBS: dict[str, Callable[..., Answer]] = {
    "check": _check,
    "make": _make,
    "bind": _bind,
    "check_reader": _check_reader,
}

if __name__ == "__main__":
    cv2.setNumThreads(1)
    os.nice(_NICENESS)
    ocr_page.tidy()
    serve(_JOBS)
