"""A dossier opened at the desk: the persons, the papers, the history; ID numbers masked, whole ones audited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sothuhoso.db.queries import accounts, dossiers, paper_fields, paper_files, procedures
from sothuhoso.db.tables import (
    DossierComponentRow,
    DossierEventRow,
    DossierPageRow,
    DossierPersonRow,
    DossierRow,
    IdentityVerificationRow,
    IssuedFormRow,
    PageReadingRow,
    PaperFileRow,
    PaperVersionRow,
)
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import citizen_number, device_clock, identity, policy
from sothuhoso.domain.dossier_status import ACTIONS, Status
from sothuhoso.domain.errors import Invalid, NotFound
from sothuhoso.domain.manifest import laid_of
from sothuhoso.domain.people import PERSON_FIELDS, READ_OFF_CARD, Slot
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.procedures import Component, Procedure, TimeLimit
from sothuhoso.services import audit, brought_files, guard, paper_versions
from sothuhoso.services.container import Container
from sothuhoso.services.desk_list import unit_name
from sothuhoso.services.dossier_views import (
    AnswerView,
    BroughtView,
    ComponentView,
    DossierView,
    EventView,
    FieldView,
    FormView,
    OtherView,
    PageView,
    PaperFileView,
    PersonView,
    SignatureView,
    TimeLimitView,
    VerifiedView,
)
from sothuhoso.services.moments import due_state, iso, local_day
from sothuhoso.services.noted_fields import noted_fields
from sothuhoso.services.paper_field_views import PaperFieldView
from sothuhoso.services.sealed import sealed_value
from sothuhoso.services.stored_images import stored_image
from sothuhoso.services.views import ImageBytes, WarningView

_MAX_REASON = 200
_SEALED = ("id_number", "old_id_number")
_SLOTS = [str(slot) for slot in Slot]


def open_dossier(c: Container, actor: Actor, dossier_id: UUID) -> DossierView:
    """The whole dossier. Raises ``SignInNeeded``, ``NotFound('dossier.unknown')``, ``Refused``."""
    with c.look() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_VIEW)
        return view_of(uow, c, actor, row)


def whole_id_number(c: Container, actor: Actor, dossier_id: UUID, *, slot: str, reason: str) -> str:
    """The unmasked ID number of one person; who asked and why is written down first (Luật 91/2025).

    Raises ``Invalid('dossier.reason_needed')``, ``NotFound('dossier.no_id_number')``.
    """
    reason = " ".join(reason.split())[:_MAX_REASON]
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.DOSSIER_VIEW_ID)
        if not reason:
            raise Invalid("dossier.reason_needed")
        person = next((p for p in dossiers.persons(uow.session, row.id) if p.slot == slot), None)
        if person is None or person.id_number_enc is None:
            raise NotFound("dossier.no_id_number")
        audit.record(
            uow, c, actor, Action.DOSSIER_VIEW_ID, "dossier", row.id, row.unit_code, slot=person.slot, reason=reason
        )
        number = sealed_value(c, person, "id_number")
        uow.commit()
        return number


def page_image(c: Container, actor: Actor, dossier_id: UUID, page_id: UUID, *, thumbnail: bool) -> ImageBytes:
    """A page as photographed, or as its file shows it.

    A look at the whole of it is written down; a thumbnail cannot be read.
    Raises ``NotFound('page.unknown' | 'file.unknown')`` besides the errors of ``open_dossier``, and for a page of a
    file those of ``DocumentReader.picture``.
    """
    with c.look() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.PAGE_VIEW)
        page = dossiers.page(uow.session, dossier_id, page_id)
    if page is None:
        raise NotFound("page.unknown")
    brought = page.file_page is not None
    image = (brought_files.page_image if brought else stored_image)(c, page, thumbnail=thumbnail)
    if not thumbnail:
        with c.work() as uow:
            audit.record(uow, c, actor, Action.PAGE_VIEW, "page", page.id, row.unit_code, dossier=str(row.id))
            uow.commit()
    return image


def signature_image(c: Container, actor: Actor, dossier_id: UUID) -> ImageBytes:
    """The signature on the screen. Each look at it is written down: small as it is, it can be copied.

    Raises ``NotFound('signature.unknown')`` besides the errors of ``open_dossier``.
    """
    with c.work() as uow:
        row = guard.dossier(uow, actor, dossier_id, Action.PAGE_VIEW)
        signed = dossiers.signature(uow.session, dossier_id)
        if signed is None or not signed.file_sha256:
            raise NotFound("signature.unknown")
        image = stored_image(c, signed, thumbnail=False)
        audit.record(uow, c, actor, Action.PAGE_VIEW, "signature", row.id, row.unit_code)
        uow.commit()
    return image


def view_of(uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow) -> DossierView:
    """The view of a dossier that the actor was already let in to."""
    now, procedure = c.clock.now(), procedure_of(uow, row)
    papers = _components(uow, c, row, procedure)
    due = [p for p in papers if p.kind == "submit" and not p.missing]
    return DossierView(
        id=str(row.id),
        number=row.number,
        official_code=row.official_code or "",
        unit_code=row.unit_code,
        unit_name=unit_name(uow, row.unit_code),
        intake_unit_code=row.intake_unit_code,
        intake_unit_name=unit_name(uow, row.intake_unit_code),
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        procedure_name_en=row.procedure_name_en,
        procedure_version=procedure.version,
        time_limit=time_limit_view(procedure.time_limit),
        channel=row.channel,
        status=row.status,
        version=row.version,
        captured_at=iso(row.captured_at),
        clock_minutes=device_clock.minutes_off(row.device_at, row.announced_at),
        submitted_at=iso(row.submitted_at),
        received_at=iso(row.received_at),
        due_at=iso(row.due_at),
        due_state=due_state(row.status, row.due_at, now),
        supplement_count=row.supplement_count,
        notice_version=str(row.notice.get("version", "")),
        notice_at=str(row.notice.get("at", "")),
        answers=_answers(row, procedure),
        persons=_persons(uow, c, row, now),
        components=papers,
        history=[_event(event) for event in dossiers.events(uow.session, row.id)],
        forms=[_form(form) for form in dossiers.forms(uow.session, row.id)],
        actions=_actions(actor, row),
        pages=sum(len(p.pages) for p in papers),
        missing=sum(p.missing for p in papers),
        compared=sum(p.compared for p in due),
        to_compare=len(due),
        provisional_number=row.provisional_number or "",
        signature=_signature(uow, row),
        others=[
            OtherView(str(other.id), other.number, other.status) for other in dossiers.others_open(uow.session, row)
        ],
    )


def procedure_of(uow: UnitOfWork, row: DossierRow) -> Procedure:
    """The version of the procedure this dossier was submitted under."""
    version = procedures.version_row(uow.session, row.procedure_version_id)
    if version is None:
        raise NotFound("dossier.unknown")
    return Procedure.from_json(version.body)


def time_limit_view(limit: TimeLimit) -> TimeLimitView:
    """The time limit as a view."""
    return TimeLimitView(str(limit.unit), limit.amount, limit.confirmed, limit.note, limit.note_en)


def _signature(uow: UnitOfWork, row: DossierRow) -> SignatureView:
    signed = dossiers.signature(uow.session, row.id)
    if signed is None:
        return SignatureView()
    names = {person.slot: person.full_name for person in dossiers.persons(uow.session, row.id)}
    return SignatureView(
        how=signed.how,
        signer=signed.signer,
        name=names.get(signed.signer, ""),
        at=iso(signed.signed_at),
        reason=signed.reason,
        full_url=f"/api/dossiers/{row.id}/signature" if signed.file_sha256 else "",
    )


def _actions(actor: Actor, row: DossierRow) -> list[str]:
    allowed = ACTIONS[Status(row.status)]
    return sorted(str(action) for action in allowed if policy.may(actor, action, row.unit_code))


def _answers(row: DossierRow, procedure: Procedure) -> list[AnswerView]:
    return [
        AnswerView(q.key, q.question, q.question_en, bool(row.answers.get(q.key, q.default)))
        for q in procedure.conditions
    ]


def _persons(uow: UnitOfWork, c: Container, row: DossierRow, now: datetime) -> list[PersonView]:
    persons = sorted(dossiers.persons(uow.session, row.id), key=lambda person: _SLOTS.index(person.slot))
    verified = {record.slot: _verified(record) for record in dossiers.verifications(uow.session, row.id)}
    return [
        _person(c, person, now, row.procedure_code, verified.get(person.slot, VerifiedView())) for person in persons
    ]


def _verified(record: IdentityVerificationRow) -> VerifiedView:
    return VerifiedView(record.how, record.actor_name, iso(record.at)) if record.how else VerifiedView()


def _person(
    c: Container, person: DossierPersonRow, now: datetime, procedure: str, verified: VerifiedView
) -> PersonView:
    values = {
        name: sealed_value(c, person, name) if name in _SEALED else str(getattr(person, name)) for name in PERSON_FIELDS
    }
    fields = [_field(person, name, value) for name, value in values.items() if value]
    return PersonView(
        slot=person.slot,
        full_name=person.full_name,
        fields=fields,
        warnings=[
            WarningView(finding.key, finding.field, {k: str(v) for k, v in finding.facts.items()})
            for finding in identity.check_person(values, slot=person.slot, today=local_day(now), procedure=procedure)
        ],
        has_id_number=bool(values["id_number"]),
        from_card=any(field.origin in READ_OFF_CARD for field in fields),
        verified=verified,
    )


def _field(person: DossierPersonRow, name: str, value: str) -> FieldView:
    masked = name in _SEALED
    origin = str(person.origins.get(name, "typed"))
    return FieldView(name, citizen_number.mask(value) if masked else value, origin, masked)


def _components(uow: UnitOfWork, c: Container, row: DossierRow, procedure: Procedure) -> list[ComponentView]:
    asked = {component.key: component for component in procedure.components}
    readings = {reading.page_id: reading for reading in paper_files.readings(uow.session, row.id)}
    pages = dossiers.pages(uow.session, row.id)
    came = {page.file_sha256 for page in pages if page.file_page is not None}
    versions = paper_files.versions(uow.session, row.id)
    files = {file.component_id: _file(file, came, versions) for file in paper_files.of_dossier(uow.session, row.id)}
    noted = paper_fields.of_dossier(uow.session, row.id)
    return [
        _component(
            paper,
            asked.get(paper.key),
            [_page(page, readings.get(page.id)) for page in pages if page.component_id == paper.id],
            brought=brought_files.views(uow, row, [page for page in pages if page.component_id == paper.id]),
            compared_by=_name(uow, paper.compared_by),
            file=files.get(paper.id, PaperFileView()),
            read=sum(reading.component_id == paper.id for reading in readings.values()),
            fields=noted_fields(c, [one for one in noted if one.component_id == paper.id], pages, readings),
        )
        for paper in dossiers.components(uow.session, row.id)
    ]


def _file(file: PaperFileRow, came: set[str], versions: Sequence[PaperVersionRow]) -> PaperFileView:
    return PaperFileView(
        state=file.state,
        done=file.done,
        of=file.of,
        kilobytes=-(-file.bytes // 1000),
        problem=file.problem if file.state == "failed" else "",
        url=f"/api/dossiers/{file.dossier_id}/papers/{file.component_id}.pdf" if file.file_sha256 else "",
        foreign=file.file_sha256 in came,
        version=file.version,
        earlier=paper_versions.earlier(file, versions),
    )


def _name(uow: UnitOfWork, account_id: UUID | None) -> str:
    account = accounts.account(uow.session, account_id) if account_id else None
    return account.display_name if account else ""


def _component(
    paper: DossierComponentRow,
    asked: Component | None,
    pages: list[PageView],
    *,
    brought: list[BroughtView],
    compared_by: str,
    file: PaperFileView,
    read: int,
    fields: list[PaperFieldView],
) -> ComponentView:
    return ComponentView(
        id=str(paper.id),
        key=paper.key,
        name=paper.name,
        name_en=paper.name_en,
        kind=paper.kind,
        state=paper.state,
        number=paper.number,
        reason=paper.reason,
        note=asked.note if asked else "",
        note_en=asked.note_en if asked else "",
        originals=asked.originals if asked else 1,
        copies=asked.copies if asked else 0,
        group=asked.group if asked else "",
        missing=paper.state == "none" and paper.kind == "submit",
        compared=paper.compared_at is not None,
        compared_by=compared_by,
        compared_at=iso(paper.compared_at),
        pages=pages,
        file=file,
        read=read,
        fields=fields,
        brought=brought,
    )


def _page(page: DossierPageRow, reading: PageReadingRow | None) -> PageView:
    address = f"/api/dossiers/{page.dossier_id}/pages/{page.id}"
    drawn = "" if page.file_page is None else "&of=file"
    return PageView(
        id=str(page.id),
        position=page.position,
        width=page.width,
        height=page.height,
        bytes=page.bytes,
        thumb_url=f"{address}?size=thumb{drawn}",
        full_url=f"{address}?size=full{drawn}",
        reason=_gravest(reading.reasons) if reading else next(iter(page.doubts.get("reasons", ())), ""),
        kept=_kept(page),
        note=laid_of(page.laid).note,
        photo=page.file_page is None,
        made=iso(reading.made_at) if reading else "",
    )


def _kept(page: DossierPageRow) -> str:
    kept: dict[str, Any] | None = page.doubts.get("kept")
    return str(kept["why"]) if kept else ""


def _gravest(reasons: Sequence[dict[str, Any]]) -> str:
    """The key of the first reason to refuse, else of the first to warn."""
    keys = {str(reason["verdict"]): str(reason["key"]) for reason in reversed(reasons)}
    return keys.get("refuse") or keys.get("warn") or ""


def _event(event: DossierEventRow) -> EventView:
    return EventView(
        seq=event.seq,
        at=iso(event.at),
        action=event.action,
        actor_name=event.actor_name,
        from_status=event.from_status or 0,
        to_status=event.to_status,
        reason=event.reason,
        asked=[str(item) for item in event.facts.get("items", [])],
        due_at=str(event.facts.get("due_at", "")),
    )


def _form(form: IssuedFormRow) -> FormView:
    return FormView(
        id=str(form.id),
        form=form.form,
        serial=form.serial,
        year=form.year,
        issued_at=iso(form.issued_at),
        pdf_url=f"/api/dossiers/{form.dossier_id}/forms/{form.id}.pdf",
    )
