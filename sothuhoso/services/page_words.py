"""What was read on a page: opened for those who may look, and put into the index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sothuhoso.db.queries import page_texts
from sothuhoso.db.tables import PageReadingRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.page_text import covered, tokens
from sothuhoso.services.container import Container

Box = tuple[float, float, float, float]
"""Left, top, width, height, as shares of the page."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page, long numbers covered, and their places."""

    words: tuple[str, ...]
    boxes: tuple[Box, ...]


def sealed(c: Container, page_id: UUID, text: str, words: Sequence[tuple[str, float, float, float, float]]) -> bytes:
    """What was read, as the row keeps it."""
    said = json.dumps({"text": text, "words": words}, ensure_ascii=False).encode()
    return c.vault.seal(said, _context(page_id))


def opened(c: Container, reading: PageReadingRow) -> PageWords:
    """What was read, fit to be shown. Raises ``Unavailable('vault.unreadable')``."""
    known = json.loads(c.vault.open(reading.words_enc, _context(reading.page_id)))["words"]
    boxes = tuple((float(left), float(top), float(width), float(height)) for _, left, top, width, height in known)
    return PageWords(covered([str(word[0]) for word in known]), boxes)


def index(uow: UnitOfWork, reading: PageReadingRow, words: Sequence[str]) -> None:
    """Let the page be found by these words. The caller's transaction commits it."""
    page_texts.put(uow.session, reading, tokens(covered(words)))


def _context(page_id: UUID) -> str:
    return f"page_reading:{page_id}"
