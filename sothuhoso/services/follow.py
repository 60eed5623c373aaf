"""The person follows their dossier: by the secret link, or by number with two things only they and the desk know.

A stranger with only the number learns nothing, not even whether it exists: every mismatch is the same answer after
the same work.
"""

from __future__ import annotations

from hmac import compare_digest

from sothuhoso.db.queries import dossiers, submissions
from sothuhoso.db.tables import DossierEventRow, DossierPersonRow, DossierRow, SubmissionRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain import dossier_code
from sothuhoso.domain.dossier_status import Status
from sothuhoso.domain.errors import NotFound, TooMany
from sothuhoso.services import arrivals
from sothuhoso.services.capability import is_secret, secret_index
from sothuhoso.services.container import Container
from sothuhoso.services.desk_list import unit_name
from sothuhoso.services.moments import due_state, iso
from sothuhoso.services.sealed import sealed_value
from sothuhoso.services.views import FollowEvent, FollowForm, FollowView, Named

TRIES, TRIES_SECONDS = 10, 3600
"""Guesses per number: last four digits and year together have some 10⁶ possibilities."""

_MEANT = 4
"""Dossiers that one number on paper may mean: a provisional one need not be anybody's alone."""

_SAID_TO_THE_PERSON = frozenset({Status.SUPPLEMENT, Status.REFUSED, Status.STOPPED})


def follow_by_secret(c: Container, secret: str) -> FollowView:
    """What became of the dossier of this secret, also while its photos still arrive.

    Raises ``NotFound('follow.unknown')``.
    """
    if not is_secret(secret):
        raise NotFound("follow.unknown")
    with c.look() as uow:
        index = secret_index(c, secret)
        row = dossiers.by_secret(uow.session, index)
        if row is not None:
            return _view(uow, c, row, with_forms=True)
        submission = submissions.by_secret(uow.session, index)
        if submission is None:
            raise NotFound("follow.unknown")
        return _arriving(uow, c, submission)


def follow_by_number(c: Container, number: str, last_four: str, birth_year: str) -> FollowView:
    """The dossier with this number whose owner or submitter has these last four digits and this year of birth.

    Raises ``NotFound('follow.unknown')`` for every mismatch, ``TooMany('follow.too_many')`` after ten tries an hour.
    """
    wanted = dossier_code.normalise(number[:60])
    wait = c.limits.take("follow", secret_index(c, wanted), amount=TRIES, seconds=TRIES_SECONDS)
    if wait:
        raise TooMany("follow.too_many", seconds=wait)
    with c.look() as uow:
        said = f"{last_four.strip()[:20]}/{birth_year.strip()[:20]}"
        meant = dossiers.by_number(uow.session, wanted, _MEANT)
        known = [_is_known(c, list(dossiers.persons(uow.session, row.id)), said) for row in meant]
        if not any(known):
            if not meant:
                _is_known(c, [], said)  # the same work
            raise NotFound("follow.unknown")
        return _view(uow, c, meant[known.index(True)], with_forms=False)


def _is_known(c: Container, persons: list[DossierPersonRow], said: str) -> bool:
    """Compares with owner and submitter; a dossier that is not there, or has one of them only, costs the same."""
    acting = [person for person in persons if person.slot in ("owner", "submitter")]
    answers = [_told_apart(c, person) for person in acting]
    decoys = [c.vault.open(c.vault.seal(b"000000000000", "decoy"), "decoy") for _ in range(2 - len(acting))]
    found = [compare_digest(answer.encode(), said.encode()) for answer in answers]
    found += [compare_digest(decoy, said.encode()) for decoy in decoys]
    return any(found)


def _told_apart(c: Container, person: DossierPersonRow) -> str:
    """``0017/1999``; something nobody can type where number or year are unknown."""
    number = sealed_value(c, person, "id_number")
    return f"{number[-4:]}/{person.birth_year}" if number and person.birth_year else "-"


def _view(uow: UnitOfWork, c: Container, row: DossierRow, *, with_forms: bool) -> FollowView:
    events = dossiers.events(uow.session, row.id)
    asked = [event for event in events if event.to_status == Status.SUPPLEMENT][-1:]
    open_request = asked[0] if asked and row.status == Status.SUPPLEMENT else None
    forms = dossiers.forms(uow.session, row.id) if with_forms else ()
    return FollowView(
        dossier_id=str(row.id),
        state="whole",
        missing_photos=0,
        number=row.number,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        procedure_name_en=row.procedure_name_en,
        unit_code=row.unit_code,
        unit_name=unit_name(uow, row.unit_code),
        status=row.status,
        submitted_at=iso(row.submitted_at),
        received_at=iso(row.received_at),
        due_at=iso(row.due_at),
        due_state=due_state(row.status, row.due_at, c.clock.now()),
        history=[_event(event) for event in events],
        supplement_items=_items(open_request) if open_request else [],
        supplement_reason=open_request.reason if open_request else "",
        missing_components=_to_bring(uow, row),
        forms=[FollowForm(str(form.id), form.form, iso(form.issued_at)) for form in forms],
        provisional_number=row.provisional_number or "",
    )


def _arriving(uow: UnitOfWork, c: Container, submission: SubmissionRow) -> FollowView:
    """Announced, photos under way: it says so, and nothing else is known yet."""
    receipt = arrivals.receipt_of(uow, c, submission)
    return FollowView(
        dossier_id=receipt.id,
        state="arriving",
        missing_photos=len(receipt.missing),
        number="",
        procedure_code="",
        procedure_name="",
        procedure_name_en="",
        unit_code=submission.unit_code or "",
        unit_name=unit_name(uow, submission.unit_code) if submission.unit_code else "",
        status=0,
        submitted_at="",
        received_at="",
        due_at="",
        due_state="",
        history=[],
        supplement_items=[],
        supplement_reason="",
        missing_components=[],
        forms=[],
    )


def _event(event: DossierEventRow) -> FollowEvent:
    told = event.to_status in _SAID_TO_THE_PERSON
    return FollowEvent(iso(event.at), event.to_status, event.reason if told else "", _items(event) if told else [])


def _items(event: DossierEventRow) -> list[str]:
    return [str(item) for item in event.facts.get("items", [])]


def _to_bring(uow: UnitOfWork, row: DossierRow) -> list[Named]:
    papers = dossiers.components(uow.session, row.id)
    return [Named(p.name, p.name_en) for p in papers if p.state == "none" and p.kind == "submit"]
