"""How a page lies in its photo, as it leaves the services; as ``services/views`` says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageLaidView:
    """A photographed page that can be put right. Corners as shares of the photo, from the top left around.

    ``paper`` (a ``PaperSize``), ``corners``, ``turn``, ``note``: as somebody said it, ``None`` for the machine to find.
    ``found``: the corners that the machine found the last time, ``None`` where it was not asked or nobody wrote them
    down; ``turned``: by how many degrees clockwise the page was turned. ``number`` counts from 1 within its paper.
    Looking at ``photo_url`` is written down. ``version`` is the dossier's.
    """

    id: str
    dossier_id: str
    version: int
    paper_name: str
    paper_name_en: str
    number: int
    photo_url: str
    width: int
    height: int
    paper: str
    corners: list[list[float]] | None
    turn: int | None
    note: bool
    found: list[list[float]] | None
    turned: int
