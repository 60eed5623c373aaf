"""What is noted of a paper: suggested from what was read on its pages, and kept once a clerk has looked and said so.

A suggestion is computed when it is asked for and kept nowhere. What is kept never changes: a correction is a version
more. Values may name people, so all of them are sealed; the audit knows the fields and not what stands in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sothuhoso.db.queries import dossiers, paper_fields, paper_files
from sothuhoso.db.tables import DossierComponentRow, DossierPageRow, DossierRow, PageReadingRow, PaperFieldRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.errors import Conflict, NotFound, Unavailable
from sothuhoso.domain.names import fold
from sothuhoso.domain.page_lines import Word
from sothuhoso.domain.paper_fields import PaperField, Suggestion, checked, suggested
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.services import audit, guard, page_words
from sothuhoso.services.container import Container
from sothuhoso.services.dossier_view import view_of
from sothuhoso.services.dossier_views import DossierView
from sothuhoso.services.moments import iso, local_day
from sothuhoso.services.noted_fields import noted_value, place_of, seal, still_there
from sothuhoso.services.paper_field_views import PaperFieldView, SuggestedView

ABSENT = "absent"


def suggestions(c: Container, actor: Actor, dossier_id: UUID, component_id: UUID) -> list[SuggestedView]:
    """What may be noted of a paper and has not been; the look at its pages is written down.

    Raises ``NotFound('component.unknown')`` besides the errors of ``guard.dossier``.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_COMPARE)
        _paper(uow, row, component_id)
        pages = paper_files.pages(uow.session, component_id)
        readings = [paper_files.reading(uow.session, page.id) for page in pages]
        found = suggested([_words(c, reading) for reading in readings], today=local_day(c.clock.now()))
        noted = paper_fields.of_paper(uow.session, row.id, component_id)
        names = {person.name_folded for person in dossiers.persons(uow.session, row.id)}
        open_ones = {at: one for at, one in enumerate(found) if not _answered(c, one, pages[one.page], noted)}
        facts = {"dossier": str(row.id), "fields": len(open_ones)}
        audit.record(uow, c, actor, Action.PAGE_VIEW, "paper_fields", component_id, row.unit_code, **facts)
        uow.commit()
    return [_suggested(at, one, pages[one.page], readings[one.page], names) for at, one in open_ones.items()]


def confirm(
    c: Container,
    actor: Actor,
    dossier_id: UUID,
    component_id: UUID,
    *,
    field: str,
    value: str,
    version: int,
    suggestion: SuggestedView | None = None,
    noted: PaperFieldView | None = None,
) -> DossierView:
    """Keep what a clerk read on the paper; the dossier's version grows.

    ``suggestion``: what it was suggested by; ``noted``: what it corrects. Raises ``Invalid`` as ``checked`` does,
    ``NotFound('component.unknown' | 'page.unknown')``, ``Conflict('dossier.changed' | 'dossier.status_not_allowed' |
    'paper_field.noted' | 'paper_field.other_page')``, the last two where somebody has noted something else of this
    field meanwhile, or its page was made anew.
    """
    with c.work() as uow:
        row = _open(uow, actor, dossier_id, version)
        said = checked(field, value, today=local_day(c.clock.now()))
        origin = "suggested" if suggestion and suggestion.value == said else "typed"
        if origin == "typed" and (suggestion or noted):
            origin = "corrected"
        return _note(uow, c, actor, row, component_id, field, said, origin, suggestion=suggestion, noted=noted)


def set_aside(
    c: Container,
    actor: Actor,
    dossier_id: UUID,
    component_id: UUID,
    *,
    version: int,
    suggestion: SuggestedView,
) -> DossierView:
    """Keep that what is suggested is not on this paper; errors as of ``confirm``."""
    with c.work() as uow:
        row = _open(uow, actor, dossier_id, version)
        return _note(uow, c, actor, row, component_id, suggestion.field, "", ABSENT, suggestion=suggestion)


def _open(uow: UnitOfWork, actor: Actor, dossier_id: UUID, version: int) -> DossierRow:
    row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_COMPARE, lock=True)
    guard.unchanged(uow, row, version)
    guard.still_open(row, Action.DOSSIER_COMPARE)
    return row


