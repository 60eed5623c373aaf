"""What the texts on one picture say together: QR codes and machine-readable lines, of one person or of several.

Every value remembers where it came from. Two cards in one picture are never mixed: the caller asks which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sothuhoso.domain import id_qr, mrz
from sothuhoso.domain.findings import Finding
from sothuhoso.domain.id_qr import CardIdentity
from sothuhoso.domain.identity import check_person
from sothuhoso.domain.mrz_lines import is_zone
from sothuhoso.domain.names import fold
from sothuhoso.domain.people import Origin, Slot

if TYPE_CHECKING:
    from datetime import date

MRZ = "mrz"  # the kind of a found text that is no code
_TYPED = "typed"
NOT_FOUND = "card.not_found"
TWO_CARDS = "card.two_cards"
_COMPARED = ("full_name", "birth_date", "sex")


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a card, where it came from, and the keys of what is odd about it (``warnings.…``)."""

    value: str
    origin: Origin
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardReading:
    """The fields of one person's card (those of ``CardIdentity`` and ``expiry_date``), or the ``problem``'s key."""

    fields: dict[str, Said] | None = None
    problem: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """``seen``: fields that are only letters as read off a photo."""

    origin: Origin
    identity: CardIdentity
    expiry_date: str
    missing: tuple[str, ...]
    seen: frozenset[str] = frozenset()

    def origin_of(self, field: str) -> Origin:
        return Origin.OCR if field in self.seen else self.origin


def read_text(text: str, *, today: date) -> CardReading:
    """The text of a QR code or of machine-readable lines, typed or pasted, told apart by its look. Never raises."""
    source, problem = _source(_TYPED if is_zone(text) else "qrcode", text)
    return _together([source], today) if source else CardReading(problem=problem or NOT_FOUND)


def read_texts(found: Iterable[tuple[str, str]], *, today: date) -> CardReading:
    """The texts of one picture, each with its kind (``mrz``, or that of a code). Never raises."""
    sources: list[_Source] = []
    problem: str | None = None
    for kind, text in found:
        source, wrong = _source(kind, text)
        problem = problem or wrong
        if source:
            sources.append(source)
    if not sources:
        return CardReading(problem=problem or NOT_FOUND)
    if any(not _same_person(sources[0].identity, other.identity) for other in sources[1:]):
        return CardReading(problem=TWO_CARDS)
    return _together(sorted(sources, key=lambda source: source.origin is not Origin.QR), today)


def _source(kind: str, text: str) -> tuple[_Source | None, str | None]:
    if kind in (MRZ, _TYPED):
        zone = mrz.read_mrz(text)
        if zone.identity is None:
            return None, zone.problem
        seen = mrz.UNHELD if kind == MRZ else frozenset[str]()
        return _Source(Origin.MRZ, zone.identity, zone.expiry_date, zone.missing, seen), None
    if len(text) > id_qr.MAX_TEXT:
        return None, "card.text_too_long"
    code = id_qr.read_card_text(text)
    return (_Source(Origin.QR, code.identity, "", code.missing), None) if code.identity else (None, code.problem)


def _same_person(one: CardIdentity, other: CardIdentity) -> bool:
    """By the number; where one has none, by all that both have."""
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    pairs = [(fold(a), fold(b)) for name in _COMPARED if (a := getattr(one, name)) and (b := getattr(other, name))]
    return bool(pairs) and all(a == b for a, b in pairs)


def _together(sources: list[_Source], today: date) -> CardReading:
    """The first source that has a field gives it; the QR has diacritics, so it goes before."""
    given: dict[str, tuple[str, Origin]] = {}
    for source in sources:
        for name, value in (asdict(source.identity) | {"expiry_date": source.expiry_date}).items():
            if value:
                given.setdefault(name, (str(value), source.origin_of(name)))
    values = {name: value for name, (value, _) in given.items()}
    odd = [*check_person(values, slot=Slot.SUBMITTER, today=today), *_differing(sources)]
    fields = {
        name: Said(value, origin, tuple(f.key for f in odd if f.field == name))
        for name, (value, origin) in given.items()
    }
    return CardReading(fields=fields, missing=tuple(name for name in sources[0].missing if name not in fields))


def _differing(sources: list[_Source]) -> list[Finding]:
    """Fields in which code and lines say different things about one number."""
    first, *others = (source.identity for source in sources)
    differ = {name for other in others for name in _COMPARED if _told_apart(getattr(first, name), getattr(other, name))}
    return [Finding("card_sides_differ", name) for name in _COMPARED if name in differ]


def _told_apart(one: str, other: str) -> bool:
    """Whether both are given and differ; the lines cut a name that is too long."""
    return bool(one and other) and not fold(one).startswith(fold(other))
