"""What is on its way to the desk: its text is here, its photos are not; as ``views`` says."""

from __future__ import annotations

from dataclasses import dataclass

from sothuhoso.services.dossier_views import PersonView


@dataclass(frozen=True)
class ArrivingRow:
    """A dossier whose text is here and whose photos are under way. ``seen_at``: the device was last heard of."""

    id: str
    owner_name: str
    procedure_name: str
    procedure_name_en: str
    unit_name: str
    photos: int
    photos_here: int
    seen_at: str


@dataclass(frozen=True)
class ArrivingPage:
    """Those heard of last, and how many there are."""

    rows: list[ArrivingRow]
    total: int


@dataclass(frozen=True)
class ArrivingPhoto:
    """One page under way: ``here`` once the photo has arrived; ``thumb_url`` ``""`` where nothing can be shown.

    ``file``: PDF | TIFF where it is a file brought along, which has no small picture.
    """

    number: int
    here: bool
    thumb_url: str
    file: str = ""


@dataclass(frozen=True)
class ArrivingPaper:
    """One paper as announced; fields as in ``ComponentView``."""

    key: str
    name: str
    name_en: str
    state: str
    number: str
    reason: str
    photos: list[ArrivingPhoto]


@dataclass(frozen=True)
class ArrivingView:
    """What a dossier says before it is one. Nothing can be decided; ``whole`` once it is there to be opened."""

    id: str
    whole: bool
    procedure_name: str
    procedure_name_en: str
    unit_name: str
    channel: str
    photos: int
    photos_here: int
    announced_at: str
    seen_at: str
    captured_at: str
    clock_minutes: int
    persons: list[PersonView]
    papers: list[ArrivingPaper]
