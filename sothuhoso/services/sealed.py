"""Opens the sealed fields of a person, for services whose work needs them whole. Never goes into a view unmasked."""

from __future__ import annotations

from sothuhoso.db.tables import DossierPersonRow
from sothuhoso.services.container import Container


def sealed_value(c: Container, person: DossierPersonRow, name: str) -> str:
    """``id_number`` or ``old_id_number`` in clear, ``""`` where there is none."""
    sealed: bytes | None = getattr(person, f"{name}_enc")
    return c.vault.open(sealed, f"person:{person.id}:{name}").decode() if sealed else ""
