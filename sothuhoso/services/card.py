"""Reads the code of an ID card from a photo: it fills in fields, it proves nothing. Nothing is kept, nothing logged."""

from __future__ import annotations

from dataclasses import asdict, replace

from sothuhoso.domain import id_qr
from sothuhoso.domain.id_qr import CardIdentity, CardReading
from sothuhoso.domain.names import fold
from sothuhoso.services.container import Container
from sothuhoso.services.moments import local_day
from sothuhoso.services.views import CardView, WarningView

_NOT_FOUND = "qr.not_found"


def read_card(c: Container, content: bytes) -> CardView:
    """The fields of the card in the photo (of each, where there are several people's), else what the codes there are.

    Raises what ``CodeReader.read`` raises for bytes that are no photo.
    """
    today = local_day(c.clock.now())
    readings = [id_qr.read_card_text(code.text, today=today) for code in c.codes.read(content)]
    people = {_who(said): _view(reading, said) for reading in readings if (said := reading.identity)}
    if people:
        first, *others = people.values()
        return replace(first, people=[first, *others] if others else [])
    problem = next((reading.problem for reading in readings if reading.problem), None) or _NOT_FOUND
    return CardView(identity={}, problem=problem, missing=[], warnings=[])


def _who(said: CardIdentity) -> str:
    return said.id_number or f"{fold(said.full_name)} {said.birth_date}"


def _view(reading: CardReading, said: CardIdentity) -> CardView:
    return CardView(
        identity={name: value for name, value in asdict(said).items() if value},
        problem="",
        missing=list(reading.missing),
        warnings=[WarningView(f.key, f.field, {k: str(v) for k, v in f.facts.items()}) for f in reading.warnings],
    )
