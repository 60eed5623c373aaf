"""Makes the dossier out of a submission whose every piece is here. The caller's transaction commits it whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sothuhoso.db.queries import shared_drafts
from sothuhoso.db.tables import (
    DossierComponentRow,
    DossierEventRow,
    DossierPageRow,
    DossierPersonRow,
    DossierRow,
    DossierSignatureRow,
    ProcedureVersionRow,
    SubmissionPhotoRow,
    SubmissionRow,
)
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import citizen_number, dates, names
from sothuhoso.domain.brought import document_of
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.errors import Invalid, WrongKind
from sothuhoso.domain.manifest import ComponentState, GivenComponent, Manifest, Page, laid_json, third_format
from sothuhoso.domain.people import Person
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.procedures import Component, Procedure
from sothuhoso.services import audit, capability, numbering, paper_files
from sothuhoso.services.container import Container
from sothuhoso.services.moments import iso, local_day

SUBMIT = "dossier.submit"
"""The action of a dossier's first event: the person sent it; nobody has accepted anything yet."""

Photos = Mapping[str, SubmissionPhotoRow]


def make_dossier(
    uow: UnitOfWork,
    c: Container,
    actor: Actor,
    submission: SubmissionRow,
    *,
    manifest: Manifest,
    version: ProcedureVersionRow,
    photos: Photos,
) -> DossierRow:
    """Add the dossier and everything that belongs to it; the submission becomes ``whole``."""
    row = _dossier(uow, c, submission, manifest, version)
    uow.session.add(row)
    uow.session.flush()  # what follows names it
    for person in manifest.persons:
        uow.session.add(_person(c, row.id, person))
    for position, (component, given) in enumerate(_papers(Procedure.from_json(version.body), manifest)):
        _add_paper(uow, c, row.id, component, given, position=position, photos=photos)
    _add_signature(uow, row.id, manifest, photos)
    _close(uow, c, actor, submission, row)
    uow.tell(f"unit:{row.unit_code}", f"dossier:{row.id}", f"draft:{row.id}")
    return row


def _dossier(
    uow: UnitOfWork, c: Container, submission: SubmissionRow, manifest: Manifest, version: ProcedureVersionRow
) -> DossierRow:
    now = c.clock.now()
    owner_name = manifest.owner.get("full_name")
    number, provisional = numbering.number_of(uow, manifest, local_day(now))
    return DossierRow(
        id=submission.id,
        number=number,
        provisional_number=provisional,
        unit_code=manifest.unit,
        intake_unit_code=manifest.unit,
        procedure_version_id=version.id,
        procedure_code=version.code,
        procedure_name=version.name,
        procedure_name_en=str(version.body.get("name_en", "")),
        channel=str(manifest.channel),
        status=int(Status.NEW),
        owner_name=owner_name,
        owner_name_folded=names.fold(owner_name),
        owner_id_index=id_index(c, manifest.owner.get("id_number")),
        captured_at=min(manifest.captured_at, now),
        device_at=submission.device_at,
        announced_at=submission.announced_at,
        submitted_at=now,
        secret_index=capability.secret_index(c, manifest.secret),
        secret_enc=c.vault.seal(manifest.secret.encode(), f"secret:{submission.id}"),
        answers=dict(manifest.answers),
        notice={"version": manifest.notice.version, "at": iso(manifest.notice.at)},
    )


def _person(c: Container, dossier_id: UUID, person: Person) -> DossierPersonRow:
    row_id = c.ids.uuid()
    sealed = {
        f"{name}_enc": c.vault.seal(person.get(name).encode(), f"person:{row_id}:{name}")
        for name in ("id_number", "old_id_number")
        if person.get(name)
    }
    return DossierPersonRow(
        id=row_id,
        dossier_id=dossier_id,
        slot=str(person.slot),
        full_name=person.get("full_name"),
        name_folded=names.fold(person.get("full_name")),
        id_number_enc=sealed.get("id_number_enc"),
        id_number_index=id_index(c, person.get("id_number")),
        old_id_number_enc=sealed.get("old_id_number_enc"),
        birth_date=_birth(person)[0],
        birth_year=_birth(person)[1],
        sex=person.get("sex"),
        address=person.get("address"),
        address_today=person.get("address_today"),
        issue_date=person.get("issue_date"),
        phone=person.get("phone"),
        email=person.get("email"),
        origins=dict(person.origins),
    )


def id_index(c: Container, number: str) -> str | None:
    """By what people of this number are found; the number itself is kept sealed."""
    return c.vault.blind_index(number, "person.id_number") if number else None


def _birth(person: Person) -> tuple[str, int | None]:
    """The date as kept, and the year: of the date, else of the personal number."""
    written = person.get("birth_date")
    try:
        read = dates.parse_partial(written)
    except Invalid:
        return written, _year_of_number(person.get("id_number"))
    return read.text, read.year


def _year_of_number(number: str) -> int | None:
    try:
        return citizen_number.parse(number).birth_year
    except Invalid:
        return None


