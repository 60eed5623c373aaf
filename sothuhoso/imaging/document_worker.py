"""The program of a worker process for files that people bring: facts, pictures of pages, a batch in papers.

Apart from the others: a file of two hundred pages takes a minute, and no photo is to wait behind it. It writes no file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache

import cv2
import pikepdf

from sothuhoso.domain.errors import Invalid
from sothuhoso.imaging import batches, documents, pdf_facts
from sothuhoso.imaging.bundle import together
from sothuhoso.imaging.worker import Answer, serve

_NICENESS = 10  # photos that people wait for go first
_DEEPEST, _WARNINGS = 100, 1000  # levels of arrays and dictionaries; damages that qpdf may meet


def _inspect(content: bytes, **limits: int) -> Answer:
    return {"document": asdict(documents.inspect(content, **limits))}, ()


@lru_cache(maxsize=1)
def _opened(content: bytes, **limits: int) -> documents.Pages:
    """Whoever wants a page wants the next one, too: the file is looked through once for all of them."""
    return documents.Pages(content, **limits)


def _words(content: bytes, *, page: int, **limits: int) -> Answer:
    return {"words": _opened(content, **limits).words(page)}, ()


def _picture(content: bytes, *, page: int, **limits: int) -> Answer:
    seen = _opened(content, **limits).picture(page)
    return {"dpi": seen.dpi}, (seen.coded(),)


def _split(content: bytes, *, duplex: bool, **limits: int) -> Answer:
    pages = documents.Pages(content, **limits)
    if pages.signed:  # before a minute is spent on looking at what is not cut
        raise Invalid("document.signed_whole")
    sheets, small = [], []
    for at in range(len(pages)):
        picture = pages.picture(at, max_dpi=batches.DPI)
        sheets.append(batches.seen(picture))
        small.append(picture.small())
    batch = batches.split(sheets, duplex=duplex)
    files = documents.parted(content, [paper.pages for paper in batch.papers])
    return {"batch": asdict(batch)}, (together(files), together([small[paper.pages[0]] for paper in batch.papers]))


_JOBS: dict[str, Callable[..., Answer]] = {"inspect": _inspect, "picture": _picture, "words": _words, "split": _split}

if __name__ == "__main__":
    cv2.setNumThreads(1)
    os.nice(_NICENESS)
    # qpdf unpacks tables of contents by itself: these are its limits on what a stranger's file may make of that
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=pdf_facts.MAX_UNPACKED,
        run_length_max_memory=pdf_facts.MAX_UNPACKED,
        png_max_memory=pdf_facts.MAX_UNPACKED,
        tiff_max_memory=pdf_facts.MAX_UNPACKED,
        parser_max_nesting=_DEEPEST,
        doc_max_warnings=_WARNINGS,
    )
    serve(_JOBS)
