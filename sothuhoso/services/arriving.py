"""What the desk sees of a dossier before it is one: its text, small pictures, and how far the photos are.

Over a bad line the photos of one dossier may take an hour; the desk knows at once who is coming and with what. It can
look and do nothing else: the dossier comes into being whole or not at all (docs/decisions/0002).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sothuhoso.db.queries import procedures, submissions
from sothuhoso.db.tables import SubmissionRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import citizen_number, device_clock, identity, policy
from sothuhoso.domain.errors import NotFound, SignInNeeded
from sothuhoso.domain.manifest import PDF, TIFF, GivenComponent, Manifest
from sothuhoso.domain.people import READ_OFF_CARD, Person
from sothuhoso.domain.policy import Action, Actor
from sothuhoso.domain.procedures import Procedure
from sothuhoso.services import arrivals
from sothuhoso.services.arriving_views import ArrivingPage, ArrivingPaper, ArrivingPhoto, ArrivingRow, ArrivingView
from sothuhoso.services.container import Container
from sothuhoso.services.desk_list import unit_name
from sothuhoso.services.dossier_views import FieldView, PersonView
from sothuhoso.services.moments import iso, local_day
from sothuhoso.services.stored_images import stored_image, stored_thumbnail
from sothuhoso.services.views import ImageBytes, WarningView

MAX_ROWS = 20
"""Lines of the list: each has to be unsealed, and a State sends the whole list again when one of them changes."""

_FILES = {PDF: "PDF", TIFF: "TIFF"}
_SEALED = ("id_number", "old_id_number")


def list_arriving(c: Container, actor: Actor, unit: str = "") -> ArrivingPage:
    """Those of the actor's unit, the one heard of last first; provincial viewers name a unit or see all."""
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    unit_code = unit or actor.unit_code
    policy.require(actor, Action.DOSSIER_LIST, unit_code)
    with c.look() as uow:
        found = submissions.arriving(uow.session, unit_code, MAX_ROWS)
        here = submissions.photos_here(uow.session, [row.id for row in found])
        rows = [_line(uow, c, row, here.get(row.id, 0)) for row in found]
        return ArrivingPage(rows, submissions.count_arriving(uow.session, unit_code))


def open_arriving(c: Container, actor: Actor, submission_id: UUID) -> ArrivingView:
    """What is here of it. Raises ``SignInNeeded``, ``NotFound('dossier.unknown')``, ``Refused``."""
    with c.look() as uow:
        row = _row(uow, actor, submission_id, Action.DOSSIER_VIEW)
        return _view(uow, c, row, _manifest(c, row))


def thumbnail(c: Container, actor: Actor, submission_id: UUID, sha256: str) -> ImageBytes:
    """The small picture of one photo: the server's own where the photo is here, else the device's.

    It cannot be read, so looking at it is not written down. Raises ``NotFound('photo.unknown')``.
    """
    with c.look() as uow:
        row = _row(uow, actor, submission_id, Action.PAGE_VIEW)
        photo = submissions.photo(uow.session, row.id, sha256)
        small = submissions.thumbnail(uow.session, row.id, sha256)
    if photo is not None and photo.thumbnail_sha256:
        return stored_image(c, photo, thumbnail=True)
    if small is None:
        raise NotFound("photo.unknown")
    return stored_thumbnail(c, small.file_sha256)


def _row(uow: UnitOfWork, actor: Actor, submission_id: UUID, action: Action) -> SubmissionRow:
    """Announced, for this action: signed in first, then whether it exists, then whether the actor may."""
    if not actor.signed_in:
        raise SignInNeeded("access.sign_in")
    row = submissions.get(uow.session, submission_id)
    if row is None or row.manifest_enc is None:
        raise NotFound("dossier.unknown")
    policy.require(actor, action, row.unit_code)
    return row


def _manifest(c: Container, row: SubmissionRow) -> Manifest:
    manifest = arrivals.manifest_of(c, row)
    assert manifest is not None
    return manifest


def _procedure(uow: UnitOfWork, manifest: Manifest) -> Procedure:
    version = procedures.version_of(uow.session, manifest.procedure, manifest.procedure_version)
    assert version is not None
    return Procedure.from_json(version.body)


def _line(uow: UnitOfWork, c: Container, row: SubmissionRow, here: int) -> ArrivingRow:
    manifest = _manifest(c, row)
    procedure = _procedure(uow, manifest)
    return ArrivingRow(
        id=str(row.id),
        owner_name=manifest.owner.get("full_name"),
        procedure_name=procedure.name,
        procedure_name_en=procedure.name_en,
        unit_name=unit_name(uow, manifest.unit),
        photos=len(manifest.photo_hashes),
        photos_here=min(here, len(manifest.photo_hashes)),
        seen_at=iso(row.seen_at or row.created_at),
    )


def _view(uow: UnitOfWork, c: Container, row: SubmissionRow, manifest: Manifest) -> ArrivingView:
    procedure, today = _procedure(uow, manifest), local_day(c.clock.now())
    photos = submissions.photos(uow.session, row.id)
    here = {photo.received_sha256 for photo in photos}
    seen = {photo.received_sha256 for photo in photos if photo.thumbnail_sha256} | {
        small.received_sha256 for small in submissions.thumbnails(uow.session, row.id)
    }
    names = {component.key: (component.name, component.name_en) for component in procedure.components}
    return ArrivingView(
        id=str(row.id),
        whole=row.state == "whole",
        procedure_name=procedure.name,
        procedure_name_en=procedure.name_en,
        unit_name=unit_name(uow, manifest.unit),
        channel=str(manifest.channel),
        photos=len(manifest.photo_hashes),
        photos_here=len(here & set(manifest.photo_hashes)),
        announced_at=iso(row.announced_at or row.created_at),
        seen_at=iso(row.seen_at or row.created_at),
        captured_at=iso(manifest.captured_at),
        clock_minutes=device_clock.minutes_off(row.device_at, row.announced_at),
        persons=[_person(person, today, manifest.procedure) for person in manifest.persons],
        papers=[_paper(row, given, names.get(given.key, ("", "")), here, seen) for given in manifest.components],
    )


def _person(person: Person, today: date, procedure: str) -> PersonView:
    return PersonView(
        slot=str(person.slot),
        full_name=person.get("full_name"),
        fields=[_field(person, name) for name in person.fields],
        warnings=[
            WarningView(finding.key, finding.field, {k: str(v) for k, v in finding.facts.items()})
            for finding in identity.check_person(person.values, slot=person.slot, today=today, procedure=procedure)
        ],
        has_id_number=bool(person.get("id_number")),
        from_card=not READ_OFF_CARD.isdisjoint(person.origins.values()),
    )


def _field(person: Person, name: str) -> FieldView:
    given, masked = person.fields[name], name in _SEALED
    value = citizen_number.mask(given.value) if masked else given.value
    return FieldView(name, value, str(given.origin), masked)


def _paper(
    row: SubmissionRow, given: GivenComponent, names: tuple[str, str], here: set[str], seen: set[str]
) -> ArrivingPaper:
    address = f"/api/arriving/{row.id}/photos"
    photos = [
        ArrivingPhoto(
            number=place + 1,
            here=page.sha256 in here,
            thumb_url=f"{address}/{page.sha256}" if page.sha256 in seen else "",
            file=_FILES.get(page.media_type, ""),
        )
        for place, page in enumerate(given.pages)
    ]
    return ArrivingPaper(given.key, *names, str(given.state), given.number, given.reason, photos)