def _papers(procedure: Procedure, manifest: Manifest) -> list[tuple[Component, GivenComponent]]:
    """What the desk sees, in the procedure's order: all that was given, and what applies but was passed over."""
    given = {component.key: component for component in manifest.components}
    applies = {component.key for component in procedure.components_for(manifest.answers)}
    brought = {c.group for c in procedure.components if c.group and _is_here(given.get(c.key))}
    out: list[tuple[Component, GivenComponent]] = []
    for component in procedure.components:
        answer = given.get(component.key)
        if component.group in brought and not _is_here(answer):
            continue  # "one of these": another one is here
        if answer is None and component.key in applies and component.required and not component.group:
            answer = GivenComponent(component.key, ComponentState.NONE)
        if answer is not None:
            out.append((component, answer))
    return out


def _is_here(given: GivenComponent | None) -> bool:
    return given is not None and given.state is not ComponentState.NONE


def _add_paper(
    uow: UnitOfWork,
    c: Container,
    dossier_id: UUID,
    component: Component,
    given: GivenComponent,
    *,
    position: int,
    photos: Photos,
) -> None:
    paper = DossierComponentRow(
        id=c.ids.uuid(),
        dossier_id=dossier_id,
        key=component.key,
        position=position,
        name=component.name,
        name_en=component.name_en,
        kind=str(component.kind),
        state=str(given.state),
        number=given.number,
        reason=given.reason,
    )
    uow.session.add(paper)
    uow.session.flush()  # the pages name it
    rows = [row for page in given.pages for row in _pages(c, paper, page, photos[page.sha256])]
    for place, row in enumerate(rows):
        row.position = place
        uow.session.add(row)
    if rows:
        paper_files.order(uow, c, paper, len(rows))


def _pages(c: Container, paper: DossierComponentRow, given: Page, photo: SubmissionPhotoRow) -> list[DossierPageRow]:
    """The page that was photographed, or those of the file that was brought. Their places are told by the caller."""
    if not photo.document:
        doubts: dict[str, Any] = third_format(given)["doubts"] or {}
        return [_page(c, paper, photo, laid=laid_json(given.laid), doubts=doubts)]
    pages = document_of(photo.document).pages
    return [
        _page(c, paper, photo, file_page=at, width=round(10 * page.width), height=round(10 * page.height))
        for at, page in enumerate(pages)
    ]


def _page(c: Container, paper: DossierComponentRow, photo: SubmissionPhotoRow, **facts: Any) -> DossierPageRow:
    common: dict[str, Any] = {
        "id": c.ids.uuid(),  # not the device's: a draft copied on the device would carry the same ids
        "dossier_id": paper.dossier_id,
        "component_id": paper.id,
        "position": 0,
        "received_sha256": photo.received_sha256,
        "file_sha256": photo.file_sha256,
        "thumbnail_sha256": photo.thumbnail_sha256,
        "media_type": photo.media_type,
        "width": photo.width,
        "height": photo.height,
        "bytes": photo.bytes,
    }
    return DossierPageRow(**common | facts)


def _add_signature(uow: UnitOfWork, dossier_id: UUID, manifest: Manifest, photos: Photos) -> None:
    """The name written on the screen, or why there is none; nothing where nothing was said (format 1)."""
    if manifest.unsigned is not None:
        said = manifest.unsigned
        uow.session.add(DossierSignatureRow(dossier_id=dossier_id, how=str(said.how), reason=said.reason))
    if manifest.signature is not None:
        photo = photos[manifest.signature.page.sha256]
        if photo.document:
            raise WrongKind("image.pdf")
        signature = DossierSignatureRow(
            dossier_id=dossier_id,
            how="screen",
            signer=str(manifest.signature.signer),
            signed_at=manifest.signature.at,
            received_sha256=photo.received_sha256,
            file_sha256=photo.file_sha256,
            thumbnail_sha256=photo.thumbnail_sha256,
            media_type=photo.media_type,
            width=photo.width,
            height=photo.height,
            bytes=photo.bytes,
        )
        uow.session.add(signature)


def _close(uow: UnitOfWork, c: Container, actor: Actor, submission: SubmissionRow, row: DossierRow) -> None:
    """First event, audit; the submission is whole and nobody edits its shared draft any more."""
    event = DossierEventRow(
        id=c.ids.uuid(),
        dossier_id=row.id,
        seq=1,
        at=row.submitted_at,
        actor_id=actor.account_id,
        actor_name=actor.name,
        action=SUBMIT,
        to_status=row.status,
        facts={},
    )
    submission.state, submission.completed_at = "whole", row.submitted_at
    uow.session.add_all([event, submission])
    draft = shared_drafts.get(uow.session, row.id, lock=True)
    if draft is not None and draft.closed_at is None:
        draft.closed_at, draft.code_index = row.submitted_at, None
        uow.session.add(draft)
    audit.record(uow, c, actor, SUBMIT, "dossier", row.id, row.unit_code, channel=row.channel)
