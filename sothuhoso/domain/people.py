"""The three persons of a dossier and what is kept of each.

Owner, submitter and the one it is about often differ (a daughter brings her mother's request about her late
father), so each has a slot; every value remembers where it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Slot(StrEnum):
    """Whose data it is."""

    OWNER = "owner"  # chủ hồ sơ
    SUBMITTER = "submitter"  # người nộp
    SUBJECT = "subject"  # the newborn, the deceased, the martyr


class Origin(StrEnum):
    """Where a value came from. What is read from a card or paper anyone can print: it fills in, it proves nothing."""

    QR = "qr"
    MRZ = "mrz"  # the three lines of the card's back, check digits right
    OCR = "ocr"  # letters read off a photo, held up by nothing
    EARLIER = "earlier"  # another dossier of the same person
    TYPED = "typed"


#: As good as the card that was shown, and no proof of who shows it.
READ_OFF_CARD = frozenset({Origin.QR, Origin.MRZ, Origin.OCR})


class Sex(StrEnum):
    """As on the card."""

    MALE = "male"
    FEMALE = "female"


#: the fields of a person, in the order of the screens
PERSON_FIELDS = (
    "full_name",
    "id_number",
    "old_id_number",
    "birth_date",
    "sex",
    "address",
    "address_today",  # the same place by the units since 1/7/2025, once somebody agreed to it
    "issue_date",
    "phone",
    "email",
)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value and where it came from."""

    value: str
    origin: Origin = Origin.TYPED


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person; absent fields were left empty."""

    slot: Slot
    fields: dict[str, FieldValue]

    def get(self, name: str) -> str:
        """The value of a field, empty when not given."""
        found = self.fields.get(name)
        return found.value if found else ""

    @property
    def values(self) -> dict[str, str]:
        """Field → value, given ones only."""
        return {name: given.value for name, given in self.fields.items()}

    @property
    def origins(self) -> dict[str, str]:
        """Field → name of its ``Origin``, given ones only."""
        return {name: str(given.origin) for name, given in self.fields.items()}
