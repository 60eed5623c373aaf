"""Today's unit of an address that a card or a person names. It reads no one's data and keeps nothing."""

from __future__ import annotations

from sothuhoso.domain import address
from sothuhoso.domain.address import Suggestion
from sothuhoso.services.container import Container


def suggest(c: Container, text: str) -> Suggestion:
    """What would stand in the place of the old commune, district and province. Never raises."""
    return address.suggest(text, c.addresses())
