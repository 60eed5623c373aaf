"""Who somebody is, made sure of by a clerk: written down with name and time, taken back, never by a QR alone."""

from __future__ import annotations

import pytest

from sothuhoso.db.queries import audit, dossiers
from sothuhoso.domain.errors import Conflict, Invalid, NotFound, Refused
from sothuhoso.domain.policy import Role
from sothuhoso.domain.verification import Way
from sothuhoso.services import decisions, desk_list, dossier_view
from sothuhoso.services.verifying import record_verification
from tests.conftest import UNIT
from tests.services.making import COPY, MAI, SINGLE, arrived, refused, simple


@pytest.fixture
def dossier(c):
    return arrived(c)


def owner(view):
    return next(person for person in view.persons if person.slot == "owner")


def test_a_dossier_arrives_verified_by_nobody(c, clerk, dossier):
    view = dossier_view.open_dossier(c, clerk, dossier.id)
    assert {person.verified.how for person in view.persons} == {""}


@pytest.mark.parametrize("way", Way)
def test_written_down_with_name_and_time(c, clerk, dossier, way):
    view = record_verification(c, clerk, dossier.id, slot="owner", how=way, version=1)
    verified = owner(view).verified
    assert (verified.how, verified.by, verified.at, view.version) == (way, clerk.name, "2026-11-23T03:00:00Z", 2)
    assert dossier_view.open_dossier(c, clerk, dossier.id) == view
    with c.look() as uow:
        last = audit.of_object(uow.session, "dossier", str(dossier.id))[-1]
        assert (last.action, last.facts) == ("identity.verify", {"slot": "owner", "how": way})


def test_the_last_one_counts_and_nothing_is_erased(c, clerk, dossier):
    for version, how in enumerate(["card_seen", "", "card_reader"], 1):
        view = record_verification(c, clerk, dossier.id, slot="owner", how=how, version=version)
        assert owner(view).verified.how == how
        assert bool(owner(view).verified.by) == bool(how)
    with c.look() as uow:
        kept = [record.how for record in dossiers.verifications(uow.session, dossier.id)]
    assert kept == ["card_seen", "", "card_reader"]


def test_what_cannot_be_is_refused_and_leaves_nothing(c, clerk, make_actor, dossier):
    with refused(Invalid, "verification.unknown_way"):
        record_verification(c, clerk, dossier.id, slot="owner", how="qr", version=1)
    with refused(NotFound, "dossier.person_unknown"):
        record_verification(c, clerk, dossier.id, slot="nobody", how="card_seen", version=1)
    with pytest.raises(Refused):
        record_verification(
            c, make_actor("hotro", Role.OUTREACH, UNIT), dossier.id, slot="owner", how="card_seen", version=1
        )
    decisions.refuse(c, clerk, dossier.id, version=1, reason="Lý do")
    with refused(Conflict, "dossier.changed"):
        record_verification(c, clerk, dossier.id, slot="owner", how="card_seen", version=1)
    with refused(Conflict, "dossier.status_not_allowed"):
        record_verification(c, clerk, dossier.id, slot="owner", how="card_seen", version=2)
    with c.look() as uow:
        assert dossiers.verifications(uow.session, dossier.id) == []


def test_the_desk_is_told_of_another_open_dossier_of_the_same_person(c, clerk):
    first, second = simple(), simple()
    for sending in (first, second):
        sending.arrive(c)
    view = dossier_view.open_dossier(c, clerk, second.id)
    assert [other.id for other in view.others] == [str(first.id)]
    decisions.refuse(c, clerk, first.id, version=1, reason="Lý do")
    assert dossier_view.open_dossier(c, clerk, second.id).others == []


def test_while_one_more_is_taken_in_the_desk_is_asked(c, clerk, other_clerk):
    sending = simple()
    sending.arrive(c)
    number = dossier_view.open_dossier(c, clerk, sending.id).number

    def asked(actor, id_number=MAI, procedure=SINGLE):
        return [one.number for one in desk_list.open_of_person(c, actor, procedure=procedure, id_number=id_number)]

    assert asked(clerk) == asked(clerk, f" {MAI[:3]} {MAI[3:]} ") == [number]
    assert asked(other_clerk) == asked(clerk, "019205000123") == asked(clerk, procedure=COPY) == []
    for broken in ("", "12345678", f"{MAI}0", "\u0660" * 12, "x" * 12):
        with refused(Invalid, "id_number.not_12_digits"):
            asked(clerk, broken)
    decisions.refuse(c, clerk, sending.id, version=1, reason="Lý do")
    assert asked(clerk) == []
