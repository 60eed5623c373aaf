"""How it was made sure who a person is. A QR fills in and proves nothing: it is plain text that anybody can print."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """What a clerk did (NĐ 309/2026 Điều 17.2a: the chip or VNeID stands for looking at the card)."""

    CARD_SEEN = "card_seen"  # the card itself, held against the person
    CARD_READER = "card_reader"  # the chip, by a reader
    VNEID = "vneid"  # the person's own electronic identity account
    DATABASE = "database"  # CSDL quốc gia về dân cư


def way_of(text: str) -> Way | None:
    """The way of that name, ``None`` for any other text."""
    return Way(text) if text in set(Way) else None
