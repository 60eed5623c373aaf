"""Puts together what is printed on the numbered forms of TT 03/2025, and numbers them: without gaps, per unit and year.

The facts are frozen and sealed when the form is issued, so that it says the same when printed again years later.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from sothuhoso.db.queries import counters, dossiers, units
from sothuhoso.db.tables import DossierPersonRow, DossierRow, IssuedFormRow
from sothuhoso.db.unit_of_work import UnitOfWork
from sothuhoso.domain.documents import (
    FormComponent,
    FormFacts,
    FormHead,
    FormPerson,
    ReceiptFacts,
    RefusalFacts,
    SupplementFacts,
    form_from_json,
)
from sothuhoso.domain.manifest import ComponentState
from sothuhoso.domain.policy import Actor
from sothuhoso.domain.procedures import Procedure
from sothuhoso.i18n.catalog import text
from sothuhoso.services.capability import follow_url
from sothuhoso.services.container import Container
from sothuhoso.services.desk_list import unit_name
from sothuhoso.services.dossier_view import procedure_of
from sothuhoso.services.moments import local_day
from sothuhoso.services.sealed import sealed_value

_BY_PROXY = "by_proxy"


def issue_receipt(uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow) -> IssuedFormRow:
    """Mẫu 01, for a dossier that was just received."""
    procedure, persons = procedure_of(uow, row), _persons(uow, row)
    submitter = persons.get("submitter")
    proxy = submitter if row.answers.get(_BY_PROXY) else None
    signed = dossiers.signature(uow.session, row.id)

    def facts(head: FormHead) -> FormFacts:
        return ReceiptFacts(
            head=head,
            owner=_person(c, persons["owner"]),
            components=_components(uow, row, procedure),
            time_limit=procedure.time_limit,
            received_at=head.issued_at,
            due_at=row.due_at,
            follow_url=_follow(c, row),
            submitter_name=(submitter or persons["owner"]).full_name,
            proxy=_person(c, proxy) if proxy else None,
            proxy_paper=_proxy_paper(uow, row, procedure) if proxy else "",
            signed_at=signed.signed_at if signed else None,
        )

    return _issue(uow, c, actor, row, form="01", facts=facts)


def issue_supplement(
    uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow, *, items: tuple[str, ...], reason: str
) -> IssuedFormRow:
    """Mẫu 02: everything that is asked for, at once."""
    owner = _persons(uow, row)["owner"]

    def facts(head: FormHead) -> FormFacts:
        return SupplementFacts(
            head=head,
            owner=_person(c, owner),
            items=items,
            reason=reason,
            contact_name=actor.name,
            follow_url=_follow(c, row),
        )

    return _issue(uow, c, actor, row, form="02", facts=facts)


def issue_refusal(uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow, *, reason: str) -> IssuedFormRow:
    """Mẫu 03."""
    persons = _persons(uow, row)

    def facts(head: FormHead) -> FormFacts:
        return RefusalFacts(
            head=head,
            owner=_person(c, persons["owner"]),
            reason=reason,
            submitter_name=persons.get("submitter", persons["owner"]).full_name,
            follow_url=_follow(c, row),
        )

    return _issue(uow, c, actor, row, form="03", facts=facts)


def facts_of(c: Container, form: IssuedFormRow) -> FormFacts:
    """The facts as they were when the form was issued."""
    return form_from_json(json.loads(c.vault.open(form.facts_enc, f"form:{form.id}")))


def _issue(
    uow: UnitOfWork, c: Container, actor: Actor, row: DossierRow, *, form: str, facts: Callable[[FormHead], FormFacts]
) -> IssuedFormRow:
    now, form_id = c.clock.now(), c.ids.uuid()
    year = local_day(now).year
    serial = counters.next_value(uow.session, f"form:{form}:{row.unit_code}:{year}")
    said = facts(_head(uow, actor, row, serial=serial, now=now))
    issued = IssuedFormRow(
        id=form_id,
        dossier_id=row.id,
        unit_code=row.unit_code,
        form=form,
        year=year,
        serial=serial,
        issued_at=now,
        issued_by=actor.account_id,
        facts_enc=c.vault.seal(json.dumps(said.to_json(), ensure_ascii=False).encode(), f"form:{form_id}"),
    )
    uow.session.add(issued)
    return issued


def _head(uow: UnitOfWork, actor: Actor, row: DossierRow, *, serial: int, now: datetime) -> FormHead:
    unit = units.unit(uow.session, row.unit_code)
    assert unit is not None
    return FormHead(
        serial=serial,
        year=local_day(now).year,
        unit_code=unit.code,
        unit_name=unit_name(uow, unit.code),
        province_name=text(f"provinces.{int(unit.province_code):03}"),
        place=unit.name,
        issued_at=now,
        dossier_number=row.number,
        official_code=row.official_code or "",
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        officer_name=actor.name,
    )


def _persons(uow: UnitOfWork, row: DossierRow) -> dict[str, DossierPersonRow]:
    return {person.slot: person for person in dossiers.persons(uow.session, row.id)}


def _person(c: Container, person: DossierPersonRow) -> FormPerson:
    """The whole number: it is what the form is for (TT 03/2025, Mẫu 01–03)."""
    return FormPerson(
        full_name=person.full_name,
        id_number=sealed_value(c, person, "id_number"),
        address=person.address,
        phone=person.phone,
        email=person.email,
    )


def _components(uow: UnitOfWork, row: DossierRow, procedure: Procedure) -> tuple[FormComponent, ...]:
    asked = {component.key: component for component in procedure.components}
    return tuple(
        FormComponent(
            name=paper.name,
            state=ComponentState(paper.state),
            originals=asked[paper.key].originals if paper.key in asked else 1,
            copies=asked[paper.key].copies if paper.key in asked else 0,
            number=paper.number,
        )
        for paper in dossiers.components(uow.session, row.id)
        if paper.state != ComponentState.NONE
    )


def _proxy_paper(uow: UnitOfWork, row: DossierRow, procedure: Procedure) -> str:
    keys = {component.key for component in procedure.components if component.when == _BY_PROXY}
    papers = dossiers.components(uow.session, row.id)
    return next((p.name for p in papers if p.key in keys and p.state != ComponentState.NONE), "")


def _follow(c: Container, row: DossierRow) -> str:
    return follow_url(c, c.vault.open(row.secret_enc, f"secret:{row.id}").decode())
