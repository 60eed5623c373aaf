"""Hands out the numbered forms as PDF: to the desk that issued them, and to the person who holds the secret."""

from __future__ import annotations

from uuid import UUID

from sothuhoso.db.queries import dossiers
from sothuhoso.domain.errors import NotFound
from sothuhoso.domain.policy import ANONYMOUS, Action, Actor
from sothuhoso.services import audit, guard
from sothuhoso.services.capability import is_secret, secret_index
from sothuhoso.services.container import Container
from sothuhoso.services.form_facts import facts_of


def form_pdf(c: Container, actor: Actor, dossier_id: UUID, form_id: UUID) -> bytes:
    """The form for the desk; it carries the whole ID number, so printing it is written down.

    Raises ``NotFound('form.unknown')`` besides the errors of ``guard.dossier``.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.FORM_PRINT)
        form = dossiers.form(uow.session, dossier_id, form_id)
        if form is None:
            raise NotFound("form.unknown")
        audit.record(uow, c, actor, Action.FORM_PRINT, "form", form.id, row.unit_code, form=form.form)
        uow.commit()
    return c.forms.pdf(facts_of(c, form))


def form_pdf_for_citizen(c: Container, secret: str, form_id: UUID) -> bytes:
    """The form for whoever holds the dossier's secret. Raises ``NotFound('form.unknown')`` for every mismatch."""
    with c.work() as uow:
        row = dossiers.by_secret(uow.session, secret_index(c, secret)) if is_secret(secret) else None
        form = dossiers.form(uow.session, row.id, form_id) if row else None
        if row is None or form is None:
            raise NotFound("form.unknown")
        audit.record(uow, c, ANONYMOUS, Action.FORM_PRINT, "form", form.id, row.unit_code, form=form.form)
        uow.commit()
    return c.forms.pdf(facts_of(c, form))
