"""Following: everything by the secret, by number only with what the person knows, nothing for a stranger."""

from dataclasses import asdict

import pytest

from sothuhoso.domain.errors import NotFound, TooMany
from sothuhoso.services import decisions, follow
from tests.services.making import Sending, absent, arrived, fresh_secret, photo, refused, said


@pytest.fixture
def dossier(c):
    return arrived(c, photos=(photo(3),), submitter=said(full_name="Lý Văn Pá", id_number="019205000123"))


def test_by_the_secret(c, clerk, dossier):
    fresh = follow.follow_by_secret(c, dossier.sending.secret)
    assert (fresh.number, fresh.status, fresh.unit_name, fresh.state) == (dossier.number, 1, "xã Thần Sa", "whole")
    assert [paper.name for paper in fresh.missing_components] == ["Tờ khai đăng ký khai sinh"]
    decisions.receive(c, clerk, dossier.id, version=1)
    received = follow.follow_by_secret(c, dossier.sending.secret)
    assert (received.status, received.due_at, [form.form for form in received.forms]) == (
        2,
        "2026-11-23T10:00:00Z",
        ["01"],
    )
    assert [event.status for event in received.history] == [1, 2]


def test_what_is_asked_for_is_shown_while_it_is(c, clerk, dossier):
    decisions.ask_supplement(c, clerk, dossier.id, version=1, items=["Tờ khai"], reason="Chưa có tờ khai")
    asked = follow.follow_by_secret(c, dossier.sending.secret)
    assert (asked.supplement_items, asked.supplement_reason) == (["Tờ khai"], "Chưa có tờ khai")
    decisions.receive(c, clerk, dossier.id, version=2)
    after = follow.follow_by_secret(c, dossier.sending.secret)
    assert (after.supplement_items, after.supplement_reason) == ([], "")
    assert after.history[1].reason == "Chưa có tờ khai"


def test_while_photos_still_arrive(c):
    sending = Sending()
    sending.announce(c)
    sending.put(c, sending.photos[0])
    view = follow.follow_by_secret(c, sending.secret)
    assert (view.state, view.missing_photos, view.number, view.status) == ("arriving", 2, "", 0)


@pytest.mark.parametrize(("digits", "year"), [("0017", "1999"), ("0123", "2005"), (" 0017 ", "1999")])
def test_by_number_for_owner_and_submitter(c, dossier, digits, year):
    for number in (dossier.number, dossier.number.lower().replace("-", ""), f" {dossier.number} "):
        view = follow.follow_by_number(c, number, digits, year)
        assert view.number == dossier.number
        assert view.forms == []


@pytest.mark.parametrize(
    ("number", "digits", "year"),
    [
        ("right", "0018", "1999"),
        ("right", "0017", "2005"),
        ("right", "", ""),
        ("right", "-", ""),
        ("right", "0017/1999", "1999"),
        ("SH-05725-261123-9999", "0017", "1999"),
        ("", "0017", "1999"),
    ],
)
def test_every_mismatch_is_the_same_answer(c, dossier, number, digits, year):
    with refused(NotFound, "follow.unknown") as caught:
        follow.follow_by_number(c, dossier.number if number == "right" else number, digits, year)
    assert caught.value.facts == {}


def test_a_person_without_year_cannot_be_guessed(c):
    owner = said(full_name="Hoàng Thị Mai", id_number="091234567")
    whole = arrived(c, photos=(), components=[absent("giay_chung_sinh")], owner=owner)
    for year in ("None", "", "-"):
        with refused(NotFound, "follow.unknown"):
            follow.follow_by_number(c, whole.number, "4567", year)


def test_guessing_costs_time(c, dossier):
    for n in range(10):
        with refused(NotFound, "follow.unknown"):
            follow.follow_by_number(c, dossier.number, f"{n:04}", "1999")
    with refused(TooMany, "follow.too_many") as caught:
        follow.follow_by_number(c, dossier.number, "0017", "1999")
    assert 0 < caught.value.facts["seconds"] <= 3600


def test_another_secret(c, dossier):
    for secret in (fresh_secret(), "", "x" * 4000):
        with refused(NotFound, "follow.unknown"):
            follow.follow_by_secret(c, secret)


def test_nothing_of_anybodys_identity(c, dossier):
    said_all = str(asdict(follow.follow_by_secret(c, dossier.sending.secret)))
    for personal in ("Hoàng", "Pá", "0017", "1999", "Mây", dossier.sending.secret):
        assert personal not in said_all
