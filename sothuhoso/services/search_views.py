"""What a search on papers answers: pages, what stands around the words, and where; as ``services/views`` says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PieceView:
    """A part of an excerpt: found, or beside it. Long numbers are covered."""

    text: str
    found: bool


@dataclass(frozen=True)
class BoxView:
    """Where a found word stands, as shares of the clean page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PaperHit:
    """A page the words are on. ``id`` is the page's; ``page`` counts from 1 within its paper.

    ``picture_url`` is the clean page; it wants the session cookie, and each look is written down.
    """

    id: str
    dossier_id: str
    number: str
    owner_name: str
    paper_name: str
    paper_name_en: str
    page: int
    excerpt: list[PieceView]
    boxes: list[BoxView]
    picture_url: str


@dataclass(frozen=True)
class PaperHits:
    """One page of hits; ``more``: there are others behind it. ``unread``: pages of the dossier not yet read."""

    hits: list[PaperHit]
    page: int = 1
    more: bool = False
    unread: int = 0
