"""Reads an ID card from a photo: it fills in fields, it proves nothing. Nothing is kept, nothing logged."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sothuhoso.domain import id_qr, mrz
from sothuhoso.domain.card_text import MRZ
from sothuhoso.domain.id_qr import CardIdentity
from sothuhoso.domain.names import fold
from sothuhoso.domain.people import Origin
from sothuhoso.services.container import Container
from sothuhoso.services.moments import local_day
from sothuhoso.services.views import CardView, WarningView

if TYPE_CHECKING:
    from datetime import date

    from sothuhoso.domain.ports import FoundCode

_NOT_FOUND = "qr.not_found"  # the word that apps of former versions know


def read_card(c: Container, content: bytes) -> CardView:
    """The fields of the card in the photo (of each, where there are several people's), else what the codes there are.

    Raises what ``CodeReader.read_card`` raises for bytes that are no photo.
    """
    today = local_day(c.clock.now())
    people: dict[str, CardView] = {}
    problem = ""
    for found in c.codes.read_card(content):
        reading = _read(found, today)
        if reading.identity is None:
            problem = problem or reading.problem or ""
        else:
            origin = Origin.MRZ if found.kind == MRZ else Origin.QR
            people.setdefault(_who(reading.identity), _view(reading, reading.identity, origin))
    if not people:
        return CardView(identity={}, problem=problem or _NOT_FOUND, missing=[], warnings=[])
    first, *others = people.values()
    return replace(first, people=[first, *others] if others else [])


def _read(found: FoundCode, today: date) -> id_qr.CardReading | mrz.MrzReading:
    if found.kind == MRZ:
        return mrz.read_mrz(found.text, today=today)
    return id_qr.read_card_text(found.text, today=today)


def _who(said: CardIdentity) -> str:
    return said.id_number or f"{fold(said.full_name)} {said.birth_date}"


def _view(reading: id_qr.CardReading | mrz.MrzReading, said: CardIdentity, origin: Origin) -> CardView:
    return CardView(
        identity={name: value for name, value in asdict(said).items() if value},
        problem="",
        missing=list(reading.missing),
        warnings=[WarningView(f.key, f.field, {k: str(v) for k, v in f.facts.items()}) for f in reading.warnings],
        origin=str(origin),
        origins={name: str(Origin.OCR) for name in mrz.UNHELD if origin is Origin.MRZ and getattr(said, name)},
    )
