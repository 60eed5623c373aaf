"""Which number a dossier gets: the one on its receipt, where that is ours to give; else the desk's next.

Nobody's dossier is lost for a number: one that is forged, of another unit, or another dossier's already is kept beside
the dossier's own as ``provisional_number``, by which desk and person find it as well.
"""

from __future__ import annotations

from datetime import date

from sothuhoso.db.queries import counters, dossiers, number_blocks
from sothuhoso.db.tables import DossierRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.dossier_code import internal_number, read_beforehand
from sothuhoso.domain.manifest import Channel, Manifest
from sothuhoso.domain.policy import Actor
from sothuhoso.services import audit
from sothuhoso.services.container import Container

PROVISIONAL = "dossier.provisional_number"


def number_of(uow: UnitOfWork, manifest: Manifest, today: date) -> tuple[str, str | None]:
    """The dossier's number, and the one on its receipt where that is another."""
    if _is_given(uow, manifest):
        return manifest.number, None
    serial = counters.next_value(uow.session, f"dossier:{manifest.unit}:{today:%y%m%d}")
    return internal_number(manifest.unit, today, serial), manifest.number or None


def _is_given(uow: UnitOfWork, manifest: Manifest) -> bool:
    """Whether the number is one of this unit's, given out, and nobody's yet; it then counts as used.

    Only who may take in at the counter carries numbers (the channel was checked with the policy when it was announced):
    a stranger who guesses one must not take it from the person who has it on paper.
    """
    wanted = read_beforehand(manifest.number)
    if wanted is None or manifest.channel is not Channel.COUNTER or wanted.unit_code != manifest.unit:
        return False
    block = number_blocks.holding(uow.session, wanted)
    if block is None or dossiers.has_number(uow.session, manifest.number):
        return False
    block.used += 1
    uow.session.add(block)
    return True


def keep_beside(uow: UnitOfWork, c: Container, actor: Actor, dossier: DossierRow | None, number: str) -> None:
    """Keep the number of a receipt that was handed out when the dossier had got another one already."""
    if dossier is None or dossier.provisional_number is not None or number in ("", dossier.number):
        return
    dossier.provisional_number = number
    uow.session.add(dossier)
    audit.record(uow, c, actor, PROVISIONAL, "dossier", dossier.id, dossier.unit_code)
    uow.tell(f"unit:{dossier.unit_code}", f"dossier:{dossier.id}")
