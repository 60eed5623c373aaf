"""What is noted of a paper, and what is suggested, as it leaves the services; as ``services/views`` says."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sothuhoso.services.search_views import BoxView

_NOWHERE = BoxView(0, 0, 1, 1)


@dataclass(frozen=True)
class PlaceView:
    """Where something stands: ``boxes`` on the page, ``around``: what is cut out of it to look at, ``marks`` in that.

    ``page`` counts from 1 within its paper; ``page_id`` is ``""`` for what was typed and stands nowhere known, or on
    the page as it was cut before. ``made``: when the clean page was made that it stands on.
    """

    page_id: str = ""
    page: int = 0
    boxes: list[BoxView] = dataclasses.field(default_factory=list[BoxView])
    around: BoxView = _NOWHERE
    marks: list[BoxView] = dataclasses.field(default_factory=list[BoxView])
    picture_url: str = ""
    made: str = ""


@dataclass(frozen=True)
class PaperFieldView:
    """A field (``domain.paper_fields.PaperField``) as somebody confirmed it, and who and when.

    ``origin``: suggested | corrected | typed, or absent: it is not on this paper. ``id`` is unique within the paper.
    """

    id: str
    field: str
    item: int
    version: int
    value: str
    origin: str
    by: str
    at: str
    place: PlaceView = PlaceView()


@dataclass(frozen=True)
class SuggestedView:
    """What may be noted once somebody has looked. ``clear``: nothing was mended to read it.

    ``other``: a name that none of the dossier's persons has. ``id`` stays as others are answered.
    """

    id: str
    field: str
    value: str
    read: str
    place: PlaceView
    clear: bool
    other: bool = False