def _note(
    uow: UnitOfWork,
    c: Container,
    actor: Actor,
    row: DossierRow,
    component_id: UUID,
    field: str,
    value: str,
    origin: str,
    *,
    suggestion: SuggestedView | None,
    noted: PaperFieldView | None = None,
) -> DossierView:
    paper = _paper(uow, row, component_id)
    known = [one for one in paper_fields.of_paper(uow.session, row.id, component_id) if one.field == field]
    item = noted.item if noted else _next_item(field, known)
    before = next((one for one in known if one.item == item), None)
    if (before.version if before else 0) != (noted.version if noted else 0):
        raise Conflict("paper_field.noted")
    page_id, boxes = _place_before(uow, before)
    if suggestion:
        page_id = _page(uow, row, component_id, suggestion).id
        boxes = [[box.left, box.top, box.width, box.height] for box in suggestion.place.boxes]
    assert actor.account_id is not None
    kept = PaperFieldRow(
        component_id=paper.id,
        field=field,
        item=item,
        version=(before.version if before else 0) + 1,
        dossier_id=row.id,
        origin=origin,
        value_enc=b"",
        page_id=page_id,
        boxes=boxes,
        account_id=actor.account_id,
        actor_name=actor.name,
        at=c.clock.now(),
    )
    kept.value_enc = seal(c, kept, value)
    row.version += 1
    uow.session.add_all([kept, row])
    facts = {"dossier": str(row.id), "key": paper.key, "field": field, "origin": origin, "version": kept.version}
    audit.record(uow, c, actor, Action.DOSSIER_COMPARE, "paper_field", paper.id, row.unit_code, **facts)
    uow.tell(f"dossier:{row.id}")
    uow.session.flush()
    view = view_of(uow, c, actor, row)
    uow.commit()
    return view


def _place_before(uow: UnitOfWork, before: PaperFieldRow | None) -> tuple[UUID | None, list[list[float]]]:
    """Where it stands, unless the page was cut otherwise since."""
    reading = paper_files.reading(uow.session, before.page_id) if before and before.page_id else None
    return (before.page_id, before.boxes) if before and still_there(before, reading) else (None, [])


def _next_item(field: str, known: Sequence[PaperFieldRow]) -> int:
    """A paper names several people, everything else once."""
    return max((one.item for one in known), default=0) + 1 if field == PaperField.NAMES else 0


def _paper(uow: UnitOfWork, row: DossierRow, component_id: UUID) -> DossierComponentRow:
    paper = dossiers.component(uow.session, row.id, component_id)
    if paper is None:
        raise NotFound("component.unknown")
    return paper


def _page(uow: UnitOfWork, row: DossierRow, component_id: UUID, suggestion: SuggestedView) -> DossierPageRow:
    page = dossiers.page(uow.session, row.id, UUID(suggestion.place.page_id))
    if page is None or page.component_id != component_id:
        raise NotFound("page.unknown")
    reading = paper_files.reading(uow.session, page.id)
    if reading is None or iso(reading.made_at) != suggestion.place.made:
        raise Conflict("paper_field.other_page")
    return page


def _words(c: Container, reading: PageReadingRow | None) -> list[Word]:
    """What was read on the page, long numbers covered; nothing where nothing was or where it cannot be opened."""
    try:
        known = reading and page_words.opened(c, reading)
    except Unavailable:
        return []
    return [Word(text, box) for text, box in zip(known.words, known.boxes, strict=True)] if known else []


def _answered(c: Container, one: Suggestion, page: DossierPageRow, noted: Sequence[PaperFieldRow]) -> bool:
    """Whether somebody has said something of this: of the field, of a name that it stands there or that place."""
    of_field = [row for row in noted if row.field == one.field]
    if one.field != PaperField.NAMES:
        return bool(of_field)
    boxes = [list(box) for box in one.boxes]
    return any(
        (row.page_id == page.id and row.boxes == boxes) or fold(noted_value(c, row)) == fold(one.value)
        for row in of_field
    )


def _suggested(
    at: int, one: Suggestion, page: DossierPageRow, reading: PageReadingRow | None, names: set[str]
) -> SuggestedView:
    return SuggestedView(
        id=f"{one.field}-{at}",
        field=str(one.field),
        value=one.value,
        read=one.read,
        place=place_of(page, [list(box) for box in one.boxes], reading),
        clear=one.clear,
        other=one.field == PaperField.NAMES and bool(names) and fold(one.value) not in names,
    )
